/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bus asks of a link, as frames to a broker. The peer gives the numbers of
 * the topics that it sends: each export's events, then its slots; each slot that
 * it calls, told once. */

#include "base/slab-private.h"
#include "bridge/peer/peer-state-private.h"

#include <string.h>

void
hark_peer_protocol_send (HarkPeerProtocol *self,
                         HarkMessageKind   kind,
                         guint8            flags,
                         guint64           id,
                         guint32           topic,
                         GVariant         *body)
{
  if (self->is_connected)
    hark_byte_stream_send_message (&self->stream, kind, flags, id, topic, body);
  else if (body != NULL)
    g_variant_unref (g_variant_ref_sink (body));
}

#define SELF(link) ((HarkPeerProtocol *) (link))

/* Sends an EXPORT or SUBSCRIBE, and awaits word. Without a connection, the next one does. */
static void
wait_for (HarkPeerProtocol *self,
          guint64           number)
{
  g_hash_table_add (self->pending, g_memdup2 (&number, sizeof number));
}

static GVariant *
describe_members (guint      n,
                  HarkMember (*get) (const HarkClassInfo *info, guint index),
                  const HarkClassInfo *info)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  for (i = 0; i < n; i++)
    {
      HarkMember member = get (info, i);

      g_variant_builder_add_value (&builder, hark_member_to_variant (&member));
    }
  return g_variant_builder_end (&builder);
}

static HarkMember
get_event (const HarkClassInfo *info,
           guint                index)
{
  return hark_member_of_event (info->events[index]);
}

static HarkMember
get_slot (const HarkClassInfo *info,
          guint                index)
{
  return hark_member_of_slot (info->slots[index]);
}

static void
send_export (HarkPeerProtocol *self,
             HarkPeerExport   *export)
{
  const HarkClassInfo *info = export->info;

  export->has_no_name = export->is_ended;
  if (!export->is_ended)
    wait_for (self, export->number);
  hark_peer_protocol_send (self, HARK_MESSAGE_EXPORT,
                           (export->is_group ? HARK_EXPORT_GROUP : 0) | (export->is_ended ? HARK_EXPORT_ENDED : 0),
                           export->number, export->first_topic,
                           g_variant_new ("(ss@a" HARK_MEMBER_TYPE "@a" HARK_MEMBER_TYPE ")",
                                          info->name, export->name,
                                          describe_members (info->n_events, get_event, info),
                                          describe_members (info->n_slots, get_slot, info)));
}

static void
export_object (HarkLink            *link,
               guint64              number,
               const HarkClassInfo *info,
               const char          *name,
               gboolean             is_group)
{
  HarkPeerProtocol *self = SELF (link);
  HarkPeerExport *export = hark_slab_new0 (HarkPeerExport);

  export->number = number;
  export->info = info;
  export->name = g_strdup (name);
  export->is_group = is_group;
  export->first_topic = self->last_topic + 1;
  self->last_topic += MAX (1, info->n_events + info->n_slots);
  hark_number_table_insert (&self->exports, number, export);
  g_tree_insert (self->topics, GUINT_TO_POINTER (export->first_topic), export);
  send_export (self, export);
}

static void
drop_export (HarkPeerProtocol *self,
             HarkPeerExport   *export)
{
  if (export->is_ended)
    self->n_ended -= 1;
  g_tree_remove (self->topics, GUINT_TO_POINTER (export->first_topic));
  hark_number_table_remove (&self->exports, export->number);
  hark_ended_abandon (self, export);
}

/* Whether it stays, for those who have not got all of its events. */
static gboolean
end_export (HarkPeerProtocol *self,
            HarkPeerExport   *export)
{
  if (export->is_ended || !hark_ended_is_awaited (export))
    return FALSE;
  export->is_ended = TRUE;
  self->n_ended += 1;
  self->wants_mark = TRUE;
  hark_holding_end (self, export);
  return TRUE;
}

void
hark_peer_link_withdraw (HarkPeerProtocol *self,
                         HarkPeerExport   *export)
{
  hark_peer_protocol_send (self, HARK_MESSAGE_UNEXPORT, 0, export->number, 0, NULL);
  drop_export (self, export);
}

void
hark_peer_link_refused (HarkPeerProtocol *self,
                        HarkPeerExport   *export)
{
  /* On some connection before it was not. */
  if (!export->has_no_name && (export->is_ended || end_export (self, export)))
    send_export (self, export);
  else
    drop_export (self, export);
}

static void
unexport (HarkLink *link,
          guint64   number)
{
  HarkPeerProtocol *self = SELF (link);
  HarkPeerExport *export = hark_number_table_find (&self->exports, number);

  if (export == NULL)
    return;
  g_hash_table_remove (self->pending, &number);
  if (end_export (self, export))
    hark_peer_protocol_send (self, HARK_MESSAGE_UNEXPORT, HARK_UNEXPORT_ENDED, number, 0, NULL);
  else
    hark_peer_link_withdraw (self, export);
  /* Nobody waits for word of it any more. */
  hark_peer_protocol_open_fences (self);
}

