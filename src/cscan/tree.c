#include "tree.h"

/* The standard bounds the formatting elements that a block takes up again only by kind; a page of
 * "<b id=1><b id=2>..." has no bound but this one. */
enum { MOST_FORMATTING = 256 };
static const int32_t MOST_MERGED_ATTRS = 256;

#define CURRENT(t) (&LAST((t)->open))
#define HTML_FLAGS(name) flags_of((name), NS_HTML)

static inline int is_html(const Open *open, int32_t name) {
    return open->name == name && open->ns == NS_HTML;
}

static inline Node *node_at(Tree *t, int32_t node) { return &AT(t->page->nodes, node); }

/* --- the stack of open elements ---------------------------------------------------------- */

static int32_t *last_of(Tree *t, int32_t name, int foreign) {
    if (name >= t->last[foreign].n) {
        int32_t more = name + 1 - t->last[foreign].n;
        RESERVE(&t->page->arena, t->last[foreign], more);
        memset(t->last[foreign].a + t->last[foreign].n, 0xFF, (size_t)more * sizeof(int32_t));
        t->last[foreign].n += more;
    }
    return &AT(t->last[foreign], name);
}

/* The topmost open HTML element of that name, -1 if there is none. */
static inline int32_t open_at(Tree *t, int32_t name) {
    return name < t->last[0].n ? AT(t->last[0], name) : -1;
}

