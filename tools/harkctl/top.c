/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* harkctl top: rates, from the difference of two looks. On a terminal it draws over what was there,
 * as much as fits; in a pipe one block follows the other. Peers that are slow come first: those with
 * most bytes waiting, then those with most drops, then the busiest. */

#include "drops-private.h"
#include "peers-private.h"

#include <glib-unix.h>
#include <stdio.h>

#include "screen-private.h"

static double interval = 1;
static gboolean is_once;
static gint64 n_rounds;

/* What was seen at one moment. */
typedef struct
{
  gint64           when;
  HarkBrokerStats *stats;
  GPtrArray       *peers;
} Look;

typedef struct
{
  Session   *session;
  GMainLoop *main_loop;
  Look      *last;
  Drops     *drops;
  gint64     n_drawn;
  int        status;
} Top;

static void
look_free (Look *self)
{
  g_clear_pointer (&self->stats, hark_broker_stats_unref);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static Look *
look_new (Session  *session,
          GError  **error)
{
  g_autoptr(Look) self = g_new0 (Look, 1);

  if (!hark_broker_await_stats (session->broker, session_patience (session), NULL, &self->stats, error))
    return NULL;
  self->peers = peers_list (session, error);
  if (self->peers == NULL)
    return NULL;
  self->when = g_get_monotonic_time ();
  return g_steal_pointer (&self);
}

/* --- rates --- */

static double
rate (guint64 now,
      guint64 before,
      double  seconds)
{
  return now > before && seconds > 0 ? (double) (now - before) / seconds : 0;
}

static char *
show_rate (double a_second)
{
  if (a_second >= 1e6)
    return g_strdup_printf ("%.2fM", a_second / 1e6);
  if (a_second >= 1e4)
    return g_strdup_printf ("%.1fk", a_second / 1e3);
  return g_strdup_printf ("%.0f", a_second);
}

/* (nullable): the same peer in the look before. */
static const HarkBrokerConnection *
find_peer (const Look                 *look,
           const HarkBrokerConnection *peer)
{
  for (guint i = 0; i < look->peers->len; i++)
    {
      const HarkBrokerConnection *other = g_ptr_array_index (look->peers, i);

      if (other->number == peer->number && g_str_equal (other->name, peer->name))
        return other;
    }
  return NULL;
}

static int
slowest_first (gconstpointer a,
               gconstpointer b)
{
  const HarkBrokerConnection *one = *(HarkBrokerConnection *const *) a;
  const HarkBrokerConnection *other = *(HarkBrokerConnection *const *) b;
  guint64 n_one = one->n_events_in + one->n_events_out + one->n_calls;
  guint64 n_other = other->n_events_in + other->n_events_out + other->n_calls;

  if (one->n_waiting != other->n_waiting)
    return one->n_waiting > other->n_waiting ? -1 : 1;
  if (one->n_dropped != other->n_dropped)
    return one->n_dropped > other->n_dropped ? -1 : 1;
  return n_one > n_other ? -1 : n_one < n_other;
}

/* --- drawing --- */

static void
put_figure (GString     *text,
            const char  *name,
            ScreenStyle  style,
            char        *value)
{
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, "  ");
  g_string_append_printf (text, "%s ", name);
  screen_put (text, style, value);
  g_free (value);
}

static void
put_summary (GString    *text,
             const Look *now,
             const Look *before,
             double      seconds)
{
  const HarkBrokerStats *stats = now->stats;
  const HarkBrokerStats *old = before->stats;

  put_figure (text, "up", SCREEN_BOLD, screen_duration (stats->age));
  put_figure (text, "peers", SCREEN_BOLD, g_strdup_printf ("%u", stats->n_peers));
  put_figure (text, "exports", SCREEN_BOLD, g_strdup_printf ("%u", stats->n_exports));
  put_figure (text, "subscriptions", SCREEN_BOLD, g_strdup_printf ("%u", stats->n_subscriptions));
  put_figure (text, "waiting", stats->n_waiting > 0 ? SCREEN_YELLOW : SCREEN_BOLD, screen_bytes (stats->n_waiting));
  put_figure (text, "dropped", stats->n_dropped > 0 ? SCREEN_RED : SCREEN_BOLD,
              g_strdup_printf ("%" G_GUINT64_FORMAT, stats->n_dropped));
  g_string_append_c (text, '\n');
  put_figure (text, "per second: events in", SCREEN_BOLD, show_rate (rate (stats->n_events_in, old->n_events_in, seconds)));
  put_figure (text, "out", SCREEN_BOLD, show_rate (rate (stats->n_events_out, old->n_events_out, seconds)));
  put_figure (text, "bytes in", SCREEN_BOLD,
              screen_bytes ((guint64) rate (stats->n_bytes_in, old->n_bytes_in, seconds)));
  put_figure (text, "out", SCREEN_BOLD,
              screen_bytes ((guint64) rate (stats->n_bytes_out, old->n_bytes_out, seconds)));
  put_figure (text, "calls", SCREEN_BOLD, show_rate (rate (stats->n_calls, old->n_calls, seconds)));
  g_string_append (text, "\n\n");
}

