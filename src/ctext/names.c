/* What the names of an element (class, id, role ...) hint at. */
#include "ctext.h"
#include "distinct.h"
#include "letters.h"
#include "table.h"

/* A token of several words: its letters, a 0 where words may be joined by a mark. */
typedef struct {
    uint8_t letters[64];
    int32_t hint;
    int32_t next; /* of the same first word, from 1; 0 for none */
} Compound;

typedef struct {
    PyObject_HEAD
    Table known;
    Table firsts; /* number of the first compound, from 1 */
    Compound *compounds;
    int32_t count;
} Names;

static void
names_dealloc(Names *self)
{
    table_free(&self->known);
    table_free(&self->firsts);
    PyMem_Free(self->compounds);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int
names_add_compound(Names *self, PyObject *word, const char *token, int hint)
{
    size_t length = strlen(token);
    if (length >= sizeof(self->compounds->letters) || hint <= 0) {
        PyErr_SetString(PyExc_ValueError, "a token of several words is too long");
        return 0;
    }
    Compound *compound = &self->compounds[self->count++];
    memset(compound, 0, sizeof(*compound));
    for (size_t i = 0; i < length; i++) {
        /* 1 is a joint, 0 the end */
        compound->letters[i] = token[i] == '-' ? 1 : (uint8_t)token[i];
    }
    compound->hint = hint;
    Py_ssize_t size = PyUnicode_GET_LENGTH(word);
    uint32_t points[64];
    if (size >= 64) {
        PyErr_SetString(PyExc_ValueError, "a first word is too long");
        return 0;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        points[i] = PyUnicode_READ_CHAR(word, i);
    }
    Slot *slot = table_slot(&self->firsts, points, (size_t)size, hash_points(points, (size_t)size));
    if (slot->value == 0) {
        return table_add(&self->firsts, word, self->count);
    }
    compound->next = slot->value;
    slot->value = self->count;
    return 1;
}

static PyObject *
names_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *known, *compounds;
    static char *keywords[] = {"known", "compounds", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!", keywords, &PyDict_Type, &known,
                                     &PyList_Type, &compounds)) {
        return NULL;
    }
    Names *self = (Names *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    Py_ssize_t count = PyList_GET_SIZE(compounds);
    self->compounds = PyMem_Calloc((size_t)count + 1, sizeof(Compound));
    if (self->compounds == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    if (!table_open(&self->known, PyDict_GET_SIZE(known)) || !table_open(&self->firsts, count)) {
        goto failed;
    }
    PyObject *word, *hint;
    Py_ssize_t at = 0;
    while (PyDict_Next(known, &at, &word, &hint)) {
        long value = PyLong_AsLong(hint);
        if (value <= 0 || value > INT32_MAX || !PyUnicode_Check(word)) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "hints must be words with bits");
            }
            goto failed;
        }
        if (!table_add(&self->known, word, (int32_t)value)) {
            goto failed;
        }
    }
    for (Py_ssize_t row = 0; row < count; row++) {
        const char *token;
        int bits;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(compounds, row), "Usi", &word, &token, &bits) ||
            !names_add_compound(self, word, token, bits)) {
            goto failed;
        }
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

/* Whether the token stands in an ASCII value, in any case, its words joined by a mark or not,
 * and no letter behind it. */
static int
has_compound(const Compound *compound, const uint8_t *data, Py_ssize_t length)
{
    const uint8_t *letters = compound->letters;
    for (Py_ssize_t start = 0; start < length; start++) {
        if (FOLD(data[start]) != letters[0]) {
            continue;
        }
        Py_ssize_t at = start;
        int i = 0;
        for (; letters[i]; i++) {
            if (letters[i] == 1) {
                if (at < length && (data[at] == '-' || data[at] == '_')) {
                    at++;
                }
            }
            else if (at < length && FOLD(data[at]) == letters[i]) {
                at++;
            }
            else {
                break;
            }
        }
        if (!letters[i] && !(at < length && (LOWER(data[at]) || UPPER(data[at])))) {
            return 1;
        }
    }
    return 0;
}

#define BY_PYTHON (1u << 31)
enum { MOST_CHARS = 512 };

/* Where the run of letters of one case that begins at ``start`` ends: "Body" of "BodyText",
 * "READ" of "READ_more". */
static Py_ssize_t
end_of_word(const uint32_t *points, Py_ssize_t start, Py_ssize_t length)
{
    Py_ssize_t end = start + 1;
    if (UPPER(points[start]) && end < length && UPPER(points[end])) {
        while (end < length && UPPER(points[end])) {
            end++;
        }
        return end;
    }
    while (end < length && LOWER(points[end])) {
        end++;
    }
    return end;
}

/* Hints of the tokens of several words that begin with this one. */
static uint32_t
compound_hints(const Names *self, PyObject *attrs, int32_t number, uint32_t found)
{
    const uint8_t *data = PyUnicode_1BYTE_DATA(attrs);
    Py_ssize_t length = PyUnicode_GET_LENGTH(attrs);
    for (; number; number = self->compounds[number - 1].next) {
        const Compound *compound = &self->compounds[number - 1];
        if ((found & (uint32_t)compound->hint) == 0 && has_compound(compound, data, length)) {
            found |= (uint32_t)compound->hint;
        }
    }
    return found;
}

