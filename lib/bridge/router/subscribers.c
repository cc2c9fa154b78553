/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Subscriptions. Each fits every offer that it matches and is a listener of it;
 * it is ready when all the exporters that were told on its account have said so,
 * or have gone. */

#include "bridge/router/router-private.h"

#include <string.h>

void
hark_subscriber_become_ready (HarkSubscriber *self)
{
  if (self->n_interests == 0)
    hark_broker_peer_send (self->peer, HARK_MESSAGE_SUBSCRIBED, 0, self->number, 0, NULL);
}

gboolean
hark_subscriber_matches (HarkSubscriber *self,
                         const char     *name)
{
  if (strcmp (self->name, HARK_NAME_ALL) != 0)
    return strcmp (self->name, name) == 0;
  return hark_access_check (self->peer, HARK_ACTION_SUBSCRIBE, self->klass->name, name, self->wanted.name, NULL);
}

/* The same of who wants one name: it is there once, and perhaps among those that have ended. */
static HarkRoutedName *
next_of_name (HarkSubscriber *self,
              guint          *at)
{
  GPtrArray *ended = self->klass->ended;
  HarkRoutedName *name;

  if (*at == 0)
    {
      *at = 1;
      name = hark_routed_class_find_name (self->klass, self->name);
      if (name != NULL)
        return name;
    }
  while (*at <= ended->len)
    {
      name = g_ptr_array_index (ended, *at - 1);
      *at += 1;
      if (strcmp (name->name, self->name) == 0)
        return name;
    }
  return NULL;
}

/* The next name that it matches, from place *@at on, which it moves. (nullable) */
static HarkRoutedName *
next_name (HarkSubscriber *self,
           guint          *at)
{
  GPtrArray *names = self->klass->names;

  if (strcmp (self->name, HARK_NAME_ALL) != 0)
    return next_of_name (self, at);
  while (*at < names->len)
    {
      HarkRoutedName *name = g_ptr_array_index (names, (*at)++);

      if (hark_subscriber_matches (self, name->name))
        return name;
    }
  return NULL;
}

typedef void (*MatchFunc) (HarkOfferEvent *event,
                           HarkSubscriber *subscriber);

HarkOfferEvent *
hark_subscriber_find_event (HarkSubscriber *self,
                            HarkOffer      *offer)
{
  HarkOfferEvent *event;

  if (!hark_subscriber_matches (self, offer->name->name))
    return NULL;
  event = hark_offer_find_event (offer, self->wanted.name);
  /* What is ended hinders nobody, and need not fit. */
  if (offer->name->is_ended &&
      !hark_member_check (event != NULL ? &event->member : NULL, &self->wanted, "event", self->klass->name, self->name, NULL))
    return NULL;
  return event;
}

/* Calls @func for each event that @subscriber matches. */
static void
foreach_match (HarkSubscriber *subscriber,
               MatchFunc       func)
{
  HarkRoutedName *name;

  for (guint i = 0; (name = next_name (subscriber, &i)) != NULL;)
    for (guint k = 0; k < name->offers->len; k++)
      {
        HarkOfferEvent *event = hark_subscriber_find_event (subscriber, g_ptr_array_index (name->offers, k));

        if (event != NULL)
          func (event, subscriber);
      }
}

void
hark_subscriber_free (HarkSubscriber *self)
{
  g_variant_unref (self->body);
  g_free (self);
}

static HarkDelivery
read_delivery (guint8 flags)
{
  if (flags & HARK_SUBSCRIBE_DISCONNECT)
    return HARK_DELIVERY_DISCONNECT;
  return flags & HARK_SUBSCRIBE_BLOCK ? HARK_DELIVERY_BLOCK : HARK_DELIVERY_GAP;
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
  HarkSubscriber read = { .peer = peer,
                          .number = frame->id,
                          .delivery = read_delivery (frame->flags),
                          .is_renewed = (frame->flags & HARK_SUBSCRIBE_RENEWED) != 0 };

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
  HarkRoutedName *name;

  for (guint i = 0; (name = next_name (self, &i)) != NULL;)
    {
      for (guint k = 0; !name->is_ended && k < name->offers->len; k++)
        {
          HarkOffer *offer = g_ptr_array_index (name->offers, k);
          HarkOfferEvent *event = hark_offer_find_event (offer, self->wanted.name);

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
  hark_interest_add_listener (event, subscriber, TRUE);
}

gboolean
hark_subscribers_subscribe (HarkBrokerPeer   *peer,
                            const HarkFrame  *frame,
                            GError          **error)
{
  g_autoptr(GError) refused = NULL;
  const char *class_name;
  HarkSubscriber *subscriber = read_subscriber (peer, frame, &class_name, error);

  if (subscriber == NULL)
    return FALSE;
  subscriber->klass = hark_routed_class_ensure (peer->broker, class_name);
  if (!hark_access_check (peer, HARK_ACTION_SUBSCRIBE, class_name, subscriber->name, subscriber->wanted.name, &refused) ||
      !check_offers (subscriber, &refused))
    {
      hark_broker_peer_refuse (peer, subscriber->number, refused);
      hark_routed_class_forget (peer->broker, subscriber->klass);
      hark_subscriber_free (subscriber);
      return TRUE;
    }
  hark_routed_class_add_subscriber (subscriber->klass, subscriber);
  g_hash_table_insert (peer->subscribers, &subscriber->number, subscriber);
  foreach_match (subscriber, begin_to_listen);
  hark_subscriber_become_ready (subscriber);
  return TRUE;
}

static void
unsubscribe (HarkSubscriber *subscriber)
{
  HarkBrokerPeer *peer = subscriber->peer;
  HarkRoutedClass *klass = subscriber->klass;

  if (klass == NULL)
    {
      hark_watchers_leave (subscriber);
      return;
    }
  foreach_match (subscriber, hark_interest_remove_listener);
  hark_routed_class_remove_subscriber (klass, subscriber);
  g_hash_table_remove (peer->subscribers, &subscriber->number);
  hark_subscriber_free (subscriber);
  hark_routed_class_forget (peer->broker, klass);
}

gboolean
hark_subscribers_unsubscribe (HarkBrokerPeer   *peer,
                              const HarkFrame  *frame,
                              GError          **error)
{
  HarkSubscriber *subscriber = g_hash_table_lookup (peer->subscribers, &frame->id);

  if (subscriber != NULL)
    unsubscribe (subscriber);
  return TRUE;
}

void
hark_subscribers_leave (HarkBrokerPeer *peer)
{
  g_autoptr(GList) subscribers = g_hash_table_get_values (peer->subscribers);

  /* Each removes itself from the table. */
  for (GList *subscriber = subscribers; subscriber != NULL; subscriber = subscriber->next)
    unsubscribe (subscriber->data);
}
