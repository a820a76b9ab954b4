/* Whether bytes are UTF-8. */
#include "ctext.h"

/* Bytes of the character that a byte which is not ASCII leads; 0 where it cannot lead one. */
static int
size_of(uint8_t lead)
{
    return lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/* Whether the second byte makes neither a surrogate, nor what fewer bytes spell, nor what lies
 * beyond Unicode. */
static int
may_follow(uint8_t lead, uint8_t second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second < 0xC0;
    case 0xED:
        return second >= 0x80 && second < 0xA0;
    case 0xF0:
        return second >= 0x90 && second < 0xC0;
    case 0xF4:
        return second >= 0x80 && second < 0x90;
    default:
        return second >= 0x80 && second < 0xC0;
    }
}

enum { STRIDE = 32 };

/* Whether the next STRIDE bytes are ASCII. */
static int
plain_stride(const uint8_t *at)
{
    uint64_t words[STRIDE / 8];
    memcpy(words, at, STRIDE);
    return ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ull) == 0;
}

static int
well_formed(const uint8_t *at, const uint8_t *end)
{
    while (at < end) {
        if (*at < 0x80) {
            while (end - at >= STRIDE && plain_stride(at)) {
                at += STRIDE;
            }
            while (at < end && *at < 0x80) {
                at++;
            }
            continue;
        }
        int size = size_of(*at);
        if (size == 0 || end - at < size || !may_follow(at[0], at[1])) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((at[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        at += size;
    }
    return 1;
}

const char is_utf8_doc[] = PyDoc_STR(
"is_utf8(data) -> bool\n\n"
"Whether ``bytes.decode`` reads the bytes as UTF-8 without an error.");

PyObject *
is_utf8(PyObject *module, PyObject *data)
{
    (void)module;
    Py_buffer view;
    if (PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    const uint8_t *bytes = view.buf;
    int answer = well_formed(bytes, bytes + view.len);
    PyBuffer_Release(&view);
    return PyBool_FromLong(answer);
}
