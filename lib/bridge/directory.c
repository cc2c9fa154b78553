/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who exports what, who listens to it, and that exporters know. Invariant:
 * every subscription fits every offer that it matches (the one that comes
 * second is refused otherwise, and the first is told), and is a listener of
 * each; an exporter has been told `on` exactly for the events with listeners.
 * A subscription is ready when all that were told on its account have said so. */

#include "bridge/router-private.h"

#include <string.h>

/* A connection that hears an event, for one subscription of its or several. */
typedef struct
{
  HarkBrokerPeer *peer;
  guint32         topic;          /* the broker's number, for this connection */
  guint           n_subscribers;
} Listener;

/* --- Classes and names --- */

void
hark_routed_class_free (gpointer data)
{
  HarkRoutedClass *self = data;

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->subscribers);
  g_free (self->name);
  g_free (self);
}

HarkRoutedClass *
hark_directory_find (HarkBrokerProtocol *broker,
                     const char         *class_name)
{
  return g_hash_table_lookup (broker->classes, class_name);
}

static HarkRoutedClass *
ensure_class (HarkBrokerProtocol *broker,
              const char         *class_name)
{
  HarkRoutedClass *self = hark_directory_find (broker, class_name);

  if (self == NULL)
    {
      self = g_new0 (HarkRoutedClass, 1);
      self->name = g_strdup (class_name);
      self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
      self->names = g_ptr_array_new ();
      self->subscribers = g_ptr_array_new ();
      g_hash_table_insert (broker->classes, self->name, self);
    }
  return self;
}

static void
forget_class (HarkBrokerProtocol *broker,
              HarkRoutedClass          *self)
{
  if (self->names->len == 0 && self->subscribers->len == 0)
    g_hash_table_remove (broker->classes, self->name);
}

HarkRoutedName *
hark_routed_class_find (HarkRoutedClass  *self,
                 const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

HarkRoutedName *
hark_routed_name_ref (HarkRoutedName *self)
{
  self->n_refs += 1;
  return self;
}

void
hark_routed_name_unref (HarkRoutedName *self)
{
  self->n_refs -= 1;
  if (self->n_refs > 0)
    return;
  g_assert (g_queue_is_empty (&self->waiting));
  g_ptr_array_unref (self->offers);
  g_free (self->name);
  g_free (self);
}

static HarkRoutedName *
ensure_name (HarkRoutedClass  *klass,
             const char *name,
             gboolean    is_group)
{
  HarkRoutedName *self = hark_routed_class_find (klass, name);

  if (self == NULL)
    {
      self = g_new0 (HarkRoutedName, 1);
      self->n_refs = 1;
      self->klass = klass;
      self->name = g_strdup (name);
      self->is_group = is_group;
      self->offers = g_ptr_array_new ();
      g_queue_init (&self->waiting);
      g_ptr_array_add (klass->names, self);
      g_hash_table_insert (klass->by_name, self->name, self);
    }
  return self;
}

/* --- Interest --- */

static void
become_ready (HarkSubscriber *self)
{
  if (self->n_interests == 0)
    hark_broker_peer_send (self->peer, HARK_MESSAGE_SUBSCRIBED, 0, self->number, 0, NULL);
}

static void
tell_interest (HarkOfferEvent *event,
               gboolean        is_on)
{
  HarkInterest *interest = g_new0 (HarkInterest, 1);

  if (event->asked != NULL)
    event->asked->event = NULL;
  event->asked = interest;
  interest->event = event;
  interest->topic = event->topic;
  interest->is_on = is_on;
  interest->waiting = g_ptr_array_new ();
  g_queue_push_tail (&event->offer->peer->interests, interest);
  hark_broker_peer_send (event->offer->peer, HARK_MESSAGE_INTEREST, is_on ? HARK_INTEREST_ON : 0,
                         0, event->topic, NULL);
}

/* The exporter has done as told, or will never. */
static void
settle_interest (HarkInterest *interest)
{
  guint i;

  for (i = 0; i < interest->waiting->len; i++)
    {
      HarkSubscriber *subscriber = g_ptr_array_index (interest->waiting, i);

      subscriber->n_interests -= 1;
      become_ready (subscriber);
    }
  g_ptr_array_set_size (interest->waiting, 0);
  if (interest->event != NULL)
    interest->event->asked = NULL;
  interest->event = NULL;
}

static void
interest_free (HarkInterest *interest)
{
  g_ptr_array_unref (interest->waiting);
  g_free (interest);
}

gboolean
hark_directory_acknowledge (HarkBrokerPeer   *peer,
                            const HarkFrame  *frame,
                            GError          **error)
{
  HarkInterest *interest = g_queue_peek_head (&peer->interests);

  if (interest == NULL || interest->topic != frame->topic ||
      interest->is_on != ((frame->flags & HARK_INTEREST_ON) != 0))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "it acknowledged an interest in topic %u that was not told", frame->topic);
      return FALSE;
    }
  g_queue_pop_head (&peer->interests);
  settle_interest (interest);
  interest_free (interest);
  return TRUE;
}

