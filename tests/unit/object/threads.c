/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything from every thread, a bounded number of times: rule 14. What is
 * counted is exact; what is not is for the sanitizers. */

#include <stdatomic.h>

#include "workshop.h"

#include <hark/hark.h>

enum
{
  N_THREADS = 4,
  N_ROUNDS  = 5000,
};

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* --- emitting and calling --- */

typedef struct
{
  guint64 next[N_THREADS];
  guint   n_received;
} Received;

static void
receive (WorkshopConsumer *self,
         const char       *product,
         guint64           serial)
{
  Received *received = workshop_consumer_get_data (self);
  guint thread = product[0] - '0';

  g_assert_cmpuint (received->next[thread], ==, serial);
  received->next[thread]++;
  received->n_received++;
}

static const WorkshopConsumerSlots receiving = { .on_produced = receive };

typedef struct
{
  guint             number;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Sender;

static gpointer
send (gpointer data)
{
  const Sender *self = data;
  const char name[] = { '0' + self->number, '\0' };

  for (guint i = 0; i < N_ROUNDS; i++)
    if (i % 2 == 0)
      workshop_producer_emit_produced (self->producer, name, i);
    else
      g_assert_true (workshop_consumer_on_produced (self->consumer, name, i));
  return NULL;
}

static void
run_senders (HarkLoop *loop)
{
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  Received received = { 0 };
  WorkshopConsumer *consumer = workshop_consumer_new (loop, &receiving, &received, NULL);
  g_autoptr(HarkFuture) emptied = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  Sender senders[N_THREADS];
  GThread *threads[N_THREADS];

  HARK_CONNECT (producer, workshop_producer_produced, consumer, workshop_consumer_on_produced);
  for (guint i = 0; i < N_THREADS; i++)
    {
      senders[i] = (Sender) { i, producer, consumer };
      threads[i] = g_thread_new ("sender", send, &senders[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  /* The object goes before its loop does, and behind all that was sent. */
  emptied = workshop_consumer_call_on_failing (consumer, "", 0);
  hark_future_await (emptied, HARK_FOREVER, NULL, NULL);
  g_object_unref (consumer);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));

  g_assert_cmpuint (received.n_received, ==, N_THREADS * N_ROUNDS);
  for (guint i = 0; i < N_THREADS; i++)
    g_assert_cmpuint (received.next[i], ==, N_ROUNDS);
  g_assert_cmpuint (hark_loop_get_n_run (loop), ==, N_THREADS * N_ROUNDS + 1);
  g_assert_cmpuint (hark_loop_get_n_discarded (loop), ==, 0);
}

static void
test_each_thread_keeps_its_order (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("here");

  hark_loop_start (loop);
  run_senders (loop);
}

static void
test_each_thread_keeps_its_order_on_a_thread (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("there");

  run_senders (loop);
}

/* --- connecting, disconnecting and ending meanwhile --- */

typedef struct
{
  WorkshopProducer *producer;
  HarkLoop         *loops[2];
  atomic_uint       n_connected;
  atomic_uint       n_destroyed;
  atomic_uint       n_called;
  atomic_uint       n_contents;
  atomic_uint       n_freed;
  atomic_bool       is_over;
} Fray;

static void
count_call (Fray       *fray,
            const char *product,
            guint64     serial)
{
  atomic_fetch_add (&fray->n_called, 1);
}

static void
count_destroyed (gpointer data)
{
  atomic_fetch_add (&((Fray *) data)->n_destroyed, 1);
}

static void
count_freed (gpointer data)
{
  atomic_fetch_add (&((Fray *) data)->n_freed, 1);
}

static gpointer
emit_in_fray (gpointer data)
{
  Fray *fray = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      GBytes *content = g_bytes_new_with_free_func ("", 0, count_freed, fray);

      atomic_fetch_add (&fray->n_contents, 1);
      workshop_producer_emit_packed (fray->producer, content);
      g_bytes_unref (content);
      workshop_producer_emit_produced (fray->producer, "a", i);
      workshop_producer_emit_paused (fray->producer);
    }
  return NULL;
}

static void
ignore_content (WorkshopConsumer *self,
                GBytes           *content)
{
}

static const WorkshopConsumerSlots ignoring = { .on_packed = ignore_content };

static gpointer
connect_in_fray (gpointer data)
{
  Fray *fray = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      WorkshopConsumer *consumer = workshop_consumer_new (fray->loops[i % 2], &ignoring, NULL, NULL);
      HarkConnection *connection =
        HARK_CONNECT_DATA (fray->producer, workshop_producer_produced, consumer,
                           count_call, fray, count_destroyed);

      /* Only this thread ends it. */
      atomic_fetch_add (&fray->n_connected, 1);
      g_assert_nonnull (connection);
      hark_connection_ref (connection);
      HARK_CONNECT (fray->producer, workshop_producer_packed, consumer, workshop_consumer_on_packed);
      HARK_CONNECT (fray->producer, workshop_producer_paused, consumer, workshop_consumer_on_paused);
      switch (i % 5)
        {
        case 0:
          hark_connection_disconnect (connection);
          break;
        case 1:
          hark_connection_disconnect_sync (connection, NULL);
          break;
        case 2:
          hark_future_unref (hark_connection_disconnect_drain (connection));
          break;
        case 3:
          hark_future_unref (workshop_producer_next_paused (fray->producer));
          break;
        default:
          break;
        }
      g_object_unref (consumer); /* dropped here, closed there */
      hark_connection_unref (connection);
    }
  return NULL;
}

