/* Where blocks stand: to the headline, to the element that holds the article, in containers. */
#include "blocks.h"
#include "casing.h"
#include "ctext.h"
#include "distinct.h"
#include "exact.h"
#include "letters.h"
#include "measures.h"

/* What is known of a page before its places are measured, and the matrix. */
typedef struct {
    Blocks blocks;
    const uint32_t *hints;
    const float *prose; /* characters of prose of each block */
    float *matrix;
    Py_ssize_t width;
    int32_t headline;
    int32_t *container; /* of each block */
    double *inside;     /* prose inside each element */
} Page;

/* Bits of Context and numbers of columns; see measures.py. */
typedef struct {
    unsigned int listed, tables;
    int contexts, hints;
    const double *sibling_logs; /* of 0, 1, 2 ... siblings, as the column has them */
    const float *before, *after; /* nearness to the headline, 0, 1, 2 ... rows away */
    Py_ssize_t sibling_count, before_count, after_count;
    double menu;
} Rules;

static float *
row_of(const Page *page, Py_ssize_t row)
{
    return page->matrix + row * page->width;
}

/* --- the element that holds the article -------------------------------------------------- */

static int
sum_inside(Page *page)
{
    const Blocks *blocks = &page->blocks;
    double *total = PyMem_Malloc(((size_t)blocks->n + 1) * sizeof(double));
    if (total == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    total[0] = 0.0;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        total[row + 1] = total[row] + (double)page->prose[row];
    }
    for (Py_ssize_t row = 0; row < blocks->elements; row++) {
        page->inside[row] = total[blocks->end[row]] - total[blocks->first[row]];
    }
    PyMem_Free(total);
    return 1;
}

/* The nearest ``article`` around the headline that holds prose of weight; the root else. */
static int32_t
headline_article(const Page *page)
{
    const Blocks *blocks = &page->blocks;
    int32_t row = page->headline < 0 ? 0 : blocks->element[page->headline];
    for (; row > 0; row = blocks->parent[row]) {
        if (IS_NAME(element_tag(blocks, row), "article") &&
            page->inside[row] > 0.3 * page->inside[0]) {
            return row;
        }
    }
    return 0;
}

/* The smallest element with 60 % of the prose in ``within``. */
static int32_t
best_container(const Page *page, int32_t within)
{
    const Blocks *blocks = &page->blocks;
    if (page->inside[within] == 0.0) {
        return within;
    }
    double least = 0.6 * page->inside[within];
    for (int32_t row = (int32_t)blocks->elements - 1; row > within; row--) {
        if (page->inside[row] >= least && blocks->first[row] >= blocks->first[within] &&
            blocks->end[row] <= blocks->end[within]) {
            return row;
        }
    }
    return within;
}

/* The smallest element around ``best`` with 90 % of the page's prose, within its bounds. */
static int32_t
wide_container(const Page *page, int32_t best)
{
    int32_t row = best;
    while (row > 0 && page->inside[row] < 0.9 * page->inside[0]) {
        PyObject *tag = element_tag(&page->blocks, row);
        if (IS_NAME(tag, "article") || IS_NAME(tag, "main")) {
            break;
        }
        row = page->blocks.parent[row];
    }
    return row;
}

static void
place_in_page(const Page *page, const Rules *rules, int32_t best)
{
    const Blocks *blocks = &page->blocks;
    float n = (float)blocks->n, first = (float)blocks->first[best], end = (float)blocks->end[best];
    float size = end - first > 1.0f ? end - first : 1.0f;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        float *out = row_of(page, row), at = (float)row;
        out[POSITION] = (at + 0.5f) / n;
        out[IN_BEST] = (float)(at >= first && at < end);
        out[BEFORE_BEST] = (float)(at < first);
        out[AFTER_BEST] = (float)(at >= end);
        float place = (at - first + 0.5f) / size;
        out[PLACE_IN_BEST] = place < 0.0f ? 0.0f : place > 1.0f ? 1.0f : place;
        Py_ssize_t away = row - page->headline;
        int before = page->headline >= 0 && away < 0, after = page->headline >= 0 && away > 0;
        out[BEFORE_HEADLINE] = (float)before;
        out[AFTER_HEADLINE] = (float)after;
        out[IS_HEADLINE] = (float)(page->headline >= 0 && away == 0);
        out[JUST_BEFORE_HEADLINE] =
            before && -away <= rules->before_count ? rules->before[-away - 1] : 0.0f;
        out[JUST_AFTER_HEADLINE] =
            after && away <= rules->after_count ? rules->after[away - 1] : 0.0f;
    }
}

