/* Hashed tokens: words of element names, first and last words of texts. */
#include "casing.h"
#include "ctext.h"
#include "distinct.h"
#include "hashing.h"
#include "letters.h"

typedef struct {
    Ints ids, bags;
    uint64_t hash, power;
    int open;
} Hasher;

static int
hasher_close(Hasher *hasher, int32_t bag)
{
    if (!hasher->open) {
        return 1;
    }
    hasher->open = 0;
    return ints_push(&hasher->ids, mixed(hasher->hash)) && ints_push(&hasher->bags, bag);
}

static void
hasher_begin(Hasher *hasher)
{
    hasher->open = 1;
    hasher->hash = 0;
    hasher->power = 1;
}

static void
hasher_add(Hasher *hasher, uint32_t c)
{
    hasher->hash += ((uint64_t)c + 1) * hasher->power;
    hasher->power *= BASE;
}

/* The words of "<tag attrs", cut at everything but letters, and before capitals. */
static int
hash_name(Hasher *hasher, PyObject *tag, PyObject *attrs, Py_ssize_t most, int32_t bag)
{
    int was_letter = 0, was_upper = 0;
    Py_ssize_t place = 0;
    Py_ssize_t tag_length = PyUnicode_GET_LENGTH(tag), length = PyUnicode_GET_LENGTH(attrs);
    int tag_kind = PyUnicode_KIND(tag), kind = PyUnicode_KIND(attrs);
    const void *tag_data = PyUnicode_DATA(tag), *data = PyUnicode_DATA(attrs);
    Py_ssize_t total = tag_length + length + 2;
    if (total > most) {
        total = most;
    }
    for (; place < total; place++) {
        uint32_t c;
        if (place == 0) {
            c = '<';
        }
        else if (place <= tag_length) {
            c = scalar(PyUnicode_READ(tag_kind, tag_data, place - 1));
        }
        else if (place == tag_length + 1) {
            c = ' ';
        }
        else {
            c = scalar(PyUnicode_READ(kind, data, place - tag_length - 2));
        }
        int upper = UPPER(c);
        if (upper) {
            c += 32;
        }
        int letter = LOWER(c) || c == '<' || c >= 128;
        int begins = letter && ((upper && !was_upper) || !was_letter);
        if ((begins || !letter) && !hasher_close(hasher, bag)) {
            return 0;
        }
        if (begins) {
            hasher_begin(hasher);
        }
        if (letter) {
            hasher_add(hasher, c);
        }
        was_letter = letter;
        was_upper = upper;
    }
    return hasher_close(hasher, bag);
}

static PyObject *
hasher_result(Hasher *hasher)
{
    PyObject *ids = ints_bytes(&hasher->ids), *bags = ints_bytes(&hasher->bags);
    if (ids == NULL || bags == NULL) {
        Py_XDECREF(ids);
        Py_XDECREF(bags);
        return NULL;
    }
    return Py_BuildValue("(NN)", ids, bags);
}

static void
hasher_free(Hasher *hasher)
{
    PyMem_Free(hasher->ids.items);
    PyMem_Free(hasher->bags.items);
}

const char hash_names_doc[] = PyDoc_STR(
"hash_names(tags, attrs, most) -> (element, (ids, bags), distinct)\n\n"
"Columns of int32: the bag of each element, and the hashed words of the distinct pairs of tag\n"
"and attribute values, of which there are ``distinct``.");

/* Elements by their tags and attribute values. */
typedef struct {
    PyObject *tags, *attrs;
} Elements;

static int
same_names(const void *page, int32_t row, int32_t other)
{
    const Elements *elements = page;
    return same_text(PySequence_Fast_GET_ITEM(elements->attrs, row),
                     PySequence_Fast_GET_ITEM(elements->attrs, other)) &&
           same_text(PySequence_Fast_GET_ITEM(elements->tags, row),
                     PySequence_Fast_GET_ITEM(elements->tags, other));
}

/* Numbers the elements in ``out`` and hashes the names of each number; how many there are, or
 * -1 and an exception. */
static int32_t
hash_elements(Hasher *hasher, const Elements *elements, Py_ssize_t most, int32_t *out)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(elements->tags);
    Distinct distinct;
    if (!distinct_open(&distinct, n)) {
        return -1;
    }
    int32_t count = 0;
    for (Py_ssize_t row = 0; row < n && count >= 0; row++) {
        PyObject *tag = PySequence_Fast_GET_ITEM(elements->tags, row);
        PyObject *value = PySequence_Fast_GET_ITEM(elements->attrs, row);
        size_t hash = (size_t)PyObject_Hash(tag) * 31u + (size_t)PyObject_Hash(value);
        out[row] = distinct_number(&distinct, hash, (int32_t)row, same_names, elements);
        if (distinct.count > count) {
            count = hash_name(hasher, tag, value, most, out[row]) ? distinct.count : -1;
        }
    }
    distinct_free(&distinct);
    return count;
}

