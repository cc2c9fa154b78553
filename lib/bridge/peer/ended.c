/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Exports that the bus has withdrawn. One stays while somebody has not got all of its events, but the
 * bus is told nothing of it any more. Invariant: when the last that somebody lacked is acknowledged, or
 * nobody waits for it, the broker is told that the export is gone. Called by peer-link.c, which ends
 * exports, and by what changes what hearers need. */

#include "base/slab-private.h"
#include "bridge/peer/peer-state-private.h"

gboolean
hark_ended_is_awaited (HarkPeerExport *export)
{
  guint i;
  guint k;

  for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
    {
      HarkOutgoing *stream = export->streams[i];

      for (k = 0; stream != NULL && stream->newest != HARK_LOG_NOWHERE && k < stream->hearings->len; k++)
        {
          HarkHearing *hearing = g_ptr_array_index (stream->hearings, k);

          if (hearing->since < stream->last && hark_hearer_get_needed (hearing->hearer) <= stream->newest)
            return TRUE;
        }
    }
  return FALSE;
}

void
hark_ended_look (HarkPeerProtocol *self)
{
  g_autoptr(GPtrArray) over = NULL;
  HarkPeerExport *export;

  if (self->n_ended == 0)
    return;
  over = g_ptr_array_new ();
  for (guint at = 0; (export = hark_number_table_next (&self->exports, &at, NULL)) != NULL;)
    if (export->is_ended && !hark_ended_is_awaited (export))
      g_ptr_array_add (over, export);
  for (guint i = 0; i < over->len; i++)
    hark_peer_link_withdraw (self, g_ptr_array_index (over, i));
}

void
hark_ended_abandon (HarkPeerProtocol *self,
                    HarkPeerExport   *export)
{
  guint i;

  for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
    {
      HarkOutgoing *stream = export->streams[i];

      if (stream == NULL)
        continue;
      while (stream->hearings->len > 0)
        hark_hearing_remove (self, stream, stream->hearings->len - 1);
      g_ptr_array_unref (stream->hearings);
      g_clear_pointer (&stream->value, g_bytes_unref);
      hark_slab_free (stream);
    }
  g_free (export->streams);
  g_free (export->name);
  hark_slab_free (export);
}
