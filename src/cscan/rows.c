#include "rows.h"

static void push_piece(Walker *w, Piece piece) { PUSH(&w->page->arena, w->pieces, piece); }

void add_piece(Walker *w, Slice text) {
    const Inside *in = &w->in;
    push_piece(w, (Piece){text, in->link, in->href, in->row, in->style});
}

void add_space(Walker *w, Slice text, uint32_t style) {
    push_piece(w, (Piece){text, 0, -1, 0, style});
}

void add_breaks(Walker *w) {
    byte *out = arena_reserve(&w->page->arena, (size_t)w->breaks);
    memset(out, '\n', (size_t)w->breaks);
    arena_commit(&w->page->arena, (size_t)w->breaks);
    add_space(w, (Slice){out, (size_t)w->breaks}, w->break_style);
}

static byte *reserve_text(Tape *tape, size_t more) {
    if (tape->texts.cap - tape->texts.n < more) {
        size_t room = tape->texts.cap ? tape->texts.cap * 2 : 1 << 14;
        while (room - tape->texts.n < more) room *= 2;
        byte *grown = realloc(tape->texts.a, room);
        if (grown == NULL) out_of_memory(&tape->page->arena);
        tape->texts.a = grown;
        tape->texts.cap = room;
    }
    return tape->texts.a + tape->texts.n;
}

static void add_link(Walker *w, int32_t row, int32_t start, int32_t end, int32_t href) {
    Link link = {row, start, end, href};
    PUSH(&w->page->arena, w->tape->links, link);
}

/* The marks of one row while its text is being joined; scan/marking.py is the specification. */
typedef struct {
    int32_t row, first;        /* first: number of the row's first mark */
    int32_t open[STYLES];      /* the mark that was last made of each style */
    uint32_t before, gap;      /* styles of the last words, and of all white space since */
} Marking;

static const uint32_t ALL_STYLES = (1u << STYLES) - 1;

static void add_mark(Walker *w, const Marking *marking, int32_t start, int32_t end,
                     uint32_t style) {
    Mark mark = {marking->row, start, end, (int32_t)style};
    PUSH(&w->page->arena, w->tape->marks, mark);
}

static void mark_words(Walker *w, Marking *marking, int32_t start, int32_t end, uint32_t style) {
    uint32_t going_on = marking->before & marking->gap;
    for (int i = 0; style >> i; i++) {
        if (!(style >> i & 1)) continue;
        if (going_on >> i & 1) {
            AT(w->tape->marks, marking->open[i]).end = end;
        } else {
            marking->open[i] = w->tape->marks.n;
            add_mark(w, marking, start, end, 1u << i);
        }
    }
    marking->before = style;
    marking->gap = ALL_STYLES;
}

static void mark_space(Walker *w, Marking *marking, int32_t chars, uint32_t style) {
    if (style & w->rules->line_break) add_mark(w, marking, chars, chars, w->rules->line_break);
    marking->gap &= style;
}

static int stands_before(const Mark *one, const Mark *other) {
    if (one->start != other->start) return one->start < other->start;
    if (one->end != other->end) return one->end > other->end;
    return one->style < other->style;
}

/* Brings the marks of the row into order: only those that start together are out of it, and there
 * are as many of these as there are styles. */
static void sort_marks(Tape *tape, int32_t first) {
    for (int32_t i = first + 1; i < tape->marks.n; i++) {
        Mark mark = AT(tape->marks, i);
        int32_t k = i;
        for (; k > first && stands_before(&mark, &AT(tape->marks, k - 1)); k--)
            AT(tape->marks, k) = AT(tape->marks, k - 1);
        AT(tape->marks, k) = mark;
    }
}

/* Whether a space belongs between two pieces that touch. */
static int touch_as_words(const Walker *w, const Piece *piece, const Piece *last, int32_t block,
                          const byte *start, const byte *end) {
    if (piece->link && last->link && piece->link != last->link) return 1;
    int32_t row = piece->row, before = last->row;
    return row != before && block != row && block != before && parent_of(w, row) != before &&
           parent_of(w, before) != row && is_seam(char_before(start, end), char_at(piece->text.p));
}

/* The first `count` pieces as one text at the end of the tape's; their links too where `number` is
 * that of a row. */
static Row join(Walker *w, int32_t count, int32_t block, int32_t number) {
    Tape *tape = w->tape;
    size_t room = 0;
    for (int32_t i = 0; i < count; i++) room += AT(w->pieces, i).text.n + 1;
    byte *out = reserve_text(tape, room), *o = out;
    Row row = {.start = tape->texts.n};
    int32_t links = tape->links.n;
    Marking marking = {.row = number, .first = tape->marks.n, .gap = ALL_STYLES};
    int space = 0;
    Piece none = {.link = 0}, *last = &none;
    for (int32_t i = 0; i < count; i++) {
        Piece *piece = &AT(w->pieces, i);
        Slice text = piece->text;
        if (text.n == 0) continue;
        const byte *end = text.p + text.n;
        int32_t chars = 0;
        int gap = o != out && (space || space_at(text.p, end) ||
                               touch_as_words(w, piece, last, block, out, o));
        size_t n = fold(o + gap, text, &chars);
        if (n == 0) {
            space = 1;
            if (number >= 0) mark_space(w, &marking, row.chars, piece->style);
            continue;
        }
        if (gap) {
            *o = ' ';
            row.chars++;
        }
        int32_t start = row.chars;
        o += n + (size_t)gap;
        row.chars += chars;
        if (piece->style & w->rules->strong) row.strong_chars += chars;
        if (number >= 0) mark_words(w, &marking, start, row.chars, piece->style);
        if (piece->link && number >= 0) {
            if (tape->links.n > links && piece->link == last->link) {
                LAST(tape->links).end = row.chars;
            } else {
                add_link(w, number, start, row.chars, piece->href);
            }
        }
        last = piece;
        space = space_before(text.p, end) != 0;
    }
    for (int32_t i = links; i < tape->links.n; i++)
        row.link_chars += AT(tape->links, i).end - AT(tape->links, i).start;
    sort_marks(tape, marking.first);
    row.n = (size_t)(o - out);
    CHECK(row.n <= room);
    return row;
}

