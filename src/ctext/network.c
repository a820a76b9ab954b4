/* The network's layers. */
#include "ctext.h"

/* Rows of ``out`` (of ``columns`` floats, a multiple of LANES) get what ``rows`` give when
 * multiplied by ``weight``. A row is ``parts`` runs of ``size`` floats that lie where
 * ``starts`` says, so that a block's neighbours need not be copied beside it; a run that is
 * NULL is beyond the page, and zero. */
#define LANES 16
#define TILE 4
#define MAX_PARTS 16

#if defined(__GNUC__)
typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static
#endif

/* Four rows at a time, so that each weight that is loaded is used four times; and where there
 * are registers enough (``wide``), two runs of columns, so that each input is used twice. */
INLINE void
multiply_rows(const float *const *starts, int parts, Py_ssize_t size, const float *weight,
              Py_ssize_t columns, float *out, int wide)
{
    Py_ssize_t column = 0;
#if defined(__GNUC__)
    for (; wide && column + 2 * LANES <= columns; column += 2 * LANES) {
        Lanes sums[2 * TILE] = {{0}};
        const float *at = weight + column;
        for (int part = 0; part < parts; part++) {
            const float *a = starts[part], *b = starts[MAX_PARTS + part];
            const float *c = starts[2 * MAX_PARTS + part], *d = starts[3 * MAX_PARTS + part];
            for (Py_ssize_t k = 0; k < size; k++) {
                Lanes v = *(const Lanes *)at, w = *(const Lanes *)(at + LANES);
                sums[0] += a[k] * v;
                sums[1] += a[k] * w;
                sums[2] += b[k] * v;
                sums[3] += b[k] * w;
                sums[4] += c[k] * v;
                sums[5] += c[k] * w;
                sums[6] += d[k] * v;
                sums[7] += d[k] * w;
                at += columns;
            }
        }
        for (int row = 0; row < TILE; row++) {
            memcpy(out + row * columns + column, &sums[2 * row], 2 * sizeof(Lanes));
        }
    }
#else
    (void)wide;
#endif
    for (; column < columns; column += LANES) {
        const float *at = weight + column;
#if defined(__GNUC__)
        Lanes one = {0}, two = {0}, three = {0}, four = {0};
#else
        float one[LANES] = {0}, two[LANES] = {0}, three[LANES] = {0}, four[LANES] = {0};
#endif
        for (int part = 0; part < parts; part++) {
            const float *a = starts[part], *b = starts[MAX_PARTS + part];
            const float *c = starts[2 * MAX_PARTS + part], *d = starts[3 * MAX_PARTS + part];
            for (Py_ssize_t k = 0; k < size; k++) {
#if defined(__GNUC__)
                Lanes w = *(const Lanes *)at;
                one += a[k] * w;
                two += b[k] * w;
                three += c[k] * w;
                four += d[k] * w;
#else
                for (int lane = 0; lane < LANES; lane++) {
                    one[lane] += a[k] * at[lane];
                    two[lane] += b[k] * at[lane];
                    three[lane] += c[k] * at[lane];
                    four[lane] += d[k] * at[lane];
                }
#endif
                at += columns;
            }
        }
        memcpy(out + column, &one, sizeof(one));
        memcpy(out + columns + column, &two, sizeof(two));
        memcpy(out + 2 * columns + column, &three, sizeof(three));
        memcpy(out + 3 * columns + column, &four, sizeof(four));
    }
}

#define KERNEL(name, attributes, wide) \
    attributes static void name(const float *const *starts, int parts, Py_ssize_t size, \
                                const float *weight, Py_ssize_t columns, float *out) \
    { \
        multiply_rows(starts, parts, size, weight, columns, out, wide); \
    }

KERNEL(multiply_plain, , 0)
typedef void (*Kernel)(const float *const *, int, Py_ssize_t, const float *, Py_ssize_t, float *);

#if defined(__GNUC__) && defined(__x86_64__)
KERNEL(multiply_avx2, __attribute__((target("avx2,fma"))), 0)
KERNEL(multiply_avx512, __attribute__((target("avx512f,avx2,fma"))), 1)

/* The widest that the processor has. */
static Kernel
best_kernel(void)
{
    if (__builtin_cpu_supports("avx512f")) {
        return multiply_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return multiply_avx2;
    }
    return multiply_plain;
}
#else
static Kernel
best_kernel(void)
{
    return multiply_plain;
}
#endif

