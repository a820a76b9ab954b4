/* What the network is shown of each block. */
#include "ctext.h"

/* Means of the known tokens' rows of a table, one for each bag, into ``means``. */
static int
mean_bags(const int32_t *ids, const int32_t *bags, Py_ssize_t tokens, const int32_t *hashes,
          Py_ssize_t known, const int32_t *slots, Py_ssize_t slot_count, const float *table,
          Py_ssize_t width, float *means, Py_ssize_t bag_count)
{
    Py_ssize_t i = 0;
    while (i < tokens) {
        int32_t bag = bags[i];
        Py_ssize_t count = 0;
        if (bag < 0 || bag >= bag_count) {
            return 0;
        }
        float *mean = means + bag * width;
        for (; i < tokens && bags[i] == bag; i++) {
            int32_t row = slots[ids[i] & (slot_count - 1)];
            if (row < 0 || row >= known) {
                return 0;
            }
            if (hashes[row] == ids[i]) {
                const float *values = table + (Py_ssize_t)row * width;
                for (Py_ssize_t k = 0; k < width; k++) {
                    mean[k] += values[k];
                }
                count++;
            }
        }
        if (count > 1) {
            for (Py_ssize_t k = 0; k < width; k++) {
                mean[k] /= (float)count;
            }
        }
    }
    return 1;
}

enum {
    M_MATRIX, M_COLUMNS,
    N_TABLE, N_HASHES, N_SLOTS, N_IDS, N_BAGS,
    W_TABLE, W_HASHES, W_SLOTS, W_IDS, W_BAGS,
    T_AROUND, T_ELEMENT, T_FIRST, T_END,
    PARTS
};

const char inputs_doc[] = PyDoc_STR(
"inputs(parts, n, features, name_bags, levels, width, word_width) -> bytearray of float32\n\n"
"What the network is shown of each block, ``[n, columns + (levels + 1) * width + word_width]``:\n"
"measured columns, mean name tokens of the elements nearest to it, of all elements around it,\n"
"and mean word tokens. ``parts`` are contiguous arrays in the order of the source.");

PyObject *
inputs(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *parts;
    Py_ssize_t n, features, name_bags, levels, width, word_width;
    if (!PyArg_ParseTuple(args, "O!nnnnnn", &PyTuple_Type, &parts, &n, &features, &name_bags,
                          &levels, &width, &word_width)) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(parts) != PARTS || n < 0 || features < 0 || name_bags < 0 ||
        levels < 0 || width < 1 || word_width < 1) {
        PyErr_SetString(PyExc_ValueError, "not the parts of the network's inputs");
        return NULL;
    }
    Py_buffer views[PARTS];
    int opened = 0;
    PyObject *result = NULL;
    float *names = NULL;
    double *chain = NULL;
    for (; opened < PARTS; opened++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(parts, opened), &views[opened], PyBUF_SIMPLE) < 0) {
            goto done;
        }
    }
