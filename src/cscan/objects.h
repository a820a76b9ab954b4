/* Python objects of the rules and of a tape. */
#ifndef BODYCOPY_OBJECTS_H
#define BODYCOPY_OBJECTS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "walk.h"

/* The name of capsules that hold rules. */
#define RULES "bodycopy._cscan.rules"

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

extern const char prepare_doc[];
PyObject *prepare(PyObject *module, PyObject *args);

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

/* A str of UTF-8 that is valid. */
PyObject *new_string(Slice text);
/* The text of an element that begins with text. */
Slice text_in(Maker *maker, const Node *node);
/* Puts a new item behind the list's; takes it. -1 where that failed. */
int append(PyObject *list, PyObject *item);
/* (title, lang, base, meta, links, jsonld, data) */
PyObject *head_of(Maker *maker);
/* All columns of the tape, as bodycopy._cscan.scan gives them. */
PyObject *columns_of(Maker *maker);

#endif