/* ``rows`` (of which each is ``parts`` runs) times ``weight`` plus ``bias``. */
typedef struct {
    const float *weight, *bias;
    Py_ssize_t size, columns;
    int parts;
} Layer;

/* Where part ``part`` of row ``row`` lies. */
typedef struct {
    const float *base[MAX_PARTS]; /* a part's first row */
    Py_ssize_t offset[MAX_PARTS]; /* of its row from the row asked for */
    Py_ssize_t rows, width;
    const float *zeros;
} Source;

static void
multiply(const Source *source, const Layer *layer, float *out, const float *more, int relu)
{
    Kernel kernel = best_kernel();
    const float *starts[TILE * MAX_PARTS];
    float tile[TILE * 512];
    for (Py_ssize_t row = 0; row < source->rows; row += TILE) {
        for (int t = 0; t < TILE; t++) {
            for (int part = 0; part < layer->parts; part++) {
                Py_ssize_t at = row + t + source->offset[part];
                int inside = row + t < source->rows && at >= 0 && at < source->rows;
                starts[t * MAX_PARTS + part] =
                    inside ? source->base[part] + at * source->width : source->zeros;
            }
        }
        kernel(starts, layer->parts, layer->size, layer->weight, layer->columns, tile);
        for (int t = 0; t < TILE && row + t < source->rows; t++) {
            float *to = out + (row + t) * layer->columns;
            const float *from = tile + t * layer->columns;
            for (Py_ssize_t k = 0; k < layer->columns; k++) {
                float value = from[k] + layer->bias[k] + (more ? more[k] : 0.0f);
                to[k] = relu && value < 0.0f ? 0.0f : value;
            }
        }
    }
}

/* Mean and maximum over the rows: ``[2 * width]``. */
static void
pool(const float *rows, Py_ssize_t n, Py_ssize_t width, float *out)
{
    double sums[256] = {0};
    float *most = out + width;
    memcpy(most, rows, (size_t)width * sizeof(float));
    for (Py_ssize_t row = 0; row < n; row++) {
        const float *values = rows + row * width;
        for (Py_ssize_t k = 0; k < width; k++) {
            sums[k] += values[k];
            most[k] = values[k] > most[k] ? values[k] : most[k];
        }
    }
    for (Py_ssize_t k = 0; k < width; k++) {
        out[k] = (float)(sums[k] / (double)n);
    }
}

enum {
    L_ENTRY, L_POOLED = 2, L_CLOSING = 4, L_MIX = 6, L_ROLES = 8, L_TYPES = 10, L_CONVS = 12
};

const char forward_doc[] = PyDoc_STR(
"forward(rows, n, size, width, kernel, dilations, weights) -> (roles, types)\n\n"
"The network's answer to ``n`` rows of ``size`` inputs, as columns of float32. ``weights`` are\n"
"weight and bias of entry, pooled, closing, mix, roles, types and of each convolution; the\n"
"columns of each are padded to a multiple of 16.");