static GVariant *
describe (const HarkClassInfo *info,
          const char          *name,
          HarkMember           member)
{
  return g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", info->name, name, hark_member_to_variant (&member));
}

static void
send_subscription (HarkPeerProtocol     *self,
                   HarkPeerSubscription *subscription)
{
  static const guint8 flags[] = { [HARK_DELIVERY_DISCONNECT] = HARK_SUBSCRIBE_DISCONNECT,
                                  [HARK_DELIVERY_BLOCK] = HARK_SUBSCRIBE_BLOCK };
  const HarkEventInfo *event = subscription->event;

  wait_for (self, subscription->number);
  subscription->is_renewed = subscription->was_ready;
  hark_peer_protocol_send (self, event != NULL ? HARK_MESSAGE_SUBSCRIBE : HARK_MESSAGE_WATCH,
                           flags[subscription->delivery] | (subscription->is_sent ? HARK_SUBSCRIBE_RENEWED : 0),
                           subscription->number, 0,
                           event != NULL ? describe (event->owner, subscription->name, hark_member_of_event (event))
                                         : g_variant_new (HARK_WATCH_TYPE, subscription->name));
  subscription->is_sent = subscription->is_sent || self->is_connected;
}

void
hark_peer_subscription_free (HarkPeerSubscription *self)
{
  g_free (self->name);
  g_free (self);
}

/* @event: (nullable): @name is a pattern. */
static void
begin_to_hear (HarkPeerProtocol    *self,
               guint64              number,
               const HarkEventInfo *event,
               const char          *name,
               HarkDelivery         delivery)
{
  HarkPeerSubscription *subscription = g_new0 (HarkPeerSubscription, 1);

  subscription->number = number;
  subscription->event = event;
  subscription->name = g_strdup (name);
  subscription->delivery = delivery;
  hark_number_table_insert (&self->subscriptions, number, subscription);
  hark_incoming_subscribe (self, subscription);
  send_subscription (self, subscription);
}

static void
subscribe (HarkLink            *link,
           guint64              number,
           const HarkEventInfo *event,
           const char          *name,
           HarkDelivery         delivery)
{
  begin_to_hear (SELF (link), number, event, name, delivery);
}

static void
watch (HarkLink   *link,
       guint64     number,
       const char *pattern)
{
  begin_to_hear (SELF (link), number, NULL, pattern, HARK_DELIVERY_GAP);
}

void
hark_peer_protocol_forget (HarkPeerProtocol *self,
                           guint64           number)
{
  HarkPeerSubscription *subscription = hark_number_table_remove (&self->subscriptions, number);

  if (subscription == NULL)
    return;
  hark_incoming_unsubscribe (self, subscription);
  hark_peer_subscription_free (subscription);
}

static void
unsubscribe (HarkLink *link,
             guint64   number)
{
  HarkPeerProtocol *self = SELF (link);

  if (hark_number_table_find (&self->subscriptions, number) == NULL)
    return;
  g_hash_table_remove (self->pending, &number);
  hark_peer_protocol_forget (self, number);
  hark_peer_protocol_send (self, HARK_MESSAGE_UNSUBSCRIBE, 0, number, 0, NULL);
  hark_peer_protocol_open_fences (self);
}

static gboolean
send_payload (HarkPeerProtocol  *self,
              HarkFrame         *frame,
              HarkSpan           payload,
              const char        *what,
              GError           **error)
{
  frame->body = payload.data;
  frame->n_body = payload.size;
  if (hark_frame_get_size (frame) > self->max_frame)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "'%s' came to %" G_GSIZE_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit",
                   what, hark_frame_get_size (frame), self->max_frame);
      return FALSE;
    }
  hark_byte_stream_send (&self->stream, frame);
  return TRUE;
}

static gboolean
publish (HarkLink             *link,
         guint64               number,
         const HarkEventInfo  *event,
         HarkSpan              payload,
         GBytes               *whole,
         GError              **error)
{
  HarkPeerProtocol *self = SELF (link);
  HarkOutgoing *stream = hark_number_table_find (&self->heard_here, hark_outgoing_number (number, event->index));

  /* What was exported in turn is mostly emitted in turn. */
  if (self->heard_here.n > HARK_AHEAD_OF_MANY)
    hark_number_table_ask_for (&self->heard_here, hark_outgoing_number (number + 2 * HARK_NUMBERS_TOGETHER, event->index));
  return stream == NULL || hark_outgoing_publish (self, stream, event, payload, whole, error);
}

