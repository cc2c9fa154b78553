/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a connection may have and send at most: as much does no harm, and one more
 * is refused. Limits of time and of what is kept are in resume.c. */

#include "stranger-private.h"

#include "wire/payload-private.h"

static void
test_limit_frame (void)
{
  HarkLimits set = hark_limits_default;
  g_autofree char *product = g_strnfill (2000, 'x');
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", product, (guint64) 1));
  g_autoptr(GError) error = NULL;

  set.frame = 2042;
  {
    g_auto(Pair) pair = pair_new (&set);
    g_autofree char *expected = g_strdup_printf ("event for 1: ('%s', 1)\n", product);

    node_publish (pair.maker, 1, product, 1);
    pair.n_sent = 1;
    network_run (pair.network);
    node_assert (pair.taker, expected);
  }
  set.frame = 2041;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *bad = network_connect (pair.network);

    node_write_hello (bad);
    node_write (bad, HARK_MESSAGE_EVENT, 0, 0, 1, g_variant_new ("(st)", product, (guint64) 1));
    network_run (pair.network);
    g_assert_cmpstr (bad->closed, ==, "a frame of 2042 bytes, where 2041 is the limit");

    /* An honest peer knows the limit and does not send it. */
    g_assert_false (pair.maker->link->funcs->publish (pair.maker->link, 1, &maker_made, hark_span_of (payload), payload, &error));
    g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
    g_assert_cmpstr (error->message, ==, "'event Test.Maker.made (string product, uint64 serial)' came to 2042 bytes, "
                                         "where 2041 is the limit");
  }
}

/* Six names of 100 bytes take half a frame of 1308. */
static void
test_limit_frame_of_a_list (void)
{
  for (guint n = 6; n <= 7; n++)
    {
      HarkLimits set = hark_limits_default;

      set.frame = 1308;
      {
        g_auto(Pair) pair = pair_new (&set);
        g_autofree char *name = g_strnfill (100, 'x');
        Node *other = network_join (pair.network, "other");

        pair.maker->link->funcs->unexport (pair.maker->link, 1);
        for (guint64 i = 2; i < 2 + n; i++)
          {
            name[0] = (char) ('a' + i);
            pair.maker->link->funcs->export_object (pair.maker->link, i, &maker_info, name, FALSE);
          }
        network_run (pair.network);
        other->is_listing = TRUE;
        g_assert_true (other->link->funcs->list (other->link, 1, &maker_info, NULL));
        network_run (pair.network);
        if (n == 6)
          g_assert_true (g_str_has_prefix (other->log->str, "answer 1: (['cxxx"));
        else
          node_assert (other, "answer 1: 13, Test.Maker has more names than go into one message\n");
        pair.maker->link->funcs->export_object (pair.maker->link, 1, &maker_info, "line-1", FALSE);
        network_run (pair.network);
      }
    }
}

