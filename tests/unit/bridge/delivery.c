/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a subscriber chooses to happen when it does not read, rule 30: a gap, the end of its
 * connection, or that its publisher waits. Played without sockets. */

#include "network-private.h"

typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  Node    *other;   /* a second taker, which always reads and takes what comes */
  guint64  last;    /* published */
} Play;

static void
subscribe (Node         *node,
           guint64       number,
           const char   *name,
           HarkDelivery  delivery)
{
  node->link->funcs->subscribe (node->link, number, &maker_made, name, delivery);
}

static Play
play_new (HarkDelivery delivery)
{
  HarkLimits set = hark_limits_default;
  Play play = { .network = NULL };

  set.backlog = 16 << 10;
  set.catch_up = 8 << 10;
  set.retained = 400 << 10;
  set.block_time = 5 * G_USEC_PER_SEC;
  play.network = network_new (&set);
  play.maker = network_join (play.network, "maker");
  play.taker = network_join (play.network, "taker");
  play.other = network_join (play.network, "other");
  play.maker->link->funcs->export_object (play.maker->link, 1, &maker_info, "line-1", FALSE);
  subscribe (play.other, 1, HARK_NAME_ALL, HARK_DELIVERY_GAP);
  network_run (play.network);
  node_forget (play.maker);
  subscribe (play.taker, 1, "line-1", delivery);
  network_run (play.network);
  node_forget (play.taker);
  node_forget (play.other);
  return play;
}

static void
play_clear (Play *play)
{
  network_free (play->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

static void
publish (Play *play,
         guint n)
{
  while (n-- > 0)
    node_publish (play->maker, 1, "chair", ++play->last);
}

/* As somebody does who waits when he is asked to. Returns: whether he is. */
static gboolean
publish_until_held (Play *play)
{
  guint round;

  for (round = 0; round < 200 && strstr (play->maker->log->str, "1 is held\n") == NULL; round++)
    {
      publish (play, 50);
      network_run (play->network);
    }
  return round < 200;
}

/* It has got everything, in order, and nothing was lost. */
static void
assert_all (Play *play,
            Node *node)
{
  g_auto(GStrv) lines = g_strsplit (node->log->str, "\n", -1);
  guint64 serial = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *expected = g_strdup_printf ("event for 1: ('chair', %" G_GUINT64_FORMAT ")", serial + 1);

      g_assert_false (g_str_has_prefix (lines[i], "gap"));
      if (!g_str_has_prefix (lines[i], "event"))
        continue;
      g_assert_cmpstr (lines[i], ==, expected);
      serial += 1;
    }
  g_assert_cmpuint (serial, ==, play->last);
}

/* What it says comes to the broker, and it reads nothing. */
static void
speak (Play *play,
       Node *node)
{
  hark_byte_stream_take (hark_peer_protocol_get_stream (node->peer), node->to_broker);
  hark_broker_protocol_feed (play->network->broker, node->connection, node->to_broker->data, node->to_broker->len);
  g_byte_array_set_size (node->to_broker, 0);
  network_run (play->network);
}

/* --- A gap, or the connection --- */

static void
test_who_chooses_nothing_holds_nobody (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_GAP);

  play.taker->is_stuck = TRUE;
  g_assert_false (publish_until_held (&play));
  node_assert (play.maker, "");
  assert_all (&play, play.other);
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  g_assert_nonnull (strstr (play.taker->log->str, "gap of "));
  g_assert_null (play.taker->closed);
}

