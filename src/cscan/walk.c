#include "rows.h"

static const Slice SPACE = {(const byte *)" ", 1};

static void take_space(Walker *w, Slice text) {
    Inside *in = &w->in;
    if (in->context & w->rules->preformatted) {
        if (w->pieces.n == 0) {
            w->lead_context = in->context;
            w->lead_leaf = in->row;
        } else if (w->breaks) {
            add_breaks(w);
        }
        w->breaks = 0;
        add_piece(w, text);
    } else if (w->pieces.n) {
        add_space(w, SPACE, in->style);
    }
}

static void take_text(Walker *w, Slice text) {
    Inside *in = &w->in;
    if (text.n == 0) return;
    if (is_space(text)) {
        take_space(w, text);
        return;
    }
    text = visible(&w->page->arena, text);
    if (text.n == 0) return;
    if (is_space(text)) {
        /* A line of a zero-width space is as empty as one without it. */
        if (w->pieces.n) add_space(w, text, in->style);
        return;
    }
    if (w->breaks) {
        if (in->context & w->rules->preformatted) {
            if (w->pieces.n) add_breaks(w);
        } else if (w->pieces.n) {
            if (w->breaks > 1)
                flush(w);
            else
                add_space(w, SPACE, w->break_style | w->rules->line_break);
        }
        w->breaks = 0;
    }
    if (w->pieces.n == 0) {
        w->lead_context = in->context | w->image;
        w->lead_leaf = in->row;
        w->image = 0;
    }
    add_piece(w, text);
}

static void note_marker(Walker *w, int32_t node, int32_t element) {
    Marker marker = {node, w->tape->rows.n, element};
    PUSH(&w->page->arena, w->tape->markers, marker);
}

static void note_fact(Walker *w, int32_t node) {
    Fact fact = {node};
    PUSH(&w->page->arena, w->tape->facts, fact);
}

static int is_fact(int32_t name) {
    return name == TAG_SCRIPT || name == TAG_META || name == TAG_LINK;
}

/* The node behind `node` in page order that lies below `top`; -1 at the end. What a template
 * holds is not below it. */
static int32_t next_below(const Walker *w, int32_t node, int32_t top) {
    const Node *n = node_of(w, node);
    if (n->first >= 0 && !(n->name == TAG_TEMPLATE && n->ns == NS_HTML)) return n->first;
    while (node != top) {
        n = node_of(w, node);
        if (n->next >= 0) return n->next;
        node = n->parent;
    }
    return -1;
}

/* Takes down what stands in an element that is not shown: the data in it still hold. */
static void note_below(Walker *w, int32_t top) {
    for (int32_t node = next_below(w, top, top); node >= 0; node = next_below(w, node, top))
        if (is_fact(node_of(w, node)->name)) note_fact(w, node);
}

/* The values of the attributes that say what an element holds. */
static Slice telling_words(Walker *w, const Node *node) {
    Slice words = {(const byte *)"", 0};
    int found = 0;
    size_t n = 0;
    for (int32_t i = node->attrs; i < node->attrs + node->attr_count; i++)
        if (meaning_of(w, AT(w->page->attrs, i).name)->telling) {
            Slice value = attr_value(w->page, i);
            if (value.n == 0) continue;
            words = value;
            n += value.n + 1;
            found++;
        }
    if (found < 2) return words;
    byte *out = arena_reserve(&w->page->arena, n), *o = out;
    for (int32_t i = node->attrs; i < node->attrs + node->attr_count; i++)
        if (meaning_of(w, AT(w->page->attrs, i).name)->telling) {
            Slice value = attr_value(w->page, i);
            if (value.n == 0) continue;
            if (o != out) *o++ = ' ';
            memcpy(o, value.p, value.n);
            o += value.n;
        }
    arena_commit(&w->page->arena, n);
    return (Slice){out, (size_t)(o - out)};
}

