/* What a text is known for by its very words; see lexicon.py. */
#include "ctext.h"
#include "folding.h"
#include "letters.h"
#include "shelf.h"

typedef struct {
    PyObject_HEAD
    Table exact;    /* role, from 1 */
    Table edges;    /* characters around a phrase */
    Table agencies; /* names of agencies */
    Shelf starts, anywhere, dense;
    PyObject *roles;  /* list */
    uint8_t *is_long; /* of each role, from 1: whether texts of any length may have it */
    int32_t source_line, date, liveblog_promo;
    uint32_t dense_from;
    Py_ssize_t longest, short_text;
} Phrases;

/* A folded text without its edges. */
typedef struct {
    const uint32_t *points;
    Py_ssize_t length;
} Line;

static void
phrases_dealloc(Phrases *self)
{
    table_free(&self->exact);
    table_free(&self->edges);
    table_free(&self->agencies);
    shelf_free(&self->starts);
    shelf_free(&self->anywhere);
    shelf_free(&self->dense);
    PyMem_Free(self->is_long);
    Py_XDECREF(self->roles);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* --- the lists ----------------------------------------------------------------------------- */

static int
fill_edges(Phrases *self, PyObject *edges)
{
    Py_ssize_t count = PyUnicode_GET_LENGTH(edges);
    int good = table_open(&self->edges, count);
    for (Py_ssize_t i = 0; good && i < count; i++) {
        PyObject *edge = PyUnicode_Substring(edges, i, i + 1);
        good = edge != NULL && table_add(&self->edges, edge, 1);
        Py_XDECREF(edge);
    }
    return good;
}

static int
fill_agencies(Phrases *self, PyObject *names)
{
    Py_ssize_t count = PyList_GET_SIZE(names);
    int good = table_open(&self->agencies, count);
    for (Py_ssize_t i = 0; good && i < count; i++) {
        PyObject *name = PyList_GET_ITEM(names, i);
        good = PyUnicode_Check(name) && table_add(&self->agencies, name, 1);
    }
    if (!good && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "names of agencies must be str");
    }
    return good;
}

static int
fill_exact(Phrases *self, PyObject *exact)
{
    PyObject *phrase, *role;
    Py_ssize_t at = 0;
    int good = table_open(&self->exact, PyDict_GET_SIZE(exact));
    while (good && PyDict_Next(exact, &at, &phrase, &role)) {
        int32_t number = role_number(self->roles, role);
        good = number && PyUnicode_Check(phrase) && table_add(&self->exact, phrase, number);
    }
    if (!good && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "phrases must be str");
    }
    return good;
}

/* Phrases that have no key, in their order. */
static int
fill_dense(Phrases *self, PyObject *phrases)
{
    PyObject *all = Py_BuildValue("{sO}", "", phrases);
    int good = all != NULL && shelf_fill(&self->dense, all, self->roles);
    Py_XDECREF(all);
    return good;
}

static int
fill_roles(Phrases *self, PyObject *roles, PyObject *long_roles, PyObject *const *named)
{
    self->roles = PyList_GetSlice(roles, 0, PyList_GET_SIZE(roles));
    self->is_long = PyMem_Calloc((size_t)PyList_GET_SIZE(roles) + 1, 1);
    if (self->roles == NULL || self->is_long == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(long_roles); i++) {
        int32_t number = role_number(self->roles, PyList_GET_ITEM(long_roles, i));
        if (number == 0) {
            return 0;
        }
        self->is_long[number] = 1;
    }
    self->source_line = role_number(self->roles, named[0]);
    self->date = role_number(self->roles, named[1]);
    self->liveblog_promo = role_number(self->roles, named[2]);
    return self->source_line && self->date && self->liveblog_promo;
}

