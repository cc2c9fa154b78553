/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a slot's error goes: rule 21. What ends the program runs in one of its
 * own. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static double
weigh (WorkshopProducer  *self,
       const char        *product,
       GError           **error)
{
  if (g_str_equal (product, "air"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no air");
      return -1;
    }
  return 4.5;
}

static const WorkshopProducerSlots slots = { .weigh = weigh };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("exception");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, &slots, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->diary.fails = TRUE;
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
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
test_an_error_goes_to_who_awaits_it (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  double weight = 1;

  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  g_assert_false (workshop_producer_await_weigh (f->producer, "air", HARK_FOREVER, NULL, &weight, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "there is no air");
  g_assert_cmpfloat (weight, ==, 1);
  g_clear_error (&error);
  g_assert_true (workshop_producer_await_weigh (f->producer, "chair", HARK_FOREVER, NULL, &weight, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (weight, ==, 4.5);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
test_awaited_later_is_awaited (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = workshop_producer_call_weigh (f->producer, "air");
  g_autoptr(GError) error = NULL;

  hark_loop_run_until_idle (f->loop);
  g_assert_false (workshop_producer_finish_weigh (answer, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_pointer (&answer, hark_future_unref);
  hark_loop_run_until_idle (f->loop);
}

static void
test_nobody_awaits_and_the_loop_tells (Fixture       *f,
                                       gconstpointer  data)
{
  g_auto(Diary) watching;
  g_autoptr(WorkshopConsumer) watcher = NULL;

  diary_init (&watching);
  watcher = diary_consumer_new (&watching, NULL);
  HARK_CONNECT (f->loop, hark_loop_exception, watcher, workshop_consumer_on_exception);
  hark_loop_set_exit_on_error (f->loop, FALSE);
  g_assert_false (hark_loop_get_exit_on_error (f->loop));

  workshop_producer_emit_produced (f->producer, "chair", 1);
  workshop_consumer_on_paused (f->consumer);
  workshop_producer_emit_produced (f->producer, "table", 2);
  hark_loop_run_until_idle (f->loop);
  /* Later calls still run. */
  diary_assert (&f->diary, "failing chair paused failing table ");
  diary_assert (&watching,
                "exception Workshop.Consumer.on_failing g-io-error-quark 26 'chair is stuck' "
                "exception Workshop.Consumer.on_failing g-io-error-quark 26 'table is stuck' ");
  g_clear_object (&watcher);
}

static void
test_a_dropped_future_is_not_awaited (Fixture       *f,
                                      gconstpointer  data)
{
  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  f->diary.fails = FALSE;
  hark_loop_set_exit_on_error (f->loop, FALSE);

  /* Before the slot fails, and after. */
  hark_future_unref (workshop_producer_call_weigh (f->producer, "air"));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "exception Workshop.Producer.weigh g-io-error-quark 1 'there is no air' ");
  {
    HarkFuture *answer = workshop_producer_call_weigh (f->producer, "air");

    hark_loop_run_until_idle (f->loop);
    diary_assert (&f->diary, "");
    hark_future_unref (answer);
  }
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "exception Workshop.Producer.weigh g-io-error-quark 1 'there is no air' ");
}

static void
test_a_dropped_call_is_no_exception (Fixture       *f,
                                     gconstpointer  data)
{
  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  hark_future_unref (workshop_producer_call_weigh (f->producer, "air"));
  g_object_run_dispose (G_OBJECT (f->producer));
  hark_future_unref (workshop_producer_call_weigh (f->producer, "air"));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
test_a_slot_without_implementation_fails (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  guint64 stock = 7;

  g_assert_false (workshop_producer_await_stock (f->producer, HARK_FOREVER, NULL, &stock, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
  g_assert_nonnull (strstr (error->message, "slot Workshop.Producer.stock () -> uint64"));
  g_assert_cmpuint (stock, ==, 7);
  /* One that answers nothing has nothing to do. */
  g_assert_true (workshop_producer_request_product (f->producer, "a"));
  hark_loop_run_until_idle (f->loop);
}

static void
test_an_error_in_a_handler_is_logged (Fixture       *f,
                                      gconstpointer  data)
{
  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  hark_loop_set_exit_on_error (f->loop, FALSE);
  workshop_producer_emit_produced (f->producer, "chair", 1);
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING,
                         "*Workshop.Consumer.on_exception*failed while it handled an exception: "
                         "the handler fails too");
  hark_loop_run_until_idle (f->loop);
  g_test_assert_expected_messages ();
  diary_assert (&f->diary,
                "failing chair exception Workshop.Consumer.on_failing g-io-error-quark 26 'chair is stuck' ");
}

/* --- tasks --- */

static gpointer
fail (gpointer   data,
      GError   **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "too much to do");
  return NULL;
}

static gpointer
spawn_in_a_task (gpointer   data,
                 GError   **error)
{
  hark_task_unref (hark_task_spawn (fail, NULL, NULL));
  return NULL;
}

static void
spawn_two (gpointer consumer,
           gpointer fixture)
{
  ((Fixture *) fixture)->diary.act = NULL;
  hark_task_unref (hark_task_spawn (fail, NULL, NULL));
  hark_task_unref (hark_task_spawn (spawn_in_a_task, NULL, NULL));
}

static void
test_a_task_fails_like_the_call_that_spawned_it (Fixture       *f,
                                                 gconstpointer  data)
{
  f->diary.fails = FALSE;
  f->diary.act = spawn_two;
  f->diary.data = f;
  HARK_CONNECT (f->loop, hark_loop_exception, f->consumer, workshop_consumer_on_exception);
  hark_loop_set_exit_on_error (f->loop, FALSE);
  workshop_consumer_on_paused (f->consumer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_assert (&f->diary, "paused exception Hark.Task. g-io-error-quark 26 'too much to do' "
                           "exception Hark.Task. g-io-error-quark 26 'too much to do' ");
}

/* --- the program ends --- */

static void
fail_in_a_program (gboolean is_heard)
{
  Fixture f;

  set_up (&f, NULL);
  if (is_heard)
    {
      f.diary.fails = TRUE;
      HARK_CONNECT (f.loop, hark_loop_exception, f.consumer, workshop_consumer_on_exception);
    }
  workshop_producer_emit_produced (f.producer, "chair", 1);
  workshop_consumer_on_paused (f.consumer);
  hark_loop_run_until_idle (f.loop);
  g_printerr ("it goes on");
}

#define END_MESSAGE                                                                                   \
  "*slot Workshop.Consumer.on_failing (string product, uint64 serial) throws failed and nobody "   \
  "awaited its answer: chair is stuck (g-io-error-quark, code 26)*"

static void
test_the_program_ends_with_a_message (void)
{
  if (g_test_subprocess ())
    {
      fail_in_a_program (FALSE);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr (END_MESSAGE);
  g_test_trap_assert_stderr_unmatched ("*it goes on*");
}

static void
test_handlers_are_told_before_the_program_ends (void)
{
  if (g_test_subprocess ())
    {
      g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL); /* the handler's own error is logged */
      fail_in_a_program (TRUE);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*failed while it handled an exception" END_MESSAGE);
  g_test_trap_assert_stderr_unmatched ("*it goes on*");
}

static void
test_a_dropped_future_ends_the_program (void)
{
  if (g_test_subprocess ())
    {
      Fixture f;

      set_up (&f, NULL);
      hark_future_unref (workshop_producer_call_weigh (f.producer, "air"));
      hark_loop_run_until_idle (f.loop);
      g_printerr ("it goes on");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*slot Workshop.Producer.weigh (string product) -> double throws failed and nobody "
                             "awaited its answer: there is no air (g-io-error-quark, code 1)*");
  g_test_trap_assert_stderr_unmatched ("*it goes on*");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/21/an-error-goes-to-who-awaits-it", test_an_error_goes_to_who_awaits_it);
  ADD ("/rule/21/awaited-later-is-awaited", test_awaited_later_is_awaited);
  ADD ("/rule/21/nobody-awaits-and-the-loop-tells", test_nobody_awaits_and_the_loop_tells);
  ADD ("/rule/21/a-dropped-future-is-not-awaited", test_a_dropped_future_is_not_awaited);
  ADD ("/rule/21/a-dropped-call-is-no-exception", test_a_dropped_call_is_no_exception);
  ADD ("/rule/21/a-slot-without-implementation-fails", test_a_slot_without_implementation_fails);
  ADD ("/rule/21/an-error-in-a-handler-is-logged", test_an_error_in_a_handler_is_logged);
  ADD ("/rule/21/a-task-fails-like-the-call-that-spawned-it", test_a_task_fails_like_the_call_that_spawned_it);
  g_test_add_func ("/rule/21/the-program-ends-with-a-message", test_the_program_ends_with_a_message);
  g_test_add_func ("/rule/21/handlers-are-told-before-the-program-ends",
                   test_handlers_are_told_before_the_program_ends);
  g_test_add_func ("/rule/21/a-dropped-future-ends-the-program", test_a_dropped_future_ends_the_program);
  return g_test_run ();
}
