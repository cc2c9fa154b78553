/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A ring holds what a plain queue would, through any comings and goings at both ends of its places. */

#include "base/ring-private.h"

#define ITEM(n) GUINT_TO_POINTER (n)

static void
assert_same (HarkRing *ring,
             GQueue   *model)
{
  guint i = 0;

  g_assert_cmpuint (ring->n, ==, model->length);
  for (GList *link = model->head; link != NULL; link = link->next)
    g_assert_true (*hark_ring_at (ring, i++) == link->data);
}

static void
test_comes_and_goes (void)
{
  enum { N_STEPS = 20000 };
  HarkRing ring = { .places = NULL };
  GQueue model = G_QUEUE_INIT;

  for (guint i = 1; i <= N_STEPS; i++)
    {
      /* It fills in the first half, and empties in the second. */
      guint chance = g_test_rand_int_range (0, i < N_STEPS / 2 ? 5 : 8);

      if (chance == 0)
        {
          hark_ring_unpop (&ring, ITEM (i));
          g_queue_push_head (&model, ITEM (i));
        }
      else if (chance < 4)
        {
          hark_ring_push (&ring, ITEM (i));
          g_queue_push_tail (&model, ITEM (i));
        }
      else
        g_assert_true (hark_ring_pop (&ring) == g_queue_pop_head (&model));
      if (i % 100 == 0)
        assert_same (&ring, &model);
    }
  assert_same (&ring, &model);
  hark_ring_clear (&ring);
  g_assert_null (hark_ring_pop (&ring));
  g_queue_clear (&model);
}

static void
test_a_large_one_gives_back_its_room (void)
{
  HarkRing ring = { .places = NULL };

  for (guint i = 0; i <= HARK_RING_LARGE; i++)
    hark_ring_push (&ring, ITEM (i + 1));
  for (guint i = 0; i < HARK_RING_LARGE; i++)
    g_assert_true (hark_ring_pop (&ring) == ITEM (i + 1));
  g_assert_nonnull (ring.places);
  g_assert_true (hark_ring_pop (&ring) == ITEM (HARK_RING_LARGE + 1));
  g_assert_null (ring.places);
  hark_ring_unpop (&ring, ITEM (1));
  g_assert_true (hark_ring_pop (&ring) == ITEM (1));
  hark_ring_clear (&ring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/ring/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/base/ring/a-large-one-gives-back-its-room", test_a_large_one_gives_back_its_room);
  return g_test_run ();
}
