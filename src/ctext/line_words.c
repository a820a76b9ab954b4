/* The words of lines: what they share with other lines, and which line looks like the title. */
#include "distinct.h"
#include "exact.h"
#include "letters.h"
#include "line_columns.h"
#include "line_page.h"
#include <math.h>

/* --- copies -------------------------------------------------------------------------------------- */

enum { OPENING = 24 };

static PyObject *
line_text(const Text *text, Py_ssize_t row)
{
    return PySequence_Fast_GET_ITEM(text->lines.texts, row);
}

static int
same_line(const void *page, int32_t row, int32_t other)
{
    const Text *text = page;
    return same_text(line_text(text, row), line_text(text, other));
}

static int
same_opening(const void *page, int32_t row, int32_t other)
{
    const Text *text = page;
    PyObject *one = line_text(text, row), *two = line_text(text, other);
    for (Py_ssize_t i = 0; i < OPENING; i++) {
        if (PyUnicode_READ_CHAR(one, i) != PyUnicode_READ_CHAR(two, i)) {
            return 0;
        }
    }
    return 1;
}

static size_t
hash_opening(PyObject *line)
{
    size_t hash = 2166136261u;
    int kind = PyUnicode_KIND(line);
    const void *data = PyUnicode_DATA(line);
    for (Py_ssize_t i = 0; i < OPENING; i++) {
        hash = (hash ^ PyUnicode_READ(kind, data, i)) * 16777619u;
    }
    return hash ^ hash >> 15;
}

/* Numbers lines by what they have in common, and counts each number's. */
typedef struct {
    Distinct distinct;
    int32_t *numbers, *counts;
} Groups;

static int
groups_open(Groups *groups, Py_ssize_t n)
{
    groups->numbers = PyMem_Malloc(((size_t)n + 1) * sizeof(int32_t));
    groups->counts = PyMem_Calloc((size_t)n + 1, sizeof(int32_t));
    if (!distinct_open(&groups->distinct, n)) {
        return 0;
    }
    if (groups->numbers == NULL || groups->counts == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    return 1;
}

static void
groups_close(Groups *groups)
{
    distinct_free(&groups->distinct);
    PyMem_Free(groups->numbers);
    PyMem_Free(groups->counts);
}

static void
mark_copies(const Text *text, Groups *groups)
{
    for (Py_ssize_t row = 0; row < text->n; row++) {
        PyObject *line = line_text(text, row);
        int32_t number = distinct_number(&groups->distinct, (size_t)PyObject_Hash(line),
                                         (int32_t)row, same_line, text);
        groups->numbers[row] = number;
        float *out = line_row(text, row);
        out[C_HAS_EARLIER_COPY] = (float)(groups->counts[number] > 0);
        out[C_SAME_AS_LAST] = (float)(row > 0 && groups->numbers[row - 1] == number);
        groups->counts[number]++;
    }
    for (Py_ssize_t row = text->n - 1; row >= 0; row--) {
        int32_t count = groups->counts[groups->numbers[row]];
        float *out = line_row(text, row);
        out[C_COPIES] = count > 1 ? on_scale(&text->copies, count) : 0.0f;
        out[C_HAS_LATER_COPY] = 0.0f;
    }
    for (Py_ssize_t row = text->n - 1; row >= 0; row--) {
        /* Counted down: the last copy of a line is the one that finds no other behind it. */
        int32_t *first = &groups->distinct.first[groups->numbers[row]];
        line_row(text, row)[C_HAS_LATER_COPY] = (float)(*first < 0);
        *first = -1;
    }
}

static void
mark_openings(const Text *text, Groups *groups)
{
    for (Py_ssize_t row = 0; row < text->n; row++) {
        PyObject *line = line_text(text, row);
        groups->numbers[row] = -1;
        if (PyUnicode_GET_LENGTH(line) > OPENING) {
            int32_t number = distinct_number(&groups->distinct, hash_opening(line), (int32_t)row,
                                             same_opening, text);
            groups->numbers[row] = number;
            groups->counts[number]++;
        }
    }
    for (Py_ssize_t row = 0; row < text->n; row++) {
        int32_t number = groups->numbers[row];
        line_row(text, row)[C_SAME_OPENING] = (float)(number >= 0 && groups->counts[number] > 1);
    }
}

int
measure_copies(Text *text)
{
    Groups groups;
    int good = groups_open(&groups, text->n);
    if (good) {
        mark_copies(text, &groups);
    }
    groups_close(&groups);
    good = good && groups_open(&groups, text->n);
    if (good) {
        mark_openings(text, &groups);
        groups_close(&groups);
    }
    return good;
}

/* --- terms ---------------------------------------------------------------------------------------- */

enum { LEAD_LINES = 3, NEARBY = 12, TITLE_REACH = 40 };

/* The different terms of each line, by line and then by hash. */
typedef struct {
    int32_t *ids, *lines, *numbers;
    Py_ssize_t pairs;
    int32_t kinds;            /* how many different terms there are */
    int32_t *often;           /* lines that have a term */
    int32_t *often_in_best;   /* telling lines that have it */
    int32_t *last;            /* the last line that had it so far */
    uint8_t *lead, *of_title; /* whether the lead has it, the title */
    float *weights;
    uint8_t *telling; /* of each line: whether it tells what the text is about */
    int32_t *sizes;   /* different terms of each line */
    void *room;
} Terms;

static int
compare_ids(const void *one, const void *two)
{
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)two;
    return (a > b) - (a < b);
}

