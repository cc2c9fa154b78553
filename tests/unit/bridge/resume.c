/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of events when connections break and brokers die, rule 29: played
 * without sockets, with bytes cut wherever they are. */

#include "network-private.h"

#include <unistd.h>

#include "bridge/peer/peer-state-private.h"
#include "bridge/router/router-private.h"
#include "bridge/rules/identity-private.h"

typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  Node    *other;   /* a second taker */
} Play;

static Play
play_new (const HarkLimits *limits)
{
  Play play = { .network = network_new (limits) };

  play.maker = network_join (play.network, "maker");
  play.taker = network_join (play.network, "taker");
  play.other = network_join (play.network, "other");
  play.maker->link->funcs->export_object (play.maker->link, 1, &maker_info, "line-1", FALSE);
  play.taker->link->funcs->subscribe (play.taker->link, 1, &maker_made, "line-1", HARK_DELIVERY_GAP);
  play.other->link->funcs->subscribe (play.other->link, 1, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\n");
  node_assert (play.other, "subscribed 1\n");
  node_forget (play.maker);
  return play;
}

static void
play_clear (Play *play)
{
  network_free (play->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

static void
publish (Play    *play,
         guint64  from,
         guint64  to)
{
  for (; from <= to; from++)
    node_publish (play->maker, 1, "chair", from);
}

/* That the log has these events, in this order, and says nothing else of events. */
static void
assert_events (Node    *node,
               guint64  from,
               guint64  to)
{
  g_auto(GStrv) lines = g_strsplit (node->log->str, "\n", -1);
  guint i;

  for (i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *expected = g_strdup_printf ("event for 1: ('chair', %" G_GUINT64_FORMAT ")", from);

      if (!g_str_has_prefix (lines[i], "event") && !g_str_has_prefix (lines[i], "gap"))
        continue;
      g_assert_cmpstr (lines[i], ==, expected);
      from += 1;
    }
  g_assert_cmpuint (from, ==, to + 1);
  node_forget (node);
}

static guint64
count_resent (Node *node)
{
  return hark_peer_protocol_get_figures (node->peer)->n_resent;
}

static guint64
count_discarded (Node *node)
{
  return hark_peer_protocol_get_figures (node->peer)->n_discarded;
}

/* --- Connections --- */

static void
test_a_subscriber_that_comes_back_has_missed_nothing (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 4, 6);
  network_run (play.network);
  assert_events (play.other, 1, 6);
  node_reconnect (play.taker);
  network_run (play.network);
  publish (&play, 7, 8);
  network_run (play.network);
  assert_events (play.taker, 1, 8);
  /* It says what it has seen, so nothing comes twice; and to nobody else. */
  assert_events (play.other, 7, 8);
  g_assert_cmpuint (count_resent (play.maker), ==, 3);
  g_assert_cmpuint (count_discarded (play.taker), ==, 0);
  g_assert_cmpuint (count_discarded (play.other), ==, 0);
}

static void
test_a_publisher_that_comes_back_sends_what_it_kept (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.maker);
  publish (&play, 4, 6);
  network_run (play.network);
  node_reconnect (play.maker);
  publish (&play, 7, 7);
  network_run (play.network);
  publish (&play, 8, 8);
  network_run (play.network);
  /* It does not know what the two have seen. */
  g_assert_cmpuint (count_resent (play.maker), ==, 14);
  g_assert_cmpuint (count_discarded (play.taker), ==, 3);
  assert_events (play.taker, 1, 8);
  assert_events (play.other, 1, 8);
}

static void
test_what_was_on_its_way_comes_again (void)
{
  g_auto(Play) play = play_new (NULL);
  guint64 serial = 0;
  guint round;

  for (round = 0; round < 50; round++)
    {
      guint n = g_rand_int (play.network->random) % 60;

      publish (&play, serial + 1, serial + 5);
      serial += 5;
      while (n-- > 0)
        network_step (play.network);
      node_cut (round % 2 == 0 ? play.taker : play.maker);
      publish (&play, serial + 1, serial + 2);
      serial += 2;
      node_reconnect (round % 2 == 0 ? play.taker : play.maker);
    }
  network_run (play.network);
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
  g_assert_cmpuint (count_resent (play.maker), >, 0);
}

static void
test_a_connection_that_is_taken_over_ends (void)
{
  g_auto(Play) play = play_new (NULL);
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "cut");
  guint connection = play.taker->connection;

  /* The broker has not noticed. */
  publish (&play, 1, 2);
  network_run (play.network);
  hark_peer_protocol_close (play.taker->peer, reason);
  node_assert_lost (play.taker);
  g_byte_array_set_size (play.taker->to_broker, 0);
  play.taker->connection = 0;
  publish (&play, 3, 4);
  network_run (play.network);
  g_byte_array_set_size (play.taker->to_peer, 0);
  node_reconnect (play.taker);
  network_run (play.network);
  g_assert_null (hark_broker_protocol_get_stream (play.network->broker, connection));
  publish (&play, 5, 6);
  network_run (play.network);
  assert_events (play.taker, 1, 6);
}

