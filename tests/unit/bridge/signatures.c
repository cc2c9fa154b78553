/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who understands whom: signatures that differ, and those that are older or newer. */

#include "network-private.h"

/* --- What differs is refused --- */

#define MISMATCH "10, Test.Maker \"line-1\" has 'event Test.Maker.made (string product, uint64 serial)', " \
                 "but 'event Test.Maker.made (string product)' is wanted: " \
                 "both sides must be built from the same schema\n"

static void
test_mismatch_of_a_subscription_is_told_to_both (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  SUBSCRIBE (taker, 1, &other_maker_made, "line-1");
  network_run (network);
  node_assert (taker, "refused 1: " MISMATCH);
  node_assert (maker, "warned: " MISMATCH);
  /* The connection lives. */
  SUBSCRIBE (taker, 2, &maker_made, "line-1");
  network_run (network);
  node_assert (taker, "subscribed 2\n");
}

static void
test_mismatch_of_an_export_is_told_to_both (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  SUBSCRIBE (taker, 1, &other_maker_made, HARK_NAME_ALL);
  network_run (network);
  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "refused 1: " MISMATCH);
  node_assert (taker, "subscribed 1\nwarned: " MISMATCH);
}

static void
test_mismatch_of_a_call_is_told_to_both (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  node_call (taker, 5, &other_maker_count, "line-1", 0);
  network_run (network);
  node_assert (taker, "answer 5: 10, Test.Maker \"line-1\" has 'slot Test.Maker.count (uint64 n) -> uint64', "
                      "but 'slot Test.Maker.count (string n) -> uint64' is wanted: "
                      "both sides must be built from the same schema\n");
  g_assert_true (g_str_has_prefix (maker->log->str, "warned: 10, Test.Maker \"line-1\" has 'slot "));
}

static void
test_what_is_missing_is_a_mismatch (void)
{
  static const HarkClassInfo empty_info = { .name = "Test.Maker" };
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &empty_info, "line-1");
  network_run (network);
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  node_assert (taker, "refused 1: 10, Test.Maker \"line-1\" has no event made, but "
                      "'event Test.Maker.made (string product, uint64 serial)' is wanted\n");
}

static void
test_members_of_a_group_are_alike (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT_GROUP (one, 1, &maker_info, "line-1");
  network_run (network);
  EXPORT_GROUP (two, 1, &other_maker_info, "line-1");
  network_run (network);
  g_assert_true (g_str_has_prefix (two->log->str, "refused 1: 10, Test.Maker \"line-1\" has "));
}

/* --- What was appended is understood --- */

static void
test_a_newer_listener_knows_what_it_was_sent (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  SUBSCRIBE (taker, 1, &newer_maker_made, "line-1");
  network_run (network);
  node_publish (maker, 1, "chair", 7);
  network_run (network);
  node_assert (taker, "subscribed 1\nevent for 1: ('chair', 7)\n");
}

static void
test_an_older_listener_knows_what_it_was_sent (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  SUBSCRIBE (taker, 1, &maker_made, HARK_NAME_ALL);
  network_run (network);
  EXPORT (maker, 1, &newer_maker_info, "line-1");
  network_run (network);
  node_publish_newer (maker, 1, "chair", 7, 3);
  network_run (network);
  node_assert (taker, "subscribed 1\nevent for 1: ('chair', 7, 3)\n");
}

static void
test_calls_say_what_they_bring (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");

  EXPORT (older, 1, &maker_info, "line-1");
  EXPORT (newer, 1, &newer_maker_info, "line-2");
  network_run (network);
  node_forget (older);
  node_forget (newer);
  older->is_answering = newer->is_answering = TRUE;
  node_call (newer, 5, &newer_maker_count, "line-1", 41);
  node_call (older, 6, &maker_count, "line-2", 51);
  node_call (newer, 7, &newer_maker_count, "line-2", 61);
  network_run (network);
  g_assert_nonnull (strstr (older->log->str, "count of 1: 41, as (tt), wants an answer\n"));
  g_assert_nonnull (strstr (older->log->str, "answer 6: (52,)\n"));
  g_assert_nonnull (strstr (newer->log->str, "count of 1: 51, as (t), wants an answer\n"));
  g_assert_nonnull (strstr (newer->log->str, "answer 5: (42,)\n"));
  g_assert_nonnull (strstr (newer->log->str, "count of 1: 61, wants an answer\n"));
}