static void push_node(Tree *t, int32_t node) {
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

static void pop(Tree *t) {
    Open *open = CURRENT(t);
    AT(t->last[open->ns != NS_HTML], open->name) = open->before;
    node_at(t, open->node)->flags &= (uint8_t)~IN_STACK;
    t->open.n--;
}

/* Closes elements until `left` are open. */
static void pop_to(Tree *t, int32_t left) {
    while (t->open.n > left) pop(t);
}

/* Takes the entry out of the middle of the stack. */
static void remove_open(Tree *t, int32_t at) {
    t->held.n = 0;
    for (int32_t i = at + 1; i < t->open.n; i++)
        PUSH(&t->page->arena, t->held, AT(t->open, i).node);
    pop_to(t, at);
    for (int32_t i = 0; i < t->held.n; i++) push_node(t, AT(t->held, i));
}

/* --- scopes ------------------------------------------------------------------------------ */

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

static void generate_implied_end_tags(Tree *t, int32_t but) {
    while (CURRENT(t)->ns == NS_HTML && CURRENT(t)->name != but &&
           HTML_FLAGS(CURRENT(t)->name) & IMPLIED)
        pop(t);
}

static inline void close_p(Tree *t) {
    if (in_button_scope(t, TAG_P)) pop_until(t, TAG_P);
}

/* Closes the element of that name, if it is in scope. */
static int close_in_scope(Tree *t, int32_t name) {
    if (!in_scope(t, name)) return 0;
    pop_until(t, name);
    return 1;
}

/* --- nodes ------------------------------------------------------------------------------- */

static int32_t new_node(Tree *t, int32_t name, int ns) {
    Node node = {.parent = -1, .first = -1, .last = -1, .next = -1, .before = -1, .name = name,
                 .ns = (uint8_t)ns};
    PUSH(&t->page->arena, t->page->nodes, node);
    return t->page->nodes.n - 1;
}

/* Where a node goes: below `parent`, before `next` (-1: behind all its children). */
typedef struct {
    int32_t parent, next;
} Place;

static Place place_in(Tree *t, int32_t target) {
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

static void unlink_node(Tree *t, int32_t number) {
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

static void link_node(Tree *t, int32_t number, Place place) {
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

static void insert_text(Tree *t, Slice text) {
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

static int32_t insert_element(Tree *t, const Tag *tag, int ns) {
    int32_t number = new_node(t, tag->name, ns);
    node_at(t, number)->attrs = tag->attrs;
    node_at(t, number)->attr_count = tag->attr_count;
    link_node(t, number, place_in(t, CURRENT(t)->node));
    push_node(t, number);
    return number;
}

static int32_t insert_html(Tree *t, const Tag *tag) { return insert_element(t, tag, NS_HTML); }

/* An element that the page does not write. */
static int32_t insert_implied(Tree *t, int32_t name) {
    Tag tag = {name, 0, 0, 0};
    return insert_html(t, &tag);
}

static void insert_void(Tree *t, const Tag *tag) {
    insert_html(t, tag);
    pop(t);
}

static void insert_raw(Tree *t, const Tag *tag, Content content) {
    insert_html(t, tag);
    t->content = content;
}

static void merge_attrs(Tree *t, int32_t number, const Tag *tag) {
    Page *page = t->page;
    Node *node = node_at(t, number);
    if (tag->attr_count == 0 || node->attr_count + tag->attr_count > MOST_MERGED_ATTRS) return;
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

/* --- formatting elements ------------------------------------------------------------------- */

static void drop_formatting(Tree *t, int32_t at) {
    int32_t node = AT(t->formatting, at).node;
    if (node >= 0) node_at(t, node)->flags &= (uint8_t)~IN_FORMATTING;
    memmove(t->formatting.a + at, t->formatting.a + at + 1,
            (size_t)(t->formatting.n - at - 1) * sizeof *t->formatting.a);
    t->formatting.n--;
}

static void add_marker(Tree *t) {
    Formatting marker = {-1, -1, 0, 0};
    PUSH(&t->page->arena, t->formatting, marker);
}

static void clear_to_marker(Tree *t) {
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
static void add_formatting(Tree *t, int32_t node) {
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

static void reconstruct(Tree *t) {
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

static int32_t find_formatting_node(Tree *t, int32_t node) {
    int32_t at = t->formatting.n - 1;
    while (at >= 0 && AT(t->formatting, at).node != node) at--;
    return at;
}

static void any_other_end_tag(Tree *t, int32_t name) {
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

/* One round of the adoption agency (13.2.6.4.7, its steps 4.3 to 4.19). True where another one is
 * to follow. */
static int adopt_once(Tree *t, int32_t subject) {
    int32_t entry = t->formatting.n - 1;
    while (entry >= 0 && AT(t->formatting, entry).node >= 0 &&
           AT(t->formatting, entry).name != subject)
        entry--;
    if (entry < 0 || AT(t->formatting, entry).node < 0) {
        any_other_end_tag(t, subject);
        return 0;
    }
    if (t->budget < 0) { /* a page made to cost time */
        drop_formatting(t, entry);
        any_other_end_tag(t, subject);
        return 0;
    }
    int32_t formatting = AT(t->formatting, entry).node;
    if (!(node_at(t, formatting)->flags & IN_STACK)) {
        drop_formatting(t, entry);
        return 0;
    }
    int32_t at = open_at(t, subject);
    while (AT(t->open, at).node != formatting) {
        at = AT(t->open, at).before;
        t->budget--;
    }
    if (at < CURRENT(t)->scope) return 0;
    int32_t furthest = furthest_block(t, at);
    if (furthest < 0) {
        pop_to(t, at);
        drop_formatting(t, entry);
        return 0;
    }
    /* What is open above the formatting element: nodes, from the bottom up; -1 once removed. */
    int32_t above = t->open.n - at - 1, block = furthest - at - 1;
    t->budget -= above;
    Page *page = t->page;
    IntVec *stack = &t->held;
    stack->n = 0;
    for (int32_t i = 0; i < above; i++) PUSH(&page->arena, *stack, AT(t->open, at + 1 + i).node);
    int32_t ancestor = AT(t->open, at - 1).node;
    int32_t block_node = AT(*stack, block), last = block_node;
    int32_t bookmark = entry; /* the entry before which the copy goes */
    int counter = 0;
    for (int32_t i = block - 1; i >= 0; i--) {
        int32_t node = AT(*stack, i);
        counter++;
        if (counter > 3 && node_at(t, node)->flags & IN_FORMATTING) {
            int32_t gone = find_formatting_node(t, node);
            drop_formatting(t, gone);
            if (gone < bookmark) bookmark--;
            if (gone < entry) entry--;
        }
        if (!(node_at(t, node)->flags & IN_FORMATTING)) {
            AT(*stack, i) = -1;
            node_at(t, node)->flags &= (uint8_t)~IN_STACK;
            continue;
        }
        int32_t place = find_formatting_node(t, node);
        int32_t copy = clone_formatting(t, place);
        node_at(t, node)->flags &= (uint8_t)~(IN_FORMATTING | IN_STACK);
        node_at(t, copy)->flags |= IN_FORMATTING;
        AT(t->formatting, place).node = copy;
        AT(*stack, i) = copy;
        if (last == block_node) bookmark = place + 1;
        unlink_node(t, last);
        link_node(t, last, (Place){copy, -1});
        last = copy;
    }
    unlink_node(t, last);
    link_node(t, last, place_in(t, ancestor));
    int32_t copy = clone_formatting(t, entry);
    Node *from = node_at(t, block_node), *to = node_at(t, copy);
    to->first = from->first;
    to->last = from->last;
    from->first = from->last = -1;
    for (int32_t child = to->first; child >= 0; child = node_at(t, child)->next) {
        node_at(t, child)->parent = copy;
    }
    link_node(t, copy, (Place){block_node, -1});
    Formatting replaced = AT(t->formatting, entry);
    replaced.node = copy;
    drop_formatting(t, entry);
    if (entry < bookmark) bookmark--;
    PUSH(&page->arena, t->formatting, replaced);
    memmove(t->formatting.a + bookmark + 1, t->formatting.a + bookmark,
            (size_t)(t->formatting.n - 1 - bookmark) * sizeof *t->formatting.a);
    AT(t->formatting, bookmark) = replaced;
    node_at(t, copy)->flags |= IN_FORMATTING;
    pop_to(t, at);
    for (int32_t i = 0; i < above; i++) {
        if (AT(*stack, i) >= 0) push_node(t, AT(*stack, i));
        if (i == block) push_node(t, copy);
    }
    return 1;
}

static void adopt(Tree *t, int32_t subject) {
    Open *current = CURRENT(t);
    if (is_html(current, subject) && !(node_at(t, current->node)->flags & IN_FORMATTING)) {
        pop(t);
        return;
    }
    for (int round = 0; round < 8 && adopt_once(t, subject); round++) continue;
}

/* --- modes ----------------------------------------------------------------------------------- */

static void reset_mode(Tree *t) {
    int32_t at = CURRENT(t)->mode;
    switch (AT(t->open, at).name) {
    case TAG_TD: case TAG_TH: t->mode = IN_CELL; return;
    case TAG_TR: t->mode = IN_ROW; return;
    case TAG_TBODY: case TAG_THEAD: case TAG_TFOOT: t->mode = IN_TABLE_BODY; return;
    case TAG_CAPTION: t->mode = IN_CAPTION; return;
    case TAG_COLGROUP: t->mode = IN_COLUMN_GROUP; return;
    case TAG_TABLE: t->mode = IN_TABLE; return;
    case TAG_TEMPLATE: t->mode = t->template_modes.n ? LAST(t->template_modes) : IN_BODY; return;
    case TAG_HEAD: t->mode = IN_HEAD; return;
    case TAG_BODY: t->mode = IN_BODY; return;
    case TAG_FRAMESET: t->mode = IN_FRAMESET; return;
    default: t->mode = t->page->head < 0 ? BEFORE_HEAD : AFTER_HEAD; return;
    }
}

static void set_template_mode(Tree *t, Mode mode) {
    LAST(t->template_modes) = mode;
    t->mode = mode;
}

static void start_html(Tree *t, const Tag *tag) {
    static const Tag none = {TAG_HTML, 0, 0, 0};
    if (tag == NULL) tag = &none;
    int32_t number = new_node(t, TAG_HTML, NS_HTML);
    node_at(t, number)->attrs = tag->attrs;
    node_at(t, number)->attr_count = tag->attr_count;
    t->page->html = number;
    push_node(t, number);
    t->mode = BEFORE_HEAD;
}

static void start_head(Tree *t, const Tag *tag) {
    Tag none = {TAG_HEAD, 0, 0, 0};
    t->page->head = insert_html(t, tag ? tag : &none);
    t->mode = IN_HEAD;
}

static void start_body(Tree *t, const Tag *tag) {
    Tag none = {TAG_BODY, 0, 0, 0};
    t->page->body = insert_html(t, tag ? tag : &none);
    t->mode = IN_BODY;
}

/* Goes one step on from a mode before the body, as "anything else" does there. */
static void step(Tree *t) {
    switch (t->mode) {
    case INITIAL:
        t->quirks = 1;
        t->mode = BEFORE_HTML;
        return;
    case BEFORE_HTML: start_html(t, NULL); return;
    case BEFORE_HEAD: start_head(t, NULL); return;
    case IN_HEAD:
        pop(t);
        t->mode = AFTER_HEAD;
        return;
    case IN_HEAD_NOSCRIPT:
        pop(t);
        t->mode = IN_HEAD;
        return;
    default: start_body(t, NULL); return; /* AFTER_HEAD */
    }
}

/* --- text ------------------------------------------------------------------------------------ */

static size_t leading_space(Slice text) {
    size_t n = 0;
    while (n < text.n && classes[text.p[n]] & HTML_SPACE) n++;
    return n;
}

static void body_text(Tree *t, Slice text) {
    if (text.n == 0) return;
    reconstruct(t);
    insert_text(t, text);
    if (t->frameset_ok && leading_space(text) < text.n) t->frameset_ok = 0;
}

static void table_text(Tree *t, Slice text) {
    const Open *current = CURRENT(t);
    if (text.n == 0) return;
    if (current->ns == NS_HTML &&
        (HTML_FLAGS(current->name) & FOSTERING || current->name == TAG_TEMPLATE) &&
        leading_space(text) == text.n) {
        insert_text(t, text);
        return;
    }
    t->foster = 1;
    body_text(t, text);
    t->foster = 0;
}

/* The white space of the text, which is all that framesets take. */
static void frameset_text(Tree *t, Slice text) {
    for (size_t i = 0; i < text.n; i++)
        if (classes[text.p[i]] & HTML_SPACE) insert_text(t, (Slice){text.p + i, 1});
}

static int text_is_foreign(const Open *current) {
    if (current->ns == NS_HTML) return 0;
    return !(flags_of(current->name, current->ns) & (TEXT_POINT | HTML_POINT));
}

int tree_text_is_foreign(const Tree *t) {
    if (t->open.n == 0) return 0;
    const Open *current = CURRENT(t);
    return text_is_foreign(current) &&
           !(AT(t->page->nodes, current->node).flags & HTML_POINT_BY_ENCODING);
}

int tree_is_foreign(const Tree *t) { return t->open.n > 0 && CURRENT(t)->ns != NS_HTML; }

/* Text before the body; gives what is left of it for the body. */
static Slice early_text(Tree *t, Slice text, int had_nul) {
    while (t->mode < IN_BODY) {
        size_t space = leading_space(text);
        if (space && t->mode >= IN_HEAD) insert_text(t, (Slice){text.p, space});
        text.p += space;
        text.n -= space;
        if (text.n == 0 && !had_nul) break;
        step(t);
    }
    return text;
}

void tree_text(Tree *t, Slice text, int had_nul) {
    if (t->skip_newline) {
        t->skip_newline = 0;
        if (text.n && text.p[0] == '\n') {
            text.p++;
            text.n--;
        }
    }
    if (tree_text_is_foreign(t)) {
        if (text.n == 0) return;
        insert_text(t, text);
        if (leading_space(text) < text.n) t->frameset_ok = 0;
        return;
    }
    if (t->mode < IN_BODY) text = early_text(t, text, had_nul);
    switch (t->mode) {
    case IN_BODY: case IN_CELL: case IN_CAPTION: case IN_TEMPLATE:
        body_text(t, text);
        return;
    case IN_TABLE: case IN_TABLE_BODY: case IN_ROW:
        table_text(t, text);
        return;
    case IN_COLUMN_GROUP: {
        size_t space = leading_space(text);
        if (space) insert_text(t, (Slice){text.p, space});
        if (space == text.n || !is_html(CURRENT(t), TAG_COLGROUP)) return;
        pop(t);
        t->mode = IN_TABLE;
        table_text(t, (Slice){text.p + space, text.n - space});
        return;
    }
    case AFTER_BODY: case AFTER_AFTER_BODY:
        if (leading_space(text) < text.n || had_nul) t->mode = IN_BODY;
        body_text(t, text);
        return;
    case IN_FRAMESET: case AFTER_FRAMESET: case AFTER_AFTER_FRAMESET:
        frameset_text(t, text);
        return;
    default: return;
    }
}

void tree_raw_text(Tree *t, Slice text) {
    if (t->skip_newline && text.n && text.p[0] == '\n') {
        text.p++;
        text.n--;
    }
    t->skip_newline = 0;
    /* Not through place_in: the element takes its text wherever it was fostered. */
    if (text.n) insert_text(t, text);
}

void tree_raw_end(Tree *t) {
    t->content = MARKUP;
    pop(t);
}

void tree_comment(Tree *t) {
    t->skip_newline = 0;
    switch (t->mode) {
    case INITIAL: case BEFORE_HTML: case AFTER_BODY: case AFTER_AFTER_BODY:
    case AFTER_AFTER_FRAMESET:
        return; /* outside of the body: it parts no text there */
    default: link_node(t, new_node(t, COMMENT_NODE, NS_HTML), place_in(t, CURRENT(t)->node));
    }
}

void tree_doctype(Tree *t, int quirks) {
    t->skip_newline = 0;
    if (t->mode != INITIAL) return;
    t->quirks = quirks;
    t->mode = BEFORE_HTML;
}

/* --- start tags ------------------------------------------------------------------------------ */

/* Start tags that "in head" knows, in whatever mode they are met. */
static void head_start(Tree *t, const Tag *tag) {
    switch (tag->name) {
    case TAG_TITLE: insert_raw(t, tag, RCDATA); return;
    case TAG_NOFRAMES: case TAG_STYLE: insert_raw(t, tag, RAWTEXT); return;
    case TAG_SCRIPT: insert_raw(t, tag, SCRIPT_DATA); return;
    case TAG_TEMPLATE:
        insert_html(t, tag);
        add_marker(t);
        t->frameset_ok = 0;
        t->mode = IN_TEMPLATE;
        PUSH(&t->page->arena, t->template_modes, IN_TEMPLATE);
        return;
    default: insert_void(t, tag); return;
    }
}

static void end_template(Tree *t) {
    if (open_at(t, TAG_TEMPLATE) < 0) return;
    pop_until(t, TAG_TEMPLATE);
    clear_to_marker(t);
    if (t->template_modes.n) t->template_modes.n--;
    reset_mode(t);
}

static void start_a(Tree *t, const Tag *tag) {
    int32_t at = t->formatting.n - 1;
    while (at >= 0 && AT(t->formatting, at).node >= 0 && AT(t->formatting, at).name != TAG_A) at--;
    if (at >= 0 && AT(t->formatting, at).node >= 0) {
        int32_t node = AT(t->formatting, at).node;
        adopt(t, TAG_A);
        if (node_at(t, node)->flags & IN_FORMATTING)
            drop_formatting(t, find_formatting_node(t, node));
        if (node_at(t, node)->flags & IN_STACK) {
            int32_t open = open_at(t, TAG_A);
            while (open >= 0 && AT(t->open, open).node != node) open = AT(t->open, open).before;
            if (open >= 0) remove_open(t, open);
        }
    }
    reconstruct(t);
    add_formatting(t, insert_html(t, tag));
}

static void start_nobr(Tree *t, const Tag *tag) {
    reconstruct(t);
    if (in_scope(t, TAG_NOBR)) {
        adopt(t, TAG_NOBR);
        reconstruct(t);
    }
    add_formatting(t, insert_html(t, tag));
}

/* <li>, <dd>, <dt>: closes the open one of its list. */
static void start_item(Tree *t, const Tag *tag) {
    int32_t nearest = CURRENT(t)->item;
    int32_t name = AT(t->open, nearest).name;
    int same = AT(t->open, nearest).ns == NS_HTML &&
               (tag->name == TAG_LI ? name == TAG_LI : name == TAG_DD || name == TAG_DT);
    t->frameset_ok = 0;
    if (same) pop_to(t, nearest);
    close_p(t);
    insert_html(t, tag);
}

static void start_frameset(Tree *t, const Tag *tag) {
    if (!t->frameset_ok || t->open.n < 2 || !is_html(&AT(t->open, 1), TAG_BODY)) return;
    unlink_node(t, AT(t->open, 1).node);
    pop_to(t, 1);
    insert_html(t, tag);
    t->mode = IN_FRAMESET;
}

static void start_foreign(Tree *t, const Tag *tag, int ns) {
    int32_t number = insert_element(t, tag, ns);
    if (ns == NS_MATHML && tag->name == TAG_ANNOTATION_XML) {
        Slice encoding = attr_value(t->page, find_attr(t->page, node_at(t, number), NAMED_ENCODING));
        if (equals(encoding, "text/html") || equals(encoding, "application/xhtml+xml"))
            node_at(t, number)->flags |= HTML_POINT_BY_ENCODING;
    }
    if (tag->self_closing) pop(t);
}

static int is_hidden_input(Tree *t, const Tag *tag) {
    Node node = {.attrs = tag->attrs, .attr_count = tag->attr_count};
    return equals(attr_value(t->page, find_attr(t->page, &node, NAMED_TYPE)), "hidden");
}

static void start_table(Tree *t, const Tag *tag) {
    if (!t->quirks) close_p(t);
    insert_html(t, tag);
    t->frameset_ok = 0;
    t->mode = IN_TABLE;
}

static void start_body_again(Tree *t, const Tag *tag) {
    if (t->open.n < 2 || !is_html(&AT(t->open, 1), TAG_BODY) || open_at(t, TAG_TEMPLATE) >= 0)
        return;
    t->frameset_ok = 0;
    merge_attrs(t, AT(t->open, 1).node, tag);
}

static void start_form(Tree *t, const Tag *tag) {
    int in_template = open_at(t, TAG_TEMPLATE) >= 0;
    if (t->form >= 0 && !in_template) return;
    close_p(t);
    int32_t form = insert_html(t, tag);
    if (!in_template) t->form = form;
}

static void start_option(Tree *t, const Tag *tag) {
    if (in_scope(t, TAG_SELECT))
        generate_implied_end_tags(t, tag->name == TAG_OPTION ? TAG_OPTGROUP : -1);
    else if (is_html(CURRENT(t), TAG_OPTION))
        pop(t);
    reconstruct(t);
    insert_html(t, tag);
}

static void start_inline_void(Tree *t, const Tag *tag) {
    reconstruct(t);
    insert_void(t, tag);
    t->frameset_ok = 0;
}

/* "in body", a start tag. */
static void body_start(Tree *t, Tag *tag) {
    uint32_t flags = HTML_FLAGS(tag->name);
    if (tag->name >= TAG_COUNT) {
        reconstruct(t);
        insert_html(t, tag);
        return;
    }
    if (flags & OPENS_BLOCK) {
        close_p(t);
        insert_html(t, tag);
        return;
    }
    if (flags & HEAD_TAG) {
        head_start(t, tag);
        return;
    }
    if (flags & HEADING) {
        close_p(t);
        if (CURRENT(t)->ns == NS_HTML && HTML_FLAGS(CURRENT(t)->name) & HEADING) pop(t);
        insert_html(t, tag);
        return;
    }
    switch (tag->name) {
    case TAG_HTML:
        if (open_at(t, TAG_TEMPLATE) < 0) merge_attrs(t, t->page->html, tag);
        return;
    case TAG_BODY: start_body_again(t, tag); return;
    case TAG_FRAMESET: start_frameset(t, tag); return;
    case TAG_PRE: case TAG_LISTING:
        close_p(t);
        insert_html(t, tag);
        t->skip_newline = 1;
        t->frameset_ok = 0;
        return;
    case TAG_FORM: start_form(t, tag); return;
    case TAG_LI: case TAG_DD: case TAG_DT: start_item(t, tag); return;
    case TAG_PLAINTEXT:
        close_p(t);
        insert_html(t, tag);
        t->content = PLAIN;
        return;
    case TAG_BUTTON:
        close_in_scope(t, TAG_BUTTON);
        reconstruct(t);
        insert_html(t, tag);
        t->frameset_ok = 0;
        return;
    case TAG_A: start_a(t, tag); return;
    case TAG_NOBR: start_nobr(t, tag); return;
    case TAG_APPLET: case TAG_MARQUEE: case TAG_OBJECT:
        reconstruct(t);
        insert_html(t, tag);
        add_marker(t);
        t->frameset_ok = 0;
        return;
    case TAG_TABLE: start_table(t, tag); return;
    case TAG_IMAGE: tag->name = TAG_IMG; /* fall through */
    case TAG_AREA: case TAG_BR: case TAG_EMBED: case TAG_IMG: case TAG_KEYGEN: case TAG_WBR:
        start_inline_void(t, tag);
        return;
    case TAG_INPUT:
        close_in_scope(t, TAG_SELECT);
        reconstruct(t);
        insert_void(t, tag);
        if (t->frameset_ok && !is_hidden_input(t, tag)) t->frameset_ok = 0;
        return;
    case TAG_PARAM: case TAG_SOURCE: case TAG_TRACK: insert_void(t, tag); return;
    case TAG_HR:
        close_p(t);
        if (in_scope(t, TAG_SELECT)) generate_implied_end_tags(t, -1);
        insert_void(t, tag);
        t->frameset_ok = 0;
        return;
    case TAG_TEXTAREA:
        insert_raw(t, tag, RCDATA);
        t->skip_newline = 1;
        t->frameset_ok = 0;
        return;
    case TAG_XMP:
        close_p(t);
        reconstruct(t);
        t->frameset_ok = 0;
        insert_raw(t, tag, RAWTEXT);
        return;
    case TAG_IFRAME:
        t->frameset_ok = 0;
        insert_raw(t, tag, RAWTEXT);
        return;
    case TAG_NOEMBED: insert_raw(t, tag, RAWTEXT); return;
    case TAG_NOSCRIPT:
        if (t->page->scripting) {
            insert_raw(t, tag, RAWTEXT);
            return;
        }
        break;
    case TAG_SELECT:
        if (close_in_scope(t, TAG_SELECT)) return;
        reconstruct(t);
        insert_html(t, tag);
        t->frameset_ok = 0;
        return;
    case TAG_OPTGROUP: case TAG_OPTION: start_option(t, tag); return;
    case TAG_RB: case TAG_RTC:
        if (in_scope(t, TAG_RUBY)) generate_implied_end_tags(t, -1);
        insert_html(t, tag);
        return;
    case TAG_RP: case TAG_RT:
        if (in_scope(t, TAG_RUBY)) generate_implied_end_tags(t, TAG_RTC);
        insert_html(t, tag);
        return;
    case TAG_MATH:
        reconstruct(t);
        start_foreign(t, tag, NS_MATHML);
        return;
    case TAG_SVG:
        reconstruct(t);
        start_foreign(t, tag, NS_SVG);
        return;
    case TAG_CAPTION: case TAG_COL: case TAG_COLGROUP: case TAG_FRAME: case TAG_HEAD:
    case TAG_TBODY: case TAG_TD: case TAG_TFOOT: case TAG_TH: case TAG_THEAD: case TAG_TR:
        return;
    }
    reconstruct(t);
    int32_t node = insert_html(t, tag);
    if (flags & FORMATTING) add_formatting(t, node);
}

static void fostered_start(Tree *t, Tag *tag) {
    t->foster = 1;
    body_start(t, tag);
    t->foster = 0;
}

/* Closes what is open above the nearest of these elements; <html> and <template> are always among
 * them. */
static void clear_stack_to(Tree *t, int32_t a, uint32_t flags) {
    for (;;) {
        const Open *current = CURRENT(t);
        if (current->ns == NS_HTML &&
            (current->name == a || current->name == TAG_TEMPLATE || current->name == TAG_HTML ||
             HTML_FLAGS(current->name) & flags))
            return;
        pop(t);
    }
}

static void clear_to_table(Tree *t) { clear_stack_to(t, TAG_TABLE, 0); }
static void clear_to_section(Tree *t) { clear_stack_to(t, -1, SECTION); }
static void clear_to_row(Tree *t) { clear_stack_to(t, TAG_TR, 0); }

/* The handlers of the table modes: true where the tag is to be met by the mode that is now. */

static int table_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_CAPTION:
        clear_to_table(t);
        add_marker(t);
        insert_html(t, tag);
        t->mode = IN_CAPTION;
        return 0;
    case TAG_COLGROUP:
        clear_to_table(t);
        insert_html(t, tag);
        t->mode = IN_COLUMN_GROUP;
        return 0;
    case TAG_COL:
        clear_to_table(t);
        insert_implied(t, TAG_COLGROUP);
        t->mode = IN_COLUMN_GROUP;
        return 1;
    case TAG_TBODY: case TAG_TFOOT: case TAG_THEAD:
        clear_to_table(t);
        insert_html(t, tag);
        t->mode = IN_TABLE_BODY;
        return 0;
    case TAG_TD: case TAG_TH: case TAG_TR:
        clear_to_table(t);
        insert_implied(t, TAG_TBODY);
        t->mode = IN_TABLE_BODY;
        return 1;
    case TAG_TABLE:
        if (!in_table_scope(t, TAG_TABLE)) return 0;
        pop_until(t, TAG_TABLE);
        reset_mode(t);
        return 1;
    case TAG_STYLE: case TAG_SCRIPT: case TAG_TEMPLATE: head_start(t, tag); return 0;
    case TAG_INPUT:
        if (!is_hidden_input(t, tag)) break;
        insert_void(t, tag);
        return 0;
    case TAG_FORM:
        if (open_at(t, TAG_TEMPLATE) >= 0 || t->form >= 0) return 0;
        t->form = insert_html(t, tag);
        pop(t);
        return 0;
    }
    fostered_start(t, tag);
    return 0;
}

static int close_caption(Tree *t) {
    if (!in_table_scope(t, TAG_CAPTION)) return 0;
    pop_until(t, TAG_CAPTION);
    clear_to_marker(t);
    t->mode = IN_TABLE;
    return 1;
}

static int close_column_group(Tree *t) {
    if (!is_html(CURRENT(t), TAG_COLGROUP)) return 0;
    pop(t);
    t->mode = IN_TABLE;
    return 1;
}

static int close_section(Tree *t) {
    if (!in_table_scope(t, TAG_TBODY) && !in_table_scope(t, TAG_THEAD) &&
        !in_table_scope(t, TAG_TFOOT))
        return 0;
    clear_to_section(t);
    pop(t);
    t->mode = IN_TABLE;
    return 1;
}

static int close_row(Tree *t) {
    if (!in_table_scope(t, TAG_TR)) return 0;
    clear_to_row(t);
    pop(t);
    t->mode = IN_TABLE_BODY;
    return 1;
}

static void close_cell(Tree *t) {
    int32_t td = open_at(t, TAG_TD), th = open_at(t, TAG_TH);
    int32_t at = td > th ? td : th;
    if (at > 0) pop_to(t, at);
    clear_to_marker(t);
    t->mode = IN_ROW;
}

static int column_group_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_HTML: body_start(t, tag); return 0;
    case TAG_COL: insert_void(t, tag); return 0;
    case TAG_TEMPLATE: head_start(t, tag); return 0;
    default: return close_column_group(t);
    }
}

static int section_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_TR:
        clear_to_section(t);
        insert_html(t, tag);
        t->mode = IN_ROW;
        return 0;
    case TAG_TH: case TAG_TD:
        clear_to_section(t);
        insert_implied(t, TAG_TR);
        t->mode = IN_ROW;
        return 1;
    case TAG_CAPTION: case TAG_COL: case TAG_COLGROUP: case TAG_TBODY: case TAG_TFOOT:
    case TAG_THEAD:
        return close_section(t);
    default: return table_start(t, tag);
    }
}

static int row_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_TH: case TAG_TD:
        clear_to_row(t);
        insert_html(t, tag);
        t->mode = IN_CELL;
        add_marker(t);
        return 0;
    case TAG_CAPTION: case TAG_COL: case TAG_COLGROUP: case TAG_TBODY: case TAG_TFOOT:
    case TAG_THEAD: case TAG_TR:
        return close_row(t);
    default: return table_start(t, tag);
    }
}

static int template_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_CAPTION: case TAG_COLGROUP: case TAG_TBODY: case TAG_TFOOT: case TAG_THEAD:
        set_template_mode(t, IN_TABLE);
        return 1;
    case TAG_COL: set_template_mode(t, IN_COLUMN_GROUP); return 1;
    case TAG_TR: set_template_mode(t, IN_TABLE_BODY); return 1;
    case TAG_TD: case TAG_TH: set_template_mode(t, IN_ROW); return 1;
    }
    if (HTML_FLAGS(tag->name) & HEAD_TAG) {
        head_start(t, tag);
        return 0;
    }
    set_template_mode(t, IN_BODY);
    return 1;
}

