/* bodycopy._cscan: the scan of a page, in C; what it means is told in lexbor_scan.py.
 *
 * A scan runs in two passes. The first, without the interpreter's lock, reads the page into
 * arrays; the second makes Python objects of them.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "walk.h"

static const char RULES[] = "bodycopy._cscan.rules";

/* The rules with what Python needs of them. */
typedef struct {
    Rules rules;
    Arena arena;
    jmp_buf escape;
    PyObject **strings;    /* of the names */
    PyObject *reveals;     /* str -> bool */
    PyObject *marker;      /* the class */
    PyObject *slots[4];    /* names of its fields */
} Prepared;

/* --- rules ---------------------------------------------------------------------------------- */

static void prepared_free(Prepared *prepared) {
    if (prepared->strings != NULL)
        for (int32_t i = 0; i < prepared->rules.names.names.n; i++)
            Py_XDECREF(prepared->strings[i]);
    PyMem_Free(prepared->strings);
    PyMem_Free(prepared->rules.meanings);
    Py_XDECREF(prepared->reveals);
    Py_XDECREF(prepared->marker);
    for (int i = 0; i < 4; i++) Py_XDECREF(prepared->slots[i]);
    names_free(&prepared->rules.names);
    arena_free(&prepared->arena);
    PyMem_Free(prepared);
}

static void capsule_free(PyObject *capsule) {
    prepared_free(PyCapsule_GetPointer(capsule, RULES));
}

static void add_name(Prepared *prepared, const char *text, size_t n) {
    Rules *rules = &prepared->rules;
    uint32_t hash = name_hash(rules->seed, (const byte *)text, n);
    if (names_find(&rules->names, (const byte *)text, n, hash) >= 0) return;
    byte *kept = arena_reserve(&prepared->arena, n);
    memcpy(kept, text, n);
    arena_commit(&prepared->arena, n);
    names_add(&prepared->arena, &rules->names, kept, n, hash);
}

/* Adds the keys of a dict of names. */
static int add_names(Prepared *prepared, PyObject *table) {
    PyObject *key, *value;
    Py_ssize_t at = 0, n;
    while (PyDict_Next(table, &at, &key, &value)) {
        const char *text = PyUnicode_AsUTF8AndSize(key, &n);
        if (text == NULL) return -1;
        add_name(prepared, text, (size_t)n);
    }
    return 0;
}

static Meaning *meaning_of_key(Prepared *prepared, PyObject *key) {
    Py_ssize_t n;
    const char *text = PyUnicode_AsUTF8AndSize(key, &n);
    if (text == NULL) return NULL;
    uint32_t hash = name_hash(prepared->rules.seed, (const byte *)text, (size_t)n);
    int32_t name = names_find(&prepared->rules.names, (const byte *)text, (size_t)n, hash);
    return &prepared->rules.meanings[name];
}

enum { FLOW, FLOW_WITHOUT_SCRIPTS, CONTEXT, LEVEL, LISTS, MARKED, TELLING, TABLES };
static const char *const table_names[TABLES] = {
    "flow", "flow_without_scripts", "context", "level", "lists", "marked", "telling",
};

static int add_meanings(Prepared *prepared, PyObject *table, int kind) {
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(table, &at, &key, &value)) {
        Meaning *meaning = meaning_of_key(prepared, key);
        if (meaning == NULL) return -1;
        unsigned long number = PyLong_AsUnsignedLong(value);
        if (PyErr_Occurred()) return -1;
        switch (kind) {
        case FLOW: meaning->flow[0] = (int8_t)number; break;
        case FLOW_WITHOUT_SCRIPTS: meaning->flow[1] = (int8_t)number; break;
        case CONTEXT: meaning->context = (uint32_t)number; break;
        case LEVEL: meaning->level = (uint8_t)number; break;
        case LISTS: meaning->list = 1; break;
        case MARKED: meaning->marked = 1; break;
        default: meaning->telling = 1; break;
        }
    }
    return 0;
}