/* Whether a style sets "display: none" or "visibility: hidden"; as _HIDING_STYLE in scan/flow.py. */
static int hides(Slice style) {
    const byte *p = style.p, *end = p + style.n;
    while (p < end) {
        size_t n;
        while (p < end && (n = space_at(p, end)) != 0) p += n;
        static const char *const rules[2][2] = {{"display", "none"}, {"visibility", "hidden"}};
        for (int i = 0; i < 2; i++) {
            size_t size = strlen(rules[i][0]);
            const byte *q = p + size;
            if ((size_t)(end - p) < size || !equals((Slice){p, size}, rules[i][0])) continue;
            while (q < end && (n = space_at(q, end)) != 0) q += n;
            if (q == end || *q++ != ':') continue;
            while (q < end && (n = space_at(q, end)) != 0) q += n;
            size = strlen(rules[i][1]);
            if ((size_t)(end - q) >= size && equals((Slice){q, size}, rules[i][1])) return 1;
        }
        p = memchr(p, ';', (size_t)(end - p));
        if (p == NULL) return 0;
        p++;
    }
    return 0;
}

enum { SHOWN, HIDDEN, REVEALED };

static int hiding(Walker *w, const Node *node, Slice words) {
    Page *page = w->page;
    if (node->name == TAG_DIALOG && find_attr(page, node, NAMED_OPEN) < 0) return HIDDEN;
    int32_t hidden = find_attr(page, node, NAMED_HIDDEN);
    if (hidden < 0 && !hides(attr_value(page, find_attr(page, node, TAG_STYLE)))) return SHOWN;
    Slice value = attr_value(page, hidden);
    if (value.n == 11 && memcmp(value.p, "until-found", 11) == 0) return REVEALED;
    if (words.n == 0) return HIDDEN;
    int reveals = page->reveals(page->caller, words);
    if (reveals < 0) longjmp(page->escape, CALL_FAILED);
    return reveals ? REVEALED : HIDDEN;
}

/* What the attributes of an element ask for, at one look. */
typedef struct {
    int datetime, content, property, hidden, telling;
} Asked;

static Asked asked_by(const Walker *w, const Node *node) {
    Asked asked = {0};
    for (int32_t i = node->attrs; i < node->attrs + node->attr_count; i++) {
        int32_t name = AT(w->page->attrs, i).name;
        if (meaning_of(w, name)->telling) asked.telling = 1;
        switch (name) {
        case NAMED_DATETIME: asked.datetime = 1; break;
        case NAMED_CONTENT: asked.content = 1; break;
        case NAMED_ITEMPROP: case NAMED_PROPERTY: asked.property = 1; break;
        case NAMED_HIDDEN: case TAG_STYLE: asked.hidden = 1; break;
        }
    }
    return asked;
}

static void add_element(Walker *w, int32_t name, int32_t parent, int32_t child, Slice words) {
    Element element = {name, parent, child, w->tape->rows.n, w->tape->rows.n, words};
    PUSH(&w->page->arena, w->tape->elements, element);
}

/* Elements whose text is not the page's, and those that have none. */
static void pass_by(Walker *w, int32_t number, int flow) {
    const Node *node = node_of(w, number);
    switch (flow) {
    case BREAK:
        w->breaks++;
        w->break_style = w->in.style;
        return;
    case BOX:
        if (w->pieces.n) add_space(w, SPACE, w->in.style);
        if (meaning_of(w, node->name)->marked) note_marker(w, number, w->in.row);
        return;
    case NO_TEXT:
        if (node->name == TAG_IMG) w->image = w->rules->image;
        if (meaning_of(w, node->name)->marked) note_marker(w, number, w->in.row);
        return;
    case SCRIPT_FLOW: case FACT: note_fact(w, number); return;
    case RULE:
        if (w->pieces.n) flush(w);
        return;
    default: return; /* SKIP */
    }
}

static int flow_of(const Walker *w, const Node *node, const Meaning *meaning) {
    int flow = meaning->flow[!w->page->scripting];
    if (flow >= 0) return flow;
    /* A custom element is inline among the words of a paragraph; elsewhere it is a component of
     * the page, and its neighbours' words are not its own. */
    Slice name = name_text(w->page, node->name);
    return memchr(name.p, '-', name.n) && !(w->in.context & w->rules->phrase) ? BLOCK : INLINE;
}

