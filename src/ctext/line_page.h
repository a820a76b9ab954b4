/* A text whose lines are measured. */
#ifndef BODYCOPY_LINE_PAGE_H
#define BODYCOPY_LINE_PAGE_H

#include "lines.h"

/* Scales that numpy has computed, each from 0 on. */
typedef struct {
    const float *items;
    Py_ssize_t count;
} Scale;

/* The last item stands for all that follow. */
static inline float
on_scale(const Scale *scale, Py_ssize_t at)
{
    return scale->items[at < scale->count ? at : scale->count - 1];
}

typedef struct {
    Lines lines;
    Py_ssize_t n, width;
    const uint32_t *context;
    const int32_t *level, *link_chars, *strong_chars, *gaps;
    unsigned int heading, listed, quoted; /* bits of Context */
    Scale lengths;                        /* of half characters */
    Scale fits;                           /* 1 where so many half characters may be a title */
    Scale words, copies, above, below;
    float *matrix, *chars, *prose;
    int32_t first, end; /* the stretch with most of the prose */
} Text;

static inline float *
line_row(const Text *text, Py_ssize_t row)
{
    return text->matrix + row * text->width;
}

/* Each fills its columns; 0 and an exception where memory ends. */
int measure_form(Text *text, PyObject *long_lines);
void find_stretch(Text *text);
void measure_place(Text *text);
int measure_copies(Text *text);
int measure_words(Text *text);

#endif
