#include "memory.h"

static const size_t CHUNK = 1 << 16;

byte *arena_reserve(Arena *arena, size_t size) {
    Chunk *chunk = arena->chunk;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        chunk = malloc(sizeof *chunk + room);
        if (chunk == NULL) out_of_memory(arena);
        chunk->before = arena->chunk;
        chunk->size = room;
        chunk->used = 0;
        arena->chunk = chunk;
    }
    return chunk->bytes + chunk->used;
}

void arena_free(Arena *arena) {
    while (arena->chunk != NULL) {
        Chunk *chunk = arena->chunk;
        arena->chunk = chunk->before;
        free(chunk);
    }
}

void vec_grow(Arena *arena, void **a, int32_t *cap, size_t size, int32_t least) {
    int64_t room = *cap ? (int64_t)*cap * 2 : 64;
    while (room < least) room *= 2;
    if (least < 0 || room > INT32_MAX) out_of_memory(arena);
    void *grown = realloc(*a, (size_t)room * size);
    if (grown == NULL) out_of_memory(arena);
    *a = grown;
    *cap = (int32_t)room;
}
