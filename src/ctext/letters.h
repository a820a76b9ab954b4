/* ASCII letters, and the white space of str.split. */
#ifndef BODYCOPY_LETTERS_H
#define BODYCOPY_LETTERS_H

#define LOWER(c) ((c) >= 'a' && (c) <= 'z')
#define UPPER(c) ((c) >= 'A' && (c) <= 'Z')
#define FOLD(c) (UPPER(c) ? (c) + 32 : (c))
#define FIGURE(c) ((c) >= '0' && (c) <= '9')

#endif
