/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a child of fork() has of its parent's bus, peer and broker, rule 20: nothing that
 * works, nothing that the parent would notice, and after an exec no descriptor. */

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crossing.h"

#include <glib/gstdio.h>
#include <hark/hark.h>

/* Its memory may be locked by a thread that is not in the child. */
#if defined __SANITIZE_ADDRESS__
#define SANITIZES_ADDRESSES 1
#else
#define SANITIZES_ADDRESSES 0
#endif

enum
{
  PATIENCE = 20, /* s */
};

typedef struct
{
  char          *folder;
  char          *path;
  char          *before;  /* descriptors after an exec, when there was nothing */
  HarkBroker    *broker;  /* on the main context */
  guint          n_left;  /* peers */
  HarkLoop      *loop;    /* a thread */
  HarkBus       *bus;
  HarkPeer      *peer;
  CrossingMaker *maker;
  atomic_bool    is_done;
} Fixture;

/* What `ls` has open besides what it is asked to list. */
static char *
list_descriptors (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  int ends[2];
  char buffer[4096];
  gssize n;
  pid_t pid;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      dup2 (ends[1], STDOUT_FILENO);
      execl ("/bin/ls", "ls", "/proc/self/fd", NULL);
      _exit (127);
    }
  close (ends[1]);
  while ((n = read (ends[0], buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (ends[0]);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  g_assert_cmpuint (text->len, >, 0);
  return g_strdup (text->str);
}

/* Waiting is done beside the main thread, which runs the broker. */
static void
run_beside (Fixture     *f,
            GThreadFunc  func)
{
  GThread *thread;

  atomic_store (&f->is_done, FALSE);
  thread = g_thread_new ("beside", func, f);
  while (!atomic_load (&f->is_done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
done (Fixture *f)
{
  atomic_store (&f->is_done, TRUE);
  g_main_context_wakeup (NULL);
}

static gpointer
connect_peer (gpointer data)
{
  Fixture *f = data;
  g_autoptr(GError) error = NULL;

  hark_peer_connect (f->peer, PATIENCE * G_TIME_SPAN_SECOND, NULL, &error);
  g_assert_no_error (error);
  hark_bus_export (f->bus, HARK_OBJECT (f->maker), "line-1", &error);
  g_assert_no_error (error);
  hark_object_await_ready (HARK_OBJECT (f->maker), PATIENCE * G_TIME_SPAN_SECOND, NULL, &error);
  g_assert_no_error (error);
  done (f);
  return NULL;
}

static gpointer
flush_bus (gpointer data)
{
  Fixture *f = data;
  g_autoptr(GError) error = NULL;

  hark_bus_flush (f->bus, PATIENCE * G_TIME_SPAN_SECOND, NULL, &error);
  g_assert_no_error (error);
  done (f);
  return NULL;
}

static void
count_left (Fixture    *f,
            const char *peer,
            const char *reason)
{
  f->n_left++;
}

static void
free_nothing (gpointer data)
{
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  f->folder = g_dir_make_tmp ("hark-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "broker", NULL);
  address = g_strconcat ("unix:", f->path, NULL);
  f->before = list_descriptors ();
  f->broker = hark_broker_new (NULL);
  hark_broker_listen (f->broker, f->path, &error);
  g_assert_no_error (error);
  HARK_CONNECT_DATA (f->broker, hark_broker_left, f->broker, count_left, f, free_nothing);

  f->loop = hark_loop_new_thread ("maker");
  f->bus = hark_bus_new (f->loop);
  f->peer = hark_peer_new (f->bus, address);
  f->maker = crossing_maker_new (f->loop, NULL, NULL, NULL);
  run_beside (f, connect_peer);
}

static gpointer
stop_loop (gpointer data)
{
  Fixture *f = data;
  g_autoptr(HarkFuture) stopped = hark_loop_stop (f->loop, HARK_FOREVER);

  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  done (f);
  return NULL;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  hark_peer_disconnect (f->peer);
  g_object_unref (f->maker);
  g_object_unref (f->peer);
  g_object_unref (f->bus);
  run_beside (f, stop_loop);
  g_object_unref (f->loop);
  hark_broker_stop (f->broker);
  g_object_unref (f->broker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_free (f->before);
}

#define assert_forked(call)                                     \
  G_STMT_START                                                  \
  {                                                             \
    g_autoptr(GError) error_ = NULL;                            \
                                                                \
    g_assert_false (call);                                      \
    g_assert_error (error_, HARK_ERROR, HARK_ERROR_FORKED);     \
  }                                                             \
  G_STMT_END

static void
use_inherited (Fixture *f)
{
  const gint64 forever = HARK_FOREVER;

  assert_forked (hark_peer_connect (f->peer, forever, NULL, &error_));
  assert_forked (hark_bus_export (f->bus, HARK_OBJECT (f->maker), "line-2", &error_));
  assert_forked (hark_bus_flush (f->bus, forever, NULL, &error_));
  assert_forked (hark_object_await_ready (HARK_OBJECT (f->maker), forever, NULL, &error_));
  assert_forked (hark_broker_listen (f->broker, f->path, &error_));
  crossing_maker_emit_made (f->maker, 1, 1);
  hark_peer_disconnect (f->peer);
  hark_broker_stop (f->broker);
  g_object_unref (f->maker);
  g_object_unref (f->peer);
  g_object_unref (f->bus);
  g_object_unref (f->loop);
  g_object_unref (f->broker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_the_parent_does_not_notice (Fixture       *f,
                                 gconstpointer  data)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      alarm (PATIENCE);
      use_inherited (f);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);

  run_beside (f, flush_bus);
  g_assert_cmpuint (f->n_left, ==, 0);
  g_assert_true (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

static void
test_descriptors_are_close_on_exec (Fixture       *f,
                                    gconstpointer  data)
{
  g_autofree char *with = list_descriptors ();

  g_assert_cmpstr (with, ==, f->before);
}

#define add(path, func) g_test_add ("/rule/20/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("descriptors-are-close-on-exec", test_descriptors_are_close_on_exec);
  if (!SANITIZES_ADDRESSES)
    add ("the-parent-does-not-notice", test_the_parent_does_not_notice);
  return g_test_run ();
}
