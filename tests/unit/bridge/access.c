/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rules at work: who exports, hears and calls what, and what becomes of it
 * when there are new rules. Users 1, 2, ... are played by nodes. */

#include "network-private.h"

#include <string.h>
#include <unistd.h>

static void
set_rules (Network    *network,
           const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkRules) rules = hark_rules_parse ("rules", text, strlen (text), &error);

  g_assert_no_error (error);
  hark_broker_protocol_set_rules (network->broker, rules);
  network_run (network);
}

static Node *
join (Network    *network,
      const char *name,
      guint       uid)
{
  const gid_t group = uid;
  g_autoptr(HarkIdentity) identity = hark_identity_new_user (uid, &group, 1);
  Node *node = network_join (network, name);

  hark_broker_protocol_identify (network->broker, node->connection, identity);
  hark_broker_protocol_process (network->broker, node->connection);
  network_run (network);
  return node;
}

static void
export (Node       *node,
                   guint64     number,
                   const char *name)
{
  node->link->funcs->export_object (node->link, number, &maker_info, name, FALSE);
  network_run (node->network);
}

static void
subscribe (Node       *node,
           guint64     number,
           const char *name)
{
  node->link->funcs->subscribe (node->link, number, &maker_made, name, HARK_DELIVERY_GAP);
  network_run (node->network);
}

static void
call (Node       *node,
      guint64     number,
      const char *name)
{
  node_call (node, number, &maker_count, name, 41);
  network_run (node->network);
}

#define ALL "topics = */*/*\n"

static void
test_strangers_are_told_so (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *stranger = join (network, "stranger", geteuid () + 1);

  g_assert_nonnull (strstr (stranger->closed, "this broker is for processes of user"));
  g_assert_nonnull (strstr (stranger->log->str, "this broker is for processes of user"));
}

