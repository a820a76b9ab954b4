/* The list of active formatting elements, and the adoption agency. */
#ifndef BODYCOPY_FORMATTING_H
#define BODYCOPY_FORMATTING_H

#include "nodes.h"

void add_marker(Tree *t);
void clear_to_marker(Tree *t);
/* Adds an open element to the list; of four that are alike the first one goes (the "Noah's Ark
 * clause"). */
void add_formatting(Tree *t, int32_t node);
void drop_formatting(Tree *t, int32_t at);
/* Place of the node in the list, -1 if it is not there. */
int32_t find_formatting_node(Tree *t, int32_t node);
/* Opens again what a block closed. */
void reconstruct(Tree *t);
/* The end tag of a formatting element, or what a start tag implies one by. */
void adopt(Tree *t, int32_t subject);
void any_other_end_tag(Tree *t, int32_t name);

#endif
