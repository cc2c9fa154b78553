/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that lead to calls: to eight receivers, round a ring of a million, and
 * there and back between two threads. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

enum
{
  N_RECEIVERS  = 8,
  N_EMISSIONS  = 200000,
  BATCH        = 1000,
  N_NODES      = 1000000,
  N_ROUNDTRIPS = 20000,
};

typedef struct
{
  gint64 n_seen;
  gint64 sum;
} Seen;

static void
on_fired (BenchSink  *self,
          gint64      number,
          const char *text)
{
  Seen *seen = bench_sink_get_data (self);

  seen->n_seen++;
  seen->sum += number + text[0];
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

static double
fan_out (gpointer data)
{
  GMainContext *context = data;
  g_autoptr(BenchSource) source = bench_source_new (NULL, NULL, NULL, NULL);
  BenchSink *sinks[N_RECEIVERS];
  Seen seen[N_RECEIVERS] = { 0 };
  gint64 start;

  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      sinks[i] = bench_sink_new (NULL, &sink_slots, &seen[i], NULL);
      HARK_CONNECT (source, bench_source_fired, sinks[i], bench_sink_on_fired);
    }
  start = bench_now ();
  for (gint64 n = 0; n < N_EMISSIONS; n += BATCH)
    {
      for (gint64 i = 0; i < BATCH; i++)
        bench_source_emit_fired (source, n + i, "hello-event");
      while (seen[N_RECEIVERS - 1].n_seen < n + BATCH)
        g_main_context_iteration (context, FALSE);
    }
  start = bench_now () - start;

  for (guint i = 0; i < N_RECEIVERS; i++)
    {
      BENCH_CHECK (seen[i].n_seen == N_EMISSIONS
                   && seen[i].sum == N_EMISSIONS * (gint64) (N_EMISSIONS - 1) / 2 + N_EMISSIONS * (gint64) 'h');
      g_object_unref (sinks[i]);
    }
  return N_EMISSIONS * (double) N_RECEIVERS / (start / 1e9);
}

/* --- the ring --- */

static void
on_passed (BenchNode  *self,
           gint64      number,
           const char *text)
{
  gint64 *n_left = bench_node_get_data (self);

  BENCH_CHECK (number == *n_left);
  if (--*n_left > 0)
    bench_node_emit_passed (self, *n_left, text);
}

static const BenchNodeSlots node_slots = { .on_passed = on_passed };

typedef struct
{
  GMainContext *context;
  BenchNode   **nodes;
  gint64        n_left;
} Ring;

static double
go_round (gpointer data)
{
  Ring *self = data;
  gint64 start = bench_now ();

  self->n_left = N_NODES;
  bench_node_emit_passed (self->nodes[0], self->n_left, "hello-event");
  while (self->n_left > 0)
    g_main_context_iteration (self->context, FALSE);
  return (double) (bench_now () - start) / N_NODES;
}

static void
ring (GMainContext *context)
{
  Ring self = { context, NULL, 0 };

  if (!bench_wants ("hark.ring.1e6", BENCH_DEFAULT))
    return;
  self.nodes = g_new (BenchNode *, N_NODES);
  for (guint i = 0; i < N_NODES; i++)
    self.nodes[i] = bench_node_new (NULL, &node_slots, &self.n_left, NULL);
  for (guint i = 0; i < N_NODES; i++)
    HARK_CONNECT (self.nodes[i], bench_node_passed, self.nodes[(i + 1) % N_NODES], bench_node_on_passed);
  bench_run ("hark.ring.1e6", "ns", BENCH_DEFAULT, go_round, &self);
  for (guint i = 0; i < N_NODES; i++)
    g_object_unref (self.nodes[i]);
  g_free (self.nodes);
}

/* --- two threads --- */

static void
on_ping (BenchNode  *self,
         gint64      number,
         const char *text)
{
  bench_node_emit_passed (self, number, text);
}

static const BenchNodeSlots echo_slots = { .on_passed = on_ping };

/* @data: how long both look for a call before they sleep, in microseconds. */
static double
round_trip (gpointer data)
{
  gint64 spin = GPOINTER_TO_INT (data), n_left = N_ROUNDTRIPS, start;
  g_autoptr(HarkLoop) here = hark_loop_new ("here");
  g_autoptr(HarkLoop) there = hark_loop_new_thread ("there");
  g_autoptr(BenchNode) ping = bench_node_new (here, &node_slots, &n_left, NULL);
  g_autoptr(BenchNode) echo = bench_node_new (there, &echo_slots, NULL, NULL);

  hark_loop_set_spin (here, spin);
  hark_loop_set_spin (there, spin);
  HARK_CONNECT (ping, bench_node_passed, echo, bench_node_on_passed);
  HARK_CONNECT (echo, bench_node_passed, ping, bench_node_on_passed);
  hark_loop_start (here);
  start = bench_now ();
  bench_node_emit_passed (ping, n_left, "hello-event");
  while (n_left > 0)
    g_main_context_iteration (hark_loop_get_context (here), TRUE);
  return (double) (bench_now () - start) / 1e3 / N_ROUNDTRIPS;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  bench_init (argc, argv);
  g_main_context_push_thread_default (context);
  bench_run ("hark.fanout.queued.8", "deliveries/s", BENCH_RATE, fan_out, context);
  ring (context);
  bench_run ("hark.rtt.two_threads", "us", BENCH_THREADS, round_trip, GINT_TO_POINTER (0));
  bench_run ("hark.rtt.two_threads.spinning", "us", BENCH_THREADS, round_trip, GINT_TO_POINTER (50));
  g_main_context_pop_thread_default (context);
  return 0;
}
