/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Subscriptions by a pattern: what those who know no schema hear. */

#include "network-private.h"

#define TEXT " (event Test.Maker.made (string product, uint64 serial))\n"

static void
test_ready_after_the_exporters_know (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *watcher = network_join (network, "watcher");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  maker->is_stuck = TRUE;
  WATCH (watcher, 1, "Test.Maker/*/made");
  network_run (network);
  node_assert (watcher, "");
  maker->is_stuck = FALSE;
  network_run (network);
  node_assert (watcher, "subscribed 1\n");
  node_assert (maker, "made of 1 is heard\n");

  node_publish (maker, 1, "chair", 7);
  network_run (network);
  node_assert (watcher, "Test.Maker/line-1/made: ('chair', 7)" TEXT);
}

static void
test_who_exports_late_knows_who_watches (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *watcher = network_join (network, "watcher");

  WATCH (watcher, 1, "**");
  network_run (network);
  node_assert (watcher, "subscribed 1\n");
  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "made of 1 is heard\nexported 1\n");
  node_publish (maker, 1, "chair", 7);
  network_run (network);
  node_assert (watcher, "Test.Maker/line-1/made: ('chair', 7)" TEXT);
}

static void
test_what_does_not_match_is_not_heard (void)
{
  const char *const patterns[] = { "Test.Maker/line-2/made", "Test.Maker/*/filled", "*/line-1",
                                   "Other/**", "Test.Maker/line-1/made/more" };
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *watcher = network_join (network, "watcher");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  node_assert (maker, "exported 1\n");
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      WATCH (watcher, i + 1, patterns[i]);
      network_run (network);
      UNSUBSCRIBE (watcher, i + 1);
    }
  network_run (network);
  node_assert (maker, "");
}

static void
test_several_are_one_delivery (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *watcher = network_join (network, "watcher");

  EXPORT (maker, 1, &maker_info, "line-1");
  WATCH (watcher, 1, "Test.Maker/**");
  WATCH (watcher, 2, "*/line-1/*");
  SUBSCRIBE (watcher, 3, &maker_made, HARK_NAME_ALL);
  network_run (network);
  g_string_truncate (watcher->log, 0);
  node_publish (maker, 1, "chair", 1);
  network_run (network);
  node_assert (watcher, "Test.Maker/line-1/made: ('chair', 1)" TEXT "event for 3: ('chair', 1)\n");

  UNSUBSCRIBE (watcher, 1);
  network_run (network);
  node_publish (maker, 1, "chair", 2);
  network_run (network);
  node_assert (watcher, "Test.Maker/line-1/made: ('chair', 2)" TEXT "event for 3: ('chair', 2)\n");

  UNSUBSCRIBE (watcher, 2);
  network_run (network);
  node_publish (maker, 1, "chair", 3);
  network_run (network);
  node_assert (watcher, "event for 3: ('chair', 3)\n");
}

static void
test_interest_ends_with_the_last (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  EXPORT (maker, 1, &maker_info, "line-1");
  network_run (network);
  WATCH (one, 1, "**");
  WATCH (two, 1, "Test.Maker/line-1/*");
  network_run (network);
  node_assert (maker, "exported 1\nmade of 1 is heard\n");
  UNSUBSCRIBE (one, 1);
  network_run (network);
  node_assert (maker, "");
  node_kill (two);
  network_run (network);
  network_tick (network, 1);
  network_tick (network, HARK_LIMIT_SESSION_TIME);
  node_assert (maker, "made of 1 is not heard\n");
}

/* Whatever is exported: signatures are not compared, and each says its own. */
static void
test_no_signature_is_wrong (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *old = network_join (network, "old");
  Node *new = network_join (network, "new");
  Node *watcher = network_join (network, "watcher");

  WATCH (watcher, 1, "**");
  network_run (network);
  EXPORT (old, 1, &maker_info, "line-1");
  EXPORT (new, 1, &other_maker_info, "line-2");
  network_run (network);
  node_assert (old, "made of 1 is heard\nexported 1\n");
  node_assert (new, "made of 1 is heard\nexported 1\n");
  /* A name that is free again. */
  UNEXPORT (old, 1);
  network_run (network);
  EXPORT (new, 2, &maker_info, "line-1");
  network_run (network);
  node_publish (new, 2, "chair", 1);
  network_run (network);
  node_assert (watcher, "subscribed 1\nTest.Maker/line-1/made: ('chair', 1)" TEXT);
}

static void
test_what_is_no_pattern (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *bad = network_connect (network);

  node_write_hello (bad);
  node_write (bad, HARK_MESSAGE_WATCH, 0, 1, 0, g_variant_new (HARK_WATCH_TYPE, "Test.M*/made"));
  network_run (network);
  g_assert_cmpstr (bad->closed, ==,
                   "\"Test.M*/made\" is no pattern: '*' stands for a whole word between two '/', and '**' for all that "
                   "are left at the end");
}

static void
test_a_number_that_is_in_use (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *bad = network_connect (network);

  node_write_hello (bad);
  node_write (bad, HARK_MESSAGE_WATCH, 0, 1, 0, g_variant_new (HARK_WATCH_TYPE, "a/**"));
  node_write (bad, HARK_MESSAGE_WATCH, 0, 1, 0, g_variant_new (HARK_WATCH_TYPE, "b/**"));
  network_run (network);
  g_assert_cmpstr (bad->closed, ==, "it subscribed under a number that is in use");
}

static void
test_limit_subscriptions (void)
{
  HarkLimits limits = hark_limits_default;
  g_autoptr(Network) network = NULL;
  Node *bad;

  limits.subscriptions = 1;
  network = network_new (&limits);
  bad = network_connect (network);
  node_write_hello (bad);
  node_write (bad, HARK_MESSAGE_WATCH, 0, 1, 0, g_variant_new (HARK_WATCH_TYPE, "a/**"));
  node_write (bad, HARK_MESSAGE_WATCH, 0, 2, 0, g_variant_new (HARK_WATCH_TYPE, "a/**"));
  network_run (network);
  g_assert_cmpstr (bad->closed, ==, "it subscribed more than 1 times");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/watchers/" name, func)
  g_test_add_func ("/rule/28/a-pattern-is-ready-when-all-exporters-know", test_ready_after_the_exporters_know);
  TEST ("who-exports-late-knows-who-watches", test_who_exports_late_knows_who_watches);
  TEST ("what-does-not-match-is-not-heard", test_what_does_not_match_is_not_heard);
  TEST ("several-are-one-delivery", test_several_are_one_delivery);
  TEST ("interest-ends-with-the-last", test_interest_ends_with_the_last);
  TEST ("no-signature-is-wrong", test_no_signature_is_wrong);
  TEST ("what-is-no-pattern", test_what_is_no_pattern);
  TEST ("a-number-that-is-in-use", test_a_number_that_is_in_use);
  TEST ("limit-subscriptions", test_limit_subscriptions);
  return g_test_run ();
}