/* Hints of the words of a value; BY_PYTHON where it is not ASCII and may hold a longer token. */
static uint32_t
hints_of(const Names *self, PyObject *attrs, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(attrs);
    if (length > most) {
        length = most;
    }
    uint32_t points[MOST_CHARS];
    int kind = PyUnicode_KIND(attrs);
    const void *data = PyUnicode_DATA(attrs);
    for (Py_ssize_t i = 0; i < length; i++) {
        points[i] = PyUnicode_READ(kind, data, i);
    }
    uint32_t found = 0;
    Py_ssize_t at = 0;
    while (at < length) {
        if (!LOWER(points[at]) && !UPPER(points[at])) {
            at++;
            continue;
        }
        const uint32_t *word = points + at;
        Py_ssize_t end = end_of_word(points, at, length);
        size_t size = (size_t)(end - at);
        at = end;
        found |= (uint32_t)table_find(&self->known, word, size);
        int32_t number = table_find(&self->firsts, word, size);
        if (number && !PyUnicode_IS_ASCII(attrs)) {
            return BY_PYTHON;
        }
        if (number) {
            found = compound_hints(self, attrs, number, found);
        }
    }
    return found;
}

static int
is_readable(Py_ssize_t most)
{
    if (most < 0 || most > MOST_CHARS) {
        PyErr_SetString(PyExc_ValueError, "names are read up to 512 characters");
        return 0;
    }
    return 1;
}

PyDoc_STRVAR(names_hint_doc,
"hint(attrs, most) -> int | None\n\n"
"Hints of the words in the first ``most`` characters of a value, and of tokens of several words\n"
"that begin with one of them; None where it is for Python to tell.");

static PyObject *
names_hint(Names *self, PyObject *args)
{
    PyObject *attrs;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "Un", &attrs, &most) || !is_readable(most)) {
        return NULL;
    }
    uint32_t hints = hints_of(self, attrs, most);
    return hints == BY_PYTHON ? Py_NewRef(Py_None) : PyLong_FromUnsignedLong(hints);
}

static int
same_string(const void *strings, int32_t row, int32_t other)
{
    PyObject *fast = (PyObject *)strings;
    return same_text(PySequence_Fast_GET_ITEM(fast, row), PySequence_Fast_GET_ITEM(fast, other));
}

/* Fills the column; ``rest`` gets the rows that Python is to look at. */
static int
fill_hints(const Names *self, PyObject *fast, const uint8_t *wanted, Py_ssize_t most,
           uint32_t *out, PyObject *rest)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Distinct distinct;
    if (!distinct_open(&distinct, n)) {
        return 0;
    }
    int good = 1;
    for (Py_ssize_t row = 0; good && row < n; row++) {
        PyObject *value = PySequence_Fast_GET_ITEM(fast, row);
        if (!wanted[row] || PyUnicode_GET_LENGTH(value) == 0) {
            continue;
        }
        int32_t number = distinct_number(&distinct, (size_t)PyObject_Hash(value), (int32_t)row,
                                         same_string, fast);
        int32_t first = distinct.first[number];
        out[row] = first == row ? hints_of(self, value, most) : out[first];
    }
    for (Py_ssize_t row = 0; good && row < n; row++) {
        if (out[row] == BY_PYTHON) {
            PyObject *number = PyLong_FromSsize_t(row);
            good = number != NULL && PyList_Append(rest, number) == 0;
            Py_XDECREF(number);
        }
    }
    distinct_free(&distinct);
    return good;
}

PyDoc_STRVAR(names_hints_doc,
"hints(attrs, wanted, most) -> (bytearray of uint32, list of rows)\n\n"
"The hints of every value that is wanted, 0 for the others; and rows that Python is to look at.");

static PyObject *
names_hints(Names *self, PyObject *args)
{
    PyObject *attrs, *wanted;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &attrs, &wanted, &most) || !is_readable(most)) {
        return NULL;
    }
    PyObject *fast = texts_of(attrs);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer view;
    if (!open_buffer(wanted, &view, n, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    PyObject *column = new_column(n, sizeof(uint32_t)), *rest = PyList_New(0), *result = NULL;
    if (column != NULL && rest != NULL &&
        fill_hints(self, fast, view.buf, most, (uint32_t *)PyByteArray_AS_STRING(column), rest)) {
        result = Py_BuildValue("(OO)", column, rest);
    }
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_XDECREF(column);
    Py_XDECREF(rest);
    return result;
}

static PyMethodDef names_methods[] = {
    {"hint", (PyCFunction)names_hint, METH_VARARGS, names_hint_doc},
    {"hints", (PyCFunction)names_hints, METH_VARARGS, names_hints_doc},
    {NULL, NULL, 0, NULL},
};

PyTypeObject NamesType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "bodycopy._ctext.Names",
    .tp_doc = "Words of element names and their hints.",
    .tp_basicsize = sizeof(Names),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = names_new,
    .tp_dealloc = (destructor)names_dealloc,
    .tp_methods = names_methods,
};
