/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* States between peers: who begins to hear one is told what it is, whoever else hears it
 * already, and whatever has become of brokers. Played without sockets. */

#include "network-private.h"
#include "wire/payload-private.h"

static const HarkSignature level_signature =
  { .name = "(string, uint64)", .text = "(string unit, uint64 level)", .variant_type = "(st)", .fingerprint = 21 };

extern const HarkClassInfo tank_info;
static const HarkEventInfo tank_level =
  { .name = "level", .text = "state Level Test.Tank.level", .owner = &tank_info, .flags = HARK_EVENT_STATE,
    .signature = &level_signature };
static const HarkEventInfo *const tank_events[] = { &tank_level };
const HarkClassInfo tank_info = { .name = "Test.Tank", .events = tank_events, .n_events = 1 };

typedef struct
{
  Network *network;
  Node    *tank;
  Node    *reader;
  Node    *other;
} Play;

/* The bus says what the state is when somebody hears it; here the test does. */
static Play
play_new (const HarkLimits *limits)
{
  Play play = { .network = network_new (limits) };

  play.tank = network_join (play.network, "tank");
  play.reader = network_join (play.network, "reader");
  play.other = network_join (play.network, "other");
  play.tank->link->funcs->export_object (play.tank->link, 1, &tank_info, "tank-1", FALSE);
  network_run (play.network);
  node_assert (play.tank, "exported 1\n");
  return play;
}

static void
play_clear (Play *play)
{
  network_free (play->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Play, play_clear)

static void
subscribe (Play       *play,
           Node       *node,
           guint64     number,
           const char *name)
{
  node->link->funcs->subscribe (node->link, number, &tank_level, name, HARK_DELIVERY_GAP);
  network_run (play->network);
}

static void
unsubscribe (Play    *play,
             Node    *node,
             guint64  number)
{
  node->link->funcs->unsubscribe (node->link, number);
  network_run (play->network);
}

static void
publish (Play    *play,
         guint64  level)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(st)", "l", level));
  g_autoptr(GError) error = NULL;

  play->tank->link->funcs->publish (play->tank->link, 1, &tank_level, hark_span_of (payload), payload, &error);
  g_assert_no_error (error);
  network_run (play->network);
}

/* One reader, who has heard that it is 5. */
static void
begin (Play *play)
{
  subscribe (play, play->reader, 1, "tank-1");
  node_assert (play->tank, "level of 1 is heard\n");
  publish (play, 5);
  node_assert (play->reader, "subscribed 1\nevent for 1: ('l', 5)\n");
}

/* So nothing is kept any more. */
static void
acknowledge_all (Play *play)
{
  network_tick (play->network, 1);
  network_tick (play->network, 2 * G_USEC_PER_SEC);
}

static void
test_a_newcomer_is_told (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  subscribe (&play, play.other, 1, "tank-1");
  node_assert (play.other, "subscribed 1\nevent for 1: ('l', 5)\n");
  node_assert (play.reader, "");
  publish (&play, 6);
  node_assert (play.other, "event for 1: ('l', 6)\n");
  node_assert (play.reader, "event for 1: ('l', 6)\n");
}

static void
test_a_newcomer_is_told_what_all_have_acknowledged (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  for (guint64 level = 6; level <= 5000; level++)
    publish (&play, level);
  acknowledge_all (&play);
  node_forget (play.reader);
  subscribe (&play, play.other, 1, HARK_NAME_ALL);
  node_assert (play.other, "subscribed 1\nevent for 1: ('l', 5000)\n");
}

static void
test_a_second_subscription_is_told (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  subscribe (&play, play.reader, 2, HARK_NAME_ALL);
  node_assert (play.reader, "event for 2: ('l', 5)\nsubscribed 2\n");
  publish (&play, 6);
  unsubscribe (&play, play.reader, 1);
  publish (&play, 7);
  unsubscribe (&play, play.reader, 2);
  node_assert (play.reader, "event for 1 2: ('l', 6)\nevent for 2: ('l', 7)\n");
}

static void
test_what_it_was_when_nobody_listened_is_not_told (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  unsubscribe (&play, play.reader, 1);
  node_assert (play.tank, "level of 1 is not heard\n");
  subscribe (&play, play.other, 1, "tank-1");
  node_assert (play.other, "subscribed 1\n");
  publish (&play, 9);
  node_assert (play.other, "event for 1: ('l', 9)\n");
}

static void
test_a_newcomer_is_told_after_a_restart (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  network_kill_broker (play.network);
  node_reconnect (play.tank);
  node_reconnect (play.reader);
  node_reconnect (play.other);
  network_run (play.network);
  node_forget (play.other);
  subscribe (&play, play.other, 1, "tank-1");
  node_assert (play.other, "subscribed 1\nevent for 1: ('l', 5)\n");
}

static void
test_who_was_given_up_is_told_when_it_comes_back (void)
{
  g_auto(Play) play = play_new (NULL);

  begin (&play);
  subscribe (&play, play.other, 1, "tank-1");
  node_cut (play.reader);
  network_run (play.network);
  publish (&play, 6);
  network_tick (play.network, 1);
  network_tick (play.network, 61 * G_USEC_PER_SEC);
  for (guint64 level = 7; level <= 5000; level++)
    publish (&play, level);
  acknowledge_all (&play);
  node_forget (play.reader);
  node_reconnect (play.reader);
  network_run (play.network);
  /* What is gone is told, too. */
  node_assert (play.reader, "connected to the-broker\n"
                            "gap of 4994: Test.Tank tank-1 level of tank\n"
                            "subscribed 1\n"
                            "event for 1: ('l', 5000)\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add_func ("/bridge/state/" name, function)
  ADD ("a-newcomer-is-told", test_a_newcomer_is_told);
  ADD ("a-newcomer-is-told-what-all-have-acknowledged", test_a_newcomer_is_told_what_all_have_acknowledged);
  ADD ("a-second-subscription-is-told", test_a_second_subscription_is_told);
  ADD ("what-it-was-when-nobody-listened-is-not-told", test_what_it_was_when_nobody_listened_is_not_told);
  ADD ("a-newcomer-is-told-after-a-restart", test_a_newcomer_is_told_after_a_restart);
  ADD ("who-was-given-up-is-told-when-it-comes-back", test_who_was_given_up_is_told_when_it_comes_back);

  return g_test_run ();
}
