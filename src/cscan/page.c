#include "page.h"
#include "charrefs.h"

Slice name_text(const Page *page, int32_t name) {
    int32_t known = page->rules->names.names.n;
    const Name *found = name < known ? &AT(page->rules->names.names, name)
                                     : &AT(page->names.names, name - known);
    return (Slice){found->text, found->n};
}

static byte *lowered(Page *page, Slice written, size_t *n) {
    byte *out = arena_reserve(&page->arena, written.n * 3), *o = out;
    for (size_t i = 0; i < written.n; i++) {
        if (written.p[i] == 0) {
            memcpy(o, "\xEF\xBF\xBD", 3);
            o += 3;
        } else {
            *o++ = lower(written.p[i]);
        }
    }
    *n = (size_t)(o - out);
    return out;
}

int32_t name_number(Page *page, Slice written) {
    byte small[64];
    const byte *text = small;
    size_t n = written.n;
    int simple = n <= sizeof small;
    for (size_t i = 0; simple && i < n; i++) {
        small[i] = lower(written.p[i]);
        simple = written.p[i] != 0;
    }
    if (!simple) text = lowered(page, written, &n);
    uint32_t hash = name_hash(page->rules->seed, text, n);
    int32_t found = names_find(&page->rules->names, text, n, hash);
    if (found >= 0) return found;
    int32_t known = page->rules->names.names.n;
    found = names_find(&page->names, text, n, hash);
    if (found >= 0) return known + found;
    if (simple) {
        byte *kept = arena_reserve(&page->arena, n);
        memcpy(kept, small, n);
        text = kept;
    }
    arena_commit(&page->arena, n);
    return known + names_add(&page->arena, &page->names, text, n, hash);
}

Slice decode_text(Page *page, Slice raw, int references, int in_attribute, int keep_nul) {
    /* No reference grows to more than twice its bytes ("&nLt;" has 5, its characters 6), but NUL
     * becomes three. */
    byte *out = arena_reserve(&page->arena, raw.n * 3 + 8), *o = out;
    const byte *p = raw.p, *end = p + raw.n;
    while (p < end) {
        byte c = *p;
        if (!(classes[c] & VALUE_STOP)) {
            *o++ = c;
            p++;
        } else if (c == '\r') {
            *o++ = '\n';
            p += end - p > 1 && p[1] == '\n' ? 2 : 1;
        } else if (c == 0) {
            if (keep_nul) {
                memcpy(o, "\xEF\xBF\xBD", 3);
                o += 3;
            }
            p++;
        } else {
            size_t written = 0, read = 0;
            if (references) read = read_charref(p, end, in_attribute, o, &written);
            if (read == 0) {
                *o++ = '&';
                p++;
            }
            p += read;
            o += written;
        }
    }
    arena_commit(&page->arena, (size_t)(o - out));
    return (Slice){out, (size_t)(o - out)};
}

Slice node_text(Page *page, const Node *node) {
    const Run *first = &AT(page->runs, node->attrs);
    if (first->next < 0) return (Slice){first->p, first->n};
    size_t n = 0;
    for (int32_t run = node->attrs; run >= 0; run = AT(page->runs, run).next)
        n += AT(page->runs, run).n;
    byte *out = arena_reserve(&page->arena, n), *o = out;
    for (int32_t run = node->attrs; run >= 0; run = AT(page->runs, run).next) {
        memcpy(o, AT(page->runs, run).p, AT(page->runs, run).n);
        o += AT(page->runs, run).n;
    }
    arena_commit(&page->arena, n);
    return (Slice){out, n};
}

void page_free(Page *page) {
    parse_free(page);
    FREE(page->nodes);
    FREE(page->attrs);
    FREE(page->runs);
    names_free(&page->names);
    arena_free(&page->arena);
}
