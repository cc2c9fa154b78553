/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who hears which event, and what each still needs. A hearer is a peer elsewhere; a hearing is
 * that it hears one event of one export. Who is cut off is away, and is waited for a while; when it is
 * there again it catches up, until it has acknowledged a mark behind what it had missed. Invariant:
 * a hearer is there while it has hearings, and what is counted of it and of an event is what
 * those are. Called by outgoing.c, interest.c, holding.c and ended.c. */

#include "base/slab-private.h"
#include "bridge/peer/peer-state-private.h"

guint64
hark_hearer_get_needed (HarkHearer *hearer)
{
  return hearer->n_unsettled > 0 ? hearer->floor : hearer->marked;
}

void
hark_hearers_release (HarkPeerProtocol *self)
{
  guint64 needed = self->log.end;
  GHashTableIter iter;
  gpointer hearer;

  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &hearer))
    needed = MIN (needed, hark_hearer_get_needed (hearer));
  hark_event_log_release (&self->log, needed);
}

static HarkHearer *
ensure_hearer (HarkPeerProtocol *self,
               guint64           session)
{
  HarkHearer *hearer = g_hash_table_lookup (self->hearers, &session);

  if (hearer != NULL)
    return hearer;
  hearer = g_new0 (HarkHearer, 1);
  hearer->session = session;
  hearer->marked = self->log.end;
  g_queue_init (&hearer->catching_up);
  g_hash_table_insert (self->hearers, &hearer->session, hearer);
  return hearer;
}

/* It is neither away nor catching up any more. */
void
hark_hearing_settle (HarkHearing *hearing)
{
  HarkHearer *hearer = hearing->hearer;

  if (!hearing->is_away && !hearing->is_catching_up)
    return;
  hearer->n_unsettled -= 1;
  if (hearing->is_away)
    {
      hearing->stream->n_present += 1;
      hearer->n_away -= 1;
    }
  else
    g_queue_remove (&hearer->catching_up, hearing);
  hearing->is_away = FALSE;
  hearing->is_catching_up = FALSE;
  if (hearer->n_away == 0)
    hearer->away_since = 0;
}

/* What it needs now it needs until it has settled. */
static void
unsettle (HarkHearing *hearing)
{
  HarkHearer *hearer = hearing->hearer;
  gboolean is_first = hearer->n_unsettled == 0;

  hark_hearing_settle (hearing);
  if (is_first)
    hearer->floor = hearer->marked;
  hearer->n_unsettled += 1;
}

void
hark_hearing_go_away (HarkHearing *hearing)
{
  if (hearing->is_away)
    return;
  unsettle (hearing);
  hearing->is_away = TRUE;
  hearing->stream->n_present -= 1;
  hearing->hearer->n_away += 1;
}

void
hark_hearing_come_back (HarkPeerProtocol *self,
                        HarkHearing      *hearing)
{
  unsettle (hearing);
  hearing->is_catching_up = TRUE;
  hearing->settled_by = self->last_mark + 1;
  g_queue_push_tail (&hearing->hearer->catching_up, hearing);
  self->wants_mark = TRUE;
}

HarkHearing *
hark_hearing_find (HarkOutgoing *stream,
                   guint64       session,
                   guint        *index)
{
  for (*index = 0; *index < stream->hearings->len; *index += 1)
    {
      HarkHearing *hearing = g_ptr_array_index (stream->hearings, *index);

      if (hearing->hearer->session == session)
        return hearing;
    }
  return NULL;
}

HarkHearing *
hark_hearing_add (HarkPeerProtocol *self,
                  HarkOutgoing     *stream,
                  guint64           session)
{
  HarkHearing *hearing = hark_slab_new0 (HarkHearing);

  hearing->stream = stream;
  hearing->hearer = ensure_hearer (self, session);
  hearing->hearer->n_hearings += 1;
  /* Whoever begins to hear a state is told its value. */
  hearing->since = stream->value != NULL ? stream->last - 1 : stream->last;
  if (stream->hearings->len == 0)
    hark_number_table_insert (&self->heard_here, hark_outgoing_number (stream->owner->number, stream->index), stream);
  g_ptr_array_add (stream->hearings, hearing);
  stream->n_present += 1;
  return hearing;
}

void
hark_hearing_remove (HarkPeerProtocol *self,
                     HarkOutgoing     *stream,
                     guint             index)
{
  HarkHearing *hearing = g_ptr_array_index (stream->hearings, index);
  HarkHearer *hearer = hearing->hearer;

  hark_hearing_settle (hearing);
  hark_holding_set (self, hearing, FALSE);
  g_ptr_array_remove_index_fast (stream->hearings, index);
  stream->n_present -= 1;
  if (stream->hearings->len == 0)
    hark_number_table_remove (&self->heard_here, hark_outgoing_number (stream->owner->number, stream->index));
  hearer->n_hearings -= 1;
  if (hearer->n_hearings == 0)
    g_hash_table_remove (self->hearers, &hearer->session);
}

/* While nobody hears it, nobody says what a state is. */
void
hark_hearers_tell (HarkPeerProtocol    *self,
                   HarkPeerExport      *export,
                   guint                index,
                   gboolean             is_heard)
{
  if (!is_heard)
    g_clear_pointer (&export->streams[index]->value, g_bytes_unref);
  if (!export->is_ended)
    self->reports.heard (self->report_to, export->number, export->info->events[index], is_heard);
}

/* --- Those who are cut off --- */

void
hark_hearers_lost (HarkPeerProtocol *self)
{
  HarkPeerExport *export;
  GHashTableIter iter;
  gpointer hearer;
  guint i;
  guint k;

  for (guint at = 0; (export = hark_number_table_next (&self->exports, &at, NULL)) != NULL;)
    {
      for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
        for (k = 0; export->streams[i] != NULL && k < export->streams[i]->hearings->len; k++)
          hark_hearing_go_away (g_ptr_array_index (export->streams[i]->hearings, k));
    }
  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &hearer))
    {
      ((HarkHearer *) hearer)->away_since = 0;
      hark_holding_weigh (self, hearer);
    }
}

/* Nobody waits any longer for those who are away since @before. */
static void
give_up (HarkPeerProtocol *self,
         gint64            before)
{
  HarkPeerExport *export;
  guint i;
  guint k;

  for (guint at = 0; (export = hark_number_table_next (&self->exports, &at, NULL)) != NULL;)
    {
      for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
        {
          HarkOutgoing *stream = export->streams[i];

          if (stream == NULL || stream->n_present == stream->hearings->len)
            continue;
          for (k = stream->hearings->len; k-- > 0;)
            {
              HarkHearing *hearing = g_ptr_array_index (stream->hearings, k);

              if (hearing->is_away && hearing->hearer->away_since <= before)
                hark_hearing_remove (self, stream, k);
            }
          if (stream->hearings->len > 0)
            continue;
          stream->has_silence = TRUE;
          hark_hearers_tell (self, export, i, FALSE);
        }
    }
  hark_hearers_release (self);
  hark_ended_look (self);
}

gint64
hark_hearers_watch (HarkPeerProtocol *self,
                    gint64            now)
{
  gint64 next = G_MAXINT64;
  gboolean is_over = FALSE;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkHearer *hearer = value;

      if (hearer->n_away == 0)
        continue;
      if (hearer->away_since == 0)
        hearer->away_since = now;
      if (hearer->away_since + self->limits.session_time <= now)
        is_over = TRUE;
      else
        next = MIN (next, hearer->away_since + self->limits.session_time);
    }
  if (is_over)
    give_up (self, now - self->limits.session_time);
  return next;
}