/* The number under that name in a dict. */
static int read_number(PyObject *numbers, const char *name, uint32_t *found) {
    PyObject *value = PyDict_GetItemString(numbers, name);
    if (value == NULL) {
        PyErr_Format(PyExc_KeyError, "no number %s", name);
        return -1;
    }
    *found = (uint32_t)PyLong_AsUnsignedLong(value);
    return PyErr_Occurred() ? -1 : 0;
}

/* Refuses rules whose numbers of flows are not those of the enumeration in page.h. */
static int check_flows(PyObject *numbers) {
    static const char *const names[FLOWS] = {"inline", "block", "skip", "break", "rule", "void",
                                             "box", "script", "fact", "link", "bold"};
    for (uint32_t i = 0; i < FLOWS; i++) {
        uint32_t number;
        if (read_number(numbers, names[i], &number) < 0) return -1;
        if (number != i) {
            PyErr_Format(PyExc_ValueError, "flow %s is %u here, not %u", names[i], i, number);
            return -1;
        }
    }
    return 0;
}

static int read_bits(Prepared *prepared, PyObject *bits) {
    Rules *rules = &prepared->rules;
    uint32_t most;
    if (read_number(bits, "phrase", &rules->phrase) < 0 ||
        read_number(bits, "heading", &rules->heading) < 0 ||
        read_number(bits, "link", &rules->link) < 0 ||
        read_number(bits, "preformatted", &rules->preformatted) < 0 ||
        read_number(bits, "revealed", &rules->revealed) < 0 ||
        read_number(bits, "image", &rules->image) < 0 ||
        read_number(bits, "ordered", &rules->ordered) < 0 ||
        read_number(bits, "max_data_chars", &most) < 0)
        return -1;
    rules->max_data_chars = most;
    return 0;
}

static int make_strings(Prepared *prepared) {
    static const char *const slots[4] = {"tag", "row", "element", "attributes"};
    Rules *rules = &prepared->rules;
    int32_t n = rules->names.names.n;
    prepared->strings = PyMem_Calloc((size_t)n, sizeof *prepared->strings);
    rules->meanings = PyMem_Calloc((size_t)n, sizeof *rules->meanings);
    if (prepared->strings == NULL || rules->meanings == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (int32_t i = 0; i < n; i++) {
        Name *name = &rules->names.names.a[i];
        rules->meanings[i].flow[0] = rules->meanings[i].flow[1] = -1;
        prepared->strings[i] = PyUnicode_FromStringAndSize((const char *)name->text, name->n);
        if (prepared->strings[i] == NULL) return -1;
        PyUnicode_InternInPlace(&prepared->strings[i]);
    }
    for (int i = 0; i < 4; i++)
        if ((prepared->slots[i] = PyUnicode_InternFromString(slots[i])) == NULL) return -1;
    return 0;
}

static int fill(Prepared *prepared, PyObject *tables[TABLES], PyObject *flows, PyObject *bits) {
    if (setjmp(prepared->escape)) {
        PyErr_NoMemory();
        return -1;
    }
#define X(constant, name, flags) add_name(prepared, name, sizeof name - 1);
    TAGS(X)
#undef X
#define X(constant, name) add_name(prepared, name, sizeof name - 1);
    ATTRIBUTES(X)
#undef X
    for (int i = 0; i < TABLES; i++)
        if (add_names(prepared, tables[i]) < 0) return -1;
    if (make_strings(prepared) < 0) return -1;
    for (int i = 0; i < TABLES; i++)
        if (add_meanings(prepared, tables[i], i) < 0) return -1;
    if (check_flows(flows) < 0) return -1;
    return read_bits(prepared, bits);
}

PyDoc_STRVAR(prepare_doc,
             "prepare(tables, flows, bits, reveals, marker, /)\n--\n\n"
             "The rules of flow.py in a form that scan and scripts take.\n\n"
             "``tables`` has a dict of name to number for each of flow, flow_without_scripts,\n"
             "context, level, lists, marked, telling; ``flows`` the numbers of the flows,\n"
             "``bits`` those of the contexts; ``reveals`` tells of the words of a hidden\n"
             "element whether it is text all the same; ``marker`` is the class of markers.");

static PyObject *prepare(PyObject *module, PyObject *args) {
    PyObject *given, *flows, *bits, *reveals, *marker, *tables[TABLES];
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!O!OO!:prepare", &PyDict_Type, &given, &PyDict_Type, &flows,
                          &PyDict_Type, &bits, &reveals, &PyType_Type, &marker))
        return NULL;
    for (int i = 0; i < TABLES; i++) {
        tables[i] = PyDict_GetItemString(given, table_names[i]);
        if (tables[i] == NULL || !PyDict_Check(tables[i]))
            return PyErr_Format(PyExc_TypeError, "no dict %s", table_names[i]);
    }
    Prepared *prepared = PyMem_Calloc(1, sizeof *prepared);
    if (prepared == NULL) return PyErr_NoMemory();
    prepared->arena.escape = &prepared->escape;
    prepared->reveals = Py_NewRef(reveals);
    prepared->marker = Py_NewRef(marker);
    /* The hash of a str differs from process to process. */
    PyObject *salt = PyUnicode_FromString(RULES);
    if (salt != NULL) prepared->rules.seed = (uint64_t)PyObject_Hash(salt);
    Py_XDECREF(salt);
    PyObject *capsule = NULL;
    if (salt != NULL && fill(prepared, tables, flows, bits) == 0)
        capsule = PyCapsule_New(prepared, RULES, capsule_free);
    if (capsule == NULL) prepared_free(prepared);
    return capsule;
}

