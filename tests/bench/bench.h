/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a benchmark is made of: bench_init(), then a bench_run() for each
 * measurement.  Each prints one line of fields separated by tabs:
 *
 *   name  median  unit  best  worst  repetitions  near  n_near  far  n_far
 *
 * Near and far: see distance.c.  A benchmark checks what it has done; one that
 * loses or reorders an event ends the program with an error, not with a number. */

#include <glib.h>

typedef enum
{
  BENCH_DEFAULT = 0,       /* smaller is better: ns, us, bytes */
  BENCH_RATE    = 1 << 0,  /* larger is better: events/s */
  BENCH_THREADS = 1 << 1,  /* uses several CPUs; measured again on one alone, as NAME@1cpu */
} BenchFlags;

/* One repetition; the measured value. */
typedef double (*BenchFunc) (gpointer data);

/* Options: FILTER, a part of the names that are wanted.  $REPS: how often (7).
 * $ONE_CPU: the pass for NAME@1cpu. */
void    bench_init    (int    argc,
                       char **argv);
/* One warm-up, then the repetitions. */
void    bench_run     (const char *name,
                       const char *unit,
                       BenchFlags  flags,
                       BenchFunc   func,
                       gpointer    data);
/* Whether it would run; for what takes long to prepare. */
gboolean bench_wants  (const char *name,
                       BenchFlags  flags);
/* A number that needs no repetition: a size, a count. */
void    bench_value   (const char *name,
                       const char *unit,
                       double      value);

gint64  bench_now     (void);  /* CLOCK_MONOTONIC, in nanoseconds */
gsize   bench_heap    (void);  /* bytes handed out by malloc, with its headers */
G_NORETURN
void    bench_fail    (const char *what);

/* Holds in optimised builds too, unlike g_assert() where that is compiled out. */
#define BENCH_CHECK(condition) \
  G_STMT_START { if (G_UNLIKELY (!(condition))) bench_fail (G_STRLOC ": " #condition); } G_STMT_END

/* distance.c: microseconds per round trip between CPU 0 and 1, or -1 where only
 * one may be used. */
double  bench_distance (void);
