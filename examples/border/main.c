/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two domains, each with a bus on a thread of its own, and a border between them that lets orders out and invoices
 * in. What happens inside stays inside; an answer finds the way back by itself. */

#include <hark/hark.h>

static HarkMessage *
deliver (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_message_new_answer (message, "goods",
                                  g_variant_new_printf ("one %s", g_variant_get_string (hark_message_get_payload (message), NULL)),
                                  error);
}

static HarkMessage *
gossip (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  HarkFuture *billed = data;

  g_print ("the shop hears %s\n", hark_message_get_topic (message));
  if (g_str_has_prefix (hark_message_get_topic (message), "invoice/"))
    hark_future_resolve (billed, NULL);
  return NULL;
}

static void
publish (HarkBus *bus, const char *topic)
{
  g_autoptr(HarkMessage) message = hark_message_new (topic, NULL, NULL);

  hark_bus_publish (bus, message, NULL);
}

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);

  hark_future_await (stopped, HARK_FOREVER, NULL, NULL);
}

int
main (void)
{
  g_autoptr(HarkLoop) shop_loop = hark_loop_new_thread ("shop");
  g_autoptr(HarkLoop) works_loop = hark_loop_new_thread ("works");
  g_autoptr(HarkBus) shop = hark_bus_new (shop_loop);
  g_autoptr(HarkBus) works = hark_bus_new (works_loop);
  g_autoptr(HarkFuture) billed = hark_future_new (NULL);
  g_autoptr(HarkMessage) order = hark_message_new ("order", g_variant_new_string ("chair"), NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) goods = NULL;

  hark_bus_set_unhandled (shop, HARK_UNHANDLED_COUNT);
  hark_bus_link (shop, HARK_TOPICS ("order"), "out", works, NULL);
  hark_bus_link (works, HARK_TOPICS ("invoice/*"), "in", shop, NULL);
  hark_bus_subscribe (works, HARK_TOPICS ("order"), "hall", works, deliver, NULL, NULL, NULL);
  hark_bus_subscribe (shop, HARK_TOPICS ("**"), "shop", shop, gossip, billed, NULL, NULL);

  goods = hark_bus_ask (shop, order, HARK_FOREVER, NULL, &error);
  publish (works, "overtime");
  publish (works, "invoice/1");
  hark_future_await (billed, HARK_FOREVER, NULL, NULL);
  g_clear_object (&works);
  g_clear_object (&shop);
  stop (works_loop);
  stop (shop_loop);
  g_print ("%s\n", goods != NULL ? g_variant_get_string (hark_message_get_payload (goods), NULL) : error->message);
  return 0;
}
