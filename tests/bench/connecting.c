/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connecting and disconnecting: one at a time, and very many on one object; and
 * what a connection, and a queued call, weigh. */

#include <hark/hark.h>

#include "bench.h"
#include "events.h"

enum
{
  N_PAIRS  = 200000,
  N_QUEUED = 1000000,
};

typedef struct
{
  BenchSource     *source;
  BenchSink       *sink;
  HarkConnection **connections;
  guint            n;
  gint64           sum;
} Case;

static void
on_fired (BenchSink  *self,
          gint64      number,
          const char *text)
{
  Case *bench = bench_sink_get_data (self);

  bench->sum += number + text[0];
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

static void
begin (Case     *self,
       HarkLoop *loop,
       guint     n)
{
  self->source = bench_source_new (loop, NULL, NULL, NULL);
  self->sink = bench_sink_new (loop, &sink_slots, self, NULL);
  self->connections = g_new (HarkConnection *, n);
  self->n = n;
  self->sum = 0;
}

static void
end (Case     *self,
     HarkLoop *loop)
{
  g_clear_object (&self->source);
  g_clear_object (&self->sink);
  hark_loop_run_until_idle (loop);
  g_free (self->connections);
}

static HarkConnection *
connect (Case *self)
{
  return HARK_CONNECT (self->source, bench_source_fired, self->sink, bench_sink_on_fired);
}

/* All of them, by turns from wherever. */
static void
shuffle (Case *self)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);

  for (guint i = self->n - 1; i > 0; i--)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);
      HarkConnection *connection = self->connections[i];

      self->connections[i] = self->connections[j];
      self->connections[j] = connection;
    }
}

static double
pair (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  Case self;
  gint64 start;

  begin (&self, loop, 1);
  start = bench_now ();
  for (guint i = 0; i < N_PAIRS; i++)
    hark_connection_disconnect (connect (&self));
  hark_loop_run_until_idle (loop);
  start = bench_now () - start;

  bench_source_emit_fired (self.source, 0, "hello-event");
  hark_loop_run_until_idle (loop);
  BENCH_CHECK (self.sum == 0);
  end (&self, loop);
  return (double) start / N_PAIRS;
}

/* The same of a connection that has carried a call. */
static double
used_pair (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  Case self;
  gint64 start;

  begin (&self, loop, 1);
  start = bench_now ();
  for (guint i = 0; i < N_PAIRS; i++)
    {
      HarkConnection *connection = connect (&self);

      bench_source_emit_fired (self.source, 1, "hello-event");
      if (i % 1024 == 0)
        hark_loop_run_until_idle (loop);
      hark_connection_disconnect (connection);
    }
  hark_loop_run_until_idle (loop);
  start = bench_now () - start;
  BENCH_CHECK (self.sum == (N_PAIRS + 1023) / 1024 * (1 + 'h'));
  end (&self, loop);
  return (double) start / N_PAIRS;
}

static double
connect_many (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  Case self;
  gint64 start;

  begin (&self, loop, GPOINTER_TO_UINT (data));
  start = bench_now ();
  for (guint i = 0; i < self.n; i++)
    self.connections[i] = connect (&self);
  start = bench_now () - start;

  bench_source_emit_fired (self.source, 1, "hello-event");
  hark_loop_run_until_idle (loop);
  BENCH_CHECK (self.sum == self.n * (gint64) (1 + 'h'));
  end (&self, loop);
  return (double) start / GPOINTER_TO_UINT (data);
}

static double
disconnect_random (gpointer data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  Case self;
  gint64 start;

  begin (&self, loop, GPOINTER_TO_UINT (data));
  for (guint i = 0; i < self.n; i++)
    self.connections[i] = connect (&self);
  shuffle (&self);
  start = bench_now ();
  for (guint i = 0; i < self.n; i++)
    hark_connection_disconnect (self.connections[i]);
  start = bench_now () - start;

  bench_source_emit_fired (self.source, 1, "hello-event");
  hark_loop_run_until_idle (loop);
  BENCH_CHECK (self.sum == 0);
  end (&self, loop);
  return (double) start / GPOINTER_TO_UINT (data);
}

static void
weigh (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("bench");
  gsize heap;
  Case self;

  if (!bench_wants ("hark.bytes_per_connection", BENCH_DEFAULT)
      && !bench_wants ("hark.bytes_per_queued_event", BENCH_DEFAULT))
    return;

  begin (&self, loop, 100000);
  heap = bench_heap ();
  for (guint i = 0; i < self.n; i++)
    self.connections[i] = connect (&self);
  bench_value ("hark.bytes_per_connection", "bytes", (double) (bench_heap () - heap) / self.n);
  end (&self, loop);

  begin (&self, loop, 1);
  connect (&self);
  heap = bench_heap ();
  for (guint i = 0; i < N_QUEUED; i++)
    bench_source_emit_fired (self.source, i, "hello-event");
  bench_value ("hark.bytes_per_queued_event", "bytes", (double) (bench_heap () - heap) / N_QUEUED);
  hark_loop_run_until_idle (loop);
  BENCH_CHECK (self.sum == N_QUEUED * (gint64) (N_QUEUED - 1) / 2 + N_QUEUED * (gint64) 'h');
  end (&self, loop);
}

int
main (int    argc,
      char **argv)
{
  bench_init (argc, argv);
  bench_run ("hark.connect_disconnect", "ns", BENCH_DEFAULT, pair, NULL);
  bench_run ("hark.connect_emit_disconnect", "ns", BENCH_DEFAULT, used_pair, NULL);
  bench_run ("hark.connect.1e4_on_one_object", "ns", BENCH_DEFAULT, connect_many, GUINT_TO_POINTER (10000));
  bench_run ("hark.connect.1e5_on_one_object", "ns", BENCH_DEFAULT, connect_many, GUINT_TO_POINTER (100000));
  bench_run ("hark.disconnect_random.1e4", "ns", BENCH_DEFAULT, disconnect_random, GUINT_TO_POINTER (10000));
  bench_run ("hark.disconnect_random.1e5", "ns", BENCH_DEFAULT, disconnect_random, GUINT_TO_POINTER (100000));
  weigh ();
  return 0;
}
