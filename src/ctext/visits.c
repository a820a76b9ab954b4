/* What an automaton puts out on its way over bytes: the features that tell a language. */
#include "ctext.h"

/* Tables of the automaton. Rows of moves are shared by states: ``rows`` names the row of each. */
typedef struct {
    Py_buffer moves, rows, outputs;
    int opened;
} Automaton;

typedef struct {
    int32_t feature; /* -1 where the place is empty */
    int32_t count;
} Visit;

/* The visits so far, found by hash, and the places of the features in the order of their first. */
typedef struct {
    Visit *places;
    uint32_t *order;
    uint32_t mask, used;
} Visits;

static void
automaton_close(Automaton *automaton)
{
    Py_buffer *views[] = {&automaton->moves, &automaton->rows, &automaton->outputs};
    while (automaton->opened > 0) {
        PyBuffer_Release(views[--automaton->opened]);
    }
}

static int
is_number(const Py_buffer *view)
{
    return view->itemsize == 2 || view->itemsize == 4;
}

static int
automaton_open(Automaton *automaton, PyObject *moves, PyObject *rows, PyObject *outputs)
{
    PyObject *given[] = {moves, rows, outputs};
    Py_buffer *views[] = {&automaton->moves, &automaton->rows, &automaton->outputs};
    for (int i = 0; i < 3; i++) {
        if (PyObject_GetBuffer(given[i], views[i], PyBUF_ND) < 0) {
            return 0;
        }
        automaton->opened++;
    }
    if (!is_number(&automaton->moves) || !is_number(&automaton->rows) ||
        automaton->outputs.itemsize != 4) {
        PyErr_SetString(PyExc_ValueError, "the tables must be of 2 or 4 bytes, outputs of 4");
        return 0;
    }
    return 1;
}

static inline uint32_t
number_at(const Py_buffer *view, size_t at)
{
    return view->itemsize == 2 ? ((const uint16_t *)view->buf)[at]
                               : ((const uint32_t *)view->buf)[at];
}

static int
visits_open(Visits *visits, Py_ssize_t most)
{
    uint32_t size = 64;
    while (size < (uint64_t)most * 2) {
        size *= 2;
    }
    visits->places = PyMem_Malloc(size * sizeof(Visit));
    visits->order = PyMem_Malloc(((size_t)most + 1) * sizeof(uint32_t));
    if (visits->places == NULL || visits->order == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    memset(visits->places, 0xFF, size * sizeof(Visit));
    visits->mask = size - 1;
    return 1;
}

static void
visit(Visits *visits, int32_t feature)
{
    uint32_t at = ((uint32_t)feature * 2654435761u) >> 7 & visits->mask;
    while (visits->places[at].feature >= 0 && visits->places[at].feature != feature) {
        at = (at + 1) & visits->mask;
    }
    Visit *place = &visits->places[at];
    if (place->feature < 0) {
        *place = (Visit){feature, 0};
        visits->order[visits->used++] = at;
    }
    place->count++;
}

/* Walks the bytes; 0 where a table leads out of another. */
static int
walk(const Automaton *automaton, Visits *visits, const uint8_t *text, Py_ssize_t length)
{
    size_t states = (size_t)(automaton->rows.len / automaton->rows.itemsize);
    size_t moves = (size_t)(automaton->moves.len / automaton->moves.itemsize);
    size_t outputs = (size_t)(automaton->outputs.len / 4);
    uint32_t state = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        if (state >= states) {
            return 0;
        }
        size_t move = ((size_t)number_at(&automaton->rows, state) << 8) + text[i];
        if (move >= moves) {
            return 0;
        }
        state = number_at(&automaton->moves, move);
        if (state >= outputs) {
            return 0;
        }
        int32_t feature = ((const int32_t *)automaton->outputs.buf)[state];
        if (feature >= 0) {
            visit(visits, feature);
        }
    }
    return 1;
}

static PyObject *
counts_of(const Visits *visits)
{
    PyObject *counts = PyDict_New();
    for (uint32_t i = 0; counts != NULL && i < visits->used; i++) {
        const Visit *place = &visits->places[visits->order[i]];
        PyObject *feature = PyLong_FromLong(place->feature);
        PyObject *count = PyLong_FromLong(place->count);
        if (feature == NULL || count == NULL || PyDict_SetItem(counts, feature, count) < 0) {
            Py_CLEAR(counts);
        }
        Py_XDECREF(feature);
        Py_XDECREF(count);
    }
    return counts;
}

const char visit_counts_doc[] = PyDoc_STR(
"visit_counts(moves, rows, outputs, text) -> dict of feature to count\n\n"
"How often each output that is not negative is met on the way of the automaton over the bytes,\n"
"in the order in which they are met first.");

PyObject *
visit_counts(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *moves, *rows, *outputs, *counts = NULL;
    Py_buffer text;
    Automaton automaton = {.opened = 0};
    Visits visits = {NULL, NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "OOOy*", &moves, &rows, &outputs, &text)) {
        return NULL;
    }
    if (text.len >= INT32_MAX / 4) {
        PyErr_SetString(PyExc_ValueError, "the text is too long to be told a language of");
    }
    else if (automaton_open(&automaton, moves, rows, outputs) && visits_open(&visits, text.len)) {
        int fits;
        Py_BEGIN_ALLOW_THREADS
        fits = walk(&automaton, &visits, text.buf, text.len);
        Py_END_ALLOW_THREADS
        if (fits) {
            counts = counts_of(&visits);
        }
        else {
            PyErr_SetString(PyExc_ValueError, "the tables of the automaton do not fit together");
        }
    }
    automaton_close(&automaton);
    PyMem_Free(visits.places);
    PyMem_Free(visits.order);
    PyBuffer_Release(&text);
    return counts;
}
