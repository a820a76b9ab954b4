/* bodycopy._ctext: what features, lexicon, tokens and net ask of every text and name of a page.
 *
 * Each function has its twin in Python, which is the specification: the results are the same,
 * and tests hold the two against each other. Nothing here keeps state but the tables that
 * Python builds once from the word lists.
 */
#include "ctext.h"

static PyMethodDef functions[] = {
    {"is_utf8", is_utf8, METH_O, is_utf8_doc},
    {"long_strings", long_strings, METH_VARARGS, long_strings_doc},
    {"measure_blocks", measure_blocks, METH_VARARGS, measure_blocks_doc},
    {"place_blocks", place_blocks, METH_VARARGS, place_blocks_doc},
    {"measure_lines", measure_lines, METH_VARARGS, measure_lines_doc},
    {"hash_names", hash_names, METH_VARARGS, hash_names_doc},
    {"hash_words", hash_words, METH_VARARGS, hash_words_doc},
    {"inputs", inputs, METH_VARARGS, inputs_doc},
    {"forward", forward, METH_VARARGS, forward_doc},
    {"count_ranges", count_ranges, METH_VARARGS, count_ranges_doc},
    {"dense", dense, METH_VARARGS, dense_doc},
    {"mean_tokens", mean_tokens, METH_VARARGS, mean_tokens_doc},
    {"squash", squash, METH_O, squash_doc},
    {"spell_paths", spell_paths, METH_VARARGS, spell_paths_doc},
    {"visit_counts", visit_counts, METH_VARARGS, visit_counts_doc},
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
    if (PyType_Ready(&NamesType) < 0 || PyType_Ready(&PhrasesType) < 0 ||
        PyType_Ready(&SquasherType) < 0) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddObjectRef(module, "Names", (PyObject *)&NamesType) < 0 ||
        PyModule_AddObjectRef(module, "Phrases", (PyObject *)&PhrasesType) < 0 ||
        PyModule_AddObjectRef(module, "Squasher", (PyObject *)&SquasherType) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
