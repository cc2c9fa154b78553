/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that are given up, and those whose time is over, rule 22: played without sockets, on a
 * clock of the test's own. */

#include "play-private.h"

static void
test_cancelling_reaches_the_worker (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  crew_cancel (&crew, 1);
  node_assert (crew.one, "cancelled\n");
  node_assert (crew.taker, "");
  /* It has room for others, and all goes on. */
  crew_call_one (&crew, 2, 20);
}

static void
test_what_waits_is_dropped (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  crew_call (&crew, 2, 20);
  crew_call (&crew, 3, 30);
  crew_call (&crew, 4, 40);
  node_forget (crew.two);
  crew_cancel (&crew, 3);
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.one, "count of 1: 40, wants an answer\n");
  node_assert (crew.two, "");
  node_assert (crew.taker, "answer 1: (11,)\n");
}

static void
test_what_is_kept_for_who_is_away_is_not_given_to_another (void)
{
  HarkLimits set = hark_limits_default;

  set.grace_time = 3 * G_USEC_PER_SEC;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  crew_call (&crew, 2, 20);
  crew_call_one (&crew, 3, 30);
  node_forget (crew.two);
  node_cut (crew.one);
  network_run (crew.network);
  crew_cancel (&crew, 1);
  network_tick (crew.network, 1);
  network_tick (crew.network, set.grace_time);
  node_assert (crew.two, "count of 1: 30, wants an answer, again\n");
}

static void
test_who_comes_back_hears_of_what_was_given_up (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  node_cut (crew.one);
  network_run (crew.network);
  crew_cancel (&crew, 1);
  crew_come_back (&crew, crew.one);
  node_assert (crew.one, "connected to the-broker\nexported 1\ncancelled\n");
  node_assert (crew.taker, "");
}

static void
test_an_answer_may_cross_the_word_of_that (void)
{
  g_auto(Crew) crew = crew_new (NULL);

  crew_call_one (&crew, 1, 10);
  node_answer (crew.one, crew.one->last_call, 11);
  crew.taker->link->funcs->cancel (crew.taker->link, 1);
  network_run (crew.network);
  node_assert (crew.taker, "");
  g_assert_null (crew.one->closed);
  g_assert_null (crew.taker->closed);
  crew_call_one (&crew, 2, 20);
  crew.one->is_stuck = TRUE;
  node_answer (crew.one, crew.one->last_call, 21);
  crew_cancel (&crew, 2);
  crew.one->is_stuck = FALSE;
  network_run (crew.network);
  node_assert (crew.taker, "");
  node_assert (crew.one, "");
  g_assert_null (crew.one->closed);
}

static void
test_nobody_gives_up_for_another (void)
{
  g_auto(Crew) crew = crew_new (NULL);
  Node *other = network_join (crew.network, "other");

  crew_call_one (&crew, 1, 10);
  node_write (other, HARK_MESSAGE_CANCEL, 0, 1, 0, NULL);
  network_run (crew.network);
  node_assert (crew.one, "");
}

static void
test_the_time_that_is_left_goes_along (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Crew) crew = crew_new (&set);

  crew.taker->patience = 5000;
  crew_call (&crew, 1, 10);
  crew_call (&crew, 2, 20);
  node_assert (crew.one, "count of 1: 10, wants an answer, in 5000\n");
  node_forget (crew.two);
  crew_call (&crew, 3, 30);
  network_tick (crew.network, 2000);
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  /* Without the time that it waited. */
  node_assert (crew.one, "count of 1: 30, wants an answer, in 3000\n");
}

static void
test_what_is_too_late_is_given_to_nobody (void)
{
  HarkLimits set = hark_limits_default;

  set.window = 1;
  g_auto(Crew) crew = crew_new (&set);

  crew_call_one (&crew, 1, 10);
  crew_call (&crew, 2, 20);
  crew.taker->patience = 5000;
  crew_call (&crew, 3, 30);
  crew.taker->patience = 0;
  crew_call (&crew, 4, 40);
  network_tick (crew.network, 5000);
  node_answer (crew.one, crew.one->last_call, 11);
  network_run (crew.network);
  node_assert (crew.one, "count of 1: 40, wants an answer\n");
  g_assert_nonnull (strstr (crew.taker->log->str, "answer 3: 3, the call was given to nobody before its time was over\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/cancelling/rule/" name, func)
  TEST ("22/reaches-the-worker", test_cancelling_reaches_the_worker);
  TEST ("22/drops-what-waits", test_what_waits_is_dropped);
  TEST ("22/ends-what-is-kept-for-who-is-away", test_what_is_kept_for_who_is_away_is_not_given_to_another);
  TEST ("22/reaches-who-comes-back", test_who_comes_back_hears_of_what_was_given_up);
  TEST ("22/may-cross-the-answer", test_an_answer_may_cross_the_word_of_that);
  TEST ("22/is-for-the-own-calls", test_nobody_gives_up_for_another);
  TEST ("22/the-time-that-is-left-goes-along", test_the_time_that_is_left_goes_along);
  TEST ("22/what-is-too-late-is-given-to-nobody", test_what_is_too_late_is_given_to_nobody);
  return g_test_run ();
}
