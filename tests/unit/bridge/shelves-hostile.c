/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is no such memory, or is not as it was said to be, costs who sent it the connection, and nobody anything
 * else. */

#include "shelf-ends-private.h"

/* --- What is no shelf --- */

#define NO_MEMORY "a shelf that is no memory, or could be taken away"

static void
test_a_pipe (Ends          *f,
             gconstpointer  data)
{
  int ends[2];

  raw_hello (f, 0);
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  close (ends[1]);
  raw_shelf (f, 4096, ends[0]);
  ends_assert_lost (f, NO_MEMORY);
}

static void
test_a_folder (Ends          *f,
               gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ends_assert_lost (f, NO_MEMORY);
}

static void
test_a_file (Ends          *f,
             gconstpointer  data)
{
  g_autofree char *path = NULL;
  int made = g_file_open_tmp (NULL, &path, NULL);

  raw_hello (f, 0);
  g_assert_cmpint (made, >=, 0);
  unlink (path);
  g_assert_cmpint (ftruncate (made, 4096), ==, 0);
  raw_shelf (f, 4096, made);
  ends_assert_lost (f, NO_MEMORY);
}

static void
test_memory_that_may_shrink (Ends          *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, raw_make_memory (4096, F_SEAL_GROW | F_SEAL_FUTURE_WRITE, 4096));
  ends_assert_lost (f, NO_MEMORY);
}

static void
test_memory_in_which_holes_may_be_made (Ends          *f,
                                        gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, raw_make_memory (4096, F_SEAL_GROW | F_SEAL_SHRINK, 4096));
  ends_assert_lost (f, NO_MEMORY);
}

static void
test_memory_with_holes (Ends          *f,
                        gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, SIZE, raw_make_memory (SIZE, SEALS, 4096));
  ends_assert_lost (f, "a shelf that has not the 1048576 bytes that it is said to have");
}

static void
test_memory_of_another_size (Ends          *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 8192, raw_make_memory (4096, SEALS, 4096));
  ends_assert_lost (f, "a shelf that has not the 8192 bytes that it is said to have");
}

static void
test_limit_shelf (Ends          *f,
                  gconstpointer  data)
{
  g_autoptr(HarkShelf) shelf = NULL;
  g_autoptr(GError) error = NULL;

  shelf = hark_shelf_open (raw_make_memory (HARK_LIMIT_SHELF, SEALS, HARK_LIMIT_SHELF), HARK_LIMIT_SHELF, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hark_shelf_get_size (shelf), ==, HARK_LIMIT_SHELF);
  raw_hello (f, 0);
  raw_shelf (f, HARK_LIMIT_SHELF + 1, raw_make_memory (HARK_LIMIT_SHELF + 1, SEALS, HARK_LIMIT_SHELF + 1));
  ends_assert_lost (f, "a shelf of 1048577 bytes, where 1048576 is the limit");
}

static void
test_a_second_one (Ends          *f,
                   gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, raw_make_memory (4096, SEALS, 4096));
  g_assert_null (f->one.lost);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, raw_make_memory (4096, SEALS, 4096));
  ends_iterate ();
  ends_assert_lost (f, "a second shelf, or one that was not announced");
}

static void
test_without_its_descriptor (Ends          *f,
                             gconstpointer  data)
{
  raw_hello (f, 0);
  raw_shelf (f, 4096, -1);
  g_assert_null (f->one.lost);
  raw_assert_refused (f);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 32, 32, -1);
  ends_iterate ();
  ends_assert_lost (f, "a piece on a shelf that cannot be there");
}

