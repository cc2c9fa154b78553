/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The broker's connections: who is there, what each message leads to, and how a
 * connection ends. A connection that must end is only marked while a message is
 * worked on; it is closed when the work is done, so that nobody who iterates
 * over others finds one of them gone. Called by HarkBroker, and by tests that
 * play its network. */

#include "bridge/router/router-private.h"

static void
peer_free (gpointer data)
{
  HarkBrokerPeer *self = data;
  gpointer topic;

  g_hash_table_unref (self->offers);
  g_hash_table_unref (self->subscribers);
  for (guint at = 0; (topic = hark_number_table_next (&self->topics, &at, NULL)) != NULL;)
    hark_routed_topic_free (topic);
  hark_number_table_clear (&self->topics);
  hark_number_table_clear (&self->asked);
  hark_number_table_clear (&self->given);
  hark_sessions_clear (self);
  hark_byte_stream_clear (&self->stream);
  g_clear_pointer (&self->identity, hark_identity_unref);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self);
}

HarkBrokerProtocol *
hark_broker_protocol_new (const HarkLimits              *limits,
                          const char                    *name,
                          const HarkBrokerProtocolFuncs *funcs,
                          gpointer                       user)
{
  HarkBrokerProtocol *self = g_new0 (HarkBrokerProtocol, 1);

  self->limits = *limits;
  self->rules = hark_rules_new_default ();
  self->name = g_strdup (name);
  self->funcs = *funcs;
  self->user = user;
  self->peers = g_hash_table_new_full (NULL, NULL, NULL, peer_free);
  self->classes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, hark_routed_class_free);
  self->watchers = g_ptr_array_new ();
  g_queue_init (&self->doomed);
  return self;
}

/* A last word, where a frame can still be put behind the others. */
static void
say_goodbye (HarkBrokerPeer *self,
             const GError   *reason)
{
  hark_byte_stream_send_message (&self->stream, HARK_MESSAGE_GOODBYE, 0, 0, 0, hark_error_to_variant (reason));
  self->stream.is_over = TRUE;
}

/* Closing one may lead to another's end. */
void
hark_broker_protocol_reap (HarkBrokerProtocol *self)
{
  HarkBrokerPeer *peer;

  if (self->is_reaping)
    return;
  self->is_reaping = TRUE;
  while ((peer = g_queue_pop_head (&self->doomed)) != NULL)
    {
      hark_absent_hold (peer);
      hark_subscribers_leave (peer);
      hark_offers_leave (peer);
      hark_interest_leave (peer);
      hark_calls_leave (peer);
      say_goodbye (peer, peer->error);
      if (peer->number != self->own)
        self->funcs.closed (self->user, peer->number, peer->name, peer->error);
      if (self->funcs.absent != NULL && hark_absent_is_held (peer))
        self->funcs.absent (self->user, peer->number, peer->identity);
      g_hash_table_remove (self->peers, GUINT_TO_POINTER (peer->number));
    }
  self->is_reaping = FALSE;
}

void
hark_broker_protocol_free (HarkBrokerProtocol *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the broker has stopped");
  GHashTableIter iter;
  gpointer peer;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    {
      /* This is the last that each hears; not how the others go, one by one. */
      say_goodbye (peer, reason);
      hark_broker_peer_fail (peer, g_error_copy (reason));
    }
  /* Nobody comes back to this one. */
  self->session = 0;
  hark_broker_protocol_reap (self);
  hark_absent_clear (self);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->classes);
  g_ptr_array_unref (self->watchers);
  hark_rules_unref (self->rules);
  g_free (self->name);
  g_free (self);
}

void
hark_broker_peer_fail (HarkBrokerPeer *self,
                       GError         *reason)
{
  if (self->error != NULL)
    {
      g_error_free (reason);
      return;
    }
  self->error = reason;
  /* Who does not keep to the protocol is not waited for. */
  if (g_error_matches (reason, HARK_ERROR, HARK_ERROR_INVALID))
    self->has_parted = TRUE;
  g_queue_push_tail (&self->broker->doomed, self);
}

static void
check_output (HarkBrokerPeer *self)
{
  if (self->stream.is_over)
    hark_broker_peer_fail (self, g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                                              "it did not read: more than %" G_GSIZE_FORMAT " bytes were waiting for it",
                                              self->stream.max_waiting));
}

void
hark_broker_peer_send (HarkBrokerPeer  *self,
                       HarkMessageKind  kind,
                       guint8           flags,
                       guint64          id,
                       guint32          topic,
                       GVariant        *body)
{
  /* All that one who is closed still hears is why. What is let go of on its account is no news to it:
   * it may come back to just that. */
  if (self->error == NULL)
    {
      hark_byte_stream_send_message (&self->stream, kind, flags, id, topic, body);
      check_output (self);
    }
  else if (body != NULL)
    g_variant_unref (g_variant_ref_sink (body));
}

