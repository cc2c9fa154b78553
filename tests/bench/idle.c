/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What idle loops cost: an iteration of a context that carries them, and the
 * memory of an object that lives on a loop of its own. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

enum
{
  N_LOOPS      = 100000,
  N_ITERATIONS = 200000,
};

static double
iterate (gpointer data)
{
  GMainContext *context = data;
  gint64 start = bench_now ();

  for (guint i = 0; i < N_ITERATIONS; i++)
    g_main_context_iteration (context, FALSE);
  return (double) (bench_now () - start) / N_ITERATIONS;
}

static void
on_fired (BenchSink  *self,
          gint64      number,
          const char *text)
{
  guint *n_seen = bench_sink_get_data (self);

  ++*n_seen;
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autofree BenchSink **sinks = g_new (BenchSink *, N_LOOPS);
  guint n_seen = 0;
  gsize heap;

  bench_init (argc, argv);
  g_main_context_push_thread_default (context);
  bench_run ("glib.iteration.empty", "ns", BENCH_DEFAULT, iterate, context);

  sinks[0] = bench_sink_new (NULL, &sink_slots, &n_seen, NULL);
  bench_sink_on_fired (sinks[0], 0, "hello-event");
  bench_run ("hark.iteration.1_idle_loop", "ns", BENCH_DEFAULT, iterate, context);

  /* Some at a time: a lane whose calls have waited for long remembers it, beside itself. */
  heap = bench_heap ();
  for (guint i = 1; i < N_LOOPS; i++)
    {
      sinks[i] = bench_sink_new (NULL, &sink_slots, &n_seen, NULL);
      BENCH_CHECK (bench_sink_on_fired (sinks[i], 0, "hello-event"));
      if (i % 64 == 0 || i == N_LOOPS - 1)
        while (n_seen <= i)
          g_main_context_iteration (context, FALSE);
    }
  bench_value ("hark.bytes_per_object_with_loop", "bytes", (double) (bench_heap () - heap) / (N_LOOPS - 1));
  bench_run ("hark.iteration.1e5_idle_loops", "ns", BENCH_DEFAULT, iterate, context);

  for (guint i = 0; i < N_LOOPS; i++)
    g_object_unref (sinks[i]);
  g_main_context_pop_thread_default (context);
  return 0;
}
