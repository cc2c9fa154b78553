/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers: their names, how they end, what comes of what they return. */

#include "board-private.h"

static HarkMessage *
answer (HarkMessage  *message,
        gpointer      context,
        gpointer      data,
        GError      **error)
{
  return hark_message_new (data, hark_message_get_payload (message), error);
}

static HarkMessage *
give_back (HarkMessage  *message,
           gpointer      context,
           gpointer      data,
           GError      **error)
{
  return hark_message_ref (message);
}

static HarkMessage *
fail (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not now");
  return data != NULL ? hark_message_ref (message) : NULL;
}

static void
test_what_it_returns_is_published (Board         *b,
                                   gconstpointer  data)
{
  board_subscribe (b, "last", HARK_TOPICS ("pong"));
  hark_bus_subscribe (b->bus, HARK_TOPICS ("ping"), NULL, b->context, answer, (gpointer) "pong", NULL, NULL);
  board_publish (b, HARK_TOPICS ("ping"), "1");
  board_assert (b, "last:pong 1; ");
}

static void
test_an_error_is_told_with_handler_and_message (Board         *b,
                                                gconstpointer  data)
{
  board_hear_failures (b);
  board_subscribe (b, "after", HARK_TOPICS ("log", "made"));
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "clumsy", b->context, fail, NULL, NULL, NULL);
  hark_bus_subscribe_slot (b->bus, HARK_TOPICS ("made"), "slot", HARK_OBJECT (b->consumer), "on_failing", NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_publish (b, HARK_TOPICS ("made"), "('chair', uint64 1)");
  board_assert (b, "after:log 1; after:made ('chair', 1); "
                   "failed (clumsy, log, g-io-error-quark, 26: not now) "
                   "failed (slot, made, g-io-error-quark, 12: no room for a chair) ");
}

static void
burn (WorkshopOven  *oven,
      const char    *product,
      guint64        serial,
      GError       **error)
{
  GString *diary = workshop_oven_get_data (oven);

  g_string_append_printf (diary, "%s goes in ", product);
  if (hark_yield (error))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "the %s is burnt", product);
}

static void
test_so_is_that_of_an_async_slot (Board         *b,
                                  gconstpointer  data)
{
  static const WorkshopOvenSlots slots = { .on_produced = burn };
  g_autoptr(WorkshopOven) oven = workshop_oven_new (b->loop, &slots, b->diary, NULL);

  board_hear_failures (b);
  hark_bus_subscribe_slot (b->bus, HARK_TOPICS ("made"), "oven", HARK_OBJECT (oven), "on_produced", NULL);
  board_publish (b, HARK_TOPICS ("made"), "('cake', uint64 1)");
  board_publish (b, HARK_TOPICS ("made"), "('bread', uint64 2)");
  board_assert (b, "cake goes in bread goes in failed (oven, made, g-io-error-quark, 26: the cake is burnt) "
                   "failed (oven, made, g-io-error-quark, 26: the bread is burnt) ");
}

static void
test_nothing_is_published_beside_an_error (Board         *b,
                                           gconstpointer  data)
{
  board_hear_failures (b);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "clumsy", b->context, fail, b, NULL, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_assert (b, "failed (clumsy, log, g-io-error-quark, 26: not now) ");
}

static void
test_its_own_message_is_no_answer (Board         *b,
                                   gconstpointer  data)
{
  board_hear_failures (b);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "echo", b->context, give_back, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_assert (b, "failed (echo, log, hark-error-quark, 12: It has returned the message that it was to handle, "
                   "which would come back to it: return another one, or NULL) ");
}

static void
test_an_answer_that_fits_nobody_is_a_failure (Board         *b,
                                              gconstpointer  data)
{
  board_hear_failures (b);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("rest"), b->consumer, workshop_consumer_on_paused, NULL);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "clerk", b->context, answer, (gpointer) "rest", NULL, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  hark_loop_run_until_idle (b->loop);
  g_assert_nonnull (strstr (b->diary->str, "failed (clerk, log, hark-error-quark, 10: Message"));
  g_assert_nonnull (strstr (b->diary->str, "on 'rest' carries i, and slot Workshop.Consumer.on_paused () takes ()) "));
}