void
hark_broker_peer_forward (HarkBrokerPeer  *self,
                          const HarkFrame *frame)
{
  if (self->error != NULL)
    return;
  hark_byte_stream_send (&self->stream, frame);
  check_output (self);
}

void
hark_broker_peer_forward_run (HarkBrokerPeer *self,
                              HarkSpan        run,
                              guint32         topic)
{
  if (self->error != NULL)
    return;
  hark_byte_stream_send_run (&self->stream, run, topic);
  check_output (self);
}

void
hark_broker_peer_lend_run (HarkBrokerPeer *self,
                           GBytes         *run)
{
  if (self->error != NULL)
    return;
  hark_byte_stream_lend_run (&self->stream, run);
  check_output (self);
}

void
hark_broker_peer_warn (HarkBrokerPeer *self,
                       const GError   *error)
{
  hark_broker_peer_send (self, HARK_MESSAGE_WARNING, 0, 0, 0, hark_error_to_variant (error));
}

void
hark_broker_peer_refuse (HarkBrokerPeer *self,
                         guint64         number,
                         const GError   *error)
{
  hark_broker_peer_send (self, HARK_MESSAGE_REFUSED, 0, number, 0, hark_error_to_variant (error));
}

static void
wake (gpointer user)
{
  HarkBrokerPeer *self = user;

  self->broker->funcs.wake (self->broker->user, self->number);
}

static void
drained (gpointer user)
{
  HarkBrokerPeer *self = user;

  if (self->lagging->len > 0)
    hark_interest_catch_up (self);
}

guint
hark_broker_protocol_open (HarkBrokerProtocol *self,
                           gint64              now)
{
  HarkBrokerPeer *peer = g_new0 (HarkBrokerPeer, 1);

  do
    self->last_peer += 1;
  while (self->last_peer == 0 || g_hash_table_contains (self->peers, GUINT_TO_POINTER (self->last_peer)));
  peer->broker = self;
  peer->number = self->last_peer;
  peer->opened = now;
  peer->hello_before = now + self->limits.hello_time;
  hark_byte_stream_init (&peer->stream, &self->limits, wake, peer);
  peer->stream.total = &self->n_waiting;
  peer->stream.drained = drained;
  peer->lagging = g_ptr_array_new ();
  /* The tables of numbers hold what the other files put in and take out. */
  peer->offers = g_hash_table_new (g_int64_hash, g_int64_equal);
  peer->subscribers = g_hash_table_new (g_int64_hash, g_int64_equal);
  hark_number_table_init (&peer->topics);
  hark_number_table_init (&peer->asked);
  hark_number_table_init (&peer->given);
  peer->audience = g_hash_table_new (NULL, NULL);
  g_queue_init (&peer->interests);
  g_hash_table_insert (self->peers, GUINT_TO_POINTER (peer->number), peer);

  if (g_hash_table_size (self->peers) - (self->own != 0) > self->limits.connections)
    /* It is closed by the next call of any function, when its owner knows it. */
    hark_broker_peer_fail (peer, g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                                              "the broker has %u connections already", self->limits.connections));
  return peer->number;
}

HarkBrokerPeer *
hark_broker_protocol_find (HarkBrokerProtocol *self,
                           guint               connection)
{
  return g_hash_table_lookup (self->peers, GUINT_TO_POINTER (connection));
}

guint
hark_broker_protocol_open_own (HarkBrokerProtocol *self,
                               gint64              now)
{
  g_assert (self->own == 0);
  self->own = G_MAXUINT;
  self->own = hark_broker_protocol_open (self, now);
  return self->own;
}

void
hark_broker_protocol_set_session (HarkBrokerProtocol *self,
                                  guint64             session)
{
  self->session = session;
}

void
hark_broker_protocol_set_limits (HarkBrokerProtocol *self,
                                 const HarkLimits   *limits)
{
  self->limits = *limits;
}

HarkByteStream *
hark_broker_protocol_get_stream (HarkBrokerProtocol *self,
                                 guint               connection)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);

  return peer != NULL ? &peer->stream : NULL;
}

/* --- Messages --- */

static gboolean
greet (HarkBrokerPeer   *self,
       const HarkFrame  *frame,
       GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  const char *name;
  gsize max_frame;

  body = hark_byte_stream_read_hello (frame, &max_frame, &name, error);
  if (body == NULL)
    return FALSE;
  g_variant_get (body, HARK_HELLO_TYPE, NULL, NULL, NULL, &self->claimed, NULL, NULL);
  if (!hark_sessions_join (self, error))
    return FALSE;
  /* Nothing else is going on: who was this before must be gone when the next message comes. */
  hark_broker_protocol_reap (self->broker);
  self->name = g_strdup (name);
  if (self->number != self->broker->own)
    self->broker->funcs.joined (self->broker->user, self->number, name);
  hark_byte_stream_send_hello (&self->stream, self->broker->session, self->broker->limits.frame, self->broker->name);
  return TRUE;
}

