/* What features, lexicon, tokens and net ask of every text and name of a page, compiled.
 *
 * Each function here has its twin in Python, which is the specification: the results are the
 * same, and tests hold the two against each other. Nothing here keeps state but the tables
 * that Python builds once from the word lists. Where a case is rare and awkward, the function
 * hands it back and Python decides.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- buffers ---------------------------------------------------------------------------- */

/* A contiguous buffer of at least ``items`` items of ``size`` bytes; 0 and an exception else. */
static int
open_buffer(PyObject *object, Py_buffer *view, Py_ssize_t items, Py_ssize_t size)
{
    if (PyObject_GetBuffer(object, view, PyBUF_SIMPLE) < 0) {
        return 0;
    }
    if (view->len < items * size) {
        PyErr_SetString(PyExc_ValueError, "a column is shorter than the page");
        PyBuffer_Release(view);
        return 0;
    }
    return 1;
}

static PyObject *
new_column(Py_ssize_t items, Py_ssize_t size)
{
    PyObject *column = PyByteArray_FromStringAndSize(NULL, items * size);
    if (column != NULL && items > 0) {
        memset(PyByteArray_AS_STRING(column), 0, (size_t)(items * size));
    }
    return column;
}

/* A growing column of int32. */
typedef struct {
    int32_t *items;
    Py_ssize_t used, room;
} Ints;

static int
ints_push(Ints *ints, int32_t value)
{
    if (ints->used == ints->room) {
        Py_ssize_t room = ints->room ? ints->room * 2 : 1024;
        int32_t *items = PyMem_Realloc(ints->items, (size_t)room * sizeof(int32_t));
        if (items == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        ints->items = items;
        ints->room = room;
    }
    ints->items[ints->used++] = value;
    return 1;
}

static PyObject *
ints_bytes(Ints *ints)
{
    return PyByteArray_FromStringAndSize((const char *)ints->items,
                                         ints->used * (Py_ssize_t)sizeof(int32_t));
}

/* A sequence of str; NULL and an exception where it is none. Borrowed items stay alive by it. */
static PyObject *
texts_of(PyObject *object)
{
    PyObject *fast = PySequence_Fast(object, "texts must be a sequence");
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    for (Py_ssize_t row = 0; row < n; row++) {
        if (!PyUnicode_Check(PySequence_Fast_GET_ITEM(fast, row))) {
            PyErr_SetString(PyExc_TypeError, "texts must be str");
            Py_DECREF(fast);
            return NULL;
        }
    }
    return fast;
}

/* --- tables of words -------------------------------------------------------------------- */

/* Words as code points, each with a number; open addressing. */
typedef struct {
    uint32_t start, length, hash;
    int32_t value; /* 0 is an empty place */
} Slot;

typedef struct {
    Slot *slots;
    uint32_t mask;
    uint32_t *points;
    size_t used, room;
} Table;

static uint32_t
hash_points(const uint32_t *points, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ points[i]) * 16777619u;
    }
    return hash ^ (hash >> 15);
}

static Slot *
table_slot(const Table *table, const uint32_t *points, size_t length, uint32_t hash)
{
    uint32_t at = hash & table->mask;
    for (;;) {
        Slot *slot = &table->slots[at];
        if (slot->value == 0) {
            return slot;
        }
        if (slot->hash == hash && slot->length == length &&
            memcmp(table->points + slot->start, points, length * sizeof(uint32_t)) == 0) {
            return slot;
        }
        at = (at + 1) & table->mask;
    }
}

static int32_t
table_find(const Table *table, const uint32_t *points, size_t length)
{
    return table_slot(table, points, length, hash_points(points, length))->value;
}

static void
table_free(Table *table)
{
    PyMem_Free(table->slots);
    PyMem_Free(table->points);
    table->slots = NULL;
    table->points = NULL;
}

static int
table_open(Table *table, Py_ssize_t words)
{
    uint32_t size = 16;
    while (size < 3 * (size_t)words) {
        size *= 2;
    }
    memset(table, 0, sizeof(*table));
    table->slots = PyMem_Calloc(size, sizeof(Slot));
    table->mask = size - 1;
    if (table->slots == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    return 1;
}

/* Or a value to that of a word. */
static int
table_add(Table *table, PyObject *word, int32_t value)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(word);
    if (table->used + (size_t)length > table->room) {
        size_t room = (table->room + (size_t)length) * 2 + 64;
        uint32_t *points = PyMem_Realloc(table->points, room * sizeof(uint32_t));
        if (points == NULL) {
            PyErr_NoMemory();
            return 0;
        }
        table->points = points;
        table->room = room;
    }
    uint32_t *points = table->points + table->used;
    int kind = PyUnicode_KIND(word);
    const void *data = PyUnicode_DATA(word);
    for (Py_ssize_t i = 0; i < length; i++) {
        points[i] = PyUnicode_READ(kind, data, i);
    }
    uint32_t hash = hash_points(points, (size_t)length);
    Slot *slot = table_slot(table, points, (size_t)length, hash);
    if (slot->value == 0) {
        slot->start = (uint32_t)table->used;
        slot->length = (uint32_t)length;
        slot->hash = hash;
        table->used += (size_t)length;
    }
    slot->value |= value;
    return 1;
}

/* --- names of elements: hints ----------------------------------------------------------- */

/* A token of several words: its letters, a 0 where words may be joined by a mark. */
typedef struct {
    uint8_t letters[64];
    int32_t hint;
    int32_t next; /* of the same first word, from 1; 0 for none */
} Compound;

typedef struct {
    PyObject_HEAD
    Table known;
    Table firsts; /* number of the first compound, from 1 */
    Compound *compounds;
    int32_t count;
} Names;

static void
names_dealloc(Names *self)
{
    table_free(&self->known);
    table_free(&self->firsts);
    PyMem_Free(self->compounds);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int
names_add_compound(Names *self, PyObject *word, const char *token, int hint)
{
    size_t length = strlen(token);
    if (length >= sizeof(self->compounds->letters) || hint <= 0) {
        PyErr_SetString(PyExc_ValueError, "a token of several words is too long");
        return 0;
    }
    Compound *compound = &self->compounds[self->count++];
    memset(compound, 0, sizeof(*compound));
    for (size_t i = 0; i < length; i++) {
        /* 1 is a joint, 0 the end */
        compound->letters[i] = token[i] == '-' ? 1 : (uint8_t)token[i];
    }
    compound->hint = hint;
    Py_ssize_t size = PyUnicode_GET_LENGTH(word);
    uint32_t points[64];
    if (size >= 64) {
        PyErr_SetString(PyExc_ValueError, "a first word is too long");
        return 0;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        points[i] = PyUnicode_READ_CHAR(word, i);
    }
    Slot *slot = table_slot(&self->firsts, points, (size_t)size, hash_points(points, (size_t)size));
    if (slot->value == 0) {
        return table_add(&self->firsts, word, self->count);
    }
    compound->next = slot->value;
    slot->value = self->count;
    return 1;
}

static PyObject *
names_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *known, *compounds;
    static char *keywords[] = {"known", "compounds", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!", keywords, &PyDict_Type, &known,
                                     &PyList_Type, &compounds)) {
        return NULL;
    }
    Names *self = (Names *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    Py_ssize_t count = PyList_GET_SIZE(compounds);
    self->compounds = PyMem_Calloc((size_t)count + 1, sizeof(Compound));
    if (self->compounds == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    if (!table_open(&self->known, PyDict_GET_SIZE(known)) || !table_open(&self->firsts, count)) {
        goto failed;
    }
    PyObject *word, *hint;
    Py_ssize_t at = 0;
    while (PyDict_Next(known, &at, &word, &hint)) {
        long value = PyLong_AsLong(hint);
        if (value <= 0 || value > INT32_MAX || !PyUnicode_Check(word)) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "hints must be words with bits");
            }
            goto failed;
        }
        if (!table_add(&self->known, word, (int32_t)value)) {
            goto failed;
        }
    }
    for (Py_ssize_t row = 0; row < count; row++) {
        const char *token;
        int bits;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(compounds, row), "Usi", &word, &token, &bits) ||
            !names_add_compound(self, word, token, bits)) {
            goto failed;
        }
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

