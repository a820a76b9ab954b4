/* What Python hands over and is handed back: columns of numbers, sequences of str. */
#ifndef BODYCOPY_COLUMNS_H
#define BODYCOPY_COLUMNS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* A contiguous buffer of at least ``items`` items of ``size`` bytes; 0 and an exception else. */
int open_buffer(PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size);

/* The same, to be written on. */
int open_output(PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size);

/* A bytearray of zeros. */
PyObject *new_column(Py_ssize_t items, Py_ssize_t size);

/* A sequence of str; NULL and an exception where it is none. Borrowed items stay alive by it. */
PyObject *texts_of(PyObject *object);

/* A growing column of int32. */
typedef struct {
    int32_t *items;
    Py_ssize_t used, room;
} Ints;

int ints_push(Ints *ints, int32_t value);
PyObject *ints_bytes(Ints *ints);

#endif
