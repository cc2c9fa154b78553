/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a connection is asked for: once, only once, not now. Rule 10. */

#include <stdatomic.h>

#include "diary-private.h"

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
  f->loop = hark_loop_new ("options");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static gboolean
is_heard (Fixture *f)
{
  return hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index);
}

static HarkConnection *
connect_once (Fixture *f)
{
  return HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                            f->consumer, workshop_consumer_on_produced, HARK_CONNECT_SINGLE_SHOT);
}

/* --- single-shot --- */

static void
test_three_emits_one_call (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = hark_connection_ref (connect_once (f));

  g_assert_true (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_false (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "b", 2);
  workshop_producer_emit_produced (f->producer, "c", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
  g_assert_false (is_heard (f));

  workshop_producer_emit_produced (f->producer, "d", 4);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

enum
{
  N_THREADS = 4,
  N_CONNECTS = 500,
  N_ROUNDS = 40000,
};

typedef struct
{
  WorkshopProducer *producer;
  atomic_uint       n_begun;  /* rounds that may be emitted in */
  atomic_uint       n_done;   /* emissions */
} Race;

/* Gives way only after a while, so that both threads go on at the same time. */
static void
await (atomic_uint *n,
       guint        least)
{
  for (guint i = 1; atomic_load (n) < least; i++)
    if (i % 1000 == 0)
      g_thread_yield ();
}

/* One emission a round, both threads' at the same time. */
static gpointer
emit_in_rounds (gpointer data)
{
  Race *race = data;

  for (guint i = 1; i <= N_ROUNDS; i++)
    {
      await (&race->n_begun, i);
      workshop_producer_emit_produced (race->producer, "x", 1);
      atomic_fetch_add (&race->n_done, 1);
    }
  return NULL;
}

static void
test_one_call_whoever_emits (Fixture       *f,
                             gconstpointer  data)
{
  Race race = { .producer = f->producer };
  GThread *thread = g_thread_new ("emitter", emit_in_rounds, &race);

  for (guint i = 1; i <= N_ROUNDS; i++)
    {
      for (guint j = 0; j < 4; j++)
        connect_once (f);
      atomic_store (&race.n_begun, i);
      workshop_producer_emit_produced (f->producer, "x", 1);
      await (&race.n_done, i);
      hark_loop_run_until_idle (f->loop);
      diary_assert (&f->diary, "x:1 x:1 x:1 x:1 ");
    }
  g_thread_join (thread);
}

static void
emit_again (gpointer consumer,
            gpointer fixture)
{
  workshop_producer_emit_produced (((Fixture *) fixture)->producer, "again", 2);
}

static void
test_an_emission_inside_its_call_is_another (Fixture       *f,
                                             gconstpointer  data)
{
  f->diary.act = emit_again;
  f->diary.data = f;
  connect_once (f);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
test_its_queued_call_can_be_disconnected (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = hark_connection_ref (connect_once (f));

  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_connection_disconnect (connection);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_false (is_heard (f));
}

static void
test_its_queued_call_outlives_the_emitter (Fixture       *f,
                                           gconstpointer  data)
{
  connect_once (f);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
test_its_data_is_freed_once (Fixture       *f,
                             gconstpointer  data)
{
  HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, diary_produced, &f->diary,
                          diary_destroyed, HARK_CONNECT_SINGLE_SHOT);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 destroyed ");
}

static void
emit_inside (Fixture    *f,
             const char *product,
             guint64     serial)
{
  diary_produced (&f->diary, product, serial);
  workshop_producer_emit_produced (f->producer, "inside", 2);
}

static void
test_a_direct_one_is_called_once (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = NULL;

  connection = HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, emit_inside, f, NULL,
                                       HARK_CONNECT_INLINE | HARK_CONNECT_SINGLE_SHOT);
  hark_connection_ref (connection);
  workshop_producer_emit_produced (f->producer, "a", 1);
  diary_assert (&f->diary, "a:1 ");
  g_assert_false (hark_connection_is_connected (connection));
  g_assert_false (is_heard (f));
  workshop_producer_emit_produced (f->producer, "b", 2);
  diary_assert (&f->diary, "");
}

/* --- unique --- */

static HarkConnection *
connect_unique (Fixture *f)
{
  return HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                            f->consumer, workshop_consumer_on_produced, HARK_CONNECT_UNIQUE);
}

static void
test_the_second_is_the_first (Fixture       *f,
                              gconstpointer  data)
{
  HarkConnection *first = connect_unique (f);

  g_assert_nonnull (first);
  g_assert_true (connect_unique (f) == first);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");

  hark_connection_disconnect (first);
  workshop_producer_emit_produced (f->producer, "b", 2);
  g_assert_true (hark_connection_is_connected (connect_unique (f)));
  workshop_producer_emit_produced (f->producer, "c", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "c:3 ");
}

static void
test_the_first_need_not_have_asked (Fixture       *f,
                                    gconstpointer  data)
{
  HarkConnection *first = HARK_CONNECT (f->producer, workshop_producer_produced,
                                        f->consumer, workshop_consumer_on_produced);

  g_assert_true (connect_unique (f) == first);
  /* Who does not ask gets a second one. */
  g_assert_true (HARK_CONNECT (f->producer, workshop_producer_produced,
                               f->consumer, workshop_consumer_on_produced) != first);
}

static void
test_what_differs_is_connected (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(WorkshopConsumer) other = workshop_consumer_new (f->loop, NULL, NULL, NULL);
  HarkConnection *connections[5];

  connections[0] = connect_unique (f);
  connections[1] = HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                                      other, workshop_consumer_on_produced, HARK_CONNECT_UNIQUE);
  connections[2] = HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                                      f->consumer, workshop_consumer_on_failing, HARK_CONNECT_UNIQUE);
  connections[3] = HARK_CONNECT_FULL (f->producer, workshop_producer_paused,
                                      f->consumer, workshop_consumer_on_paused, HARK_CONNECT_UNIQUE);
  connections[4] = HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                                      f->consumer, workshop_consumer_on_produced,
                                      HARK_CONNECT_UNIQUE | HARK_CONNECT_SENDER);
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    for (guint j = 0; j < i; j++)
      g_assert_true (connections[i] != connections[j]);
}