PyObject *
forward(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *rows, *dilations, *weights;
    Py_ssize_t n, size, width;
    int kernel;
    if (!PyArg_ParseTuple(args, "OnnniO!O!", &rows, &n, &size, &width, &kernel, &PyTuple_Type,
                          &dilations, &PyTuple_Type, &weights)) {
        return NULL;
    }
    Py_ssize_t layers = PyTuple_GET_SIZE(dilations), count = PyTuple_GET_SIZE(weights);
    if (n < 1 || size < 1 || width < LANES || width % LANES || width > 256 || kernel < 1 ||
        kernel > MAX_PARTS || layers > 8 || count != L_CONVS + 2 * layers) {
        PyErr_SetString(PyExc_ValueError, "not a network that this can run");
        return NULL;
    }
    Py_buffer views[L_CONVS + 16 + 1];
    int opened = 0;
    float *room = NULL;
    PyObject *result = NULL, *roles = NULL, *types = NULL;
    for (; opened < count; opened++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(weights, opened), &views[opened], PyBUF_SIMPLE) < 0) {
            goto done;
        }
    }
    if (PyObject_GetBuffer(rows, &views[opened], PyBUF_SIMPLE) < 0) {
        goto done;
    }
    opened++;
    Py_ssize_t role_columns = views[L_ROLES + 1].len / 4, type_columns = views[L_TYPES + 1].len / 4;
    int sound = views[count].len / 4 == n * size && role_columns % LANES == 0 &&
                type_columns % LANES == 0 && role_columns <= 512 && type_columns <= 512;
    Py_ssize_t expected[L_CONVS] = {
        size * width, width, 2 * width * width, width, 2 * width * width, width,
        2 * width * width, width, width * role_columns, role_columns,
        2 * width * type_columns, type_columns,
    };
    for (int part = 0; sound && part < count; part++) {
        Py_ssize_t wanted = part < L_CONVS ? expected[part]
                            : part % 2 == 0 ? kernel * width * width
                                            : width;
        sound = views[part].len / 4 == wanted;
    }
    long reach[8];
    for (Py_ssize_t layer = 0; sound && layer < layers; layer++) {
        reach[layer] = PyLong_AsLong(PyTuple_GET_ITEM(dilations, layer));
        sound = reach[layer] > 0 && reach[layer] < 1024;
    }
    if (!sound) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "weights and rows do not fit together");
        }
        goto done;
    }
    Py_ssize_t widest = size > 2 * width ? size : 2 * width;
    room = PyMem_Calloc((size_t)(3 * n * width + 6 * width + widest), sizeof(float));
    roles = new_column(n * role_columns, sizeof(float));
    types = new_column(type_columns, sizeof(float));
    if (room == NULL || roles == NULL || types == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        goto done;
    }
    float *entry = room, *hidden = entry + n * width, *step = hidden + n * width;
    float *pooled = step + n * width, *vector = pooled + 2 * width, *zeros = vector + 4 * width;
    const float *from = views[count].buf;
    Py_BEGIN_ALLOW_THREADS
#define LAYER(part, parts, size, columns) \
    ((Layer){views[part].buf, views[(part) + 1].buf, size, columns, parts})
    Source inputs_source = {{from}, {0}, n, size, zeros};
    Layer layer = LAYER(L_ENTRY, 1, size, width);
    multiply(&inputs_source, &layer, entry, NULL, 1);
    pool(entry, n, width, pooled);
    Source pool_source = {{pooled}, {0}, 1, 2 * width, zeros};
    layer = LAYER(L_POOLED, 1, 2 * width, width);
    multiply(&pool_source, &layer, vector, NULL, 0);
    for (Py_ssize_t row = 0; row < n; row++) {
        for (Py_ssize_t k = 0; k < width; k++) {
            float value = entry[row * width + k] + vector[k];
            hidden[row * width + k] = value < 0.0f ? 0.0f : value;
        }
    }
    for (Py_ssize_t conv = 0; conv < layers; conv++) {
        Source near = {{0}, {0}, n, width, zeros};
        for (int part = 0; part < kernel; part++) {
            near.base[part] = hidden;
            near.offset[part] = (part - kernel / 2) * reach[conv];
        }
        layer = LAYER(L_CONVS + 2 * conv, kernel, width, width);
        multiply(&near, &layer, step, NULL, 1);
        for (Py_ssize_t at = 0; at < n * width; at++) {
            hidden[at] += step[at];
        }
    }
    pool(hidden, n, width, pooled);
    layer = LAYER(L_CLOSING, 1, 2 * width, width);
    multiply(&pool_source, &layer, vector, NULL, 0);
    Source both = {{entry, hidden}, {0, 0}, n, width, zeros};
    layer = LAYER(L_MIX, 2, width, width);
    multiply(&both, &layer, step, vector, 1);
    Source mixed = {{step}, {0}, n, width, zeros};
    layer = LAYER(L_ROLES, 1, width, role_columns);
    multiply(&mixed, &layer, (float *)PyByteArray_AS_STRING(roles), NULL, 0);
    layer = LAYER(L_TYPES, 1, 2 * width, type_columns);
    multiply(&pool_source, &layer, (float *)PyByteArray_AS_STRING(types), NULL, 0);
    Py_END_ALLOW_THREADS
    result = Py_BuildValue("(OO)", roles, types);
done:
    Py_XDECREF(roles);
    Py_XDECREF(types);
    PyMem_Free(room);
    while (opened > 0) {
        PyBuffer_Release(&views[--opened]);
    }
    return result;
}