static int head_mode_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_HTML: body_start(t, tag); return 0;
    case TAG_HEAD: return 0;
    case TAG_NOSCRIPT:
        if (t->page->scripting) {
            insert_raw(t, tag, RAWTEXT);
        } else {
            insert_html(t, tag);
            t->mode = IN_HEAD_NOSCRIPT;
        }
        return 0;
    }
    if (HTML_FLAGS(tag->name) & HEAD_TAG) {
        head_start(t, tag);
        return 0;
    }
    step(t);
    return 1;
}

static int head_noscript_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_HTML: body_start(t, tag); return 0;
    case TAG_BASEFONT: case TAG_BGSOUND: case TAG_LINK: case TAG_META: case TAG_NOFRAMES:
    case TAG_STYLE:
        head_start(t, tag);
        return 0;
    case TAG_HEAD: case TAG_NOSCRIPT: return 0;
    default: step(t); return 1;
    }
}

static int after_head_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_HTML: body_start(t, tag); return 0;
    case TAG_BODY:
        start_body(t, tag);
        t->frameset_ok = 0;
        return 0;
    case TAG_FRAMESET:
        insert_html(t, tag);
        t->mode = IN_FRAMESET;
        return 0;
    case TAG_HEAD: return 0;
    }
    if (HTML_FLAGS(tag->name) & HEAD_TAG) {
        /* Back into the head, for this one element. */
        int32_t at = t->open.n;
        push_node(t, t->page->head);
        head_start(t, tag);
        remove_open(t, at);
        return 0;
    }
    step(t);
    return 1;
}

