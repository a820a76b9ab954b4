/* A tape as Python objects. */
#include "objects.h"

PyObject *new_string(Slice text) {
    if (!is_ascii(text))
        return PyUnicode_DecodeUTF8((const char *)text.p, (Py_ssize_t)text.n, NULL);
    PyObject *string = PyUnicode_New((Py_ssize_t)text.n, 127);
    if (string != NULL && text.n) memcpy(PyUnicode_1BYTE_DATA(string), text.p, text.n);
    return string;
}

/* A string of words that pages repeat: the values of classes. */
static PyObject *repeated_string(Maker *maker, Slice text) {
    uint32_t at = name_hash(0, text.p, text.n) % CACHE;
    PyObject *known = maker->cache[at].string;
    if (known != NULL && maker->cache[at].text.n == text.n &&
        memcmp(maker->cache[at].text.p, text.p, text.n) == 0)
        return Py_NewRef(known);
    PyObject *string = new_string(text);
    if (string != NULL) {
        maker->cache[at].text = text;
        maker->cache[at].string = string;
    }
    return string;
}

/* The str of a name, borrowed. */
static PyObject *name_string(Maker *maker, int32_t name) {
    int32_t known = maker->prepared->rules.names.names.n;
    if (name < known) return maker->prepared->strings[name];
    PyObject **string = &maker->strings[name - known];
    if (*string == NULL) *string = new_string(name_text(maker->page, name));
    return *string;
}

/* A tuple with a new item for each of `n`; NULL where one could not be made. */
static PyObject *tuple_of(Maker *maker, int32_t n, PyObject *(*item)(Maker *, int32_t)) {
    PyObject *tuple = PyTuple_New(n);
    for (int32_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *made = item(maker, i);
        if (made == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SET_ITEM(tuple, i, made);
    }
    return tuple;
}

static PyObject *row_text(Maker *maker, int32_t i) {
    const Row *row = &AT(maker->tape->rows, i);
    CHECK(row->start + row->n <= maker->tape->texts.n);
    return new_string((Slice){maker->tape->texts.a + row->start, row->n});
}

static PyObject *element_tag(Maker *maker, int32_t i) {
    return Py_XNewRef(name_string(maker, AT(maker->tape->elements, i).name));
}

static PyObject *element_words(Maker *maker, int32_t i) {
    return repeated_string(maker, AT(maker->tape->elements, i).words);
}

/* One field of an array of structs as bytes that numpy takes over. */
static PyObject *column(const void *first, int32_t n, size_t stride) {
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)n * 4);
    if (bytes == NULL) return NULL;
    char *out = PyBytes_AS_STRING(bytes);
    const char *from = first;
    for (int32_t i = 0; i < n; i++, from += stride, out += 4) memcpy(out, from, 4);
    return bytes;
}

#define COLUMN(v, field) \
    column((v).n ? &(v).a->field : NULL, (v).n, sizeof *(v).a)

static PyObject *href_of(Maker *maker, const Link *link) {
    return new_string(attr_value(maker->page, link->href));
}

static PyObject *links_from(Maker *maker, int32_t first, int32_t n) {
    PyObject *links = PyTuple_New(n);
    for (int32_t i = 0; links != NULL && i < n; i++) {
        const Link *link = &AT(maker->tape->links, first + i);
        PyObject *made = Py_BuildValue("(iiN)", link->start, link->end, href_of(maker, link));
        if (made == NULL)
            Py_CLEAR(links);
        else
            PyTuple_SET_ITEM(links, i, made);
    }
    return links;
}

/* Puts a new value under a new key; takes both. */
static int put(PyObject *dict, PyObject *key, PyObject *value) {
    int failed = key == NULL || value == NULL || PyDict_SetItem(dict, key, value) < 0;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return failed ? -1 : 0;
}

static PyObject *links_by_row(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < tape->links.n;) {
        int32_t row = AT(tape->links, i).row, n = 1;
        while (i + n < tape->links.n && AT(tape->links, i + n).row == row) n++;
        if (put(dict, PyLong_FromLong(row), links_from(maker, i, n)) < 0) Py_CLEAR(dict);
        i += n;
    }
    return dict;
}

/* A tuple of numbers. */
static PyObject *numbers_of(const int32_t *numbers, Py_ssize_t n) {
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *number = PyLong_FromLong(numbers[i]);
        if (number == NULL)
            Py_CLEAR(tuple);
        else
            PyTuple_SET_ITEM(tuple, i, number);
    }
    return tuple;
}

