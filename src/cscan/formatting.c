#include "formatting.h"

/* The standard bounds the formatting elements that a block takes up again only by kind; a page of
 * "<b id=1><b id=2>..." has no bound but this one. */
enum { MOST_FORMATTING = 256 };

void drop_formatting(Tree *t, int32_t at) {
    int32_t node = AT(t->formatting, at).node;
    if (node >= 0) node_at(t, node)->flags &= (uint8_t)~IN_FORMATTING;
    memmove(t->formatting.a + at, t->formatting.a + at + 1,
            (size_t)(t->formatting.n - at - 1) * sizeof *t->formatting.a);
    t->formatting.n--;
}

void add_marker(Tree *t) {
    Formatting marker = {-1, -1, 0, 0};
    PUSH(&t->page->arena, t->formatting, marker);
}

void clear_to_marker(Tree *t) {
    while (t->formatting.n) {
        int32_t node = LAST(t->formatting).node;
        if (node >= 0) node_at(t, node)->flags &= (uint8_t)~IN_FORMATTING;
        t->formatting.n--;
        if (node < 0) return;
    }
}

static int same_attrs(Tree *t, const Formatting *a, const Formatting *b) {
    Page *page = t->page;
    if (a->attr_count != b->attr_count || a->attr_count > 32) return 0;
    for (int32_t i = 0; i < a->attr_count; i++) {
        int32_t x = a->attrs + i, y = b->attrs;
        while (y < b->attrs + b->attr_count && AT(page->attrs, y).name != AT(page->attrs, x).name)
            y++;
        if (y == b->attrs + b->attr_count) return 0;
        Slice v = attr_value(page, x), w = attr_value(page, y);
        if (v.n != w.n || memcmp(v.p, w.p, v.n) != 0) return 0;
    }
    return 1;
}

/* Adds an element to the list; of four that are alike the first one goes (the "Noah's Ark
 * clause"). */
void add_formatting(Tree *t, int32_t node) {
    Node *n = node_at(t, node);
    Formatting entry = {node, n->name, n->attrs, n->attr_count};
    int alike = 0, size = 0;
    int32_t at = t->formatting.n - 1, earliest = -1;
    for (; at >= 0 && AT(t->formatting, at).node >= 0; at--, size++)
        if (AT(t->formatting, at).name == entry.name &&
            same_attrs(t, &AT(t->formatting, at), &entry)) {
            alike++;
            earliest = at;
        }
    if (alike >= 3) drop_formatting(t, earliest);
    else if (size >= MOST_FORMATTING) drop_formatting(t, at + 1);
    n->flags |= IN_FORMATTING;
    PUSH(&t->page->arena, t->formatting, entry);
}

void reconstruct(Tree *t) {
    int32_t at = t->formatting.n - 1;
    if (at < 0) return;
    int32_t node = AT(t->formatting, at).node;
    if (node < 0 || node_at(t, node)->flags & IN_STACK) return;
    while (at > 0) {
        node = AT(t->formatting, at - 1).node;
        if (node < 0 || node_at(t, node)->flags & IN_STACK) break;
        at--;
    }
    t->budget -= t->formatting.n - at;
    if (t->budget < 0) {
        while (t->formatting.n > at) drop_formatting(t, t->formatting.n - 1);
        return;
    }
    for (; at < t->formatting.n; at++) {
        Formatting *entry = &AT(t->formatting, at);
        Tag tag = {entry->name, entry->attrs, entry->attr_count, 0};
        node_at(t, entry->node)->flags &= (uint8_t)~IN_FORMATTING;
        entry->node = insert_html(t, &tag);
        node_at(t, entry->node)->flags |= IN_FORMATTING;
    }
}

int32_t find_formatting_node(Tree *t, int32_t node) {
    int32_t at = t->formatting.n - 1;
    while (at >= 0 && AT(t->formatting, at).node != node) at--;
    return at;
}

void any_other_end_tag(Tree *t, int32_t name) {
    int32_t at = open_at(t, name);
    if (at >= 0 && at >= CURRENT(t)->special) pop_to(t, at);
}

/* A copy of a formatting element, which takes its place in the list. */
static int32_t clone_formatting(Tree *t, int32_t at) {
    Formatting *entry = &AT(t->formatting, at);
    int32_t number = new_node(t, entry->name, NS_HTML);
    node_at(t, number)->attrs = entry->attrs;
    node_at(t, number)->attr_count = entry->attr_count;
    return number;
}

/* The nearest special element above entry `at` of the stack, -1 if there is none. */
static int32_t furthest_block(Tree *t, int32_t at) {
    int32_t found = -1;
    int32_t i = CURRENT(t)->special;
    while (i > at) {
        found = i;
        i = AT(t->open, i - 1).special;
        t->budget--;
    }
    return found;
}

/* One round of the adoption agency. */
typedef struct {
    int32_t entry;    /* of the formatting element in the list */
    int32_t bookmark; /* the entry before which its copy goes */
    int32_t at;       /* of the formatting element in the stack */
    int32_t block;    /* the furthest block: its place above that */
} Adoption;

/* Entry of the last formatting element of that name behind the last marker, -1 if there is none. */
static int32_t find_formatting(Tree *t, int32_t name) {
    int32_t entry = t->formatting.n - 1;
    while (entry >= 0 && AT(t->formatting, entry).node >= 0 &&
           AT(t->formatting, entry).name != name)
        entry--;
    return entry >= 0 && AT(t->formatting, entry).node >= 0 ? entry : -1;
}