static void
test_a_name_is_one_handlers (Board         *b,
                             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  HarkConnection *first = board_subscribe (b, "log", HARK_TOPICS ("log"));

  g_assert_null (hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "log", b->context, board_write, b,
                                     board_destroyed, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_EXISTS,
                      "A handler of this bus is called 'log' already: remove it first, or take another name");
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_assert (b, "destroyed log:log 1; ");

  /* It is free as soon as its handler has been removed, not when the loop has got there. */
  hark_connection_disconnect (first);
  g_assert_nonnull (hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "log", b->context, board_write, b, NULL, &error));
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "log 2; ");
  g_assert_true (hark_bus_remove_handler (b->bus, "log"));
}

static void
test_it_is_removed_by_name (Board         *b,
                            gconstpointer  data)
{
  board_subscribe (b, "one", HARK_TOPICS ("log"));
  board_subscribe (b, "two", HARK_TOPICS ("log"));
  g_assert_true (hark_bus_remove_handler (b->bus, "one"));
  g_assert_false (hark_bus_remove_handler (b->bus, "one"));
  g_assert_false (hark_bus_remove_handler (b->bus, "three"));
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_assert (b, "two:log 1; ");
}

static void
test_one_without_a_name_is_given_one (Board         *b,
                                      gconstpointer  data)
{
  HarkConnection *slot = HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("a"), b->consumer, workshop_consumer_on_paused, NULL);
  HarkConnection *func =
    hark_bus_subscribe (b->bus, HARK_TOPICS ("a"), NULL, b->context, board_write, b, NULL, NULL);
  g_autofree char *first = hark_bus_dup_handler_name (b->bus, slot);
  g_autofree char *second = hark_bus_dup_handler_name (b->bus, func);
  g_autoptr(HarkConnection) kept = hark_connection_ref (func);

  g_assert_cmpstr (first, ==, "Workshop.Consumer.on_paused #1");
  g_assert_cmpstr (second, ==, "WorkshopEcho #2");
  g_assert_true (hark_bus_remove_handler (b->bus, second));
  g_assert_null (hark_bus_dup_handler_name (b->bus, kept));
}

static void
test_removed_it_handles_nothing_more (Board         *b,
                                      gconstpointer  data)
{
  HarkConnection *handler = board_subscribe (b, "one", HARK_TOPICS ("log"));

  board_publish (b, HARK_TOPICS ("log"), "1");
  hark_connection_disconnect (handler);
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "");
}

static void
test_drained_it_handles_what_is_queued (Board         *b,
                                        gconstpointer  data)
{
  HarkConnection *handler =
    hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), NULL, b->context, board_write, b, board_destroyed, NULL);
  g_autoptr(HarkFuture) drained = NULL;
  g_autoptr(HarkMessage) idle =
    hark_message_new_full (HARK_TOPICS ("log"), NULL, HARK_MESSAGE_IDLE, 0, NULL, NULL, NULL);

  hark_bus_publish (b->bus, idle, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  drained = hark_connection_disconnect_drain (handler);
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "log 1; log -; destroyed ");
  g_assert_true (hark_future_is_settled (drained));
}

static HarkMessage *
count (HarkMessage  *message,
       gpointer      context,
       gpointer      data,
       GError      **error)
{
  guint *n = data;

  (*n)++;
  return NULL;
}

/* More than one turn can run. */
static void
test_drained_says_when (Board         *b,
                        gconstpointer  data)
{
  guint n = 0;
  HarkConnection *handler =
    hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), NULL, b->context, count, &n, NULL, NULL);
  g_autoptr(HarkFuture) drained = NULL;
  g_autoptr(HarkMessage) idle =
    hark_message_new_full (HARK_TOPICS ("log"), NULL, HARK_MESSAGE_IDLE, 0, NULL, NULL, NULL);

  for (guint i = 0; i < 10000; i++)
    hark_bus_publish (b->bus, idle, NULL);
  drained = hark_connection_disconnect_drain (handler);
  hark_loop_start (b->loop);
  g_assert_true (hark_future_await (drained, HARK_FOREVER, NULL, NULL));
  g_assert_cmpuint (n, ==, 10000);
}

static void
test_blocked_it_is_passed_by (Board         *b,
                              gconstpointer  data)
{
  HarkConnection *handler = board_subscribe (b, "one", HARK_TOPICS ("log"));

  hark_connection_block (handler);
  board_publish (b, HARK_TOPICS ("log"), "1");
  hark_connection_unblock (handler);
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "one:log 2; ");
}

