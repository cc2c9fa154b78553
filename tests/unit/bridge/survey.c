/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a broker tells of itself. */

#include "network-private.h"

/* A line for each. */
static char *
list_peers (Network *network)
{
  GString *text = g_string_new (NULL);
  gsize n;
  HarkBrokerConnection **peers = hark_broker_protocol_list_peers (network->broker, 1000, &n);

  for (gsize i = 0; i < n; i++)
    {
      HarkBrokerConnection *peer = peers[i];

      g_string_append_printf (text, "%s: exports %u, subscribed %u, asked %u, given %u, events %u in %u out, calls %u\n",
                              peer->name, peer->n_exports, peer->n_subscriptions, peer->n_asked, peer->n_given,
                              (guint) peer->n_events_in, (guint) peer->n_events_out, (guint) peer->n_calls);
      hark_broker_connection_unref (peer);
    }
  g_free (peers);
  return g_string_free (text, FALSE);
}

static char *
list_topics (Network    *network,
             const char *pattern)
{
  GString *text = g_string_new (NULL);
  gsize n;
  HarkBrokerTopic **topics = hark_broker_protocol_list_topics (network->broker, pattern, &n);

  for (gsize i = 0; i < n; i++)
    {
      HarkBrokerTopic *topic = topics[i];
      g_autofree char *exporters = g_strjoinv (",", (char **) topic->exporters);
      g_autofree char *listeners = g_strjoinv (",", (char **) topic->listeners);

      g_string_append_printf (text, "%s%s/%s/%s by %s to %s: %u\n", topic->is_event ? "" : "slot ", topic->object,
                              topic->name, topic->member, exporters, listeners, (guint) topic->n);
      hark_broker_topic_unref (topic);
    }
  g_free (topics);
  return g_string_free (text, FALSE);
}

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_peers_in_their_order (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-1");
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  node_publish (maker, 1, "chair", 1);
  node_publish (maker, 1, "chair", 2);
  node_call (taker, 2, &maker_count, "line-1", 1);
  network_run (network);
  assert_text (list_peers (network),
               "maker: exports 1, subscribed 0, asked 0, given 1, events 2 in 0 out, calls 0\n"
               "taker: exports 0, subscribed 1, asked 1, given 0, events 0 in 2 out, calls 1\n");
  node_answer (maker, maker->last_call, 2);
  network_run (network);
  node_kill (maker);
  network_run (network);
  assert_text (list_peers (network),
               "taker: exports 0, subscribed 1, asked 0, given 0, events 0 in 2 out, calls 1\n");
}

static void
test_topics_by_a_pattern (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *maker = network_join (network, "maker");
  Node *taker = network_join (network, "taker");

  EXPORT (maker, 1, &maker_info, "line-2");
  EXPORT (maker, 2, &maker_info, "line-1");
  SUBSCRIBE (taker, 1, &maker_made, "line-1");
  network_run (network);
  node_publish (maker, 2, "chair", 1);
  node_call (taker, 2, &maker_count, "line-1", 1);
  network_run (network);
  assert_text (list_topics (network, "**"),
               "Test.Maker/line-1/made by maker to taker: 1\n"
               "slot Test.Maker/line-1/count by maker to : 1\n"
               "slot Test.Maker/line-1/tune by maker to : 0\n"
               "Test.Maker/line-2/made by maker to : 0\n"
               "slot Test.Maker/line-2/count by maker to : 0\n"
               "slot Test.Maker/line-2/tune by maker to : 0\n");
  assert_text (list_topics (network, "*/line-1/made"), "Test.Maker/line-1/made by maker to taker: 1\n");
}

static void
test_what_nobody_exports_yet (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");

  SUBSCRIBE (one, 1, &maker_made, "line-1");
  SUBSCRIBE (one, 2, &maker_made, HARK_NAME_ALL);
  network_run (network);
  SUBSCRIBE (two, 1, &maker_made, "line-1");
  network_run (network);
  assert_text (list_topics (network, "**"),
               "Test.Maker/*/made by  to one: 0\n"
               "Test.Maker/line-1/made by  to one,two: 0\n");
}

static void
test_a_group_is_one_topic (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");
  Node *two = network_join (network, "two");
  Node *taker = network_join (network, "taker");

  EXPORT_GROUP (one, 1, &maker_info, "group");
  network_run (network);
  EXPORT_GROUP (two, 1, &maker_info, "group");
  SUBSCRIBE (taker, 1, &maker_made, HARK_NAME_ALL);
  network_run (network);
  node_publish (one, 1, "chair", 1);
  node_publish (two, 1, "chair", 2);
  network_run (network);
  assert_text (list_topics (network, "*/*/made"), "Test.Maker/group/made by one,two to taker: 2\n");
}

/* The broker itself is no peer that anybody would ask for. */
static void
test_the_broker_is_not_counted (void)
{
  HarkLimits limits = hark_limits_default;
  g_autoptr(Network) network = NULL;
  g_autoptr(HarkBrokerStats) stats = NULL;

  limits.connections = 1;
  network = network_new (&limits);
  g_assert_cmpuint (hark_broker_protocol_open_own (network->broker, 0), !=, 0);
  network_join (network, "only");
  stats = hark_broker_protocol_get_stats (network->broker, 5);
  g_assert_cmpuint (stats->n_peers, ==, 1);
  g_assert_cmpint (stats->age, ==, 5);
  assert_text (list_peers (network), "only: exports 0, subscribed 0, asked 0, given 0, events 0 in 0 out, calls 0\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/survey/" name, func)
  TEST ("peers-in-their-order", test_peers_in_their_order);
  TEST ("topics-by-a-pattern", test_topics_by_a_pattern);
  TEST ("what-nobody-exports-yet", test_what_nobody_exports_yet);
  TEST ("a-group-is-one-topic", test_a_group_is_one_topic);
  TEST ("the-broker-is-not-counted", test_the_broker_is_not_counted);
  return g_test_run ();
}