/* Holds the nodes that are open above entry `at` of the stack, from the bottom up. */
static void hold_above(Tree *t, int32_t at) {
    t->held.n = 0;
    for (int32_t i = at + 1; i < t->open.n; i++)
        PUSH(&t->page->arena, t->held, AT(t->open, i).node);
    t->budget -= t->held.n;
}

/* Step 13: copies the formatting elements between the formatting element and the furthest block,
 * each around what is inside of it, and closes the other elements there (-1 among those held).
 * Gives the outermost copy, or the block where there is none. */
static int32_t copy_between(Tree *t, Adoption *a) {
    int32_t block = AT(t->held, a->block), last = block;
    for (int32_t i = a->block - 1, counter = 1; i >= 0; i--, counter++) {
        int32_t node = AT(t->held, i), place = -1;
        if (node_at(t, node)->flags & IN_FORMATTING) place = find_formatting_node(t, node);
        if (counter > 3 && place >= 0) {
            drop_formatting(t, place);
            if (place < a->bookmark) a->bookmark--;
            if (place < a->entry) a->entry--;
            place = -1;
        }
        if (place < 0) {
            AT(t->held, i) = -1;
            node_at(t, node)->flags &= (uint8_t)~IN_STACK;
            continue;
        }
        int32_t copy = clone_formatting(t, place);
        node_at(t, node)->flags &= (uint8_t)~(IN_FORMATTING | IN_STACK);
        node_at(t, copy)->flags |= IN_FORMATTING;
        AT(t->formatting, place).node = copy;
        AT(t->held, i) = copy;
        if (last == block) a->bookmark = place + 1;
        unlink_node(t, last);
        link_node(t, last, (Place){copy, -1});
        last = copy;
    }
    return last;
}

/* Steps 15 to 17: puts a copy of the formatting element around all that the block holds. */
static int32_t copy_inside(Tree *t, const Adoption *a) {
    int32_t block = AT(t->held, a->block), copy = clone_formatting(t, a->entry);
    Node *from = node_at(t, block), *to = node_at(t, copy);
    to->first = from->first;
    to->last = from->last;
    from->first = from->last = -1;
    for (int32_t child = to->first; child >= 0; child = node_at(t, child)->next)
        node_at(t, child)->parent = copy;
    link_node(t, copy, (Place){block, -1});
    return copy;
}

/* Step 18: the copy takes the place of the formatting element in the list, at the bookmark. */
static void move_entry(Tree *t, const Adoption *a, int32_t copy) {
    Formatting entry = AT(t->formatting, a->entry);
    int32_t bookmark = a->bookmark - (a->entry < a->bookmark);
    drop_formatting(t, a->entry);
    entry.node = copy;
    PUSH(&t->page->arena, t->formatting, entry);
    memmove(t->formatting.a + bookmark + 1, t->formatting.a + bookmark,
            (size_t)(t->formatting.n - 1 - bookmark) * sizeof *t->formatting.a);
    AT(t->formatting, bookmark) = entry;
    node_at(t, copy)->flags |= IN_FORMATTING;
}

/* The steps 9 to 19, where there is a furthest block. */
static void adopt_block(Tree *t, Adoption *a) {
    int32_t ancestor = AT(t->open, a->at - 1).node;
    hold_above(t, a->at);
    int32_t last = copy_between(t, a);
    unlink_node(t, last);
    link_node(t, last, place_in(t, ancestor));
    int32_t copy = copy_inside(t, a);
    move_entry(t, a, copy);
    pop_to(t, a->at);
    for (int32_t i = 0; i < t->held.n; i++) {
        if (AT(t->held, i) >= 0) push_node(t, AT(t->held, i));
        if (i == a->block) push_node(t, copy);
    }
}

/* One round of the adoption agency (13.2.6.4.7, its step 4). True where another is to follow. */
static int adopt_once(Tree *t, int32_t subject) {
    Adoption a;
    a.entry = a.bookmark = find_formatting(t, subject);
    if (a.entry < 0) {
        any_other_end_tag(t, subject);
        return 0;
    }
    if (t->budget < 0) { /* a page made to cost time */
        drop_formatting(t, a.entry);
        any_other_end_tag(t, subject);
        return 0;
    }
    int32_t node = AT(t->formatting, a.entry).node;
    if (!(node_at(t, node)->flags & IN_STACK)) {
        drop_formatting(t, a.entry);
        return 0;
    }
    for (a.at = open_at(t, subject); AT(t->open, a.at).node != node; t->budget--)
        a.at = AT(t->open, a.at).before;
    if (a.at < CURRENT(t)->scope) return 0;
    int32_t furthest = furthest_block(t, a.at);
    if (furthest < 0) {
        pop_to(t, a.at);
        drop_formatting(t, a.entry);
        return 0;
    }
    a.block = furthest - a.at - 1;
    adopt_block(t, &a);
    return 1;
}

void adopt(Tree *t, int32_t subject) {
    Open *current = CURRENT(t);
    if (is_html(current, subject) && !(node_at(t, current->node)->flags & IN_FORMATTING)) {
        pop(t);
        return;
    }
    for (int round = 0; round < 8 && adopt_once(t, subject); round++) continue;
}
