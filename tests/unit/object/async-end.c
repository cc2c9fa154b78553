/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How async slots end: by themselves, with an error, cancelled, with their loop, their
 * object or their context. */

#include <hark/clock.h>

#include "diary-private.h"
#include "kitchen-private.h"

typedef struct
{
  Kitchen       kitchen;
  Diary         diary;
  HarkLoop     *loop, *other;  /* on the same context; the second is started */
  WorkshopOven *oven;
  HarkFuture       *answer;    /* (nullable): of a slot, which the test does not look at */
  WorkshopConsumer *consumer;  /* hears of the loop's exceptions, and its end */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  kitchen_init (&f->kitchen);
  kitchen_shut (&f->kitchen, "bread");
  kitchen_shut (&f->kitchen, "soup");
  f->loop = hark_loop_new ("line");
  f->other = hark_loop_new ("other");
  hark_loop_start (f->other);
  f->oven = kitchen_oven_new (&f->kitchen, f->loop);
  diary_init (&f->diary);
  f->consumer = diary_consumer_new (&f->diary, f->other);
  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  HARK_CONNECT (f->loop, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->answer, hark_future_unref);
  g_clear_object (&f->oven);
  g_clear_object (&f->consumer);
  g_clear_object (&f->loop);
  g_clear_object (&f->other);
  kitchen_clear (&f->kitchen);
  diary_clear (&f->diary);
}

static void
run (Fixture *f)
{
  hark_loop_run_until_idle (f->other);
}

/* Of bread, which has begun. */
static HarkFuture *
begin (Fixture *f)
{
  HarkFuture *bread = workshop_oven_call_bake (f->oven, "bread");

  hark_loop_run_until_idle (f->loop);
  kitchen_assert (&f->kitchen, "bread( ");
  return bread;
}

static void
assert_failed (HarkFuture *answer,
               HarkError   code)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_is_settled (answer));
  hark_future_get_values (answer, &error);
  g_assert_error (error, HARK_ERROR, (int) code);
}

/* --- errors --- */

static void
jam (Fixture *f)
{
  g_assert_true (hark_future_reject (g_hash_table_lookup (f->kitchen.doors, "bread"),
                                     g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "jammed")));
}

static void
test_error (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);
  g_autoptr(GError) error = NULL;

  jam (f);
  run (f);
  kitchen_assert (&f->kitchen, "!26 )bread ");
  g_assert_false (workshop_oven_finish_bake (bread, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static void
test_error_of_connection (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (f->loop, NULL, NULL, NULL);

  hark_loop_set_exit_on_error (f->loop, FALSE);
  HARK_CONNECT (producer, workshop_producer_produced, f->oven, workshop_oven_on_produced);
  workshop_producer_emit_produced (producer, "bread", 1);
  workshop_oven_note (f->oven, "next");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  jam (f);
  run (f);
  kitchen_assert (&f->kitchen, "bread( !26 )bread next ");
  diary_assert (&f->diary, "exception Workshop.Oven.on_produced g-io-error-quark 26 'jammed' ");
}

static void
test_error_of_dropped (Fixture       *f,
                       gconstpointer  data)
{
  hark_loop_set_exit_on_error (f->loop, FALSE);
  hark_future_unref (begin (f));
  jam (f);
  run (f);
  kitchen_assert (&f->kitchen, "!26 )bread ");
  diary_assert (&f->diary, "exception Workshop.Oven.bake g-io-error-quark 26 'jammed' ");
}

static void
test_not_implemented (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(WorkshopOven) empty = workshop_oven_new (f->other, NULL, NULL, NULL);
  g_autoptr(HarkFuture) bread = workshop_oven_call_bake (empty, "bread");
  g_autoptr(HarkFuture) clean = workshop_oven_call_clean (empty, "bread");

  run (f);
  assert_failed (bread, HARK_ERROR_NOT_IMPLEMENTED);
  assert_failed (clean, HARK_ERROR_NOT_IMPLEMENTED);
}

/* --- cancelling --- */

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);

  workshop_oven_note (f->oven, "next");
  hark_future_cancel (bread);
  assert_failed (bread, HARK_ERROR_CANCELLED);
  run (f);
  kitchen_assert (&f->kitchen, "!4 )bread next ");
}

static gpointer
cancel (gpointer bread)
{
  hark_future_cancel (bread);
  return NULL;
}

static void
test_cancel_elsewhere (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);

  g_thread_join (g_thread_new ("canceller", cancel, bread));
  run (f);
  kitchen_assert (&f->kitchen, "!4 )bread ");
}

