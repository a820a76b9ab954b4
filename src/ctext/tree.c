/* Along the tree of elements: parents stand before their children. */
#include "ctext.h"

const char hand_down_doc[] = PyDoc_STR(
"hand_down(bits, parents) -> None\n\n"
"Ors to each element's bits (uint32, in place) those of its parent, from the root down.");

PyObject *
hand_down(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *bits, *parents;
    if (!PyArg_ParseTuple(args, "OO", &bits, &parents)) {
        return NULL;
    }
    Py_buffer own, above;
    if (PyObject_GetBuffer(bits, &own, PyBUF_WRITABLE) < 0) {
        return NULL;
    }
    Py_ssize_t n = own.len / (Py_ssize_t)sizeof(uint32_t);
    if (!open_buffer(parents, &above, n, sizeof(int32_t))) {
        PyBuffer_Release(&own);
        return NULL;
    }
    uint32_t *out = own.buf;
    const int32_t *parent = above.buf;
    int sound = 1;
    for (Py_ssize_t row = 1; row < n && sound; row++) {
        sound = parent[row] >= 0 && parent[row] < row;
        if (sound) {
            out[row] |= out[parent[row]];
        }
    }
    PyBuffer_Release(&own);
    PyBuffer_Release(&above);
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "a parent stands behind its child");
        return NULL;
    }
    Py_RETURN_NONE;
}

const char enclosing_doc[] = PyDoc_STR(
"enclosing(tags, parents, wanted) -> bytearray of int32\n\n"
"The nearest element of one of the wanted tags around (or at) every element; 0 for none.");

PyObject *
enclosing(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *parents, *wanted;
    if (!PyArg_ParseTuple(args, "OOO!", &tags, &parents, &PyTuple_Type, &wanted)) {
        return NULL;
    }
    PyObject *fast = texts_of(tags), *names = texts_of(wanted);
    if (fast == NULL || names == NULL) {
        Py_XDECREF(fast);
        Py_XDECREF(names);
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast), count = PySequence_Fast_GET_SIZE(names);
    PyObject *column = new_column(n, sizeof(int32_t));
    Py_buffer above;
    if (column == NULL || !open_buffer(parents, &above, n, sizeof(int32_t))) {
        Py_XDECREF(column);
        Py_DECREF(fast);
        Py_DECREF(names);
        return NULL;
    }
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column);
    const int32_t *parent = above.buf;
    int sound = 1;
    for (Py_ssize_t row = 1; row < n && sound; row++) {
        PyObject *tag = PySequence_Fast_GET_ITEM(fast, row);
        sound = parent[row] >= 0 && parent[row] < row;
        if (!sound) {
            break;
        }
        out[row] = out[parent[row]];
        for (Py_ssize_t i = 0; i < count; i++) {
            PyObject *name = PySequence_Fast_GET_ITEM(names, i);
            if (tag == name || PyUnicode_Compare(tag, name) == 0) {
                out[row] = (int32_t)row;
            }
        }
    }
    PyBuffer_Release(&above);
    Py_DECREF(fast);
    Py_DECREF(names);
    if (!sound) {
        Py_DECREF(column);
        PyErr_SetString(PyExc_ValueError, "a parent stands behind its child");
        return NULL;
    }
    return column;
}
