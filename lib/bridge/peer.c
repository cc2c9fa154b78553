/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer: a socket, the protocol, and the bus whose link they are. It works on
 * the bus's loop. The type and its events are generated from schemas/peer.hark;
 * every peer is of the final class here. */

#include <hark/peer.h>

#include <hark/future.h>
#include <hark/loop.h>

#include "bridge/address-private.h"
#include "bridge/dial-private.h"
#include "bridge/peer-protocol-private.h"
#include "bridge/transport-private.h"
#include "bridge/unix-path-private.h"
#include "bus/bus-private.h"
#include "object/remote-private.h"

#define HARK_TYPE_SOCKET_PEER (hark_socket_peer_get_type ())
G_DECLARE_FINAL_TYPE (HarkSocketPeer, hark_socket_peer, HARK, SOCKET_PEER, HarkPeer)

struct _HarkSocketPeer
{
  HarkPeer          parent_instance;

  HarkBus          *bus;         /* fixed at birth */
  char             *address;     /* fixed at birth */
  HarkFuture       *connecting;  /* the loop: NULL: nobody waits */
  HarkPeerProtocol *protocol;    /* the loop: the current, or the last */
  HarkDial         *dial;        /* the loop: NULL: no attempt over TCP is under way */
  HarkTransport    *transport;   /* the loop: NULL: no connection */
  gboolean          is_linked;   /* the loop */
};

G_DEFINE_FINAL_TYPE (HarkSocketPeer, hark_socket_peer, HARK_TYPE_PEER)

/* --- What the protocol tells --- */

static void
on_wake (gpointer user)
{
  HarkSocketPeer *self = user;

  if (self->transport != NULL)
    hark_transport_wake (self->transport);
}

static void
on_connected (gpointer    user,
              const char *broker)
{
  HarkSocketPeer *self = user;
  g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

  self->is_linked = TRUE;
  hark_bus_link_up (self->bus, hark_peer_protocol_get_link (self->protocol));
  hark_peer_emit_connected (HARK_PEER (self));
  if (connecting != NULL)
    hark_future_resolve (connecting, NULL);
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  HarkSocketPeer *self = user;
  g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);
  gboolean was_linked = self->is_linked;

  g_clear_pointer (&self->transport, hark_transport_free);
  self->is_linked = FALSE;
  if (was_linked)
    {
      hark_bus_link_down (self->bus, hark_peer_protocol_get_link (self->protocol), reason);
      hark_peer_emit_disconnected (HARK_PEER (self), reason->message);
    }
  if (connecting != NULL)
    hark_future_reject (connecting, g_error_copy (reason));
}

static const HarkPeerProtocolFuncs protocol_funcs = { on_wake, on_connected, on_lost };

/* --- What the transport tells --- */

static gboolean
on_received (gpointer user)
{
  HarkSocketPeer *self = user;

  hark_peer_protocol_process (self->protocol);
  return self->transport != NULL;
}

static void
on_transport_lost (gpointer      user,
                   const GError *reason)
{
  HarkSocketPeer *self = user;

  hark_peer_protocol_close (self->protocol, reason);
}

static const HarkTransportFuncs transport_funcs = { on_received, on_transport_lost };

/* --- On the loop --- */

/* There is a socket, and now the two talk. */
static void
speak (HarkSocketPeer *self,
       GSocket        *socket,
       GTlsConnection *tls)
{
  g_autofree char *name = hark_name_of_process ();

  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  self->protocol = hark_peer_protocol_new (&hark_limits_default, name, &protocol_funcs, self,
                                           &hark_bus_reports, self->bus);
  self->transport = hark_transport_new (socket, tls, HARK_OBJECT (self),
                                        hark_peer_protocol_get_stream (self->protocol), &transport_funcs, self);
  hark_transport_wake (self->transport);
}

static void
on_dialled (gpointer        user,
            GSocket        *socket,
            GTlsConnection *tls,
            const GError   *error)
{
  HarkSocketPeer *self = user;

  if (error == NULL)
    speak (self, socket, tls);
  else
    {
      g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

      hark_future_reject (connecting, g_error_copy (error));
    }
  g_clear_pointer (&self->dial, hark_dial_free);
}

