/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Links between buses of one process: where messages come to, how often, and how links end. */

#include "board-private.h"

/* Buses beside the board's own, on its loop; all handlers write into its diary. */
typedef struct
{
  HarkBus *a;  /* the board's */
  HarkBus *b;
  HarkBus *c;
} Net;

static void
net_init (Net   *self,
          Board *board)
{
  *self = (Net) { g_object_ref (board->bus), hark_bus_new (board->loop), hark_bus_new (board->loop) };
}

static void
net_clear (Net *self)
{
  g_clear_object (&self->a);
  g_clear_object (&self->b);
  g_clear_object (&self->c);
}

static HarkConnection *
join (HarkBus           *from,
      HarkBus           *to,
      const char *const *topics)
{
  g_autoptr(GError) error = NULL;
  HarkConnection *link = hark_bus_link (from, topics, NULL, to, &error);

  g_assert_no_error (error);
  return link;
}

static HarkMessage *
write_a (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  g_string_append (((Board *) data)->diary, "a:");
  return board_write (message, context, data, error);
}

static HarkMessage *
write_b (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  g_string_append (((Board *) data)->diary, "b:");
  return board_write (message, context, data, error);
}

static HarkMessage *
write_c (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  g_string_append (((Board *) data)->diary, "c:");
  return board_write (message, context, data, error);
}

static void
listen (Board           *self,
        HarkBus         *bus,
        HarkMessageFunc  func,
        const char      *topic)
{
  g_assert_nonnull (hark_bus_subscribe (bus, HARK_TOPICS (topic), NULL, self->context, func, self, NULL, NULL));
}

static void
publish (HarkBus    *bus,
         const char *topic)
{
  g_autoptr(HarkMessage) message = hark_message_new (topic, NULL, NULL);

  g_assert_true (hark_bus_publish (bus, message, NULL));
}

static void
test_carries_what_was_selected (Board         *b,
                                gconstpointer  data)
{
  Net net;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("out/*"));
  join (net.b, net.a, HARK_TOPICS ("back"));
  listen (b, net.a, write_a, "**");
  listen (b, net.b, write_b, "**");
  publish (net.a, "out/1");
  publish (net.a, "back");
  publish (net.b, "out/2");
  publish (net.b, "back");
  board_assert (b, "b:out/1 -; a:out/1 -; a:back -; b:out/2 -; a:back -; b:back -; ");
  net_clear (&net);
}

static void
test_no_circle (Board         *b,
                gconstpointer  data)
{
  Net net;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("x"));
  join (net.b, net.c, HARK_TOPICS ("x"));
  join (net.c, net.a, HARK_TOPICS ("x"));
  join (net.b, net.a, HARK_TOPICS ("x"));
  join (net.a, net.c, HARK_TOPICS ("x"));
  listen (b, net.a, write_a, "x");
  listen (b, net.b, write_b, "x");
  listen (b, net.c, write_c, "x");
  publish (net.a, "x");
  board_assert (b, "c:x -; b:x -; a:x -; ");
  publish (net.b, "x");
  board_assert (b, "a:x -; c:x -; b:x -; ");
  net_clear (&net);
}

static HarkMessage *
pass (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_message_new_full (hark_message_get_topics (message), NULL, HARK_MESSAGE_NORMAL, 0, NULL, NULL, NULL);
}

static void
test_no_circle_through_filters (Board         *b,
                                gconstpointer  data)
{
  Net net;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("x"));
  join (net.b, net.a, HARK_TOPICS ("x"));
  hark_bus_add_filter (net.a, NULL, pass, NULL, NULL, NULL);
  hark_bus_add_filter (net.b, NULL, pass, NULL, NULL, NULL);
  listen (b, net.a, write_a, "x");
  listen (b, net.b, write_b, "x");
  publish (net.a, "x");
  board_assert (b, "a:x -; b:x -; ");
  net_clear (&net);
}

static void
on_unhandled (Board      *self,
              guint64     id,
              const char *topic,
              const char *sender)
{
  g_string_append_printf (self->diary, "unhandled (%s) ", topic);
}

static void
test_unhandled_where_it_was_published (Board         *b,
                                       gconstpointer  data)
{
  HarkBusStats stats;
  Net net;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("**"));
  HARK_CONNECT_DATA (net.a, hark_bus_unhandled, b->context, on_unhandled, b, NULL);
  listen (b, net.b, write_b, "x");
  publish (net.a, "x");
  publish (net.a, "y");
  board_assert (b, "b:x -; unhandled (y) ");
  hark_bus_get_stats (net.b, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
  net_clear (&net);
}

static HarkMessage *
answer (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  return hark_message_new ("answer", g_variant_new_string ("here"), error);
}

static void
test_answers_find_their_way (Board         *b,
                             gconstpointer  data)
{
  g_autoptr(HarkMessage) message = hark_message_new ("ask", NULL, NULL);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GPtrArray) answers = NULL;
  g_autoptr(GError) error = NULL;
  Net net;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("ask"));
  join (net.b, net.c, HARK_TOPICS ("ask"));
  hark_bus_subscribe (net.c, HARK_TOPICS ("ask"), NULL, b->context, answer, NULL, NULL, NULL);
  future = hark_bus_request (net.a, message, NULL, HARK_ANSWERS_ALL, HARK_FOREVER);
  hark_loop_run_until_idle (b->loop);
  answers = hark_bus_finish_request (future, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answers->len, ==, 1);
  net_clear (&net);
}

