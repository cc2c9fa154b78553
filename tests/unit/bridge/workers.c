/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of calls when connections break and workers stand still, rule 29: played
 * without sockets, on a clock of the test's own. */

#include "play-private.h"

/* --- Who comes back --- */

static void
test_who_comes_back_goes_on (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  crew_come_back (&crew, crew.one);
  node_assert (crew.one, "connected to the-broker\nexported 1\n");
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
  node_assert (crew.two, "");
}

static void
test_what_was_answered_meanwhile_arrives (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  node_answer (crew.one, crew.one->last_call, 11);
  node_assert (crew.taker, "");
  crew_come_back (&crew, crew.one);
  node_assert (crew.taker, "answer 1: (11,)\n");
  node_assert (crew.two, "");
}

static void
test_an_answer_that_was_lost_comes_again (void)
{
  g_auto(Crew) crew = crew_new (NULL);
  guint round;

  crew_call_one (&crew, 1, 10);
  node_answer (crew.one, crew.one->last_call, 11);
  for (round = 0; round < 3; round++)
    {
      /* Before it has been read. */
      node_cut (crew.one);
      network_run (crew.network);
      node_assert (crew.taker, "");
      node_reconnect (crew.one);
    }
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
  node_assert (crew.two, "");
}

static void
test_an_answer_that_has_arrived_is_not_kept (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
  network_tick (crew.network, 1);
  network_tick (crew.network, HARK_LIMIT_MARK_TIME);
  node_cut (crew.one);
  network_run (crew.network);
  crew_come_back (&crew, crew.one);
  /* It has nothing to say of that, so it is not told that it is another's. */
  node_assert (crew.one, "connected to the-broker\nexported 1\n");
}

