/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl topics: which events and slots there are, and who has to do with them. */

#include "verb-private.h"

#include <stdio.h>
#include <string.h>

#include "screen-private.h"
#include "value-private.h"

static gboolean only_events;
static gboolean only_slots;
static gboolean only_names;

static char *
name_topic (const HarkBrokerTopic *topic)
{
  return g_strjoin ("/", topic->object, topic->name, topic->member, NULL);
}

/* `event Workshop.Producer.produced (string product)` without what stands beside it anyway. */
static char *
shorten (const HarkBrokerTopic *topic)
{
  const char *begin = strchr (topic->text, '(');

  return g_strdup (begin != NULL ? begin : topic->text);
}

static char *
join (const char *const *names)
{
  return names[0] != NULL ? g_strjoinv (", ", (char **) names) : g_strdup ("-");
}

static void
print (GPtrArray *topics)
{
  static const char *const headings[] = { "TOPIC", "KIND", ">COUNT", "EXPORTED BY", "HEARD BY", "SIGNATURE", NULL };
  g_autoptr(ScreenTable) table = screen_table_new (headings);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < topics->len; i++)
    {
      const HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      screen_table_add (table, topic->is_event ? SCREEN_GREEN : SCREEN_BLUE, name_topic (topic));
      screen_table_add (table, SCREEN_PLAIN, g_strdup (topic->is_event ? "event" : "slot"));
      screen_table_add_number (table, SCREEN_PLAIN, topic->n);
      screen_table_add (table, topic->exporters[0] != NULL ? SCREEN_PLAIN : SCREEN_YELLOW,
                        join ((const char *const *) topic->exporters));
      screen_table_add (table, SCREEN_PLAIN, join ((const char *const *) topic->listeners));
      screen_table_add (table, SCREEN_DIM, shorten (topic));
    }
  screen_table_put (table, text, 0, 0);
  fputs (text->str, stdout);
}

static void
put_list (GString           *line,
          const char        *name,
          const char *const *list)
{
  g_string_append_printf (line, ", \"%s\": [", name);
  for (guint i = 0; list[i] != NULL; i++)
    {
      g_string_append (line, i > 0 ? ", " : "");
      value_put_json_string (line, list[i]);
    }
  g_string_append_c (line, ']');
}

static void
put_text (GString    *line,
          const char *name,
          const char *text)
{
  g_string_append_printf (line, "%s\"%s\": ", line->len > 1 ? ", " : "", name);
  value_put_json_string (line, text);
}

static void
print_json (const HarkBrokerTopic *topic)
{
  g_autoptr(GString) line = g_string_new ("{");

  put_text (line, "object", topic->object);
  put_text (line, "name", topic->name);
  put_text (line, "member", topic->member);
  put_text (line, "kind", topic->is_event ? "event" : "slot");
  put_text (line, "signature", topic->text);
  put_text (line, "arguments", topic->arguments);
  put_text (line, "result", topic->result);
  g_string_append_printf (line, ", \"group\": %s", topic->is_group ? "true" : "false");
  put_list (line, "exporters", (const char *const *) topic->exporters);
  put_list (line, "listeners", (const char *const *) topic->listeners);
  g_string_append_printf (line, ", \"count\": %" G_GUINT64_FORMAT ", \"bytes\": %" G_GUINT64_FORMAT "}",
                          topic->n, topic->n_bytes);
  puts (line->str);
}

static void
print_name (const HarkBrokerTopic *topic)
{
  g_autofree char *name = name_topic (topic);
  g_autofree char *printable = screen_printable (name);

  puts (printable);
}

static int
run (Session  *session,
     char    **arguments)
{
  g_autoptr(GPtrArray) topics = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments[0] != NULL && arguments[1] != NULL)
    return session_complain (session, HARKCTL_USAGE, "what is %s for? There is one pattern", arguments[1]);
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  topics = session_list_topics (session, arguments[0] != NULL ? arguments[0] : "", &error);
  if (topics == NULL)
    return g_error_matches (error, HARK_ERROR, HARK_ERROR_INVALID)
           ? session_complain (session, HARKCTL_USAGE, "%s", error->message) : session_fail (session, error);
  for (guint i = topics->len; i-- > 0;)
    {
      const HarkBrokerTopic *topic = g_ptr_array_index (topics, i);

      if ((only_events && !topic->is_event) || (only_slots && topic->is_event))
        g_ptr_array_remove_index (topics, i);
    }
  if (!only_names && !session->json)
    print (topics);
  for (guint i = 0; (only_names || session->json) && i < topics->len; i++)
    (only_names ? print_name : print_json) (g_ptr_array_index (topics, i));
  return HARKCTL_DONE;
}

static const GOptionEntry entries[] =
{
  { "events", 'e', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &only_events, "Events only", NULL },
  { "slots", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &only_slots, "Slots only", NULL },
  { "names", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &only_names, "Print nothing but <class>/<name>/<member>", NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

const Verb verb_topics =
{
  .name = "topics",
  .arguments = "[PATTERN]",
  .summary = "List events and slots, who exports and who hears them",
  .description =
    "Also what somebody listens to and nobody exports yet. COUNT is how often an event was emitted\n"
    "and heard, or a slot called. Patterns are as for `harkctl monitor`. In JSON each is an object on\n"
    "a line of its own.\n"
    "\n"
    "  harkctl topics 'Workshop.Producer/**'\n"
    "  harkctl topics --names --slots",
  .entries = entries,
  .has_json = TRUE,
  .run = run,
};
