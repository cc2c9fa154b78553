/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever a connection sends, it hurts itself alone: it is closed with a
 * reason, and a pair that talks beside it does not notice. Each limit has its
 * name here. */

#include "network-private.h"

#include "wire/payload-private.h"

static HarkLimits
limits (void)
{
  return hark_limits_default;
}

/* --- Two that talk, whatever happens beside them --- */

typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  guint64  n_sent;
} Pair;

static Pair
pair_new (const HarkLimits *set)
{
  Pair pair = { .network = network_new (set) };

  pair.maker = network_join (pair.network, "maker");
  pair.taker = network_join (pair.network, "taker");
  pair.maker->is_answering = TRUE;
  pair.maker->link->funcs->export_object (pair.maker->link, 1, &maker_info, "line-1", FALSE);
  pair.taker->link->funcs->subscribe (pair.taker->link, 1, &maker_made, "line-1");
  network_run (pair.network);
  node_assert (pair.taker, "subscribed 1\n");
  return pair;
}

static void
pair_talk (Pair *pair)
{
  g_autofree char *expected = NULL;

  pair->n_sent += 1;
  g_string_truncate (pair->maker->log, 0);
  g_string_truncate (pair->taker->log, 0);
  node_publish (pair->maker, 1, "chair", pair->n_sent);
  network_run (pair->network);
  node_call (pair->taker, pair->n_sent, &maker_count, "line-1", 41);
  network_run (pair->network);
  expected = g_strdup_printf ("event for 1: ('chair', %" G_GUINT64_FORMAT ")\n"
                              "answer %" G_GUINT64_FORMAT ": (42,)\n", pair->n_sent, pair->n_sent);
  node_assert (pair->taker, expected);
  g_assert_null (pair->maker->closed);
  g_assert_null (pair->taker->closed);
}

