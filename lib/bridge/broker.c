/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker: a socket that listens, a transport for each connection, and the
 * protocol between them. It works on its loop. The type and its events are
 * generated from schemas/broker.hark; every broker is of the final class here. */

#include <hark/broker.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <hark/loop.h>
#include <unistd.h>

#include "bridge/address-private.h"
#include "bridge/broker-protocol-private.h"
#include "bridge/own-peer-private.h"
#include "bridge/transport-private.h"
#include "bus/pattern-match-private.h"
#include "object/remote-private.h"

#define HARK_TYPE_SOCKET_BROKER (hark_socket_broker_get_type ())
G_DECLARE_FINAL_TYPE (HarkSocketBroker, hark_socket_broker, HARK, SOCKET_BROKER, HarkBroker)

struct _HarkSocketBroker
{
  HarkBroker          parent_instance;

  HarkBrokerProtocol *protocol;     /* NULL: it does not listen */
  GHashTable         *connections;  /* number -> Connection, owned */
  HarkOwnPeer        *own;          /* NULL: it does not listen */
  gint64              since;        /* it listens */
  char               *path;
  char               *address;
  int                 lock;         /* of the path */
  GSocket            *listener;
  HarkWatch          *watch;        /* of the listener */
  GSource            *timer;        /* NULL: nobody is to be watched for silence */
};

G_DEFINE_FINAL_TYPE (HarkSocketBroker, hark_socket_broker, HARK_TYPE_BROKER)

typedef struct
{
  HarkSocketBroker *broker;
  guint             number;
  HarkTransport    *transport;
} Connection;

static void
connection_free (gpointer data)
{
  Connection *self = data;

  hark_transport_free (self->transport);
  g_free (self);
}

static Connection *
find_connection (HarkSocketBroker *self,
                 guint             number)
{
  return g_hash_table_lookup (self->connections, GUINT_TO_POINTER (number));
}

/* --- What the protocol tells --- */

static void
on_wake (gpointer user,
         guint    number)
{
  Connection *connection = find_connection (user, number);

  if (connection != NULL)
    hark_transport_wake (connection->transport);
  else
    hark_own_peer_wake (HARK_SOCKET_BROKER (user)->own, number);
}

static void
on_joined (gpointer    user,
           guint       number,
           const char *name)
{
  hark_broker_emit_joined (user, name);
}

static void
on_closed (gpointer      user,
           guint         number,
           const char   *name,
           const GError *reason)
{
  HarkSocketBroker *self = user;

  g_hash_table_remove (self->connections, GUINT_TO_POINTER (number));
  hark_broker_emit_left (HARK_BROKER (self), name != NULL ? name : "", reason->message);
}

static const HarkBrokerProtocolFuncs protocol_funcs = { on_wake, on_joined, on_closed };

/* --- What the transports tell --- */

static gboolean
on_received (gpointer user)
{
  Connection *connection = user;
  HarkSocketBroker *broker = connection->broker;
  guint number = connection->number;

  hark_broker_protocol_process (broker->protocol, number);
  return find_connection (broker, number) != NULL;
}

static void
on_lost (gpointer      user,
         const GError *reason)
{
  Connection *connection = user;

  hark_broker_protocol_close (connection->broker->protocol, connection->number, reason);
}

static const HarkTransportFuncs transport_funcs = { on_received, on_lost };

/* --- Time --- */

static void run_tick (gpointer context, gpointer data);

static gboolean
on_timer (gpointer data)
{
  hark_post_func (data, run_tick, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
clear_timer (HarkSocketBroker *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
run_tick (gpointer context,
          gpointer data)
{
  HarkSocketBroker *self = context;
  gint64 next;

  clear_timer (self);
  if (self->protocol == NULL)
    return;
  next = hark_broker_protocol_tick (self->protocol, g_get_monotonic_time ());
  if (next == G_MAXINT64)
    return;
  self->timer = g_timeout_source_new (0);
  g_source_set_ready_time (self->timer, next);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, hark_loop_get_context (hark_object_get_loop (HARK_OBJECT (self))));
}

/* --- New connections --- */

/* Fails: it belongs to somebody else. */
static gboolean
check_credentials (HarkSocketBroker  *self,
                   guint              connection,
                   GSocket           *socket,
                   GError           **error)
{
  g_autoptr(GError) failed = NULL;
  g_autoptr(GCredentials) credentials = g_socket_get_credentials (socket, &failed);
  uid_t user = credentials != NULL ? g_credentials_get_unix_user (credentials, &failed) : (uid_t) -1;
  pid_t process = credentials != NULL ? g_credentials_get_unix_pid (credentials, NULL) : 0;

  hark_broker_protocol_identify (self->protocol, connection, user, process);
  if (failed == NULL && user == geteuid ())
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED, "this broker is for processes of user %u only",
               (guint) geteuid ());
  return FALSE;
}

static void
welcome (HarkSocketBroker *self,
         GSocket          *socket)
{
  Connection *connection = g_new0 (Connection, 1);
  g_autoptr(GError) error = NULL;

  connection->broker = self;
  connection->number = hark_broker_protocol_open (self->protocol, g_get_monotonic_time ());
  connection->transport =
    hark_transport_new (socket, HARK_OBJECT (self),
                        hark_broker_protocol_get_stream (self->protocol, connection->number),
                        &transport_funcs, connection);
  g_hash_table_insert (self->connections, GUINT_TO_POINTER (connection->number), connection);
  if (!check_credentials (self, connection->number, socket, &error))
    hark_broker_protocol_close (self->protocol, connection->number, error);
  else
    hark_broker_protocol_process (self->protocol, connection->number);
}

static void
on_connecting (gpointer data)
{
  HarkSocketBroker *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, NULL, NULL)) != NULL)
    {
      welcome (self, socket);
      g_object_unref (socket);
    }
  if (self->timer == NULL)
    run_tick (self, NULL);
  hark_watch_arm (self->watch, G_IO_IN);
}

