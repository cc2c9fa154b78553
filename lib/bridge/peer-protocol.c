/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a broker says, as reports to the bus, and the life of the connection. The
 * peer learns the broker's numbers of the topics that it hears. Called by
 * HarkPeer, and by tests that play its network. */

#include "bridge/peer-state-private.h"

#include "wire/payload-private.h"

/* The export that @topic is an event or slot of, and which. */
static HarkPeerExport *
find_export (HarkPeerProtocol *self,
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
      HarkPeerExport *export = g_hash_table_lookup (self->exports, &number);
      g_autoptr(GError) refused = hark_error_from_variant (body);

      if (export != NULL)
        g_tree_remove (self->topics, GUINT_TO_POINTER (export->first_topic));
      g_hash_table_remove (self->exports, &number);
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
        self->reports.subscribed (self->report_to, number);
    }
  hark_peer_protocol_open_fences (self);
  return TRUE;
}

static gboolean
on_interest (HarkPeerProtocol *self,
             const HarkFrame  *frame,
             GError          **error)
{
  guint index;
  HarkPeerExport *export = find_export (self, frame->topic, &index);

  if (export != NULL && index < export->info->n_events)
    self->reports.heard (self->report_to, export->number, export->info->events[index],
                         (frame->flags & HARK_INTEREST_ON) != 0);
  hark_peer_protocol_send (self, HARK_MESSAGE_INTEREST_ACK, frame->flags & HARK_INTEREST_ON, 0, frame->topic, NULL);
  return TRUE;
}

static gboolean
on_topic (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_TOPIC_TYPE, error);
  g_autoptr(GVariant) member = NULL;
  HarkPeerHeard *heard;
  HarkMember event;
  GHashTableIter iter;
  gpointer value;

  if (body == NULL)
    return FALSE;
  if (g_hash_table_contains (self->heard, GUINT_TO_POINTER (frame->topic)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "it named topic %u twice", frame->topic);
      return FALSE;
    }
  if (g_hash_table_size (self->heard) >= self->limits.topics)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it named more than %u topics", self->limits.topics);
      return FALSE;
    }
  member = g_variant_get_child_value (body, 2);
  if (!hark_member_from_variant (&event, member, error))
    return FALSE;
  heard = g_new0 (HarkPeerHeard, 1);
  g_variant_get (body, "(&s&s@" HARK_MEMBER_TYPE ")", &heard->class_name, &heard->name, NULL);
  heard->event = event.name;
  heard->text = event.text;
  heard->type = event.type;
  heard->body = g_steal_pointer (&body);
  heard->subscriptions = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_hash_table_insert (self->heard, GUINT_TO_POINTER (frame->topic), heard);
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    hark_peer_heard_add (heard, value);
  return TRUE;
}

static GBytes *
payload_of (const HarkFrame *frame)
{
  return hark_payload_copy (frame->body, frame->n_body);
}

static gboolean
on_event (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  HarkPeerHeard *heard = g_hash_table_lookup (self->heard, GUINT_TO_POINTER (frame->topic));
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GArray) numbers = NULL;

  if (heard == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which is none", frame->topic);
      return FALSE;
    }
  if (heard->subscriptions->len == 0 && !heard->is_watched)
    return TRUE;
  payload = payload_of (frame);
  if (heard->is_watched)
    {
      HarkWatched watched = { heard->class_name, heard->name, heard->event, heard->text, heard->type };

      self->reports.watched (self->report_to, &watched, payload);
      if (heard->subscriptions->len == 0)
        return TRUE;
    }
  /* Whoever hears it may subscribe and unsubscribe. */
  numbers = g_array_copy (heard->subscriptions);
  self->reports.event (self->report_to, (const guint64 *) (gpointer) numbers->data, numbers->len, payload);
  return TRUE;
}

static gboolean
on_call (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  guint index;
  HarkPeerExport *export = find_export (self, frame->topic, &index);
  guint64 number = frame->flags & HARK_CALL_WANTS_ANSWER ? frame->id : 0;

  if (export == NULL || index < export->info->n_events)
    {
      g_autoptr(GError) gone =
        g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the object is not exported any more");

      if (number != 0)
        self->link.funcs->answer (&self->link, number, NULL, gone, FALSE);
    }
  else
    {
      g_autoptr(GBytes) payload = payload_of (frame);

      self->reports.called (self->report_to, number, export->number,
                            export->info->slots[index - export->info->n_events],
                            (frame->flags & HARK_CALL_REDELIVERED) != 0, payload);
    }
  return TRUE;
}