static void
test_limit_output (void)
{
  HarkLimits set = hark_limits_default;
  guint i;

  set.output = 10000;
  {
    g_auto(Pair) pair = pair_new (&set);
    Node *slow = network_join (pair.network, "slow");

    slow->link->funcs->subscribe (slow->link, 1, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
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
  HarkLimits set = hark_limits_default;

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
  HarkLimits set = hark_limits_default;

  set.exports = 5;
  assert_limit (&set, one_export, "it exported more than 5 objects");
  set = hark_limits_default;
  set.subscriptions = 5;
  assert_limit (&set, one_subscription, "it subscribed more than 5 times");
  set = hark_limits_default;
  set.topics = 5;
  assert_limit (&set, one_export, "it named more than 5 topics");
  assert_limit (&set, one_topic, "it named more than 5 topics");
}

static void
test_limit_calls (void)
{
  HarkLimits set = hark_limits_default;

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
  HarkLimits set = hark_limits_default;

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
  HarkLimits set = hark_limits_default;

  set.window = 1;
  set.group_bytes = 16;  /* two of them */
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

/* --- Descriptions --- */

static void
write_name (Node *node,
            gsize size)
{
  g_autofree char *name = g_strnfill (size, 'x');

  write_export (node, 1, 1, "Test.Maker", name);
}

static void
write_text (Node *node,
            gsize size)
{
  g_autofree char *text = g_strnfill (size, 'x');

  node_write (node, HARK_MESSAGE_SUBSCRIBE, 0, 1, 0,
              g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Maker", "line-9", made_member ("()", text)));
}

static void
write_members (Node *node,
               gsize n)
{
  GVariantBuilder events;
  GVariantBuilder slots;

  g_variant_builder_init (&events, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  for (gsize i = 0; i < n; i++)
    g_variant_builder_add_value (&events, made_member ("()", ""));
  g_variant_builder_init (&slots, G_VARIANT_TYPE ("a" HARK_MEMBER_TYPE));
  node_write (node, HARK_MESSAGE_EXPORT, 0, 1, 1,
              g_variant_new ("(ssa" HARK_MEMBER_TYPE "a" HARK_MEMBER_TYPE ")", "Test.Maker", "line-9", &events, &slots));
}

static void name_at_the_limit (Node *node) { write_name (node, HARK_LIMIT_NAME); }
static void longer_name (Node *node) { write_name (node, HARK_LIMIT_NAME + 1); }
static void text_at_the_limit (Node *node) { write_text (node, HARK_LIMIT_TEXT); }
static void longer_text (Node *node) { write_text (node, HARK_LIMIT_TEXT + 1); }
static void members_at_the_limit (Node *node) { write_members (node, HARK_LIMIT_MEMBERS); }
static void more_members (Node *node) { write_members (node, HARK_LIMIT_MEMBERS + 1); }

static void
test_limits_of_a_description (void)
{
  assert_closed (name_at_the_limit, NULL);
  assert_closed (longer_name, "a name of 256 bytes, where 255 is the limit");
  assert_closed (text_at_the_limit, NULL);
  assert_closed (longer_text, "the signature of 'made' has more than 65536 bytes");
  assert_closed (members_at_the_limit, NULL);
  assert_closed (more_members, "a class of more than 4096 events or slots");
}

/* --- Errors --- */

static GError *
receive_error (guint number)
{
  g_autofree char *domain = g_strdup_printf ("somebodys-error-%u", number);
  g_autoptr(GVariant) body = g_variant_ref_sink (g_variant_new (HARK_ERROR_TYPE, domain, 7, "so what"));

  return hark_error_from_variant (body);
}

/* Those that are known already go on being known. */
static void
test_limit_domains (void)
{
  for (guint i = 1; i <= HARK_LIMIT_DOMAINS; i++)
    {
      g_autoptr(GError) error = receive_error (i);

      g_assert_cmpint (error->code, ==, 7);
      g_assert_false (error->domain == HARK_ERROR);
    }
  {
    g_autoptr(GError) unknown = receive_error (HARK_LIMIT_DOMAINS + 1);
    g_autoptr(GError) known = receive_error (1);

    g_assert_error (unknown, HARK_ERROR, HARK_ERROR_FAILED);
    g_assert_cmpstr (unknown->message, ==, "somebodys-error-1025 7: so what");
    g_assert_cmpstr (g_quark_to_string (known->domain), ==, "somebodys-error-1");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/rule/33/limit-" name, func)
  TEST ("frame", test_limit_frame);
  TEST ("frame-of-a-list", test_limit_frame_of_a_list);
  TEST ("output", test_limit_output);
  TEST ("connections", test_limit_connections);
  TEST ("for-a-connection", test_limits_of_a_connection);
  TEST ("calls", test_limit_calls);
  TEST ("window-and-group-calls", test_limit_window_and_group_calls);
  TEST ("group-bytes", test_limit_group_bytes);
  TEST ("hello-time", test_limit_hello_time);
  TEST ("for-a-description", test_limits_of_a_description);
  TEST ("domains", test_limit_domains);
  return g_test_run ();
}