/* --- Who hears what --- */

static HarkOfferEvent *
find_event (HarkOffer  *offer,
            const char *name)
{
  guint i;

  for (i = 0; i < offer->n_events; i++)
    if (strcmp (offer->events[i].member.name, name) == 0)
      return &offer->events[i];
  return NULL;
}

static void
add_listener (HarkOfferEvent *event,
              HarkSubscriber *subscriber)
{
  HarkBrokerPeer *peer = subscriber->peer;
  Listener listener = { peer, 0, 1 };
  guint i;

  for (i = 0; i < event->listeners->len; i++)
    {
      Listener *known = &g_array_index (event->listeners, Listener, i);

      if (known->peer == peer)
        {
          known->n_subscribers += 1;
          return;
        }
    }
  listener.topic = ++peer->last_topic;
  hark_broker_peer_send (peer, HARK_MESSAGE_TOPIC, 0, 0, listener.topic,
                         g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", event->offer->name->klass->name,
                                        event->offer->name->name, hark_member_to_variant (&event->member)));
  g_array_append_val (event->listeners, listener);
  if (event->listeners->len == 1)
    tell_interest (event, TRUE);
}

static void
remove_listener (HarkOfferEvent *event,
                 HarkSubscriber *subscriber)
{
  guint i;

  if (event->asked != NULL && g_ptr_array_remove (event->asked->waiting, subscriber))
    subscriber->n_interests -= 1;
  for (i = 0; i < event->listeners->len; i++)
    {
      Listener *known = &g_array_index (event->listeners, Listener, i);

      if (known->peer != subscriber->peer)
        continue;
      known->n_subscribers -= 1;
      if (known->n_subscribers > 0)
        break;
      hark_broker_peer_send (known->peer, HARK_MESSAGE_FORGET, 0, 0, known->topic, NULL);
      g_array_remove_index (event->listeners, i);
      if (event->listeners->len == 0)
        tell_interest (event, FALSE);
      break;
    }
}

static gboolean
is_match (HarkSubscriber *subscriber,
          HarkRoutedName       *name)
{
  return strcmp (subscriber->name, HARK_NAME_ALL) == 0 || strcmp (subscriber->name, name->name) == 0;
}

typedef void (*MatchFunc) (HarkOfferEvent *event,
                           HarkSubscriber *subscriber);

/* Calls @func for each event that @subscriber, which fits them all, matches. */
static void
foreach_match (HarkSubscriber *subscriber,
               MatchFunc       func)
{
  GPtrArray *names = subscriber->klass->names;
  guint i;
  guint k;

  for (i = 0; i < names->len; i++)
    {
      HarkRoutedName *name = g_ptr_array_index (names, i);

      for (k = 0; is_match (subscriber, name) && k < name->offers->len; k++)
        func (find_event (g_ptr_array_index (name->offers, k), subscriber->wanted.name), subscriber);
    }
}

