/* Character references (&amp; &#8364;), by the HTML standard. */
#ifndef BODYCOPY_CHARREFS_H
#define BODYCOPY_CHARREFS_H

#include "memory.h"

/* Reads the reference at p, which stands on its "&", and writes its characters to `out` (room for
 * 8 bytes). Gives the bytes read, 0 where there is no reference: then the "&" is text. */
size_t read_charref(const byte *p, const byte *end, int in_attribute, byte *out, size_t *written);

#endif
