/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An emission that runs inside the emitting thread. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

enum
{
  N_EMISSIONS = 2000000,
};

typedef struct
{
  BenchSource *source;
  GObject     *contexts[3];
  guint        n_listeners;
} Case;

static gint64 sum;

static void
on_fired (GObject    *context,
          gint64      number,
          const char *text)
{
  sum += number + text[0];
}

static double
emit (gpointer data)
{
  Case *self = data;
  gint64 start;

  sum = 0;
  start = bench_now ();
  for (gint64 i = 0; i < N_EMISSIONS; i++)
    bench_source_emit_fired (self->source, i, "hello-event");
  start = bench_now () - start;
  BENCH_CHECK (sum == self->n_listeners * (N_EMISSIONS * (gint64) (N_EMISSIONS - 1) / 2
                                           + N_EMISSIONS * (gint64) 'h'));
  return (double) start / N_EMISSIONS;
}

int
main (int    argc,
      char **argv)
{
  Case self = { bench_source_new (NULL, NULL, NULL, NULL), { NULL }, 0 };

  bench_init (argc, argv);
  bench_run ("hark.emit.0h", "ns", BENCH_DEFAULT, emit, &self);
  for (guint i = 0; i < G_N_ELEMENTS (self.contexts); i++)
    {
      self.contexts[i] = G_OBJECT (bench_sink_new (NULL, NULL, NULL, NULL));
      HARK_CONNECT_DIRECT (self.source, bench_source_fired, self.contexts[i], on_fired);
      self.n_listeners++;
      if (i != 1)
        bench_run (i == 0 ? "hark.emit.direct.1h" : "hark.emit.direct.3h", "ns", BENCH_DEFAULT, emit, &self);
    }

  for (guint i = 0; i < G_N_ELEMENTS (self.contexts); i++)
    g_object_unref (self.contexts[i]);
  g_object_unref (self.source);
  return 0;
}