PyObject *
hash_names(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *attrs;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &tags, &attrs, &most)) {
        return NULL;
    }
    Elements elements = {texts_of(tags), NULL};
    PyObject *column = NULL, *result = NULL;
    Hasher hasher;
    memset(&hasher, 0, sizeof(hasher));
    if (elements.tags == NULL || (elements.attrs = texts_of(attrs)) == NULL) {
        goto done;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(elements.tags);
    if (PySequence_Fast_GET_SIZE(elements.attrs) != n) {
        PyErr_SetString(PyExc_ValueError, "as many attributes as tags");
        goto done;
    }
    column = new_column(n, sizeof(int32_t));
    if (column != NULL) {
        int32_t *out = (int32_t *)PyByteArray_AS_STRING(column);
        int32_t count = hash_elements(&hasher, &elements, most, out);
        PyObject *bags = count < 0 ? NULL : hasher_result(&hasher);
        result = bags ? Py_BuildValue("(ONi)", column, bags, (int)count) : NULL;
    }
done:
    hasher_free(&hasher);
    Py_XDECREF(column);
    Py_XDECREF(elements.tags);
    Py_XDECREF(elements.attrs);
    return result;
}

enum { GAP, IN_WORD, DIGIT, ALONE };

typedef struct {
    Hasher *hasher;
    const uint8_t *kinds;
    Py_ssize_t kind_count;
    int was;
} Words;

static int
words_add(Words *words, uint32_t c, int32_t bag)
{
    c = scalar(c);
    uint8_t kind = words->kinds[(Py_ssize_t)c < words->kind_count ? (Py_ssize_t)c
                                                                   : words->kind_count - 1];
    int begins = kind != GAP && (kind == ALONE || words->was == GAP || words->was == ALONE);
    if ((begins || kind == GAP) && !hasher_close(words->hasher, bag)) {
        return 0;
    }
    if (begins) {
        hasher_begin(words->hasher);
    }
    if (kind != GAP) {
        hasher_add(words->hasher, kind == DIGIT ? '0' : c);
    }
    words->was = kind;
    return 1;
}

/* The words of some characters in lower case; 0 and an exception where memory ends. */
static int
words_of_text(Words *words, PyObject *text, Py_ssize_t start, Py_ssize_t end, int32_t bag)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = start; i < end; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        uint32_t several[3] = {c ? FOLD(c) : ' '};
        int count = 1;
        if (c >= 128) {
            const uint32_t *page = casing_page(&lowering, c);
            if (page == NULL) {
                return 0;
            }
            several[0] = page[c & 0xFF];
            if (several[0] == SEVERAL) {
                count = casing_several(&lowering, c, several);
                if (count == 0) {
                    return 0;
                }
            }
        }
        for (int k = 0; k < count; k++) {
            if (!words_add(words, several[k], bag)) {
                return 0;
            }
        }
    }
    return 1;
}

#define SIGMA 0x3A3

static int
has_sigma(PyObject *text)
{
    return PyUnicode_KIND(text) != PyUnicode_1BYTE_KIND &&
           PyUnicode_FindChar(text, SIGMA, 0, PyUnicode_GET_LENGTH(text), 1) >= 0;
}

/* The first and last characters of a text, with a space between, in lower case. */
static PyObject *
lowered_ends(PyObject *text, Py_ssize_t head, Py_ssize_t tail)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length <= head + tail) {
        return PyObject_CallMethod(text, "lower", NULL);
    }
    PyObject *front = PyUnicode_Substring(text, 0, head);
    PyObject *back = PyUnicode_Substring(text, length - tail, length);
    PyObject *both = front && back ? PyUnicode_FromFormat("%U %U", front, back) : NULL;
    PyObject *made = both ? PyObject_CallMethod(both, "lower", NULL) : NULL;
    Py_XDECREF(front);
    Py_XDECREF(back);
    Py_XDECREF(both);
    return made;
}

/* The words at both ends of a text. */
static int
words_of_ends(Words *words, PyObject *text, Py_ssize_t head, Py_ssize_t tail, int32_t bag)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (has_sigma(text)) {
        /* What it becomes depends on its neighbours. */
        PyObject *made = lowered_ends(text, head, tail);
        int good = made && words_of_text(words, made, 0, PyUnicode_GET_LENGTH(made), bag);
        Py_XDECREF(made);
        return good;
    }
    if (length <= head + tail) {
        return words_of_text(words, text, 0, length, bag);
    }
    return words_of_text(words, text, 0, head, bag) && words_add(words, ' ', bag) &&
           words_of_text(words, text, length - tail, length, bag);
}

const char hash_words_doc[] = PyDoc_STR(
"hash_words(texts, kinds, head, tail) -> (ids, bags)\n\n"
"Columns of int32: the hashed words of the first ``head`` and last ``tail`` characters of each\n"
"text, and the row of each; ``kinds`` says what each character is to a word.");

PyObject *
hash_words(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *kinds;
    Py_ssize_t head, tail;
    if (!PyArg_ParseTuple(args, "OOnn", &texts, &kinds, &head, &tail)) {
        return NULL;
    }
    PyObject *fast = texts_of(texts), *result = NULL;
    if (fast == NULL) {
        return NULL;
    }
    Py_buffer view;
    if (!open_buffer(kinds, &view, 1, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    Hasher hasher;
    memset(&hasher, 0, sizeof(hasher));
    Words words = {&hasher, view.buf, view.len, GAP};
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    for (Py_ssize_t row = 0; row < n; row++) {
        words.was = GAP;
        if (!words_of_ends(&words, PySequence_Fast_GET_ITEM(fast, row), head, tail, (int32_t)row) ||
            !hasher_close(&hasher, (int32_t)row)) {
            goto done;
        }
    }
    result = hasher_result(&hasher);
done:
    hasher_free(&hasher);
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    return result;
}