static void
pair_clear (Pair *pair)
{
  pair_talk (pair);
  network_free (pair->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* --- Messages that mean nothing --- */

/* Somebody sends what @write writes, after a hello; the broker says @reason. */
static void
assert_closed (void      (*write) (Node *node),
               const char *reason)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *bad = network_connect (pair.network);

  node_write_hello (bad);
  write (bad);
  network_run (pair.network);
  g_assert_cmpstr (bad->closed, ==, reason);
}

static GVariant *
made_member (const char *type)
{
  return g_variant_new (HARK_MEMBER_TYPE, "made", "event Test.Maker.made (...)", type, (guint64) 11, "", (guint64) 0);
}

static void
write_export (Node       *node,
              guint64     number,
              guint32     topic,
              const char *class_name,
              const char *name)
{
  GVariantBuilder events;
  GVariantBuilder slots;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  g_variant_builder_add_value (&events, made_member ("(st)"));
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  node_write (node, HARK_MESSAGE_EXPORT, 0, number, topic,
              g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", class_name, name, &events, &slots));
}

static void
write_topic (Node            *node,
             HarkMessageKind  kind,
             guint64          number,
             guint32          topic,
             const char      *name,
             const char      *type)
{
  node_write (node, kind, 0, number, topic,
              g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Maker", name, made_member (type)));
}

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
      peer->link->funcs->subscribe (peer->link, 2, &maker_made, HARK_NAME_ALL);
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

/* --- Limits, by their names --- */

static void
test_limit_frame (void)
{
  HarkLimits set = limits ();
  g_autofree char *product = g_strnfill (2000, 'x');
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", product, (guint64) 1));
  g_autoptr(GError) error = NULL;
  Node *bad;

  set.frame = 1024;
  {
    g_auto(Pair) pair = pair_new (&set);

    bad = network_connect (pair.network);
    node_write_hello (bad);
    node_write (bad, HARK_MESSAGE_EVENT, 0, 0, 1, g_variant_new ("(st)", product, (guint64) 1));
    network_run (pair.network);
    g_assert_cmpstr (bad->closed, ==, "a frame of 2042 bytes, where 1024 is the limit");

    /* An honest peer knows the limit and does not send it. */
    g_assert_false (pair.maker->link->funcs->publish (pair.maker->link, 1, &maker_made, payload, &error));
    g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
    g_assert_cmpstr (error->message, ==, "'event Test.Maker.made (string product, uint64 serial)' came to 2042 bytes, "
                                         "where 1024 is the limit");
  }
}

static void
test_limit_output (void)
{
  HarkLimits set = limits ();
  guint i;

  set.output = 10000;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *slow = network_join (pair.network, "slow");

    slow->link->funcs->subscribe (slow->link, 1, &maker_made, HARK_NAME_ALL);
    network_run (pair.network);
    slow->is_stuck = TRUE;
    for (i = 0; i < 400 && slow->closed == NULL; i++)
      pair_talk (&pair);
    g_assert_cmpstr (slow->closed, ==, "it did not read: more than 10000 bytes were waiting for it");
  }
}

static void
test_limit_connections (void)
{
  HarkLimits set = limits ();

  set.connections = 3;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *third = network_join (pair.network, "third");
    Node *fourth = network_join (pair.network, "fourth");

    g_assert_null (third->closed);
    g_assert_cmpstr (fourth->closed, ==, "the broker has 3 connections already");
    node_assert (fourth, "lost: 13, the broker closed the connection: the broker has 3 connections already\n");
  }
}

static void
assert_limit (HarkLimits  *set,
              void       (*write) (Node *node, guint64 number),
              const char  *reason)
{
  g_auto(Pair) pair = pair_new (set);
  Node *bad = network_connect (pair.network);
  guint64 i;

  node_write_hello (bad);
  for (i = 1; i <= 5; i++)
    write (bad, i);
  network_run (pair.network);
  g_assert_null (bad->closed);
  write (bad, 6);
  network_run (pair.network);
  g_assert_cmpstr (bad->closed, ==, reason);
}

static void
one_export (Node    *node,
            guint64  number)
{
  g_autofree char *name = g_strdup_printf ("other-%" G_GUINT64_FORMAT, number);

  write_export (node, number, (guint32) number, "Test.Maker", name);
}

static void
one_subscription (Node    *node,
                  guint64  number)
{
  write_topic (node, HARK_MESSAGE_SUBSCRIBE, number, 0, "other", "(st)");
}

static void
one_topic (Node    *node,
           guint64  number)
{
  write_topic (node, HARK_MESSAGE_TOPIC, 0, (guint32) number, "other", "(st)");
}

static void
test_limits_of_a_connection (void)
{
  HarkLimits set = limits ();

  set.exports = 5;
  assert_limit (&set, one_export, "it exported more than 5 objects");
  set = limits ();
  set.subscriptions = 5;
  assert_limit (&set, one_subscription, "it subscribed more than 5 times");
  set = limits ();
  set.topics = 5;
  assert_limit (&set, one_export, "it named more than 5 topics");
  assert_limit (&set, one_topic, "it named more than 5 topics");
}

static void
test_limit_calls (void)
{
  HarkLimits set = limits ();

  set.calls = 5;
  {
    g_auto(Pair) pair = pair_new (&set);
    guint64 i;

    pair.maker->is_answering = FALSE;
    for (i = 101; i <= 106; i++)
      node_call (pair.taker, i, &maker_count, "line-1", i);
    network_run (pair.network);
    node_assert (pair.taker, "answer 106: 13, more than 5 calls of one process are unanswered\n");
    for (i = 0; i < 5; i++)
      node_answer (pair.maker, pair.maker->last_call - i, 1);
    network_run (pair.network);
    pair.maker->is_answering = TRUE;
  }
}

static void
test_limit_window_and_group_calls (void)
{
  HarkLimits set = limits ();

  set.window = 2;
  set.group_calls = 3;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *worker = network_join (pair.network, "worker");
    guint64 i;

    worker->link->funcs->export_object (worker->link, 1, &maker_info, "group", TRUE);
    network_run (pair.network);
    for (i = 101; i <= 106; i++)
      node_call (pair.taker, i, &maker_count, "group", i);
    node_call (pair.taker, 0, &maker_tune, "group", i);
    network_run (pair.network);
    node_assert (worker, "exported 1\ncount of 1: 101, wants an answer\ncount of 1: 102, wants an answer\n");
    node_assert (pair.taker, "answer 106: 13, 3 calls of Test.Maker \"group\" wait already: a call was not taken\n"
                             "warned: 13, 3 calls of Test.Maker \"group\" wait already: a call was not taken\n");
    node_answer (worker, worker->last_call, 1);
    network_run (pair.network);
    node_assert (worker, "count of 1: 103, wants an answer\n");
  }
}

