/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moves bytes between a socket, or TLS on it, and a stream. Reading stops after
 * a bounded number of bytes, so that one busy connection does not starve others.
 * Output is written once for a burst of messages, and never waits for a timer:
 * the write is a call that is queued behind those that made the burst. Within a process
 * a pipe does the work instead. Used by HarkPeer and HarkBroker. */

#include "bridge/transport/transport-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "bridge/transport/pipe-private.h"
#include "object/seat/remote-private.h"

#define READ_AT_ONCE   ((gsize) 64 << 10)
#define READ_IN_A_TURN ((gsize) 256 << 10)
#define PIECES         8  /* that are written at once */

/* What a queued write holds on to. */
typedef struct
{
  gatomicrefcount  refs;
  HarkTransport   *transport;  /* NULL: freed */
} Handle;

struct _HarkTransport
{
  HarkPipe           *pipe;          /* NULL: there is a socket; else nothing of what follows */
  GSocket            *socket;        /* keeps open: */
  int                 fd;
  GIOStream          *tls;           /* (nullable): around the socket */
  HarkObject         *owner;
  HarkByteStream         *stream;
  HarkTransportFuncs  funcs;
  gpointer            user;
  HarkWatch          *watch;
  Handle             *handle;
  gboolean            is_posted;     /* a write */
  gboolean            is_blocked;    /* the socket takes no more */
  gboolean            is_deaf;       /* the other side takes nothing any more */
  gboolean            is_resting;    /* it has sent more than its rate, and is not read */
  gsize               rate;          /* bytes in a second; 0: any */
  gint64              paid_until;    /* what has been read is within the rate from then on */
};

static void
handle_unref (gpointer data)
{
  Handle *self = data;

  if (g_atomic_ref_count_dec (&self->refs))
    g_free (self);
}

/* @code: an errno; 0: the other side has closed it */
static void
fail (GError **error,
      int      code)
{
  if (code == 0)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended");
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended: %s", g_strerror (code));
}

/* --- Bytes --- */

/* What a failed operation on the TLS stream means, as an errno. */
static int
errno_of (GError *failed)
{
  gboolean would_block = g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  g_error_free (failed);
  return would_block ? EAGAIN : ECONNABORTED;
}

/* With the first piece, alone. It can be that it is not let through: then the other end says that it has not come. */
static gssize
send_with_descriptor (HarkTransport *self,
                      struct msghdr *message,
                      int            descriptor)
{
  HarkShelving *shelving = self->stream->shelving;
  union { struct cmsghdr head; char room[CMSG_SPACE (sizeof (int))]; } control = { .head = { 0 } };
  gssize n;

  control.head = (struct cmsghdr) { CMSG_LEN (sizeof (int)), SOL_SOCKET, SCM_RIGHTS };
  memcpy (CMSG_DATA (&control.head), &descriptor, sizeof descriptor);
  message->msg_iovlen = 1;
  message->msg_control = &control;
  message->msg_controllen = sizeof control;
  n = sendmsg (self->fd, message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
    return n;
  hark_shelving_drop_descriptor (shelving);
  message->msg_control = NULL;
  message->msg_controllen = 0;
  return n >= 0 ? n : sendmsg (self->fd, message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Both like the system's calls. */
static gssize
send_some (HarkTransport  *self,
           const HarkSpan *pieces,
           guint           n_pieces)
{
  struct iovec vectors[PIECES];
  struct msghdr message = { .msg_iov = vectors, .msg_iovlen = n_pieces };
  HarkShelving *shelving = self->stream->shelving;
  GError *failed = NULL;
  gssize n;

  if (self->tls == NULL)
    {
      for (guint i = 0; i < n_pieces; i++)
        vectors[i] = (struct iovec) { (guint8 *) pieces[i].data, pieces[i].size };
      if (shelving != NULL && hark_shelving_get_descriptor (shelving) >= 0)
        return send_with_descriptor (self, &message, hark_shelving_get_descriptor (shelving));
      return sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->tls)),
                                                  pieces[0].data, pieces[0].size, NULL, &failed);
  if (n < 0)
    errno = errno_of (failed);
  return n;
}

/* There is room for one descriptor; the kernel closes others, as it does with all that come when none may. */
static gssize
receive_with_descriptor (HarkTransport *self,
                         guint8        *room,
                         gsize          size)
{
  union { struct cmsghdr head; char room[CMSG_LEN (sizeof (int))]; } control;
  struct iovec vector = { room, size };
  struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = CMSG_LEN (sizeof (int)) };
  gssize n = recvmsg (self->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  int descriptor;

  if (n <= 0 || message.msg_controllen < CMSG_LEN (sizeof (int)) || control.head.cmsg_level != SOL_SOCKET ||
      control.head.cmsg_type != SCM_RIGHTS)
    return n;
  memcpy (&descriptor, CMSG_DATA (&control.head), sizeof descriptor);
  hark_shelving_add_descriptor (self->stream->shelving, descriptor);
  return n;
}

static gssize
receive_some (HarkTransport *self,
              guint8        *room,
              gsize          size)
{
  GError *failed = NULL;
  gssize n;

  if (self->stream->shelving != NULL && hark_shelving_wants_descriptor (self->stream->shelving))
    return receive_with_descriptor (self, room, size);
  if (self->tls == NULL)
    return recv (self->fd, room, size, MSG_DONTWAIT);
  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->tls)),
                                                room, size, NULL, &failed);
  if (n < 0)
    errno = errno_of (failed);
  return n;
}

/* --- Writing --- */

