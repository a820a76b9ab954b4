#include <Python.h> /* the tables of upper and lower case, which need no lock */

#include "text.h"

#define S (HTML_SPACE | UNICODE_SPACE | NAME_STOP | ATTR_STOP)
#define L LETTER
#define D DIGIT
#define U UNICODE_SPACE
const byte classes[256] = {
    ['\0'] = TEXT_STOP | VALUE_STOP, ['\t'] = S, ['\n'] = S, ['\v'] = U, ['\f'] = S,
    ['\r'] = S | TEXT_STOP | VALUE_STOP, [0x1C] = U, [0x1D] = U, [0x1E] = U, [0x1F] = U,
    [' '] = S, ['&'] = TEXT_STOP | VALUE_STOP, ['<'] = TEXT_STOP,
    ['/'] = NAME_STOP | ATTR_STOP, ['>'] = NAME_STOP | ATTR_STOP, ['='] = ATTR_STOP,
    ['0'] = D, ['1'] = D, ['2'] = D, ['3'] = D, ['4'] = D,
    ['5'] = D, ['6'] = D, ['7'] = D, ['8'] = D, ['9'] = D,
    ['A'] = L, ['B'] = L, ['C'] = L, ['D'] = L, ['E'] = L, ['F'] = L, ['G'] = L, ['H'] = L,
    ['I'] = L, ['J'] = L, ['K'] = L, ['L'] = L, ['M'] = L, ['N'] = L, ['O'] = L, ['P'] = L,
    ['Q'] = L, ['R'] = L, ['S'] = L, ['T'] = L, ['U'] = L, ['V'] = L, ['W'] = L, ['X'] = L,
    ['Y'] = L, ['Z'] = L,
    ['a'] = L, ['b'] = L, ['c'] = L, ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L,
    ['i'] = L, ['j'] = L, ['k'] = L, ['l'] = L, ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L,
    ['q'] = L, ['r'] = L, ['s'] = L, ['t'] = L, ['u'] = L, ['v'] = L, ['w'] = L, ['x'] = L,
    ['y'] = L, ['z'] = L,
};
#undef S
#undef L
#undef D
#undef U

uint32_t char_at(const byte *p) {
    if (p[0] < 0x80) return p[0];
    if (p[0] < 0xE0) return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    if (p[0] < 0xF0)
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

uint32_t char_before(const byte *start, const byte *p) {
    do p--;
    while (p > start && (*p & 0xC0) == 0x80);
    return char_at(p);
}

size_t count_chars(Slice text) {
    size_t chars = 0;
    for (size_t i = 0; i < text.n; i++) chars += (text.p[i] & 0xC0) != 0x80;
    return chars;
}

int is_ascii(Slice text) {
    byte all = 0;
    for (size_t i = 0; i < text.n; i++) all |= text.p[i];
    return all < 0x80;
}

int is_space(Slice text) {
    const byte *p = text.p, *end = p + text.n;
    if (p == end) return 0;
    while (p < end) {
        size_t n = space_at(p, end);
        if (n == 0) return 0;
        p += n;
    }
    return 1;
}

Slice strip(Slice text) {
    const byte *p = text.p, *end = p + text.n;
    size_t n;
    while (p < end && (n = space_at(p, end)) != 0) p += n;
    while ((n = space_before(p, end)) != 0) end -= n;
    return (Slice){p, (size_t)(end - p)};
}

int is_utf8(Slice text) {
    const byte *p = text.p, *end = p + text.n;
    while (p < end) {
        if (*p < 0x80) {
            uint64_t eight;
            while (end - p >= 8) {
                memcpy(&eight, p, 8);
                if (eight & 0x8080808080808080u) break;
                p += 8;
            }
            while (p < end && *p < 0x80) p++;
            continue;
        }
        size_t n = char_size(*p);
        if (*p < 0xC2 || *p > 0xF4 || (size_t)(end - p) < n) return 0;
        for (size_t i = 1; i < n; i++)
            if ((p[i] & 0xC0) != 0x80) return 0;
        /* Overlong forms, surrogates, and what lies behind the last character. */
        if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
            (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
            return 0;
        p += n;
    }
    return 1;
}

int has_word(Slice text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.n; i++) {
        size_t k = 0;
        while (k < n && lower(text.p[i + k]) == (byte)word[k]) k++;
        if (k == n) return 1;
    }
    return 0;
}

int equals(Slice text, const char *word) {
    return text.n == strlen(word) && has_word(text, word);
}

size_t fold(byte *out, Slice text, int32_t *chars) {
    const byte *p = text.p, *end = p + text.n;
    byte *o = out;
    size_t continued = 0; /* bytes that are not the first of a character */
    for (;;) {
        size_t n = 0;
        while (p < end && (n = space_at(p, end)) != 0) p += n;
        if (p == end) break;
        if (o != out) *o++ = ' ';
        while (p < end) {
            byte c = *p;
            if (c < 0x80) {
                if (classes[c] & UNICODE_SPACE) break;
                *o++ = c;
                p++;
            } else {
                if (space_at(p, end)) break;
                n = char_size(c);
                CHECK((size_t)(end - p) >= n);
                continued += n - 1;
                while (n--) *o++ = *p++;
            }
        }
    }
    *chars += (int32_t)((size_t)(o - out) - continued);
    return (size_t)(o - out);
}

/* --- what draws nothing --------------------------------------------------------------- */

/* Thai and Lao, Burmese, Khmer: they write zero-width spaces between words. */
static int writes_zero_width_spaces(uint32_t c) {
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF);
}

