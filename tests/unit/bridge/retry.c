/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* When peers come back that have lost their broker, all at the same time: with real sockets, on the
 * virtual clock. */

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <hark/hark.h>

#include "wire/limits-private.h"

#define PATIENCE (60 * G_TIME_SPAN_SECOND)
#define STEP     100  /* microseconds */

enum { N_PEERS = 8, SEED = 29 };

typedef struct
{
  char       *folder;
  char       *path;
  HarkBroker *broker;
  HarkBus    *buses[N_PEERS];
  HarkPeer   *peers[N_PEERS];
  GSocket    *mute;  /* listens in the broker's place, and says nothing */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "broker", NULL);
  f->broker = hark_broker_new (NULL);
  hark_broker_listen (f->broker, f->path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PEERS; i++)
    {
      f->buses[i] = hark_bus_new (NULL);
      f->peers[i] = hark_peer_new (f->buses[i], f->path);
      hark_peer_connect (f->peers[i], PATIENCE, NULL, &error);
      g_assert_no_error (error);
    }
  hark_clock_set_virtual (TRUE);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  for (guint i = 0; i < N_PEERS; i++)
    {
      g_object_unref (f->peers[i]);
      g_object_unref (f->buses[i]);
    }
  g_object_unref (f->broker);
  g_clear_object (&f->mute);
  iterate ();
  hark_clock_set_virtual (FALSE);
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->path);
  g_free (f->folder);
}

/* The broker ends, and somebody else is where it was. */
static void
replace_broker (Fixture *f)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (f->path);
  g_autoptr(GError) error = NULL;

  hark_broker_stop (f->broker);
  f->mute = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (f->mute, FALSE);
  g_assert_true (g_socket_bind (f->mute, address, FALSE, &error));
  g_assert_true (g_socket_listen (f->mute, &error));
  iterate ();
}

/* (transfer full): those who have come, and wait for a hello. */
static GPtrArray *
accept_all (Fixture *f)
{
  GPtrArray *come = g_ptr_array_new_with_free_func (g_object_unref);
  GSocket *one;

  while ((one = g_socket_accept (f->mute, NULL, NULL)) != NULL)
    g_ptr_array_add (come, one);
  return come;
}

static void
test_peers_do_not_come_back_at_once (Fixture       *f,
                                     gconstpointer  data)
{
  gint64 lost = hark_clock_now ();
  gint64 first = G_MAXINT64;
  guint n_come = 0;
  guint n_times = 0;

  g_random_set_seed (SEED);
  replace_broker (f);
  while (hark_clock_now () < lost + HARK_LIMIT_RETRY_FIRST)
    {
      g_autoptr(GPtrArray) come = NULL;

      hark_clock_advance (STEP);
      iterate ();
      come = accept_all (f);
      if (come->len > 0)
        first = MIN (first, hark_clock_now ());
      n_come += come->len;
      n_times += come->len > 0;
    }
  g_assert_cmpint (first, >=, lost + HARK_LIMIT_RETRY_FIRST / 2);
  g_assert_cmpuint (n_come, ==, N_PEERS);
  /* Two of them may meet in one of a hundred steps. */
  g_assert_cmpuint (n_times, >=, N_PEERS - 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/bridge/retry/rule/29/peers-do-not-come-back-at-once", Fixture, NULL, set_up,
              test_peers_do_not_come_back_at_once, tear_down);
  return g_test_run ();
}