/* Whoever joins later, and whoever gets a call once more, is told as well. */
static void
test_a_group_has_older_and_newer_members (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (older, 1, &maker_info, "group");
  network_run (network);
  node_call (taker, 1, &newer_maker_count, "group", 10);
  node_call (taker, 2, &maker_count, "group", 20);
  network_run (network);
  node_assert (older, "exported 1\ncount of 1: 10, as (tt), wants an answer\ncount of 1: 20, wants an answer\n");
  EXPORT_GROUP (newer, 1, &newer_maker_info, "group");
  network_run (network);
  newer->is_answering = TRUE;
  node_kill (taker);
  node_kill (older);
  network_run (network);
  node_assert (newer, "exported 1\ncount of 1: 10, wants an answer, again\n"
                      "count of 1: 20, as (t), wants an answer, again\n");
}

/* Somebody whose arguments begin alike and go on otherwise. */
static void
test_all_members_of_a_group_must_understand (void)
{
  static const guint64 beginning = 13;
  static const HarkSignature arguments = { .variant_type = "(tt)", .fingerprint = 16, .n_appended = 1, .appended = &beginning };
  const HarkSlotInfo wanted = { .name = "count", .text = "slot Test.Maker.count (uint64 n, uint64 start) -> uint64",
                                .owner = &maker_info, .signature = &arguments, .result = maker_count.result };
  g_autoptr(Network) network = network_new (NULL);
  Node *older = network_join (network, "older");
  Node *newer = network_join (network, "newer");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (older, 1, &maker_info, "group");
  network_run (network);
  older->is_answering = TRUE;
  node_call (taker, 1, &wanted, "group", 10);
  network_run (network);
  EXPORT_GROUP (newer, 1, &newer_maker_info, "group");
  network_run (network);
  node_call (taker, 2, &wanted, "group", 20);
  network_run (network);
  node_assert (taker, "answer 1: (11,)\n"
                      "answer 2: 10, Test.Maker \"group\" has 'slot Test.Maker.count (uint64 n, uint64 step) -> uint64', "
                      "but 'slot Test.Maker.count (uint64 n, uint64 start) -> uint64' is wanted: "
                      "both sides must be built from the same schema\n");
}

static void
test_what_is_appended_and_must_be_there_is_a_mismatch (void)
{
  static const HarkSignature arguments = { .variant_type = "(stu)", .fingerprint = 17 };
  static const HarkEventInfo made = { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial, uint32 n)",
                                      .owner = &maker_info, .signature = &arguments };
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  SUBSCRIBE (taker, 1, &made, "line-1");
  network_run (network);
  g_assert_true (g_str_has_prefix (taker->log->str, "refused 1: 10, "));
  g_assert_true (g_str_has_prefix (maker->log->str, "warned: 10, "));
}

/* The same types, but the records in them are others. */
static void
test_another_beginning_is_a_mismatch (void)
{
  static const guint64 beginning = 99;
  static const HarkSignature arguments = { .variant_type = "(stmu)", .fingerprint = 18, .n_appended = 1, .appended = &beginning };
  static const HarkEventInfo made = { .name = "made", .text = "event Test.Maker.made (string product, uint64 serial, uint32? n)",
                                      .owner = &maker_info, .signature = &arguments };
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  SUBSCRIBE (taker, 1, &made, "line-1");
  network_run (network);
  g_assert_true (g_str_has_prefix (taker->log->str, "refused 1: 10, "));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/rule/32/" name, func)
  TEST ("mismatch-of-a-subscription-is-told-to-both", test_mismatch_of_a_subscription_is_told_to_both);
  TEST ("mismatch-of-an-export-is-told-to-both", test_mismatch_of_an_export_is_told_to_both);
  TEST ("mismatch-of-a-call-is-told-to-both", test_mismatch_of_a_call_is_told_to_both);
  TEST ("what-is-missing-is-a-mismatch", test_what_is_missing_is_a_mismatch);
  TEST ("members-of-a-group-are-alike", test_members_of_a_group_are_alike);
  TEST ("a-newer-listener-knows-what-it-was-sent", test_a_newer_listener_knows_what_it_was_sent);
  TEST ("an-older-listener-knows-what-it-was-sent", test_an_older_listener_knows_what_it_was_sent);
  TEST ("calls-say-what-they-bring", test_calls_say_what_they_bring);
  TEST ("a-group-has-older-and-newer-members", test_a_group_has_older_and_newer_members);
  TEST ("all-members-of-a-group-must-understand", test_all_members_of_a_group_must_understand);
  TEST ("what-is-appended-and-must-be-there-is-a-mismatch", test_what_is_appended_and_must_be_there_is_a_mismatch);
  TEST ("another-beginning-is-a-mismatch", test_another_beginning_is_a_mismatch);
  return g_test_run ();
}
