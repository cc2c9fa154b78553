/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What publishers keep of their events, and for how long, rule 29: until all have acknowledged it, until
 * nobody is waited for any longer, or until there is no room. Played without sockets. */

#include "play-private.h"

#include "wire/payload-private.h"

/* More than a block of the log between two marks, so that what is acknowledged really goes. */
static void
test_what_one_has_not_seen_is_kept (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  guint64 serial = 0;
  guint round;

  for (round = 0; round < 6; round++)
    {
      Node *away = round % 2 == 0 ? play.taker : play.other;

      play_publish (&play, serial + 1, serial + 3000), serial += 3000;
      network_run (play.network);
      node_cut (away);
      network_run (play.network);
      play_publish (&play, serial + 1, serial + 3000), serial += 3000;
      network_run (play.network);
      network_tick (play.network, G_USEC_PER_SEC);
      network_tick (play.network, G_USEC_PER_SEC);
      if (round >= 3)
        {
          network_kill_broker (play.network);
          node_reconnect (away == play.taker ? play.other : play.taker);
          node_reconnect (play.maker);
          network_run (play.network);
          play_publish (&play, serial + 1, serial + 2000), serial += 2000;
          network_run (play.network);
        }
      node_reconnect (away);
      network_run (play.network);
    }
  assert_events (play.taker, 1, serial);
  assert_events (play.other, 1, serial);
}

static void
test_what_is_acknowledged_is_not_kept (void)
{
  HarkLimits set = hark_limits_default;

  set.mark_time = 2 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new_heard (&set);

  play_publish (&play, 1, 20000);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.mark_time);
  assert_events (play.taker, 1, 20000);
  /* All of it could be sent again, if it were there. */
  node_cut (play.maker);
  network_run (play.network);
  node_reconnect (play.maker);
  network_run (play.network);
  g_assert_cmpuint (node_count_resent (play.maker), ==, 0);
  play_publish (&play, 20001, 20001);
  network_run (play.network);
  assert_events (play.taker, 20001, 20001);
}

static void
test_what_does_not_fit_is_told (void)
{
  HarkLimits set = hark_limits_default;
  guint64 n_lost;

  set.retained = 130 << 10;
  g_auto(Play) play = play_new_heard (&set);

  play_publish (&play, 1, 10);
  network_run (play.network);
  assert_events (play.taker, 1, 10);
  node_cut (play.taker);
  network_run (play.network);
  play_publish (&play, 11, 10000);
  network_run (play.network);
  assert_events (play.other, 1, 10000);
  node_reconnect (play.taker);
  network_run (play.network);
  n_lost = hark_peer_protocol_get_figures (play.taker->peer)->n_lost;
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (n_lost, <, 9990);
  g_autofree char *dropped =
    g_strdup_printf ("%" G_GUINT64_FORMAT " of Test.Maker/line-1/made from maker to taker\n", n_lost);
  g_assert_cmpstr (play.network->dropped->str, ==, dropped);
  g_autoptr(HarkBrokerStats) stats = hark_broker_protocol_get_stats (play.network->broker, 0);
  g_assert_cmpuint (stats->n_dropped, ==, n_lost);
  g_autofree char *gap = g_strdup_printf ("connected to the-broker\n"
                                          "gap of %" G_GUINT64_FORMAT ": Test.Maker line-1 made of maker\n", n_lost);
  g_assert_true (g_str_has_prefix (play.taker->log->str, gap));
  g_string_erase (play.taker->log, 0, (gssize) strlen (gap));
  assert_events (play.taker, 11 + n_lost, 10000);
}

/* The exporter knows that it is heard, and is cut off before it can say from where on. */
static void
emit_before_it_begins (Play *play)
{
  SUBSCRIBE (play->taker, 1, &maker_made, "line-1");
  network_run (play->network);
  EXPORT (play->maker, 1, &maker_info, "line-1");
  while (strstr (play->maker->log->str, "made of 1 is heard\n") == NULL)
    network_step (play->network);
  node_cut (play->maker);
  network_run (play->network);
  play_publish (play, 1, 10000);
}

static void
test_what_did_not_fit_before_it_began_is_told (void)
{
  HarkLimits set = hark_limits_default;
  guint64 n_lost;

  set.retained = 130 << 10;
  g_auto(Play) play = play_new (&set);

  emit_before_it_begins (&play);
  node_forget (play.taker);
  node_reconnect (play.maker);
  network_run (play.network);
  n_lost = hark_peer_protocol_get_figures (play.taker->peer)->n_lost;
  g_assert_cmpuint (n_lost, >, 0);
  g_autofree char *gap = g_strdup_printf ("gap of %" G_GUINT64_FORMAT ": Test.Maker line-1 made of maker\n", n_lost);
  g_assert_true (g_str_has_prefix (play.taker->log->str, gap));
  g_string_erase (play.taker->log, 0, (gssize) strlen (gap));
  assert_events (play.taker, 1 + n_lost, 10000);
}

