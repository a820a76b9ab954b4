/* Means of the rows of known tokens. */
#include "ctext.h"

enum { ID_BITS = 31 };

/* Known hashes, ascending; ``starts`` says where those begin whose first bits are 0, 1, 2 ... */
typedef struct {
    const int32_t *hashes, *starts;
    Py_ssize_t count;
    int shift;
} Known;

/* The row of a hash, or -1. */
static Py_ssize_t
find_row(const Known *known, int32_t id)
{
    if (id < 0) {
        return -1;
    }
    int32_t end = known->starts[(id >> known->shift) + 1];
    for (int32_t row = known->starts[id >> known->shift]; row < end; row++) {
        if (known->hashes[row] == id) {
            return row;
        }
    }
    return -1;
}

static int
are_sound(const Known *known, Py_ssize_t starts, const int64_t *lines, Py_ssize_t tokens,
          Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < starts; i++) {
        if (known->starts[i] < 0 || known->starts[i] > known->count) {
            return 0;
        }
    }
    for (Py_ssize_t i = 0; i < tokens; i++) {
        if (lines[i] < 0 || lines[i] >= n) {
            return 0;
        }
    }
    return 1;
}

static void
add_rows(const Known *known, const float *table, Py_ssize_t width, const int32_t *ids,
         const int64_t *lines, Py_ssize_t tokens, float *out)
{
    for (Py_ssize_t i = 0, end; i < tokens; i = end) {
        float *mean = out + lines[i] * width;
        Py_ssize_t found = 0;
        for (end = i; end < tokens && lines[end] == lines[i]; end++) {
            Py_ssize_t row = find_row(known, ids[end]);
            if (row >= 0) {
                found++;
                for (Py_ssize_t k = 0; k < width; k++) {
                    mean[k] += table[row * width + k];
                }
            }
        }
        for (Py_ssize_t k = 0; found > 1 && k < width; k++) {
            mean[k] /= (float)found;
        }
    }
}

const char mean_tokens_doc[] = PyDoc_STR(
"mean_tokens(table, hashes, starts, ids, lines, n) -> bytearray of float32\n\n"
"For each of ``n`` lines the mean of the table's rows of its known tokens; 0 where none is known.\n"
"``starts`` divide the ascending ``hashes`` by their first bits. ``lines`` (int64) ascend.");

PyObject *
mean_tokens(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *objects[5], *out = NULL;
    Py_ssize_t n;
    if (!PyArg_ParseTuple(args, "OOOOOn", &objects[0], &objects[1], &objects[2], &objects[3],
                          &objects[4], &n)) {
        return NULL;
    }
    Py_buffer views[5];
    int opened = 0;
    for (; opened < 5; opened++) {
        if (!open_buffer(objects[opened], &views[opened], 0, 1)) {
            goto done;
        }
    }
    Known known = {views[1].buf, views[2].buf, views[1].len / 4, ID_BITS};
    Py_ssize_t buckets = views[2].len / 4 - 1, tokens = views[3].len / 4;
    while (known.shift > 0 && (Py_ssize_t)1 << (ID_BITS - known.shift) < buckets) {
        known.shift--;
    }
    Py_ssize_t width = known.count ? views[0].len / 4 / known.count : 0;
    if (n < 0 || width < 1 || (Py_ssize_t)1 << (ID_BITS - known.shift) != buckets ||
        views[4].len / 8 != tokens ||
        !are_sound(&known, buckets + 1, views[4].buf, tokens, n)) {
        PyErr_SetString(PyExc_ValueError, "tokens and tables do not fit together");
        goto done;
    }
    out = new_column(n * width, sizeof(float));
    if (out != NULL) {
        add_rows(&known, views[0].buf, width, views[3].buf, views[4].buf, tokens,
                 (float *)PyByteArray_AS_STRING(out));
    }
done:
    while (opened > 0) {
        PyBuffer_Release(&views[--opened]);
    }
    return out;
}
