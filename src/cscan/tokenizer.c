/* The tokenizer of the HTML standard (13.2.5): bytes of UTF-8 to tags and text. */
#include "tokenizer.h"

/* --- tags ----------------------------------------------------------------------------- */

/* The value behind "=", as written. */
static Slice read_value(Tokenizer *t, int *as_written) {
    skip_space(t);
    if (t->p == t->end || *t->p == '>') return (Slice){t->p, 0};
    const byte *p = t->p, *end = t->end, *start;
    byte quote = *p;
    int stops = 0;
    if (quote == '"' || quote == '\'') {
        start = ++p;
        while (p < end && *p != quote) stops |= classes[*p++];
        t->p = p < end ? p + 1 : end;
    } else {
        start = p;
        while (p < end && *p != '>' && !is(*p, HTML_SPACE)) stops |= classes[*p++];
        t->p = p;
    }
    *as_written = !(stops & VALUE_STOP);
    return (Slice){start, (size_t)(p - start)};
}

/* `first` is the number of the tag's first attribute. */
static void add_attr(Tokenizer *t, int32_t first, Slice name, Slice value, int as_written) {
    Page *page = t->page;
    int32_t number = name_number(page, name);
    if (number >= t->seen.n) {
        RESERVE(&page->arena, t->seen, number + 1 - t->seen.n);
        memset(t->seen.a + t->seen.n, 0, (size_t)(number + 1 - t->seen.n) * sizeof *t->seen.a);
        t->seen.n = number + 1;
    }
    if (AT(t->seen, number) == t->tags) return; /* the first one counts */
    AT(t->seen, number) = t->tags;
    if (page->attrs.n - first >= page->limits.attributes) {
        page->cut |= CUT_ATTRIBUTES;
        return;
    }
    Attr attr = {value.p, (uint32_t)value.n, number, as_written};
    PUSH(&page->arena, page->attrs, attr);
}

int read_attrs(Tokenizer *t, Tag *tag, int keep) {
    t->tags++;
    tag->self_closing = 0;
    tag->attrs = t->page->attrs.n;
    for (;;) {
        while (t->p < t->end && (is(*t->p, HTML_SPACE) || *t->p == '/')) {
            if (*t->p == '/' && t->p + 1 < t->end && t->p[1] == '>') tag->self_closing = 1;
            t->p++;
        }
        if (t->p == t->end) return 0;
        if (*t->p == '>') break;
        const byte *start = t->p++; /* a "=" that stands first is part of the name */
        while (t->p < t->end && !is(*t->p, ATTR_STOP)) t->p++;
        Slice name = {start, (size_t)(t->p - start)}, value = {start, 0};
        int as_written = 1;
        skip_space(t);
        if (t->p < t->end && *t->p == '=') {
            t->p++;
            value = read_value(t, &as_written);
        }
        if (keep) add_attr(t, tag->attrs, name, value, as_written);
    }
    t->p++;
    tag->attr_count = t->page->attrs.n - tag->attrs;
    return 1;
}

static Slice read_tag_name(Tokenizer *t) {
    const byte *start = t->p;
    while (t->p < t->end && !is(*t->p, NAME_STOP)) t->p++;
    return (Slice){start, (size_t)(t->p - start)};
}

static void read_start_tag(Tokenizer *t) {
    Tag tag;
    tag.name = name_number(t->page, read_tag_name(t));
    if (read_attrs(t, &tag, 1)) tree_start_tag(&t->tree, &tag);
}

static void read_end_tag(Tokenizer *t) {
    Tag tag;
    tag.name = name_number(t->page, read_tag_name(t));
    if (read_attrs(t, &tag, 0)) tree_end_tag(&t->tree, tag.name);
}

/* --- what is neither tag nor text ------------------------------------------------------- */

static void read_comment(Tokenizer *t) {
    const byte *start = t->p + 4; /* behind "<!--" */
    t->p = start;
    if (start < t->end && *start == '>')
        t->p = start + 1;
    else if (t->end - start >= 2 && start[0] == '-' && start[1] == '>')
        t->p = start + 2;
    else
        for (;;) {
            const byte *found = memchr(t->p, '>', (size_t)(t->end - t->p));
            t->p = found ? found + 1 : t->end;
            if (found == NULL) break;
            if (found - start >= 2 && found[-1] == '-' && found[-2] == '-') break;
            if (found - start >= 3 && found[-1] == '!' && found[-2] == '-' && found[-3] == '-')
                break;
        }
    tree_comment(&t->tree);
}