static int frameset_start(Tree *t, Tag *tag) {
    switch (tag->name) {
    case TAG_HTML: body_start(t, tag); return 0;
    case TAG_FRAMESET:
        if (t->mode == IN_FRAMESET) insert_html(t, tag);
        return 0;
    case TAG_FRAME:
        if (t->mode == IN_FRAMESET) insert_void(t, tag);
        return 0;
    case TAG_NOFRAMES: head_start(t, tag); return 0;
    default: return 0;
    }
}

static int start_in_mode(Tree *t, Tag *tag) {
    switch (t->mode) {
    case IN_BODY: body_start(t, tag); return 0;
    case INITIAL: step(t); return 1;
    case BEFORE_HTML:
        start_html(t, tag->name == TAG_HTML ? tag : NULL);
        return tag->name != TAG_HTML;
    case BEFORE_HEAD:
        if (tag->name == TAG_HTML) {
            body_start(t, tag);
            return 0;
        }
        start_head(t, tag->name == TAG_HEAD ? tag : NULL);
        return tag->name != TAG_HEAD;
    case IN_HEAD: return head_mode_start(t, tag);
    case IN_HEAD_NOSCRIPT: return head_noscript_start(t, tag);
    case AFTER_HEAD: return after_head_start(t, tag);
    case IN_TABLE: return table_start(t, tag);
    case IN_CAPTION:
        if (HTML_FLAGS(tag->name) & TABLE_PART) return close_caption(t);
        body_start(t, tag);
        return 0;
    case IN_COLUMN_GROUP: return column_group_start(t, tag);
    case IN_TABLE_BODY: return section_start(t, tag);
    case IN_ROW: return row_start(t, tag);
    case IN_CELL:
        if (HTML_FLAGS(tag->name) & TABLE_PART) {
            close_cell(t);
            return 1;
        }
        body_start(t, tag);
        return 0;
    case IN_TEMPLATE: return template_start(t, tag);
    case AFTER_BODY: case AFTER_AFTER_BODY:
        if (tag->name == TAG_HTML) {
            body_start(t, tag);
            return 0;
        }
        t->mode = IN_BODY;
        return 1;
    case IN_FRAMESET: case AFTER_FRAMESET: case AFTER_AFTER_FRAMESET: return frameset_start(t, tag);
    }
    return 0;
}

