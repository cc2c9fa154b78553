/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames come out as they went in, however the bytes are cut, and a bad one
 * is refused as soon as it can be seen. */

#include <hark/error.h>
#include <string.h>

#include "wire/frame-private.h"
#include "wire/limits-private.h"

static const guint8 body[] = "a body of some length";

static void
assert_frame (const HarkFrame *frame,
              const HarkFrame *expected)
{
  g_assert_cmpuint (frame->kind, ==, expected->kind);
  g_assert_cmpuint (frame->flags, ==, expected->flags);
  g_assert_cmpuint (frame->id, ==, expected->id);
  g_assert_cmpuint (frame->topic, ==, expected->topic);
  g_assert_cmpmem (frame->body, frame->n_body, expected->body, expected->n_body);
  g_assert_cmpmem (frame->extensions, frame->n_extensions, expected->extensions, expected->n_extensions);
  g_assert_cmpuint ((guintptr) frame->body % 8, ==, 0);
}

static void
test_layout_is_as_written_down (void)
{
  static const guint8 expected[] =
  {
    27, 0, 0, 0, 12, 1, 1, 0,
    8, 7, 6, 5, 4, 3, 2, 1,
    0x44, 0x33, 0x22, 0x11, 0, 0, 0, 0,
    'a', 'b', 'c', 0, 0, 0, 0, 0,
  };
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  hark_frame_write (bytes, &(HarkFrame) { .kind = 12, .flags = 1, .id = 0x0102030405060708,
                                          .topic = 0x11223344, .body = (const guint8 *) "abc", .n_body = 3 });
  g_assert_cmpmem (bytes->data, bytes->len, expected, sizeof expected);
}

static void
test_any_cut_gives_the_same_frames (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  static const guint8 extension[8] = { 9, 0, 2, 0, 'x', 'y', 0, 0 };
  HarkFrame sent[100];
  guint round;

  for (round = 0; round < 50; round++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
      HarkFrame frame;
      guint n_read = 0;
      guint at = 0;
      guint i;

      for (i = 0; i < G_N_ELEMENTS (sent); i++)
        {
          sent[i] = (HarkFrame) { .kind = (guint8) i, .id = g_rand_int (random), .topic = i * 3,
                                  .body = body, .n_body = (gsize) g_rand_int_range (random, 0, sizeof body) };
          if (g_rand_boolean (random))
            {
              sent[i].extensions = extension;
              sent[i].n_extensions = sizeof extension;
            }
          hark_frame_write (bytes, &sent[i]);
        }
      while (at < bytes->len)
        {
          guint n = (guint) g_rand_int_range (random, 1, round + 2);

          n = MIN (n, bytes->len - at);
          hark_frame_reader_feed (reader, bytes->data + at, n);
          at += n;
          while (hark_frame_reader_next (reader, &frame, NULL) == HARK_FRAME_COMPLETE)
            assert_frame (&frame, &sent[n_read++]);
        }
      g_assert_cmpuint (n_read, ==, G_N_ELEMENTS (sent));
    }
}

static void
test_unknown_extensions_are_skipped (void)
{
  static const guint8 extensions[] =
    { 200, 1, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 0, 'x', 'y', 0, 0 };
  const HarkFrame frame = { .extensions = extensions, .n_extensions = sizeof extensions };
  const guint8 *data;
  gsize size;

  data = hark_frame_find_extension (&frame, 9, &size);
  g_assert_cmpmem (data, size, "xy", 2);
  data = hark_frame_find_extension (&frame, 7, &size);
  g_assert_nonnull (data);
  g_assert_cmpuint (size, ==, 0);
  g_assert_null (hark_frame_find_extension (&frame, 8, &size));
}

/* Their number is a byte, so there cannot be more. */
static void
test_limit_extensions (void)
{
  guint8 extensions[HARK_LIMIT_EXTENSIONS] = { 9, 0, (HARK_LIMIT_EXTENSIONS - 4) & 0xff, (HARK_LIMIT_EXTENSIONS - 4) >> 8 };
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  HarkFrame frame = { .body = body, .n_body = 3, .extensions = extensions, .n_extensions = sizeof extensions };
  gsize size;

  hark_frame_write (bytes, &frame);
  hark_frame_reader_feed (reader, bytes->data, bytes->len);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
  g_assert_cmpuint (frame.n_extensions, ==, HARK_LIMIT_EXTENSIONS);
  g_assert_cmpuint (frame.n_body, ==, 3);
  g_assert_nonnull (hark_frame_find_extension (&frame, 9, &size));
  g_assert_cmpuint (size, ==, HARK_LIMIT_EXTENSIONS - 4);
}

