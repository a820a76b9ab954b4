/* What can be measured of a text by itself, and of its repetition. */
#include "ctext.h"

static int
in_set(uint32_t c, const uint32_t *set, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (set[i] == c) {
            return 1;
        }
    }
    return 0;
}

enum { CHARS, ENDS, OPENS, COMMAS, LOWERS, DIGITS, REPEATED, MEASURES };

const char measure_texts_doc[] = PyDoc_STR(
"measure_texts(texts, plain, ends, closers) -> bytearray of float32 [7, n]\n\n"
"chars, ends_sentence, ends_open, commas, starts_lower, digits, repeated of each text.");

PyObject *
measure_texts(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *plain, *end_set, *closer_set;
    if (!PyArg_ParseTuple(args, "OOUU", &texts, &plain, &end_set, &closer_set)) {
        return NULL;
    }
    uint32_t ends[64], closers[64];
    size_t end_count = (size_t)PyUnicode_GET_LENGTH(end_set);
    size_t closer_count = (size_t)PyUnicode_GET_LENGTH(closer_set);
    if (end_count > 64 || closer_count > 64) {
        PyErr_SetString(PyExc_ValueError, "at most 64 marks");
        return NULL;
    }
    for (size_t i = 0; i < end_count; i++) {
        ends[i] = PyUnicode_READ_CHAR(end_set, (Py_ssize_t)i);
    }
    for (size_t i = 0; i < closer_count; i++) {
        closers[i] = PyUnicode_READ_CHAR(closer_set, (Py_ssize_t)i);
    }
    PyObject *fast = texts_of(texts);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer view;
    if (!open_buffer(plain, &view, n, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    PyObject *columns = new_column(n * MEASURES, sizeof(float));
    PyObject *seen = PySet_New(NULL), *copies = PyDict_New();
    if (columns == NULL || seen == NULL || copies == NULL) {
        goto failed;
    }
    float *out = (float *)PyByteArray_AS_STRING(columns);
    const uint8_t *is_plain = view.buf;
    for (Py_ssize_t row = 0; row < n; row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(fast, row);
        Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        if (length == 0) {
            PyErr_SetString(PyExc_ValueError, "a row of the tape is empty");
            goto failed;
        }
        int kind = PyUnicode_KIND(text);
        const void *data = PyUnicode_DATA(text);
        int ascii = PyUnicode_IS_ASCII(text);
        Py_ssize_t spaces = 0, commas = 0;
        if (!ascii || length > 16) {
            for (Py_ssize_t i = 0; i < length; i++) {
                uint32_t c = PyUnicode_READ(kind, data, i);
                spaces += c == ' ';
                commas += c == ',';
            }
        }
        double size = (double)length;
        if (length > 8 && !ascii && spaces * 16 < length) {
            size *= 2.5;
        }
        out[CHARS * n + row] = (float)size;
        uint32_t last = PyUnicode_READ(kind, data, length - 1);
        if (in_set(last, ends, end_count) ||
            (length > 1 && in_set(last, closers, closer_count) &&
             in_set(PyUnicode_READ(kind, data, length - 2), ends, end_count))) {
            out[ENDS * n + row] = 1.0f;
        }
        else if (last == ':' || last == 0xFF1A) {
            out[OPENS * n + row] = 1.0f;
        }
        uint32_t first = PyUnicode_READ(kind, data, 0);
        if (Py_UNICODE_ISLOWER(first)) {
            out[LOWERS * n + row] = 1.0f;
        }
        if (size <= 40.0) {
            Py_ssize_t figures = 0;
            for (Py_ssize_t i = 0; i < length; i++) {
                figures += Py_UNICODE_ISDECIMAL(PyUnicode_READ(kind, data, i)) != 0;
            }
            out[DIGITS * n + row] = (float)((double)figures / (double)length);
            PyObject *count = PyDict_GetItemWithError(copies, text);
            long number = count == NULL ? 1 : PyLong_AsLong(count) + 1;
            if (PyErr_Occurred()) {
                goto failed;
            }
            PyObject *counted = PyLong_FromLong(number);
            if (counted == NULL || PyDict_SetItem(copies, text, counted) < 0) {
                Py_XDECREF(counted);
                goto failed;
            }
            Py_DECREF(counted);
            if (number > 2) {
                out[REPEATED * n + row] = 1.0f;
            }
        }
        else {
            out[COMMAS * n + row] = (float)commas;
            if (is_plain[row]) {
                int known = PySet_Contains(seen, text);
                if (known < 0 || (!known && PySet_Add(seen, text) < 0)) {
                    goto failed;
                }
                if (known) {
                    out[REPEATED * n + row] = 1.0f;
                }
            }
        }
    }
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_DECREF(seen);
    Py_DECREF(copies);
    return columns;
failed:
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_XDECREF(seen);
    Py_XDECREF(copies);
    Py_XDECREF(columns);
    return NULL;
}