static void
mark_inside(const Page *page, int32_t element, int column)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        row_of(page, row)[column] =
            (float)(row >= blocks->first[element] && row < blocks->end[element]);
    }
}

/* --- what the page says of itself ----------------------------------------------------------- */

/* The first characters of a text in one case, as a new str. */
static PyObject *
beginning_of(PyObject *text, Py_ssize_t chars)
{
    PyObject *front = PyUnicode_Substring(text, 0, chars);
    PyObject *folded = front ? PyObject_CallMethod(front, "casefold", NULL) : NULL;
    Py_XDECREF(front);
    return folded;
}

/* Marks blocks that begin as one of the descriptions does: ``starts`` are so many characters of
 * each in one case, ``firsts`` their first ones in either. */
static int
mark_descriptions(const Page *page, PyObject *starts, PyObject *firsts, Py_ssize_t chars)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        float *out = row_of(page, row);
        out[IS_DESCRIPTION] = 0.0f;
        PyObject *text = block_text(blocks, row);
        if (PySet_GET_SIZE(starts) == 0 || PyUnicode_GET_LENGTH(text) < chars) {
            continue;
        }
        uint32_t first = PyUnicode_READ_CHAR(text, 0);
        /* Only of ASCII is the other case certain. */
        if (first < 128 && PyUnicode_FindChar(firsts, first, 0, PyUnicode_GET_LENGTH(firsts), 1) < 0) {
            continue;
        }
        PyObject *begins = beginning_of(text, chars);
        int found = begins ? PySet_Contains(starts, begins) : -1;
        Py_XDECREF(begins);
        if (found < 0) {
            return 0;
        }
        out[IS_DESCRIPTION] = (float)found;
    }
    return 1;
}

/* --- containers ------------------------------------------------------------------------------ */

/* The element that groups each block with its siblings: its own if that holds several. */
static void
group_blocks(Page *page)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        int32_t own = blocks->element[row];
        int alone = blocks->end[own] - blocks->first[own] < 2;
        page->container[row] = alone && own > 0 ? blocks->parent[own] : own;
    }
}

static int
same_signature(const void *context, int32_t row, int32_t other)
{
    const Page *page = context;
    const Blocks *blocks = &page->blocks;
    int32_t one = blocks->element[row], two = blocks->element[other];
    return same_text(element_tag(blocks, one), element_tag(blocks, two)) &&
           same_text(element_attrs(blocks, one), element_attrs(blocks, two)) &&
           same_text(element_attrs(blocks, page->container[row]),
                     element_attrs(blocks, page->container[other]));
}

/* How much of the page's prose is marked up as this block is, relative to the most. */
static int
share_signatures(const Page *page)
{
    const Blocks *blocks = &page->blocks;
    Distinct distinct;
    if (!distinct_open(&distinct, blocks->n)) {
        return 0;
    }
    double *totals = PyMem_Calloc((size_t)blocks->n + 1, sizeof(double));
    int32_t *numbers = PyMem_Malloc(((size_t)blocks->n + 1) * sizeof(int32_t));
    int good = totals != NULL && numbers != NULL;
    if (good) {
        double most = 0.0;
        for (Py_ssize_t row = 0; row < blocks->n; row++) {
            size_t tag = (size_t)PyObject_Hash(element_tag(blocks, blocks->element[row]));
            size_t own = (size_t)PyObject_Hash(element_attrs(blocks, blocks->element[row]));
            size_t group = (size_t)PyObject_Hash(element_attrs(blocks, page->container[row]));
            numbers[row] = distinct_number(&distinct, (tag * 31u + own) * 31u + group,
                                           (int32_t)row, same_signature, page);
            totals[numbers[row]] += (double)page->prose[row];
        }
        for (int32_t number = 0; number < distinct.count; number++) {
            most = totals[number] > most ? totals[number] : most;
        }
        for (Py_ssize_t row = 0; row < blocks->n; row++) {
            row_of(page, row)[SIGNATURE_PROSE] = (float)(totals[numbers[row]] / (most + 1.0));
        }
    }
    else {
        PyErr_NoMemory();
    }
    PyMem_Free(totals);
    PyMem_Free(numbers);
    distinct_free(&distinct);
    return good;
}