static void read_cdata(Tokenizer *t) {
    const byte *start = t->p += 9; /* "<![CDATA[" */
    const byte *stop = t->end;
    for (;;) {
        const byte *found = memchr(t->p, ']', (size_t)(t->end - t->p));
        if (found == NULL || t->end - found < 3) {
            t->p = t->end;
            break;
        }
        if (found[1] == ']' && found[2] == '>') {
            stop = found;
            t->p = found + 3;
            break;
        }
        t->p = found + 1;
    }
    Slice text = {start, (size_t)(stop - start)};
    if (text.n) tree_text(&t->tree, decode_text(t->page, text, 0, 0, 1), 0);
}

/* What begins with "<!". */
static void read_declaration(Tokenizer *t) {
    const byte *p = t->p;
    if (t->end - p >= 4 && p[2] == '-' && p[3] == '-') {
        read_comment(t);
    } else if (starts_with(p + 2, t->end, "doctype")) {
        read_doctype(t);
    } else if (t->end - p >= 9 && memcmp(p + 2, "[CDATA[", 7) == 0 && tree_is_foreign(&t->tree)) {
        read_cdata(t);
    } else {
        skip_behind(t, '>');
        tree_comment(&t->tree);
    }
}

/* What begins with "<?": a processing instruction, or a comment by mistake. */
static void read_instruction(Tokenizer *t) {
    int cut = t->end - t->p == 2; /* the page ends behind the sign: nothing was begun */
    int named = !cut && is(t->p[2], LETTER);
    int closed = memchr(t->p, '>', (size_t)(t->end - t->p)) != NULL;
    skip_behind(t, '>');
    if (closed || !(named || cut)) tree_comment(&t->tree);
}

/* --- text ----------------------------------------------------------------------------- */

/* Whether the "<" at p begins markup. */
static int begins_markup(const byte *p, const byte *end) {
    if (end - p < 2) return 0;
    byte c = p[1];
    return is(c, LETTER) || c == '!' || c == '?' || (c == '/' && end - p > 2);
}

static void read_text(Tokenizer *t) {
    const byte *start = t->p, *p = start, *end = t->end;
    int stops = 0, had_nul = 0;
    for (;;) {
        while (p < end && !is(*p, TEXT_STOP)) p++;
        if (p == end || (*p == '<' && begins_markup(p, end))) break;
        had_nul |= *p == 0;
        stops |= classes[*p++] & VALUE_STOP;
    }
    t->p = p;
    Slice text = {start, (size_t)(p - start)};
    /* NUL is a character of its own: a line end behind it is not the first one of a <pre>. */
    if (had_nul && *start == 0) t->tree.skip_newline = 0;
    if (stops) text = decode_text(t->page, text, 1, 0, tree_text_is_foreign(&t->tree));
    tree_text(&t->tree, text, had_nul);
}

static void read_markup(Tokenizer *t) {
    byte c = t->p[1];
    if (is(c, LETTER)) {
        t->p++;
        read_start_tag(t);
    } else if (c == '!') {
        read_declaration(t);
    } else if (c == '?') {
        read_instruction(t);
    } else if (is(t->p[2], LETTER)) {
        t->p += 2;
        read_end_tag(t);
    } else if (t->p[2] == '>') {
        t->p += 3;
    } else {
        skip_behind(t, '>');
        tree_comment(&t->tree);
    }
}

/* --- the page -------------------------------------------------------------------------- */

/* Bytes of the page that are read: whole characters. */
static size_t within(Page *page, Slice html) {
    size_t n = page->limits.bytes;
    if (html.n <= n) return html.n;
    page->cut |= CUT_BYTES;
    while (n > 0 && (html.p[n] & 0xC0) == 0x80) n--;
    return n;
}

void parse(Page *page, Slice html) {
    Tokenizer *t = calloc(1, sizeof *t);
    if (t == NULL) out_of_memory(&page->arena);
    page->tokenizer = t;
    t->page = page;
    t->p = html.p;
    t->end = html.p + within(page, html);
    tree_start(&t->tree, page, html.n);
    while (t->p < t->end && page->nodes.n < page->limits.nodes) {
        if (*t->p == '<' && begins_markup(t->p, t->end))
            read_markup(t);
        else
            read_text(t);
        if (t->tree.content != MARKUP) read_raw_text(t);
    }
    if (t->p < t->end) page->cut |= CUT_NODES;
    tree_end(&t->tree);
    parse_free(page);
}

void parse_free(Page *page) {
    Tokenizer *t = page->tokenizer;
    if (t == NULL) return;
    tree_free(&t->tree);
    FREE(t->seen);
    free(t);
    page->tokenizer = NULL;
}
