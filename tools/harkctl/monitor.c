/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl monitor: imports what matches and prints each event as it comes, its arguments with their
 * names. It says when it listens: whatever is emitted from then on is printed. */

#include "verb-private.h"

#include <stdio.h>

#include "screen-private.h"
#include "signature-private.h"
#include "value-private.h"

static gint64 n_wanted;
static double n_seconds;
static gboolean no_time;
static gboolean is_quiet;

typedef struct
{
  Session   *session;
  GMainLoop *main_loop;
  gint64     n_seen;
  int        status;
} Monitor;

/* --- one event --- */

static char *
now (gboolean is_json)
{
  g_autoptr(GDateTime) time = is_json ? g_date_time_new_now_utc () : g_date_time_new_now_local ();
  g_autofree char *seconds = g_date_time_format (time, is_json ? "%Y-%m-%dT%H:%M:%S" : "%H:%M:%S");

  return g_strdup_printf (is_json ? "%s.%06dZ" : "%s.%06d", seconds, g_date_time_get_microsecond (time));
}

static void
put_arguments (GString    *line,
               GVariant   *arguments,
               const char *text)
{
  g_autoptr(GPtrArray) parameters = signature_read (text, g_variant_get_type (arguments));

  for (guint i = 0; i < parameters->len; i++)
    {
      const Parameter *parameter = g_ptr_array_index (parameters, i);
      g_autoptr(GVariant) value = g_variant_get_child_value (arguments, i);
      g_autofree char *name = screen_printable (parameter->name);
      g_autoptr(GString) shown = g_string_new (NULL);
      g_autofree char *printable = NULL;

      value_put (shown, value, parameter->type);
      printable = screen_printable (shown->str);
      g_string_append (line, "  ");
      screen_put (line, SCREEN_CYAN, name);
      g_string_append_printf (line, "=%s", printable);
    }
}

static void
print (HarkMessage *message)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *topic = screen_printable (hark_message_get_topic (message));

  if (!no_time)
    {
      g_autofree char *time = now (FALSE);

      screen_put (line, SCREEN_DIM, time);
      g_string_append (line, "  ");
    }
  screen_put (line, SCREEN_BOLD, topic);
  put_arguments (line, hark_message_get_payload (message), hark_message_get_signature (message));
  puts (line->str);
}

static void
print_json (HarkMessage *message)
{
  g_autoptr(GString) line = g_string_new ("{");
  GVariant *arguments = hark_message_get_payload (message);
  g_autoptr(GPtrArray) parameters = signature_read (hark_message_get_signature (message), g_variant_get_type (arguments));
  g_auto(GStrv) words = g_strsplit (hark_message_get_topic (message), "/", 2);
  char *member = strrchr (words[1], '/');

  *member++ = '\0';
  if (!no_time)
    {
      g_autofree char *time = now (TRUE);

      g_string_append_printf (line, "\"time\": \"%s\", ", time);
    }
  g_string_append (line, "\"object\": ");
  value_put_json_string (line, words[0]);
  g_string_append (line, ", \"name\": ");
  value_put_json_string (line, words[1]);
  g_string_append (line, ", \"event\": ");
  value_put_json_string (line, member);
  g_string_append (line, ", \"arguments\": {");
  for (guint i = 0; i < parameters->len; i++)
    {
      const Parameter *parameter = g_ptr_array_index (parameters, i);
      g_autoptr(GVariant) value = g_variant_get_child_value (arguments, i);

      g_string_append (line, i > 0 ? ", " : "");
      value_put_json_string (line, parameter->name);
      g_string_append (line, ": ");
      value_put_json (line, value, parameter->type);
    }
  g_string_append (line, "}}");
  puts (line->str);
}

static HarkMessage *
on_event (HarkMessage  *message,
          gpointer      context,
          gpointer      data,
          GError      **error)
{
  Monitor *self = data;

  if (n_wanted > 0 && self->n_seen >= n_wanted)
    return NULL;
  if (self->session->json)
    print_json (message);
  else
    print (message);
  /* Whoever reads a pipe wants it now. */
  if (fflush (stdout) != 0)
    {
      self->status = HARKCTL_FAILED;
      g_main_loop_quit (self->main_loop);
    }
  self->n_seen += 1;
  if (self->n_seen == n_wanted)
    g_main_loop_quit (self->main_loop);
  return NULL;
}

/* --- the whole --- */

/* The peer connects again by itself, and then nothing is lost that others still have. */
static void
on_disconnected (Monitor    *self,
                 const char *reason)
{
  session_complain (self->session, HARKCTL_DONE, "%s; waiting for it to come back", reason);
}

