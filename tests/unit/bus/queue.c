/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Queues of a bus: what they keep, what they drop, and who gets it. */

#include <stdatomic.h>

#include "board-private.h"

static HarkMessageQueue *
subscribe (Board             *self,
           guint              depth,
           HarkQueuePolicy    policy)
{
  g_autoptr(GError) error = NULL;
  HarkMessageQueue *queue = hark_bus_subscribe_queue (self->bus, HARK_TOPICS ("x", "many/*"), "store", depth, policy,
                                                      &error);

  g_assert_no_error (error);
  return queue;
}

static void
publish_numbers (Board *self,
                 guint  first,
                 guint  last)
{
  for (guint i = first; i <= last; i++)
    {
      g_autofree char *payload = g_strdup_printf ("uint32 %u", i);

      board_publish (self, HARK_TOPICS ("x"), payload);
    }
}

static guint
number_of (HarkMessage *message)
{
  return g_variant_get_uint32 (hark_message_get_payload (message));
}

/* What it holds, taken out: "1 2 3 ". */
static void
assert_holds (HarkMessageQueue *queue,
              const char       *expected)
{
  g_autoptr(GString) held = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  HarkMessage *message;

  while ((message = hark_message_queue_get (queue, 0, NULL, &error)) != NULL)
    {
      g_string_append_printf (held, "%u ", number_of (message));
      hark_message_unref (message);
    }
  g_assert_cmpstr (held->str, ==, expected);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

static void
settle_down (Board *self)
{
  do
    hark_loop_run_until_idle (self->loop);
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE));
}

/* --- what it keeps --- */

static void
test_keeps_messages_in_order (Board         *b,
                              gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkMessage) seen = NULL;

  publish_numbers (b, 1, 2);
  board_publish (b, HARK_TOPICS ("x", "many/1"), "uint32 3");
  g_assert_cmpuint (hark_message_queue_get_n_messages (queue), ==, 3);
  seen = hark_message_queue_peek (queue, 0, NULL, NULL);
  g_assert_cmpuint (number_of (seen), ==, 1);
  g_assert_cmpuint (hark_message_queue_get_n_messages (queue), ==, 3);
  assert_holds (queue, "1 2 3 ");
  g_assert_null (hark_message_queue_peek (queue, 0, NULL, NULL));
}

static void
test_what_it_keeps_is_handled (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkMessageQueue) others =
    hark_bus_subscribe_queue (b->bus, NULL, NULL, 0, HARK_QUEUE_GROW, NULL);
  HarkBusStats stats;

  publish_numbers (b, 1, 1);
  board_publish (b, HARK_TOPICS ("unknown"), "uint32 2");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
  assert_holds (queue, "1 ");
  assert_holds (others, "2 ");
}

/* --- rule 27 --- */

static void
on_overflow (Board      *self,
             const char *queue,
             const char *policy,
             guint64     n_dropped)
{
  g_string_append_printf (self->diary, "overflow (%s, %s, %u) ", queue, policy, (guint) n_dropped);
}

static void
hear_overflow (Board *self)
{
  HARK_CONNECT_DATA (self->bus, hark_bus_overflow, self->context, on_overflow, self, NULL);
}

static void
test_a_full_one_drops (Board         *b,
                       gconstpointer  data)
{
  static const struct
  {
    HarkQueuePolicy policy;
    const char     *held;
    const char     *told;
  } cases[] = {
    { HARK_QUEUE_DROP_OLDEST, "3 4 ", "overflow (store, drop-oldest, 2) " },
    { HARK_QUEUE_DROP_NEWEST, "1 2 ", "overflow (store, drop-newest, 2) " },
    { HARK_QUEUE_LATEST, "4 ", "overflow (store, latest, 3) " },
  };
  HarkBusStats stats;

  hear_overflow (b);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HarkMessageQueue *queue = subscribe (b, 2, cases[i].policy);

      publish_numbers (b, 1, 4);
      board_assert (b, cases[i].told);
      assert_holds (queue, cases[i].held);
      g_assert_cmpuint (hark_message_queue_get_n_dropped (queue), ==, i < 2 ? 2 : 3);
      hark_message_queue_unref (queue);
    }
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_dropped, ==, 7);
  g_assert_cmpuint (stats.n_failed, ==, 0);
}

