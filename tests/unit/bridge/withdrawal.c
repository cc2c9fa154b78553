/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of events that were emitted before their object was withdrawn, rule 29: played without
 * sockets. */

#include "play-private.h"

#include "bridge/peer/peer-state-private.h"
#include "bridge/router/router-private.h"

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
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 4, 6);
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
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.maker);
  play_publish (&play, 4, 6);
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
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
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
  g_auto(Play) play = play_new_heard (&set);

  play.taker->is_stuck = TRUE;
  play_publish (&play, 1, 5000);
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
  g_auto(Play) play = play_new_heard (NULL);
  Node *next = network_join (play.network, "next");

  play.taker->is_stuck = TRUE;
  play_publish (&play, 1, 3);
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
  g_auto(Play) play = play_new_heard (&set);

  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 1, 10000);
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
  g_auto(Play) play = play_new_heard (&set);

  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 1, 3);
  network_run (play.network);
  unexport (&play);
  network_tick (play.network, 1);
  network_tick (play.network, set.session_time - 1);
  g_assert_cmpuint (play.maker->peer->exports.n, ==, 1);
  network_tick (play.network, 1);
  g_assert_cmpuint (play.maker->peer->exports.n, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/withdrawal/rule/" name, func)
  TEST ("29/what-was-emitted-before-comes-after-a-withdrawal", test_what_was_emitted_before_comes_after_a_withdrawal);
  TEST ("29/who-withdraws-while-it-is-cut-off-loses-nothing", test_who_withdraws_while_it_is_cut_off_loses_nothing);
  TEST ("29/who-withdraws-before-a-restart-loses-nothing", test_who_withdraws_before_a_restart_loses_nothing);
  TEST ("29/what-is-withdrawn-reaches-who-is-slow", test_what_is_withdrawn_reaches_who_is_slow);
  TEST ("29/the-name-of-what-is-withdrawn-is-free", test_the_name_of_what_is_withdrawn_is_free);
  TEST ("29/a-withdrawal-hides-no-gap", test_a_withdrawal_hides_no_gap);
  TEST ("29/a-withdrawal-is-not-kept-for-ever", test_a_withdrawal_is_not_kept_for_ever);
  return g_test_run ();
}
