/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A table of numbers holds what a plain hash table would, through any comings and goings,
 * and also where all of its numbers want the same place. */

#include "base/number-table-private.h"

enum { N_STEPS = 200000 };

/* Says the same as @model. */
static void
assert_same (HarkNumberTable *table,
             GHashTable      *model)
{
  g_autoptr(GArray) numbers = hark_number_table_sort (table);
  guint64 before = 0;

  g_assert_cmpuint (table->n, ==, g_hash_table_size (model));
  g_assert_cmpuint (numbers->len, ==, table->n);
  for (guint i = 0; i < numbers->len; i++)
    {
      guint64 number = g_array_index (numbers, guint64, i);

      g_assert_true (i == 0 || number > before);
      g_assert_true (hark_number_table_find (table, number) == g_hash_table_lookup (model, &number));
      before = number;
    }
}

static void
come_and_go (guint n_numbers)
{
  g_autoptr(GHashTable) model = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  HarkNumberTable table;

  hark_number_table_init (&table);
  for (guint i = 0; i < N_STEPS; i++)
    {
      /* It fills in the first half, and empties in the second. */
      guint64 number = (guint64) g_test_rand_int_range (0, (gint32) n_numbers);
      gboolean is_to_come = g_test_rand_int_range (0, 10) < (i < N_STEPS / 2 ? 7 : 3);
      gpointer known = g_hash_table_lookup (model, &number);

      g_assert_true (hark_number_table_find (&table, number) == known);
      if (!is_to_come)
        {
          g_assert_true (hark_number_table_remove (&table, number) == known);
          g_hash_table_remove (model, &number);
        }
      else if (known == NULL)
        {
          hark_number_table_insert (&table, number, GUINT_TO_POINTER (i + 1));
          g_hash_table_insert (model, g_memdup2 (&number, sizeof number), GUINT_TO_POINTER (i + 1));
        }
      if (i % 10000 == 0)
        assert_same (&table, model);
    }
  assert_same (&table, model);
  hark_number_table_clear (&table);
  g_assert_null (hark_number_table_find (&table, 1));
}

static void
test_holds_what_was_put_in (void)
{
  come_and_go (3000);
}

static void
test_holds_numbers_that_want_one_place (void)
{
  /* The upper bits of the product name the place. */
  guint64 factor = hark_number_factor;

  hark_number_factor = 1;
  come_and_go (100);
  hark_number_factor = factor;
}

static void
test_what_follows_is_near (void)
{
  HarkNumberTable table;

  hark_number_table_init (&table);
  for (guint64 i = 0; i < 10000; i++)
    hark_number_table_insert (&table, i, &table);
  for (guint64 i = 0; i < 10000; i++)
    if (i % HARK_NUMBERS_TOGETHER != 0)
      g_assert_cmpuint (hark_number_table_place (&table, i), ==, hark_number_table_place (&table, i - 1) + 1);
  hark_number_table_clear (&table);
}

static void
fill (HarkNumberTable *table,
      guint64          first,
      guint64          n)
{
  for (guint64 i = first; i < first + n; i++)
    hark_number_table_insert (table, i, table);
}

static void
empty (HarkNumberTable *table,
       guint64          first,
       guint64          n)
{
  for (guint64 i = first; i < first + n; i++)
    g_assert_true (hark_number_table_remove (table, i) == table);
}

static void
test_shrinks (void)
{
  HarkNumberTable table;

  hark_number_table_init (&table);
  fill (&table, 0, 100000);
  empty (&table, 0, 99999);
  g_assert_cmpuint (table.mask, <, 2048);
  g_assert_true (hark_number_table_find (&table, 99999) == &table);

  /* What is less is given back by and by. */
  for (guint64 i = 0; i < 5000; i++)
    {
      fill (&table, i, 1);
      empty (&table, i, 1);
    }
  g_assert_cmpuint (table.mask, <, 16);
  g_assert_true (hark_number_table_find (&table, 99999) == &table);
  hark_number_table_clear (&table);
}

static void
test_keeps_its_size_between_bursts (void)
{
  HarkNumberTable table;
  gpointer places;

  hark_number_table_init (&table);
  fill (&table, 0, 1000);
  places = table.places;
  for (guint64 burst = 0; burst < 100; burst++)
    {
      empty (&table, burst * 1000, 1000);
      fill (&table, (burst + 1) * 1000, 1000);
      g_assert_true (table.places == places);
    }
  hark_number_table_clear (&table);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number-table/holds-what-was-put-in", test_holds_what_was_put_in);
  g_test_add_func ("/base/number-table/holds-numbers-that-want-one-place", test_holds_numbers_that_want_one_place);
  g_test_add_func ("/base/number-table/what-follows-is-near", test_what_follows_is_near);
  g_test_add_func ("/base/number-table/shrinks", test_shrinks);
  g_test_add_func ("/base/number-table/keeps-its-size-between-bursts", test_keeps_its_size_between_bursts);
  return g_test_run ();
}
