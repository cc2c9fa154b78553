/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A broker: entrances, a visitor for each connection, and the protocol between
 * them. It works on its loop. The type and its events are
 * generated from schemas/broker.hark; every broker is of the final class here. */

#include <hark/broker.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <hark/loop.h>
#include <string.h>
#include <sys/random.h>

#include "bridge/router/broker-protocol-private.h"
#include "bridge/broker/configuration-private.h"
#include "bridge/broker/departed-private.h"
#include "bridge/broker/entrance-private.h"
#include "bridge/broker/inside-private.h"
#include "bridge/broker/own-peer-private.h"
#include "bridge/broker/visitor-private.h"
#include "bus/topic/pattern-match-private.h"
#include "object/seat/remote-private.h"

#define HARK_TYPE_SOCKET_BROKER (hark_socket_broker_get_type ())
G_DECLARE_FINAL_TYPE (HarkSocketBroker, hark_socket_broker, HARK, SOCKET_BROKER, HarkBroker)

struct _HarkSocketBroker
{
  HarkBroker          parent_instance;

  HarkBrokerProtocol *protocol;       /* NULL: it serves nobody */
  GHashTable         *connections;    /* number -> Connection, owned */
  HarkOwnPeer        *own;            /* NULL: it serves nobody */
  HarkDeparted       *departed;       /* the same */
  gint64              since;          /* it serves */
  gboolean            is_stopped;     /* it lets nobody in, until it listens again */
  GPtrArray          *entrances;      /* HarkEntrance, owned */
  GPtrArray          *addresses;      /* of these, as texts, and a NULL at the end */
  HarkConfiguration  *configuration;
  HarkRules          *rules;
  GSource            *timer;          /* NULL: nobody is to be watched for silence */
};

G_DEFINE_FINAL_TYPE (HarkSocketBroker, hark_socket_broker, HARK_TYPE_BROKER)

typedef struct
{
  HarkSocketBroker *broker;
  guint             number;
  HarkVisitor      *visitor;
} Connection;

static void
connection_free (gpointer data)
{
  Connection *self = data;

  hark_visitor_free (self->visitor);
  g_free (self);
}

static Connection *
find_connection (HarkSocketBroker *self,
                 guint             number)
{
  return g_hash_table_lookup (self->connections, GUINT_TO_POINTER (number));
}

/* --- What the protocol tells --- */

static void arm_timer (HarkSocketBroker *self, gint64 due);

static void
on_wake (gpointer user,
         guint    number)
{
  HarkSocketBroker *self = user;
  Connection *connection = find_connection (self, number);

  if (connection != NULL)
    hark_visitor_wake (connection->visitor);
  else
    hark_own_peer_wake (self->own, number);
  /* To see whether it is read. */
  if (self->timer == NULL && self->protocol != NULL)
    arm_timer (self, g_get_monotonic_time () + G_USEC_PER_SEC);
}

static void
on_joined (gpointer    user,
           guint       number,
           const char *name)
{
  HarkSocketBroker *self = user;
  const HarkIdentity *identity = hark_broker_protocol_get_identity (self->protocol, number);
  g_autofree char *who = identity != NULL ? hark_identity_to_string (identity) : g_strdup ("this process");

  hark_broker_emit_joined (user, name, who);
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

static void
on_dropped (gpointer    user,
            const char *peer,
            const char *publisher,
            const char *topic,
            guint64     n_dropped)
{
  hark_broker_emit_dropped (user, peer, publisher, topic, n_dropped);
}

static void
on_absent (gpointer            user,
           guint               number,
           const HarkIdentity *identity)
{
  HarkSocketBroker *self = user;

  hark_departed_watch (self->departed, number, identity, self->configuration->limits.grace_time);
  /* It is waited for from now on. */
  arm_timer (self, g_get_monotonic_time ());
}

static gint64
get_time (gpointer user)
{
  return g_get_monotonic_time ();
}

static const HarkBrokerProtocolFuncs protocol_funcs =
{
  on_wake, on_joined, on_closed, on_dropped, on_absent, get_time,
};

static void
on_died (gpointer user,
         guint    number)
{
  HarkSocketBroker *self = user;

  hark_broker_protocol_end_absence (self->protocol, number);
}

/* --- What the visitors tell --- */

static HarkByteStream *
on_identified (gpointer      user,
               HarkIdentity *identity)
{
  Connection *connection = user;
  HarkSocketBroker *broker = connection->broker;
  guint number = connection->number;

  if (identity != NULL)
    hark_broker_protocol_identify (broker->protocol, number, identity);
  /* One that is not wanted here is told so through its stream. */
  return hark_broker_protocol_get_stream (broker->protocol, number);
}

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

static const HarkVisitorFuncs visitor_funcs = { on_identified, on_received, on_lost };

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
arm_timer (HarkSocketBroker *self,
           gint64            due)
{
  clear_timer (self);
  self->timer = g_timeout_source_new (0);
  g_source_set_ready_time (self->timer, due);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, hark_loop_get_context (hark_object_get_loop (HARK_OBJECT (self))));
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
  arm_timer (self, next);
}