/* What the reader says about one good frame with a byte of it changed. */
static void
assert_refused (guint       at,
                guint8      value,
                gsize       n_fed,
                int         code,
                const char *words)
{
  static const guint8 extension[8] = { 9, 0, 2, 0, 'x', 'y', 0, 0 };
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (1024);
  g_autoptr(GError) error = NULL;
  HarkFrame frame;

  hark_frame_write (bytes, &(HarkFrame) { .body = body, .n_body = 3,
                                          .extensions = extension, .n_extensions = 8 });
  bytes->data[at] = value;
  hark_frame_reader_feed (reader, bytes->data, MIN (n_fed, bytes->len));
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, &error), ==, HARK_FRAME_BAD);
  g_assert_error (error, HARK_ERROR, code);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_bad_frames_are_refused (void)
{
  assert_refused (6, 2, 8, HARK_ERROR_INVALID,
                  "a frame of version 2, where only 1 is known: the other side does not speak Hark");
  assert_refused (0, HARK_LIMIT_FRAME_HEADER + 8 - 1, 8, HARK_ERROR_INVALID, "a frame that is shorter than its own headers");
  assert_refused (0, 0, 8, HARK_ERROR_INVALID, "a frame that is shorter than its own headers");
  assert_refused (7, 255, 8, HARK_ERROR_INVALID, "a frame that is shorter than its own headers");
  assert_refused (21, 1, 99, HARK_ERROR_INVALID, "a frame with something in its reserved bytes");
  assert_refused (39, 1, 99, HARK_ERROR_INVALID, "a frame with something in its padding");
  assert_refused (26, 5, 99, HARK_ERROR_INVALID, "an extension header that does not fit into its frame");
}

static void
test_length_is_refused_before_it_is_waited_for (void)
{
  assert_refused (1, 16, 8, HARK_ERROR_LIMIT, "a frame of 4131 bytes, where 1024 is the limit");
  assert_refused (3, 255, 8, HARK_ERROR_LIMIT, "a frame of 4278190115 bytes, where 1024 is the limit");
}

static void
test_no_reader_goes_beyond_the_limit (void)
{
  static const guint8 start[8] = { 1, 0, 0, 4, 1, 0, HARK_FRAME_VERSION, 0 }; /* 64 MiB and one */
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (G_MAXSIZE);
  g_autoptr(GError) error = NULL;
  HarkFrame frame;

  G_STATIC_ASSERT (HARK_LIMIT_FRAME == 0x4000000);
  hark_frame_reader_feed (reader, start, sizeof start);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, &error), ==, HARK_FRAME_BAD);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
}

/* --- large ones --- */

/* A frame whose body has @n bytes, each of them @byte. */
static void
write_filled (GByteArray *bytes,
              gsize       n,
              guint8      byte)
{
  g_autofree guint8 *filled = g_malloc (n + 1);

  memset (filled, byte, n);
  hark_frame_write (bytes, &(HarkFrame) { .kind = byte, .id = n, .body = filled, .n_body = n });
}

static void
assert_filled (const HarkFrame *frame,
               guint8           byte)
{
  g_assert_cmpuint (frame->kind, ==, byte);
  g_assert_cmpuint (frame->id, ==, frame->n_body);
  g_assert_cmpuint ((guintptr) frame->body % 8, ==, 0);
  for (gsize i = 0; i < frame->n_body; i++)
    g_assert_cmpuint (frame->body[i], ==, byte);
}

static void
test_large_ones_come_whole_between_small_ones (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  const gsize limit = 8000;

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (limit);
      HarkFrame frame;
      guint8 n_read = 0;

      for (guint8 i = 0; i < 30; i++)
        write_filled (bytes, g_rand_boolean (random) ? (gsize) g_rand_int_range (random, 0, 30)
                                                     : (gsize) g_rand_int_range (random, 1900, (gint32) limit - 24), i);
      for (gsize at = 0; at < bytes->len;)
        {
          gsize n = (gsize) g_rand_int_range (random, 1, 3000);

          n = MIN (n, bytes->len - at);
          hark_frame_reader_feed (reader, bytes->data + at, n);
          at += n;
          while (hark_frame_reader_next (reader, &frame, NULL) == HARK_FRAME_COMPLETE)
            assert_filled (&frame, n_read++);
        }
      g_assert_cmpuint (n_read, ==, 30);
    }
}

