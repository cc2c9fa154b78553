/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hearers that ask to be waited for. While one of them lacks more than half of what the log can
 * keep, the exports that it hears so are held: whoever emits their events waits. They
 * are let go when it has caught up, has gone or is cut off; or when it has got no further for
 * `block_time`, and then it is not waited for again before it has caught up. Invariant: an
 * export's flow, as it was told, is what its hearings make of it. Called by
 * hearers.c, interest.c and outgoing.c. */

#include "bridge/peer/peer-state-private.h"

static void
tell (HarkPeerProtocol *self,
      HarkPeerExport   *export)
{
  HarkFlow flow = export->is_ended         ? HARK_FLOW_FREE
                  : export->n_holding > 0 ? HARK_FLOW_HELD
                  : export->n_waited > 0  ? HARK_FLOW_BOUNDED
                                          : HARK_FLOW_FREE;

  if (flow == export->flow)
    return;
  export->flow = flow;
  self->reports.flow (self->report_to, export->number, flow);
}

void
hark_holding_end (HarkPeerProtocol *self,
                  HarkPeerExport   *export)
{
  tell (self, export);
}

static void
set_holding (HarkPeerProtocol *self,
             HarkHearing      *hearing,
             gboolean          is_holding)
{
  if (hearing->is_holding == is_holding)
    return;
  hearing->is_holding = is_holding;
  hearing->stream->owner->n_holding += is_holding ? 1 : -1;
  tell (self, hearing->stream->owner);
}

void
hark_holding_set (HarkPeerProtocol *self,
                  HarkHearing      *hearing,
                  gboolean          is_waited)
{
  HarkPeerExport *export = hearing->stream->owner;

  if (hearing->is_waited == is_waited)
    return;
  hearing->is_waited = is_waited;
  export->n_waited += is_waited ? 1 : -1;
  if (is_waited)
    g_queue_push_tail (&hearing->hearer->waited, hearing);
  else
    g_queue_remove (&hearing->hearer->waited, hearing);
  if (!is_waited)
    set_holding (self, hearing, FALSE);
  tell (self, export);
  hark_holding_weigh (self, hearing->hearer);
}

void
hark_holding_weigh (HarkPeerProtocol *self,
                    HarkHearer       *hearer)
{
  guint64 needed = hark_hearer_get_needed (hearer);
  guint64 lacking = self->log.end - needed;
  gsize most = self->limits.retained / 2;

  if (hearer->waited.length == 0)
    return;
  if (lacking > most)
    hearer->is_behind = TRUE;
  else if (lacking <= most / 2)
    hearer->is_behind = hearer->is_given_up = FALSE;
  if (!hearer->is_behind)
    self->weigh_at = MIN (self->weigh_at, needed + most + 1);
  for (GList *link = hearer->waited.head; link != NULL; link = link->next)
    {
      HarkHearing *hearing = link->data;

      set_holding (self, hearing, hearer->is_behind && !hearer->is_given_up && !hearing->is_away);
    }
}

void
hark_holding_look (HarkPeerProtocol *self)
{
  GHashTableIter iter;
  gpointer hearer;

  self->weigh_at = G_MAXUINT64;
  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &hearer))
    hark_holding_weigh (self, hearer);
}

static gboolean
is_holding (HarkHearer *hearer)
{
  for (GList *link = hearer->waited.head; link != NULL; link = link->next)
    if (((HarkHearing *) link->data)->is_holding)
      return TRUE;
  return FALSE;
}

gint64
hark_holding_tick (HarkPeerProtocol *self,
                   gint64            now)
{
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkHearer *hearer = value;

      if (!is_holding (hearer))
        continue;
      if (hearer->stuck_since == 0)
        hearer->stuck_since = now;
      if (hearer->stuck_since + self->limits.block_time > now)
        {
          next = MIN (next, hearer->stuck_since + self->limits.block_time);
          continue;
        }
      hearer->is_given_up = TRUE;
      hark_holding_weigh (self, hearer);
    }
  return next;
}
