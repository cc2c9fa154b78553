/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Large payloads: they come like small ones, whatever is cut, and none of those that wait for
 * somebody is a copy. So that the tests are quick, large is what has more than a quarter of a small limit. */

#include "network-private.h"

#include "base/spare-private.h"
#include "bridge/peer/peer-state-private.h"
#include "bridge/router/router-private.h"
#include "wire/payload-private.h"

enum
{
  FRAME   = 8000,
  N_LARGE = 3000,
};

typedef struct
{
  Network *network;
  Node    *maker;
  Node    *taker;
  Node    *other;   /* a second taker */
} Play;

/* @limits: (nullable) */
static Play
play_new (const HarkLimits *limits)
{
  HarkLimits set = limits != NULL ? *limits : hark_limits_default;
  Play play;

  set.frame = FRAME;
  play.network = network_new (&set);
  play.maker = network_join (play.network, "maker");
  play.taker = network_join (play.network, "taker");
  play.other = network_join (play.network, "other");
  EXPORT (play.maker, 1, &maker_info, "line-1");
  SUBSCRIBE (play.taker, 1, &maker_made, "line-1");
  SUBSCRIBE (play.other, 1, &maker_made, "line-1");
  network_run (play.network);
  node_forget (play.maker);
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

/* Each number has its own. */
static char *
make_product (guint64 number)
{
  return g_strnfill (N_LARGE + number % 8, (char) ('a' + number % 26));
}

static void
publish (Play    *play,
         guint64  number)
{
  g_autofree char *product = make_product (number);

  node_publish (play->maker, 1, product, number);
}

static void
assert_events (Node    *node,
               guint64  from,
               guint64  to)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (; from <= to; from++)
    {
      g_autofree char *product = make_product (from);

      g_string_append_printf (expected, "event for 1: ('%s', %" G_GUINT64_FORMAT ")\n", product, from);
    }
  node_assert (node, expected->str);
}

static void
test_in_order_among_small_ones (void)
{
  g_auto(Play) play = play_new (NULL);

  for (guint64 i = 1; i <= 40; i++)
    {
      publish (&play, i);
      node_publish (play.maker, 1, "small", i);
    }
  network_run (play.network);
  for (guint64 i = 1; i <= 40; i++)
    {
      g_autofree char *product = make_product (i);
      g_autofree char *expected = g_strdup_printf ("event for 1: ('%s', %" G_GUINT64_FORMAT ")\n"
                                                   "event for 1: ('small', %" G_GUINT64_FORMAT ")\n", product, i, i);

      g_assert_true (g_str_has_prefix (play.taker->log->str, expected));
      g_string_erase (play.taker->log, 0, (gssize) strlen (expected));
    }
  node_assert (play.taker, "");
}

static HarkByteStream *
stream_of (Node *node)
{
  return hark_broker_protocol_get_stream (node->network->broker, node->connection);
}

/* Of what waits for it the first large piece. */
static HarkSpan
get_large (Node *node)
{
  HarkSpan pieces[8];
  guint n = hark_byte_stream_peek (stream_of (node), pieces, G_N_ELEMENTS (pieces));

  for (guint i = 0; i < n; i++)
    if (pieces[i].size >= N_LARGE)
      return pieces[i];
  g_assert_not_reached ();
}

/* To the broker, so that what comes in one piece is not whole. */
static void
send_in_two (Play *play)
{
  GByteArray *bytes = play->maker->to_broker;
  HarkBrokerProtocol *broker = play->network->broker;
  guint connection = play->maker->connection;

  hark_byte_stream_take (hark_peer_protocol_get_stream (play->maker->peer), bytes);
  hark_broker_protocol_feed (broker, connection, bytes->data, 100);
  hark_broker_protocol_feed (broker, connection, bytes->data + 100, bytes->len - 100);
  g_byte_array_set_size (bytes, 0);
}

static void
test_subscribers_share_one (void)
{
  g_auto(Play) play = play_new (NULL);
  HarkByteStream *stream = stream_of (play.taker);
  HarkSpan one, other;
  gsize n_all;

  play.taker->is_stuck = play.other->is_stuck = TRUE;
  publish (&play, 1);
  send_in_two (&play);
  one = get_large (play.taker);
  other = get_large (play.other);
  g_assert_true (one.data == other.data);
  /* Each of them counts all of it. */
  n_all = stream->n_waiting;
  g_assert_cmpuint (n_all, >=, N_LARGE + HARK_LIMIT_FRAME_HEADER);
  g_assert_cmpuint (n_all % 8, ==, 0);
  g_assert_cmpuint (stream_of (play.other)->n_waiting, ==, n_all);
  g_assert_cmpuint (*stream->total, ==, 2 * n_all);
  /* One may go, or read all, and the other has it still. */
  node_cut (play.taker);
  play.other->is_stuck = FALSE;
  network_run (play.network);
  assert_events (play.other, 1, 1);
}

