/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who hears which event, and that its exporter knows. Invariant: an exporter has
 * been told `on` exactly for the listeners that its events have. What it has been
 * told and not acknowledged is kept, with the subscriptions that become ready
 * when it is; a listener gets events from the acknowledgement on. One who does not
 * read gets no more for a while: its events stay with those who published them, who are asked for
 * what it lacks when it has read what waits for it. They are asked to wait where one of its subscriptions
 * wants that. What listeners are sent is in forward.c. */

#include "bridge/router/listener-private.h"

#include "base/slab-private.h"

/* So far connections take over numbers from each other; each has the rest for itself. */
#define TOPIC_MOST (G_MAXUINT32 / 2)

static HarkListener *
find_listener (HarkOfferEvent *event,
               HarkBrokerPeer *peer,
               guint          *index)
{
  for (*index = 0; *index < event->n_listeners; *index += 1)
    if (event->listeners[*index].peer == peer)
      return &event->listeners[*index];
  return NULL;
}

static HarkInterest *
tell_interest (HarkOfferEvent *event,
               HarkBrokerPeer *listener,
               guint8          flags,
               guint64         seen)
{
  HarkInterest *interest = g_new0 (HarkInterest, 1);

  interest->session = listener->session;
  interest->topic = event->topic;
  interest->flags = flags;
  interest->waiting = g_ptr_array_new ();
  if (flags & HARK_INTEREST_ON)
    {
      interest->event = event;
      interest->listener = listener;
    }
  g_queue_push_tail (&event->offer->peer->interests, interest);
  hark_broker_peer_send (event->offer->peer, HARK_MESSAGE_INTEREST, flags, interest->session, event->topic,
                         flags & HARK_INTEREST_SEEN ? g_variant_new (HARK_NUMBER_TYPE, seen) : NULL);
  return interest;
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
  interest->event = NULL;
}

static void
interest_free (HarkInterest *interest)
{
  g_ptr_array_unref (interest->waiting);
  g_free (interest);
}

/* What its exporter has not kept for long enough. */
static void
drop (HarkOfferEvent *event,
      HarkBrokerPeer *listener,
      guint64         n)
{
  HarkBrokerProtocol *broker = listener->broker;
  g_autofree char *topic = hark_watched_topic (event->offer, &event->member);

  listener->traffic.n_dropped += n;
  broker->traffic.n_dropped += n;
  if (broker->funcs.dropped != NULL)
    broker->funcs.dropped (broker->user, listener->name, event->offer->peer->name, topic, n);
}

static void review (HarkOfferEvent *event,
                    HarkListener   *listener);

/* The exporter says from where on @interest's listener gets its events. */
static gboolean
begin (HarkInterest     *interest,
       const HarkFrame  *frame,
       GError          **error)
{
  g_autoptr(GVariant) body = hark_message_parse (frame, HARK_BEGIN_TYPE, error);
  guint index;
  HarkListener *listener;
  guint64 seen;
  guint64 last;

  if (body == NULL)
    return FALSE;
  if (interest->event == NULL)
    return TRUE;
  g_variant_get (body, HARK_BEGIN_TYPE, &seen, &last);
  listener = find_listener (interest->event, interest->listener, &index);
  listener->has_begun = TRUE;
  listener->last = last;
  listener->asked = NULL;
  if (last > seen)
    drop (interest->event, listener->peer, last - seen);
  interest->event->missing = listener->peer->number;
  hark_broker_peer_send (listener->peer, HARK_MESSAGE_SINCE, 0, last, listener->topic,
                         g_variant_new (HARK_NUMBER_TYPE, seen));
  review (interest->event, listener);
  return TRUE;
}