/* When it cannot be written any more, what can be read says why. */
static void
write_output (HarkTransport *self)
{
  HarkSpan pieces[PIECES];
  guint n_pieces;

  self->is_blocked = FALSE;
  while (!self->is_deaf && (n_pieces = hark_byte_stream_peek (self->stream, pieces, PIECES)) > 0)
    {
      gssize n = send_some (self, pieces, n_pieces);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        {
          self->is_blocked = TRUE;
          return;
        }
      if (n < 0)
        {
          self->is_deaf = TRUE;
          return;
        }
      hark_byte_stream_written (self->stream, (gsize) n);
    }
}

static void
rearm (HarkTransport *self)
{
  GIOCondition input = self->is_resting ? 0 : G_IO_IN;

  hark_watch_arm (self->watch, self->is_blocked ? input | G_IO_OUT : input);
}

/* Writes, and loses the connection if that cannot be. */
static void
flush (HarkTransport *self)
{
  g_autoptr(GError) error = NULL;

  write_output (self);
  if (self->stream->is_over)
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
  if (self->pipe != NULL)
    {
      hark_pipe_wake (self->pipe);
      return;
    }
  if (self->is_posted)
    return;
  self->is_posted = TRUE;
  g_atomic_ref_count_inc (&self->handle->refs);
  hark_post_func (self->owner, run_write, self->handle, handle_unref);
}

/* --- Reading --- */

/* Reads once. Returns: the bytes; 0: none are there now; -1: it is over.
 * @is_last: (out): there are no more; if there are, after all, the socket shows it */
static gssize
receive (HarkTransport  *self,
         gboolean       *is_last,
         GError        **error)
{
  gsize room;
  guint8 *at = hark_frame_reader_reserve (self->stream->reader, READ_AT_ONCE, &room);
  gssize n;

  do
    n = receive_some (self, at, room);
  while (n < 0 && errno == EINTR);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    return 0;
  if (n > 0)
    {
      hark_frame_reader_commit (self->stream->reader, (gsize) n);
      /* What TLS has read already does not show at the socket. */
      *is_last = (gsize) n < room && self->tls == NULL;
      return n;
    }
  fail (error, n < 0 ? errno : 0);
  return -1;
}

/* Bytes that came another way because of those that were read, ever. */
static guint64
count_taken (HarkTransport *self)
{
  return self->stream->shelving != NULL ? hark_shelving_get_taken (self->stream->shelving) : 0;
}

/* Pays for @size bytes that were read. */
static void
pay (HarkTransport *self,
     gsize          size)
{
  gint64 now = g_get_monotonic_time ();

  /* What was not used is kept for a second. */
  self->paid_until = MAX (self->paid_until, now - G_USEC_PER_SEC) +
                     (gint64) ((double) size * G_USEC_PER_SEC / (double) self->rate);
}

/* Whether it has to wait, until it is woken. */
static gboolean
is_resting (HarkTransport *self)
{
  if (self->rate == 0)
    return FALSE;
  self->is_resting = self->paid_until > g_get_monotonic_time ();
  if (self->is_resting)
    hark_watch_wake_at (self->watch, self->paid_until);
  return self->is_resting;
}

static void
on_ready (gpointer data)
{
  HarkTransport *self = data;
  gboolean is_last = FALSE;
  gsize total = 0;

  while (!is_last && total < READ_IN_A_TURN && !is_resting (self))
    {
      g_autoptr(GError) error = NULL;
      guint64 taken = count_taken (self);
      gssize n = receive (self, &is_last, &error);

      if (n < 0)
        {
          self->funcs.lost (self->user, error);
          return;
        }
      if (n == 0)
        break;
      if (!self->funcs.received (self->user))
        return;
      n += (gssize) (count_taken (self) - taken);
      if (self->rate != 0)
        pay (self, (gsize) n);
      total += (gsize) n;
    }
  if (self->tls != NULL && total >= READ_IN_A_TURN)
    hark_watch_wake_at (self->watch, 0);
  flush (self);
}

HarkTransport *
hark_transport_new (GSocket                  *socket,
                    GTlsConnection           *tls,
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
  self->handle = g_new0 (Handle, 1);
  self->handle->transport = self;
  g_atomic_ref_count_init (&self->handle->refs);
  self->fd = g_socket_get_fd (socket);
  self->tls = tls != NULL ? g_object_ref (G_IO_STREAM (tls)) : NULL;
  /* Bursts are put together here, and nowhere else. */
  if (g_socket_get_family (socket) != G_SOCKET_FAMILY_UNIX)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  else if (tls == NULL)
    hark_byte_stream_allow_shelves (stream);
  self->watch = hark_watch_new (self->fd, owner, on_ready, self);
  rearm (self);
  return self;
}

HarkTransport *
hark_transport_new_inside (HarkPipe                 *pipe,
                           HarkByteStream           *stream,
                           const HarkTransportFuncs *funcs,
                           gpointer                  user)
{
  HarkTransport *self = g_new0 (HarkTransport, 1);

  self->pipe = pipe;
  hark_pipe_attach (pipe, stream, funcs, user);
  return self;
}

void
hark_transport_set_rate (HarkTransport *self,
                         gsize          rate)
{
  if (self->pipe != NULL)
    return;
  self->rate = rate;
  self->is_resting = FALSE;
  rearm (self);
}

static void
close_socket (HarkTransport *self)
{
  write_output (self);
  hark_watch_free (self->watch);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->tls);
  g_object_unref (self->socket);
  self->handle->transport = NULL;
  handle_unref (self->handle);
}

void
hark_transport_free (HarkTransport *self)
{
  if (self->pipe != NULL)
    hark_pipe_free (self->pipe);
  else
    close_socket (self);
  g_free (self);
}
