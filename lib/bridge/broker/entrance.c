/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Accepts connections. When the process has no file descriptors left, one that
 * was kept for this is given up for a moment, so that a newcomer hears why it
 * is turned away, and the socket does not stay ready for ever. Those who are
 * connected notice nothing. Used by HarkBroker. */

#include "bridge/broker/entrance-private.h"

#include <fcntl.h>
#include <hark/error.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge/protocol/byte-stream-private.h"
#include "bridge/transport/watch-private.h"

/* When not even that helps, microseconds until it looks again. */
#define REST (G_USEC_PER_SEC / 10)

struct _HarkEntrance
{
  HarkListening    *listening;
  HarkWatch        *watch;
  int               spare;      /* a descriptor to give up; -1: there is none */
  HarkEntranceFunc  func;
  gpointer          user;
};

static void
open_spare (HarkEntrance *self)
{
  if (self->spare < 0)
    self->spare = open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void
close_spare (HarkEntrance *self)
{
  if (self->spare >= 0)
    close (self->spare);
  self->spare = -1;
}

/* Behind TLS it would not be understood. */
static void
say_why (HarkEntrance *self,
         GSocket      *socket)
{
  g_autoptr(GError) error =
    g_error_new_literal (HARK_ERROR, HARK_ERROR_LIMIT,
                         "the broker has no file descriptors left: let others disconnect, or start it with a higher "
                         "limit (ulimit -n, LimitNOFILE=)");
  HarkByteStream stream;
  HarkSpan words;

  if (self->listening->address->kind == HARK_ADDRESS_TLS)
    return;
  hark_byte_stream_init (&stream, &hark_limits_default, NULL, NULL);
  hark_byte_stream_send_message (&stream, HARK_MESSAGE_GOODBYE, 0, 0, 0, hark_error_to_variant (error));
  if (hark_byte_stream_peek (&stream, &words, 1) > 0)
    send (g_socket_get_fd (socket), words.data, words.size, MSG_NOSIGNAL | MSG_DONTWAIT);
  hark_byte_stream_clear (&stream);
}

/* That the table is full is said before that nobody is there. Returns: %FALSE: nobody is, or there is no
 * descriptor all the same */
static gboolean
turn_away (HarkEntrance  *self,
           GError       **error)
{
  g_autoptr(GSocket) socket = NULL;

  close_spare (self);
  socket = g_socket_accept (self->listening->socket, NULL, error);
  if (socket != NULL)
    {
      say_why (self, socket);
      g_socket_close (socket, NULL);
    }
  open_spare (self);
  return socket != NULL;
}

static void
on_connecting (gpointer data)
{
  HarkEntrance *self = data;

  open_spare (self);
  for (;;)
    {
      g_autoptr(GError) failed = NULL;
      g_autoptr(GSocket) socket = g_socket_accept (self->listening->socket, NULL, &failed);

      if (socket != NULL)
        {
          self->func (self->user, self->listening, socket);
          continue;
        }
      if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      /* Who has gone again before it was accepted is nobody's fault. */
      if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        continue;
      g_clear_error (&failed);
      if (turn_away (self, &failed))
        continue;
      if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      hark_watch_wake_at (self->watch, g_get_monotonic_time () + REST);
      return;
    }
  hark_watch_arm (self->watch, G_IO_IN);
}

HarkEntrance *
hark_entrance_new (HarkListening    *listening,
                   HarkObject       *owner,
                   HarkEntranceFunc  func,
                   gpointer          user)
{
  HarkEntrance *self = g_new0 (HarkEntrance, 1);

  self->listening = listening;
  self->func = func;
  self->user = user;
  self->spare = -1;
  open_spare (self);
  self->watch = hark_watch_new (g_socket_get_fd (listening->socket), owner, on_connecting, self);
  hark_watch_arm (self->watch, G_IO_IN);
  return self;
}

void
hark_entrance_free (HarkEntrance *self)
{
  hark_watch_free (self->watch);
  close_spare (self);
  hark_listening_free (self->listening);
  g_free (self);
}