static void note_citation(Walker *w, const Node *node, int32_t row) {
    int32_t cite = node->attr_count ? find_attr(w->page, node, NAMED_CITE) : -1;
    if (attr_value(w->page, cite).n == 0) return;
    Citation citation = {row, cite};
    PUSH(&w->page->arena, w->tape->citations, citation);
}

/* Goes into an element. */
static void enter(Walker *w, int32_t number, const Meaning *meaning, int flow, Slice words,
                  uint32_t revealed, int marked) {
    const Node *node = node_of(w, number);
    Inside *in = &w->in;
    if (flow == BLOCK) w->breaks = 0;
    in->node = number;
    PUSH(&w->page->arena, w->outside, *in);
    int32_t row = w->tape->elements.n;
    add_element(w, node->name, in->row, in->nth, words);
    in->row = row;
    if (marked) note_marker(w, number, row);
    in->nth = 0;
    in->context |= meaning->context | revealed;
    if (flow == BLOCK) {
        in->block = row;
        if (meaning->level) {
            in->level = meaning->level;
        } else if (meaning->list) {
            in->level = ++in->depth;
            in->list = -1;
            if (node->name == TAG_OL)
                in->list = open_list(w, node);
            else
                in->context &= ~w->rules->ordered;
        } else if (node->name == TAG_BLOCKQUOTE) {
            note_citation(w, node, row);
        }
    } else if (flow == LINK_FLOW) {
        int32_t href = find_attr(w->page, node, NAMED_HREF);
        if (attr_value(w->page, href).n) {
            in->link = row;
            in->href = href;
            in->context |= w->rules->link;
        }
    } else {
        in->style |= meaning->style;
    }
}

/* Goes into an element that stands too deep to have a row: its text is that of the element around
 * it, but blocks stay apart. */
static void enter_flat(Walker *w, int32_t number, const Meaning *meaning, int flow, int marked) {
    Inside *in = &w->in;
    w->page->cut |= CUT_DEPTH;
    if (flow == BLOCK) w->breaks = 0;
    in->node = number;
    PUSH(&w->page->arena, w->outside, *in);
    if (marked) note_marker(w, number, in->row);
    in->context |= meaning->context;
    in->style |= meaning->style;
    if (meaning->level) in->level = meaning->level;
    if (meaning->list) in->list = -1;
}

/* Comes out of such an element. */
static int32_t leave_flat(Walker *w) {
    Inside inside = w->in;
    w->in = LAST(w->outside);
    const Node *node = node_of(w, w->in.node);
    int flow = flow_of(w, node, meaning_of(w, node->name));
    w->in = inside;
    if (flow == BLOCK && w->pieces.n) flush(w);
    if (flow == BLOCK) w->breaks = 0;
    w->in = LAST(w->outside);
    w->outside.n--;
    return node->next;
}

/* Takes an element; true where the walk goes on with its children. */
static int take_element(Walker *w, int32_t number) {
    const Node *node = node_of(w, number);
    const Meaning *meaning = meaning_of(w, node->name);
    w->in.nth++;
    int flow = flow_of(w, node, meaning);
    if (flow >= SKIP && flow <= FACT) {
        pass_by(w, number, flow);
        return 0;
    }
    if (node->attr_count == 0 && node->name == TAG_DIALOG) return 0;
    Asked asked = asked_by(w, node);
    Slice words = asked.telling ? telling_words(w, node) : (Slice){(const byte *)"", 0};
    uint32_t revealed = 0;
    if (asked.hidden || node->name == TAG_DIALOG) {
        int hidden = hiding(w, node, words);
        if (hidden == HIDDEN) {
            note_below(w, number);
            return 0;
        }
        if (hidden == REVEALED) revealed = w->rules->revealed;
    }
    int marked = node->attr_count &&
                 (meaning->marked || asked.datetime || (asked.content && asked.property));
    int enters = node->first >= 0 && w->outside.n < w->page->limits.depth;
    if (w->in.list >= 0 && node->name == TAG_LI)
        count_item(w, node, enters ? w->tape->elements.n : -1);
    if (flow == BLOCK && w->pieces.n) flush(w);
    if (w->full) return 0;
    if (node->first < 0) {
        if (marked) note_marker(w, number, w->in.row);
        return 0;
    }
    if (enters)
        enter(w, number, meaning, flow, words, revealed, marked);
    else
        enter_flat(w, number, meaning, flow, marked);
    return 1;
}

