/* The stack of open elements, and what is in scope. */
#ifndef BODYCOPY_OPEN_H
#define BODYCOPY_OPEN_H

#include "tree.h"

#define CURRENT(t) (&LAST((t)->open))
#define HTML_FLAGS(name) flags_of((name), NS_HTML)

static inline int is_html(const Open *open, int32_t name) {
    return open->name == name && open->ns == NS_HTML;
}

static inline Node *node_at(Tree *t, int32_t node) { return &AT(t->page->nodes, node); }

/* The topmost open HTML element of that name, -1 if there is none. */
static inline int32_t open_at(Tree *t, int32_t name) {
    return name < t->last[0].n ? AT(t->last[0], name) : -1;
}

int32_t *last_of(Tree *t, int32_t name, int foreign);
void push_node(Tree *t, int32_t node);
void pop(Tree *t);
/* Closes elements until `left` are open. */
void pop_to(Tree *t, int32_t left);
/* Takes the entry out of the middle of the stack. */
void remove_open(Tree *t, int32_t at);
void generate_implied_end_tags(Tree *t, int32_t but);
/* Closes the element of that name, if it is in scope. */
int close_in_scope(Tree *t, int32_t name);

static inline int in_scope(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    return at >= 0 && at >= CURRENT(t)->scope;
}

static inline int in_table_scope(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    return at >= 0 && at >= CURRENT(t)->table;
}

static inline int in_button_scope(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    return at >= 0 && at >= CURRENT(t)->button;
}

static inline int in_list_scope(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    return at >= 0 && at >= CURRENT(t)->list;
}

static inline void pop_until(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    if (at >= 0) pop_to(t, at);
}

static inline void close_p(Tree *t) {
    if (in_button_scope(t, TAG_P)) pop_until(t, TAG_P);
}

#endif
