/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who hears which event, and that its exporter knows. Invariant: an exporter has
 * been told `on` exactly for the events that have listeners. What it has been
 * told and not acknowledged is kept, with the subscriptions that become ready
 * when it is; a new word about an event is only sent when nobody waits for the
 * one before. */

#include "bridge/router-private.h"

/* A connection that hears an event, for one subscription of its or several. */
typedef struct
{
  HarkBrokerPeer *peer;
  guint32         topic;          /* the broker's number, for this connection */
  guint           n_subscribers;
} Listener;

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
      hark_subscriber_become_ready (subscriber);
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
hark_interest_acknowledge (HarkBrokerPeer   *peer,
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

/* --- Listeners --- */

GArray *
hark_interest_new_listeners (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Listener));
}

void
hark_interest_add_listener (HarkOfferEvent *event,
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

void
hark_interest_remove_listener (HarkOfferEvent *event,
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

void
hark_interest_abandon (HarkOfferEvent *event)
{
  guint i;

  for (i = 0; i < event->listeners->len; i++)
    {
      Listener *listener = &g_array_index (event->listeners, Listener, i);

      hark_broker_peer_send (listener->peer, HARK_MESSAGE_FORGET, 0, 0, listener->topic, NULL);
    }
  if (event->asked != NULL)
    settle_interest (event->asked);
  g_clear_pointer (&event->listeners, g_array_unref);
}

guint
hark_interest_n_listeners (HarkOfferEvent *event)
{
  return event->listeners->len;
}

HarkBrokerPeer *
hark_interest_get_listener (HarkOfferEvent *event,
                            guint           i)
{
  return g_array_index (event->listeners, Listener, i).peer;
}

gboolean
hark_interest_event (HarkBrokerPeer   *peer,
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
  hark_tally_add (&topic->offer->tallies[topic->index], frame->n_body);
  hark_tally_add (&peer->traffic.sent, frame->n_body);
  hark_tally_add (&peer->broker->traffic.sent, frame->n_body);
  for (i = 0; i < event->listeners->len; i++)
    {
      Listener *listener = &g_array_index (event->listeners, Listener, i);

      copy.topic = listener->topic;
      hark_broker_peer_forward (listener->peer, &copy);
      hark_tally_add (&listener->peer->traffic.received, frame->n_body);
      hark_tally_add (&peer->broker->traffic.received, frame->n_body);
    }
  return TRUE;
}

void
hark_interest_leave (HarkBrokerPeer *peer)
{
  HarkInterest *interest;

  while ((interest = g_queue_pop_head (&peer->interests)) != NULL)
    {
      settle_interest (interest);
      interest_free (interest);
    }
}
