/* The functions and types of bodycopy._ctext. */
#ifndef BODYCOPY_CTEXT_H
#define BODYCOPY_CTEXT_H

#include "columns.h"

extern PyTypeObject NamesType, PhrasesType, SquasherType;

#define FUNCTION(name) \
    extern const char name##_doc[]; \
    PyObject *name(PyObject *module, PyObject *args)

FUNCTION(is_utf8);
FUNCTION(long_strings);
FUNCTION(measure_blocks);
FUNCTION(place_blocks);
FUNCTION(measure_lines);
FUNCTION(hash_names);
FUNCTION(hash_words);
FUNCTION(inputs);
FUNCTION(forward);
FUNCTION(count_ranges);
FUNCTION(dense);
FUNCTION(mean_tokens);
FUNCTION(spell_paths);
FUNCTION(squash);
FUNCTION(visit_counts);

#undef FUNCTION

#endif
