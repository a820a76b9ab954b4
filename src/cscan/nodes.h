/* Nodes and their places in the tree. */
#ifndef BODYCOPY_NODES_H
#define BODYCOPY_NODES_H

#include "open.h"

/* Where a node goes: below `parent`, before `next` (-1: behind all its children). */
typedef struct {
    int32_t parent, next;
} Place;

int32_t new_node(Tree *t, int32_t name, int ns);
/* "The appropriate place for inserting a node" into the target. */
Place place_in(Tree *t, int32_t target);
void unlink_node(Tree *t, int32_t number);
void link_node(Tree *t, int32_t number, Place place);
void insert_text(Tree *t, Slice text);
/* Each of these gives the new node; it is open then. */
int32_t insert_element(Tree *t, const Tag *tag, int ns);
int32_t insert_html(Tree *t, const Tag *tag);
int32_t insert_implied(Tree *t, int32_t name); /* an element that the page does not write */
/* An element that has no content. */
void insert_void(Tree *t, const Tag *tag);
/* An element whose content is text of that kind. */
void insert_raw(Tree *t, const Tag *tag, Content content);
/* Adds the attributes that the node does not have yet. */
void merge_attrs(Tree *t, int32_t number, const Tag *tag);

#endif
