/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Disconnecting, on the receiver's thread and on another: rule 9. */

#include "diary-private.h"
#include "gate-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  HarkConnection   *connection;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("disconnect");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->connection = hark_connection_ref (HARK_CONNECT (f->producer, workshop_producer_produced,
                                                     f->consumer, workshop_consumer_on_produced));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  hark_connection_unref (f->connection);
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
test_queued_call_does_not_run_after_disconnect (Fixture       *f,
                                                gconstpointer  data)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_connection_disconnect (f->connection);
  workshop_producer_emit_produced (f->producer, "c", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
  g_assert_false (hark_connection_is_connected (f->connection));
  hark_connection_disconnect (f->connection);
}

static void
disconnect_inside (gpointer consumer,
                   gpointer fixture)
{
  hark_connection_disconnect (((Fixture *) fixture)->connection);
}

static void
test_a_slot_disconnects_itself (Fixture       *f,
                                gconstpointer  data)
{
  f->diary.act = disconnect_inside;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
test_other_connections_go_on (Fixture       *f,
                              gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_connection_disconnect (f->connection);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 b:2 ");
}

static gpointer
disconnect (gpointer connection)
{
  hark_connection_disconnect (connection);
  return NULL;
}

static void
test_from_another_thread_too (Fixture       *f,
                              gconstpointer  data)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_thread_join (g_thread_new ("disconnector", disconnect, f->connection));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

/* --- and waiting for the call that runs --- */

static void
disconnect_sync_inside (gpointer consumer,
                        gpointer fixture)
{
  Fixture *f = fixture;
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_connection_disconnect_sync (f->connection, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
}

static void
test_sync_inside_the_call_is_refused (Fixture       *f,
                                      gconstpointer  data)
{
  f->diary.act = disconnect_sync_inside;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  /* It has ended all the same. */
  g_assert_false (hark_connection_is_connected (f->connection));
  diary_assert (&f->diary, "a:1 ");
}

static void
disconnect_sync_of_the_other (gpointer consumer,
                              gpointer fixture)
{
  Fixture *f = fixture;
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_connection_disconnect_sync (f->connection, &error));
  g_assert_no_error (error);
}

static void
test_sync_inside_another_call_of_the_loop_returns (Fixture       *f,
                                                   gconstpointer  data)
{
  f->diary.act = disconnect_sync_of_the_other;
  f->diary.data = f;
  workshop_consumer_on_paused (f->consumer);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused ");
}

static void
test_sync_returns_at_once_where_nothing_runs (Fixture       *f,
                                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_true (hark_connection_disconnect_sync (f->connection, &error));
  g_assert_no_error (error);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
stay_in_gate (gpointer consumer,
              gpointer gate)
{
  gate_enter (gate);
  g_string_append (((Diary *) workshop_consumer_get_data (consumer))->text, "left ");
}

typedef struct
{
  Gate           *gate;
  HarkConnection *connection;
} Opener;

/* Opens the gate once the connection has ended, and not before. */
static gpointer
open_when_ended (gpointer data)
{
  Opener *self = data;

  while (hark_connection_is_connected (self->connection))
    g_thread_yield ();
  gate_open (self->gate);
  return NULL;
}

static void
test_sync_waits_for_the_running_call (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("receiver");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(GError) error = NULL;
  HarkConnection *connection;
  WorkshopConsumer *consumer;
  GThread *opener;
  Diary diary;
  Gate gate;

  diary_init (&diary);
  gate_init (&gate);
  diary.act = stay_in_gate;
  diary.data = &gate;
  consumer = diary_consumer_new (&diary, loop);
  connection = hark_connection_ref (HARK_CONNECT (producer, workshop_producer_produced,
                                                  consumer, workshop_consumer_on_produced));
  workshop_producer_emit_produced (producer, "a", 1);
  workshop_producer_emit_produced (producer, "b", 2);
  gate_await (&gate);
  opener = g_thread_new ("opener", open_when_ended, &(Opener) { &gate, connection });
  g_assert_true (hark_connection_disconnect_sync (connection, &error));
  g_assert_no_error (error);
  /* The call has returned, and no other begins: what it uses may be freed. */
  diary_assert (&diary, "a:1 left ");
  g_thread_join (opener);

  g_object_unref (consumer);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  diary_assert (&diary, "closed destroyed ");
  hark_connection_unref (connection);
  gate_clear (&gate);
  diary_clear (&diary);
}

static void
stay_directly (GObject    *context,
               const char *product,
               guint64     serial)
{
  gate_enter (g_object_get_data (context, "gate"));
  g_object_set_data (context, "left", context);
}

static gpointer
emit (gpointer producer)
{
  workshop_producer_emit_produced (producer, "a", 1);
  return NULL;
}

static void
test_sync_waits_for_a_direct_call (void)
{
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GError) error = NULL;
  HarkConnection *connection;
  GThread *emitter, *opener;
  Gate gate;

  gate_init (&gate);
  g_object_set_data (context, "gate", &gate);
  connection = hark_connection_ref (HARK_CONNECT_DIRECT (producer, workshop_producer_produced,
                                                         context, stay_directly));
  emitter = g_thread_new ("emitter", emit, producer);
  gate_await (&gate);
  opener = g_thread_new ("opener", open_when_ended, &(Opener) { &gate, connection });
  g_assert_true (hark_connection_disconnect_sync (connection, &error));
  g_assert_no_error (error);
  g_assert_nonnull (g_object_get_data (context, "left"));
  g_thread_join (opener);
  g_thread_join (emitter);
  hark_connection_unref (connection);
  gate_clear (&gate);
}

static void
hear_directly (GObject    *context,
               const char *product,
               guint64     serial)
{
  g_atomic_int_inc ((int *) g_object_get_data (context, "n-heard"));
}

static gpointer
emit_twice (gpointer producer)
{
  workshop_producer_emit_produced (producer, "a", 1);
  workshop_producer_emit_produced (producer, "b", 2);
  return NULL;
}

/* Who waits for the direct connection is who makes the room. */
static void
test_sync_does_not_wait_for_who_waits_for_room (Fixture       *f,
                                                gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(WorkshopConsumer) consumer = diary_consumer_new (&f->diary, f->loop);
  g_autoptr(GError) error = NULL;
  HarkConnection *direct;
  GThread *emitter;
  int n_heard = 0;

  g_object_set_data (context, "n-heard", &n_heard);
  hark_connection_disconnect (f->connection);
  direct = hark_connection_ref (HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, context, hear_directly));
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, consumer, workshop_consumer_on_produced,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_BLOCK, 1));
  emitter = g_thread_new ("emitter", emit_twice, f->producer);
  while (g_atomic_int_get (&n_heard) < 2)
    g_thread_yield ();
  g_assert_true (hark_connection_disconnect_sync (direct, &error));
  g_assert_no_error (error);
  hark_connection_unref (direct);
  while (hark_loop_get_n_run (f->loop) < 2)
    hark_loop_run_until_idle (f->loop);
  g_thread_join (emitter);
  diary_assert (&f->diary, "a:1 b:2 ");
}

