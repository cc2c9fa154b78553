/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The broker tells of itself as any object does that is exported: there is a bus, and a
 * peer of it, in the broker's own process. Between that peer and the broker's protocol is
 * no socket; a call of the broker's loop carries the bytes, so that neither is entered while
 * it works. It holds the bus, which holds the broker weakly. Called by HarkBroker. */

#include "bridge/broker/own-peer-private.h"

#include <hark/bus.h>

#include "bridge/peer/peer-protocol-private.h"
#include "bus/bus-private.h"
#include "object/seat/remote-private.h"

struct _HarkOwnPeer
{
  gatomicrefcount     refs;        /* the owner's, and that of a call on its way */
  HarkBroker         *broker;      /* NULL: freed */
  HarkBrokerProtocol *protocol;
  HarkBus            *bus;
  HarkPeerProtocol   *peer;
  guint               connection;
  gboolean            is_posted;
};

static void
own_peer_unref (gpointer data)
{
  if (g_atomic_ref_count_dec (&((HarkOwnPeer *) data)->refs))
    g_free (data);
}

/* --- What goes between the two --- */

/* Returns: whether there was any. */
static gboolean
carry_to_broker (HarkOwnPeer *self)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  hark_byte_stream_take (hark_peer_protocol_get_stream (self->peer), bytes);
  hark_broker_protocol_feed (self->protocol, self->connection, bytes->data, bytes->len);
  return bytes->len > 0;
}

static gboolean
carry_to_peer (HarkOwnPeer *self)
{
  HarkByteStream *stream = hark_broker_protocol_get_stream (self->protocol, self->connection);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  if (stream != NULL)
    hark_byte_stream_take (stream, bytes);
  hark_peer_protocol_feed (self->peer, bytes->data, bytes->len);
  return bytes->len > 0;
}

static void
carry (gpointer context,
       gpointer data)
{
  HarkOwnPeer *self = data;

  self->is_posted = FALSE;
  while (self->broker != NULL && (carry_to_broker (self) | carry_to_peer (self)))
    ;
  /* Nothing is kept for long that there is no need for: a look at the clock now and then will do. */
  if (self->broker != NULL)
    hark_peer_protocol_tick (self->peer, g_get_monotonic_time ());
}

static void
post (HarkOwnPeer *self)
{
  if (self->is_posted || self->broker == NULL)
    return;
  self->is_posted = TRUE;
  g_atomic_ref_count_inc (&self->refs);
  hark_post_func (self->broker, carry, self, own_peer_unref);
}

void
hark_own_peer_wake (HarkOwnPeer *self,
                    guint        connection)
{
  if (self != NULL && self->connection == connection)
    post (self);
}

/* --- What the peer's protocol tells --- */

static void
on_wake (gpointer user)
{
  post (user);
}

static void
on_connected (gpointer    user,
              const char *broker)
{
  HarkOwnPeer *self = user;

  hark_bus_link_up (self->bus, hark_peer_protocol_get_link (self->peer));
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  HarkOwnPeer *self = user;

  hark_bus_link_down (self->bus, hark_peer_protocol_get_link (self->peer), reason);
}

static const HarkPeerProtocolFuncs protocol_funcs = { on_wake, on_connected, on_lost, NULL };

/* --- Birth and end --- */

HarkOwnPeer *
hark_own_peer_new (HarkBroker         *broker,
                   HarkBrokerProtocol *protocol)
{
  HarkOwnPeer *self = g_new0 (HarkOwnPeer, 1);

  g_atomic_ref_count_init (&self->refs);
  self->broker = broker;
  self->protocol = protocol;
  self->bus = hark_bus_new (hark_object_get_loop (HARK_OBJECT (broker)));
  self->peer = hark_peer_protocol_new (&hark_limits_default, HARK_OWN_NAME, &protocol_funcs, self,
                                       &hark_bus_reports, self->bus);
  self->connection = hark_broker_protocol_open_own (protocol, g_get_monotonic_time ());
  /* Before any other connection is served. */
  hark_bus_export (self->bus, HARK_OBJECT (broker), HARK_OWN_NAME, NULL);
  post (self);
  return self;
}

void
hark_own_peer_free (HarkOwnPeer *self)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the broker has stopped");

  hark_peer_protocol_close (self->peer, reason);
  self->broker = NULL;
  hark_peer_protocol_free (self->peer);
  g_object_unref (self->bus);
  own_peer_unref (self);
}
