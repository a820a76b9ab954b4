/* The form of a line, and its place in the text. */
#include "exact.h"
#include "letters.h"
#include "line_columns.h"
#include "line_page.h"

static float
at_most(float value, float most)
{
    return value < most ? value : most;
}

static float
at_least(float value, float least)
{
    return value > least ? value : least;
}

/* --- telling strings --------------------------------------------------------------------------- */

static int
ends_with(PyObject *line, const uint32_t *end, Py_ssize_t size)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(line);
    for (Py_ssize_t i = 0; i < size; i++) {
        if (length < size || PyUnicode_READ_CHAR(line, length - size + i) != end[i]) {
            return 0;
        }
    }
    return 1;
}

/* What is cut off ends in three dots, or in one sign of them, perhaps in brackets. */
static int
is_cut_off(PyObject *line)
{
    static const uint32_t ends[4][5] = {
        {0x2026}, {'.', '.', '.'}, {'[', 0x2026, ']'}, {'[', '.', '.', '.', ']'}};
    return ends_with(line, ends[0], 1) || ends_with(line, ends[1], 3) ||
           ends_with(line, ends[2], 3) || ends_with(line, ends[3], 5);
}

static void
find_signs(PyObject *line, float *out)
{
    int kind = PyUnicode_KIND(line), copyright = 0, address = 0;
    const void *data = PyUnicode_DATA(line);
    Py_ssize_t length = PyUnicode_GET_LENGTH(line);
    for (Py_ssize_t i = 0; i < length; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        copyright |= c == 0xA9;
        address |= c == '@';
        if (c == ':' && i + 2 < length) {
            address |= PyUnicode_READ(kind, data, i + 1) == '/' &&
                       PyUnicode_READ(kind, data, i + 2) == '/';
        }
        if (c == '.' && i > 2) {
            address |= PyUnicode_READ(kind, data, i - 1) == 'w' &&
                       PyUnicode_READ(kind, data, i - 2) == 'w' &&
                       PyUnicode_READ(kind, data, i - 3) == 'w';
        }
    }
    out[C_ENDS_ELLIPSIS] = (float)is_cut_off(line);
    out[C_COPYRIGHT] = (float)copyright;
    out[C_ADDRESS] = (float)address;
}

/* --- form --------------------------------------------------------------------------------------- */

static void
measure_kinds(const Text *text, const LineForm *form, float size, float *out)
{
    const int32_t *counts = form->counts;
    float dense = (float)counts[K_DENSE];
    float cased = (float)counts[K_UPPER] + (float)counts[K_LOWER];
    float letters = cased + (float)counts[K_LETTER];
    letters = at_least(letters + dense, 1.0f);
    float words = at_least((float)form->words, 1.0f);
    float ends = (float)(form->last == K_STOP);
    float capitals = (float)counts[K_UPPER] / at_least(cased, 1.0f);
    float stops = at_least((float)counts[K_STOP] - ends, 0.0f);
    out[C_WORDS] = on_scale(&text->words, form->words);
    out[C_ENDS_SENTENCE] = ends;
    out[C_ENDS_OPEN] = (float)(form->last == K_COLON);
    out[C_ENDS_COMMA] = (float)(form->last == K_COMMA);
    out[C_ENDS_SYMBOL] = (float)(form->last == K_SYMBOL);
    out[C_STARTS_LOWER] = (float)(form->first == K_LOWER);
    out[C_STARTS_DIGIT] = (float)(form->first == K_DIGIT);
    out[C_STARTS_QUOTE] = (float)(form->first == K_QUOTE);
    out[C_STARTS_SYMBOL] = (float)(form->first == K_SYMBOL);
    out[C_DENSE] = dense / letters;
    out[C_CASELESS] = (float)counts[K_LETTER] / letters;
    out[C_CAPITALS] = capitals;
    out[C_CAPITAL_WORDS] = (float)((double)form->capitals / (double)words);
    out[C_ALL_CAPITALS] = (float)(capitals > 0.9f && cased > 3.0f);
    out[C_DIGITS] = (float)counts[K_DIGIT] / size;
    out[C_COMMAS] = at_most((float)counts[K_COMMA], 5.0f) / 5.0f;
    out[C_INNER_STOPS] = at_most(stops, 5.0f) / 5.0f;
    out[C_QUOTES] = at_most((float)counts[K_QUOTE], 4.0f) / 4.0f;
    out[C_BRACKETS] = at_most((float)counts[K_BRACKET], 4.0f) / 4.0f;
    out[C_SYMBOLS] = at_most((float)counts[K_SYMBOL], 4.0f) / 4.0f;
    out[C_MEAN_WORD] = at_most(letters / words, 20.0f) / 20.0f;
}

