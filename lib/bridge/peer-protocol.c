/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer's end of a connection to a broker: what the bus asks becomes frames,
 * and frames become reports to the bus. It gives the numbers of the topics that
 * it sends (each export's events, then its slots; each slot that it calls), and
 * learns the broker's numbers of the topics that it hears. Called by HarkPeer,
 * and by tests that play its network. */

#include "bridge/peer-protocol-private.h"

#include <string.h>

/* An object exported here. */
typedef struct
{
  guint64              number;
  const HarkClassInfo *info;
  guint32              first_topic;
} Export;

typedef struct
{
  guint64              number;
  const HarkEventInfo *event;
  char                *name;
} Subscription;

/* A topic that is heard: the broker's number for an event of an exporter. */
typedef struct
{
  GVariant   *body;
  const char *class_name;
  const char *name;
  const char *event;
  GArray     *subscriptions;  /* guint64: those that match */
} Heard;

/* A slot elsewhere that is called: its number was told. */
typedef struct
{
  const HarkSlotInfo *slot;
  char               *name;
  guint32             topic;
} Called;

typedef struct
{
  guint64  number;
  gboolean is_answered;
} Fence;

struct _HarkPeerProtocol
{
  HarkLink               link;
  HarkStream             stream;
  HarkLimits             limits;
  HarkPeerProtocolFuncs  funcs;
  HarkLinkReports        reports;
  gpointer               user;
  gpointer               report_to;
  gboolean               is_connected;
  gboolean               is_lost;
  gsize                  max_frame;      /* that the broker takes */
  guint32                last_topic;
  GHashTable            *exports;        /* number -> Export, owned */
  GTree                 *topics;         /* first topic -> Export, borrowed */
  GHashTable            *subscriptions;  /* number -> Subscription, owned */
  GHashTable            *heard;          /* topic -> Heard, owned */
  GHashTable            *called;         /* Called, owned, by slot and name */
  GHashTable            *pending;        /* numbers of exports and subscriptions that await word */
  GQueue                 fences;         /* Fence, owned */
};

/* --- Tables --- */

static void
subscription_free (gpointer data)
{
  Subscription *self = data;

  g_free (self->name);
  g_free (self);
}

static void
heard_free (gpointer data)
{
  Heard *self = data;

  g_variant_unref (self->body);
  g_array_unref (self->subscriptions);
  g_free (self);
}

static void
called_free (gpointer data)
{
  Called *self = data;

  g_free (self->name);
  g_free (self);
}

static guint
called_hash (gconstpointer key)
{
  const Called *self = key;

  return g_direct_hash (self->slot) * 31 + g_str_hash (self->name);
}

static gboolean
called_equal (gconstpointer a,
              gconstpointer b)
{
  const Called *one = a;
  const Called *other = b;

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

/* The export that @topic is an event or slot of, and which. */
static Export *
find_export (HarkPeerProtocol *self,
             guint32           topic,
             guint            *index)
{
  GTreeNode *node = g_tree_upper_bound (self->topics, GUINT_TO_POINTER (topic));
  Export *export;

  node = node != NULL ? g_tree_node_previous (node) : g_tree_node_last (self->topics);
  if (node == NULL)
    return NULL;
  export = g_tree_node_value (node);
  *index = topic - export->first_topic;
  return *index < export->info->n_events + export->info->n_slots ? export : NULL;
}

static gboolean
is_match (const Heard        *heard,
          const Subscription *subscription)
{
  return strcmp (heard->class_name, subscription->event->owner->name) == 0 &&
         strcmp (heard->event, subscription->event->name) == 0 &&
         (strcmp (subscription->name, HARK_NAME_ALL) == 0 || strcmp (subscription->name, heard->name) == 0);
}

static void
send (HarkPeerProtocol *self,
      HarkMessageKind   kind,
      guint8            flags,
      guint64           id,
      guint32           topic,
      GVariant         *body)
{
  hark_stream_send_message (&self->stream, kind, flags, id, topic, body);
}

/* --- What the bus asks --- */

#define SELF(link) ((HarkPeerProtocol *) (link))

static void
wait_for (HarkPeerProtocol *self,
          guint64           number)
{
  g_hash_table_add (self->pending, g_memdup2 (&number, sizeof number));
}

static void
export_object (HarkLink            *link,
               guint64              number,
               const HarkClassInfo *info,
               const char          *name,
               gboolean             is_group)
{
  HarkPeerProtocol *self = SELF (link);
  Export *export = g_new0 (Export, 1);
  GVariantBuilder events;
  GVariantBuilder slots;
  guint i;

  export->number = number;
  export->info = info;
  export->first_topic = self->last_topic + 1;
  self->last_topic += MAX (1, info->n_events + info->n_slots);
  g_hash_table_insert (self->exports, &export->number, export);
  g_tree_insert (self->topics, GUINT_TO_POINTER (export->first_topic), export);
  wait_for (self, number);

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  for (i = 0; i < info->n_events; i++)
    {
      HarkMember member = hark_member_of_event (info->events[i]);

      g_variant_builder_add_value (&events, hark_member_to_variant (&member));
    }
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  for (i = 0; i < info->n_slots; i++)
    {
      HarkMember member = hark_member_of_slot (info->slots[i]);

      g_variant_builder_add_value (&slots, hark_member_to_variant (&member));
    }
  send (self, HARK_MESSAGE_EXPORT, is_group ? HARK_EXPORT_GROUP : 0, number, export->first_topic,
        g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", info->name, name, &events, &slots));
}

static void
unexport (HarkLink *link,
          guint64   number)
{
  HarkPeerProtocol *self = SELF (link);
  Export *export = g_hash_table_lookup (self->exports, &number);

  if (export == NULL)
    return;
  g_hash_table_remove (self->pending, &number);
  g_tree_remove (self->topics, GUINT_TO_POINTER (export->first_topic));
  g_hash_table_remove (self->exports, &number);
  send (self, HARK_MESSAGE_UNEXPORT, 0, number, 0, NULL);
}

static GVariant *
describe (const HarkClassInfo *info,
          const char          *name,
          HarkMember           member)
{
  return g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", info->name, name, hark_member_to_variant (&member));
}

static void
subscribe (HarkLink            *link,
           guint64              number,
           const HarkEventInfo *event,
           const char          *name)
{
  HarkPeerProtocol *self = SELF (link);
  Subscription *subscription = g_new0 (Subscription, 1);
  GHashTableIter iter;
  gpointer value;

  subscription->number = number;
  subscription->event = event;
  subscription->name = g_strdup (name);
  g_hash_table_insert (self->subscriptions, &subscription->number, subscription);
  g_hash_table_iter_init (&iter, self->heard);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_match (value, subscription))
      g_array_append_val (((Heard *) value)->subscriptions, number);
  wait_for (self, number);
  send (self, HARK_MESSAGE_SUBSCRIBE, 0, number, 0,
        describe (event->owner, name, hark_member_of_event (event)));
}

static void
forget_subscription (HarkPeerProtocol *self,
                     guint64           number)
{
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, self->heard);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GArray *numbers = ((Heard *) value)->subscriptions;

      for (i = 0; i < numbers->len; i++)
        if (g_array_index (numbers, guint64, i) == number)
          {
            g_array_remove_index (numbers, i);
            break;
          }
    }
  g_hash_table_remove (self->subscriptions, &number);
}