static void
test_limit_group_bytes (void)
{
  HarkLimits set = limits ();

  set.window = 1;
  set.group_bytes = 20;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *worker = network_join (pair.network, "worker");
    guint64 i;

    worker->link->funcs->export_object (worker->link, 1, &maker_info, "group", TRUE);
    network_run (pair.network);
    for (i = 101; i <= 104; i++)
      node_call (pair.taker, i, &maker_count, "group", i);
    network_run (pair.network);
    node_assert (pair.taker, "answer 104: 13, 2 calls of Test.Maker \"group\" wait already: a call was not taken\n");
  }
}

static void
test_limit_hello_time (void)
{
  g_auto(Pair) pair = pair_new (NULL);
  Node *silent = network_connect (pair.network);

  g_assert_cmpint (hark_broker_protocol_tick (pair.network->broker, 0), ==, HARK_LIMIT_HELLO_TIME);
  g_assert_cmpint (hark_broker_protocol_tick (pair.network->broker, HARK_LIMIT_HELLO_TIME - 1), ==, HARK_LIMIT_HELLO_TIME);
  g_assert_null (silent->closed);
  g_assert_cmpint (hark_broker_protocol_tick (pair.network->broker, HARK_LIMIT_HELLO_TIME), ==, G_MAXINT64);
  g_assert_cmpstr (silent->closed, ==, "it connected and did not say hello");
}

static void
write_long_name (Node *node)
{
  g_autofree char *name = g_strnfill (HARK_LIMIT_NAME + 1, 'x');

  write_export (node, 1, 1, "Test.Maker", name);
}

static void
write_long_text (Node *node)
{
  g_autofree char *text = g_strnfill (HARK_LIMIT_TEXT + 1, 'x');

  node_write (node, HARK_MESSAGE_SUBSCRIBE, 0, 1, 0,
              g_variant_new ("(ss(ssstst))", "Test.Maker", "line-9", "made", text, "()", (guint64) 0, "", (guint64) 0));
}

static void
write_many_members (Node *node)
{
  GVariantBuilder events;
  GVariantBuilder slots;
  guint i;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  for (i = 0; i <= HARK_LIMIT_MEMBERS; i++)
    g_variant_builder_add_value (&events, made_member ("()"));
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  node_write (node, HARK_MESSAGE_EXPORT, 0, 1, 1,
              g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", "Test.Maker", "line-9", &events, &slots));
}

static void
test_limits_of_a_description (void)
{
  assert_closed (write_long_name, "a name of 256 bytes, where 255 is the limit");
  assert_closed (write_long_text, "the signature of 'made' has more than 65536 bytes");
  assert_closed (write_many_members, "a class of more than 4096 events or slots");
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
  TEST ("limit-frame", test_limit_frame);
  TEST ("limit-output", test_limit_output);
  TEST ("limit-connections", test_limit_connections);
  TEST ("limits-of-a-connection", test_limits_of_a_connection);
  TEST ("limit-calls", test_limit_calls);
  TEST ("limit-window-and-group-calls", test_limit_window_and_group_calls);
  TEST ("limit-group-bytes", test_limit_group_bytes);
  TEST ("limit-hello-time", test_limit_hello_time);
  TEST ("limits-of-a-description", test_limits_of_a_description);
  return g_test_run ();
}