static void
test_cancel_queued (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = workshop_oven_call_bake (f->oven, "bread");

  hark_future_cancel (bread);
  workshop_oven_note (f->oven, "next");
  hark_loop_run_until_idle (f->loop);
  kitchen_assert (&f->kitchen, "next ");
}

static void
test_cancel_task (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);

  kitchen_open (&f->kitchen, "bread");
  run (f);
  hark_future_cancel (bread); /* too late */
  g_assert_true (workshop_oven_finish_bake (bread, NULL, NULL));
  kitchen_assert (&f->kitchen, ")bread ");
}

static void
test_cancel_concurrent (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(HarkFuture) soup = workshop_oven_call_watch (f->oven, "soup"), bread = NULL;

  hark_loop_run_until_idle (f->loop);
  kitchen_assert (&f->kitchen, "soup( ");
  bread = begin (f);
  hark_future_cancel (soup);
  run (f);
  kitchen_assert (&f->kitchen, ""); /* the loop is held */
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, ")bread !4 )soup ");
}

/* --- objects --- */

static void
test_object_goes (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);

  g_object_add_weak_pointer (G_OBJECT (f->oven), (gpointer *) &f->oven);
  g_object_unref (f->oven);
  run (f);
  kitchen_assert (&f->kitchen, "");
  g_assert_nonnull (f->oven);
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, ")bread closed ");
  g_assert_null (f->oven);
  g_assert_true (workshop_oven_finish_bake (bread, NULL, NULL));
}

static void
dispose (WorkshopOven *oven,
         const char   *what,
         gpointer      data)
{
  g_object_run_dispose (G_OBJECT (oven));
}

static void
test_object_disposes_of_itself (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = begin (f);
  g_autoptr(HarkFuture) next = workshop_oven_call_bake (f->oven, "next");

  f->kitchen.act = dispose;
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, ")bread closed ");
  assert_failed (next, HARK_ERROR_CLOSED);
  g_assert_true (workshop_oven_finish_bake (bread, NULL, NULL));
}

static void
test_emitter_goes (Fixture       *f,
                   gconstpointer  data)
{
  WorkshopProducer *producer = workshop_producer_new (f->loop, NULL, NULL, NULL);

  HARK_CONNECT (producer, workshop_producer_produced, f->oven, workshop_oven_on_produced);
  workshop_producer_emit_produced (producer, "bread", 1);
  workshop_producer_emit_produced (producer, "cake", 2);
  hark_loop_run_until_idle (f->loop);
  g_object_unref (producer);
  run (f);
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, "bread( )bread cake( )cake ");
}

static void
test_moves_when_it_has_returned (Fixture       *f,
                                 gconstpointer  data)
{
  f->answer = begin (f);
  workshop_oven_note (f->oven, "first");
  g_assert_true (hark_object_set_loop (HARK_OBJECT (f->oven), f->other, NULL));
  workshop_oven_note (f->oven, "second");
  run (f);
  kitchen_assert (&f->kitchen, "");
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, ")bread first second ");
  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->oven)) == f->other);
}

static void
move (WorkshopOven *oven,
      const char   *what,
      gpointer      other)
{
  g_assert_true (hark_object_set_loop (HARK_OBJECT (oven), other, NULL));
}

typedef struct
{
  HarkLoop   *loop;
  HarkFuture *door;
} Moving;

static void
move_and_wait (WorkshopOven *oven,
               const char   *what,
               gpointer      data)
{
  Moving *moving = data;

  move (oven, what, moving->loop);
  g_assert_true (hark_await (moving->door, NULL));
}

/* Of an object that has moved calls come as tickets. */
static void
test_moves_itself_again (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkLoop) third = hark_loop_new ("third");
  g_autoptr(HarkFuture) soup = NULL;
  Moving moving = { third, g_hash_table_lookup (f->kitchen.doors, "soup") };

  f->answer = begin (f);
  hark_loop_start (third);
  f->kitchen.act = move;
  f->kitchen.data = f->other;
  kitchen_open (&f->kitchen, "bread");
  soup = workshop_oven_call_bake (f->oven, "cake");
  run (f);
  kitchen_assert (&f->kitchen, ")bread cake( )cake ");

  g_clear_pointer (&soup, hark_future_unref);
  f->kitchen.act = move_and_wait;
  f->kitchen.data = &moving;
  soup = workshop_oven_call_bake (f->oven, "cake");
  workshop_oven_note (f->oven, "last");
  run (f);
  kitchen_assert (&f->kitchen, "cake( ");
  kitchen_open (&f->kitchen, "soup");
  run (f);
  kitchen_assert (&f->kitchen, ")cake last ");
  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->oven)) == third);
}

/* --- stopping --- */

