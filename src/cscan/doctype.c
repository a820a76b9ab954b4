#include "tokenizer.h"

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

void read_doctype(Tokenizer *t) {
    t->p += 9; /* "<!doctype" */
    int quirks = read_doctype_parts(t);
    skip_behind(t, '>');
    tree_doctype(&t->tree, quirks);
}
