/* Start tags, mode by mode. A handler gives true where the tag is to be met once more, by the mode
 * that is now. */
#include "modes.h"

void head_start(Tree *t, const Tag *tag) {
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

static void fostered_start(Tree *t, Tag *tag) {
    t->foster = 1;
    body_start(t, tag);
    t->foster = 0;
}

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
