#include "nodes.h"

/* A second <body> adds its attributes to the first; a page of them must end. */
static const int32_t MOST_MERGED_ATTRS = 256;

int32_t new_node(Tree *t, int32_t name, int ns) {
    Node node = {.parent = -1, .first = -1, .last = -1, .next = -1, .before = -1, .name = name,
                 .ns = (uint8_t)ns};
    PUSH(&t->page->arena, t->page->nodes, node);
    return t->page->nodes.n - 1;
}

Place place_in(Tree *t, int32_t target) {
    Node *node = node_at(t, target);
    if (!t->foster || node->ns != NS_HTML || !(HTML_FLAGS(node->name) & FOSTERING))
        return (Place){target, -1};
    int32_t template = open_at(t, TAG_TEMPLATE), table = open_at(t, TAG_TABLE);
    if (template >= 0 && template > table) return (Place){AT(t->open, template).node, -1};
    if (table < 0) return (Place){AT(t->open, 0).node, -1};
    int32_t table_node = AT(t->open, table).node;
    int32_t parent = node_at(t, table_node)->parent;
    if (parent >= 0) return (Place){parent, table_node};
    return (Place){AT(t->open, table - 1).node, -1};
}

void unlink_node(Tree *t, int32_t number) {
    Node *node = node_at(t, number);
    if (node->parent < 0) return;
    Node *parent = node_at(t, node->parent);
    if (node->before >= 0)
        node_at(t, node->before)->next = node->next;
    else
        parent->first = node->next;
    if (node->next >= 0)
        node_at(t, node->next)->before = node->before;
    else
        parent->last = node->before;
    node->parent = node->next = node->before = -1;
}

void link_node(Tree *t, int32_t number, Place place) {
    Node *node = node_at(t, number), *parent = node_at(t, place.parent);
    node->parent = place.parent;
    node->next = place.next;
    if (place.next >= 0) {
        Node *next = node_at(t, place.next);
        node->before = next->before;
        next->before = number;
    } else {
        node->before = parent->last;
        parent->last = number;
    }
    if (node->before >= 0)
        node_at(t, node->before)->next = number;
    else
        parent->first = number;
}

void insert_text(Tree *t, Slice text) {
    Place place = place_in(t, CURRENT(t)->node);
    int32_t before = place.next >= 0 ? node_at(t, place.next)->before
                                     : node_at(t, place.parent)->last;
    Run run = {text.p, (uint32_t)text.n, -1};
    int32_t number = t->page->runs.n;
    PUSH(&t->page->arena, t->page->runs, run);
    if (before >= 0 && node_at(t, before)->name == TEXT_NODE) {
        Node *node = node_at(t, before);
        AT(t->page->runs, node->attr_count).next = number;
        node->attr_count = number;
        return;
    }
    int32_t node = new_node(t, TEXT_NODE, NS_HTML);
    node_at(t, node)->attrs = node_at(t, node)->attr_count = number;
    link_node(t, node, place);
}

int32_t insert_element(Tree *t, const Tag *tag, int ns) {
    int32_t number = new_node(t, tag->name, ns);
    node_at(t, number)->attrs = tag->attrs;
    node_at(t, number)->attr_count = tag->attr_count;
    link_node(t, number, place_in(t, CURRENT(t)->node));
    push_node(t, number);
    return number;
}

int32_t insert_html(Tree *t, const Tag *tag) { return insert_element(t, tag, NS_HTML); }

int32_t insert_implied(Tree *t, int32_t name) {
    Tag tag = {name, 0, 0, 0};
    return insert_html(t, &tag);
}

void insert_void(Tree *t, const Tag *tag) {
    insert_html(t, tag);
    pop(t);
}

void insert_raw(Tree *t, const Tag *tag, Content content) {
    insert_html(t, tag);
    t->content = content;
}

void merge_attrs(Tree *t, int32_t number, const Tag *tag) {
    Page *page = t->page;
    Node *node = node_at(t, number);
    if (tag->attr_count == 0) return;
    if (node->attr_count + tag->attr_count > MOST_MERGED_ATTRS) {
        page->cut |= CUT_ATTRIBUTES;
        return;
    }
    int32_t start = page->attrs.n;
    for (int32_t i = 0; i < node->attr_count; i++) {
        Attr attr = AT(page->attrs, node->attrs + i);
        PUSH(&page->arena, page->attrs, attr);
    }
    for (int32_t i = 0; i < tag->attr_count; i++) {
        Attr attr = AT(page->attrs, tag->attrs + i);
        if (find_attr(page, node, attr.name) < 0) PUSH(&page->arena, page->attrs, attr);
    }
    node->attrs = start;
    node->attr_count = page->attrs.n - start;
}
