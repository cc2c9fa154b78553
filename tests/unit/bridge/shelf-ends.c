/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* See the header. When a test is over, no descriptor is left over, whatever happened. */

#include "shelf-ends-private.h"

guint
ends_count_descriptors (void)
{
  g_autoptr(GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static guint8
letter_of (guint64 id,
           gsize   at)
{
  return (guint8) (id * 31 + at / 4096);
}

/* As it was sent. */
static void
check_body (const HarkFrame *frame)
{
  for (gsize i = 0; i < frame->n_body; i += 509)
    g_assert_cmpuint (frame->body[i], ==, letter_of (frame->id, i));
  g_assert_true (frame->n_body < N_LARGE || frame->whole != NULL);
}

static gboolean
on_received (gpointer user)
{
  End *self = user;
  g_autoptr(GError) error = NULL;
  HarkFrameStatus status;
  HarkFrame frame;

  while ((status = hark_byte_stream_next (&self->stream, &frame, &error)) == HARK_FRAME_COMPLETE)
    {
      if (frame.kind == HARK_MESSAGE_HELLO)
        continue;
      check_body (&frame);
      g_string_append_printf (self->log, "%u:%" G_GUINT64_FORMAT ":%" G_GSIZE_FORMAT " ", frame.kind, frame.id, frame.n_body);
    }
  if (status == HARK_FRAME_INCOMPLETE)
    return TRUE;
  self->lost = g_strdup (error->message);
  g_clear_pointer (&self->transport, hark_transport_free);
  return FALSE;
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  End *self = user;

  self->lost = g_strdup (reason->message);
  g_clear_pointer (&self->transport, hark_transport_free);
}

static void
end_init (End     *self,
          HarkBus *bus,
          int      descriptor)
{
  const HarkTransportFuncs funcs = { on_received, on_lost };
  g_autoptr(GSocket) socket = g_socket_new_from_fd (descriptor, NULL);

  self->log = g_string_new (NULL);
  hark_byte_stream_init (&self->stream, &hark_limits_default, NULL, NULL);
  self->transport = hark_transport_new (socket, NULL, HARK_OBJECT (bus), &self->stream, &funcs, self);
  hark_byte_stream_send_hello (&self->stream, 1, HARK_LIMIT_FRAME, "end");
  hark_transport_wake (self->transport);
}

static void
end_clear (End *self)
{
  if (self->log == NULL)
    return;
  g_clear_pointer (&self->transport, hark_transport_free);
  hark_byte_stream_clear (&self->stream);
  g_string_free (self->log, TRUE);
  g_free (self->lost);
  *self = (End) { .log = NULL };
}

void
ends_iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* @is_raw: only one has a transport */
static void
open_both (Ends     *f,
           gboolean  is_raw)
{
  int ends[2];

  f->bus = hark_bus_new (NULL);
  ends_iterate ();
  f->n_descriptors = ends_count_descriptors ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  end_init (&f->one, f->bus, ends[0]);
  f->raw = is_raw ? ends[1] : -1;
  if (!is_raw)
    end_init (&f->other, f->bus, ends[1]);
  ends_iterate ();
}

void
ends_set_up (Ends          *f,
             gconstpointer  data)
{
  open_both (f, FALSE);
}

void
ends_set_up_raw (Ends          *f,
                 gconstpointer  data)
{
  open_both (f, TRUE);
}

void
ends_tear_down (Ends          *f,
                gconstpointer  data)
{
  end_clear (&f->one);
  end_clear (&f->other);
  if (f->raw >= 0)
    close (f->raw);
  ends_iterate ();
  g_assert_cmpuint (ends_count_descriptors (), ==, f->n_descriptors);
  g_clear_object (&f->bus);
  ends_iterate ();
}

void
end_send (End     *self,
          guint64  id,
          gsize    size)
{
  guint8 *bytes = g_malloc (size);
  g_autoptr(GBytes) whole = NULL;
  HarkFrame frame = { .kind = HARK_MESSAGE_EVENT, .id = id, .body = bytes, .n_body = size };

  for (gsize i = 0; i < size; i++)
    bytes[i] = letter_of (id, i);
  whole = g_bytes_new_take (bytes, size);
  frame.whole = size >= N_LARGE ? whole : NULL;
  hark_byte_stream_send (&self->stream, &frame);
  hark_transport_wake (self->transport);
}

void
end_assert (End        *self,
            const char *expected)
{
  g_assert_cmpstr (self->lost, ==, NULL);
  g_assert_cmpstr (self->log->str, ==, expected);
  g_string_truncate (self->log, 0);
}

void
ends_open_shelf (Ends *f)
{
  g_autofree char *expected = g_strdup_printf ("32:1:%d 32:2:%d ", N_LARGE, N_LARGE);

  for (guint i = 1; i <= 2; i++)
    {
      end_send (&f->one, i, N_LARGE);
      ends_iterate ();
    }
  end_assert (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), ==, 0);
}

void
raw_send (Ends    *f,
          guint8   kind,
          guint8   flags,
          guint64  id,
          guint32  topic,
          int      descriptor)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  HarkFrame frame = { .kind = kind, .flags = flags, .id = id, .topic = topic };
  union { struct cmsghdr head; char room[CMSG_SPACE (sizeof (int))]; } control = { .head = { 0 } };
  struct iovec vector;
  struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };

  hark_frame_write (bytes, &frame);
  vector = (struct iovec) { bytes->data, bytes->len };
  if (descriptor >= 0)
    {
      control.head = (struct cmsghdr) { CMSG_LEN (sizeof (int)), SOL_SOCKET, SCM_RIGHTS };
      memcpy (CMSG_DATA (&control.head), &descriptor, sizeof descriptor);
      message.msg_control = &control;
      message.msg_controllen = sizeof control;
    }
  g_assert_cmpint (sendmsg (f->raw, &message, MSG_NOSIGNAL), ==, bytes->len);
  if (descriptor >= 0)
    close (descriptor);
}