static void
test_who_chooses_its_end_is_told_why (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_DISCONNECT);

  play.taker->is_stuck = TRUE;
  for (guint round = 0; round < 100 && play.taker->closed == NULL; round++)
    {
      publish (&play, 10);
      network_run (play.network);
    }
  g_assert_nonnull (play.taker->closed);
  g_assert_true (g_str_has_prefix (play.taker->closed,
                                   "it did not keep up with Test.Maker/line-1/made, and asked for its connection to end then: "));
  assert_all (&play, play.other);
  g_assert_null (play.other->closed);

  /* The last that it reads is why; it may come back, and what was kept comes then. */
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  g_assert_nonnull (strstr (play.taker->log->str, "lost: 7, the broker closed the connection: it did not keep up with "));
  node_assert_lost (play.taker);
  g_byte_array_set_size (play.taker->to_broker, 0);
  node_reconnect (play.taker);
  network_run (play.network);
  assert_all (&play, play.taker);
}

/* --- Who is waited for --- */

static void
test_who_blocks_misses_nothing (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  node_assert (play.maker, "1 is bounded\n");
  for (guint round = 0; round < 3; round++)
    {
      play.taker->is_stuck = TRUE;
      g_assert_true (publish_until_held (&play));
      node_assert (play.maker, "1 is held\n");
      play.taker->is_stuck = FALSE;
      network_run (play.network);
      node_assert (play.maker, "1 is bounded\n");
    }
  assert_all (&play, play.taker);
  assert_all (&play, play.other);
}

static void
test_nobody_is_waited_for_too_long (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_forget (play.maker);
  network_tick (play.network, 1);
  network_tick (play.network, play.network->limits.block_time - 1);
  node_assert (play.maker, "");
  network_tick (play.network, 1);
  node_assert (play.maker, "1 is bounded\n");
  /* Then it gets a gap as anybody. */
  g_assert_false (publish_until_held (&play));
  node_assert (play.maker, "");
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, play.network->limits.mark_time);
  g_assert_nonnull (strstr (play.taker->log->str, "gap of "));
  node_assert (play.maker, "");
  /* It has caught up. */
  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
}

static void
test_who_gets_further_is_waited_for (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_forget (play.maker);
  for (guint round = 0; round < 4; round++)
    {
      guint64 n_resent = hark_peer_protocol_get_figures (play.maker->peer)->n_resent;

      network_tick (play.network, 1);
      network_tick (play.network, play.network->limits.block_time - 1);
      play.taker->is_stuck = FALSE;
      while (hark_peer_protocol_get_figures (play.maker->peer)->n_resent == n_resent)
        network_step (play.network);
      play.taker->is_stuck = TRUE;
      node_assert (play.maker, "");
    }
  play.taker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.maker, "1 is bounded\n");
  assert_all (&play, play.taker);
}

static void
test_only_what_it_hears_so_is_held (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.maker->link->funcs->export_object (play.maker->link, 2, &maker_info, "line-2", FALSE);
  subscribe (play.taker, 2, "line-2", HARK_DELIVERY_GAP);
  network_run (play.network);
  node_forget (play.maker);
  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_assert (play.maker, "1 is held\n");
}

/* --- Who joins, and who goes --- */

static void
test_a_second_subscription_may_block (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_GAP);

  publish (&play, 3);
  network_run (play.network);
  subscribe (play.taker, 2, HARK_NAME_ALL, HARK_DELIVERY_BLOCK);
  network_run (play.network);
  node_assert (play.maker, "1 is bounded\n");
  g_assert_nonnull (strstr (play.taker->log->str, "('chair', 3)\nsubscribed 2\n"));
  node_forget (play.taker);
  publish (&play, 1);
  network_run (play.network);
  node_assert (play.taker, "event for 1 2: ('chair', 4)\n");
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.maker->peer)->n_resent, ==, 0);

  play.taker->link->funcs->unsubscribe (play.taker->link, 2);
  network_run (play.network);
  node_assert (play.maker, "1 is free\n");
  publish (&play, 1);
  network_run (play.network);
  node_assert (play.taker, "event for 1: ('chair', 5)\n");
}

