/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Large frames go by memory, in the order of all others, and never more of it than there is; what is no such memory,
 * or is not as it was said to be, costs who sent it the connection, and nobody anything else. */

#include "base/large-private.h"
#include "bridge/transport/transport-private.h"

#include <fcntl.h>
#include <hark/bus.h>
#include <hark/error.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  N_LARGE = 100000,
  SIZE    = HARK_LIMIT_SHELF,
  SEALS   = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE,
};

/* One side of a connection. */
typedef struct
{
  HarkByteStream  stream;
  HarkTransport  *transport;
  GString        *log;        /* what came */
  char           *lost;
} End;

typedef struct
{
  HarkBus *bus;               /* whose loop it is */
  End      one;
  End      other;
  int      raw;               /* in the place of the other, where that has no transport; else -1 */
  guint    n_descriptors;     /* before */
} Fixture;

static guint
count_descriptors (void)
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

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* @is_raw: only one has a transport */
static void
open_both (Fixture  *f,
           gboolean  is_raw)
{
  int ends[2];

  f->bus = hark_bus_new (NULL);
  iterate ();
  f->n_descriptors = count_descriptors ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  end_init (&f->one, f->bus, ends[0]);
  f->raw = is_raw ? ends[1] : -1;
  if (!is_raw)
    end_init (&f->other, f->bus, ends[1]);
  iterate ();
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  open_both (f, FALSE);
}

static void
set_up_raw (Fixture       *f,
            gconstpointer  data)
{
  open_both (f, TRUE);
}

/* No descriptor is left over, whatever happened. */
static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  end_clear (&f->one);
  end_clear (&f->other);
  if (f->raw >= 0)
    close (f->raw);
  iterate ();
  g_assert_cmpuint (count_descriptors (), ==, f->n_descriptors);
  g_clear_object (&f->bus);
  iterate ();
}

static void
send_event (End     *self,
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

static void
assert_log (End        *self,
            const char *expected)
{
  g_assert_cmpstr (self->lost, ==, NULL);
  g_assert_cmpstr (self->log->str, ==, expected);
  g_string_truncate (self->log, 0);
}

/* The first large one finds no shelf and announces it, the second gives it. */
static void
open_shelf (Fixture *f)
{
  g_autofree char *expected = g_strdup_printf ("32:1:%d 32:2:%d ", N_LARGE, N_LARGE);

  for (guint i = 1; i <= 2; i++)
    {
      send_event (&f->one, i, N_LARGE);
      iterate ();
    }
  assert_log (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), ==, 0);
}

/* --- Between two who know them --- */

static void
test_in_order_among_small_ones (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  open_shelf (f);
  for (guint i = 1; i <= 30; i++)
    {
      send_event (&f->one, i, N_LARGE + i);
      send_event (&f->one, i, i);
      g_string_append_printf (expected, "32:%u:%u 32:%u:%u ", i, N_LARGE + i, i, i);
    }
  iterate ();
  assert_log (&f->other, expected->str);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 30 * N_LARGE);
  g_assert_cmpuint (f->one.stream.n_waiting, ==, 0);
}

static void
test_larger_than_a_shelf (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *expected = g_strdup_printf ("32:7:%d 32:8:%d ", 5 * SIZE + 3, SIZE);

  open_shelf (f);
  send_event (&f->one, 7, 5 * SIZE + 3);
  send_event (&f->one, 8, SIZE);
  iterate ();
  assert_log (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 6 * SIZE);
}

/* Each waits for room that the other makes. */
static void
test_both_at_once (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 1; i <= 8; i++)
    {
      send_event (&f->one, i, 2 * SIZE);
      send_event (&f->other, i, 2 * SIZE);
      g_string_append_printf (expected, "32:%u:%d ", i, 2 * SIZE);
    }
  iterate ();
  assert_log (&f->one, expected->str);
  assert_log (&f->other, expected->str);
  g_assert_cmpuint (hark_shelving_get_taken (f->one.stream.shelving), >, 0);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 0);
}

