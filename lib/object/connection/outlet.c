/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the events of a remote come out, for the bus, which hears them. Most of them come in runs: those
 * that are told to one listener, whose calls go straight to its lane, are one emission, and their calls are
 * posted together. Invariant: while a run holds an emission no user code runs on its thread, so
 * that nobody can tell it from emissions of their own; whatever else is to be done ends that first. */

#include "base/ahead-private.h"
#include "object/connection/event-call-private.h"
#include "object/connection/outlets-private.h"

HarkAnchor *
hark_seat_dup_outlet (HarkSeat *seat)
{
  return hark_anchor_ref (seat->anchor);
}

void
hark_outlet_unref (HarkAnchor *self)
{
  hark_anchor_unref (self);
}

/* --- runs --- */

/* Whether what it is told now is a call that is queued, and nothing else. */
static inline gboolean
is_straight (HarkConnection *connection)
{
  const HarkConnectFlags special = HARK_CONNECT_INLINE | HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_RANKED;

  return hark_connection_get_state (connection) == HARK_CONNECTION_CONNECTED
         && atomic_load_explicit (&connection->way, memory_order_relaxed) == HARK_WAY_STRAIGHT
         && (connection->site->flags & special) == 0;
}

/* The emission is over. */
static void
leave (HarkOutletRun *self)
{
  HarkEmission emission = { .outlets = self->outlets };

  if (self->connection == NULL)
    return;
  hark_lane_post_all (self->lane, &self->calls);
  self->connection = NULL;
  hark_emission_end (&emission, self->outlet);
}

void
hark_outlet_run_begin (HarkOutletRun       *self,
                       HarkAnchor          *outlet,
                       const HarkEventInfo *event)
{
  HarkConnection *connection;
  HarkEmission emission;

  *self = (HarkOutletRun) { .outlet = hark_anchor_ref (outlet), .event = event };
  if ((event->flags & HARK_EVENT_STATE) != 0 || !hark_emission_begin (&emission, outlet, event->index))
    return;

  self->outlets = emission.outlets;
  connection = emission.n == 1 ? hark_emission_get (&emission, 0) : NULL;
  if (connection != NULL && is_straight (connection))
    self->lane = hark_anchor_get_lane (connection->receiver);
  if (self->lane != NULL && !hark_lane_is_bounded (self->lane))
    self->connection = connection;
  else
    hark_emission_end (&emission, outlet);
}

void
hark_outlet_run_deliver (HarkOutletRun *self,
                         gconstpointer  values)
{
  if (G_LIKELY (self->connection != NULL && is_straight (self->connection)))
    {
      hark_calls_add (&self->calls, &hark_event_call_new_own (self->event, self->connection, values)->call);
      return;
    }

  leave (self);
  hark_outlet_deliver (self->outlet, self->event, values);
}

void
hark_outlet_run_end (HarkOutletRun *self)
{
  leave (self);
  hark_anchor_unref (self->outlet);
}

/* --- looking ahead --- */

void
hark_outlet_track (HarkAnchor          *self,
                   const HarkEventInfo *event,
                   HarkOutletTrail     *trail)
{
  HarkConnection *connection;
  HarkEmission emission;

  if (!hark_emission_begin (&emission, self, event->index))
    return;
  *trail = (HarkOutletTrail) { .outlets = emission.outlets, .listeners = emission.listeners };
  connection = emission.n > 0 ? hark_emission_get (&emission, 0) : NULL;
  if (connection != NULL)
    {
      trail->connection = connection;
      trail->receiver = connection->receiver;
      trail->lane = atomic_load (&connection->receiver->lane);
    }
  hark_emission_end (&emission, self);
}

static G_ALWAYS_INLINE inline void
ask_for_two_lines (gconstpointer at)
{
  hark_ask_for_all (at, 65);
}

void
hark_outlet_expect (HarkAnchor            *self,
                    const HarkOutletTrail *trail)
{
  ask_for_two_lines (self);
  ask_for_two_lines (trail->outlets);
  hark_ask_for (trail->listeners);
  ask_for_two_lines (trail->connection);
  if (trail->receiver != self)
    ask_for_two_lines (trail->receiver);
  ask_for_two_lines (trail->lane);
}
