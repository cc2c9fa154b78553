/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl emit: an event is its object's, so harkctl exports one for as long as this takes, with
 * all events that somebody expects of the class. */

#include "target-private.h"

/* The one that is meant, of @topics, which are those of its class. */
static HarkBrokerTopic *
find_event (GPtrArray    *topics,
            const Target *target)
{
  HarkBrokerTopic *found = NULL;

  for (guint i = 0; i < topics->len; i++)
    {
      HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      if (!topic->is_event || !g_str_equal (topic->member, target->member))
        continue;
      if (found == NULL || g_str_equal (topic->name, target->name))
        found = topic;
    }
  return found;
}

/* (nullable): who exports under the target's name. */
static const char *
find_exporter (GPtrArray    *topics,
               const Target *target)
{
  for (guint i = 0; i < topics->len; i++)
    {
      HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      if (g_str_equal (topic->name, target->name) && topic->exporters[0] != NULL)
        return topic->exporters[0];
    }
  return NULL;
}

/* (transfer full): one description for each event; the one to be emitted is sure to be there. */
static GVariant *
describe_events (GPtrArray       *topics,
                 HarkBrokerTopic *event,
                 GVariant        *values)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ssstst)"));
  for (guint i = 0; i <= topics->len; i++)
    {
      HarkBrokerTopic *topic = i == 0 ? event : g_ptr_array_index (topics, i - 1);

      if (topic->is_event && g_hash_table_add (seen, (gpointer) topic->member))
        {
          g_autoptr(GVariant) member = topic == event ? target_dup_member (topic, values) : hark_broker_topic_dup_member (topic);

          g_variant_builder_add_value (&builder, member);
        }
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static int
emit (Session      *session,
      const Target *target,
      GVariant     *events,
      GVariant     *values)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkExporter) exporter = hark_exporter_new (session->bus, target->object, target->name, events, &error);
  gboolean is_heard;

  if (exporter == NULL || !hark_exporter_await_ready (exporter, session_patience (session), NULL, &error))
    return session_fail (session, error);
  is_heard = hark_exporter_is_heard (exporter, target->member);
  if (!hark_exporter_emit (exporter, target->member, values, &error)
      || !hark_bus_flush (session->bus, session_patience (session), NULL, &error))
    return session_fail (session, error);
  if (!is_heard)
    session_complain (session, HARKCTL_DONE, "nobody listens to %s/%s/%s", target->object, target->name, target->member);
  return HARKCTL_DONE;
}

static int
run (Session  *session,
     char    **arguments)
{
  g_auto(Target) target = { NULL, NULL, NULL };
  g_autofree char *pattern = NULL;
  g_autoptr(GPtrArray) topics = NULL;
  g_autoptr(GVariant) events = NULL;
  g_autoptr(GVariant) values = NULL;
  g_autoptr(GError) error = NULL;
  HarkBrokerTopic *event;
  const char *exporter;

  if (arguments[0] == NULL)
    return session_complain (session, HARKCTL_USAGE, "which event? harkctl emit <class>/<name>/<event> [ARGUMENT...]");
  if (!target_read (&target, session, arguments[0]))
    return HARKCTL_USAGE;
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  pattern = g_strconcat (target.object, "/**", NULL);
  topics = session_list_topics (session, pattern, &error);
  if (topics == NULL)
    return session_fail (session, error);
  event = find_event (topics, &target);
  if (event == NULL)
    return session_complain (session, HARKCTL_FAILED, "nobody exports or listens to an event '%s' of %s, so its "
                             "signature is not known", target.member, target.object);
  exporter = find_exporter (topics, &target);
  if (exporter != NULL)
    return session_complain (session, HARKCTL_FAILED, "%s \"%s\" is exported by %s, and an object's events are its own: "
                                                      "emit under another name, which those who listen to all of its class hear too",
                             target.object, target.name, exporter);
  values = target_read_arguments (event, arguments + 1, &error);
  if (values == NULL)
    return session_complain (session, HARKCTL_USAGE, "%s", error->message);
  events = describe_events (topics, event, values);
  return emit (session, &target, events, values);
}

const Verb verb_emit =
{
  .name = "emit",
  .arguments = "<class>/<name>/<event> [ARGUMENT...]",
  .summary = "Emit an event, as an object of that name",
  .description =
    "harkctl exports an object under the name, which must be free, emits its event once and ends.\n"
    "Those who listen to the name hear it, and those who listen to all objects of the class.\n"
    "The event must be known: somebody exports or listens to one of the class. Arguments are as\n"
    "for `harkctl call`.\n"
    "\n"
    "  harkctl emit Workshop.Producer/test/produced chair 7\n"
    "  harkctl emit Workshop.Producer/test/produced serial=7 product=chair",
  .run = run,
};