/* It pays for them as for others. */
static void
test_what_is_taken_counts_for_the_rate (Fixture       *f,
                                        gconstpointer  data)
{
  open_shelf (f);
  hark_transport_set_rate (f->other.transport, 1000);
  send_event (&f->one, 2, N_LARGE);
  iterate ();
  g_string_truncate (f->other.log, 0);
  send_event (&f->one, 3, N_LARGE);
  iterate ();
  assert_log (&f->other, "");
  hark_transport_set_rate (f->other.transport, 0);
  iterate ();
  g_assert_cmpuint (f->other.log->len, >, 0);
}

/* --- With one who stands still, or knows nothing of it --- */

/* @descriptor: -1: none */
static void
raw_send (Fixture *f,
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

/* @flags: of its HELLO */
static void
raw_hello (Fixture *f,
           guint8   flags)
{
  raw_send (f, HARK_MESSAGE_HELLO, flags, 0, 0, -1);
  iterate ();
}

/* What has come, to which nothing is said. Returns: how many bytes. */
static gsize
raw_read (Fixture *f)
{
  char room[4096];
  gsize total = 0;
  gssize n;

  while ((n = recv (f->raw, room, sizeof room, MSG_DONTWAIT)) > 0)
    total += (gsize) n;
  return total;
}

static gsize
raw_read_all (Fixture *f)
{
  gsize total = 0;
  gsize n;

  while ((n = raw_read (f)) > 0)
    {
      total += n;
      iterate ();
    }
  return total;
}

/* It says that it has opened none. */
static void
assert_refused (Fixture *f)
{
  guint8 room[4096];

  g_assert_cmpint (recv (f->raw, room, sizeof room, MSG_DONTWAIT), ==, HARK_LIMIT_FRAME_HEADER);
  g_assert_cmpuint (room[4], ==, HARK_MESSAGE_TAKEN);
  g_assert_cmpuint (room[5], ==, HARK_TAKEN_REFUSED);
}

static void
test_who_does_not_know_them_gets_bytes (Fixture       *f,
                                        gconstpointer  data)
{
  raw_hello (f, 0);
  send_event (&f->one, 1, N_LARGE);
  send_event (&f->one, 2, N_LARGE);
  iterate ();
  g_assert_cmpuint (raw_read_all (f), >, 2 * N_LARGE);
  g_assert_cmpuint (f->one.stream.n_waiting, ==, 0);
}

/* It is given a shelf. Returns: how many bytes came */
static gsize
be_given (Fixture *f)
{
  gsize total;

  raw_hello (f, HARK_HELLO_SHELF);
  send_event (&f->one, 1, N_LARGE);
  iterate ();
  total = raw_read_all (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  iterate ();
  send_event (&f->one, 2, N_LARGE);
  iterate ();
  return total + raw_read_all (f);
}

static void
test_who_cannot_open_it_gets_bytes (Fixture       *f,
                                    gconstpointer  data)
{
  g_assert_cmpuint (be_given (f), >, 2 * N_LARGE);
  raw_send (f, HARK_MESSAGE_TAKEN, HARK_TAKEN_REFUSED, 0, 0, -1);
  iterate ();
  send_event (&f->one, 2, N_LARGE);
  iterate ();
  g_assert_cmpuint (raw_read_all (f), >, N_LARGE);
  g_assert_null (f->one.lost);
}

static void
test_who_takes_nothing_holds_a_shelf_full (Fixture       *f,
                                           gconstpointer  data)
{
  be_given (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  iterate ();
  for (guint i = 0; i < 20; i++)
    send_event (&f->one, i, SIZE);
  iterate ();
  g_assert_cmpuint (raw_read_all (f), <, 4096);
  /* All that is not on the shelf waits, and is counted. */
  g_assert_cmpuint (f->one.stream.n_waiting, >=, 19 * SIZE);
  g_assert_cmpuint (f->one.stream.n_waiting, <, 20 * SIZE);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, SIZE / 2, 0, -1);
  iterate ();
  g_assert_cmpuint (f->one.stream.n_waiting, <, 19 * SIZE);
  g_assert_cmpuint (f->one.stream.n_waiting, >=, 18 * SIZE + SIZE / 2);
}

/* --- What is no shelf --- */

static int
make_memory (gsize size,
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

static void
raw_announce (Fixture *f)
{
  raw_send (f, HARK_MESSAGE_SHELF, 0, 0, 0, -1);
  iterate ();
  raw_read (f);
}

static void
raw_shelf (Fixture *f,
           guint64  size,
           int      descriptor)
{
  raw_announce (f);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, size, 0, descriptor);
  iterate ();
}

static void
assert_lost (Fixture    *f,
             const char *words)
{
  g_assert_cmpstr (f->one.lost, ==, words);
}

#define NO_MEMORY "a shelf that is no memory, or could be taken away"

static void
test_a_pipe (Fixture       *f,
             gconstpointer  data)
{
  int ends[2];

  raw_hello (f, 0);
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  close (ends[1]);
  raw_shelf (f, 4096, ends[0]);
  assert_lost (f, NO_MEMORY);
}

static void
test_a_folder (Fixture       *f,
               gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  assert_lost (f, NO_MEMORY);
}

static void
test_a_file (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = NULL;
  int made = g_file_open_tmp (NULL, &path, NULL);

  raw_hello (f, 0);
  g_assert_cmpint (made, >=, 0);
  unlink (path);
  g_assert_cmpint (ftruncate (made, 4096), ==, 0);
  raw_shelf (f, 4096, made);
  assert_lost (f, NO_MEMORY);
}

static void
test_memory_that_may_shrink (Fixture       *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, make_memory (4096, F_SEAL_GROW | F_SEAL_FUTURE_WRITE, 4096));
  assert_lost (f, NO_MEMORY);
}

static void
test_memory_in_which_holes_may_be_made (Fixture       *f,
                                        gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, make_memory (4096, F_SEAL_GROW | F_SEAL_SHRINK, 4096));
  assert_lost (f, NO_MEMORY);
}

