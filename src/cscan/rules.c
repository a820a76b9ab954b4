/* The tables of scan/flow.py, handed over once. */
#include "objects.h"

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

enum { FLOW, FLOW_WITHOUT_SCRIPTS, CONTEXT, LEVEL, LISTS, MARKED, STYLE, TELLING, TABLES };
static const char *const table_names[TABLES] = {
    "flow", "flow_without_scripts", "context", "level", "lists", "marked", "style",
    "telling",
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
        case STYLE: meaning->style = (uint8_t)number; break;
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
                                             "box", "script", "fact", "link"};
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
    if (read_number(bits, "phrase", &rules->phrase) < 0 ||
        read_number(bits, "heading", &rules->heading) < 0 ||
        read_number(bits, "link", &rules->link) < 0 ||
        read_number(bits, "preformatted", &rules->preformatted) < 0 ||
        read_number(bits, "revealed", &rules->revealed) < 0 ||
        read_number(bits, "image", &rules->image) < 0 ||
        read_number(bits, "ordered", &rules->ordered) < 0 ||
        read_number(bits, "strong", &rules->strong) < 0 ||
        read_number(bits, "line_break", &rules->line_break) < 0)
        return -1;
    if (rules->line_break != 1 << STYLES) {
        PyErr_Format(PyExc_ValueError, "style of a break is %u here, not %u", 1 << STYLES,
                     rules->line_break);
        return -1;
    }
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

const char prepare_doc[] =
    PyDoc_STR("prepare(tables, flows, bits, reveals, marker, /)\n--\n\n"
              "The rules of scan/flow.py in a form that scan and scripts take.\n\n"
              "``tables`` has a dict of name to number for each of flow, flow_without_scripts,\n"
              "context, level, lists, marked, style, telling; ``flows`` the numbers of the flows,\n"
              "``bits`` those of the contexts; ``reveals`` tells of the words of a hidden\n"
              "element whether it is text all the same; ``marker`` is the class of markers.");

PyObject *prepare(PyObject *module, PyObject *args) {
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
