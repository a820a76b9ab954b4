#include "shelf.h"

void
shelf_free(Shelf *shelf)
{
    table_free(&shelf->keys);
    PyMem_Free(shelf->phrases);
    PyMem_Free(shelf->points);
}

int32_t
role_number(PyObject *roles, PyObject *role)
{
    for (Py_ssize_t number = 0; number < PyList_GET_SIZE(roles); number++) {
        if (PyList_GET_ITEM(roles, number) == role) {
            return (int32_t)number + 1;
        }
    }
    PyErr_SetString(PyExc_ValueError, "a phrase of no known role");
    return 0;
}

int
shelf_fill(Shelf *shelf, PyObject *by_key, PyObject *roles)
{
    PyObject *key, *list;
    Py_ssize_t at = 0;
    size_t count = 0, points = 0;
    while (PyDict_Next(by_key, &at, &key, &list)) {
        if (!PyUnicode_Check(key) || !PyList_Check(list)) {
            PyErr_SetString(PyExc_TypeError, "phrases must be lists under words");
            return 0;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            PyObject *phrase, *role;
            if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "UO", &phrase, &role)) {
                return 0;
            }
            points += (size_t)PyUnicode_GET_LENGTH(phrase);
            count++;
        }
    }
    shelf->phrases = PyMem_Calloc(count + (size_t)PyDict_GET_SIZE(by_key) + 1, sizeof(Phrase));
    shelf->points = PyMem_Calloc(points + 1, sizeof(uint32_t));
    if (shelf->phrases == NULL || shelf->points == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    if (!table_open(&shelf->keys, PyDict_GET_SIZE(by_key))) {
        return 0;
    }
    at = 0;
    count = points = 0;
    while (PyDict_Next(by_key, &at, &key, &list)) {
        if (!table_add(&shelf->keys, key, (int32_t)count + 1)) {
            return 0;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            PyObject *phrase, *role;
            if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "UO", &phrase, &role)) {
                return 0;
            }
            Phrase *place = &shelf->phrases[count++];
            place->start = (uint32_t)points;
            place->length = (uint32_t)PyUnicode_GET_LENGTH(phrase);
            place->role = role_number(roles, role);
            if (place->role == 0) {
                return 0;
            }
            for (uint32_t k = 0; k < place->length; k++) {
                shelf->points[points++] = PyUnicode_READ_CHAR(phrase, k);
            }
        }
        count++;
    }
    return 1;
}