static void
test_the_second_ones_data_is_freed (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;
  HarkConnection *connections[2];

  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    connections[i] = HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, diary_produced,
                                             &f->diary, diary_destroyed, HARK_CONNECT_UNIQUE);
  g_assert_true (connections[0] == connections[1]);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "destroyed ");
  workshop_producer_emit_produced (f->producer, "a", 1);
  drained = hark_connection_disconnect_drain (connections[0]);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 destroyed ");
}

static gpointer
connect_many (gpointer fixture)
{
  HarkConnection *connection = NULL;

  for (guint i = 0; i < N_CONNECTS; i++)
    connection = connect_unique (fixture);
  return connection;
}

static void
test_there_is_one_whoever_connects (Fixture       *f,
                                    gconstpointer  data)
{
  GThread *threads[N_THREADS];
  HarkConnection *first;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("connecter", connect_many, f);
  first = g_thread_join (threads[0]);
  for (guint i = 1; i < N_THREADS; i++)
    g_assert_true (g_thread_join (threads[i]) == first);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

/* --- block --- */

static void
test_blocks_nest (Fixture       *f,
                  gconstpointer  data)
{
  HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_produced,
                                             f->consumer, workshop_consumer_on_produced);

  workshop_producer_emit_produced (f->producer, "queued", 1);
  hark_connection_block (connection);
  g_assert_true (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_connection_block (connection);
  workshop_producer_emit_produced (f->producer, "c", 3);
  hark_connection_unblock (connection);
  workshop_producer_emit_produced (f->producer, "d", 4);
  hark_connection_unblock (connection);
  workshop_producer_emit_produced (f->producer, "e", 5);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "queued:1 e:5 ");
}

static void
test_a_blocked_one_ends (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = NULL;

  connection = hark_connection_ref (HARK_CONNECT (f->producer, workshop_producer_produced,
                                                  f->consumer, workshop_consumer_on_produced));
  hark_connection_block (connection);
  hark_connection_disconnect (connection);
  hark_connection_unblock (connection);
  g_assert_false (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_false (is_heard (f));
}

static void
test_a_blocked_one_is_not_consumed (Fixture       *f,
                                    gconstpointer  data)
{
  HarkConnection *connection = connect_once (f);

  hark_connection_block (connection);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_connection_unblock (connection);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "b:2 ");
}

static void
test_unblocking_needs_a_block (Fixture       *f,
                               gconstpointer  data)
{
  HarkConnection *connection = connect_once (f);

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*was_blocked*");
  hark_connection_unblock (connection);
  g_test_assert_expected_messages ();
  hark_connection_block (connection);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/10/single-shot/three-emits-one-call", test_three_emits_one_call);
  ADD ("/rule/10/single-shot/one-call-whoever-emits", test_one_call_whoever_emits);
  ADD ("/rule/10/single-shot/an-emission-inside-its-call-is-another", test_an_emission_inside_its_call_is_another);
  ADD ("/rule/10/single-shot/its-queued-call-can-be-disconnected", test_its_queued_call_can_be_disconnected);
  ADD ("/rule/10/single-shot/its-queued-call-outlives-the-emitter", test_its_queued_call_outlives_the_emitter);
  ADD ("/rule/10/single-shot/its-data-is-freed-once", test_its_data_is_freed_once);
  ADD ("/rule/10/single-shot/a-direct-one-is-called-once", test_a_direct_one_is_called_once);
  ADD ("/rule/10/unique/the-second-is-the-first", test_the_second_is_the_first);
  ADD ("/rule/10/unique/the-first-need-not-have-asked", test_the_first_need_not_have_asked);
  ADD ("/rule/10/unique/what-differs-is-connected", test_what_differs_is_connected);
  ADD ("/rule/10/unique/the-second-ones-data-is-freed", test_the_second_ones_data_is_freed);
  ADD ("/rule/10/unique/there-is-one-whoever-connects", test_there_is_one_whoever_connects);
  ADD ("/rule/10/block/blocks-nest", test_blocks_nest);
  ADD ("/rule/10/block/a-blocked-one-ends", test_a_blocked_one_ends);
  ADD ("/rule/10/block/a-blocked-one-is-not-consumed", test_a_blocked_one_is_not_consumed);
  ADD ("/rule/10/block/unblocking-needs-a-block", test_unblocking_needs_a_block);
  return g_test_run ();
}
