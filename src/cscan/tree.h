/* Tree construction of the HTML standard (13.2.6), over nodes that are numbers.
 *
 * Nothing here walks the stack of open elements to answer a question: each entry knows the
 * nearest entry that ends a scope, is special, decides the insertion mode ... So the time
 * is linear however deep a page nests. Where the standard itself is not linear (the adoption
 * agency, the reconstruction of formatting elements), a budget that grows with the page
 * bounds the work.
 */
#ifndef BODYCOPY_TREE_H
#define BODYCOPY_TREE_H

#include "page.h"

typedef enum {
    INITIAL, BEFORE_HTML, BEFORE_HEAD, IN_HEAD, IN_HEAD_NOSCRIPT, AFTER_HEAD, IN_BODY, IN_TABLE,
    IN_CAPTION, IN_COLUMN_GROUP, IN_TABLE_BODY, IN_ROW, IN_CELL, IN_TEMPLATE, AFTER_BODY,
    IN_FRAMESET, AFTER_FRAMESET, AFTER_AFTER_BODY, AFTER_AFTER_FRAMESET
} Mode;

/* How the tokenizer has to read on. */
typedef enum { MARKUP, RCDATA, RAWTEXT, SCRIPT_DATA, PLAIN } Content;

typedef struct {
    int32_t node, name;
    int32_t before;  /* the entry below with the same name and kind of namespace, -1: none */
    int32_t scope, list, button, table, special, item, mode, html; /* the nearest such entry */
    uint8_t ns;
} Open;

typedef struct {
    int32_t node, name;
    int32_t attrs, attr_count;
} Formatting; /* node < 0: a marker */

typedef struct {
    int32_t name;
    int32_t attrs, attr_count;
    int self_closing;
} Tag;

typedef VEC(int32_t) IntVec;

typedef struct {
    Page *page;
    VEC(Open) open;
    VEC(Formatting) formatting;
    VEC(Mode) template_modes;
    IntVec held; /* nodes, while the stack is changed in its middle */
    IntVec last[2]; /* by name: the topmost open element of HTML, and of the others */
    Mode mode;
    Content content; /* what stands behind the last start tag */
    int32_t form;
    int frameset_ok, quirks, foster, skip_newline;
    int64_t budget;
} Tree;

void tree_start(Tree *tree, Page *page, size_t bytes);
void tree_free(Tree *tree);
void tree_doctype(Tree *tree, int quirks);
void tree_comment(Tree *tree);
void tree_text(Tree *tree, Slice text, int had_nul);
void tree_start_tag(Tree *tree, Tag *tag);
void tree_end_tag(Tree *tree, int32_t name);
/* The text of an element that holds nothing else, and its end. */
void tree_raw_text(Tree *tree, Slice text);
void tree_raw_end(Tree *tree);
void tree_end(Tree *tree);
/* Whether text and CDATA sections are those of SVG or MathML here. */
int tree_is_foreign(const Tree *tree);
int tree_text_is_foreign(const Tree *tree);

#endif
