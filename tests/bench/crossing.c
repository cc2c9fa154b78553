/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From process to process through a broker: one publisher to one subscriber and to eight, by many
 * topics, there and back, calls with their answers, and large payloads. Each end is typed, and
 * checks what it gets. */

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "events.h"
#include "stage.h"

enum
{
  BATCH     = 1000,
  AHEAD     = 32000,   /* events on their way: what the broker holds for who is behind */
  N_ROUNDS  = 5000,
  N_CALLS   = 5000,
  IN_FLIGHT = 1000,
  N_FLYING  = 200000,
  BIG       = 1 << 20,
  N_BIG     = 320,
  FEW       = 2,       /* of these on their way */
  N_IDLE    = 1000,
  N_EACH    = 10,      /* subscriptions of each idle peer */
  N_TOPICS  = 100000,
  N_HALVES  = 2,       /* connections that these are shared by: one may not have so many */
  N_PASSES  = 4,       /* events of each topic */
};

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

static const char *address;

/* What one process is doing. */
typedef struct
{
  StagePart *part;
  HarkPeer  *peer;
  HarkBus   *bus;
  HarkLoop  *loop;
  guint64    n;
} Player;

static void
player_init (Player     *self,
             StagePart  *part,
             const char *at)
{
  *self = (Player) { .part = part };
  self->bus = stage_join_broker (at, &self->peer);
  self->loop = hark_object_get_loop (HARK_OBJECT (self->bus));
}

static void
player_clear (Player *self)
{
  g_object_unref (self->peer);
  g_object_unref (self->bus);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
await_ready (gpointer object)
{
  g_autoptr(GError) error = NULL;

  if (!hark_object_await_ready (HARK_OBJECT (object), PATIENCE, NULL, &error))
    bench_fail (error->message);
}

static void
export (Player     *self,
                   gpointer    object,
                   const char *name)
{
  BENCH_CHECK (hark_bus_export (self->bus, HARK_OBJECT (object), name, NULL));
  await_ready (object);
}

/* The child has one more of what it is to get. */
static void
note (Player *self)
{
  atomic_store_explicit (&self->part->board->each[self->part->number].n, ++self->n, memory_order_relaxed);
  if (self->n < self->part->total)
    return;
  atomic_store (&self->part->board->each[self->part->number].end, bench_now ());
  exit (0);
}

/* Lets the events go, and waits as long as any of @n_children is more than @ahead of @n behind. */
static void
pace (StageBoard *board,
      guint       n_children,
      guint64     n,
      guint64     ahead)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < n_children; i++)
    while (atomic_load_explicit (&board->each[i].n, memory_order_relaxed) + ahead < n)
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (50);
}