/* --- Brokers --- */

static void
test_a_new_broker_is_told_everything (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  network_run (play.network);
  publish (&play, 4, 5);
  network_kill_broker (play.network);
  publish (&play, 6, 6);
  node_reconnect (play.taker);
  network_run (play.network);
  publish (&play, 7, 7);
  node_reconnect (play.maker);
  network_run (play.network);
  publish (&play, 8, 8);
  network_run (play.network);
  /* Whom others came before. */
  node_reconnect (play.other);
  network_run (play.network);
  publish (&play, 9, 9);
  network_run (play.network);
  assert_events (play.taker, 1, 9);
  assert_events (play.other, 1, 9);
}

static void
test_brokers_die_at_any_byte (void)
{
  g_auto(Play) play = play_new (NULL);
  Node *nodes[] = { play.maker, play.taker, play.other };
  guint64 serial = 0;
  guint round;
  guint i;

  for (round = 0; round < 100; round++)
    {
      guint n = g_rand_int (play.network->random) % 100;

      while (n-- > 0)
        {
          if (n % 4 == 0)
            publish (&play, serial + 1, serial + 1), serial += 1;
          network_step (play.network);
        }
      if (round % 10 == 0)
        network_tick (play.network, G_USEC_PER_SEC);
      network_kill_broker (play.network);
      publish (&play, serial + 1, serial + 1), serial += 1;
      for (i = 0; i < 3; i++)
        node_reconnect (nodes[(round + i) % 3]);
    }
  network_run (play.network);
  publish (&play, serial + 1, serial + 1), serial += 1;
  network_run (play.network);
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
  g_assert_cmpuint (count_resent (play.maker), >, 0);
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, ==, 0);
}

/* More than a block of the log between two marks, so that what is acknowledged really goes. */
static void
test_what_one_has_not_seen_is_kept (void)
{
  g_auto(Play) play = play_new (NULL);
  guint64 serial = 0;
  guint round;

  for (round = 0; round < 6; round++)
    {
      Node *away = round % 2 == 0 ? play.taker : play.other;

      publish (&play, serial + 1, serial + 3000), serial += 3000;
      network_run (play.network);
      node_cut (away);
      network_run (play.network);
      publish (&play, serial + 1, serial + 3000), serial += 3000;
      network_run (play.network);
      network_tick (play.network, G_USEC_PER_SEC);
      network_tick (play.network, G_USEC_PER_SEC);
      if (round >= 3)
        {
          network_kill_broker (play.network);
          node_reconnect (away == play.taker ? play.other : play.taker);
          node_reconnect (play.maker);
          network_run (play.network);
          publish (&play, serial + 1, serial + 2000), serial += 2000;
          network_run (play.network);
        }
      node_reconnect (away);
      network_run (play.network);
    }
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
}

