/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Opens what a broker listens on, whatever kind of address it is. Bytes that
 * leave the machine are encrypted: nothing else is opened here. Used by
 * HarkBroker. */

#include "bridge/transport/listening-private.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <hark/error.h>
#include <string.h>
#include <sys/socket.h>

#include "bridge/transport/tls-private.h"
#include "bridge/transport/unix-path-private.h"

#define BACKLOG 128

/* --- TCP --- */

/* Returns: (transfer full): the first that the host's name stands for */
static GInetAddress *
find_host (const char  *host,
           GError     **error)
{
  g_autoptr(GResolver) resolver = NULL;
  g_autoptr(GError) failed = NULL;
  GInetAddress *found;
  GList *all;

  if (strcmp (host, "*") == 0)
    return g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  if (strcmp (host, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  found = g_inet_address_new_from_string (host);
  if (found != NULL)
    return found;
  resolver = g_resolver_get_default ();
  all = g_resolver_lookup_by_name (resolver, host, NULL, &failed);
  if (all == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "cannot listen on %s: %s", host, failed->message);
      return NULL;
    }
  found = g_object_ref (all->data);
  g_resolver_free_addresses (all);
  return found;
}

static gboolean
open_tcp (HarkListening  *self,
          GError        **error)
{
  g_autoptr(GInetAddress) host = find_host (self->address->host, error);
  g_autoptr(GSocketAddress) wanted = NULL;
  g_autoptr(GSocketAddress) got = NULL;
  g_autoptr(GError) failed = NULL;

  if (host == NULL)
    return FALSE;
  wanted = g_inet_socket_address_new (host, self->address->port);
  self->socket = g_socket_new (g_inet_address_get_family (host), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &failed);
  if (self->socket != NULL)
    {
      g_socket_set_listen_backlog (self->socket, BACKLOG);
      if (g_socket_bind (self->socket, wanted, TRUE, &failed) && g_socket_listen (self->socket, &failed))
        got = g_socket_get_local_address (self->socket, &failed);
    }
  if (got != NULL)
    {
      self->address->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
      return TRUE;
    }
  g_set_error (error, HARK_ERROR,
               g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) ? HARK_ERROR_EXISTS : HARK_ERROR_FAILED,
               "cannot listen on %s, port %u: %s", self->address->host, self->address->port, failed->message);
  return FALSE;
}

static gboolean
open_tls (HarkListening  *self,
          GError        **error)
{
  if (self->address->certificate == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a broker that listens on tls: needs a certificate: say certificate=FILE,key=FILE in the address, "
                   "or under [tls] in its settings");
      return FALSE;
    }
  return hark_tls_load (self->address, &self->certificate, &self->authorities, error) && open_tcp (self, error);
}

/* --- Sockets that somebody else has opened --- */

static gboolean
take_over (HarkListening  *self,
           GError        **error)
{
  int fd = self->address->fd;
  int is_listening = 0;
  socklen_t size = sizeof is_listening;
  g_autoptr(GSocketAddress) local = NULL;
  GUnixSocketAddress *address;

  if (getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) != 0 || !is_listening)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "descriptor %d is no socket that listens", fd);
      return FALSE;
    }
  fcntl (fd, F_SETFD, FD_CLOEXEC);
  self->socket = g_socket_new_from_fd (fd, error);
  if (self->socket == NULL)
    return FALSE;
  local = g_socket_get_local_address (self->socket, NULL);
  if (!G_IS_UNIX_SOCKET_ADDRESS (local))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "descriptor %d is no Unix socket: let the broker open others itself, with tcp: or tls:", fd);
      return FALSE;
    }
  address = G_UNIX_SOCKET_ADDRESS (local);
  if (g_unix_socket_address_get_address_type (address) == G_UNIX_SOCKET_ADDRESS_PATH)
    {
      self->address->kind = HARK_ADDRESS_UNIX;
      self->address->path = g_strdup (g_unix_socket_address_get_path (address));
    }
  return TRUE;
}

/* --- All --- */

static gboolean
open_any (HarkListening  *self,
          GError        **error)
{
  switch (self->address->kind)
    {
    case HARK_ADDRESS_TCP:
      return open_tcp (self, error);
    case HARK_ADDRESS_TLS:
      return open_tls (self, error);
    case HARK_ADDRESS_FD:
      return take_over (self, error);
    case HARK_ADDRESS_UNIX:
    default:
      self->socket = hark_unix_path_listen (self->address->path, &self->lock, error);
      return self->socket != NULL;
    }
}

HarkListening *
hark_listening_new (HarkAddress  *address,
                    GError      **error)
{
  g_autoptr(HarkListening) self = g_new0 (HarkListening, 1);

  self->address = address;
  self->lock = -1;
  if (!open_any (self, error))
    return NULL;
  g_socket_set_blocking (self->socket, FALSE);
  return g_steal_pointer (&self);
}

void
hark_listening_free (HarkListening *self)
{
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  /* The path of a socket that was handed over belongs to whoever made it. */
  if (self->lock >= 0)
    hark_unix_path_release (self->address->path, self->lock);
  g_clear_object (&self->certificate);
  g_clear_object (&self->authorities);
  hark_address_free (self->address);
  g_free (self);
}
