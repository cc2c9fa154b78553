/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events that begin and stop to be heard: the broker says which and by whom. It is told from which
 * number on that hearer gets them, and is sent what it has missed. Invariant: each time the broker is
 * answered, and before any of what was missed. Called by the peer's protocol. */

#include "base/slab-private.h"
#include "bridge/peer/peer-state-private.h"

static HarkOutgoing *
ensure_stream (HarkPeerExport *export,
               guint           index)
{
  HarkOutgoing *stream;

  if (export->streams == NULL)
    export->streams = g_new0 (HarkOutgoing *, export->info->n_events);
  stream = export->streams[index];
  if (stream == NULL)
    {
      stream = export->streams[index] = hark_slab_new0 (HarkOutgoing);
      stream->owner = export;
      stream->index = index;
      stream->topic = export->first_topic + index;
      stream->newest = HARK_LOG_NOWHERE;
      stream->hearings = g_ptr_array_new_with_free_func (hark_slab_free);
    }
  return stream;
}

/* Positions of what is behind number @seen and position @needed, newest first. */
static GArray *
collect (HarkPeerProtocol *self,
         HarkOutgoing     *stream,
         guint64           seen,
         guint64           needed)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 position = stream->newest;
  guint64 previous;
  HarkFrame frame;

  while (position >= needed && hark_event_log_get (&self->log, position, &frame, &previous) && frame.id > seen)
    {
      g_array_append_val (positions, position);
      position = previous;
    }
  return positions;
}

static void
acknowledge (HarkPeerProtocol *self,
             const HarkFrame  *frame,
             guint64           seen,
             guint64           last)
{
  hark_peer_protocol_send (self, HARK_MESSAGE_INTEREST_ACK, frame->flags, frame->id, frame->topic,
                           frame->flags & HARK_INTEREST_ON ? g_variant_new (HARK_BEGIN_TYPE, seen, last) : NULL);
}

/* One event that was sent before. */
static void
resend (HarkPeerProtocol *self,
        HarkFrame        *event)
{
  event->flags |= HARK_EVENT_RESENT;
  hark_byte_stream_send (&self->stream, event);
  hark_peer_count (&self->figures->n_resent, 1);
}

/* The value of a state that is not in the log any more. */
static void
send_value (HarkPeerProtocol *self,
            const HarkFrame  *frame,
            HarkOutgoing     *stream,
            guint64           seen)
{
  HarkFrame event = { .kind = HARK_MESSAGE_EVENT, .id = stream->last, .topic = stream->topic };

  event.body = g_bytes_get_data (stream->value, &event.n_body);
  event.whole = event.n_body > hark_frame_get_large (self->limits.frame) ? stream->value : NULL;
  acknowledge (self, frame, seen, stream->last - 1);
  resend (self, &event);
}

/* Says from where on it hears, and sends what it has missed: so much that the broker need not
 * keep it for long. It asks for more. */
static void
send_missed (HarkPeerProtocol *self,
             const HarkFrame  *frame,
             HarkOutgoing     *stream,
             guint64           seen,
             guint64           needed)
{
  HarkPeerExport *export = stream->owner;
  g_autoptr(GArray) positions = collect (self, stream, seen, needed);
  guint i = positions->len;
  gsize n_sent = 0;
  guint64 previous;
  HarkFrame event;

  if (i == 0 && stream->value != NULL && seen < stream->last)
    send_value (self, frame, stream, seen);
  else if (i == 0)
    acknowledge (self, frame, seen, stream->last);
  while (i > 0 && n_sent < self->limits.catch_up)
    {
      i -= 1;
      hark_event_log_get (&self->log, g_array_index (positions, guint64, i), &event, &previous);
      if (n_sent == 0)
        acknowledge (self, frame, seen, event.id - 1);
      resend (self, &event);
      n_sent += hark_frame_get_space (&event);
    }
  if (i > 0)
    hark_peer_protocol_send (self, HARK_MESSAGE_MORE, 0, frame->id, frame->topic, NULL);
  /* Somebody waits for it to say that it has caught up. Others may not have got so far. */
  else if (export->n_holding > 0)
    {
      hark_outgoing_send_mark (self);
      self->wants_mark = TRUE;
    }
}

static void
begin_to_be_heard (HarkPeerProtocol *self,
                   HarkPeerExport   *export,
                   guint             index,
                   const HarkFrame  *frame,
                   const guint64    *seen)
{
  HarkOutgoing *stream = ensure_stream (export, index);
  gboolean was_heard = stream->hearings->len > 0;
  guint64 needed = 0;
  HarkHearing *hearing;
  guint at;

  hearing = hark_hearing_find (stream, frame->id, &at);
  if (hearing != NULL && (frame->flags & HARK_INTEREST_FRESH))
    {
      hark_hearing_remove (self, stream, at);
      hearing = NULL;
    }
  if (hearing == NULL)
    {
      hearing = hark_hearing_add (self, stream, frame->id);
      /* It comes back after it was given up. */
      if (seen != NULL && stream->has_silence)
        stream->last += 1;
    }
  else
    {
      hark_hearing_come_back (self, hearing);
      needed = seen == NULL ? hark_hearer_get_needed (hearing->hearer) : 0;
    }
  if (seen != NULL && *seen > hearing->seen)
    {
      hearing->seen = *seen;
      hearing->hearer->stuck_since = 0;
    }
  hark_holding_set (self, hearing, (frame->flags & HARK_INTEREST_BLOCK) != 0);
  hark_holding_weigh (self, hearing->hearer);
  if (!was_heard)
    {
      stream->has_silence = FALSE;
      hark_hearers_tell (self, export, index, TRUE);
    }
  send_missed (self, frame, stream, seen != NULL ? MIN (*seen, stream->last) : hearing->since, needed);
}

static void
stop_to_be_heard (HarkPeerProtocol *self,
                  HarkPeerExport   *export,
                  guint             index,
                  const HarkFrame  *frame)
{
  HarkOutgoing *stream = ensure_stream (export, index);
  guint at;
  HarkHearing *hearing = hark_hearing_find (stream, frame->id, &at);

  if (hearing != NULL && (frame->flags & HARK_INTEREST_AWAY))
    {
      hark_hearing_go_away (hearing);
      hark_holding_weigh (self, hearing->hearer);
    }
  else if (hearing != NULL)
    {
      hark_hearing_remove (self, stream, at);
      hark_hearers_release (self);
      if (stream->hearings->len == 0)
        hark_hearers_tell (self, export, index, FALSE);
    }
  acknowledge (self, frame, 0, 0);
  hark_ended_look (self);
}

gboolean
hark_outgoing_interest (HarkPeerProtocol  *self,
                        const HarkFrame   *frame,
                        GError           **error)
{
  guint index;
  HarkPeerExport *export = hark_peer_protocol_find_export (self, frame->topic, &index);
  g_autoptr(GVariant) body = NULL;
  guint64 seen = 0;

  if (frame->flags & HARK_INTEREST_SEEN)
    {
      body = hark_message_parse (frame, HARK_NUMBER_TYPE, error);
      if (body == NULL)
        return FALSE;
      g_variant_get (body, HARK_NUMBER_TYPE, &seen);
    }
  if (export == NULL || index >= export->info->n_events)
    acknowledge (self, frame, 0, 0);
  else if (frame->flags & HARK_INTEREST_ON)
    begin_to_be_heard (self, export, index, frame, body != NULL ? &seen : NULL);
  else
    stop_to_be_heard (self, export, index, frame);
  return TRUE;
}
