/* What the names of an element (class, id, role ...) hint at. */
#include "ctext.h"
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

/* Hints of the words of a value; BY_PYTHON where it is not ASCII and may hold a longer token. */
static uint32_t
hints_of(const Names *self, PyObject *attrs, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(attrs);
    Py_ssize_t whole = length;
    if (length > most) {
        length = most;
    }
    int kind = PyUnicode_KIND(attrs);
    const void *data = PyUnicode_DATA(attrs);
    uint32_t word[512];
    uint32_t found = 0;
    Py_ssize_t i = 0;
    while (i < length) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        size_t size = 0;
        if (UPPER(c)) {
            word[size++] = c;
            i++;
            if (i < length && LOWER(PyUnicode_READ(kind, data, i))) {
                while (i < length && LOWER(c = PyUnicode_READ(kind, data, i))) {
                    word[size++] = c;
                    i++;
                }
            }
            else {
                while (i < length && UPPER(c = PyUnicode_READ(kind, data, i))) {
                    word[size++] = c;
                    i++;
                }
            }
        }
        else if (LOWER(c)) {
            while (i < length && LOWER(c = PyUnicode_READ(kind, data, i))) {
                word[size++] = c;
                i++;
            }
        }
        else {
            i++;
            continue;
        }
        uint32_t hash = hash_points(word, size);
        found |= (uint32_t)table_slot(&self->known, word, size, hash)->value;
        int32_t number = table_slot(&self->firsts, word, size, hash)->value;
        if (number && !PyUnicode_IS_ASCII(attrs)) {
            return BY_PYTHON;
        }
        for (; number; number = self->compounds[number - 1].next) {
            const Compound *compound = &self->compounds[number - 1];
            if ((found & (uint32_t)compound->hint) == 0 && has_compound(compound, data, whole)) {
                found |= (uint32_t)compound->hint;
            }
        }
    }
    return found;
}

PyDoc_STRVAR(names_hints_doc,
"hints(attrs, wanted, most) -> (bytearray of uint32, list of rows)\n\n"
"Hints of the words in the first ``most`` characters of each value that is wanted, and of\n"
"tokens of several words that begin with one of them; and rows that Python is to look at.");

static PyObject *
names_hints(Names *self, PyObject *args)
{
    PyObject *attrs, *wanted;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &attrs, &wanted, &most)) {
        return NULL;
    }
    if (most < 0 || most > 512) {
        PyErr_SetString(PyExc_ValueError, "names are read up to 512 characters");
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
    const uint8_t *want = view.buf;
    PyObject *column = new_column(n, sizeof(uint32_t));
    PyObject *rest = PyList_New(0);
    PyObject *last = NULL;
    uint32_t hints = 0;
    if (column == NULL || rest == NULL) {
        goto failed;
    }
    uint32_t *out = (uint32_t *)PyByteArray_AS_STRING(column);
    for (Py_ssize_t row = 0; row < n; row++) {
        if (!want[row]) {
            continue;
        }
        PyObject *value = PySequence_Fast_GET_ITEM(fast, row);
        if (value != last) {
            hints = hints_of(self, value, most);
            last = value;
        }
        if (hints == BY_PYTHON) {
            PyObject *number = PyLong_FromSsize_t(row);
            if (number == NULL || PyList_Append(rest, number) < 0) {
                Py_XDECREF(number);
                goto failed;
            }
            Py_DECREF(number);
        }
        else {
            out[row] = hints;
        }
    }
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    return Py_BuildValue("(NN)", column, rest);
failed:
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_XDECREF(column);
    Py_XDECREF(rest);
    return NULL;
}

static PyMethodDef names_methods[] = {
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
