/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a broker says, as reports to the bus, and the life of the connections, one
 * after the other. What a peer is to its bus does not end with them. Called by
 * HarkPeer, and by tests that play its network. */

#include "bridge/peer/peer-state-private.h"

#include "wire/payload-private.h"

HarkPeerExport *
hark_peer_protocol_find_export (HarkPeerProtocol *self,
                                guint32           topic,
                                guint            *index)
{
  GTreeNode *node = g_tree_upper_bound (self->topics, GUINT_TO_POINTER (topic));
  HarkPeerExport *export;

  node = node != NULL ? g_tree_node_previous (node) : g_tree_node_last (self->topics);
  if (node == NULL)
    return NULL;
  export = g_tree_node_value (node);
  *index = topic - export->first_topic;
  return *index < export->info->n_events + export->info->n_slots ? export : NULL;
}

void
hark_peer_protocol_open_fences (HarkPeerProtocol *self)
{
  HarkPeerFence *fence;

  while ((fence = g_queue_peek_head (&self->fences)) != NULL && fence->is_answered)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->pending);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        if (*(guint64 *) key < fence->number)
          return;
      g_queue_pop_head (&self->fences);
      self->reports.flushed (self->report_to, fence->number);
      g_free (fence);
    }
}

static gboolean
on_settled (HarkPeerProtocol *self,
            const HarkFrame  *frame,
            GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  guint64 number = frame->id;

  if (frame->kind == HARK_MESSAGE_REFUSED)
    {
      body = hark_message_parse (frame, HARK_ERROR_TYPE, error);
      if (body == NULL)
        return FALSE;
    }
  if (body != NULL)
    {
      HarkPeerExport *export = hark_number_table_find (&self->exports, number);
      g_autoptr(GError) refused = hark_error_from_variant (body);

      if (export != NULL)
        hark_peer_link_refused (self, export);
      hark_peer_protocol_forget (self, number);
      /* It may have been given up in the meantime. */
      if (g_hash_table_remove (self->pending, &number))
        self->reports.refused (self->report_to, number, refused);
    }
  else if (g_hash_table_remove (self->pending, &number))
    {
      if (frame->kind == HARK_MESSAGE_EXPORTED)
        self->reports.exported (self->report_to, number);
      else
        {
          HarkPeerSubscription *subscription = hark_number_table_find (&self->subscriptions, number);

          if (subscription != NULL)
            subscription->was_ready = TRUE;
          self->reports.subscribed (self->report_to, number);
        }
    }
  hark_peer_protocol_open_fences (self);
  return TRUE;
}

static HarkSpan
payload_of (const HarkFrame *frame)
{
  return (HarkSpan) { frame->body, frame->n_body };
}

static gboolean
on_mark (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  hark_peer_protocol_send (self, HARK_MESSAGE_MARKED, 0, frame->id, frame->topic, NULL);
  return TRUE;
}

static gboolean
on_call (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  guint index;
  HarkPeerExport *export = hark_peer_protocol_find_export (self, frame->topic, &index);
  guint64 number = 0;

  if ((frame->flags & HARK_CALL_WANTS_ANSWER) && !hark_given_take (self, frame, &number, error))
    return FALSE;
  if (export == NULL || export->is_ended || index < export->info->n_events)
    {
      g_autoptr(GError) gone =
        g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the object is not exported any more");

      if (number != 0)
        hark_given_answer (self, number, HARK_SPAN_NONE, gone, FALSE);
    }
  else
    {
      const HarkSlotInfo *slot = export->info->slots[index - export->info->n_events];
      g_autofree char *type = NULL;

      if (frame->flags & HARK_CALL_TYPED)
        {
          type = hark_message_read_type (frame, error);
          if (type == NULL)
            return FALSE;
        }
      self->reports.called (self->report_to, number, export->number, slot,
                            (frame->flags & HARK_CALL_REDELIVERED) != 0,
                            type != NULL ? type : slot->signature->variant_type, hark_deadline_get (frame),
                            payload_of (frame));
    }
  return TRUE;
}

static gboolean
on_answer (HarkPeerProtocol *self,
           const HarkFrame  *frame,
           GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  g_autoptr(GError) failed = NULL;

  if (frame->flags & HARK_ANSWER_FAILED)
    {
      body = hark_message_parse (frame, HARK_ERROR_TYPE, error);
      if (body == NULL)
        return FALSE;
      failed = hark_error_from_variant (body);
    }
  /* It may have been given up meanwhile. */
  if (hark_number_table_remove (&self->asked, frame->id) != NULL)
    self->reports.answered (self->report_to, frame->id, failed == NULL ? payload_of (frame) : HARK_SPAN_NONE, failed);
  return TRUE;
}

static gboolean
on_error (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_ERROR_TYPE, error);
  g_autoptr(GError) said = NULL;

  if (body == NULL)
    return FALSE;
  said = hark_error_from_variant (body);
  if (frame->kind == HARK_MESSAGE_WARNING)
    {
      self->reports.warned (self->report_to, said);
      return TRUE;
    }
  /* One that never was there is not gone: it did not want this peer. */
  g_set_error (error, HARK_ERROR,
               self->is_known || said->domain != HARK_ERROR ? HARK_ERROR_PEER_GONE : said->code,
               "the broker closed the connection: %s", said->message);
  return FALSE;
}

