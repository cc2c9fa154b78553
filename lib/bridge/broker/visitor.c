/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finds out who has connected: the kernel says it of a Unix socket, a handshake
 * of TLS, and over bare TCP it is only known that it is this machine. Until
 * then not a byte of its is read as Hark's. Used by HarkBroker. */

#include "bridge/broker/visitor-private.h"

#include <hark/error.h>

#include "bridge/transport/tls-private.h"
#include "object/seat/remote-private.h"

/* What GIO holds on to. */
typedef struct
{
  HarkVisitor    *visitor;      /* NULL: freed */
  HarkObject     *owner;
  GTlsConnection *connection;
  GCancellable   *cancellable;
  GError         *error;
} Handshake;

struct _HarkVisitor
{
  GSocket          *socket;
  HarkObject       *owner;
  HarkVisitorFuncs  funcs;
  gpointer          user;
  gsize             rate;
  Handshake        *handshake;  /* (nullable): under way */
  HarkTransport    *transport;  /* NULL: it is not known yet who it is */
};

static void
handshake_free (gpointer data)
{
  Handshake *self = data;

  g_object_unref (self->connection);
  g_object_unref (self->cancellable);
  g_clear_error (&self->error);
  g_free (self);
}

static void
identify (HarkVisitor    *self,
          GTlsConnection *tls,
          HarkIdentity   *identity)
{
  const HarkTransportFuncs funcs = { self->funcs.received, self->funcs.lost };
  HarkByteStream *stream = self->funcs.identified (self->user, identity);

  if (stream == NULL)
    return;
  self->transport = hark_transport_new (self->socket, tls, self->owner, stream, &funcs, self->user);
  if (self->rate > 0)
    hark_transport_set_rate (self->transport, self->rate);
  /* One that is not wanted ends here. */
  self->funcs.received (self->user);
}

static void
run_handshaken (gpointer context,
                gpointer data)
{
  Handshake *handshake = data;
  HarkVisitor *self = handshake->visitor;
  g_autoptr(HarkIdentity) identity = NULL;

  if (self == NULL)
    return;
  self->handshake = NULL;
  if (handshake->error != NULL)
    {
      self->funcs.lost (self->user, handshake->error);
      return;
    }
  identity = hark_tls_identify (handshake->connection);
  identify (self, handshake->connection, identity);
}

static void
on_handshake (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Handshake *self = data;
  g_autoptr(GError) failed = NULL;

  if (!g_tls_connection_handshake_finish (self->connection, result, &failed))
    self->error = g_error_new (HARK_ERROR, HARK_ERROR_REFUSED, "no TLS came about: %s",
                               hark_tls_explain (self->connection, failed));
  if (self->visitor != NULL)
    hark_post_func (self->owner, run_handshaken, self, handshake_free);
  else
    handshake_free (self);
}

static void
shake_hands (HarkVisitor         *self,
             const HarkListening *at)
{
  g_autoptr(GError) error = NULL;
  GTlsConnection *connection = hark_tls_new_server (self->socket, at->certificate, at->authorities, &error);

  if (connection == NULL)
    {
      self->funcs.lost (self->user, error);
      return;
    }
  self->handshake = g_new0 (Handshake, 1);
  self->handshake->visitor = self;
  self->handshake->owner = self->owner;
  self->handshake->connection = connection;
  self->handshake->cancellable = g_cancellable_new ();
  g_tls_connection_handshake_async (connection, G_PRIORITY_DEFAULT, self->handshake->cancellable, on_handshake,
                                    self->handshake);
}

HarkVisitor *
hark_visitor_new (GSocket                *socket,
                  HarkObject             *owner,
                  const HarkVisitorFuncs *funcs,
                  gpointer                user)
{
  HarkVisitor *self = g_new0 (HarkVisitor, 1);

  self->socket = socket != NULL ? g_object_ref (socket) : NULL;
  self->owner = owner;
  self->funcs = *funcs;
  self->user = user;
  return self;
}

void
hark_visitor_begin (HarkVisitor         *self,
                    const HarkListening *at)
{
  g_autoptr(HarkIdentity) identity = NULL;
  g_autoptr(GError) error = NULL;

  switch (at->address->kind)
    {
    case HARK_ADDRESS_TLS:
      shake_hands (self, at);
      return;
    case HARK_ADDRESS_TCP:
      identity = hark_identity_new_loopback ();
      break;
    case HARK_ADDRESS_UNIX:
    case HARK_ADDRESS_FD:
    default:
      identity = hark_identity_new_of_socket (g_socket_get_fd (self->socket), &error);
      break;
    }
  if (identity != NULL)
    identify (self, NULL, identity);
  else
    self->funcs.lost (self->user, error);
}

void
hark_visitor_begin_inside (HarkVisitor *self,
                           HarkPipe    *pipe)
{
  const HarkTransportFuncs funcs = { self->funcs.received, self->funcs.lost };

  self->transport = hark_transport_new_inside (pipe, self->funcs.identified (self->user, NULL), &funcs, self->user);
}

void
hark_visitor_free (HarkVisitor *self)
{
  if (self->handshake != NULL)
    {
      self->handshake->visitor = NULL;
      g_cancellable_cancel (self->handshake->cancellable);
    }
  if (self->transport != NULL)
    hark_transport_free (self->transport);
  else if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_free (self);
}

void
hark_visitor_wake (HarkVisitor *self)
{
  if (self->transport != NULL)
    hark_transport_wake (self->transport);
}

void
hark_visitor_set_rate (HarkVisitor *self,
                       gsize        rate)
{
  self->rate = rate;
  if (self->transport != NULL)
    hark_transport_set_rate (self->transport, rate);
}
