/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bus from several threads at once. */

#include <stdatomic.h>

#include "board-private.h"
#include "object/seat/remote-private.h"

enum { N_THREADS = 3, N_MESSAGES = 400 };

typedef struct
{
  HarkBus    *bus;
  GObject    *context;
  guint       number;
  atomic_uint n_seen;
  guint       last[N_THREADS];  /* the loop: what came last of each thread */
} Storm;

static HarkMessage *
count (HarkMessage  *message,
       gpointer      context,
       gpointer      data,
       GError      **error)
{
  Storm *self = data;
  guint32 thread, i;

  g_variant_get (hark_message_get_payload (message), "(uu)", &thread, &i);
  g_assert_cmpuint (i, ==, self->last[thread] + 1);
  self->last[thread] = i;
  atomic_fetch_add (&self->n_seen, 1);
  return NULL;
}

typedef struct
{
  Storm *storm;
  guint  number;
} Part;

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);

  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

static void
rest (gpointer context,
      gpointer future)
{
  hark_future_resolve (future, NULL);
}

/* Waits until what is queued now has run. */
static void
drain (GObject *context)
{
  g_autoptr(HarkFuture) rested = hark_future_new (NULL);

  hark_post_func (context, rest, rested, NULL);
  g_assert_true (hark_future_await (rested, HARK_FOREVER, NULL, NULL));
}

static gpointer
publish_many (gpointer data)
{
  Part *part = data;

  for (guint i = 1; i <= N_MESSAGES; i++)
    {
      g_autoptr(HarkMessage) message =
        hark_message_new_full (i % 2 ? HARK_TOPICS ("a") : HARK_TOPICS ("b", "a"),
                               g_variant_new ("(uu)", part->number, i), HARK_MESSAGE_NORMAL, 0, NULL, NULL, NULL);

      g_assert_true (hark_bus_publish (part->storm->bus, message, NULL));
    }
  return NULL;
}

static void
test_each_threads_messages_keep_their_order (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("handler");
  g_autoptr(HarkBus) bus = hark_bus_new (loop);
  g_autoptr(GObject) context = G_OBJECT (workshop_echo_new (loop, NULL, NULL, NULL));
  Storm storm = { .bus = bus };
  Part parts[N_THREADS];
  GThread *threads[N_THREADS];

  hark_bus_subscribe (bus, HARK_TOPICS ("a", "b"), NULL, context, count, &storm, NULL, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      parts[i] = (Part) { &storm, i };
      threads[i] = g_thread_new ("publisher", publish_many, &parts[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_clear_object (&bus); /* what is queued is handled all the same */
  drain (context);
  g_clear_object (&context);
  stop (loop);
  g_assert_cmpuint (atomic_load (&storm.n_seen), ==, N_THREADS * N_MESSAGES);
}

static HarkMessage *
nothing (HarkMessage  *message,
         gpointer      context,
         gpointer      data,
         GError      **error)
{
  return NULL;
}

static void
count_destroyed (gpointer data)
{
  atomic_fetch_add ((atomic_uint *) data, 1);
}

/* Subscribes, publishes and removes, on few topics and patterns that all threads share. */
static gpointer
come_and_go (gpointer data)
{
  static const char *const topics[] = { "a", "b", "*", "1..4" };
  Storm *storm = ((Part *) data)->storm;

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      const char *const mine[] = { topics[i % 4], topics[(i / 3) % 4], NULL };
      g_autoptr(HarkMessage) message =
        hark_message_new_full (i % 2 ? HARK_TOPICS ("a", "3") : HARK_TOPICS ("b"), NULL,
                               (HarkMessagePriority) (i % 3), 0, NULL, NULL, NULL);
      g_autoptr(HarkConnection) handler = NULL;

      handler = hark_bus_subscribe (storm->bus, mine, NULL, storm->context, nothing, &storm->n_seen,
                                    count_destroyed, NULL);
      hark_connection_ref (handler);
      g_assert_true (hark_bus_publish (storm->bus, message, NULL));
      hark_connection_disconnect (handler);
    }
  return NULL;
}

static void
test_subscribing_and_removing_are_safe_from_any_thread (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("handler");
  g_autoptr(HarkBus) bus = hark_bus_new (loop);
  g_autoptr(GObject) context = G_OBJECT (workshop_echo_new (loop, NULL, NULL, NULL));
  Storm storm = { .bus = bus, .context = context };
  Part part = { &storm, 0 };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("member", come_and_go, &part);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_clear_object (&context);
  g_clear_object (&bus);
  stop (loop);
  g_assert_cmpuint (atomic_load (&storm.n_seen), ==, N_THREADS * N_MESSAGES);
}

static gpointer
emit_many (gpointer data)
{
  for (guint i = 0; i < N_MESSAGES; i++)
    workshop_producer_emit_produced (data, "chair", i);
  return NULL;
}

/* Whatever dies first. */
static void
test_bus_and_handlers_may_end_under_publishers (void)
{
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(HarkLoop) loop = hark_loop_new_thread ("handler");
      g_autoptr(HarkBus) bus = hark_bus_new (loop);
      g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
      g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (loop, NULL, NULL, NULL);
      GThread *threads[2];

      HARK_PUBLISH (bus, HARK_TOPICS ("made"), producer, workshop_producer_produced, NULL);
      HARK_SUBSCRIBE (bus, HARK_TOPICS ("made"), consumer, workshop_consumer_on_produced, NULL);
      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new ("publisher", emit_many, producer);
      if (round == 1)
        g_clear_object (&consumer);
      g_clear_object (&bus);
      for (guint i = 0; i < 2; i++)
        g_thread_join (threads[i]);
      g_clear_object (&consumer);
      g_clear_object (&producer);
      stop (loop);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rule/01/each-threads-messages-keep-their-order", test_each_threads_messages_keep_their_order);
  g_test_add_func ("/rule/14/subscribing-and-removing-are-safe-from-any-thread",
                   test_subscribing_and_removing_are_safe_from_any_thread);
  g_test_add_func ("/rule/14/bus-and-handlers-may-end-under-publishers",
                   test_bus_and_handlers_may_end_under_publishers);
  return g_test_run ();
}
