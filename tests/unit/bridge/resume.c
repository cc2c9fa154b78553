/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of events when connections break and brokers die, rule 29: played
 * without sockets, with bytes cut wherever they are. */

#include "play-private.h"

#include <unistd.h>

#include "bridge/rules/identity-private.h"

/* --- Connections --- */

static void
test_a_subscriber_that_comes_back_has_missed_nothing (void)
{
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 4, 6);
  network_run (play.network);
  assert_events (play.other, 1, 6);
  node_reconnect (play.taker);
  network_run (play.network);
  play_publish (&play, 7, 8);
  network_run (play.network);
  assert_events (play.taker, 1, 8);
  /* It says what it has seen, so nothing comes twice; and to nobody else. */
  assert_events (play.other, 7, 8);
  g_assert_cmpuint (node_count_resent (play.maker), ==, 3);
  g_assert_cmpuint (node_count_discarded (play.taker), ==, 0);
  g_assert_cmpuint (node_count_discarded (play.other), ==, 0);
}

static void
test_a_publisher_that_comes_back_sends_what_it_kept (void)
{
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
  network_run (play.network);
  node_cut (play.maker);
  play_publish (&play, 4, 6);
  network_run (play.network);
  node_reconnect (play.maker);
  play_publish (&play, 7, 7);
  network_run (play.network);
  play_publish (&play, 8, 8);
  network_run (play.network);
  /* It does not know what the two have seen. */
  g_assert_cmpuint (node_count_resent (play.maker), ==, 14);
  g_assert_cmpuint (node_count_discarded (play.taker), ==, 3);
  assert_events (play.taker, 1, 8);
  assert_events (play.other, 1, 8);
}

static void
test_what_was_on_its_way_comes_again (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  guint64 serial = 0;
  guint round;

  for (round = 0; round < 50; round++)
    {
      guint n = g_rand_int (play.network->random) % 60;

      play_publish (&play, serial + 1, serial + 5);
      serial += 5;
      while (n-- > 0)
        network_step (play.network);
      node_cut (round % 2 == 0 ? play.taker : play.maker);
      play_publish (&play, serial + 1, serial + 2);
      serial += 2;
      node_reconnect (round % 2 == 0 ? play.taker : play.maker);
    }
  network_run (play.network);
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
  g_assert_cmpuint (node_count_resent (play.maker), >, 0);
}

static void
test_a_connection_that_is_taken_over_ends (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "cut");
  guint connection = play.taker->connection;

  /* The broker has not noticed. */
  play_publish (&play, 1, 2);
  network_run (play.network);
  hark_peer_protocol_close (play.taker->peer, reason);
  node_assert_lost (play.taker);
  g_byte_array_set_size (play.taker->to_broker, 0);
  play.taker->connection = 0;
  play_publish (&play, 3, 4);
  network_run (play.network);
  g_byte_array_set_size (play.taker->to_peer, 0);
  node_reconnect (play.taker);
  network_run (play.network);
  g_assert_null (hark_broker_protocol_get_stream (play.network->broker, connection));
  play_publish (&play, 5, 6);
  network_run (play.network);
  assert_events (play.taker, 1, 6);
}

/* --- Brokers --- */

static void
test_a_new_broker_is_told_everything (void)
{
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 3);
  network_run (play.network);
  play_publish (&play, 4, 5);
  network_kill_broker (play.network);
  play_publish (&play, 6, 6);
  node_reconnect (play.taker);
  network_run (play.network);
  play_publish (&play, 7, 7);
  node_reconnect (play.maker);
  network_run (play.network);
  play_publish (&play, 8, 8);
  network_run (play.network);
  /* Whom others came before. */
  node_reconnect (play.other);
  network_run (play.network);
  play_publish (&play, 9, 9);
  network_run (play.network);
  assert_events (play.taker, 1, 9);
  assert_events (play.other, 1, 9);
}

static void
test_brokers_die_at_any_byte (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  Node *nodes[] = { play.maker, play.taker, play.other };
  guint64 serial = 0;
  guint round;
  guint i;

  for (round = 0; round < 100; round++)
    {
      guint n = g_rand_int (play.network->random) % 100;

      while (n-- > 0)
        {
          if (n % 4 == 0)
            play_publish (&play, serial + 1, serial + 1), serial += 1;
          network_step (play.network);
        }
      if (round % 10 == 0)
        network_tick (play.network, G_USEC_PER_SEC);
      network_kill_broker (play.network);
      play_publish (&play, serial + 1, serial + 1), serial += 1;
      for (i = 0; i < 3; i++)
        node_reconnect (nodes[(round + i) % 3]);
    }
  network_run (play.network);
  play_publish (&play, serial + 1, serial + 1), serial += 1;
  network_run (play.network);
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
  g_assert_cmpuint (node_count_resent (play.maker), >, 0);
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, ==, 0);
}

static void
test_ready_after_a_restart_is_ready (void)
{
  g_auto(Play) play = play_new_heard (NULL);

  network_kill_broker (play.network);
  play.taker->link->funcs->subscribe (play.taker->link, 2, &maker_made, HARK_NAME_ALL, HARK_DELIVERY_GAP);
  play.taker->link->funcs->flush (play.taker->link, 3);
  node_reconnect (play.maker);
  network_run (play.network);
  play.maker->is_stuck = TRUE;
  node_reconnect (play.taker);
  network_run (play.network);
  /* The exporter is there, and does not know yet. */
  node_assert (play.taker, "connected to the-broker\n");
  play.maker->is_stuck = FALSE;
  network_run (play.network);
  node_assert (play.taker, "subscribed 1\nsubscribed 2\nflushed 3\n");
  play_publish (&play, 1, 1);
  network_run (play.network);
  node_assert (play.taker, "event for 1 2: ('chair', 1)\n");
}

