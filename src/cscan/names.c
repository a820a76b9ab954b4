#include "names.h"

const uint32_t html_flags[TAG_COUNT] = {
#define X(constant, name, flags) [TAG_##constant] = (flags),
    TAGS(X)
#undef X
};

/* The seed differs from process to process, so that nobody can write a page whose names all
 * meet in one slot. It decides the time of a look-up, never its result. */
uint32_t name_hash(uint64_t seed, const byte *text, size_t n) {
    const uint64_t factor = 0x9E3779B97F4A7C15u;
    uint64_t hash = seed ^ n * factor, eight = 0;
    for (; n >= 8; text += 8, n -= 8) {
        memcpy(&eight, text, 8);
        hash = (hash ^ eight) * factor;
        hash ^= hash >> 32;
    }
    if (n >= 4) {
        uint32_t first, last; /* they may share bytes */
        memcpy(&first, text, 4);
        memcpy(&last, text + n - 4, 4);
        eight = (uint64_t)first << 32 | last;
    } else {
        eight = n ? (uint64_t)text[0] << 16 | (uint64_t)text[n / 2] << 8 | text[n - 1] : 0;
    }
    hash = (hash ^ eight) * factor;
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93u;
    return (uint32_t)(hash >> 32);
}

int32_t names_find(const Names *names, const byte *text, size_t n, uint32_t hash) {
    if (names->slots == NULL) return -1;
    for (uint32_t at = hash & names->mask;; at = (at + 1) & names->mask) {
        int32_t found = names->slots[at] - 1;
        if (found < 0) return -1;
        const Name *name = &AT(names->names, found);
        if (name->hash == hash && name->n == n && memcmp(name->text, text, n) == 0) return found;
    }
}

static void put(Names *names, uint32_t hash, int32_t number) {
    uint32_t at = hash & names->mask;
    while (names->slots[at] != 0) at = (at + 1) & names->mask;
    names->slots[at] = number + 1;
}

int32_t names_add(Arena *arena, Names *names, const byte *text, size_t n, uint32_t hash) {
    int32_t number = names->names.n;
    Name name = {text, (uint32_t)n, hash};
    PUSH(arena, names->names, name);
    /* At most half full: a look-up ends soon. */
    if (names->slots == NULL || (uint32_t)number * 2 >= names->mask) {
        uint32_t size = names->slots == NULL ? 128 : (names->mask + 1) * 2;
        int32_t *slots = calloc(size, sizeof *slots);
        if (slots == NULL) out_of_memory(arena);
        free(names->slots);
        names->slots = slots;
        names->mask = size - 1;
        for (int32_t i = 0; i < number; i++) put(names, names->names.a[i].hash, i);
    }
    put(names, hash, number);
    return number;
}

void names_free(Names *names) {
    FREE(names->names);
    free(names->slots);
}