/* What markup has a part in; the prose of the line, in characters. */
static float
measure_marks(const Text *text, Py_ssize_t row, float size, float chars, float *out)
{
    int heading = (text->context[row] & text->heading) != 0;
    double links = (double)text->link_chars[row] / (double)size;
    double strong = (double)text->strong_chars[row] / (double)size;
    float share = (float)(links < 1.0 ? links : 1.0);
    out[C_LINK_SHARE] = share;
    out[C_STRONG_SHARE] = (float)(strong < 1.0 ? strong : 1.0);
    out[C_RANK] = heading ? (float)((7 - text->level[row]) / 6.0) : 0.0f;
    out[C_LISTED] = (float)((text->context[row] & text->listed) != 0);
    out[C_QUOTED] = (float)((text->context[row] & text->quoted) != 0);
    if (heading) {
        return 0.0f;
    }
    float whole = at_most(at_least((chars - 40.0f) / 100.0f, 0.0f), 1.0f);
    float closed = 0.7f * out[C_ENDS_SENTENCE];
    closed = 0.3f + closed;
    float prose = chars * whole;
    prose *= closed;
    float plain = 1.0f - share;
    plain *= plain;
    return prose * plain;
}

int
measure_form(Text *text, PyObject *long_lines)
{
    for (Py_ssize_t row = 0; row < text->n; row++) {
        float *out = line_row(text, row);
        const LineForm *form = &text->lines.forms[row];
        PyObject *line = PySequence_Fast_GET_ITEM(text->lines.texts, row);
        float size = (float)PyUnicode_GET_LENGTH(line);
        /* A character of a script without spaces counts two and a half. */
        float more = 1.5f * (float)form->counts[K_DENSE];
        float chars = size + more;
        text->chars[row] = chars;
        Py_ssize_t halves = (Py_ssize_t)(2.0f * chars);
        out[C_LENGTH] = on_scale(&text->lengths, halves);
        if (halves >= text->lengths.count || form->words >= text->words.count) {
            /* For numpy, whose logarithm is not that of the C library. */
            PyObject *pair = Py_BuildValue("(ni)", row, (int)form->words);
            int good = pair != NULL && PyList_Append(long_lines, pair) == 0;
            Py_XDECREF(pair);
            if (!good) {
                return 0;
            }
        }
        out[C_SHORT] = (float)(chars < 25.0f);
        measure_kinds(text, form, size, out);
        find_signs(line, out);
        text->prose[row] = measure_marks(text, row, size, chars, out);
        out[C_PROSE] = at_most(text->prose[row] / 300.0f, 1.0f);
    }
    return 1;
}

/* --- place ---------------------------------------------------------------------------------------- */

/* The stretch of lines with most prose and fewest other lines: a short line between paragraphs
 * costs a tenth of one. */
void
find_stretch(Text *text)
{
    double total = 0.0, lowest = 0.0, most = 0.0, least = 0.0;
    text->end = 1;
    text->first = 0;
    for (Py_ssize_t row = 0; row < text->n; row++) {
        double gain = (double)line_row(text, row)[C_PROSE];
        total += gain - (text->prose[row] < 20.0f ? 0.1 : 0.0);
        if (row == 0 || total - lowest > most) {
            most = total - lowest;
            text->end = (int32_t)row + 1;
        }
        lowest = total < lowest ? total : lowest;
    }
    total = 0.0;
    for (int32_t row = 1; row < text->end; row++) {
        double gain = (double)line_row(text, row - 1)[C_PROSE];
        total += gain - (text->prose[row - 1] < 20.0f ? 0.1 : 0.0);
        if (total < least) {
            least = total;
            text->first = row;
        }
    }
}

static Py_ssize_t
distance(Py_ssize_t one, Py_ssize_t two)
{
    return one < two ? two - one : one - two;
}

void
measure_place(Text *text)
{
    float passed = 0.0f, whole = 0.0f, n = (float)text->n;
    float first = (float)text->first, size = (float)(text->end - text->first);
    for (Py_ssize_t row = 0; row < text->n; row++) {
        whole += text->chars[row];
    }
    for (Py_ssize_t row = 0; row < text->n; row++) {
        float *out = line_row(text, row), at = (float)row;
        float before = (float)text->gaps[row];
        float behind = row + 1 < text->n ? (float)text->gaps[row + 1] : 1.0f;
        passed += text->chars[row];
        float half = text->chars[row] / 2.0f;
        out[C_POSITION] = (at + 0.5f) / n;
        out[C_CHAR_POSITION] = (passed - half) / whole;
        out[C_GAP_BEFORE] = (float)(before > 0.0f);
        out[C_WIDE_GAP_BEFORE] = at_most(before, 6.0f) / 6.0f;
        out[C_GAP_AFTER] = (float)(behind > 0.0f);
        out[C_IN_BEST] = (float)(row >= text->first && row < text->end);
        out[C_BEFORE_BEST] = (float)(row < text->first);
        out[C_AFTER_BEST] = (float)(row >= text->end);
        out[C_PLACE_IN_BEST] = at_most(at_least((at - first + 0.5f) / size, 0.0f), 1.0f);
        out[C_NEAR_BEST_START] = on_scale(&text->below, distance(row, text->first));
        out[C_NEAR_BEST_END] = on_scale(&text->below, distance(row, text->end - 1));
    }
}
