/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fibers alone: one switch, which is half of resuming and suspending, and one
 * whole life on a stack from the pool. */

#include "async/fiber-private.h"
#include "async/stack-private.h"
#include "bench.h"

enum
{
  N_SWITCHES = 20000000,
  N_LIVES    = 5000000,
};

typedef struct
{
  int n_run;
  int n_wanted;
} Count;

static void
count_on (gpointer data)
{
  Count *self = data;

  while (++self->n_run < self->n_wanted)
    hark_fiber_suspend ();
}

static double
switch_stacks (gpointer data)
{
  Count count = { 0, N_SWITCHES };
  HarkFiber *fiber = hark_fiber_new (HARK_STACK_SIZE, count_on, &count, NULL);
  gint64 start;

  start = bench_now ();
  while (hark_fiber_resume (fiber))
    ;
  start = bench_now () - start;
  BENCH_CHECK (count.n_run == N_SWITCHES);
  return (double) start / N_SWITCHES / 2;
}

static double
live_once (gpointer data)
{
  Count count = { 0, 0 };
  gint64 start = bench_now ();

  for (int i = 0; i < N_LIVES; i++)
    hark_fiber_resume (hark_fiber_new (HARK_STACK_SIZE, count_on, &count, NULL));
  start = bench_now () - start;
  BENCH_CHECK (count.n_run == N_LIVES);
  return (double) start / N_LIVES;
}

int
main (int    argc,
      char **argv)
{
  bench_init (argc, argv);
  bench_run ("hark.fiber.switch", "ns", BENCH_DEFAULT, switch_stacks, NULL);
  bench_run ("hark.fiber.make_run_end", "ns", BENCH_DEFAULT, live_once, NULL);
  return 0;
}
