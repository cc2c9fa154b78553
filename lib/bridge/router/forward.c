/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events go on to their listeners. Those of one topic that came one behind the other are a run: each is looked
 * at, and all else is done once for all of them. Invariant: a listener is sent no more than may wait for
 * it; the rest stays with the exporter, and who does not want that loses its connection. */

#include "bridge/router/listener-private.h"

/* Payloads that are looked at before any of them is handed on. */
#define RUN_MOST ((gsize) 32 << 10)

/* From so many bytes on a run is copied once for all listeners. */
#define SHARED_FROM ((gsize) 2 << 10)

/* Events of one topic, one behind the other. */
typedef struct
{
  HarkSpan  frames;
  guint64   last;    /* number of the last */
  HarkTally tally;
  GBytes   *whole;   /* (nullable): what it is a part of, if it is one that is large */
  GBytes   *shared;  /* (nullable): all of its frames, for listeners with this topic: */
  guint32   topic;
} Run;

static HarkOfferEvent *
find_event (HarkBrokerPeer   *peer,
            const HarkFrame  *frame,
            GError          **error)
{
  HarkRoutedTopic *topic = hark_number_table_find (&peer->topics, frame->topic);

  if (topic != NULL && topic->event != NULL)
    return topic->event;
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "an event of topic %u, which is none", frame->topic);
  return NULL;
}

void
hark_forward_look_ahead (HarkBrokerPeer *peer)
{
  const HarkRoutedTopic *found[HARK_AHEAD];
  guint32 topics[HARK_AHEAD];
  guint n = hark_frame_reader_look_ahead (peer->stream.reader, topics, HARK_AHEAD);
  guint n_found = 0;

  for (guint i = 0; i < n; i++)
    hark_number_table_ask_for (&peer->topics, topics[i]);
  for (guint i = 0; i < n; i++)
    {
      const HarkRoutedTopic *topic = hark_number_table_find (&peer->topics, topics[i]);

      hark_ask_for (topic);
      if (topic != NULL)
        found[n_found++] = topic;
    }
  for (guint i = 0; i < n_found; i++)
    hark_ask_for_all (found[i]->event, G_STRUCT_OFFSET (HarkOfferEvent, member));
  for (guint i = 0; i < n_found; i++)
    if (found[i]->event != NULL)
      hark_ask_for_all (found[i]->event->listeners, sizeof (HarkListener));
}

/* How many bytes may wait for it, besides those that do. */
static gsize
get_room (HarkBrokerPeer *peer)
{
  const HarkLimits *limits = &peer->broker->limits;
  gsize n_waiting = peer->stream.n_waiting;
  gsize n_in_all = peer->broker->n_waiting;
  gsize own = limits->backlog - MIN (n_waiting, limits->backlog);
  gsize of_all = limits->waiting - MIN (n_in_all, limits->waiting);
  gsize share = limits->share - MIN (n_waiting, limits->share);

  return MIN (own, MAX (of_all, share));
}

/* It has asked for that, rather than to fall behind. */
static void
end_connection (HarkOfferEvent *event,
                HarkBrokerPeer *peer)
{
  g_autofree char *topic = hark_watched_topic (event->offer, &event->member);

  hark_broker_peer_fail (peer, g_error_new (HARK_ERROR, HARK_ERROR_LIMIT,
                                            "it did not keep up with %s, and asked for its connection to end then: "
                                            "%" G_GSIZE_FORMAT " bytes are waiting for it",
                                            topic, peer->stream.n_waiting));
}

/* The first frame of *@run, which loses it. */
static Run
take_one (Run *run)
{
  HarkFrame frame;
  Run one;

  hark_frame_read_at (run->frames.data, &frame);
  one = (Run) { { run->frames.data, hark_frame_get_space (&frame) }, frame.id, { 1, frame.n_body }, run->whole, NULL, 0 };
  run->frames.data += one.frames.size;
  run->frames.size -= one.frames.size;
  run->shared = NULL;
  run->tally.n -= 1;
  run->tally.n_bytes -= frame.n_body;
  return one;
}

