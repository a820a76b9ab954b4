/* Growing arrays, and the way out when memory ends.
 *
 * Every array of a scan is a VEC. AT reads an element; in a checked build
 * (BODYCOPY_CHECKED) an index outside of the array stops the process there and then.
 */
#ifndef BODYCOPY_MEMORY_H
#define BODYCOPY_MEMORY_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char byte;

/* Bytes that belong to the page or to the scan's arena. */
typedef struct {
    const byte *p;
    size_t n;
} Slice;

#define VEC(T)                                                                           \
    struct {                                                                             \
        T *a;                                                                            \
        int32_t n, cap;                                                                  \
    }

#ifdef BODYCOPY_CHECKED
#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);              \
            abort();                                                                     \
        }                                                                                \
    } while (0)
static inline int32_t checked_index(int32_t i, int32_t n, const char *file, int line) {
    if (i < 0 || i >= n) {
        fprintf(stderr, "%s:%d: index %d of %d\n", file, line, (int)i, (int)n);
        abort();
    }
    return i;
}
#define AT(v, i) (v).a[checked_index((i), (v).n, __FILE__, __LINE__)]
#else
#define CHECK(condition) ((void)0)
#define AT(v, i) (v).a[i]
#endif

#define LAST(v) AT(v, (v).n - 1)

/* Why a scan stopped before its end: the values that longjmp hands over. */
enum { OUT_OF_MEMORY = 1, CALL_FAILED = 2 };

/* Memory of one scan whose pieces stay where they are until the scan ends. */
typedef struct Chunk {
    struct Chunk *before;
    size_t size, used;
    byte bytes[];
} Chunk;

typedef struct {
    Chunk *chunk;
    jmp_buf *escape;
} Arena;

static inline void out_of_memory(Arena *arena) { longjmp(*arena->escape, OUT_OF_MEMORY); }

byte *arena_reserve(Arena *arena, size_t size);
void arena_free(Arena *arena);

/* Takes the first `used` bytes of what was reserved last. */
static inline void arena_commit(Arena *arena, size_t used) {
    CHECK(arena->chunk->used + used <= arena->chunk->size);
    arena->chunk->used += used;
}

void vec_grow(Arena *arena, void **a, int32_t *cap, size_t size, int32_t least);

#define RESERVE(arena, v, more)                                                          \
    do {                                                                                 \
        if ((v).cap - (v).n < (more))                                                    \
            vec_grow((arena), (void **)&(v).a, &(v).cap, sizeof *(v).a, (v).n + (more)); \
    } while (0)
#define PUSH(arena, v, value)                                                            \
    do {                                                                                 \
        RESERVE(arena, v, 1);                                                            \
        (v).a[(v).n++] = (value);                                                        \
    } while (0)
#define FREE(v) free((v).a)

#endif