static PyObject *marks_from(Maker *maker, int32_t first, int32_t n) {
    PyObject *marks = PyTuple_New(n);
    for (int32_t i = 0; marks != NULL && i < n; i++) {
        const Mark *mark = &AT(maker->tape->marks, first + i);
        PyObject *made = numbers_of((int32_t[3]){mark->start, mark->end, mark->style}, 3);
        if (made == NULL)
            Py_CLEAR(marks);
        else
            PyTuple_SET_ITEM(marks, i, made);
    }
    return marks;
}

static PyObject *marks_by_row(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < tape->marks.n;) {
        int32_t row = AT(tape->marks, i).row, n = 1;
        while (i + n < tape->marks.n && AT(tape->marks, i + n).row == row) n++;
        if (put(dict, PyLong_FromLong(row), marks_from(maker, i, n)) < 0) Py_CLEAR(dict);
        i += n;
    }
    return dict;
}

static PyObject *numbers_by_element(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < tape->items.n; i++) {
        const Item *item = &AT(tape->items, i);
        int32_t number = item->number;
        if (item->list >= 0) number += AT(tape->lists, item->list).counted;
        if (put(dict, PyLong_FromLong(item->element), PyLong_FromLong(number)) < 0)
            Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *citations_by_element(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < tape->citations.n; i++) {
        const Citation *citation = &AT(tape->citations, i);
        PyObject *cite = new_string(attr_value(maker->page, citation->cite));
        if (put(dict, PyLong_FromLong(citation->element), cite) < 0) Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *leads_by_row(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *dict = PyDict_New();
    for (int32_t i = 0; dict != NULL && i < tape->leads.n; i++) {
        const Lead *lead = &AT(tape->leads, i);
        if (put(dict, PyLong_FromLong(lead->row), PyLong_FromLong(lead->chars)) < 0)
            Py_CLEAR(dict);
    }
    return dict;
}

static PyObject *attributes_of(Maker *maker, const Node *node) {
    PyObject *dict = PyDict_New();
    for (int32_t i = node->attrs; dict != NULL && i < node->attrs + node->attr_count; i++) {
        PyObject *name = name_string(maker, AT(maker->page->attrs, i).name);
        if (put(dict, Py_XNewRef(name), new_string(attr_value(maker->page, i))) < 0)
            Py_CLEAR(dict);
    }
    return dict;
}

/* Sets a field of a frozen record and takes the value. */
static int set_field(PyObject *record, PyObject *name, PyObject *value) {
    int failed = value == NULL || PyObject_GenericSetAttr(record, name, value) < 0;
    Py_XDECREF(value);
    return failed ? -1 : 0;
}

static PyObject *marker_of(Maker *maker, int32_t i) {
    const Marker *noted = &AT(maker->tape->markers, i);
    const Node *node = &AT(maker->page->nodes, noted->node);
    PyTypeObject *type = (PyTypeObject *)maker->prepared->marker;
    PyObject *const *slots = maker->prepared->slots;
    /* Past __init__, which looks up object.__setattr__ for each field of a frozen class. */
    PyObject *marker = type->tp_alloc(type, 0);
    if (marker == NULL) return NULL;
    if (set_field(marker, slots[0], Py_XNewRef(name_string(maker, node->name))) < 0 ||
        set_field(marker, slots[1], PyLong_FromLong(noted->row)) < 0 ||
        set_field(marker, slots[2], PyLong_FromLong(noted->element)) < 0 ||
        set_field(marker, slots[3], attributes_of(maker, node)) < 0)
        Py_CLEAR(marker);
    /* Strings and numbers close no circle: the collector need not look at them, again and again
     * while more are made. */
    if (marker != NULL && PyObject_GC_IsTracked(marker)) PyObject_GC_UnTrack(marker);
    return marker;
}

PyObject *columns_of(Maker *maker) {
    Tape *tape = maker->tape;
    PyObject *head = head_of(maker); /* first: it may pass a limit */
    return Py_BuildValue(
        "(N(NNNNNN)(NN)(NNNNNN)(NNN)NNN)", tuple_of(maker, tape->rows.n, row_text),
        COLUMN(tape->rows, context), COLUMN(tape->rows, element), COLUMN(tape->rows, leaf),
        COLUMN(tape->rows, level), COLUMN(tape->rows, link_chars),
        COLUMN(tape->rows, strong_chars), links_by_row(maker), marks_by_row(maker),
        tuple_of(maker, tape->elements.n, element_tag), COLUMN(tape->elements, parent),
        COLUMN(tape->elements, child), tuple_of(maker, tape->elements.n, element_words),
        COLUMN(tape->elements, first), COLUMN(tape->elements, end),
        leads_by_row(maker), numbers_by_element(maker), citations_by_element(maker),
        tuple_of(maker, tape->markers.n, marker_of), head,
        PyLong_FromLong(maker->page->cut));
}