/* Comes out of the innermost open element; gives the node behind it. */
static int32_t leave(Walker *w) {
    if (w->outside.n > w->page->limits.depth) return leave_flat(w);
    int is_block = w->in.block == w->in.row;
    if (is_block && w->pieces.n) flush(w);
    AT(w->tape->elements, w->in.row).end = w->tape->rows.n;
    if (is_block) w->breaks = 0;
    w->in = LAST(w->outside);
    w->outside.n--;
    return node_of(w, w->in.node)->next;
}

static void walk_body(Walker *w, int32_t body) {
    w->in = (Inside){.node = body, .href = -1, .list = -1};
    add_element(w, TAG_BODY, -1, 1, telling_words(w, node_of(w, body)));
    int32_t node = node_of(w, body)->first;
    while (!w->full) {
        if (node < 0) {
            if (w->outside.n == 0) break;
            node = leave(w);
            continue;
        }
        const Node *n = node_of(w, node);
        if (n->name == TEXT_NODE) {
            take_text(w, node_text(w->page, n));
        } else if (n->name != COMMENT_NODE && take_element(w, node)) {
            node = n->first;
            continue;
        }
        node = node_of(w, node)->next;
    }
    if (w->pieces.n) flush(w);
    while (w->outside.n) leave(w); /* those that a full tape left open */
    AT(w->tape->elements, 0).end = w->tape->rows.n;
}

/* Takes down what the children of <head> say. */
static void read_head(Walker *w, int32_t head) {
    for (int32_t i = node_of(w, head)->first; i >= 0; i = node_of(w, i)->next) {
        const Node *node = node_of(w, i);
        Tape *tape = w->tape;
        if (is_fact(node->name)) {
            note_fact(w, i);
        } else if (node->name == TAG_TITLE) {
            int32_t text = tape->title < 0 ? -1 : node_of(w, tape->title)->first;
            if (text < 0 || strip(node_text(w->page, node_of(w, text))).n == 0) tape->title = i;
        } else if (node->name == TAG_BASE) {
            int32_t href = -1;
            if (tape->base >= 0) href = find_attr(w->page, node_of(w, tape->base), NAMED_HREF);
            if (attr_value(w->page, href).n == 0) tape->base = i;
        }
    }
}

static Walker *start(Tape *tape) {
    Walker *w = calloc(1, sizeof *w);
    if (w == NULL) out_of_memory(&tape->page->arena);
    tape->walker = w;
    w->tape = tape;
    w->page = tape->page;
    w->rules = tape->page->rules;
    tape->title = tape->base = -1;
    return w;
}

void walk(Tape *tape) {
    Walker *w = start(tape);
    if (tape->page->head >= 0) read_head(w, tape->page->head);
    if (tape->page->body >= 0) walk_body(w, tape->page->body);
}

void find_scripts(Tape *tape) {
    Walker *w = start(tape);
    int32_t top = tape->page->html;
    if (top < 0) return;
    for (int32_t node = next_below(w, top, top); node >= 0; node = next_below(w, node, top))
        if (node_of(w, node)->name == TAG_SCRIPT) note_fact(w, node);
}

void tape_free(Tape *tape) {
    if (tape->walker != NULL) {
        FREE(tape->walker->pieces);
        FREE(tape->walker->outside);
        free(tape->walker);
    }
    free(tape->texts.a);
    FREE(tape->rows);
    FREE(tape->links);
    FREE(tape->elements);
    FREE(tape->leads);
    FREE(tape->marks);
    FREE(tape->markers);
    FREE(tape->lists);
    FREE(tape->items);
    FREE(tape->citations);
    FREE(tape->facts);
}
