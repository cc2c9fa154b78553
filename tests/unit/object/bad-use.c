/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for what a stopped loop was to do: every wait ends, and says which slot
 * was not run. */

#include <string.h>

#include <hark/task.h>

#include "diary-private.h"

typedef struct
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
} Fixture;

static guint64
stock (WorkshopProducer *self)
{
  return 42;
}

static const WorkshopProducerSlots slots = { .stock = stock };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("stopping");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, &slots, NULL, NULL);
}

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  settle_down ();
}

static void
stop (Fixture *f)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (f->loop, 0);

  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

static void
assert_closed (const GError *error,
               const char   *loop)
{
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_assert_nonnull (strstr (error->message, "Workshop.Producer.stock"));
  g_assert_nonnull (strstr (error->message, "has been stopped"));
  g_assert_nonnull (strstr (error->message, loop));
}

static void
test_calling_one_that_has_stopped (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n = 7;

  stop (f);
  answer = workshop_producer_call_stock (f->producer);
  g_assert_true (hark_future_is_settled (answer));
  g_assert_false (hark_await (answer, &error));
  assert_closed (error, "'stopping'");
  g_clear_error (&error);

  g_assert_false (workshop_producer_await_stock (f->producer, HARK_FOREVER, NULL, &n, &error));
  assert_closed (error, "'stopping'");
  g_assert_cmpuint (n, ==, 7);
  g_assert_false (workshop_producer_request_product (f->producer, "chair"));
}

static gpointer
await_answer (gpointer  data,
              GError  **error)
{
  return GINT_TO_POINTER (hark_await (data, error));
}

static gpointer
await_answer_in_thread (gpointer data)
{
  GError *error = NULL;

  g_assert_false (hark_await (data, &error));
  return error;
}

static void
test_waiting_while_it_stops (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) error_of_thread = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  GThread *thread;

  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  f->loop = hark_loop_new ("not started");
  f->producer = workshop_producer_new (f->loop, &slots, NULL, NULL);
  answer = workshop_producer_call_stock (f->producer);
  task = hark_task_spawn (await_answer, answer, NULL);
  g_main_context_acquire (NULL);
  thread = g_thread_new ("waiter", await_answer_in_thread, answer);
  settle_down ();
  g_assert_false (hark_future_is_settled (answer));

  stopped = hark_loop_stop (f->loop, 0);
  g_assert_null (hark_task_await (task, &error));
  assert_closed (error, "'not started'");
  error_of_thread = g_thread_join (thread);
  assert_closed (error_of_thread, "'not started'");
  g_assert_true (hark_await (stopped, NULL));
  g_main_context_release (NULL);
}

/* Its context goes, with calls that nobody will run any more. */
static void
test_waiting_while_its_context_goes (Fixture       *f,
                                     gconstpointer  data)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr(HarkLoop) loop = NULL;
  g_autoptr(WorkshopProducer) producer = NULL;
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  loop = hark_loop_new ("going");
  hark_loop_start (loop);
  producer = workshop_producer_new (loop, &slots, NULL, NULL);
  answer = workshop_producer_call_stock (producer);
  g_main_context_pop_thread_default (context);
  task = hark_task_spawn (await_answer, answer, NULL);
  settle_down ();

  g_main_context_unref (context);
  g_assert_null (hark_task_await (task, &error));
  assert_closed (error, "'going'");

  /* It is closed in place, which is told. */
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*");
  g_clear_object (&producer);
  g_test_assert_expected_messages ();
}

static void
count (HarkFuture *future,
       gpointer    context,
       gpointer    data)
{
  (*(int *) data) += 100;
}

static void
destroyed (gpointer data)
{
  (*(int *) data)++;
}

static void
test_continuing_on_one_that_has_stopped (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr(HarkFuture) settled = hark_future_new_resolved (NULL, NULL);
  g_autoptr(HarkFuture) pending = hark_future_new (NULL);
  int n = 0;

  hark_future_then (pending, f->producer, count, &n, destroyed);
  stop (f);
  hark_future_then (settled, f->producer, count, &n, destroyed);
  g_assert_true (hark_future_resolve (pending, NULL));
  settle_down ();
  g_assert_cmpint (n, ==, 2); /* nothing was called, all was freed */
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/22/calling-a-stopped-loop-fails-at-once", test_calling_one_that_has_stopped);
  ADD ("/rule/22/waits-end-when-the-loop-stops", test_waiting_while_it_stops);
  ADD ("/rule/22/waits-end-when-the-context-goes", test_waiting_while_its_context_goes);
  ADD ("/rule/22/continuing-on-a-stopped-loop-frees", test_continuing_on_one_that_has_stopped);
  return g_test_run ();
}
