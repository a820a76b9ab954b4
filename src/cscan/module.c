/* bodycopy._cscan: the scan of a page, in C; what it means is told in scan/lexbor.py.
 *
 * A scan runs in two passes. The first, without the interpreter's lock, reads the page into
 * arrays; the second makes Python objects of them.
 */
#include "objects.h"

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
        PyObject *text =
            PyUnicode_DecodeUTF8((const char *)page->p, (Py_ssize_t)page->n, "replace");
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

static PyObject *tape_of(Scan *scan) { return columns_of(&scan->maker); }

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

/* Places in a page are numbers of 32 bits in many arrays. */
static const Py_ssize_t MOST = 1 << 30;

/* Limits out of a tuple: bytes, nodes, depth, attributes, blocks, data_chars. */
static int read_limits(PyObject *given, void *limits) {
    Py_ssize_t n[6];
    if (!PyTuple_Check(given)) {
        PyErr_Format(PyExc_TypeError, "limits must be a tuple, not %s", Py_TYPE(given)->tp_name);
        return 0;
    }
    if (!PyArg_ParseTuple(given, "nnnnnn", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5])) return 0;
    for (int i = 0; i < 6; i++) n[i] = n[i] < 0 ? 0 : n[i] < MOST ? n[i] : MOST;
    *(Limits *)limits = (Limits){
        .bytes = (size_t)n[0], .nodes = (int32_t)n[1], .depth = (int32_t)n[2],
        .attributes = (int32_t)n[3], .blocks = (int32_t)n[4], .data_chars = (size_t)n[5],
    };
    return 1;
}

static PyObject *scan_page(PyObject *rules, PyObject *html, int scripting, const Limits *limits,
                           void (*then)(Tape *), PyObject *(*of)(Scan *)) {
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
    scan->page.limits = *limits;
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

PyDoc_STRVAR(scan_doc, "scan(rules, html, scripting, limits, /)\n--\n\n"
                       "The columns of a page's tape: texts, blocks, (links, marks), elements, "
                       "(leads, numbers, citations), markers, head, cut.");

static PyObject *scan(PyObject *module, PyObject *args) {
    PyObject *rules, *html;
    int scripting;
    Limits limits;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOpO&:scan", &rules, &html, &scripting, read_limits, &limits))
        return NULL;
    return scan_page(rules, html, scripting, &limits, walk, tape_of);
}

PyDoc_STRVAR(scripts_doc, "scripts(rules, html, limits, /)\n--\n\n"
                          "Texts of the page's inline scripts, in page order.");

static PyObject *scripts(PyObject *module, PyObject *args) {
    PyObject *rules, *html;
    Limits limits;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOO&:scripts", &rules, &html, read_limits, &limits)) return NULL;
    return scan_page(rules, html, 1, &limits, find_scripts, scripts_of);
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