/* --- New connections --- */

/* @at: where it came in by @socket; or it has come by @pipe (transfer full). */
static void
admit (HarkSocketBroker    *self,
       const HarkListening *at,
       GSocket             *socket,
       HarkPipe            *pipe)
{
  Connection *connection = g_new0 (Connection, 1);
  guint number = hark_broker_protocol_open (self->protocol, g_get_monotonic_time ());

  connection->broker = self;
  connection->number = number;
  connection->visitor = hark_visitor_new (socket, HARK_OBJECT (self), &visitor_funcs, connection);
  hark_visitor_set_rate (connection->visitor, self->configuration->limits.rate);
  g_hash_table_insert (self->connections, GUINT_TO_POINTER (number), connection);
  if (pipe != NULL)
    hark_visitor_begin_inside (connection->visitor, pipe);
  else
    hark_visitor_begin (connection->visitor, at);
  /* One too many ends here. */
  hark_broker_protocol_process (self->protocol, number);
  if (self->timer == NULL)
    run_tick (self, NULL);
}

static void
on_arrived (gpointer             user,
            const HarkListening *at,
            GSocket             *socket)
{
  admit (user, at, socket, NULL);
}

/* --- What it is told by files --- */

/* @rules: (transfer full) */
static void
take_rules (HarkSocketBroker *self,
            HarkRules        *rules)
{
  hark_rules_unref (self->rules);
  self->rules = rules;
  if (self->protocol != NULL)
    hark_broker_protocol_set_rules (self->protocol, rules);
}

static void
take_limits (HarkSocketBroker *self)
{
  GHashTableIter iter;
  gpointer connection;

  if (self->protocol == NULL)
    return;
  hark_broker_protocol_set_limits (self->protocol, &self->configuration->limits);
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &connection))
    hark_visitor_set_rate (((Connection *) connection)->visitor, self->configuration->limits.rate);
}

gboolean
hark_broker_load_settings (HarkBroker  *broker,
                           const char  *file,
                           GError     **error)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);
  HarkConfiguration *read;

  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  read = hark_configuration_new (file, error);
  if (read == NULL)
    return FALSE;
  hark_configuration_free (self->configuration);
  self->configuration = read;
  take_limits (self);
  if (read->rules != NULL)
    take_rules (self, hark_rules_ref (read->rules));
  return TRUE;
}

gboolean
hark_broker_load_rules (HarkBroker  *broker,
                        const char  *file,
                        GError     **error)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);
  HarkRules *read;

  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  read = hark_rules_new_of_file (file, error);
  if (read != NULL)
    take_rules (self, read);
  return read != NULL;
}

/* --- Birth and end --- */

static void
add_files (HarkSocketBroker *self,
           HarkAddress      *address)
{
  const HarkConfiguration *configuration = self->configuration;

  if (address->kind != HARK_ADDRESS_TLS)
    return;
  if (address->certificate == NULL)
    {
      address->certificate = g_strdup (configuration->certificate);
      address->key = g_strdup (configuration->key);
    }
  if (address->ca == NULL)
    address->ca = g_strdup (configuration->ca);
}