static void
on_connected (Monitor *self)
{
  session_complain (self->session, HARKCTL_DONE, "listening again");
}

static void
on_gap (Monitor    *self,
        const char *publisher,
        const char *object,
        const char *name,
        const char *event,
        guint64     n_lost)
{
  session_complain (self->session, HARKCTL_DONE, "%" G_GUINT64_FORMAT " of %s/%s/%s by %s were lost", n_lost, object,
                    name, event, publisher);
}

static void
on_refused (Monitor    *self,
            const char *reason)
{
  session_complain (self->session, HARKCTL_DONE, "%s", reason);
}

static gboolean
on_end_of_time (gpointer data)
{
  g_main_loop_quit (((Monitor *) data)->main_loop);
  return G_SOURCE_REMOVE;
}

/* %FALSE: it has been said why. */
static gboolean
listen (Monitor  *self,
        char    **patterns)
{
  static const char *const all[] = { "**", NULL };
  HarkBus *bus = self->session->bus;
  g_autoptr(GError) error = NULL;

  HARK_CONNECT_DATA (self->session->peer, hark_peer_disconnected, bus, on_disconnected, self, NULL);
  HARK_CONNECT_DATA (self->session->peer, hark_peer_connected, bus, on_connected, self, NULL);
  HARK_CONNECT_DATA (self->session->peer, hark_peer_gap, bus, on_gap, self, NULL);
  HARK_CONNECT_DATA (bus, hark_bus_refused, bus, on_refused, self, NULL);
  if (hark_bus_subscribe (bus, all, NULL, bus, on_event, self, NULL, &error) == NULL)
    {
      self->status = session_fail (self->session, error);
      return FALSE;
    }
  for (guint i = 0; patterns[i] != NULL; i++)
    if (!hark_bus_import (bus, patterns[i], &error))
      {
        self->status = session_complain (self->session, HARKCTL_USAGE, "%s", error->message);
        return FALSE;
      }
  if (!hark_bus_flush (bus, session_patience (self->session), NULL, &error))
    {
      if (self->status == HARKCTL_DONE)
        self->status = session_fail (self->session, error);
      return FALSE;
    }
  if (!is_quiet)
    {
      g_autofree char *list = g_strjoinv (" ", patterns);

      session_complain (self->session, HARKCTL_DONE, "listening to %s", list);
    }
  return TRUE;
}

static int
run (Session  *session,
     char    **arguments)
{
  char *everything[] = { (char *) "**", NULL };
  Monitor self = { .session = session };
  guint timer = 0;

  if (n_wanted < 0 || n_seconds < 0)
    return session_complain (session, HARKCTL_USAGE, "--count and --for take no number below 0");
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  self.main_loop = g_main_loop_new (NULL, FALSE);
  if (listen (&self, arguments[0] != NULL ? arguments : everything))
    {
      if (n_seconds > 0)
        timer = g_timeout_add ((guint) (n_seconds * 1000), on_end_of_time, &self);
      if (self.status == HARKCTL_DONE && (n_wanted == 0 || self.n_seen < n_wanted))
        g_main_loop_run (self.main_loop);
      if (timer != 0 && g_main_context_find_source_by_id (NULL, timer) != NULL)
        g_source_remove (timer);
    }
  hark_disconnect_receiver (session->bus);
  g_main_loop_unref (self.main_loop);
  return self.status;
}

static const GOptionEntry entries[] =
{
  { "count", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &n_wanted, "End after N events", "N" },
  { "for", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_DOUBLE, &n_seconds, "End after so many seconds", "SECONDS" },
  { "no-time", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &no_time, "Leave out when it came", NULL },
  { "quiet", 'q', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &is_quiet, "Do not say when it begins to listen", NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

const Verb verb_monitor =
{
  .name = "monitor",
  .arguments = "[PATTERN...]",
  .summary = "Print events as they are emitted",
  .description =
    "A pattern is of class, name and event; `*` stands for one of them, and `**` at the end for\n"
    "all that are left. Without one it prints all events that cross the broker.\n"
    "\n"
    "  harkctl monitor\n"
    "  harkctl monitor 'Workshop.Producer/*/produced'\n"
    "  harkctl monitor --json --count 10 'Workshop.Producer/**' | jq .arguments.product\n"
    "\n"
    "When it says on the standard error that it is listening, the next event is printed; there it\n"
    "also says when the broker goes and comes back, and how many events were lost, if any. In JSON\n"
    "each event is an object on a line of its own; records are arrays, bytes are in base64.",
  .entries = entries,
  .has_json = TRUE,
  .run = run,
};
