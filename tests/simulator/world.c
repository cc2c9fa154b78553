/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One life: what happens next, and when, is chosen from the seed alone. Between
 * what users do, bytes move, somewhere, a few of them. Now and then, and at the
 * end, trouble ceases until nothing moves any more, and nothing may be missing. */

#include "world-private.h"

#include <stdio.h>

#include "bridge/router/router-private.h"

enum
{
  MOST_STEPS = 200000,
};

const Profile profiles[] =
{
  { .name = "quiet" },
  { .name = "slow", .stop = 60, .delay = 100, .is_narrow = TRUE },
  { .name = "cuts", .cut = 60, .delay = 50 },
  { .name = "restarts", .restart = 40, .stop = 10, .delay = 50 },
  { .name = "deaths", .death = 60, .stop = 20 },
  { .name = "strangers", .stranger = 150, .delay = 20 },
  { .name = "all", .cut = 30, .restart = 15, .death = 20, .stop = 20, .stranger = 40, .delay = 40 },
  { .name = "all, narrow", .cut = 30, .restart = 15, .death = 20, .stop = 40, .stranger = 40, .delay = 40, .is_narrow = TRUE },
};
const guint n_profiles = G_N_ELEMENTS (profiles);

/* --- Chance --- */

/* xorshift64*, so that a seed means the same everywhere. */
static guint64
next_random (World *world)
{
  guint64 x = world->random;

  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  world->random = x;
  return x * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d);
}

guint
any (World *world,
     guint  n)
{
  return n > 1 ? (guint) ((next_random (world) >> 33) % n) : 0;
}

gboolean
chance (World *world,
        guint  n)
{
  return any (world, 1000) < n;
}

/* --- Telling --- */

void
trace (World      *world,
       const char *who,
       const char *format,
       ...)
{
  va_list arguments;

  if (!world->is_traced)
    return;
  printf ("%10.3f ms  %-10s ", (double) world->now / 1000, who);
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
}

void
broken (World      *world,
        const char *format,
        ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  trace (world, "oracle", "%s", what);
  fflush (stdout);
  fprintf (stderr, "seed %" G_GUINT64_FORMAT " (%s): %s\n", world->seed, world->profile->name, what);
  fflush (stderr);
  _exit (1);
}

/* --- What can happen next --- */

typedef struct
{
  void   (*wire_func) (Wire *wire);
  void   (*peer_func) (Peer *peer);
  gpointer subject;
} Move;

static void
add_move (GArray  *moves,
          void   (*wire_func) (Wire *wire),
          void   (*peer_func) (Peer *peer),
          gpointer subject)
{
  Move move = { wire_func, peer_func, subject };

  g_array_append_val (moves, move);
}

static gboolean
can_read (World      *world,
          const Pipe *pipe)
{
  return pipe->bytes->len > 0 ? pipe->not_before <= world->now : pipe->is_closed;
}

static gboolean
can_write (const Wire           *wire,
           const Pipe           *pipe,
           const HarkByteStream *stream)
{
  if (wire->is_broken)
    return stream->n_waiting > 0;
  return pipe_can_fill (pipe, stream);
}

static void
listen_deafly (Wire *wire)
{
  g_byte_array_set_size (wire->to_peer.bytes, 0);
}

static void
add_moves_of_wire (World  *world,
                   GArray *moves,
                   Wire   *wire)
{
  Peer *peer = wire->peer;

  if (wire->connection != 0 && world->broker_stops_until == 0)
    {
      HarkByteStream *stream = hark_broker_protocol_get_stream (world->broker, wire->connection);

      if (can_read (world, &wire->to_broker))
        add_move (moves, broker_read, NULL, wire);
      if (stream->is_over || can_write (wire, &wire->to_peer, stream))
        add_move (moves, broker_write, NULL, wire);
    }
  if (peer != NULL && peer->stops_until == 0)
    {
      if (can_read (world, &wire->to_peer))
        add_move (moves, NULL, peer_read, peer);
      if (can_write (wire, &wire->to_broker, hark_peer_protocol_get_stream (peer->protocol)))
        add_move (moves, NULL, peer_write, peer);
    }
  if (wire->is_stranger && !wire->is_deaf && wire->to_peer.bytes->len > 0)
    add_move (moves, listen_deafly, NULL, wire);
}

/* Those that nobody holds any more. */
static void
drop_wires (World *world)
{
  for (guint i = world->wires->len; i > 0; i--)
    {
      Wire *wire = g_ptr_array_index (world->wires, i - 1);

      if (wire->connection == 0 && wire->peer == NULL)
        g_ptr_array_remove_index (world->wires, i - 1);
    }
}