static void
begin (HarkSocketBroker *self)
{
  guint64 session = 0;

  self->protocol = hark_broker_protocol_new (&self->configuration->limits, "hark-broker", &protocol_funcs, self);
  hark_broker_protocol_set_rules (self->protocol, self->rules);
  /* Those who come back are to know it. Without one, no call outlives a connection. */
  if (getrandom (&session, sizeof session, 0) == sizeof session)
    hark_broker_protocol_set_session (self->protocol, session);
  self->departed = hark_departed_new (HARK_OBJECT (self), on_died, self);
  self->since = g_get_monotonic_time ();
  self->own = hark_own_peer_new (HARK_BROKER (self), self->protocol);
}

static gboolean
listen_on (HarkSocketBroker  *self,
           const char        *text,
           GError           **error)
{
  HarkAddress *address = hark_address_parse (text, error);
  HarkListening *listening;

  if (address == NULL)
    return FALSE;
  add_files (self, address);
  if (text == NULL)
    {
      g_autofree char *folder = g_path_get_dirname (address->path);

      g_mkdir_with_parents (folder, 0700);
    }
  listening = hark_listening_new (address, error);
  if (listening == NULL)
    return FALSE;
  self->is_stopped = FALSE;
  if (self->protocol == NULL)
    begin (self);
  g_ptr_array_add (self->entrances, hark_entrance_new (listening, HARK_OBJECT (self), on_arrived, self));
  g_ptr_array_insert (self->addresses, (int) self->addresses->len - 1, hark_address_to_string (listening->address));
  return TRUE;
}

gboolean
hark_broker_listen (HarkBroker  *broker,
                    const char  *address,
                    GError     **error)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);
  GPtrArray *configured;
  guint i;

  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;
  configured = self->configuration->addresses;
  if (address != NULL || (configured->len == 0 && self->entrances->len == 0))
    return listen_on (self, address, error);
  for (i = 0; i < configured->len; i++)
    if (!listen_on (self, g_ptr_array_index (configured, i), error))
      return FALSE;
  return TRUE;
}

void
hark_broker_let_in (HarkBroker *broker,
                    HarkPipe   *pipe)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  if (self->is_stopped)
    {
      hark_pipe_free (pipe);
      return;
    }
  if (self->protocol == NULL)
    begin (self);
  admit (self, NULL, NULL, pipe);
}

const char *
hark_broker_get_address (HarkBroker *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), NULL);

  return g_ptr_array_index (HARK_SOCKET_BROKER (self)->addresses, 0);
}

const char *const *
hark_broker_get_addresses (HarkBroker *self)
{
  g_return_val_if_fail (HARK_IS_SOCKET_BROKER (self), NULL);

  return (const char *const *) HARK_SOCKET_BROKER (self)->addresses->pdata;
}

static void
forget_addresses (HarkSocketBroker *self)
{
  g_ptr_array_set_size (self->addresses, 0);
  g_ptr_array_add (self->addresses, NULL);
}

void
hark_broker_stop (HarkBroker *broker)
{
  HarkSocketBroker *self = HARK_SOCKET_BROKER (broker);

  g_return_if_fail (HARK_IS_SOCKET_BROKER (self));

  self->is_stopped = TRUE;
  if (self->protocol == NULL || !hark_object_is_of_process (HARK_OBJECT (self), NULL))
    return;
  clear_timer (self);
  g_ptr_array_set_size (self->entrances, 0);
  g_clear_pointer (&self->own, hark_own_peer_free);
  g_clear_pointer (&self->protocol, hark_broker_protocol_free);
  g_clear_pointer (&self->departed, hark_departed_free);
  forget_addresses (self);
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
  HarkSocketBroker *self = HARK_SOCKET_BROKER (object);

  g_hash_table_unref (self->connections);
  /* What a forked child has of its parent stays. */
  if (self->entrances->len == 0)
    g_ptr_array_unref (self->entrances);
  g_ptr_array_unref (self->addresses);
  hark_configuration_free (self->configuration);
  hark_rules_unref (self->rules);
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
  self->entrances = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_entrance_free);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  forget_addresses (self);
  self->configuration = hark_configuration_new (NULL, NULL);
  self->rules = hark_rules_new_default ();
}

HarkBroker *
hark_broker_new (HarkLoop *loop)
{
  return g_object_new (HARK_TYPE_SOCKET_BROKER, "loop", loop, NULL);
}
