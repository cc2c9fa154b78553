/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The events that go out. They are numbered, and kept in a log until everybody who
 * hears them has acknowledged them, or the log is full. Acknowledging is cheap: now
 * and then a mark goes out behind the events, and each hearer says when it has got
 * there. Invariant: what any hearer needs is in the log, unless
 * that is full; so whoever was cut off can be sent what it has not seen. Called by the
 * peer's protocol. */

#include "bridge/peer/peer-state-private.h"

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

/* --- Who needs what --- */

guint64
hark_hearer_get_needed (HarkHearer *hearer)
{
  return hearer->n_unsettled > 0 ? hearer->floor : hearer->marked;
}

static void
release (HarkPeerProtocol *self)
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
static void
settle (HarkHearing *hearing)
{
  HarkHearer *hearer = hearing->hearer;

  if (!hearing->is_away && !hearing->is_catching_up)
    return;
  hearer->n_unsettled -= 1;
  if (hearing->is_away)
    {
      hearing->stream->n_away -= 1;
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

  settle (hearing);
  if (is_first)
    hearer->floor = hearer->marked;
  hearer->n_unsettled += 1;
}

static void
go_away (HarkHearing *hearing)
{
  if (hearing->is_away)
    return;
  unsettle (hearing);
  hearing->is_away = TRUE;
  hearing->stream->n_away += 1;
  hearing->hearer->n_away += 1;
}

static void
come_back (HarkPeerProtocol *self,
           HarkHearing      *hearing)
{
  unsettle (hearing);
  hearing->is_catching_up = TRUE;
  hearing->settled_by = self->last_mark + 1;
  g_queue_push_tail (&hearing->hearer->catching_up, hearing);
  self->wants_mark = TRUE;
}

static HarkHearing *
find_hearing (HarkOutgoing *stream,
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

static HarkHearing *
add_hearing (HarkPeerProtocol *self,
             HarkOutgoing     *stream,
             guint64           session)
{
  HarkHearing *hearing = g_new0 (HarkHearing, 1);

  hearing->stream = stream;
  hearing->hearer = ensure_hearer (self, session);
  hearing->hearer->n_hearings += 1;
  /* Whoever begins to hear a state is told its value. */
  hearing->since = stream->value != NULL ? stream->last - 1 : stream->last;
  g_ptr_array_add (stream->hearings, hearing);
  return hearing;
}

static void
remove_hearing (HarkPeerProtocol *self,
                HarkOutgoing     *stream,
                guint             index)
{
  HarkHearing *hearing = g_ptr_array_index (stream->hearings, index);
  HarkHearer *hearer = hearing->hearer;

  settle (hearing);
  hark_holding_set (self, hearing, FALSE);
  g_ptr_array_remove_index_fast (stream->hearings, index);
  hearer->n_hearings -= 1;
  if (hearer->n_hearings == 0)
    g_hash_table_remove (self->hearers, &hearer->session);
}

/* While nobody hears it, nobody says what a state is. */
static void
tell_heard (HarkPeerProtocol    *self,
            HarkPeerExport      *export,
            guint                index,
            gboolean             is_heard)
{
  if (!is_heard)
    g_clear_pointer (&export->streams[index]->value, g_bytes_unref);
  if (!export->is_ended)
    self->reports.heard (self->report_to, export->number, export->info->events[index], is_heard);
}

/* --- Interest --- */

/* Of what was sent so far. */
static void
send_mark (HarkPeerProtocol *self)
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
      stream = export->streams[index] = g_new0 (HarkOutgoing, 1);
      stream->owner = export;
      stream->topic = export->first_topic + index;
      stream->newest = HARK_LOG_NOWHERE;
      stream->hearings = g_ptr_array_new_with_free_func (g_free);
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
      send_mark (self);
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

  hearing = find_hearing (stream, frame->id, &at);
  if (hearing != NULL && (frame->flags & HARK_INTEREST_FRESH))
    {
      remove_hearing (self, stream, at);
      hearing = NULL;
    }
  if (hearing == NULL)
    {
      hearing = add_hearing (self, stream, frame->id);
      /* It comes back after it was given up. */
      if (seen != NULL && stream->has_silence)
        stream->last += 1;
    }
  else
    {
      come_back (self, hearing);
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
      tell_heard (self, export, index, TRUE);
    }
  send_missed (self, frame, stream, seen != NULL ? MIN (*seen, stream->last) : hearing->since, needed);
}

/* --- Ended exports --- */

gboolean
hark_outgoing_is_awaited (HarkPeerExport *export)
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

/* Those of which nobody lacks anything any more. */
static void
end_exports (HarkPeerProtocol *self)
{
  g_autoptr(GPtrArray) over = NULL;
  GHashTableIter iter;
  gpointer value;
  guint i;

  if (self->n_ended == 0)
    return;
  over = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((HarkPeerExport *) value)->is_ended && !hark_outgoing_is_awaited (value))
      g_ptr_array_add (over, value);
  for (i = 0; i < over->len; i++)
    hark_peer_link_withdraw (self, g_ptr_array_index (over, i));
}