/* Returns: whether anything moved */
static gboolean
step (World *world)
{
  g_autoptr(GArray) moves = g_array_new (FALSE, FALSE, sizeof (Move));
  Move *move;

  drop_wires (world);
  for (guint i = 0; i < world->wires->len; i++)
    add_moves_of_wire (world, moves, g_ptr_array_index (world->wires, i));
  for (guint i = 0; i < world->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (world->peers, i);

      if (peer->to_answer->len > 0 && peer->link != NULL && peer->stops_until == 0 && peer->works_until <= world->now)
        add_move (moves, NULL, peer_answer, peer);
    }
  if (moves->len == 0)
    return FALSE;
  move = &g_array_index (moves, Move, any (world, moves->len));
  if (move->wire_func != NULL)
    move->wire_func (move->subject);
  else
    move->peer_func (move->subject);
  world->now += any (world, 100);
  world->counts->n_steps += 1;
  return TRUE;
}

/* --- Time --- */

static void
earlier (gint64 *next,
         gint64  time)
{
  *next = MIN (*next, time);
}

/* Returns: when something happens by itself; %G_MAXINT64: never */
static gint64
next_time (World *world)
{
  gint64 next = G_MAXINT64;

  if (world->broker == NULL)
    earlier (&next, world->starts_at);
  else
    earlier (&next, world->ticks_at);
  if (world->broker_stops_until != 0)
    earlier (&next, world->broker_stops_until);
  for (guint i = 0; i < world->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (world->peers, i);

      if (peer->stops_until != 0)
        earlier (&next, peer->stops_until);
      else if (peer->wire == NULL)
        earlier (&next, peer->connects_at);
      if (peer->stops_until == 0)
        earlier (&next, peer->ticks_at);
      if (peer->stops_until == 0 && peer->to_answer->len > 0)
        earlier (&next, MAX (world->now, peer->works_until));
    }
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      if (wire->to_broker.not_before > world->now)
        earlier (&next, wire->to_broker.not_before);
      if (wire->to_peer.not_before > world->now)
        earlier (&next, wire->to_peer.not_before);
    }
  return next;
}

/* What is due happens. */
static void
run_timers (World *world)
{
  if (world->broker == NULL && world->starts_at <= world->now)
    broker_start (world);
  if (world->broker_stops_until != 0 && world->broker_stops_until <= world->now)
    world->broker_stops_until = 0;
  if (world->broker != NULL && world->broker_stops_until == 0 && world->ticks_at <= world->now)
    broker_tick (world);
  if (world->broker != NULL && world->broker_stops_until == 0)
    broker_mourn (world);
  for (guint i = 0; i < world->peers->len; i++)
    {
      Peer *peer = g_ptr_array_index (world->peers, i);

      if (peer->stops_until != 0 && peer->stops_until <= world->now)
        peer->stops_until = 0;
      if (peer->stops_until == 0 && peer->wire == NULL && peer->connects_at <= world->now)
        peer_connect (peer);
      if (peer->stops_until == 0 && peer->ticks_at <= world->now)
        peer_tick (peer);
    }
}

/* Until nothing moves any more. */
static void
run (World *world)
{
  for (guint n = 0; n < MOST_STEPS; n++)
    {
      gint64 next;

      run_timers (world);
      if (step (world))
        continue;
      next = next_time (world);
      if (next == G_MAXINT64)
        return;
      world->now = MAX (world->now, next);
    }
  broken (world, "it never comes to rest");
}

/* --- Trouble --- */

static Peer *
any_peer (World *world)
{
  return g_ptr_array_index (world->peers, any (world, world->peers->len));
}

static Wire *
any_wire (World *world)
{
  return world->wires->len > 0 ? g_ptr_array_index (world->wires, any (world, world->wires->len)) : NULL;
}

static void
cut_any (World *world)
{
  Wire *wire = any_wire (world);

  if (wire == NULL || wire->peer == NULL || wire->was_cut)
    return;
  trace (world, wire->peer->name, "its connection is cut");
  world->counts->n_cut += 1;
  oracle_cut (world, wire->peer);
  wire_cut (wire);
}

static void
restart_broker (World *world)
{
  if (world->broker == NULL)
    return;
  world->counts->n_restarts += 1;
  if (any (world, 4) == 0)
    broker_stop (world);
  else
    broker_kill (world);
  world->starts_at = world->now + any (world, 200000);
}

static void
replace_any_peer (World *world)
{
  Peer *peer = any_peer (world);
  guint place = peer->place;

  world->counts->n_deaths += 1;
  peer_kill (peer);
  peer_new (world, place);
}

static void
stop_any (World *world)
{
  Peer *peer = any_peer (world);
  gint64 until = world->now + 1000 + any (world, 3000000);

  world->counts->n_stops += 1;
  if (any (world, 8) == 0 && world->broker != NULL)
    {
      trace (world, "broker", "stands still");
      world->broker_stops_until = until;
      return;
    }
  trace (world, peer->name, "stands still");
  peer->stops_until = until;
}

static void
delay_any (World *world)
{
  Wire *wire = any_wire (world);

  if (wire == NULL)
    return;
  (any (world, 2) == 0 ? &wire->to_broker : &wire->to_peer)->not_before = world->now + any (world, 50000);
}

