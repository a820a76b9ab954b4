/* Products of rows that are mostly 0.
 *
 * Nine of ten values between the layers of a network are 0, for they come out of a rectifier, and
 * so are half of its inputs: a row is multiplied by its other values alone. What is left out would
 * have added 0, so that the sums are the same to the last bit as those over all values.
 */
#include "products.h"
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__GNUC__)
typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static
#endif

/* --- which values are not 0 -------------------------------------------------------------- */

Py_ssize_t
words_of(Py_ssize_t width)
{
    return (width + MASK_BITS - 1) / MASK_BITS;
}

/* One bit for each of up to 64 values. */
static uint64_t
mask_of(const float *values, Py_ssize_t count)
{
    uint64_t mask = 0;
    Py_ssize_t k = 0;
#if defined(__SSE2__)
    for (; k + 4 <= count; k += 4) {
        __m128 other = _mm_cmpneq_ps(_mm_loadu_ps(values + k), _mm_setzero_ps());
        mask |= (uint64_t)(unsigned int)_mm_movemask_ps(other) << k;
    }
#endif
    for (; k < count; k++) {
        mask |= (uint64_t)(values[k] != 0.0f) << k;
    }
    return mask;
}

void
find_masks(const Rows *rows)
{
    Py_ssize_t words = words_of(rows->width);
    for (Py_ssize_t row = 0; row < rows->rows; row++) {
        const float *values = rows->values + row * rows->width;
        for (Py_ssize_t word = 0; word < words; word++) {
            Py_ssize_t left = rows->width - word * MASK_BITS;
            rows->masks[row * words + word] =
                mask_of(values + word * MASK_BITS, left < MASK_BITS ? left : MASK_BITS);
        }
    }
}

/* --- products ----------------------------------------------------------------------------- */

/* A run of values, where its mask lies, and the rows of weights that it is multiplied by. */
typedef struct {
    const float *values, *weight;
    const uint64_t *masks;
    Py_ssize_t words;
} Run;

static int
lowest_bit(uint64_t mask)
{
#if defined(__GNUC__)
    return __builtin_ctzll(mask);
#else
    int bit = 0;
    while (!(mask >> bit & 1)) {
        bit++;
    }
    return bit;
#endif
}

/* ``lanes`` runs of columns from ``column`` on, for one row. */
INLINE void
multiply_lanes(const Run *runs, int count, Py_ssize_t columns, Py_ssize_t column, float *out,
               int lanes)
{
#if defined(__GNUC__)
    Lanes sums[4] = {{0}};
#else
    float sums[4 * LANES] = {0};
#endif
    for (int run = 0; run < count; run++) {
        for (Py_ssize_t word = 0; word < runs[run].words; word++) {
            const float *values = runs[run].values + word * MASK_BITS;
            const float *weight = runs[run].weight + word * MASK_BITS * columns + column;
            for (uint64_t mask = runs[run].masks[word]; mask; mask &= mask - 1) {
                int k = lowest_bit(mask);
                const float *at = weight + k * columns;
#if defined(__GNUC__)
                for (int lane = 0; lane < lanes; lane++) {
                    sums[lane] += values[k] * *(const Lanes *)(at + lane * LANES);
                }
#else
                for (int lane = 0; lane < lanes * LANES; lane++) {
                    sums[lane] += values[k] * at[lane];
                }
#endif
            }
        }
    }
    memcpy(out + column, sums, (size_t)lanes * LANES * sizeof(float));
}

/* One row's products: ``wide`` where the processor has registers for four runs of columns. */
INLINE void
multiply_row(const Run *runs, int count, Py_ssize_t columns, float *out, int wide)
{
    Py_ssize_t column = 0;
    for (; wide && column + 4 * LANES <= columns; column += 4 * LANES) {
        multiply_lanes(runs, count, columns, column, out, 4);
    }
    for (; column + 2 * LANES <= columns; column += 2 * LANES) {
        multiply_lanes(runs, count, columns, column, out, 2);
    }
    for (; column < columns; column += LANES) {
        multiply_lanes(runs, count, columns, column, out, 1);
    }
}

typedef void (*Kernel)(const Run *, int, Py_ssize_t, float *);

#define KERNEL(name, attributes, wide) \
    attributes static void name(const Run *runs, int count, Py_ssize_t columns, float *out) \
    { \
        multiply_row(runs, count, columns, out, wide); \
    }

KERNEL(multiply_plain, , 0)

#if defined(__GNUC__) && defined(__x86_64__)
KERNEL(multiply_avx2, __attribute__((target("avx2,fma"))), 1)
KERNEL(multiply_avx512, __attribute__((target("avx512f,avx2,fma"))), 1)

/* The widest that the processor has. */
static Kernel
best_kernel(void)
{
    if (__builtin_cpu_supports("avx512f")) {
        return multiply_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return multiply_avx2;
    }
    return multiply_plain;
}
#else
static Kernel
best_kernel(void)
{
    return multiply_plain;
}
#endif

/* --- layers -------------------------------------------------------------------------------- */

void
multiply(const Source *source, const Layer *layer, float *out, const float *more, int relu)
{
    Kernel kernel = best_kernel();
    Run runs[MAX_PARTS];
    float sums[MAX_COLUMNS];
    Py_ssize_t rows = source->rows[0]->rows;
    for (Py_ssize_t row = 0; row < rows; row++) {
        int count = 0;
        const float *weight = layer->weight;
        for (int part = 0; part < source->parts; part++) {
            const Rows *from = source->rows[part];
            Py_ssize_t at = row + source->away[part], words = words_of(from->width);
            if (at >= 0 && at < rows) {
                runs[count++] = (Run){from->values + at * from->width, weight,
                                      from->masks + at * words, words};
            }
            weight += from->width * layer->columns;
        }
        kernel(runs, count, layer->columns, sums);
        float *to = out + row * layer->columns;
        for (Py_ssize_t k = 0; k < layer->columns; k++) {
            float value = sums[k] + layer->bias[k] + (more ? more[k] : 0.0f);
            to[k] = relu && value < 0.0f ? 0.0f : value;
        }
    }
}