static void
unsubscribe (HarkLink *link,
             guint64   number)
{
  HarkPeerProtocol *self = SELF (link);

  if (!g_hash_table_contains (self->subscriptions, &number))
    return;
  g_hash_table_remove (self->pending, &number);
  forget_subscription (self, number);
  send (self, HARK_MESSAGE_UNSUBSCRIBE, 0, number, 0, NULL);
}

static gboolean
send_payload (HarkPeerProtocol  *self,
              HarkFrame         *frame,
              GBytes            *payload,
              const char        *what,
              GError           **error)
{
  if (payload != NULL)
    frame->body = g_bytes_get_data (payload, &frame->n_body);
  if (hark_frame_get_size (frame) > self->max_frame)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "'%s' came to %" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit",
                   what, hark_frame_get_size (frame), self->max_frame);
      return FALSE;
    }
  hark_stream_send (&self->stream, frame);
  return TRUE;
}

static gboolean
publish (HarkLink             *link,
         guint64               number,
         const HarkEventInfo  *event,
         GBytes               *payload,
         GError              **error)
{
  HarkPeerProtocol *self = SELF (link);
  Export *export = g_hash_table_lookup (self->exports, &number);
  HarkFrame frame = { .kind = HARK_MESSAGE_EVENT };

  if (export == NULL)
    return TRUE;
  frame.topic = export->first_topic + event->index;
  return send_payload (self, &frame, payload, event->text, error);
}

static guint32
topic_of_call (HarkPeerProtocol   *self,
               const HarkSlotInfo *slot,
               const char         *name)
{
  Called key = { .slot = slot, .name = (char *) name };
  Called *called = g_hash_table_lookup (self->called, &key);

  if (called == NULL)
    {
      called = g_new0 (Called, 1);
      called->slot = slot;
      called->name = g_strdup (name);
      called->topic = ++self->last_topic;
      g_hash_table_add (self->called, called);
      send (self, HARK_MESSAGE_TOPIC, 0, 0, called->topic,
            describe (slot->owner, name, hark_member_of_slot (slot)));
    }
  return called->topic;
}

static gboolean
call (HarkLink            *link,
      guint64              number,
      const HarkSlotInfo  *slot,
      const char          *name,
      gboolean             wants_answer,
      GBytes              *payload,
      GError             **error)
{
  HarkPeerProtocol *self = SELF (link);
  HarkFrame frame = { .kind = HARK_MESSAGE_CALL,
                      .flags = wants_answer ? HARK_CALL_WANTS_ANSWER : 0,
                      .id = wants_answer ? number : 0 };

  frame.topic = topic_of_call (self, slot, name);
  return send_payload (self, &frame, payload, slot->text, error);
}