static void
disconnect_directly (GObject    *context,
                     const char *product,
                     guint64     serial)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_connection_disconnect_sync (g_object_get_data (context, "connection"), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_object_set_data (context, "refused", context);
}

static void
test_sync_inside_a_direct_call_is_refused (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  HarkConnection *connection = HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced,
                                                    context, disconnect_directly);

  g_object_set_data_full (context, "connection", hark_connection_ref (connection),
                          (GDestroyNotify) hark_connection_unref);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_nonnull (g_object_get_data (context, "refused"));
  g_assert_false (hark_connection_is_connected (connection));
}

/* --- and letting what is queued run --- */

static void
test_drain_lets_queued_calls_run (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;
  g_autoptr(HarkFuture) again = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  drained = hark_connection_disconnect_drain (f->connection);
  again = hark_connection_disconnect_drain (f->connection);
  workshop_producer_emit_produced (f->producer, "c", 3);
  g_assert_false (hark_connection_is_connected (f->connection));
  g_assert_false (hark_future_is_settled (drained));
  g_assert_true (hark_future_await (drained, HARK_FOREVER, NULL, NULL));
  diary_assert (&f->diary, "a:1 b:2 ");
  g_assert_true (hark_future_is_settled (again));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_clear_pointer (&again, hark_future_unref);
  /* Nothing is queued any more: at once. */
  again = hark_connection_disconnect_drain (f->connection);
  g_assert_true (hark_future_is_settled (again));
}

static void
test_drain_ends_with_a_later_disconnect (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  drained = hark_connection_disconnect_drain (f->connection);
  hark_connection_disconnect (f->connection);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_true (hark_future_await (drained, 0, NULL, NULL));
}

static void
test_drain_is_rejected_when_the_loop_ends (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  g_autoptr(GError) error = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  drained = hark_connection_disconnect_drain (f->connection);
  stopped = hark_loop_stop (f->loop, 0);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_false (hark_future_await (drained, 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  diary_assert (&f->diary, "");
}

static gpointer
drain (gpointer connection)
{
  return hark_connection_disconnect_drain (connection);
}

static void
test_drain_from_another_thread (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;

  workshop_producer_emit_produced (f->producer, "a", 1);
  drained = g_thread_join (g_thread_new ("drainer", drain, f->connection));
  workshop_producer_emit_produced (f->producer, "b", 2);
  g_assert_true (hark_future_await (drained, HARK_FOREVER, NULL, NULL));
  diary_assert (&f->diary, "a:1 ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/09/queued-call-does-not-run-after-disconnect", test_queued_call_does_not_run_after_disconnect);
  ADD ("/rule/09/a-slot-disconnects-itself", test_a_slot_disconnects_itself);
  ADD ("/rule/09/other-connections-go-on", test_other_connections_go_on);
  ADD ("/rule/09/from-another-thread-too", test_from_another_thread_too);
  ADD ("/rule/09/sync/inside-the-call-is-refused", test_sync_inside_the_call_is_refused);
  ADD ("/rule/09/sync/inside-another-call-of-the-loop-returns",
       test_sync_inside_another_call_of_the_loop_returns);
  ADD ("/rule/09/sync/returns-at-once-where-nothing-runs", test_sync_returns_at_once_where_nothing_runs);
  g_test_add_func ("/rule/09/sync/waits-for-the-running-call", test_sync_waits_for_the_running_call);
  g_test_add_func ("/rule/09/sync/waits-for-a-direct-call", test_sync_waits_for_a_direct_call);
  ADD ("/rule/09/sync/does-not-wait-for-who-waits-for-room", test_sync_does_not_wait_for_who_waits_for_room);
  ADD ("/rule/09/sync/inside-a-direct-call-is-refused", test_sync_inside_a_direct_call_is_refused);
  ADD ("/rule/09/drain/lets-queued-calls-run", test_drain_lets_queued_calls_run);
  ADD ("/rule/09/drain/ends-with-a-later-disconnect", test_drain_ends_with_a_later_disconnect);
  ADD ("/rule/09/drain/is-rejected-when-the-loop-ends", test_drain_is_rejected_when_the_loop_ends);
  ADD ("/rule/09/drain/from-another-thread", test_drain_from_another_thread);
  return g_test_run ();
}