gboolean
hark_interest_acknowledge (HarkBrokerPeer   *peer,
                            const HarkFrame  *frame,
                            GError          **error)
{
  HarkInterest *interest = g_queue_peek_head (&peer->interests);

  if (interest == NULL || interest->topic != frame->topic || interest->session != frame->id ||
      interest->flags != frame->flags)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "it acknowledged an interest in topic %u that was not told", frame->topic);
      return FALSE;
    }
  if ((frame->flags & HARK_INTEREST_ON) && !begin (interest, frame, error))
    return FALSE;
  g_queue_pop_head (&peer->interests);
  settle_interest (interest);
  interest_free (interest);
  return TRUE;
}

/* --- Listeners --- */

static void
append (HarkOfferEvent *event,
        HarkListener    listener)
{
  guint n = event->n_listeners;
  HarkListener *listeners;

  if ((n & (n - 1)) == 0)
    {
      listeners = hark_slab_alloc (MAX (2 * n, 1) * sizeof listener);
      if (n > 0)
        memcpy (listeners, event->listeners, n * sizeof listener);
      hark_slab_free (event->listeners);
      event->listeners = listeners;
    }
  event->listeners[n] = listener;
  event->n_listeners += 1;
}

static void
take_out (HarkOfferEvent *event,
          guint           index)
{
  HarkListener *listener = &event->listeners[index];

  event->n_listeners -= 1;
  memmove (listener, listener + 1, (event->n_listeners - index) * sizeof *listener);
}

/* One subscription more, or one less. */
static void
count_in (HarkListener   *self,
          HarkSubscriber *subscriber,
          int             n)
{
  self->n_subscribers += (guint) n;
  if (subscriber->delivery == HARK_DELIVERY_BLOCK)
    self->n_blocking += (guint) n;
  if (subscriber->delivery == HARK_DELIVERY_DISCONNECT)
    self->n_ending += (guint) n;
}

/* One that the connection has not had. Where they can listeners have the same, so that the same bytes are sent to
 * all of them. */
static guint32
take_topic (HarkOfferEvent *event,
            HarkBrokerPeer *listener)
{
  guint32 last = event->n_listeners > 0 ? event->listeners[event->n_listeners - 1].topic : 0;
  gboolean is_free = last > listener->last_topic && last <= TOPIC_MOST;

  listener->last_topic = is_free ? last : listener->last_topic + 1;
  return listener->last_topic;
}

static HarkInterest *
begin_to_listen (HarkOfferEvent *event,
                 HarkSubscriber *subscriber,
                 gboolean        is_new)
{
  HarkBrokerPeer *peer = subscriber->peer;
  HarkBrokerPeer *exporter = event->offer->peer;
  HarkListener listener = { .peer = peer, .topic = take_topic (event, peer) };
  guint8 flags = HARK_INTEREST_ON;
  guint64 seen = 0;

  count_in (&listener, subscriber, 1);

  hark_broker_peer_send (peer, HARK_MESSAGE_TOPIC, 0, 0, listener.topic,
                         g_variant_new ("(ss@" HARK_MEMBER_TYPE "tus)", event->offer->name->klass->name,
                                        event->offer->name->name, hark_member_to_variant (&event->member),
                                        exporter->session, event->topic, exporter->name));
  if (hark_sessions_take_seen (peer, event, &seen))
    flags |= HARK_INTEREST_SEEN;
  else if (is_new && !subscriber->is_renewed)
    flags |= HARK_INTEREST_FRESH;
  listener.is_blocking = listener.n_blocking > 0;
  listener.asked = tell_interest (event, peer, flags | (listener.is_blocking ? HARK_INTEREST_BLOCK : 0), seen);
  append (event, listener);
  hark_sessions_add_audience (exporter, peer);
  return listener.asked;
}

void
hark_interest_add_listener (HarkOfferEvent *event,
                            HarkSubscriber *subscriber,
                            gboolean        is_new)
{
  guint index;
  HarkListener *known = find_listener (event, subscriber->peer, &index);
  HarkInterest *asked;

  if (known != NULL)
    {
      count_in (known, subscriber, 1);
      review (event, known);
      asked = known->asked;
    }
  else
    asked = begin_to_listen (event, subscriber, is_new);
  if (asked != NULL && is_new)
    {
      g_ptr_array_add (asked->waiting, subscriber);
      subscriber->n_interests += 1;
    }
}

