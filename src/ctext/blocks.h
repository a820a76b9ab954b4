/* The columns of a tape that measures look at. */
#ifndef BODYCOPY_BLOCKS_H
#define BODYCOPY_BLOCKS_H

#include "columns.h"

enum { BLOCK_VIEWS = 9 };

/* ``n`` blocks in ``elements`` elements, see tape.py. */
typedef struct {
    Py_ssize_t n, elements;
    PyObject *texts, *tags, *attrs;
    const uint32_t *context;
    const int32_t *element, *leaf, *level, *link_chars, *strong_chars;
    const int32_t *parent, *first, *end;
    Py_buffer views[BLOCK_VIEWS];
    int opened;
} Blocks;

/* Of ``(texts, tags, attrs, context, element, leaf, level, link_chars, strong_chars, parent,
 * first, end)``; 0 and an exception where they do not fit together. Texts are never empty,
 * every block is in an element, parents stand before their children. */
int blocks_open(Blocks *blocks, PyObject *columns);
void blocks_close(Blocks *blocks);

static inline PyObject *
block_text(const Blocks *blocks, Py_ssize_t row)
{
    return PySequence_Fast_GET_ITEM(blocks->texts, row);
}

static inline PyObject *
element_tag(const Blocks *blocks, Py_ssize_t element)
{
    return PySequence_Fast_GET_ITEM(blocks->tags, element);
}

static inline PyObject *
element_attrs(const Blocks *blocks, Py_ssize_t element)
{
    return PySequence_Fast_GET_ITEM(blocks->attrs, element);
}

#endif
