/* Names of elements and attributes as small numbers.
 *
 * The elements that the HTML standard treats in ways of their own come first and have
 * constants (TAG_P ...); the other names that the rules speak of follow; names that only a
 * page knows come last, for the length of its scan.
 */
#ifndef BODYCOPY_NAMES_H
#define BODYCOPY_NAMES_H

#include "memory.h"

/* What the standard says of an element of that name. */
enum {
    SPECIAL = 1 << 0,
    SCOPE = 1 << 1,           /* ends every scope */
    FORMATTING = 1 << 2,
    IMPLIED = 1 << 3,         /* "generate implied end tags" pops it */
    IMPLIED_ALL = 1 << 4,     /* "... thoroughly" pops it too */
    BREAKOUT = 1 << 5,        /* its start tag ends foreign content */
    DECIDES_MODE = 1 << 6,    /* "reset the insertion mode" stops at it */
    OPENS_BLOCK = 1 << 7,     /* its start tag closes a <p>, and that is all */
    CLOSES_BLOCK = 1 << 8,    /* its end tag closes the element of that name in scope */
    TABLE_SCOPE = 1 << 9,
    LIST_SCOPE = 1 << 10,
    FOSTERING = 1 << 11,      /* what does not belong into it goes before its table */
    HEADING = 1 << 12,
    TABLE_PART = 1 << 13,     /* caption col colgroup tbody td tfoot th thead tr */
    TEXT_POINT = 1 << 14,     /* MathML text integration point */
    HTML_POINT = 1 << 15,     /* HTML integration point */
    SECTION = 1 << 16,        /* tbody thead tfoot */
    CELL = 1 << 17,
    HEAD_TAG = 1 << 18,       /* "in body" treats its start tag as "in head" does */
};

#define BLOCK_ELEMENT (SPECIAL | OPENS_BLOCK | CLOSES_BLOCK)

