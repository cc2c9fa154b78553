/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Buses of one process that a broker joins without a socket: all on one thread, or each on its own. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <hark/hark.h>

#include "maker.h"
#include "object/seat/remote-private.h"

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

enum
{
  N_BUSES = 3,
  N_EVENTS = 12000,
};

typedef struct
{
  gboolean    is_threaded;
  HarkLoop   *loops[N_BUSES];   /* each bus's and what is on it */
  HarkLoop   *broker_loop;
  HarkBroker *broker;
  HarkBus    *buses[N_BUSES];
  HarkPeer   *peers[N_BUSES];
  TestMaker  *makers[N_BUSES];
  gint        n_counted[N_BUSES];  /* atomic */
  guint64     n_heard;             /* the second loop */
  gboolean    is_in_order;         /* the same */
  HarkFuture *all_heard;           /* NULL: nobody waits */
} Fixture;

static guint64
count (TestMaker *self,
       guint64    n)
{
  g_atomic_int_inc ((gint *) test_maker_get_data (self));
  return n + 1;
}

static void
check (TestMaker  *self,
       TestOrder  *order,
       GError    **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "no %s today", order->product);
}

static const TestMakerSlots slots = { .count = count, .check = check };

static HarkLoop *
make_loop (Fixture    *f,
           const char *name)
{
  HarkLoop *loop;

  if (f->is_threaded)
    return hark_loop_new_thread (name);
  loop = hark_loop_new (name);
  hark_loop_start (loop);
  return loop;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->is_threaded = GPOINTER_TO_INT (data);
  f->is_in_order = TRUE;
  f->broker_loop = make_loop (f, "broker");
  f->broker = hark_broker_new (f->broker_loop);
  for (guint i = 0; i < N_BUSES; i++)
    {
      g_autoptr(GError) error = NULL;

      f->loops[i] = make_loop (f, "bus");
      f->buses[i] = hark_bus_new (f->loops[i]);
      f->makers[i] = test_maker_new (f->loops[i], &slots, &f->n_counted[i], NULL);
      f->peers[i] = hark_peer_new_inside (f->buses[i], f->broker);
      hark_peer_connect (f->peers[i], PATIENCE, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_autoptr(GError) error = NULL;

  hark_future_await (stopped, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  for (guint i = 0; i < N_BUSES; i++)
    {
      g_clear_object (&f->makers[i]);
      g_clear_object (&f->peers[i]);
      g_clear_object (&f->buses[i]);
      stop (f->loops[i]);
    }
  g_clear_object (&f->broker);
  stop (f->broker_loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
offer (Fixture    *f,
       guint       bus,
       const char *name)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_export (f->buses[bus], HARK_OBJECT (f->makers[bus]), name, &error));
  g_assert_no_error (error);
}

static void
await_ready (gpointer object)
{
  g_autoptr(GError) error = NULL;

  hark_object_await_ready (object, PATIENCE, NULL, &error);
  g_assert_no_error (error);
}

static void
flush (HarkBus *bus)
{
  g_autoptr(GError) error = NULL;

  hark_bus_flush (bus, PATIENCE, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_made (HarkFuture *next,
             const char *product,
             guint64     serial)
{
  g_autoptr(TestMakerMade) made = NULL;
  g_autoptr(GError) error = NULL;

  hark_future_await (next, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  made = test_maker_finish_made (next, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->product, ==, product);
  g_assert_cmpuint (made->serial, ==, serial);
}

static guint64
await_count (TestMaker *remote,
             guint64    n)
{
  g_autoptr(GError) error = NULL;
  guint64 result = 0;

  test_maker_await_count (remote, n, PATIENCE, NULL, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_events_calls_and_errors_cross (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(HarkFuture) next = test_maker_next_made (remote);
  g_autoptr(TestOrder) order = test_order_new (1, "chair");
  g_autoptr(GError) error = NULL;

  offer (f, 0, "line-1");
  await_ready (f->makers[0]);
  await_ready (remote);
  test_maker_emit_made (f->makers[0], "chair", 7);
  assert_made (next, "chair", 7);
  g_assert_cmpuint (await_count (remote, 4), ==, 5);
  g_assert_false (test_maker_await_check (remote, order, PATIENCE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpstr (error->message, ==, "no chair today");
}

static void
test_both_ways_and_all_of_a_class (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(TestMaker) all = test_maker_new_remote (f->buses[1], "*", f->loops[1]);
  g_autoptr(TestMaker) back = test_maker_new_remote (f->buses[0], "b", f->loops[0]);

  offer (f, 0, "a");
  offer (f, 1, "b");
  offer (f, 2, "c");
  for (guint i = 0; i < N_BUSES; i++)
    {
      g_autoptr(HarkFuture) next = test_maker_next_made (all);

      await_ready (all);
      await_ready (f->makers[i]);
      test_maker_emit_made (f->makers[i], "chair", i);
      assert_made (next, "chair", i);
    }
  g_assert_cmpuint (await_count (back, 1), ==, 2);
  g_assert_cmpint (g_atomic_int_get (&f->n_counted[1]), ==, 1);
}

static void
test_a_group_shares_its_calls (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "crew", f->loops[1]);
  HarkFuture *answers[10];

  for (guint i = 0; i < N_BUSES; i += 2)
    {
      g_assert_true (hark_bus_export_group (f->buses[i], HARK_OBJECT (f->makers[i]), "crew", NULL));
      await_ready (f->makers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answers[i] = test_maker_call_count (remote, i);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      guint64 result;

      g_assert_true (hark_future_await (answers[i], PATIENCE, NULL, NULL));
      g_assert_true (test_maker_finish_count (answers[i], &result, NULL));
      g_assert_cmpuint (result, ==, i + 1);
      hark_future_unref (answers[i]);
    }
  g_assert_cmpint (g_atomic_int_get (&f->n_counted[0]), >, 0);
  g_assert_cmpint (g_atomic_int_get (&f->n_counted[2]), >, 0);
}

/* --- Gathering --- */

static HarkFuture *
ask_to_count (gpointer maker,
              gpointer data)
{
  return test_maker_call_count (maker, 41);
}

static HarkFuture *
ask_to_check (gpointer maker,
              gpointer data)
{
  return test_maker_call_check (maker, data);
}

/* Returns: (transfer full): "name: result" of each; with the error, if there is one. */
static char *
gather (HarkBus        *bus,
        HarkGatherFunc  func,
        gpointer        data)
{
  g_autoptr(HarkFuture) future = hark_bus_gather (bus, TEST_TYPE_MAKER, PATIENCE, func, data, NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  const HarkGathered *gathered;

  hark_future_await (future, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  gathered = hark_bus_finish_gather (future, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < gathered->n; i++)
    {
      g_autoptr(GError) failed = NULL;
      guint64 result;

      if (func == ask_to_check ? test_maker_finish_check (gathered->futures[i], &failed)
                               : test_maker_finish_count (gathered->futures[i], &result, &failed))
        g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT "; ", gathered->names[i], result);
      else
        g_string_append_printf (text, "%s: %s; ", gathered->names[i], failed->message);
    }
  if (gathered->error != NULL)
    g_string_append (text, gathered->error->message);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_gathered (HarkBus        *bus,
                 HarkGatherFunc  func,
                 gpointer        data,
                 const char     *expected)
{
  g_autofree char *text = gather (bus, func, data);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_each_object_is_asked_wherever_it_is (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr(TestMaker) second = test_maker_new (f->loops[0], &slots, &f->n_counted[0], NULL);
  g_autoptr(TestOrder) order = test_order_new (1, "chair");

  offer (f, 1, "b");
  await_ready (f->makers[1]);
  offer (f, 0, "a");
  await_ready (f->makers[0]);
  /* Who shares a name with others is one of them, and asked in their place. */
  g_assert_true (hark_bus_export_group (f->buses[0], HARK_OBJECT (second), "crew", NULL));
  await_ready (second);
  g_assert_true (hark_bus_export_group (f->buses[2], HARK_OBJECT (f->makers[2]), "crew", NULL));
  await_ready (f->makers[2]);

  assert_gathered (f->buses[1], ask_to_count, NULL, "b: 42; a: 42; crew: 42; ");
  assert_gathered (f->buses[0], ask_to_count, NULL, "a: 42; crew: 42; b: 42; ");
  assert_gathered (f->buses[1], ask_to_check, order, "b: no chair today; a: no chair today; crew: no chair today; ");
  g_assert_cmpint (g_atomic_int_get (&f->n_counted[1]), ==, 2);

  hark_peer_disconnect (f->peers[1]);
  assert_gathered (f->buses[1], ask_to_count, NULL, "b: 42; the peer has disconnected");
}

static void
test_what_is_taken_back_is_gone (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(GError) error = NULL;
  guint64 result;

  offer (f, 0, "line-1");
  await_ready (f->makers[0]);
  g_assert_cmpuint (await_count (remote, 1), ==, 2);
  hark_bus_unexport (f->buses[0], HARK_OBJECT (f->makers[0]));
  flush (f->buses[0]);
  g_assert_false (test_maker_await_count (remote, 1, PATIENCE, NULL, &result, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  /* The name is free. */
  offer (f, 2, "line-1");
  await_ready (f->makers[2]);
  g_assert_cmpuint (await_count (remote, 1), ==, 2);
}

static void
test_a_bus_has_one_link (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkPeer) second = hark_peer_new_inside (f->buses[0], f->broker);
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_peer_connect (second, PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  flush (f->buses[0]);
}

static void
test_who_exports_may_go_first (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(GError) error = NULL;
  guint64 result;

  offer (f, 0, "line-1");
  await_ready (f->makers[0]);
  g_clear_object (&f->makers[0]);
  g_clear_object (&f->peers[0]);
  g_clear_object (&f->buses[0]);
  while (!test_maker_await_count (remote, 1, PATIENCE, NULL, &result, &error)
         && g_error_matches (error, HARK_ERROR, HARK_ERROR_PEER_GONE))
    g_clear_error (&error); /* it is on its way */
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
}

static void
test_who_listens_may_go_first (Fixture       *f,
                               gconstpointer  data)
{
  TestMaker *remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(HarkFuture) next = test_maker_next_made (remote);

  offer (f, 0, "line-1");
  await_ready (remote);
  await_ready (f->makers[0]);
  g_assert_false (hark_future_is_settled (next));
  g_object_unref (remote);
  g_clear_object (&f->peers[1]);
  g_clear_object (&f->buses[1]);
  test_maker_emit_made (f->makers[0], "chair", 1);
  flush (f->buses[0]);
}

static void
test_the_broker_may_go_first (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(HarkFuture) lost = hark_peer_next_disconnected (f->peers[1]);
  g_autoptr(GError) error = NULL;
  guint64 result;

  offer (f, 0, "line-1");
  await_ready (f->makers[0]);
  g_clear_object (&f->broker);
  g_assert_true (hark_future_await (lost, PATIENCE, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (test_maker_await_count (remote, 1, PATIENCE, NULL, &result, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE);
  /* There is nothing to come back to. */
  g_clear_error (&error);
  g_assert_false (hark_peer_connect (f->peers[1], PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

static void
test_a_broker_that_was_stopped_lets_nobody_in (Fixture       *f,
                                               gconstpointer  data)
{
  g_autoptr(HarkBus) late = hark_bus_new (f->loops[2]);
  g_autoptr(HarkPeer) peer = hark_peer_new_inside (late, f->broker);
  g_autoptr(GError) error = NULL;

  hark_broker_stop (f->broker);
  g_assert_false (hark_peer_connect (peer, PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE);
}

static void
test_others_come_by_a_socket (Fixture       *f,
                              gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("hark-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broker", NULL);
  g_autoptr(HarkBus) outside = hark_bus_new (f->loops[2]);
  g_autoptr(HarkPeer) peer = hark_peer_new (outside, path);
  g_autoptr(TestMaker) remote = test_maker_new_remote (outside, "line-1", f->loops[2]);
  g_autoptr(GError) error = NULL;

  offer (f, 0, "line-1");
  await_ready (f->makers[0]);
  hark_broker_listen (f->broker, path, &error);
  g_assert_no_error (error);
  hark_peer_connect (peer, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (await_count (remote, 8), ==, 9);
  hark_broker_stop (f->broker);
  g_rmdir (folder);
}

/* --- A bus that does not get on --- */

typedef struct
{
  GMutex mutex;
} Gate;

static void
wait_at (gpointer context,
         gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
on_made (Fixture    *f,
         const char *product,
         guint64     serial)
{
  f->is_in_order = f->is_in_order && serial == ++f->n_heard;
  if (serial == N_EVENTS)
    hark_future_resolve (f->all_heard, NULL);
}

static void
test_what_somebody_does_not_read_waits_where_it_was_made (Fixture       *f,
                                                          gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->buses[1], "line-1", f->loops[1]);
  g_autoptr(HarkBroker) told = hark_broker_new_remote (f->buses[2], f->loops[2]);
  g_autofree char *product = g_strnfill (1000, 'x');
  g_autoptr(HarkBrokerStats) stats = NULL;
  g_autoptr(GError) error = NULL;
  Gate gate;

  g_mutex_init (&gate.mutex);
  f->all_heard = hark_future_new (NULL);
  HARK_CONNECT_DATA (remote, test_maker_made, remote, on_made, f, NULL);
  offer (f, 0, "line-1");
  await_ready (remote);
  await_ready (f->makers[0]);

  g_mutex_lock (&gate.mutex);
  hark_post_func (remote, wait_at, &gate, NULL);
  for (guint64 i = 1; i <= N_EVENTS; i++)
    {
      test_maker_emit_made (f->makers[0], product, i);
      if (i % 100 == 0)
        flush (f->buses[0]);
    }
  hark_broker_await_stats (told, PATIENCE, NULL, &stats, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stats->n_waiting, >, 0);
  g_assert_cmpuint (stats->n_waiting, <, 8 << 20);
  g_mutex_unlock (&gate.mutex);
  g_assert_true (hark_future_await (f->all_heard, PATIENCE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (f->is_in_order);
  g_assert_cmpuint (f->n_heard, ==, N_EVENTS);
  g_clear_pointer (&f->all_heard, hark_future_unref);
  g_mutex_clear (&gate.mutex);
}

/* --- many topics --- */

enum
{
  N_TOPICS = 1500,  /* more than are thought of as near each other */
  N_ROUNDS = 6,
};

typedef struct
{
  Fixture   *f;
  TestMaker *maker;
  TestMaker *remote;    /* NULL: given up */
  guint64    last;      /* the second loop */
  gboolean   is_kept;
} Topic;

static void
on_topic (Topic      *self,
          const char *product,
          guint64     serial)
{
  Fixture *f = self->f;

  f->is_in_order = f->is_in_order && serial == self->last + 1;
  self->last = serial;
  if (self->is_kept && serial == N_ROUNDS && ++f->n_heard == N_TOPICS / 2)
    hark_future_resolve (f->all_heard, NULL);
}

static void
open_topic (Fixture *f,
            Topic   *topic,
            guint    number)
{
  g_autofree char *name = g_strdup_printf ("line-%u", number);
  g_autoptr(GError) error = NULL;

  *topic = (Topic) { .f = f, .is_kept = number % 2 == 0 };
  topic->maker = test_maker_new (f->loops[0], &slots, &f->n_counted[0], NULL);
  hark_bus_export (f->buses[0], HARK_OBJECT (topic->maker), name, &error);
  g_assert_no_error (error);
  topic->remote = test_maker_new_remote (f->buses[1], name, f->loops[1]);
  HARK_CONNECT_DATA (topic->remote, test_maker_made, topic->remote, on_topic, topic, NULL);
}

/* Those that are near in memory and those that are not are found alike, and so is what has gone meanwhile. */
static void
test_each_of_many_topics_is_heard_in_order (Fixture       *f,
                                            gconstpointer  data)
{
  g_autofree Topic *topics = g_new (Topic, N_TOPICS);
  g_autoptr(GError) error = NULL;

  f->all_heard = hark_future_new (NULL);
  for (guint i = 0; i < N_TOPICS; i++)
    open_topic (f, &topics[i], i);
  flush (f->buses[0]);
  flush (f->buses[1]);

  for (guint64 round = 1; round <= N_ROUNDS; round++)
    for (guint i = 0; i < N_TOPICS; i++)
      {
        if (round == N_ROUNDS / 2 && !topics[i].is_kept)
          g_clear_object (&topics[i].remote);
        test_maker_emit_made (topics[i].maker, "chair", round);
      }
  hark_future_await (f->all_heard, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (f->is_in_order);

  for (guint i = 0; i < N_TOPICS; i++)
    {
      g_clear_object (&topics[i].remote);
      g_object_unref (topics[i].maker);
    }
  flush (f->buses[1]);
  g_clear_pointer (&f->all_heard, hark_future_unref);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, threads, func) \
  g_test_add ("/bridge/inside/" name, Fixture, GINT_TO_POINTER (threads), set_up, func, tear_down)
#define BOTH(name, func)                    \
  ADD (name, FALSE, func);                  \
  ADD (name "/between-threads", TRUE, func)
  BOTH ("events-calls-and-errors-cross", test_events_calls_and_errors_cross);
  BOTH ("both-ways-and-all-of-a-class", test_both_ways_and_all_of_a_class);
  BOTH ("a-group-shares-its-calls", test_a_group_shares_its_calls);
  BOTH ("each-object-is-asked-wherever-it-is", test_each_object_is_asked_wherever_it_is);
  BOTH ("what-is-taken-back-is-gone", test_what_is_taken_back_is_gone);
  BOTH ("a-bus-has-one-link", test_a_bus_has_one_link);
  BOTH ("who-exports-may-go-first", test_who_exports_may_go_first);
  BOTH ("who-listens-may-go-first", test_who_listens_may_go_first);
  BOTH ("the-broker-may-go-first", test_the_broker_may_go_first);
  BOTH ("each-of-many-topics-is-heard-in-order", test_each_of_many_topics_is_heard_in_order);
  ADD ("a-broker-that-was-stopped-lets-nobody-in", FALSE, test_a_broker_that_was_stopped_lets_nobody_in);
  ADD ("others-come-by-a-socket", FALSE, test_others_come_by_a_socket);
  ADD ("what-somebody-does-not-read-waits-where-it-was-made", TRUE,
       test_what_somebody_does_not_read_waits_where_it_was_made);
  return g_test_run ();
}
