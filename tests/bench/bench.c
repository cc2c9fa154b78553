/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Repeats a measurement and prints its line (see bench.h).  All state is fixed
 * by bench_init(); measurements run one after the other on the main thread. */

#include "bench.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *filter;
static gboolean    is_one_cpu;
static guint       n_repetitions = 7;

/* A cache line that travels in less: the CPUs share a cache. */
static const double NEAR_US = 0.25;

static gpointer
do_nothing (gpointer data)
{
  return NULL;
}

void
bench_init (int    argc,
            char **argv)
{
  filter = argc > 1 ? argv[1] : "";
  is_one_cpu = g_getenv ("ONE_CPU") != NULL;
  if (g_getenv ("REPS") != NULL)
    n_repetitions = CLAMP (atoi (g_getenv ("REPS")), 1, 1000);
  setvbuf (stdout, NULL, _IOLBF, 0);
  /* libc takes short cuts until a process has had a second thread. */
  g_thread_join (g_thread_new ("second", do_nothing, NULL));
}

gint64
bench_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

gsize
bench_heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

void
bench_fail (const char *what)
{
  fprintf (stderr, "%s: this does not hold\n", what);
  exit (1);
}

gboolean
bench_wants (const char *name,
             BenchFlags  flags)
{
  return strstr (name, filter) != NULL && (!is_one_cpu || flags & BENCH_THREADS);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Sorts @values. */
static double
median (GArray *values)
{
  const double *sorted = (const double *) values->data;
  guint middle = values->len / 2;

  g_array_sort (values, compare);
  return values->len % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

static void
print_number (double value)
{
  printf (value >= 1000 ? "\t%.0f" : value >= 10 ? "\t%.1f" : "\t%.2f", value);
}

static void
print_group (GArray *values)
{
  if (values->len > 0)
    print_number (median (values));
  else
    printf ("\t-");
  printf ("\t%u", values->len);
}

void
bench_run (const char *name,
           const char *unit,
           BenchFlags  flags,
           BenchFunc   func,
           gpointer    data)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) near = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) far = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean is_rate = flags & BENCH_RATE;
  gboolean has_distance = flags & BENCH_THREADS && !is_one_cpu;
  double before, lowest, highest;

  if (!bench_wants (name, flags))
    return;

  func (data);
  before = has_distance ? bench_distance () : -1;
  for (guint i = 0; i < n_repetitions; i++)
    {
      double value = func (data);
      double after = has_distance ? bench_distance () : -1;

      g_array_append_val (all, value);
      if (before >= 0 && before < NEAR_US && after < NEAR_US)
        g_array_append_val (near, value);
      else if (before >= NEAR_US && after >= NEAR_US)
        g_array_append_val (far, value);
      before = after;
    }

  printf ("%s%s", name, is_one_cpu ? "@1cpu" : "");
  print_number (median (all));
  lowest = g_array_index (all, double, 0);
  highest = g_array_index (all, double, all->len - 1);
  printf ("\t%s", unit);
  print_number (is_rate ? highest : lowest);
  print_number (is_rate ? lowest : highest);
  printf ("\t%u", all->len);
  print_group (near);
  print_group (far);
  printf ("\n");
}

void
bench_value (const char *name,
             const char *unit,
             double      value)
{
  if (!bench_wants (name, BENCH_DEFAULT))
    return;
  printf ("%s", name);
  print_number (value);
  printf ("\t%s", unit);
  print_number (value);
  print_number (value);
  printf ("\t1\t-\t0\t-\t0\n");
}
