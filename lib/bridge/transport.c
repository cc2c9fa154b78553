/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moves bytes between a non-blocking socket and a stream. Reading stops after a
 * bounded number of bytes, so that one busy connection does not starve others.
 * Output is written once for a burst of messages, and never waits for a timer:
 * the write is a call that is queued behind those that made the burst. Used by
 * HarkPeer and HarkBroker. */

#include "bridge/transport-private.h"

#include <errno.h>
#include <sys/socket.h>

#include "object/remote-private.h"

#define READ_AT_ONCE   ((gsize) 64 << 10)
#define READ_IN_A_TURN ((gsize) 256 << 10)

/* What a queued write holds on to. */
typedef struct
{
  gatomicrefcount  refs;
  HarkTransport   *transport;  /* NULL: freed */
} Handle;

struct _HarkTransport
{
  GSocket            *socket;        /* keeps open: */
  int                 fd;
  HarkObject         *owner;
  HarkByteStream         *stream;
  HarkTransportFuncs  funcs;
  gpointer            user;
  HarkWatch          *watch;
  Handle             *handle;
  GByteArray         *writing;       /* taken from the stream */
  gsize               n_written;     /* of it */
  gboolean            is_posted;     /* a write */
  gboolean            is_blocked;    /* the socket takes no more */
};

static void
handle_unref (gpointer data)
{
  Handle *self = data;

  if (g_atomic_ref_count_dec (&self->refs))
    g_free (self);
}

/* @code: an errno; 0: the other side has closed it */
static gboolean
fail (GError **error,
      int      code)
{
  if (code == 0)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended");
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended: %s", g_strerror (code));
  return FALSE;
}

/* --- Writing --- */

/* Returns: whether there is something left to write. */
static gboolean
take_output (HarkTransport *self)
{
  if (self->n_written < self->writing->len)
    return TRUE;
  if (self->stream->output->len == 0)
    return FALSE;
  g_byte_array_unref (self->writing);
  self->writing = hark_byte_stream_take_output (self->stream);
  self->n_written = 0;
  return TRUE;
}

/* Fails: the connection is over. */
static gboolean
write_output (HarkTransport  *self,
              GError        **error)
{
  self->is_blocked = FALSE;
  while (take_output (self))
    {
      gssize n = send (self->fd, self->writing->data + self->n_written,
                       self->writing->len - self->n_written, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        {
          self->is_blocked = TRUE;
          return TRUE;
        }
      if (n < 0)
        return fail (error, errno);
      self->n_written += (gsize) n;
      hark_byte_stream_written (self->stream, (gsize) n);
    }
  return TRUE;
}

static void
rearm (HarkTransport *self)
{
  hark_watch_arm (self->watch, self->is_blocked ? G_IO_IN | G_IO_OUT : G_IO_IN);
}

/* Writes, and loses the connection if that cannot be. */
static void
flush (HarkTransport *self)
{
  g_autoptr(GError) error = NULL;

  if (write_output (self, &error) && self->stream->is_over)
    g_set_error (&error, HARK_ERROR, HARK_ERROR_LIMIT,
                 "the other side did not read: more than %" G_GSIZE_FORMAT " bytes were waiting for it",
                 self->stream->max_waiting);
  if (error != NULL)
    self->funcs.lost (self->user, error);
  else
    rearm (self);
}

static void
run_write (gpointer context,
           gpointer data)
{
  HarkTransport *self = ((Handle *) data)->transport;

  if (self == NULL)
    return;
  self->is_posted = FALSE;
  if (!self->is_blocked)
    flush (self);
}

void
hark_transport_wake (HarkTransport *self)
{
  if (self->is_posted)
    return;
  self->is_posted = TRUE;
  g_atomic_ref_count_inc (&self->handle->refs);
  hark_post_func (self->owner, run_write, self->handle, handle_unref);
}

/* --- Reading --- */

/* Reads once. Returns: the bytes; 0: none are there now; -1: it is over. */
static gssize
receive (HarkTransport  *self,
         GError        **error)
{
  gsize room;
  guint8 *at = hark_frame_reader_reserve (self->stream->reader, READ_AT_ONCE, &room);
  gssize n;

  do
    n = recv (self->fd, at, room, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    return 0;
  if (n > 0)
    {
      hark_frame_reader_commit (self->stream->reader, (gsize) n);
      return n;
    }
  fail (error, n < 0 ? errno : 0);
  return -1;
}

static void
on_ready (gpointer data)
{
  HarkTransport *self = data;
  gsize total = 0;

  while (total < READ_IN_A_TURN)
    {
      g_autoptr(GError) error = NULL;
      gssize n = receive (self, &error);

      if (n < 0)
        {
          self->funcs.lost (self->user, error);
          return;
        }
      if (n == 0)
        break;
      if (!self->funcs.received (self->user))
        return;
      total += (gsize) n;
    }
  flush (self);
}

HarkTransport *
hark_transport_new (GSocket                  *socket,
                    HarkObject               *owner,
                    HarkByteStream               *stream,
                    const HarkTransportFuncs *funcs,
                    gpointer                  user)
{
  HarkTransport *self = g_new0 (HarkTransport, 1);

  self->socket = g_object_ref (socket);
  self->owner = owner;
  self->stream = stream;
  self->funcs = *funcs;
  self->user = user;
  self->writing = g_byte_array_new ();
  self->handle = g_new0 (Handle, 1);
  self->handle->transport = self;
  g_atomic_ref_count_init (&self->handle->refs);
  self->fd = g_socket_get_fd (socket);
  self->watch = hark_watch_new (self->fd, owner, on_ready, self);
  rearm (self);
  return self;
}

void
hark_transport_free (HarkTransport *self)
{
  write_output (self, NULL);
  hark_watch_free (self->watch);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  self->handle->transport = NULL;
  handle_unref (self->handle);
  g_byte_array_unref (self->writing);
  g_free (self);
}