/* The exporter has not answered the first. */
static void
test_a_second_subscription_may_block_at_once (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_GAP);

  play.taker->link->funcs->unsubscribe (play.taker->link, 1);
  network_run (play.network);
  play.maker->is_stuck = TRUE;
  subscribe (play.taker, 2, "line-1", HARK_DELIVERY_GAP);
  subscribe (play.taker, 3, HARK_NAME_ALL, HARK_DELIVERY_BLOCK);
  network_run (play.network);
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.maker, "1 is bounded\n");
  node_assert (play.taker, "subscribed 2\nsubscribed 3\n");
  publish (&play, 1);
  network_run (play.network);
  node_assert (play.taker, "event for 2 3: ('chair', 1)\n");
}

/* What was on its way then comes, also if it is the last. */
static void
test_who_changes_its_choice_misses_nothing (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_GAP);

  play.maker->is_stuck = TRUE;
  subscribe (play.taker, 2, HARK_NAME_ALL, HARK_DELIVERY_BLOCK);
  network_run (play.network);
  publish (&play, 2);
  play.maker->link->funcs->unexport (play.maker->link, 1);
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "event for 1 2: ('chair', 1)\nevent for 1 2: ('chair', 2)\nsubscribed 2\n");
}

static void
test_who_is_cut_off_holds_nobody (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_forget (play.maker);
  node_cut (play.taker);
  network_run (play.network);
  node_assert (play.maker, "1 is bounded\n");
  /* Until it is back. */
  play.taker->is_stuck = FALSE;
  node_reconnect (play.taker);
  network_run (play.network);
  node_assert (play.maker, "1 is held\n1 is bounded\n");
  assert_all (&play, play.taker);
}

static void
test_who_has_gone_holds_nobody (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_forget (play.maker);
  play.taker->link->funcs->unsubscribe (play.taker->link, 1);
  speak (&play, play.taker);
  node_assert (play.maker, "1 is free\n");
  assert_all (&play, play.other);
}

static void
test_who_has_no_connection_waits_for_nobody (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_cut (play.maker);
  g_assert_true (g_str_has_suffix (play.maker->log->str, "1 is held\n1 is bounded\n"));
  publish (&play, 10);
  play.taker->is_stuck = FALSE;
  node_reconnect (play.maker);
  network_run (play.network);
  assert_all (&play, play.taker);
}

static void
test_what_is_not_exported_is_not_held (void)
{
  g_auto(Play) play = play_new (HARK_DELIVERY_BLOCK);

  play.taker->is_stuck = TRUE;
  g_assert_true (publish_until_held (&play));
  node_forget (play.maker);
  play.maker->link->funcs->unexport (play.maker->link, 1);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, play.network->limits.block_time);
  node_assert (play.maker, "1 is free\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add_func ("/bridge/delivery/rule/30/" name, func)
  TEST ("who-chooses-nothing-holds-nobody", test_who_chooses_nothing_holds_nobody);
  TEST ("who-chooses-its-end-is-told-why", test_who_chooses_its_end_is_told_why);
  TEST ("who-blocks-misses-nothing", test_who_blocks_misses_nothing);
  TEST ("nobody-is-waited-for-too-long", test_nobody_is_waited_for_too_long);
  TEST ("who-gets-further-is-waited-for", test_who_gets_further_is_waited_for);
  TEST ("only-what-it-hears-so-is-held", test_only_what_it_hears_so_is_held);
  TEST ("a-second-subscription-may-block", test_a_second_subscription_may_block);
  TEST ("a-second-subscription-may-block-at-once", test_a_second_subscription_may_block_at_once);
  TEST ("who-changes-its-choice-misses-nothing", test_who_changes_its_choice_misses_nothing);
  TEST ("who-is-cut-off-holds-nobody", test_who_is_cut_off_holds_nobody);
  TEST ("who-has-gone-holds-nobody", test_who_has_gone_holds_nobody);
  TEST ("who-has-no-connection-waits-for-nobody", test_who_has_no_connection_waits_for_nobody);
  TEST ("what-is-not-exported-is-not-held", test_what_is_not_exported_is_not_held);
  return g_test_run ();
}
