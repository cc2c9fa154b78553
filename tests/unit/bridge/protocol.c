/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events and names, played without sockets: what is ready, who hears what, and in which order. */

#include "play-private.h"

/* --- Events --- */

static void
test_events_arrive_in_order (void)
{
  g_auto(Play) play = play_new (NULL);
  guint64 i;

  EXPORT (play.maker, 1, &maker_info, "line-1");
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  /* Heard, whichever of the two came first. */
  g_assert_nonnull (strstr (play.maker->log->str, "made of 1 is heard\n"));
  g_assert_nonnull (strstr (play.maker->log->str, "exported 1\n"));
  node_assert (play.taker, "subscribed 1\n");

  for (i = 1; i <= 3; i++)
    node_publish (play.maker, 1, "chair", i);
  network_run (play.network);
  node_assert (play.taker, "event for 1: ('chair', 1)\nevent for 1: ('chair', 2)\nevent for 1: ('chair', 3)\n");
}

/* So many that the broker does not copy them for each of its listeners. */
#define MANY 200

/* What the maker has to say comes in one piece. */
static void
publish_many (Play    *play,
              guint64  from)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  play_publish (play, from, from + MANY - 1);
  hark_byte_stream_take (hark_peer_protocol_get_stream (play->maker->peer), bytes);
  hark_broker_protocol_feed (play->network->broker, play->maker->connection, bytes->data, bytes->len);
}

/* What waits for it. */
static HarkSpan
peek (Play *play,
      Node *node)
{
  HarkByteStream *stream = hark_broker_protocol_get_stream (play->network->broker, node->connection);
  HarkSpan piece;

  g_assert_cmpuint (hark_byte_stream_peek (stream, &piece, 1), ==, 1);
  g_assert_cmpuint (stream->n_waiting, ==, piece.size);
  return piece;
}

static void
test_listeners_share_what_they_are_sent (void)
{
  g_auto(Play) play = play_new_ready (NULL);
  HarkSpan one, other;

  EXPORT (play.maker, 2, &maker_info, "line-2");
  SUBSCRIBE (play.taker, 2, &maker_made, "line-2");
  network_run (play.network);
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  SUBSCRIBE (play.other, 1, &maker_made, "line-1");
  network_run (play.network);
  publish_many (&play, 1);
  one = peek (&play, play.taker);
  other = peek (&play, play.other);
  g_assert_cmpuint (one.size, ==, other.size);
  g_assert_true (one.data == other.data);
  node_kill (play.other);
  network_run (play.network);
  assert_events (play.taker, 1, MANY);
}

static void
test_listeners_have_topics_of_their_own (void)
{
  g_auto(Play) play = play_new_ready (NULL);
  Node *third = network_join (play.network, "third");

  EXPORT (play.maker, 2, &maker_info, "line-2");
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  SUBSCRIBE (play.other, 2, &maker_made, "line-2");
  network_run (play.network);
  SUBSCRIBE (play.other, 1, &maker_made, "line-1");
  network_run (play.network);
  SUBSCRIBE (third, 1, &maker_made, "line-1");
  network_run (play.network);
  publish_many (&play, 1);
  g_assert_true (peek (&play, play.taker).data != peek (&play, play.other).data);
  network_run (play.network);
  publish_many (&play, MANY + 1);
  network_run (play.network);
  assert_events (play.taker, 1, 2 * MANY);
  assert_events (play.other, 1, 2 * MANY);
  assert_events (third, 1, 2 * MANY);
}

static void
test_ready_after_the_exporter_knows (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  play.maker->is_stuck = TRUE;
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  node_assert (play.taker, "");
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.maker, "made of 1 is heard\n");
  node_assert (play.taker, "subscribed 1\n");

  /* It is known now: the next one does not ask again. */
  play.maker->is_stuck = TRUE;
  SUBSCRIBE (play.taker, 2, &maker_made, HARK_NAME_ALL);
  network_run (play.network);
  node_assert (play.taker, "subscribed 2\n");
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
  g_auto(Play) play = play_new_ready (NULL);

  play.maker->is_stuck = TRUE;
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  UNSUBSCRIBE (play.taker, 1);
  SUBSCRIBE (play.taker, 2, &maker_made, "line-1");
  network_run (play.network);
  UNSUBSCRIBE (play.taker, 2);
  network_run (play.network);
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "");
  node_assert (play.maker, "made of 1 is heard\nmade of 1 is not heard\nmade of 1 is heard\nmade of 1 is not heard\n");
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
  g_auto(Play) play = play_new (NULL);

  EXPORT (play.maker, 1, &maker_info, "line-1");
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  network_run (play.network);
  SUBSCRIBE (play.taker, 2, &maker_made, HARK_NAME_ALL);
  SUBSCRIBE (play.taker, 3, &maker_made, "line-2");
  network_run (play.network);
  node_publish (play.maker, 1, "chair", 1);
  network_run (play.network);
  UNSUBSCRIBE (play.taker, 1);
  network_run (play.network);
  node_publish (play.maker, 1, "chair", 2);
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\nsubscribed 2\nsubscribed 3\n"
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
  g_auto(Play) play = play_new_ready (NULL);

  play.maker->is_stuck = TRUE;
  FLUSH (play.taker, 1);
  SUBSCRIBE (play.taker, 2, &maker_made, "line-1");
  FLUSH (play.taker, 3);
  network_run (play.network);
  node_assert (play.taker, "flushed 1\n");
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "subscribed 2\nflushed 3\n");
}

static void
test_flush_does_not_wait_for_what_was_given_up (void)
{
  g_auto(Play) play = play_new_ready (NULL);

  play.maker->is_stuck = TRUE;
  SUBSCRIBE (play.taker, 2, &maker_made, "line-1");
  FLUSH (play.taker, 3);
  network_run (play.network);
  node_assert (play.taker, "");
  play.taker->link->funcs->unsubscribe (play.taker->link, 2);
  node_assert (play.taker, "flushed 3\n");
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

/* --- The broker --- */

static void
test_a_stopped_broker_tells_its_peers (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *one = network_join (network, "one");

  hark_broker_protocol_free (network->broker);
  network->broker = hark_broker_protocol_new (&hark_limits_default, "x",
                                              &(HarkBrokerProtocolFuncs) { NULL, NULL, NULL, NULL, NULL, NULL }, NULL);
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
  TEST ("listeners-share-what-they-are-sent", test_listeners_share_what_they_are_sent);
  TEST ("listeners-have-topics-of-their-own", test_listeners_have_topics_of_their_own);
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
  TEST ("a-stopped-broker-tells-its-peers", test_a_stopped_broker_tells_its_peers);
  return g_test_run ();
}
