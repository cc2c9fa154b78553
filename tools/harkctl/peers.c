/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl peers: who is connected. */

#include "peers-private.h"

#include <pwd.h>
#include <stdio.h>

#include "screen-private.h"
#include "value-private.h"

GPtrArray *
peers_list (Session  *session,
            GError  **error)
{
  HarkBrokerConnection **peers = NULL;
  GPtrArray *list;
  gsize n;

  if (!hark_broker_await_peers (session->broker, session_patience (session), NULL, &peers, &n, error))
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_broker_connection_unref);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (list, peers[i]);
  g_free (peers);
  return list;
}

static char *
name_user (guint32 user)
{
  struct passwd *entry = getpwuid (user);

  if (user == G_MAXUINT32)
    return g_strdup ("?");
  return entry != NULL ? g_strdup (entry->pw_name) : g_strdup_printf ("%u", user);
}

static void
print (GPtrArray *peers)
{
  static const char *const headings[] = { "PEER", "USER", ">PID", ">SINCE", ">EXPORTS", ">LISTENS", ">SENT", ">RECEIVED",
                                          ">CALLS", ">ASKED", ">GIVEN", ">WAITING", ">DROPPED", NULL };
  g_autoptr(ScreenTable) table = screen_table_new (headings);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < peers->len; i++)
    {
      const HarkBrokerConnection *peer = g_ptr_array_index (peers, i);

      screen_table_add (table, SCREEN_GREEN, g_strdup (peer->name));
      screen_table_add (table, SCREEN_PLAIN, name_user (peer->user));
      screen_table_add (table, SCREEN_PLAIN, g_strdup_printf ("%d", peer->process));
      screen_table_add (table, SCREEN_DIM, screen_duration (peer->age));
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_exports);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_subscriptions);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_events_in);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_events_out);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_calls);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_asked);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_given);
      screen_table_add (table, peer->n_waiting > 0 ? SCREEN_YELLOW : SCREEN_PLAIN, screen_bytes (peer->n_waiting));
      screen_table_add_number (table, peer->n_dropped > 0 ? SCREEN_RED : SCREEN_PLAIN, peer->n_dropped);
    }
  screen_table_put (table, text, 0, 0);
  fputs (text->str, stdout);
}

static void
print_json (const HarkBrokerConnection *peer)
{
  g_autoptr(GString) line = g_string_new ("{\"name\": ");

  value_put_json_string (line, peer->name);
  g_string_append_printf (line, ", \"number\": %" G_GUINT64_FORMAT ", \"user\": %u, \"process\": %d"
                                ", \"age\": %" G_GINT64_FORMAT ", \"exports\": %u, \"subscriptions\": %u"
                                ", \"asked\": %u, \"given\": %u",
                          peer->number, peer->user, peer->process, peer->age, peer->n_exports,
                          peer->n_subscriptions, peer->n_asked, peer->n_given);
  g_string_append_printf (line, ", \"events_in\": %" G_GUINT64_FORMAT ", \"events_out\": %" G_GUINT64_FORMAT
                          ", \"bytes_in\": %" G_GUINT64_FORMAT ", \"bytes_out\": %" G_GUINT64_FORMAT
                          ", \"calls\": %" G_GUINT64_FORMAT ", \"waiting\": %" G_GUINT64_FORMAT
                          ", \"dropped\": %" G_GUINT64_FORMAT "}",
                          peer->n_events_in, peer->n_events_out, peer->n_bytes_in, peer->n_bytes_out,
                          peer->n_calls, peer->n_waiting, peer->n_dropped);
  puts (line->str);
}

static int
run (Session  *session,
     char    **arguments)
{
  g_autoptr(GPtrArray) peers = NULL;
  g_autoptr(GError) error = NULL;

  if (arguments[0] != NULL)
    return session_complain (session, HARKCTL_USAGE, "what is %s for?", arguments[0]);
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  peers = peers_list (session, &error);
  if (peers == NULL)
    return session_fail (session, error);
  if (!session->json)
    print (peers);
  for (guint i = 0; session->json && i < peers->len; i++)
    print_json (g_ptr_array_index (peers, i));
  return HARKCTL_DONE;
}

const Verb verb_peers =
{
  .name = "peers",
  .arguments = "",
  .summary = "List who is connected to the broker",
  .description =
    "SENT and RECEIVED count events, CALLS what the peer has called; ASKED are calls whose answer it\n"
    "awaits, GIVEN those that it works on; WAITING are bytes that it has not read yet, and DROPPED\n"
    "events that it was to get and did not. harkctl is a peer as well. In JSON each is an object on\n"
    "a line of its own.",
  .has_json = TRUE,
  .run = run,
};