/* Who has come meanwhile is not told what it has not asked for. */
static void
test_what_was_before_is_not_told (void)
{
  HarkLimits set = hark_limits_default;

  set.retained = 130 << 10;
  g_auto(Play) play = play_new (&set);

  emit_before_it_begins (&play);
  UNSUBSCRIBE (play.taker, 1);
  SUBSCRIBE (play.taker, 2, &maker_made, "line-1");
  network_run (play.network);
  node_forget (play.taker);
  node_reconnect (play.maker);
  network_run (play.network);
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, ==, 0);
  g_assert_null (strstr (play.taker->log->str, "gap"));
}

/* Events of one stream are read at one go, but each number is looked at. */
static void
test_a_gap_between_events_that_come_together_is_told (void)
{
  static const guint64 numbers[] = { 1, 2, 4, 3, 4, 5, 7 };
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_auto(Play) play = play_new_heard (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", "chair", numbers[i]));
      HarkSpan body = hark_span_of (payload);

      hark_frame_write (bytes, &(HarkFrame) { .kind = HARK_MESSAGE_EVENT, .id = numbers[i], .topic = 1,
                                              .body = body.data, .n_body = body.size });
    }
  node_forget (play.taker);
  hark_peer_protocol_feed (play.taker->peer, bytes->data, bytes->len);
  node_assert (play.taker, "event for 1: ('chair', 1)\n"
                           "event for 1: ('chair', 2)\n"
                           "gap of 1: Test.Maker line-1 made of maker\n"
                           "event for 1: ('chair', 4)\n"
                           "event for 1: ('chair', 5)\n"
                           "gap of 1: Test.Maker line-1 made of maker\n"
                           "event for 1: ('chair', 7)\n");
  g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_discarded, ==, 2);
}

static void
test_nobody_is_waited_for_too_long (void)
{
  HarkLimits set = hark_limits_default;

  set.session_time = 5 * G_USEC_PER_SEC;
  g_auto(Play) play = play_new_heard (&set);

  play_publish (&play, 1, 1);
  play.other->link->funcs->unsubscribe (play.other->link, 1);
  network_run (play.network);
  assert_events (play.taker, 1, 1);
  node_cut (play.taker);
  network_run (play.network);
  network_tick (play.network, 1);
  network_tick (play.network, set.session_time - 1);
  node_assert (play.maker, "");
  network_tick (play.network, 1);
  node_assert (play.maker, "made of 1 is not heard\n");
  play_publish (&play, 2, 3);

  /* What nobody counted is a gap all the same. */
  node_reconnect (play.taker);
  network_run (play.network);
  play_publish (&play, 4, 4);
  network_run (play.network);
  node_assert (play.taker, "connected to the-broker\ngap of 1: Test.Maker line-1 made of maker\n"
                           "subscribed 1\nevent for 1: ('chair', 4)\n");
}

static void
test_who_leaves_is_not_waited_for (void)
{
  g_auto(Play) play = play_new_heard (NULL);
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "bye");

  play.other->link->funcs->unsubscribe (play.other->link, 1);
  network_run (play.network);
  hark_peer_protocol_close (play.taker->peer, reason);
  network_run (play.network);
  node_assert (play.maker, "made of 1 is not heard\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/bridge/kept/rule/" name, func)
  TEST ("29/what-one-has-not-seen-is-kept", test_what_one_has_not_seen_is_kept);
  TEST ("29/what-is-acknowledged-is-not-kept", test_what_is_acknowledged_is_not_kept);
  TEST ("29/what-does-not-fit-is-told", test_what_does_not_fit_is_told);
  TEST ("29/a-gap-between-events-that-come-together-is-told", test_a_gap_between_events_that_come_together_is_told);
  TEST ("29/what-did-not-fit-before-it-began-is-told", test_what_did_not_fit_before_it_began_is_told);
  TEST ("29/what-was-before-is-not-told", test_what_was_before_is_not_told);
  TEST ("29/nobody-is-waited-for-too-long", test_nobody_is_waited_for_too_long);
  TEST ("29/who-leaves-is-not-waited-for", test_who_leaves_is_not_waited_for);
  return g_test_run ();
}
