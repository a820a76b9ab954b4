/* Start tags in the body. */
#include "modes.h"

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

void start_foreign(Tree *t, const Tag *tag, int ns) {
    int32_t number = insert_element(t, tag, ns);
    if (ns == NS_MATHML && tag->name == TAG_ANNOTATION_XML) {
        int32_t attr = find_attr(t->page, node_at(t, number), NAMED_ENCODING);
        Slice encoding = attr_value(t->page, attr);
        if (equals(encoding, "text/html") || equals(encoding, "application/xhtml+xml"))
            node_at(t, number)->flags |= HTML_POINT_BY_ENCODING;
    }
    if (tag->self_closing) pop(t);
}

int is_hidden_input(Tree *t, const Tag *tag) {
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

void start_inline_void(Tree *t, const Tag *tag) {
    reconstruct(t);
    insert_void(t, tag);
    t->frameset_ok = 0;
}

void body_start(Tree *t, Tag *tag) {
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