static void
test_publish (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\ntopics=Test.Maker/line-*/*\n");
  maker = join (network, "maker", 1);
  export(maker, 1, "line-1");
  node_assert (maker, "exported 1\n");
  export(maker, 2, "other");
  node_assert (maker, "refused 2: 14, user 1 may not publish Test.Maker/other/made: no rule of rules allows it\n");
  g_assert_null (maker->closed);
}

static void
test_subscribe (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *taker;

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\ndeny=subscribe\ntopics=*/secret-*/*\n"
                      "[rule]\nwho=user:2\nallow=subscribe\n" ALL);
  maker = join (network, "maker", 1);
  taker = join (network, "taker", 2);
  export(maker, 1, "line-1");
  export(maker, 2, "secret-1");
  subscribe (taker, 1, "secret-1");
  node_assert (taker, "refused 1: 14, user 2 may not subscribe to Test.Maker/secret-1/made: rules:5 denies it\n");
  subscribe (taker, 2, "*");
  node_assert (taker, "subscribed 2\n");
  export(maker, 3, "secret-2");
  export(maker, 4, "line-2");
  node_publish (maker, 1, "chair", 1);
  node_publish (maker, 2, "gold", 2);
  node_publish (maker, 3, "gold", 3);
  node_publish (maker, 4, "chair", 4);
  network_run (network);
  node_assert (taker, "event for 2: ('chair', 1)\nevent for 2: ('chair', 4)\n");
}

/* A pattern asks for nothing by name: it is not refused, and hears what is allowed. */
static void
test_watch (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *watcher;

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=subscribe\ntopics=Test.Maker/line-*/*\n");
  maker = join (network, "maker", 1);
  watcher = join (network, "watcher", 2);
  export(maker, 1, "line-1");
  export(maker, 2, "secret-1");
  watcher->link->funcs->watch (watcher->link, 1, "**");
  network_run (network);
  node_assert (watcher, "subscribed 1\n");
  export(maker, 3, "secret-2");
  export(maker, 4, "line-2");
  for (guint64 i = 1; i <= 4; i++)
    node_publish (maker, i, "chair", i);
  network_run (network);
  node_assert (watcher, "Test.Maker/line-1/made: ('chair', 1) (event Test.Maker.made (string product, uint64 serial))\n"
                        "Test.Maker/line-2/made: ('chair', 4) (event Test.Maker.made (string product, uint64 serial))\n");

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=all\ntopics=Test.Maker/line-*/*\n");
  g_assert_null (watcher->closed);
  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=subscribe\ntopics=Test.Maker/line-1/*\n");
  g_assert_cmpstr (watcher->closed, ==, "the rules have changed for who hears Test.Maker/line-2/made");
}

static void
test_call (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *taker;

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=call\ntopics=Test.Maker/line-1/*\n");
  maker = join (network, "maker", 1);
  taker = join (network, "taker", 2);
  maker->is_answering = TRUE;
  export(maker, 1, "line-1");
  export(maker, 2, "line-2");
  call (taker, 1, "line-1");
  node_assert (taker, "answer 1: (42,)\n");
  call (taker, 2, "line-2");
  call (taker, 3, "line-2");
  node_assert (taker, "answer 2: 14, user 2 may not call Test.Maker/line-2/count: no rule of rules allows it\n"
                      "answer 3: 14, user 2 may not call Test.Maker/line-2/count: no rule of rules allows it\n");

  /* What may be called is asked again when the rules are new. */
  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=call\ntopics=Test.Maker/line-2/*\n");
  call (taker, 4, "line-1");
  call (taker, 5, "line-2");
  node_assert (taker, "answer 4: 14, user 2 may not call Test.Maker/line-1/count: no rule of rules allows it\n"
                      "answer 5: (42,)\n");
  g_assert_null (taker->closed);
}

static void
test_call_all (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *taker;

  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=call\ntopics=Test.Maker/line-1/*\n"
                      "[rule]\nwho=user:3\nallow=subscribe\n" ALL);
  maker = join (network, "maker", 1);
  export(maker, 1, "line-1");
  export(maker, 2, "line-2");
  g_string_truncate (maker->log, 0);
  taker = join (network, "taker", 2);
  node_call (taker, 0, &maker_tune, "*", 5);
  network_run (network);
  /* One of the two, and nobody is warned of the other. */
  node_assert (maker, "tune of 1: 5\n");
  node_assert (taker, "");
  taker = join (network, "other", 3);
  node_call (taker, 0, &maker_tune, "*", 6);
  network_run (network);
  node_assert (maker, "");
  node_assert (taker, "warned: 14, user 3 may not call Test.Maker/*/tune: no rule of rules allows it\n");
}

static void
list (Node    *node,
      guint64  number)
{
  node->is_listing = TRUE;
  g_assert_true (node->link->funcs->list (node->link, number, &maker_info, NULL));
  network_run (node->network);
}

static void
test_list (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *taker;

  set_rules (network, "[rule]\nwho=user:1\nallow=all\n" ALL
                      "[rule]\nwho=user:2\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\ndeny=call\ntopics=Test.Maker/line-1/*\n"
                      "[rule]\nwho=user:2\nallow=call\ntopics=Test.Maker/*/count\n");
  maker = join (network, "maker", 1);
  taker = join (network, "taker", 2);
  list (taker, 1);
  node_assert (taker, "answer 1: nothing\n");
  export(maker, 1, "line-1");
  export(maker, 2, "line-2");
  export(taker, 3, "line-3");
  g_string_truncate (taker->log, 0);
  list (taker, 2);
  node_assert (taker, "answer 2: (['line-2'],)\n");
  g_string_truncate (maker->log, 0);
  list (maker, 3);
  node_assert (maker, "answer 3: (['line-3'],)\n");
}

static void
test_new_rules_hold_for_what_is_there (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker;
  Node *other;
  Node *taker;
  Node *all;

  set_rules (network, "[rule]\nwho=user:1 user:2 user:3 user:4\nallow=all\n" ALL);
  maker = join (network, "maker", 1);
  other = join (network, "other", 2);
  taker = join (network, "taker", 3);
  all = join (network, "all", 4);
  export(maker, 1, "line-1");
  export(other, 1, "line-2");
  subscribe (taker, 1, "line-1");
  subscribe (all, 1, "*");
  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL
                      "[rule]\nwho=user:2\nallow=publish\ntopics=*/line-3/*\n"
                      "[rule]\nwho=user:3\nallow=subscribe\n" ALL
                      "[rule]\nwho=user:4\nallow=subscribe\ntopics=*/line-1/*\n");
  g_assert_null (maker->closed);
  g_assert_null (taker->closed);
  g_assert_cmpstr (other->closed, ==, "user 2 may not publish Test.Maker/line-2/made: no rule of rules allows it");
  g_assert_cmpstr (all->closed, ==, "the rules have changed for who hears Test.Maker/line-2/made");
  set_rules (network, "[rule]\nwho=user:1\nallow=publish\n" ALL);
  g_assert_null (maker->closed);
  g_assert_cmpstr (taker->closed, ==, "rules: no rule allows anything to user 3");
}

static void
test_limit_connections_each (void)
{
  HarkLimits set = hark_limits_default;
  g_autoptr(Network) network = NULL;
  Node *third;

  set.connections_each = 2;
  network = network_new (&set);
  set_rules (network, "[rule]\nwho=user:1 user:2\nallow=all\n" ALL);
  g_assert_null (join (network, "one", 1)->closed);
  g_assert_null (join (network, "two", 1)->closed);
  third = join (network, "three", 1);
  g_assert_cmpstr (third->closed, ==, "user 1 has 2 connections to the broker already");
  g_assert_null (join (network, "other", 2)->closed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func (name, func)
  TEST ("/rule/31/strangers-are-told-so", test_strangers_are_told_so);
  TEST ("/rule/31/who-may-publish", test_publish);
  TEST ("/rule/31/who-may-subscribe", test_subscribe);
  TEST ("/rule/31/who-may-watch", test_watch);
  TEST ("/rule/31/who-may-call", test_call);
  TEST ("/rule/31/who-may-call-all", test_call_all);
  TEST ("/rule/31/who-may-call-is-told-of-names", test_list);
  TEST ("/rule/31/new-rules-hold-for-what-is-there", test_new_rules_hold_for_what_is_there);
  TEST ("/bridge/access/limit-connections-each", test_limit_connections_each);
  return g_test_run ();
}