#define LOWER(c) ((c) >= 'a' && (c) <= 'z')
#define UPPER(c) ((c) >= 'A' && (c) <= 'Z')
#define FOLD(c) (UPPER(c) ? (c) + 32 : (c))

/* Whether the token stands in an ASCII value, in any case, its words joined by a mark or not,
 * and no letter behind it. */
static int
has_compound(const Compound *compound, const uint8_t *data, Py_ssize_t length)
{
    const uint8_t *letters = compound->letters;
    for (Py_ssize_t start = 0; start < length; start++) {
        if (FOLD(data[start]) != letters[0]) {
            continue;
        }
        Py_ssize_t at = start;
        int i = 0;
        for (; letters[i]; i++) {
            if (letters[i] == 1) {
                if (at < length && (data[at] == '-' || data[at] == '_')) {
                    at++;
                }
            }
            else if (at < length && FOLD(data[at]) == letters[i]) {
                at++;
            }
            else {
                break;
            }
        }
        if (!letters[i] && !(at < length && (LOWER(data[at]) || UPPER(data[at])))) {
            return 1;
        }
    }
    return 0;
}

#define BY_PYTHON (1u << 31)

/* Hints of the words of a value; BY_PYTHON where it is not ASCII and may hold a longer token. */
static uint32_t
hints_of(const Names *self, PyObject *attrs, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(attrs);
    Py_ssize_t whole = length;
    if (length > most) {
        length = most;
    }
    int kind = PyUnicode_KIND(attrs);
    const void *data = PyUnicode_DATA(attrs);
    uint32_t word[512];
    uint32_t found = 0;
    Py_ssize_t i = 0;
    while (i < length) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        size_t size = 0;
        if (UPPER(c)) {
            word[size++] = c;
            i++;
            if (i < length && LOWER(PyUnicode_READ(kind, data, i))) {
                while (i < length && LOWER(c = PyUnicode_READ(kind, data, i))) {
                    word[size++] = c;
                    i++;
                }
            }
            else {
                while (i < length && UPPER(c = PyUnicode_READ(kind, data, i))) {
                    word[size++] = c;
                    i++;
                }
            }
        }
        else if (LOWER(c)) {
            while (i < length && LOWER(c = PyUnicode_READ(kind, data, i))) {
                word[size++] = c;
                i++;
            }
        }
        else {
            i++;
            continue;
        }
        uint32_t hash = hash_points(word, size);
        found |= (uint32_t)table_slot(&self->known, word, size, hash)->value;
        int32_t number = table_slot(&self->firsts, word, size, hash)->value;
        if (number && !PyUnicode_IS_ASCII(attrs)) {
            return BY_PYTHON;
        }
        for (; number; number = self->compounds[number - 1].next) {
            const Compound *compound = &self->compounds[number - 1];
            if ((found & (uint32_t)compound->hint) == 0 && has_compound(compound, data, whole)) {
                found |= (uint32_t)compound->hint;
            }
        }
    }
    return found;
}

PyDoc_STRVAR(names_hints_doc,
"hints(attrs, wanted, most) -> (bytearray of uint32, list of rows)\n\n"
"Hints of the words in the first ``most`` characters of each value that is wanted, and of\n"
"tokens of several words that begin with one of them; and rows that Python is to look at.");

static PyObject *
names_hints(Names *self, PyObject *args)
{
    PyObject *attrs, *wanted;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &attrs, &wanted, &most)) {
        return NULL;
    }
    if (most < 0 || most > 512) {
        PyErr_SetString(PyExc_ValueError, "names are read up to 512 characters");
        return NULL;
    }
    PyObject *fast = texts_of(attrs);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer view;
    if (!open_buffer(wanted, &view, n, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    const uint8_t *want = view.buf;
    PyObject *column = new_column(n, sizeof(uint32_t));
    PyObject *rest = PyList_New(0);
    PyObject *last = NULL;
    uint32_t hints = 0;
    if (column == NULL || rest == NULL) {
        goto failed;
    }
    uint32_t *out = (uint32_t *)PyByteArray_AS_STRING(column);
    for (Py_ssize_t row = 0; row < n; row++) {
        if (!want[row]) {
            continue;
        }
        PyObject *value = PySequence_Fast_GET_ITEM(fast, row);
        if (value != last) {
            hints = hints_of(self, value, most);
            last = value;
        }
        if (hints == BY_PYTHON) {
            PyObject *number = PyLong_FromSsize_t(row);
            if (number == NULL || PyList_Append(rest, number) < 0) {
                Py_XDECREF(number);
                goto failed;
            }
            Py_DECREF(number);
        }
        else {
            out[row] = hints;
        }
    }
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    return Py_BuildValue("(NN)", column, rest);
failed:
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_XDECREF(column);
    Py_XDECREF(rest);
    return NULL;
}

static PyMethodDef names_methods[] = {
    {"hints", (PyCFunction)names_hints, METH_VARARGS, names_hints_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject NamesType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "bodycopy._ctext.Names",
    .tp_doc = "Words of element names and their hints.",
    .tp_basicsize = sizeof(Names),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = names_new,
    .tp_dealloc = (destructor)names_dealloc,
    .tp_methods = names_methods,
};

/* --- phrases ------------------------------------------------------------------------------ */

/* A phrase and the role that it is known for. */
typedef struct {
    uint32_t start, length;
    int32_t role; /* from 1 */
} Phrase;

/* Phrases under their keys: those of one key stand together, in the order they are tried in. */
typedef struct {
    Table keys; /* place of the first phrase, from 1 */
    Phrase *phrases;
    uint32_t *points;
} Shelf;

typedef struct {
    PyObject_HEAD
    Table exact; /* role, from 1 */
    Table edges; /* characters around a phrase */
    Shelf starts, anywhere;
    PyObject *roles; /* list */
    uint8_t *is_long; /* of each role, from 1: whether texts of any length may have it */
    uint32_t dense;
    Py_ssize_t longest, short_text;
} Phrases;

static void
shelf_free(Shelf *shelf)
{
    table_free(&shelf->keys);
    PyMem_Free(shelf->phrases);
    PyMem_Free(shelf->points);
}

static void
phrases_dealloc(Phrases *self)
{
    table_free(&self->exact);
    table_free(&self->edges);
    shelf_free(&self->starts);
    shelf_free(&self->anywhere);
    PyMem_Free(self->is_long);
    Py_XDECREF(self->roles);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* The number of a role, from 1; 0 and an exception where it is not in the list. */
static int32_t
role_number(Phrases *self, PyObject *role)
{
    for (Py_ssize_t number = 0; number < PyList_GET_SIZE(self->roles); number++) {
        if (PyList_GET_ITEM(self->roles, number) == role) {
            return (int32_t)number + 1;
        }
    }
    PyErr_SetString(PyExc_ValueError, "a phrase of no known role");
    return 0;
}

static int
shelf_fill(Phrases *self, Shelf *shelf, PyObject *by_key)
{
    PyObject *key, *list;
    Py_ssize_t at = 0;
    size_t count = 0, points = 0;
    while (PyDict_Next(by_key, &at, &key, &list)) {
        if (!PyUnicode_Check(key) || !PyList_Check(list)) {
            PyErr_SetString(PyExc_TypeError, "phrases must be lists under words");
            return 0;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            PyObject *phrase, *role;
            if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "UO", &phrase, &role)) {
                return 0;
            }
            points += (size_t)PyUnicode_GET_LENGTH(phrase);
            count++;
        }
    }
    /* A phrase of length 0 closes each key's run. */
    shelf->phrases = PyMem_Calloc(count + (size_t)PyDict_GET_SIZE(by_key) + 1, sizeof(Phrase));
    shelf->points = PyMem_Calloc(points + 1, sizeof(uint32_t));
    if (shelf->phrases == NULL || shelf->points == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    if (!table_open(&shelf->keys, PyDict_GET_SIZE(by_key))) {
        return 0;
    }
    at = 0;
    count = points = 0;
    while (PyDict_Next(by_key, &at, &key, &list)) {
        if (!table_add(&shelf->keys, key, (int32_t)count + 1)) {
            return 0;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            PyObject *phrase, *role;
            if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "UO", &phrase, &role)) {
                return 0;
            }
            Phrase *place = &shelf->phrases[count++];
            place->start = (uint32_t)points;
            place->length = (uint32_t)PyUnicode_GET_LENGTH(phrase);
            place->role = role_number(self, role);
            if (place->role == 0) {
                return 0;
            }
            for (uint32_t k = 0; k < place->length; k++) {
                shelf->points[points++] = PyUnicode_READ_CHAR(phrase, k);
            }
        }
        count++;
    }
    return 1;
}