/* Leaves SVG and MathML: closes until an element that takes HTML. */
static void leave_foreign(Tree *t) {
    while (CURRENT(t)->ns != NS_HTML &&
           !(flags_of(CURRENT(t)->name, CURRENT(t)->ns) & (TEXT_POINT | HTML_POINT)) &&
           !(node_at(t, CURRENT(t)->node)->flags & HTML_POINT_BY_ENCODING))
        pop(t);
}

static int breaks_out(Tree *t, const Tag *tag) {
    if (HTML_FLAGS(tag->name) & BREAKOUT) return 1;
    if (tag->name != TAG_FONT) return 0;
    Node node = {.attrs = tag->attrs, .attr_count = tag->attr_count};
    return find_attr(t->page, &node, NAMED_COLOR) >= 0 ||
           find_attr(t->page, &node, NAMED_FACE) >= 0 || find_attr(t->page, &node, NAMED_SIZE) >= 0;
}

static int start_is_foreign(Tree *t, const Tag *tag) {
    const Open *current = CURRENT(t);
    if (current->ns == NS_HTML) return 0;
    uint32_t flags = flags_of(current->name, current->ns);
    if (flags & HTML_POINT || node_at(t, current->node)->flags & HTML_POINT_BY_ENCODING) return 0;
    if (flags & TEXT_POINT) return tag->name == TAG_MGLYPH || tag->name == TAG_MALIGNMARK;
    if (current->name == TAG_ANNOTATION_XML && current->ns == NS_MATHML)
        return tag->name != TAG_SVG;
    return 1;
}