void
raw_hello (Ends   *f,
           guint8  flags)
{
  raw_send (f, HARK_MESSAGE_HELLO, flags, 0, 0, -1);
  ends_iterate ();
}

gsize
raw_read (Ends *f)
{
  char room[4096];
  gsize total = 0;
  gssize n;

  while ((n = recv (f->raw, room, sizeof room, MSG_DONTWAIT)) > 0)
    total += (gsize) n;
  return total;
}

gsize
raw_read_all (Ends *f)
{
  gsize total = 0;
  gsize n;

  while ((n = raw_read (f)) > 0)
    {
      total += n;
      ends_iterate ();
    }
  return total;
}

void
raw_assert_refused (Ends *f)
{
  guint8 room[4096];

  g_assert_cmpint (recv (f->raw, room, sizeof room, MSG_DONTWAIT), ==, HARK_LIMIT_FRAME_HEADER);
  g_assert_cmpuint (room[4], ==, HARK_MESSAGE_TAKEN);
  g_assert_cmpuint (room[5], ==, HARK_TAKEN_REFUSED);
}

int
raw_make_memory (gsize size,
                 int   seals,
                 gsize n_pages)
{
  int made = memfd_create ("memory", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_cmpint (made, >=, 0);
  g_assert_cmpint (ftruncate (made, (off_t) size), ==, 0);
  if (n_pages > 0)
    g_assert_cmpint (fallocate (made, 0, 0, (off_t) n_pages), ==, 0);
  if (seals != 0)
    g_assert_cmpint (fcntl (made, F_ADD_SEALS, seals), ==, 0);
  return made;
}

void
raw_announce (Ends *f)
{
  raw_send (f, HARK_MESSAGE_SHELF, 0, 0, 0, -1);
  ends_iterate ();
  raw_read (f);
}

void
raw_shelf (Ends    *f,
           guint64  size,
           int      descriptor)
{
  raw_announce (f);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, size, 0, descriptor);
  ends_iterate ();
}

void
ends_assert_lost (Ends       *f,
                  const char *words)
{
  g_assert_cmpstr (f->one.lost, ==, words);
}

/* It is given a shelf. Returns: how many bytes came */
gsize
raw_be_given (Ends *f)
{
  gsize total;

  raw_hello (f, HARK_HELLO_SHELF);
  end_send (&f->one, 1, N_LARGE);
  ends_iterate ();
  total = raw_read_all (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  ends_iterate ();
  end_send (&f->one, 2, N_LARGE);
  ends_iterate ();
  return total + raw_read_all (f);
}
