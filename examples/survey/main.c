/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Broadcast and wait: a question to whoever listens, and the first answer, all of them, those that come in time, or none. One of them
 * thinks about it for a second. With --virtual that is over at once. */

#include <hark/hark.h>

static HarkMessage *
answer (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_message_new_answer (message, "vote", g_variant_new_string (data), error);
}

static HarkMessage *
answer_later (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_sleep (G_TIME_SPAN_SECOND, error) ? answer (message, context, data, error) : NULL;
}

static void
tell (const char *what, HarkBus *bus, const char *topic, guint n_answers, gint64 timeout)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) question = hark_message_new (topic, NULL, &error);
  g_autoptr(HarkFuture) future = hark_bus_request (bus, question, NULL, n_answers, timeout);
  g_autoptr(GPtrArray) answers = NULL;
  gboolean is_complete = TRUE;

  g_print ("%s:", what);
  hark_future_await (future, HARK_FOREVER, NULL, NULL);
  answers = hark_bus_finish_request (future, &is_complete, &error);
  for (guint i = 0; answers != NULL && i < answers->len; i++)
    g_print (" %s", g_variant_get_string (hark_message_get_payload (answers->pdata[i]), NULL));
  if (answers == NULL)
    g_print (" %s", error->message);
  g_print (is_complete ? "\n" : ", and others were late\n");
}

static gpointer
ask (gpointer data, GError **error)
{
  tell ("first", data, "lunch", 1, HARK_FOREVER);
  tell ("all", data, "lunch", HARK_ANSWERS_ALL, HARK_FOREVER);
  tell ("all in time", data, "lunch", HARK_ANSWERS_ALL, 500 * G_TIME_SPAN_MILLISECOND);
  tell ("one in time", data, "dinner", 1, 500 * G_TIME_SPAN_MILLISECOND);
  tell ("nobody", data, "breakfast", 1, HARK_FOREVER);
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("office");
  g_autoptr(HarkBus) bus = hark_bus_new (loop);

  if (argc > 1 && g_str_equal (argv[1], "--virtual"))
    hark_clock_set_virtual (TRUE);
  hark_bus_set_unhandled (bus, HARK_UNHANDLED_REJECT);
  hark_bus_subscribe (bus, HARK_TOPICS ("lunch"), "ann", bus, answer, (gpointer) "soup", NULL, NULL);
  hark_bus_subscribe (bus, HARK_TOPICS ("lunch"), "bob", bus, answer, (gpointer) "salad", NULL, NULL);
  hark_bus_subscribe_task (bus, HARK_TOPICS ("lunch", "dinner"), "zoe", bus, answer_later, (gpointer) "rice", NULL, NULL);
  hark_loop_start (loop);
  hark_run (ask, bus, NULL);
  return 0;
}
