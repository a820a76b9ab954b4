/* One layer of a network. */
#include "ctext.h"
#include "products.h"

/* What one call has open: some matrices side by side, weight and bias. */
typedef struct {
    Py_buffer views[MAX_PARTS + 2];
    int opened;
    Rows rows[MAX_PARTS];
    Source source;
    Layer layer;
    uint64_t *masks;
} Call;

static void
call_close(Call *call)
{
    while (call->opened > 0) {
        PyBuffer_Release(&call->views[--call->opened]);
    }
    PyMem_Free(call->masks);
}

/* A matrix that stands in several places is read once. */
static const Rows *
known_rows(const Call *call, int part)
{
    for (int other = 0; other < part; other++) {
        if (call->rows[other].values == call->rows[part].values) {
            return &call->rows[other];
        }
    }
    return NULL;
}

/* Opens the matrices of ``n`` rows, each so far away; how wide they are together, or -1 and an
 * exception. */
static Py_ssize_t
open_parts(Call *call, PyObject *parts, PyObject *away, Py_ssize_t n)
{
    Py_ssize_t count = PyTuple_GET_SIZE(parts), width = 0;
    if (n < 1 || count < 1 || count > MAX_PARTS || PyTuple_GET_SIZE(away) != count) {
        PyErr_SetString(PyExc_ValueError, "not the parts of a layer's inputs");
        return -1;
    }
    for (int part = 0; part < (int)count; part++) {
        Py_buffer *view = &call->views[part];
        if (!open_buffer(PyTuple_GET_ITEM(parts, part), view, n, 4)) {
            return -1;
        }
        call->opened++;
        call->rows[part] = (Rows){view->buf, NULL, n, view->len / 4 / n};
        call->source.away[part] = PyLong_AsSsize_t(PyTuple_GET_ITEM(away, part));
        if (PyErr_Occurred() || call->source.away[part] < -n || call->source.away[part] > n) {
            PyErr_Clear();
            call->source.away[part] = n; /* wholly beyond the page */
        }
        width += call->rows[part].width;
    }
    call->source.parts = (int)count;
    return width;
}

static int
open_layer(Call *call, PyObject *weight, PyObject *bias, Py_ssize_t width)
{
    Py_buffer *view = &call->views[call->opened];
    if (!open_buffer(bias, view, 1, 4)) {
        return 0;
    }
    call->opened++;
    call->layer.bias = view->buf;
    call->layer.columns = view->len / 4;
    if (call->layer.columns % LANES || call->layer.columns > MAX_COLUMNS) {
        PyErr_SetString(PyExc_ValueError, "columns of a layer must be padded");
        return 0;
    }
    view = &call->views[call->opened];
    if (!open_buffer(weight, view, width * call->layer.columns, 4)) {
        return 0;
    }
    call->opened++;
    call->layer.weight = view->buf;
    return 1;
}

static int
find_all_masks(Call *call)
{
    size_t words = 0;
    for (int part = 0; part < call->source.parts; part++) {
        words += (size_t)(call->rows[part].rows * words_of(call->rows[part].width));
    }
    uint64_t *at = call->masks = PyMem_Malloc(words * sizeof(uint64_t));
    if (at == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (int part = 0; part < call->source.parts; part++) {
        const Rows *known = known_rows(call, part);
        if (known == NULL) {
            Rows *rows = &call->rows[part];
            rows->masks = at;
            at += rows->rows * words_of(rows->width);
            find_masks(rows);
            known = rows;
        }
        call->source.rows[part] = known;
    }
    return 1;
}

const char dense_doc[] = PyDoc_STR(
"dense(parts, away, n, weight, bias, relu) -> bytearray of float32\n\n"
"For each of ``n`` rows what a layer makes of the rows so far ``away`` in the ``parts``, side by\n"
"side; beyond the first and the last they are 0. The columns are a multiple of 16.");

PyObject *
dense(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *parts, *away, *weight, *bias, *out = NULL;
    Py_ssize_t n;
    int relu;
    Call call;
    memset(&call, 0, sizeof(call));
    if (!PyArg_ParseTuple(args, "O!O!nOOp", &PyTuple_Type, &parts, &PyTuple_Type, &away, &n,
                          &weight, &bias, &relu)) {
        return NULL;
    }
    Py_ssize_t width = open_parts(&call, parts, away, n);
    if (width >= 0 && open_layer(&call, weight, bias, width) && find_all_masks(&call)) {
        out = new_column(n * call.layer.columns, sizeof(float));
    }
    if (out != NULL) {
        float *rows = (float *)PyByteArray_AS_STRING(out);
        Py_BEGIN_ALLOW_THREADS
        multiply(&call.source, &call.layer, rows, NULL, relu);
        Py_END_ALLOW_THREADS
    }
    call_close(&call);
    return out;
}