static PyObject *
phrases_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *exact, *starts, *anywhere, *edges, *roles, *long_roles;
    int dense;
    Py_ssize_t longest, short_text;
    static char *keywords[] = {"exact", "starts", "anywhere", "edges", "dense", "longest",
                               "short", "roles", "long_roles", NULL};
    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O!O!O!UCnnO!O!", keywords, &PyDict_Type, &exact, &PyDict_Type, &starts,
            &PyDict_Type, &anywhere, &edges, &dense, &longest, &short_text, &PyList_Type, &roles,
            &PyList_Type, &long_roles)) {
        return NULL;
    }
    Phrases *self = (Phrases *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->dense = (uint32_t)dense;
    self->longest = longest;
    self->short_text = short_text;
    self->roles = PyList_GetSlice(roles, 0, PyList_GET_SIZE(roles));
    self->is_long = PyMem_Calloc((size_t)PyList_GET_SIZE(roles) + 1, 1);
    if (self->roles == NULL || self->is_long == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(long_roles); i++) {
        int32_t number = role_number(self, PyList_GET_ITEM(long_roles, i));
        if (number == 0) {
            goto failed;
        }
        self->is_long[number] = 1;
    }
    if (!table_open(&self->exact, PyDict_GET_SIZE(exact)) ||
        !table_open(&self->edges, PyUnicode_GET_LENGTH(edges)) ||
        !shelf_fill(self, &self->starts, starts) || !shelf_fill(self, &self->anywhere, anywhere)) {
        goto failed;
    }
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(edges); i++) {
        PyObject *edge = PyUnicode_Substring(edges, i, i + 1);
        if (edge == NULL || !table_add(&self->edges, edge, 1)) {
            Py_XDECREF(edge);
            goto failed;
        }
        Py_DECREF(edge);
    }
    PyObject *phrase, *role;
    Py_ssize_t at = 0;
    while (PyDict_Next(exact, &at, &phrase, &role)) {
        int32_t number = role_number(self, role);
        if (number == 0 || !PyUnicode_Check(phrase) || !table_add(&self->exact, phrase, number)) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_TypeError, "phrases must be str");
            }
            goto failed;
        }
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

#define LONGEST_TEXT 4096

/* The text folded (line breaks are spaces, one case, digits one "#") as code points in
 * ``out``; -1 with an exception where that fails. */
static Py_ssize_t
fold(PyObject *text, uint32_t *out)
{
    PyObject *folded = NULL;
    if (!PyUnicode_IS_ASCII(text)) {
        folded = PyObject_CallMethod(text, "casefold", NULL);
        if (folded == NULL) {
            return -1;
        }
        text = folded;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t used = 0;
    int digits = 0;
    for (Py_ssize_t i = 0; i < length && used < LONGEST_TEXT; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        if (c < 128 ? (c >= '0' && c <= '9') : Py_UNICODE_ISDECIMAL(c)) {
            if (!digits) {
                out[used++] = '#';
            }
            digits = 1;
            continue;
        }
        digits = 0;
        if (UPPER(c)) {
            c += 32;
        }
        out[used++] = c == '\n' ? ' ' : c;
    }
    Py_XDECREF(folded);
    return used;
}

static int
is_space(uint32_t c)
{
    return c < 128 ? (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31))
                   : Py_UNICODE_ISSPACE(c);
}

static int
is_mark(uint32_t c)
{
    return c == ',' || c == '.' || c == ':' || c == ';' || c == '!' || c == '?';
}

/* Whether a phrase that ends here ends a word; dense scripts write no gaps. */
static int
ends_word(const Phrases *self, const uint32_t *points, Py_ssize_t length, Py_ssize_t end)
{
    if (end >= length || !(Py_UNICODE_ISALNUM(points[end]) && Py_UNICODE_ISALNUM(points[end - 1]))) {
        return 1;
    }
    return points[end - 1] >= self->dense;
}

/* The first phrase under the key that the text begins with, or 0. */
static int32_t
at_start(const Phrases *self, const uint32_t *points, Py_ssize_t length, Py_ssize_t key)
{
    const Shelf *shelf = &self->starts;
    int32_t place = table_find(&shelf->keys, points, (size_t)key);
    if (place == 0) {
        return 0;
    }
    for (const Phrase *phrase = &shelf->phrases[place - 1]; phrase->length; phrase++) {
        if ((Py_ssize_t)phrase->length <= length &&
            memcmp(points, shelf->points + phrase->start, phrase->length * sizeof(uint32_t)) == 0 &&
            ends_word(self, points, length, (Py_ssize_t)phrase->length)) {
            return phrase->role;
        }
    }
    return 0;
}

/* The first phrase under the key whose first place in the text is at ends of words, or 0. */
static int32_t
anywhere(const Phrases *self, const uint32_t *points, Py_ssize_t length, const uint32_t *word,
         Py_ssize_t key)
{
    const Shelf *shelf = &self->anywhere;
    int32_t place = table_find(&shelf->keys, word, (size_t)key);
    if (place == 0) {
        return 0;
    }
    for (const Phrase *phrase = &shelf->phrases[place - 1]; phrase->length; phrase++) {
        const uint32_t *wanted = shelf->points + phrase->start;
        Py_ssize_t size = (Py_ssize_t)phrase->length;
        for (Py_ssize_t at = 0; at + size <= length; at++) {
            if (points[at] == wanted[0] &&
                memcmp(points + at, wanted, (size_t)size * sizeof(uint32_t)) == 0) {
                if ((at == 0 || !Py_UNICODE_ISALNUM(points[at - 1])) &&
                    ends_word(self, points, length, at + size)) {
                    return phrase->role;
                }
                break;
            }
        }
    }
    return 0;
}

enum { SHORT_LINE = 40, LOOK = -1 };

/* The role that the text is known for, 0 for none, or LOOK where Python is to tell. */
static int32_t
role_of(const Phrases *self, const uint32_t *points, Py_ssize_t length, Py_ssize_t size)
{
    while (length > 0 && table_find(&self->edges, points, 1)) {
        points++;
        length--;
    }
    while (length > 0 && table_find(&self->edges, points + length - 1, 1)) {
        length--;
    }
    if (length == 0) {
        return 0;
    }
    int32_t role = table_find(&self->exact, points, (size_t)length);
    if (role) {
        return role;
    }
    if (points[0] >= self->dense) {
        return LOOK;
    }
    if (length <= SHORT_LINE) {
        /* Dates and credits of agencies are short lines with one of these. */
        for (Py_ssize_t i = 0; i < length; i++) {
            uint32_t c = points[i];
            if (c == '/' || c == ',' || c == '+' ||
                (c == '#' && i + 1 < length &&
                 (points[i + 1] == '.' || points[i + 1] == '-' || points[i + 1] >= self->dense ||
                  (points[i + 1] == ' ' && i + 2 < length && points[i + 2] >= self->dense)))) {
                return LOOK;
            }
        }
    }
    Py_ssize_t end = 0;
    while (end < length && !is_space(points[end])) {
        end++;
    }
    Py_ssize_t key = end;
    while (key > 0 && is_mark(points[key - 1])) {
        key--;
    }
    role = at_start(self, points, length, key);
    if (role == 0) {
        role = at_start(self, points, length, 1);
    }
    for (Py_ssize_t start = 0; role == 0 && start < length; start = end) {
        while (start < length && is_space(points[start])) {
            start++;
        }
        end = start;
        while (end < length && !is_space(points[end])) {
            end++;
        }
        role = anywhere(self, points, length, points + start, end - start);
    }
    return role && (size <= self->short_text || self->is_long[role]) ? role : 0;
}

