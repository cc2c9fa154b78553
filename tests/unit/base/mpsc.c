/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The queue under every lane: what is pushed comes out once and in order, and a
 * push tells the truth about what it met. */

#include "base/mpsc-private.h"

typedef struct
{
  HarkNode node;
  guint    producer;
  guint    number;
} Item;

static Item *
item_new (guint producer,
          guint number)
{
  Item *item = g_new0 (Item, 1);

  item->producer = producer;
  item->number = number;
  return item;
}

/* Frees @node and what follows; their numbers must go on from @number. */
static guint
consume (HarkNode *node,
         guint     number)
{
  while (node != NULL)
    {
      Item *item = (Item *) node;

      node = node->next;
      g_assert_cmpuint (item->number, ==, number);
      number++;
      g_free (item);
    }
  return number;
}

static void
test_takes_in_order_of_pushing (void)
{
  HarkMpsc queue;
  guint n_taken = 0;

  hark_mpsc_init (&queue);
  g_assert_null (hark_mpsc_take (&queue));
  for (guint round = 1; round <= 3; round++)
    {
      for (guint i = 0; i < 5; i++)
        hark_mpsc_push (&queue, &item_new (0, (round - 1) * 5 + i)->node);
      n_taken = consume (hark_mpsc_take (&queue), n_taken);
      g_assert_cmpuint (n_taken, ==, round * 5);
      g_assert_null (hark_mpsc_take (&queue));
    }
}

static void
test_what_is_pushed_together_stays_together (void)
{
  Item *items[5];
  HarkMpsc queue;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = item_new (0, i);
  items[3]->node.next = &items[2]->node;
  items[2]->node.next = &items[1]->node;
  hark_mpsc_init (&queue);
  hark_mpsc_push (&queue, &items[0]->node);
  g_assert_cmpint (hark_mpsc_push_all (&queue, &items[1]->node, &items[3]->node), ==, HARK_PUSH_BEHIND);
  hark_mpsc_push (&queue, &items[4]->node);
  g_assert_cmpuint (consume (hark_mpsc_take (&queue), 0), ==, 5);
}

static void
test_push_tells_what_it_met (void)
{
  Item a = { 0 }, b = { 0 }, c = { 0 };
  HarkMpsc queue;

  hark_mpsc_init (&queue);
  g_assert_true (hark_mpsc_is_empty (&queue));
  g_assert_cmpint (hark_mpsc_push (&queue, &a.node), ==, HARK_PUSH_FIRST);
  g_assert_cmpint (hark_mpsc_push (&queue, &b.node), ==, HARK_PUSH_BEHIND);
  g_assert_false (hark_mpsc_is_empty (&queue));

  g_assert_true (hark_mpsc_take (&queue) == &a.node);
  g_assert_true (a.node.next == &b.node);
  g_assert_null (b.node.next);
  g_assert_true (hark_mpsc_is_empty (&queue));
  g_assert_cmpint (hark_mpsc_push (&queue, &a.node), ==, HARK_PUSH_FIRST);

  g_assert_true (hark_mpsc_close (&queue) == &a.node);
  g_assert_null (a.node.next);
  g_assert_true (hark_mpsc_is_empty (&queue));
  g_assert_cmpint (hark_mpsc_push (&queue, &c.node), ==, HARK_PUSH_CLOSED);
  g_assert_null (hark_mpsc_take (&queue));
  g_assert_null (hark_mpsc_close (&queue));
  g_assert_cmpint (hark_mpsc_push (&queue, &c.node), ==, HARK_PUSH_CLOSED);
}

enum
{
  N_PRODUCERS = 4,
  N_ITEMS     = 20000,
};

typedef struct
{
  HarkMpsc   *queue;
  guint       producer;
  guint       n_first;
  guint       n_refused;
} Producer;

static gpointer
produce (gpointer data)
{
  Producer *self = data;

  for (guint i = 0; i < N_ITEMS; i++)
    {
      Item *item = item_new (self->producer, i);

      switch (hark_mpsc_push (self->queue, &item->node))
        {
        case HARK_PUSH_FIRST:
          self->n_first++;
          break;
        case HARK_PUSH_CLOSED:
          self->n_refused++;
          g_free (item);
          break;
        case HARK_PUSH_BEHIND:
        default:
          break;
        }
    }
  return NULL;
}

/* Checks that each producer's items come in its order. Returns how many. */
static guint
take_from_all (HarkNode *node,
               guint     next[N_PRODUCERS])
{
  guint n = 0;

  for (; node != NULL; n++)
    {
      Item *item = (Item *) node;

      node = node->next;
      g_assert_cmpuint (item->number, ==, next[item->producer]);
      next[item->producer]++;
      g_free (item);
    }
  return n;
}

static void
run_producers (guint n_before_closing,
               guint *n_taken,
               guint *n_refused)
{
  Producer producers[N_PRODUCERS] = { 0 };
  GThread *threads[N_PRODUCERS];
  guint next[N_PRODUCERS] = { 0 };
  guint n_takes = 0, n_first = 0;
  HarkMpsc queue;

  *n_taken = *n_refused = 0;
  hark_mpsc_init (&queue);
  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      producers[i].queue = &queue;
      producers[i].producer = i;
      threads[i] = g_thread_new ("producer", produce, &producers[i]);
    }
  while (*n_taken < n_before_closing)
    {
      HarkNode *node = hark_mpsc_take (&queue);

      n_takes += node != NULL;
      *n_taken += take_from_all (node, next);
    }
  if (n_before_closing < N_PRODUCERS * N_ITEMS)
    {
      HarkNode *node = hark_mpsc_close (&queue);

      n_takes += node != NULL;
      *n_taken += take_from_all (node, next);
    }

  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      g_thread_join (threads[i]);
      n_first += producers[i].n_first;
      *n_refused += producers[i].n_refused;
      /* What was refused is the end of it. */
      g_assert_cmpuint (next[i] + producers[i].n_refused, ==, N_ITEMS);
    }
  /* Each time it was filled anew, one push said so. */
  g_assert_cmpuint (n_first, ==, n_takes);
  g_assert_null (hark_mpsc_take (&queue));
}

static void
test_many_threads_lose_nothing (void)
{
  guint n_taken, n_refused;

  run_producers (N_PRODUCERS * N_ITEMS, &n_taken, &n_refused);
  g_assert_cmpuint (n_taken, ==, N_PRODUCERS * N_ITEMS);
  g_assert_cmpuint (n_refused, ==, 0);
}

static void
test_closing_parts_taken_from_refused (void)
{
  guint n_taken, n_refused;

  run_producers (N_ITEMS, &n_taken, &n_refused);
  g_assert_cmpuint (n_taken + n_refused, ==, N_PRODUCERS * N_ITEMS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/mpsc/takes-in-order-of-pushing", test_takes_in_order_of_pushing);
  g_test_add_func ("/base/mpsc/what-is-pushed-together-stays-together", test_what_is_pushed_together_stays_together);
  g_test_add_func ("/base/mpsc/push-tells-what-it-met", test_push_tells_what_it_met);
  g_test_add_func ("/base/mpsc/many-threads-lose-nothing", test_many_threads_lose_nothing);
  g_test_add_func ("/base/mpsc/closing-parts-taken-from-refused", test_closing_parts_taken_from_refused);
  return g_test_run ();
}
