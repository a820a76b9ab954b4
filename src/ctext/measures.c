/* What can be measured of a text by itself, and of its repetition. */
#include "blocks.h"
#include "ctext.h"
#include "distinct.h"
#include "exact.h"
#include "letters.h"
#include "measures.h"

typedef struct {
    uint32_t items[64];
    Py_ssize_t count;
} Marks;

static int
marks_open(Marks *marks, PyObject *set)
{
    marks->count = PyUnicode_GET_LENGTH(set);
    if (marks->count > 64) {
        PyErr_SetString(PyExc_ValueError, "at most 64 marks");
        return 0;
    }
    for (Py_ssize_t i = 0; i < marks->count; i++) {
        marks->items[i] = PyUnicode_READ_CHAR(set, i);
    }
    return 1;
}

static int
is_mark(const Marks *marks, uint32_t c)
{
    for (Py_ssize_t i = 0; i < marks->count; i++) {
        if (marks->items[i] == c) {
            return 1;
        }
    }
    return 0;
}

/* What the page's measures are made with; see measures.py. */
typedef struct {
    Marks ends, closers;
    unsigned int heading, never_prose, noise, kept;
    const float *logs; /* of 0, 0.5, 1, 1.5 ... characters, as the column "length" has them */
    Py_ssize_t log_count;
} Rules;

enum { SHORT_TEXT = 40, UNEVEN = 8, DENSE_SHARE = 16 };

typedef struct {
    double chars, links, bold;
    Py_ssize_t commas;
    int ends, opens;
} Text;

static Py_ssize_t
count_of(const void *data, int kind, Py_ssize_t length, uint32_t wanted)
{
    Py_ssize_t count = 0;
    if (kind == PyUnicode_1BYTE_KIND) {
        const uint8_t *units = data;
        for (Py_ssize_t i = 0; i < length; i++) {
            count += units[i] == wanted;
        }
        return count;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        count += PyUnicode_READ(kind, data, i) == wanted;
    }
    return count;
}

static float
share_of_digits(const void *data, int kind, Py_ssize_t length)
{
    Py_ssize_t figures = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        figures += is_decimal(PyUnicode_READ(kind, data, i)) != 0;
    }
    return (float)((double)figures / (double)length);
}

/* Fills the columns of a row that only its text tells. */
static Text
measure_text(const Rules *rules, PyObject *text, float *out)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Text found = {.chars = (double)length};
    /* A script without spaces: a character carries about as much as 2.5 Latin letters. */
    if (length > UNEVEN && !PyUnicode_IS_ASCII(text) &&
        count_of(data, kind, length, ' ') * DENSE_SHARE < length) {
        found.chars *= 2.5;
    }
    uint32_t last = PyUnicode_READ(kind, data, length - 1);
    found.ends = is_mark(&rules->ends, last) ||
                 (length > 1 && is_mark(&rules->closers, last) &&
                  is_mark(&rules->ends, PyUnicode_READ(kind, data, length - 2)));
    found.opens = !found.ends && (last == ':' || last == 0xFF1A);
    if (found.chars > SHORT_TEXT) {
        found.commas = count_of(data, kind, length, ',');
    }
    uint32_t first = PyUnicode_READ(kind, data, 0);
    out[ENDS_SENTENCE] = (float)found.ends;
    out[ENDS_OPEN] = (float)found.opens;
    out[COMMAS] = (float)(found.commas < 5 ? found.commas : 5) / 5.0f;
    out[STARTS_LOWER] = (float)(first < 128 ? LOWER(first) : Py_UNICODE_ISLOWER(first) != 0);
    out[DIGITS] = found.chars <= SHORT_TEXT ? share_of_digits(data, kind, length) : 0.0f;
    return found;
}

/* Fills the columns that its markup has a part in; the prose in it, in characters. */
static float
measure_markup(const Rules *rules, const Blocks *blocks, Py_ssize_t row, Text *found, float *out)
{
    float chars = (float)found->chars;
    double size = (double)PyUnicode_GET_LENGTH(block_text(blocks, row));
    double links = blocks->link_chars[row] / size, bold = blocks->strong_chars[row] / size;
    int heading = (blocks->context[row] & rules->heading) != 0;
    bold = bold < 1.0 ? bold : 1.0;
    out[SHORT] = (float)(chars < 25.0f);
    out[LINK_SHARE] = (float)links;
    out[STRONG_SHARE] = (float)bold;
    out[RANK] = heading ? (float)((7 - blocks->level[row]) / 6.0) : 0.0f;
    out[BOLD_LINE] = (float)(bold > 0.9 && chars < 100.0f && !found->ends && links < 0.5);
    out[LINKED_HEADING] = (float)(heading && blocks->level[row] > 1 && links > 0.9);
    if (blocks->context[row] & rules->never_prose) {
        return 0.0f;
    }
    float whole = (chars - 40.0f) / 100.0f;
    whole = whole < 0.0f ? 0.0f : whole > 1.0f ? 1.0f : whole;
    float closed = 0.7f * (float)found->ends;
    closed = 0.3f + closed;
    float prose = chars * whole;
    prose *= closed;
    double plain = 1.0 - links;
    plain *= plain;
    return (float)((double)prose * plain);
}

static int
same_block(const void *page, int32_t row, int32_t other)
{
    const Blocks *blocks = page;
    return same_text(block_text(blocks, row), block_text(blocks, other));
}