static void
trouble (World *world)
{
  const Profile *profile = world->profile;

  if (chance (world, profile->cut))
    cut_any (world);
  if (chance (world, profile->restart))
    restart_broker (world);
  if (chance (world, profile->death))
    replace_any_peer (world);
  if (chance (world, profile->stop))
    stop_any (world);
  if (chance (world, profile->delay))
    delay_any (world);
  if (world->broker != NULL && chance (world, profile->stranger))
    {
      world->counts->n_strangers += 1;
      stranger_come (world);
    }
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      if (wire->is_stranger && any (world, 3) == 0)
        stranger_speak (wire);
    }
}

/* All that is out of order comes into order. */
static void
calm_down (World *world)
{
  trace (world, "world", "calms down");
  world->broker_stops_until = 0;
  for (guint i = 0; i < world->peers->len; i++)
    ((Peer *) g_ptr_array_index (world->peers, i))->stops_until = 0;
  for (guint i = 0; i < world->wires->len; i++)
    {
      Wire *wire = g_ptr_array_index (world->wires, i);

      wire->to_broker.not_before = 0;
      wire->to_peer.not_before = 0;
      if (wire->is_stranger)
        wire_hang_up (wire);
    }
}

/* --- Life --- */

static void
act (World *world)
{
  Peer *peer = any_peer (world);

  oracle_check (world);
  /* Who stands still does nothing. */
  if (peer->stops_until == 0)
    switch (any (world, 20))
      {
      case 0: case 1: case 2: case 3:
        peer_export_or_subscribe (peer);
        break;
      case 4: case 5:
        peer_give_up (peer);
        break;
      case 6: case 7: case 8:
        peer_call (peer);
        break;
      case 9:
        peer_flush (peer);
        break;
      case 10:
        peer_cancel (peer);
        break;
      default:
        for (guint n = any (world, 4); n > 0; n--)
          peer_emit (peer, NULL);
        break;
      }
  trouble (world);
  for (guint n = any (world, 30); n > 0; n--)
    {
      run_timers (world);
      if (!step (world))
        world->now += any (world, 1000);
    }
}

static void
rest (World *world)
{
  calm_down (world);
  run (world);
  oracle_check_rest (world);
  /* Those who are ready hear the next of each. */
  for (guint i = 0; i < world->items->len; i++)
    {
      Item *item = g_ptr_array_index (world->items, i);

      if (item->is_export && !item->is_other && !item->is_over)
        peer_emit (item->peer, item);
    }
  run (world);
  oracle_check_rest (world);
  oracle_check_kept (world);
}

/* Everybody goes; nothing is left of them. */
static void
end (World *world)
{
  for (guint i = 0; i < world->peers->len; i++)
    peer_leave (g_ptr_array_index (world->peers, i));
  run (world);
  if (g_hash_table_size (world->broker->peers) > 0 || g_hash_table_size (world->broker->classes) > 0)
    broken (world, "the broker remembers those who have gone");
}

static void
set_limits (World *world)
{
  world->limits = hark_limits_default;
  world->limits.grace_time = any (world, 4) == 0 ? any (world, 2) : 10000 + any (world, 3000000);
  if (!world->profile->is_narrow)
    return;
  world->limits.frame = 8000; /* so that a quarter of that is large */
  world->limits.output = 4000 + any (world, 20000);
  world->limits.retained = any (world, any (world, 2) == 0 ? 1000 : 30000);
  world->limits.backlog = 1 + any (world, (guint) world->limits.output);
  world->limits.waiting = 1000 + any (world, 40000);
  world->limits.share = 1 + any (world, 2000);
  world->limits.catch_up = 1 + any (world, 5000);
  world->limits.read_time = 100000 + any (world, 3000000);
  world->limits.window = 1 + any (world, 4);
  world->limits.group_calls = 1 + any (world, 10);
  world->limits.calls = 2 + any (world, 10);
}

void
world_live (guint64   seed,
            gboolean  is_traced,
            Counts   *counts)
{
  World world = { .seed = seed,
                  .random = (seed + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
                  .profile = &profiles[seed % n_profiles],
                  .is_traced = is_traced,
                  .counts = counts };
  guint n_peers;

  for (guint i = 0; i < 4; i++)
    next_random (&world);
  trace (&world, "world", "is one of the kind \"%s\"", world.profile->name);
  set_limits (&world);
  world.died = g_array_new (FALSE, FALSE, sizeof (guint));
  world.wires = g_ptr_array_new_with_free_func (wire_free);
  world.peers = g_ptr_array_new_with_free_func (peer_free);
  world.items = g_ptr_array_new_with_free_func (item_free);
  world.requests = g_ptr_array_new_with_free_func (request_free);
  broker_start (&world);
  n_peers = 2 + any (&world, 4);
  for (guint i = 1; i <= n_peers; i++)
    peer_new (&world, i);
  for (guint n = 20 + any (&world, 100); n > 0; n--)
    {
      act (&world);
      if (any (&world, 50) == 0)
        rest (&world);
    }
  rest (&world);
  end (&world);

  g_ptr_array_unref (world.peers);
  hark_broker_protocol_free (world.broker);
  g_array_unref (world.died);
  g_ptr_array_unref (world.wires);
  g_ptr_array_unref (world.items);
  g_ptr_array_unref (world.requests);
  counts->n_lives += 1;
}