/* --- Messages about exports --- */

static void
refuse (HarkBrokerPeer *peer,
        guint64         number,
        const GError   *error)
{
  hark_broker_peer_send (peer, HARK_MESSAGE_REFUSED, 0, number, 0, hark_error_to_variant (error));
}

static void
offer_free (HarkOffer *self)
{
  guint i;

  for (i = 0; i < self->n_events; i++)
    g_array_unref (self->events[i].listeners);
  g_free (self->events);
  g_free (self->slots);
  g_variant_unref (self->body);
  g_free (self);
}

/* @members: what came. Returns: %FALSE: the frame is bad. */
static gboolean
read_members (GVariant    *members,
              guint       *n_members,
              HarkMember **result,
              GError     **error)
{
  gsize n = g_variant_n_children (members);
  gsize i;

  if (n > HARK_LIMIT_MEMBERS)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "a class of more than %d events or slots", HARK_LIMIT_MEMBERS);
      return FALSE;
    }
  *n_members = (guint) n;
  *result = g_new0 (HarkMember, n + 1);
  for (i = 0; i < n; i++)
    {
      g_autoptr(GVariant) member = g_variant_get_child_value (members, i);

      if (!hark_member_from_variant (&(*result)[i], member, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads an EXPORT. Returns: %NULL: the frame is bad. */
static HarkOffer *
read_offer (HarkBrokerPeer   *peer,
            const HarkFrame  *frame,
            const char      **class_name,
            const char      **name,
            GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_OFFER_TYPE, error);
  g_autoptr(GVariant) events = NULL;
  g_autoptr(GVariant) slots = NULL;
  g_autofree HarkMember *event_members = NULL;
  g_autofree HarkMember *slot_members = NULL;
  HarkOffer *offer;
  guint n_events;
  guint n_slots;
  guint i;

  if (body == NULL)
    return NULL;
  g_variant_get (body, "(&s&s@a" HARK_MEMBER_TYPE "@a" HARK_MEMBER_TYPE ")", class_name, name, &events, &slots);
  if (!hark_name_check (*class_name, error) || !hark_name_check (*name, error) ||
      !read_members (events, &n_events, &event_members, error) ||
      !read_members (slots, &n_slots, &slot_members, error))
    return NULL;

  offer = g_new0 (HarkOffer, 1);
  offer->peer = peer;
  offer->number = frame->id;
  offer->serial = ++peer->broker->last_offer;
  offer->body = g_steal_pointer (&body);
  offer->first_topic = frame->topic;
  offer->n_events = n_events;
  offer->n_slots = n_slots;
  offer->slots = g_steal_pointer (&slot_members);
  offer->events = g_new0 (HarkOfferEvent, n_events + 1);
  for (i = 0; i < n_events; i++)
    offer->events[i] = (HarkOfferEvent) { .member = event_members[i],
                                          .offer = offer,
                                          .topic = frame->topic + i,
                                          .listeners = g_array_new (FALSE, FALSE, sizeof (Listener)) };
  return offer;
}

/* Whether the numbers that the offer takes are free. */
static gboolean
check_numbers (HarkOffer  *offer,
               GError    **error)
{
  HarkBrokerPeer *peer = offer->peer;
  HarkLimits *limits = &peer->broker->limits;
  guint n = offer->n_events + offer->n_slots;
  gboolean is_free = offer->first_topic <= G_MAXUINT32 - n;
  guint i;

  for (i = 0; is_free && i < n; i++)
    is_free = !g_hash_table_contains (peer->topics, GUINT_TO_POINTER (offer->first_topic + i));
  if (!is_free || g_hash_table_contains (peer->offers, &offer->number) ||
      g_hash_table_contains (peer->subscribers, &offer->number))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "it exported under a number that is in use");
      return FALSE;
    }
  if (g_hash_table_size (peer->offers) >= limits->exports)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it exported more than %u objects", limits->exports);
      return FALSE;
    }
  if (g_hash_table_size (peer->topics) + n > limits->topics)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it named more than %u topics", limits->topics);
      return FALSE;
    }
  return TRUE;
}

