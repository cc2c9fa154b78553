/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages on a bus: to handlers of the same thread, past many topics and patterns, to a pool of threads, there and
 * back, and through a queue; the last two beside what GLib has for that. */

#include <hark/hark.h>
#include <stdatomic.h>

#include "bench.h"
#include "events.h"

enum
{
  N_MESSAGES = 1000000,
  BATCH      = 1000,
  N_TOPICS   = 100000,
  N_PATTERNS = 1000,
  N_ASKED    = 200000,
  N_JOBS     = 200000,
  N_THREADS  = 2,
  N_ITEMS    = 200000,
};

typedef struct
{
  HarkLoop *loop;
  HarkBus  *bus;
  GObject  *context;
} Board;

static void
board_init (Board *self)
{
  self->loop = hark_loop_new ("bench");
  self->bus = hark_bus_new (self->loop);
  self->context = g_object_new (BENCH_TYPE_LEDGER, "loop", self->loop, NULL);
  hark_loop_start (self->loop);
}

static void
board_clear (Board *self)
{
  g_object_unref (self->context);
  g_object_unref (self->bus);
  hark_loop_run_until_idle (self->loop);
  g_object_unref (self->loop);
}

/* --- to handlers of the same thread --- */

typedef struct
{
  guint    n_handlers;
  gboolean is_made;  /* a new message each time */
} Case;

static HarkMessage *
count (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  ++*(guint64 *) data;
  return NULL;
}

static double
publish (gpointer data)
{
  const Case *self = data;
  guint64 n_seen = 0;
  HarkMessage *message = hark_message_new ("topic", g_variant_new_uint32 (1), NULL);
  gint64 start;
  Board board;

  board_init (&board);
  for (guint i = 0; i < self->n_handlers; i++)
    hark_bus_subscribe (board.bus, HARK_TOPICS ("topic"), NULL, board.context, count, &n_seen, NULL, NULL);
  start = bench_now ();
  for (guint n = 0; n < N_MESSAGES / self->n_handlers; n += BATCH)
    {
      for (guint i = 0; i < BATCH; i++)
        {
          HarkMessage *made = self->is_made ? hark_message_new ("topic", g_variant_new_uint32 (i), NULL) : message;

          hark_bus_publish (board.bus, made, NULL);
          if (self->is_made)
            hark_message_unref (made);
        }
      hark_loop_run_until_idle (board.loop);
    }
  start = bench_now () - start;
  BENCH_CHECK (n_seen >= N_MESSAGES && n_seen < N_MESSAGES + BATCH * self->n_handlers && n_seen % self->n_handlers == 0);
  hark_message_unref (message);
  board_clear (&board);
  return n_seen / (start / 1e9);
}

