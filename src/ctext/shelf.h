/* Phrases under their keys. */
#ifndef BODYCOPY_SHELF_H
#define BODYCOPY_SHELF_H

#include "table.h"

/* A phrase and the role that it is known for. */
typedef struct {
    uint32_t start, length;
    int32_t role; /* from 1 */
} Phrase;

/* Those of one key stand together, in the order they are tried in; one of length 0 closes them. */
typedef struct {
    Table keys; /* place of the first phrase, from 1 */
    Phrase *phrases;
    uint32_t *points;
} Shelf;

/* From a dict of lists of (phrase, role); ``roles`` is the list that numbers them. 0 and an
 * exception where that is not what it is. */
int shelf_fill(Shelf *shelf, PyObject *by_key, PyObject *roles);
void shelf_free(Shelf *shelf);

/* The number of a role, from 1; 0 and an exception where it is not in the list. */
int32_t role_number(PyObject *roles, PyObject *role);

/* The phrases of a key; NULL for none. */
static inline const Phrase *
shelf_find(const Shelf *shelf, const uint32_t *key, Py_ssize_t length)
{
    int32_t place = table_find(&shelf->keys, key, (size_t)length);
    return place ? &shelf->phrases[place - 1] : NULL;
}

#endif
