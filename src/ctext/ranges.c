/* Characters of a text by the ranges that they lie in: the letters of each script. */
#include "ctext.h"

/* The kind of the range that a character lies in, or -1. Ranges ascend and do not overlap. */
static int32_t
kind_of(uint32_t c, const uint32_t *edges, const int32_t *kinds, Py_ssize_t ranges)
{
    Py_ssize_t low = 0, high = ranges;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (c > edges[2 * middle + 1]) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low < ranges && c >= edges[2 * low] ? kinds[low] : -1;
}

static void
count_all(PyObject *text, const uint32_t *edges, const int32_t *kinds, Py_ssize_t ranges,
          Py_ssize_t *counts, Py_ssize_t most)
{
    int width = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    uint32_t last = 0;
    int32_t kind = kind_of(last, edges, kinds, ranges);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); i++) {
        uint32_t c = PyUnicode_READ(width, data, i);
        if (c != last) {
            last = c;
            kind = kind_of(c, edges, kinds, ranges);
        }
        if (kind >= 0 && kind < most) {
            counts[kind]++;
        }
    }
}

static PyObject *
list_of(const Py_ssize_t *counts, Py_ssize_t length)
{
    PyObject *list = PyList_New(length);
    for (Py_ssize_t i = 0; list != NULL && i < length; i++) {
        PyObject *count = PyLong_FromSsize_t(counts[i]);
        if (count == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, count);
    }
    return list;
}

const char count_ranges_doc[] = PyDoc_STR(
"count_ranges(text, edges, kinds, most) -> list of int\n\n"
"How many characters of the text are of each kind below ``most``. ``edges`` (uint32) are the\n"
"first and the last character of each range, ascending; ``kinds`` (int32) the kind of each.");

PyObject *
count_ranges(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *text, *edges, *kinds, *list = NULL;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "UOOn", &text, &edges, &kinds, &most)) {
        return NULL;
    }
    if (most < 0 || most > 1024) {
        PyErr_SetString(PyExc_ValueError, "too many kinds");
        return NULL;
    }
    Py_buffer kind_view, edge_view;
    if (!open_buffer(kinds, &kind_view, 0, 4)) {
        return NULL;
    }
    Py_ssize_t ranges = kind_view.len / 4;
    if (open_buffer(edges, &edge_view, 2 * ranges, 4)) {
        Py_ssize_t *counts = PyMem_Calloc((size_t)most + 1, sizeof(Py_ssize_t));
        if (counts == NULL) {
            PyErr_NoMemory();
        }
        else {
            count_all(text, edge_view.buf, kind_view.buf, ranges, counts, most);
            list = list_of(counts, most);
            PyMem_Free(counts);
        }
        PyBuffer_Release(&edge_view);
    }
    PyBuffer_Release(&kind_view);
    return list;
}
