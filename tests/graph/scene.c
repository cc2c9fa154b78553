/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs for test_graph.py and test_leaks.py: the first argument says which.
 * Each connection is made on a line of its own, with a name behind it by which
 * the tests find the line. */

#include <stdio.h>

#include <hark/hark.h>

#include "shop.h"

static void
on_produced (ShopConsumer *self,
             const char   *product)
{
}

static guint32
count (ShopConsumer *self)
{
  return 3;
}

static const ShopConsumerSlots consumer_slots = { .on_produced = on_produced, .count = count };

static void
write_down (ShopConsumer *self,
            const char   *product)
{
}

static void
write_for_object (GObject    *object,
                  const char *product)
{
}

static gboolean
is_chair (ShopConsumer *self,
          const char   *product)
{
  return g_str_equal (product, "chair");
}

/* clang-format off */
static HarkConnection *
connect_all (ShopProducer *producer, ShopConsumer *near, ShopConsumer *far, GObject *plain)
{
  HarkConnection *blocked;

  HARK_CONNECT (producer, shop_producer_produced, far, shop_consumer_on_produced); /* slot */
  HARK_CONNECT_DIRECT (producer, shop_producer_produced, near, write_down); /* direct */
  HARK_CONNECT_FUNC (producer, shop_producer_produced, plain, write_for_object); /* plain */
  HARK_CONNECT (producer, shop_producer_paused, far, shop_consumer_paused); /* forwarded */
  HARK_CONNECT_FILTERED (producer, shop_producer_produced, near, shop_consumer_on_produced, is_chair); /* filtered */
  HARK_CONNECT_FULL (producer, shop_producer_produced, near, shop_consumer_on_produced, HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_SENDER | HARK_CONNECT_UNIQUE); /* flags */
  blocked = HARK_CONNECT (producer, shop_producer_produced, near, shop_consumer_on_produced); /* blocked */
  return blocked;
}
/* clang-format on */

static void
draw (HarkGraphFormat format)
{
  HarkLoop *here = hark_loop_new ("here");
  HarkLoop *there = hark_loop_new_thread ("\"there\" \\ \xc3\xbc \xff\n");
  HarkLoop *stopped = hark_loop_new ("stopped");
  ShopProducer *producer = shop_producer_new (here, NULL, NULL, NULL);
  ShopProducer *free_one = shop_producer_new (NULL, NULL, NULL, NULL);
  ShopConsumer *near = shop_consumer_new (here, &consumer_slots, NULL, NULL);
  ShopConsumer *far = shop_consumer_new (there, &consumer_slots, NULL, NULL);
  ShopProducer *last = shop_producer_new (stopped, NULL, NULL, NULL);
  GObject *plain = g_object_new (G_TYPE_OBJECT, NULL);
  g_autofree char *graph = NULL;
  HarkConnection *blocked;
  HarkFuture *next;
  guint32 n = 0;

  blocked = connect_all (producer, near, far, plain);
  hark_connection_block (blocked);
  hark_connection_block (blocked);
  g_assert_nonnull (hark_connect_by_name (producer, "paused", near, "paused", NULL));
  next = shop_producer_next_paused (producer);

  g_assert_true (shop_consumer_await_count (far, HARK_FOREVER, NULL, &n, NULL));
  g_assert_true (shop_consumer_on_produced (near, "chair"));
  hark_loop_run_until_idle (here);
  g_assert_true (shop_consumer_on_produced (near, "table"));
  g_assert_true (shop_producer_make (last, "chair"));
  hark_future_unref (hark_loop_stop (stopped, 0));
  hark_loop_run_until_idle (here);

  for (n = 0; n < 3; n++)
    g_assert_true (shop_consumer_on_produced (near, "lamp"));

  graph = hark_dump_graph (format);
  fputs (graph, stdout); /* g_print() would speak the locale */

  g_object_unref (plain);
  hark_future_unref (next);
  g_object_unref (last);
  g_object_unref (far);
  g_object_unref (near);
  g_object_unref (free_one);
  g_object_unref (producer);
  g_object_unref (stopped);
  g_object_unref (there);
  g_object_unref (here);
}

static void
leak (gboolean forgets)
{
  HarkLoop *loop = hark_loop_new ("forgotten");
  ShopProducer *producer = shop_producer_new (loop, NULL, NULL, NULL);
  ShopConsumer *consumer = shop_consumer_new (loop, &consumer_slots, NULL, NULL);

  HARK_CONNECT (producer, shop_producer_produced, consumer, shop_consumer_on_produced); /* leaked */
  if (forgets)
    {
      /* Not LeakSanitizer's business. */
      static gpointer forgotten[3];

      forgotten[0] = producer;
      forgotten[1] = consumer;
      forgotten[2] = loop;
      g_assert_nonnull (forgotten[0]);
      return;
    }
  g_object_unref (producer);
  g_object_unref (consumer);
  g_object_unref (loop);
}

/* The object's end is on its way to another thread. */
static void
end_elsewhere (void)
{
  HarkLoop *loop = hark_loop_new_thread ("elsewhere");
  ShopProducer *producer = shop_producer_new (loop, NULL, NULL, NULL);

  g_object_unref (producer);
  g_object_unref (loop);
}

int
main (int    argc,
      char **argv)
{
  const char *what = argc > 1 ? argv[1] : "";

  if (g_str_equal (what, "json"))
    draw (HARK_GRAPH_JSON);
  else if (g_str_equal (what, "dot"))
    draw (HARK_GRAPH_DOT);
  else if (g_str_equal (what, "nothing-left"))
    leak (FALSE);
  else if (g_str_equal (what, "leaks"))
    leak (TRUE);
  else if (g_str_equal (what, "ends-elsewhere"))
    end_elsewhere ();
  else
    g_error ("there is no scene '%s'", what);
  return 0;
}