PyDoc_STRVAR(phrases_screen_doc,
"screen(texts) -> list\n\n"
"For each text the role that its words are known for, None for none, or Ellipsis where it is\n"
"for Python to tell: dates, credits of agencies, scripts that write no spaces.");

static PyObject *
phrases_screen(Phrases *self, PyObject *texts)
{
    PyObject *fast = texts_of(texts);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    PyObject *found = PyList_New(n);
    uint32_t points[LONGEST_TEXT];
    for (Py_ssize_t row = 0; found != NULL && row < n; row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(fast, row);
        PyObject *answer = Py_None;
        Py_ssize_t size = PyUnicode_GET_LENGTH(text);
        if (size > 0 && size <= self->longest) {
            Py_ssize_t length = fold(text, points);
            if (length < 0) {
                Py_CLEAR(found);
                break;
            }
            /* "+++ text +++": the marks count there, and are edges elsewhere. */
            int32_t role = PyUnicode_READ_CHAR(text, 0) == '+'
                               ? LOOK
                               : role_of(self, points, length, size);
            if (role == LOOK) {
                answer = Py_Ellipsis;
            }
            else if (role) {
                answer = PyList_GET_ITEM(self->roles, role - 1);
            }
        }
        PyList_SET_ITEM(found, row, Py_NewRef(answer));
    }
    Py_DECREF(fast);
    return found;
}

static PyMethodDef phrases_methods[] = {
    {"screen", (PyCFunction)phrases_screen, METH_O, phrases_screen_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject PhrasesType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "bodycopy._ctext.Phrases",
    .tp_doc = "Standing phrases and the roles that they are known for.",
    .tp_basicsize = sizeof(Phrases),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = phrases_new,
    .tp_dealloc = (destructor)phrases_dealloc,
    .tp_methods = phrases_methods,
};

/* --- measures of texts ------------------------------------------------------------------- */

static int
in_set(uint32_t c, const uint32_t *set, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (set[i] == c) {
            return 1;
        }
    }
    return 0;
}

enum { CHARS, ENDS, OPENS, COMMAS, LOWERS, DIGITS, REPEATED, MEASURES };

PyDoc_STRVAR(measure_texts_doc,
"measure_texts(texts, plain, ends, closers) -> bytearray of float32 [7, n]\n\n"
"chars, ends_sentence, ends_open, commas, starts_lower, digits, repeated of each text.");

