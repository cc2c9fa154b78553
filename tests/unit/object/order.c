/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Order and delivery, connections while an emission runs, and what arguments
 * cost: rules 1, 2, 3, 5, 8, 13 and 19. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("order");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  if (f->loop != NULL)
    hark_loop_run_until_idle (f->loop); /* what is freed behind the calls */
  g_clear_object (&f->loop);
  diary_clear (&f->diary);
}

/* --- 1: total order --- */

static void
test_calls_run_in_the_order_of_queueing (Fixture       *f,
                                         gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  HARK_CONNECT (f->producer, workshop_producer_paused, f->consumer, workshop_consumer_on_paused);

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "b", 2));
  workshop_producer_emit_paused (f->producer);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "c", 3));
  workshop_producer_emit_produced (f->producer, "d", 4);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 b:2 paused c:3 d:4 ");
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 5);
}

static void
append_number (gpointer    number,
               const char *product,
               guint64     serial)
{
  GString *text = g_object_get_data (number, "text");

  g_string_append_printf (text, "%d", GPOINTER_TO_INT (g_object_get_data (number, "number")));
}

static void
test_an_emission_queues_in_the_order_of_connecting (Fixture       *f,
                                                    gconstpointer  data)
{
  g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) connections =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hark_connection_unref);

  for (int i = 0; i < 10; i++)
    {
      gpointer object = g_object_new (G_TYPE_OBJECT, NULL);
      HarkConnection *connection =
        HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, object, append_number);

      g_object_set_data (object, "text", f->diary.text);
      g_object_set_data (object, "number", GINT_TO_POINTER (i));
      g_ptr_array_add (objects, object);
      g_ptr_array_add (connections, hark_connection_ref (connection));
    }
  workshop_producer_emit_produced (f->producer, "x", 1);
  hark_connection_disconnect (g_ptr_array_index (connections, 3));
  hark_connection_disconnect (g_ptr_array_index (connections, 7));
  hark_connection_disconnect (g_ptr_array_index (connections, 0));
  {
    gpointer third = g_ptr_array_index (objects, 3);

    HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, third, append_number);
  }
  workshop_producer_emit_produced (f->producer, "x", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "1245689" "12456893");
}

/* --- 2: always queued --- */

static void
emit_and_call (gpointer consumer,
               gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  g_string_append (f->diary.text, "( ");
  workshop_producer_emit_produced (f->producer, "inner", 2);
  workshop_consumer_on_paused (consumer);
  g_string_append (f->diary.text, ") ");
}

static void
test_a_slot_never_runs_inside_what_queued_it (Fixture       *f,
                                              gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  hark_loop_start (f->loop);
  workshop_producer_emit_produced (f->producer, "outer", 1);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "called", 1));
  diary_assert (&f->diary, "");
  f->diary.act = emit_and_call;
  f->diary.data = f;
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "outer:1 ( ) called:1 inner:2 paused ");
}

static void
test_direct_functions_run_inside (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(GObject) number = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (number, "text", f->diary.text);
  g_object_set_data (number, "number", GINT_TO_POINTER (7));
  {
    gpointer context = number;

    HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, context, append_number);
  }
  workshop_producer_emit_produced (f->producer, "x", 1);
  diary_assert (&f->diary, "7");
}

/* --- 3: one source, one wake-up --- */

static void
test_calls_are_never_merged (Fixture       *f,
                             gconstpointer  data)
{
  guint n_dispatches = 0;

  HARK_CONNECT (f->producer, workshop_producer_paused, f->consumer, workshop_consumer_on_paused);
  hark_loop_run_until_idle (f->loop);
  for (guint i = 0; i < 10; i++)
    workshop_producer_emit_paused (f->producer);
  while (g_main_context_iteration (NULL, FALSE))
    n_dispatches++;
  g_assert_cmpuint (n_dispatches, ==, 1);
  diary_assert (&f->diary, "paused paused paused paused paused paused paused paused paused paused ");
}

static void
test_loops_cost_no_sources (Fixture       *f,
                            gconstpointer  data)
{
  enum { N_LOOPS = 100000 };

  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkLoop **loops = g_new (HarkLoop *, N_LOOPS);
  HarkFuture *stopped;
  guint n_sources = 0;

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_LOOPS; i++)
    {
      loops[i] = hark_loop_new (NULL);
      hark_loop_start (loops[i]);
    }
  hark_loop_run_until_idle (loops[0]);
  while (g_main_context_find_source_by_id (context, n_sources + 1) != NULL)
    n_sources++;
  g_assert_cmpuint (n_sources, ==, 1);

  stopped = hark_loop_stop (loops[N_LOOPS - 1], 0);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  hark_future_unref (stopped);
  for (guint i = 0; i < N_LOOPS; i++)
    g_object_unref (loops[i]);
  g_free (loops);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
}