static void
stop_to_be_heard (HarkPeerProtocol *self,
                  HarkPeerExport   *export,
                  guint             index,
                  const HarkFrame  *frame)
{
  HarkOutgoing *stream = ensure_stream (export, index);
  guint at;
  HarkHearing *hearing = find_hearing (stream, frame->id, &at);

  if (hearing != NULL && (frame->flags & HARK_INTEREST_AWAY))
    {
      go_away (hearing);
      hark_holding_weigh (self, hearing->hearer);
    }
  else if (hearing != NULL)
    {
      remove_hearing (self, stream, at);
      release (self);
      if (stream->hearings->len == 0)
        tell_heard (self, export, index, FALSE);
    }
  acknowledge (self, frame, 0, 0);
  end_exports (self);
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

void
hark_outgoing_abandon (HarkPeerProtocol *self,
                       HarkPeerExport   *export)
{
  guint i;

  hark_number_table_remove (&self->publishing, export->number);
  for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
    {
      HarkOutgoing *stream = export->streams[i];

      if (stream == NULL)
        continue;
      while (stream->hearings->len > 0)
        remove_hearing (self, stream, stream->hearings->len - 1);
      g_ptr_array_unref (stream->hearings);
      g_clear_pointer (&stream->value, g_bytes_unref);
      g_free (stream);
    }
  g_clear_pointer (&export->streams, g_free);
}

/* --- Publishing and acknowledging --- */

gboolean
hark_outgoing_publish (HarkPeerProtocol     *self,
                       HarkPeerExport       *export,
                       const HarkEventInfo  *event,
                       HarkSpan              payload,
                       GError              **error)
{
  HarkOutgoing *stream = export->streams != NULL ? export->streams[event->index] : NULL;
  HarkSpan bytes;
  HarkFrame frame = { .kind = HARK_MESSAGE_EVENT, .body = payload.data, .n_body = payload.size };

  if (stream == NULL || stream->hearings->len == 0)
    return TRUE;
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
      stream->value = g_bytes_new (frame.body, frame.n_body);
    }
  stream->newest = hark_event_log_append (&self->log, &frame, stream->newest, &bytes);
  self->wants_mark = TRUE;
  if (G_UNLIKELY (self->log.end >= self->weigh_at))
    hark_holding_look (self);
  if (!self->is_connected)
    return TRUE;
  if (stream->n_away < stream->hearings->len)
    hark_byte_stream_send_run (&self->stream, bytes, 0);
  if (self->log.end - self->unmarked >= MARK_EVERY)
    send_mark (self);
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
    settle (hearing);
  if (before < hark_hearer_get_needed (hearer))
    {
      hearer->stuck_since = 0;
      hark_holding_weigh (self, hearer);
    }
  if (before < hark_hearer_get_needed (hearer) && before <= self->log.start + MARK_EVERY)
    release (self);
  end_exports (self);
  return TRUE;
}

/* --- Time --- */

void
hark_outgoing_lost (HarkPeerProtocol *self)
{
  GHashTableIter iter;
  gpointer value;
  guint i;
  guint k;

  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkPeerExport *export = value;

      for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
        for (k = 0; export->streams[i] != NULL && k < export->streams[i]->hearings->len; k++)
          go_away (g_ptr_array_index (export->streams[i]->hearings, k));
    }
  g_hash_table_iter_init (&iter, self->hearers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ((HarkHearer *) value)->away_since = 0;
      hark_holding_weigh (self, value);
    }
  g_array_set_size (self->marks, 0);
  self->wants_mark = TRUE;
  self->mark_due = 0;
}

/* Nobody waits any longer for those who are away since @before. */
static void
give_up (HarkPeerProtocol *self,
         gint64            before)
{
  GHashTableIter iter;
  gpointer value;
  guint i;
  guint k;

  g_hash_table_iter_init (&iter, self->exports);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      HarkPeerExport *export = value;

      for (i = 0; export->streams != NULL && i < export->info->n_events; i++)
        {
          HarkOutgoing *stream = export->streams[i];

          if (stream == NULL || stream->n_away == 0)
            continue;
          for (k = stream->hearings->len; k-- > 0;)
            {
              HarkHearing *hearing = g_ptr_array_index (stream->hearings, k);

              if (hearing->is_away && hearing->hearer->away_since <= before)
                remove_hearing (self, stream, k);
            }
          if (stream->hearings->len > 0)
            continue;
          stream->has_silence = TRUE;
          tell_heard (self, export, i, FALSE);
        }
    }
  release (self);
  end_exports (self);
}

/* Returns: when the first is waited for no longer; those of whom this is true are given up. */
static gint64
watch_hearers (HarkPeerProtocol *self,
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
  next = watch_hearers (self, now);
  next = MIN (next, holding);
  if (!self->wants_mark || g_hash_table_size (self->hearers) == 0)
    return next;
  if (self->mark_due == 0)
    self->mark_due = now + self->limits.mark_time;
  if (self->mark_due <= now)
    send_mark (self);
  else
    next = MIN (next, self->mark_due);
  return next;
}