static PyObject *
phrases_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *exact, *starts, *anywhere, *dense, *agencies, *edges, *roles, *long_roles, *named[3];
    int dense_from;
    Py_ssize_t longest, short_text;
    static char *keywords[] = {"exact",      "starts",  "anywhere", "dense", "agencies",
                               "edges",      "dense_from", "longest", "short", "roles",
                               "long_roles", "known_by_form", NULL};
    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O!O!O!O!O!UCnnO!O!(OOO)", keywords, &PyDict_Type, &exact, &PyDict_Type,
            &starts, &PyDict_Type, &anywhere, &PyList_Type, &dense, &PyList_Type, &agencies, &edges,
            &dense_from, &longest, &short_text, &PyList_Type, &roles, &PyList_Type, &long_roles,
            &named[0], &named[1], &named[2])) {
        return NULL;
    }
    Phrases *self = (Phrases *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->dense_from = (uint32_t)dense_from;
    self->longest = longest;
    self->short_text = short_text;
    if (!fill_roles(self, roles, long_roles, named) || !fill_exact(self, exact) ||
        !fill_edges(self, edges) || !fill_agencies(self, agencies) ||
        !shelf_fill(&self->starts, starts, self->roles) ||
        !shelf_fill(&self->anywhere, anywhere, self->roles) || !fill_dense(self, dense)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

/* --- known by form -------------------------------------------------------------------------- */

enum { SHORT_LINE = 40, CODE_CHARS = 8 };

static int
parts_credits(uint32_t c)
{
    return c == '/' || c == ',' || c == '+';
}

/* Whether the line is nothing but a credit that names an agency: ``RND/dpa``. */
static int
credits_agency(const Phrases *self, Line line)
{
    int parts = 0, named = 0;
    for (Py_ssize_t i = 0; i < line.length; i++) {
        parts += parts_credits(line.points[i]);
    }
    if (parts == 0) {
        return 0;
    }
    for (Py_ssize_t start = 0; start <= line.length;) {
        Py_ssize_t end = start, next;
        while (end < line.length && !parts_credits(line.points[end])) {
            end++;
        }
        next = end + 1;
        while (start < end && is_space(line.points[start])) {
            start++;
        }
        while (start < end && is_space(line.points[end - 1])) {
            end--;
        }
        int agency = table_find(&self->agencies, line.points + start, (size_t)(end - start)) != 0;
        named |= agency;
        if (!agency) {
            if (end - start > CODE_CHARS) {
                return 0;
            }
            for (Py_ssize_t i = start; i < end; i++) {
                if (line.points[i] == ' ') {
                    return 0;
                }
            }
        }
        start = next;
    }
    return named;
}

/* The place behind ``c`` where it stands at ``at``, behind one space at most; 0 else. */
static Py_ssize_t
behind(Line line, Py_ssize_t at, uint32_t c, int may_space)
{
    if (may_space && at < line.length && line.points[at] == ' ') {
        at++;
    }
    return at < line.length && line.points[at] == c ? at + 1 : 0;
}

/* The same for one of two: a character of Chinese or Japanese, and of Korean. */
static Py_ssize_t
behind_either(Line line, Py_ssize_t at, uint32_t one, uint32_t two)
{
    Py_ssize_t found = behind(line, at, one, 1);
    return found ? found : behind(line, at, two, 1);
}

/* Whether a date in figures begins here: ``#.#.#``, ``# 年 # 月 # 日``. */
static int
begins_date(Line line, Py_ssize_t at)
{
    Py_ssize_t i = behind(line, at, '#', 0);
    if (i == 0) {
        return 0;
    }
    uint32_t mark = i < line.length ? line.points[i] : 0;
    if (mark == '.' || mark == '/' || mark == '-') {
        i = behind(line, i + 1, '#', 1);
        i = i ? behind(line, i, mark, 0) : 0;
        return i && behind(line, i, '#', 1);
    }
    i = behind_either(line, i, 0x5E74, 0xB144);
    i = i ? behind(line, i, '#', 1) : 0;
    i = i ? behind_either(line, i, 0x6708, 0xC6D4) : 0;
    i = i ? behind(line, i, '#', 1) : 0;
    return i && behind_either(line, i, 0x65E5, 0xC77C);
}

static int
has_date(Line line)
{
    for (Py_ssize_t at = 0; at < line.length; at++) {
        if (begins_date(line, at)) {
            return 1;
        }
    }
    return 0;
}

/* ``+++ text +++`` of a text as written. */
static int
promotes_liveblog(PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (length < 12 || PyUnicode_READ(kind, data, 0) != '+') {
        return 0;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        Py_ssize_t place = i < length - 1 - i ? i : length - 1 - i;
        if (place < 3 ? c != '+' : place == 3 ? !Py_UNICODE_ISSPACE(c) : c == '\n') {
            return 0;
        }
    }
    return 1;
}

/* --- known by phrases ------------------------------------------------------------------------ */

static int
is_mark(uint32_t c)
{
    return c == ',' || c == '.' || c == ':' || c == ';' || c == '!' || c == '?';
}

/* Whether a phrase that ends here ends a word; dense scripts write no gaps. */
static int
ends_word(const Phrases *self, Line line, Py_ssize_t end)
{
    if (end >= line.length ||
        !(Py_UNICODE_ISALNUM(line.points[end]) && Py_UNICODE_ISALNUM(line.points[end - 1]))) {
        return 1;
    }
    return line.points[end - 1] >= self->dense_from;
}

/* The first phrase under the key that the line begins with, or 0. */
static int32_t
at_start(const Phrases *self, Line line, Py_ssize_t key)
{
    const Phrase *phrase = shelf_find(&self->starts, line.points, key);
    for (; phrase != NULL && phrase->length; phrase++) {
        if ((Py_ssize_t)phrase->length <= line.length &&
            memcmp(line.points, self->starts.points + phrase->start,
                   phrase->length * sizeof(uint32_t)) == 0 &&
            ends_word(self, line, (Py_ssize_t)phrase->length)) {
            return phrase->role;
        }
    }
    return 0;
}

/* Where a phrase stands first in the line, or -1. */
static Py_ssize_t
find(Line line, const uint32_t *phrase, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; at + size <= line.length; at++) {
        if (line.points[at] == phrase[0] &&
            memcmp(line.points + at, phrase, (size_t)size * sizeof(uint32_t)) == 0) {
            return at;
        }
    }
    return -1;
}

/* The first phrase under the key whose first place in the line is at ends of words, or 0. */
static int32_t
anywhere(const Phrases *self, Line line, const uint32_t *word, Py_ssize_t key)
{
    const Phrase *phrase = shelf_find(&self->anywhere, word, key);
    for (; phrase != NULL && phrase->length; phrase++) {
        Py_ssize_t size = (Py_ssize_t)phrase->length;
        Py_ssize_t at = find(line, self->anywhere.points + phrase->start, size);
        if (at >= 0 && (at == 0 || !Py_UNICODE_ISALNUM(line.points[at - 1])) &&
            ends_word(self, line, at + size)) {
            return phrase->role;
        }
    }
    return 0;
}

static int32_t
among_dense(const Phrases *self, Line line)
{
    for (const Phrase *phrase = self->dense.phrases; phrase->length; phrase++) {
        if (find(line, self->dense.points + phrase->start, (Py_ssize_t)phrase->length) >= 0) {
            return phrase->role;
        }
    }
    return 0;
}

static int32_t
by_phrase(const Phrases *self, Line line)
{
    Py_ssize_t end = 0;
    while (end < line.length && !is_space(line.points[end])) {
        end++;
    }
    Py_ssize_t key = end;
    while (key > 0 && is_mark(line.points[key - 1])) {
        key--;
    }
    int32_t role = at_start(self, line, key);
    if (role == 0) {
        role = at_start(self, line, 1);
    }
    for (Py_ssize_t start = 0; role == 0 && start < line.length; start = end) {
        while (start < line.length && is_space(line.points[start])) {
            start++;
        }
        end = start;
        while (end < line.length && !is_space(line.points[end])) {
            end++;
        }
        role = anywhere(self, line, line.points + start, end - start);
    }
    if (role == 0 && line.points[0] >= self->dense_from) {
        role = among_dense(self, line);
    }
    return role;
}

/* --- a text ------------------------------------------------------------------------------------ */

static Line
without_edges(const Phrases *self, const uint32_t *points, Py_ssize_t length)
{
    while (length > 0 && table_find(&self->edges, points, 1)) {
        points++;
        length--;
    }
    while (length > 0 && table_find(&self->edges, points + length - 1, 1)) {
        length--;
    }
    return (Line){points, length};
}

/* The number of the role that a text is known for, from 1; 0 for none, -1 with an exception. */
static int32_t
role_of(const Phrases *self, PyObject *text)
{
    uint32_t points[MOST_FOLDED];
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    if (size == 0 || size > self->longest) {
        return 0;
    }
    Py_ssize_t length = fold_text(text, points);
    if (length < 0) {
        return -1;
    }
    Line line = without_edges(self, points, length);
    if (line.length == 0) {
        return 0;
    }
    int32_t role = table_find(&self->exact, line.points, (size_t)line.length);
    if (role) {
        return role;
    }
    if (line.length <= SHORT_LINE && credits_agency(self, line)) {
        role = self->source_line;
    }
    else if (line.length <= SHORT_LINE && has_date(line)) {
        role = self->date;
    }
    else if (promotes_liveblog(text)) {
        role = self->liveblog_promo;
    }
    else {
        role = by_phrase(self, line);
    }
    return role && (size <= self->short_text || self->is_long[role]) ? role : 0;
}

PyDoc_STRVAR(phrases_find_doc,
"find(texts) -> list\n\n"
"For each text the role that its words are known for, None for none.");

static PyObject *
phrases_find(Phrases *self, PyObject *texts)
{
    PyObject *fast = texts_of(texts);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    PyObject *found = PyList_New(n);
    for (Py_ssize_t row = 0; found != NULL && row < n; row++) {
        int32_t role = role_of(self, PySequence_Fast_GET_ITEM(fast, row));
        if (role < 0) {
            Py_CLEAR(found);
            break;
        }
        PyObject *answer = role ? PyList_GET_ITEM(self->roles, role - 1) : Py_None;
        PyList_SET_ITEM(found, row, Py_NewRef(answer));
    }
    Py_DECREF(fast);
    return found;
}

/* Sets the flags of the texts that are asked for. */
static int
set_flags(const Phrases *self, PyObject *fast, const uint8_t *wanted, float *matrix,
          Py_ssize_t width, const int32_t *columns)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    for (Py_ssize_t row = 0; row < n; row++) {
        int32_t role = wanted[row] ? role_of(self, PySequence_Fast_GET_ITEM(fast, row)) : 0;
        if (role < 0) {
            return 0;
        }
        if (role && columns[role - 1] >= 0 && columns[role - 1] < width) {
            matrix[row * width + columns[role - 1]] = 1.0f;
        }
    }
    return 1;
}