/* --- 5: active and idle --- */

static void
write_active (Diary *diary)
{
  g_string_append (diary->text, "active ");
}

static void
write_idle (Diary *diary)
{
  g_string_append (diary->text, "idle ");
}

static void
test_active_and_idle_mark_the_changes (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  Diary *diary = &f->diary;

  hark_loop_run_until_idle (f->loop);
  HARK_CONNECT_DATA (f->loop, hark_loop_active, context, write_active, diary, NULL);
  HARK_CONNECT_DATA (f->loop, hark_loop_idle, context, write_idle, diary, NULL);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");

  workshop_consumer_on_paused (f->consumer);
  workshop_consumer_on_paused (f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused paused active idle ");
}

static void
test_listening_to_idle_does_not_keep_a_loop_busy (Fixture       *f,
                                                  gconstpointer  data)
{
  guint n = 0;

  hark_loop_run_until_idle (f->loop);
  /* The listener lives on the very loop. */
  HARK_CONNECT (f->loop, hark_loop_idle, f->consumer, workshop_consumer_on_paused);
  workshop_consumer_on_produced (f->consumer, "a", 1);
  while (g_main_context_iteration (NULL, FALSE))
    g_assert_cmpuint (++n, <, 10);
  diary_assert (&f->diary, "a:1 paused ");
}

/* --- 8: changes during an emission --- */

typedef struct
{
  Fixture        *fixture;
  HarkConnection *later;
  guint           n_connects;
} Change;

static void
change_inside (Change     *change,
               const char *product,
               guint64     serial)
{
  Fixture *f = change->fixture;

  for (guint i = 0; i < change->n_connects; i++)
    HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  if (change->later != NULL)
    hark_connection_disconnect (change->later);
  change->n_connects = 0;
}

/* A direct function runs in the midst of an emission. */
static HarkConnection *
connect_change (Fixture *f,
                GObject *context,
                Change  *change)
{
  static const HarkSite site = { &workshop_producer_produced__source, NULL, __FILE__, __LINE__,
                                 HARK_CONNECT_INLINE | HARK_CONNECT_OWN_DATA, { 0 } };

  return hark_connect_func (&site, f->producer, context, G_CALLBACK (change_inside), change, NULL);
}

static void
test_connecting_during_an_emission_waits_for_the_next (Fixture       *f,
                                                       gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  Change change = { f, NULL, 1 };

  connect_change (f, context, &change);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "b:2 ");
}

static void
test_disconnecting_during_an_emission_is_at_once (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  Change change = { f, NULL, 0 };

  connect_change (f, context, &change);
  change.later = HARK_CONNECT (f->producer, workshop_producer_produced,
                               f->consumer, workshop_consumer_on_produced);
  hark_connection_ref (change.later);
  /* The list grows meanwhile, so that the emission reads an old one. */
  change.n_connects = 20;
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_false (hark_connection_is_connected (change.later));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 0);
  hark_connection_unref (change.later);
}

/* --- 13: unhandled is not failed --- */

static void
count_exception (guint      *n_exceptions,
                 const char *object,
                 const char *slot,
                 const char *domain,
                 gint32      code,
                 const char *message)
{
  ++*n_exceptions;
}

static void
test_an_event_with_no_listener_is_no_error (Fixture       *f,
                                            gconstpointer  data)
{
  HarkLoopStats stats;
  guint n_exceptions = 0;

  HARK_CONNECT_DATA (f->loop, hark_loop_exception, f->loop, count_exception, &n_exceptions, NULL);
  workshop_producer_emit_produced (f->producer, "never", 1);
  hark_connection_disconnect (HARK_CONNECT (f->producer, workshop_producer_produced,
                                            f->consumer, workshop_consumer_on_produced));
  workshop_producer_emit_produced (f->producer, "no more", 2);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  g_clear_object (&f->consumer);
  workshop_producer_emit_produced (f->producer, "nobody", 3);
  hark_loop_run_until_idle (f->loop);

  diary_assert (&f->diary, "closed destroyed ");
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_run, ==, 0);
  g_assert_cmpuint (stats.n_dropped, ==, 0);
  g_assert_cmpuint (n_exceptions, ==, 0);
}

/* --- 19: arguments --- */

static guint n_destroyed;

static void
count_destroyed (gpointer data)
{
  n_destroyed++;
}

typedef struct
{
  const char *product;
  guint       n;
} Received;

