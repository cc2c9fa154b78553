/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a spy has seen, how long it can be waited for, and that it and what it
 * watches may go in any order. */

#include "diary-private.h"
#include "gate-private.h"

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("spied on");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
}

static void
assert_seen (HarkSpy    *spy,
             const char *expected)
{
  g_autofree char *seen = hark_spy_to_string (spy);

  g_assert_cmpstr (seen, ==, expected);
}

/* --- records --- */

static void
test_records_one_event (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = NULL;
  g_autofree char *second = NULL;

  workshop_producer_emit_produced (f->producer, "early", 0);
  spy = HARK_SPY_ON (f->producer, workshop_producer_produced);
  workshop_producer_emit_produced (f->producer, "a \"chair\"\n", 1);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_produced (f->producer, "Stühle", G_MAXUINT64);
  /* Without any loop. */
  g_assert_cmpuint (hark_spy_get_n (spy), ==, 2);
  assert_seen (spy, "produced (product: \"a \\\"chair\\\"\\n\", serial: 1)\n"
                    "produced (product: \"Stühle\", serial: 18446744073709551615)\n");
  second = hark_spy_describe (spy, 1);
  g_assert_cmpstr (second, ==, "produced (product: \"Stühle\", serial: 18446744073709551615)");
  g_assert_null (hark_spy_describe (spy, 2));
  g_assert_null (hark_spy_get_name (spy, 2));
}

static void
test_records_all_events (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = hark_spy_new (f->producer, NULL, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\1\2", 2);

  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_packed (f->producer, bytes);
  workshop_producer_emit_produced (f->producer, "a", 1);
  assert_seen (spy, "paused ()\npacked (content: <2 bytes: 01 02>)\nproduced (product: \"a\", serial: 1)\n");
  g_assert_cmpstr (hark_spy_get_name (spy, 0), ==, "paused");
  g_assert_cmpstr (hark_spy_get_name (spy, 2), ==, "produced");
}

static void
test_is_made_by_name (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkSpy) spy = hark_spy_new (f->producer, "paused", &error);

  g_assert_no_error (error);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_paused (f->producer);
  assert_seen (spy, "paused ()\n");

  g_assert_null (hark_spy_new (f->producer, "pausd", &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "pausd"));
}

static void
test_gives_typed_values (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = hark_spy_new (f->producer, NULL, NULL);
  g_autoptr(WorkshopProducerProduced) produced = NULL;
  GValue *boxed, *empty;

  workshop_producer_emit_produced (f->producer, "chair", 7);
  workshop_producer_emit_paused (f->producer);
  produced = HARK_SPY_DUP (spy, 0, workshop_producer_produced);
  g_assert_cmpstr (produced->product, ==, "chair");
  g_assert_cmpuint (produced->serial, ==, 7);
  g_assert_null (HARK_SPY_DUP (spy, 0, workshop_producer_packed));
  g_assert_null (HARK_SPY_DUP (spy, 2, workshop_producer_produced));

  boxed = hark_spy_dup_event (spy, 0);
  g_assert_true (G_VALUE_HOLDS (boxed, WORKSHOP_TYPE_PRODUCER_PRODUCED));
  g_assert_cmpstr (workshop_producer_produced_get_product (g_value_get_boxed (boxed)), ==, "chair");
  g_boxed_free (G_TYPE_VALUE, boxed);
  empty = hark_spy_dup_event (spy, 1);
  g_assert_true (g_value_get_boolean (empty));
  g_boxed_free (G_TYPE_VALUE, empty);
  g_assert_null (hark_spy_dup_event (spy, 2));
}

static void
test_is_cleared (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);

  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_spy_clear (spy);
  g_assert_cmpuint (hark_spy_get_n (spy), ==, 0);
  assert_seen (spy, "");
  workshop_producer_emit_produced (f->producer, "b", 2);
  assert_seen (spy, "produced (product: \"b\", serial: 2)\n");
}

static void
test_is_no_connection_to_others (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);

  g_assert_cmpuint (hark_disconnect_emitter (f->producer), ==, 0);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_cmpuint (hark_spy_get_n (spy), ==, 1);
}

/* --- waiting --- */

static gboolean
emit_later (gpointer producer)
{
  workshop_producer_emit_produced (producer, "later", 1);
  return G_SOURCE_REMOVE;
}

