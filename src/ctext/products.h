/* Products of rows that are mostly 0. */
#ifndef BODYCOPY_PRODUCTS_H
#define BODYCOPY_PRODUCTS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum { LANES = 16, MASK_BITS = 64, MAX_PARTS = 16, MAX_COLUMNS = 512 };

/* Rows of values, and for each row a mask of those that are not 0, ``words_of`` its width. */
typedef struct {
    const float *values;
    uint64_t *masks;
    Py_ssize_t rows, width;
} Rows;

Py_ssize_t words_of(Py_ssize_t width);
void find_masks(const Rows *rows);

/* What a layer sees of each row: the rows so far away in each of some matrices, of which what
 * lies beyond the page is 0. */
typedef struct {
    const Rows *rows[MAX_PARTS];
    Py_ssize_t away[MAX_PARTS];
    int parts;
} Source;

/* ``columns`` are a multiple of LANES, MAX_COLUMNS at most. */
typedef struct {
    const float *weight, *bias;
    Py_ssize_t columns;
} Layer;

/* Fills a row of ``out`` for each row: products, bias and ``more``, which may be NULL; ``relu``
 * makes what is below 0 0. */
void multiply(const Source *source, const Layer *layer, float *out, const float *more, int relu);

#endif
