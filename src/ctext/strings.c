/* String literals of a script. */
#include "ctext.h"

/* Where the literal that opens at ``start`` has its closing quote, or ``length``; ``units`` gets
 * its characters, an escape counted as one. */
static Py_ssize_t
end_of_string(int kind, const void *data, Py_ssize_t start, Py_ssize_t length, Py_ssize_t *units)
{
    Py_ssize_t at = start + 1;
    *units = 0;
    while (at < length) {
        uint32_t c = PyUnicode_READ(kind, data, at);
        if (c == '"') {
            return at;
        }
        at += c == '\\' ? 2 : 1;
        ++*units;
    }
    return length;
}

static Py_ssize_t
find_quote(int kind, const void *data, Py_ssize_t at, Py_ssize_t length)
{
    while (at < length && PyUnicode_READ(kind, data, at) != '"') {
        at++;
    }
    return at;
}

const char long_strings_doc[] = PyDoc_STR(
"long_strings(script, least) -> list of (start, end)\n\n"
"The contents of the string literals in double quotes that have ``least`` characters, an escape\n"
"counted as one. A quote that closes a shorter one may open the next.");

PyObject *
long_strings(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *script;
    Py_ssize_t least;
    if (!PyArg_ParseTuple(args, "Un", &script, &least)) {
        return NULL;
    }
    int kind = PyUnicode_KIND(script);
    const void *data = PyUnicode_DATA(script);
    Py_ssize_t length = PyUnicode_GET_LENGTH(script), units = 0;
    PyObject *found = PyList_New(0);
    Py_ssize_t start = find_quote(kind, data, 0, length);
    while (found != NULL && start < length) {
        Py_ssize_t end = end_of_string(kind, data, start, length, &units);
        if (end >= length) {
            break;
        }
        if (units < least) {
            start = end;
            continue;
        }
        PyObject *span = Py_BuildValue("(nn)", start + 1, end);
        if (span == NULL || PyList_Append(found, span) < 0) {
            Py_CLEAR(found);
        }
        Py_XDECREF(span);
        start = find_quote(kind, data, end + 1, length);
    }
    return found;
}