static void
test_ready_after_a_restart_is_ready (void)
{
  g_auto(Play) play = play_new (NULL);

  network_kill_broker (play.network);
  play.taker->link->funcs->subscribe (play.taker->link, 2, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
  play.taker->link->funcs->flush (play.taker->link, 3);
  node_reconnect (play.maker);
  network_run (play.network);
  play.maker->is_stuck = TRUE;
  node_reconnect (play.taker);
  network_run (play.network);
  /* The exporter is there, and does not know yet. */
  node_assert (play.taker, "connected to the-broker\n");
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\nsubscribed 2\nflushed 3\n");
  publish (&play, 1, 1);
  network_run (play.network);
  node_assert (play.taker, "event for 1 2: ('chair', 1)\n");
}

static void
test_what_is_given_up_and_wanted_again_begins_anew (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 2);
  network_run (play.network);
  assert_events (play.taker, 1, 2);
  /* Acknowledged, they are not kept. */
  network_tick (play.network, G_USEC_PER_SEC);
  network_tick (play.network, G_USEC_PER_SEC);
  network_kill_broker (play.network);
  publish (&play, 3, 4);
  play.taker->link->funcs->unsubscribe (play.taker->link, 1);
  play.taker->link->funcs->subscribe (play.taker->link, 2, &maker_made, "line-1", HARK_DELIVERY_GAP);
  node_reconnect (play.taker);
  network_run (play.network);
  node_reconnect (play.maker);
  node_reconnect (play.other);
  network_run (play.network);
  /* It may hear what it did not ask for, but nothing of it is lost. */
  g_assert_null (strstr (play.taker->log->str, "gap"));
  node_forget (play.taker);
  assert_events (play.other, 1, 4);
  publish (&play, 5, 5);
  network_run (play.network);
  node_assert (play.taker, "event for 2: ('chair', 5)\n");
}

/* What was said on the connection before is read last. */
static void
test_a_connection_that_was_lost_takes_over_nothing (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *before = network_connect (network);
  Node *now = network_connect (network);
  Node *const nodes[] = { now, before };

  for (guint i = 0; i < 2; i++)
    {
      node_write (nodes[i], HARK_MESSAGE_HELLO, 0, 0, 0,
                  g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 77, (guint64) 1 << 20, "by-hand"));
      network_run (network);
    }
  g_assert_null (now->closed);
  g_assert_cmpstr (before->closed, ==, "it goes on with another connection");
}

/* --- Limits --- */

static void
test_what_does_not_fit_is_told (void)
{
  HarkLimits set = hark_limits_default;
  guint64 n_lost;

  set.retained = 130 << 10;
  g_auto(Play) play = play_new (&set);

  publish (&play, 1, 10);
  network_run (play.network);
  assert_events (play.taker, 1, 10);
  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 11, 10000);
  network_run (play.network);
  assert_events (play.other, 1, 10000);
  node_reconnect (play.taker);
  network_run (play.network);
  n_lost = hark_peer_protocol_get_figures (play.taker->peer)->n_lost;
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (n_lost, <, 9990);
  g_autofree char *dropped =
    g_strdup_printf ("%" G_GUINT64_FORMAT " of Test.Maker/line-1/made from maker to taker\n", n_lost);
  g_assert_cmpstr (play.network->dropped->str, ==, dropped);
  g_autoptr(HarkBrokerStats) stats = hark_broker_protocol_get_stats (play.network->broker, 0);
  g_assert_cmpuint (stats->n_dropped, ==, n_lost);
  g_autofree char *gap = g_strdup_printf ("connected to the-broker\n"
                                          "gap of %" G_GUINT64_FORMAT ": Test.Maker line-1 made of maker\n", n_lost);
  g_assert_true (g_str_has_prefix (play.taker->log->str, gap));
  g_string_erase (play.taker->log, 0, (gssize) strlen (gap));
  assert_events (play.taker, 11 + n_lost, 10000);
}