/* Sums over the blocks of each container. */
typedef struct {
    double prose, above, chars, links;
    int32_t blocks;
} Sum;

/* Shares of each block's container; which rows are entries of a menu. */
static int
share_containers(const Page *page, const Rules *rules, uint8_t *telling)
{
    const Blocks *blocks = &page->blocks;
    Sum *sums = PyMem_Calloc((size_t)blocks->elements, sizeof(Sum));
    if (sums == NULL) {
        PyErr_NoMemory();
        return 0;
    }
#define ABOVE(element) ((element) > 0 ? blocks->parent[element] : 0)
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        int32_t own = page->container[row];
        Sum *sum = &sums[own];
        sum->prose += (double)page->prose[row];
        sum->chars += (double)PyUnicode_GET_LENGTH(block_text(blocks, row));
        sum->links += (double)blocks->link_chars[row];
        sum->blocks++;
        sums[ABOVE(own)].above += (double)page->prose[row];
    }
    double most = 0.0, most_above = 0.0;
    for (Py_ssize_t row = 0; row < blocks->elements; row++) {
        most = sums[row].prose > most ? sums[row].prose : most;
        most_above = sums[row].above > most_above ? sums[row].above : most_above;
    }
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        const Sum *sum = &sums[page->container[row]];
        float *out = row_of(page, row);
        double links = sum->links / (sum->chars > 1.0 ? sum->chars : 1.0);
        double siblings = rules->sibling_logs[sum->blocks < rules->sibling_count
                                                  ? sum->blocks
                                                  : rules->sibling_count - 1];
        out[PARENT_PROSE] = (float)(sum->prose / (most + 1.0));
        out[GRANDPARENT_PROSE] =
            (float)(sums[ABOVE(page->container[row])].above / (most_above + 1.0));
        out[CONTAINER_LINK_SHARE] = (float)links;
        out[SIBLINGS] = (float)siblings;
        /* Menus and lists of links are what they are, whatever their entries say. */
        telling[row] = !(out[LINK_SHARE] > 0.99f && links > 0.95 && siblings > rules->menu);
    }
#undef ABOVE
    PyMem_Free(sums);
    return 1;
}

static float
full_prose(const Page *page, Py_ssize_t row)
{
    if (row < 0 || row >= page->blocks.n) {
        return 0.0f;
    }
    float share = page->prose[row] / 300.0f;
    return share < 1.0f ? share : 1.0f;
}

/* Prose one and two blocks away, the nearer counted double. */
static void
share_neighbours(const Page *page)
{
    for (Py_ssize_t row = 0; row < page->blocks.n; row++) {
        float *out = row_of(page, row);
        float near = 2.0f * full_prose(page, row - 1);
        float other = 2.0f * full_prose(page, row + 1);
        near += other;
        near += full_prose(page, row - 2);
        near += full_prose(page, row + 2);
        out[NEIGHBOUR_PROSE] = near / 6.0f;
        out[PROSE] = full_prose(page, row);
    }
}

/* --- tables and lists -------------------------------------------------------------------------- */

/* The nearest element of a name around (or at) every element; 0 for none. */
static void
enclosing(const Blocks *blocks, const char *name, Py_ssize_t length, int32_t *out)
{
    out[0] = 0;
    for (Py_ssize_t row = 1; row < blocks->elements; row++) {
        int at = is_name(element_tag(blocks, row), name, length);
        out[row] = at ? (int32_t)row : out[blocks->parent[row]];
    }
}