static void
on_fired (BenchSink *self, gint64 number, const char *text)
{
  gint64 *sum = bench_sink_get_data (self);

  *sum += number + text[0];
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

static double
publish_typed (gpointer data)
{
  gint64 sum = 0, start;
  BenchSource *source;
  BenchSink *sink;
  Board board;

  board_init (&board);
  source = bench_source_new (board.loop, NULL, NULL, NULL);
  sink = bench_sink_new (board.loop, &sink_slots, &sum, NULL);
  HARK_PUBLISH (board.bus, HARK_TOPICS ("topic"), source, bench_source_fired, NULL);
  HARK_SUBSCRIBE (board.bus, HARK_TOPICS ("topic"), sink, bench_sink_on_fired, NULL);
  start = bench_now ();
  for (guint n = 0; n < N_MESSAGES; n += BATCH)
    {
      for (guint i = 0; i < BATCH; i++)
        bench_source_emit_fired (source, n + i, "hello-event");
      hark_loop_run_until_idle (board.loop);
    }
  start = bench_now () - start;
  BENCH_CHECK (sum == (gint64) N_MESSAGES * (N_MESSAGES - 1) / 2 + (gint64) N_MESSAGES * 'h');
  g_object_unref (source);
  g_object_unref (sink);
  board_clear (&board);
  return N_MESSAGES / (start / 1e9);
}

/* --- past many topics and patterns --- */

static double
match (gpointer data)
{
  guint64 n_seen = 0;
  HarkMessage *messages[BATCH];
  gint64 start;
  Board board;

  board_init (&board);
  for (guint i = 0; i < N_TOPICS; i++)
    {
      g_autofree char *topic = g_strdup_printf ("device/%u/state/%u", i % N_PATTERNS, i);

      hark_bus_subscribe (board.bus, HARK_TOPICS (topic), NULL, board.context, count, &n_seen, NULL, NULL);
    }
  for (guint i = 0; i < N_PATTERNS; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("device/%u/*/%u..%u", i, i, i + 1);

      hark_bus_subscribe (board.bus, HARK_TOPICS (pattern), NULL, board.context, count, &n_seen, NULL, NULL);
    }
  for (guint i = 0; i < BATCH; i++)
    {
      g_autofree char *topic = g_strdup_printf ("device/%u/state/%u", i, i + N_PATTERNS);

      messages[i] = hark_message_new (topic, NULL, NULL);
    }
  start = bench_now ();
  for (guint n = 0; n < N_MESSAGES; n += BATCH)
    {
      for (guint i = 0; i < BATCH; i++)
        hark_bus_publish (board.bus, messages[i], NULL);
      hark_loop_run_until_idle (board.loop);
    }
  start = bench_now () - start;
  BENCH_CHECK (n_seen == N_MESSAGES);
  for (guint i = 0; i < BATCH; i++)
    hark_message_unref (messages[i]);
  board_clear (&board);
  return (double) start / N_MESSAGES;
}

/* --- there and back --- */

static HarkMessage *
answer (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_message_ref (data);
}

static double
request (gpointer data)
{
  HarkMessage *reply = hark_message_new ("reply", NULL, NULL);
  HarkFuture *futures[BATCH];
  guint64 n_answers = 0;
  gint64 start;
  Board board;

  board_init (&board);
  hark_bus_subscribe (board.bus, HARK_TOPICS ("ask"), NULL, board.context, answer, reply, NULL, NULL);
  start = bench_now ();
  for (guint n = 0; n < N_ASKED; n += BATCH)
    {
      for (guint i = 0; i < BATCH; i++)
        {
          HarkMessage *message = hark_message_new ("ask", NULL, NULL);

          futures[i] = hark_bus_request (board.bus, message, NULL, 1, HARK_FOREVER);
          hark_message_unref (message);
        }
      hark_loop_run_until_idle (board.loop);
      for (guint i = 0; i < BATCH; i++)
        {
          GPtrArray *answers = hark_bus_finish_request (futures[i], NULL, NULL);

          n_answers += answers->len;
          g_ptr_array_unref (answers);
          hark_future_unref (futures[i]);
        }
    }
  start = bench_now () - start;
  BENCH_CHECK (n_answers == N_ASKED);
  hark_message_unref (reply);
  board_clear (&board);
  return (double) start / N_ASKED;
}

/* --- a pool of threads --- */

typedef struct
{
  atomic_uint n_done;
  guint       n_wanted;
  HarkFuture *all;
} Work;

static void
work_init (Work *self, guint n_wanted)
{
  atomic_init (&self->n_done, 0);
  self->n_wanted = n_wanted;
  self->all = hark_future_new (NULL);
}

static void
work_on (Work *self)
{
  if (atomic_fetch_add (&self->n_done, 1) + 1 == self->n_wanted)
    hark_future_resolve (self->all, NULL);
}

static double
work_rate (Work *self, gint64 start)
{
  hark_future_await (self->all, HARK_FOREVER, NULL, NULL);
  start = bench_now () - start;
  BENCH_CHECK (atomic_load (&self->n_done) == self->n_wanted);
  hark_future_unref (self->all);
  return self->n_wanted / (start / 1e9);
}

static HarkMessage *
handle_on_pool (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  work_on (data);
  return NULL;
}

static double
on_pool (gpointer data)
{
  HarkThreadPool *pool = hark_thread_pool_new (N_THREADS);
  HarkMessage *message = hark_message_new ("job", NULL, NULL);
  double rate;
  gint64 start;
  Board board;
  Work work;

  board_init (&board);
  work_init (&work, N_JOBS);
  hark_bus_subscribe_pool (board.bus, HARK_TOPICS ("job"), NULL, pool, board.context, handle_on_pool, &work, NULL, NULL);
  start = bench_now ();
  for (guint i = 0; i < N_JOBS; i++)
    hark_bus_publish (board.bus, message, NULL);
  rate = work_rate (&work, start);
  hark_message_unref (message);
  hark_thread_pool_unref (pool);
  board_clear (&board);
  return rate;
}

static void
handle_alone (gpointer item, gpointer data)
{
  work_on (data);
}

static double
on_glib_pool (gpointer data)
{
  GThreadPool *pool;
  double rate;
  gint64 start;
  Work work;

  work_init (&work, N_JOBS);
  pool = g_thread_pool_new (handle_alone, &work, N_THREADS, FALSE, NULL);
  start = bench_now ();
  for (guint i = 0; i < N_JOBS; i++)
    g_thread_pool_push (pool, &work, NULL);
  rate = work_rate (&work, start);
  g_thread_pool_free (pool, FALSE, TRUE);
  return rate;
}

/* --- a queue with readers of both kinds --- */

typedef struct
{
  HarkMessageQueue *queue;
  Work              work;
} Store;

static gpointer
read_blocking (gpointer data)
{
  Store *self = data;
  HarkMessage *message;

  while ((message = hark_message_queue_get (self->queue, HARK_FOREVER, NULL, NULL)) != NULL)
    {
      hark_message_unref (message);
      work_on (&self->work);
    }
  return NULL;
}

static gpointer
read_awaiting (gpointer data, GError **error)
{
  return read_blocking (data);
}

typedef struct
{
  HarkBus     *bus;
  HarkMessage *message;
} Producer;

static gpointer
produce (gpointer data)
{
  const Producer *self = data;

  for (guint i = 0; i < N_ITEMS; i++)
    hark_bus_publish (self->bus, self->message, NULL);
  return NULL;
}

static double
mixed (gpointer data)
{
  HarkMessage *message = hark_message_new ("item", NULL, NULL);
  GThread *readers[2], *producer;
  HarkTask *tasks[2];
  double rate;
  gint64 start;
  Board board;
  Store store;

  board_init (&board);
  work_init (&store.work, N_ITEMS);
  store.queue = hark_bus_subscribe_queue (board.bus, HARK_TOPICS ("item"), NULL, 0, HARK_QUEUE_GROW, NULL);
  for (guint i = 0; i < 2; i++)
    {
      readers[i] = g_thread_new ("reader", read_blocking, &store);
      tasks[i] = hark_task_spawn (read_awaiting, &store, NULL);
    }
  start = bench_now ();
  producer = g_thread_new ("producer", produce, &(Producer) { board.bus, message });
  rate = work_rate (&store.work, start);
  g_thread_join (producer);
  hark_message_queue_close (store.queue);
  for (guint i = 0; i < 2; i++)
    {
      hark_task_await (tasks[i], NULL);
      hark_task_unref (tasks[i]);
      g_thread_join (readers[i]);
    }
  hark_message_queue_unref (store.queue);
  hark_message_unref (message);
  board_clear (&board);
  return rate;
}

typedef struct
{
  GAsyncQueue *queue;
  Work         work;
} Line;

static gpointer
pop (gpointer data)
{
  Line *self = data;

  while (g_async_queue_pop (self->queue) != self)
    work_on (&self->work);
  return NULL;
}

static gpointer
push (gpointer data)
{
  Line *self = data;

  for (guint i = 0; i < N_ITEMS; i++)
    g_async_queue_push (self->queue, &self->work);
  return NULL;
}

static double
four_blocking (gpointer data)
{
  Line line = { .queue = g_async_queue_new () };
  GThread *readers[4], *producer;
  double rate;
  gint64 start;

  work_init (&line.work, N_ITEMS);
  for (guint i = 0; i < 4; i++)
    readers[i] = g_thread_new ("reader", pop, &line);
  start = bench_now ();
  producer = g_thread_new ("producer", push, &line);
  rate = work_rate (&line.work, start);
  g_thread_join (producer);
  for (guint i = 0; i < 4; i++)
    g_async_queue_push (line.queue, &line);
  for (guint i = 0; i < 4; i++)
    g_thread_join (readers[i]);
  g_async_queue_unref (line.queue);
  return rate;
}

int
main (int    argc,
      char **argv)
{
  Case one = { 1, FALSE };
  Case eight = { 8, FALSE };
  Case made = { 1, TRUE };

  bench_init (argc, argv);
  bench_run ("hark.bus.publish.1h", "deliveries/s", BENCH_RATE, publish, &one);
  bench_run ("hark.bus.publish.8h", "deliveries/s", BENCH_RATE, publish, &eight);
  bench_run ("hark.bus.publish.made", "deliveries/s", BENCH_RATE, publish, &made);
  bench_run ("hark.bus.publish.typed", "events/s", BENCH_RATE, publish_typed, NULL);
  bench_run ("hark.bus.match.1e5", "ns", BENCH_DEFAULT, match, NULL);
  bench_run ("hark.bus.request", "ns", BENCH_DEFAULT, request, NULL);
  bench_run ("hark.bus.pool", "messages/s", BENCH_RATE | BENCH_THREADS, on_pool, NULL);
  bench_run ("glib.pool", "messages/s", BENCH_RATE | BENCH_THREADS, on_glib_pool, NULL);
  bench_run ("hark.queue.mixed", "messages/s", BENCH_RATE | BENCH_THREADS, mixed, NULL);
  bench_run ("glib.async_queue.4_blocking", "messages/s", BENCH_RATE | BENCH_THREADS, four_blocking, NULL);
  return 0;
}
