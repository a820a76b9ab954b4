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

enum { SCREEN_BITS = 1 << 15 };

/* Open addressing; never more than a third full. Most of what is looked up is in no table: the
 * screen, by the ends and the length of a word, says so before it is hashed. */
typedef struct {
    Slot *slots;
    uint32_t mask;
    uint32_t *points;
    size_t used, room;
    uint8_t screen[SCREEN_BITS / 8];
} Table;

int table_open(Table *table, Py_ssize_t words);
void table_free(Table *table);

/* Or a value to that of a word; 0 and an exception where memory ends. */
int table_add(Table *table, PyObject *word, int32_t value);

uint32_t hash_points(const uint32_t *points, size_t length);
Slot *table_slot(const Table *table, const uint32_t *points, size_t length, uint32_t hash);

static inline uint32_t
screen_bit(const uint32_t *points, size_t length)
{
    return (points[0] * 769u + points[length - 1] * 31u + (uint32_t)length * 2053u) % SCREEN_BITS;
}

/* Whether a word of at least one character may be in the table. */
static inline int
table_may_have(const Table *table, const uint32_t *points, size_t length)
{
    uint32_t bit = screen_bit(points, length);
    return table->screen[bit / 8] >> bit % 8 & 1;
}

/* The number of a word, 0 for one that is not in the table. */
static inline int32_t
table_find(const Table *table, const uint32_t *points, size_t length)
{
    if (length == 0 || !table_may_have(table, points, length)) {
        return 0;
    }
    return table_slot(table, points, length, hash_points(points, length))->value;
}

#endif