PyDoc_STRVAR(phrases_mark_doc,
"mark(texts, wanted, matrix, columns) -> None\n\n"
"Sets 1 in the float32 matrix where a text that is wanted is known for a role; ``columns``\n"
"(int32) are those of the roles, -1 for a role that has none.");

static PyObject *
phrases_mark(Phrases *self, PyObject *args)
{
    PyObject *texts, *wanted, *matrix, *columns;
    if (!PyArg_ParseTuple(args, "OOOO", &texts, &wanted, &matrix, &columns)) {
        return NULL;
    }
    PyObject *fast = texts_of(texts);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer want, out, places;
    int good = 0;
    if (!open_buffer(wanted, &want, n, 1)) {
        goto no_wanted;
    }
    if (!open_output(matrix, &out, n, 4)) {
        goto no_matrix;
    }
    if (!open_buffer(columns, &places, PyList_GET_SIZE(self->roles), 4)) {
        goto no_columns;
    }
    good = n == 0 || set_flags(self, fast, want.buf, out.buf, out.len / 4 / n, places.buf);
    PyBuffer_Release(&places);
no_columns:
    PyBuffer_Release(&out);
no_matrix:
    PyBuffer_Release(&want);
no_wanted:
    Py_DECREF(fast);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyMethodDef phrases_methods[] = {
    {"find", (PyCFunction)phrases_find, METH_O, phrases_find_doc},
    {"mark", (PyCFunction)phrases_mark, METH_VARARGS, phrases_mark_doc},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PhrasesType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "bodycopy._ctext.Phrases",
    .tp_doc = "Standing phrases and the roles that they are known for.",
    .tp_basicsize = sizeof(Phrases),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = phrases_new,
    .tp_dealloc = (destructor)phrases_dealloc,
    .tp_methods = phrases_methods,
};
