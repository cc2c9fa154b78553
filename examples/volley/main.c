/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Ping and pong: two handlers that each publish what the other listens to, until the ball is out. Neither knows
 * the other; what a handler returns is published. */

#include <hark/hark.h>

#define ROUNDS 5

static HarkMessage *
strike (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  const char *other = data;
  guint n = g_variant_get_uint32 (hark_message_get_payload (message));

  g_print ("%s %u\n", hark_message_get_topic (message), n);
  return hark_message_new (n < ROUNDS ? other : "out", g_variant_new_uint32 (n + g_str_equal (other, "ping")), error);
}

static HarkMessage *
count (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  g_print ("out after %u\n", g_variant_get_uint32 (hark_message_get_payload (message)));
  return NULL;
}

int
main (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("table");
  g_autoptr(HarkBus) bus = hark_bus_new (loop);
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) serve = hark_message_new ("ping", g_variant_new_uint32 (1), &error);

  if (!hark_bus_subscribe (bus, HARK_TOPICS ("ping"), "left", bus, strike, (gpointer) "pong", NULL, &error)
      || !hark_bus_subscribe (bus, HARK_TOPICS ("pong"), "right", bus, strike, (gpointer) "ping", NULL, &error)
      || !hark_bus_subscribe (bus, HARK_TOPICS ("out"), "umpire", bus, count, NULL, NULL, &error)
      || !hark_bus_publish (bus, serve, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  hark_loop_run_until_idle (loop);
  return 0;
}