/* X(constant, name, flags of the HTML element) */
#define TAGS(X)                                                                          \
    X(A, "a", FORMATTING)                                                                \
    X(ADDRESS, "address", BLOCK_ELEMENT)                                                 \
    X(ANNOTATION_XML, "annotation-xml", 0)                                               \
    X(APPLET, "applet", SPECIAL | SCOPE)                                                 \
    X(AREA, "area", SPECIAL)                                                             \
    X(ARTICLE, "article", BLOCK_ELEMENT)                                                 \
    X(ASIDE, "aside", BLOCK_ELEMENT)                                                     \
    X(B, "b", FORMATTING | BREAKOUT)                                                     \
    X(BASE, "base", SPECIAL | HEAD_TAG)                                                  \
    X(BASEFONT, "basefont", SPECIAL | HEAD_TAG)                                          \
    X(BGSOUND, "bgsound", SPECIAL | HEAD_TAG)                                            \
    X(BIG, "big", FORMATTING | BREAKOUT)                                                 \
    X(BLOCKQUOTE, "blockquote", BLOCK_ELEMENT | BREAKOUT)                                \
    X(BODY, "body", SPECIAL | BREAKOUT | DECIDES_MODE)                                   \
    X(BR, "br", SPECIAL | BREAKOUT)                                                      \
    X(BUTTON, "button", SPECIAL | CLOSES_BLOCK)                                          \
    X(CAPTION, "caption", SPECIAL | SCOPE | DECIDES_MODE | TABLE_PART | IMPLIED_ALL)     \
    X(CENTER, "center", BLOCK_ELEMENT | BREAKOUT)                                        \
    X(CODE, "code", FORMATTING | BREAKOUT)                                               \
    X(COL, "col", SPECIAL | TABLE_PART)                                                  \
    X(COLGROUP, "colgroup", SPECIAL | DECIDES_MODE | TABLE_PART | IMPLIED_ALL)           \
    X(DD, "dd", SPECIAL | IMPLIED | IMPLIED_ALL | BREAKOUT)                              \
    X(DESC, "desc", 0)                                                                   \
    X(DETAILS, "details", BLOCK_ELEMENT)                                                 \
    X(DIALOG, "dialog", OPENS_BLOCK | CLOSES_BLOCK)                                      \
    X(DIR, "dir", BLOCK_ELEMENT)                                                         \
    X(DIV, "div", BLOCK_ELEMENT | BREAKOUT)                                              \
    X(DL, "dl", BLOCK_ELEMENT | BREAKOUT)                                                \
    X(DT, "dt", SPECIAL | IMPLIED | IMPLIED_ALL | BREAKOUT)                              \
    X(EM, "em", FORMATTING | BREAKOUT)                                                   \
    X(EMBED, "embed", SPECIAL | BREAKOUT)                                                \
    X(FIELDSET, "fieldset", BLOCK_ELEMENT)                                               \
    X(FIGCAPTION, "figcaption", BLOCK_ELEMENT)                                           \
    X(FIGURE, "figure", BLOCK_ELEMENT)                                                   \
    X(FONT, "font", FORMATTING)                                                          \
    X(FOOTER, "footer", BLOCK_ELEMENT)                                                   \
    X(FOREIGNOBJECT, "foreignobject", 0)                                                 \
    X(FORM, "form", SPECIAL)                                                             \
    X(FRAME, "frame", SPECIAL)                                                           \
    X(FRAMESET, "frameset", SPECIAL | DECIDES_MODE)                                      \
    X(H1, "h1", SPECIAL | HEADING | BREAKOUT)                                            \
    X(H2, "h2", SPECIAL | HEADING | BREAKOUT)                                            \
    X(H3, "h3", SPECIAL | HEADING | BREAKOUT)                                            \
    X(H4, "h4", SPECIAL | HEADING | BREAKOUT)                                            \
    X(H5, "h5", SPECIAL | HEADING | BREAKOUT)                                            \
    X(H6, "h6", SPECIAL | HEADING | BREAKOUT)                                            \
    X(HEAD, "head", SPECIAL | BREAKOUT | DECIDES_MODE)                                   \
    X(HEADER, "header", BLOCK_ELEMENT)                                                   \
    X(HGROUP, "hgroup", BLOCK_ELEMENT)                                                   \
    X(HR, "hr", SPECIAL | BREAKOUT)                                                      \
    X(HTML, "html", SPECIAL | SCOPE | TABLE_SCOPE | DECIDES_MODE)                        \
    X(I, "i", FORMATTING | BREAKOUT)                                                     \
    X(IFRAME, "iframe", SPECIAL)                                                         \
    X(IMAGE, "image", 0)                                                                 \
    X(IMG, "img", SPECIAL | BREAKOUT)                                                    \
    X(INPUT, "input", SPECIAL)                                                           \
    X(KEYGEN, "keygen", SPECIAL)                                                         \
    X(LI, "li", SPECIAL | IMPLIED | IMPLIED_ALL | BREAKOUT)                              \
    X(LINK, "link", SPECIAL | HEAD_TAG)                                                  \
    X(LISTING, "listing", SPECIAL | CLOSES_BLOCK | BREAKOUT)                             \
    X(MAIN, "main", BLOCK_ELEMENT)                                                       \
    X(MALIGNMARK, "malignmark", 0)                                                       \
    X(MARQUEE, "marquee", SPECIAL | SCOPE)                                               \
    X(MATH, "math", 0)                                                                   \
    X(MENU, "menu", BLOCK_ELEMENT | BREAKOUT)                                            \
    X(META, "meta", SPECIAL | HEAD_TAG | BREAKOUT)                                       \
    X(MGLYPH, "mglyph", 0)                                                               \
    X(MI, "mi", 0)                                                                       \
    X(MN, "mn", 0)                                                                       \
    X(MO, "mo", 0)                                                                       \
    X(MS, "ms", 0)                                                                       \
    X(MTEXT, "mtext", 0)                                                                 \
    X(NAV, "nav", BLOCK_ELEMENT)                                                         \
    X(NOBR, "nobr", FORMATTING | BREAKOUT)                                               \
    X(NOEMBED, "noembed", SPECIAL)                                                       \
    X(NOFRAMES, "noframes", SPECIAL | HEAD_TAG)                                          \
    X(NOSCRIPT, "noscript", SPECIAL)                                                     \
    X(OBJECT, "object", SPECIAL | SCOPE)                                                 \
    X(OL, "ol", BLOCK_ELEMENT | BREAKOUT | LIST_SCOPE)                                   \
    X(OPTGROUP, "optgroup", IMPLIED | IMPLIED_ALL)                                       \
    X(OPTION, "option", IMPLIED | IMPLIED_ALL)                                           \
    X(P, "p", SPECIAL | OPENS_BLOCK | IMPLIED | IMPLIED_ALL | BREAKOUT)                  \
    X(PARAM, "param", SPECIAL)                                                           \
    X(PLAINTEXT, "plaintext", SPECIAL)                                                   \
    X(PRE, "pre", SPECIAL | CLOSES_BLOCK | BREAKOUT)                                     \
    X(RB, "rb", IMPLIED | IMPLIED_ALL)                                                   \
    X(RP, "rp", IMPLIED | IMPLIED_ALL)                                                   \
    X(RT, "rt", IMPLIED | IMPLIED_ALL)                                                   \
    X(RTC, "rtc", IMPLIED | IMPLIED_ALL)                                                 \
    X(RUBY, "ruby", BREAKOUT)                                                            \
    X(S, "s", FORMATTING | BREAKOUT)                                                     \
    X(SCRIPT, "script", SPECIAL | HEAD_TAG)                                              \
    X(SEARCH, "search", BLOCK_ELEMENT)                                                   \
    X(SECTION_TAG, "section", BLOCK_ELEMENT)                                             \
    X(SELECT, "select", SPECIAL | SCOPE | CLOSES_BLOCK)                                  \
    X(SMALL, "small", FORMATTING | BREAKOUT)                                             \
    X(SOURCE, "source", SPECIAL)                                                         \
    X(SPAN, "span", BREAKOUT)                                                            \
    X(STRIKE, "strike", FORMATTING | BREAKOUT)                                           \
    X(STRONG, "strong", FORMATTING | BREAKOUT)                                           \
    X(STYLE, "style", SPECIAL | HEAD_TAG)                                                \
    X(SUB, "sub", BREAKOUT)                                                              \
    X(SUMMARY, "summary", BLOCK_ELEMENT)                                                 \
    X(SUP, "sup", BREAKOUT)                                                              \
    X(SVG, "svg", 0)                                                                     \
    X(TABLE, "table",                                                                    \
      SPECIAL | SCOPE | TABLE_SCOPE | BREAKOUT | DECIDES_MODE | FOSTERING)               \
    X(TBODY, "tbody",                                                                    \
      SPECIAL | DECIDES_MODE | FOSTERING | TABLE_PART | SECTION | IMPLIED_ALL)           \
    X(TD, "td", SPECIAL | SCOPE | DECIDES_MODE | TABLE_PART | CELL | IMPLIED_ALL)        \
    X(TEMPLATE, "template", SPECIAL | SCOPE | TABLE_SCOPE | DECIDES_MODE | HEAD_TAG)     \
    X(TEXTAREA, "textarea", SPECIAL)                                                     \
    X(TFOOT, "tfoot",                                                                    \
      SPECIAL | DECIDES_MODE | FOSTERING | TABLE_PART | SECTION | IMPLIED_ALL)           \
    X(TH, "th", SPECIAL | SCOPE | DECIDES_MODE | TABLE_PART | CELL | IMPLIED_ALL)        \
    X(THEAD, "thead",                                                                    \
      SPECIAL | DECIDES_MODE | FOSTERING | TABLE_PART | SECTION | IMPLIED_ALL)           \
    X(TITLE, "title", SPECIAL | HEAD_TAG)                                                \
    X(TR, "tr", SPECIAL | DECIDES_MODE | FOSTERING | TABLE_PART | IMPLIED_ALL)           \
    X(TRACK, "track", SPECIAL)                                                           \
    X(TT, "tt", FORMATTING | BREAKOUT)                                                   \
    X(U, "u", FORMATTING | BREAKOUT)                                                     \
    X(UL, "ul", BLOCK_ELEMENT | BREAKOUT | LIST_SCOPE)                                   \
    X(VAR, "var", BREAKOUT)                                                              \
    X(WBR, "wbr", SPECIAL)                                                               \
    X(XMP, "xmp", SPECIAL)