static void
test_what_is_given_up_and_wanted_again_begins_anew (void)
{
  g_auto(Play) play = play_new_heard (NULL);

  play_publish (&play, 1, 2);
  network_run (play.network);
  assert_events (play.taker, 1, 2);
  /* Acknowledged, they are not kept. */
  network_tick (play.network, G_USEC_PER_SEC);
  network_tick (play.network, G_USEC_PER_SEC);
  network_kill_broker (play.network);
  play_publish (&play, 3, 4);
  play.taker->link->funcs->unsubscribe (play.taker->link, 1);
  play.taker->link->funcs->subscribe (play.taker->link, 2, &maker_made, "line-1", HARK_DELIVERY_GAP);
  node_reconnect (play.taker);
  network_run (play.network);
  node_reconnect (play.maker);
  node_reconnect (play.other);
  network_run (play.network);
  /* It may hear what it did not ask for, but nothing of it is lost. */
  g_assert_null (strstr (play.taker->log->str, "gap"));
  node_forget (play.taker);
  assert_events (play.other, 1, 4);
  play_publish (&play, 5, 5);
  network_run (play.network);
  node_assert (play.taker, "event for 2: ('chair', 5)\n");
}

/* What was said on the connection before is read last. */
static void
test_a_connection_that_was_lost_takes_over_nothing (void)
{
  g_autoptr(Network) network = network_new (NULL);
  Node *before = network_connect (network);
  Node *now = network_connect (network);
  Node *const nodes[] = { now, before };

  for (guint i = 0; i < 2; i++)
    {
      node_write (nodes[i], HARK_MESSAGE_HELLO, 0, 0, 0,
                  g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 77, (guint64) 1 << 20, "by-hand"));
      network_run (network);
    }
  g_assert_null (now->closed);
  g_assert_cmpstr (before->closed, ==, "it goes on with another connection");
}

/* --- Attempts --- */

static void
test_attempts_come_at_longer_and_uneven_times (void)
{
  HarkLimits set = hark_limits_default;

  set.retry_first = 100;
  set.retry_most = 1000;
  g_auto(Play) play = play_new_heard (&set);
  HarkPeerProtocol *peer = play.taker->peer;

  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 0, 0), ==, 50);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 0, 1), ==, 100);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 1, 1), ==, 200);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 3, 0.5), ==, 600);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 4, 1), ==, 1000);
  g_assert_cmpint (hark_peer_protocol_get_retry_delay (peer, 4000000, 1), ==, 1000);
}

/* --- Who --- */

static void
test_nobody_else_resumes_a_session (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  const gid_t group = 77;
  g_autoptr(HarkIdentity) somebody = hark_identity_new_user (geteuid (), &group, 1);
  Node *thief;
  HarkMember member;

  play_publish (&play, 1, 2);
  network_run (play.network);
  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 3, 4);
  network_run (play.network);

  /* It knows the number of the session, and is somebody else. */
  thief = network_connect (play.network);
  hark_broker_protocol_identify (play.network->broker, thief->connection, somebody);
  node_write (thief, HARK_MESSAGE_HELLO, 0, 0, 0,
              g_variant_new (HARK_HELLO_TYPE, "hark", 1, 1, (guint64) 1002, (guint64) 1 << 20, "thief"));
  member = hark_member_of_event (&maker_made);
  node_write (thief, HARK_MESSAGE_SUBSCRIBE, HARK_SUBSCRIBE_RENEWED, 1, 0,
              g_variant_new ("(ss@" HARK_MEMBER_TYPE ")", "Test.Maker", "line-1", hark_member_to_variant (&member)));
  network_run (play.network);
  play_publish (&play, 5, 5);
  network_run (play.network);
  g_assert_cmpuint (node_count_resent (play.maker), ==, 0);
  node_kill (thief);

  node_reconnect (play.taker);
  network_run (play.network);
  assert_events (play.taker, 1, 5);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add_func ("/bridge/resume/rule/" name, func)
  TEST ("28/ready-after-a-restart-is-ready", test_ready_after_a_restart_is_ready);
  TEST ("29/a-subscriber-that-comes-back-has-missed-nothing", test_a_subscriber_that_comes_back_has_missed_nothing);
  TEST ("29/a-publisher-that-comes-back-sends-what-it-kept", test_a_publisher_that_comes_back_sends_what_it_kept);
  TEST ("29/what-was-on-its-way-comes-again", test_what_was_on_its_way_comes_again);
  TEST ("29/a-connection-that-is-taken-over-ends", test_a_connection_that_is_taken_over_ends);
  TEST ("29/a-connection-that-was-lost-takes-over-nothing", test_a_connection_that_was_lost_takes_over_nothing);
  TEST ("29/what-is-given-up-and-wanted-again-begins-anew", test_what_is_given_up_and_wanted_again_begins_anew);
  TEST ("29/a-new-broker-is-told-everything", test_a_new_broker_is_told_everything);
  TEST ("29/brokers-die-at-any-byte", test_brokers_die_at_any_byte);
  TEST ("29/attempts-come-at-longer-and-uneven-times", test_attempts_come_at_longer_and_uneven_times);
  TEST ("31/nobody-else-resumes-a-session", test_nobody_else_resumes_a_session);
  return g_test_run ();
}
