/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker and two peers with real sockets, each on a thread of its own, and
 * further threads that emit, call and wait. */

#include "crossing.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <hark/hark.h>

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

enum
{
  N_THREADS = 4,
  N_EACH = 500,
};

typedef struct
{
  char         *folder;
  char         *address;
  HarkBroker   *broker;       /* on the main context */
  HarkLoop     *maker_loop;   /* threads */
  HarkLoop     *taker_loop;
  HarkBus      *maker_bus;
  HarkBus      *taker_bus;
  HarkPeer     *maker_peer;
  HarkPeer     *taker_peer;
  CrossingMaker *maker;
  CrossingMaker *remote;
  guint64       heard[N_THREADS];  /* the taker's loop */
  gboolean      is_in_order;       /* the taker's loop */
  gint          n_left;            /* atomic: threads at work */
} Fixture;

static guint64
count (CrossingMaker *self,
       guint64        n)
{
  return n + 1;
}

static const CrossingMakerSlots slots = { .count = count };

/* Everything that blocks is done beside the main thread, which runs the broker. */
static void
run_beside (Fixture     *f,
            GThreadFunc  func,
            guint        n)
{
  g_autoptr(GPtrArray) threads = g_ptr_array_new ();
  guint i;

  g_atomic_int_set (&f->n_left, (gint) n);
  for (i = 0; i < n; i++)
    {
      gpointer *argument = g_new (gpointer, 2);

      argument[0] = f;
      argument[1] = GUINT_TO_POINTER (i);
      g_ptr_array_add (threads, g_thread_new ("beside", func, argument));
    }
  while (g_atomic_int_get (&f->n_left) > 0)
    g_main_context_iteration (NULL, TRUE);
  for (i = 0; i < n; i++)
    g_thread_join (g_ptr_array_index (threads, i));
}

static void
done (Fixture *f)
{
  g_atomic_int_add (&f->n_left, -1);
  g_main_context_wakeup (NULL);
}

static gpointer
connect_both (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  g_autoptr(GError) error = NULL;

  hark_peer_connect (f->maker_peer, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  hark_bus_export (f->maker_bus, HARK_OBJECT (f->maker), "line-1", &error);
  g_assert_no_error (error);
  hark_object_await_ready (HARK_OBJECT (f->maker), PATIENCE, NULL, &error);
  g_assert_no_error (error);
  hark_peer_connect (f->taker_peer, PATIENCE, NULL, &error);
  g_assert_no_error (error);
  done (f);
  g_free (data);
  return NULL;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  f->folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (f->folder, "broker", NULL);
  f->address = g_strconcat ("unix:", path, NULL);
  f->broker = hark_broker_new (NULL);
  g_assert_null (hark_broker_get_address (f->broker));
  hark_broker_listen (f->broker, path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hark_broker_get_address (f->broker), ==, f->address);

  f->maker_loop = hark_loop_new_thread ("maker");
  f->taker_loop = hark_loop_new_thread ("taker");
  f->maker_bus = hark_bus_new (f->maker_loop);
  f->taker_bus = hark_bus_new (f->taker_loop);
  f->maker_peer = hark_peer_new (f->maker_bus, f->address);
  f->taker_peer = hark_peer_new (f->taker_bus, f->address);
  f->maker = crossing_maker_new (f->maker_loop, &slots, NULL, NULL);
  f->remote = crossing_maker_new_remote (f->taker_bus, "line-1", f->taker_loop);
  f->is_in_order = TRUE;
}

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_autoptr(GError) error = NULL;

  hark_future_await (stopped, PATIENCE, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->remote);
  g_clear_object (&f->maker);
  g_clear_object (&f->taker_peer);
  g_clear_object (&f->maker_peer);
  g_clear_object (&f->taker_bus);
  g_clear_object (&f->maker_bus);
  stop (f->maker_loop);
  stop (f->taker_loop);
  g_clear_object (&f->maker_loop);
  g_clear_object (&f->taker_loop);
  g_clear_object (&f->broker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* Nothing is left in it. */
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->folder);
  g_free (f->address);
}

/* --- Events from many threads --- */

static void
on_made (Fixture *f,
         guint32  thread,
         guint64  serial)
{
  if (serial != ++f->heard[thread])
    f->is_in_order = FALSE;
  if (serial == N_EACH)
    done (f);
}

static gpointer
listen_in (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  g_autoptr(GError) error = NULL;

  HARK_CONNECT_DATA (f->remote, crossing_maker_made, f->remote, on_made, f, NULL);
  hark_object_await_ready (HARK_OBJECT (f->remote), PATIENCE, NULL, &error);
  g_assert_no_error (error);
  done (f);
  g_free (data);
  return NULL;
}

