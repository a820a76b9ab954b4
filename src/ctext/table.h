/* Words as code points, each with a number. */
#ifndef BODYCOPY_TABLE_H
#define BODYCOPY_TABLE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

typedef struct {
    uint32_t start, length, hash;
    int32_t value; /* 0 is an empty place */
} Slot;

/* Open addressing; never more than a third full. */
typedef struct {
    Slot *slots;
    uint32_t mask;
    uint32_t *points;
    size_t used, room;
} Table;

int table_open(Table *table, Py_ssize_t words);
void table_free(Table *table);

/* Or a value to that of a word; 0 and an exception where memory ends. */
int table_add(Table *table, PyObject *word, int32_t value);

uint32_t hash_points(const uint32_t *points, size_t length);
Slot *table_slot(const Table *table, const uint32_t *points, size_t length, uint32_t hash);

/* The number of a word, 0 for one that is not in the table. */
int32_t table_find(const Table *table, const uint32_t *points, size_t length);

#endif
