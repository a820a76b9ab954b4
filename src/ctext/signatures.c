/* Blocks that are marked up alike. */
#include "ctext.h"

const char signatures_doc[] = PyDoc_STR(
"signatures(tags, attrs, own, group) -> bytearray of int32\n\n"
"A number for each block, the same for blocks whose own element (int32) has the same tag and\n"
"names and whose group has the same names; numbered as they are met.");

PyObject *
signatures(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *attrs, *own, *group;
    if (!PyArg_ParseTuple(args, "OOOO", &tags, &attrs, &own, &group)) {
        return NULL;
    }
    PyObject *tag_list = texts_of(tags), *attr_list = NULL, *column = NULL;
    int32_t *slots = NULL, *first = NULL;
    Py_buffer own_view, group_view;
    int opened = 0, good = 0;
    if (tag_list == NULL || (attr_list = texts_of(attrs)) == NULL ||
        !open_buffer(own, &own_view, 0, 4)) {
        goto done;
    }
    opened = 1;
    Py_ssize_t n = own_view.len / 4, elements = PySequence_Fast_GET_SIZE(tag_list);
    if (!open_buffer(group, &group_view, n, 4)) {
        goto done;
    }
    opened = 2;
    size_t size = 16;
    while (size < 2 * (size_t)n) {
        size *= 2;
    }
    slots = PyMem_Calloc(size, sizeof(int32_t));
    first = PyMem_Malloc(((size_t)n + 1) * sizeof(int32_t));
    column = new_column(n, sizeof(int32_t));
    if (slots == NULL || first == NULL || column == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        goto done;
    }
    const int32_t *owns = own_view.buf, *groups = group_view.buf;
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column), distinct = 0;
    for (Py_ssize_t row = 0; row < n; row++) {
        if (owns[row] < 0 || owns[row] >= elements || groups[row] < 0 || groups[row] >= elements ||
            PySequence_Fast_GET_SIZE(attr_list) != elements) {
            PyErr_SetString(PyExc_ValueError, "a block in no element");
            goto done;
        }
        PyObject *tag = PySequence_Fast_GET_ITEM(tag_list, owns[row]);
        PyObject *names = PySequence_Fast_GET_ITEM(attr_list, owns[row]);
        PyObject *around = PySequence_Fast_GET_ITEM(attr_list, groups[row]);
        size_t at = ((size_t)PyObject_Hash(tag) * 31u + (size_t)PyObject_Hash(names)) * 31u +
                    (size_t)PyObject_Hash(around);
        for (at &= size - 1;; at = (at + 1) & (size - 1)) {
            int32_t known = slots[at];
            if (known == 0) {
                slots[at] = distinct + 1;
                first[distinct] = (int32_t)row;
                out[row] = distinct++;
                break;
            }
            int32_t other = first[known - 1];
            PyObject *tag2 = PySequence_Fast_GET_ITEM(tag_list, owns[other]);
            PyObject *names2 = PySequence_Fast_GET_ITEM(attr_list, owns[other]);
            PyObject *around2 = PySequence_Fast_GET_ITEM(attr_list, groups[other]);
            if ((tag == tag2 || PyUnicode_Compare(tag, tag2) == 0) &&
                (names == names2 || PyUnicode_Compare(names, names2) == 0) &&
                (around == around2 || PyUnicode_Compare(around, around2) == 0)) {
                out[row] = known - 1;
                break;
            }
        }
    }
    good = 1;
done:
    if (opened > 1) {
        PyBuffer_Release(&group_view);
    }
    if (opened > 0) {
        PyBuffer_Release(&own_view);
    }
    PyMem_Free(slots);
    PyMem_Free(first);
    Py_XDECREF(tag_list);
    Py_XDECREF(attr_list);
    if (!good) {
        Py_CLEAR(column);
    }
    return column;
}