static void
test_stop_drains (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = NULL, stopped = NULL;

  bread = begin (f);
  workshop_oven_note (f->oven, "queued");
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  run (f);
  diary_assert (&f->diary, "");
  g_assert_false (hark_future_is_settled (stopped));
  kitchen_open (&f->kitchen, "bread");
  run (f);
  kitchen_assert (&f->kitchen, ")bread queued ");
  diary_assert (&f->diary, "stopped 0 ");
  g_assert_true (hark_future_is_settled (stopped));
}

static void
test_stop_cancels (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(HarkFuture) bread = NULL, stopped = NULL;

  hark_clock_set_virtual (TRUE);
  bread = begin (f);
  workshop_oven_note (f->oven, "queued");
  stopped = hark_loop_stop (f->loop, G_TIME_SPAN_HOUR);
  hark_clock_advance (G_TIME_SPAN_HOUR - 1);
  run (f);
  kitchen_assert (&f->kitchen, "");
  hark_clock_advance (1);
  run (f);
  kitchen_assert (&f->kitchen, "!4 )bread ");
  assert_failed (bread, HARK_ERROR_CANCELLED);
  diary_assert (&f->diary, "stopped 1 ");
  g_assert_true (hark_future_is_settled (stopped));
  hark_clock_set_virtual (FALSE);
}

static void
test_stop_at_once (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  f->answer = begin (f);
  stopped = hark_loop_stop (f->loop, 0);
  run (f);
  kitchen_assert (&f->kitchen, "!4 )bread ");
  g_assert_true (hark_future_is_settled (stopped));
}

static void
shield (WorkshopOven *oven,
        const char   *what,
        gpointer      door)
{
  hark_task_shield ();
  g_assert_true (hark_await (door, NULL));
  hark_task_unshield ();
}

static void
test_stop_waits_for_clean_up (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  f->answer = begin (f);
  f->kitchen.act = shield;
  f->kitchen.data = g_hash_table_lookup (f->kitchen.doors, "soup");
  stopped = hark_loop_stop (f->loop, 0);
  run (f);
  kitchen_assert (&f->kitchen, "!4 ");
  g_assert_false (hark_future_is_settled (stopped));
  kitchen_open (&f->kitchen, "soup");
  run (f);
  kitchen_assert (&f->kitchen, ")bread ");
  g_assert_true (hark_future_is_settled (stopped));
}

static void
test_stop_waits_for_concurrent (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  f->answer = workshop_oven_call_watch (f->oven, "soup");
  workshop_oven_note (f->oven, "next");
  hark_loop_run_until_idle (f->loop);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  run (f);
  kitchen_assert (&f->kitchen, "soup( next ");
  g_assert_false (hark_future_is_settled (stopped));
  kitchen_open (&f->kitchen, "soup");
  run (f);
  kitchen_assert (&f->kitchen, ")soup ");
  g_assert_true (hark_future_is_settled (stopped));
}

static void
test_stop_cancels_concurrent (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkFuture) soup = workshop_oven_call_watch (f->oven, "soup"), stopped = NULL;

  hark_loop_run_until_idle (f->loop);
  workshop_oven_note (f->oven, "queued");
  stopped = hark_loop_stop (f->loop, 0);
  run (f);
  kitchen_assert (&f->kitchen, "soup( !4 )soup ");
  diary_assert (&f->diary, "stopped 1 ");
  assert_failed (soup, HARK_ERROR_CANCELLED);
  g_assert_true (hark_future_is_settled (stopped));
}

/* No turn comes round meanwhile, though a call is queued: run() would never end. */
static void
test_stop_rests (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(HarkFuture) soup = workshop_oven_call_watch (f->oven, "soup"), stopped = NULL;

  kitchen_shut (&f->kitchen, "tea");
  f->kitchen.act = shield;
  f->kitchen.data = g_hash_table_lookup (f->kitchen.doors, "tea");
  hark_loop_run_until_idle (f->loop);
  workshop_oven_note (f->oven, "queued");
  stopped = hark_loop_stop (f->loop, 0);
  run (f);
  kitchen_assert (&f->kitchen, "soup( !4 ");
  g_assert_false (hark_future_is_settled (stopped));
  kitchen_open (&f->kitchen, "tea");
  run (f);
  kitchen_assert (&f->kitchen, ")soup ");
  diary_assert (&f->diary, "stopped 1 ");
  assert_failed (soup, HARK_ERROR_CANCELLED);
  g_assert_true (hark_future_is_settled (stopped));
}