static void
send_called (HarkPeerProtocol *self,
             HarkPeerCalled   *called)
{
  const HarkSlotInfo *slot = called->slot;

  hark_peer_protocol_send (self, HARK_MESSAGE_TOPIC, 0, 0, called->topic,
                           describe (slot->owner, called->name, hark_member_of_slot (slot)));
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

static void
called_free (gpointer data)
{
  HarkPeerCalled *self = data;

  g_free (self->name);
  g_free (self);
}

GHashTable *
hark_peer_called_table_new (void)
{
  return g_hash_table_new_full (called_hash, called_equal, called_free, NULL);
}

/* Mostly it is the one that was called last. */
static guint32
topic_of_call (HarkPeerProtocol   *self,
               const HarkSlotInfo *slot,
               const char         *name)
{
  HarkPeerCalled key = { .slot = slot, .name = (char *) name };
  HarkPeerCalled *called = self->last_called;

  if (called != NULL && called_equal (called, &key))
    return called->topic;
  called = g_hash_table_lookup (self->called, &key);
  if (called == NULL)
    {
      called = g_new0 (HarkPeerCalled, 1);
      called->slot = slot;
      called->name = g_strdup (name);
      called->topic = ++self->last_topic;
      g_hash_table_add (self->called, called);
      send_called (self, called);
    }
  self->last_called = called;
  return called->topic;
}

static gboolean
call (HarkLink            *link,
      guint64              number,
      const HarkSlotInfo  *slot,
      const char          *name,
      gint64               time_left,
      HarkSpan             payload,
      GError             **error)
{
  HarkPeerProtocol *self = SELF (link);
  HarkFrame frame = { .kind = HARK_MESSAGE_CALL, .flags = number != 0 ? HARK_CALL_WANTS_ANSWER : 0, .id = number };
  HarkDeadline deadline;

  if (!self->is_connected)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE,
                   "'%s' cannot be called: there is no connection to the broker now", slot->text);
      return FALSE;
    }
  frame.topic = topic_of_call (self, slot, name);
  if (time_left != HARK_FOREVER)
    hark_deadline_put (&deadline, &frame, time_left);
  if (!send_payload (self, &frame, payload, slot->text, error))
    return FALSE;
  if (number != 0)
    hark_number_table_insert (&self->asked, number, self);
  return TRUE;
}

static gboolean
list (HarkLink            *link,
      guint64              number,
      const HarkClassInfo *info,
      GError             **error)
{
  HarkPeerProtocol *self = SELF (link);

  if (!self->is_connected)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_PEER_GONE,
                   "there is no connection to the broker now, which knows the objects of %s", info->name);
      return FALSE;
    }
  hark_peer_protocol_send (self, HARK_MESSAGE_LIST, 0, number, 0, g_variant_new (HARK_LIST_TYPE, info->name));
  hark_number_table_insert (&self->asked, number, self);
  return TRUE;
}

static void
answer (HarkLink     *link,
        guint64       number,
        HarkSpan      payload,
        const GError *error,
        gboolean      was_run)
{
  hark_given_answer (SELF (link), number, payload, error, was_run);
}

static void
cancel (HarkLink *link,
        guint64   number)
{
  HarkPeerProtocol *self = SELF (link);

  if (hark_number_table_remove (&self->asked, number) != NULL)
    hark_peer_protocol_send (self, HARK_MESSAGE_CANCEL, 0, number, 0, NULL);
}

static void
flush (HarkLink *link,
       guint64   number)
{
  HarkPeerProtocol *self = SELF (link);
  HarkPeerFence fence = { number, FALSE };

  g_queue_push_tail (&self->fences, g_memdup2 (&fence, sizeof fence));
  hark_peer_protocol_send (self, HARK_MESSAGE_PING, 0, number, 0, NULL);
}

void
hark_peer_link_renew (HarkPeerProtocol *self)
{
  g_autoptr(GArray) subscriptions = hark_number_table_sort (&self->subscriptions);
  g_autoptr(GArray) exports = hark_number_table_sort (&self->exports);
  GHashTableIter iter;
  gpointer called;
  GList *fence;
  guint i;

  hark_incoming_renew (self);
  for (i = 0; i < subscriptions->len; i++)
    send_subscription (self, hark_number_table_find (&self->subscriptions, g_array_index (subscriptions, guint64, i)));
  for (i = 0; i < exports->len; i++)
    send_export (self, hark_number_table_find (&self->exports, g_array_index (exports, guint64, i)));
  hark_given_renew (self);
  g_hash_table_iter_init (&iter, self->called);
  while (g_hash_table_iter_next (&iter, &called, NULL))
    send_called (self, called);
  for (fence = self->fences.head; fence != NULL; fence = fence->next)
    if (!((HarkPeerFence *) fence->data)->is_answered)
      hark_peer_protocol_send (self, HARK_MESSAGE_PING, 0, ((HarkPeerFence *) fence->data)->number, 0, NULL);
}

const HarkLinkFuncs hark_peer_link_funcs =
{
  .export_object = export_object,
  .unexport = unexport,
  .subscribe = subscribe,
  .unsubscribe = unsubscribe,
  .watch = watch,
  .publish = publish,
  .call = call,
  .list = list,
  .cancel = cancel,
  .answer = answer,
  .flush = flush,
};
