#include "distinct.h"

int
distinct_open(Distinct *distinct, Py_ssize_t rows)
{
    size_t size = 16;
    while (size < 2 * (size_t)rows) {
        size *= 2;
    }
    distinct->count = 0;
    distinct->mask = size - 1;
    distinct->slots = PyMem_Calloc(size, sizeof(int32_t));
    distinct->first = PyMem_Malloc(((size_t)rows + 1) * sizeof(int32_t));
    if (distinct->slots == NULL || distinct->first == NULL) {
        distinct_free(distinct);
        PyErr_NoMemory();
        return 0;
    }
    return 1;
}

void
distinct_free(Distinct *distinct)
{
    PyMem_Free(distinct->slots);
    PyMem_Free(distinct->first);
    distinct->slots = distinct->first = NULL;
}
