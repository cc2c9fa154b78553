/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What peers promise each other through a broker, played without sockets. */

#include "network-private.h"

/* --- Events --- */

static void
test_events_arrive_in_order (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");
  guint64 i;

  EXPORT (maker, 1, &maker_info, "line-1");
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  /* Heard, whichever of the two came first. */
  g_assert_nonnull (strstr (maker->log->str, "made of 1 is heard\n"));
  g_assert_nonnull (strstr (maker->log->str, "exported 1\n"));
  node_assert (taker, "subscribed 1\n");

  for (i = 1; i <= 3; i++)
    node_publish (maker, 1, "chair", i);
  network_run (network);
  node_assert (taker, "event for 1: ('chair', 1)\nevent for 1: ('chair', 2)\nevent for 1: ('chair', 3)\n");
}

static void
test_ready_after_the_exporter_knows (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");

  maker->is_stuck = TRUE;
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  node_assert (taker, "");
  maker->is_stuck = FALSE;
  network_run (network);
  node_assert (maker, "made of 1 is heard\n");
  node_assert (taker, "subscribed 1\n");

  /* It is known now: the next one does not ask again. */
  maker->is_stuck = TRUE;
  SUBSCRIBE (taker, 2, &maker_made, HARK_NAME_ALL);
  network_run (network);
  node_assert (taker, "subscribed 2\n");
}

static void
test_ready_after_every_exporter_knows (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *three = network_join (network, "three");
  Node *taker = network_join (network, "taker");

  EXPORT (one, 1, &maker_info, "line-1");
  EXPORT (two, 1, &maker_info, "line-2");
  EXPORT (three, 1, &maker_info, "line-3");
  network_run (network);
  one->is_stuck = two->is_stuck = three->is_stuck = TRUE;
  SUBSCRIBE (taker, 1, &maker_made, HARK_NAME_ALL);
  SUBSCRIBE (taker, 2, &maker_made, "line-2");
  network_run (network);
  one->is_stuck = FALSE;
  network_run (network);
  node_assert (taker, "");
  two->is_stuck = FALSE;
  network_run (network);
  node_assert (taker, "subscribed 2\n");
  /* Gone is as good. */
  node_kill (three);
  network_run (network);
  node_assert (taker, "subscribed 1\n");
}

static void
test_giving_up_while_it_is_pending (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  maker->is_stuck = TRUE;
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  UNSUBSCRIBE (taker, 1);
  SUBSCRIBE (taker, 2, &maker_made, "line-1");
  network_run (network);
  UNSUBSCRIBE (taker, 2);
  network_run (network);
  maker->is_stuck = FALSE;
  network_run (network);
  node_assert (taker, "");
  node_assert (maker, "made of 1 is heard\nmade of 1 is not heard\nmade of 1 is heard\nmade of 1 is not heard\n");
}

static void
test_who_exports_late_knows_who_hears (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *taker = network_join (network, "taker");
  Node *maker = network_join (network, "maker");

  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  node_assert (taker, "subscribed 1\n");
  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "made of 1 is heard\nexported 1\n");
  node_publish (maker, 1, "chair", 1);
  network_run (network);
  node_assert (taker, "event for 1: ('chair', 1)\n");
}

static void
test_interest_ends_with_the_last_listener (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT (maker, 1, &maker_info, "line-1");
  SUBSCRIBE (one, 1, &maker_made, "line-1");
  SUBSCRIBE (one, 2, &maker_made, HARK_NAME_ALL);
  SUBSCRIBE (two, 1, &maker_made, "line-1");
  network_run (network);
  g_string_truncate (maker->log, 0);
  UNSUBSCRIBE (one, 1);
  UNSUBSCRIBE (one, 2);
  network_run (network);
  node_assert (maker, "");
  /* Who may come back is waited for. */
  node_kill (two);
  network_run (network);
  network_tick (network, 1);
  network_tick (network, HARK_LIMIT_SESSION_TIME - 1);
  node_assert (maker, "");
  network_tick (network, 1);
  node_assert (maker, "made of 1 is not heard\n");
}

static void
test_all_hears_everybody (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *taker = network_join (network, "taker");
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT (one, 1, &maker_info, "line-1");
  network_run (network);
  SUBSCRIBE (taker, 7, &maker_made, HARK_NAME_ALL);
  network_run (network);
  EXPORT (two, 1, &maker_info, "line-2");
  EXPORT (two, 2, &maker_info, "line-3");
  network_run (network);
  node_publish (one, 1, "chair", 1);
  network_run (network);
  node_publish (two, 1, "table", 2);
  node_publish (two, 2, "lamp", 3);
  network_run (network);
  node_assert (taker, "subscribed 7\nevent for 7: ('chair', 1)\nevent for 7: ('table', 2)\nevent for 7: ('lamp', 3)\n");
}

static void
test_overlapping_subscriptions_are_one_delivery (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  SUBSCRIBE (taker, 2, &maker_made, HARK_NAME_ALL);
  SUBSCRIBE (taker, 3, &maker_made, "line-2");
  network_run (network);
  node_publish (maker, 1, "chair", 1);
  network_run (network);
  UNSUBSCRIBE (taker, 1);
  network_run (network);
  node_publish (maker, 1, "chair", 2);
  network_run (network);
  node_assert (taker, "subscribed 1\nsubscribed 2\nsubscribed 3\n"
                      "event for 1 2: ('chair', 1)\nevent for 2: ('chair', 2)\n");
}

