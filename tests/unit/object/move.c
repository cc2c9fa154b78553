/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An object that changes its loop: what waits for it goes along, in its order. Rule 18. */

#include <stdatomic.h>

#include "diary-private.h"
#include "gate-private.h"
#include "object/seat/anchor-private.h"
#include "object/loop/loop-private.h"
#include "object/seat/remote-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *here;   /* these three are this thread's; started */
  HarkLoop         *there;
  HarkLoop         *late;   /* not started */
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->here = hark_loop_new ("here");
  f->there = hark_loop_new ("there");
  f->late = hark_loop_new ("late");
  hark_loop_start (f->here);
  hark_loop_start (f->there);
  iterate ();
  f->producer = workshop_producer_new (f->here, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->here);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_start (f->late);
  iterate ();
  g_clear_object (&f->here);
  g_clear_object (&f->there);
  g_clear_object (&f->late);
  iterate ();
  diary_clear (&f->diary);
}

static void
move_to (gpointer  object,
         HarkLoop *loop)
{
  g_autoptr(GError) error = NULL;
  gboolean is_moved = hark_object_set_loop (HARK_OBJECT (object), loop, &error);

  g_assert_no_error (error);
  g_assert_true (is_moved);
  g_assert_true (hark_object_get_loop (HARK_OBJECT (object)) == loop);
}

static void
connect (Fixture *f)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
}

static void
emit (Fixture    *f,
      const char *product)
{
  workshop_producer_emit_produced (f->producer, product, 1);
}

static void
stop (HarkLoop *loop,
      gint64    timeout)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, timeout);

  iterate ();
  g_assert_true (hark_future_is_settled (stopped));
}

/* --- pointers and relays --- */

static void
test_before_the_first_call_a_pointer_changes (Fixture       *f,
                                              gconstpointer  data)
{
  connect (f);
  move_to (f->consumer, f->late);
  move_to (f->consumer, f->there);
  emit (f, "a");
  g_assert_true (hark_anchor_get_lane (f->consumer->seat.anchor) == hark_loop_get_lane (f->there));
  iterate ();
  diary_assert (&f->diary, "a:1 ");
  g_assert_cmpuint (hark_loop_get_n_run (f->here), ==, 0);
  g_assert_cmpuint (hark_loop_get_n_run (f->there), ==, 1);
}

static void
test_what_is_queued_goes_along (Fixture       *f,
                                gconstpointer  data)
{
  connect (f);
  emit (f, "a");
  workshop_consumer_on_paused (f->consumer);
  move_to (f->consumer, f->there);
  emit (f, "b");
  workshop_consumer_on_paused (f->consumer);
  iterate ();
  diary_assert (&f->diary, "a:1 paused b:1 paused ");
  emit (f, "c");
  iterate ();
  diary_assert (&f->diary, "c:1 ");
  g_assert_cmpuint (hark_loop_get_n_run (f->here), ==, 0);
  g_assert_cmpuint (hark_loop_get_n_run (f->there), ==, 5);
  g_assert_cmpuint (hark_loop_get_n_discarded (f->here), ==, 0);
}

static void
test_others_stay (Fixture       *f,
                  gconstpointer  data)
{
  WorkshopConsumer *other = diary_consumer_new (&f->diary, f->here);

  connect (f);
  HARK_CONNECT (f->producer, workshop_producer_produced, other, workshop_consumer_on_failing);
  emit (f, "a");
  move_to (f->consumer, f->late);
  emit (f, "b");
  iterate ();
  diary_assert (&f->diary, "failing a failing b ");
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "a:1 b:1 ");
  g_object_unref (other);
  diary_assert (&f->diary, "closed destroyed ");
}

static void
test_again_and_back (Fixture       *f,
                     gconstpointer  data)
{
  connect (f);
  emit (f, "a");
  move_to (f->consumer, f->late);
  iterate ();
  emit (f, "b");
  move_to (f->consumer, f->there);
  emit (f, "c");
  move_to (f->consumer, f->late);
  iterate ();
  diary_assert (&f->diary, "");
  emit (f, "d");
  move_to (f->consumer, f->here);
  emit (f, "e");
  iterate ();
  diary_assert (&f->diary, "a:1 b:1 c:1 d:1 e:1 ");
  emit (f, "f");
  iterate ();
  diary_assert (&f->diary, "f:1 ");
  g_assert_cmpuint (hark_loop_get_n_run (f->here), ==, 6);
  /* The old tickets do nothing. */
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "");
}