static void
test_a_full_one_fails (Board         *b,
                       gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 1, HARK_QUEUE_FAIL);

  board_hear_failures (b);
  publish_numbers (b, 1, 2);
  board_assert (b, "failed (store, x, hark-error-quark, 16: The queue is full, and its policy is 'fail') ");
  assert_holds (queue, "1 ");
}

static void
test_one_that_grows_tells (Board         *b,
                           gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 2, HARK_QUEUE_GROW);

  hear_overflow (b);
  publish_numbers (b, 1, 5);
  board_assert (b, "overflow (store, grow, 0) ");
  assert_holds (queue, "1 2 3 4 5 ");
  publish_numbers (b, 1, 3);
  board_assert (b, "overflow (store, grow, 0) ");
}

typedef struct
{
  Board    *board;
  gboolean  has_published;
} Publisher;

static gpointer
publish_two (gpointer   data,
             GError   **error)
{
  Publisher *self = data;

  publish_numbers (self->board, 1, 2);
  self->has_published = TRUE;
  return NULL;
}

static void
test_a_full_one_suspends_a_task (Board         *b,
                                 gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 1, HARK_QUEUE_BLOCK);
  Publisher publisher = { b, FALSE };
  g_autoptr(HarkTask) task = hark_task_spawn (publish_two, &publisher, NULL);

  settle_down (b);
  g_assert_false (publisher.has_published);
  assert_holds (queue, "1 ");
  settle_down (b);
  g_assert_true (publisher.has_published);
  g_assert_true (hark_future_is_settled (hark_task_get_future (task)));
  assert_holds (queue, "2 ");
}

static gpointer
publish_on_thread (gpointer data)
{
  publish_two (data, NULL);
  return NULL;
}

static void
test_a_full_one_blocks_a_thread (Board         *b,
                                 gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 1, HARK_QUEUE_BLOCK);
  Publisher publisher = { b, FALSE };
  GThread *thread = g_thread_new ("publisher", publish_on_thread, &publisher);

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(HarkMessage) message = hark_message_queue_get (queue, HARK_FOREVER, NULL, NULL);

      g_assert_cmpuint (number_of (message), ==, i);
    }
  g_thread_join (thread);
  g_assert_cmpuint (hark_message_queue_get_n_dropped (queue), ==, 0);
}

static HarkMessage *
publish_from_handler (HarkMessage  *message,
                      gpointer      context,
                      gpointer      data,
                      GError      **error)
{
  publish_numbers (data, 1, 2);
  return hark_message_new ("x", g_variant_new_uint32 (3), error);
}

static void
publish_from_slot (GObject    *context,
                   const char *product,
                   guint64     serial)
{
  publish_numbers (g_object_get_data (context, "board"), 4, 4);
}

/* But what is called there, and not handled, can be told. */
static void
test_a_full_one_hangs_no_handler (Board         *b,
                                  gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 1, HARK_QUEUE_BLOCK);

  board_hear_failures (b);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("go"), NULL, b->context, publish_from_handler, b, NULL, NULL);
  board_publish (b, HARK_TOPICS ("go"), NULL);
  board_assert (b, "");
  g_object_set_data (b->context, "board", b);
  HARK_CONNECT_FUNC (b->producer, workshop_producer_produced, b->context, publish_from_slot);
  workshop_producer_emit_produced (b->producer, "chair", 1);
  board_assert (b, "failed (store, x, hark-error-quark, 16: The queue is full, and its policy is 'block') ");
  assert_holds (queue, "1 2 3 ");
}

/* --- readers --- */

typedef struct
{
  HarkMessageQueue *queue;
  GString          *read;   /* of a task */
  GError           *error;
} Reader;

static gpointer
read_all (gpointer   data,
          GError   **error)
{
  Reader *self = data;
  HarkMessage *message;

  while ((message = hark_message_queue_get (self->queue, HARK_FOREVER, NULL, &self->error)) != NULL)
    {
      g_string_append_printf (self->read, "%u ", number_of (message));
      hark_message_unref (message);
    }
  return NULL;
}