static void
test_waits_on_the_owners_thread (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);
  g_autoptr(GError) error = NULL;

  g_idle_add (emit_later, f->producer);
  g_idle_add (emit_later, f->producer);
  g_assert_true (hark_spy_await_n (spy, 2, PATIENCE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (hark_spy_get_n (spy), ==, 2);
  /* Not for more. */
  g_assert_true (hark_spy_await_n (spy, 1, 0, NULL, &error));
}

static void
test_a_wait_ends_with_the_time (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);
  g_autoptr(GError) error = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_false (hark_spy_await_n (spy, 2, 1000, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_cmpstr (error->message, ==,
                   "The wait timed out: 1 of 2 emissions of "
                   "event Workshop.Producer.produced (string product, uint64 serial) have come");
}

static void
test_a_wait_ends_with_the_emitter (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = hark_spy_new (f->producer, NULL, NULL);
  g_autoptr(GError) error = NULL;

  hark_loop_start (f->loop);
  workshop_producer_emit_paused (f->producer);
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, g_steal_pointer (&f->producer));
  g_assert_false (hark_spy_await_n (spy, 2, PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  g_clear_error (&error);
  /* And one that begins later does at once. */
  g_assert_false (hark_spy_await_n (spy, 2, PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  g_assert_true (hark_spy_await_n (spy, 1, PATIENCE, NULL, NULL));
  assert_seen (spy, "paused ()\n");
}

static void
await_inside (WorkshopConsumer *consumer,
              HarkSpy          *spy)
{
  g_autoptr(GError) error = NULL;

  /* What is there already needs no waiting. */
  g_assert_true (hark_spy_await_n (spy, 1, HARK_FOREVER, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hark_spy_await_n (spy, 2, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
}

static void
test_waiting_inside_a_call_is_refused (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_paused);
  g_auto(Diary) diary = { 0 };
  g_autoptr(WorkshopConsumer) consumer = NULL;

  diary_init (&diary);
  diary.act = (GFunc) await_inside;
  diary.data = spy;
  consumer = diary_consumer_new (&diary, f->loop);
  HARK_CONNECT (f->producer, workshop_producer_paused, consumer, workshop_consumer_on_paused);
  workshop_producer_emit_paused (f->producer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&diary, "paused ");
  g_clear_object (&consumer);
  hark_loop_run_until_idle (f->loop);
}

/* --- threads --- */

#define N_THREADS 4
#define N_EMISSIONS 2000

static gpointer
emit_many (gpointer producer)
{
  for (guint64 i = 0; i < N_EMISSIONS; i++)
    workshop_producer_emit_produced (producer, "many", i);
  return NULL;
}

static gpointer
await_all (gpointer spy)
{
  g_assert_true (hark_spy_await_n (spy, N_THREADS * N_EMISSIONS, PATIENCE, NULL, NULL));
  return NULL;
}

static void
test_hears_all_threads (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);
  GThread *waiting = g_thread_new ("waiting", await_all, spy);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("emitting", emit_many, f->producer);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_thread_join (waiting);
  g_assert_cmpuint (hark_spy_get_n (spy), ==, N_THREADS * N_EMISSIONS);
}

static void
test_may_go_during_emissions (Fixture       *f,
                              gconstpointer  data)
{
  GThread *thread = g_thread_new ("emitting", emit_many, f->producer);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);

      hark_spy_clear (spy);
    }
  g_thread_join (thread);
  hark_loop_run_until_idle (f->loop);
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
enter (Gate *gate)
{
  gate_enter (gate);
}

static gpointer
pause_once (gpointer producer)
{
  workshop_producer_emit_paused (producer);
  return NULL;
}

/* The spy goes while an emission that it is yet to hear is held before it. */
static void
test_may_go_before_its_turn (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(HarkSpy) first = NULL;
  GThread *thread;
  Gate gate;

  gate_init (&gate);
  HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_paused, f->producer, enter, &gate, NULL,
                          HARK_CONNECT_INLINE);
  first = HARK_SPY_ON (f->producer, workshop_producer_paused);
  thread = g_thread_new ("emitting", pause_once, f->producer);
  gate_await (&gate);
  g_assert_cmpuint (hark_spy_get_n (first), ==, 0);
  g_clear_object (&first);
  gate_open (&gate);
  g_thread_join (thread);
  gate_clear (&gate);
}

static void
test_outlives_the_emitter (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = HARK_SPY_ON (f->producer, workshop_producer_produced);

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  assert_seen (spy, "produced (product: \"a\", serial: 1)\n");
}

static void
test_does_not_keep_the_emitter (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkSpy) spy = hark_spy_new (f->producer, NULL, NULL);
  gpointer producer = f->producer;

  g_object_add_weak_pointer (producer, &producer);
  g_clear_object (&f->producer);
  g_assert_null (producer);
  g_assert_cmpuint (hark_spy_get_n (spy), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/spy/records/one-event", test_records_one_event);
  ADD ("/spy/records/all-events", test_records_all_events);
  ADD ("/spy/records/by-name", test_is_made_by_name);
  ADD ("/spy/records/typed-values", test_gives_typed_values);
  ADD ("/spy/records/until-cleared", test_is_cleared);
  ADD ("/spy/records/is-not-disconnected-with-others", test_is_no_connection_to_others);
  ADD ("/spy/await/iterates-on-the-owners-thread", test_waits_on_the_owners_thread);
  ADD ("/spy/await/ends-with-the-time", test_a_wait_ends_with_the_time);
  ADD ("/spy/await/ends-with-the-emitter", test_a_wait_ends_with_the_emitter);
  ADD ("/spy/await/refused-inside-a-call", test_waiting_inside_a_call_is_refused);
  ADD ("/spy/threads/hears-all", test_hears_all_threads);
  ADD ("/spy/threads/may-go-during-emissions", test_may_go_during_emissions);
  ADD ("/spy/threads/may-go-before-its-turn", test_may_go_before_its_turn);
  ADD ("/spy/life/outlives-the-emitter", test_outlives_the_emitter);
  ADD ("/spy/life/does-not-keep-the-emitter", test_does_not_keep_the_emitter);
  return g_test_run ();
}
