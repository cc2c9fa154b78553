/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for answers and events of objects, and refusing to: of rules 22 and 23
 * what holds without tasks. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
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
  diary_init (&f->diary);
  f->loop = hark_loop_new ("waiting");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, &slots, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
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
test_on_the_own_thread_it_iterates (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  guint64 answer = 0;

  workshop_consumer_on_paused (f->consumer);
  g_assert_true (workshop_producer_await_stock (f->producer, HARK_FOREVER, NULL, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (answer, ==, 42);
  diary_assert (&f->diary, "paused ");
}

typedef struct
{
  WorkshopProducer *producer;
  guint64           answer;
  GError           *error;
  int               is_done;
} Waiter;

static gpointer
await_stock (gpointer data)
{
  Waiter *self = data;

  workshop_producer_await_stock (self->producer, HARK_FOREVER, NULL, &self->answer, &self->error);
  g_atomic_int_set (&self->is_done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
test_on_another_thread_it_blocks (Fixture       *f,
                                  gconstpointer  data)
{
  Waiter waiter = { f->producer, 0, NULL, FALSE };
  GThread *thread = g_thread_new ("waiter", await_stock, &waiter);

  while (!g_atomic_int_get (&waiter.is_done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_no_error (waiter.error);
  g_assert_cmpuint (waiter.answer, ==, 42);
}

static void
test_the_next_event_is_awaited_from_then_on (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(HarkFuture) first = NULL;
  g_autoptr(HarkFuture) second = NULL;
  g_autoptr(WorkshopProducerProduced) produced = NULL;
  g_autoptr(WorkshopProducerProduced) other = NULL;
  g_autoptr(GError) error = NULL;

  workshop_producer_emit_produced (f->producer, "missed", 1);
  first = workshop_producer_next_produced (f->producer);
  second = workshop_producer_next_produced (f->producer);
  g_assert_false (hark_future_is_settled (first));
  workshop_producer_emit_produced (f->producer, "heard", 2);
  workshop_producer_emit_produced (f->producer, "late", 3);

  /* Two who wait for one event both hear it. */
  produced = workshop_producer_finish_produced (first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (produced->product, ==, "heard");
  g_assert_cmpuint (produced->serial, ==, 2);
  other = workshop_producer_finish_produced (second, &error);
  g_assert_cmpstr (other->product, ==, "heard");
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static gboolean
emit_soon (gpointer producer)
{
  workshop_producer_emit_produced (producer, "soon", 7);
  return G_SOURCE_REMOVE;
}

static void
test_awaiting_an_event_iterates (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(WorkshopProducerProduced) produced = NULL;
  g_autoptr(GError) error = NULL;

  g_idle_add (emit_soon, f->producer);
  produced = workshop_producer_await_produced (f->producer, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (workshop_producer_produced_get_product (produced), ==, "soon");
  g_assert_cmpuint (workshop_producer_produced_get_serial (produced), ==, 7);
}

static void
test_a_wait_times_out (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  for (gint64 timeout = 0; timeout <= 1000; timeout += 1000)
    {
      g_assert_null (workshop_producer_await_produced (f->producer, timeout, NULL, &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
      g_clear_error (&error);
    }
  /* What nobody waits for any more is told to nobody. */
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
}

static gboolean
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_a_wait_is_cancelled (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_idle_add (cancel, cancellable);
  g_assert_false (workshop_producer_await_paused (f->producer, HARK_FOREVER, cancellable, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (workshop_producer_await_paused (f->producer, HARK_FOREVER, cancellable, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
}

static gpointer
drop (gpointer object)
{
  g_object_unref (object);
  return NULL;
}

static void
test_an_emitter_that_ends_ends_the_wait (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr(HarkFuture) here = workshop_producer_next_produced (f->producer);
  g_autoptr(HarkFuture) there = NULL;
  g_autoptr(WorkshopProducer) other = workshop_producer_new (f->loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_clear_object (&f->producer);
  g_assert_null (workshop_producer_finish_produced (here, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  g_assert_nonnull (strstr (error->message, "event Workshop.Producer.produced"));
  g_clear_error (&error);

  there = workshop_producer_next_paused (other);
  g_thread_join (g_thread_new ("dropper", drop, g_steal_pointer (&other)));
  g_assert_false (hark_future_await (there, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
}

static void
await_inside (gpointer consumer,
              gpointer fixture)
{
  Fixture *f = fixture;
  g_autoptr(HarkFuture) settled = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;
  guint64 answer = 7;

  f->diary.act = NULL;
  g_assert_false (workshop_producer_await_stock (f->producer, HARK_FOREVER, NULL, &answer, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_assert_cmpuint (answer, ==, 7);
  g_clear_error (&error);
  g_assert_null (workshop_producer_await_produced (f->producer, 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_clear_error (&error);

  /* What is settled is no wait. */
  hark_future_resolve (settled, NULL);
  g_assert_true (hark_future_await (settled, HARK_FOREVER, NULL, &error));
  g_assert_no_error (error);
  g_string_append (f->diary.text, "refused ");
}

static void
test_waiting_inside_a_call_is_refused (Fixture       *f,
                                       gconstpointer  data)
{
  f->diary.act = await_inside;
  f->diary.data = f;
  workshop_consumer_on_paused (f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused refused ");
}

static void
test_dropped_answers_are_freed (Fixture       *f,
                                gconstpointer  data)
{
  /* Before the slot runs, and afterwards: LeakSanitizer sees what is left. */
  hark_future_unref (workshop_producer_call_stock (f->producer));
  hark_future_unref (workshop_producer_next_produced (f->producer));
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 1);
  workshop_producer_emit_produced (f->producer, "a", 1);
}

/* --- then --- */

typedef struct
{
  Fixture *fixture;
  guint    n_destroyed;
} Then;

static void
answered (HarkFuture *future,
          gpointer    context,
          gpointer    data)
{
  Then *then = data;
  g_autoptr(GError) error = NULL;
  guint64 answer = 0;

  g_assert_true (context == then->fixture->consumer);
  g_assert_cmpuint (then->n_destroyed, ==, 0);
  if (workshop_producer_finish_stock (future, &answer, &error))
    g_string_append_printf (then->fixture->diary.text, "answered %u ", (guint) answer);
  else
    g_string_append_printf (then->fixture->diary.text, "error %d ", error->code);
}

static void
then_destroyed (gpointer data)
{
  ((Then *) data)->n_destroyed++;
}

static void
test_then_is_queued (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = workshop_producer_call_stock (f->producer);
  Then before = { .fixture = f }, after = { .fixture = f };

  hark_future_then (answer, f->consumer, answered, &before, then_destroyed);
  workshop_consumer_on_paused (f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused answered 42 ");
  g_assert_cmpuint (before.n_destroyed, ==, 1);

  g_assert_true (hark_future_is_settled (answer));
  hark_future_then (answer, f->consumer, answered, &after, then_destroyed);
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "answered 42 ");
  g_assert_cmpuint (after.n_destroyed, ==, 1);
}

static void
test_then_counts_as_awaiting (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(WorkshopProducer) empty = workshop_producer_new (f->loop, NULL, NULL, NULL);
  HarkFuture *answer = workshop_producer_call_stock (empty);
  Then then = { .fixture = f };

  hark_future_then (answer, f->consumer, answered, &then, then_destroyed);
  hark_future_unref (answer);
  hark_loop_run_until_idle (f->loop); /* or the program would have ended */
  g_assert_cmpstr (f->diary.text->str, ==, "error 11 ");
  g_assert_cmpint (HARK_ERROR_NOT_IMPLEMENTED, ==, 11);
}

static void
test_then_ends_with_its_context (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = workshop_producer_call_stock (f->producer);
  g_autoptr(HarkFuture) pending = hark_future_new (NULL);
  Then then = { .fixture = f }, never = { .fixture = f };

  hark_future_then (answer, f->consumer, answered, &then, then_destroyed);
  hark_future_then (pending, f->consumer, answered, &never, then_destroyed);
  g_clear_object (&f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "closed destroyed ");
  g_assert_cmpuint (then.n_destroyed, ==, 1);
  g_assert_cmpuint (never.n_destroyed, ==, 0);
  g_clear_pointer (&pending, hark_future_unref);
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (never.n_destroyed, ==, 1);
}

static void
test_an_answer_is_finished_by_its_own_function (Fixture       *f,
                                                gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = workshop_producer_call_stock (f->producer);
  g_autoptr(GError) error = NULL;
  double weight = 7;

  g_assert_true (hark_future_await (answer, HARK_FOREVER, NULL, NULL));
  g_assert_false (workshop_producer_finish_weigh (answer, &weight, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
  g_assert_cmpfloat (weight, ==, 7);
  g_clear_error (&error);
  g_assert_false (workshop_producer_finish_paused (answer, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/object/waiting/an-answer-is-finished-by-its-own-function",
       test_an_answer_is_finished_by_its_own_function);
  ADD ("/rule/22/on-the-own-thread-it-iterates", test_on_the_own_thread_it_iterates);
  ADD ("/rule/22/on-another-thread-it-blocks", test_on_another_thread_it_blocks);
  ADD ("/rule/22/the-next-event-is-awaited-from-then-on", test_the_next_event_is_awaited_from_then_on);
  ADD ("/rule/22/awaiting-an-event-iterates", test_awaiting_an_event_iterates);
  ADD ("/rule/22/a-wait-times-out", test_a_wait_times_out);
  ADD ("/rule/22/a-wait-is-cancelled", test_a_wait_is_cancelled);
  ADD ("/rule/22/an-emitter-that-ends-ends-the-wait", test_an_emitter_that_ends_ends_the_wait);
  ADD ("/rule/23/waiting-inside-a-call-is-refused", test_waiting_inside_a_call_is_refused);
  ADD ("/rule/22/dropped-answers-are-freed", test_dropped_answers_are_freed);
  ADD ("/object/then/is-queued", test_then_is_queued);
  ADD ("/object/then/counts-as-awaiting", test_then_counts_as_awaiting);
  ADD ("/object/then/ends-with-its-context", test_then_ends_with_its_context);
  return g_test_run ();
}