static void
test_memory_with_holes (Fixture       *f,
                        gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, SIZE, make_memory (SIZE, SEALS, 4096));
  assert_lost (f, "a shelf that has not the 1048576 bytes that it is said to have");
}

static void
test_memory_of_another_size (Fixture       *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 8192, make_memory (4096, SEALS, 4096));
  assert_lost (f, "a shelf that has not the 8192 bytes that it is said to have");
}

static void
test_limit_shelf (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(HarkShelf) shelf = NULL;
  g_autoptr(GError) error = NULL;

  shelf = hark_shelf_open (make_memory (HARK_LIMIT_SHELF, SEALS, HARK_LIMIT_SHELF), HARK_LIMIT_SHELF, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hark_shelf_get_size (shelf), ==, HARK_LIMIT_SHELF);
  raw_hello (f, 0);
  raw_shelf (f, HARK_LIMIT_SHELF + 1, make_memory (HARK_LIMIT_SHELF + 1, SEALS, HARK_LIMIT_SHELF + 1));
  assert_lost (f, "a shelf of 1048577 bytes, where 1048576 is the limit");
}

/* Who comes later does without. */
static void
test_limit_shelves (Fixture       *f,
                    gconstpointer  data)
{
  HarkShelf *shelves[HARK_LIMIT_SHELVES];
  g_autofree char *expected = g_strdup_printf ("32:1:%d 32:2:%d 32:3:%d ", N_LARGE, N_LARGE, N_LARGE);

  for (guint i = 0; i < HARK_LIMIT_SHELVES; i++)
    {
      int descriptor;

      shelves[i] = hark_shelf_new (&descriptor);
      g_assert_nonnull (shelves[i]);
      close (descriptor);
    }
  for (guint i = 1; i <= 3; i++)
    {
      send_event (&f->one, i, N_LARGE);
      iterate ();
    }
  assert_log (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), ==, 0);
  for (guint i = 0; i < HARK_LIMIT_SHELVES; i++)
    hark_shelf_free (shelves[i]);
}

