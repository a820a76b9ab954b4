#include "charrefs.h"
#include "text.h"

typedef struct {
    char name[33];
    byte n;
    char text[9];
    byte size;
} CharacterReference;

#include "charrefs_table.h"

#define COUNT ((int)(sizeof table / sizeof *table))

/* "numeric character reference end state": what Windows-1252 has there. */
static const uint16_t c1_controls[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static size_t put_utf8(uint32_t c, byte *out) {
    if (c < 0x80) {
        out[0] = (byte)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (byte)(0xC0 | c >> 6);
        out[1] = (byte)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (byte)(0xE0 | c >> 12);
        out[1] = (byte)(0x80 | (c >> 6 & 0x3F));
        out[2] = (byte)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (byte)(0xF0 | c >> 18);
    out[1] = (byte)(0x80 | (c >> 12 & 0x3F));
    out[2] = (byte)(0x80 | (c >> 6 & 0x3F));
    out[3] = (byte)(0x80 | (c & 0x3F));
    return 4;
}

static int digit_value(byte c, int hexadecimal) {
    if (c >= '0' && c <= '9') return c - '0';
    if (!hexadecimal) return -1;
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t read_number(const byte *start, const byte *end, byte *out, size_t *written) {
    const byte *p = start + 2; /* behind "&#" */
    int hexadecimal = p < end && (*p == 'x' || *p == 'X');
    if (hexadecimal) p++;
    const byte *digits = p;
    uint32_t c = 0;
    int digit;
    while (p < end && (digit = digit_value(*p, hexadecimal)) >= 0) {
        c = c * (hexadecimal ? 16 : 10) + (uint32_t)digit;
        if (c > 0x10FFFF) c = 0x110000;
        p++;
    }
    if (p == digits) return 0;
    if (p < end && *p == ';') p++;
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    if (c >= 0x80 && c < 0xA0) c = c1_controls[c - 0x80];
    *written = put_utf8(c, out);
    return (size_t)(p - start);
}

/* The first name from `low` on, below `high`, whose byte `at` is not below c. */
static int narrow(int low, int high, int at, int c) {
    while (low < high) {
        int middle = low + (high - low) / 2;
        if ((byte)table[middle].name[at] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t read_name(const byte *start, const byte *end, int in_attribute, byte *out,
                        size_t *written) {
    int low = 0, high = COUNT, found = -1;
    const byte *p = start + 1;
    for (int at = 0; p + at < end && at < 32; at++) {
        low = narrow(low, high, at, p[at]);
        high = narrow(low, high, at, p[at] + 1);
        if (low == high) break;
        if (table[low].n == at + 1) found = low; /* the shortest of them is the first */
    }
    if (found < 0) return 0;
    const CharacterReference *reference = &table[found];
    const byte *behind = p + reference->n;
    if (in_attribute && behind[-1] != ';' && behind < end &&
        (*behind == '=' || classes[*behind] & (LETTER | DIGIT)))
        return 0;
    memcpy(out, reference->text, reference->size);
    *written = reference->size;
    return (size_t)reference->n + 1;
}

size_t read_charref(const byte *p, const byte *end, int in_attribute, byte *out, size_t *written) {
    if (end - p < 2) return 0;
    if (p[1] == '#') return read_number(p, end, out, written);
    if (!(classes[p[1]] & (LETTER | DIGIT))) return 0;
    return read_name(p, end, in_attribute, out, written);
}