static PyObject *
measure_texts(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *plain, *end_set, *closer_set;
    if (!PyArg_ParseTuple(args, "OOUU", &texts, &plain, &end_set, &closer_set)) {
        return NULL;
    }
    uint32_t ends[64], closers[64];
    size_t end_count = (size_t)PyUnicode_GET_LENGTH(end_set);
    size_t closer_count = (size_t)PyUnicode_GET_LENGTH(closer_set);
    if (end_count > 64 || closer_count > 64) {
        PyErr_SetString(PyExc_ValueError, "at most 64 marks");
        return NULL;
    }
    for (size_t i = 0; i < end_count; i++) {
        ends[i] = PyUnicode_READ_CHAR(end_set, (Py_ssize_t)i);
    }
    for (size_t i = 0; i < closer_count; i++) {
        closers[i] = PyUnicode_READ_CHAR(closer_set, (Py_ssize_t)i);
    }
    PyObject *fast = texts_of(texts);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer view;
    if (!open_buffer(plain, &view, n, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    PyObject *columns = new_column(n * MEASURES, sizeof(float));
    PyObject *seen = PySet_New(NULL), *copies = PyDict_New();
    if (columns == NULL || seen == NULL || copies == NULL) {
        goto failed;
    }
    float *out = (float *)PyByteArray_AS_STRING(columns);
    const uint8_t *is_plain = view.buf;
    for (Py_ssize_t row = 0; row < n; row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(fast, row);
        Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        if (length == 0) {
            PyErr_SetString(PyExc_ValueError, "a row of the tape is empty");
            goto failed;
        }
        int kind = PyUnicode_KIND(text);
        const void *data = PyUnicode_DATA(text);
        int ascii = PyUnicode_IS_ASCII(text);
        Py_ssize_t spaces = 0, commas = 0;
        if (!ascii || length > 16) {
            for (Py_ssize_t i = 0; i < length; i++) {
                uint32_t c = PyUnicode_READ(kind, data, i);
                spaces += c == ' ';
                commas += c == ',';
            }
        }
        double size = (double)length;
        if (length > 8 && !ascii && spaces * 16 < length) {
            size *= 2.5;
        }
        out[CHARS * n + row] = (float)size;
        uint32_t last = PyUnicode_READ(kind, data, length - 1);
        if (in_set(last, ends, end_count) ||
            (length > 1 && in_set(last, closers, closer_count) &&
             in_set(PyUnicode_READ(kind, data, length - 2), ends, end_count))) {
            out[ENDS * n + row] = 1.0f;
        }
        else if (last == ':' || last == 0xFF1A) {
            out[OPENS * n + row] = 1.0f;
        }
        uint32_t first = PyUnicode_READ(kind, data, 0);
        if (Py_UNICODE_ISLOWER(first)) {
            out[LOWERS * n + row] = 1.0f;
        }
        if (size <= 40.0) {
            Py_ssize_t figures = 0;
            for (Py_ssize_t i = 0; i < length; i++) {
                figures += Py_UNICODE_ISDECIMAL(PyUnicode_READ(kind, data, i)) != 0;
            }
            out[DIGITS * n + row] = (float)((double)figures / (double)length);
            PyObject *count = PyDict_GetItemWithError(copies, text);
            long number = count == NULL ? 1 : PyLong_AsLong(count) + 1;
            if (PyErr_Occurred()) {
                goto failed;
            }
            PyObject *counted = PyLong_FromLong(number);
            if (counted == NULL || PyDict_SetItem(copies, text, counted) < 0) {
                Py_XDECREF(counted);
                goto failed;
            }
            Py_DECREF(counted);
            if (number > 2) {
                out[REPEATED * n + row] = 1.0f;
            }
        }
        else {
            out[COMMAS * n + row] = (float)commas;
            if (is_plain[row]) {
                int known = PySet_Contains(seen, text);
                if (known < 0 || (!known && PySet_Add(seen, text) < 0)) {
                    goto failed;
                }
                if (known) {
                    out[REPEATED * n + row] = 1.0f;
                }
            }
        }
    }
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_DECREF(seen);
    Py_DECREF(copies);
    return columns;
failed:
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    Py_XDECREF(seen);
    Py_XDECREF(copies);
    Py_XDECREF(columns);
    return NULL;
}

/* --- hashed tokens ----------------------------------------------------------------------- */

#define BASE 0x9E3779B97F4A7C15ull

static int32_t
mixed(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDull;
    return (int32_t)(hash >> 33);
}

static uint32_t
scalar(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF ? '?' : c;
}

typedef struct {
    Ints ids, bags;
    uint64_t hash, power;
    int open;
} Hasher;

static int
hasher_close(Hasher *hasher, int32_t bag)
{
    if (!hasher->open) {
        return 1;
    }
    hasher->open = 0;
    return ints_push(&hasher->ids, mixed(hasher->hash)) && ints_push(&hasher->bags, bag);
}

static void
hasher_begin(Hasher *hasher)
{
    hasher->open = 1;
    hasher->hash = 0;
    hasher->power = 1;
}

static void
hasher_add(Hasher *hasher, uint32_t c)
{
    hasher->hash += ((uint64_t)c + 1) * hasher->power;
    hasher->power *= BASE;
}

/* The words of "<tag attrs", cut at everything but letters, and before capitals. */
static int
hash_name(Hasher *hasher, PyObject *tag, PyObject *attrs, Py_ssize_t most, int32_t bag)
{
    int was_letter = 0, was_upper = 0;
    Py_ssize_t place = 0;
    Py_ssize_t tag_length = PyUnicode_GET_LENGTH(tag), length = PyUnicode_GET_LENGTH(attrs);
    int tag_kind = PyUnicode_KIND(tag), kind = PyUnicode_KIND(attrs);
    const void *tag_data = PyUnicode_DATA(tag), *data = PyUnicode_DATA(attrs);
    Py_ssize_t total = tag_length + length + 2;
    if (total > most) {
        total = most;
    }
    for (; place < total; place++) {
        uint32_t c;
        if (place == 0) {
            c = '<';
        }
        else if (place <= tag_length) {
            c = scalar(PyUnicode_READ(tag_kind, tag_data, place - 1));
        }
        else if (place == tag_length + 1) {
            c = ' ';
        }
        else {
            c = scalar(PyUnicode_READ(kind, data, place - tag_length - 2));
        }
        int upper = UPPER(c);
        if (upper) {
            c += 32;
        }
        int letter = LOWER(c) || c == '<' || c >= 128;
        int begins = letter && ((upper && !was_upper) || !was_letter);
        if ((begins || !letter) && !hasher_close(hasher, bag)) {
            return 0;
        }
        if (begins) {
            hasher_begin(hasher);
        }
        if (letter) {
            hasher_add(hasher, c);
        }
        was_letter = letter;
        was_upper = upper;
    }
    return hasher_close(hasher, bag);
}

static PyObject *
hasher_result(Hasher *hasher)
{
    PyObject *ids = ints_bytes(&hasher->ids), *bags = ints_bytes(&hasher->bags);
    if (ids == NULL || bags == NULL) {
        Py_XDECREF(ids);
        Py_XDECREF(bags);
        return NULL;
    }
    return Py_BuildValue("(NN)", ids, bags);
}

static void
hasher_free(Hasher *hasher)
{
    PyMem_Free(hasher->ids.items);
    PyMem_Free(hasher->bags.items);
}

PyDoc_STRVAR(hash_names_doc,
"hash_names(tags, attrs, most) -> (element, (ids, bags), distinct)\n\n"
"Columns of int32: the bag of each element, and the hashed words of the distinct pairs of tag\n"
"and attribute values, of which there are ``distinct``.");

static PyObject *
hash_names(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *attrs;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOn", &tags, &attrs, &most)) {
        return NULL;
    }
    PyObject *tag_list = texts_of(tags), *attr_list = NULL, *column = NULL, *result = NULL;
    int32_t *slots = NULL, *first = NULL;
    Hasher hasher;
    memset(&hasher, 0, sizeof(hasher));
    if (tag_list == NULL || (attr_list = texts_of(attrs)) == NULL) {
        goto done;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(tag_list);
    if (PySequence_Fast_GET_SIZE(attr_list) != n) {
        PyErr_SetString(PyExc_ValueError, "as many attributes as tags");
        goto done;
    }
    size_t size = 16;
    while (size < 2 * (size_t)n) {
        size *= 2;
    }
    slots = PyMem_Calloc(size, sizeof(int32_t));
    first = PyMem_Malloc((size_t)(n ? n : 1) * sizeof(int32_t));
    column = new_column(n, sizeof(int32_t));
    if (slots == NULL || first == NULL || column == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        goto done;
    }
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column);
    int32_t distinct = 0;
    for (Py_ssize_t row = 0; row < n; row++) {
        PyObject *tag = PySequence_Fast_GET_ITEM(tag_list, row);
        PyObject *value = PySequence_Fast_GET_ITEM(attr_list, row);
        Py_hash_t one = PyObject_Hash(tag), two = PyObject_Hash(value);
        size_t at = ((size_t)one * 31u + (size_t)two) & (size - 1);
        for (;;) {
            int32_t bag = slots[at];
            if (bag == 0) {
                slots[at] = distinct + 1;
                first[distinct] = (int32_t)row;
                if (!hash_name(&hasher, tag, value, most, distinct)) {
                    goto done;
                }
                out[row] = distinct++;
                break;
            }
            PyObject *other = PySequence_Fast_GET_ITEM(tag_list, first[bag - 1]);
            PyObject *names = PySequence_Fast_GET_ITEM(attr_list, first[bag - 1]);
            if ((other == tag || PyUnicode_Compare(other, tag) == 0) &&
                (names == value || PyUnicode_Compare(names, value) == 0)) {
                out[row] = bag - 1;
                break;
            }
            at = (at + 1) & (size - 1);
        }
    }
    PyObject *bags = hasher_result(&hasher);
    if (bags != NULL) {
        result = Py_BuildValue("(ONi)", column, bags, (int)distinct);
    }
done:
    hasher_free(&hasher);
    PyMem_Free(slots);
    PyMem_Free(first);
    Py_XDECREF(column);
    Py_XDECREF(tag_list);
    Py_XDECREF(attr_list);
    return result;
}

enum { GAP, IN_WORD, DIGIT, ALONE };

typedef struct {
    Hasher *hasher;
    const uint8_t *kinds;
    Py_ssize_t kind_count;
    int was;
} Words;

static int
words_add(Words *words, uint32_t c, int32_t bag)
{
    c = scalar(c);
    uint8_t kind = words->kinds[(Py_ssize_t)c < words->kind_count ? (Py_ssize_t)c
                                                                   : words->kind_count - 1];
    int begins = kind != GAP && (kind == ALONE || words->was == GAP || words->was == ALONE);
    if ((begins || kind == GAP) && !hasher_close(words->hasher, bag)) {
        return 0;
    }
    if (begins) {
        hasher_begin(words->hasher);
    }
    if (kind != GAP) {
        hasher_add(words->hasher, kind == DIGIT ? '0' : c);
    }
    words->was = kind;
    return 1;
}

static int
words_of_text(Words *words, PyObject *text, Py_ssize_t start, Py_ssize_t end, int32_t bag)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (Py_ssize_t i = start; i < end; i++) {
        uint32_t c = PyUnicode_READ(kind, data, i);
        if (UPPER(c)) {
            c += 32;
        }
        if (!words_add(words, c ? c : ' ', bag)) {
            return 0;
        }
    }
    return 1;
}

PyDoc_STRVAR(hash_words_doc,
"hash_words(texts, kinds, head, tail) -> (ids, bags)\n\n"
"Columns of int32: the hashed words of the first ``head`` and last ``tail`` characters of each\n"
"text, and the row of each; ``kinds`` says what each character is to a word.");

