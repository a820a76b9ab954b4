/* Rows that are the same by some measure, numbered as they are met. */
#ifndef BODYCOPY_DISTINCT_H
#define BODYCOPY_DISTINCT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

typedef struct {
    int32_t *slots; /* numbers from 1 */
    int32_t *first; /* of each number, the row where it was met */
    size_t mask;
    int32_t count;
} Distinct;

/* For ``rows`` rows; 0 and an exception where memory ends. */
int distinct_open(Distinct *distinct, Py_ssize_t rows);
void distinct_free(Distinct *distinct);

/* Whether two rows are the same. */
typedef int (*Same)(const void *page, int32_t row, int32_t other);

/* The number of a row, from 0; a new one has ``first`` at the row itself. */
static inline int32_t
distinct_number(Distinct *distinct, size_t hash, int32_t row, Same same, const void *page)
{
    for (size_t at = hash & distinct->mask;; at = (at + 1) & distinct->mask) {
        int32_t known = distinct->slots[at];
        if (known == 0) {
            distinct->slots[at] = distinct->count + 1;
            distinct->first[distinct->count] = row;
            return distinct->count++;
        }
        if (same(page, row, distinct->first[known - 1])) {
            return known - 1;
        }
    }
}

#endif