static void
test_it_ends_with_its_context (Board         *b,
                               gconstpointer  data)
{
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), "mine", b->context, board_write, b, board_destroyed, NULL);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("rest"), b->consumer, workshop_consumer_on_paused, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_publish (b, HARK_TOPICS ("rest"), NULL);
  g_clear_object (&b->context);
  g_clear_object (&b->consumer);
  board_assert (b, "destroyed ");
  g_assert_false (hark_bus_remove_handler (b->bus, "mine"));
  board_publish (b, HARK_TOPICS ("log", "rest"), "('x', true)"); /* and so does the type of its topic */
  board_assert (b, "");
}

static void
test_a_plain_object_can_be_its_context (Board         *b,
                                        gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);

  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), NULL, context, board_write, b, board_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("log"), "1");
  board_assert (b, "log 1; ");
  g_clear_object (&context);
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "destroyed ");
}

static void
test_what_is_queued_runs_after_the_bus (Board         *b,
                                        gconstpointer  data)
{
  hark_bus_subscribe (b->bus, HARK_TOPICS ("log"), NULL, b->context, board_write, b, board_destroyed, NULL);
  HARK_PUBLISH (b->bus, HARK_TOPICS ("log"), b->producer, workshop_producer_paused, NULL);
  workshop_producer_emit_paused (b->producer);
  g_clear_object (&b->bus);
  workshop_producer_emit_paused (b->producer);
  board_assert (b, "log (); destroyed ");
}

/* One that removes itself, or another one. */
static HarkMessage *
remove_named (HarkMessage  *message,
              gpointer      context,
              gpointer      data,
              GError      **error)
{
  Board *b = data;

  board_write (message, context, data, error);
  g_assert_true (hark_bus_remove_handler (b->bus, g_variant_get_string (hark_message_get_payload (message), NULL)));
  return NULL;
}

static void
test_handlers_remove_themselves_and_each_other (Board         *b,
                                                gconstpointer  data)
{
  hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), "first", b->context, remove_named, b, board_destroyed, NULL);
  board_subscribe (b, "second", HARK_TOPICS ("x"));
  board_subscribe (b, "third", HARK_TOPICS ("x"));
  board_publish (b, HARK_TOPICS ("x"), "'second'");
  board_publish (b, HARK_TOPICS ("x"), "'first'");
  board_publish (b, HARK_TOPICS ("x"), "'nobody'");
  board_assert (b, "x 'second'; third:x 'second'; x 'first'; third:x 'first'; third:x 'nobody'; destroyed ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) BOARD_TEST (path, func)
  ADD ("/bus/handler/what-it-returns-is-published", test_what_it_returns_is_published);
  ADD ("/rule/13/an-error-is-told-with-handler-and-message", test_an_error_is_told_with_handler_and_message);
  ADD ("/rule/13/so-is-that-of-an-async-slot", test_so_is_that_of_an_async_slot);
  ADD ("/bus/handler/nothing-is-published-beside-an-error", test_nothing_is_published_beside_an_error);
  ADD ("/bus/handler/its-own-message-is-no-answer", test_its_own_message_is_no_answer);
  ADD ("/bus/handler/an-answer-that-fits-nobody-is-a-failure", test_an_answer_that_fits_nobody_is_a_failure);
  ADD ("/bus/handler/a-name-is-one-handlers", test_a_name_is_one_handlers);
  ADD ("/bus/handler/it-is-removed-by-name", test_it_is_removed_by_name);
  ADD ("/bus/handler/one-without-a-name-is-given-one", test_one_without_a_name_is_given_one);
  ADD ("/rule/09/a-handler-that-is-removed-handles-nothing-more", test_removed_it_handles_nothing_more);
  ADD ("/rule/09/a-handler-that-is-drained-handles-what-is-queued", test_drained_it_handles_what_is_queued);
  ADD ("/rule/09/draining-a-handler-ends-behind-its-last-message", test_drained_says_when);
  ADD ("/rule/10/a-handler-that-is-blocked-is-passed-by", test_blocked_it_is_passed_by);
  ADD ("/rule/15/a-handler-ends-with-its-context", test_it_ends_with_its_context);
  ADD ("/rule/12/a-plain-object-can-be-a-handlers-context", test_a_plain_object_can_be_its_context);
  ADD ("/rule/15/what-is-queued-runs-after-the-bus", test_what_is_queued_runs_after_the_bus);
  ADD ("/bus/handler/handlers-remove-themselves-and-each-other", test_handlers_remove_themselves_and_each_other);
  return g_test_run ();
}
