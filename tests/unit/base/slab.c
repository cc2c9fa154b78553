/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slabs: each thing is its owner's alone, whatever its size and whichever thread frees it, and things that
 * are made one after the other lie one behind the other. */

#include "base/sanitizer-private.h"
#include "base/slab-private.h"

enum
{
  N_THINGS  = 5000,
  N_THREADS = 4,
  N_ROUNDS  = 20000,
};

typedef struct
{
  guint8 *memory;
  gsize   size;
  guint8  mark;
} Thing;

static void
thing_init (Thing *self,
            gsize  size,
            guint8 mark)
{
  *self = (Thing) { hark_slab_alloc (size), size, mark };
  g_assert_cmpuint ((guintptr) self->memory % 8, ==, 0);
  memset (self->memory, mark, size);
}

static void
thing_free (Thing *self)
{
  for (gsize i = 0; i < self->size; i++)
    g_assert_cmpuint (self->memory[i], ==, self->mark);
  hark_slab_free (self->memory);
}

static void
test_sizes_do_not_overlap (void)
{
  static const gsize sizes[] = { 0, 1, 7, 8, 9, 24, 88, 100, 248, 255, 256, 257, 1000, 100000 };
  Thing things[1000];

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    thing_init (&things[i], sizes[i % G_N_ELEMENTS (sizes)], (guint8) i);
  /* Not in the order of making. */
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    thing_free (&things[(i * 7) % G_N_ELEMENTS (things)]);
  hark_slab_free (NULL);
}

static void
test_is_cleared_if_asked (void)
{
  for (guint i = 0; i < 100; i++)
    {
      Thing thing = { hark_slab_alloc0 (64), 64, 0 };

      for (gsize k = 0; k < thing.size; k++)
        g_assert_cmpuint (thing.memory[k], ==, 0);
      memset (thing.memory, 255, thing.size);
      hark_slab_free (thing.memory);
    }
}

/* How many lie behind the one before, no further than what is between two places. */
static guint
count_in_turn (Thing *things)
{
  guint n = 0;

  for (guint i = 1; i < N_THINGS; i++)
    n += things[i].memory > things[i - 1].memory
         && things[i].memory <= things[i - 1].memory + things[i].size + sizeof (gpointer);
  return n;
}

/* Also where others were before, that went in any order. */
static void
test_lie_in_the_order_of_their_making (void)
{
  g_autofree Thing *things = g_new (Thing, N_THINGS);

  if (HARK_ASAN || HARK_TSAN)
    {
      g_test_skip ("each thing has memory of its own");
      return;
    }
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < N_THINGS; i++)
        {
          thing_init (&things[i], 104, (guint8) i);
          g_free (g_malloc (104));
        }
      g_assert_cmpuint (count_in_turn (things), >, N_THINGS * 95 / 100);
      for (guint i = 0; i < N_THINGS; i++)
        thing_free (&things[(i * 7) % N_THINGS]);
    }
}

/* What is left by few is used before there is more. */
static void
test_places_are_used_again (void)
{
  g_autofree Thing *things = g_new (Thing, N_THINGS);
  g_autoptr(GHashTable) left = g_hash_table_new (NULL, NULL);
  guint n_again = 0;

  if (HARK_ASAN || HARK_TSAN)
    {
      g_test_skip ("each thing has memory of its own");
      return;
    }
  for (guint i = 0; i < N_THINGS; i++)
    thing_init (&things[i], 120, (guint8) i);
  for (guint i = 0; i < N_THINGS; i += 2)
    {
      g_hash_table_add (left, things[i].memory);
      thing_free (&things[i]);
    }
  for (guint i = 0; i < N_THINGS; i += 2)
    {
      thing_init (&things[i], 120, (guint8) i);
      n_again += g_hash_table_contains (left, things[i].memory);
    }
  g_assert_cmpuint (n_again, >, N_THINGS / 2 * 95 / 100);
  for (guint i = 0; i < N_THINGS; i++)
    thing_free (&things[i]);
}

static gpointer
make_and_pass_on (gpointer data)
{
  GAsyncQueue *queue = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Thing *thing = g_new (Thing, 1);

      thing_init (thing, 1 + i % 300, (guint8) i);
      g_async_queue_push (queue, thing);
      if (i % 2 == 0)
        continue;
      thing = g_async_queue_pop (queue);
      thing_free (thing);
      g_free (thing);
    }
  return NULL;
}

/* Whoever made it. */
static void
test_any_thread_frees (void)
{
  g_autoptr(GAsyncQueue) queue = g_async_queue_new ();
  GThread *threads[N_THREADS];
  Thing *thing;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("maker", make_and_pass_on, queue);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  while ((thing = g_async_queue_try_pop (queue)) != NULL)
    {
      thing_free (thing);
      g_free (thing);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/slab/sizes-do-not-overlap", test_sizes_do_not_overlap);
  g_test_add_func ("/base/slab/is-cleared-if-asked", test_is_cleared_if_asked);
  g_test_add_func ("/base/slab/lie-in-the-order-of-their-making", test_lie_in_the_order_of_their_making);
  g_test_add_func ("/base/slab/places-are-used-again", test_places_are_used_again);
  g_test_add_func ("/base/slab/any-thread-frees", test_any_thread_frees);
  return g_test_run ();
}