/* Whether the name is free, or is that of a group whose members are all alike. */
static gboolean
check_name_is_free (HarkOffer   *offer,
                    HarkRoutedClass   *klass,
                    HarkRoutedName    *name,
                    gboolean     is_group,
                    GError     **error)
{
  HarkOffer *first;
  guint i;

  if (name == NULL)
    return TRUE;
  first = g_ptr_array_index (name->offers, 0);
  if (!is_group || !name->is_group)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
                   "%s \"%s\" is exported already, by %s%s: take another name, or export both as a group",
                   klass->name, name->name, first->peer->name, name->is_group ? " as a group" : "");
      return FALSE;
    }
  for (i = 0; i < first->n_events; i++)
    {
      HarkOfferEvent *mine = find_event (offer, first->events[i].member.name);

      if (!hark_member_check (mine != NULL ? &mine->member : NULL, &first->events[i].member,
                              "event", klass->name, name->name, error))
        return FALSE;
    }
  for (i = 0; i < first->n_slots; i++)
    if (!hark_member_check (i < offer->n_slots ? &offer->slots[i] : NULL, &first->slots[i],
                            "slot", klass->name, name->name, error))
      return FALSE;
  return TRUE;
}

/* Whether those who listen already would understand it. */
static gboolean
check_subscribers (HarkOffer   *offer,
                   HarkRoutedClass   *klass,
                   const char  *name,
                   GError     **error)
{
  guint i;

  for (i = 0; i < klass->subscribers->len; i++)
    {
      HarkSubscriber *subscriber = g_ptr_array_index (klass->subscribers, i);
      HarkOfferEvent *event;

      if (strcmp (subscriber->name, HARK_NAME_ALL) != 0 && strcmp (subscriber->name, name) != 0)
        continue;
      event = find_event (offer, subscriber->wanted.name);
      if (!hark_member_check (event != NULL ? &event->member : NULL, &subscriber->wanted,
                              "event", klass->name, name, error))
        {
          if (error != NULL)
            hark_broker_peer_warn (subscriber->peer, *error);
          return FALSE;
        }
    }
  return TRUE;
}

static void
take_numbers (HarkOffer *offer)
{
  guint i;

  g_hash_table_insert (offer->peer->offers, &offer->number, offer);
  for (i = 0; i < offer->n_events + offer->n_slots; i++)
    {
      HarkRoutedTopic *topic = g_new0 (HarkRoutedTopic, 1);

      topic->offer = offer;
      topic->index = i;
      g_hash_table_insert (offer->peer->topics, GUINT_TO_POINTER (offer->first_topic + i), topic);
    }
}

gboolean
hark_directory_export (HarkBrokerPeer   *peer,
                       const HarkFrame  *frame,
                       GError          **error)
{
  gboolean is_group = (frame->flags & HARK_EXPORT_GROUP) != 0;
  g_autoptr(GError) refused = NULL;
  const char *class_name;
  const char *name;
  HarkRoutedClass *klass;
  HarkOffer *offer;
  guint i;

  offer = read_offer (peer, frame, &class_name, &name, error);
  if (offer == NULL)
    return FALSE;
  if (!check_numbers (offer, error))
    {
      offer_free (offer);
      return FALSE;
    }

  klass = ensure_class (peer->broker, class_name);
  if (!check_name_is_free (offer, klass, hark_routed_class_find (klass, name), is_group, &refused) ||
      !check_subscribers (offer, klass, name, &refused))
    {
      refuse (peer, offer->number, refused);
      forget_class (peer->broker, klass);
      offer_free (offer);
      return TRUE;
    }

  offer->name = ensure_name (klass, name, is_group);
  g_ptr_array_add (offer->name->offers, offer);
  take_numbers (offer);
  for (i = 0; i < klass->subscribers->len; i++)
    {
      HarkSubscriber *subscriber = g_ptr_array_index (klass->subscribers, i);

      if (is_match (subscriber, offer->name))
        add_listener (find_event (offer, subscriber->wanted.name), subscriber);
    }
  hark_broker_peer_send (peer, HARK_MESSAGE_EXPORTED, 0, offer->number, 0, NULL);
  hark_calls_pump (offer->name);
  return TRUE;
}

