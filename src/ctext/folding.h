/* A text as phrases are compared with it. */
#ifndef BODYCOPY_FOLDING_H
#define BODYCOPY_FOLDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum { MOST_FOLDED = 4096 };

/* The text in one case, line breaks as spaces, runs of digits as one "#": code points in ``out``
 * of MOST_FOLDED, where the rest of a longer one is missing; -1 with an exception. */
Py_ssize_t fold_text(PyObject *text, uint32_t *out);

#endif