/* No descriptor more can be had. Returns: how many could be before */
static struct rlimit
fill_table (void)
{
  struct rlimit before;
  struct rlimit full;
  int next = dup (0);

  close (next);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  full = (struct rlimit) { (rlim_t) next, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &full), ==, 0);
  return before;
}

static void
test_where_none_can_be_made (Fixture       *f,
                             gconstpointer  data)
{
  g_autofree char *expected = g_strdup_printf ("32:1:%d 32:2:%d 32:3:%d ", N_LARGE, N_LARGE, N_LARGE);
  struct rlimit before = fill_table ();

  for (guint i = 1; i <= 3; i++)
    {
      send_event (&f->one, i, N_LARGE);
      iterate ();
    }
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  assert_log (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), ==, 0);
}

/* The kernel drops what there is no place for. */
static void
test_where_none_can_come (Fixture       *f,
                          gconstpointer  data)
{
  struct rlimit before;

  raw_hello (f, 0);
  raw_read (f);
  raw_announce (f);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, make_memory (4096, SEALS, 4096));
  before = fill_table ();
  iterate ();
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_null (f->one.lost);
  assert_refused (f);
}

static void
test_a_second_one (Fixture       *f,
                   gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, make_memory (4096, SEALS, 4096));
  g_assert_null (f->one.lost);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, make_memory (4096, SEALS, 4096));
  iterate ();
  assert_lost (f, "a second shelf, or one that was not announced");
}

static void
test_without_its_descriptor (Fixture       *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, -1);
  g_assert_null (f->one.lost);
  assert_refused (f);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 32, 32, -1);
  iterate ();
  assert_lost (f, "a piece on a shelf that cannot be there");
}

/* One is kept where one was announced, and closed at the end; the kernel closes all others. */
static void
test_descriptors_of_which_nothing_is_said (Fixture       *f,
                                           gconstpointer  data)
{
  guint before = count_descriptors ();

  raw_hello (f, 0);
  for (guint i = 0; i < 100; i++)
    raw_send (f, HARK_MESSAGE_PONG, 0, i, 0, dup (0));
  iterate ();
  g_assert_cmpuint (count_descriptors (), ==, before);
  raw_announce (f);
  for (guint i = 0; i < 100; i++)
    raw_send (f, HARK_MESSAGE_PONG, 0, i, 0, dup (0));
  iterate ();
  g_assert_cmpuint (count_descriptors (), ==, before + 1);
  g_assert_null (f->one.lost);
}

static void
test_one_that_was_not_announced (Fixture       *f,
                                 gconstpointer  data)
{
  raw_hello (f, 0);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, make_memory (4096, SEALS, 4096));
  iterate ();
  assert_lost (f, "a second shelf, or one that was not announced");
}

/* --- What is not on it --- */

static void
open_raw_shelf (Fixture *f)
{
  raw_hello (f, 0);
  raw_shelf (f, 8192, make_memory (8192, SEALS, 8192));
  g_assert_null (f->one.lost);
}

static void
raw_shelved (Fixture *f,
             guint64  rest,
             guint32  n)
{
  raw_send (f, HARK_MESSAGE_SHELVED, 0, rest, n, -1);
  iterate ();
}

static void
test_a_frame_of_zeros (Fixture       *f,
                       gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 64);
  assert_lost (f, "a frame of version 0, where only 1 is known: the other side does not speak Hark");
}

static void
test_a_frame_too_short (Fixture       *f,
                        gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 8, 8);
  assert_lost (f, "a frame that is shorter than its own headers");
}

static void
test_no_piece (Fixture       *f,
               gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 0);
  assert_lost (f, "a piece on a shelf that cannot be there");
}

static void
test_more_than_the_rest (Fixture       *f,
                         gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 65);
  assert_lost (f, "a piece on a shelf that cannot be there");
}

