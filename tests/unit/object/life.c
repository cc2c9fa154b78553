/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The life of a loop: waiting, running, draining, stopped, or without its
 * context: rule 4. */

#include "diary-private.h"
#include "gate-private.h"

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
  f->loop = hark_loop_new ("life");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_calls_wait_for_the_start (Fixture       *f,
                               gconstpointer  data)
{
  HARK_CONNECT (f->loop, hark_loop_started, f->consumer, workshop_consumer_on_started);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_true (workshop_consumer_on_paused (f->consumer));
  iterate ();
  diary_assert (&f->diary, "");

  hark_loop_start (f->loop);
  hark_loop_start (f->loop);
  diary_assert (&f->diary, "");
  iterate ();
  diary_assert (&f->diary, "started a:1 paused ");
}

static void
emit_twice_more (gpointer consumer,
                 gpointer fixture)
{
  Fixture *f = fixture;
  guint n = GPOINTER_TO_UINT (g_object_get_data (consumer, "n"));

  g_object_set_data (consumer, "n", GUINT_TO_POINTER (n + 1));
  if (n < 2)
    workshop_producer_emit_produced (f->producer, "more", n);
}

static void
test_stopping_drains_what_is_queued_in_turn (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(HarkFuture) again = NULL;

  HARK_CONNECT (f->loop, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
  hark_loop_start (f->loop);
  workshop_producer_emit_produced (f->producer, "a", 1);
  f->diary.act = emit_twice_more;
  f->diary.data = f;

  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  g_assert_false (hark_future_is_settled (stopped));
  diary_assert (&f->diary, "");
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  diary_assert (&f->diary, "a:1 more:0 more:1 stopped 0 ");
  g_assert_cmpuint (hark_loop_get_n_discarded (f->loop), ==, 0);
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 4);

  again = hark_loop_stop (f->loop, HARK_FOREVER);
  g_assert_true (hark_future_is_settled (again));
}

static void
stop_when_told (gpointer consumer,
                gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  hark_future_unref (hark_loop_stop (f->loop, 0));
}