static gboolean
connect_now (HarkSocketPeer  *self,
             GError         **error)
{
  g_autoptr(HarkAddress) address = hark_address_parse (self->address, error);
  g_autoptr(GSocket) socket = NULL;

  if (address == NULL)
    return FALSE;
  if (hark_bus_is_linked (self->bus))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_EXISTS, "the bus has a link already");
      return FALSE;
    }
  switch (address->kind)
    {
    case HARK_ADDRESS_TCP:
    case HARK_ADDRESS_TLS:
      self->dial = hark_dial_new (g_steal_pointer (&address), HARK_OBJECT (self), on_dialled, self);
      return TRUE;
    case HARK_ADDRESS_UNIX:
      socket = hark_unix_path_connect (address->path, error);
      if (socket != NULL)
        speak (self, socket, NULL);
      return socket != NULL;
    case HARK_ADDRESS_FD:
    default:
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "%s is for brokers: a peer connects to another address",
                   self->address);
      return FALSE;
    }
}

/* A future on its way to the loop. */
typedef struct
{
  HarkFuture *future;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *self = data;

  if (self->future != NULL)
    {
      hark_future_reject (self->future, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has ended"));
      hark_future_unref (self->future);
    }
  g_free (self);
}

static void
begin (gpointer context,
       gpointer data)
{
  HarkSocketPeer *self = context;
  g_autoptr(HarkFuture) future = g_steal_pointer (&((Attempt *) data)->future);
  GError *error = NULL;

  if (self->transport != NULL || self->dial != NULL)
    {
      if (self->is_linked)
        hark_future_resolve (future, NULL);
      else
        hark_future_reject (future, g_error_new_literal (HARK_ERROR, HARK_ERROR_EXISTS, "the peer is connecting already"));
    }
  else if (connect_now (self, &error))
    self->connecting = g_steal_pointer (&future);
  else
    hark_future_reject (future, error);
}

static void
end (gpointer context,
     gpointer data)
{
  HarkSocketPeer *self = context;
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has disconnected");

  if (self->dial != NULL)
    {
      g_autoptr(HarkFuture) connecting = g_steal_pointer (&self->connecting);

      g_clear_pointer (&self->dial, hark_dial_free);
      hark_future_reject (connecting, g_steal_pointer (&reason));
    }
  else if (self->transport != NULL)
    hark_peer_protocol_close (self->protocol, reason);
}

/* --- Birth and end --- */

static void
hark_socket_peer_closed (HarkPeer *peer)
{
  end (peer, NULL);
}

static void
hark_socket_peer_finalize (GObject *object)
{
  HarkSocketPeer *self = HARK_SOCKET_PEER (object);

  g_clear_pointer (&self->protocol, hark_peer_protocol_free);
  g_object_unref (self->bus);
  g_free (self->address);
  G_OBJECT_CLASS (hark_socket_peer_parent_class)->finalize (object);
}

static void
hark_socket_peer_class_init (HarkSocketPeerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_socket_peer_finalize;
  HARK_PEER_CLASS (klass)->closed = hark_socket_peer_closed;
}

static void
hark_socket_peer_init (HarkSocketPeer *self)
{
}

HarkPeer *
hark_peer_new (HarkBus    *bus,
               const char *address)
{
  HarkSocketPeer *self;

  g_return_val_if_fail (HARK_IS_BUS (bus), NULL);

  self = g_object_new (HARK_TYPE_SOCKET_PEER, "loop", hark_object_get_loop (HARK_OBJECT (bus)), NULL);
  self->bus = g_object_ref (bus);
  self->address = g_strdup (address);
  return HARK_PEER (self);
}

gboolean
hark_peer_connect (HarkPeer      *self,
                   gint64         timeout,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  Attempt *attempt;

  g_return_val_if_fail (HARK_IS_SOCKET_PEER (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;

  future = hark_future_new (NULL);
  attempt = g_new (Attempt, 1);
  attempt->future = hark_future_ref (future);
  hark_post_func (self, begin, attempt, attempt_free);
  if (hark_future_await (future, timeout, cancellable, error))
    return TRUE;
  /* Given up: a hello that comes later would surprise. */
  if (!hark_future_is_settled (future))
    hark_peer_disconnect (self);
  return FALSE;
}

void
hark_peer_disconnect (HarkPeer *self)
{
  g_return_if_fail (HARK_IS_SOCKET_PEER (self));

  hark_post_func (self, end, NULL, NULL);
}
