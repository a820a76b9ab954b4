/* What the network for blocks is shown of each. */
#include "ctext.h"

enum {
    M_MATRIX, M_COLUMNS,
    N_TABLE, N_HASHES, N_SLOTS, N_SCREEN, N_IDS, N_BAGS,
    W_TABLE, W_HASHES, W_SLOTS, W_SCREEN, W_IDS, W_BAGS,
    T_AROUND, T_ELEMENT, T_FIRST, T_END,
    PARTS
};

enum { MAX_WIDTH = 256 };

/* Known tokens: each is found by one look at the slot that the low bits of its hash name. Most
 * hashes of a page are unknown, and the screen, a bit a slot, is small enough to stay near. */
typedef struct {
    const float *table;
    const int32_t *hashes, *slots;
    const uint8_t *screen;
    Py_ssize_t known, slot_count, width;
} Vocabulary;

/* Hashed tokens of some bags, one bag after the other. */
typedef struct {
    const int32_t *ids, *bags;
    Py_ssize_t tokens, count;
} Bags;

/* What one call has open, and its memory. */
typedef struct {
    Py_buffer views[PARTS];
    int opened;
    Py_ssize_t n, features, levels, elements, shown;
    Vocabulary names, words;
    Bags name_bags, word_bags;
    float *name_means, *word_means; /* of each bag */
    double *chain;                  /* what begins and ends at each block */
} Call;

/* --- means of bags --------------------------------------------------------------------------- */

static Py_ssize_t
count_of(const Call *call, int part)
{
    return call->views[part].len / 4;
}

static int
vocabulary_open(const Call *call, int part, Py_ssize_t width, Vocabulary *found)
{
    *found = (Vocabulary){call->views[part].buf,     call->views[part + 1].buf,
                          call->views[part + 2].buf, call->views[part + 3].buf,
                          count_of(call, part + 1),  count_of(call, part + 2), width};
    Py_ssize_t slots = found->slot_count;
    if (slots < 8 || (slots & (slots - 1)) || count_of(call, part) != found->known * width ||
        call->views[part + 3].len * 8 != slots) {
        return 0;
    }
    return found->known > 0;
}

/* The row of a hash, or -1; -2 where the slots name a row that does not exist. */
static Py_ssize_t
find_row(const Vocabulary *vocabulary, int32_t id)
{
    Py_ssize_t slot = id & (vocabulary->slot_count - 1);
    if (!(vocabulary->screen[slot / 8] >> slot % 8 & 1)) {
        return -1;
    }
    int32_t row = vocabulary->slots[slot];
    if (row < 0 || row >= vocabulary->known) {
        return -2;
    }
    return vocabulary->hashes[row] == id ? row : -1;
}

/* Means of the known tokens' rows, one for each bag; 0 where tokens and tables do not fit. */
static int
mean_bags(const Vocabulary *vocabulary, const Bags *bags, float *means)
{
    Py_ssize_t width = vocabulary->width;
    for (Py_ssize_t i = 0; i < bags->tokens;) {
        int32_t bag = bags->bags[i];
        Py_ssize_t count = 0;
        if (bag < 0 || bag >= bags->count) {
            return 0;
        }
        float *mean = means + bag * width;
        for (; i < bags->tokens && bags->bags[i] == bag; i++) {
            Py_ssize_t row = find_row(vocabulary, bags->ids[i]);
            if (row == -2) {
                return 0;
            }
            if (row >= 0) {
                const float *values = vocabulary->table + row * width;
                for (Py_ssize_t k = 0; k < width; k++) {
                    mean[k] += values[k];
                }
                count++;
            }
        }
        for (Py_ssize_t k = 0; count > 1 && k < width; k++) {
            mean[k] /= (float)count;
        }
    }
    return 1;
}

/* --- rows ---------------------------------------------------------------------------------------- */

/* Notes at each block the elements that begin there, less those that have ended. */
static void
chain_elements(const Call *call)
{
    const int32_t *element = call->views[T_ELEMENT].buf, *first = call->views[T_FIRST].buf;
    const int32_t *last = call->views[T_END].buf;
    Py_ssize_t width = call->names.width;
    for (Py_ssize_t e = 0; e < call->elements; e++) {
        if (first[e] == last[e]) {
            continue;
        }
        const float *values = call->name_means + (Py_ssize_t)element[e] * width;
        double *begin = call->chain + (Py_ssize_t)first[e] * width;
        double *end = call->chain + (Py_ssize_t)last[e] * width;
        for (Py_ssize_t k = 0; k < width; k++) {
            begin[k] += values[k];
            end[k] -= values[k];
        }
    }
}

static void
write_rows(const Call *call, float *out)
{
    const int32_t *columns = call->views[M_COLUMNS].buf, *around = call->views[T_AROUND].buf;
    const float *matrix = call->views[M_MATRIX].buf;
    Py_ssize_t width = call->names.width, word_width = call->words.width;
    double sums[MAX_WIDTH] = {0};
    for (Py_ssize_t row = 0; row < call->n; row++) {
        for (Py_ssize_t k = 0; k < call->shown; k++) {
            *out++ = matrix[row * call->features + columns[k]];
        }
        for (Py_ssize_t level = 0; level < call->levels; level++) {
            memcpy(out, call->name_means + (Py_ssize_t)around[row * call->levels + level] * width,
                   (size_t)width * sizeof(float));
            out += width;
        }
        for (Py_ssize_t k = 0; k < width; k++) {
            sums[k] += call->chain[row * width + k];
            *out++ = (float)(sums[k] * 0.2);
        }
        memcpy(out, call->word_means + row * word_width, (size_t)word_width * sizeof(float));
        out += word_width;
    }
}