/* All listeners share the body of one that is large, and those with one topic what they can. */
static void
forward (HarkBrokerPeer *peer,
         const Run      *run,
         guint32         topic)
{
  HarkFrame frame;

  if (run->shared != NULL && topic == run->topic)
    {
      hark_broker_peer_lend_run (peer, run->shared);
      return;
    }
  if (run->whole == NULL)
    {
      hark_broker_peer_forward_run (peer, run->frames, topic);
      return;
    }
  hark_frame_read_at (run->frames.data, &frame);
  frame.topic = topic;
  frame.whole = run->whole;
  hark_broker_peer_forward (peer, &frame);
}

/* As much as there is room for. */
static void
hand_on (HarkOfferEvent *event,
         HarkListener   *listener,
         Run             run)
{
  HarkBrokerPeer *peer = listener->peer;

  while (run.tally.n > 0)
    {
      gsize room = get_room (peer);
      Run piece = run;

      if (room == 0)
        {
          if (listener->n_ending > 0)
            end_connection (event, peer);
          hark_listener_fall_behind (event, listener);
          return;
        }
      if (run.frames.size > room)
        piece = take_one (&run);
      else
        run.tally.n = 0;
      listener->last = piece.last;
      forward (peer, &piece, listener->topic);
      hark_tally_join (&peer->traffic.received, &piece.tally);
      hark_tally_join (&peer->broker->traffic.received, &piece.tally);
    }
}

/* Looks at each event of the run that begins with @frame. Returns: %FALSE: one is bad; those before
 * it are in *@run. */
static gboolean
read_run (HarkBrokerPeer   *peer,
          HarkOfferEvent   *event,
          const HarkFrame  *frame,
          Run              *run,
          GError          **error)
{
  HarkFrame next = *frame;

  *run = (Run) { { hark_frame_get_start (frame), 0 }, 0, { 0, 0 }, frame->whole, NULL, 0 };
  do
    {
      if (!hark_shape_check (event->shape, next.body, next.n_body, error))
        return FALSE;
      run->frames.size += hark_frame_get_space (&next);
      run->last = next.id;
      hark_tally_add (&run->tally, next.n_body);
    }
  while (run->tally.n_bytes < RUN_MOST && hark_frame_reader_next_like (peer->stream.reader, &next));
  return TRUE;
}

/* Where many bytes go to many listeners, most of which may have the first one's topic. Returns: (transfer full) (nullable):
 * what these are lent */
static GBytes *
share (const HarkOfferEvent *event,
       Run                  *run)
{
  guint8 *copy;

  if (event->n_listeners < 2 || run->whole != NULL || run->frames.size < SHARED_FROM)
    return NULL;
  copy = g_malloc (run->frames.size);
  run->topic = event->listeners[0].topic;
  hark_frame_copy_run_at (copy, run->frames, run->topic);
  return run->shared = g_bytes_new_take (copy, run->frames.size);
}

gboolean
hark_forward_event (HarkBrokerPeer   *peer,
                    const HarkFrame  *frame,
                    GError          **error)
{
  HarkOfferEvent *event = find_event (peer, frame, error);
  gboolean is_again = (frame->flags & HARK_EVENT_RESENT) != 0;
  g_autoptr(GBytes) shared = NULL;
  gboolean is_sound;
  guint i;
  Run run;

  if (event == NULL)
    return FALSE;
  is_sound = read_run (peer, event, frame, &run, error);
  hark_tally_join (&event->tally, &run.tally);
  hark_tally_join (&peer->traffic.sent, &run.tally);
  hark_tally_join (&peer->broker->traffic.sent, &run.tally);
  shared = is_again ? NULL : share (event, &run);
  for (i = 0; i < event->n_listeners; i++)
    {
      HarkListener *listener = &event->listeners[i];

      if (listener->has_begun && (!is_again || listener->peer->number == event->missing))
        hand_on (event, listener, run);
    }
  return is_sound;
}

gboolean
hark_forward_more (HarkBrokerPeer   *peer,
                    const HarkFrame  *frame,
                    GError          **error)
{
  HarkOfferEvent *event = find_event (peer, frame, error);
  guint i;

  if (event == NULL)
    return FALSE;
  for (i = 0; i < event->n_listeners; i++)
    {
      HarkListener *listener = &event->listeners[i];

      /* It may have had too many of them already. */
      if (listener->peer->number != event->missing || !listener->has_begun)
        continue;
      hark_listener_fall_behind (event, listener);
      hark_interest_catch_up (listener->peer);
      break;
    }
  return TRUE;
}
