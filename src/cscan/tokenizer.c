/* The tokenizer of the HTML standard (13.2.5): bytes of UTF-8 to tags and text. */
#include "tree.h"

typedef struct Tokenizer {
    Page *page;
    Tree tree;
    const byte *p, *end;
    VEC(uint32_t) seen; /* by name of an attribute: the last tag that had it */
    uint32_t tags;
} Tokenizer;

static inline int is(byte c, int class) { return classes[c] & class; }

static int starts_with(const byte *p, const byte *end, const char *word) {
    for (; *word; word++, p++)
        if (p >= end || lower(*p) != (byte)*word) return 0;
    return 1;
}

/* --- tags ----------------------------------------------------------------------------- */

static void skip_space(Tokenizer *t) {
    while (t->p < t->end && is(*t->p, HTML_SPACE)) t->p++;
}

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

static void add_attr(Tokenizer *t, Slice name, Slice value, int as_written) {
    Page *page = t->page;
    int32_t number = name_number(page, name);
    if (number >= t->seen.n) {
        RESERVE(&page->arena, t->seen, number + 1 - t->seen.n);
        memset(t->seen.a + t->seen.n, 0, (size_t)(number + 1 - t->seen.n) * sizeof *t->seen.a);
        t->seen.n = number + 1;
    }
    if (AT(t->seen, number) == t->tags) return; /* the first one counts */
    AT(t->seen, number) = t->tags;
    Attr attr = {value.p, (uint32_t)value.n, number, as_written};
    PUSH(&page->arena, page->attrs, attr);
}

/* Reads the attributes of a tag and its ">". False where the page ends before. */
static int read_attrs(Tokenizer *t, Tag *tag, int keep) {
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
        if (keep) add_attr(t, name, value, as_written);
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

static void skip_behind(Tokenizer *t, byte c) {
    const byte *found = memchr(t->p, c, (size_t)(t->end - t->p));
    t->p = found ? found + 1 : t->end;
}

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

/* Public identifiers of documents that browsers treat as if they had no doctype. */
static const char *const quirky_beginnings[] = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
};
static const char *const quirky_without_system[] = {
    "-//w3c//dtd html 4.01 frameset//",
    "-//w3c//dtd html 4.01 transitional//",
};
static const char *const quirky_names[] = {
    "-//w3o//dtd w3 html strict 3.0//en//",
    "-/w3c/dtd html 4.0 transitional/en",
    "html",
};

#define ANY(list, test)                                                                  \
    for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++)                           \
        if (test((list)[i])) return 1;

static int is_quirky(Slice public, int has_system, Slice system) {
    const byte *end = public.p + public.n;
#define BEGINS(word) starts_with(public.p, end, word)
#define EQUALS(word) equals(public, word)
    ANY(quirky_beginnings, BEGINS)
    ANY(quirky_names, EQUALS)
    if (!has_system) ANY(quirky_without_system, BEGINS)
    return equals(system, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd");
}

/* A quoted identifier of a doctype; false where ">" or the end of the page cuts it short. */
static int read_identifier(Tokenizer *t, Slice *found) {
    byte quote = *t->p++;
    const byte *start = t->p;
    while (t->p < t->end && *t->p != quote && *t->p != '>') t->p++;
    *found = (Slice){start, (size_t)(t->p - start)};
    if (t->p == t->end || *t->p == '>') return 0;
    t->p++;
    return 1;
}

static int at_quote(const Tokenizer *t) {
    return t->p < t->end && (*t->p == '"' || *t->p == '\'');
}

/* Reads what stands between "<!doctype" and its ">"; true where the page is in quirks mode. */
static int read_doctype_parts(Tokenizer *t) {
    Slice public = {t->p, 0}, system = {t->p, 0};
    int has_public = 0, has_system = 0;
    skip_space(t);
    const byte *start = t->p;
    while (t->p < t->end && *t->p != '>' && !is(*t->p, HTML_SPACE)) t->p++;
    if (!equals((Slice){start, (size_t)(t->p - start)}, "html")) return 1;
    skip_space(t);
    if (t->p == t->end) return 1;
    if (*t->p == '>') return 0;
    if (starts_with(t->p, t->end, "public")) {
        t->p += 6;
        skip_space(t);
        if (!at_quote(t) || !read_identifier(t, &public)) return 1;
        has_public = 1;
        skip_space(t);
        if (t->p == t->end) return 1;
    } else if (starts_with(t->p, t->end, "system")) {
        t->p += 6;
        skip_space(t);
        if (!at_quote(t)) return 1;
    } else {
        return 1;
    }
    if (at_quote(t)) {
        if (!read_identifier(t, &system)) return 1;
        has_system = 1;
        skip_space(t);
        if (t->p == t->end) return 1; /* what else stands behind it changes nothing */
    } else if (*t->p != '>') {
        return 1;
    }
    return has_public ? is_quirky(public, has_system, system)
                      : is_quirky((Slice){start, 0}, has_system, system);
}

static void read_doctype(Tokenizer *t) {
    t->p += 9; /* "<!doctype" */
    int quirks = read_doctype_parts(t);
    skip_behind(t, '>');
    tree_doctype(&t->tree, quirks);
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
    int named = t->end - t->p > 2 && is(t->p[2], LETTER);
    int closed = memchr(t->p, '>', (size_t)(t->end - t->p)) != NULL;
    skip_behind(t, '>');
    if (closed || !named) tree_comment(&t->tree);
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

/* --- elements that hold nothing but text ------------------------------------------------ */

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

static void read_raw_text(Tokenizer *t) {
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

/* --- the page -------------------------------------------------------------------------- */

void parse(Page *page, Slice html) {
    Tokenizer *t = calloc(1, sizeof *t);
    if (t == NULL) out_of_memory(&page->arena);
    page->tokenizer = t;
    t->page = page;
    t->p = html.p;
    t->end = html.p + html.n;
    tree_start(&t->tree, page, html.n);
    while (t->p < t->end) {
        if (*t->p == '<' && begins_markup(t->p, t->end))
            read_markup(t);
        else
            read_text(t);
        if (t->tree.content != MARKUP) read_raw_text(t);
    }
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
