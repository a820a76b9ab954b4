/* The numbers of the items of ordered lists; scan/ordinals.py is the specification. */
#include "rows.h"

/* "Rules for parsing integers" of the HTML standard, 2.3.4.1, for at most nine digits, which fit
 * into 32 bits whatever is added: whether the value begins with one. */
static int read_integer(Slice value, int32_t *number) {
    const byte *p = value.p, *end = p + value.n;
    while (p < end && classes[*p] & HTML_SPACE) p++;
    int sign = p < end && *p == '-' ? -1 : 1;
    if (p < end && (*p == '-' || *p == '+')) p++;
    const byte *first = p;
    int32_t read = 0;
    while (p < end && classes[*p] & DIGIT && p - first < 9) read = read * 10 + (*p++ - '0');
    if (p == first || (p < end && classes[*p] & DIGIT)) return 0;
    *number = sign * read;
    return 1;
}

int32_t open_list(Walker *w, const Node *node) {
    List list = {.next = 1, .step = 1};
    if (node->attr_count) {
        int reversed = find_attr(w->page, node, NAMED_REVERSED) >= 0;
        int32_t start = find_attr(w->page, node, NAMED_START);
        if (reversed) list.step = -1;
        if (!read_integer(attr_value(w->page, start), &list.next) && reversed) {
            list.next = 0;
            list.backwards = 1;
        }
    }
    PUSH(&w->page->arena, w->tape->lists, list);
    return w->tape->lists.n - 1;
}

void count_item(Walker *w, const Node *node, int32_t row) {
    List *list = &AT(w->tape->lists, w->in.list);
    int32_t value = node->attr_count ? find_attr(w->page, node, NAMED_VALUE) : -1;
    if (value >= 0 && read_integer(attr_value(w->page, value), &list->next)) list->backwards = 0;
    if (row >= 0) {
        Item item = {row, list->backwards ? w->in.list : -1, list->next};
        PUSH(&w->page->arena, w->tape->items, item);
    }
    list->next += list->step;
    list->counted++;
}