/* --- Birth and end --- */

gboolean
hark_broker_listen (HarkBroker  *broker,
                    const char  *address,
                    GError     **error)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);
  g_autofree char *path = NULL;

  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;
  if (self->protocol != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS, "the broker listens on %s already", self->path);
      return FALSE;
    }
  path = hark_address_parse (address, error);
  if (path == NULL)
    return FALSE;
  if (address == NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      g_mkdir_with_parents (folder, 0700);
    }
  self->listener = hark_address_listen (path, &self->lock, error);
  if (self->listener == NULL)
    return FALSE;

  self->path = g_steal_pointer (&path);
  self->address = g_strconcat ("unix:", self->path, NULL);
  self->protocol = hark_broker_protocol_new (&hark_limits_default, "hark-broker", &protocol_funcs, self);
  self->since = g_get_monotonic_time ();
  self->own = hark_own_peer_new (broker, self->protocol);
  self->watch = hark_watch_new (g_socket_get_fd (self->listener), HARK_OBJECT (self), on_connecting, self);
  hark_watch_arm (self->watch, G_IO_IN);
  return TRUE;
}

const char *
hark_broker_get_address (HarkBroker *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), NULL);

  return HARK_SOCKET_BROKER (self)->address;
}

void
hark_broker_stop (HarkBroker *broker)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  g_return_if_fail (HARK_IS_SOCKET_BROKER (self));

  if (self->protocol == NULL || !hark_object_is_of_process (HARK_OBJECT (self), NULL))
    return;
  clear_timer (self);
  g_clear_pointer (&self->watch, hark_watch_free);
  g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->own, hark_own_peer_free);
  g_clear_pointer (&self->protocol, hark_broker_protocol_free);
  hark_address_release (self->path, self->lock);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->address, g_free);
}

static void
hark_socket_broker_closed (HarkBroker *broker)
{
  hark_broker_stop (broker);
}

/* --- What it tells --- */

static HarkBrokerConnection **
hark_socket_broker_peers (HarkBroker *broker,
                          gsize      *n)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  *n = 0;
  return self->protocol != NULL ? hark_broker_protocol_list_peers (self->protocol, g_get_monotonic_time (), n) : NULL;
}

static HarkBrokerTopic **
hark_socket_broker_topics (HarkBroker  *broker,
                           const char  *pattern,
                           gsize       *n,
                           GError     **error)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  if (pattern[0] == '\0')
    pattern = "**";
  *n = 0;
  if (self->protocol == NULL || !hark_pattern_check (pattern, error))
    return NULL;
  return hark_broker_protocol_list_topics (self->protocol, pattern, n);
}

static HarkBrokerStats *
hark_socket_broker_stats (HarkBroker *broker)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  if (self->protocol == NULL)
    return hark_broker_stats_new (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  return hark_broker_protocol_get_stats (self->protocol, g_get_monotonic_time () - self->since);
}

HarkBroker *
hark_broker_new_remote (HarkBus    *bus,
                        HarkLoop   *loop)
{
  HarkBroker *self = g_object_new (HARK_TYPE_BROKER, "loop", loop, NULL);

  hark_seat_make_remote (hark_object_get_seat (HARK_OBJECT (self)), bus, HARK_OWN_NAME);
  return self;
}

static void
hark_socket_broker_finalize (GObject *object)
{
  g_hash_table_unref (HARK_SOCKET_BROKER (object)->connections);
  G_OBJECT_CLASS (hark_socket_broker_parent_class)->finalize (object);
}

static void
hark_socket_broker_class_init (HarkSocketBrokerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_socket_broker_finalize;
  HARK_BROKER_CLASS (klass)->closed = hark_socket_broker_closed;
  HARK_BROKER_CLASS (klass)->peers = hark_socket_broker_peers;
  HARK_BROKER_CLASS (klass)->topics = hark_socket_broker_topics;
  HARK_BROKER_CLASS (klass)->stats = hark_socket_broker_stats;
}

static void
hark_socket_broker_init (HarkSocketBroker *self)
{
  self->connections = g_hash_table_new_full (NULL, NULL, NULL, connection_free);
}

HarkBroker *
hark_broker_new (HarkLoop *loop)
{
  return g_object_new (HARK_TYPE_SOCKET_BROKER, "loop", loop, NULL);
}
