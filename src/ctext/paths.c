/* CSS paths of elements. */
#include "ctext.h"
#include "letters.h"

/* Whether a tag is written in a selector as it is: ``[a-z][a-z0-9-]*``. */
static int
is_plain(PyObject *tag)
{
    if (!PyUnicode_IS_ASCII(tag) || PyUnicode_GET_LENGTH(tag) == 0) {
        return 0;
    }
    const uint8_t *data = PyUnicode_1BYTE_DATA(tag);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(tag); i++) {
        uint8_t c = data[i];
        if (!LOWER(c) && (i == 0 || !((c >= '0' && c <= '9') || c == '-'))) {
            return 0;
        }
    }
    return 1;
}

/* Writes a number, which is not negative, behind ``at`` characters; how many there are then. */
static Py_ssize_t
spell_number(char *out, Py_ssize_t at, int32_t number)
{
    char digits[12];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        out[at++] = digits[--count];
    }
    return at;
}

/* ``above > tag:nth-child(place)``, or the empty string below one that is empty or too long. */
static PyObject *
spell_step(PyObject *above, PyObject *tag, int32_t place, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(above);
    if (length == 0 || length >= most) {
        return PyUnicode_New(0, 0);
    }
    char step[48] = ":nth-child(";
    int plain = is_plain(tag);
    const char *name = plain ? (const char *)PyUnicode_1BYTE_DATA(tag) : "*";
    Py_ssize_t name_length = plain ? PyUnicode_GET_LENGTH(tag) : 1;
    Py_ssize_t tail = spell_number(step, (Py_ssize_t)strlen(step), place);
    step[tail++] = ')';
    PyObject *path = PyUnicode_New(length + 3 + name_length + tail, 127);
    if (path != NULL) {
        char *out = (char *)PyUnicode_1BYTE_DATA(path);
        memcpy(out, PyUnicode_1BYTE_DATA(above), (size_t)length);
        memcpy(out + length, " > ", 3);
        memcpy(out + length + 3, name, (size_t)name_length);
        memcpy(out + length + 3 + name_length, step, (size_t)tail);
    }
    return path;
}

const char spell_paths_doc[] = PyDoc_STR(
"spell_paths(tags, parents, places, rows, most) -> list of str\n\n"
"The CSS path of each of the elements in ``rows`` (int32); ``places`` among their siblings.");

PyObject *
spell_paths(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *parents, *places, *rows;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOOOn", &tags, &parents, &places, &rows, &most)) {
        return NULL;
    }
    PyObject *fast = texts_of(tags);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer above, nth, wanted;
    PyObject **paths = PyMem_Calloc((size_t)n + 1, sizeof(PyObject *));
    int32_t *chain = PyMem_Malloc(((size_t)n + 1) * sizeof(int32_t));
    PyObject *result = NULL;
    if (paths == NULL || chain == NULL) {
        PyErr_NoMemory();
        goto no_parents;
    }
    if (!open_buffer(parents, &above, n, 4)) {
        goto no_parents;
    }
    if (!open_buffer(places, &nth, n, 4)) {
        goto no_places;
    }
    if (!open_buffer(rows, &wanted, 0, 4)) {
        goto no_rows;
    }
    const int32_t *parent = above.buf, *place = nth.buf, *row = wanted.buf;
    Py_ssize_t count = wanted.len / 4;
    result = PyList_New(count);
    if (n > 0) {
        /* The root of a flattened text has no name, for text has no elements. */
        paths[0] = PyUnicode_FromString(
            PyUnicode_GET_LENGTH(PySequence_Fast_GET_ITEM(fast, 0)) ? "body" : "");
    }
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        int32_t at = row[i];
        Py_ssize_t depth = 0;
        while (at > 0 && at < n && paths[at] == NULL && depth < n) {
            chain[depth++] = at;
            at = parent[at];
        }
        if (at < 0 || at >= n || paths[at] == NULL) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "an element without a way to the root");
            }
            Py_CLEAR(result);
            break;
        }
        while (depth > 0) {
            int32_t child = chain[--depth];
            paths[child] = spell_step(paths[at], PySequence_Fast_GET_ITEM(fast, child),
                                      place[child], most);
            if (paths[child] == NULL) {
                break;
            }
            at = child;
        }
        if (paths[at] == NULL || depth > 0) {
            Py_CLEAR(result);
            break;
        }
        PyList_SET_ITEM(result, i, Py_NewRef(paths[at]));
    }
    for (Py_ssize_t at = 0; at < n; at++) {
        Py_XDECREF(paths[at]);
    }
    PyBuffer_Release(&wanted);
no_rows:
    PyBuffer_Release(&nth);
no_places:
    PyBuffer_Release(&above);
no_parents:
    PyMem_Free(paths);
    PyMem_Free(chain);
    Py_DECREF(fast);
    return result;
}