static void
withdraw (HarkOffer *offer)
{
  HarkBrokerPeer *peer = offer->peer;
  HarkRoutedName *name = offer->name;
  HarkRoutedClass *klass = name->klass;
  guint i;
  guint k;

  for (i = 0; i < offer->n_events; i++)
    {
      HarkOfferEvent *event = &offer->events[i];

      for (k = 0; k < event->listeners->len; k++)
        {
          Listener *listener = &g_array_index (event->listeners, Listener, k);

          hark_broker_peer_send (listener->peer, HARK_MESSAGE_FORGET, 0, 0, listener->topic, NULL);
        }
      if (event->asked != NULL)
        settle_interest (event->asked);
    }
  for (i = 0; i < offer->n_events + offer->n_slots; i++)
    g_hash_table_remove (peer->topics, GUINT_TO_POINTER (offer->first_topic + i));
  g_hash_table_remove (peer->offers, &offer->number);
  g_ptr_array_remove (name->offers, offer);
  hark_calls_withdraw (offer);
  offer_free (offer);

  if (name->offers->len == 0)
    {
      name->klass = NULL;
      g_ptr_array_remove (klass->names, name);
      g_hash_table_remove (klass->by_name, name->name);
      hark_calls_abandon (name);
      hark_routed_name_unref (name);
      forget_class (peer->broker, klass);
    }
}

gboolean
hark_directory_unexport (HarkBrokerPeer   *peer,
                         const HarkFrame  *frame,
                         GError          **error)
{
  HarkOffer *offer = g_hash_table_lookup (peer->offers, &frame->id);

  /* What was refused is withdrawn, too, by a peer that has not heard yet. */
  if (offer != NULL)
    withdraw (offer);
  return TRUE;
}

/* --- Messages about subscriptions --- */

static void
subscriber_free (HarkSubscriber *self)
{
  g_variant_unref (self->body);
  g_free (self);
}

/* Reads a SUBSCRIBE. Returns: %NULL: the frame is bad. */
static HarkSubscriber *
read_subscriber (HarkBrokerPeer   *peer,
                 const HarkFrame  *frame,
                 const char      **class_name,
                 GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_TOPIC_TYPE, error);
  g_autoptr(GVariant) member = NULL;
  HarkSubscriber read = { .peer = peer, .number = frame->id };

  if (body == NULL)
    return NULL;
  g_variant_get (body, "(&s&s@" HARK_MEMBER_TYPE ")", class_name, &read.name, &member);
  if (!hark_name_check (*class_name, error) ||
      (strcmp (read.name, HARK_NAME_ALL) != 0 && !hark_name_check (read.name, error)) ||
      !hark_member_from_variant (&read.wanted, member, error))
    return NULL;
  if (g_hash_table_contains (peer->subscribers, &read.number) ||
      g_hash_table_contains (peer->offers, &read.number))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "it subscribed under a number that is in use");
      return NULL;
    }
  if (g_hash_table_size (peer->subscribers) >= peer->broker->limits.subscriptions)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "it subscribed more than %u times",
                   peer->broker->limits.subscriptions);
      return NULL;
    }
  read.body = g_steal_pointer (&body);
  return g_memdup2 (&read, sizeof read);
}

/* Whether it understands those who export already. */
static gboolean
check_offers (HarkSubscriber  *self,
              GError         **error)
{
  guint i;
  guint k;

  for (i = 0; i < self->klass->names->len; i++)
    {
      HarkRoutedName *name = g_ptr_array_index (self->klass->names, i);

      for (k = 0; is_match (self, name) && k < name->offers->len; k++)
        {
          HarkOffer *offer = g_ptr_array_index (name->offers, k);
          HarkOfferEvent *event = find_event (offer, self->wanted.name);

          if (!hark_member_check (event != NULL ? &event->member : NULL, &self->wanted,
                                  "event", self->klass->name, name->name, error))
            {
              if (error != NULL)
                hark_broker_peer_warn (offer->peer, *error);
              return FALSE;
            }
        }
    }
  return TRUE;
}