/* Who waits for it to begin waits no longer. */
static void
end_listener (HarkOfferEvent *event,
              HarkListener   *listener,
              gboolean        is_gone)
{
  if (listener->asked != NULL)
    settle_interest (listener->asked);
  if (listener->is_lagging)
    g_ptr_array_remove (listener->peer->lagging, event);
  hark_broker_peer_send (listener->peer, HARK_MESSAGE_FORGET, is_gone ? HARK_FORGET_GONE : 0, 0, listener->topic, NULL);
  hark_sessions_remove_audience (event->offer->peer, listener->peer);
}

void
hark_interest_remove_listener (HarkOfferEvent *event,
                               HarkSubscriber *subscriber)
{
  HarkBrokerPeer *peer = subscriber->peer;
  guint index;
  HarkListener *listener = find_listener (event, peer, &index);

  if (listener == NULL)
    return;
  if (listener->asked != NULL && g_ptr_array_remove (listener->asked->waiting, subscriber))
    subscriber->n_interests -= 1;
  count_in (listener, subscriber, -1);
  if (listener->n_subscribers > 0)
    {
      review (event, listener);
      return;
    }
  end_listener (event, listener, TRUE);
  take_out (event, index);
  tell_interest (event, peer, peer->error != NULL && !peer->has_parted ? HARK_INTEREST_AWAY : 0, 0);
}

void
hark_interest_abandon (HarkOfferEvent *event,
                       gboolean        is_gone)
{
  for (guint i = 0; i < event->n_listeners; i++)
    end_listener (event, &event->listeners[i], is_gone);
  g_clear_pointer (&event->listeners, hark_slab_free);
  event->n_listeners = 0;
}

guint
hark_interest_n_listeners (HarkOfferEvent *event)
{
  return event->n_listeners;
}

HarkBrokerPeer *
hark_interest_get_listener (HarkOfferEvent *event,
                            guint           i)
{
  return event->listeners[i].peer;
}

/* --- Who does not read --- */

static gboolean
has_room (HarkBrokerPeer *peer)
{
  const HarkLimits *limits = &peer->broker->limits;

  return peer->stream.n_waiting <= (peer->broker->n_waiting >= limits->waiting ? limits->share / 2 : limits->backlog / 4);
}

void
hark_listener_fall_behind (HarkOfferEvent *event,
                           HarkListener   *listener)
{
  listener->has_begun = FALSE;
  if (listener->asked != NULL)
    return;
  listener->is_lagging = TRUE;
  g_ptr_array_add (listener->peer->lagging, event);
}

/* For what comes behind the last that it got. */
static void
ask_again (HarkOfferEvent *event,
           HarkListener   *listener)
{
  guint8 flags = HARK_INTEREST_ON | HARK_INTEREST_SEEN;

  listener->is_blocking = listener->n_blocking > 0;
  listener->asked = tell_interest (event, listener->peer, flags | (listener->is_blocking ? HARK_INTEREST_BLOCK : 0),
                                   listener->last);
}

void
hark_interest_catch_up (HarkBrokerPeer *peer)
{
  guint index;

  while (peer->lagging->len > 0 && peer->error == NULL && has_room (peer))
    {
      HarkOfferEvent *event = g_ptr_array_steal_index (peer->lagging, 0);
      HarkListener *listener = find_listener (event, peer, &index);

      listener->is_lagging = FALSE;
      ask_again (event, listener);
    }
}

/* Whether its publisher is to wait for it may not be what that was told. It goes on to get what comes: that
 * may be the last. If it is asked, or is going to be asked, for more of the events, it is told then. */
static void
review (HarkOfferEvent *event,
        HarkListener   *listener)
{
  if (listener->is_blocking != (listener->n_blocking > 0) && listener->asked == NULL && !listener->is_lagging)
    ask_again (event, listener);
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
