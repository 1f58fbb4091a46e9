// How fast can y += Σ a·W[i][·] over rows picked by chance be, by the instructions it is written in? The sparse kernels of
// packages/kernels in C, one thread, for docs/sparse-performance.md. It is no part of the project's build or tests.
//
//   gcc -O3 -mavx2 -mfma -ffp-contract=off random-rows.c -o random-rows && ./random-rows
//
// 192 MiB of float32 weights in rows of 16 KiB; 1,224 of the 12,288 rows (10 %), eight at a time, as accumulate-float32.ts does.
// Prints GB/s, medians of 80 passes over 16 picks.
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { ROWS = 12288, ROW = 16384, ACTIVE = 1224, PICKS = 16, PASSES = 5 };

static char *weights, *y;
static char *rows[PICKS][ACTIVE];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// Eight rows from eight parts of the list, 128 bytes of each in a turn. BODY adds them to y.
#define PASS(NAME, AHEAD, STEP, BODY)                                              \
  static void NAME(char **list) {                                                  \
    for (int k = 0; k < ACTIVE / 8; k++) {                                         \
      char *w[8];                                                                  \
      for (int p = 0; p < 8; p++) w[p] = list[p * (ACTIVE / 8) + k];               \
      for (size_t at = 0; at < ROW; at += 128) {                                   \
        if (AHEAD)                                                                 \
          for (int p = 0; p < 8; p++)                                              \
            for (int line = 0; line < 128; line += 64) _mm_prefetch(w[p] + at + AHEAD + line, _MM_HINT_T0); \
        for (size_t o = at; o < at + 128; o += STEP) BODY                          \
      }                                                                            \
    }                                                                              \
  }

#define SUM4                                                                       \
  {                                                                                \
    __m128 a = _mm_set1_ps(0.5f), s = _mm_load_ps((float *)(y + o));               \
    for (int p = 0; p < 8; p++) s = _mm_add_ps(s, _mm_mul_ps(a, _mm_load_ps((float *)(w[p] + o)))); \
    _mm_store_ps((float *)(y + o), s);                                             \
  }
#define FUSED4                                                                     \
  {                                                                                \
    __m128 a = _mm_set1_ps(0.5f), s = _mm_load_ps((float *)(y + o));               \
    for (int p = 0; p < 8; p++) s = _mm_fmadd_ps(a, _mm_load_ps((float *)(w[p] + o)), s); \
    _mm_store_ps((float *)(y + o), s);                                             \
  }
#define SUM8                                                                       \
  {                                                                                \
    __m256 a = _mm256_set1_ps(0.5f), s = _mm256_load_ps((float *)(y + o));         \
    for (int p = 0; p < 8; p++) s = _mm256_add_ps(s, _mm256_mul_ps(a, _mm256_load_ps((float *)(w[p] + o)))); \
    _mm256_store_ps((float *)(y + o), s);                                          \
  }
#define READ                                                                       \
  for (int p = 0; p < 8; p++) {                                                    \
    __m128 v = _mm_load_ps((float *)(w[p] + o));                                   \
    __asm__ volatile("" ::"x"(v));                                                 \
  }

PASS(sum_4, 0, 16, SUM4)
PASS(fused_4, 0, 16, FUSED4)
PASS(sum_8, 0, 32, SUM8)
PASS(sum_4_ahead, 1024, 16, SUM4)
PASS(read_4, 0, 16, READ)

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, z = *(const double *)b;
  return (x > z) - (x < z);
}

static void measure(const char *title, void (*pass)(char **)) {
  double seconds[PICKS * PASSES];
  int n = 0;
  for (int i = 0; i < PASSES; i++)
    for (int pick = 0; pick < PICKS; pick++) {
      double began = now();
      pass(rows[pick]);
      seconds[n++] = now() - began;
    }
  qsort(seconds, n, sizeof *seconds, ascending);
  printf("%5.1f GB/s  %s\n", 1e-9 * ACTIVE * ROW / seconds[n / 2], title);
}

int main(void) {
  // One page more, so that reading ahead stays inside.
  weights = mmap(0, (size_t)(ROWS + 1) * ROW, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  y = aligned_alloc(4096, ROW);
  if (weights == MAP_FAILED || y == NULL) return 1;
  memset(weights, 0, (size_t)(ROWS + 1) * ROW);
  memset(y, 0, ROW);
  srand(1);
  for (int pick = 0; pick < PICKS; pick++)
    for (int row = 0, taken = 0; taken < ACTIVE; row++)
      if (rand() % (ROWS - row) < ACTIVE - taken) rows[pick][taken++] = weights + (size_t)row * ROW;
  measure("16-byte vectors: what WebAssembly has", sum_4);
  measure("16-byte vectors, multiply and add fused", fused_4);
  measure("32-byte vectors", sum_8);
  measure("16-byte vectors, prefetched 1 KiB ahead", sum_4_ahead);
  measure("reading alone, 16 bytes at a time", read_4);
  return 0;
}