/* Measures the texts of all rows; ``prose`` gets the characters of prose of each. */
static int
measure_texts(const Rules *rules, const Blocks *blocks, float *matrix, Py_ssize_t width,
              float *prose, PyObject *rest)
{
    Distinct distinct;
    if (!distinct_open(&distinct, blocks->n)) {
        return 0;
    }
    int32_t *times = PyMem_Calloc((size_t)blocks->n + 1, sizeof(int32_t));
    int good = times != NULL;
    for (Py_ssize_t row = 0; good && row < blocks->n; row++) {
        float *out = matrix + row * width;
        PyObject *text = block_text(blocks, row);
        Text found = measure_text(rules, text, out);
        prose[row] = measure_markup(rules, blocks, row, &found, out);
        Py_ssize_t halves = (Py_ssize_t)(2.0 * found.chars);
        if (halves < rules->log_count) {
            out[LENGTH] = rules->logs[halves];
        }
        else {
            /* For numpy, whose logarithm is not that of the C library. */
            PyObject *pair = Py_BuildValue("(nd)", row, found.chars);
            good = pair != NULL && PyList_Append(rest, pair) == 0;
            Py_XDECREF(pair);
        }
        int is_short = found.chars <= SHORT_TEXT;
        /* A heading may be announced in a list of links above; that is no first copy. */
        int plain = !(blocks->context[row] & rules->heading) && !blocks->link_chars[row];
        out[REPEATED] = 0.0f;
        if (is_short || plain) {
            int32_t number = distinct_number(&distinct, (size_t)PyObject_Hash(text), (int32_t)row,
                                             same_block, blocks);
            times[number]++;
            out[REPEATED] = (float)(times[number] > (is_short ? 2 : 1));
        }
    }
    if (times == NULL) {
        PyErr_NoMemory();
    }
    PyMem_Free(times);
    distinct_free(&distinct);
    return good;
}

/* Hints of the elements around each row, into ``out``.
 *
 * A container of most of the page's prose says nothing against it: its hints are not handed
 * down, but for the good one. */
static int
inherit(const Rules *rules, const Blocks *blocks, const uint32_t *own, const float *prose,
        uint32_t *out)
{
    double *total = PyMem_Malloc(((size_t)blocks->n + 1) * sizeof(double));
    uint32_t *handed = PyMem_Malloc((size_t)blocks->elements * sizeof(uint32_t));
    int good = total != NULL && handed != NULL;
    if (good) {
        total[0] = 0.0;
        for (Py_ssize_t row = 0; row < blocks->n; row++) {
            total[row + 1] = total[row] + (double)prose[row];
        }
        double most = 0.6 * (total[blocks->end[0]] - total[blocks->first[0]]);
        for (Py_ssize_t row = 0; row < blocks->elements; row++) {
            uint32_t bits = own[row];
            if (bits && total[blocks->end[row]] - total[blocks->first[row]] > most) {
                bits &= rules->kept;
            }
            handed[row] = row ? bits | handed[blocks->parent[row]] : bits;
        }
        for (Py_ssize_t row = 0; row < blocks->n; row++) {
            out[row] = handed[blocks->leaf[row]];
        }
    }
    else {
        PyErr_NoMemory();
    }
    PyMem_Free(total);
    PyMem_Free(handed);
    return good;
}

const char measure_blocks_doc[] = PyDoc_STR(
"measure_blocks(tape, own, matrix, rules) -> (hints, prose, rest)\n\n"
"Fills the columns of the float32 matrix that measure texts, but for the prose, and the length\n"
"of the texts in ``rest``, (row, chars) each. ``own`` are the hints of each element; ``hints``\n"
"and ``prose`` are columns of uint32 and float32. ``rules`` are ends, closers, and bits of\n"
"headings, of what is never prose, of noise, of what is handed down; and lengths by half\n"
"characters.");

PyObject *
measure_blocks(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tape, *own, *matrix, *end_set, *closer_set, *logs;
    Rules rules;
    if (!PyArg_ParseTuple(args, "OOO(UUIIIIO)", &tape, &own, &matrix, &end_set, &closer_set,
                          &rules.heading, &rules.never_prose, &rules.noise, &rules.kept, &logs) ||
        !marks_open(&rules.ends, end_set) || !marks_open(&rules.closers, closer_set)) {
        return NULL;
    }
    Blocks blocks;
    if (!blocks_open(&blocks, tape)) {
        return NULL;
    }
    Py_buffer own_view, log_view, out_view;
    PyObject *hints = NULL, *prose = NULL, *rest = NULL, *result = NULL;
    if (!open_buffer(own, &own_view, blocks.elements, 4)) {
        goto no_own;
    }
    if (!open_buffer(logs, &log_view, 0, 4)) {
        goto no_logs;
    }
    if (!open_output(matrix, &out_view, blocks.n * MEASURES, 4)) {
        goto no_matrix;
    }
    rules.logs = log_view.buf;
    rules.log_count = log_view.len / 4;
    Py_ssize_t width = blocks.n ? out_view.len / 4 / blocks.n : 0;
    hints = new_column(blocks.n, 4);
    prose = new_column(blocks.n, 4);
    rest = PyList_New(0);
    if (hints != NULL && prose != NULL && rest != NULL) {
        uint32_t *bits = (uint32_t *)PyByteArray_AS_STRING(hints);
        float *chars = (float *)PyByteArray_AS_STRING(prose);
        if (measure_texts(&rules, &blocks, out_view.buf, width, chars, rest) &&
            inherit(&rules, &blocks, own_view.buf, chars, bits)) {
            for (Py_ssize_t row = 0; row < blocks.n; row++) {
                chars[row] *= bits[row] & rules.noise ? 0.15f : 1.0f;
            }
            result = Py_BuildValue("(OOO)", hints, prose, rest);
        }
    }
    Py_XDECREF(hints);
    Py_XDECREF(prose);
    Py_XDECREF(rest);
    PyBuffer_Release(&out_view);
no_matrix:
    PyBuffer_Release(&log_view);
no_logs:
    PyBuffer_Release(&own_view);
no_own:
    blocks_close(&blocks);
    return result;
}
