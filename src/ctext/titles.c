/* Titles by their letters. */
#include "ctext.h"
#include "letters.h"

const char squash_doc[] = PyDoc_STR(
"squash(text) -> str\n\n"
"The letters and digits of an ASCII text in lower case; TypeError for other texts.");

PyObject *
squash(PyObject *module, PyObject *text)
{
    (void)module;
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text)) {
        PyErr_SetString(PyExc_TypeError, "text must be ASCII");
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), used = 0;
    const uint8_t *data = PyUnicode_1BYTE_DATA(text);
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = data[i];
        used += LOWER(c) || UPPER(c) || (c >= '0' && c <= '9');
    }
    PyObject *squashed = PyUnicode_New(used, 127);
    if (squashed == NULL || used == 0) {
        return squashed;
    }
    uint8_t *out = PyUnicode_1BYTE_DATA(squashed);
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = data[i];
        if (LOWER(c) || (c >= '0' && c <= '9')) {
            *out++ = c;
        }
        else if (UPPER(c)) {
            *out++ = (uint8_t)(c + 32);
        }
    }
    return squashed;
}