static int is_zero_width_space(const byte *p, const byte *end) {
    return end - p >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] == 0x8B;
}

/* Soft hyphen, word joiner, byte-order mark: the length of the one at p, or 0. */
static size_t invisible_at(const byte *p, const byte *end) {
    if (*p == 0xC2) return end - p >= 2 && p[1] == 0xAD ? 2 : 0;
    if (end - p < 3) return 0;
    if (*p == 0xE2) return p[1] == 0x81 && p[2] == 0xA0 ? 3 : 0;
    return *p == 0xEF && p[1] == 0xBB && p[2] == 0xBF ? 3 : 0;
}

static int has_invisible(Slice text) {
    const byte *end = text.p + text.n;
    for (const byte *p = text.p; p < end; p++)
        if (*p >= 0xC2 && (is_zero_width_space(p, end) || invisible_at(p, end))) return 1;
    return 0;
}

Slice visible(Arena *arena, Slice text) {
    if (!has_invisible(text)) return text;
    byte *out = arena_reserve(arena, text.n), *o = out;
    const byte *p = text.p, *end = p + text.n;
    while (p < end) {
        size_t n;
        if (is_zero_width_space(p, end)) {
            const byte *run = p;
            while (is_zero_width_space(p, end)) p += 3;
            if (run > text.p && writes_zero_width_spaces(char_before(text.p, run)) && p < end &&
                writes_zero_width_spaces(char_at(p))) {
                memcpy(o, run, (size_t)(p - run));
                o += p - run;
            }
        } else if ((n = invisible_at(p, end)) != 0) {
            p += n;
        } else {
            n = char_size(*p);
            CHECK((size_t)(end - p) >= n);
            while (n--) *o++ = *p++;
        }
    }
    arena_commit(arena, (size_t)(o - out));
    return (Slice){out, (size_t)(o - out)};
}

int only_marks(Slice text) {
    const byte *p = text.p, *end = p + text.n;
    while (p < end) {
        if (*p == ' ') {
            p++;
            continue;
        }
        if (*p != 0xE2 || end - p < 3) return 0;
        int known = p[1] == 0x80 ? (p[2] >= 0x8B && p[2] <= 0x8F) || (p[2] >= 0xAA && p[2] <= 0xAE)
                                 : p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9;
        if (!known) return 0;
        p += 3;
    }
    return 1;
}

int is_seam(uint32_t before, uint32_t after) {
    if (!Py_UNICODE_ISUPPER(after) && !Py_UNICODE_ISDIGIT(after)) return 0;
    if (Py_UNICODE_ISLOWER(before)) return 1;
    if (before == 0x201D || before == 0xBB) return 1;
    return before != 0 && before < 0x80 && strchr(".:,;!?)", (int)before) != NULL;
}