/* Feeds @bytes in two pieces, and reads the first frame, which both are of. */
static void
read_in_two (HarkFrameReader *reader,
             GByteArray      *bytes,
             gsize            n_first,
             HarkFrame       *frame)
{
  hark_frame_reader_feed (reader, bytes->data, n_first);
  g_assert_cmpint (hark_frame_reader_next (reader, frame, NULL), ==, HARK_FRAME_INCOMPLETE);
  hark_frame_reader_feed (reader, bytes->data + n_first, bytes->len - n_first);
  g_assert_cmpint (hark_frame_reader_next (reader, frame, NULL), ==, HARK_FRAME_COMPLETE);
}

static void
test_large_ones_outlive_the_reader (void)
{
  HarkFrameReader *reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GBytes) whole = NULL;
  HarkFrame frame;

  write_filled (bytes, 2 * HARK_LARGE + 3, 5);
  read_in_two (reader, bytes, 100, &frame);
  g_assert_nonnull (frame.whole);
  whole = g_bytes_ref (frame.whole);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_INCOMPLETE);
  hark_frame_reader_free (reader);
  hark_frame_read_at (g_bytes_get_data (whole, NULL), &frame);
  assert_filled (&frame, 5);
  g_assert_cmpuint (frame.n_body, ==, 2 * HARK_LARGE + 3);
}

/* Whoever goes on from frame to frame relies on that they are one piece. */
static void
test_a_run_does_not_go_on_behind_a_large_one (void)
{
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  HarkFrame frame;

  write_filled (bytes, 2 * HARK_LARGE, 5);
  write_filled (bytes, 10, 5);
  write_filled (bytes, 11, 5);
  read_in_two (reader, bytes, 100, &frame);
  g_assert_false (hark_frame_reader_next_like (reader, &frame));
  g_assert_nonnull (frame.whole);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
  assert_filled (&frame, 5);
  g_assert_true (hark_frame_reader_next_like (reader, &frame));
  g_assert_cmpuint (frame.n_body, ==, 11);
}

static void
test_order_ends_where_a_number_is_missing (void)
{
  static const guint64 ids[] = { 7, 8, 10, 10 };
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (1024);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  HarkFrame frame;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    hark_frame_write (bytes, &(HarkFrame) { .kind = 5, .id = ids[i], .topic = 1 });
  hark_frame_reader_feed (reader, bytes->data, bytes->len);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
  g_assert_true (hark_frame_reader_next_in_order (reader, &frame));
  g_assert_cmpuint (frame.id, ==, 8);
  g_assert_false (hark_frame_reader_next_in_order (reader, &frame));
  g_assert_true (hark_frame_reader_next_like (reader, &frame));
  g_assert_cmpuint (frame.id, ==, 10);
  g_assert_false (hark_frame_reader_next_in_order (reader, &frame));
  g_assert_true (hark_frame_reader_next_like (reader, &frame));
  g_assert_false (hark_frame_reader_next_in_order (reader, &frame));
}

/* Whoever lies has sent no such frame before. */
static void
test_a_length_alone_gets_no_memory (void)
{
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  HarkFrame frame;
  gsize n_fed = 8;
  gsize room;

  write_filled (bytes, HARK_LIMIT_FRAME - HARK_LIMIT_FRAME_HEADER, 5);
  hark_frame_reader_feed (reader, bytes->data, n_fed);
  while (n_fed < bytes->len)
    {
      g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_INCOMPLETE);
      memcpy (hark_frame_reader_reserve (reader, 1, &room), bytes->data + n_fed, 1);
      g_assert_cmpuint (room, <=, MAX (n_fed, 2 * HARK_LARGE));
      hark_frame_reader_commit (reader, 1);
      n_fed += 1;
      room = MIN (room - 1, bytes->len - n_fed);
      hark_frame_reader_feed (reader, bytes->data + n_fed, room);
      n_fed += room;
    }
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
  g_assert_cmpuint (frame.n_body, ==, HARK_LIMIT_FRAME - HARK_LIMIT_FRAME_HEADER);
}

static void
test_a_large_bad_one_is_refused (void)
{
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(GError) error = NULL;
  HarkFrame frame;

  write_filled (bytes, 2 * HARK_LARGE + 1, 5);
  bytes->data[bytes->len - 1] = 1;
  hark_frame_reader_feed (reader, bytes->data, 100);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_INCOMPLETE);
  hark_frame_reader_feed (reader, bytes->data + 100, bytes->len - 100);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, &error), ==, HARK_FRAME_BAD);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
}

