/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls between peers, played without sockets: each ends once. */

#include "network-private.h"

static void
test_calls_are_answered (void)
{
  g_autoptr(Network) network = network_new (NULL);
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "the store is full");
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  node_call (taker, 5, &maker_count, "line-1", 41);
  node_call (taker, 0, &maker_tune, "line-1", 3);
  network_run (network);
  node_assert (maker, "count of 1: 41, wants an answer\ntune of 1: 3\n");
  node_assert (taker, "");
  node_call (taker, 6, &maker_tune, "line-1", 4);
  maker->is_answering = TRUE;
  network_run (network);
  node_assert (taker, "answer 6: nothing\n");
  maker->is_answering = FALSE;
  node_call (taker, 7, &maker_count, "line-1", 41);
  network_run (network);
  maker->link->funcs->answer (maker->link, maker->last_call, HARK_SPAN_NONE, error, TRUE);
  network_run (network);
  g_autofree char *expected = g_strdup_printf ("answer 7: %d, the store is full\n", G_IO_ERROR_NO_SPACE);
  node_assert (taker, expected);
}

static void
test_nobody_of_that_name (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *taker = network_join (network, "taker");

  node_call (taker, 5, &maker_count, "line-1", 41);
  node_call (taker, 0, &maker_tune, "line-1", 3);
  network_run (network);
  node_assert (taker, "answer 5: 8, nobody exports Test.Maker \"line-1\"\n"
                      "warned: 8, nobody exports Test.Maker \"line-1\"\n");
}

#define GONE "7, the process that should have answered has ended, and there is no other\n"

static void
test_a_dead_worker_is_told (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_call (taker, 5, &maker_count, "line-1", 41);
  network_run (network);
  node_kill (maker);
  network_run (network);
  node_assert (taker, "answer 5: " GONE);
}

static void
test_a_dead_caller_costs_nothing (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  EXPORT_GROUP (maker, 2, &maker_info, "group");
  network_run (network);
  node_call (taker, 5, &maker_count, "line-1", 41);
  node_call (taker, 6, &maker_count, "group", 41);
  network_run (network);
  node_kill (taker);
  node_answer (maker, maker->last_call, 1);
  node_answer (maker, maker->last_call - 1, 1);
  network_run (network);
  g_assert_null (maker->closed);
}

static void
test_who_has_the_name_now_is_called (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *other = network_join (network, "other");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_call (taker, 0, &maker_tune, "line-1", 3);
  network_run (network);
  node_assert (maker, "exported 1\ntune of 1: 3\n");
  maker->link->funcs->unexport (maker->link, 1);
  network_run (network);
  node_call (taker, 0, &maker_tune, "line-1", 4);
  network_run (network);
  EXPORT (other, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (taker, "warned: 8, nobody exports Test.Maker \"line-1\"\n");
  node_call (taker, 0, &maker_tune, "line-1", 5);
  network_run (network);
  node_assert (maker, "");
  node_assert (other, "exported 1\ntune of 1: 5\n");
}

static void
test_all_are_called_without_an_answer (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT (one, 1, &maker_info, "line-1");
  EXPORT (two, 1, &maker_info, "line-2");
  EXPORT_GROUP (two, 2, &maker_info, "group");
  EXPORT_GROUP (two, 3, &maker_info, "group");
  network_run (network);
  g_string_truncate (one->log, 0);
  g_string_truncate (two->log, 0);
  node_call (taker, 0, &maker_tune, HARK_NAME_ALL, 3);
  node_call (taker, 5, &maker_count, HARK_NAME_ALL, 3);
  network_run (network);
  node_assert (one, "tune of 1: 3\n");
  node_assert (two, "tune of 1: 3\ntune of 2: 3, wants an answer\n");
  node_assert (taker, "answer 5: 14, 'slot Test.Maker.count (uint64 n) -> uint64' has an answer, and \"*\" stands "
                      "for many objects: call one of them by its name\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/calls/" name, func)
  TEST ("calls-are-answered", test_calls_are_answered);
  TEST ("nobody-of-that-name", test_nobody_of_that_name);
  TEST ("a-dead-worker-is-told", test_a_dead_worker_is_told);
  TEST ("a-dead-caller-costs-nothing", test_a_dead_caller_costs_nothing);
  TEST ("who-has-the-name-now-is-called", test_who_has_the_name_now_is_called);
  TEST ("all-are-called-without-an-answer", test_all_are_called_without_an_answer);
  return g_test_run ();
}