static void
test_priorities_go_along (Fixture       *f,
                          gconstpointer  data)
{
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced,
                     HARK_CONNECT_IDLE);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_failing,
                     HARK_CONNECT_URGENT);
  emit (f, "a");
  move_to (f->consumer, f->late);
  iterate ();
  workshop_consumer_on_paused (f->consumer);
  iterate ();
  emit (f, "b");
  iterate ();
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "failing a failing b paused a:1 b:1 ");
}

static guint64
stock (WorkshopProducer *self)
{
  return 7;
}

static const WorkshopProducerSlots producer_slots = { .stock = stock };

static void
test_answers_come_back (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(WorkshopProducer) shop = workshop_producer_new (f->here, &producer_slots, NULL, NULL);
  g_autoptr(HarkFuture) first = workshop_producer_call_stock (shop);
  g_autoptr(HarkFuture) second = NULL;
  guint64 n = 0;

  move_to (shop, f->there);
  second = workshop_producer_call_stock (shop);
  iterate ();
  g_assert_true (workshop_producer_finish_stock (first, &n, NULL));
  g_assert_cmpuint (n, ==, 7);
  g_assert_true (workshop_producer_finish_stock (second, NULL, NULL));
}

/* --- inside its own call --- */

static void
go_late (gpointer consumer,
         gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  move_to (consumer, f->late);
}

static void
test_inside_its_own_call (Fixture       *f,
                          gconstpointer  data)
{
  connect (f);
  f->diary.act = go_late;
  f->diary.data = f;
  emit (f, "a");
  emit (f, "b");
  iterate ();
  diary_assert (&f->diary, "a:1 ");
  move_to (f->consumer, f->there);
  f->diary.act = go_late;
  iterate ();
  diary_assert (&f->diary, "b:1 ");
  emit (f, "c");
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "c:1 ");
}

/* --- ends --- */

static void
test_disconnected_on_the_way (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = NULL;

  connection = HARK_CONNECT_DATA (f->producer, workshop_producer_produced, f->consumer, diary_produced, &f->diary,
                                  diary_destroyed);
  hark_connection_ref (connection);
  emit (f, "a");
  move_to (f->consumer, f->late);
  iterate ();
  emit (f, "b");
  hark_connection_disconnect (connection);
  iterate ();
  diary_assert (&f->diary, "");
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "destroyed ");
}

static void
test_drained_on_the_way (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;
  HarkConnection *connection;

  connection = HARK_CONNECT_DATA (f->producer, workshop_producer_produced, f->consumer, diary_produced, &f->diary,
                                  diary_destroyed);
  emit (f, "a");
  move_to (f->consumer, f->late);
  drained = hark_connection_disconnect_drain (connection);
  iterate ();
  g_assert_false (hark_future_is_settled (drained));
  hark_loop_start (f->late);
  iterate ();
  g_assert_true (hark_future_is_settled (drained));
  diary_assert (&f->diary, "a:1 destroyed ");
}

static void
test_it_dies_on_the_way (Fixture       *f,
                         gconstpointer  data)
{
  connect (f);
  emit (f, "a");
  move_to (f->consumer, f->late);
  iterate ();
  emit (f, "b");
  workshop_consumer_on_paused (f->consumer);
  g_clear_object (&f->consumer);
  iterate ();
  diary_assert (&f->diary, "closed destroyed ");
  emit (f, "c");
  hark_loop_start (f->late);
  iterate ();
  diary_assert (&f->diary, "");
}

static void
test_the_first_loop_was_never_started (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(WorkshopConsumer) other = diary_consumer_new (&f->diary, f->late);

  HARK_CONNECT (f->producer, workshop_producer_produced, other, workshop_consumer_on_produced);
  emit (f, "a");
  iterate ();
  move_to (other, f->there);
  iterate ();
  diary_assert (&f->diary, "a:1 ");
  emit (f, "b");
  emit (f, "c");
  iterate ();
  emit (f, "d");
  iterate ();
  diary_assert (&f->diary, "b:1 c:1 d:1 ");
}

