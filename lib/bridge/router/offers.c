/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Exports. An offer fits every subscription that it matches and, in a group,
 * every other member; one that does not is refused, and whoever was there
 * before is told. */

#include "bridge/router/router-private.h"

#include <string.h>

#include "base/slab-private.h"

HarkOfferEvent *
hark_offer_find_event (HarkOffer  *offer,
                       const char *name)
{
  guint i;

  for (i = 0; i < offer->n_events; i++)
    if (strcmp (offer->events[i].member.name, name) == 0)
      return &offer->events[i];
  return NULL;
}

static void
offer_free (HarkOffer *self)
{
  for (guint i = 0; i < self->n_events; i++)
    hark_shape_unref (self->events[i].shape);
  hark_slab_free (self->events);
  g_free (self->slots);
  g_free (self->tallies);
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
  offer->tallies = g_new0 (HarkTally, n_slots + 1);
  offer->events = hark_slab_alloc0 ((n_events + 1) * sizeof (HarkOfferEvent));
  for (i = 0; i < n_events; i++)
    offer->events[i] = (HarkOfferEvent) { .shape = hark_shape_dup_for_type (event_members[i].type),
                                          .offer = offer,
                                          .topic = frame->topic + i,
                                          .member = event_members[i] };
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
    is_free = hark_number_table_find (&peer->topics, offer->first_topic + i) == NULL;
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
  if (peer->topics.n + n > limits->topics)
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

  if (name == NULL || name->offers->len == 0)
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
      HarkOfferEvent *mine = hark_offer_find_event (offer, first->events[i].member.name);

      if (!hark_member_check (mine != NULL ? &mine->member : NULL, &first->events[i].member,
                              "event", klass->name, name->name, error))
        return FALSE;
    }
  for (i = 0; i < first->n_slots; i++)
    {
      gboolean is_there = i < offer->n_slots && strcmp (offer->slots[i].name, first->slots[i].name) == 0;

      if (!hark_member_check (is_there ? &offer->slots[i] : NULL, &first->slots[i],
                              "slot", klass->name, name->name, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether those who listen already would understand it. */
static gboolean
check_subscribers (HarkOffer   *offer,
                   HarkRoutedClass   *klass,
                   const char  *name,
                   GError     **error)
{
  HarkSubscriber *subscriber = NULL;

  while ((subscriber = hark_routed_class_next_subscriber (klass, name, subscriber)) != NULL)
    {
      HarkOfferEvent *event;

      if (!hark_subscriber_matches (subscriber, name))
        continue;
      event = hark_offer_find_event (offer, subscriber->wanted.name);
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
      HarkRoutedTopic *topic = hark_slab_new0 (HarkRoutedTopic);

      topic->offer = offer;
      topic->event = i < offer->n_events ? &offer->events[i] : NULL;
      hark_number_table_insert (&offer->peer->topics, offer->first_topic + i, topic);
    }
}

/* The name to export under. One that is only kept for who was cut off is another's if it is not alike. */
static HarkRoutedName *
take_name (HarkOffer       *offer,
           HarkRoutedClass *klass,
           const char      *text,
           gboolean         is_group)
{
  HarkRoutedName *name = hark_routed_class_find_name (klass, text);

  if (name != NULL && name->offers->len == 0 && !(is_group && g_variant_equal (name->like, offer->body)))
    hark_routed_name_drop (name);
  name = hark_routed_name_ensure (klass, text, is_group);
  if (is_group && name->like == NULL)
    name->like = g_variant_ref (offer->body);
  return name;
}

/* Those who listen already hear it. */
static void
meet_listeners (HarkOffer       *offer,
                HarkRoutedClass *klass)
{
  HarkSubscriber *subscriber = NULL;

  while ((subscriber = hark_routed_class_next_subscriber (klass, offer->name->name, subscriber)) != NULL)
    {
      HarkOfferEvent *event = hark_subscriber_find_event (subscriber, offer);

      if (event != NULL)
        hark_interest_add_listener (event, subscriber, FALSE);
    }
  hark_watchers_meet (offer);
}

/* Whether it may be exported. One that is ended has no claim to the name, and what does not fit it does not hear it. */
static gboolean
check_offer (HarkOffer        *offer,
             HarkRoutedClass  *klass,
             const char       *name,
             guint8            flags,
             GError          **error)
{
  return hark_access_check_offer (offer, klass->name, name, error) &&
         ((flags & HARK_EXPORT_ENDED) != 0 ||
          (check_name_is_free (offer, klass, hark_routed_class_find_name (klass, name), (flags & HARK_EXPORT_GROUP) != 0, error) &&
           check_subscribers (offer, klass, name, error)));
}

gboolean
hark_offers_export (HarkBrokerPeer   *peer,
                    const HarkFrame  *frame,
                    GError          **error)
{
  gboolean is_ended = (frame->flags & HARK_EXPORT_ENDED) != 0;
  g_autoptr(GError) refused = NULL;
  const char *class_name;
  const char *name;
  HarkRoutedClass *klass;
  HarkOffer *offer;

  offer = read_offer (peer, frame, &class_name, &name, error);
  if (offer == NULL)
    return FALSE;
  if (!check_numbers (offer, error))
    {
      offer_free (offer);
      return FALSE;
    }

  klass = hark_routed_class_ensure (peer->broker, class_name);
  if (!check_offer (offer, klass, name, frame->flags, &refused))
    {
      hark_broker_peer_refuse (peer, offer->number, refused);
      hark_routed_class_forget (peer->broker, klass);
      offer_free (offer);
      return TRUE;
    }

  offer->name = is_ended ? hark_routed_name_new_ended (klass, name)
                         : take_name (offer, klass, name, (frame->flags & HARK_EXPORT_GROUP) != 0);
  g_ptr_array_add (offer->name->offers, offer);
  take_numbers (offer);
  meet_listeners (offer, klass);
  if (is_ended)
    return TRUE;
  hark_broker_peer_send (peer, HARK_MESSAGE_EXPORTED, 0, offer->number, 0, NULL);
  hark_calls_pump (offer->name);
  return TRUE;
}

/* @is_gone: it does not come back */
static void
withdraw (HarkOffer *offer,
          gboolean   is_gone)
{
  HarkBrokerPeer *peer = offer->peer;
  HarkRoutedName *name = offer->name;
  guint i;

  for (i = 0; i < offer->n_events; i++)
    hark_interest_abandon (&offer->events[i], is_gone);
  for (i = 0; i < offer->n_events + offer->n_slots; i++)
    hark_routed_topic_free (hark_number_table_remove (&peer->topics, offer->first_topic + i));
  g_hash_table_remove (peer->offers, &offer->number);
  g_ptr_array_remove (name->offers, offer);
  hark_calls_withdraw (offer);
  offer_free (offer);
  hark_routed_name_settle (peer->broker, name);
}

/* The name is free; those who have not got everything still get it. */
static void
retire (HarkOffer *offer)
{
  HarkRoutedName *name = offer->name;

  if (name->is_ended)
    return;
  offer->name = hark_routed_name_new_ended (name->klass, name->name);
  g_ptr_array_add (offer->name->offers, offer);
  g_ptr_array_remove (name->offers, offer);
  hark_calls_withdraw (offer);
  hark_routed_name_settle (offer->peer->broker, name);
}

gboolean
hark_offers_unexport (HarkBrokerPeer   *peer,
                      const HarkFrame  *frame,
                      GError          **error)
{
  HarkOffer *offer = g_hash_table_lookup (peer->offers, &frame->id);

  /* What was refused is withdrawn, too, by a peer that has not heard yet. */
  if (offer == NULL)
    return TRUE;
  if (frame->flags & HARK_UNEXPORT_ENDED)
    retire (offer);
  else
    withdraw (offer, TRUE);
  return TRUE;
}

void
hark_offers_leave (HarkBrokerPeer *peer)
{
  g_autoptr(GList) offers = g_hash_table_get_values (peer->offers);

  /* Each removes itself from the table. */
  for (GList *offer = offers; offer != NULL; offer = offer->next)
    withdraw (offer->data, peer->has_parted);
}
