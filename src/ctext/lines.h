/* The lines of a flattened text, and what they are made of; see lines/tokens.py. */
#ifndef BODYCOPY_LINES_H
#define BODYCOPY_LINES_H

#include "columns.h"

enum {
    K_END, K_SPACE, K_UPPER, K_LOWER, K_LETTER, K_DENSE, K_DIGIT, K_STOP, K_COMMA, K_COLON, K_QUOTE,
    K_BRACKET, K_SYMBOL, K_OTHER, KINDS
};

/* What one line is made of. */
typedef struct {
    int32_t counts[KINDS];
    int32_t words, capitals;
    int32_t first_word, last_word; /* hashes; below 0, and each line's own, where it has none */
    uint8_t first, last;           /* kinds */
} LineForm;

/* ``n`` lines; hashes with the line of each. */
typedef struct {
    PyObject *texts;
    Py_ssize_t n;
    const uint8_t *kinds;
    Py_ssize_t kind_count;
    LineForm *forms;
    Ints word_ids, word_lines, gram_ids, gram_lines, term_ids, term_lines;
} Lines;

/* Reads a sequence of str, none empty; 0 and an exception where that fails. */
int lines_open(Lines *lines, PyObject *texts, const uint8_t *kinds, Py_ssize_t kind_count);
void lines_close(Lines *lines);

/* Columns of int32 of what is hashed: ids and lines of words, of n-grams, of terms. */
PyObject *lines_hashes(Lines *lines);

#endif
