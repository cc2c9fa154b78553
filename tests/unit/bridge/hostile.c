/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever a connection sends, it hurts itself alone: it is closed with a
 * reason, and a pair that talks beside it does not notice. */

#include "stranger-private.h"

#include "wire/payload-private.h"

/* --- Messages that mean nothing --- */

static void hello_again (Node *node) { node_write_hello (node); }
static void unknown_kind (Node *node) { node_write (node, 77, 0, 0, 0, NULL); }
static void from_a_broker (Node *node) { node_write (node, HARK_MESSAGE_SUBSCRIBED, 0, 1, 0, NULL); }
static void event_of_nothing (Node *node) { node_write (node, HARK_MESSAGE_EVENT, 0, 0, 9, NULL); }
static void call_of_nothing (Node *node) { node_write (node, HARK_MESSAGE_CALL, 0, 0, 9, NULL); }
static void answer_to_nothing (Node *node) { node_write (node, HARK_MESSAGE_ANSWER, 0, 5, 0, NULL); }
static void ack_of_nothing (Node *node) { node_write (node, HARK_MESSAGE_INTEREST_ACK, 1, 0, 3, NULL); }
static void broken_body (Node *node) { node_write (node, HARK_MESSAGE_EXPORT, 0, 1, 1, g_variant_new ("(s)", "x")); }
static void odd_class (Node *node) { write_export (node, 1, 1, "Test Maker", "line-9"); }
static void odd_name (Node *node) { write_export (node, 1, 1, "Test.Maker", ""); }
static void name_for_all (Node *node) { write_export (node, 1, 1, "Test.Maker", HARK_NAME_ALL); }
static void no_class (Node *node) { node_write (node, HARK_MESSAGE_LIST, 0, 1, 0, g_variant_new ("(s)", "Test Maker")); }
static void no_list (Node *node) { node_write (node, HARK_MESSAGE_LIST, 0, 1, 0, g_variant_new ("(t)", (guint64) 1)); }
static void no_tuple (Node *node) { write_topic (node, HARK_MESSAGE_SUBSCRIBE, 1, 0, "line-9", "s"); }
static void no_type (Node *node) { write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(Q"); }
static void open_type (Node *node) { write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(*)"); }

static void
number_twice (Node *node)
{
  write_export (node, 1, 1, "Test.Maker", "line-8");
  write_export (node, 1, 2, "Test.Maker", "line-9");
}

static void
topic_twice (Node *node)
{
  write_export (node, 1, 1, "Test.Maker", "line-8");
  write_export (node, 2, 1, "Test.Maker", "line-9");
}

static void
topic_beyond_the_last (Node *node)
{
  write_export (node, 1, G_MAXUINT32, "Test.Maker", "line-9");
}

static void
subscription_twice (Node *node)
{
  write_topic (node, HARK_MESSAGE_SUBSCRIBE, 1, 0, "line-9", "(st)");
  write_topic (node, HARK_MESSAGE_SUBSCRIBE, 1, 0, "line-9", "(st)");
}

static void
called_topic_twice (Node *node)
{
  write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(st)");
  write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(st)");
}

static void
event_of_a_called_topic (Node *node)
{
  write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(st)");
  node_write (node, HARK_MESSAGE_EVENT, 0, 0, 1, NULL);
}

static void
call_of_its_own (Node *node)
{
  write_export (node, 1, 1, "Test.Maker", "line-9");
  node_write (node, HARK_MESSAGE_CALL, 0, 0, 1, NULL);
}

static void
event_that_is_broken (Node *node)
{
  write_export (node, 1, 1, "Test.Maker", "line-9");
  node_write (node, HARK_MESSAGE_EVENT, 0, 0, 1, g_variant_new ("(y)", 1));
}

static void
call_that_is_broken (Node *node)
{
  write_topic (node, HARK_MESSAGE_TOPIC, 0, 1, "line-9", "(st)");
  node_write (node, HARK_MESSAGE_CALL, 0, 0, 1, g_variant_new ("(y)", 1));
}

#define TWICE "it exported under a number that is in use"
#define NO_NAME " is no name: it must be UTF-8 without spaces, control characters or '*', and not be empty"

static void
test_bad_messages_close_their_connection (void)
{
  assert_closed (hello_again, "message 1 is not one that a peer sends");
  assert_closed (unknown_kind, "message 77 is not one that a peer sends");
  assert_closed (from_a_broker, "message 20 is not one that a peer sends");
  assert_closed (event_of_nothing, "an event of topic 9, which is none");
  assert_closed (event_of_a_called_topic, "an event of topic 1, which is none");
  assert_closed (call_of_nothing, "a call of topic 9, which is none");
  assert_closed (call_of_its_own, "a call of topic 1, which is none");
  assert_closed (answer_to_nothing, "an answer to call 5, which it was not given");
  assert_closed (ack_of_nothing, "it acknowledged an interest in topic 3 that was not told");
  assert_closed (broken_body, "bytes of type " HARK_OFFER_TYPE " that are not in normal form");
  assert_closed (event_that_is_broken, "bytes of type (st) that are not in normal form");
  assert_closed (call_that_is_broken, "bytes of type (st) that are not in normal form");
  assert_closed (odd_class, "\"Test Maker\"" NO_NAME);
  assert_closed (odd_name, "\"\"" NO_NAME);
  assert_closed (name_for_all, "\"*\"" NO_NAME);
  assert_closed (no_class, "\"Test Maker\"" NO_NAME);
  assert_closed (no_list, "bytes of type (s) that are not in normal form");
  assert_closed (no_tuple, "the types of 'made' are no tuples");
  assert_closed (no_type, "the types of 'made' are no tuples");
  assert_closed (open_type, "the types of 'made' are no tuples");
  assert_closed (number_twice, TWICE);
  assert_closed (topic_twice, TWICE);
  assert_closed (topic_beyond_the_last, TWICE);
  assert_closed (subscription_twice, "it subscribed under a number that is in use");
  assert_closed (called_topic_twice, "it named topic 1 twice");
}

static void
assert_not_greeted (const char *bytes,
                    gsize       size,
                    GVariant   *hello,
                    const char *reason)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *bad = network_connect (pair.network);

  if (hello != NULL)
    node_write (bad, HARK_MESSAGE_HELLO, 0, 0, 0, hello);
  else
    g_byte_array_append (bad->to_broker, (const guint8 *) bytes, (guint) size);
  network_run (pair.network);
  g_assert_cmpstr (bad->closed, ==, reason);
}

static void
test_bad_hellos_close_their_connection (void)
{
  static const char http[] = "GET / HTTP/1.1\r\n\r\n";

  assert_not_greeted (http, sizeof http, NULL,
                      "a frame of version 72, where only 1 is known: the other side does not speak Hark");
  assert_not_greeted (NULL, 0, g_variant_new (HARK_HELLO_TYPE, "bark", 1, 1, (guint64) 0, (guint64) 0, "x"),
                      "the other side does not speak Hark");
  assert_not_greeted (NULL, 0, g_variant_new (HARK_HELLO_TYPE, "hark", 2, 3, (guint64) 0, (guint64) 0, "x"),
                      "the other side speaks versions 2 to 3 of the protocol, this one 1");
  assert_not_greeted (NULL, 0, g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 0, (guint64) 0, "a b"),
                      "\"a b\"" NO_NAME);
}

static void
test_nothing_comes_before_hello (void)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *bad = network_connect (pair.network);

  node_write (bad, HARK_MESSAGE_PING, 0, 0, 0, NULL);
  network_run (pair.network);
  g_assert_cmpstr (bad->closed, ==, "message 3 came before any hello");
}

