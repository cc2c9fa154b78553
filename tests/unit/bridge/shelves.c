/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Large frames go by memory, in the order of all others, and never more of it than there is; where it cannot, they go as
 * others do. */

#include "shelf-ends-private.h"

#include <sys/resource.h>

/* --- Between two who know them --- */

static void
test_in_order_among_small_ones (Ends          *f,
                                gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  ends_open_shelf (f);
  for (guint i = 1; i <= 30; i++)
    {
      end_send (&f->one, i, N_LARGE + i);
      end_send (&f->one, i, i);
      g_string_append_printf (expected, "32:%u:%u 32:%u:%u ", i, N_LARGE + i, i, i);
    }
  ends_iterate ();
  end_assert (&f->other, expected->str);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 30 * N_LARGE);
  g_assert_cmpuint (f->one.stream.n_waiting, ==, 0);
}

static void
test_larger_than_a_shelf (Ends          *f,
                          gconstpointer  data)
{
  g_autofree char *expected = g_strdup_printf ("32:7:%d 32:8:%d ", 5 * SIZE + 3, SIZE);

  ends_open_shelf (f);
  end_send (&f->one, 7, 5 * SIZE + 3);
  end_send (&f->one, 8, SIZE);
  ends_iterate ();
  end_assert (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 6 * SIZE);
}

/* Each waits for room that the other makes. */
static void
test_both_at_once (Ends          *f,
                   gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 1; i <= 8; i++)
    {
      end_send (&f->one, i, 2 * SIZE);
      end_send (&f->other, i, 2 * SIZE);
      g_string_append_printf (expected, "32:%u:%d ", i, 2 * SIZE);
    }
  ends_iterate ();
  end_assert (&f->one, expected->str);
  end_assert (&f->other, expected->str);
  g_assert_cmpuint (hark_shelving_get_taken (f->one.stream.shelving), >, 0);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), >, 0);
}

/* It pays for them as for others. */
static void
test_what_is_taken_counts_for_the_rate (Ends          *f,
                                        gconstpointer  data)
{
  ends_open_shelf (f);
  hark_transport_set_rate (f->other.transport, 1000);
  end_send (&f->one, 2, N_LARGE);
  ends_iterate ();
  g_string_truncate (f->other.log, 0);
  end_send (&f->one, 3, N_LARGE);
  ends_iterate ();
  end_assert (&f->other, "");
  hark_transport_set_rate (f->other.transport, 0);
  ends_iterate ();
  g_assert_cmpuint (f->other.log->len, >, 0);
}

/* --- With one who stands still, or knows nothing of it --- */

static void
test_who_does_not_know_them_gets_bytes (Ends          *f,
                                        gconstpointer  data)
{
  raw_hello (f, 0);
  end_send (&f->one, 1, N_LARGE);
  end_send (&f->one, 2, N_LARGE);
  ends_iterate ();
  g_assert_cmpuint (raw_read_all (f), >, 2 * N_LARGE);
  g_assert_cmpuint (f->one.stream.n_waiting, ==, 0);
}

static void
test_who_cannot_open_it_gets_bytes (Ends          *f,
                                    gconstpointer  data)
{
  g_assert_cmpuint (raw_be_given (f), >, 2 * N_LARGE);
  raw_send (f, HARK_MESSAGE_TAKEN, HARK_TAKEN_REFUSED, 0, 0, -1);
  ends_iterate ();
  end_send (&f->one, 2, N_LARGE);
  ends_iterate ();
  g_assert_cmpuint (raw_read_all (f), >, N_LARGE);
  g_assert_null (f->one.lost);
}

static void
test_who_takes_nothing_holds_a_shelf_full (Ends          *f,
                                           gconstpointer  data)
{
  raw_be_given (f);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, 0, 0, -1);
  ends_iterate ();
  for (guint i = 0; i < 20; i++)
    end_send (&f->one, i, SIZE);
  ends_iterate ();
  g_assert_cmpuint (raw_read_all (f), <, 4096);
  /* All that is not on the shelf waits, and is counted. */
  g_assert_cmpuint (f->one.stream.n_waiting, >=, 19 * SIZE);
  g_assert_cmpuint (f->one.stream.n_waiting, <, 20 * SIZE);
  raw_send (f, HARK_MESSAGE_TAKEN, 0, SIZE / 2, 0, -1);
  ends_iterate ();
  g_assert_cmpuint (f->one.stream.n_waiting, <, 19 * SIZE);
  g_assert_cmpuint (f->one.stream.n_waiting, >=, 18 * SIZE + SIZE / 2);
}

/* --- Where there are none --- */

/* Who comes later does without. */
static void
test_limit_shelves (Ends          *f,
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
      end_send (&f->one, i, N_LARGE);
      ends_iterate ();
    }
  end_assert (&f->other, expected);
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
test_where_none_can_be_made (Ends          *f,
                             gconstpointer  data)
{
  g_autofree char *expected = g_strdup_printf ("32:1:%d 32:2:%d 32:3:%d ", N_LARGE, N_LARGE, N_LARGE);
  struct rlimit before = fill_table ();

  for (guint i = 1; i <= 3; i++)
    {
      end_send (&f->one, i, N_LARGE);
      ends_iterate ();
    }
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  end_assert (&f->other, expected);
  g_assert_cmpuint (hark_shelving_get_taken (f->other.stream.shelving), ==, 0);
}

/* The kernel drops what there is no place for. */
static void
test_where_none_can_come (Ends          *f,
                          gconstpointer  data)
{
  struct rlimit before;

  raw_hello (f, 0);
  raw_read (f);
  raw_announce (f);
  raw_send (f, HARK_MESSAGE_SHELF, HARK_SHELF_GIVEN, 4096, 0, raw_make_memory (4096, SEALS, 4096));
  before = fill_table ();
  ends_iterate ();
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_null (f->one.lost);
  raw_assert_refused (f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bridge/shelves/" name, Ends, NULL, ends_set_up, func, ends_tear_down)
  TEST ("in-order-among-small-ones", test_in_order_among_small_ones);
  TEST ("larger-than-a-shelf", test_larger_than_a_shelf);
  TEST ("both-at-once", test_both_at_once);
  TEST ("what-is-taken-counts-for-the-rate", test_what_is_taken_counts_for_the_rate);
  TEST ("limit-shelves", test_limit_shelves);
  TEST ("where-none-can-be-made", test_where_none_can_be_made);
#define RAW(name, func) g_test_add ("/bridge/shelves/" name, Ends, NULL, ends_set_up_raw, func, ends_tear_down)
  RAW ("who-does-not-know-them-gets-bytes", test_who_does_not_know_them_gets_bytes);
  RAW ("who-cannot-open-it-gets-bytes", test_who_cannot_open_it_gets_bytes);
  RAW ("who-takes-nothing-holds-a-shelf-full", test_who_takes_nothing_holds_a_shelf_full);
  RAW ("where-none-can-come", test_where_none_can_come);
  return g_test_run ();
}