static void
test_the_first_loop_stops (Fixture       *f,
                           gconstpointer  data)
{
  connect (f);
  emit (f, "a");
  move_to (f->consumer, f->there);
  emit (f, "b");
  stop (f->here, 0);
  diary_assert (&f->diary, "a:1 b:1 ");
  g_assert_cmpuint (hark_loop_get_n_discarded (f->here), ==, 0);
  emit (f, "c");
  g_assert_true (workshop_consumer_on_paused (f->consumer));
  iterate ();
  diary_assert (&f->diary, "c:1 paused ");
  g_clear_object (&f->consumer);
  diary_assert (&f->diary, "closed destroyed ");
}

static void
test_rescued_from_a_loop_that_has_ended (Fixture       *f,
                                         gconstpointer  data)
{
  connect (f);
  emit (f, "lost");
  stop (f->here, 0);
  emit (f, "lost");
  move_to (f->consumer, f->there);
  emit (f, "a");
  iterate ();
  diary_assert (&f->diary, "a:1 ");
}

static void
test_the_new_loop_stops (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(WorkshopProducer) shop = workshop_producer_new (f->here, &producer_slots, NULL, NULL);
  g_autoptr(HarkFuture) first = workshop_producer_call_stock (shop);
  g_autoptr(HarkFuture) second = NULL;
  g_autoptr(GError) error = NULL;

  move_to (shop, f->late);
  iterate ();
  stop (f->late, 0);
  second = workshop_producer_call_stock (shop);
  iterate ();
  g_assert_false (workshop_producer_finish_stock (first, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (workshop_producer_finish_stock (second, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

static void
test_started_and_stopped_of_the_new_loop (Fixture       *f,
                                          gconstpointer  data)
{
  connect (f);
  emit (f, "a");
  move_to (f->consumer, f->late);
  iterate ();
  HARK_CONNECT (f->late, hark_loop_started, f->consumer, workshop_consumer_on_started);
  HARK_CONNECT (f->late, hark_loop_stopped, f->consumer, workshop_consumer_on_stopped);
  hark_loop_start (f->late);
  stop (f->late, HARK_FOREVER);
  diary_assert (&f->diary, "started a:1 stopped 0 ");
}

/* --- refused --- */

static gpointer
move_from_elsewhere (gpointer fixture)
{
  Fixture *f = fixture;
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_object_set_loop (HARK_OBJECT (f->consumer), f->there, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Workshop.Consumer cannot be moved to the loop 'there' from here"));
  return NULL;
}

static void
test_by_its_owner_only (Fixture       *f,
                        gconstpointer  data)
{
  g_thread_join (g_thread_new ("elsewhere", move_from_elsewhere, f));
  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->consumer)) == f->here);
}

static void
test_not_to_or_of_what_has_ended (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  stop (f->there, 0);
  g_assert_false (hark_object_set_loop (HARK_OBJECT (f->consumer), f->there, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);

  g_object_run_dispose (G_OBJECT (f->consumer));
  diary_assert (&f->diary, "closed destroyed ");
  g_assert_false (hark_object_set_loop (HARK_OBJECT (f->consumer), f->late, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

static void
test_not_what_is_no_object_of_harks (Fixture       *f,
                                     gconstpointer  data)
{
  g_autoptr(GObject) plain = g_object_new (G_TYPE_OBJECT, NULL);

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*HARK_IS_OBJECT*");
  g_assert_false (hark_object_set_loop ((HarkObject *) plain, f->there, NULL));
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*HARK_IS_LOOP*");
  g_assert_false (hark_object_set_loop (HARK_OBJECT (f->here), f->there, NULL));
  g_test_assert_expected_messages ();
}

/* --- threads --- */

enum
{
  N_THREADS = 3,
  N_EMITS = 4000,
};

typedef struct
{
  HarkLoop          *loops[4];        /* the first and the last are this thread's, the others have their own */
  WorkshopProducer  *producer;
  WorkshopConsumer  *consumer;
  guint64            last[N_THREADS]; /* the consumer's */
  guint              n_calls;         /* the same */
  guint              n_moves;         /* the same */
  atomic_uint        n_inside;        /* calls of the consumer, which are one at most */
  atomic_uint        n_done;
  atomic_uint        n_ended;         /* threads */
  gboolean           moves_inside;
} Storm;

static void
move_on (Storm *self)
{
  HarkLoop *loop = self->loops[++self->n_moves % 3];

  g_assert_true (hark_object_set_loop (HARK_OBJECT (self->consumer), loop, NULL));
}

/* @serial: thread and number. */
static void
note (Storm   *self,
      guint64  serial)
{
  guint thread = serial / 1000000;
  guint64 number = serial % 1000000;

  g_assert_cmpuint (atomic_fetch_add (&self->n_inside, 1), ==, 0);
  g_assert_cmpuint (number, ==, self->last[thread] + 1);
  self->last[thread] = number;
  self->n_calls++;
  if (self->moves_inside && self->n_calls % 50 == 0)
    move_on (self);
  g_assert_cmpuint (atomic_fetch_sub (&self->n_inside, 1), ==, 1);
  atomic_fetch_add (&self->n_done, 1);
}

static void
on_produced (WorkshopConsumer *consumer,
             const char       *product,
             guint64           serial)
{
  note (workshop_consumer_get_data (consumer), serial);
}

static const WorkshopConsumerSlots storm_slots = { .on_produced = on_produced };

typedef struct
{
  Storm *storm;
  guint  number;
} Emitter;

/* Events and calls in turn: both are of one order. */
static gpointer
storm_on (gpointer data)
{
  Emitter *self = data;
  Storm *storm = self->storm;

  for (guint i = 1; i <= N_EMITS; i++)
    {
      guint64 serial = self->number * 1000000 + i;

      if (i % 2)
        workshop_producer_emit_produced (storm->producer, "x", serial);
      else
        g_assert_true (workshop_consumer_on_produced (storm->consumer, "y", serial));
    }
  atomic_fetch_add (&storm->n_ended, 1);
  return NULL;
}

static void
storm_init (Storm *self)
{
  *self = (Storm) { .loops = { hark_loop_new ("one"), hark_loop_new_thread ("two"), hark_loop_new_thread ("three"),
                               hark_loop_new ("four") } };
  hark_loop_start (self->loops[0]);
  hark_loop_start (self->loops[3]);
  self->producer = workshop_producer_new (self->loops[1], NULL, NULL, NULL);
  self->consumer = workshop_consumer_new (self->loops[3], &storm_slots, self, NULL);
  HARK_CONNECT (self->producer, workshop_producer_produced, self->consumer, workshop_consumer_on_produced);
}

static void
storm_run (Storm    *self,
           gboolean  stops)
{
  Emitter emitters[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      emitters[i] = (Emitter) { self, i };
      threads[i] = g_thread_new ("emitter", storm_on, &emitters[i]);
    }
  while (atomic_load (&self->n_done) < N_THREADS * N_EMITS)
    {
      if (stops && atomic_load (&self->n_done) > N_EMITS)
        {
          hark_future_unref (hark_loop_stop (self->loops[3], 0));
          stops = FALSE;
        }
      g_main_context_iteration (NULL, FALSE);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

static void
storm_clear (Storm *self)
{
  g_autoptr(HarkFuture) first = NULL;
  g_autoptr(HarkFuture) second = NULL;

  g_clear_object (&self->consumer);
  g_clear_object (&self->producer);
  first = hark_loop_stop (self->loops[1], HARK_FOREVER);
  second = hark_loop_stop (self->loops[2], HARK_FOREVER);
  g_assert_true (hark_future_await (first, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_future_await (second, HARK_FOREVER, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (self->loops); i++)
    g_clear_object (&self->loops[i]);
  iterate ();
}

static void
test_each_thread_keeps_its_order (void)
{
  Storm storm;

  storm_init (&storm);
  storm.moves_inside = TRUE;
  storm_run (&storm, FALSE);
  g_assert_cmpuint (storm.n_moves, ==, N_THREADS * N_EMITS / 50);
  storm_clear (&storm);
}

static void
test_each_thread_keeps_its_order_while_the_first_loop_stops (void)
{
  for (guint i = 0; i < 10; i++)
    {
      Storm storm;

      storm_init (&storm);
      workshop_consumer_on_produced (storm.consumer, "z", 1); /* so that calls are relayed */
      iterate ();
      storm.last[0] = 0;
      atomic_store (&storm.n_done, 0);
      g_assert_true (hark_object_set_loop (HARK_OBJECT (storm.consumer), storm.loops[2], NULL));
      storm_run (&storm, TRUE);
      storm_clear (&storm);
    }
}

typedef struct
{
  Gate      gate;
  GThread  *closed_by;
  GThread  *called_by;
  HarkLoop *loop;
} Places;

static void
wait_inside (WorkshopConsumer *consumer)
{
  Places *self = workshop_consumer_get_data (consumer);

  self->called_by = g_thread_self ();
  gate_enter (&self->gate);
}

static void
note_closed (gpointer places)
{
  ((Places *) places)->closed_by = g_thread_self ();
}

static const WorkshopConsumerSlots places_slots = { .on_paused = wait_inside };

static void
note_thread_and_end (gpointer context,
                     gpointer thread)
{
  *(GThread **) thread = g_thread_self ();
  g_object_unref (context);
}

static gpointer
open_when_waited_for (gpointer gate)
{
  g_usleep (1000); /* gives the other a chance to be wrong; it is right without */
  gate_open (gate);
  return NULL;
}

static void
test_closed_on_the_new_owners_thread (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("far");
  WorkshopProducer *neighbour = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(GThread) opener = NULL;
  Places places = { .loop = loop };
  GThread *thread = NULL;
  HarkConnection *connection;
  WorkshopConsumer *consumer;

  gate_init (&places.gate);
  consumer = workshop_consumer_new (f->here, &places_slots, &places, note_closed);
  connection = HARK_CONNECT (f->producer, workshop_producer_paused, consumer, workshop_consumer_on_paused);
  workshop_producer_emit_paused (f->producer);
  move_to (consumer, loop);
  iterate ();
  gate_await (&places.gate);
  /* The call runs there, and that is where one waits for it. */
  opener = g_thread_ref (g_thread_new ("opener", open_when_waited_for, &places.gate));
  g_assert_true (hark_connection_disconnect_sync (connection, NULL));
  g_assert_true (places.gate.is_open);
  g_thread_join (opener);

  g_object_unref (consumer);
  hark_post_func (neighbour, note_thread_and_end, &thread, NULL);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_nonnull (thread);
  g_assert_true (places.called_by == thread);
  g_assert_true (places.closed_by == thread);
  gate_clear (&places.gate);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/18/before-the-first-call-a-pointer-changes", test_before_the_first_call_a_pointer_changes);
  ADD ("/rule/18/what-is-queued-goes-along", test_what_is_queued_goes_along);
  ADD ("/rule/18/others-stay", test_others_stay);
  ADD ("/rule/18/again-and-back", test_again_and_back);
  ADD ("/rule/18/priorities-go-along", test_priorities_go_along);
  ADD ("/rule/18/answers-come-back", test_answers_come_back);
  ADD ("/rule/18/inside-its-own-call", test_inside_its_own_call);
  ADD ("/rule/18/disconnected-on-the-way", test_disconnected_on_the_way);
  ADD ("/rule/18/drained-on-the-way", test_drained_on_the_way);
  ADD ("/rule/18/it-dies-on-the-way", test_it_dies_on_the_way);
  ADD ("/rule/18/the-first-loop-was-never-started", test_the_first_loop_was_never_started);
  ADD ("/rule/18/the-first-loop-stops", test_the_first_loop_stops);
  ADD ("/rule/18/rescued-from-a-loop-that-has-ended", test_rescued_from_a_loop_that_has_ended);
  ADD ("/rule/18/the-new-loop-stops", test_the_new_loop_stops);
  ADD ("/rule/18/started-and-stopped-of-the-new-loop", test_started_and_stopped_of_the_new_loop);
  ADD ("/rule/18/by-its-owner-only", test_by_its_owner_only);
  ADD ("/rule/18/not-to-or-of-what-has-ended", test_not_to_or_of_what_has_ended);
  ADD ("/rule/18/not-what-is-no-object-of-harks", test_not_what_is_no_object_of_harks);
  g_test_add_func ("/rule/18/each-thread-keeps-its-order", test_each_thread_keeps_its_order);
  g_test_add_func ("/rule/18/each-thread-keeps-its-order-while-the-first-loop-stops",
                   test_each_thread_keeps_its_order_while_the_first_loop_stops);
  ADD ("/rule/18/closed-on-the-new-owners-thread", test_closed_on_the_new_owners_thread);
  return g_test_run ();
}