static int
same_id(const void *page, int32_t row, int32_t other)
{
    const int32_t *ids = page;
    return ids[row] == ids[other];
}

/* Sorts the ids of each line and keeps each once. */
static void
sort_lines(Terms *terms, const Lines *lines)
{
    Py_ssize_t used = lines->term_ids.used;
    const int32_t *of = lines->term_lines.items;
    if (used > 0) {
        memcpy(terms->ids, lines->term_ids.items, (size_t)used * sizeof(int32_t));
    }
    for (Py_ssize_t start = 0, end; start < used; start = end) {
        for (end = start; end < used && of[end] == of[start]; end++) {
        }
        qsort(terms->ids + start, (size_t)(end - start), sizeof(int32_t), compare_ids);
        Py_ssize_t before = terms->pairs;
        for (Py_ssize_t i = start; i < end; i++) {
            if (i == start || terms->ids[i] != terms->ids[terms->pairs - 1]) {
                int32_t id = terms->ids[i];
                terms->ids[terms->pairs] = id;
                terms->lines[terms->pairs++] = of[start];
            }
        }
        terms->sizes[of[start]] = (int32_t)(terms->pairs - before);
    }
}

static int
number_terms(Terms *terms)
{
    Distinct distinct;
    if (!distinct_open(&distinct, terms->pairs)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < terms->pairs; i++) {
        terms->numbers[i] = distinct_number(&distinct, (size_t)(uint32_t)terms->ids[i], (int32_t)i,
                                            same_id, terms->ids);
        terms->often[terms->numbers[i]]++;
    }
    terms->kinds = distinct.count;
    distinct_free(&distinct);
    return 1;
}

/* Only prose tells what the text is about; its copies say it twice. */
static void
find_telling(Terms *terms, const Text *text)
{
    int lead = 0;
    for (Py_ssize_t row = text->first; row < text->end; row++) {
        terms->telling[row] = text->prose[row] > 40.0f && line_row(text, row)[C_COPIES] == 0.0f;
    }
    for (Py_ssize_t i = 0; i < terms->pairs; i++) {
        terms->often_in_best[terms->numbers[i]] += terms->telling[terms->lines[i]];
    }
    Py_ssize_t i = 0;
    for (Py_ssize_t row = 0; row < text->n && lead < LEAD_LINES; row++) {
        lead += terms->telling[row];
        for (; i < terms->pairs && terms->lines[i] <= row; i++) {
            terms->lead[terms->numbers[i]] |= terms->telling[row];
        }
    }
}