/* --- Python objects of a tape ------------------------------------------------------------------ */

enum { CACHE = 1024 };

/* What is needed to make the objects of one page. */
typedef struct {
    const Prepared *prepared;
    Page *page;
    Tape *tape;
    PyObject **strings; /* of the names that only the page knows */
    struct {
        Slice text;
        PyObject *string; /* borrowed from the object it was made for */
    } cache[CACHE];
} Maker;

static PyObject *new_string(Slice text) {
    if (!is_ascii(text)) return PyUnicode_DecodeUTF8((const char *)text.p, (Py_ssize_t)text.n, NULL);
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
    const Mark *mark = &AT(maker->tape->marks, i);
    const Node *node = &AT(maker->page->nodes, mark->node);
    PyTypeObject *type = (PyTypeObject *)maker->prepared->marker;
    PyObject *const *slots = maker->prepared->slots;
    /* Past __init__, which looks up object.__setattr__ for each field of a frozen class. */
    PyObject *marker = type->tp_alloc(type, 0);
    if (marker == NULL) return NULL;
    if (set_field(marker, slots[0], Py_XNewRef(name_string(maker, node->name))) < 0 ||
        set_field(marker, slots[1], PyLong_FromLong(mark->row)) < 0 ||
        set_field(marker, slots[2], PyLong_FromLong(mark->element)) < 0 ||
        set_field(marker, slots[3], attributes_of(maker, node)) < 0)
        Py_CLEAR(marker);
    return marker;
}

/* --- the head ------------------------------------------------------------------------------------ */

