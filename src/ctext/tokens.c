/* Hashed tokens: words of element names, first and last words of texts. */
#include "ctext.h"
#include "letters.h"

#define BASE 0x9E3779B97F4A7C15ull

static int32_t
mixed(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDull;
    return (int32_t)(hash >> 33);
}

static uint32_t
scalar(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF ? '?' : c;
}

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

PyObject *
hash_names(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *attrs;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &tags, &attrs, &most)) {
        return NULL;
    }
    PyObject *tag_list = texts_of(tags), *attr_list = NULL, *column = NULL, *result = NULL;
    int32_t *slots = NULL, *first = NULL;
    Hasher hasher;
    memset(&hasher, 0, sizeof(hasher));
    if (tag_list == NULL || (attr_list = texts_of(attrs)) == NULL) {
        goto done;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(tag_list);
    if (PySequence_Fast_GET_SIZE(attr_list) != n) {
        PyErr_SetString(PyExc_ValueError, "as many attributes as tags");
        goto done;
    }
    size_t size = 16;
    while (size < 2 * (size_t)n) {
        size *= 2;
    }
    slots = PyMem_Calloc(size, sizeof(int32_t));
    first = PyMem_Malloc((size_t)(n ? n : 1) * sizeof(int32_t));
    column = new_column(n, sizeof(int32_t));
    if (slots == NULL || first == NULL || column == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        goto done;
    }
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column);
    int32_t distinct = 0;
    for (Py_ssize_t row = 0; row < n; row++) {
        PyObject *tag = PySequence_Fast_GET_ITEM(tag_list, row);
        PyObject *value = PySequence_Fast_GET_ITEM(attr_list, row);
        Py_hash_t one = PyObject_Hash(tag), two = PyObject_Hash(value);
        size_t at = ((size_t)one * 31u + (size_t)two) & (size - 1);
        for (;;) {
            int32_t bag = slots[at];
            if (bag == 0) {
                slots[at] = distinct + 1;
                first[distinct] = (int32_t)row;
                if (!hash_name(&hasher, tag, value, most, distinct)) {
                    goto done;
                }
                out[row] = distinct++;
                break;
            }
            PyObject *other = PySequence_Fast_GET_ITEM(tag_list, first[bag - 1]);
            PyObject *names = PySequence_Fast_GET_ITEM(attr_list, first[bag - 1]);
            if ((other == tag || PyUnicode_Compare(other, tag) == 0) &&
                (names == value || PyUnicode_Compare(names, value) == 0)) {
                out[row] = bag - 1;
                break;
            }
            at = (at + 1) & (size - 1);
        }
    }
    PyObject *bags = hasher_result(&hasher);
    if (bags != NULL) {
        result = Py_BuildValue("(ONi)", column, bags, (int)distinct);
    }
done:
    hasher_free(&hasher);
    PyMem_Free(slots);
    PyMem_Free(first);
    Py_XDECREF(column);
    Py_XDECREF(tag_list);
    Py_XDECREF(attr_list);
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

static int
words_of_text(Words *words, PyObject *text, Py_ssize_t start, Py_ssize_t end, int32_t bag)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = start; i < end; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        if (UPPER(c)) {
            c += 32;
        }
        if (!words_add(words, c ? c : ' ', bag)) {
            return 0;
        }
    }
    return 1;
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
        PyObject *text = PySequence_Fast_GET_ITEM(fast, row), *made = NULL;
        Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        int32_t bag = (int32_t)row;
        int good;
        words.was = GAP;
        if (PyUnicode_IS_ASCII(text)) {
            if (length <= head + tail) {
                good = words_of_text(&words, text, 0, length, bag);
            }
            else {
                good = words_of_text(&words, text, 0, head, bag) && words_add(&words, ' ', bag) &&
                       words_of_text(&words, text, length - tail, length, bag);
            }
        }
        else {
            /* Lower case may depend on the neighbours (a Greek sigma) and change the length. */
            if (length <= head + tail) {
                made = PyObject_CallMethod(text, "lower", NULL);
            }
            else {
                PyObject *front = PyUnicode_Substring(text, 0, head);
                PyObject *back = PyUnicode_Substring(text, length - tail, length);
                PyObject *both = front && back ? PyUnicode_FromFormat("%U %U", front, back) : NULL;
                made = both ? PyObject_CallMethod(both, "lower", NULL) : NULL;
                Py_XDECREF(front);
                Py_XDECREF(back);
                Py_XDECREF(both);
            }
            good = made != NULL &&
                   words_of_text(&words, made, 0, PyUnicode_GET_LENGTH(made), bag);
        }
        if (good) {
            good = hasher_close(&hasher, bag);
        }
        Py_XDECREF(made);
        if (!good) {
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