static void
test_connecting_and_ending_race_with_emitting (void)
{
  Fray *fray = g_new0 (Fray, 1);
  GThread *threads[N_THREADS];

  fray->producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    fray->loops[i] = hark_loop_new_thread ("fray");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("fray", i % 2 == 0 ? emit_in_fray : connect_in_fray, fray);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_clear_object (&fray->producer);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(HarkFuture) stopped = hark_loop_stop (fray->loops[i], HARK_FOREVER);

      g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
      g_clear_object (&fray->loops[i]);
    }
  iterate ();
  g_assert_cmpuint (fray->n_connected, ==, N_THREADS / 2 * N_ROUNDS);
  g_assert_cmpuint (fray->n_destroyed, ==, fray->n_connected);
  g_assert_cmpuint (fray->n_contents, ==, N_THREADS / 2 * N_ROUNDS);
  g_assert_cmpuint (fray->n_freed, ==, fray->n_contents);
  g_free (fray);
}

/* --- emitters that end meanwhile --- */

static gpointer
end_emitters (gpointer data)
{
  Fray *fray = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      WorkshopProducer *producer = workshop_producer_new (fray->loops[i % 2], NULL, NULL, NULL);
      WorkshopConsumer *consumer = workshop_consumer_new (fray->loops[(i / 2) % 2], &ignoring, NULL, NULL);

      HARK_CONNECT_DATA (producer, workshop_producer_produced, consumer, count_call, fray, count_destroyed);
      atomic_fetch_add (&fray->n_connected, 1);
      g_assert_cmpint (hark_connect_matching (producer, consumer, NULL), ==, 3);
      workshop_producer_emit_produced (producer, "a", i);
      workshop_producer_emit_paused (producer);
      if (i % 3 == 0)
        g_object_unref (consumer);
      g_object_unref (producer);
      if (i % 3 != 0)
        g_object_unref (consumer);
    }
  return NULL;
}

static void
test_both_ends_end_at_once (void)
{
  Fray *fray = g_new0 (Fray, 1);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < 2; i++)
    fray->loops[i] = hark_loop_new_thread ("fray");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("fray", end_emitters, fray);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(HarkFuture) stopped = hark_loop_stop (fray->loops[i], HARK_FOREVER);

      g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
      g_clear_object (&fray->loops[i]);
    }
  g_assert_cmpuint (fray->n_connected, ==, N_THREADS * N_ROUNDS);
  g_assert_cmpuint (fray->n_destroyed, ==, fray->n_connected);
  g_assert_cmpuint (fray->n_called, <=, fray->n_connected);
  g_free (fray);
}

/* --- loops that end meanwhile --- */

static gpointer
call_until_refused (gpointer consumer)
{
  guint n = 0;

  while (workshop_consumer_on_paused (consumer))
    n++;
  g_object_unref (consumer);
  return GUINT_TO_POINTER (n);
}

static void
note_closed (gpointer is_closed)
{
  atomic_store ((atomic_bool *) is_closed, TRUE);
}

/* An object closes in place when its loop's context has gone before it, with a
 * warning. Which is first is chance here. */
static void
hush (const char     *domain,
      GLogLevelFlags  level,
      const char     *message,
      gpointer        data)
{
  g_assert_nonnull (strstr (message, "Workshop.Consumer is closed on a foreign thread"));
}

static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        data)
{
  return (level & G_LOG_LEVEL_WARNING) == 0;
}

static void
test_calling_races_with_stopping (void)
{
  guint handler = g_log_set_handler ("Hark", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, hush, NULL);

  g_test_log_set_fatal_handler (is_fatal, NULL);
  for (guint round = 0; round < 50; round++)
    {
      atomic_bool is_closed = FALSE;
      HarkLoop *loop = hark_loop_new_thread ("ending");
      WorkshopConsumer *consumer = workshop_consumer_new (loop, &ignoring, &is_closed, note_closed);
      g_autoptr(HarkFuture) stopped = NULL;
      GThread *threads[2];
      guint64 n_accepted = 0;

      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new ("caller", call_until_refused, g_object_ref (consumer));
      while (hark_loop_get_n_run (loop) == 0)
        g_thread_yield ();
      stopped = hark_loop_stop (loop, 0);
      for (guint i = 0; i < 2; i++)
        n_accepted += GPOINTER_TO_UINT (g_thread_join (threads[i]));
      g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
      g_assert_cmpuint (hark_loop_get_n_run (loop) + hark_loop_get_n_discarded (loop), ==, n_accepted);

      g_object_unref (consumer);
      g_object_unref (loop);
      /* The loop's thread may be the one that closes it and warns. */
      while (!atomic_load (&is_closed))
        g_thread_yield ();
    }
  g_log_remove_handler ("Hark", handler);
}

/* Its own thread has let go of it by then. */
static void
test_who_waited_until_it_stopped_holds_it_alone (void)
{
  for (guint i = 0; i < 300; i++)
    {
      HarkLoop *loop = hark_loop_new_thread ("short");
      g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);

      g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
      g_assert_cmpuint (G_OBJECT (loop)->ref_count, ==, 1);
      g_object_unref (loop);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/14/each-thread-keeps-its-order", test_each_thread_keeps_its_order);
  g_test_add_func ("/rule/14/each-thread-keeps-its-order-on-a-thread",
                   test_each_thread_keeps_its_order_on_a_thread);
  g_test_add_func ("/rule/14/connecting-and-ending-race-with-emitting",
                   test_connecting_and_ending_race_with_emitting);
  g_test_add_func ("/rule/14/both-ends-end-at-once", test_both_ends_end_at_once);
  g_test_add_func ("/rule/14/calling-races-with-stopping", test_calling_races_with_stopping);
  g_test_add_func ("/object/threads/who-waited-until-a-loop-stopped-holds-it-alone",
                   test_who_waited_until_it_stopped_holds_it_alone);
  return g_test_run ();
}