#define COUNT(part) (views[part].len / 4)
    const int32_t *columns = views[M_COLUMNS].buf;
    Py_ssize_t shown = COUNT(M_COLUMNS), elements = COUNT(T_ELEMENT);
    int sound = COUNT(M_MATRIX) == n * features && COUNT(T_AROUND) == n * levels &&
                COUNT(T_FIRST) == elements && COUNT(T_END) == elements &&
                COUNT(N_IDS) == COUNT(N_BAGS) && COUNT(W_IDS) == COUNT(W_BAGS) &&
                COUNT(N_TABLE) == COUNT(N_HASHES) * width &&
                COUNT(W_TABLE) == COUNT(W_HASHES) * word_width &&
                (COUNT(N_SLOTS) & (COUNT(N_SLOTS) - 1)) == 0 && COUNT(N_SLOTS) > 0 &&
                (COUNT(W_SLOTS) & (COUNT(W_SLOTS) - 1)) == 0 && COUNT(W_SLOTS) > 0;
    for (Py_ssize_t k = 0; sound && k < shown; k++) {
        sound = columns[k] >= 0 && columns[k] < features;
    }
    const int32_t *around = views[T_AROUND].buf, *element = views[T_ELEMENT].buf;
    const int32_t *firsts = views[T_FIRST].buf, *ends = views[T_END].buf;
    for (Py_ssize_t k = 0; sound && k < n * levels; k++) {
        sound = around[k] >= 0 && around[k] < name_bags;
    }
    for (Py_ssize_t k = 0; sound && k < elements; k++) {
        sound = element[k] >= 0 && element[k] < name_bags && firsts[k] >= 0 &&
                firsts[k] <= ends[k] && ends[k] <= n;
    }
    if (!sound) {
        goto unsound;
    }
    Py_ssize_t row_size = shown + (levels + 1) * width + word_width;
    result = new_column(n * row_size, sizeof(float));
    names = PyMem_Calloc((size_t)(name_bags * width + 1), sizeof(float));
    chain = PyMem_Calloc((size_t)((n + 1) * width), sizeof(double));
    float *words = PyMem_Calloc((size_t)(n * word_width + 1), sizeof(float));
    if (result == NULL || names == NULL || chain == NULL || words == NULL) {
        PyMem_Free(words);
        Py_CLEAR(result);
        PyErr_NoMemory();
        goto done;
    }
    sound = mean_bags(views[N_IDS].buf, views[N_BAGS].buf, COUNT(N_IDS), views[N_HASHES].buf,
                      COUNT(N_HASHES), views[N_SLOTS].buf, COUNT(N_SLOTS), views[N_TABLE].buf,
                      width, names, name_bags) &&
            mean_bags(views[W_IDS].buf, views[W_BAGS].buf, COUNT(W_IDS), views[W_HASHES].buf,
                      COUNT(W_HASHES), views[W_SLOTS].buf, COUNT(W_SLOTS), views[W_TABLE].buf,
                      word_width, words, n);
    if (!sound) {
        PyMem_Free(words);
        Py_CLEAR(result);
        goto unsound;
    }
    for (Py_ssize_t e = 0; e < elements; e++) {
        if (firsts[e] == ends[e]) {
            continue;
        }
        const float *values = names + (Py_ssize_t)element[e] * width;
        double *begin = chain + (Py_ssize_t)firsts[e] * width, *end = chain + (Py_ssize_t)ends[e] * width;
        for (Py_ssize_t k = 0; k < width; k++) {
            begin[k] += values[k];
            end[k] -= values[k];
        }
    }
    float *out = (float *)PyByteArray_AS_STRING(result);
    const float *matrix = views[M_MATRIX].buf;
    double sums[256];
    if (width > 256) {
        PyMem_Free(words);
        Py_CLEAR(result);
        goto unsound;
    }
    memset(sums, 0, sizeof(sums));
    for (Py_ssize_t row = 0; row < n; row++) {
        for (Py_ssize_t k = 0; k < shown; k++) {
            *out++ = matrix[row * features + columns[k]];
        }
        for (Py_ssize_t level = 0; level < levels; level++) {
            memcpy(out, names + (Py_ssize_t)around[row * levels + level] * width,
                   (size_t)width * sizeof(float));
            out += width;
        }
        for (Py_ssize_t k = 0; k < width; k++) {
            sums[k] += chain[row * width + k];
            *out++ = (float)(sums[k] * 0.2);
        }
        memcpy(out, words + row * word_width, (size_t)word_width * sizeof(float));
        out += word_width;
    }
    PyMem_Free(words);
    goto done;
unsound:
    PyErr_SetString(PyExc_ValueError, "tokens and tables do not fit together");
done:
    PyMem_Free(names);
    PyMem_Free(chain);
    while (opened > 0) {
        PyBuffer_Release(&views[--opened]);
    }
    return result;
}