static gpointer
emit_many (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  guint64 i;

  for (i = 1; i <= N_EACH; i++)
    crossing_maker_emit_made (f->maker, GPOINTER_TO_UINT (argument[1]), i);
  g_free (data);
  return NULL;
}

static void
test_events_of_each_thread_keep_their_order (Fixture       *f,
                                             gconstpointer  data)
{
  guint i;

  run_beside (f, connect_both, 1);
  run_beside (f, listen_in, 1);
  run_beside (f, emit_many, N_THREADS);
  /* They are through when the last of each has been heard. */
  g_assert_true (f->is_in_order);
  for (i = 0; i < N_THREADS; i++)
    g_assert_cmpuint (f->heard[i], ==, N_EACH);
}

/* --- Calls from many threads --- */

static gpointer
call_many (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  guint64 i;

  for (i = 1; i <= N_EACH; i++)
    {
      g_autoptr(GError) error = NULL;
      guint64 result;

      crossing_maker_await_count (f->remote, i, PATIENCE, NULL, &result, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (result, ==, i + 1);
    }
  done (f);
  g_free (data);
  return NULL;
}

static void
test_calls_of_each_thread_are_answered (Fixture       *f,
                                        gconstpointer  data)
{
  run_beside (f, connect_both, 1);
  run_beside (f, call_many, N_THREADS);
}

/* --- Remotes that come and go --- */

static gpointer
come_and_go (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  guint i;

  for (i = 0; i < N_EACH / 10; i++)
    {
      g_autoptr(CrossingMaker) remote = crossing_maker_new_remote (f->taker_bus, "*", f->taker_loop);
      g_autoptr(HarkFuture) next = crossing_maker_next_made (remote);
      g_autoptr(GError) error = NULL;

      hark_object_await_ready (HARK_OBJECT (remote), PATIENCE, NULL, &error);
      g_assert_no_error (error);
      crossing_maker_emit_made (f->maker, GPOINTER_TO_UINT (argument[1]), i);
      hark_future_await (next, PATIENCE, NULL, &error);
      g_assert_no_error (error);
    }
  done (f);
  g_free (data);
  return NULL;
}

static void
test_who_is_ready_hears_the_next (Fixture       *f,
                                  gconstpointer  data)
{
  run_beside (f, connect_both, 1);
  run_beside (f, come_and_go, N_THREADS);
}

/* --- Connecting --- */

static gpointer
connect_twice (gpointer data)
{
  gpointer *argument = data;
  Fixture *f = argument[0];
  g_autoptr(HarkPeer) second = hark_peer_new (f->taker_bus, f->address);
  g_autoptr(GError) error = NULL;

  /* Again is no error, but a bus has one link. */
  g_assert_true (hark_peer_connect (f->taker_peer, PATIENCE, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hark_peer_connect (second, PATIENCE, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  done (f);
  g_free (data);
  return NULL;
}

static void
test_a_bus_has_one_link (Fixture       *f,
                         gconstpointer  data)
{
  run_beside (f, connect_both, 1);
  run_beside (f, connect_twice, 1);
}

static void
test_a_broker_listens_once (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_broker_listen (f->broker, f->address, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  g_clear_error (&error);
  hark_broker_stop (f->broker);
  hark_broker_stop (f->broker);
  g_assert_true (hark_broker_listen (f->broker, f->address, &error));
  g_assert_no_error (error);
}

static void
test_a_broker_that_says_nothing (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) mute = NULL;
  g_autoptr(GError) error = NULL;

  hark_broker_stop (f->broker);
  address = g_unix_socket_address_new (f->address + strlen ("unix:"));
  mute = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (mute, address, FALSE, &error));
  g_assert_true (g_socket_listen (mute, &error));

  /* Whatever the time, it passes. */
  g_assert_false (hark_peer_connect (f->taker_peer, 1, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_clear_error (&error);
  /* It has been given up, so there is no attempt that is in the way. */
  g_assert_false (hark_peer_connect (f->taker_peer, 1, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_cmpint (g_unlink (f->address + strlen ("unix:")), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bridge/sockets/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("events-of-each-thread-keep-their-order", test_events_of_each_thread_keep_their_order);
  TEST ("calls-of-each-thread-are-answered", test_calls_of_each_thread_are_answered);
  TEST ("who-is-ready-hears-the-next", test_who_is_ready_hears_the_next);
  TEST ("a-bus-has-one-link", test_a_bus_has_one_link);
  TEST ("a-broker-listens-once", test_a_broker_listens_once);
  TEST ("a-broker-that-says-nothing", test_a_broker_that_says_nothing);
  return g_test_run ();
}