static void
test_random_bytes_are_survived (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint round;

  for (round = 0; round < 3000; round++)
    {
      g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (4096);
      guint8 bytes[64];
      HarkFrame frame;
      guint i;

      for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) (g_rand_int (random) >> g_rand_int_range (random, 0, 8));
      bytes[6] = HARK_FRAME_VERSION;
      bytes[2] = bytes[3] = 0;
      for (i = 0; i < 4; i++)
        {
          g_autoptr(GError) error = NULL;

          hark_frame_reader_feed (reader, bytes + 16 * i, 16);
          g_assert_cmpuint (hark_frame_reader_look_ahead (reader, &frame.topic, 1), <=, 1);
          if (hark_frame_reader_next (reader, &frame, &error) == HARK_FRAME_BAD)
            {
              g_assert_nonnull (error);
              break;
            }
        }
    }
}

static void
test_what_comes_can_be_looked_at_before (void)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autoptr(HarkFrameReader) reader = hark_frame_reader_new (HARK_LIMIT_FRAME);
  HarkFrame frame;
  guint32 topics[3];

  for (guint i = 1; i <= 5; i++)
    hark_frame_write (bytes, &(HarkFrame) { .topic = i, .body = body, .n_body = i });
  hark_frame_reader_feed (reader, bytes->data, bytes->len - 8);

  g_assert_cmpuint (hark_frame_reader_look_ahead (reader, topics, 3), ==, 3);
  g_assert_cmpuint (topics[0], ==, 1);
  g_assert_cmpuint (topics[2], ==, 3);
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_cmpuint (hark_frame_reader_look_ahead (reader, topics, 3), ==, 0);
      g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
      g_assert_cmpuint (frame.topic, ==, i);
    }

  /* Of the fifth a part is missing. */
  g_assert_cmpuint (hark_frame_reader_look_ahead (reader, topics, 3), ==, 1);
  g_assert_cmpuint (topics[0], ==, 4);
  hark_frame_reader_feed (reader, bytes->data + bytes->len - 8, 8);
  g_assert_cmpuint (hark_frame_reader_look_ahead (reader, topics, 3), ==, 0);
  g_assert_cmpint (hark_frame_reader_next (reader, &frame, NULL), ==, HARK_FRAME_COMPLETE);
  g_assert_cmpuint (hark_frame_reader_look_ahead (reader, topics, 3), ==, 1);
  g_assert_cmpuint (topics[0], ==, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/frame/layout-is-as-written-down", test_layout_is_as_written_down);
  g_test_add_func ("/wire/frame/any-cut-gives-the-same-frames", test_any_cut_gives_the_same_frames);
  g_test_add_func ("/wire/frame/unknown-extensions-are-skipped", test_unknown_extensions_are_skipped);
  g_test_add_func ("/wire/frame/limit-extensions", test_limit_extensions);
  g_test_add_func ("/wire/frame/bad-frames-are-refused", test_bad_frames_are_refused);
  g_test_add_func ("/wire/frame/length-is-refused-before-it-is-waited-for",
                   test_length_is_refused_before_it_is_waited_for);
  g_test_add_func ("/wire/frame/no-reader-goes-beyond-the-limit", test_no_reader_goes_beyond_the_limit);
  g_test_add_func ("/wire/frame/random-bytes-are-survived", test_random_bytes_are_survived);
  g_test_add_func ("/wire/frame/what-comes-can-be-looked-at-before", test_what_comes_can_be_looked_at_before);
  g_test_add_func ("/wire/frame/large-ones-come-whole-between-small-ones", test_large_ones_come_whole_between_small_ones);
  g_test_add_func ("/wire/frame/large-ones-outlive-the-reader", test_large_ones_outlive_the_reader);
  g_test_add_func ("/wire/frame/a-run-does-not-go-on-behind-a-large-one", test_a_run_does_not_go_on_behind_a_large_one);
  g_test_add_func ("/wire/frame/order-ends-where-a-number-is-missing", test_order_ends_where_a_number_is_missing);
  g_test_add_func ("/wire/frame/a-length-alone-gets-no-memory", test_a_length_alone_gets_no_memory);
  g_test_add_func ("/wire/frame/a-large-bad-one-is-refused", test_a_large_bad_one_is_refused);
  return g_test_run ();
}
