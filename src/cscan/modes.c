#include "modes.h"

void reset_mode(Tree *t) {
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

void set_template_mode(Tree *t, Mode mode) {
    LAST(t->template_modes) = mode;
    t->mode = mode;
}

void start_html(Tree *t, const Tag *tag) {
    static const Tag none = {TAG_HTML, 0, 0, 0};
    if (tag == NULL) tag = &none;
    int32_t number = new_node(t, TAG_HTML, NS_HTML);
    node_at(t, number)->attrs = tag->attrs;
    node_at(t, number)->attr_count = tag->attr_count;
    t->page->html = number;
    push_node(t, number);
    t->mode = BEFORE_HEAD;
}

void start_head(Tree *t, const Tag *tag) {
    Tag none = {TAG_HEAD, 0, 0, 0};
    t->page->head = insert_html(t, tag ? tag : &none);
    t->mode = IN_HEAD;
}

void start_body(Tree *t, const Tag *tag) {
    Tag none = {TAG_BODY, 0, 0, 0};
    t->page->body = insert_html(t, tag ? tag : &none);
    t->mode = IN_BODY;
}

/* Goes one step on from a mode before the body, as "anything else" does there. */
void step(Tree *t) {
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

int close_caption(Tree *t) {
    if (!in_table_scope(t, TAG_CAPTION)) return 0;
    pop_until(t, TAG_CAPTION);
    clear_to_marker(t);
    t->mode = IN_TABLE;
    return 1;
}

int close_column_group(Tree *t) {
    if (!is_html(CURRENT(t), TAG_COLGROUP)) return 0;
    pop(t);
    t->mode = IN_TABLE;
    return 1;
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

void clear_to_table(Tree *t) { clear_stack_to(t, TAG_TABLE, 0); }
void clear_to_section(Tree *t) { clear_stack_to(t, -1, SECTION); }
void clear_to_row(Tree *t) { clear_stack_to(t, TAG_TR, 0); }

int close_section(Tree *t) {
    if (!in_table_scope(t, TAG_TBODY) && !in_table_scope(t, TAG_THEAD) &&
        !in_table_scope(t, TAG_TFOOT))
        return 0;
    clear_to_section(t);
    pop(t);
    t->mode = IN_TABLE;
    return 1;
}

int close_row(Tree *t) {
    if (!in_table_scope(t, TAG_TR)) return 0;
    clear_to_row(t);
    pop(t);
    t->mode = IN_TABLE_BODY;
    return 1;
}

void close_cell(Tree *t) {
    int32_t td = open_at(t, TAG_TD), th = open_at(t, TAG_TH);
    int32_t at = td > th ? td : th;
    if (at > 0) pop_to(t, at);
    clear_to_marker(t);
    t->mode = IN_ROW;
}

void end_template(Tree *t) {
    if (open_at(t, TAG_TEMPLATE) < 0) return;
    pop_until(t, TAG_TEMPLATE);
    clear_to_marker(t);
    if (t->template_modes.n) t->template_modes.n--;
    reset_mode(t);
}

/* Leaves SVG and MathML: closes until an element that takes HTML. */
void leave_foreign(Tree *t) {
    while (CURRENT(t)->ns != NS_HTML &&
           !(flags_of(CURRENT(t)->name, CURRENT(t)->ns) & (TEXT_POINT | HTML_POINT)) &&
           !(node_at(t, CURRENT(t)->node)->flags & HTML_POINT_BY_ENCODING))
        pop(t);
}
