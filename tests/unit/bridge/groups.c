/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that several share, played without sockets: none is lost with one of them. */

#include "network-private.h"

#define GONE "7, the process that should have answered has ended, and there is no other\n"

static void
test_a_group_shares_its_calls (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (one, 1, &maker_info, "group");
  network_run (network);
  EXPORT_GROUP (two, 1, &maker_info, "group");
  network_run (network);
  node_assert (one, "exported 1\n");
  node_assert (two, "exported 1\n");
  one->is_answering = TRUE;
  node_call (taker, 1, &maker_count, "group", 10);
  network_run (network);
  node_assert (one, "count of 1: 10, wants an answer\n");
  one->is_answering = FALSE;
  /* The one with the fewest unanswered, the oldest among equals. */
  node_call (taker, 2, &maker_count, "group", 20);
  node_call (taker, 3, &maker_count, "group", 30);
  node_call (taker, 4, &maker_count, "group", 40);
  network_run (network);
  node_assert (one, "count of 1: 20, wants an answer\ncount of 1: 40, wants an answer\n");
  node_assert (two, "count of 1: 30, wants an answer\n");
  node_answer (two, two->last_call, 31);
  node_call (taker, 5, &maker_count, "group", 50);
  network_run (network);
  node_assert (two, "count of 1: 50, wants an answer\n");
  node_assert (taker, "answer 1: (11,)\nanswer 3: (31,)\n");
}

static void
test_a_killed_member_loses_nothing (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (one, 1, &maker_info, "group");
  EXPORT_GROUP (two, 1, &maker_info, "group");
  network_run (network);
  two->is_answering = TRUE;
  node_call (taker, 1, &maker_count, "group", 10);
  node_call (taker, 2, &maker_count, "group", 20);
  node_call (taker, 0, &maker_tune, "group", 30);
  node_call (taker, 0, &maker_tune, "group", 40);
  one->is_stuck = TRUE;
  network_run (network);
  g_string_truncate (two->log, 0);
  g_string_truncate (taker->log, 0);
  node_kill (one);
  network_run (network);
  /* Those that it had, in their order; how many depends on who was quick. */
  g_assert_nonnull (strstr (two->log->str, ", again\n"));
  node_kill (two);
  node_call (taker, 3, &maker_count, "group", 10);
  network_run (network);
  g_assert_nonnull (strstr (taker->log->str, "answer 3: 8, nobody exports Test.Maker \"group\"\n"));
}

static void
test_redelivered_calls_keep_their_order (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");
  guint64 i;

  EXPORT_GROUP (one, 1, &maker_info, "group");
  network_run (network);
  for (i = 1; i <= 4; i++)
    node_call (taker, i, &maker_count, "group", i * 10);
  network_run (network);
  EXPORT_GROUP (two, 1, &maker_info, "group");
  network_run (network);
  g_string_truncate (two->log, 0);
  two->is_answering = TRUE;
  node_kill (one);
  network_run (network);
  node_assert (two, "count of 1: 10, wants an answer, again\ncount of 1: 20, wants an answer, again\n"
                    "count of 1: 30, wants an answer, again\ncount of 1: 40, wants an answer, again\n");
  node_assert (taker, "answer 1: (11,)\nanswer 2: (21,)\nanswer 3: (31,)\nanswer 4: (41,)\n");
}

static void
test_the_last_member_takes_all_with_it (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *taker = network_join (network, "taker");
  guint64 i;

  EXPORT_GROUP (one, 1, &maker_info, "group");
  network_run (network);
  for (i = 1; i <= HARK_LIMIT_WINDOW + 2; i++)
    node_call (taker, i, &maker_count, "group", i);
  network_run (network);
  node_kill (one);
  network_run (network);
  for (i = 1; i <= HARK_LIMIT_WINDOW + 2; i++)
    {
      g_autofree char *line = g_strdup_printf ("answer %" G_GUINT64_FORMAT ": " GONE, i);

      g_assert_nonnull (strstr (taker->log->str, line));
    }
}

static void
test_what_was_not_run_goes_to_another (void)
{
  g_autoptr(Network) network = network_new (NULL);
  g_autoptr(GError) error = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "gone");
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (one, 1, &maker_info, "group");
  network_run (network);
  node_call (taker, 1, &maker_count, "group", 10);
  node_call (taker, 2, &maker_count, "group", 20);
  network_run (network);
  EXPORT_GROUP (two, 1, &maker_info, "group");
  network_run (network);
  node_assert (two, "exported 1\n");
  /* A member that withdraws may answer what it has begun. */
  UNEXPORT (one, 1);
  node_answer (one, one->last_call - 1, 11);
  one->link->funcs->answer (one->link, one->last_call, HARK_SPAN_NONE, error, FALSE);
  network_run (network);
  node_assert (two, "count of 1: 20, wants an answer\n");
  node_assert (taker, "answer 1: (11,)\n");
}

static void
test_a_call_that_crosses_a_withdrawal (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (one, 1, &maker_info, "group");
  EXPORT (one, 2, &maker_info, "line-1");
  network_run (network);
  one->is_stuck = TRUE;
  node_call (taker, 1, &maker_count, "group", 10);
  node_call (taker, 2, &maker_count, "line-1", 20);
  network_run (network);
  UNEXPORT (one, 1);
  UNEXPORT (one, 2);
  EXPORT_GROUP (two, 1, &maker_info, "group");
  two->is_answering = TRUE;
  network_run (network);
  one->is_stuck = FALSE;
  network_run (network);
  g_assert_nonnull (strstr (taker->log->str, "answer 1: (11,)\n"));
  g_assert_nonnull (strstr (taker->log->str, "answer 2: 7, the object is not exported any more\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/groups/" name, func)
  TEST ("a-group-shares-its-calls", test_a_group_shares_its_calls);
  TEST ("a-killed-member-loses-nothing", test_a_killed_member_loses_nothing);
  TEST ("redelivered-calls-keep-their-order", test_redelivered_calls_keep_their_order);
  TEST ("the-last-member-takes-all-with-it", test_the_last_member_takes_all_with_it);
  TEST ("what-was-not-run-goes-to-another", test_what_was_not_run_goes_to_another);
  TEST ("a-call-that-crosses-a-withdrawal", test_a_call_that_crosses_a_withdrawal);
  return g_test_run ();
}
