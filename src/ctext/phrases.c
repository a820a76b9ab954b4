/* What a text is known for by its very words. */
#include "ctext.h"
#include "letters.h"
#include "table.h"

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