/* What is lent is taken for no block, however large it is. */
static void
test_as_large_as_a_block (void)
{
  HarkByteStream stream;

  hark_byte_stream_init (&stream, &hark_limits_default, NULL, NULL);
  for (gsize size = HARK_SPARE_BLOCK_SIZE - 200; size <= HARK_SPARE_BLOCK_SIZE; size++)
    {
      g_autoptr(GBytes) whole = g_bytes_new_take (g_malloc0 (size), size);
      HarkFrame frame = { .kind = HARK_MESSAGE_EVENT, .id = size, .n_body = size, .whole = whole };
      g_autoptr(GByteArray) written = g_byte_array_new ();

      frame.body = g_bytes_get_data (whole, NULL);
      hark_byte_stream_send (&stream, &frame);
      hark_byte_stream_take (&stream, written);
      g_assert_cmpuint (written->len, ==, hark_frame_get_space (&frame));
      /* And what is not is a block again. */
      frame.whole = NULL;
      hark_byte_stream_send (&stream, &frame);
      hark_byte_stream_take (&stream, written);
      g_assert_cmpmem (written->data, written->len / 2, written->data + written->len / 2, written->len / 2);
    }
  hark_byte_stream_clear (&stream);
}

static void
test_what_waits_is_limited (void)
{
  HarkLimits set = hark_limits_default;

  set.output = 20000;
  {
    g_auto(Play) play = play_new (&set);

    play.taker->is_stuck = TRUE;
    for (guint64 i = 1; i <= 6; i++)
      {
        publish (&play, i);
        send_in_two (&play);
      }
    network_run (play.network);
    g_assert_null (play.taker->closed);
    g_assert_cmpuint (stream_of (play.taker)->n_waiting, <=, set.output);
    publish (&play, 7);
    send_in_two (&play);
    network_run (play.network);
    g_assert_cmpstr (play.taker->closed, ==, "it did not read: more than 20000 bytes were waiting for it");
    assert_events (play.other, 1, 7);
  }
}

/* Both sides, at any byte. */
static void
test_nothing_is_lost_by_cuts (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint round = 0; round < 50; round++)
    {
      g_auto(Play) play = play_new (NULL);
      guint64 n = 0;

      for (guint i = 0; i < 10; i++)
        {
          Node *victim = g_rand_boolean (random) ? play.maker : play.taker;

          publish (&play, ++n);
          publish (&play, ++n);
          for (gint k = g_rand_int_range (random, 0, 30); k > 0; k--)
            network_step (play.network);
          node_cut (victim);
          publish (&play, ++n);
          node_reconnect (victim);
          if (g_rand_boolean (random))
            network_run (play.network);
        }
      network_run (play.network);
      for (guint64 i = 1; i <= n; i++)
        {
          g_autofree char *product = make_product (i);
          g_autofree char *expected = g_strdup_printf ("('%s', %" G_GUINT64_FORMAT ")", product, i);
          char *at = strstr (play.taker->log->str, expected);

          g_assert_nonnull (at);
          g_string_erase (play.taker->log, 0, at - play.taker->log->str);
        }
      g_assert_null (strstr (play.taker->log->str, "gap"));
      g_assert_cmpuint (hark_peer_protocol_get_figures (play.taker->peer)->n_lost, ==, 0);
    }
}

static void
test_what_is_kept_is_limited (void)
{
  HarkLimits set = hark_limits_default;

  set.retained = 20000;
  {
    g_auto(Play) play = play_new (&set);

    play.other->is_stuck = TRUE;
    node_cut (play.taker);
    for (guint64 i = 1; i <= 20; i++)
      publish (&play, i);
    g_assert_cmpuint (play.maker->peer->log.end - play.maker->peer->log.start, <=, set.retained);
    node_reconnect (play.taker);
    network_run (play.network);
    g_assert_nonnull (strstr (play.taker->log->str, "gap of 14: Test.Maker line-1 made of maker\n"));
    for (guint64 i = 15; i <= 20; i++)
      {
        g_autofree char *product = make_product (i);

        g_assert_nonnull (strstr (play.taker->log->str, product));
      }
  }
}

/* A call and its answer are the same bytes. */
static void
test_calls (void)
{
  g_autofree char *text = g_strnfill (N_LARGE, 'x');
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(s)", text));
  g_auto(Play) play = play_new (NULL);

  EXPORT (play.other, 2, &other_maker_info, "line-2");
  network_run (play.network);
  node_forget (play.other);
  g_assert_true (play.taker->link->funcs->call (play.taker->link, 1, &other_maker_count, "line-2", HARK_FOREVER, hark_span_of (payload),
                                                NULL));
  network_run (play.network);
  node_assert (play.other, "count of 2: 0, wants an answer\n");
  node_answer (play.other, play.other->last_call, 7);
  network_run (play.network);
  node_assert (play.taker, "answer 1: (7,)\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bridge/large/in-order-among-small-ones", test_in_order_among_small_ones);
  g_test_add_func ("/bridge/large/subscribers-share-one", test_subscribers_share_one);
  g_test_add_func ("/bridge/large/as-large-as-a-block", test_as_large_as_a_block);
  g_test_add_func ("/bridge/large/what-waits-is-limited", test_what_waits_is_limited);
  g_test_add_func ("/bridge/large/nothing-is-lost-by-cuts", test_nothing_is_lost_by_cuts);
  g_test_add_func ("/bridge/large/what-is-kept-is-limited", test_what_is_kept_is_limited);
  g_test_add_func ("/bridge/large/calls", test_calls);
  return g_test_run ();
}