static void
test_the_peer_is_told_why (void)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *bad = network_join (pair.network, "bad");

  node_write (bad, HARK_MESSAGE_EVENT, 0, 0, 9, NULL);
  network_run (pair.network);
  node_assert (bad, "lost: 7, the broker closed the connection: an event of topic 9, which is none\n");
}

/* --- Bytes that mean nothing --- */

static void
test_random_bytes_hurt_nobody_else (void)
{
  g_auto(Pair) pair = pair_new (NULL);
  GRand *random = pair.network->random;
  guint round;
  guint i;

  for (round = 0; round < 200; round++)
    {
      Node *bad = network_connect (pair.network);

      node_write_hello (bad);
      for (i = 0; i < 40; i++)
        {
          guint8 body[64];
          HarkFrame frame = { .kind = (guint8) g_rand_int_range (random, 0, 40),
                              .flags = (guint8) g_rand_int_range (random, 0, 4),
                              .id = (guint64) g_rand_int_range (random, 0, 3),
                              .topic = (guint32) g_rand_int_range (random, 0, 4),
                              .body = body,
                              .n_body = (gsize) g_rand_int_range (random, 0, sizeof body) };
          gsize k;

          for (k = 0; k < frame.n_body; k++)
            body[k] = (guint8) g_rand_int (random);
          hark_frame_write (bad->to_broker, &frame);
        }
      network_run (pair.network);
      if (bad->closed == NULL)
        node_kill (bad);
      if (round % 20 == 0)
        pair_talk (&pair);
    }
}

