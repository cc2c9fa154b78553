/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What one should not do with a bus, and what comes of it: an error that says what to do, or what was asked for. Nothing
 * hangs. */

#include "board-private.h"

typedef struct
{
  Board          *board;
  HarkConnection *own;
  HarkConnection *other;
} Leaver;

static HarkMessage *
leave (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  Leaver *self = data;

  g_string_append_printf (self->board->diary, "%s ", hark_message_get_topic (message));
  hark_connection_disconnect (self->own);
  if (self->other != NULL)
    hark_connection_disconnect (self->other);
  return NULL;
}

static HarkMessage *
pass_and_leave (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  leave (message, context, data, error);
  return hark_message_ref (message);
}

static void
test_a_handler_removes_itself_and_others (Board         *b,
                                          gconstpointer  data)
{
  Leaver leaver = { b, NULL, NULL };

  leaver.own = hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), NULL, b->context, leave, &leaver, NULL, NULL);
  leaver.other = board_subscribe (b, "other", HARK_TOPICS ("x"));
  board_publish (b, HARK_TOPICS ("x"), NULL);
  board_publish (b, HARK_TOPICS ("x"), NULL);
  board_assert (b, "x ");
}

static void
test_a_filter_removes_itself_and_others (Board         *b,
                                         gconstpointer  data)
{
  Leaver leaver = { b, NULL, NULL };
  Leaver never = { b, NULL, NULL };

  leaver.own = hark_bus_add_filter (b->bus, NULL, pass_and_leave, &leaver, NULL, NULL);
  leaver.other = hark_bus_add_filter (b->bus, NULL, pass_and_leave, &never, NULL, NULL);
  board_subscribe (b, "end", HARK_TOPICS ("x"));
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_publish (b, HARK_TOPICS ("x"), "2");
  board_assert (b, "x end:x 1; end:x 2; ");
}

static void
test_topics_that_cannot_be (Board         *b,
                            gconstpointer  data)
{
  static const struct
  {
    const char *topic;
    int         code;
  } cases[] = { { "", HARK_ERROR_INVALID }, { "two words", HARK_ERROR_INVALID }, { "\xff\xfe", HARK_ERROR_INVALID },
                { NULL, HARK_ERROR_LIMIT } };
  g_autofree char *long_topic = g_strnfill (1024, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *topic = cases[i].topic != NULL ? cases[i].topic : long_topic;
      g_autoptr(HarkMessage) message = hark_message_new ("x", NULL, NULL);
      g_autoptr(HarkFuture) future = NULL;
      g_autoptr(HarkBus) other = hark_bus_new (b->loop);
      g_autoptr(GError) error = NULL;

      g_assert_null (hark_message_new (topic, NULL, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (hark_bus_subscribe_queue (b->bus, HARK_TOPICS (topic), NULL, 0, HARK_QUEUE_GROW, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (hark_bus_link (b->bus, HARK_TOPICS (topic), NULL, other, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (hark_bus_fan_out (b->bus, HARK_TOPICS ("x"), NULL, HARK_TOPICS (topic), &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (hark_source_new_timer (topic, 1, 1, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      g_assert_null (hark_message_new_answer (message, topic, NULL, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
      g_clear_error (&error);
      future = hark_bus_request (b->bus, message, HARK_TOPICS (topic), 1, HARK_FOREVER);
      g_assert_null (hark_bus_finish_request (future, NULL, &error));
      g_assert_error (error, HARK_ERROR, cases[i].code);
    }
}

static void
test_a_payload_that_is_not_the_subscribers (Board         *b,
                                            gconstpointer  data)
{
  g_autoptr(HarkMessage) message = hark_message_new ("made", g_variant_new_string ("chair"), NULL);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), b->consumer, workshop_consumer_on_produced, NULL);
  future = hark_bus_request (b->bus, message, NULL, 1, HARK_FOREVER);
  g_assert_null (hark_bus_finish_request (future, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
}

static gpointer
read_one (gpointer queue)
{
  GError *error = NULL;

  g_assert_null (hark_message_queue_get (queue, HARK_FOREVER, NULL, &error));
  return error;
}

static void
test_a_queue_is_closed_under_its_readers (Board         *b,
                                          gconstpointer  data)
{
  g_autoptr(HarkMessageQueue) queue =
    hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("x"), NULL, 0, HARK_QUEUE_GROW, NULL);
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_one, queue);
  hark_message_queue_close (queue);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr(GError) error = g_thread_join (threads[i]);

      BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The queue is closed");
    }
}

static HarkMessage *
end_bus (HarkMessage *message, gpointer context, gpointer data, GError **error)
{
  Board *self = data;

  g_clear_object (&self->bus);
  return hark_message_new ("y", NULL, error);
}

static void
test_a_handler_ends_the_bus (Board         *b,
                             gconstpointer  data)
{
  hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), NULL, b->context, end_bus, b, NULL, NULL);
  board_subscribe (b, "y", HARK_TOPICS ("y"));
  board_publish (b, HARK_TOPICS ("x"), NULL);
  hark_loop_run_until_idle (b->loop);
  g_assert_null (b->bus);
  g_string_truncate (b->diary, 0);
}

static void
test_what_goes_on_after_the_bus (Board         *b,
                                 gconstpointer  data)
{
  g_autoptr(HarkMessage) message = hark_message_new ("x", NULL, NULL);
  g_autoptr(HarkSource) source = hark_source_new ();
  g_autoptr(HarkMessageQueue) queue =
    hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("x"), NULL, 0, HARK_QUEUE_GROW, NULL);
  g_autoptr(HarkFuture) future = hark_message_queue_next (queue);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  g_clear_object (&b->bus);
  hark_loop_run_until_idle (b->loop);
  g_assert_null (hark_message_finish (future, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (hark_source_push (source, message, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  BOARD_TEST ("/bus/bad-use/a-handler-removes-itself-and-others", test_a_handler_removes_itself_and_others);
  BOARD_TEST ("/bus/bad-use/a-filter-removes-itself-and-others", test_a_filter_removes_itself_and_others);
  BOARD_TEST ("/bus/bad-use/topics-that-cannot-be", test_topics_that_cannot_be);
  BOARD_TEST ("/bus/bad-use/a-payload-that-is-not-the-subscribers", test_a_payload_that_is_not_the_subscribers);
  BOARD_TEST ("/bus/bad-use/a-queue-is-closed-under-its-readers", test_a_queue_is_closed_under_its_readers);
  BOARD_TEST ("/bus/bad-use/a-handler-ends-the-bus", test_a_handler_ends_the_bus);
  BOARD_TEST ("/bus/bad-use/what-goes-on-after-the-bus", test_what_goes_on_after_the_bus);
  return g_test_run ();
}
