/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values: one copy that is shared and cleared once. */

#include <stdatomic.h>
#include <string.h>

#include <hark/values.h>

#include "base/thread-private.h"

typedef struct
{
  const char *name;
  guint       number;
} Pair;

static atomic_uint n_packed, n_cleared;

static gsize
pair_measure (gconstpointer values)
{
  return sizeof (Pair) + hark_measure_string (((const Pair *) values)->name);
}

static void
pair_pack (gconstpointer values,
           gpointer      packed)
{
  const Pair *from = values;
  Pair *to = packed;
  char *tail = (char *) (to + 1);

  to->name = hark_pack_string (&tail, from->name);
  to->number = from->number;
  atomic_fetch_add (&n_packed, 1);
}

static void
pair_clear (gpointer packed)
{
  atomic_fetch_add (&n_cleared, 1);
}

static const HarkSignature pair_signature =
{
  .name = "(string, uint32)", .size = sizeof (Pair),
  .measure = pair_measure, .pack = pair_pack, .clear = pair_clear,
};

static void
test_are_a_copy (void)
{
  char name[] = "chair";
  const Pair pair = { name, 7 };
  const Pair *copy;

  n_packed = n_cleared = 0;
  copy = hark_values_new (&pair_signature, &pair);
  strcpy (name, "-----");
  g_assert_cmpstr (copy->name, ==, "chair");
  g_assert_cmpuint (copy->number, ==, 7);
  g_assert_true (hark_values_get_signature (copy) == &pair_signature);
  hark_values_unref ((gpointer) copy);
  g_assert_cmpuint (n_packed, ==, 1);
  g_assert_cmpuint (n_cleared, ==, 1);
}

static void
test_plain_ones_are_their_bytes (void)
{
  static const HarkSignature plain = { .name = "(uint64)", .size = sizeof (guint64) };
  static const HarkSignature empty = { .name = "()" };
  const guint64 number = G_MAXUINT64 - 1;
  guint64 *copy = hark_values_new (&plain, &number);
  gpointer nothing = hark_values_new (&empty, NULL);

  g_assert_cmpuint (*copy, ==, number);
  g_assert_true (hark_values_get_signature (nothing) == &empty);
  hark_values_unref (copy);
  hark_values_unref (nothing);
}

static gpointer
share (gpointer values)
{
  for (guint i = 0; i < 20000; i++)
    {
      hark_values_ref (values);
      hark_values_unref (values);
    }
  hark_values_unref (values);
  return NULL;
}

static void
test_shared_by_threads_are_cleared_once (void)
{
  const Pair pair = { "chair", 7 };
  GThread *threads[4];
  gpointer values;

  n_packed = n_cleared = 0;
  values = hark_values_new (&pair_signature, &pair);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("sharer", share, hark_values_ref (values));
  hark_values_unref (values);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (n_packed, ==, 1);
  g_assert_cmpuint (n_cleared, ==, 1);
}

static gpointer
tell_number (gpointer data)
{
  guint64 *number = data;

  *number = hark_thread_id ();
  g_assert_cmpuint (*number, ==, hark_thread_id ());
  return NULL;
}

static void
test_threads_never_share_a_number (void)
{
  guint64 numbers[20];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_thread_join (g_thread_new ("numbered", tell_number, &numbers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpuint (numbers[i], !=, 0);
      g_assert_cmpuint (numbers[i], !=, hark_thread_id ());
      for (guint k = 0; k < i; k++)
        g_assert_cmpuint (numbers[i], !=, numbers[k]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/values/are-a-copy", test_are_a_copy);
  g_test_add_func ("/base/values/plain-ones-are-their-bytes", test_plain_ones_are_their_bytes);
  g_test_add_func ("/base/values/shared-by-threads-are-cleared-once", test_shared_by_threads_are_cleared_once);
  g_test_add_func ("/base/thread/numbers-are-never-shared", test_threads_never_share_a_number);
  return g_test_run ();
}
