/* Insertion modes, and what start tags and end tags share in them. */
#ifndef BODYCOPY_MODES_H
#define BODYCOPY_MODES_H

#include "formatting.h"

/* "Reset the insertion mode appropriately". */
void reset_mode(Tree *t);
void set_template_mode(Tree *t, Mode mode);
/* The elements that every page has; `tag` is NULL where the page does not write them. */
void start_html(Tree *t, const Tag *tag);
void start_head(Tree *t, const Tag *tag);
void start_body(Tree *t, const Tag *tag);
/* Goes one step on from a mode before the body, as "anything else" does there. */
void step(Tree *t);
/* Close what is open inside of the table, the rows or the row. */
void clear_to_table(Tree *t);
void clear_to_section(Tree *t);
void clear_to_row(Tree *t);
/* Close a part of a table, and leave its mode; false where it is not open. */
int close_caption(Tree *t);
int close_column_group(Tree *t);
int close_section(Tree *t);
int close_row(Tree *t);
void close_cell(Tree *t);
void end_template(Tree *t);
/* Leaves SVG and MathML: closes until an element that takes HTML. */
void leave_foreign(Tree *t);
/* A <br> or an <img>: an element without content among the words. */
void start_inline_void(Tree *t, const Tag *tag);

/* Start tags that "in head" knows, in whatever mode they are met. */
void head_start(Tree *t, const Tag *tag);
/* "In body", a start tag. */
void body_start(Tree *t, Tag *tag);
void start_foreign(Tree *t, const Tag *tag, int ns);
int is_hidden_input(Tree *t, const Tag *tag);

#endif
