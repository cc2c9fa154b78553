/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The events that go out. They are numbered, and kept in a log until everybody who
 * hears them has acknowledged them, or the log is full. Acknowledging is cheap: now
 * and then a mark goes out behind the events, and each hearer says when it has got
 * there. Invariant: what any hearer needs is in the log, unless
 * that is full; so whoever was cut off can be sent what it has not seen. Called by the
 * peer's protocol. */

#include "bridge/peer/peer-state-private.h"

#include "wire/payload-private.h"

/* A mark behind so many bytes. */
#define MARK_EVERY ((gsize) 64 << 10)

/* More of them are not remembered: who is further behind answers a newer one in time. */
#define MARKS_MOST 4096

void
hark_outgoing_init (HarkPeerProtocol *self)
{
  hark_event_log_init (&self->log, self->limits.retained);
  self->hearers = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->marks = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->weigh_at = G_MAXUINT64;
}

void
hark_outgoing_clear (HarkPeerProtocol *self)
{
  g_hash_table_unref (self->hearers);
  g_array_unref (self->marks);
  hark_event_log_clear (&self->log);
}

void
hark_outgoing_send_mark (HarkPeerProtocol *self)
{
  self->wants_mark = FALSE;
  self->mark_due = 0;
  self->unmarked = self->log.end;
  self->last_mark += 1;
  if (self->marks->len == MARKS_MOST)
    g_array_remove_range (self->marks, 0, MARKS_MOST / 2);
  g_array_append_val (self->marks, self->log.end);
  hark_peer_protocol_send (self, HARK_MESSAGE_MARK, 0, self->last_mark, 0, NULL);
}

gboolean
hark_outgoing_publish (HarkPeerProtocol     *self,
                       HarkOutgoing         *stream,
                       const HarkEventInfo  *event,
                       HarkSpan              payload,
                       GBytes               *whole,
                       GError              **error)
{
  HarkSpan bytes;
  HarkFrame frame = { .kind = HARK_MESSAGE_EVENT, .body = payload.data, .n_body = payload.size,
                      .whole = payload.size > hark_frame_get_large (self->limits.frame) ? whole : NULL };

  frame.topic = stream->topic;
  frame.id = stream->last + 1;
  if (hark_frame_get_size (&frame) > self->max_frame)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "'%s' came to %" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit",
                   event->text, hark_frame_get_size (&frame), self->max_frame);
      return FALSE;
    }
  stream->last += 1;
  if (event->flags & HARK_EVENT_STATE)
    {
      g_clear_pointer (&stream->value, g_bytes_unref);
      stream->value = hark_payload_keep (payload, frame.whole);
    }
  stream->newest = hark_event_log_append (&self->log, &frame, stream->newest, &bytes);
  self->wants_mark = TRUE;
  if (G_UNLIKELY (self->log.end >= self->weigh_at))
    hark_holding_look (self);
  if (!self->is_connected)
    return TRUE;
  if (stream->n_present > 0 && frame.whole != NULL)
    hark_byte_stream_send (&self->stream, &frame);
  else if (stream->n_present > 0)
    hark_byte_stream_send_run (&self->stream, bytes, 0);
  if (self->log.end - self->unmarked >= MARK_EVERY)
    hark_outgoing_send_mark (self);
  return TRUE;
}

gboolean
hark_outgoing_marked (HarkPeerProtocol  *self,
                      const HarkFrame   *frame,
                      GError           **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_NUMBER_TYPE, error);
  guint64 first = self->last_mark - self->marks->len + 1;
  HarkHearer *hearer;
  HarkHearing *hearing;
  guint64 session;
  guint64 before;

  if (body == NULL)
    return FALSE;
  g_variant_get (body, HARK_NUMBER_TYPE, &session);
  hearer = g_hash_table_lookup (self->hearers, &session);
  if (hearer == NULL || frame->id < first || frame->id > self->last_mark)
    return TRUE;
  before = hark_hearer_get_needed (hearer);
  hearer->marked = MAX (hearer->marked, g_array_index (self->marks, guint64, frame->id - first));
  while ((hearing = g_queue_peek_head (&hearer->catching_up)) != NULL && hearing->settled_by <= frame->id)
    hark_hearing_settle (hearing);
  if (before < hark_hearer_get_needed (hearer))
    {
      hearer->stuck_since = 0;
      hark_holding_weigh (self, hearer);
    }
  if (before < hark_hearer_get_needed (hearer) && before <= self->log.start + MARK_EVERY)
    hark_hearers_release (self);
  hark_ended_look (self);
  return TRUE;
}

void
hark_outgoing_lost (HarkPeerProtocol *self)
{
  hark_hearers_lost (self);
  g_array_set_size (self->marks, 0);
  self->wants_mark = TRUE;
  self->mark_due = 0;
}

gint64
hark_outgoing_tick (HarkPeerProtocol *self,
                    gint64            now)
{
  gint64 holding;
  gint64 next;

  /* Who is not connected itself cannot know who is there. */
  if (!self->is_connected)
    return G_MAXINT64;
  holding = hark_holding_tick (self, now);
  next = hark_hearers_watch (self, now);
  next = MIN (next, holding);
  if (!self->wants_mark || g_hash_table_size (self->hearers) == 0)
    return next;
  if (self->mark_due == 0)
    self->mark_due = now + self->limits.mark_time;
  if (self->mark_due <= now)
    hark_outgoing_send_mark (self);
  else
    next = MIN (next, self->mark_due);
  return next;
}