static void
test_nobody_is_waited_for_too_long (void)
{
  HarkLimits set = hark_limits_default;

  set.session_time = 5 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  publish (&play, 1, 1);
  play.other->link->funcs->unsubscribe (play.other->link, 1);
  network_run (play.network);
  assert_events (play.taker, 1, 1);
  node_cut (play.taker);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.session_time - 1);
  node_assert (play.maker, "");
  network_tick (play.network, 1);
  node_assert (play.maker, "made of 1 is not heard\n");
  publish (&play, 2, 3);

  /* What nobody counted is a gap all the same. */
  node_reconnect (play.taker);
  network_run (play.network);
  publish (&play, 4, 4);
  network_run (play.network);
  node_assert (play.taker, "connected to the-broker\ngap of 1: Test.Maker line-1 made of maker\n"
                           "subscribed 1\nevent for 1: ('chair', 4)\n");
}

static void
test_what_is_acknowledged_is_not_kept (void)
{
  HarkLimits set = hark_limits_default;

  set.mark_time = 2 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  publish (&play, 1, 20000);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.mark_time);
  assert_events (play.taker, 1, 20000);
  /* All of it could be sent again, if it were there. */
  node_cut (play.maker);
  network_run (play.network);
  node_reconnect (play.maker);
  network_run (play.network);
  g_assert_cmpuint (count_resent (play.maker), ==, 0);
  publish (&play, 20001, 20001);
  network_run (play.network);
  assert_events (play.taker, 20001, 20001);
}

static void
test_attempts_come_at_longer_and_uneven_times (void)
{
  HarkLimits set = hark_limits_default;

  set.retry_first = 100;
  set.retry_most = 1000;
  g_auto(Play) play = play_new (&set);
  HarkPeerProtocol *peer = play.taker->peer;

  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 0, 0), ==, 50);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 0, 1), ==, 100);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 1, 1), ==, 200);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 3, 0.5), ==, 600);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 4, 1), ==, 1000);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 4000000, 1), ==, 1000);
}

/* --- Who withdraws --- */

static void
unexport (Play *play)
{
  play->maker->link->funcs->unexport (play->maker->link, 1);
  network_run (play->network);
}

/* That the broker and the maker have let go of it, when time has passed. */
static void
assert_over (Play *play)
{
  Node *late = network_join (play->network, "late");

  network_tick (play->network, 1);
  network_tick (play->network, HARK_LIMIT_MARK_TIME);
  late->link->funcs->subscribe (late->link, 1, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
  network_run (play->network);
  node_assert (late, "subscribed 1\n");
  g_assert_cmpuint (play->maker->peer->exports.n, ==, 0);
  g_assert_cmpuint (g_hash_table_size (hark_broker_protocol_find (play->network->broker, play->maker->connection)->offers), ==, 0);
}

static void
test_what_was_emitted_before_comes_after_a_withdrawal (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 4, 6);
  network_run (play.network);
  unexport (&play);
  assert_events (play.other, 1, 6);
  node_reconnect (play.taker);
  network_run (play.network);
  assert_events (play.taker, 1, 6);
  assert_over (&play);
}

static void
test_who_withdraws_while_it_is_cut_off_loses_nothing (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.maker);
  publish (&play, 4, 6);
  play.maker->link->funcs->unexport (play.maker->link, 1);
  network_run (play.network);
  node_reconnect (play.maker);
  network_run (play.network);
  assert_events (play.taker, 1, 6);
  assert_events (play.other, 1, 6);
  /* Nobody is told of it who did not ask. */
  node_assert (play.maker, "connected to the-broker\n");
  assert_over (&play);
}