/* What a lively peer sends, with one byte of it changed. */
static void
test_changed_bytes_hurt_nobody_else (void)
{
  g_auto(Pair) pair = pair_new (NULL);
  GRand *random = pair.network->random;
  guint round;

  for (round = 0; round < 400; round++)
    {
      Node *bad = network_connect (pair.network);
      guint first = 1;

      node_write_hello (bad);
      write_export (bad, 1, first, "Test.Other", "line-9");
      write_topic (bad, HARK_MESSAGE_SUBSCRIBE, 2, 0, HARK_NAME_ALL, "(st)");
      write_topic (bad, HARK_MESSAGE_TOPIC, 0, first + 1, "line-9", "(st)");
      node_write (bad, HARK_MESSAGE_EVENT, 0, 0, first, g_variant_new ("(st)", "chair", (guint64) 1));
      node_write (bad, HARK_MESSAGE_CALL, 1, 3, first + 1, g_variant_new ("(st)", "chair", (guint64) 1));
      node_write (bad, HARK_MESSAGE_PING, 0, 4, 0, NULL);
      node_write (bad, HARK_MESSAGE_UNSUBSCRIBE, 0, 2, 0, NULL);
      node_write (bad, HARK_MESSAGE_UNEXPORT, 0, 1, 0, NULL);
      bad->to_broker->data[g_rand_int_range (random, 0, (gint32) bad->to_broker->len)] = (guint8) g_rand_int (random);
      network_run (pair.network);
      if (bad->closed == NULL)
        node_kill (bad);
      if (round % 50 == 0)
        pair_talk (&pair);
    }
}

static void
test_a_peer_survives_its_broker (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint round;
  guint i;

  for (round = 0; round < 300; round++)
    {
      g_autoptr(Network) network = network_new (NULL);
      Node *peer = network_join (network, "peer");

      peer->link->funcs->export_object (peer->link, 1, &maker_info, "line-1", FALSE);
      peer->link->funcs->subscribe (peer->link, 2, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
      network_run (network);
      for (i = 0; i < 40; i++)
        {
          guint8 body[64];
          HarkFrame frame = { .kind = (guint8) g_rand_int_range (random, 0, 40),
                              .flags = (guint8) g_rand_int_range (random, 0, 4),
                              .id = (guint64) g_rand_int_range (random, 0, 3),
                              .topic = (guint32) g_rand_int_range (random, 0, 5),
                              .body = body,
                              .n_body = (gsize) g_rand_int_range (random, 0, sizeof body) };
          gsize k;

          /* Payloads are the bus's to check, and here the test's: none. */
          if (frame.kind == HARK_MESSAGE_EVENT || frame.kind == HARK_MESSAGE_CALL || frame.kind == HARK_MESSAGE_ANSWER)
            continue;
          for (k = 0; k < frame.n_body; k++)
            body[k] = (guint8) g_rand_int (random);
          hark_frame_write (peer->to_peer, &frame);
        }
      peer->connection = 0;
      network_run (network);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/hostile/" name, func)
  TEST ("bad-messages-close-their-connection", test_bad_messages_close_their_connection);
  TEST ("bad-hellos-close-their-connection", test_bad_hellos_close_their_connection);
  TEST ("nothing-comes-before-hello", test_nothing_comes_before_hello);
  TEST ("the-peer-is-told-why", test_the_peer_is_told_why);
  TEST ("random-bytes-hurt-nobody-else", test_random_bytes_hurt_nobody_else);
  TEST ("changed-bytes-hurt-nobody-else", test_changed_bytes_hurt_nobody_else);
  TEST ("a-peer-survives-its-broker", test_a_peer_survives_its_broker);
  return g_test_run ();
}
