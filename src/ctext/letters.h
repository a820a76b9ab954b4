/* Letters and white space, as Python's str tells them. */
#ifndef BODYCOPY_LETTERS_H
#define BODYCOPY_LETTERS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define LOWER(c) ((c) >= 'a' && (c) <= 'z')
#define UPPER(c) ((c) >= 'A' && (c) <= 'Z')
#define FOLD(c) (UPPER(c) ? (c) + 32 : (c))
#define FIGURE(c) ((c) >= '0' && (c) <= '9')

/* White space of str.split. */
static inline int
is_space(uint32_t c)
{
    return c < 128 ? (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31))
                   : Py_UNICODE_ISSPACE(c);
}

static inline int
is_decimal(uint32_t c)
{
    return c < 128 ? FIGURE(c) : Py_UNICODE_ISDECIMAL(c);
}

/* Whether two strings are equal. */
static inline int
same_text(PyObject *one, PyObject *two)
{
    if (one == two) {
        return 1;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(one);
    int kind = PyUnicode_KIND(one);
    return length == PyUnicode_GET_LENGTH(two) && kind == (int)PyUnicode_KIND(two) &&
           memcmp(PyUnicode_DATA(one), PyUnicode_DATA(two), (size_t)length * (size_t)kind) == 0;
}

/* Whether a string is this ASCII name. */
static inline int
is_name(PyObject *string, const char *name, Py_ssize_t length)
{
    return PyUnicode_GET_LENGTH(string) == length && PyUnicode_IS_ASCII(string) &&
           memcmp(PyUnicode_1BYTE_DATA(string), name, (size_t)length) == 0;
}

#define IS_NAME(string, name) is_name(string, name, (Py_ssize_t)sizeof(name) - 1)

#endif
