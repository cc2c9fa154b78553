/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sockets in tasks: both ends of a connection are in one thread, and the other end
 * is slow, half closed or gone. */

#include <sys/socket.h>

#include <hark/async-result.h>
#include <hark/clock.h>
#include <hark/error.h>

#include "async/task-private.h"

#define MS G_GINT64_CONSTANT (1000)

typedef struct
{
  GSocket   *near, *far;
  GIOStream *stream;      /* over the near end */
} Pair;

static GSocket *
socket_of (int fd)
{
  g_autoptr(GError) error = NULL;
  GSocket *self = g_socket_new_from_fd (fd, &error);

  g_assert_no_error (error);
  g_socket_set_blocking (self, FALSE);
  return self;
}

static void
set_up (Pair          *pair,
        gconstpointer  data)
{
  int fds[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
  pair->near = socket_of (fds[0]);
  pair->far = socket_of (fds[1]);
  pair->stream = G_IO_STREAM (g_socket_connection_factory_create_connection (pair->near));
  g_main_context_acquire (NULL); /* for the virtual clock */
}

static void
tear_down (Pair          *pair,
           gconstpointer  data)
{
  g_main_context_release (NULL);
  g_object_unref (pair->stream);
  g_object_unref (pair->near);
  g_object_unref (pair->far);
}

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

/* --- what the near end does --- */

static char *
read_line (Pair    *pair,
           GError **error)
{
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (g_io_stream_get_input_stream (pair->stream));
  g_autoptr(GAsyncResult) result = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  result = HARK_AWAIT_ASYNC (error, g_data_input_stream_read_line_async, lines, G_PRIORITY_DEFAULT,
                             hark_task_get_cancellable ());
  return result != NULL ? g_data_input_stream_read_line_finish (lines, result, NULL, error) : NULL;
}

static gboolean
write_bytes (Pair    *pair,
             gsize    size,
             GError **error)
{
  g_autofree char *bytes = g_malloc0 (size);
  g_autoptr(GAsyncResult) result =
    HARK_AWAIT_ASYNC (error, g_output_stream_write_all_async, g_io_stream_get_output_stream (pair->stream), bytes,
                      size, G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  return result != NULL
         && g_output_stream_write_all_finish (g_io_stream_get_output_stream (pair->stream), result, NULL, error);
}

static gpointer
read_in_time (gpointer  data,
              GError  **error)
{
  hark_task_set_timeout (hark_task_get_current (), 100 * MS);
  return read_line (data, error);
}

static gpointer
read_forever (gpointer  data,
              GError  **error)
{
  return read_line (data, error);
}

enum { MUCH = 4 << 20 }; /* more than a socket buffers */

static gpointer
write_much (gpointer  data,
            GError  **error)
{
  return GINT_TO_POINTER (write_bytes (data, MUCH, error));
}

static gpointer
write_much_in_time (gpointer  data,
                    GError  **error)
{
  hark_task_set_timeout (hark_task_get_current (), 100 * MS);
  return write_much (data, error);
}

/* --- what the far end does --- */

typedef struct
{
  Pair  *pair;
  gint64 pause;  /* before each byte */
} Speaker;

/* A line, byte by byte. */
static gpointer
speak (gpointer  data,
       GError  **error)
{
  Speaker *self = data;

  for (const char *c = "slow\n"; *c != '\0'; c++)
    {
      if (!hark_sleep (self->pause, error))
        return NULL;
      g_assert_cmpint (g_socket_send (self->pair->far, c, 1, NULL, NULL), ==, 1);
    }
  return NULL;
}

/* All that is there now. */
static gsize
drain (GSocket *socket)
{
  static char buffer[65536];
  gsize n = 0;
  gssize n_more;

  while ((n_more = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL)) > 0)
    n += n_more;
  return n;
}

/* --- tests --- */

static void
test_a_slow_peer_is_heard_out (Pair          *pair,
                               gconstpointer  data)
{
  Speaker speaker = { pair, 10 * MS };
  g_autoptr(HarkTask) speaking = hark_task_spawn (speak, &speaker, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *line = hark_run (read_in_time, pair, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "slow");
  g_assert_true (hark_future_await (hark_task_get_future (speaking), HARK_FOREVER, NULL, NULL));
}

static void
test_one_that_is_too_slow_is_not (Pair          *pair,
                                  gconstpointer  data)
{
  Speaker speaker = { pair, 30 * MS };
  g_autoptr(HarkTask) speaking = hark_task_spawn (speak, &speaker, NULL);
  g_autoptr(GError) error = NULL;
  gint64 start = hark_clock_now ();

  g_assert_null (hark_run (read_in_time, pair, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_cmpint (hark_clock_now () - start, ==, 100 * MS);
  g_assert_true (hark_future_await (hark_task_get_future (speaking), HARK_FOREVER, NULL, NULL));
}

static void
test_one_that_does_not_read_is_waited_for (Pair          *pair,
                                           gconstpointer  data)
{
  g_autoptr(HarkTask) writing = hark_task_spawn (write_much, pair, NULL);
  g_autoptr(GError) error = NULL;
  gsize n = 0;

  settle_down ();
  g_assert_false (hark_future_is_settled (hark_task_get_future (writing)));
  while (n < MUCH)
    {
      n += drain (pair->far);
      settle_down ();
    }
  g_assert_true (hark_future_is_settled (hark_task_get_future (writing)));
  g_assert_nonnull (hark_task_await (writing, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, MUCH);
}

static void
test_but_not_longer_than_asked (Pair          *pair,
                                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_run (write_much_in_time, pair, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

static gpointer
read_end_and_answer (gpointer  data,
                     GError  **error)
{
  g_autofree char *line = read_line (data, error);

  g_assert_cmpstr (line, ==, NULL);
  g_assert_null (*error);
  return GINT_TO_POINTER (write_bytes (data, 5, error));
}

static void
test_half_closed_it_can_be_answered (Pair          *pair,
                                     gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (read_end_and_answer, pair, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_assert_true (g_socket_shutdown (pair->far, FALSE, TRUE, NULL));
  g_assert_nonnull (hark_task_await (task, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (drain (pair->far), ==, 5);
}

static void
test_one_that_goes_ends_a_read (Pair          *pair,
                                gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (read_forever, pair, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_assert_cmpint (g_socket_send (pair->far, "half a li", 9, NULL, NULL), ==, 9);
  g_assert_true (g_socket_close (pair->far, NULL));
  hark_task_set_result_free (task, g_free);
  g_assert_cmpstr (hark_task_await (task, &error), ==, "half a li");
  g_assert_no_error (error);
}

static void
test_one_that_goes_ends_a_write (Pair          *pair,
                                 gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (write_much, pair, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_assert_true (g_socket_close (pair->far, NULL));
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

static void
test_cancelled_it_says_so_and_lets_go (Pair          *pair,
                                       gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (read_forever, pair, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  settle_down ();
  hark_task_cancel (task);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  g_clear_error (&error);

  /* The next one reads. */
  g_assert_cmpint (g_socket_send (pair->far, "next\n", 5, NULL, NULL), ==, 5);
  line = hark_run (read_forever, pair, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "next");
}

static gpointer
cancel_a_reader (gpointer  data,
                 GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  hark_task_group_spawn (group, read_forever, data, NULL);
  hark_yield (NULL);
  hark_task_group_cancel (group);
  return GINT_TO_POINTER (hark_task_group_await (group, error));
}

static void
test_a_cancelled_reader_is_no_error (Pair          *pair,
                                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (hark_run (cancel_a_reader, pair, &error));
  g_assert_no_error (error);
}

/* Its own cancellable has nothing to do with the task. */
static gpointer
read_cancelled (gpointer  data,
                GError  **error)
{
  Pair *pair = data;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GInputStream *in = g_io_stream_get_input_stream (pair->stream);
  g_autoptr(GAsyncResult) result = NULL;
  char byte;

  g_cancellable_cancel (cancellable);
  result = HARK_AWAIT_ASYNC (error, g_input_stream_read_async, in, &byte, 1, G_PRIORITY_DEFAULT, cancellable);
  g_input_stream_read_finish (in, result, error);
  return NULL;
}

static void
test_another_cancellable_is_named_as_it_was (Pair          *pair,
                                             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_run (read_cancelled, pair, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add (name, Pair, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hark_clock_set_virtual (TRUE);
  ADD ("/async/sockets/a-slow-peer-is-heard-out", test_a_slow_peer_is_heard_out);
  ADD ("/async/sockets/one-that-is-too-slow-is-not", test_one_that_is_too_slow_is_not);
  ADD ("/async/sockets/one-that-does-not-read-is-waited-for", test_one_that_does_not_read_is_waited_for);
  ADD ("/async/sockets/but-not-longer-than-asked", test_but_not_longer_than_asked);
  ADD ("/async/sockets/half-closed-it-can-be-answered", test_half_closed_it_can_be_answered);
  ADD ("/async/sockets/one-that-goes-ends-a-read", test_one_that_goes_ends_a_read);
  ADD ("/async/sockets/one-that-goes-ends-a-write", test_one_that_goes_ends_a_write);
  ADD ("/rule/26/a-cancelled-read-says-so-and-lets-go", test_cancelled_it_says_so_and_lets_go);
  ADD ("/rule/26/a-cancelled-reader-of-a-group-is-no-error", test_a_cancelled_reader_is_no_error);
  ADD ("/async/sockets/another-cancellable-is-named-as-it-was", test_another_cancellable_is_named_as_it_was);
  return g_test_run ();
}
