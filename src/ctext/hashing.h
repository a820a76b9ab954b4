/* Hashes of words: sums of character times base to the power of place, modulo 2**64. */
#ifndef BODYCOPY_HASHING_H
#define BODYCOPY_HASHING_H

#include <stdint.h>

#define BASE 0x9E3779B97F4A7C15ull
#define BASE_INVERSE 0xF1DE83E19937733Dull

static inline int32_t
mixed(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDull;
    return (int32_t)(hash >> 33);
}

/* A lone surrogate is read as a question mark. */
static inline uint32_t
scalar(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF ? '?' : c;
}

#endif
