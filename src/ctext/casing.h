/* What str.casefold and str.lower make of single characters. */
#ifndef BODYCOPY_CASING_H
#define BODYCOPY_CASING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

/* Pages of 256 characters, each asked of Python when the first of them is met. */
typedef struct {
    const char *method;
    uint32_t *pages[0x1100];
} Casing;

extern Casing casefolding, lowering;

/* Stands for a character that becomes several. */
#define SEVERAL UINT32_MAX

/* The page of a character; NULL and an exception where it cannot be made. */
const uint32_t *casing_page(Casing *casing, uint32_t c);

/* The code points that a character becomes, into ``out`` of three; 0 and an exception else. */
int casing_several(const Casing *casing, uint32_t c, uint32_t *out);

#endif