static void
test_what_has_never_arrived_is_not_marked (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew.one->is_stuck = TRUE;
  crew_call (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  crew.one->is_stuck = FALSE;
  crew_come_back (&crew, crew.one);
  node_assert (crew.one, "connected to the-broker\nexported 1\n");
  node_assert (crew.two, "count of 1: 10, wants an answer\n");
}

static void
test_the_last_member_is_waited_for (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Crew) crew = crew_new (&set);

  node_kill (crew.two);
  crew_call_one (&crew, 1, 10);
  crew_call (&crew, 2, 20);
  node_cut (crew.one);
  network_run (crew.network);
  /* What has not been taken yet is not for who is away. */
  crew_call (&crew, 3, 30);
  node_assert (crew.taker, "answer 3: 8, nobody exports Test.Maker \"group\"\n");
  crew_come_back (&crew, crew.one);
  node_assert (crew.one, "connected to the-broker\nexported 1\ncount of 1: 20, wants an answer\n");
  node_answer (crew.one, crew.one->last_call, 21);
  node_answer (crew.one, crew.one->last_call - 1, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 2: (21,)\nanswer 1: (11,)\n");
}

static void
test_the_only_worker_is_waited_for (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  node_call (play.taker, 1, &maker_count, "line-1", 10);
  network_run (play.network);
  node_cut (play.maker);
  network_run (play.network);
  node_assert (play.taker, "");
  node_answer (play.maker, play.maker->last_call, 11);
  node_reconnect (play.maker);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
}

/* --- Who does not --- */

static void
test_after_the_grace_period_another_has_it (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  network_tick (crew.network, 1);
  network_tick (crew.network, set.grace_time - 1);
  node_assert (crew.two, "");
  network_tick (crew.network, 1);
  node_assert (crew.two, "count of 1: 10, wants an answer, again\n");
  /* It is told so, and what it has to say is no answer any more. */
  node_answer (crew.one, crew.one->last_call, 99);
  crew_come_back (&crew, crew.one);
  node_answer (crew.two, crew.two->last_call, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
  g_assert_null (crew.one->closed);
}

static void
test_who_comes_back_too_late_is_told_to_stop (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  network_tick (crew.network, 1);
  network_tick (crew.network, set.grace_time);
  crew_come_back (&crew, crew.one);
  node_assert (crew.one, "connected to the-broker\nexported 1\ncancelled\n");
  node_assert (crew.taker, "");
}

static void
test_without_a_grace_period_nobody_waits (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 0;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  node_assert (crew.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_says_goodbye_is_not_waited_for (void)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has disconnected");
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  hark_peer_protocol_close (crew.one->peer, reason);
  network_run (crew.network);
  node_assert (crew.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_has_died_is_not_waited_for (void)
{
  g_auto(Crew) crew = crew_new (NULL);
  guint connection = crew.one->connection;

  crew_call_one (&crew, 1, 10);
  node_vanish (crew.one);
  network_run (crew.network);
  node_assert (crew.two, "");
  hark_broker_protocol_end_absence (crew.network->broker, connection);
  network_run (crew.network);
  node_assert (crew.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_another_broker_knows_no_calls (void)
{
  g_auto(Crew) crew = crew_new (NULL);
  guint64 before;

  crew_call_one (&crew, 1, 10);
  before = crew.one->last_call;
  network_kill_broker (crew.network);
  node_assert (crew.taker, "answer 1: 7, the broker was killed\n");
  crew_come_back (&crew, crew.one);
  crew_come_back (&crew, crew.two);
  crew_come_back (&crew, crew.taker);
  node_forget (crew.one);
  node_forget (crew.taker);
  /* It has the number that the other had, by now. */
  crew_call_one (&crew, 2, 20);
  node_answer (crew.one, before, 11);
  network_run (crew.network);
  node_assert (crew.taker, "");
  node_answer (crew.one, crew.one->last_call, 21);
  network_run (crew.network);
  node_assert (crew.taker, "answer 2: (21,)\n");
}

/* --- Who stands still --- */

static void
test_who_works_and_says_nothing_is_cut_off (void)
{
  HarkLimits set = hark_limits_default;

  set.read_time = 4 * G_USEC_PER_SEC;
  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  crew.one->is_stuck = TRUE;
  network_tick (crew.network, 1);
  network_tick (crew.network, set.read_time / 2);
  network_tick (crew.network, set.read_time / 2 - 1);
  g_assert_null (crew.one->closed);
  network_tick (crew.network, 1);
  g_assert_cmpstr (crew.one->closed, ==, "it works on calls, and has not been heard of for 4 s");
  network_tick (crew.network, set.grace_time - 1);
  node_assert (crew.two, "");
  network_tick (crew.network, 1);
  node_assert (crew.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_works_for_long_is_left_alone (void)
{
  HarkLimits set = hark_limits_default;
  guint i;

  set.read_time = 4 * G_USEC_PER_SEC;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  for (i = 0; i < 20; i++)
    network_tick (crew.network, set.read_time / 2);
  g_assert_null (crew.one->closed);
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
}

/* Nobody else could do it. */
static void
test_the_only_worker_is_not_asked (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  node_call (play.taker, 1, &maker_count, "line-1", 10);
  network_run (play.network);
  play.maker->is_stuck = TRUE;
  network_tick (play.network, 1);
  network_tick (play.network, HARK_LIMIT_READ_TIME);
  network_tick (play.network, HARK_LIMIT_READ_TIME);
  g_assert_null (play.maker->closed);
}

/* --- Those who tell tales --- */

static void
test_what_was_not_given_is_not_worked_on (void)
{
  g_auto(Crew) crew = crew_new (NULL);
  Node *liar = network_connect (crew.network);

  crew_call_one (&crew, 1, 10);
  node_write (liar, HARK_MESSAGE_HELLO, 0, 0, 0,
              g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 77, (guint64) 1 << 20, "liar"));
  node_write (liar, HARK_MESSAGE_WORKING, 0, 0, 0, g_variant_new_parsed ("[@t 1, 2, 3]"));
  network_run (crew.network);
  /* It has as many answers as it spoke of. */
  for (guint i = 1; i <= 3; i++)
    node_write (liar, HARK_MESSAGE_ANSWER, 0, i, 0, NULL);
  network_run (crew.network);
  g_assert_null (liar->closed);
  node_assert (crew.taker, "");
  node_write (liar, HARK_MESSAGE_ANSWER, 0, 1, 0, NULL);
  network_run (crew.network);
  g_assert_cmpstr (liar->closed, ==, "an answer to call 1, which it was not given");
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.taker, "answer 1: (11,)\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add_func ("/bridge/workers/rule/" name, func)
  TEST ("29/who-comes-back-goes-on", test_who_comes_back_goes_on);
  TEST ("29/what-was-answered-meanwhile-arrives", test_what_was_answered_meanwhile_arrives);
  TEST ("29/an-answer-that-was-lost-comes-again", test_an_answer_that_was_lost_comes_again);
  TEST ("29/an-answer-that-has-arrived-is-not-kept", test_an_answer_that_has_arrived_is_not_kept);
  TEST ("29/what-has-never-arrived-is-not-marked", test_what_has_never_arrived_is_not_marked);
  TEST ("29/the-last-member-is-waited-for", test_the_last_member_is_waited_for);
  TEST ("29/the-only-worker-is-waited-for", test_the_only_worker_is_waited_for);
  TEST ("29/after-the-grace-period-another-has-it", test_after_the_grace_period_another_has_it);
  TEST ("29/who-comes-back-too-late-is-told-to-stop", test_who_comes_back_too_late_is_told_to_stop);
  TEST ("29/without-a-grace-period-nobody-waits", test_without_a_grace_period_nobody_waits);
  TEST ("29/who-says-goodbye-is-not-waited-for", test_who_says_goodbye_is_not_waited_for);
  TEST ("29/who-has-died-is-not-waited-for", test_who_has_died_is_not_waited_for);
  TEST ("29/another-broker-knows-no-calls", test_another_broker_knows_no_calls);
  TEST ("29/who-works-and-says-nothing-is-cut-off", test_who_works_and_says_nothing_is_cut_off);
  TEST ("29/who-works-for-long-is-left-alone", test_who_works_for_long_is_left_alone);
  TEST ("29/the-only-worker-is-not-asked", test_the_only_worker_is_not_asked);
  TEST ("33/what-was-not-given-is-not-worked-on", test_what_was_not_given_is_not_worked_on);
  return g_test_run ();
}
