#include "columns.h"

static int
open_as(int flags, PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size)
{
    if (PyObject_GetBuffer(object, view, flags) < 0) {
        return 0;
    }
    if (view->len < items * size) {
        PyErr_SetString(PyExc_ValueError, "a column is shorter than the page");
        PyBuffer_Release(view);
        return 0;
    }
    return 1;
}

int
open_buffer(PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size)
{
    return open_as(PyBUF_SIMPLE, object, view, items, size);
}

int
open_output(PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size)
{
    return open_as(PyBUF_WRITABLE, object, view, items, size);
}

PyObject *
new_column(Py_ssize_t items, Py_ssize_t size)
{
    PyObject *column = PyByteArray_FromStringAndSize(NULL, items * size);
    if (column != NULL && items > 0) {
        memset(PyByteArray_AS_STRING(column), 0, (size_t)(items * size));
    }
    return column;
}

int
ints_push(Ints *ints, int32_t value)
{
    if (ints->used == ints->room) {
        Py_ssize_t room = ints->room ? ints->room * 2 : 1024;
        int32_t *items = PyMem_Realloc(ints->items, (size_t)room * sizeof(int32_t));
        if (items == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        ints->items = items;
        ints->room = room;
    }
    ints->items[ints->used++] = value;
    return 1;
}

PyObject *
ints_bytes(Ints *ints)
{
    return PyByteArray_FromStringAndSize((const char *)ints->items,
                                         ints->used * (Py_ssize_t)sizeof(int32_t));
}

PyObject *
texts_of(PyObject *object)
{
    PyObject *fast = PySequence_Fast(object, "texts must be a sequence");
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    for (Py_ssize_t row = 0; row < n; row++) {
        if (!PyUnicode_Check(PySequence_Fast_GET_ITEM(fast, row))) {
            PyErr_SetString(PyExc_TypeError, "texts must be str");
            Py_DECREF(fast);
            return NULL;
        }
    }
    return fast;
}