static void
reader_init (Reader           *self,
             HarkMessageQueue *queue)
{
  *self = (Reader) { queue, g_string_new (NULL), NULL };
}

static void
reader_assert (Reader     *self,
               const char *read)
{
  g_assert_cmpstr (self->read->str, ==, read);
  g_assert_error (self->error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_string_free (self->read, TRUE);
  g_clear_error (&self->error);
}

static void
test_readers_are_served_in_their_order (Board         *b,
                                        gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkFuture) first = hark_message_queue_next (queue);
  g_autoptr(HarkFuture) third = NULL;
  g_autoptr(HarkMessage) message = NULL;
  g_autoptr(HarkMessage) last = NULL;
  g_autoptr(HarkTask) task = NULL;
  Reader second;

  reader_init (&second, queue);
  task = hark_task_spawn (read_all, &second, NULL);
  settle_down (b);
  third = hark_message_queue_next (queue);
  g_assert_false (hark_future_is_settled (first));
  publish_numbers (b, 1, 1);
  g_assert_true (hark_future_is_settled (first));
  publish_numbers (b, 2, 2);
  g_assert_false (hark_future_is_settled (third));
  settle_down (b);
  publish_numbers (b, 3, 4);
  settle_down (b);
  message = hark_message_finish (first, NULL);
  g_assert_cmpuint (number_of (message), ==, 1);
  last = hark_message_finish (third, NULL);
  g_assert_cmpuint (number_of (last), ==, 3);
  hark_message_queue_close (queue);
  settle_down (b);
  reader_assert (&second, "2 4 ");
}

static void
test_a_future_that_is_dropped_takes_nothing (Board         *b,
                                             gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkFuture) cancelled = hark_message_queue_next (queue);

  hark_future_unref (hark_message_queue_next (queue));
  hark_future_cancel (cancelled);
  publish_numbers (b, 1, 2);
  assert_holds (queue, "1 2 ");
}

static void
test_who_peeks_takes_nobodys_turn (Board         *b,
                                   gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkMessage) seen = NULL;
  g_autoptr(HarkFuture) future = NULL;

  publish_numbers (b, 1, 1);
  seen = hark_message_queue_peek (queue, HARK_FOREVER, NULL, NULL);
  future = hark_message_queue_next (queue);
  g_assert_true (hark_future_is_settled (future));
  assert_holds (queue, "");
}