void tree_start_tag(Tree *t, Tag *tag) {
    t->skip_newline = 0;
    t->budget += 4;
    if (t->open.n && start_is_foreign(t, tag)) {
        if (!breaks_out(t, tag)) {
            start_foreign(t, tag, CURRENT(t)->ns);
            return;
        }
        leave_foreign(t);
    }
    while (start_in_mode(t, tag)) continue;
}

/* --- end tags -------------------------------------------------------------------------------- */

static void end_form(Tree *t) {
    if (open_at(t, TAG_TEMPLATE) >= 0) {
        if (in_scope(t, TAG_FORM)) {
            generate_implied_end_tags(t, -1);
            pop_until(t, TAG_FORM);
        }
        return;
    }
    int32_t form = t->form;
    t->form = -1;
    if (form < 0 || !(node_at(t, form)->flags & IN_STACK)) return;
    int32_t at = open_at(t, TAG_FORM);
    while (at >= 0 && AT(t->open, at).node != form) at = AT(t->open, at).before;
    if (at < 0 || at < CURRENT(t)->scope) return;
    generate_implied_end_tags(t, -1);
    if (at < t->open.n) remove_open(t, at);
}

static void end_heading(Tree *t) {
    int32_t nearest = -1;
    for (int32_t name = TAG_H1; name <= TAG_H6; name++)
        if (open_at(t, name) > nearest) nearest = open_at(t, name);
    if (nearest >= 0 && nearest >= CURRENT(t)->scope) pop_to(t, nearest);
}