/* Attributes that the scan looks for by name. */
#define ATTRIBUTES(X)                                                                    \
    X(CITE, "cite")                                                                      \
    X(COLOR, "color")                                                                    \
    X(CONTENT, "content")                                                                \
    X(DATETIME, "datetime")                                                              \
    X(ENCODING, "encoding")                                                              \
    X(FACE, "face")                                                                      \
    X(HIDDEN, "hidden")                                                                  \
    X(HREF, "href")                                                                      \
    X(HTTP_EQUIV, "http-equiv")                                                          \
    X(ID, "id")                                                                          \
    X(ITEMPROP, "itemprop")                                                              \
    X(LANG, "lang")                                                                      \
    X(NAME, "name")                                                                      \
    X(OPEN, "open")                                                                      \
    X(PROPERTY, "property")                                                              \
    X(REL, "rel")                                                                        \
    X(REVERSED, "reversed")                                                              \
    X(SIZE, "size")                                                                      \
    X(START, "start")                                                                    \
    X(TYPE, "type")                                                                      \
    X(VALUE, "value")                                                                    \
    X(XML_LANG, "xml:lang")

enum {
#define X(constant, name, flags) TAG_##constant,
    TAGS(X)
#undef X
        TAG_COUNT
};

enum {
    ATTR_BEFORE = TAG_COUNT - 1,
#define X(constant, name) NAMED_##constant,
    ATTRIBUTES(X)
#undef X
        KNOWN_COUNT
};

