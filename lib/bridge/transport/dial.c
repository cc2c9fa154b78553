/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connects over TCP. GIO does it in steps that end in the loop's context;
 * whoever waits is told by a call of the loop. An attempt that is given up lives
 * on until GIO has let go of it. Used by HarkPeer. */

#include "bridge/transport/dial-private.h"

#include <hark/error.h>

#include "bridge/transport/tls-private.h"
#include "object/seat/remote-private.h"

struct _HarkDial
{
  gatomicrefcount    refs;        /* the user's, and that of the step under way */
  HarkAddress       *address;
  HarkObject        *owner;
  HarkDialFunc       func;        /* NULL: given up */
  gpointer           user;
  GCancellable      *cancellable;
  GSocketConnection *connection;
  GTlsConnection    *tls;
  GError            *error;
};

static void
dial_unref (gpointer data)
{
  HarkDial *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  hark_address_free (self->address);
  g_object_unref (self->cancellable);
  g_clear_object (&self->tls);
  g_clear_object (&self->connection);
  g_clear_error (&self->error);
  g_free (self);
}

static void
tell (gpointer context,
      gpointer data)
{
  HarkDial *self = data;

  if (self->func == NULL)
    return;
  if (self->error != NULL)
    self->func (self->user, NULL, NULL, self->error);
  else
    self->func (self->user, g_socket_connection_get_socket (self->connection), self->tls, NULL);
}

/* The step under way was the last. Consumes its reference. */
static void
finish (HarkDial *self)
{
  if (self->func != NULL)
    hark_post_func (self->owner, tell, self, dial_unref);
  else
    dial_unref (self);
}

static void
fail (HarkDial *self,
      GError   *failed)
{
  g_autofree char *address = hark_address_to_string (self->address);

  self->error = g_error_new (HARK_ERROR, HARK_ERROR_UNREACHABLE, "no broker can be reached on %s: %s", address,
                             self->tls != NULL ? hark_tls_explain (self->tls, failed) : failed->message);
  g_error_free (failed);
  finish (self);
}

static void
on_handshake (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  HarkDial *self = data;
  GError *failed = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &failed))
    finish (self);
  else
    fail (self, failed);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  HarkDial *self = data;
  GError *failed = NULL;

  self->connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &failed);
  if (self->connection == NULL)
    fail (self, failed);
  else if (self->address->kind != HARK_ADDRESS_TLS)
    finish (self);
  else if ((self->tls = hark_tls_new_client (G_IO_STREAM (self->connection), self->address, &failed)) == NULL)
    fail (self, failed);
  else
    g_tls_connection_handshake_async (self->tls, G_PRIORITY_DEFAULT, self->cancellable, on_handshake, self);
}

HarkDial *
hark_dial_new (HarkAddress  *address,
               HarkObject   *owner,
               HarkDialFunc  func,
               gpointer      user)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  HarkDial *self = g_new0 (HarkDial, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->address = address;
  self->owner = owner;
  self->func = func;
  self->user = user;
  self->cancellable = g_cancellable_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, address->host, address->port, self->cancellable, on_connected, self);
  return self;
}

void
hark_dial_free (HarkDial *self)
{
  self->func = NULL;
  g_cancellable_cancel (self->cancellable);
  dial_unref (self);
}