static gboolean
on_answer (HarkPeerProtocol *self,
           const HarkFrame  *frame,
           GError          **error)
{
  g_autoptr(GVariant) body = NULL;
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GError) failed = NULL;

  if (frame->flags & HARK_ANSWER_FAILED)
    {
      body = hark_message_parse (frame, HARK_ERROR_TYPE, error);
      if (body == NULL)
        return FALSE;
      failed = hark_error_from_variant (body);
    }
  else if (frame->n_body > 0)
    payload = payload_of (frame);
  self->reports.answered (self->report_to, frame->id, payload, failed);
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
               self->is_connected || said->domain != HARK_ERROR ? HARK_ERROR_PEER_GONE : said->code,
               "the broker closed the connection: %s", said->message);
  return FALSE;
}

static gboolean
on_pong (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  GList *link;

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

  if (frame->kind == HARK_MESSAGE_GOODBYE)
    return on_error (self, frame, error);
  body = hark_byte_stream_read_hello (frame, &self->max_frame, &name, error);
  if (body == NULL)
    return FALSE;
  self->is_connected = TRUE;
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
      return on_event (self, frame, error);
    case HARK_MESSAGE_CALL:
      return on_call (self, frame, error);
    case HARK_MESSAGE_ANSWER:
      return on_answer (self, frame, error);
    case HARK_MESSAGE_EXPORTED:
    case HARK_MESSAGE_SUBSCRIBED:
    case HARK_MESSAGE_REFUSED:
      return on_settled (self, frame, error);
    case HARK_MESSAGE_INTEREST:
      return on_interest (self, frame, error);
    case HARK_MESSAGE_TOPIC:
      return on_topic (self, frame, error);
    case HARK_MESSAGE_FORGET:
      g_hash_table_remove (self->heard, GUINT_TO_POINTER (frame->topic));
      return TRUE;
    case HARK_MESSAGE_PONG:
      return on_pong (self, frame, error);
    case HARK_MESSAGE_WARNING:
    case HARK_MESSAGE_GOODBYE:
      return on_error (self, frame, error);
    case HARK_MESSAGE_HELLO:
    case HARK_MESSAGE_PING:
    case HARK_MESSAGE_EXPORT:
    case HARK_MESSAGE_UNEXPORT:
    case HARK_MESSAGE_SUBSCRIBE:
    case HARK_MESSAGE_WATCH:
    case HARK_MESSAGE_UNSUBSCRIBE:
    case HARK_MESSAGE_INTEREST_ACK:
    default:
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "message %u is not one that a broker sends", frame->kind);
      return FALSE;
    }
}

/* --- The owner's side --- */

static void
subscription_free (gpointer data)
{
  HarkPeerSubscription *self = data;

  g_free (self->name);
  g_free (self);
}

static void
heard_free (gpointer data)
{
  HarkPeerHeard *self = data;

  g_variant_unref (self->body);
  g_array_unref (self->subscriptions);
  g_free (self);
}

static void
called_free (gpointer data)
{
  HarkPeerCalled *self = data;

  g_free (self->name);
  g_free (self);
}

static guint
called_hash (gconstpointer key)
{
  const HarkPeerCalled *self = key;

  return g_direct_hash (self->slot) * 31 + g_str_hash (self->name);
}

static gboolean
called_equal (gconstpointer a,
              gconstpointer b)
{
  const HarkPeerCalled *one = a;
  const HarkPeerCalled *other = b;

  return one->slot == other->slot && strcmp (one->name, other->name) == 0;
}

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
  self->funcs = *funcs;
  self->reports = *reports;
  self->user = user;
  self->report_to = report_to;
  self->exports = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->topics = g_tree_new_full (compare_topics, NULL, NULL, NULL);
  self->subscriptions = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, subscription_free);
  self->heard = g_hash_table_new_full (NULL, NULL, NULL, heard_free);
  self->called = g_hash_table_new_full (called_hash, called_equal, called_free, NULL);
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->fences);
  hark_byte_stream_init (&self->stream, limits, wake, self);
  hark_byte_stream_send_hello (&self->stream, 0, limits->frame, name);
  return self;
}

void
hark_peer_protocol_free (HarkPeerProtocol *self)
{
  hark_byte_stream_clear (&self->stream);
  g_hash_table_unref (self->exports);
  g_tree_unref (self->topics);
  g_hash_table_unref (self->subscriptions);
  g_hash_table_unref (self->heard);
  g_hash_table_unref (self->called);
  g_hash_table_unref (self->pending);
  g_queue_clear_full (&self->fences, g_free);
  g_free (self);
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
hark_peer_protocol_close (HarkPeerProtocol *self,
                          const GError     *reason)
{
  if (self->is_lost)
    return;
  self->is_lost = TRUE;
  hark_peer_protocol_send (self, HARK_MESSAGE_GOODBYE, 0, 0, 0, hark_error_to_variant (reason));
  self->funcs.lost (self->user, reason);
}

void
hark_peer_protocol_process (HarkPeerProtocol *self)
{
  HarkFrame frame;

  while (!self->is_lost)
    {
      g_autoptr(GError) error = NULL;
      HarkFrameStatus status = hark_frame_reader_next (self->stream.reader, &frame, &error);

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
