/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Peers of a broker in their own process: the two ends of a pipe, one of which goes to the broker's loop.
 * Everything else is as it is with a socket. */

#include "bridge/broker/inside-private.h"

#include "bridge/peer/door-private.h"
#include "object/seat/anchor-private.h"
#include "object/seat/remote-private.h"

/* An end on its way to the broker. */
typedef struct
{
  HarkPipe *pipe;
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *self = data;

  g_clear_pointer (&self->pipe, hark_pipe_free);
  g_free (self);
}

static void
arrive (gpointer context,
        gpointer data)
{
  hark_broker_let_in (context, g_steal_pointer (&((Arrival *) data)->pipe));
}

/* (transfer full) (nullable): the other end. */
static HarkPipe *
enter (HarkAnchor *broker,
       HarkObject *peer)
{
  Arrival *arrival;
  HarkPipe *own;

  if (hark_anchor_get_state (broker) != HARK_ANCHOR_OPEN)
    return NULL;
  arrival = g_new0 (Arrival, 1);
  own = hark_pipe_new (hark_seat_dup_outlet (hark_object_get_seat (peer)), hark_anchor_ref (broker), &arrival->pipe);
  if (hark_outlet_post (broker, arrive, arrival, arrival_free))
    return own;
  hark_pipe_free (own);
  return NULL;
}

HarkPeer *
hark_peer_new_inside (HarkBus    *bus,
                      HarkBroker *broker)
{
  g_return_val_if_fail (HARK_IS_BUS (bus), NULL);
  g_return_val_if_fail (HARK_IS_BROKER (broker) && !hark_object_is_remote (HARK_OBJECT (broker)), NULL);

  return hark_peer_new_by_door (bus, hark_seat_dup_outlet (hark_object_get_seat (HARK_OBJECT (broker))), enter);
}