static int append(PyObject *list, PyObject *item) {
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

static Slice value_of(Maker *maker, const Node *node, int32_t name) {
    return attr_value(maker->page, find_attr(maker->page, node, name));
}

/* The text in small letters, without white space around it. */
static PyObject *lower_string(Slice text) {
    text = strip(text);
    PyObject *string = new_string(text);
    if (string == NULL || !PyUnicode_IS_ASCII(string)) {
        PyObject *made = string ? PyObject_CallMethod(string, "lower", NULL) : NULL;
        Py_XDECREF(string);
        return made;
    }
    Py_UCS1 *p = PyUnicode_1BYTE_DATA(string);
    for (size_t i = 0; i < text.n; i++) p[i] = lower(p[i]);
    return string;
}

static int add_meta(Maker *maker, const Node *node, PyObject *list) {
    static const int32_t keys[] = {NAMED_PROPERTY, NAMED_NAME, NAMED_ITEMPROP, NAMED_HTTP_EQUIV};
    Slice content = value_of(maker, node, NAMED_CONTENT);
    if (content.n == 0) return 0;
    for (int i = 0; i < 4; i++) {
        Slice name = value_of(maker, node, keys[i]);
        if (name.n == 0) continue;
        if (append(list, Py_BuildValue("(NN)", lower_string(name), new_string(strip(content)))) < 0)
            return -1;
    }
    return 0;
}

static int add_head_link(Maker *maker, const Node *node, PyObject *list) {
    Slice rel = value_of(maker, node, NAMED_REL), href = value_of(maker, node, NAMED_HREF);
    if (rel.n == 0 || href.n == 0) return 0;
    return append(list, Py_BuildValue("(NN)", lower_string(rel), new_string(strip(href))));
}

/* The text of an element that begins with text. */
static Slice text_in(Maker *maker, const Node *node) {
    Slice none = {(const byte *)"", 0};
    if (node->first < 0) return none;
    const Node *child = &AT(maker->page->nodes, node->first);
    return child->name == TEXT_NODE ? node_text(maker->page, child) : none;
}

static int add_script(Maker *maker, const Node *node, PyObject *jsonld, PyObject *data) {
    Slice kind = value_of(maker, node, NAMED_TYPE);
    if (!has_word(kind, "json")) return 0;
    Slice text = text_in(maker, node);
    if (text.n == 0 || count_chars(text) > maker->prepared->rules.max_data_chars) return 0;
    if (has_word(kind, "ld+json")) return append(jsonld, new_string(text));
    Slice id = value_of(maker, node, NAMED_ID);
    return append(data, Py_BuildValue("(NN)", new_string(id), new_string(text)));
}

static int add_facts(Maker *maker, PyObject *lists[4]) {
    for (int32_t i = 0; i < maker->tape->facts.n; i++) {
        const Node *node = &AT(maker->page->nodes, AT(maker->tape->facts, i).node);
        int failed = node->name == TAG_META   ? add_meta(maker, node, lists[0])
                     : node->name == TAG_LINK ? add_head_link(maker, node, lists[1])
                                              : add_script(maker, node, lists[2], lists[3]);
        if (failed < 0) return -1;
    }
    return 0;
}

static PyObject *folded(Maker *maker, Slice text) {
    int32_t chars = 0;
    byte *out = arena_reserve(&maker->page->arena, text.n);
    size_t n = fold(out, text, &chars);
    return new_string((Slice){out, n});
}

static PyObject *title_of(Maker *maker) {
    int32_t title = maker->tape->title;
    if (title < 0) return new_string((Slice){(const byte *)"", 0});
    return folded(maker, text_in(maker, &AT(maker->page->nodes, title)));
}

static PyObject *base_of(Maker *maker) {
    int32_t base = maker->tape->base;
    if (base < 0) return new_string((Slice){(const byte *)"", 0});
    return new_string(value_of(maker, &AT(maker->page->nodes, base), NAMED_HREF));
}

static PyObject *lang_of(Maker *maker) {
    int32_t html = maker->page->html;
    if (html < 0) return new_string((Slice){(const byte *)"", 0});
    const Node *node = &AT(maker->page->nodes, html);
    Slice lang = value_of(maker, node, NAMED_LANG);
    if (lang.n == 0) lang = value_of(maker, node, NAMED_XML_LANG);
    return new_string(lang);
}

/* (title, lang, base, meta, links, jsonld, data) */
static PyObject *head_of(Maker *maker) {
    PyObject *lists[4] = {PyList_New(0), PyList_New(0), PyList_New(0), PyList_New(0)};
    PyObject *head = NULL;
    if (lists[0] && lists[1] && lists[2] && lists[3] && add_facts(maker, lists) == 0)
        head = Py_BuildValue("(NNNNNNN)", title_of(maker), lang_of(maker), base_of(maker),
                             PyList_AsTuple(lists[0]), PyList_AsTuple(lists[1]),
                             PyList_AsTuple(lists[2]), PyList_AsTuple(lists[3]));
    for (int i = 0; i < 4; i++) Py_XDECREF(lists[i]);
    return head;
}

/* --- a scan ------------------------------------------------------------------------------------------ */

/* Everything that one call owns. */
typedef struct {
    const Prepared *prepared;
    Page page;
    Tape tape;
    Maker maker;
    PyThreadState *thread; /* while the lock is released */
#ifdef BODYCOPY_CHECKED
    byte *copy; /* of the page, so that a sanitizer sees where it ends */
#endif
} Scan;

static int ask_reveals(void *caller, Slice words) {
    Scan *scan = caller;
    PyEval_RestoreThread(scan->thread);
    int answer = -1;
    PyObject *string = new_string(words);
    PyObject *result = string ? PyObject_CallOneArg(scan->prepared->reveals, string) : NULL;
    if (result != NULL) answer = PyObject_IsTrue(result);
    Py_XDECREF(string);
    Py_XDECREF(result);
    scan->thread = PyEval_SaveThread();
    return answer;
}

/* The page as UTF-8: the object's own bytes, or those of `*made`. */
static int read_page(PyObject *html, PyObject **made, Slice *page) {
    Py_ssize_t n;
    *made = NULL;
    if (PyBytes_Check(html)) {
        *page = (Slice){(const byte *)PyBytes_AS_STRING(html), (size_t)PyBytes_GET_SIZE(html)};
        if (is_utf8(*page)) return 0;
        PyObject *text = PyUnicode_DecodeUTF8((const char *)page->p, (Py_ssize_t)page->n, "replace");
        if (text == NULL) return -1;
        *made = PyUnicode_AsUTF8String(text);
        Py_DECREF(text);
    } else if (PyUnicode_Check(html)) {
        const char *text = PyUnicode_AsUTF8AndSize(html, &n);
        if (text != NULL) {
            *page = (Slice){(const byte *)text, (size_t)n};
            return 0;
        }
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
        PyErr_Clear();
        *made = PyUnicode_AsEncodedString(html, "utf-8", "ignore"); /* lone surrogates */
    } else {
        PyErr_Format(PyExc_TypeError, "html must be bytes or str, not %s", Py_TYPE(html)->tp_name);
    }
    if (*made == NULL) return -1;
    *page = (Slice){(const byte *)PyBytes_AS_STRING(*made), (size_t)PyBytes_GET_SIZE(*made)};
    return 0;
}

/* The pass without the lock: 0, or why it stopped. */
static int run(Scan *scan, Slice html, void (*then)(Tape *)) {
#ifdef BODYCOPY_CHECKED
    scan->copy = malloc(html.n ? html.n : 1);
    if (scan->copy == NULL) return OUT_OF_MEMORY;
    memcpy(scan->copy, html.p, html.n);
    html.p = scan->copy;
#endif
    scan->thread = PyEval_SaveThread();
    int stopped = setjmp(scan->page.escape);
    if (stopped == 0) {
        parse(&scan->page, html);
        then(&scan->tape);
    }
    PyEval_RestoreThread(scan->thread);
    return stopped;
}

static PyObject *tape_of(Scan *scan) {
    Maker *maker = &scan->maker;
    Tape *tape = &scan->tape;
    return Py_BuildValue(
        "(N(NNNNNN)N(NNNNNN)NNN)", tuple_of(maker, tape->rows.n, row_text),
        COLUMN(tape->rows, context), COLUMN(tape->rows, element), COLUMN(tape->rows, leaf),
        COLUMN(tape->rows, level), COLUMN(tape->rows, link_chars),
        COLUMN(tape->rows, strong_chars), links_by_row(maker),
        tuple_of(maker, tape->elements.n, element_tag), COLUMN(tape->elements, parent),
        COLUMN(tape->elements, child), tuple_of(maker, tape->elements.n, element_words),
        COLUMN(tape->elements, first), COLUMN(tape->elements, end), leads_by_row(maker),
        tuple_of(maker, tape->marks.n, marker_of), head_of(maker));
}

static PyObject *scripts_of(Scan *scan) {
    Tape *tape = &scan->tape;
    PyObject *list = PyList_New(0), *tuple = NULL;
    for (int32_t i = 0; list != NULL && i < tape->facts.n; i++) {
        Slice text = text_in(&scan->maker, &AT(scan->page.nodes, AT(tape->facts, i).node));
        if (text.n && append(list, new_string(text)) < 0) Py_CLEAR(list);
    }
    if (list != NULL) tuple = PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

/* The pass that makes objects. Memory may end here too: the arena jumps. */
static PyObject *make(Scan *scan, PyObject *(*of)(Scan *)) {
    Maker *maker = &scan->maker;
    maker->prepared = scan->prepared;
    maker->page = &scan->page;
    maker->tape = &scan->tape;
    maker->strings = PyMem_Calloc((size_t)scan->page.names.names.n + 1, sizeof(PyObject *));
    if (maker->strings == NULL || setjmp(scan->page.escape)) return PyErr_NoMemory();
    return of(scan);
}

static void scan_free(Scan *scan) {
    if (scan->maker.strings != NULL)
        for (int32_t i = 0; i < scan->page.names.names.n; i++) Py_XDECREF(scan->maker.strings[i]);
    PyMem_Free(scan->maker.strings);
    tape_free(&scan->tape);
    page_free(&scan->page);
#ifdef BODYCOPY_CHECKED
    free(scan->copy);
#endif
    PyMem_Free(scan);
}

static PyObject *scan_page(PyObject *rules, PyObject *html, int scripting, void (*then)(Tape *),
                           PyObject *(*of)(Scan *)) {
    const Prepared *prepared = PyCapsule_GetPointer(rules, RULES);
    if (prepared == NULL) return NULL;
    PyObject *made, *result = NULL;
    Slice page;
    if (read_page(html, &made, &page) < 0) return NULL;
    Scan *scan = PyMem_Calloc(1, sizeof *scan);
    if (scan == NULL) {
        Py_XDECREF(made);
        return PyErr_NoMemory();
    }
    scan->prepared = prepared;
    scan->page.rules = &prepared->rules;
    scan->page.arena.escape = &scan->page.escape;
    scan->page.scripting = scripting;
    scan->page.reveals = ask_reveals;
    scan->page.caller = scan;
    scan->tape.page = &scan->page;
    int stopped = run(scan, page, then);
    if (stopped == 0)
        result = make(scan, of);
    else if (stopped == OUT_OF_MEMORY)
        PyErr_NoMemory();
    scan_free(scan);
    Py_XDECREF(made);
    return result;
}

PyDoc_STRVAR(scan_doc, "scan(rules, html, scripting, /)\n--\n\n"
                       "The columns of a page's tape: texts, blocks, links, elements, leads, "
                       "markers, head.");

static PyObject *scan(PyObject *module, PyObject *args) {
    PyObject *rules, *html;
    int scripting;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOp:scan", &rules, &html, &scripting)) return NULL;
    return scan_page(rules, html, scripting, walk, tape_of);
}

PyDoc_STRVAR(scripts_doc, "scripts(rules, html, /)\n--\n\n"
                          "Texts of the page's inline scripts, in page order.");

static PyObject *scripts(PyObject *module, PyObject *args) {
    PyObject *rules, *html;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:scripts", &rules, &html)) return NULL;
    return scan_page(rules, html, 1, find_scripts, scripts_of);
}

static PyMethodDef methods[] = {
    {"prepare", prepare, METH_VARARGS, prepare_doc},
    {"scan", scan, METH_VARARGS, scan_doc},
    {"scripts", scripts, METH_VARARGS, scripts_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "bodycopy._cscan", "HTML to the columns of a tape, in C.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__cscan(void) { return PyModule_Create(&definition); }
