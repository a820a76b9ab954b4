/* The network for blocks. */
#include "ctext.h"
#include "products.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { MAX_WIDTH = 256, MANY = 8192 };

/* Mean and maximum over the rows: ``[2 * width]``. */
static void
pool(const float *rows, Py_ssize_t n, Py_ssize_t width, float *out)
{
    double sums[MAX_WIDTH] = {0};
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

/* --- the network ----------------------------------------------------------------------------- */

enum { L_POOLED, L_CLOSING = 2, L_MIX = 4, L_ROLES = 6, L_TYPES = 8, L_CONVS = 10 };
enum { MAX_CONVS = 8, MAX_VIEWS = L_CONVS + 2 * MAX_CONVS + 1, MAX_REACH = 1024 };

/* Shapes and weights of one call. */
typedef struct {
    Py_ssize_t n, width, role_columns, type_columns;
    int kernel, convs;
    long reach[MAX_CONVS];
    Py_buffer views[MAX_VIEWS]; /* weights, then the rows of the entry */
    int opened;
} Network;

static Layer
layer_of(const Network *network, int part, Py_ssize_t columns)
{
    return (Layer){network->views[part].buf, network->views[part + 1].buf, columns};
}

/* What lies between the layers. A page of many blocks takes most of its memory here: the inputs
 * are gone by now, and what a convolution adds shares its place with what is mixed behind them. */
typedef struct {
    Rows entry, hidden, mixed, pooled;
    float *step, *vector;
} Room;

static void
apply(const Rows *rows, const Layer *layer, float *out, int relu)
{
    Source source = {{rows}, {0}, 1};
    multiply(&source, layer, out, NULL, relu);
}

static void
run(const Network *network, const Room *room, float *roles, float *types)
{
    Py_ssize_t n = network->n, width = network->width;
    const float *entry = room->entry.values;
    float *hidden = (float *)room->hidden.values;
    float *mixed = (float *)room->mixed.values, *pooled = (float *)room->pooled.values;
    pool(entry, n, width, pooled);
    find_masks(&room->pooled);
    Layer layer = layer_of(network, L_POOLED, width);
    apply(&room->pooled, &layer, room->vector, 0);
    for (Py_ssize_t row = 0; row < n; row++) {
        for (Py_ssize_t k = 0; k < width; k++) {
            float value = entry[row * width + k] + room->vector[k];
            hidden[row * width + k] = value < 0.0f ? 0.0f : value;
        }
    }
    for (int conv = 0; conv < network->convs; conv++) {
        Source near = {.parts = network->kernel};
        for (int part = 0; part < network->kernel; part++) {
            near.rows[part] = &room->hidden;
            near.away[part] = (part - network->kernel / 2) * network->reach[conv];
        }
        layer = layer_of(network, L_CONVS + 2 * conv, width);
        find_masks(&room->hidden);
        multiply(&near, &layer, room->step, NULL, 1);
        for (Py_ssize_t at = 0; at < n * width; at++) {
            hidden[at] += room->step[at];
        }
    }
    pool(hidden, n, width, pooled);
    find_masks(&room->pooled);
    layer = layer_of(network, L_CLOSING, width);
    apply(&room->pooled, &layer, room->vector, 0);
    find_masks(&room->entry);
    find_masks(&room->hidden);
    Source both = {{&room->entry, &room->hidden}, {0, 0}, 2};
    layer = layer_of(network, L_MIX, width);
    multiply(&both, &layer, mixed, room->vector, 1);
    find_masks(&room->mixed);
    layer = layer_of(network, L_ROLES, network->role_columns);
    apply(&room->mixed, &layer, roles, 0);
    layer = layer_of(network, L_TYPES, network->type_columns);
    apply(&room->pooled, &layer, types, 0);
}

/* Hands what was freed back to the system after a page of very many blocks. glibc keeps up to 64 MB
 * of it, which Python's own objects, the blocks of the record, never use. */
static void
hand_back(Py_ssize_t n)
{
#ifdef __GLIBC__
    if (n >= MANY) {
        malloc_trim(0);
    }
#else
    (void)n;
#endif
}

/* Runs the network in memory of its own; 0 where there is none. */
static int
run_in_room(const Network *network, float *roles, float *types)
{
    Py_ssize_t n = network->n, width = network->width;
    size_t floats = (size_t)(2 * n * width + 3 * width);
    size_t words = (size_t)(3 * n * words_of(width) + words_of(2 * width));
    float *values = PyMem_RawMalloc(floats * sizeof(float));
    uint64_t *masks = PyMem_RawMalloc(words * sizeof(uint64_t));
    if (values != NULL && masks != NULL) {
        Room room;
        uint64_t *free_masks = masks;
        room.entry = (Rows){network->views[network->opened - 1].buf, free_masks, n, width};
        free_masks += n * words_of(width);
        room.hidden = (Rows){values, free_masks, n, width};
        free_masks += n * words_of(width);
        room.step = values + n * width;
        room.mixed = (Rows){room.step, free_masks, n, width};
        free_masks += n * words_of(width);
        room.pooled = (Rows){values + 2 * n * width, free_masks, 1, 2 * width};
        room.vector = values + 2 * n * width + 2 * width;
        run(network, &room, roles, types);
    }
    int good = values != NULL && masks != NULL;
    PyMem_RawFree(values);
    PyMem_RawFree(masks);
    hand_back(n);
    return good;
}

static void
network_close(Network *network)
{
    while (network->opened > 0) {
        PyBuffer_Release(&network->views[--network->opened]);
    }
}

static int
are_sound(const Network *network)
{
    Py_ssize_t width = network->width, columns = network->role_columns;
    Py_ssize_t types = network->type_columns;
    Py_ssize_t expected[L_CONVS] = {
        2 * width * width, width, 2 * width * width, width, 2 * width * width, width,
        width * columns, columns, 2 * width * types, types,
    };
    if (columns % LANES || types % LANES || columns > MAX_COLUMNS || types > MAX_COLUMNS) {
        return 0;
    }
    for (int part = 0; part < L_CONVS + 2 * network->convs; part++) {
        Py_ssize_t wanted = part < L_CONVS ? expected[part]
                            : part % 2    ? width
                                          : network->kernel * width * width;
        if (network->views[part].len / 4 != wanted) {
            return 0;
        }
    }
    return network->views[network->opened - 1].len / 4 == network->n * width;
}

/* Opens rows and weights; 0 and an exception where they do not fit together. */
static int
network_open(Network *network, PyObject *rows, PyObject *dilations, PyObject *weights)
{
    Py_ssize_t convs = PyTuple_GET_SIZE(dilations), count = PyTuple_GET_SIZE(weights);
    network->opened = 0;
    if (network->n < 1 || network->width < LANES || network->width % LANES ||
        network->width > MAX_WIDTH || network->kernel < 1 ||
        network->kernel > MAX_PARTS || convs > MAX_CONVS || count != L_CONVS + 2 * convs) {
        PyErr_SetString(PyExc_ValueError, "not a network that this can run");
        return 0;
    }
    network->convs = (int)convs;
    for (Py_ssize_t part = 0; part <= count; part++) {
        PyObject *object = part < count ? PyTuple_GET_ITEM(weights, part) : rows;
        if (PyObject_GetBuffer(object, &network->views[part], PyBUF_SIMPLE) < 0) {
            network_close(network);
            return 0;
        }
        network->opened++;
    }
    network->role_columns = network->views[L_ROLES + 1].len / 4;
    network->type_columns = network->views[L_TYPES + 1].len / 4;
    int sound = are_sound(network);
    for (Py_ssize_t conv = 0; sound && conv < convs; conv++) {
        network->reach[conv] = PyLong_AsLong(PyTuple_GET_ITEM(dilations, conv));
        sound = network->reach[conv] > 0 && network->reach[conv] < MAX_REACH;
    }
    if (!sound) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "weights and rows do not fit together");
        }
        network_close(network);
    }
    return sound;
}