static void
run (Player *self)
{
  atomic_fetch_add (&self->part->board->n_ready, 1);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* --- publish, and subscribe --- */

static void
on_fired (BenchSink  *self,
          gint64      number,
          const char *text)
{
  Player *player = bench_sink_get_data (self);

  BENCH_CHECK (number == (gint64) player->n && strcmp (text, "hello-event") == 0);
  note (player);
}

static const BenchSinkSlots sink_slots = { .on_fired = on_fired };

static void
subscriber (Player *self)
{
  BenchSink *sink = bench_sink_new (self->loop, &sink_slots, self, NULL);
  BenchSource *remote = bench_source_new_remote (self->bus, "source", self->loop);

  HARK_CONNECT (remote, bench_source_fired, sink, bench_sink_on_fired);
  await_ready (remote);
  run (self);
}

typedef struct
{
  guint   n_subscribers;
  guint64 n;
} Fan;

static double
publish (gpointer data)
{
  const Fan *fan = data;
  StageBoard *board = stage_clear ();
  BenchSource *source;
  Player self;
  gint64 start, end = 0;

  player_init (&self, NULL, address);
  source = bench_source_new (self.loop, NULL, NULL, NULL);
  export(&self, source, "source");
  for (guint i = 0; i < fan->n_subscribers; i++)
    stage_start ("subscriber", fan->n);
  stage_await ();
  while (g_main_context_iteration (NULL, FALSE))
    ;

  start = bench_now ();
  for (guint64 i = 0; i < fan->n; i += BATCH)
    {
      for (guint64 k = i; k < i + BATCH; k++)
        bench_source_emit_fired (source, (gint64) k, "hello-event");
      pace (board, fan->n_subscribers, i + BATCH, AHEAD);
    }
  stage_join ();
  for (guint i = 0; i < fan->n_subscribers; i++)
    {
      BENCH_CHECK (board->each[i].n == fan->n);
      end = MAX (end, board->each[i].end);
    }
  g_object_unref (source);
  player_clear (&self);
  return fan->n * fan->n_subscribers / ((double) (end - start) / 1e9);
}

/* --- many topics --- */

/* A topic, at either end: who emits it, or who hears it and what comes next. */
typedef struct
{
  BenchSource *source;
  Player      *player;
  gint64       next;
} Topic;

static void
on_topic (Topic      *self,
          gint64      number,
          const char *text)
{
  BENCH_CHECK (number == self->next && strcmp (text, "hello-event") == 0);
  self->next++;
  note (self->player);
}

/* @remote: NULL: exported here */
static void
open_topics (Player   *halves,
             Topic    *topics,
             gboolean  is_remote)
{
  for (guint i = 0; i < N_TOPICS; i++)
    {
      Player *half = &halves[i % N_HALVES];
      g_autofree char *name = g_strdup_printf ("topic-%u", i);

      topics[i] = (Topic) { .player = &halves[0] };
      if (is_remote)
        {
          topics[i].source = bench_source_new_remote (half->bus, name, half->loop);
          HARK_CONNECT_DATA (topics[i].source, bench_source_fired, topics[i].source, on_topic, &topics[i], NULL);
        }
      else
        {
          topics[i].source = bench_source_new (half->loop, NULL, NULL, NULL);
          BENCH_CHECK (hark_bus_export (half->bus, HARK_OBJECT (topics[i].source), name, NULL));
        }
    }
  for (guint i = 0; i < N_HALVES; i++)
    BENCH_CHECK (hark_bus_flush (halves[i].bus, PATIENCE, NULL, NULL));
}

static void
topics_subscriber (Player *self)
{
  Player halves[N_HALVES] = { *self };

  for (guint i = 1; i < N_HALVES; i++)
    player_init (&halves[i], self->part, self->part->address);
  open_topics (halves, g_new (Topic, N_TOPICS), TRUE);
  run (self);
}

static double
publish_topics (gpointer unused)
{
  StageBoard *board = stage_clear ();
  Topic *topics = g_new (Topic, N_TOPICS);
  Player halves[N_HALVES];
  gint64 start;

  for (guint i = 0; i < N_HALVES; i++)
    player_init (&halves[i], NULL, address);
  open_topics (halves, topics, FALSE);
  stage_start ("topics", N_TOPICS * N_PASSES);
  stage_await ();
  while (g_main_context_iteration (NULL, FALSE))
    ;

  start = bench_now ();
  for (guint64 i = 0; i < N_TOPICS * N_PASSES; i++)
    {
      bench_source_emit_fired (topics[i % N_TOPICS].source, (gint64) (i / N_TOPICS), "hello-event");
      if (i % BATCH == BATCH - 1)
        pace (board, 1, i + 1, AHEAD);
    }
  stage_join ();
  start = board->each[0].end - start;
  for (guint i = 0; i < N_TOPICS; i++)
    g_object_unref (topics[i].source);
  for (guint i = 0; i < N_HALVES; i++)
    player_clear (&halves[i]);
  g_free (topics);
  return N_TOPICS * N_PASSES / (start / 1e9);
}

/* --- large payloads --- */

static void
on_sent (Player *self,
         GBytes *data)
{
  const guint8 *bytes = g_bytes_get_data (data, NULL);

  BENCH_CHECK (g_bytes_get_size (data) == BIG && bytes[0] == 'h' && bytes[BIG - 1] == 'k');
  note (self);
}

static void
bulk_subscriber (Player *self)
{
  BenchBulk *remote = bench_bulk_new_remote (self->bus, "bulk", self->loop);

  HARK_CONNECT_DATA (remote, bench_bulk_sent, remote, on_sent, self, NULL);
  await_ready (remote);
  run (self);
}

static double
send_bulk (gpointer unused)
{
  StageBoard *board = stage_clear ();
  g_autofree guint8 *data = g_malloc0 (BIG);
  g_autoptr(GBytes) bytes = NULL;
  BenchBulk *bulk;
  Player self;
  gint64 start;

  data[0] = 'h';
  data[BIG - 1] = 'k';
  bytes = g_bytes_new_static (data, BIG);
  player_init (&self, NULL, address);
  bulk = bench_bulk_new (self.loop, NULL, NULL, NULL);
  export(&self, bulk, "bulk");
  stage_start ("bulk", N_BIG);
  stage_await ();

  start = bench_now ();
  for (guint i = 0; i < N_BIG; i++)
    {
      bench_bulk_emit_sent (bulk, bytes);
      pace (board, 1, i + 1, FEW);
    }
  stage_join ();
  start = board->each[0].end - start;
  g_object_unref (bulk);
  player_clear (&self);
  return (double) N_BIG * BIG / (start / 1e9);
}

/* The same bytes through a bare socket, from one process to another. */
static double
send_bare (gpointer unused)
{
  g_autofree char *data = g_malloc0 (BIG);
  gsize total = (gsize) N_BIG * BIG;
  int ends[2], status;
  gint64 start;
  pid_t child;

  BENCH_CHECK (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  child = fork ();
  BENCH_CHECK (child >= 0);
  if (child == 0)
    {
      gssize n = 1;

      close (ends[0]);
      while (total > 0 && (n = read (ends[1], data, BIG)) > 0)
        total -= (gsize) n;
      _exit (n > 0 && write (ends[1], "", 1) == 1 ? 0 : 1);
    }
  close (ends[1]);
  start = bench_now ();
  for (gsize i = 0; i < total;)
    {
      gssize n = write (ends[0], data + i % BIG, BIG - i % BIG);

      BENCH_CHECK (n > 0);
      i += (gsize) n;
    }
  BENCH_CHECK (read (ends[0], data, 1) == 1);
  start = bench_now () - start;
  close (ends[0]);
  BENCH_CHECK (waitpid (child, &status, 0) == child && status == 0);
  return (double) total / (start / 1e9);
}

/* --- there and back --- */

static void
on_ping (BenchNode  *self,
         gint64      number,
         const char *text)
{
  bench_node_emit_passed (self, number, text);
}

static const BenchNodeSlots echo_slots = { .on_passed = on_ping };

/* What it is to get is how long it spins. */
static void
echo (Player *self)
{
  BenchNode *node = bench_node_new (self->loop, &echo_slots, self, NULL);
  BenchNode *remote = bench_node_new_remote (self->bus, "ping", self->loop);

  hark_loop_set_spin (self->loop, (gint64) self->part->total);
  HARK_CONNECT (remote, bench_node_passed, node, bench_node_on_passed);
  export(self, node, "echo");
  await_ready (remote);
  run (self);
}

static void
on_pong (BenchNode  *self,
         gint64      number,
         const char *text)
{
  Player *player = bench_node_get_data (self);

  BENCH_CHECK (number == (gint64) player->n);
  if (++player->n < N_ROUNDS)
    bench_node_emit_passed (self, (gint64) player->n, text);
}

static const BenchNodeSlots ping_slots = { .on_passed = on_pong };

/* @data: the microseconds that both ends spin */
static double
round_trips (gpointer data)
{
  BenchNode *node, *remote;
  Player self;
  gint64 start;

  stage_clear ();
  player_init (&self, NULL, address);
  node = bench_node_new (self.loop, &ping_slots, &self, NULL);
  export(&self, node, "ping");
  hark_loop_set_spin (self.loop, GPOINTER_TO_INT (data));
  stage_start ("echo", GPOINTER_TO_UINT (data));
  stage_await ();
  remote = bench_node_new_remote (self.bus, "echo", self.loop);
  HARK_CONNECT (remote, bench_node_passed, node, bench_node_on_passed);
  await_ready (remote);

  start = bench_now ();
  bench_node_emit_passed (node, 0, "hello-event");
  while (self.n < N_ROUNDS)
    g_main_context_iteration (NULL, TRUE);
  start = bench_now () - start;
  stage_end ();
  g_object_unref (remote);
  g_object_unref (node);
  player_clear (&self);
  return (double) start / 1e3 / N_ROUNDS;
}

/* --- calls --- */

static gint64
add (BenchLedger *self,
     gint64       number)
{
  Player *player = bench_ledger_get_data (self);

  player->n += (guint64) number;
  return (gint64) player->n;
}

static const BenchLedgerSlots ledger_slots = { .add = add };

static void
ledger (Player *self)
{
  BenchLedger *object = bench_ledger_new (self->loop, &ledger_slots, self, NULL);

  export(self, object, "ledger");
  run (self);
}

static BenchLedger *
open_ledger (Player *self)
{
  BenchLedger *remote;

  stage_clear ();
  stage_start ("ledger", 0);
  stage_await ();
  player_init (self, NULL, address);
  remote = bench_ledger_new_remote (self->bus, "ledger", self->loop);
  await_ready (remote);
  return remote;
}

static void
close_ledger (Player      *self,
              BenchLedger *remote)
{
  stage_end ();
  g_object_unref (remote);
  player_clear (self);
}

/* One after the other. */
static gpointer
ask (gpointer  remote,
     GError  **error)
{
  for (gint64 i = 1; i <= N_CALLS; i++)
    {
      gint64 sum;

      BENCH_CHECK (bench_ledger_await_add (remote, 1, HARK_FOREVER, NULL, &sum, error) && sum == i);
    }
  return NULL;
}

static double
call (gpointer unused)
{
  Player self;
  BenchLedger *remote = open_ledger (&self);
  g_autoptr(GError) error = NULL;
  gint64 start = bench_now ();

  hark_run (ask, remote, &error);
  if (error != NULL)
    bench_fail (error->message);
  start = bench_now () - start;
  close_ledger (&self, remote);
  return (double) start / 1e3 / N_CALLS;
}

typedef struct
{
  Player       player;
  BenchLedger *remote;
  guint        n_asked;
} Flight;

static void
on_added (HarkFuture *future,
          gpointer    remote,
          gpointer    data)
{
  Flight *self = data;
  gint64 sum;

  BENCH_CHECK (bench_ledger_finish_add (future, &sum, NULL) && sum == (gint64) ++self->player.n);
}

/* As many at a time as are worth a name. */
static double
calls_in_flight (gpointer unused)
{
  Flight self = { .n_asked = 0 };
  gint64 start;

  self.remote = open_ledger (&self.player);
  start = bench_now ();
  while (self.player.n < N_FLYING)
    {
      while (self.n_asked < N_FLYING && self.n_asked < self.player.n + IN_FLIGHT)
        {
          g_autoptr(HarkFuture) sum = bench_ledger_call_add (self.remote, 1);

          hark_future_then (sum, self.remote, on_added, &self, NULL);
          self.n_asked++;
        }
      g_main_context_iteration (NULL, TRUE);
    }
  start = bench_now () - start;
  close_ledger (&self.player, self.remote);
  return N_FLYING / (start / 1e9);
}

/* --- idle peers --- */

static void
on_never (BenchSource *remote,
          gint64       number,
          const char  *text)
{
  bench_fail ("nobody emits this");
}

/* What the broker has for each of them. */
static double
idle_peers (void)
{
  Player *players = g_new (Player, N_IDLE);
  BenchSource **remotes = g_new (BenchSource *, N_IDLE * N_EACH);
  gsize before = stage_broker_size (), after;

  for (guint i = 0; i < N_IDLE; i++)
    {
      player_init (&players[i], NULL, address);
      for (guint k = 0; k < N_EACH; k++)
        {
          g_autofree char *name = g_strdup_printf ("idle-%u-%u", i, k);

          remotes[i * N_EACH + k] = bench_source_new_remote (players[i].bus, name, players[i].loop);
          HARK_CONNECT_FUNC (remotes[i * N_EACH + k], bench_source_fired, remotes[i * N_EACH + k], on_never);
        }
      BENCH_CHECK (hark_bus_flush (players[i].bus, PATIENCE, NULL, NULL));
    }
  after = stage_broker_size ();
  for (guint i = 0; i < N_IDLE * N_EACH; i++)
    g_object_unref (remotes[i]);
  for (guint i = 0; i < N_IDLE; i++)
    player_clear (&players[i]);
  g_free (remotes);
  g_free (players);
  return (double) (after - before) / N_IDLE;
}

static void
play (StagePart *part)
{
  static const struct { const char *role; void (*func) (Player *); } roles[] =
  {
    { "subscriber", subscriber }, { "topics", topics_subscriber }, { "bulk", bulk_subscriber }, { "echo", echo }, { "ledger", ledger },
  };
  Player self;

  player_init (&self, part, part->address);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (strcmp (part->role, roles[i].role) == 0)
      roles[i].func (&self);
  bench_fail ("no such role");
}

int
main (int    argc,
      char **argv)
{
  Fan one = { 1, 1000000 }, eight = { 8, 200000 };
  StagePart *part = stage_enter (argc, argv);

  if (part != NULL)
    play (part);
  bench_init (argc, argv);
  address = stage_open ();
  bench_run ("hark.broker.pubsub", "events/s", BENCH_RATE | BENCH_THREADS, publish, &one);
  bench_run ("hark.broker.fanout8", "deliveries/s", BENCH_RATE | BENCH_THREADS, publish, &eight);
  bench_run ("hark.broker.topics.1e5", "events/s", BENCH_RATE | BENCH_THREADS, publish_topics, NULL);
  bench_run ("hark.broker.rtt", "us", BENCH_THREADS, round_trips, GINT_TO_POINTER (0));
  bench_run ("hark.broker.rtt.spinning", "us", BENCH_THREADS, round_trips, GINT_TO_POINTER (100));
  bench_run ("hark.broker.call", "us", BENCH_THREADS, call, NULL);
  bench_run ("hark.broker.call.in_flight", "calls/s", BENCH_RATE | BENCH_THREADS, calls_in_flight, NULL);
  bench_run ("hark.broker.big", "bytes/s", BENCH_RATE | BENCH_THREADS, send_bulk, NULL);
  bench_run ("socket.big", "bytes/s", BENCH_RATE | BENCH_THREADS, send_bare, NULL);
  if (bench_wants ("hark.broker.rss", BENCH_DEFAULT))
    bench_value ("hark.broker.rss", "bytes", idle_peers ());
  stage_close ();
  return 0;
}
