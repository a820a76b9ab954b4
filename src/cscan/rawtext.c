/* Elements that hold nothing but text: script, style, title, textarea ... */
#include "tokenizer.h"

/* Whether the end tag of that name stands at p, which is a "<". */
static int at_end_tag(const byte *p, const byte *end, Slice name) {
    if ((size_t)(end - p) < name.n + 3 || p[1] != '/') return 0;
    for (size_t i = 0; i < name.n; i++)
        if (lower(p[i + 2]) != name.p[i]) return 0;
    return is(p[name.n + 2], NAME_STOP);
}

static const byte *find_end_tag(const byte *p, const byte *end, Slice name) {
    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        if (at_end_tag(p, end, name)) return p;
        p++;
    }
    return end;
}

/* The end tag of a script: inside of "<!--", a "<script>" has an end tag of its own. */
static const byte *find_script_end(const byte *p, const byte *end, Slice name) {
    enum { PLAIN_CODE, ESCAPED, DOUBLE_ESCAPED } state = PLAIN_CODE;
    int dashes = 0;
    while (p < end) {
        if (state == PLAIN_CODE) {
            p = memchr(p, '<', (size_t)(end - p));
            if (p == NULL) return end;
            if (at_end_tag(p, end, name)) return p;
            if (end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
                state = ESCAPED;
                dashes = 2;
                p += 4;
            } else {
                p++;
            }
            continue;
        }
        byte c = *p;
        if (c == '-') {
            dashes++;
            p++;
            continue;
        }
        if (c == '>' && dashes >= 2) state = PLAIN_CODE;
        dashes = 0;
        if (c == '<' && state == ESCAPED) {
            if (at_end_tag(p, end, name)) return p;
            if (starts_with(p + 1, end, "script") && end - p > 7 && is(p[7], NAME_STOP)) {
                state = DOUBLE_ESCAPED;
                p += 7; /* the byte behind the name is consumed with it */
            }
        } else if (c == '<' && state == DOUBLE_ESCAPED && at_end_tag(p, end, name)) {
            state = ESCAPED;
            p += 8;
        }
        p++;
    }
    return end;
}

static void read_plain_text(Tokenizer *t) {
    Slice text = {t->p, (size_t)(t->end - t->p)};
    t->p = t->end;
    t->tree.content = MARKUP;
    if (text.n) tree_text(&t->tree, decode_text(t->page, text, 0, 0, 1), 0);
}

void read_raw_text(Tokenizer *t) {
    Content content = t->tree.content;
    if (content == PLAIN) {
        read_plain_text(t);
        return;
    }
    const Open *open = &LAST(t->tree.open);
    Slice name = name_text(t->page, open->name);
    const byte *start = t->p, *stop = t->end;
    if (content == SCRIPT_DATA)
        stop = find_script_end(start, t->end, name);
    else
        stop = find_end_tag(start, t->end, name);
    Slice text = {start, (size_t)(stop - start)};
    if (content == RCDATA || memchr(start, 0, text.n) || memchr(start, '\r', text.n))
        text = decode_text(t->page, text, content == RCDATA, 0, 1);
    tree_raw_text(&t->tree, text);
    t->p = stop;
    if (stop < t->end) {
        Tag tag;
        t->p += name.n + 2;
        if (!read_attrs(t, &tag, 0)) t->p = t->end;
    }
    tree_raw_end(&t->tree);
}
