#include "table.h"

uint32_t
hash_points(const uint32_t *points, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ points[i]) * 16777619u;
    }
    return hash ^ (hash >> 15);
}

Slot *
table_slot(const Table *table, const uint32_t *points, size_t length, uint32_t hash)
{
    uint32_t at = hash & table->mask;
    for (;;) {
        Slot *slot = &table->slots[at];
        if (slot->value == 0) {
            return slot;
        }
        if (slot->hash == hash && slot->length == length &&
            memcmp(table->points + slot->start, points, length * sizeof(uint32_t)) == 0) {
            return slot;
        }
        at = (at + 1) & table->mask;
    }
}

void
table_free(Table *table)
{
    PyMem_Free(table->slots);
    PyMem_Free(table->points);
    table->slots = NULL;
    table->points = NULL;
}

int
table_open(Table *table, Py_ssize_t words)
{
    uint32_t size = 16;
    while (size < 3 * (size_t)words) {
        size *= 2;
    }
    memset(table, 0, sizeof(*table));
    table->slots = PyMem_Calloc(size, sizeof(Slot));
    table->mask = size - 1;
    if (table->slots == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    return 1;
}

/* Or a value to that of a word. */
int
table_add(Table *table, PyObject *word, int32_t value)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(word);
    if (table->used + (size_t)length > table->room) {
        size_t room = (table->room + (size_t)length) * 2 + 64;
        uint32_t *points = PyMem_Realloc(table->points, room * sizeof(uint32_t));
        if (points == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        table->points = points;
        table->room = room;
    }
    uint32_t *points = table->points + table->used;
    int kind = PyUnicode_KIND(word);
    const void *data = PyUnicode_DATA(word);
    for (Py_ssize_t i = 0; i < length; i++) {
        points[i] = PyUnicode_READ(kind, data, i);
    }
    uint32_t hash = hash_points(points, (size_t)length);
    Slot *slot = table_slot(table, points, (size_t)length, hash);
    if (slot->value == 0) {
        slot->start = (uint32_t)table->used;
        slot->length = (uint32_t)length;
        slot->hash = hash;
        if (length > 0) {
            uint32_t bit = screen_bit(points, (size_t)length);
            table->screen[bit / 8] |= (uint8_t)(1u << bit % 8);
        }
        table->used += (size_t)length;
    }
    slot->value |= value;
    return 1;
}