static PyObject *
hash_words(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts, *kinds;
    Py_ssize_t head, tail;
    if (!PyArg_ParseTuple(args, "OOnn", &texts, &kinds, &head, &tail)) {
        return NULL;
    }
    PyObject *fast = texts_of(texts), *result = NULL;
    if (fast == NULL) {
        return NULL;
    }
    Py_buffer view;
    if (!open_buffer(kinds, &view, 1, 1)) {
        Py_DECREF(fast);
        return NULL;
    }
    Hasher hasher;
    memset(&hasher, 0, sizeof(hasher));
    Words words = {&hasher, view.buf, view.len, GAP};
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    for (Py_ssize_t row = 0; row < n; row++) {
        PyObject *text = PySequence_Fast_GET_ITEM(fast, row), *made = NULL;
        Py_ssize_t length = PyUnicode_GET_LENGTH(text);
        int32_t bag = (int32_t)row;
        int good;
        words.was = GAP;
        if (PyUnicode_IS_ASCII(text)) {
            if (length <= head + tail) {
                good = words_of_text(&words, text, 0, length, bag);
            }
            else {
                good = words_of_text(&words, text, 0, head, bag) && words_add(&words, ' ', bag) &&
                       words_of_text(&words, text, length - tail, length, bag);
            }
        }
        else {
            /* Lower case may depend on the neighbours (a Greek sigma) and change the length. */
            if (length <= head + tail) {
                made = PyObject_CallMethod(text, "lower", NULL);
            }
            else {
                PyObject *front = PyUnicode_Substring(text, 0, head);
                PyObject *back = PyUnicode_Substring(text, length - tail, length);
                PyObject *both = front && back ? PyUnicode_FromFormat("%U %U", front, back) : NULL;
                made = both ? PyObject_CallMethod(both, "lower", NULL) : NULL;
                Py_XDECREF(front);
                Py_XDECREF(back);
                Py_XDECREF(both);
            }
            good = made != NULL &&
                   words_of_text(&words, made, 0, PyUnicode_GET_LENGTH(made), bag);
        }
        if (good) {
            good = hasher_close(&hasher, bag);
        }
        Py_XDECREF(made);
        if (!good) {
            goto done;
        }
    }
    result = hasher_result(&hasher);
done:
    hasher_free(&hasher);
    PyBuffer_Release(&view);
    Py_DECREF(fast);
    return result;
}

/* --- along the tree ----------------------------------------------------------------------- */

PyDoc_STRVAR(hand_down_doc,
"hand_down(bits, parents) -> None\n\n"
"Ors to each element's bits (uint32, in place) those of its parent, from the root down.");

static PyObject *
hand_down(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *bits, *parents;
    if (!PyArg_ParseTuple(args, "OO", &bits, &parents)) {
        return NULL;
    }
    Py_buffer own, above;
    if (PyObject_GetBuffer(bits, &own, PyBUF_WRITABLE) < 0) {
        return NULL;
    }
    Py_ssize_t n = own.len / (Py_ssize_t)sizeof(uint32_t);
    if (!open_buffer(parents, &above, n, sizeof(int32_t))) {
        PyBuffer_Release(&own);
        return NULL;
    }
    uint32_t *out = own.buf;
    const int32_t *parent = above.buf;
    int sound = 1;
    for (Py_ssize_t row = 1; row < n && sound; row++) {
        sound = parent[row] >= 0 && parent[row] < row;
        if (sound) {
            out[row] |= out[parent[row]];
        }
    }
    PyBuffer_Release(&own);
    PyBuffer_Release(&above);
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "a parent stands behind its child");
        return NULL;
    }
    Py_RETURN_NONE;
}

PyDoc_STRVAR(enclosing_doc,
"enclosing(tags, parents, wanted) -> bytearray of int32\n\n"
"The nearest element of one of the wanted tags around (or at) every element; 0 for none.");

static PyObject *
enclosing(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *parents, *wanted;
    if (!PyArg_ParseTuple(args, "OOO!", &tags, &parents, &PyTuple_Type, &wanted)) {
        return NULL;
    }
    PyObject *fast = texts_of(tags), *names = texts_of(wanted);
    if (fast == NULL || names == NULL) {
        Py_XDECREF(fast);
        Py_XDECREF(names);
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast), count = PySequence_Fast_GET_SIZE(names);
    PyObject *column = new_column(n, sizeof(int32_t));
    Py_buffer above;
    if (column == NULL || !open_buffer(parents, &above, n, sizeof(int32_t))) {
        Py_XDECREF(column);
        Py_DECREF(fast);
        Py_DECREF(names);
        return NULL;
    }
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column);
    const int32_t *parent = above.buf;
    int sound = 1;
    for (Py_ssize_t row = 1; row < n && sound; row++) {
        PyObject *tag = PySequence_Fast_GET_ITEM(fast, row);
        sound = parent[row] >= 0 && parent[row] < row;
        if (!sound) {
            break;
        }
        out[row] = out[parent[row]];
        for (Py_ssize_t i = 0; i < count; i++) {
            PyObject *name = PySequence_Fast_GET_ITEM(names, i);
            if (tag == name || PyUnicode_Compare(tag, name) == 0) {
                out[row] = (int32_t)row;
            }
        }
    }
    PyBuffer_Release(&above);
    Py_DECREF(fast);
    Py_DECREF(names);
    if (!sound) {
        Py_DECREF(column);
        PyErr_SetString(PyExc_ValueError, "a parent stands behind its child");
        return NULL;
    }
    return column;
}

PyDoc_STRVAR(signatures_doc,
"signatures(tags, attrs, own, group) -> bytearray of int32\n\n"
"A number for each block, the same for blocks whose own element (int32) has the same tag and\n"
"names and whose group has the same names; numbered as they are met.");

static PyObject *
signatures(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *attrs, *own, *group;
    if (!PyArg_ParseTuple(args, "OOOO", &tags, &attrs, &own, &group)) {
        return NULL;
    }
    PyObject *tag_list = texts_of(tags), *attr_list = NULL, *column = NULL;
    int32_t *slots = NULL, *first = NULL;
    Py_buffer own_view, group_view;
    int opened = 0, good = 0;
    if (tag_list == NULL || (attr_list = texts_of(attrs)) == NULL ||
        !open_buffer(own, &own_view, 0, 4)) {
        goto done;
    }
    opened = 1;
    Py_ssize_t n = own_view.len / 4, elements = PySequence_Fast_GET_SIZE(tag_list);
    if (!open_buffer(group, &group_view, n, 4)) {
        goto done;
    }
    opened = 2;
    size_t size = 16;
    while (size < 2 * (size_t)n) {
        size *= 2;
    }
    slots = PyMem_Calloc(size, sizeof(int32_t));
    first = PyMem_Malloc(((size_t)n + 1) * sizeof(int32_t));
    column = new_column(n, sizeof(int32_t));
    if (slots == NULL || first == NULL || column == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_NoMemory();
        }
        goto done;
    }
    const int32_t *owns = own_view.buf, *groups = group_view.buf;
    int32_t *out = (int32_t *)PyByteArray_AS_STRING(column), distinct = 0;
    for (Py_ssize_t row = 0; row < n; row++) {
        if (owns[row] < 0 || owns[row] >= elements || groups[row] < 0 || groups[row] >= elements ||
            PySequence_Fast_GET_SIZE(attr_list) != elements) {
            PyErr_SetString(PyExc_ValueError, "a block in no element");
            goto done;
        }
        PyObject *tag = PySequence_Fast_GET_ITEM(tag_list, owns[row]);
        PyObject *names = PySequence_Fast_GET_ITEM(attr_list, owns[row]);
        PyObject *around = PySequence_Fast_GET_ITEM(attr_list, groups[row]);
        size_t at = ((size_t)PyObject_Hash(tag) * 31u + (size_t)PyObject_Hash(names)) * 31u +
                    (size_t)PyObject_Hash(around);
        for (at &= size - 1;; at = (at + 1) & (size - 1)) {
            int32_t known = slots[at];
            if (known == 0) {
                slots[at] = distinct + 1;
                first[distinct] = (int32_t)row;
                out[row] = distinct++;
                break;
            }
            int32_t other = first[known - 1];
            PyObject *tag2 = PySequence_Fast_GET_ITEM(tag_list, owns[other]);
            PyObject *names2 = PySequence_Fast_GET_ITEM(attr_list, owns[other]);
            PyObject *around2 = PySequence_Fast_GET_ITEM(attr_list, groups[other]);
            if ((tag == tag2 || PyUnicode_Compare(tag, tag2) == 0) &&
                (names == names2 || PyUnicode_Compare(names, names2) == 0) &&
                (around == around2 || PyUnicode_Compare(around, around2) == 0)) {
                out[row] = known - 1;
                break;
            }
        }
    }
    good = 1;
