/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes between a socket and a stream: how fast they are read, and what is left
 * to read when nothing can be written any more. */

#include "bridge/transport/transport-private.h"

#include <hark/bus.h>
#include <hark/error.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  HarkBus        *bus;        /* whose loop it is */
  HarkByteStream  stream;
  HarkTransport  *transport;
  int             other;      /* end of the socket */
  gsize           n_read;
  char           *lost;
} Fixture;

static gboolean
on_received (gpointer user)
{
  Fixture *f = user;
  HarkFrame frame;

  while (hark_frame_reader_next (f->stream.reader, &frame, NULL) == HARK_FRAME_COMPLETE)
    f->n_read += frame.n_body;
  return TRUE;
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  Fixture *f = user;

  f->lost = g_strdup (reason->message);
  g_clear_pointer (&f->transport, hark_transport_free);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  const HarkTransportFuncs funcs = { on_received, on_lost };
  g_autoptr(GSocket) socket = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  f->other = ends[1];
  socket = g_socket_new_from_fd (ends[0], NULL);
  f->bus = hark_bus_new (NULL);
  hark_byte_stream_init (&f->stream, &hark_limits_default, NULL, NULL);
  f->transport = hark_transport_new (socket, NULL, HARK_OBJECT (f->bus), &f->stream, &funcs, f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->transport, hark_transport_free);
  hark_byte_stream_clear (&f->stream);
  g_clear_object (&f->bus);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (f->other >= 0)
    close (f->other);
  g_free (f->lost);
}

/* The other side sends a frame. */
static void
send_frame (Fixture *f,
            gsize    size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  HarkFrame frame = { .kind = HARK_MESSAGE_EVENT, .body = zeros, .n_body = size };

  hark_frame_write (bytes, &frame);
  g_assert_cmpint (send (f->other, bytes->data, bytes->len, MSG_NOSIGNAL), ==, bytes->len);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_limit_rate (Fixture       *f,
                 gconstpointer  data)
{
  HarkLimits set = hark_limits_default;

  g_assert_cmpuint (set.rate, ==, HARK_LIMIT_RATE);
  set.rate = 1;
  hark_transport_set_rate (f->transport, set.rate);
  send_frame (f, 1000);
  iterate ();
  g_assert_cmpuint (f->n_read, ==, 1000);
  /* The next is due in a quarter of an hour. */
  send_frame (f, 1000);
  iterate ();
  g_assert_cmpuint (f->n_read, ==, 1000);
  /* It still writes. */
  hark_byte_stream_send_message (&f->stream, HARK_MESSAGE_PONG, 0, 1, 0, NULL);
  hark_transport_wake (f->transport);
  iterate ();
  g_assert_cmpuint (f->stream.n_waiting, ==, 0);
  hark_transport_set_rate (f->transport, 0);
  iterate ();
  g_assert_cmpuint (f->n_read, ==, 2000);
  g_assert_null (f->lost);
}

static void
test_last_words_are_read (Fixture       *f,
                          gconstpointer  data)
{
  send_frame (f, 10);
  close (f->other);
  f->other = -1;
  /* Written before it is read, and in vain. */
  hark_byte_stream_send_message (&f->stream, HARK_MESSAGE_PONG, 0, 1, 0, NULL);
  hark_transport_wake (f->transport);
  iterate ();
  g_assert_cmpuint (f->n_read, ==, 10);
  g_assert_cmpstr (f->lost, ==, "the connection has ended");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bridge/transport/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("limit-rate", test_limit_rate);
  TEST ("last-words-are-read", test_last_words_are_read);
  return g_test_run ();
}
