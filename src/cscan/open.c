#include "open.h"

int32_t *last_of(Tree *t, int32_t name, int foreign) {
    if (name >= t->last[foreign].n) {
        int32_t more = name + 1 - t->last[foreign].n;
        RESERVE(&t->page->arena, t->last[foreign], more);
        memset(t->last[foreign].a + t->last[foreign].n, 0xFF, (size_t)more * sizeof(int32_t));
        t->last[foreign].n += more;
    }
    return &AT(t->last[foreign], name);
}

void push_node(Tree *t, int32_t node) {
    Node *n = node_at(t, node);
    int32_t at = t->open.n;
    uint32_t flags = flags_of(n->name, n->ns);
    Open open = {.node = node, .name = n->name, .ns = n->ns};
    Open below = {.scope = -1, .list = -1, .button = -1, .table = -1, .special = -1, .item = -1,
                  .mode = -1, .html = -1};
    if (at) below = LAST(t->open);
    int html = n->ns == NS_HTML;
    int32_t *last = last_of(t, n->name, !html);
    open.before = *last;
    *last = at;
    open.scope = flags & SCOPE ? at : below.scope;
    open.list = flags & (SCOPE | LIST_SCOPE) ? at : below.list;
    open.button = flags & SCOPE || (html && n->name == TAG_BUTTON) ? at : below.button;
    open.table = flags & TABLE_SCOPE ? at : below.table;
    open.special = flags & SPECIAL ? at : below.special;
    int passes = html && (n->name == TAG_ADDRESS || n->name == TAG_DIV || n->name == TAG_P);
    open.item = flags & SPECIAL && !passes ? at : below.item;
    open.mode = flags & DECIDES_MODE ? at : below.mode;
    open.html = html ? at : below.html;
    n->flags |= IN_STACK;
    PUSH(&t->page->arena, t->open, open);
}

void pop(Tree *t) {
    Open *open = CURRENT(t);
    AT(t->last[open->ns != NS_HTML], open->name) = open->before;
    node_at(t, open->node)->flags &= (uint8_t)~IN_STACK;
    t->open.n--;
}

/* Closes elements until `left` are open. */
void pop_to(Tree *t, int32_t left) {
    while (t->open.n > left) pop(t);
}

/* Takes the entry out of the middle of the stack. */
void remove_open(Tree *t, int32_t at) {
    t->held.n = 0;
    for (int32_t i = at + 1; i < t->open.n; i++)
        PUSH(&t->page->arena, t->held, AT(t->open, i).node);
    pop_to(t, at);
    for (int32_t i = 0; i < t->held.n; i++) push_node(t, AT(t->held, i));
}

void generate_implied_end_tags(Tree *t, int32_t but) {
    while (CURRENT(t)->ns == NS_HTML && CURRENT(t)->name != but &&
           HTML_FLAGS(CURRENT(t)->name) & IMPLIED)
        pop(t);
}

/* Closes the element of that name, if it is in scope. */
int close_in_scope(Tree *t, int32_t name) {
    if (!in_scope(t, name)) return 0;
    pop_until(t, name);
    return 1;
}