static void
test_who_withdraws_before_a_restart_loses_nothing (void)
{
  g_auto(Play) play = play_new (NULL);

  publish (&play, 1, 3);
  unexport (&play);
  network_kill_broker (play.network);
  node_reconnect (play.maker);
  network_run (play.network);
  node_reconnect (play.taker);
  network_run (play.network);
  node_reconnect (play.other);
  network_run (play.network);
  assert_events (play.taker, 1, 3);
  assert_events (play.other, 1, 3);
  assert_over (&play);
}

static void
test_what_is_withdrawn_reaches_who_is_slow (void)
{
  HarkLimits set = hark_limits_default;

  set.backlog = 16 << 10;
  set.catch_up = 4 << 10;
  g_auto(Play) play = play_new (&set);

  play.taker->is_stuck = TRUE;
  publish (&play, 1, 5000);
  network_run (play.network);
  unexport (&play);
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  assert_events (play.taker, 1, 5000);
  assert_over (&play);
}

static void
test_the_name_of_what_is_withdrawn_is_free (void)
{
  g_auto(Play) play = play_new (NULL);
  Node *next = network_join (play.network, "next");

  play.taker->is_stuck = TRUE;
  publish (&play, 1, 3);
  network_run (play.network);
  unexport (&play);
  next->link->funcs->export_object (next->link, 1, &maker_info, "line-1", FALSE);
  network_run (play.network);
  g_assert_nonnull (strstr (next->log->str, "exported 1\n"));
  /* It is called, and not the other. */
  node_call (play.other, 9, &maker_count, "line-1", 1);
  network_run (play.network);
  g_assert_nonnull (strstr (next->log->str, "count of 1: 1, wants an answer\n"));
  node_publish (next, 1, "table", 7);
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  g_assert_true (g_str_has_suffix (play.taker->log->str, "event for 1: ('table', 7)\n"));
  g_string_truncate (play.taker->log, play.taker->log->len - strlen ("event for 1: ('table', 7)\n"));
  assert_events (play.taker, 1, 3);
}

/* What was kept too long is told to be lost, as ever. */
static void
test_a_withdrawal_hides_no_gap (void)
{
  HarkLimits set = hark_limits_default;

  set.retained = 130 << 10;
  g_auto(Play) play = play_new (&set);

  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 1, 10000);
  network_run (play.network);
  unexport (&play);
  node_reconnect (play.taker);
  network_run (play.network);
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, >, 0);
  g_assert_true (g_str_has_suffix (play.taker->log->str, "event for 1: ('chair', 10000)\n"));
}

static void
test_a_withdrawal_is_not_kept_for_ever (void)
{
  HarkLimits set = hark_limits_default;

  set.session_time = 5 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 1, 3);
  network_run (play.network);
  unexport (&play);
  network_tick (play.network, 1);
  network_tick (play.network, set.session_time - 1);
  g_assert_cmpuint (play.maker->peer->exports.n, ==, 1);
  network_tick (play.network, 1);
  g_assert_cmpuint (play.maker->peer->exports.n, ==, 0);
}

/* --- Who does not read --- */

static gsize
count_waiting (Play *play)
{
  return hark_broker_protocol_get_stream (play->network->broker, play->taker->connection)->n_waiting;
}

static void
test_who_does_not_read_gets_it_later (void)
{
  HarkLimits set = hark_limits_default;
  guint64 serial;

  set.backlog = 16 << 10;
  set.catch_up = 4 << 10;
  g_auto(Play) play = play_new (&set);

  play.taker->is_stuck = TRUE;
  for (serial = 1; serial <= 5000; serial += 100)
    {
      publish (&play, serial, serial + 99);
      network_run (play.network);
      g_assert_cmpuint (count_waiting (&play), <, set.backlog + 100);
    }
  assert_events (play.other, 1, 5000);
  play.taker->is_stuck = FALSE;
  while (count_waiting (&play) > 0)
    network_step (play.network);
  publish (&play, 5001, 5001);
  network_run (play.network);
  assert_events (play.taker, 1, 5001);
  assert_events (play.other, 5001, 5001);
  g_assert_cmpuint (count_discarded (play.taker), ==, 0);
  g_assert_cmpuint (count_discarded (play.other), ==, 0);
  g_assert_cmpuint (count_resent (play.maker), >, 4000);

  /* It acknowledged nothing before it had it. */
  network_tick (play.network, 1);
  network_tick (play.network, set.mark_time);
  node_cut (play.maker);
  node_reconnect (play.maker);
  network_run (play.network);
  g_assert_cmpuint (count_discarded (play.taker), ==, 0);
}