static void
begin_to_listen (HarkOfferEvent *event,
                 HarkSubscriber *subscriber)
{
  add_listener (event, subscriber);
  if (event->asked != NULL)
    {
      g_ptr_array_add (event->asked->waiting, subscriber);
      subscriber->n_interests += 1;
    }
}

gboolean
hark_directory_subscribe (HarkBrokerPeer   *peer,
                          const HarkFrame  *frame,
                          GError          **error)
{
  g_autoptr(GError) refused = NULL;
  const char *class_name;
  HarkSubscriber *subscriber = read_subscriber (peer, frame, &class_name, error);

  if (subscriber == NULL)
    return FALSE;
  subscriber->klass = ensure_class (peer->broker, class_name);
  if (!check_offers (subscriber, &refused))
    {
      refuse (peer, subscriber->number, refused);
      forget_class (peer->broker, subscriber->klass);
      subscriber_free (subscriber);
      return TRUE;
    }
  g_ptr_array_add (subscriber->klass->subscribers, subscriber);
  g_hash_table_insert (peer->subscribers, &subscriber->number, subscriber);
  foreach_match (subscriber, begin_to_listen);
  become_ready (subscriber);
  return TRUE;
}

static void
unsubscribe (HarkSubscriber *subscriber)
{
  HarkBrokerPeer *peer = subscriber->peer;
  HarkRoutedClass *klass = subscriber->klass;

  foreach_match (subscriber, remove_listener);
  g_ptr_array_remove (klass->subscribers, subscriber);
  g_hash_table_remove (peer->subscribers, &subscriber->number);
  subscriber_free (subscriber);
  forget_class (peer->broker, klass);
}

gboolean
hark_directory_unsubscribe (HarkBrokerPeer   *peer,
                            const HarkFrame  *frame,
                            GError          **error)
{
  HarkSubscriber *subscriber = g_hash_table_lookup (peer->subscribers, &frame->id);

  if (subscriber != NULL)
    unsubscribe (subscriber);
  return TRUE;
}

/* --- Events, and the end --- */

gboolean
hark_directory_event (HarkBrokerPeer   *peer,
                      const HarkFrame  *frame,
                      GError          **error)
{
  HarkRoutedTopic *topic = g_hash_table_lookup (peer->topics, GUINT_TO_POINTER (frame->topic));
  HarkFrame copy = *frame;
  HarkOfferEvent *event;
  guint i;

  if (topic == NULL || topic->offer == NULL || topic->index >= topic->offer->n_events)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which is none", frame->topic);
      return FALSE;
    }
  event = &topic->offer->events[topic->index];
  if (!hark_message_check_payload (frame, event->member.type, error))
    return FALSE;
  for (i = 0; i < event->listeners->len; i++)
    {
      Listener *listener = &g_array_index (event->listeners, Listener, i);

      copy.topic = listener->topic;
      hark_broker_peer_forward (listener->peer, &copy);
    }
  return TRUE;
}

void
hark_directory_leave (HarkBrokerPeer *peer)
{
  GHashTableIter iter;
  gpointer value;
  HarkInterest *interest;

  /* Each removes itself from its table. */
  while (g_hash_table_iter_init (&iter, peer->subscribers), g_hash_table_iter_next (&iter, NULL, &value))
    unsubscribe (value);
  while (g_hash_table_iter_init (&iter, peer->offers), g_hash_table_iter_next (&iter, NULL, &value))
    withdraw (value);
  while ((interest = g_queue_pop_head (&peer->interests)) != NULL)
    {
      settle_interest (interest);
      interest_free (interest);
    }
}