static void
test_closing_tells_all_readers (Board         *b,
                                gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkFuture) future = hark_message_queue_next (queue);
  g_autoptr(HarkFuture) late = NULL;
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(GError) error = NULL;
  Reader reader;

  reader_init (&reader, queue);
  task = hark_task_spawn (read_all, &reader, NULL);
  settle_down (b);
  hark_message_queue_close (queue);
  settle_down (b);
  reader_assert (&reader, "");
  g_assert_null (hark_message_finish (future, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue is closed");
  late = hark_message_queue_next (queue);
  g_assert_null (hark_message_finish (late, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue is closed");
  g_assert_null (hark_message_queue_get (queue, 0, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue is closed");
  g_assert_null (hark_message_queue_peek (queue, HARK_FOREVER, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue is closed");
}

static void
test_ends_behind_what_it_holds (Board         *b,
                                gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(HarkMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  publish_numbers (b, 1, 1);
  if (GPOINTER_TO_INT (data))
    g_clear_object (&b->bus);
  else
    g_assert_true (hark_bus_remove_handler (b->bus, "store"));
  hark_loop_run_until_idle (b->loop);
  message = hark_message_queue_get (queue, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (hark_message_queue_get (queue, HARK_FOREVER, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue has ended, with its bus or before");
}

static HarkMessage *
read_in_handler (HarkMessage  *message,
                 gpointer      context,
                 gpointer      data,
                 GError      **error)
{
  g_autoptr(HarkMessage) first = hark_message_queue_get (data, HARK_FOREVER, NULL, error);

  if (first != NULL)
    g_clear_pointer (&first, hark_message_unref);
  else
    return NULL;
  first = hark_message_queue_get (data, HARK_FOREVER, NULL, error);
  return NULL;
}

static void
test_a_handler_is_refused_to_wait (Board         *b,
                                   gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);

  hark_bus_subscribe (b->bus, HARK_TOPICS ("go"), "reader", b->context, read_in_handler, queue, NULL, NULL);
  board_hear_failures (b);
  publish_numbers (b, 1, 1);
  board_publish (b, HARK_TOPICS ("go"), NULL);
  hark_loop_run_until_idle (b->loop);
  g_assert_true (g_str_has_prefix (b->diary->str, "failed (reader, go, hark-error-quark, 5: "));
  g_string_truncate (b->diary, 0);
}

static void
test_bounds_that_cannot_be_are_refused (Board         *b,
                                        gconstpointer  data)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "a queue of a bus cannot be 'throttle'*");
  g_assert_null (hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("x"), NULL, 1, HARK_QUEUE_THROTTLE, NULL));
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "a queue of a bus needs a depth*");
  g_assert_null (hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("x"), NULL, 0, HARK_QUEUE_FAIL, NULL));
  g_test_assert_expected_messages ();
}

static void
test_a_name_is_taken (Board         *b,
                      gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 0, HARK_QUEUE_GROW);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (queue);
  g_assert_null (hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("y"), "store", 0, HARK_QUEUE_GROW, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_EXISTS,
                      "A handler of this bus is called 'store' already: remove it first, or take another name");
}

/* --- in any mix --- */

enum { N_PRODUCERS = 2, N_READERS = 2, N_EACH = 500 };

typedef struct
{
  HarkBus          *bus;
  HarkMessageQueue *queue;
  atomic_uint       n_seen[N_PRODUCERS * N_EACH];
  atomic_uint       n_by_threads;
  guint             n_by_tasks;
  guint             n_by_futures;
  HarkFuture       *next;
} Market;

typedef struct
{
  Market *market;
  guint   first;
} Stall;

static void
note (Market      *self,
      HarkMessage *message)
{
  atomic_fetch_add (&self->n_seen[number_of (message)], 1);
  hark_message_unref (message);
}

static gpointer
read_blocking (gpointer data)
{
  Market *self = data;
  HarkMessage *message;

  while ((message = hark_message_queue_get (self->queue, HARK_FOREVER, NULL, NULL)) != NULL)
    {
      atomic_fetch_add (&self->n_by_threads, 1);
      note (self, message);
    }
  return NULL;
}

static gpointer
read_awaiting (gpointer   data,
               GError   **error)
{
  Market *self = data;
  HarkMessage *message;

  while ((message = hark_message_queue_get (self->queue, HARK_FOREVER, NULL, NULL)) != NULL)
    {
      self->n_by_tasks++;
      note (self, message);
    }
  return NULL;
}

static void ask_again (Market *self, GObject *context);

static void
on_brought (HarkFuture *future,
            gpointer    context,
            gpointer    data)
{
  Market *self = data;
  HarkMessage *message = hark_message_finish (future, NULL);

  if (message == NULL)
    return;
  self->n_by_futures++;
  note (self, message);
  ask_again (self, context);
}

static void
ask_again (Market  *self,
           GObject *context)
{
  g_clear_pointer (&self->next, hark_future_unref);
  self->next = hark_message_queue_next (self->queue);
  hark_future_then (self->next, context, on_brought, self, NULL);
}

static gpointer
produce (gpointer data)
{
  Stall *self = data;

  for (guint i = 0; i < N_EACH; i++)
    {
      g_autoptr(HarkMessage) message = hark_message_new ("x", g_variant_new_uint32 (self->first + i), NULL);

      g_assert_true (hark_bus_publish (self->market->bus, message, NULL));
    }
  return NULL;
}

static void
test_each_message_goes_to_one_reader (Board         *b,
                                      gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue = subscribe (b, 8, HARK_QUEUE_BLOCK);
  Market market = { .bus = b->bus, .queue = queue };
  GThread *readers[N_READERS], *producers[N_PRODUCERS];
  HarkTask *tasks[N_READERS];
  Stall stalls[N_PRODUCERS];
  guint n = 0;

  for (guint i = 0; i < N_READERS; i++)
    {
      readers[i] = g_thread_new ("reader", read_blocking, &market);
      tasks[i] = hark_task_spawn (read_awaiting, &market, NULL);
    }
  ask_again (&market, b->context);
  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      stalls[i] = (Stall) { &market, i * N_EACH };
      producers[i] = g_thread_new ("producer", produce, &stalls[i]);
    }
  hark_loop_start (b->loop);
  while (n < N_PRODUCERS * N_EACH)
    {
      g_main_context_iteration (NULL, FALSE);
      for (n = 0; n < N_PRODUCERS * N_EACH && atomic_load (&market.n_seen[n]) > 0; n++)
        ;
    }
  for (guint i = 0; i < N_PRODUCERS; i++)
    g_thread_join (producers[i]);
  hark_message_queue_close (queue);
  for (guint i = 0; i < N_READERS; i++)
    {
      g_thread_join (readers[i]);
      hark_task_await (tasks[i], NULL);
      hark_task_unref (tasks[i]);
    }
  for (guint i = 0; i < N_PRODUCERS * N_EACH; i++)
    g_assert_cmpuint (atomic_load (&market.n_seen[i]), ==, 1);
  g_assert_cmpuint (atomic_load (&market.n_by_threads) + market.n_by_tasks + market.n_by_futures, ==,
                    N_PRODUCERS * N_EACH);
  hark_loop_run_until_idle (b->loop);
  g_clear_pointer (&market.next, hark_future_unref);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  BOARD_TEST ("/bus/queue/keeps-messages-in-order", test_keeps_messages_in_order);
  BOARD_TEST ("/bus/queue/what-it-keeps-is-handled", test_what_it_keeps_is_handled);
  BOARD_TEST ("/rule/27/a-full-queue-of-a-bus-drops-and-tells", test_a_full_one_drops);
  BOARD_TEST ("/rule/27/a-full-queue-of-a-bus-fails", test_a_full_one_fails);
  BOARD_TEST ("/rule/27/a-queue-of-a-bus-that-grows-tells", test_one_that_grows_tells);
  BOARD_TEST ("/rule/27/a-full-queue-of-a-bus-suspends-a-task", test_a_full_one_suspends_a_task);
  BOARD_TEST ("/rule/27/a-full-queue-of-a-bus-blocks-a-thread", test_a_full_one_blocks_a_thread);
  BOARD_TEST ("/rule/27/a-full-queue-of-a-bus-hangs-no-handler", test_a_full_one_hangs_no_handler);
  BOARD_TEST ("/bus/queue/readers-are-served-in-their-order", test_readers_are_served_in_their_order);
  BOARD_TEST ("/rule/22/a-future-of-a-queue-that-is-dropped-takes-nothing", test_a_future_that_is_dropped_takes_nothing);
  BOARD_TEST ("/bus/queue/who-peeks-takes-nobodys-turn", test_who_peeks_takes_nobodys_turn);
  BOARD_TEST ("/rule/22/closing-a-queue-tells-all-readers", test_closing_tells_all_readers);
  g_test_add ("/bus/queue/ends-behind-what-it-holds/removed", Board, GINT_TO_POINTER (FALSE), board_set_up,
              test_ends_behind_what_it_holds, board_tear_down);
  g_test_add ("/bus/queue/ends-behind-what-it-holds/with-its-bus", Board, GINT_TO_POINTER (TRUE), board_set_up,
              test_ends_behind_what_it_holds, board_tear_down);
  BOARD_TEST ("/rule/23/a-handler-is-refused-to-wait-for-a-queue", test_a_handler_is_refused_to_wait);
  BOARD_TEST ("/bus/queue/bounds-that-cannot-be-are-refused", test_bounds_that_cannot_be_are_refused);
  BOARD_TEST ("/bus/queue/a-name-is-taken", test_a_name_is_taken);
  BOARD_TEST ("/bus/queue/each-message-goes-to-one-reader", test_each_message_goes_to_one_reader);
  return g_test_run ();
}