done:
    if (opened > 1) {
        PyBuffer_Release(&group_view);
    }
    if (opened > 0) {
        PyBuffer_Release(&own_view);
    }
    PyMem_Free(slots);
    PyMem_Free(first);
    Py_XDECREF(tag_list);
    Py_XDECREF(attr_list);
    if (!good) {
        Py_CLEAR(column);
    }
    return column;
}

/* --- inputs of the network ------------------------------------------------------------------ */

/* Means of the known tokens' rows of a table, one for each bag, into ``means``. */
static int
mean_bags(const int32_t *ids, const int32_t *bags, Py_ssize_t tokens, const int32_t *hashes,
          Py_ssize_t known, const int32_t *slots, Py_ssize_t slot_count, const float *table,
          Py_ssize_t width, float *means, Py_ssize_t bag_count)
{
    Py_ssize_t i = 0;
    while (i < tokens) {
        int32_t bag = bags[i];
        Py_ssize_t count = 0;
        if (bag < 0 || bag >= bag_count) {
            return 0;
        }
        float *mean = means + bag * width;
        for (; i < tokens && bags[i] == bag; i++) {
            int32_t row = slots[ids[i] & (slot_count - 1)];
            if (row < 0 || row >= known) {
                return 0;
            }
            if (hashes[row] == ids[i]) {
                const float *values = table + (Py_ssize_t)row * width;
                for (Py_ssize_t k = 0; k < width; k++) {
                    mean[k] += values[k];
                }
                count++;
            }
        }
        if (count > 1) {
            for (Py_ssize_t k = 0; k < width; k++) {
                mean[k] /= (float)count;
            }
        }
    }
    return 1;
}

enum {
    M_MATRIX, M_COLUMNS,
    N_TABLE, N_HASHES, N_SLOTS, N_IDS, N_BAGS,
    W_TABLE, W_HASHES, W_SLOTS, W_IDS, W_BAGS,
    T_AROUND, T_ELEMENT, T_FIRST, T_END,
    PARTS
};

PyDoc_STRVAR(inputs_doc,
"inputs(parts, n, features, name_bags, levels, width, word_width) -> bytearray of float32\n\n"
"What the network is shown of each block, ``[n, columns + (levels + 1) * width + word_width]``:\n"
"measured columns, mean name tokens of the elements nearest to it, of all elements around it,\n"
"and mean word tokens. ``parts`` are contiguous arrays in the order of the source.");

static PyObject *
inputs(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *parts;
    Py_ssize_t n, features, name_bags, levels, width, word_width;
    if (!PyArg_ParseTuple(args, "O!nnnnnn", &PyTuple_Type, &parts, &n, &features, &name_bags,
                          &levels, &width, &word_width)) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(parts) != PARTS || n < 0 || features < 0 || name_bags < 0 ||
        levels < 0 || width < 1 || word_width < 1) {
        PyErr_SetString(PyExc_ValueError, "not the parts of the network's inputs");
        return NULL;
    }
    Py_buffer views[PARTS];
    int opened = 0;
    PyObject *result = NULL;
    float *names = NULL;
    double *chain = NULL;
    for (; opened < PARTS; opened++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(parts, opened), &views[opened], PyBUF_SIMPLE) < 0) {
            goto done;
        }
    }
#define COUNT(part) (views[part].len / 4)
    const int32_t *columns = views[M_COLUMNS].buf;
    Py_ssize_t shown = COUNT(M_COLUMNS), elements = COUNT(T_ELEMENT);
    int sound = COUNT(M_MATRIX) == n * features && COUNT(T_AROUND) == n * levels &&
                COUNT(T_FIRST) == elements && COUNT(T_END) == elements &&
                COUNT(N_IDS) == COUNT(N_BAGS) && COUNT(W_IDS) == COUNT(W_BAGS) &&
                COUNT(N_TABLE) == COUNT(N_HASHES) * width &&
                COUNT(W_TABLE) == COUNT(W_HASHES) * word_width &&
                (COUNT(N_SLOTS) & (COUNT(N_SLOTS) - 1)) == 0 && COUNT(N_SLOTS) > 0 &&
                (COUNT(W_SLOTS) & (COUNT(W_SLOTS) - 1)) == 0 && COUNT(W_SLOTS) > 0;
    for (Py_ssize_t k = 0; sound && k < shown; k++) {
        sound = columns[k] >= 0 && columns[k] < features;
    }
    const int32_t *around = views[T_AROUND].buf, *element = views[T_ELEMENT].buf;
    const int32_t *firsts = views[T_FIRST].buf, *ends = views[T_END].buf;
    for (Py_ssize_t k = 0; sound && k < n * levels; k++) {
        sound = around[k] >= 0 && around[k] < name_bags;
    }
    for (Py_ssize_t k = 0; sound && k < elements; k++) {
        sound = element[k] >= 0 && element[k] < name_bags && firsts[k] >= 0 &&
                firsts[k] <= ends[k] && ends[k] <= n;
    }
    if (!sound) {
        goto unsound;
    }
    Py_ssize_t row_size = shown + (levels + 1) * width + word_width;
    result = new_column(n * row_size, sizeof(float));
    names = PyMem_Calloc((size_t)(name_bags * width + 1), sizeof(float));
    chain = PyMem_Calloc((size_t)((n + 1) * width), sizeof(double));
    float *words = PyMem_Calloc((size_t)(n * word_width + 1), sizeof(float));
    if (result == NULL || names == NULL || chain == NULL || words == NULL) {
        PyMem_Free(words);
        Py_CLEAR(result);
        PyErr_NoMemory();
        goto done;
    }
    sound = mean_bags(views[N_IDS].buf, views[N_BAGS].buf, COUNT(N_IDS), views[N_HASHES].buf,
                      COUNT(N_HASHES), views[N_SLOTS].buf, COUNT(N_SLOTS), views[N_TABLE].buf,
                      width, names, name_bags) &&
            mean_bags(views[W_IDS].buf, views[W_BAGS].buf, COUNT(W_IDS), views[W_HASHES].buf,
                      COUNT(W_HASHES), views[W_SLOTS].buf, COUNT(W_SLOTS), views[W_TABLE].buf,
                      word_width, words, n);
    if (!sound) {
        PyMem_Free(words);
        Py_CLEAR(result);
        goto unsound;
    }
    for (Py_ssize_t e = 0; e < elements; e++) {
        if (firsts[e] == ends[e]) {
            continue;
        }
        const float *values = names + (Py_ssize_t)element[e] * width;
        double *begin = chain + (Py_ssize_t)firsts[e] * width, *end = chain + (Py_ssize_t)ends[e] * width;
        for (Py_ssize_t k = 0; k < width; k++) {
            begin[k] += values[k];
            end[k] -= values[k];
        }
    }
    float *out = (float *)PyByteArray_AS_STRING(result);
    const float *matrix = views[M_MATRIX].buf;
    double sums[256];
    if (width > 256) {
        PyMem_Free(words);
        Py_CLEAR(result);
        goto unsound;
    }
    memset(sums, 0, sizeof(sums));
    for (Py_ssize_t row = 0; row < n; row++) {
        for (Py_ssize_t k = 0; k < shown; k++) {
            *out++ = matrix[row * features + columns[k]];
        }
        for (Py_ssize_t level = 0; level < levels; level++) {
            memcpy(out, names + (Py_ssize_t)around[row * levels + level] * width,
                   (size_t)width * sizeof(float));
            out += width;
        }
        for (Py_ssize_t k = 0; k < width; k++) {
            sums[k] += chain[row * width + k];
            *out++ = (float)(sums[k] * 0.2);
        }
        memcpy(out, words + row * word_width, (size_t)word_width * sizeof(float));
        out += word_width;
    }
    PyMem_Free(words);
    goto done;