/* --- the call ------------------------------------------------------------------------------------ */

static int
are_sound(const Call *call)
{
    const int32_t *columns = call->views[M_COLUMNS].buf, *around = call->views[T_AROUND].buf;
    const int32_t *element = call->views[T_ELEMENT].buf, *first = call->views[T_FIRST].buf;
    const int32_t *end = call->views[T_END].buf;
    int sound = count_of(call, M_MATRIX) == call->n * call->features &&
                count_of(call, T_AROUND) == call->n * call->levels &&
                count_of(call, T_FIRST) == call->elements &&
                count_of(call, T_END) == call->elements &&
                count_of(call, N_IDS) == count_of(call, N_BAGS) &&
                count_of(call, W_IDS) == count_of(call, W_BAGS);
    for (Py_ssize_t k = 0; sound && k < call->shown; k++) {
        sound = columns[k] >= 0 && columns[k] < call->features;
    }
    for (Py_ssize_t k = 0; sound && k < call->n * call->levels; k++) {
        sound = around[k] >= 0 && around[k] < call->name_bags.count;
    }
    for (Py_ssize_t k = 0; sound && k < call->elements; k++) {
        sound = element[k] >= 0 && element[k] < call->name_bags.count && first[k] >= 0 &&
                first[k] <= end[k] && end[k] <= call->n;
    }
    return sound;
}

/* Opens the parts; 0 and an exception where they do not fit together. */
static int
call_open(Call *call, PyObject *parts, Py_ssize_t width, Py_ssize_t word_width)
{
    if (PyTuple_GET_SIZE(parts) != PARTS || call->n < 0 || call->features < 0 ||
        call->name_bags.count < 0 || call->levels < 0 || width < 1 || word_width < 1 ||
        width > MAX_WIDTH) {
        PyErr_SetString(PyExc_ValueError, "not the parts of the network's inputs");
        return 0;
    }
    for (; call->opened < PARTS; call->opened++) {
        PyObject *part = PyTuple_GET_ITEM(parts, call->opened);
        if (PyObject_GetBuffer(part, &call->views[call->opened], PyBUF_SIMPLE) < 0) {
            return 0;
        }
    }
    call->shown = count_of(call, M_COLUMNS);
    call->elements = count_of(call, T_ELEMENT);
    call->name_bags.ids = call->views[N_IDS].buf;
    call->name_bags.bags = call->views[N_BAGS].buf;
    call->name_bags.tokens = count_of(call, N_IDS);
    call->word_bags = (Bags){call->views[W_IDS].buf, call->views[W_BAGS].buf,
                             count_of(call, W_IDS), call->n};
    if (vocabulary_open(call, N_TABLE, width, &call->names) &&
        vocabulary_open(call, W_TABLE, word_width, &call->words) && are_sound(call)) {
        return 1;
    }
    PyErr_SetString(PyExc_ValueError, "tokens and tables do not fit together");
    return 0;
}

static void
call_close(Call *call)
{
    PyMem_Free(call->name_means);
    PyMem_Free(call->word_means);
    PyMem_Free(call->chain);
    while (call->opened > 0) {
        PyBuffer_Release(&call->views[--call->opened]);
    }
}

/* The rows, without the interpreter's lock. */
static PyObject *
make_rows(Call *call)
{
    Py_ssize_t width = call->names.width, word_width = call->words.width;
    Py_ssize_t row_size = call->shown + (call->levels + 1) * width + word_width;
    PyObject *rows = new_column(call->n * row_size, sizeof(float));
    call->name_means = PyMem_Calloc((size_t)(call->name_bags.count * width + 1), sizeof(float));
    call->word_means = PyMem_Calloc((size_t)(call->n * word_width + 1), sizeof(float));
    call->chain = PyMem_Calloc((size_t)((call->n + 1) * width), sizeof(double));
    if (rows == NULL || call->name_means == NULL || call->word_means == NULL ||
        call->chain == NULL) {
        Py_XDECREF(rows);
        return PyErr_NoMemory();
    }
    float *out = (float *)PyByteArray_AS_STRING(rows);
    int sound;
    Py_BEGIN_ALLOW_THREADS
    sound = mean_bags(&call->names, &call->name_bags, call->name_means) &&
            mean_bags(&call->words, &call->word_bags, call->word_means);
    if (sound) {
        chain_elements(call);
        write_rows(call, out);
    }
    Py_END_ALLOW_THREADS
    if (!sound) {
        Py_CLEAR(rows);
        PyErr_SetString(PyExc_ValueError, "tokens and tables do not fit together");
    }
    return rows;
}

const char inputs_doc[] = PyDoc_STR(
"inputs(parts, n, features, name_bags, levels, width, word_width) -> bytearray of float32\n\n"
"What the network is shown of each block, ``[n, columns + (levels + 1) * width + word_width]``:\n"
"measured columns, mean name tokens of the elements nearest to it, of all elements around it,\n"
"and mean word tokens. ``parts`` are contiguous arrays in the order of the source.");

PyObject *
inputs(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *parts, *rows = NULL;
    Py_ssize_t width, word_width;
    Call call;
    memset(&call, 0, sizeof(call));
    if (!PyArg_ParseTuple(args, "O!nnnnnn", &PyTuple_Type, &parts, &call.n, &call.features,
                          &call.name_bags.count, &call.levels, &width, &word_width)) {
        return NULL;
    }
    if (call_open(&call, parts, width, word_width)) {
        rows = make_rows(&call);
    }
    call_close(&call);
    return rows;
}
