/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of calls when connections break, workers stand still and callers give up: played
 * without sockets, on a clock of the test's own. */

#include "network-private.h"

typedef struct
{
  Network *network;
  Node    *one;     /* two members of a group, the first of which is asked first */
  Node    *two;
  Node    *taker;
} Play;

static Play
play_new (const HarkLimits *limits)
{
  Play play = { .network = network_new (limits) };

  play.one = network_join (play.network, "one");
  play.two = network_join (play.network, "two");
  play.taker = network_join (play.network, "taker");
  play.one->link->funcs->export_object (play.one->link, 1, &maker_info, "group", TRUE);
  network_run (play.network);
  play.two->link->funcs->export_object (play.two->link, 1, &maker_info, "group", TRUE);
  network_run (play.network);
  node_assert (play.one, "exported 1\n");
  node_assert (play.two, "exported 1\n");
  return play;
}

static void
play_clear (Play *play)
{
  network_free (play->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

/* The taker calls, and the call has arrived where it may. */
static void
call (Play    *play,
      guint64  number,
      guint64  argument)
{
  node_call (play->taker, number, &maker_count, "group", argument);
  network_run (play->network);
}

/* The same, and it is the first member that has it. */
static void
call_one (Play    *play,
          guint64  number,
          guint64  argument)
{
  g_autofree char *line = g_strdup_printf ("count of 1: %" G_GUINT64_FORMAT ", wants an answer\n", argument);

  call (play, number, argument);
  node_assert (play->one, line);
}

static void
come_back (Play *play,
           Node *node)
{
  node_reconnect (node);
  network_run (play->network);
}

static void
cancel (Play    *play,
        guint64  number)
{
  play->taker->link->funcs->cancel (play->taker->link, number);
  network_run (play->network);
}

/* --- Who comes back --- */

static void
test_who_comes_back_goes_on (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  come_back (&play, play.one);
  node_assert (play.one, "connected to the-broker\nexported 1\n");
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
  node_assert (play.two, "");
}

static void
test_what_was_answered_meanwhile_arrives (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  node_answer (play.one, play.one->last_call, 11);
  node_assert (play.taker, "");
  come_back (&play, play.one);
  node_assert (play.taker, "answer 1: (11,)\n");
  node_assert (play.two, "");
}

static void
test_an_answer_that_was_lost_comes_again (void)
{
  g_auto(Play) play = play_new (NULL);
  guint round;

  call_one (&play, 1, 10);
  node_answer (play.one, play.one->last_call, 11);
  for (round = 0; round < 3; round++)
    {
      /* Before it has been read. */
      node_cut (play.one);
      network_run (play.network);
      node_assert (play.taker, "");
      node_reconnect (play.one);
    }
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
  node_assert (play.two, "");
}

static void
test_an_answer_that_has_arrived_is_not_kept (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
  network_tick (play.network, 1);
  network_tick (play.network, HARK_LIMIT_MARK_TIME);
  node_cut (play.one);
  network_run (play.network);
  come_back (&play, play.one);
  /* It has nothing to say of that, so it is not told that it is another's. */
  node_assert (play.one, "connected to the-broker\nexported 1\n");
}

static void
test_what_has_never_arrived_is_not_marked (void)
{
  g_auto(Play) play = play_new (NULL);

  play.one->is_stuck = TRUE;
  call (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  play.one->is_stuck = FALSE;
  come_back (&play, play.one);
  node_assert (play.one, "connected to the-broker\nexported 1\n");
  node_assert (play.two, "count of 1: 10, wants an answer\n");
}

static void
test_the_last_member_is_waited_for (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Play) play = play_new (&set);

  node_kill (play.two);
  call_one (&play, 1, 10);
  call (&play, 2, 20);
  node_cut (play.one);
  network_run (play.network);
  /* What has not been taken yet is not for who is away. */
  call (&play, 3, 30);
  node_assert (play.taker, "answer 3: 8, nobody exports Test.Maker \"group\"\n");
  come_back (&play, play.one);
  node_assert (play.one, "connected to the-broker\nexported 1\ncount of 1: 20, wants an answer\n");
  node_answer (play.one, play.one->last_call, 21);
  node_answer (play.one, play.one->last_call - 1, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 2: (21,)\nanswer 1: (11,)\n");
}

static void
test_the_only_worker_is_waited_for (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  maker->link->funcs->export_object (maker->link, 1, &maker_info, "line-1", FALSE);
  network_run (network);
  node_call (taker, 1, &maker_count, "line-1", 10);
  network_run (network);
  node_cut (maker);
  network_run (network);
  node_assert (taker, "");
  node_answer (maker, maker->last_call, 11);
  node_reconnect (maker);
  network_run (network);
  node_assert (taker, "answer 1: (11,)\n");
}

/* --- Who does not --- */

static void
test_after_the_grace_period_another_has_it (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.grace_time - 1);
  node_assert (play.two, "");
  network_tick (play.network, 1);
  node_assert (play.two, "count of 1: 10, wants an answer, again\n");
  /* It is told so, and what it has to say is no answer any more. */
  node_answer (play.one, play.one->last_call, 99);
  come_back (&play, play.one);
  node_answer (play.two, play.two->last_call, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
  g_assert_null (play.one->closed);
}

static void
test_who_comes_back_too_late_is_told_to_stop (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.grace_time);
  come_back (&play, play.one);
  node_assert (play.one, "connected to the-broker\nexported 1\ncancelled\n");
  node_assert (play.taker, "");
}

static void
test_without_a_grace_period_nobody_waits (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 0;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  node_assert (play.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_says_goodbye_is_not_waited_for (void)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the peer has disconnected");
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  hark_peer_protocol_close (play.one->peer, reason);
  network_run (play.network);
  node_assert (play.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_has_died_is_not_waited_for (void)
{
  g_auto(Play) play = play_new (NULL);
  guint connection = play.one->connection;

  call_one (&play, 1, 10);
  node_vanish (play.one);
  network_run (play.network);
  node_assert (play.two, "");
  hark_broker_protocol_end_absence (play.network->broker, connection);
  network_run (play.network);
  node_assert (play.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_another_broker_knows_no_calls (void)
{
  g_auto(Play) play = play_new (NULL);
  guint64 before;

  call_one (&play, 1, 10);
  before = play.one->last_call;
  network_kill_broker (play.network);
  node_assert (play.taker, "answer 1: 7, the broker was killed\n");
  come_back (&play, play.one);
  come_back (&play, play.two);
  come_back (&play, play.taker);
  node_forget (play.one);
  node_forget (play.taker);
  /* It has the number that the other had, by now. */
  call_one (&play, 2, 20);
  node_answer (play.one, before, 11);
  network_run (play.network);
  node_assert (play.taker, "");
  node_answer (play.one, play.one->last_call, 21);
  network_run (play.network);
  node_assert (play.taker, "answer 2: (21,)\n");
}

/* --- Who stands still --- */

static void
test_who_works_and_says_nothing_is_cut_off (void)
{
  HarkLimits set = hark_limits_default;

  set.read_time = 4 * G_USEC_PER_SEC;
  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  play.one->is_stuck = TRUE;
  network_tick (play.network, 1);
  network_tick (play.network, set.read_time / 2);
  network_tick (play.network, set.read_time / 2 - 1);
  g_assert_null (play.one->closed);
  network_tick (play.network, 1);
  g_assert_cmpstr (play.one->closed, ==, "it works on calls, and has not been heard of for 4 s");
  network_tick (play.network, set.grace_time - 1);
  node_assert (play.two, "");
  network_tick (play.network, 1);
  node_assert (play.two, "count of 1: 10, wants an answer, again\n");
}

static void
test_who_works_for_long_is_left_alone (void)
{
  HarkLimits set = hark_limits_default;
  guint i;

  set.read_time = 4 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  for (i = 0; i < 20; i++)
    network_tick (play.network, set.read_time / 2);
  g_assert_null (play.one->closed);
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
}

/* Nobody else could do it. */
static void
test_the_only_worker_is_not_asked (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  maker->link->funcs->export_object (maker->link, 1, &maker_info, "line-1", FALSE);
  network_run (network);
  node_call (taker, 1, &maker_count, "line-1", 10);
  network_run (network);
  maker->is_stuck = TRUE;
  network_tick (network, 1);
  network_tick (network, HARK_LIMIT_READ_TIME);
  network_tick (network, HARK_LIMIT_READ_TIME);
  g_assert_null (maker->closed);
}

/* --- Giving up --- */

static void
test_cancelling_reaches_the_worker (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  cancel (&play, 1);
  node_assert (play.one, "cancelled\n");
  node_assert (play.taker, "");
  /* It has room for others, and all goes on. */
  call_one (&play, 2, 20);
}

static void
test_what_waits_is_dropped (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  call (&play, 2, 20);
  call (&play, 3, 30);
  call (&play, 4, 40);
  node_forget (play.two);
  cancel (&play, 3);
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.one, "count of 1: 40, wants an answer\n");
  node_assert (play.two, "");
  node_assert (play.taker, "answer 1: (11,)\n");
}

static void
test_what_is_kept_for_who_is_away_is_not_given_to_another (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  call (&play, 2, 20);
  call_one (&play, 3, 30);
  node_forget (play.two);
  node_cut (play.one);
  network_run (play.network);
  cancel (&play, 1);
  network_tick (play.network, 1);
  network_tick (play.network, set.grace_time);
  node_assert (play.two, "count of 1: 30, wants an answer, again\n");
}

static void
test_who_comes_back_hears_of_what_was_given_up (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  node_cut (play.one);
  network_run (play.network);
  cancel (&play, 1);
  come_back (&play, play.one);
  node_assert (play.one, "connected to the-broker\nexported 1\ncancelled\n");
  node_assert (play.taker, "");
}

static void
test_an_answer_may_cross_the_word_of_that (void)
{
  g_auto(Play) play = play_new (NULL);

  call_one (&play, 1, 10);
  node_answer (play.one, play.one->last_call, 11);
  play.taker->link->funcs->cancel (play.taker->link, 1);
  network_run (play.network);
  node_assert (play.taker, "");
  g_assert_null (play.one->closed);
  g_assert_null (play.taker->closed);
  call_one (&play, 2, 20);
  play.one->is_stuck = TRUE;
  node_answer (play.one, play.one->last_call, 21);
  cancel (&play, 2);
  play.one->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "");
  node_assert (play.one, "");
  g_assert_null (play.one->closed);
}

static void
test_nobody_gives_up_for_another (void)
{
  g_auto(Play) play = play_new (NULL);
  Node *other = network_join (play.network, "other");

  call_one (&play, 1, 10);
  node_write (other, HARK_MESSAGE_CANCEL, 0, 1, 0, NULL);
  network_run (play.network);
  node_assert (play.one, "");
}

/* --- Deadlines --- */

static void
test_the_time_that_is_left_goes_along (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Play) play = play_new (&set);

  play.taker->patience = 5000;
  call (&play, 1, 10);
  call (&play, 2, 20);
  node_assert (play.one, "count of 1: 10, wants an answer, in 5000\n");
  node_forget (play.two);
  call (&play, 3, 30);
  network_tick (play.network, 2000);
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  /* Without the time that it waited. */
  node_assert (play.one, "count of 1: 30, wants an answer, in 3000\n");
}

static void
test_what_is_too_late_is_given_to_nobody (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Play) play = play_new (&set);

  call_one (&play, 1, 10);
  call (&play, 2, 20);
  play.taker->patience = 5000;
  call (&play, 3, 30);
  play.taker->patience = 0;
  call (&play, 4, 40);
  network_tick (play.network, 5000);
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.one, "count of 1: 40, wants an answer\n");
  g_assert_nonnull (strstr (play.taker->log->str, "answer 3: 3, the call was given to nobody before its time was over\n"));
}

/* --- Those who tell tales --- */

static void
test_what_was_not_given_is_not_worked_on (void)
{
  g_auto(Play) play = play_new (NULL);
  Node *liar = network_connect (play.network);

  call_one (&play, 1, 10);
  node_write (liar, HARK_MESSAGE_HELLO, 0, 0, 0,
              g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 77, (guint64) 1 << 20, "liar"));
  node_write (liar, HARK_MESSAGE_WORKING, 0, 0, 0, g_variant_new_parsed ("[@t 1, 2, 3]"));
  network_run (play.network);
  /* It has as many answers as it spoke of. */
  for (guint i = 1; i <= 3; i++)
    node_write (liar, HARK_MESSAGE_ANSWER, 0, i, 0, NULL);
  network_run (play.network);
  g_assert_null (liar->closed);
  node_assert (play.taker, "");
  node_write (liar, HARK_MESSAGE_ANSWER, 0, 1, 0, NULL);
  network_run (play.network);
  g_assert_cmpstr (liar->closed, ==, "an answer to call 1, which it was not given");
  node_answer (play.one, play.one->last_call, 11);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (11,)\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add_func ("/bridge/workers/rule/" name, func)
  TEST ("22/cancelling-reaches-the-worker", test_cancelling_reaches_the_worker);
  TEST ("22/cancelling-drops-what-waits", test_what_waits_is_dropped);
  TEST ("22/cancelling-ends-what-is-kept-for-who-is-away", test_what_is_kept_for_who_is_away_is_not_given_to_another);
  TEST ("22/cancelling-reaches-who-comes-back", test_who_comes_back_hears_of_what_was_given_up);
  TEST ("22/cancelling-may-cross-the-answer", test_an_answer_may_cross_the_word_of_that);
  TEST ("22/cancelling-is-for-the-own-calls", test_nobody_gives_up_for_another);
  TEST ("22/the-time-that-is-left-goes-along", test_the_time_that_is_left_goes_along);
  TEST ("22/what-is-too-late-is-given-to-nobody", test_what_is_too_late_is_given_to_nobody);
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
