/* The tokenizer's place in the page, shared by its files. */
#ifndef BODYCOPY_TOKENIZER_H
#define BODYCOPY_TOKENIZER_H

#include "tree.h"

typedef struct Tokenizer {
    Page *page;
    Tree tree;
    const byte *p, *end;
    VEC(uint32_t) seen; /* by name of an attribute: the last tag that had it */
    uint32_t tags;
} Tokenizer;

static inline int is(byte c, int class) { return classes[c] & class; }

/* Whether the page goes on with that word, in any case of its letters. */
static inline int starts_with(const byte *p, const byte *end, const char *word) {
    for (; *word; word++, p++)
        if (p >= end || lower(*p) != (byte)*word) return 0;
    return 1;
}

static inline void skip_space(Tokenizer *t) {
    while (t->p < t->end && is(*t->p, HTML_SPACE)) t->p++;
}

/* Goes behind the next such byte, or to the end of the page. */
static inline void skip_behind(Tokenizer *t, byte c) {
    const byte *found = memchr(t->p, c, (size_t)(t->end - t->p));
    t->p = found ? found + 1 : t->end;
}

/* Reads the attributes of a tag and its ">". False where the page ends before. */
int read_attrs(Tokenizer *t, Tag *tag, int keep);
/* What begins with "<!doctype". */
void read_doctype(Tokenizer *t);
/* The text behind the start tag of an element that holds nothing else, and its end tag. */
void read_raw_text(Tokenizer *t);

#endif