/* What listens to `stopped` may take its time too. */
static void
test_stopped_is_heard (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  kitchen_shut (&f->kitchen, "stopped 0");
  HARK_CONNECT (f->loop, hark_loop_stopped, f->oven, workshop_oven_on_stopped);
  hark_loop_run_until_idle (f->loop);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  run (f);
  kitchen_assert (&f->kitchen, "stopped 0( ");
  g_assert_false (hark_future_is_settled (stopped));
  g_assert_false (workshop_oven_note (f->oven, "late"));
  kitchen_open (&f->kitchen, "stopped 0");
  run (f);
  kitchen_assert (&f->kitchen, ")stopped 0 ");
  g_assert_true (hark_future_is_settled (stopped));
}

/* --- the context --- */

static void
test_context_goes (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  GMainContext *context = g_main_context_new ();
  g_autoptr(HarkLoop) loop = NULL;
  g_autoptr(HarkFuture) bread = NULL, soup = NULL, next = NULL, stopped = NULL;
  WorkshopOven *oven, *concurrent;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  kitchen_shut (&kitchen, "soup");
  g_main_context_push_thread_default (context);
  loop = hark_loop_new ("line");
  oven = kitchen_oven_new (&kitchen, loop);
  concurrent = kitchen_oven_new (&kitchen, NULL);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  soup = workshop_oven_call_watch (concurrent, "soup");
  hark_loop_run_until_idle (loop);
  next = workshop_oven_call_bake (oven, "next");
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  kitchen_assert (&kitchen, "bread( soup( ");
  g_main_context_pop_thread_default (context);

  g_main_context_unref (context);
  g_assert_true (g_str_equal (kitchen.text->str, "!1 )soup !1 )bread ")
                 || g_str_equal (kitchen.text->str, "!1 )bread !1 )soup "));
  assert_failed (bread, HARK_ERROR_CLOSED);
  assert_failed (soup, HARK_ERROR_CLOSED);
  assert_failed (next, HARK_ERROR_CLOSED);
  g_assert_true (hark_future_is_settled (stopped));
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*closed on a foreign thread*");
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*closed on a foreign thread*");
  g_object_unref (oven);
  g_object_unref (concurrent);
  g_test_assert_expected_messages ();
}

static void
add (const char *name,
     void      (*test) (Fixture *f, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/rule/21/error-of-an-async-slot-goes-to-who-awaits-it", test_error);
  add ("/rule/21/error-of-an-async-slot-that-a-connection-called-is-an-exception", test_error_of_connection);
  add ("/rule/21/error-of-an-async-slot-is-an-exception-when-its-future-was-dropped", test_error_of_dropped);
  add ("/async-slot/without-implementation-fails", test_not_implemented);
  add ("/rule/26/cancelling-the-future-cancels-the-slot", test_cancel);
  add ("/rule/26/cancelling-the-future-elsewhere-cancels-the-slot", test_cancel_elsewhere);
  add ("/rule/26/cancelled-call-does-not-begin", test_cancel_queued);
  add ("/rule/26/cancelling-a-settled-future-does-nothing", test_cancel_task);
  add ("/rule/26/cancelled-concurrent-slot-waits-for-who-holds-the-loop", test_cancel_concurrent);
  add ("/rule/15/object-lives-until-its-async-slot-has-returned", test_object_goes);
  add ("/rule/15/object-may-dispose-of-itself-in-an-async-slot", test_object_disposes_of_itself);
  add ("/rule/15/async-slot-goes-on-when-the-emitter-is-gone", test_emitter_goes);
  add ("/rule/18/object-moves-when-its-async-slot-has-returned", test_moves_when_it_has_returned);
  add ("/rule/18/object-that-has-moved-moves-when-its-async-slot-has-returned", test_moves_itself_again);
  add ("/rule/04/stopping-waits-for-who-holds-the-loop-and-drains", test_stop_drains);
  add ("/rule/04/deadline-of-stopping-cancels-who-holds-the-loop", test_stop_cancels);
  add ("/rule/04/stopping-at-once-cancels-who-holds-the-loop", test_stop_at_once);
  add ("/rule/04/stopped-is-after-the-clean-up-of-who-held-the-loop", test_stop_waits_for_clean_up);
  add ("/rule/04/stopping-waits-for-concurrent-slots", test_stop_waits_for_concurrent);
  add ("/rule/04/deadline-of-stopping-cancels-concurrent-slots", test_stop_cancels_concurrent);
  add ("/rule/04/loop-rests-until-what-cleans-up-has-ended", test_stop_rests);
  add ("/rule/04/loop-ends-when-an-async-slot-has-heard-of-it", test_stopped_is_heard);
  g_test_add_func ("/rule/22/async-slots-end-with-their-context", test_context_goes);
  return g_test_run ();
}
