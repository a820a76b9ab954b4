#include "folding.h"
#include "casing.h"
#include "letters.h"

/* A text under way. */
typedef struct {
    uint32_t *out;
    Py_ssize_t used;
    int in_digits;
} Folded;

static inline void
add(Folded *folded, uint32_t c, int is_digit)
{
    if (is_digit && folded->in_digits) {
        return;
    }
    folded->in_digits = is_digit;
    folded->out[folded->used++] = is_digit ? '#' : c == '\n' ? ' ' : c;
}

static int
add_several(Folded *folded, uint32_t c)
{
    uint32_t points[3];
    int count = casing_several(&casefolding, c, points);
    for (int i = 0; i < count; i++) {
        add(folded, points[i], is_decimal(points[i]));
    }
    return count;
}

Py_ssize_t
fold_text(PyObject *text, uint32_t *out)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Folded folded = {.out = out};
    const uint32_t *page = NULL;
    uint32_t page_of = 0;
    for (Py_ssize_t i = 0; i < length && folded.used < MOST_FOLDED - 3; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        if (c < 128) {
            add(&folded, FOLD(c), FIGURE(c));
            continue;
        }
        if (page == NULL || page_of != c >> 8) {
            page = casing_page(&casefolding, c);
            page_of = c >> 8;
            if (page == NULL) {
                return -1;
            }
        }
        uint32_t other = page[c & 0xFF];
        if (other != SEVERAL) {
            add(&folded, other, is_decimal(other));
        }
        else if (!add_several(&folded, c)) {
            return -1;
        }
    }
    return folded.used;
}
