/* Nodes to rows: what scan/lexbor.py does with lexbor's tree, which is its specification. */
#ifndef BODYCOPY_WALK_H
#define BODYCOPY_WALK_H

#include "page.h"

typedef struct {
    size_t start, n; /* in `texts` */
    int32_t chars;
    int32_t context, element, leaf, level, link_chars, strong_chars;
} Row;

typedef struct {
    int32_t row, start, end, href; /* href: an attribute */
} Link;

typedef struct {
    int32_t name, parent, child, first, end;
    Slice words;
} Element;

typedef struct {
    int32_t row, chars;
} Lead;

typedef struct {
    int32_t row, start, end, style;
} Mark;

typedef struct {
    int32_t node, row, element;
} Marker;

/* An ordered list while its items are counted. */
typedef struct {
    int32_t next, step, counted;
    int backwards; /* as yet down from 0: its numbers begin with how many items there are */
} List;

/* An item of an ordered list. */
typedef struct {
    int32_t element, list, number; /* list: the one whose items are to be added, -1: none */
} Item;

typedef struct {
    int32_t element, cite; /* cite: an attribute */
} Citation;

/* A script, meta or link, in page order. */
typedef struct {
    int32_t node;
} Fact;

typedef struct {
    Page *page;
    struct {
        byte *a;
        size_t n, cap;
    } texts;
    VEC(Row) rows;
    VEC(Link) links;
    VEC(Element) elements;
    VEC(Lead) leads;
    VEC(Mark) marks;
    VEC(Marker) markers;
    VEC(List) lists;
    VEC(Item) items;
    VEC(Citation) citations;
    VEC(Fact) facts;
    int32_t title, base; /* nodes of the head, -1 where it has none */
    struct Walker *walker;
} Tape;

void walk(Tape *tape);
void tape_free(Tape *tape);

/* Inline scripts in page order, as facts. */
void find_scripts(Tape *tape);

#endif
