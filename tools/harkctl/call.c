/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl call: asks the broker what the slot takes, and calls it. */

#include "target-private.h"

#include <glib-unix.h>
#include <stdio.h>

#include "signature-private.h"
#include "value-private.h"

static gboolean no_answer;

/* Why there is none: who could have been meant. */
static int
complain_of_nobody (Session      *session,
                    const Target *target)
{
  g_autofree char *pattern = g_strconcat (target->object, "/**", NULL);
  g_autoptr(GPtrArray) topics = session_list_topics (session, pattern, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GString) slots = g_string_new (NULL);
  g_autoptr(GString) names = g_string_new (NULL);
  gboolean is_event = FALSE;

  for (guint i = 0; topics != NULL && i < topics->len; i++)
    {
      HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      if (topic->exporters[0] == NULL)
        continue;
      if (g_hash_table_add (seen, (gpointer) topic->name))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", topic->name);
      if (topic->is_event && g_str_equal (topic->name, target->name) && g_str_equal (topic->member, target->member))
        is_event = TRUE;
      if (!topic->is_event && g_str_equal (topic->name, target->name))
        g_string_append_printf (slots, "%s%s", slots->len > 0 ? ", " : "", topic->member);
    }
  if (g_hash_table_contains (seen, target->name))
    return session_complain (session, HARKCTL_FAILED, "%s \"%s\" has no slot '%s'%s; it has %s", target->object,
                             target->name, target->member, is_event ? ": that is an event, to be heard with harkctl monitor" : "",
                             slots->len > 0 ? slots->str : "none");
  if (names->len > 0)
    return session_complain (session, HARKCTL_FAILED, "nobody exports %s \"%s\"; there is %s", target->object,
                             target->name, names->str);
  return session_complain (session, HARKCTL_FAILED, "nobody exports a %s", target->object);
}

static void
print_result (const Session         *session,
              const HarkBrokerTopic *topic,
              GVariant              *answer)
{
  g_autofree char *words = signature_read_result (topic->text);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GVariant) result = NULL;

  if (g_variant_n_children (answer) == 0)
    {
      if (session->json)
        puts ("null");
      return;
    }
  result = g_variant_get_child_value (answer, 0);
  if (session->json)
    value_put_json (text, result, words);
  else
    value_put (text, result, words);
  puts (text->str);
}

static gboolean
on_interrupt (gpointer future)
{
  hark_future_cancel (future);
  return G_SOURCE_CONTINUE;
}

/* Until there is an answer, or nobody wants it any more: then whoever works for it is told to stop. */
static GVariant *
await_answer (Session     *session,
              HarkFuture  *future,
              GError     **error)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, future);
  gboolean is_there = hark_future_await (future, session_patience (session), NULL, error);

  g_source_remove (interrupt);
  if (is_there)
    return hark_bus_finish_call (future, error);
  hark_future_cancel (future);
  hark_bus_flush (session->bus, G_USEC_PER_SEC, NULL, NULL);
  return NULL;
}

static int
call (Session               *session,
      const Target          *target,
      const HarkBrokerTopic *topic,
      GVariant              *arguments)
{
  g_autoptr(GVariant) member = target_dup_member (topic, arguments);
  g_autoptr(HarkFuture) future = hark_bus_call (session->bus, target->object, target->name, member, arguments);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GError) error = NULL;

  if (no_answer)
    return hark_bus_flush (session->bus, session_patience (session), NULL, &error) ? HARKCTL_DONE
                                                                                   : session_fail (session, error);
  answer = await_answer (session, future, &error);
  if (answer == NULL)
    return session_fail (session, error);
  print_result (session, topic, answer);
  return HARKCTL_DONE;
}

static int
run (Session  *session,
     char    **arguments)
{
  g_auto(Target) target = { NULL, NULL, NULL };
  g_autoptr(GPtrArray) topics = NULL;
  g_autoptr(GVariant) values = NULL;
  g_autoptr(GError) error = NULL;
  HarkBrokerTopic *slot = NULL;

  if (arguments[0] == NULL)
    return session_complain (session, HARKCTL_USAGE, "which slot? harkctl call <class>/<name>/<slot> [ARGUMENT...]");
  if (!target_read (&target, session, arguments[0]))
    return HARKCTL_USAGE;
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  topics = session_list_topics (session, arguments[0], &error);
  if (topics == NULL)
    return session_fail (session, error);
  for (guint i = 0; i < topics->len && slot == NULL; i++)
    {
      HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      if (!topic->is_event && g_str_equal (topic->name, target.name))
        slot = topic;
    }
  if (slot == NULL)
    return complain_of_nobody (session, &target);
  values = target_read_arguments (slot, arguments + 1, &error);
  if (values == NULL)
    return session_complain (session, HARKCTL_USAGE, "%s", error->message);
  return call (session, &target, slot, values);
}

static const GOptionEntry entries[] =
{
  { "no-answer", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &no_answer,
    "Do not wait for the answer, only until the broker has the call", NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

const Verb verb_call =
{
  .name = "call",
  .arguments = "<class>/<name>/<slot> [ARGUMENT...]",
  .summary = "Call a slot and print its result",
  .description =
    "Arguments are in the order of the slot's parameters, or by name: each as GVariant's\n"
    "text, strings without quotes. One argument in parentheses is all of them.\n"
    "\n"
    "  harkctl call Workshop.Producer/line-1/make chair 2\n"
    "  harkctl call Workshop.Producer/line-1/make n=2 product=chair\n"
    "  harkctl call Workshop.Producer/line-1/make \"('chair', 2)\"\n"
    "  harkctl call --json Hark.Broker/broker/stats\n"
    "\n"
    "A parameter that is optional or has a default may be left out; one that has a default\n"
    "only behind all that are given. Times are in microseconds.",
  .entries = entries,
  .has_json = TRUE,
  .run = run,
};
