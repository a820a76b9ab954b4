/* A page as a whole: its text, its beginning and its end. */
#include "modes.h"

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
        if (tree_is_foreign(t)) break;
        return; /* outside of the body: it parts no text there */
    default: break;
    }
    link_node(t, new_node(t, COMMENT_NODE, NS_HTML), place_in(t, CURRENT(t)->node));
}

void tree_doctype(Tree *t, int quirks) {
    t->skip_newline = 0;
    if (t->mode != INITIAL) return;
    t->quirks = quirks;
    t->mode = BEFORE_HTML;
}

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