static void
test_another_rest (Fixture       *f,
                   gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 32);
  g_assert_null (f->one.lost);
  raw_shelved (f, 40, 32);
  assert_lost (f, "a piece on a shelf that is not the next one");
}

static void
test_a_message_in_between (Fixture       *f,
                           gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 32);
  raw_send (f, HARK_MESSAGE_PONG, 0, 1, 0, -1);
  iterate ();
  assert_lost (f, "a message in the middle of what is on the shelf");
}

/* However often it is said, no more than that is taken before the other side can know. */
static void
test_more_than_it_holds (Fixture       *f,
                         gconstpointer  data)
{
  open_raw_shelf (f);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 100000, 8192, -1);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 100000 - 8192, 8, -1);
  iterate ();
  assert_lost (f, "more on the shelf than it holds");
  g_assert_cmpuint (hark_shelving_get_taken (f->one.stream.shelving), ==, 8192);
}

static void
test_a_frame_too_large (Fixture       *f,
                        gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, HARK_LIMIT_FRAME + 8, 8);
  assert_lost (f, "a frame of 67108872 bytes, where 67108864 is the limit");
}

static void
test_taken_of_nothing (Fixture       *f,
                       gconstpointer  data)
{
  raw_hello (f, HARK_HELLO_SHELF);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  iterate ();
  assert_lost (f, "something was taken that was not there");
}

static void
test_taken_too_much (Fixture       *f,
                     gconstpointer  data)
{
  be_given (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  iterate ();
  g_assert_null (f->one.lost);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 1, 0, -1);
  iterate ();
  assert_lost (f, "something was taken that was not there");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bridge/shelves/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("in-order-among-small-ones", test_in_order_among_small_ones);
  TEST ("larger-than-a-shelf", test_larger_than_a_shelf);
  TEST ("both-at-once", test_both_at_once);
  TEST ("what-is-taken-counts-for-the-rate", test_what_is_taken_counts_for_the_rate);
  TEST ("limit-shelves", test_limit_shelves);
  TEST ("where-none-can-be-made", test_where_none_can_be_made);
#define RAW(name, func) g_test_add ("/bridge/shelves/" name, Fixture, NULL, set_up_raw, func, tear_down)
  RAW ("who-does-not-know-them-gets-bytes", test_who_does_not_know_them_gets_bytes);
  RAW ("who-cannot-open-it-gets-bytes", test_who_cannot_open_it_gets_bytes);
  RAW ("who-takes-nothing-holds-a-shelf-full", test_who_takes_nothing_holds_a_shelf_full);
  RAW ("where-none-can-come", test_where_none_can_come);
  RAW ("limit-shelf", test_limit_shelf);
  RAW ("a-pipe", test_a_pipe);
  RAW ("a-folder", test_a_folder);
  RAW ("a-file", test_a_file);
  RAW ("memory-that-may-shrink", test_memory_that_may_shrink);
  RAW ("memory-in-which-holes-may-be-made", test_memory_in_which_holes_may_be_made);
  RAW ("memory-with-holes", test_memory_with_holes);
  RAW ("memory-of-another-size", test_memory_of_another_size);
  RAW ("a-second-one", test_a_second_one);
  RAW ("without-its-descriptor", test_without_its_descriptor);
  RAW ("descriptors-of-which-nothing-is-said", test_descriptors_of_which_nothing_is_said);
  RAW ("one-that-was-not-announced", test_one_that_was_not_announced);
  RAW ("a-frame-of-zeros", test_a_frame_of_zeros);
  RAW ("a-frame-too-short", test_a_frame_too_short);
  RAW ("no-piece", test_no_piece);
  RAW ("more-than-the-rest", test_more_than_the_rest);
  RAW ("another-rest", test_another_rest);
  RAW ("a-message-in-between", test_a_message_in_between);
  RAW ("more-than-it-holds", test_more_than_it_holds);
  RAW ("a-frame-too-large", test_a_frame_too_large);
  RAW ("taken-of-nothing", test_taken_of_nothing);
  RAW ("taken-too-much", test_taken_too_much);
  return g_test_run ();
}