static int
has_context(const Blocks *blocks, unsigned int bits)
{
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        if (blocks->context[row] & bits) {
            return 1;
        }
    }
    return 0;
}

enum { MAX_CELL_CHARS = 280, MAX_ITEM_BLOCKS = 3, LEAST_CELLS = 4 };

typedef struct {
    Py_ssize_t cells, longest;
} DataTable;

/* Whether each block is in a table of data, not in one that lays out the page. */
static void
mark_cells(const Page *page, const Rules *rules, const int32_t *around, DataTable *tables)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        if (blocks->context[row] & rules->tables) {
            DataTable *table = &tables[around[blocks->element[row]]];
            Py_ssize_t chars = PyUnicode_GET_LENGTH(block_text(blocks, row));
            table->cells++;
            table->longest = chars > table->longest ? chars : table->longest;
        }
    }
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        int32_t element = around[blocks->element[row]];
        const DataTable *table = &tables[element];
        /* No table inside this one. */
        int whole = table->cells == blocks->end[element] - blocks->first[element];
        row_of(page, row)[IN_DATA_TABLE] =
            (float)((blocks->context[row] & rules->tables) && table->cells >= LEAST_CELLS &&
                    whole && table->longest <= MAX_CELL_CHARS);
    }
}

/* Whether each block is in an entry of a list, not in a list that lays out the page. */
static void
mark_items(const Page *page, const Rules *rules, const int32_t *around)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        int32_t item = around[blocks->element[row]];
        int narrow = item == 0 || blocks->end[item] - blocks->first[item] <= MAX_ITEM_BLOCKS;
        row_of(page, row)[IS_LIST_ITEM] =
            (float)((blocks->context[row] & rules->listed) && narrow);
    }
}

static int
mark_tables_and_lists(const Page *page, const Rules *rules)
{
    const Blocks *blocks = &page->blocks;
    for (Py_ssize_t row = 0; row < blocks->n; row++) {
        row_of(page, row)[IN_DATA_TABLE] = row_of(page, row)[IS_LIST_ITEM] = 0.0f;
    }
    int tables = has_context(blocks, rules->tables), lists = has_context(blocks, rules->listed);
    if (!tables && !lists) {
        return 1;
    }
    int32_t *around = PyMem_Malloc((size_t)blocks->elements * sizeof(int32_t));
    DataTable *cells = PyMem_Calloc((size_t)blocks->elements, sizeof(DataTable));
    int good = around != NULL && cells != NULL;
    if (good && tables) {
        enclosing(blocks, "table", 5, around);
        mark_cells(page, rules, around, cells);
    }
    if (good && lists) {
        enclosing(blocks, "li", 2, around);
        mark_items(page, rules, around);
    }
    if (!good) {
        PyErr_NoMemory();
    }
    PyMem_Free(around);
    PyMem_Free(cells);
    return good;
}

/* --- flags --------------------------------------------------------------------------------------- */

static float *
spread(uint32_t bits, int count, float *out)
{
    for (int bit = 0; bit < count; bit++) {
        out[bit] = (float)(bits >> bit & 1u);
    }
    return out + count;
}

/* Elements that blocks stand in, what their names hint at; what they say is left at none. */
static void
spread_flags(const Page *page, const Rules *rules)
{
    for (Py_ssize_t row = 0; row < page->blocks.n; row++) {
        float *end = row_of(page, row) + page->width;
        float *out = row_of(page, row) + MEASURES;
        out = spread(page->blocks.context[row], rules->contexts, out);
        out = spread(page->hints[row], rules->hints, out);
        memset(out, 0, (size_t)(end - out) * sizeof(float));
    }
}

/* --- all of it ------------------------------------------------------------------------------------ */