static void
test_what_who_does_not_read_has_missed_is_told (void)
{
  HarkLimits set = hark_limits_default;
  guint64 serial;

  set.backlog = 16 << 10;
  set.retained = 130 << 10;
  g_auto(Play) play = play_new (&set);

  play.taker->is_stuck = TRUE;
  for (serial = 1; serial <= 10000; serial += 50)
    {
      publish (&play, serial, serial + 49);
      network_run (play.network);
    }
  assert_events (play.other, 1, 10000);
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, >, 0);
  g_assert_nonnull (strstr (play.taker->log->str, "gap of "));
  g_assert_nonnull (strstr (play.taker->log->str, "event for 1: ('chair', 10000)\n"));
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.other->peer)->n_lost, ==, 0);
}

static void
test_all_together_are_bounded (void)
{
  HarkLimits set = hark_limits_default;
  guint64 serial;

  set.waiting = 12 << 10;
  set.share = 4 << 10;
  g_auto(Play) play = play_new (&set);

  play.taker->is_stuck = play.other->is_stuck = TRUE;
  for (serial = 1; serial <= 3000; serial += 50)
    {
      publish (&play, serial, serial + 49);
      network_run (play.network);
      g_assert_cmpuint (count_waiting (&play), <, 12 << 10);
    }
  play.taker->is_stuck = play.other->is_stuck = FALSE;
  network_run (play.network);
  assert_events (play.taker, 1, 3000);
  assert_events (play.other, 1, 3000);
}

static void
test_who_reads_nothing_for_long_is_cut_off (void)
{
  HarkLimits set = hark_limits_default;

  set.read_time = 5 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  play.taker->is_stuck = TRUE;
  publish (&play, 1, 3);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.read_time - 1);
  g_assert_null (play.taker->closed);
  network_tick (play.network, 1);
  g_assert_true (g_str_has_prefix (play.taker->closed, "it did not read: "));
  g_assert_true (g_str_has_suffix (play.taker->closed, " bytes have waited for it for 5 s"));
  g_assert_null (play.other->closed);

  /* It comes back, and has missed nothing. */
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  node_assert_lost (play.taker);
  g_byte_array_set_size (play.taker->to_broker, 0);
  node_reconnect (play.taker);
  network_run (play.network);
  publish (&play, 4, 4);
  network_run (play.network);
  assert_events (play.taker, 1, 4);
}

/* --- Who --- */

static void
test_who_leaves_is_not_waited_for (void)
{
  g_auto(Play) play = play_new (NULL);
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "bye");

  play.other->link->funcs->unsubscribe (play.other->link, 1);
  network_run (play.network);
  hark_peer_protocol_close (play.taker->peer, reason);
  network_run (play.network);
  node_assert (play.maker, "made of 1 is not heard\n");
}