const char forward_doc[] = PyDoc_STR(
"forward(entry, n, width, kernel, dilations, weights) -> (roles, types)\n\n"
"The network's answer to ``n`` rows of ``width`` values that its entry made, as columns of\n"
"float32. ``weights`` are weight and bias of pooled, closing, mix, roles, types and of each\n"
"convolution; the columns of each are padded to a multiple of 16.");

PyObject *
forward(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *rows, *dilations, *weights, *result = NULL;
    Network network;
    if (!PyArg_ParseTuple(args, "OnniO!O!", &rows, &network.n, &network.width, &network.kernel,
                          &PyTuple_Type, &dilations, &PyTuple_Type, &weights) ||
        !network_open(&network, rows, dilations, weights)) {
        return NULL;
    }
    PyObject *roles = new_column(network.n * network.role_columns, sizeof(float));
    PyObject *types = new_column(network.type_columns, sizeof(float));
    if (roles != NULL && types != NULL) {
        float *role_rows = (float *)PyByteArray_AS_STRING(roles);
        float *type_row = (float *)PyByteArray_AS_STRING(types);
        int good;
        Py_BEGIN_ALLOW_THREADS
        good = run_in_room(&network, role_rows, type_row);
        Py_END_ALLOW_THREADS
        result = good ? Py_BuildValue("(OO)", roles, types) : PyErr_NoMemory();
    }
    Py_XDECREF(roles);
    Py_XDECREF(types);
    network_close(&network);
    return result;
}