/* The innermost element around all pieces; parents have smaller rows than their children. */
static int32_t common_element(const Walker *w) {
    int32_t found = -1;
    for (int32_t i = 0; i < w->pieces.n; i++) {
        const Piece *piece = &AT(w->pieces, i);
        if (is_space(piece->text)) continue;
        int32_t other = piece->row;
        if (found < 0) found = other;
        while (found != other) {
            if (found > other)
                found = parent_of(w, found);
            else
                other = parent_of(w, other);
        }
    }
    return found;
}

/* The child of an element that holds another, or the element itself. */
static int32_t branch_of(const Walker *w, int32_t row, int32_t around) {
    while (row != around && parent_of(w, row) != around) row = parent_of(w, row);
    return row;
}

/* Characters at the front of the text that an inline element of its own sets apart, or 0. */
static int32_t measure_lead(Walker *w, int32_t block) {
    int32_t around = common_element(w), first = -1, count = 0;
    for (; count < w->pieces.n; count++) {
        const Piece *piece = &AT(w->pieces, count);
        if (is_space(piece->text)) continue;
        int32_t branch = branch_of(w, piece->row, around);
        if (first < 0) first = branch;
        if (branch == around && branch == first) return 0;
        if (branch != first) break;
    }
    return join(w, count, block, -1).chars;
}

/* Like join, with white space as written, but for blank lines at the ends. */
static Row join_preformatted(Walker *w, int32_t number) {
    Tape *tape = w->tape;
    size_t room = 0;
    for (int32_t i = 0; i < w->pieces.n; i++) room += AT(w->pieces, i).text.n;
    byte *out = reserve_text(tape, room), *o = out;
    for (int32_t i = 0; i < w->pieces.n; i++) {
        Slice text = AT(w->pieces, i).text;
        if (text.n) memcpy(o, text.p, text.n);
        o += text.n;
    }
    const byte *start = out, *end = o;
    while (start < end && *start == '\n') start++;
    size_t n;
    while ((n = space_before(start, end)) != 0) end -= n;
    Row row = {.start = tape->texts.n + (size_t)(start - out), .n = (size_t)(end - start)};
    if (row.n == 0) return row;
    row.chars = (int32_t)count_chars((Slice){start, row.n});
    int32_t links = tape->links.n, last = 0, here = -(int32_t)(start - out);
    Marking marking = {.row = number, .first = tape->marks.n, .gap = ALL_STYLES};
    for (int32_t i = 0; i < w->pieces.n; i++) {
        const Piece *piece = &AT(w->pieces, i);
        int32_t from = here, to = here + (int32_t)count_chars(piece->text);
        here = to;
        if (from < 0) from = 0;
        if (to > row.chars) to = row.chars;
        if (from >= to) continue;
        if (piece->row && piece->style & w->rules->strong) row.strong_chars += to - from;
        if (is_space(piece->text)) {
            mark_space(w, &marking, from, piece->style);
            continue;
        }
        mark_words(w, &marking, from, to, piece->style);
        if (piece->link) {
            if (tape->links.n > links && piece->link == last)
                LAST(tape->links).end = to;
            else
                add_link(w, number, from, to, piece->href);
            last = piece->link;
        }
    }
    for (int32_t i = links; i < tape->links.n; i++)
        row.link_chars += AT(tape->links, i).end - AT(tape->links, i).start;
    sort_marks(tape, marking.first);
    return row;
}

static void note_lead(Walker *w, int32_t chars) {
    Lead lead = {w->tape->rows.n, chars};
    PUSH(&w->page->arena, w->tape->leads, lead);
}

void flush(Walker *w) {
    Tape *tape = w->tape;
    const Inside *in = &w->in;
    int32_t links = tape->links.n, marks = tape->marks.n;
    Row row;
    if (w->lead_context & w->rules->preformatted) {
        row = join_preformatted(w, tape->rows.n);
    } else {
        row = join(w, w->pieces.n, in->block, tape->rows.n);
        if (w->pieces.n > 1 && in->level && w->lead_context & w->rules->heading &&
            w->lead_leaf != in->block) {
            int32_t lead = measure_lead(w, in->block);
            /* The lead was written over the text: write that again. */
            tape->links.n = links;
            tape->marks.n = marks;
            row = join(w, w->pieces.n, in->block, tape->rows.n);
            if (lead > 0 && lead < row.chars && tape->rows.n < w->page->limits.blocks)
                note_lead(w, lead);
        }
    }
    w->pieces.n = 0;
    Slice text = {tape->texts.a + row.start, row.n};
    if (row.n == 0 || only_marks(text)) {
        tape->links.n = links;
        tape->marks.n = marks;
        return;
    }
    if (tape->rows.n >= w->page->limits.blocks) {
        w->full = 1;
        w->page->cut |= CUT_BLOCKS;
        tape->links.n = links;
        tape->marks.n = marks;
        return;
    }
    tape->texts.n = row.start + row.n;
    row.context = (int32_t)w->lead_context;
    row.element = in->block;
    row.leaf = w->lead_leaf;
    row.level = in->level;
    PUSH(&w->page->arena, tape->rows, row);
}