/* "in body", an end tag; true where the tag is to be met by the mode that is now. */
static int body_end(Tree *t, int32_t name) {
    uint32_t flags = HTML_FLAGS(name);
    if (flags & CLOSES_BLOCK) {
        close_in_scope(t, name);
        return 0;
    }
    if (flags & FORMATTING) {
        adopt(t, name);
        return 0;
    }
    if (flags & HEADING) {
        end_heading(t);
        return 0;
    }
    switch (name) {
    case TAG_TEMPLATE: end_template(t); return 0;
    case TAG_BODY:
        if (in_scope(t, TAG_BODY)) t->mode = AFTER_BODY;
        return 0;
    case TAG_HTML:
        if (!in_scope(t, TAG_BODY)) return 0;
        t->mode = AFTER_BODY;
        return 1;
    case TAG_FORM: end_form(t); return 0;
    case TAG_P:
        if (!in_button_scope(t, TAG_P)) insert_implied(t, TAG_P);
        pop_until(t, TAG_P);
        return 0;
    case TAG_LI:
        if (in_list_scope(t, TAG_LI)) pop_until(t, TAG_LI);
        return 0;
    case TAG_DD: case TAG_DT: close_in_scope(t, name); return 0;
    case TAG_APPLET: case TAG_MARQUEE: case TAG_OBJECT:
        if (close_in_scope(t, name)) clear_to_marker(t);
        return 0;
    case TAG_BR: {
        Tag br = {TAG_BR, 0, 0, 0};
        start_inline_void(t, &br);
        return 0;
    }
    }
    any_other_end_tag(t, name);
    return 0;
}

static void fostered_end(Tree *t, int32_t name) {
    t->foster = 1;
    body_end(t, name);
    t->foster = 0;
}

static int table_end(Tree *t, int32_t name) {
    if (name == TAG_TABLE) {
        if (in_table_scope(t, TAG_TABLE)) {
            pop_until(t, TAG_TABLE);
            reset_mode(t);
        }
    } else if (name == TAG_TEMPLATE) {
        end_template(t);
    } else if (name != TAG_BODY && name != TAG_HTML && !(HTML_FLAGS(name) & TABLE_PART)) {
        fostered_end(t, name);
    }
    return 0;
}

