/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Three sources on one bus: a door that is pushed, a gauge that is pulled by a task and converted, and a timer that
 * counts. A filter drops what is not worth handling, an alarm fans out, noise is discarded, and what nobody else takes
 * goes to the default handler. With --virtual nobody waits for the clock. */

#include <hark/hark.h>

static HarkMessage *
print (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  g_autofree char *payload = g_variant_print (hark_message_get_payload (message), FALSE);

  g_print ("%s: %s %s\n", (const char *) data, hark_message_get_topic (message), payload);
  return NULL;
}

/* --- the sources --- */

static HarkMessage *
read_gauge (gpointer data, GError **error)
{
  guint *millibar = data;

  if (!hark_sleep (14 * G_TIME_SPAN_MILLISECOND, error) || *millibar >= 4000)
    return NULL;
  *millibar += 1000;
  return hark_message_new ("pressure", g_variant_new_uint32 (*millibar), error);
}

static HarkMessage *
to_bar (HarkMessage *message, gpointer data, GError **error)
{
  guint millibar = g_variant_get_uint32 (hark_message_get_payload (message));

  return hark_message_new (millibar < 4000 ? "pressure" : "alarm", g_variant_new_double (millibar / 1000.0), error);
}

/* --- the bus --- */

static HarkMessage *
drop_low (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  gboolean is_low = g_str_equal (hark_message_get_topic (message), "pressure")
                    && g_variant_get_double (hark_message_get_payload (message)) < 2;

  return is_low ? NULL : hark_message_ref (message);
}

static void
subscribe (HarkBus *bus)
{
  hark_bus_add_filter (bus, "low", drop_low, NULL, NULL, NULL);
  hark_bus_subscribe (bus, HARK_TOPICS ("pressure"), "gauge", bus, print, (gpointer) "gauge", NULL, NULL);
  hark_bus_subscribe (bus, HARK_TOPICS ("alarm/siren"), "siren", bus, print, (gpointer) "siren", NULL, NULL);
  hark_bus_subscribe (bus, HARK_TOPICS ("alarm/log"), "log", bus, print, (gpointer) "log", NULL, NULL);
  hark_bus_fan_out (bus, HARK_TOPICS ("alarm"), "alarm", HARK_TOPICS ("alarm/siren"), NULL);
  hark_bus_fan_out (bus, HARK_TOPICS ("alarm"), "record", HARK_TOPICS ("alarm/log"), NULL);
  hark_bus_discard (bus, HARK_TOPICS ("noise"), "noise", NULL);
  hark_bus_subscribe (bus, NULL, "rest", bus, print, (gpointer) "nobody else", NULL, NULL);
}

static void
push (HarkSource *source, const char *topic, const char *text)
{
  g_autoptr(HarkMessage) message = hark_message_new (topic, g_variant_new_string (text), NULL);

  hark_source_push (source, message, NULL);
}

static gpointer
run (gpointer data, GError **error)
{
  HarkBus *bus = data;
  guint millibar = 0;
  g_autoptr(HarkSource) door = hark_source_new ();
  g_autoptr(HarkSource) gauge = hark_source_new_task (read_gauge, &millibar, NULL);
  g_autoptr(HarkSource) timer = hark_source_new_timer ("tick", 20 * G_TIME_SPAN_MILLISECOND, 3, error);

  hark_source_add_converter (gauge, to_bar, NULL, NULL);
  if (!hark_bus_add_source (bus, door, error) || !hark_bus_add_source (bus, gauge, error)
      || !hark_bus_add_source (bus, timer, error) || !hark_bus_start_sources (bus, error))
    return NULL;
  push (door, "door", "open");
  push (door, "noise", "rumble");
  if (hark_await (hark_source_get_ended (gauge), error) && hark_await (hark_source_get_ended (timer), error))
    push (door, "door", "closed");
  hark_yield (NULL);
  hark_bus_close_sources (bus);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("plant");
  g_autoptr(HarkBus) bus = hark_bus_new (loop);
  g_autoptr(GError) error = NULL;

  if (argc > 1 && g_str_equal (argv[1], "--virtual"))
    hark_clock_set_virtual (TRUE);
  subscribe (bus);
  hark_loop_start (loop);
  if (!hark_run (run, bus, &error) && error != NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  hark_loop_run_until_idle (loop);
  return 0;
}