static void
put_peers (GString    *text,
           const Look *now,
           const Look *before,
           double      seconds,
           guint       width,
           guint       height)
{
  static const char *const headings[] = { "PEER", ">SENT/S", ">RECEIVED/S", ">CALLS/S", ">ASKED", ">GIVEN", ">WAITING",
                                          ">DROPPED", NULL };
  g_autoptr(ScreenTable) table = screen_table_new (headings);

  g_ptr_array_sort (now->peers, slowest_first);
  for (guint i = 0; i < now->peers->len; i++)
    {
      const HarkBrokerConnection *peer = g_ptr_array_index (now->peers, i);
      const HarkBrokerConnection *old = find_peer (before, peer);

      screen_table_add (table, SCREEN_GREEN, g_strdup (peer->name));
      screen_table_add (table, SCREEN_PLAIN,
                        show_rate (rate (peer->n_events_in, old != NULL ? old->n_events_in : 0, seconds)));
      screen_table_add (table, SCREEN_PLAIN,
                        show_rate (rate (peer->n_events_out, old != NULL ? old->n_events_out : 0, seconds)));
      screen_table_add (table, SCREEN_PLAIN, show_rate (rate (peer->n_calls, old != NULL ? old->n_calls : 0, seconds)));
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_asked);
      screen_table_add_number (table, SCREEN_PLAIN, peer->n_given);
      screen_table_add (table, peer->n_waiting > 0 ? SCREEN_YELLOW : SCREEN_PLAIN, screen_bytes (peer->n_waiting));
      screen_table_add_number (table, peer->n_dropped > 0 ? SCREEN_RED : SCREEN_PLAIN, peer->n_dropped);
    }
  screen_table_put (table, text, width, height);
}

static void
draw (const Look *now,
      const Look *before,
      Drops      *drops)
{
  guint n_taken = 4 + drops_n_lines (drops);
  double seconds = (double) (now->when - before->when) / G_USEC_PER_SEC;
  g_autoptr(GString) text = g_string_new (NULL);
  gboolean is_live = screen_is_terminal () && !is_once;
  guint width = 0;
  guint height = 0;

  if (is_live)
    {
      screen_get_size (&width, &height);
      /* To the corner, and away with what was there. */
      fputs ("\033[H\033[J", stdout);
    }
  put_summary (text, now, before, seconds);
  /* Three lines are the summary's, one stays empty. */
  put_peers (text, now, before, seconds, width, height > n_taken + 1 ? height - n_taken : height > 0 ? 1 : 0);
  drops_put (drops, text, width);
  if (!is_live && !is_once)
    g_string_append_c (text, '\n');
  fputs (text->str, stdout);
  fflush (stdout);
}

/* --- the whole --- */

static gboolean
on_tick (gpointer data)
{
  Top *self = data;
  g_autoptr(GError) error = NULL;
  Look *now = look_new (self->session, &error);

  if (now == NULL)
    {
      self->status = session_fail (self->session, error);
      g_main_loop_quit (self->main_loop);
      return G_SOURCE_REMOVE;
    }
  draw (now, self->last, self->drops);
  look_free (self->last);
  self->last = now;
  self->n_drawn += 1;
  if (self->n_drawn < n_rounds || n_rounds == 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (self->main_loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static int
run (Session  *session,
     char    **arguments)
{
  Top self = { .session = session };
  g_autoptr(GError) error = NULL;

  if (arguments[0] != NULL)
    return session_complain (session, HARKCTL_USAGE, "what is %s for?", arguments[0]);
  if (!(interval >= 0.01 && interval <= 86400) || n_rounds < 0)
    return session_complain (session, HARKCTL_USAGE, "--interval is between 0.01 and 86400 seconds, --count not below 0");
  if (is_once)
    n_rounds = 1;
  if (!session_connect (session))
    return HARKCTL_UNREACHABLE;
  self.last = look_new (session, &error);
  if (self.last == NULL)
    return session_fail (session, error);
  self.drops = drops_new (session);
  self.main_loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, on_signal, self.main_loop);
  g_unix_signal_add (SIGTERM, on_signal, self.main_loop);
  g_timeout_add ((guint) (interval * 1000), on_tick, &self);
  g_main_loop_run (self.main_loop);
  g_main_loop_unref (self.main_loop);
  look_free (self.last);
  drops_free (self.drops);
  return self.status;
}

static const GOptionEntry entries[] =
{
  { "interval", 'i', G_OPTION_FLAG_NONE, G_OPTION_ARG_DOUBLE, &interval, "Between two looks; otherwise 1", "SECONDS" },
  { "count", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &n_rounds, "End after N looks", "N" },
  { "once", '1', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &is_once, "Look once, after one interval, and end", NULL },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

const Verb verb_top =
{
  .name = "top",
  .arguments = "",
  .summary = "Show rates and slow peers, again and again",
  .description =
    "The slowest come first: WAITING are bytes that the broker holds for a peer that does not read\n"
    "them, DROPPED events that it was to get and did not; below is whose they were, of those that are\n"
    "dropped while this runs. On a terminal each look is drawn over the last until Ctrl-C; in a pipe\n"
    "they follow each other.\n"
    "\n"
    "  harkctl top\n"
    "  harkctl top --once | head -n 5",
  .entries = entries,
  .run = run,
};