static gboolean
part (HarkBrokerPeer   *self,
      const HarkFrame  *frame,
      GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_ERROR_TYPE, error);
  GError *said;

  if (body == NULL)
    return FALSE;
  said = hark_error_from_variant (body);
  self->has_parted = g_error_matches (said, HARK_ERROR, HARK_ERROR_CLOSED);
  g_propagate_error (error, said);
  return FALSE;
}

static gboolean
handle (HarkBrokerPeer   *self,
        const HarkFrame  *frame,
        GError          **error)
{
  if (self->name == NULL)
    return greet (self, frame, error);

  switch ((HarkMessageKind) frame->kind)
    {
    case HARK_MESSAGE_EVENT:
      return hark_forward_event (self, frame, error);
    case HARK_MESSAGE_CALL:
      return hark_calls_call (self, frame, error);
    case HARK_MESSAGE_CANCEL:
      return hark_calls_cancel (self, frame, error);
    case HARK_MESSAGE_WORKING:
      return hark_absent_working (self, frame, error);
    case HARK_MESSAGE_ANSWER:
      return hark_calls_answer (self, frame, error);
    case HARK_MESSAGE_TOPIC:
      return hark_calls_topic (self, frame, error);
    case HARK_MESSAGE_EXPORT:
      return hark_offers_export (self, frame, error);
    case HARK_MESSAGE_UNEXPORT:
      return hark_offers_unexport (self, frame, error);
    case HARK_MESSAGE_SUBSCRIBE:
      return hark_subscribers_subscribe (self, frame, error);
    case HARK_MESSAGE_WATCH:
      return hark_watchers_watch (self, frame, error);
    case HARK_MESSAGE_UNSUBSCRIBE:
      return hark_subscribers_unsubscribe (self, frame, error);
    case HARK_MESSAGE_INTEREST_ACK:
      return hark_interest_acknowledge (self, frame, error);
    case HARK_MESSAGE_SEEN:
      return hark_sessions_seen (self, frame, error);
    case HARK_MESSAGE_MARK:
      return hark_sessions_mark (self, frame, error);
    case HARK_MESSAGE_MARKED:
      return hark_sessions_marked (self, frame, error);
    case HARK_MESSAGE_MORE:
      return hark_forward_more (self, frame, error);
    case HARK_MESSAGE_LIST:
      return hark_listing_list (self, frame, error);
    case HARK_MESSAGE_PING:
      hark_broker_peer_send (self, HARK_MESSAGE_PONG, 0, frame->id, 0, NULL);
      return TRUE;
    case HARK_MESSAGE_PONG:
      return TRUE;
    case HARK_MESSAGE_GOODBYE:
      return part (self, frame, error);
    case HARK_MESSAGE_HELLO:
    case HARK_MESSAGE_WARNING:
    case HARK_MESSAGE_EXPORTED:
    case HARK_MESSAGE_SUBSCRIBED:
    case HARK_MESSAGE_REFUSED:
    case HARK_MESSAGE_INTEREST:
    case HARK_MESSAGE_FORGET:
    case HARK_MESSAGE_SINCE:
    default:
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "message %u is not one that a peer sends", frame->kind);
      return FALSE;
    }
}

static void
process (HarkBrokerPeer *self)
{
  HarkFrame frame;

  while (self->error == NULL)
    {
      GError *error = NULL;
      HarkFrameStatus status;

      if (self->topics.n > HARK_AHEAD_OF_MANY)
        hark_forward_look_ahead (self);
      status = hark_byte_stream_next (&self->stream, &frame, &error);
      if (status == HARK_FRAME_INCOMPLETE)
        return;
      self->n_frames += 1;
      if (status == HARK_FRAME_BAD || !handle (self, &frame, &error))
        hark_broker_peer_fail (self, error);
    }
}

void
hark_broker_protocol_process (HarkBrokerProtocol *self,
                              guint               connection)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);

  if (peer != NULL)
    process (peer);
  hark_broker_protocol_reap (self);
}

void
hark_broker_protocol_feed (HarkBrokerProtocol *self,
                           guint               connection,
                           const guint8       *bytes,
                           gsize               size)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);

  if (peer != NULL)
    {
      hark_frame_reader_feed (peer->stream.reader, bytes, size);
      process (peer);
    }
  hark_broker_protocol_reap (self);
}

void
hark_broker_protocol_close (HarkBrokerProtocol *self,
                            guint               connection,
                            const GError       *reason)
{
  HarkBrokerPeer *peer = hark_broker_protocol_find (self, connection);

  if (peer != NULL)
    hark_broker_peer_fail (peer, g_error_copy (reason));
  hark_broker_protocol_reap (self);
}

gint64
hark_broker_protocol_tick (HarkBrokerProtocol *self,
                           gint64              now)
{
  gint64 next = G_MAXINT64;
  gint64 absent;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gint64 due = hark_silence_watch (value, now);

      next = MIN (next, due);
    }
  hark_broker_protocol_reap (self);
  absent = hark_absent_tick (self, now);
  hark_broker_protocol_reap (self);
  return MIN (next, absent);
}
