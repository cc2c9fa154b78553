/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for answers and events of objects in tasks: of rule 22 what holds there.
 * Outside of them: waiting.c. */

#include <hark/task.h>

#include "diary-private.h"

typedef struct
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
  GString          *log;
} Fixture;

static guint64
stock (WorkshopProducer *self)
{
  return 42;
}

static double
weigh (WorkshopProducer *self,
       const char       *product,
       GError          **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no %s", product);
  return 0;
}

static const WorkshopProducerSlots slots = { .stock = stock, .weigh = weigh };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("tasks");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, &slots, NULL, NULL);
  f->log = g_string_new (NULL);
  g_main_context_acquire (NULL);
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
  g_main_context_release (NULL);
  g_string_free (f->log, TRUE);
}

static void
note (Fixture      *f,
      const GError *error)
{
  g_string_append_printf (f->log, "%s:%d ", g_quark_to_string (error->domain), error->code);
}

/* --- answers --- */

static gpointer
ask_all (gpointer  data,
         GError  **error)
{
  Fixture *f = data;
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("far");
  g_autoptr(WorkshopProducer) far = workshop_producer_new (loop, &slots, NULL, NULL);
  g_autoptr(GError) own_error = NULL;
  guint64 n;
  double weight;

  g_assert_true (workshop_producer_await_stock (f->producer, HARK_FOREVER, NULL, &n, error));
  g_string_append_printf (f->log, "%" G_GUINT64_FORMAT " ", n);
  g_assert_true (workshop_producer_await_stock (far, HARK_FOREVER, NULL, &n, error));
  g_string_append_printf (f->log, "%" G_GUINT64_FORMAT " ", n);
  g_assert_false (workshop_producer_await_weigh (far, "chair", HARK_FOREVER, NULL, &weight, &own_error));
  g_assert_cmpstr (own_error->message, ==, "no chair");
  note (f, own_error);
  return NULL;
}

static void
test_a_task_gets_answers_from_any_loop (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_run (ask_all, f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (f->log->str, ==, "42 42 g-io-error-quark:1 ");
}

/* --- events --- */

static gpointer
await_event (gpointer  data,
             GError  **error)
{
  Fixture *f = data;
  g_autoptr(WorkshopProducerProduced) produced =
    workshop_producer_await_produced (f->producer, HARK_FOREVER, NULL, error);

  if (produced != NULL)
    g_string_append_printf (f->log, "%s-%" G_GUINT64_FORMAT " ", produced->product, produced->serial);
  else
    note (f, *error);
  return NULL;
}

static gpointer
await_event_in_thread (gpointer future)
{
  g_assert_true (hark_await (future, NULL));
  return workshop_producer_finish_produced (future, NULL);
}

static void
test_tasks_and_a_thread_hear_one_event (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(HarkTask) one = hark_task_spawn (await_event, f, NULL);
  g_autoptr(HarkTask) two = hark_task_spawn (await_event, f, NULL);
  g_autoptr(HarkFuture) next = workshop_producer_next_produced (f->producer);
  g_autoptr(WorkshopProducerProduced) heard = NULL;
  GThread *thread = g_thread_new ("listener", await_event_in_thread, next);

  settle_down ();
  workshop_producer_emit_produced (f->producer, "chair", 1);
  workshop_producer_emit_produced (f->producer, "table", 2);
  settle_down ();
  g_assert_cmpstr (f->log->str, ==, "chair-1 chair-1 ");
  heard = g_thread_join (thread);
  g_assert_cmpuint (heard->serial, ==, 1);
  g_assert_true (hark_await (hark_task_get_future (one), NULL));
  g_assert_true (hark_await (hark_task_get_future (two), NULL));
}

static gpointer
emit_and_await (gpointer  data,
                GError  **error)
{
  Fixture *f = data;
  g_autoptr(HarkFuture) next = workshop_producer_next_produced (f->producer);
  g_autoptr(WorkshopProducerProduced) produced = NULL;

  workshop_producer_emit_produced (f->producer, "chair", 3);
  g_assert_true (hark_await (next, error));
  produced = workshop_producer_finish_produced (next, error);
  g_assert_cmpuint (produced->serial, ==, 3);
  return NULL;
}

static void
test_what_is_emitted_before_the_wait_counts (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_run (emit_and_await, f, &error);
  g_assert_no_error (error);
}

static void
test_the_emitter_ends (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (await_event, f, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_clear_object (&f->producer);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
}

static void
test_the_task_is_cancelled (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (await_event, f, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  hark_task_cancel (task);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  /* Nobody waits for this any more. */
  workshop_producer_emit_produced (f->producer, "chair", 4);
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/22/a-task-gets-answers-from-any-loop", test_a_task_gets_answers_from_any_loop);
  ADD ("/rule/22/tasks-and-a-thread-hear-one-event", test_tasks_and_a_thread_hear_one_event);
  ADD ("/rule/22/what-is-emitted-before-the-wait-counts", test_what_is_emitted_before_the_wait_counts);
  ADD ("/rule/22/the-emitter-of-what-a-task-awaits-ends", test_the_emitter_ends);
  ADD ("/rule/22/a-task-that-awaits-an-event-is-cancelled", test_the_task_is_cancelled);
  return g_test_run ();
}