/* One is kept where one was announced, and closed at the end; the kernel closes all others. */
static void
test_descriptors_of_which_nothing_is_said (Ends          *f,
                                           gconstpointer  data)
{
  guint before = ends_count_descriptors ();

  raw_hello (f, 0);
  for (guint i = 0; i < 100; i++)
    raw_send (f, HARK_MESSAGE_PONG, 0, i, 0, dup (0));
  ends_iterate ();
  g_assert_cmpuint (ends_count_descriptors (), ==, before);
  raw_announce (f);
  for (guint i = 0; i < 100; i++)
    raw_send (f, HARK_MESSAGE_PONG, 0, i, 0, dup (0));
  ends_iterate ();
  g_assert_cmpuint (ends_count_descriptors (), ==, before + 1);
  g_assert_null (f->one.lost);
}

static void
test_one_that_was_not_announced (Ends          *f,
                                 gconstpointer  data)
{
  raw_hello (f, 0);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, raw_make_memory (4096, SEALS, 4096));
  ends_iterate ();
  ends_assert_lost (f, "a second shelf, or one that was not announced");
}

/* --- What is not on it --- */

static void
open_raw_shelf (Ends *f)
{
  raw_hello (f, 0);
  raw_shelf (f, 8192, raw_make_memory (8192, SEALS, 8192));
  g_assert_null (f->one.lost);
}

static void
raw_shelved (Ends    *f,
             guint64  rest,
             guint32  n)
{
  raw_send (f, HARK_MESSAGE_SHELVED, 0, rest, n, -1);
  ends_iterate ();
}

static void
test_a_frame_of_zeros (Ends          *f,
                       gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 64);
  ends_assert_lost (f, "a frame of version 0, where only 1 is known: the other side does not speak Hark");
}

static void
test_a_frame_too_short (Ends          *f,
                        gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 8, 8);
  ends_assert_lost (f, "a frame that is shorter than its own headers");
}

static void
test_no_piece (Ends          *f,
               gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 0);
  ends_assert_lost (f, "a piece on a shelf that cannot be there");
}

static void
test_more_than_the_rest (Ends          *f,
                         gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 65);
  ends_assert_lost (f, "a piece on a shelf that cannot be there");
}

static void
test_another_rest (Ends          *f,
                   gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 32);
  g_assert_null (f->one.lost);
  raw_shelved (f, 40, 32);
  ends_assert_lost (f, "a piece on a shelf that is not the next one");
}

static void
test_a_message_in_between (Ends          *f,
                           gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, 64, 32);
  raw_send (f, HARK_MESSAGE_PONG, 0, 1, 0, -1);
  ends_iterate ();
  ends_assert_lost (f, "a message in the middle of what is on the shelf");
}

/* However often it is said, no more than that is taken before the other side can know. */
static void
test_more_than_it_holds (Ends          *f,
                         gconstpointer  data)
{
  open_raw_shelf (f);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 100000, 8192, -1);
  raw_send (f, HARK_MESSAGE_SHELVED, 0, 100000 - 8192, 8, -1);
  ends_iterate ();
  ends_assert_lost (f, "more on the shelf than it holds");
  g_assert_cmpuint (hark_shelving_get_taken (f->one.stream.shelving), ==, 8192);
}

static void
test_a_frame_too_large (Ends          *f,
                        gconstpointer  data)
{
  open_raw_shelf (f);
  raw_shelved (f, HARK_LIMIT_FRAME + 8, 8);
  ends_assert_lost (f, "a frame of 67108872 bytes, where 67108864 is the limit");
}

static void
test_taken_of_nothing (Ends          *f,
                       gconstpointer  data)
{
  raw_hello (f, HARK_HELLO_SHELF);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  ends_iterate ();
  ends_assert_lost (f, "something was taken that was not there");
}

static void
test_taken_too_much (Ends          *f,
                     gconstpointer  data)
{
  raw_be_given (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  ends_iterate ();
  g_assert_null (f->one.lost);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 1, 0, -1);
  ends_iterate ();
  ends_assert_lost (f, "something was taken that was not there");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define RAW(name, func) g_test_add ("/bridge/shelves/" name, Ends, NULL, ends_set_up_raw, func, ends_tear_down)
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
