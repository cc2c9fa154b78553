/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Queued calls: within one thread, and from one or two threads into another. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

typedef struct
{
  gint64 n_events;
  gint64 batch;      /* of the same thread */
  guint  n_threads;  /* that emit; 0: the same thread */
} Case;

typedef struct
{
  gint64      n_seen;
  gint64      n_wanted;
  gint64      sum;
  HarkFuture *all;  /* resolved with the last one */
} Seen;

static void
on_fired (BenchSink  *self,
          gint64      number,
          const char *text)
{
  Seen *seen = bench_sink_get_data (self);

  seen->sum += number + text[0];
  if (++seen->n_seen == seen->n_wanted)
    hark_future_resolve (seen->all, NULL);
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

static gint64
sum_of (gint64 n)
{
  return n * (n - 1) / 2 + n * 'h';
}

static double
same_thread (gpointer data)
{
  const Case *self = data;
  Seen seen = { 0, 0, 0, NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  g_autoptr(BenchSource) source = bench_source_new (loop, NULL, NULL, NULL);
  g_autoptr(BenchSink) sink = bench_sink_new (loop, &sink_slots, &seen, NULL);
  GMainContext *context = hark_loop_get_context (loop);
  gint64 start;

  HARK_CONNECT (source, bench_source_fired, sink, bench_sink_on_fired);
  hark_loop_start (loop);
  g_main_context_acquire (context);
  start = bench_now ();
  for (gint64 n = 0; n < self->n_events; n += self->batch)
    {
      for (gint64 i = 0; i < self->batch; i++)
        bench_source_emit_fired (source, n + i, "hello-event");
      while (seen.n_seen < n + self->batch)
        g_main_context_iteration (context, FALSE);
    }
  start = bench_now () - start;
  g_main_context_release (context);
  BENCH_CHECK (seen.sum == sum_of (self->n_events));
  return self->n_events / (start / 1e9);
}

typedef struct
{
  BenchSource *source;
  gint64       n_events;
  int         *go;
} Producer;

static gpointer
produce (gpointer data)
{
  const Producer *self = data;

  while (!g_atomic_int_get (self->go))
    g_thread_yield ();
  for (gint64 i = 0; i < self->n_events; i++)
    bench_source_emit_fired (self->source, i, "hello-event");
  return NULL;
}

static double
cross_thread (gpointer data)
{
  const Case *self = data;
  gint64 n_each = self->n_events / self->n_threads;
  g_autoptr(HarkFuture) all = hark_future_new (NULL);
  Seen seen = { 0, self->n_events, 0, all };
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("bench");
  g_autoptr(BenchSink) sink = bench_sink_new (loop, &sink_slots, &seen, NULL);
  BenchSource *sources[2] = { NULL, NULL };
  Producer producers[2];
  GThread *threads[2];
  int go = FALSE;
  gint64 start;

  for (guint i = 0; i < self->n_threads; i++)
    {
      sources[i] = bench_source_new (loop, NULL, NULL, NULL);
      HARK_CONNECT (sources[i], bench_source_fired, sink, bench_sink_on_fired);
      producers[i] = (Producer) { sources[i], n_each, &go };
      threads[i] = g_thread_new ("producer", produce, &producers[i]);
    }
  start = bench_now ();
  g_atomic_int_set (&go, TRUE);
  for (guint i = 0; i < self->n_threads; i++)
    g_thread_join (threads[i]);
  hark_future_await (all, HARK_FOREVER, NULL, NULL);
  start = bench_now () - start;

  BENCH_CHECK (seen.n_seen == self->n_events && seen.sum == self->n_threads * sum_of (n_each));
  for (guint i = 0; i < self->n_threads; i++)
    g_object_unref (sources[i]);
  return self->n_events / (start / 1e9);
}

int
main (int    argc,
      char **argv)
{
  Case batch1 = { 300000, 1, 0 };
  Case batch1000 = { 3000000, 1000, 0 };
  Case batch1e6 = { 3000000, 1000000, 0 };
  Case one_producer = { 2000000, 0, 1 };
  Case two_producers = { 2000000, 0, 2 };

  bench_init (argc, argv);
  bench_run ("hark.same_thread.queued.batch1", "events/s", BENCH_RATE, same_thread, &batch1);
  bench_run ("hark.same_thread.queued.batch1000", "events/s", BENCH_RATE, same_thread, &batch1000);
  bench_run ("hark.same_thread.queued.batch1e6", "events/s", BENCH_RATE, same_thread, &batch1e6);
  bench_run ("hark.cross_thread.queued.1p", "events/s", BENCH_RATE | BENCH_THREADS, cross_thread, &one_producer);
  bench_run ("hark.cross_thread.queued.2p", "events/s", BENCH_RATE | BENCH_THREADS, cross_thread, &two_producers);
  return 0;
}
