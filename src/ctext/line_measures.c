/* What can be measured of the lines of a flattened text; see lines/features.py. */
#include "ctext.h"
#include "line_columns.h"
#include "line_page.h"

enum { SCALES = 6, COLUMNS = 5 };

/* What one call has open. */
typedef struct {
    Text text;
    Py_buffer columns[COLUMNS], scales[SCALES], kinds, matrix;
    int opened_columns, opened_scales, opened_kinds, opened_matrix;
} Call;

static void
call_close(Call *call)
{
    while (call->opened_columns > 0) {
        PyBuffer_Release(&call->columns[--call->opened_columns]);
    }
    while (call->opened_scales > 0) {
        PyBuffer_Release(&call->scales[--call->opened_scales]);
    }
    if (call->opened_matrix) {
        PyBuffer_Release(&call->matrix);
    }
    lines_close(&call->text.lines);
    if (call->opened_kinds) {
        PyBuffer_Release(&call->kinds);
    }
}

static int
open_scales(Call *call, PyObject *const *objects)
{
    Text *text = &call->text;
    Scale *scales[SCALES] = {&text->lengths, &text->fits,  &text->words,
                             &text->copies,  &text->above, &text->below};
    for (; call->opened_scales < SCALES; call->opened_scales++) {
        Py_buffer *view = &call->scales[call->opened_scales];
        if (!open_buffer(objects[call->opened_scales], view, 1, 4)) {
            return 0;
        }
        *scales[call->opened_scales] = (Scale){view->buf, view->len / 4};
    }
    return 1;
}

static int
open_columns(Call *call, PyObject *const *objects, PyObject *matrix)
{
    Text *text = &call->text;
    for (; call->opened_columns < COLUMNS; call->opened_columns++) {
        Py_buffer *view = &call->columns[call->opened_columns];
        if (!open_buffer(objects[call->opened_columns], view, text->n, 4)) {
            return 0;
        }
    }
    text->context = call->columns[0].buf;
    text->level = call->columns[1].buf;
    text->link_chars = call->columns[2].buf;
    text->strong_chars = call->columns[3].buf;
    text->gaps = call->columns[4].buf;
    call->opened_matrix = open_output(matrix, &call->matrix, text->n * LINE_MEASURES, 4);
    if (call->opened_matrix) {
        text->matrix = call->matrix.buf;
        text->width = call->matrix.len / 4 / text->n;
    }
    return call->opened_matrix;
}

/* Measures all; the result of the call. */
static PyObject *
measure(Call *call)
{
    Text *text = &call->text;
    PyObject *chars = new_column(text->n, 4), *prose = new_column(text->n, 4);
    PyObject *rest = PyList_New(0), *result = NULL;
    if (chars != NULL && prose != NULL && rest != NULL) {
        text->chars = (float *)PyByteArray_AS_STRING(chars);
        text->prose = (float *)PyByteArray_AS_STRING(prose);
        if (measure_form(text, rest)) {
            find_stretch(text);
            measure_place(text);
            if (measure_copies(text) && measure_words(text)) {
                result = Py_BuildValue("(OOiiNO)", chars, prose, (int)text->first, (int)text->end,
                                       lines_hashes(&text->lines), rest);
            }
        }
    }
    Py_XDECREF(chars);
    Py_XDECREF(prose);
    Py_XDECREF(rest);
    return result;
}

const char measure_lines_doc[] = PyDoc_STR(
"measure_lines(lines, columns, matrix, kinds, bits, scales)\n"
"    -> (chars, prose, first, end, hashes, rest)\n\n"
"Fills the columns of the float32 matrix that are measures, but for those that are the same for\n"
"all lines, and lengths and words of the lines in ``rest``, (row, words) each. ``columns`` are\n"
"context, level, link_chars, strong_chars and gaps; ``kinds`` says what each character is.\n"
"``chars`` and ``prose`` are columns of float32, ``first`` and ``end`` the rows with most of the\n"
"prose, ``hashes`` columns of int32: ids and lines of words, of n-grams, of terms.");

PyObject *
measure_lines(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *columns[COLUMNS], *matrix, *kinds, *scales[SCALES], *result = NULL;
    Call call;
    memset(&call, 0, sizeof(call));
    Text *text = &call.text;
    if (!PyArg_ParseTuple(args, "O(OOOOO)OO(III)(OOOOOO)", &texts, &columns[0], &columns[1],
                          &columns[2], &columns[3], &columns[4], &matrix, &kinds, &text->heading,
                          &text->listed, &text->quoted, &scales[0], &scales[1], &scales[2],
                          &scales[3], &scales[4], &scales[5])) {
        return NULL;
    }
    call.opened_kinds = open_buffer(kinds, &call.kinds, 1, 1);
    if (call.opened_kinds && lines_open(&text->lines, texts, call.kinds.buf, call.kinds.len)) {
        text->n = text->lines.n;
        if (text->n == 0) {
            PyErr_SetString(PyExc_ValueError, "no lines");
        }
        else if (open_scales(&call, scales) && open_columns(&call, columns, matrix)) {
            result = measure(&call);
        }
    }
    call_close(&call);
    return result;
}
