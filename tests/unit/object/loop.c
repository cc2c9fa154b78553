/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Running loops: until idle or stopped, inside each other, shared by objects, and
 * on threads of their own: of rules 4 and 6. */

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
test_run_until_idle_runs_all_there_is (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(WorkshopConsumer) own = diary_consumer_new (&f->diary, NULL); /* on another loop */

  f->diary.act = emit_twice_more;
  f->diary.data = f;
  workshop_consumer_on_paused (own);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused more:0 more:0 more:1 ");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
stop_soon (gpointer consumer,
           gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  hark_future_unref (hark_loop_stop (f->loop, HARK_FOREVER));
}

static void
test_run_lasts_until_stopped (Fixture       *f,
                              gconstpointer  data)
{
  f->diary.act = stop_soon;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run (f->loop);
  diary_assert (&f->diary, "a:1 b:2 ");
  hark_loop_run (f->loop); /* has stopped: returns */
}

static void
run_inside (gpointer consumer,
            gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "hark_loop_run_until_idle() inside a call*");
  hark_loop_run_until_idle (f->loop);
  g_test_assert_expected_messages ();
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "hark_loop_run() inside a call*");
  hark_loop_run (f->loop);
  g_test_assert_expected_messages ();
}

static void
test_running_inside_a_call_is_refused (Fixture       *f,
                                       gconstpointer  data)
{
  f->diary.act = run_inside;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 b:2 ");
}

static void
test_running_a_foreign_loop_is_refused (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("foreign");

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL,
                         "hark_loop_run_until_idle() on a thread that does not own the loop 'foreign'");
  hark_loop_run_until_idle (loop);
  g_test_assert_expected_messages ();
  g_assert_false (hark_loop_is_owner (loop));
}

/* --- 6: nested iteration --- */

static void
iterate_inside (gpointer consumer,
                gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  g_string_append (f->diary.text, "( ");
  workshop_consumer_on_paused (consumer); /* now its loop is ready again */
  iterate ();
  g_string_append (f->diary.text, ") ");
}

static void
test_nested_iteration_serves_other_loops_only (Fixture       *f,
                                               gconstpointer  data)
{
  g_auto(Diary) other_diary;
  g_autoptr(WorkshopConsumer) other = NULL;

  diary_init (&other_diary);
  other = diary_consumer_new (&other_diary, NULL);
  f->diary.act = iterate_inside;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  workshop_consumer_on_paused (other);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ( ) b:2 paused ");
  diary_assert (&other_diary, "paused ");
  g_clear_object (&other);
}

/* --- whose loop --- */

static void
test_objects_share_a_loop (Fixture       *f,
                           gconstpointer  data)
{
  Diary second = { .text = f->diary.text };
  g_autoptr(WorkshopConsumer) consumer = diary_consumer_new (&second, f->loop);
  g_autoptr(WorkshopConsumer) alone = diary_consumer_new (&second, NULL);
  g_autoptr(HarkLoop) loop = NULL;

  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->consumer)) == f->loop);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (consumer)) == f->loop);
  g_object_get (consumer, "loop", &loop, NULL);
  g_assert_true (loop == f->loop);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (alone)) != f->loop);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (alone)) == hark_object_get_loop (HARK_OBJECT (alone)));
  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->loop)) == f->loop);
  g_assert_cmpstr (hark_loop_get_name (f->loop), ==, "life");

  workshop_consumer_on_produced (f->consumer, "a", 1);
  workshop_consumer_on_produced (consumer, "b", 2);
  workshop_consumer_on_produced (f->consumer, "c", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 b:2 c:3 ");
  g_clear_object (&consumer);
  g_clear_object (&alone);
}

typedef struct
{
  Gate          gate;
  GThread      *thread;
  GMainContext *context;
} Where;

static void
tell_where (gpointer consumer,
            gpointer data)
{
  Where *where = data;

  where->thread = g_thread_self ();
  where->context = g_main_context_get_thread_default ();
  gate_enter (&where->gate);
}

static void
test_a_thread_loop_runs_on_its_own (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("own");
  g_autoptr(HarkFuture) stopped = NULL;
  g_auto(Diary) diary;
  Where where = { 0 };
  WorkshopConsumer *consumer;

  diary_init (&diary);
  gate_init (&where.gate);
  diary.act = tell_where;
  diary.data = &where;
  consumer = diary_consumer_new (&diary, loop);
  g_assert_true (workshop_consumer_on_paused (consumer));
  gate_await (&where.gate);
  g_assert_true (where.thread != g_thread_self ());
  g_assert_true (where.context == hark_loop_get_context (loop));
  g_object_unref (consumer);
  gate_open (&where.gate);

  /* Whatever was dropped is closed before it has stopped. */
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  diary_assert (&diary, "paused closed destroyed ");
  gate_clear (&where.gate);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/04/run-until-idle-runs-all-there-is", test_run_until_idle_runs_all_there_is);
  ADD ("/rule/04/run-lasts-until-stopped", test_run_lasts_until_stopped);
  ADD ("/rule/04/running-inside-a-call-is-refused", test_running_inside_a_call_is_refused);
  g_test_add_func ("/rule/04/running-a-foreign-loop-is-refused", test_running_a_foreign_loop_is_refused);
  ADD ("/rule/06/nested-iteration-serves-other-loops-only", test_nested_iteration_serves_other_loops_only);
  ADD ("/object/loop/objects-share-one", test_objects_share_a_loop);
  g_test_add_func ("/object/loop/a-thread-loop-runs-on-its-own", test_a_thread_loop_runs_on_its_own);
  return g_test_run ();
}