static void
test_stopping_past_the_deadline_discards_and_counts (Fixture       *f,
                                                     gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(GError) error = NULL;
  guint64 result = 77;

  HARK_CONNECT (f->loop, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
  f->diary.act = stop_when_told;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  answer = workshop_producer_call_stock (f->producer);
  workshop_consumer_on_paused (f->consumer);
  hark_loop_start (f->loop);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  diary_assert (&f->diary, "a:1 stopped 3 ");
  g_assert_cmpuint (hark_loop_get_n_discarded (f->loop), ==, 3);

  g_assert_false (workshop_producer_finish_stock (answer, &result, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_assert_cmpuint (result, ==, 77);
}

static void
test_a_stopped_loop_refuses (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(GError) error = NULL;

  hark_loop_start (f->loop);
  stopped = hark_loop_stop (f->loop, 0);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));

  g_assert_false (workshop_consumer_on_paused (f->consumer));
  workshop_producer_emit_produced (f->producer, "a", 1);
  answer = workshop_producer_call_stock (f->producer);
  g_assert_true (hark_future_is_settled (answer));
  g_assert_false (workshop_producer_finish_stock (answer, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  hark_loop_start (f->loop);
  iterate ();
  diary_assert (&f->diary, "");
  g_assert_cmpuint (hark_loop_get_n_discarded (f->loop), ==, 0);
}

static void
test_stopping_before_the_start_discards (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  HARK_CONNECT (f->loop, hark_loop_started, f->consumer, workshop_consumer_on_started);
  HARK_CONNECT (f->loop, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_consumer_on_paused (f->consumer);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  diary_assert (&f->diary, "stopped 2 ");
}

static void
emit_while_stopped (gpointer consumer,
                    gpointer fixture)
{
  Fixture *f = fixture;

  g_assert_false (workshop_consumer_on_paused (f->consumer));
  workshop_producer_emit_produced (f->producer, "late", 9);
}

static void
test_stopped_is_the_last_that_runs (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  HARK_CONNECT (f->loop, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
  hark_loop_start (f->loop);
  iterate ();
  f->diary.act = emit_while_stopped;
  f->diary.data = f;
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  iterate ();
  g_assert_true (hark_future_is_settled (stopped));
  diary_assert (&f->diary, "stopped 0 ");
}

static void
test_a_loop_without_its_context_refuses (void)
{
  for (guint is_started = 0; is_started < 2; is_started++)
    {
      g_auto(Diary) diary;
      g_autoptr(GMainContext) context = g_main_context_new ();
      g_autoptr(HarkLoop) loop = NULL;
      g_autoptr(WorkshopProducer) producer = NULL;
      WorkshopConsumer *consumer;
      g_autoptr(HarkFuture) queued = NULL;
      g_autoptr(HarkFuture) refused = NULL;
      g_autoptr(HarkFuture) stopped = NULL;
      g_autoptr(GError) error = NULL;

      diary_init (&diary);
      g_main_context_push_thread_default (context);
      loop = hark_loop_new (NULL);
      producer = workshop_producer_new (loop, NULL, NULL, NULL);
      consumer = diary_consumer_new (&diary, loop);
      g_main_context_pop_thread_default (context);

      if (is_started)
        hark_loop_start (loop);
      queued = workshop_producer_call_stock (producer);
      g_assert_true (workshop_consumer_on_paused (consumer));
      if (!is_started)
        while (g_main_context_iteration (context, FALSE))
          ;
      g_assert_true (hark_loop_get_context (loop) == context);
      g_clear_pointer (&context, g_main_context_unref);

      /* What was queued is answered at once, and freed. */
      g_assert_null (hark_loop_get_context (loop));
      g_assert_false (hark_loop_is_owner (loop));
      g_assert_true (hark_future_is_settled (queued));
      g_assert_false (workshop_producer_finish_stock (queued, NULL, &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
      g_clear_error (&error);
      g_assert_cmpuint (hark_loop_get_n_discarded (loop), ==, 2);

      g_assert_false (workshop_consumer_on_paused (consumer));
      refused = workshop_producer_call_stock (producer);
      g_assert_false (workshop_producer_finish_stock (refused, NULL, &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
      stopped = hark_loop_stop (loop, HARK_FOREVER);
      g_assert_true (hark_future_is_settled (stopped));

      diary_assert (&diary, "");
      g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*Workshop.Consumer is closed on a foreign thread*");
      g_object_unref (consumer);
      g_test_assert_expected_messages ();
      diary_assert (&diary, "closed destroyed ");
      g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*Workshop.Producer is closed on a foreign thread*");
      g_clear_object (&producer);
      g_test_assert_expected_messages ();
    }
}

/* Nobody is left who could start it: what waits is freed. */
static void
test_a_loop_that_is_never_started_is_freed (Fixture       *f,
                                            gconstpointer  data)
{
  HarkLoop *loop = f->loop;

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_object_add_weak_pointer (G_OBJECT (loop), (gpointer *) &loop);
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  diary_assert (&f->diary, "closed destroyed ");
  g_clear_object (&f->loop);
  g_assert_null (loop);
  iterate ();
  /* That its queue is freed is LeakSanitizer's to see. */
}

static gpointer
drop_object (gpointer object)
{
  g_object_unref (object);
  return NULL;
}

static void
test_an_object_whose_loop_waits_closes_on_the_owner (Fixture       *f,
                                                     gconstpointer  data)
{
  WorkshopConsumer *consumer = f->consumer;

  workshop_consumer_on_paused (consumer);
  g_object_add_weak_pointer (G_OBJECT (consumer), (gpointer *) &consumer);
  g_thread_join (g_thread_new ("dropper", drop_object, g_steal_pointer (&f->consumer)));
  diary_assert (&f->diary, "");
  iterate ();
  diary_assert (&f->diary, "closed destroyed ");
  g_assert_null (consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
stay_in_gate (gpointer consumer,
              gpointer gate)
{
  gate_enter (gate);
}

static void
test_a_deadline_ends_draining (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("slow");
  g_autoptr(HarkFuture) stopped = NULL;
  g_auto(Diary) diary;
  WorkshopConsumer *consumer;
  Gate gate;
  gint64 deadline;

  diary_init (&diary);
  gate_init (&gate);
  diary.act = stay_in_gate;
  diary.data = &gate;
  consumer = diary_consumer_new (&diary, loop);
  workshop_consumer_on_paused (consumer);
  workshop_consumer_on_paused (consumer);
  workshop_consumer_on_paused (consumer);
  gate_await (&gate);
  stopped = hark_loop_stop (loop, 1);
  deadline = g_get_monotonic_time () + 1;
  while (g_get_monotonic_time () <= deadline)
    ; /* the time given has passed, while the first call runs */
  g_object_unref (consumer);
  gate_open (&gate);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_cmpuint (hark_loop_get_n_discarded (loop), ==, 2);
  diary_assert (&diary, "paused closed destroyed ");
  gate_clear (&gate);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/04/calls-wait-for-the-start", test_calls_wait_for_the_start);
  ADD ("/rule/04/stopping-drains-what-is-queued-in-turn", test_stopping_drains_what_is_queued_in_turn);
  ADD ("/rule/04/stopping-past-the-deadline-discards-and-counts",
       test_stopping_past_the_deadline_discards_and_counts);
  ADD ("/rule/04/a-stopped-loop-refuses", test_a_stopped_loop_refuses);
  ADD ("/rule/04/stopping-before-the-start-discards", test_stopping_before_the_start_discards);
  ADD ("/rule/04/stopped-is-the-last-that-runs", test_stopped_is_the_last_that_runs);
  g_test_add_func ("/rule/04/a-loop-without-its-context-refuses", test_a_loop_without_its_context_refuses);
  ADD ("/rule/04/a-loop-that-is-never-started-is-freed", test_a_loop_that_is_never_started_is_freed);
  ADD ("/rule/16/an-object-whose-loop-waits-closes-on-the-owner",
       test_an_object_whose_loop_waits_closes_on_the_owner);
  g_test_add_func ("/rule/04/a-deadline-ends-draining", test_a_deadline_ends_draining);
  return g_test_run ();
}
