/* UTF-8 text: white space as Python sees it, folding, what draws nothing. */
#ifndef BODYCOPY_TEXT_H
#define BODYCOPY_TEXT_H

#include "memory.h"

/* Classes of bytes. */
enum {
    HTML_SPACE = 1 << 0,  /* white space of the HTML standard */
    LETTER = 1 << 1,      /* ASCII */
    DIGIT = 1 << 2,
    TEXT_STOP = 1 << 3,   /* < & NUL CR: text is more than a run of bytes here */
    VALUE_STOP = 1 << 4,  /* & NUL CR: a value that is not what is written */
    NAME_STOP = 1 << 5,   /* ends the name of a tag */
    ATTR_STOP = 1 << 6,   /* ends the name of an attribute */
    UNICODE_SPACE = 1 << 7 /* ASCII that str.isspace counts */
};
extern const byte classes[256];

static inline byte lower(byte c) { return c >= 'A' && c <= 'Z' ? (byte)(c + 32) : c; }

/* Length of the white space character at p (as str.isspace has it), 0 if it is none. */
static inline size_t space_at(const byte *p, const byte *end) {
    byte c = *p;
    if (c < 0x80) return (classes[c] & UNICODE_SPACE) != 0;
    if (c == 0xC2) return end - p > 1 && (p[1] == 0x85 || p[1] == 0xA0) ? 2 : 0;
    if ((c & 0xFC) != 0xE0 || end - p < 3) return 0;
    if (c == 0xE1) return p[1] == 0x9A && p[2] == 0x80 ? 3 : 0;
    if (c == 0xE2 && p[1] == 0x80)
        return p[2] <= 0x8A || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF ? 3 : 0;
    if (c == 0xE2) return p[1] == 0x81 && p[2] == 0x9F ? 3 : 0;
    return c == 0xE3 && p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
}

static inline size_t space_before(const byte *start, const byte *p) {
    if (p == start) return 0;
    if (p[-1] < 0x80) return (classes[p[-1]] & UNICODE_SPACE) != 0;
    if (p - start >= 2 && space_at(p - 2, p) == 2) return 2;
    return p - start >= 3 && space_at(p - 3, p) == 3 ? 3 : 0;
}

/* Length of the character that begins with this byte of valid UTF-8. */
static inline size_t char_size(byte c) { return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4; }

uint32_t char_at(const byte *p);
uint32_t char_before(const byte *start, const byte *p);
size_t count_chars(Slice text);
int is_ascii(Slice text);
int is_space(Slice text); /* not empty, and nothing but white space */
Slice strip(Slice text);
int is_utf8(Slice text);
int has_word(Slice text, const char *word); /* in any case of its letters */
int equals(Slice text, const char *word);   /* in any case of its letters */

/* Writes the words of the text, single spaces between them, to `out`, which has room for as many
 * bytes as the text has. Gives the bytes written, and adds to the characters written. */
size_t fold(byte *out, Slice text, int32_t *chars);

/* The text without characters that draw nothing; itself where it has none. */
Slice visible(Arena *arena, Slice text);

/* Whether two elements that touch here are two words. */
int is_seam(uint32_t before, uint32_t after);

/* Whether the text is joiners, direction marks and spaces only. */
int only_marks(Slice text);

#endif
