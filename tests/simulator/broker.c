/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The broker's process: the protocol, and what HarkBroker does for it. When it
 * is killed, what its peers have not read yet still reaches them; what they
 * have sent is lost. */

#include <unistd.h>

#include "world-private.h"

static Wire *
find_wire (World *world,
           guint  connection)
{
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      if (wire->connection == connection)
        return wire;
    }
  return NULL;
}

static void
on_wake (gpointer user,
         guint    connection)
{
}

static void
on_joined (gpointer    user,
           guint       connection,
           const char *name)
{
  trace (user, "broker", "welcomes %s as %u", name, connection);
}

static void
on_closed (gpointer      user,
           guint         connection,
           const char   *name,
           const GError *reason)
{
  World *world = user;
  Wire *wire = find_wire (world, connection);

  if (world->is_dying || wire == NULL)
    return;
  trace (world, "broker", "closes %u (%s): %s", connection, name != NULL ? name : "nobody", reason->message);
  /* A last word, if there is room for it. */
  if (!wire->is_broken)
    pipe_fill (&wire->to_peer, hark_broker_protocol_get_stream (world->broker, connection));
  wire->closed = connection;
  wire->connection = 0;
  wire->to_peer.is_closed = TRUE;
  wire->is_broken = TRUE;
  if (wire->peer != NULL && !wire->was_cut)
    oracle_shut_out (world, wire->peer, reason);
  wire->was_cut = TRUE;
}

/* Over some connections a kernel knows nothing. */
static void
on_absent (gpointer            user,
           guint               connection,
           const HarkIdentity *identity)
{
  World *world = user;

  world->ticks_at = world->now;
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      if (wire->closed == connection && wire->is_orphaned && any (world, 2) == 0)
        g_array_append_val (world->died, connection);
    }
}

void
broker_mourn (World *world)
{
  while (world->died->len > 0)
    {
      guint connection = g_array_index (world->died, guint, 0);

      g_array_remove_index (world->died, 0);
      trace (world, "broker", "knows that the process of %u has ended", connection);
      hark_broker_protocol_end_absence (world->broker, connection);
    }
}

static gint64
get_time (gpointer user)
{
  return ((World *) user)->now;
}

void
broker_start (World *world)
{
  static const HarkBrokerProtocolFuncs funcs = { on_wake, on_joined, on_closed, NULL, on_absent, get_time };

  world->broker = hark_broker_protocol_new (&world->limits, "the-broker", &funcs, world);
  hark_broker_protocol_set_session (world->broker, ++world->n_brokers);
  world->broker_stops_until = 0;
  world->ticks_at = world->now;
  g_array_set_size (world->died, 0);
  trace (world, "broker", "starts");
}

/* Nobody has been told anything by the protocol. */
static void
drop_connections (World *world)
{
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      g_byte_array_set_size (wire->to_broker.bytes, 0);
      wire->to_peer.is_closed = TRUE;
      wire->connection = 0;
      wire->is_broken = TRUE;
      wire->was_cut = TRUE;
    }
  for (guint i = 0; i < world->peers->len; i++)
    oracle_cut (world, g_ptr_array_index (world->peers, i));
}

void
broker_kill (World *world)
{
  trace (world, "broker", "is killed");
  world->is_dying = TRUE;
  hark_broker_protocol_free (world->broker);
  world->broker = NULL;
  world->is_dying = FALSE;
  drop_connections (world);
}

void
broker_stop (World *world)
{
  trace (world, "broker", "is asked to end");
  for (guint i = 0; i < world->wires->len; i++)
    ((Wire *) g_ptr_array_index (world->wires, i))->was_cut = TRUE;
  hark_broker_protocol_free (world->broker);
  world->broker = NULL;
  drop_connections (world);
}

void
broker_accept (World *world,
               Wire  *wire,
               gint32 process)
{
  const gid_t group = getegid ();
  g_autoptr(HarkIdentity) identity = hark_identity_new_user (geteuid (), &group, 1);

  identity->process = process;
  wire->connection = hark_broker_protocol_open (world->broker, world->now);
  hark_broker_protocol_identify (world->broker, wire->connection, identity);
  hark_broker_protocol_process (world->broker, wire->connection);
  world->ticks_at = world->now;
}

static void
end (Wire       *wire,
     const char *reason)
{
  g_autoptr(GError) error = g_error_new (HARK_ERROR, HARK_ERROR_PEER_GONE, "the connection has ended: %s", reason);

  wire->is_broken = TRUE;
  wire->was_cut = TRUE;
  hark_broker_protocol_close (wire->world->broker, wire->connection, error);
}

void
broker_read (Wire *wire)
{
  g_autoptr(GByteArray) piece = NULL;

  if (wire->to_broker.bytes->len == 0)
    {
      end (wire, "nothing more to read");
      return;
    }
  piece = pipe_take (&wire->to_broker, wire->world);
  hark_broker_protocol_feed (wire->world->broker, wire->connection, piece->data, piece->len);
}

void
broker_write (Wire *wire)
{
  HarkByteStream *stream = hark_broker_protocol_get_stream (wire->world->broker, wire->connection);

  if (wire->is_broken)
    {
      end (wire, "it cannot be written to");
      return;
    }
  pipe_fill (&wire->to_peer, stream);
  /* But for the padding of a frame. */
  if (stream->n_waiting > stream->max_waiting + 7)
    broken (wire->world, "rule 30: more waits for a peer than may");
  if (stream->is_over)
    {
      g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_LIMIT, "the other side did not read");

      hark_broker_protocol_close (wire->world->broker, wire->connection, error);
    }
}

void
broker_tick (World *world)
{
  world->ticks_at = hark_broker_protocol_tick (world->broker, world->now);
}
