/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slots with a result, called and awaited in a task one by one, on the same thread and
 * on another; and, to compare, one without a result. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

enum
{
  N_SAME  = 200000,
  N_CROSS = 20000,
};

static void
note (BenchLedger *self,
      gint64       number)
{
  *(gint64 *) bench_ledger_get_data (self) += number;
}

static gint64
add (BenchLedger *self,
     gint64       number)
{
  return *(gint64 *) bench_ledger_get_data (self) += number;
}

static const BenchLedgerSlots ledger_slots = { .note = note, .add = add };

/* Without a result: queued, and run before the next is. */
static double
call_and_run (gpointer data)
{
  gint64 sum = 0, start;
  g_autoptr(HarkLoop) loop = hark_loop_new ("here");
  g_autoptr(BenchLedger) ledger = bench_ledger_new (loop, &ledger_slots, &sum, NULL);

  hark_loop_start (loop);
  start = bench_now ();
  for (gint64 i = 1; i <= N_SAME; i++)
    {
      bench_ledger_note (ledger, 1);
      while (sum < i)
        g_main_context_iteration (hark_loop_get_context (loop), FALSE);
    }
  return (double) (bench_now () - start) / N_SAME;
}

typedef struct
{
  BenchLedger *ledger;
  gint64       n;
} Questions;

static gpointer
ask (gpointer  data,
     GError  **error)
{
  Questions *self = data;
  gint64 sum;

  for (gint64 i = 1; i <= self->n; i++)
    BENCH_CHECK (bench_ledger_await_add (self->ledger, 1, HARK_FOREVER, NULL, &sum, error) && sum == i);
  return NULL;
}

/* @loop: of the slot. Returns: nanoseconds for one. */
static double
call_and_await (HarkLoop *loop,
                gint64    n)
{
  gint64 sum = 0, start;
  g_autoptr(BenchLedger) ledger = bench_ledger_new (loop, &ledger_slots, &sum, NULL);
  Questions questions = { ledger, n };

  start = bench_now ();
  hark_run (ask, &questions, NULL);
  return (double) (bench_now () - start) / n;
}

static double
await_here (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("here");

  hark_loop_start (loop);
  return call_and_await (loop, N_SAME);
}

static double
await_there (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("there");

  return call_and_await (loop, N_CROSS) / 1e3;
}

int
main (int    argc,
      char **argv)
{
  bench_init (argc, argv);
  bench_run ("hark.slot.call.same_thread", "ns", BENCH_DEFAULT, call_and_run, NULL);
  bench_run ("hark.slot.call_await.same_thread", "ns", BENCH_DEFAULT, await_here, NULL);
  bench_run ("hark.slot.call_await.cross_thread", "us", BENCH_THREADS, await_there, NULL);
  return 0;
}
