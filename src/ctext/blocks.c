#include "blocks.h"

enum { SEQUENCES = 3 };

static int
are_sound(const Blocks *blocks)
{
    Py_ssize_t n = blocks->n, elements = blocks->elements;
    int32_t last = (int32_t)elements;
    if (elements < 1 || elements > INT32_MAX || n > INT32_MAX) {
        return 0;
    }
    for (Py_ssize_t row = 0; row < n; row++) {
        if (blocks->element[row] < 0 || blocks->element[row] >= last || blocks->leaf[row] < 0 ||
            blocks->leaf[row] >= last || PyUnicode_GET_LENGTH(block_text(blocks, row)) == 0) {
            return 0;
        }
    }
    for (Py_ssize_t row = 0; row < elements; row++) {
        if (blocks->first[row] < 0 || blocks->first[row] > blocks->end[row] ||
            blocks->end[row] > (int32_t)n ||
            (row > 0 && (blocks->parent[row] < 0 || blocks->parent[row] >= (int32_t)row))) {
            return 0;
        }
    }
    return 1;
}

int
blocks_open(Blocks *blocks, PyObject *columns)
{
    memset(blocks, 0, sizeof(*blocks));
    if (!PyTuple_Check(columns) || PyTuple_GET_SIZE(columns) != SEQUENCES + BLOCK_VIEWS) {
        PyErr_SetString(PyExc_ValueError, "not the columns of a tape");
        return 0;
    }
    PyObject **sequences[SEQUENCES] = {&blocks->texts, &blocks->tags, &blocks->attrs};
    for (int i = 0; i < SEQUENCES; i++) {
        *sequences[i] = texts_of(PyTuple_GET_ITEM(columns, i));
        if (*sequences[i] == NULL) {
            goto failed;
        }
    }
    blocks->n = PySequence_Fast_GET_SIZE(blocks->texts);
    blocks->elements = PySequence_Fast_GET_SIZE(blocks->tags);
    if (PySequence_Fast_GET_SIZE(blocks->attrs) != blocks->elements) {
        goto unsound;
    }
    const void *at[BLOCK_VIEWS];
    for (; blocks->opened < BLOCK_VIEWS; blocks->opened++) {
        Py_ssize_t rows = blocks->opened < 6 ? blocks->n : blocks->elements;
        PyObject *column = PyTuple_GET_ITEM(columns, SEQUENCES + blocks->opened);
        if (!open_buffer(column, &blocks->views[blocks->opened], rows, 4)) {
            goto failed;
        }
        at[blocks->opened] = blocks->views[blocks->opened].buf;
    }
    blocks->context = at[0];
    blocks->element = at[1];
    blocks->leaf = at[2];
    blocks->level = at[3];
    blocks->link_chars = at[4];
    blocks->strong_chars = at[5];
    blocks->parent = at[6];
    blocks->first = at[7];
    blocks->end = at[8];
    if (are_sound(blocks)) {
        return 1;
    }
unsound:
    PyErr_SetString(PyExc_ValueError, "the columns of the tape do not fit together");
failed:
    blocks_close(blocks);
    return 0;
}

void
blocks_close(Blocks *blocks)
{
    while (blocks->opened > 0) {
        PyBuffer_Release(&blocks->views[--blocks->opened]);
    }
    Py_CLEAR(blocks->texts);
    Py_CLEAR(blocks->tags);
    Py_CLEAR(blocks->attrs);
}