static void
answer (HarkLink     *link,
        guint64       number,
        GBytes       *payload,
        const GError *error,
        gboolean      was_run)
{
  HarkPeerProtocol *self = SELF (link);
  HarkFrame frame = { .kind = HARK_MESSAGE_ANSWER, .id = number };
  g_autoptr(GError) limit = NULL;

  if (error == NULL && send_payload (self, &frame, payload, "the answer", &limit))
    return;
  send (self, HARK_MESSAGE_ANSWER, HARK_ANSWER_FAILED | (was_run ? 0 : HARK_ANSWER_NOT_RUN), number, 0,
        hark_error_to_variant (error != NULL ? error : limit));
}

static void
flush (HarkLink *link,
       guint64   number)
{
  HarkPeerProtocol *self = SELF (link);
  Fence fence = { number, FALSE };

  g_queue_push_tail (&self->fences, g_memdup2 (&fence, sizeof fence));
  send (self, HARK_MESSAGE_PING, 0, number, 0, NULL);
}

static const HarkLinkFuncs link_funcs =
{
  .export_object = export_object,
  .unexport = unexport,
  .subscribe = subscribe,
  .unsubscribe = unsubscribe,
  .publish = publish,
  .call = call,
  .answer = answer,
  .flush = flush,
};

/* --- What the broker says: each returns %FALSE if the connection shall end --- */

/* Fences whose turn has come: answered, and nothing older awaits word. */
static void
open_fences (HarkPeerProtocol *self)
{
  Fence *fence;

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
      Export *export = g_hash_table_lookup (self->exports, &number);
      g_autoptr(GError) refused = hark_error_from_variant (body);

      if (export != NULL)
        g_tree_remove (self->topics, GUINT_TO_POINTER (export->first_topic));
      g_hash_table_remove (self->exports, &number);
      forget_subscription (self, number);
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
  open_fences (self);
  return TRUE;
}

static gboolean
on_interest (HarkPeerProtocol *self,
             const HarkFrame  *frame,
             GError          **error)
{
  guint index;
  Export *export = find_export (self, frame->topic, &index);

  if (export != NULL && index < export->info->n_events)
    self->reports.heard (self->report_to, export->number, export->info->events[index],
                         (frame->flags & HARK_INTEREST_ON) != 0);
  send (self, HARK_MESSAGE_INTEREST_ACK, frame->flags & HARK_INTEREST_ON, 0, frame->topic, NULL);
  return TRUE;
}

static gboolean
on_topic (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_TOPIC_TYPE, error);
  g_autoptr(GVariant) member = NULL;
  Heard *heard;
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
  heard = g_new0 (Heard, 1);
  g_variant_get (body, "(&s&s@" HARK_MEMBER_TYPE ")", &heard->class_name, &heard->name, NULL);
  heard->event = event.name;
  heard->body = g_steal_pointer (&body);
  heard->subscriptions = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_hash_table_insert (self->heard, GUINT_TO_POINTER (frame->topic), heard);
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_match (heard, value))
      g_array_append_val (heard->subscriptions, ((Subscription *) value)->number);
  return TRUE;
}

static GBytes *
payload_of (const HarkFrame *frame)
{
  return g_bytes_new (frame->body, frame->n_body);
}

static gboolean
on_event (HarkPeerProtocol *self,
          const HarkFrame  *frame,
          GError          **error)
{
  Heard *heard = g_hash_table_lookup (self->heard, GUINT_TO_POINTER (frame->topic));
  g_autoptr(GBytes) payload = NULL;
  g_autoptr(GArray) numbers = NULL;

  if (heard == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which is none", frame->topic);
      return FALSE;
    }
  if (heard->subscriptions->len == 0)
    return TRUE;
  payload = payload_of (frame);
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
  Export *export = find_export (self, frame->topic, &index);
  guint64 number = frame->flags & HARK_CALL_WANTS_ANSWER ? frame->id : 0;

  if (export == NULL || index < export->info->n_events)
    {
      g_autoptr(GError) gone =
        g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the object is not exported any more");

      if (number != 0)
        answer (&self->link, number, NULL, gone, FALSE);
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
  g_set_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE, "the broker closed the connection: %s", said->message);
  return FALSE;
}

static gboolean
on_pong (HarkPeerProtocol *self,
         const HarkFrame  *frame,
         GError          **error)
{
  GList *link;

  for (link = self->fences.head; link != NULL; link = link->next)
    if (((Fence *) link->data)->number == frame->id)
      ((Fence *) link->data)->is_answered = TRUE;
  open_fences (self);
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
  body = hark_stream_read_hello (frame, &self->max_frame, &name, error);
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

  self->link.funcs = &link_funcs;
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
  hark_stream_init (&self->stream, limits, wake, self);
  hark_stream_send_hello (&self->stream, 0, limits->frame, name);
  return self;
}

void
hark_peer_protocol_free (HarkPeerProtocol *self)
{
  hark_stream_clear (&self->stream);
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

HarkStream *
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
  send (self, HARK_MESSAGE_GOODBYE, 0, 0, 0, hark_error_to_variant (reason));
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