static void
receive_produced (Received   *received,
                  const char *product,
                  guint64     serial)
{
  g_assert_cmpstr (product, ==, "chair");
  if (received->product != NULL)
    g_assert_true (received->product == product);
  received->product = product;
  received->n++;
}

static void
test_arguments_are_copied_once_and_shared (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  char product[] = "chair";
  Received seen = { 0 };
  Received *received = &seen;

  for (guint i = 0; i < 3; i++)
    HARK_CONNECT_DATA (f->producer, workshop_producer_produced, context, receive_produced, received, NULL);
  workshop_producer_emit_produced (f->producer, product, 1);
  /* They are a copy from then on. */
  product[0] = 'X';
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (seen.n, ==, 3);
  g_assert_true (seen.product != product);
}

static void
test_arguments_are_freed_once (Fixture       *f,
                               gconstpointer  data)
{
  Diary others[2] = { { .text = f->diary.text }, { .text = f->diary.text } };
  WorkshopConsumer *consumers[2] = { diary_consumer_new (&others[0], f->loop),
                                     diary_consumer_new (&others[1], f->loop) };

  HARK_CONNECT (f->producer, workshop_producer_packed, f->consumer, workshop_consumer_on_packed);
  for (guint n_receivers = 1; n_receivers <= 3; n_receivers++)
    {
      GBytes *content = g_bytes_new_with_free_func ("1234", 4, count_destroyed, NULL);

      n_destroyed = 0;
      if (n_receivers > 1)
        HARK_CONNECT (f->producer, workshop_producer_packed,
                      consumers[n_receivers - 2], workshop_consumer_on_packed);
      workshop_producer_emit_packed (f->producer, content);
      g_bytes_unref (content);
      g_assert_cmpuint (n_destroyed, ==, 0);
      hark_loop_run_until_idle (f->loop);
      g_assert_cmpuint (n_destroyed, ==, 1);
    }
  diary_assert (&f->diary, "packed 4 packed 4 packed 4 packed 4 packed 4 packed 4 ");
  g_object_unref (consumers[0]);
  g_object_unref (consumers[1]);
}

static void
test_nobody_listening_costs_no_copy (Fixture       *f,
                                     gconstpointer  data)
{
  HarkConnection *connection;
  GBytes *content;

  n_destroyed = 0;
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_packed__source.index));
  connection = HARK_CONNECT (f->producer, workshop_producer_packed, f->consumer, workshop_consumer_on_packed);
  g_assert_true (hark_seat_is_heard (&f->producer->seat, workshop_producer_packed__source.index));
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_paused__source.index));
  hark_connection_disconnect (connection);
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_packed__source.index));

  content = g_bytes_new_with_free_func ("1234", 4, count_destroyed, NULL);
  workshop_producer_emit_packed (f->producer, content);
  g_bytes_unref (content);
  g_assert_cmpuint (n_destroyed, ==, 1);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/01/calls-run-in-the-order-of-queueing", test_calls_run_in_the_order_of_queueing);
  ADD ("/rule/01/an-emission-queues-in-the-order-of-connecting", test_an_emission_queues_in_the_order_of_connecting);
  ADD ("/rule/02/a-slot-never-runs-inside-what-queued-it", test_a_slot_never_runs_inside_what_queued_it);
  ADD ("/rule/02/direct-functions-run-inside", test_direct_functions_run_inside);
  ADD ("/rule/03/calls-are-never-merged", test_calls_are_never_merged);
  ADD ("/rule/03/loops-cost-no-sources", test_loops_cost_no_sources);
  ADD ("/rule/05/active-and-idle-mark-the-changes", test_active_and_idle_mark_the_changes);
  ADD ("/rule/05/listening-to-idle-does-not-keep-a-loop-busy", test_listening_to_idle_does_not_keep_a_loop_busy);
  ADD ("/rule/08/connecting-during-an-emission-waits-for-the-next",
       test_connecting_during_an_emission_waits_for_the_next);
  ADD ("/rule/08/disconnecting-during-an-emission-is-at-once", test_disconnecting_during_an_emission_is_at_once);
  ADD ("/rule/13/an-event-with-no-listener-is-no-error", test_an_event_with_no_listener_is_no_error);
  ADD ("/rule/19/arguments-are-copied-once-and-shared", test_arguments_are_copied_once_and_shared);
  ADD ("/rule/19/arguments-are-freed-once", test_arguments_are_freed_once);
  ADD ("/rule/19/nobody-listening-costs-no-copy", test_nobody_listening_costs_no_copy);
  return g_test_run ();
}