unsound:
    PyErr_SetString(PyExc_ValueError, "tokens and tables do not fit together");
done:
    PyMem_Free(names);
    PyMem_Free(chain);
    while (opened > 0) {
        PyBuffer_Release(&views[--opened]);
    }
    return result;
}

/* --- the network's products ------------------------------------------------------------------ */

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

PyDoc_STRVAR(forward_doc,
"forward(rows, n, size, width, kernel, dilations, weights) -> (roles, types)\n\n"
"The network's answer to ``n`` rows of ``size`` inputs, as columns of float32. ``weights`` are\n"
"weight and bias of entry, pooled, closing, mix, roles, types and of each convolution; the\n"
"columns of each are padded to a multiple of 16.");

static PyObject *
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

/* --- paths -------------------------------------------------------------------------------------- */

/* Whether a tag is written in a selector as it is: ``[a-z][a-z0-9-]*``. */
static int
is_plain(PyObject *tag)
{
    if (!PyUnicode_IS_ASCII(tag) || PyUnicode_GET_LENGTH(tag) == 0) {
        return 0;
    }
    const uint8_t *data = PyUnicode_1BYTE_DATA(tag);
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(tag); i++) {
        uint8_t c = data[i];
        if (!LOWER(c) && (i == 0 || !((c >= '0' && c <= '9') || c == '-'))) {
            return 0;
        }
    }
    return 1;
}

/* ``above > tag:nth-child(place)``, or the empty string below one that is empty or too long. */
static PyObject *
spell_step(PyObject *above, PyObject *tag, int32_t place, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(above);
    if (length == 0 || length >= most) {
        return PyUnicode_New(0, 0);
    }
    char step[48];
    int plain = is_plain(tag);
    const char *name = plain ? (const char *)PyUnicode_1BYTE_DATA(tag) : "*";
    Py_ssize_t name_length = plain ? PyUnicode_GET_LENGTH(tag) : 1;
    int tail = snprintf(step, sizeof(step), ":nth-child(%d)", (int)place);
    PyObject *path = PyUnicode_New(length + 3 + name_length + tail, 127);
    if (path != NULL) {
        char *out = (char *)PyUnicode_1BYTE_DATA(path);
        memcpy(out, PyUnicode_1BYTE_DATA(above), (size_t)length);
        memcpy(out + length, " > ", 3);
        memcpy(out + length + 3, name, (size_t)name_length);
        memcpy(out + length + 3 + name_length, step, (size_t)tail);
    }
    return path;
}

PyDoc_STRVAR(spell_paths_doc,
"spell_paths(tags, parents, places, rows, most) -> list of str\n\n"
"The CSS path of each of the elements in ``rows`` (int32); ``places`` among their siblings.");

static PyObject *
spell_paths(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tags, *parents, *places, *rows;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OOOOn", &tags, &parents, &places, &rows, &most)) {
        return NULL;
    }
    PyObject *fast = texts_of(tags);
    if (fast == NULL) {
        return NULL;
    }
    Py_ssize_t n = PySequence_Fast_GET_SIZE(fast);
    Py_buffer above, nth, wanted;
    PyObject **paths = PyMem_Calloc((size_t)n + 1, sizeof(PyObject *));
    int32_t *chain = PyMem_Malloc(((size_t)n + 1) * sizeof(int32_t));
    PyObject *result = NULL;
    if (paths == NULL || chain == NULL) {
        PyErr_NoMemory();
        goto no_parents;
    }
    if (!open_buffer(parents, &above, n, 4)) {
        goto no_parents;
    }
    if (!open_buffer(places, &nth, n, 4)) {
        goto no_places;
    }
    if (!open_buffer(rows, &wanted, 0, 4)) {
        goto no_rows;
    }
    const int32_t *parent = above.buf, *place = nth.buf, *row = wanted.buf;
    Py_ssize_t count = wanted.len / 4;
    result = PyList_New(count);
    if (n > 0) {
        /* The root of a flattened text has no name, for text has no elements. */
        paths[0] = PyUnicode_FromString(
            PyUnicode_GET_LENGTH(PySequence_Fast_GET_ITEM(fast, 0)) ? "body" : "");
    }
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        int32_t at = row[i];
        Py_ssize_t depth = 0;
        while (at > 0 && at < n && paths[at] == NULL && depth < n) {
            chain[depth++] = at;
            at = parent[at];
        }
        if (at < 0 || at >= n || paths[at] == NULL) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_ValueError, "an element without a way to the root");
            }
            Py_CLEAR(result);
            break;
        }
        while (depth > 0) {
            int32_t child = chain[--depth];
            paths[child] = spell_step(paths[at], PySequence_Fast_GET_ITEM(fast, child),
                                      place[child], most);
            if (paths[child] == NULL) {
                break;
            }
            at = child;
        }
        if (paths[at] == NULL || depth > 0) {
            Py_CLEAR(result);
            break;
        }
        PyList_SET_ITEM(result, i, Py_NewRef(paths[at]));
    }
    for (Py_ssize_t at = 0; at < n; at++) {
        Py_XDECREF(paths[at]);
    }
    PyBuffer_Release(&wanted);
no_rows:
    PyBuffer_Release(&nth);
no_places:
    PyBuffer_Release(&above);
no_parents:
    PyMem_Free(paths);
    PyMem_Free(chain);
    Py_DECREF(fast);
    return result;
}

/* --- titles ------------------------------------------------------------------------------------- */

PyDoc_STRVAR(squash_doc,
"squash(text) -> str\n\n"
"The letters and digits of an ASCII text in lower case; TypeError for other texts.");

static PyObject *
squash(PyObject *module, PyObject *text)
{
    (void)module;
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text)) {
        PyErr_SetString(PyExc_TypeError, "text must be ASCII");
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), used = 0;
    const uint8_t *data = PyUnicode_1BYTE_DATA(text);
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = data[i];
        used += LOWER(c) || UPPER(c) || (c >= '0' && c <= '9');
    }
    PyObject *squashed = PyUnicode_New(used, 127);
    if (squashed == NULL || used == 0) {
        return squashed;
    }
    uint8_t *out = PyUnicode_1BYTE_DATA(squashed);
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = data[i];
        if (LOWER(c) || (c >= '0' && c <= '9')) {
            *out++ = c;
        }
        else if (UPPER(c)) {
            *out++ = (uint8_t)(c + 32);
        }
    }
    return squashed;
}

/* --- the module ------------------------------------------------------------------------------ */

static PyMethodDef functions[] = {
    {"measure_texts", measure_texts, METH_VARARGS, measure_texts_doc},
    {"hash_names", hash_names, METH_VARARGS, hash_names_doc},
    {"hash_words", hash_words, METH_VARARGS, hash_words_doc},
    {"hand_down", hand_down, METH_VARARGS, hand_down_doc},
    {"enclosing", enclosing, METH_VARARGS, enclosing_doc},
    {"signatures", signatures, METH_VARARGS, signatures_doc},
    {"inputs", inputs, METH_VARARGS, inputs_doc},
    {"forward", forward, METH_VARARGS, forward_doc},
    {"squash", squash, METH_O, squash_doc},
    {"spell_paths", spell_paths, METH_VARARGS, spell_paths_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "bodycopy._ctext",
    .m_doc = "What is asked of every text and name of a page, compiled.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit__ctext(void)
{
    if (PyType_Ready(&NamesType) < 0 || PyType_Ready(&PhrasesType) < 0) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddObjectRef(module, "Names", (PyObject *)&NamesType) < 0 ||
        PyModule_AddObjectRef(module, "Phrases", (PyObject *)&PhrasesType) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
