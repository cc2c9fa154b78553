/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who does not read, rule 30: what waits for it is bounded, and it gets the rest later, hears of a gap, or is cut
 * off. Played without sockets; delivery.c has what a subscriber may choose instead. */

#include "play-private.h"

#include "bridge/router/broker-protocol-private.h"

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
  g_auto(Play) play = play_new_heard (&set);

  play.taker->is_stuck = TRUE;
  for (serial = 1; serial <= 5000; serial += 100)
    {
      play_publish (&play, serial, serial + 99);
      network_run (play.network);
      g_assert_cmpuint (count_waiting (&play), <, set.backlog + 100);
    }
  assert_events (play.other, 1, 5000);
  play.taker->is_stuck = FALSE;
  while (count_waiting (&play) > 0)
    network_step (play.network);
  play_publish (&play, 5001, 5001);
  network_run (play.network);
  assert_events (play.taker, 1, 5001);
  assert_events (play.other, 5001, 5001);
  g_assert_cmpuint (node_count_discarded (play.taker), ==, 0);
  g_assert_cmpuint (node_count_discarded (play.other), ==, 0);
  g_assert_cmpuint (node_count_resent (play.maker), >, 4000);

  /* It acknowledged nothing before it had it. */
  network_tick (play.network, 1);
  network_tick (play.network, set.mark_time);
  node_cut (play.maker);
  node_reconnect (play.maker);
  network_run (play.network);
  g_assert_cmpuint (node_count_discarded (play.taker), ==, 0);
}

static void
test_what_who_does_not_read_has_missed_is_told (void)
{
  HarkLimits set = hark_limits_default;
  guint64 serial;

  set.backlog = 16 << 10;
  set.retained = 130 << 10;
  g_auto(Play) play = play_new_heard (&set);

  play.taker->is_stuck = TRUE;
  for (serial = 1; serial <= 10000; serial += 50)
    {
      play_publish (&play, serial, serial + 49);
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
  g_auto(Play) play = play_new_heard (&set);

  play.taker->is_stuck = play.other->is_stuck = TRUE;
  for (serial = 1; serial <= 3000; serial += 50)
    {
      play_publish (&play, serial, serial + 49);
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
  g_auto(Play) play = play_new_heard (&set);

  play.taker->is_stuck = TRUE;
  play_publish (&play, 1, 3);
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
  play_publish (&play, 4, 4);
  network_run (play.network);
  assert_events (play.taker, 1, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/unread/rule/" name, func)
  TEST ("30/who-does-not-read-gets-it-later", test_who_does_not_read_gets_it_later);
  TEST ("30/what-who-does-not-read-has-missed-is-told", test_what_who_does_not_read_has_missed_is_told);
  TEST ("30/all-together-are-bounded", test_all_together_are_bounded);
  TEST ("30/who-reads-nothing-for-long-is-cut-off", test_who_reads_nothing_for_long_is_cut_off);
  return g_test_run ();
}
