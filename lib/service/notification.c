/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What systemd wants to hear of a process: a datagram to a socket whose name it puts into
 * the environment. It is told, never asked; what cannot be sent is not missed here, and
 * systemd draws its own conclusions. Called by runtimes. */

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#include "service/notification-private.h"

/* A name that begins with @ is of no file. */
static GSocketAddress *
address_new (const char *name)
{
  if (name[0] == '@')
    return g_unix_socket_address_new_with_type (name + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  return g_unix_socket_address_new (name);
}

void
hark_notification_send (const char *state)
{
  const char *name = g_getenv ("NOTIFY_SOCKET");
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GSocket) socket = NULL;

  if (name == NULL || name[0] == '\0')
    return;
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  if (socket == NULL)
    return;

  g_socket_set_blocking (socket, FALSE);
  address = address_new (name);
  g_socket_send_to (socket, address, state, strlen (state), NULL, NULL);
}

gint64
hark_notification_get_watchdog (void)
{
  const char *process = g_getenv ("WATCHDOG_PID");
  const char *interval = g_getenv ("WATCHDOG_USEC");
  guint64 number;

  if (interval == NULL || !g_ascii_string_to_unsigned (interval, 10, 1, G_MAXINT64, &number, NULL))
    return 0;
  if (process != NULL && g_ascii_strtoull (process, NULL, 10) != (guint64) getpid ())
    return 0;
  return (gint64) number;
}
