#include "lines.h"
#include "casing.h"
#include "hashing.h"
#include "letters.h"

/* What a line says of itself it says in its first and last words. */
enum { HEAD_WORDS = 48, TAIL_WORDS = 20, HEAD_GRAMS = 18, TAIL_GRAMS = 10, TERM_CHARS = 5 };
enum { PLACES = 1 << 16, SIGMA = 0x3A3 };

/* The characters of the line under way: kinds, and letters in lower case with all digits as 0. */
typedef struct {
    uint32_t *letters;
    uint8_t *kinds;
    Py_ssize_t length, room;
    Py_ssize_t start; /* place in the whole text, of which every line is closed by one end */
    int32_t row;
} Line;

static int
is_inside(uint8_t kind)
{
    return kind >= K_UPPER && kind <= K_DIGIT;
}

/* Whether a word begins at a character. */
static int
begins_word(const Line *line, Py_ssize_t at)
{
    uint8_t kind = line->kinds[at], before = at ? line->kinds[at - 1] : K_END;
    return is_inside(kind) && (kind == K_DENSE || !is_inside(before) || before == K_DENSE);
}

/* --- characters ------------------------------------------------------------------------------ */

/* Whether lower case would move characters: one becomes several. 0, 1, or -1 and an exception. */
static int
moves_in_lower_case(PyObject *text)
{
    if (PyUnicode_IS_ASCII(text)) {
        return 0;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        if (c >= 128) {
            const uint32_t *page = casing_page(&lowering, c);
            if (page == NULL) {
                return -1;
            }
            if (page[c & 0xFF] == SEVERAL) {
                return 1;
            }
        }
    }
    return 0;
}

static int
make_room(Line *line, Py_ssize_t length)
{
    if (length <= line->room) {
        return 1;
    }
    uint32_t *letters = PyMem_Realloc(line->letters, (size_t)length * sizeof(uint32_t));
    if (letters != NULL) {
        line->letters = letters;
    }
    uint8_t *kinds = PyMem_Realloc(line->kinds, (size_t)length);
    if (kinds != NULL) {
        line->kinds = kinds;
    }
    if (letters == NULL || kinds == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    line->room = length;
    return 1;
}

/* A character in lower case; SEVERAL with an exception where that fails. */
static uint32_t
lowered(uint32_t c)
{
    if (c < 128) {
        return FOLD(c);
    }
    const uint32_t *page = casing_page(&lowering, c);
    return page ? page[c & 0xFF] : SEVERAL;
}

/* What a capital sigma becomes depends on its neighbours: Python knows. */
static int
lower_by_python(Line *line, PyObject *text)
{
    PyObject *lower = PyObject_CallMethod(text, "lower", NULL);
    if (lower == NULL) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < line->length && i < PyUnicode_GET_LENGTH(lower); i++) {
        line->letters[i] = scalar(PyUnicode_READ_CHAR(lower, i));
    }
    Py_DECREF(lower);
    return 1;
}

/* Fills kinds and letters of a line; ``fold`` asks for lower case. */
static int
read_line(const Lines *lines, Line *line, PyObject *text, int fold)
{
    line->length = PyUnicode_GET_LENGTH(text);
    if (!make_room(line, line->length)) {
        return 0;
    }
    int kind = PyUnicode_KIND(text), sigma = 0;
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = 0; i < line->length; i++) {
        uint32_t c = scalar(PyUnicode_READ(kind, data, i));
        line->kinds[i] =
            lines->kinds[(Py_ssize_t)c < lines->kind_count ? (Py_ssize_t)c : lines->kind_count - 1];
        sigma |= c == SIGMA;
        line->letters[i] = fold ? lowered(c) : c;
        if (line->letters[i] == SEVERAL) {
            return 0;
        }
    }
    if (sigma && fold && !lower_by_python(line, text)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < line->length; i++) {
        if (line->kinds[i] == K_DIGIT) {
            line->letters[i] = '0';
        }
    }
    return 1;
}

/* --- hashes ------------------------------------------------------------------------------------ */

static uint64_t
power_of(uint64_t base, Py_ssize_t exponent)
{
    uint64_t power = 1;
    for (; exponent > 0; exponent >>= 1, base *= base) {
        if (exponent & 1) {
            power *= base;
        }
    }
    return power;
}

/* The hash of a word. Powers begin anew every so many places, also within a word. */
static int32_t
hash_word(const Line *line, Py_ssize_t start, Py_ssize_t end)
{
    uint64_t hash = 0, power = 1;
    Py_ssize_t place = (line->start + start) % PLACES;
    for (Py_ssize_t i = start; i < end; i++) {
        hash += ((uint64_t)line->letters[i] + 1) * power;
        power *= BASE;
        if ((line->start + i + 1) % PLACES == 0) {
            power = power_of(BASE_INVERSE, place);
        }
    }
    return mixed(hash);
}