static void
test_a_type_that_does_not_fit (Board         *b,
                               gconstpointer  data)
{
  Net net;

  net_init (&net, b);
  hark_bus_link (net.a, HARK_TOPICS ("x"), "bridge", net.b, NULL);
  HARK_SUBSCRIBE (net.b, HARK_TOPICS ("x"), b->consumer, workshop_consumer_on_produced, NULL);
  board_hear_failures (b);
  publish (net.a, "x");
  hark_loop_run_until_idle (b->loop);
  g_assert_true (g_str_has_prefix (b->diary->str, "failed (bridge, x, hark-error-quark, 10: "));
  g_string_truncate (b->diary, 0);
  net_clear (&net);
}

static void
test_ends_with_either_bus (Board         *b,
                           gconstpointer  data)
{
  Net net;
  HarkBusStats stats;

  net_init (&net, b);
  join (net.a, net.b, HARK_TOPICS ("x"));
  join (net.b, net.a, HARK_TOPICS ("x"));
  join (net.c, net.a, HARK_TOPICS ("x"));
  listen (b, net.a, write_a, "x");
  publish (net.b, "x");
  g_clear_object (&net.b); /* what it has published goes on */
  publish (net.c, "x");
  publish (net.a, "x");
  board_assert (b, "a:x -; a:x -; a:x -; ");
  g_clear_object (&net.a);
  g_clear_object (&b->bus);
  publish (net.c, "x");
  hark_bus_get_stats (net.c, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 1);
  net_clear (&net);
}

static void
test_a_bus_is_not_linked_to_itself (Board         *b,
                                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_bus_link (b->bus, HARK_TOPICS ("x"), NULL, b->bus, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID, "A bus cannot be linked to itself");
}

/* --- two domains, each on its own thread --- */

enum { N_MESSAGES = 500 };

typedef struct
{
  guint       n_seen;
  HarkFuture *all;
} Domain;

static HarkMessage *
count (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  Domain *self = data;

  g_assert_cmpuint (g_variant_get_uint32 (hark_message_get_payload (message)), ==, self->n_seen);
  if (++self->n_seen == N_MESSAGES)
    hark_future_resolve (self->all, NULL);
  return NULL;
}

static void
stop (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, HARK_FOREVER);

  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

static void
test_between_threads (void)
{
  g_autoptr(HarkLoop) here = hark_loop_new_thread ("here");
  g_autoptr(HarkLoop) there = hark_loop_new_thread ("there");
  g_autoptr(HarkBus) a = hark_bus_new (here);
  g_autoptr(HarkBus) b = hark_bus_new (there);
  g_autoptr(GObject) context_a = G_OBJECT (workshop_echo_new (here, NULL, NULL, NULL));
  g_autoptr(GObject) context_b = G_OBJECT (workshop_echo_new (there, NULL, NULL, NULL));
  Domain domain_a = { 0, hark_future_new (NULL) }, domain_b = { 0, hark_future_new (NULL) };

  join (a, b, HARK_TOPICS ("to-b"));
  join (b, a, HARK_TOPICS ("to-a"));
  hark_bus_subscribe (a, HARK_TOPICS ("to-a"), NULL, context_a, count, &domain_a, NULL, NULL);
  hark_bus_subscribe (b, HARK_TOPICS ("to-b"), NULL, context_b, count, &domain_b, NULL, NULL);
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr(HarkMessage) to_a = hark_message_new ("to-a", g_variant_new_uint32 (i), NULL);
      g_autoptr(HarkMessage) to_b = hark_message_new ("to-b", g_variant_new_uint32 (i), NULL);

      g_assert_true (hark_bus_publish (b, to_a, NULL));
      g_assert_true (hark_bus_publish (a, to_b, NULL));
    }
  g_assert_true (hark_future_await (domain_a.all, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_future_await (domain_b.all, HARK_FOREVER, NULL, NULL));
  g_clear_object (&context_a);
  g_clear_object (&context_b);
  g_clear_object (&a);
  g_clear_object (&b);
  stop (here);
  stop (there);
  hark_future_unref (domain_a.all);
  hark_future_unref (domain_b.all);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  BOARD_TEST ("/bus/link/carries-what-was-selected", test_carries_what_was_selected);
  BOARD_TEST ("/rule/34/a-message-comes-to-each-bus-once", test_no_circle);
  BOARD_TEST ("/rule/34/a-message-comes-to-each-bus-once/through-filters", test_no_circle_through_filters);
  BOARD_TEST ("/rule/13/unhandled-is-told-where-it-was-published", test_unhandled_where_it_was_published);
  BOARD_TEST ("/bus/link/answers-find-their-way", test_answers_find_their_way);
  BOARD_TEST ("/bus/link/a-type-that-does-not-fit-is-a-failure", test_a_type_that_does_not_fit);
  BOARD_TEST ("/bus/link/ends-with-either-bus", test_ends_with_either_bus);
  BOARD_TEST ("/bus/link/not-to-itself", test_a_bus_is_not_linked_to_itself);
  g_test_add_func ("/bus/link/between-threads", test_between_threads);
  return g_test_run ();
}