static gboolean
on_pong (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  GList *link;

  if (hark_given_pong (self, frame->id))
    return TRUE;
  for (link = self->fences.head; link != NULL; link = link->next)
    if (((HarkPeerFence *) link->data)->number == frame->id)
      ((HarkPeerFence *) link->data)->is_answered = TRUE;
  hark_peer_protocol_open_fences (self);
  return TRUE;
}

static gboolean
on_hello (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  const char *name;
  guint64 broker;

  if (frame->kind == HARK_MESSAGE_GOODBYE)
    return on_error (self, frame, error);
  body = hark_byte_stream_read_hello (frame, &self->max_frame, &name, error);
  if (body == NULL)
    return FALSE;
  self->is_connected = TRUE;
  g_variant_get (body, HARK_HELLO_TYPE, NULL, NULL, NULL, &broker, NULL, NULL);
  hark_given_meet (self, broker);
  if (self->is_known)
    hark_peer_link_renew (self);
  self->is_known = TRUE;
  self->funcs.connected (self->user, name);
  return TRUE;
}

static gboolean
handle (HarkPeerProtocol *self,
        const HarkFrame  *frame,
        GError          **error)
{
  if (!self->is_connected)
    return on_hello (self, frame, error);

  switch ((HarkMessageKind) frame->kind)
    {
    case HARK_MESSAGE_EVENT:
      return hark_incoming_event (self, frame, error);
    case HARK_MESSAGE_CALL:
      return on_call (self, frame, error);
    case HARK_MESSAGE_ANSWER:
      return on_answer (self, frame, error);
    case HARK_MESSAGE_CANCEL:
      return hark_given_cancel (self, frame, error);
    case HARK_MESSAGE_PING:
      hark_peer_protocol_send (self, HARK_MESSAGE_PONG, 0, frame->id, 0, NULL);
      return TRUE;
    case HARK_MESSAGE_EXPORTED:
    case HARK_MESSAGE_SUBSCRIBED:
    case HARK_MESSAGE_REFUSED:
      return on_settled (self, frame, error);
    case HARK_MESSAGE_INTEREST:
      return hark_outgoing_interest (self, frame, error);
    case HARK_MESSAGE_TOPIC:
      return hark_incoming_topic (self, frame, error);
    case HARK_MESSAGE_FORGET:
      return hark_incoming_forget (self, frame, error);
    case HARK_MESSAGE_SINCE:
      return hark_incoming_since (self, frame, error);
    case HARK_MESSAGE_MARK:
      return on_mark (self, frame, error);
    case HARK_MESSAGE_MARKED:
      return hark_outgoing_marked (self, frame, error);
    case HARK_MESSAGE_PONG:
      return on_pong (self, frame, error);
    case HARK_MESSAGE_WARNING:
    case HARK_MESSAGE_GOODBYE:
      return on_error (self, frame, error);
    case HARK_MESSAGE_HELLO:
    case HARK_MESSAGE_EXPORT:
    case HARK_MESSAGE_UNEXPORT:
    case HARK_MESSAGE_SUBSCRIBE:
    case HARK_MESSAGE_WATCH:
    case HARK_MESSAGE_UNSUBSCRIBE:
    case HARK_MESSAGE_INTEREST_ACK:
    case HARK_MESSAGE_SEEN:
    case HARK_MESSAGE_MORE:
    case HARK_MESSAGE_LIST:
    default:
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "message %u is not one that a broker sends", frame->kind);
      return FALSE;
    }
}

/* --- The owner's side --- */

static int
compare_topics (gconstpointer a,
                gconstpointer b,
                gpointer      data)
{
  guint32 one = GPOINTER_TO_UINT (a);
  guint32 other = GPOINTER_TO_UINT (b);

  return one < other ? -1 : one > other;
}

static void
wake (gpointer user)
{
  HarkPeerProtocol *self = user;

  self->funcs.wake (self->user);
}

/* An empty stream, with a hello. */
static void
begin (HarkPeerProtocol *self)
{
  hark_byte_stream_clear (&self->stream);
  hark_byte_stream_init (&self->stream, &self->limits, wake, self);
  hark_byte_stream_send_hello (&self->stream, self->session, self->limits.frame, self->name);
}