static int caption_end(Tree *t, int32_t name) {
    if (name == TAG_CAPTION) {
        close_caption(t);
        return 0;
    }
    if (name == TAG_TABLE) return close_caption(t);
    if (name == TAG_BODY || name == TAG_HTML || HTML_FLAGS(name) & TABLE_PART) return 0;
    return body_end(t, name);
}

static int column_group_end(Tree *t, int32_t name) {
    if (name == TAG_TEMPLATE) {
        end_template(t);
        return 0;
    }
    if (name == TAG_COL) return 0;
    return close_column_group(t) && name != TAG_COLGROUP;
}

static int section_end(Tree *t, int32_t name) {
    uint32_t flags = HTML_FLAGS(name);
    if (flags & SECTION) {
        if (!in_table_scope(t, name)) return 0;
        clear_to_section(t);
        pop(t);
        t->mode = IN_TABLE;
        return 0;
    }
    if (name == TAG_TABLE) return close_section(t);
    if (name == TAG_BODY || name == TAG_HTML || flags & TABLE_PART) return 0;
    return table_end(t, name);
}

static int row_end(Tree *t, int32_t name) {
    uint32_t flags = HTML_FLAGS(name);
    if (name == TAG_TR) {
        close_row(t);
        return 0;
    }
    if (name == TAG_TABLE) return close_row(t);
    if (flags & SECTION) return in_table_scope(t, name) && close_row(t);
    if (name == TAG_BODY || name == TAG_HTML || flags & TABLE_PART) return 0;
    return table_end(t, name);
}

static int cell_end(Tree *t, int32_t name) {
    uint32_t flags = HTML_FLAGS(name);
    if (flags & CELL) {
        if (!in_table_scope(t, name)) return 0;
        pop_until(t, name);
        clear_to_marker(t);
        t->mode = IN_ROW;
        return 0;
    }
    if (name == TAG_TABLE || name == TAG_TR || flags & SECTION) {
        if (!in_table_scope(t, name)) return 0;
        close_cell(t);
        return 1;
    }
    if (name == TAG_BODY || name == TAG_HTML || flags & TABLE_PART) return 0;
    return body_end(t, name);
}

/* An end tag that stands before the body. */
static int early_end(Tree *t, int32_t name) {
    switch (t->mode) {
    case IN_HEAD:
        if (name == TAG_HEAD) {
            step(t);
            return 0;
        }
        break;
    case IN_HEAD_NOSCRIPT:
        if (name == TAG_NOSCRIPT || name == TAG_BR) {
            step(t);
            return name == TAG_BR;
        }
        return 0;
    default: break;
    }
    if (name == TAG_TEMPLATE && (t->mode == IN_HEAD || t->mode == AFTER_HEAD)) {
        end_template(t);
        return 0;
    }
    int goes_on = name == TAG_BODY || name == TAG_HTML || name == TAG_BR ||
                  (name == TAG_HEAD && (t->mode == BEFORE_HTML || t->mode == BEFORE_HEAD));
    if (t->mode != INITIAL && !goes_on) return 0;
    step(t);
    return 1;
}

static int end_in_mode(Tree *t, int32_t name) {
    switch (t->mode) {
    case IN_BODY: return body_end(t, name);
    case IN_TABLE: return table_end(t, name);
    case IN_CAPTION: return caption_end(t, name);
    case IN_COLUMN_GROUP: return column_group_end(t, name);
    case IN_TABLE_BODY: return section_end(t, name);
    case IN_ROW: return row_end(t, name);
    case IN_CELL: return cell_end(t, name);
    case IN_TEMPLATE:
        if (name == TAG_TEMPLATE) end_template(t);
        return 0;
    case AFTER_BODY:
        if (name == TAG_HTML) {
            t->mode = AFTER_AFTER_BODY;
            return 0;
        }
        t->mode = IN_BODY;
        return 1;
    case AFTER_AFTER_BODY: t->mode = IN_BODY; return 1;
    case IN_FRAMESET:
        if (name != TAG_FRAMESET || t->open.n < 2) return 0;
        pop(t);
        if (!is_html(CURRENT(t), TAG_FRAMESET)) t->mode = AFTER_FRAMESET;
        return 0;
    case AFTER_FRAMESET:
        if (name == TAG_HTML) t->mode = AFTER_AFTER_FRAMESET;
        return 0;
    case AFTER_AFTER_FRAMESET: return 0;
    default: return early_end(t, name);
    }
}

/* An end tag in SVG or MathML; true where it is to be met by the mode instead. */
static int foreign_end(Tree *t, int32_t name) {
    if (name == TAG_BR || name == TAG_P) {
        leave_foreign(t);
        return 1;
    }
    int32_t at = name < t->last[1].n ? AT(t->last[1], name) : -1;
    if (at <= CURRENT(t)->html) return 1;
    pop_to(t, at);
    return 0;
}

void tree_end_tag(Tree *t, int32_t name) {
    t->skip_newline = 0;
    t->budget += 4;
    if (tree_is_foreign(t) && !foreign_end(t, name)) return;
    while (end_in_mode(t, name)) continue;
}

/* --- the page --------------------------------------------------------------------------------- */

void tree_start(Tree *t, Page *page, size_t bytes) {
    t->page = page;
    t->mode = INITIAL;
    t->form = -1;
    t->frameset_ok = 1;
    t->budget = 100000 + (int64_t)bytes;
    page->html = page->head = page->body = -1;
    last_of(t, page->rules->names.names.n - 1, 0);
    last_of(t, page->rules->names.names.n - 1, 1);
}

void tree_end(Tree *t) {
    while (t->template_modes.n && open_at(t, TAG_TEMPLATE) >= 0) end_template(t);
    while (t->mode < IN_BODY) step(t);
}

void tree_free(Tree *t) {
    FREE(t->open);
    FREE(t->formatting);
    FREE(t->template_modes);
    FREE(t->last[0]);
    FREE(t->last[1]);
    FREE(t->held);
}
