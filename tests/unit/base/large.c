/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Large pieces of memory come back to who asks for as much, and little is kept. */

#include "base/large-private.h"

#include <malloc.h>
#include <string.h>

#include "base/sanitizer-private.h"

#define MIB ((gsize) 1 << 20)

static gboolean
is_unkept (void)
{
  if (!HARK_ASAN && !HARK_TSAN)
    return FALSE;
  g_test_skip ("nothing is kept while memory is checked");
  return TRUE;
}

static gsize
in_use (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
test_the_newest_is_used_again (void)
{
  gpointer one = hark_large_new (MIB);
  gpointer two = hark_large_new (MIB);
  gpointer again;

  hark_large_free (one);
  hark_large_free (two);
  if (is_unkept ())
    return;
  again = hark_large_new (MIB - 1000);
  g_assert_true (again == two);
  /* What is much larger is not, nor what is smaller. */
  two = hark_large_new (MIB / 2);
  g_assert_true (two != one);
  hark_large_free (two);
  two = hark_large_new (MIB + 1);
  g_assert_true (two != one);
  hark_large_free (two);
  hark_large_free (again);
}

static void
test_bytes_stay_when_it_grows (void)
{
  guint8 *memory = hark_large_new (10);

  memset (memory, 7, 10);
  for (gsize size = 20; size <= 4 * MIB; size *= 2)
    {
      memory = hark_large_resize (memory, size);
      for (gsize i = 0; i < size / 2; i++)
        g_assert_cmpuint (memory[i], ==, 7);
      memset (memory, 7, size);
    }
  memory = hark_large_resize (memory, 5);
  g_assert_cmpuint (memory[4], ==, 7);
  hark_large_free (memory);
  hark_large_free (NULL);
}

static void
test_little_is_kept (void)
{
  gpointer pieces[40];
  gsize before = in_use ();

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    pieces[i] = hark_large_new (MIB + i);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    hark_large_free (pieces[i]);
  if (is_unkept ())
    return;
  g_assert_cmpuint (in_use (), <=, before + HARK_LARGE_KEPT + 10000);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    pieces[i] = hark_large_new (HARK_LARGE);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    hark_large_free (pieces[i]);
  g_assert_cmpuint (in_use (), <=, before + HARK_LARGE_KEPT + 10000);
  /* More than may be kept at all. */
  hark_large_free (hark_large_new (2 * HARK_LARGE_KEPT));
  g_assert_cmpuint (in_use (), <=, before + HARK_LARGE_KEPT + 10000);
}

enum { ROUNDS = 20000 };

/* What another thread has freed is whole. */
static gpointer
run (gpointer data)
{
  GAsyncQueue *queue = data;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gsize size = HARK_LARGE + i % 7 * 10000;
      guint8 *memory = hark_large_new (size);

      memory[0] = memory[size - 1] = (guint8) i;
      g_async_queue_push (queue, memory);
    }
  return NULL;
}

static void
test_one_makes_and_another_frees (void)
{
  g_autoptr(GAsyncQueue) queue = g_async_queue_new ();
  GThread *thread = g_thread_new ("maker", run, queue);

  for (guint i = 0; i < ROUNDS; i++)
    {
      guint8 *memory = g_async_queue_pop (queue);

      g_assert_cmpuint (memory[0], ==, (guint8) i);
      g_assert_cmpuint (memory[HARK_LARGE + i % 7 * 10000 - 1], ==, (guint8) i);
      hark_large_free (memory);
    }
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/large/little-is-kept", test_little_is_kept);
  g_test_add_func ("/base/large/the-newest-is-used-again", test_the_newest_is_used_again);
  g_test_add_func ("/base/large/bytes-stay-when-it-grows", test_bytes_stay_when_it_grows);
  g_test_add_func ("/base/large/one-makes-and-another-frees", test_one_makes_and_another_frees);
  return g_test_run ();
}
