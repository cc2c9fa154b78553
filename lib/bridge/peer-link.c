/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a bus asks of a link, as frames to a broker. The peer gives the numbers of
 * the topics that it sends: each export's events, then its slots; each slot that
 * it calls, told once. */

#include "bridge/peer-state-private.h"

#include <string.h>

#include "bus/pattern-match-private.h"

void
hark_peer_protocol_send (HarkPeerProtocol *self,
                         HarkMessageKind   kind,
                         guint8            flags,
                         guint64           id,
                         guint32           topic,
                         GVariant         *body)
{
  hark_byte_stream_send_message (&self->stream, kind, flags, id, topic, body);
}

static gboolean
matches_pattern (const HarkPeerHeard *heard,
                 const char          *pattern)
{
  g_autofree char *topic = g_strjoin ("/", heard->class_name, heard->name, heard->event, NULL);

  return hark_pattern_matches (pattern, topic);
}

static gboolean
matches_event (const HarkPeerHeard        *heard,
               const HarkPeerSubscription *subscription)
{
  return strcmp (heard->class_name, subscription->event->owner->name) == 0 &&
         strcmp (heard->event, subscription->event->name) == 0 &&
         (strcmp (subscription->name, HARK_NAME_ALL) == 0 || strcmp (subscription->name, heard->name) == 0);
}

void
hark_peer_heard_add (HarkPeerHeard              *heard,
                     const HarkPeerSubscription *subscription)
{
  if (subscription->event == NULL)
    heard->is_watched = heard->is_watched || matches_pattern (heard, subscription->name);
  else if (matches_event (heard, subscription))
    g_array_append_val (heard->subscriptions, subscription->number);
}

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
  HarkPeerExport *export = g_new0 (HarkPeerExport, 1);
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
  hark_peer_protocol_send (self, HARK_MESSAGE_EXPORT, is_group ? HARK_EXPORT_GROUP : 0, number, export->first_topic,
                           g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", info->name, name, &events, &slots));
}

static void
unexport (HarkLink *link,
          guint64   number)
{
  HarkPeerProtocol *self = SELF (link);
  HarkPeerExport *export = g_hash_table_lookup (self->exports, &number);

  if (export == NULL)
    return;
  g_hash_table_remove (self->pending, &number);
  g_tree_remove (self->topics, GUINT_TO_POINTER (export->first_topic));
  g_hash_table_remove (self->exports, &number);
  hark_peer_protocol_send (self, HARK_MESSAGE_UNEXPORT, 0, number, 0, NULL);
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

/* @event: (nullable): @name is a pattern. */
static void
begin_to_hear (HarkPeerProtocol    *self,
               guint64              number,
               const HarkEventInfo *event,
               const char          *name)
{
  HarkPeerSubscription *subscription = g_new0 (HarkPeerSubscription, 1);
  GHashTableIter iter;
  gpointer value;

  subscription->number = number;
  subscription->event = event;
  subscription->name = g_strdup (name);
  g_hash_table_insert (self->subscriptions, &subscription->number, subscription);
  g_hash_table_iter_init (&iter, self->heard);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    hark_peer_heard_add (value, subscription);
  wait_for (self, number);
}

static void
subscribe (HarkLink            *link,
           guint64              number,
           const HarkEventInfo *event,
           const char          *name)
{
  HarkPeerProtocol *self = SELF (link);

  begin_to_hear (self, number, event, name);
  hark_peer_protocol_send (self, HARK_MESSAGE_SUBSCRIBE, 0, number, 0,
                           describe (event->owner, name, hark_member_of_event (event)));
}

static void
watch (HarkLink   *link,
       guint64     number,
       const char *pattern)
{
  HarkPeerProtocol *self = SELF (link);

  begin_to_hear (self, number, NULL, pattern);
  hark_peer_protocol_send (self, HARK_MESSAGE_WATCH, 0, number, 0, g_variant_new (HARK_WATCH_TYPE, pattern));
}

/* A pattern has gone; others may still match. */
static void
find_watched_anew (HarkPeerProtocol *self,
                   HarkPeerHeard    *heard)
{
  GHashTableIter iter;
  gpointer value;

  heard->is_watched = FALSE;
  g_hash_table_iter_init (&iter, self->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((HarkPeerSubscription *) value)->event == NULL)
      hark_peer_heard_add (heard, value);
}

void
hark_peer_protocol_forget (HarkPeerProtocol *self,
                           guint64           number)
{
  HarkPeerSubscription *subscription = g_hash_table_lookup (self->subscriptions, &number);
  gboolean was_pattern = subscription != NULL && subscription->event == NULL;
  GHashTableIter iter;
  gpointer value;
  guint i;

  g_hash_table_iter_init (&iter, self->heard);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GArray *numbers = ((HarkPeerHeard *) value)->subscriptions;

      for (i = 0; i < numbers->len; i++)
        if (g_array_index (numbers, guint64, i) == number)
          {
            g_array_remove_index (numbers, i);
            break;
          }
    }
  g_hash_table_remove (self->subscriptions, &number);
  g_hash_table_iter_init (&iter, self->heard);
  while (was_pattern && g_hash_table_iter_next (&iter, NULL, &value))
    find_watched_anew (self, value);
}

static void
unsubscribe (HarkLink *link,
             guint64   number)
{
  HarkPeerProtocol *self = SELF (link);

  if (!g_hash_table_contains (self->subscriptions, &number))
    return;
  g_hash_table_remove (self->pending, &number);
  hark_peer_protocol_forget (self, number);
  hark_peer_protocol_send (self, HARK_MESSAGE_UNSUBSCRIBE, 0, number, 0, NULL);
  hark_peer_protocol_open_fences (self);
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
  hark_byte_stream_send (&self->stream, frame);
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
  HarkPeerExport *export = g_hash_table_lookup (self->exports, &number);
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
  HarkPeerCalled key = { .slot = slot, .name = (char *) name };
  HarkPeerCalled *called = g_hash_table_lookup (self->called, &key);

  if (called == NULL)
    {
      called = g_new0 (HarkPeerCalled, 1);
      called->slot = slot;
      called->name = g_strdup (name);
      called->topic = ++self->last_topic;
      g_hash_table_add (self->called, called);
      hark_peer_protocol_send (self, HARK_MESSAGE_TOPIC, 0, 0, called->topic,
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
  hark_peer_protocol_send (self, HARK_MESSAGE_ANSWER, HARK_ANSWER_FAILED | (was_run ? 0 : HARK_ANSWER_NOT_RUN), number, 0,
                           hark_error_to_variant (error != NULL ? error : limit));
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

const HarkLinkFuncs hark_peer_link_funcs =
{
  .export_object = export_object,
  .unexport = unexport,
  .subscribe = subscribe,
  .unsubscribe = unsubscribe,
  .watch = watch,
  .publish = publish,
  .call = call,
  .answer = answer,
  .flush = flush,
};