HarkPeerProtocol *
hark_peer_protocol_new (const HarkLimits            *limits,
                        const char                  *name,
                        const HarkPeerProtocolFuncs *funcs,
                        gpointer                     user,
                        const HarkLinkReports       *reports,
                        gpointer                     report_to)
{
  HarkPeerProtocol *self = g_new0 (HarkPeerProtocol, 1);

  self->link.funcs = &hark_peer_link_funcs;
  self->limits = *limits;
  self->name = g_strdup (name);
  self->figures = &self->own_figures;
  self->funcs = *funcs;
  self->reports = *reports;
  self->user = user;
  self->report_to = report_to;
  hark_number_table_init (&self->exports);
  hark_number_table_init (&self->heard_here);
  self->topics = g_tree_new_full (compare_topics, NULL, NULL, NULL);
  hark_number_table_init (&self->subscriptions);
  self->called = hark_peer_called_table_new ();
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  hark_number_table_init (&self->asked);
  g_queue_init (&self->fences);
  hark_given_init (self);
  hark_outgoing_init (self);
  hark_incoming_init (self);
  begin (self);
  return self;
}

void
hark_peer_protocol_free (HarkPeerProtocol *self)
{
  gpointer owned;

  for (guint at = 0; (owned = hark_number_table_next (&self->exports, &at, NULL)) != NULL;)
    hark_ended_abandon (self, owned);
  for (guint at = 0; (owned = hark_number_table_next (&self->subscriptions, &at, NULL)) != NULL;)
    hark_peer_subscription_free (owned);
  hark_given_clear (self);
  hark_outgoing_clear (self);
  hark_incoming_clear (self);
  hark_byte_stream_clear (&self->stream);
  hark_number_table_clear (&self->exports);
  hark_number_table_clear (&self->heard_here);
  g_tree_unref (self->topics);
  hark_number_table_clear (&self->subscriptions);
  g_hash_table_unref (self->called);
  g_hash_table_unref (self->pending);
  hark_number_table_clear (&self->asked);
  g_queue_clear_full (&self->fences, g_free);
  g_free (self->name);
  g_free (self);
}

void
hark_peer_protocol_set_session (HarkPeerProtocol *self,
                                guint64           session)
{
  self->session = session;
  begin (self);
}

HarkLink *
hark_peer_protocol_get_link (HarkPeerProtocol *self)
{
  return &self->link;
}

HarkByteStream *
hark_peer_protocol_get_stream (HarkPeerProtocol *self)
{
  return &self->stream;
}

void
hark_peer_protocol_count_in (HarkPeerProtocol *self,
                             HarkPeerFigures  *figures)
{
  self->figures = figures;
}

const HarkPeerFigures *
hark_peer_protocol_get_figures (HarkPeerProtocol *self)
{
  return self->figures;
}

/* Nobody knows what became of them. */
static void
fail_calls (HarkPeerProtocol *self,
            const GError     *reason)
{
  g_autoptr(GArray) asked = hark_number_table_sort (&self->asked);

  hark_number_table_clear (&self->asked);
  for (guint i = 0; i < asked->len; i++)
    self->reports.answered (self->report_to, g_array_index (asked, guint64, i), HARK_SPAN_NONE, reason);
}

void
hark_peer_protocol_close (HarkPeerProtocol *self,
                          const GError     *reason)
{
  if (self->is_lost)
    return;
  self->is_lost = TRUE;
  hark_byte_stream_send_message (&self->stream, HARK_MESSAGE_GOODBYE, 0, 0, 0, hark_error_to_variant (reason));
  self->is_connected = FALSE;
  hark_outgoing_lost (self);
  hark_incoming_lost (self);
  fail_calls (self, reason);
  self->funcs.lost (self->user, reason);
}

void
hark_peer_protocol_resume (HarkPeerProtocol *self)
{
  g_return_if_fail (self->is_lost);

  self->is_lost = FALSE;
  begin (self);
}

gint64
hark_peer_protocol_get_retry_delay (HarkPeerProtocol *self,
                                    guint             n_retries,
                                    double            chance)
{
  gint64 delay = self->limits.retry_first;

  while (n_retries-- > 0 && delay < self->limits.retry_most)
    delay *= 2;
  delay = MIN (delay, self->limits.retry_most);
  return delay / 2 + (gint64) ((double) (delay - delay / 2) * chance);
}

gint64
hark_peer_protocol_tick (HarkPeerProtocol *self,
                         gint64            now)
{
  gint64 outgoing = hark_outgoing_tick (self, now);
  gint64 incoming = hark_incoming_tick (self, now);
  gint64 given = hark_given_tick (self, now);

  return MIN (MIN (outgoing, incoming), given);
}

void
hark_peer_protocol_process (HarkPeerProtocol *self)
{
  HarkFrame frame;

  while (!self->is_lost)
    {
      g_autoptr(GError) error = NULL;
      HarkFrameStatus status;

      if (self->heard.n > HARK_AHEAD_OF_MANY)
        hark_incoming_look_ahead (self);
      status = hark_byte_stream_next (&self->stream, &frame, &error);
      if (status == HARK_FRAME_INCOMPLETE)
        return;
      if (status == HARK_FRAME_BAD || !handle (self, &frame, &error))
        hark_peer_protocol_close (self, error);
    }
}

void
hark_peer_protocol_feed (HarkPeerProtocol *self,
                         const guint8     *bytes,
                         gsize             size)
{
  hark_frame_reader_feed (self->stream.reader, bytes, size);
  hark_peer_protocol_process (self);
}