static void
test_one_connection_hears_itself_once (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *both = network_join (network, "both");

  SUBSCRIBE (both, 1, &maker_made, HARK_NAME_ALL);
  EXPORT (both, 2, &maker_info, "line-1");
  network_run (network);
  node_publish (both, 2, "chair", 1);
  network_run (network);
  node_assert (both, "subscribed 1\nmade of 2 is heard\nexported 2\nevent for 1: ('chair', 1)\n");
}

static void
test_flush_waits_for_what_was_asked (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  maker->is_stuck = TRUE;
  FLUSH (taker, 1);
  SUBSCRIBE (taker, 2, &maker_made, "line-1");
  FLUSH (taker, 3);
  network_run (network);
  node_assert (taker, "flushed 1\n");
  maker->is_stuck = FALSE;
  network_run (network);
  node_assert (taker, "subscribed 2\nflushed 3\n");
}

static void
test_flush_does_not_wait_for_what_was_given_up (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  maker->is_stuck = TRUE;
  SUBSCRIBE (taker, 2, &maker_made, "line-1");
  FLUSH (taker, 3);
  network_run (network);
  node_assert (taker, "");
  taker->link->funcs->unsubscribe (taker->link, 2);
  node_assert (taker, "flushed 3\n");
}

/* --- Names --- */

static void
test_a_name_belongs_to_one (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT (one, 1, &maker_info, "line-1");
  network_run (network);
  EXPORT (two, 1, &maker_info, "line-1");
  EXPORT_GROUP (two, 2, &maker_info, "line-1");
  network_run (network);
  node_assert (two,
               "refused 1: 9, Test.Maker \"line-1\" is exported already, by one: take another name, or export both as a group\n"
               "refused 2: 9, Test.Maker \"line-1\" is exported already, by one: take another name, or export both as a group\n");
  node_kill (one);
  EXPORT (two, 3, &maker_info, "line-1");
  network_run (network);
  node_assert (two, "exported 3\n");
  UNEXPORT (two, 3);
  EXPORT (two, 4, &maker_info, "line-1");
  network_run (network);
  node_assert (two, "exported 4\n");
}

/* --- Calls --- */

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
  maker->link->funcs->answer (maker->link, maker->last_call, NULL, error, TRUE);
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

/* --- Groups --- */

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
  one->link->funcs->answer (one->link, one->last_call, NULL, error, FALSE);
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

static void
test_a_stopped_broker_tells_its_peers (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");

  hark_broker_protocol_free (network->broker);
  network->broker = hark_broker_protocol_new (&hark_limits_default, "x",
                                              &(HarkBrokerProtocolFuncs) { NULL, NULL, NULL, NULL }, NULL);
  network_run (network);
  node_assert (one, "lost: 7, the broker closed the connection: the broker has stopped\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/protocol/" name, func)
  TEST ("events-arrive-in-order", test_events_arrive_in_order);
  TEST ("ready-after-the-exporter-knows", test_ready_after_the_exporter_knows);
  TEST ("ready-after-every-exporter-knows", test_ready_after_every_exporter_knows);
  TEST ("giving-up-while-it-is-pending", test_giving_up_while_it_is_pending);
  TEST ("who-exports-late-knows-who-hears", test_who_exports_late_knows_who_hears);
  TEST ("interest-ends-with-the-last-listener", test_interest_ends_with_the_last_listener);
  TEST ("all-hears-everybody", test_all_hears_everybody);
  TEST ("overlapping-subscriptions-are-one-delivery", test_overlapping_subscriptions_are_one_delivery);
  TEST ("one-connection-hears-itself-once", test_one_connection_hears_itself_once);
  TEST ("flush-waits-for-what-was-asked", test_flush_waits_for_what_was_asked);
  TEST ("flush-does-not-wait-for-what-was-given-up", test_flush_does_not_wait_for_what_was_given_up);
  TEST ("a-name-belongs-to-one", test_a_name_belongs_to_one);
  TEST ("calls-are-answered", test_calls_are_answered);
  TEST ("nobody-of-that-name", test_nobody_of_that_name);
  TEST ("a-dead-worker-is-told", test_a_dead_worker_is_told);
  TEST ("a-dead-caller-costs-nothing", test_a_dead_caller_costs_nothing);
  TEST ("all-are-called-without-an-answer", test_all_are_called_without_an_answer);
  TEST ("a-group-shares-its-calls", test_a_group_shares_its_calls);
  TEST ("a-killed-member-loses-nothing", test_a_killed_member_loses_nothing);
  TEST ("redelivered-calls-keep-their-order", test_redelivered_calls_keep_their_order);
  TEST ("the-last-member-takes-all-with-it", test_the_last_member_takes_all_with_it);
  TEST ("what-was-not-run-goes-to-another", test_what_was_not_run_goes_to_another);
  TEST ("a-call-that-crosses-a-withdrawal", test_a_call_that_crosses_a_withdrawal);
  TEST ("a-stopped-broker-tells-its-peers", test_a_stopped_broker_tells_its_peers);
  return g_test_run ();
}
