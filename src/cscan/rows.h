/* The walk over the nodes of a body, and the rows that it writes. */
#ifndef BODYCOPY_ROWS_H
#define BODYCOPY_ROWS_H

#include "walk.h"

/* Text between two boundaries, as one node has it. */
typedef struct {
    Slice text;
    int32_t link; /* row of the link's element, 0: none */
    int32_t href; /* attribute */
    int32_t row;  /* of the innermost element, 0 for white space between pieces */
    uint32_t style;
} Piece;

/* What holds inside of the innermost open element. */
typedef struct {
    int32_t node, row, level, depth, block, link, href, nth;
    int32_t list; /* whose items are counted here, -1: none */
    uint32_t context, style;
} Inside;

typedef struct Walker {
    Tape *tape;
    Page *page;
    const Rules *rules;
    VEC(Piece) pieces;
    VEC(Inside) outside; /* what holds around the open elements, innermost last */
    Inside in;
    int32_t breaks; /* <br> since the last visible text */
    uint32_t break_style; /* what the last of them stands in */
    uint32_t image; /* the bit that tells of an <img> since the last row began */
    uint32_t lead_context;
    int32_t lead_leaf; /* of the first piece */
    int full;          /* there is no room for a row that would follow */
} Walker;

static inline const Meaning *meaning_of(const Walker *w, int32_t name) {
    static const Meaning unknown = {.flow = {-1, -1}};
    return name < w->rules->names.names.n ? &w->rules->meanings[name] : &unknown;
}

static inline Node *node_of(const Walker *w, int32_t node) { return &AT(w->page->nodes, node); }

static inline int32_t parent_of(const Walker *w, int32_t row) {
    return AT(w->tape->elements, row).parent;
}

/* White space between pieces, nobody's text. */
void add_space(Walker *w, Slice text, uint32_t style);
void add_piece(Walker *w, Slice text);
/* As many line ends as there were <br>. */
void add_breaks(Walker *w);

/* An ordered list begins; gives its number. */
int32_t open_list(Walker *w, const Node *node);
/* The next item of the list begins; its element has that row, -1 where it has none. */
void count_item(Walker *w, const Node *node, int32_t row);
/* Writes the pieces as one row, unless they show nothing; empties them. */
void flush(Walker *w);

#endif