static int
terms_open(Terms *terms, const Text *text)
{
    memset(terms, 0, sizeof(*terms));
    size_t pairs = (size_t)text->lines.term_ids.used + 1, n = (size_t)text->n;
    size_t bytes = pairs * (7 * sizeof(int32_t) + 2) + n * (sizeof(int32_t) + 1);
    char *at = terms->room = PyMem_Calloc(bytes, 1);
    if (at == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    int32_t **columns[] = {&terms->ids,           &terms->lines, &terms->numbers, &terms->often,
                           &terms->often_in_best, &terms->last};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        *columns[i] = (int32_t *)at;
        at += pairs * sizeof(int32_t);
    }
    terms->weights = (float *)at;
    at += pairs * sizeof(float);
    terms->sizes = (int32_t *)at;
    at += n * sizeof(int32_t);
    terms->lead = (uint8_t *)at;
    terms->of_title = terms->lead + pairs;
    terms->telling = terms->of_title + pairs;
    sort_lines(terms, &text->lines);
    return number_terms(terms);
}

/* Sums over the terms of a line. */
typedef struct {
    double shared, whole, in_lead, above, below, several, rare;
} Sums;

static void
add_term(const Terms *terms, Py_ssize_t i, int is_above, int is_below, Sums *sums)
{
    int32_t number = terms->numbers[i], often = terms->often[number];
    double weight = (double)terms->weights[i];
    int other = terms->often_in_best[number] - terms->telling[terms->lines[i]] > 0;
    sums->whole += weight;
    sums->shared += other ? weight : 0.0;
    sums->in_lead += other && terms->lead[number] ? weight : 0.0;
    sums->above += is_above ? weight : 0.0;
    sums->below += is_below ? weight : 0.0;
    sums->several += often > 1;
    sums->rare += often == 1;
}

/* Whether the line that has a term next is shortly behind, for all pairs, from the end. */
static void
look_behind(const Terms *terms, uint8_t *below)
{
    for (int32_t number = 0; number < terms->kinds; number++) {
        terms->last[number] = INT32_MAX;
    }
    for (Py_ssize_t i = terms->pairs - 1; i >= 0; i--) {
        int32_t *next = &terms->last[terms->numbers[i]];
        below[i] = *next != INT32_MAX && *next - terms->lines[i] <= NEARBY;
        *next = terms->lines[i];
    }
}