static void
test_nobody_else_resumes_a_session (void)
{
  g_auto(Play) play = play_new (NULL);
  const gid_t group = 77;
  g_autoptr(HarkIdentity) somebody = hark_identity_new_user (geteuid (), &group, 1);
  Node *thief;
  HarkMember member;

  publish (&play, 1, 2);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  publish (&play, 3, 4);
  network_run (play.network);

  /* It knows the number of the session, and is somebody else. */
  thief = network_connect (play.network);
  hark_broker_protocol_identify (play.network->broker, thief->connection, somebody);
  node_write (thief, HARK_MESSAGE_HELLO, 0, 0, 0,
              g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 1002, (guint64) 1 << 20, "thief"));
  member = hark_member_of_event (&maker_made);
  node_write (thief, HARK_MESSAGE_SUBSCRIBE, HARK_SUBSCRIBE_RENEWED, 1, 0,
              g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Maker", "line-1", hark_member_to_variant (&member)));
  network_run (play.network);
  publish (&play, 5, 5);
  network_run (play.network);
  g_assert_cmpuint (count_resent (play.maker), ==, 0);
  node_kill (thief);

  node_reconnect (play.taker);
  network_run (play.network);
  assert_events (play.taker, 1, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add_func ("/bridge/resume/rule/" name, func)
  TEST ("28/ready-after-a-restart-is-ready", test_ready_after_a_restart_is_ready);
  TEST ("29/a-subscriber-that-comes-back-has-missed-nothing", test_a_subscriber_that_comes_back_has_missed_nothing);
  TEST ("29/a-publisher-that-comes-back-sends-what-it-kept", test_a_publisher_that_comes_back_sends_what_it_kept);
  TEST ("29/what-was-on-its-way-comes-again", test_what_was_on_its_way_comes_again);
  TEST ("29/a-connection-that-is-taken-over-ends", test_a_connection_that_is_taken_over_ends);
  TEST ("29/a-connection-that-was-lost-takes-over-nothing", test_a_connection_that_was_lost_takes_over_nothing);
  TEST ("29/what-is-given-up-and-wanted-again-begins-anew", test_what_is_given_up_and_wanted_again_begins_anew);
  TEST ("29/a-new-broker-is-told-everything", test_a_new_broker_is_told_everything);
  TEST ("29/brokers-die-at-any-byte", test_brokers_die_at_any_byte);
  TEST ("29/what-one-has-not-seen-is-kept", test_what_one_has_not_seen_is_kept);
  TEST ("29/what-does-not-fit-is-told", test_what_does_not_fit_is_told);
  TEST ("29/nobody-is-waited-for-too-long", test_nobody_is_waited_for_too_long);
  TEST ("29/what-is-acknowledged-is-not-kept", test_what_is_acknowledged_is_not_kept);
  TEST ("29/attempts-come-at-longer-and-uneven-times", test_attempts_come_at_longer_and_uneven_times);
  TEST ("29/what-was-emitted-before-comes-after-a-withdrawal", test_what_was_emitted_before_comes_after_a_withdrawal);
  TEST ("29/who-withdraws-while-it-is-cut-off-loses-nothing", test_who_withdraws_while_it_is_cut_off_loses_nothing);
  TEST ("29/who-withdraws-before-a-restart-loses-nothing", test_who_withdraws_before_a_restart_loses_nothing);
  TEST ("29/what-is-withdrawn-reaches-who-is-slow", test_what_is_withdrawn_reaches_who_is_slow);
  TEST ("29/the-name-of-what-is-withdrawn-is-free", test_the_name_of_what_is_withdrawn_is_free);
  TEST ("29/a-withdrawal-hides-no-gap", test_a_withdrawal_hides_no_gap);
  TEST ("29/a-withdrawal-is-not-kept-for-ever", test_a_withdrawal_is_not_kept_for_ever);
  TEST ("29/who-leaves-is-not-waited-for", test_who_leaves_is_not_waited_for);
  TEST ("30/who-does-not-read-gets-it-later", test_who_does_not_read_gets_it_later);
  TEST ("30/what-who-does-not-read-has-missed-is-told", test_what_who_does_not_read_has_missed_is_told);
  TEST ("30/all-together-are-bounded", test_all_together_are_bounded);
  TEST ("30/who-reads-nothing-for-long-is-cut-off", test_who_reads_nothing_for_long_is_cut_off);
  TEST ("31/nobody-else-resumes-a-session", test_nobody_else_resumes_a_session);
  return g_test_run ();
}
