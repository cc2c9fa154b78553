/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waits for events that end without one: nothing of rule 22 may stay at the emitter,
 * and nobody who still listens may be forgotten. */

#include <stdatomic.h>

#include <hark/clock.h>
#include <hark/combination.h>

#include "diary-private.h"

enum
{
  N_WAITS  = 10000,
  N_RACES  = 2000,
  N_EMITTERS = 50,
};

typedef struct
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("dropped");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_heard (WorkshopProducer *producer)
{
  return hark_seat_is_heard (&producer->seat, workshop_producer_produced__source.index);
}

static void
test_a_wait_that_times_out (Fixture       *f,
                            gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  for (guint i = 0; i < N_WAITS; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (workshop_producer_await_produced (f->producer, G_TIME_SPAN_MILLISECOND, NULL, &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
      g_assert_false (is_heard (f->producer));
    }
  hark_clock_set_virtual (FALSE);
}

static void
test_a_wait_that_is_cancelled (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (workshop_producer_await_produced (f->producer, HARK_FOREVER, cancellable, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  g_assert_false (is_heard (f->producer));
}

static void
test_a_dropped_future (Fixture       *f,
                       gconstpointer  data)
{
  HarkFuture *first = workshop_producer_next_produced (f->producer);
  HarkFuture *second = workshop_producer_next_produced (f->producer);

  hark_future_unref (first);
  g_assert_true (is_heard (f->producer));
  hark_future_unref (hark_future_ref (second));
  g_assert_true (is_heard (f->producer));
  hark_future_unref (second);
  g_assert_false (is_heard (f->producer));
}

static void
heard (HarkFuture *future,
       gpointer    context,
       gpointer    n_heard)
{
  g_autoptr(WorkshopProducerProduced) produced = workshop_producer_finish_produced (future, NULL);

  g_assert_cmpstr (produced->product, ==, "chair");
  ++*(guint *) n_heard;
}

static void
test_a_continuation_listens (Fixture       *f,
                             gconstpointer  data)
{
  guint n_heard = 0;
  HarkFuture *next = workshop_producer_next_produced (f->producer);

  hark_future_then (next, f->producer, heard, &n_heard, NULL);
  hark_future_unref (next);
  g_assert_true (is_heard (f->producer));
  workshop_producer_emit_produced (f->producer, "chair", 1);
  g_assert_false (is_heard (f->producer));
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (n_heard, ==, 1);
}

static void
test_a_combination_listens (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(WorkshopProducer) other = workshop_producer_new (f->loop, NULL, NULL, NULL);
  HarkFuture *items[2] = { workshop_producer_next_produced (f->producer),
                           workshop_producer_next_produced (other) };
  g_autoptr(HarkFuture) any = hark_future_any (items, 2);

  hark_future_unref (items[0]);
  hark_future_unref (items[1]);
  g_assert_true (is_heard (f->producer));
  g_assert_true (is_heard (other));
  workshop_producer_emit_produced (other, "chair", 1);
  g_assert_true (hark_future_is_settled (any));
  g_assert_false (is_heard (f->producer));
}

/* Who is not the emission may settle it as well. */
static void
test_a_future_settled_by_its_user (Fixture       *f,
                                   gconstpointer  data)
{
  HarkFuture *next = workshop_producer_next_produced (f->producer);

  hark_future_reject (next, g_error_new_literal (HARK_ERROR, HARK_ERROR_FAILED, "enough"));
  hark_future_unref (next);
  g_assert_false (is_heard (f->producer));
}

/* --- races --- */

typedef struct
{
  WorkshopProducer *producer;  /* owned */
  HarkFuture       *future;    /* owned; NULL: makes its own */
  atomic_uint      *n_ready;
} Dropper;

static void
meet (atomic_uint *n_ready)
{
  atomic_fetch_add (n_ready, 1);
  while (atomic_load (n_ready) < 2)
    g_thread_yield ();
}

static gpointer
drop_many (gpointer data)
{
  Dropper *self = data;

  meet (self->n_ready);
  for (guint i = 0; i < N_RACES; i++)
    hark_future_unref (workshop_producer_next_produced (self->producer));
  return NULL;
}

static void
test_drops_race_emissions (Fixture       *f,
                           gconstpointer  data)
{
  atomic_uint n_ready = 0;
  Dropper dropper = { f->producer, NULL, &n_ready };
  GThread *thread = g_thread_new ("dropper", drop_many, &dropper);

  meet (&n_ready);
  for (guint i = 0; i < N_RACES; i++)
    workshop_producer_emit_produced (f->producer, "chair", i);
  g_thread_join (thread);
  g_assert_false (is_heard (f->producer));
}

static gpointer
drop_one (gpointer data)
{
  Dropper *self = data;

  meet (self->n_ready);
  hark_future_unref (self->future);
  return NULL;
}

/* Two drop references to one future at a time. */
static void
test_drops_race_drops (Fixture       *f,
                       gconstpointer  data)
{
  for (guint i = 0; i < N_EMITTERS; i++)
    {
      HarkFuture *next = workshop_producer_next_produced (f->producer);
      atomic_uint n_ready = 0;
      Dropper dropper = { NULL, hark_future_ref (next), &n_ready };
      GThread *thread = g_thread_new ("dropper", drop_one, &dropper);

      meet (&n_ready);
      hark_future_unref (next);
      g_thread_join (thread);
      g_assert_false (is_heard (f->producer));
    }
}

static void
test_drops_race_the_end (Fixture       *f,
                         gconstpointer  data)
{
  for (guint i = 0; i < N_EMITTERS; i++)
    {
      WorkshopProducer *producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
      atomic_uint n_ready = 0;
      Dropper dropper = { NULL, workshop_producer_next_produced (producer), &n_ready };
      GThread *thread = g_thread_new ("dropper", drop_one, &dropper);

      meet (&n_ready);
      g_object_unref (producer);
      g_thread_join (thread);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/22/a-wait-that-times-out-leaves-nothing", test_a_wait_that_times_out);
  ADD ("/rule/22/a-wait-that-is-cancelled-leaves-nothing", test_a_wait_that_is_cancelled);
  ADD ("/rule/22/a-dropped-future-leaves-nothing", test_a_dropped_future);
  ADD ("/rule/22/a-future-settled-by-its-user-leaves-nothing", test_a_future_settled_by_its_user);
  ADD ("/rule/22/a-continuation-still-listens", test_a_continuation_listens);
  ADD ("/rule/22/a-combination-still-listens", test_a_combination_listens);
  ADD ("/rule/22/drops-race-emissions", test_drops_race_emissions);
  ADD ("/rule/22/drops-race-drops", test_drops_race_drops);
  ADD ("/rule/22/drops-race-the-end-of-the-emitter", test_drops_race_the_end);
  return g_test_run ();
}
