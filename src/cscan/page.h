/* A page while it is being scanned: its nodes, and the rules that it is scanned by. */
#ifndef BODYCOPY_PAGE_H
#define BODYCOPY_PAGE_H

#include "names.h"
#include "text.h"

/* An attribute as written; `raw` may hold references and line ends yet (see attr_value). */
typedef struct {
    const byte *raw;
    uint32_t n;
    int32_t name;
    int as_written;
} Attr;

/* A text node is a chain of runs: text that is put behind other text is not copied. */
typedef struct {
    const byte *p;
    uint32_t n;
    int32_t next;
} Run;

enum { TEXT_NODE = -1, COMMENT_NODE = -2 }; /* in place of a name */

enum { IN_STACK = 1, IN_FORMATTING = 2, HTML_POINT_BY_ENCODING = 4 };

typedef struct {
    int32_t parent, first, last, next, before; /* nodes; -1: none */
    int32_t name;                              /* of an element; else TEXT_NODE ... */
    int32_t attrs, attr_count;                 /* of a text node: its first and last run */
    uint8_t ns, flags;
} Node;

/* How an element takes part in the flow of text; scan/flow.py has the same numbers. */
enum { INLINE, BLOCK, SKIP, BREAK, RULE, NO_TEXT, BOX, SCRIPT_FLOW, FACT, LINK_FLOW, FLOWS };

/* Styles are bits (tape.py has the same); those but the last, a line break, are set on words. */
enum { STYLES = 6 };

/* What the names mean: one table, made once of the tables in scan/flow.py. */
typedef struct {
    int8_t flow[2]; /* with scripts, and without; -1: not told */
    uint8_t level;  /* rank of a heading */
    uint8_t list, marked, telling, style;
    uint32_t context;
} Meaning;

typedef struct {
    Names names;
    Meaning *meanings; /* one for each of the names */
    uint64_t seed;
    uint32_t phrase, heading, link, preformatted, revealed, image, ordered, strong, line_break;
} Rules;

/* How much of a page is read. */
typedef struct {
    size_t bytes, data_chars;
    int32_t nodes, depth, attributes, blocks;
} Limits;

/* What cut the page: bits, in the order in which scan/compiled.py names them. */
enum {
    CUT_BYTES = 1, CUT_NODES = 2, CUT_DEPTH = 4, CUT_ATTRIBUTES = 8, CUT_BLOCKS = 16, CUT_DATA = 32
};

typedef struct Page Page;

typedef VEC(Node) NodeVec;
typedef VEC(Attr) AttrVec;
typedef VEC(Run) RunVec;

struct Page {
    const Rules *rules;
    struct Tokenizer *tokenizer; /* while the page is being read */
    Arena arena;
    jmp_buf escape;
    Names names; /* names that the rules do not know; their numbers follow those of the rules */
    NodeVec nodes;
    AttrVec attrs;
    RunVec runs;
    int32_t html, head, body; /* nodes, -1 where there is none */
    int scripting;
    Limits limits;
    int cut; /* which limits the page passed: bits */
    /* Whether the words of a hidden element tell that it is text all the same: a call into
     * Python. Negative where that failed. */
    int (*reveals)(void *caller, Slice words);
    void *caller;
};

Slice name_text(const Page *page, int32_t name);
/* The number of a name as written in a tag: letters are made small, NUL becomes U+FFFD. */
int32_t name_number(Page *page, Slice written);

/* Text as the tokenizer hands it on: references resolved, line ends one LF. NUL is left out, or
 * becomes U+FFFD where `keep_nul`. */
Slice decode_text(Page *page, Slice raw, int references, int in_attribute, int keep_nul);

/* Number of the attribute in page->attrs, or -1. */
static inline int32_t find_attr(const Page *page, const Node *node, int32_t name) {
    for (int32_t i = node->attrs; i < node->attrs + node->attr_count; i++)
        if (AT(page->attrs, i).name == name) return i;
    return -1;
}

/* The value of an attribute of that number; empty for -1. */
static inline Slice attr_value(Page *page, int32_t attr) {
    if (attr < 0) return (Slice){(const byte *)"", 0};
    Attr *a = &AT(page->attrs, attr);
    if (!a->as_written) {
        Slice value = decode_text(page, (Slice){a->raw, a->n}, 1, 1, 1);
        a->raw = value.p;
        a->n = (uint32_t)value.n;
        a->as_written = 1;
    }
    return (Slice){a->raw, a->n};
}

/* The characters of a text node. */
Slice node_text(Page *page, const Node *node);

/* Reads the page into nodes (tokenizer.c, tree.c). */
void parse(Page *page, Slice html);
void parse_free(Page *page);

void page_free(Page *page);

#endif
