/* End tags, mode by mode. A handler gives true where the tag is to be met once more, by the mode
 * that is now. */
#include "modes.h"

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
