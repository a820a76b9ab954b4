/* Texts by their letters, as a rule in Python gives them for single characters. */
#include "ctext.h"
#include "letters.h"

enum { PAGES = 0x1100, MOST_POINTS = 18, LENGTH_SHIFT = 24 };
#define IS_SPAN (1u << 31)

/* What a character becomes: nothing (0), one code point, or a span of the pool. */
typedef struct {
    PyObject_HEAD
    PyObject *rule; /* from str to str, character by character */
    uint32_t *pages[PAGES];
    uint32_t *pool;
    uint32_t used, room;
} Squasher;

static void
squasher_dealloc(Squasher *self)
{
    for (int page = 0; page < PAGES; page++) {
        PyMem_Free(self->pages[page]);
    }
    PyMem_Free(self->pool);
    Py_XDECREF(self->rule);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *
squasher_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *rule;
    static char *keywords[] = {"rule", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", keywords, &rule)) {
        return NULL;
    }
    Squasher *self = (Squasher *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->rule = Py_NewRef(rule);
    }
    return (PyObject *)self;
}

/* Notes what a character becomes as a span of the pool; 0 and an exception else. */
static uint32_t
add_span(Squasher *self, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (length > MOST_POINTS || self->used + (uint32_t)length >= 1u << LENGTH_SHIFT) {
        PyErr_SetString(PyExc_ValueError, "a character becomes too many");
        return 0;
    }
    if (self->used + (uint32_t)length > self->room) {
        uint32_t room = self->room * 2 + 1024;
        uint32_t *pool = PyMem_Realloc(self->pool, room * sizeof(uint32_t));
        if (pool == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        self->pool = pool;
        self->room = room;
    }
    uint32_t span = IS_SPAN | (uint32_t)length << LENGTH_SHIFT | self->used;
    for (Py_ssize_t i = 0; i < length; i++) {
        self->pool[self->used++] = PyUnicode_READ_CHAR(text, i);
    }
    return span;
}

/* Asks the rule for a character; 0 and an exception where that fails. */
static int
ask_rule(Squasher *self, uint32_t c, uint32_t *out)
{
    PyObject *one = PyUnicode_FromOrdinal((int)c);
    PyObject *text = one ? PyObject_CallOneArg(self->rule, one) : NULL;
    Py_XDECREF(one);
    int good = text != NULL && PyUnicode_Check(text);
    if (good) {
        Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        *out = length == 0 ? 0 : length == 1 ? PyUnicode_READ_CHAR(text, 0) : add_span(self, text);
        good = length < 2 || *out;
    }
    else if (text != NULL) {
        PyErr_SetString(PyExc_TypeError, "the rule must give a str");
    }
    Py_XDECREF(text);
    return good;
}

/* The page of a character, filled when the first of its 256 is met. */
static const uint32_t *
page_of(Squasher *self, uint32_t c)
{
    uint32_t *page = self->pages[c >> 8];
    if (page != NULL) {
        return page;
    }
    page = PyMem_Malloc(256 * sizeof(uint32_t));
    if (page == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (uint32_t i = 0; i < 256; i++) {
        if (!ask_rule(self, (c & ~0xFFu) + i, &page[i])) {
            PyMem_Free(page);
            return NULL;
        }
    }
    if (self->pages[c >> 8] != NULL) { /* the rule is Python, and may have let others run */
        PyMem_Free(page);
        return self->pages[c >> 8];
    }
    self->pages[c >> 8] = page;
    return page;
}

/* Writes what the text becomes, or only counts it; -1 and an exception where that fails. */
static Py_ssize_t
squash_into(Squasher *self, PyObject *text, uint32_t *out)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), used = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        const uint32_t *page = page_of(self, c);
        if (page == NULL) {
            return -1;
        }
        uint32_t entry = page[c & 0xFF];
        const uint32_t *points = &entry;
        Py_ssize_t count = entry != 0;
        if (entry & IS_SPAN) {
            points = self->pool + (entry & ((1u << LENGTH_SHIFT) - 1));
            count = entry >> LENGTH_SHIFT & 0x7F;
        }
        for (Py_ssize_t k = 0; k < count; k++) {
            if (out != NULL) {
                out[used] = points[k];
            }
            used++;
        }
    }
    return used;
}

PyDoc_STRVAR(squasher_squash_doc,
"squash(text) -> str\n\n"
"What the rule gives for each character of the text, joined.");

static PyObject *
squasher_squash(Squasher *self, PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "text must be str");
        return NULL;
    }
    uint32_t few[512];
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int fits = length * MOST_POINTS <= 512;
    Py_ssize_t used = fits ? 0 : squash_into(self, text, NULL);
    if (used < 0) {
        return NULL;
    }
    uint32_t *points = fits ? few : PyMem_Malloc(((size_t)used + 1) * sizeof(uint32_t));
    if (points == NULL) {
        return PyErr_NoMemory();
    }
    used = squash_into(self, text, points);
    PyObject *squashed =
        used < 0 ? NULL : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points, used);
    if (!fits) {
        PyMem_Free(points);
    }
    return squashed;
}

static PyMethodDef squasher_methods[] = {
    {"squash", (PyCFunction)squasher_squash, METH_O, squasher_squash_doc},
    {NULL, NULL, 0, NULL},
};

PyTypeObject SquasherType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "bodycopy._ctext.Squasher",
    .tp_doc = "A rule for single characters, remembered.",
    .tp_basicsize = sizeof(Squasher),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = squasher_new,
    .tp_dealloc = (destructor)squasher_dealloc,
    .tp_methods = squasher_methods,
};