/* Fills the columns; the element that holds the article, or -1 and an exception. */
static int32_t
place(Page *page, const Rules *rules, PyObject *starts, PyObject *firsts, Py_ssize_t chars,
      uint8_t *telling)
{
    if (!sum_inside(page)) {
        return -1;
    }
    int32_t own = headline_article(page), best = best_container(page, own);
    place_in_page(page, rules, best);
    mark_inside(page, wide_container(page, best), IN_WIDE_BEST);
    mark_inside(page, own, IN_OWN_ARTICLE);
    group_blocks(page);
    share_neighbours(page);
    spread_flags(page, rules);
    int good = mark_descriptions(page, starts, firsts, chars) && share_signatures(page) &&
               share_containers(page, rules, telling) && mark_tables_and_lists(page, rules);
    return good ? best : -1;
}

const char place_blocks_doc[] = PyDoc_STR(
"place_blocks(tape, hints, prose, matrix, headline, descriptions, rules)\n"
"    -> (container, best, telling)\n\n"
"Fills the columns of the matrix that measure_blocks left, all but what texts say.\n"
"``descriptions`` are a set of beginnings in one case, their first characters in either, and\n"
"their length. ``container`` is a column of int32, ``telling`` of bytes: which blocks are no\n"
"entries of a menu.");

PyObject *
place_blocks(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tape, *columns[6], *matrix, *starts, *firsts;
    Py_ssize_t chars;
    Rules rules;
    Page page;
    memset(&page, 0, sizeof(page));
    if (!PyArg_ParseTuple(args, "OOOOi(O!Un)(IIiiOOOd)", &tape, &columns[0], &columns[1], &matrix,
                          &page.headline, &PyFrozenSet_Type, &starts, &firsts, &chars,
                          &rules.listed, &rules.tables, &rules.contexts, &rules.hints, &columns[2],
                          &columns[3], &columns[4], &rules.menu)) {
        return NULL;
    }
    Blocks *blocks = &page.blocks;
    if (!blocks_open(blocks, tape)) {
        return NULL;
    }
    static const Py_ssize_t sizes[5] = {4, 4, 8, 4, 4};
    Py_buffer views[6];
    int opened = 0;
    PyObject *container = NULL, *telling = NULL, *result = NULL;
    for (; opened < 5; opened++) {
        Py_ssize_t rows = opened < 2 ? blocks->n : 1;
        if (!open_buffer(columns[opened], &views[opened], rows, sizes[opened])) {
            goto done;
        }
    }
    Py_ssize_t flags = (Py_ssize_t)rules.contexts + rules.hints;
    if (!open_output(matrix, &views[opened], blocks->n * (MEASURES + flags), 4)) {
        goto done;
    }
    opened++;
    page.hints = views[0].buf;
    page.prose = views[1].buf;
    rules.sibling_logs = views[2].buf;
    rules.sibling_count = views[2].len / 8;
    rules.before = views[3].buf;
    rules.before_count = views[3].len / 4;
    rules.after = views[4].buf;
    rules.after_count = views[4].len / 4;
    page.matrix = views[5].buf;
    page.width = blocks->n ? views[5].len / 4 / blocks->n : 0;
    if (page.headline < -1 || page.headline >= blocks->n || rules.contexts < 0 ||
        rules.contexts > 32 || rules.hints < 0 || rules.hints > 32) {
        PyErr_SetString(PyExc_ValueError, "no such row, or too many flags");
        goto done;
    }
    container = new_column(blocks->n, 4);
    telling = new_column(blocks->n, 1);
    page.inside = PyMem_Malloc((size_t)blocks->elements * sizeof(double));
    if (page.inside == NULL) {
        PyErr_NoMemory();
    }
    if (container != NULL && telling != NULL && page.inside != NULL) {
        page.container = (int32_t *)PyByteArray_AS_STRING(container);
        int32_t best = place(&page, &rules, starts, firsts, chars,
                             (uint8_t *)PyByteArray_AS_STRING(telling));
        if (best >= 0) {
            result = Py_BuildValue("(OiO)", container, (int)best, telling);
        }
    }
done:
    Py_XDECREF(container);
    Py_XDECREF(telling);
    PyMem_Free(page.inside);
    while (opened > 0) {
        PyBuffer_Release(&views[--opened]);
    }
    blocks_close(blocks);
    return result;
}