static int
hash_words_of(Lines *lines, const Line *line)
{
    LineForm *form = &lines->forms[line->row];
    form->first_word = form->last_word = -1 - line->row;
    for (Py_ssize_t start = 0; start < line->length;) {
        if (!begins_word(line, start)) {
            start++;
            continue;
        }
        Py_ssize_t end = start + 1;
        while (end < line->length && is_inside(line->kinds[end]) && !begins_word(line, end)) {
            end++;
        }
        int32_t hash = hash_word(line, start, end);
        form->words++;
        form->capitals += line->kinds[start] == K_UPPER;
        if (start < HEAD_WORDS || line->length - start <= TAIL_WORDS) {
            form->first_word = form->first_word < 0 ? hash : form->first_word;
            form->last_word = hash;
            if (!ints_push(&lines->word_ids, hash) || !ints_push(&lines->word_lines, line->row)) {
                return 0;
            }
        }
        if (end - start >= TERM_CHARS &&
            (!ints_push(&lines->term_ids, hash) || !ints_push(&lines->term_lines, line->row))) {
            return 0;
        }
        start = end;
    }
    return 1;
}

/* Pairs of characters are the terms of scripts without spaces. */
static int
hash_pairs(Lines *lines, const Line *line)
{
    for (Py_ssize_t i = 0; i + 1 < line->length; i++) {
        if (line->kinds[i] == K_DENSE && line->kinds[i + 1] == K_DENSE) {
            int32_t hash = mixed((uint64_t)line->letters[i] * BASE + line->letters[i + 1]);
            if (!ints_push(&lines->term_ids, hash) || !ints_push(&lines->term_lines, line->row)) {
                return 0;
            }
        }
    }
    return 1;
}

/* 4-grams at both ends; the first one begins before the line. */
static int
hash_grams(Lines *lines, const Line *line)
{
    for (Py_ssize_t i = 0; i + 2 < line->length; i++) {
        if (i >= HEAD_GRAMS && line->length - i > TAIL_GRAMS) {
            i = line->length - TAIL_GRAMS - 1;
            continue;
        }
        uint64_t hash = i ? line->letters[i - 1] : 0;
        for (int step = 0; step < 3; step++) {
            hash = hash * BASE + line->letters[i + step];
        }
        if (!ints_push(&lines->gram_ids, mixed(hash * BASE)) ||
            !ints_push(&lines->gram_lines, line->row)) {
            return 0;
        }
    }
    return 1;
}

/* --- a line --------------------------------------------------------------------------------------- */

static void
count_kinds(LineForm *form, const Line *line)
{
    for (Py_ssize_t i = 0; i < line->length; i++) {
        form->counts[line->kinds[i] < KINDS ? line->kinds[i] : K_OTHER]++;
    }
    form->counts[K_END]++;
    form->first = line->kinds[0];
    form->last = line->kinds[line->length - 1];
    if ((form->last == K_QUOTE || form->last == K_BRACKET) && line->length > 1) {
        form->last = line->kinds[line->length - 2];
    }
}

static int
take_line(Lines *lines, Line *line, PyObject *text, int fold)
{
    if (!read_line(lines, line, text, fold)) {
        return 0;
    }
    count_kinds(&lines->forms[line->row], line);
    return hash_words_of(lines, line) && hash_pairs(lines, line) && hash_grams(lines, line);
}

static int
take_lines(Lines *lines)
{
    int fold = 1, good = 1;
    for (Py_ssize_t row = 0; good && fold && row < lines->n; row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(lines->texts, row);
        int moves = moves_in_lower_case(text);
        good = moves >= 0;
        fold = moves == 0;
    }
    Line line = {NULL, NULL, 0, 0, 0, 0};
    for (; good && line.row < (int32_t)lines->n; line.row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(lines->texts, line.row);
        if (PyUnicode_GET_LENGTH(text) == 0) {
            PyErr_SetString(PyExc_ValueError, "a line is empty");
            good = 0;
            break;
        }
        good = take_line(lines, &line, text, fold);
        line.start += line.length + 1;
    }
    PyMem_Free(line.letters);
    PyMem_Free(line.kinds);
    return good;
}

int
lines_open(Lines *lines, PyObject *texts, const uint8_t *kinds, Py_ssize_t kind_count)
{
    memset(lines, 0, sizeof(*lines));
    lines->kinds = kinds;
    lines->kind_count = kind_count;
    lines->texts = texts_of(texts);
    if (lines->texts == NULL) {
        return 0;
    }
    lines->n = PySequence_Fast_GET_SIZE(lines->texts);
    lines->forms = PyMem_Calloc((size_t)lines->n + 1, sizeof(LineForm));
    if (lines->forms == NULL) {
        PyErr_NoMemory();
    }
    if (lines->forms != NULL && take_lines(lines)) {
        return 1;
    }
    lines_close(lines);
    return 0;
}

void
lines_close(Lines *lines)
{
    Ints *columns[] = {&lines->word_ids,   &lines->word_lines, &lines->gram_ids,
                       &lines->gram_lines, &lines->term_ids,   &lines->term_lines};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        PyMem_Free(columns[i]->items);
        columns[i]->items = NULL;
    }
    PyMem_Free(lines->forms);
    lines->forms = NULL;
    Py_CLEAR(lines->texts);
}

PyObject *
lines_hashes(Lines *lines)
{
    return Py_BuildValue("(NNNNNN)", ints_bytes(&lines->word_ids), ints_bytes(&lines->word_lines),
                         ints_bytes(&lines->gram_ids), ints_bytes(&lines->gram_lines),
                         ints_bytes(&lines->term_ids), ints_bytes(&lines->term_lines));
}
