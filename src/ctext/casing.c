#include "casing.h"

Casing casefolding = {.method = "casefold"};
Casing lowering = {.method = "lower"};

static PyObject *
changed(const Casing *casing, uint32_t c)
{
    PyObject *one = PyUnicode_FromOrdinal((int)c);
    PyObject *result = one ? PyObject_CallMethod(one, casing->method, NULL) : NULL;
    Py_XDECREF(one);
    return result;
}

const uint32_t *
casing_page(Casing *casing, uint32_t c)
{
    uint32_t **place = &casing->pages[c >> 8];
    if (*place != NULL) {
        return *place;
    }
    uint32_t *page = PyMem_Malloc(256 * sizeof(uint32_t));
    if (page == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (uint32_t i = 0; i < 256; i++) {
        PyObject *result = changed(casing, (c & ~0xFFu) + i);
        if (result == NULL) {
            PyMem_Free(page);
            return NULL;
        }
        page[i] = PyUnicode_GET_LENGTH(result) == 1 ? PyUnicode_READ_CHAR(result, 0) : SEVERAL;
        Py_DECREF(result);
    }
    *place = page;
    return page;
}

int
casing_several(const Casing *casing, uint32_t c, uint32_t *out)
{
    PyObject *result = changed(casing, c);
    if (result == NULL) {
        return 0;
    }
    int length = (int)PyUnicode_GET_LENGTH(result);
    for (int i = 0; i < length && i < 3; i++) {
        out[i] = PyUnicode_READ_CHAR(result, i);
    }
    Py_DECREF(result);
    return length < 3 ? length : 3;
}