typedef struct {
    const byte *text;
    uint32_t n;
    uint32_t hash;
} Name;

/* Names in the order in which they were added, found by an open hash table. */
typedef struct {
    VEC(Name) names;
    int32_t *slots; /* number of the name + 1; 0: free */
    uint32_t mask;
} Names;

uint32_t name_hash(uint64_t seed, const byte *text, size_t n);
int32_t names_find(const Names *names, const byte *text, size_t n, uint32_t hash);
/* Adds a name that is not there; `text` must live as long as the table. */
int32_t names_add(Arena *arena, Names *names, const byte *text, size_t n, uint32_t hash);
void names_free(Names *names);

/* Flags of the element of that name in that namespace. */
extern const uint32_t html_flags[TAG_COUNT];

enum { NS_HTML, NS_MATHML, NS_SVG };

static inline uint32_t flags_of(int32_t name, int ns) {
    if (name >= TAG_COUNT) return 0;
    if (ns == NS_HTML) return html_flags[name];
    if (ns == NS_SVG) {
        if (name == TAG_FOREIGNOBJECT || name == TAG_DESC || name == TAG_TITLE)
            return SPECIAL | SCOPE | HTML_POINT;
        return 0;
    }
    switch (name) {
    case TAG_MI: case TAG_MN: case TAG_MO: case TAG_MS: case TAG_MTEXT:
        return SPECIAL | SCOPE | TEXT_POINT;
    case TAG_ANNOTATION_XML:
        return SPECIAL | SCOPE;
    }
    return 0;
}

#endif