/* Columns that compare a line's terms with the others'; its shared weight into ``shared``. */
static int
share_terms(const Terms *terms, const Text *text, float *shared)
{
    uint8_t *below = PyMem_Malloc((size_t)terms->pairs + 1);
    if (below == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    look_behind(terms, below);
    for (int32_t number = 0; number < terms->kinds; number++) {
        terms->last[number] = -NEARBY - 1;
    }
    for (Py_ssize_t i = 0; i < terms->pairs; i++) {
        /* Words that many lines have say nothing of what the text is about. */
        terms->weights[i] = (float)(1.0 / sqrt((double)terms->often[terms->numbers[i]]));
    }
    Py_ssize_t i = 0;
    for (Py_ssize_t row = 0; row < text->n; row++) {
        Sums sums = {0};
        for (; i < terms->pairs && terms->lines[i] == row; i++) {
            int32_t *last = &terms->last[terms->numbers[i]];
            add_term(terms, i, terms->lines[i] - *last <= NEARBY, below[i], &sums);
            *last = terms->lines[i];
        }
        float *out = line_row(text, row);
        float size = (float)(terms->sizes[row] > 1 ? terms->sizes[row] : 1);
        float whole = (float)sums.whole;
        whole = whole > 1e-6f ? whole : 1e-6f;
        shared[row] = (float)sums.shared;
        out[C_SHARED_TERMS] = (float)(sums.several / (double)size);
        out[C_SHARED_WITH_BEST] = shared[row] / whole;
        out[C_SHARED_WITH_LEAD] = (float)(sums.in_lead / (double)whole);
        out[C_SHARED_ABOVE] = (float)sums.above / whole;
        out[C_SHARED_BELOW] = (float)sums.below / whole;
        out[C_RARE_TERMS] = (float)((sums.rare < 20.0 ? sums.rare : 20.0) / 20.0);
    }
    PyMem_Free(below);
    return 1;
}

/* --- the title ------------------------------------------------------------------------------------- */

/* How much a line shortly before the prose, or its first, looks like the title. */
static double
score_title(const Text *text, Py_ssize_t row, float shared)
{
    const float *line = line_row(text, row);
    int heading = (text->context[row] & text->heading) != 0;
    double rank = heading ? (7 - text->level[row]) / 6.0 : 0.0;
    float share = 0.5f + line[C_SHARED_WITH_BEST];
    float agreed = shared * share;
    double copied = 0.5 * (line[C_COPIES] > 0.0f);
    double score = (double)agreed * (1.0 + copied);
    double ranked = 2.0 * rank;
    score = score + ranked + 0.01;
    score *= (double)on_scale(&text->fits, (Py_ssize_t)(2.0f * text->chars[row]));
    float whole = 0.5f * line[C_ENDS_SENTENCE];
    return score * (double)(1.0f - whole);
}

static int32_t
find_title(const Text *text, const float *shared)
{
    int32_t start = text->first > TITLE_REACH ? text->first - TITLE_REACH : 0, title = start;
    double best = 0.0;
    for (int32_t row = start; row <= text->first; row++) {
        double score = score_title(text, row, shared[row]);
        if (row == start || score > best) {
            best = score;
            title = row;
        }
    }
    return title;
}

static void
compare_with_title(Terms *terms, const Text *text, int32_t title)
{
    for (Py_ssize_t i = 0; i < terms->pairs; i++) {
        if (terms->lines[i] == title) {
            terms->of_title[terms->numbers[i]] = 1;
        }
    }
    Py_ssize_t i = 0;
    float title_size = (float)(terms->sizes[title] > 1 ? terms->sizes[title] : 1);
    for (Py_ssize_t row = 0; row < text->n; row++) {
        double like = 0.0;
        for (; i < terms->pairs && terms->lines[i] == row; i++) {
            like += terms->of_title[terms->numbers[i]];
        }
        float *out = line_row(text, row);
        float sizes = (float)(terms->sizes[row] > 1 ? terms->sizes[row] : 1) + title_size;
        double either = (double)sizes - like;
        Py_ssize_t away = row - title;
        out[C_LIKE_TITLE] = (float)(like / (either > 1.0 ? either : 1.0));
        out[C_IS_TITLE] = (float)(away == 0);
        out[C_AFTER_TITLE] = (float)(away > 0);
        out[C_JUST_BEFORE_TITLE] = away < 0 ? on_scale(&text->above, -away - 1) : 0.0f;
        out[C_JUST_AFTER_TITLE] = away > 0 ? on_scale(&text->below, away - 1) : 0.0f;
    }
}

/* Whether a line shares its first word, or its last, with the one before or behind: lists are
 * written so. */
static void
compare_neighbours(const Text *text)
{
    const LineForm *forms = text->lines.forms;
    for (Py_ssize_t row = 0; row < text->n; row++) {
        int first = 0, last = 0;
        if (row > 0) {
            first |= forms[row].first_word == forms[row - 1].first_word;
            last |= forms[row].last_word == forms[row - 1].last_word;
        }
        if (row + 1 < text->n) {
            first |= forms[row].first_word == forms[row + 1].first_word;
            last |= forms[row].last_word == forms[row + 1].last_word;
        }
        line_row(text, row)[C_FIRST_WORD_OF_NEIGHBOUR] = (float)first;
        line_row(text, row)[C_LAST_WORD_OF_NEIGHBOUR] = (float)last;
    }
}

int
measure_words(Text *text)
{
    Terms terms;
    float *shared = PyMem_Malloc((size_t)text->n * sizeof(float));
    int good = shared != NULL;
    if (!good) {
        PyErr_NoMemory();
        return 0;
    }
    good = terms_open(&terms, text);
    if (good) {
        find_telling(&terms, text);
        good = share_terms(&terms, text, shared);
    }
    if (good) {
        compare_with_title(&terms, text, find_title(text, shared));
        compare_neighbours(text);
    }
    PyMem_Free(terms.room);
    PyMem_Free(shared);
    return good;
}
