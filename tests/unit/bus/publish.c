/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From who publishes to who handles: by topic, with or without types. */

#include "board-private.h"

static void
test_it_is_queued_in_the_order_of_subscribing (Board         *b,
                                               gconstpointer  data)
{
  board_subscribe (b, "one", HARK_TOPICS ("log"));
  board_subscribe (b, "two", HARK_TOPICS ("log"));
  board_subscribe (b, "other", HARK_TOPICS ("mail"));
  board_publish (b, HARK_TOPICS ("log"), "'a'");
  board_publish (b, HARK_TOPICS ("log"), "'b'");
  g_assert_cmpstr (b->diary->str, ==, "");
  board_assert (b, "one:log 'a'; two:log 'a'; one:log 'b'; two:log 'b'; ");
}

static void
test_what_nobody_handles_is_no_error (Board         *b,
                                      gconstpointer  data)
{
  board_publish (b, HARK_TOPICS ("log"), NULL);
  board_publish (b, HARK_TOPICS ("log", "mail"), NULL);
  board_assert (b, "");
}

static void
test_a_handler_of_several_topics_gets_it_once (Board         *b,
                                               gconstpointer  data)
{
  board_subscribe (b, "mail", HARK_TOPICS ("mail"));
  board_subscribe (b, "both", HARK_TOPICS ("log", "mail", "log"));
  board_subscribe (b, "log", HARK_TOPICS ("log"));
  board_publish (b, HARK_TOPICS ("log", "mail"), "1");
  board_assert (b, "mail:log 1; both:log 1; log:log 1; ");
  board_publish (b, HARK_TOPICS ("log"), "2");
  board_assert (b, "both:log 2; log:log 2; ");
}

static void
test_an_event_reaches_slots_and_functions (Board         *b,
                                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_produced, &error));
  g_assert_no_error (error);
  g_assert_nonnull (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), b->consumer, workshop_consumer_on_produced, &error));
  g_assert_no_error (error);
  board_subscribe (b, "f", HARK_TOPICS ("made"));
  workshop_producer_emit_produced (b->producer, "chair", 7);
  g_assert_cmpstr (b->diary->str, ==, "");
  board_assert (b, "chair:7 f:made ('chair', 7); ");
}

static void
test_a_variant_reaches_a_slot (Board         *b,
                               gconstpointer  data)
{
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made", "rest"), b->consumer, workshop_consumer_on_produced, NULL);
  board_publish (b, HARK_TOPICS ("made", "rest"), "('table', uint64 8)");
  board_assert (b, "table:8 ");
}

static void
test_what_has_no_arguments_needs_no_payload (Board         *b,
                                             gconstpointer  data)
{
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("rest"), b->consumer, workshop_consumer_on_paused, NULL);
  HARK_PUBLISH (b->bus, HARK_TOPICS ("rest"), b->producer, workshop_producer_paused, NULL);
  board_subscribe (b, "f", HARK_TOPICS ("rest"));
  board_publish (b, HARK_TOPICS ("rest"), NULL);
  board_publish (b, HARK_TOPICS ("rest"), "()");
  workshop_producer_emit_paused (b->producer);
  board_assert (b, "paused f:rest -; paused f:rest (); paused f:rest (); ");
}

static void
test_names_do_what_macros_do (Board         *b,
                              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (hark_bus_publish_event (b->bus, HARK_TOPICS ("made"), HARK_OBJECT (b->producer), "produced", NULL));
  g_assert_nonnull (hark_bus_subscribe_slot (b->bus, HARK_TOPICS ("made"), NULL, HARK_OBJECT (b->consumer),
                                             "on_produced", NULL));
  workshop_producer_emit_produced (b->producer, "chair", 1);
  board_assert (b, "chair:1 ");

  g_assert_null (hark_bus_publish_event (b->bus, HARK_TOPICS ("made"), HARK_OBJECT (b->producer), "made", &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_NOT_FOUND, "Workshop.Producer (workshop.hark:7) has no event 'made'");
  g_assert_null (hark_bus_subscribe_slot (b->bus, HARK_TOPICS ("made"), NULL, HARK_OBJECT (b->consumer), "x", &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_NOT_FOUND, "Workshop.Consumer (workshop.hark:19) has no slot 'x'");
}

static void
test_who_comes_and_goes_is_noticed (Board         *b,
                                    gconstpointer  data)
{
  HARK_PUBLISH (b->bus, HARK_TOPICS ("made", "line/1"), b->producer, workshop_producer_produced, NULL);
  board_subscribe (b, "one", HARK_TOPICS ("made"));
  workshop_producer_emit_produced (b->producer, "a", 1);
  board_assert (b, "one:made ('a', 1); ");

  board_subscribe (b, "two", HARK_TOPICS ("line/1", "made"));
  workshop_producer_emit_produced (b->producer, "b", 2);
  board_assert (b, "one:made ('b', 2); two:made ('b', 2); ");

  board_subscribe (b, "many", HARK_TOPICS ("line/*"));
  hark_bus_remove_handler (b->bus, "one");
  workshop_producer_emit_produced (b->producer, "c", 3);
  board_assert (b, "two:made ('c', 3); many:made ('c', 3); ");

  hark_bus_remove_handler (b->bus, "many");
  hark_bus_remove_handler (b->bus, "two");
  workshop_producer_emit_produced (b->producer, "d", 4);
  board_assert (b, "");
  board_subscribe (b, "three", HARK_TOPICS ("made"));
  workshop_producer_emit_produced (b->producer, "e", 5);
  board_assert (b, "three:made ('e', 5); ");
}

/* In an emission, a handler comes and another event is emitted. */
static void
subscribe_and_rest (GObject *context, const char *product, guint64 serial)
{
  Board *b = g_object_get_data (context, "board");

  board_subscribe (b, product, HARK_TOPICS ("rest", "made"));
  workshop_producer_emit_paused (b->producer);
}

static void
test_who_comes_inside_an_emission_is_noticed (Board         *b,
                                              gconstpointer  data)
{
  HARK_PUBLISH (b->bus, HARK_TOPICS ("rest"), b->producer, workshop_producer_paused, NULL);
  g_object_set_data (b->context, "board", b);
  HARK_CONNECT_DIRECT (b->producer, workshop_producer_produced, b->context, subscribe_and_rest);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      workshop_producer_emit_produced (b->producer, name, i);
    }
  workshop_producer_emit_paused (b->producer);
  board_assert (b, "1:rest (); 1:rest (); 2:rest (); 1:rest (); 2:rest (); 3:rest (); "
                   "1:rest (); 2:rest (); 3:rest (); ");
}

static void
test_an_event_can_be_emitted_again (Board         *b,
                                    gconstpointer  data)
{
  g_autoptr(WorkshopProducer) agent = workshop_producer_new (b->loop, NULL, NULL, NULL);

  HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_produced, NULL);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), agent, workshop_producer_produced, NULL);
  HARK_CONNECT (agent, workshop_producer_produced, b->consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (b->producer, "chair", 2);
  board_assert (b, "chair:2 ");
}

static void
test_signatures_are_compared (Board         *b,
                              gconstpointer  data)
{
  g_autoptr(WorkshopClerk) clerk = workshop_clerk_new (b->loop, NULL, NULL, NULL);
  g_autoptr(HarkMessage) message =
    hark_message_new_full (HARK_TOPICS ("made"), g_variant_new ("(s)", "chair"), HARK_MESSAGE_NORMAL, 9, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), b->consumer, workshop_consumer_on_produced, NULL);
  g_assert_null (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("free", "made"), clerk, workshop_clerk_on_produced, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_MISMATCH,
                      "cannot subscribe slot Workshop.Clerk.on_produced (string product) (workshop.hark:32) on 'made': "
                      "there is slot Workshop.Consumer.on_produced (string product, uint64 serial) (workshop.hark:20) "
                      "already; take another topic, or another signature");
  g_assert_null (HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_packed, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_MISMATCH,
                      "cannot publish event Workshop.Producer.packed (bytes content) (workshop.hark:10) on 'made': "
                      "there is slot Workshop.Consumer.on_produced (string product, uint64 serial) (workshop.hark:20) "
                      "already; take another topic, or another signature");
  g_assert_false (hark_bus_publish (b->bus, message, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_MISMATCH,
                      "Message 9 on 'made' carries (s), and slot Workshop.Consumer.on_produced "
                      "(string product, uint64 serial) takes (st)");
  board_assert (b, "");

  /* What was refused has left nothing behind. */
  g_assert_nonnull (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("free"), b->consumer, workshop_consumer_on_produced, &error));
}

static void
test_a_type_goes_with_those_who_gave_it (Board         *b,
                                         gconstpointer  data)
{
  g_autoptr(WorkshopClerk) clerk = workshop_clerk_new (b->loop, NULL, NULL, NULL);
  HarkConnection *slot =
    HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), b->consumer, workshop_consumer_on_produced, NULL);
  HarkConnection *event =
    HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_produced, NULL);

  hark_connection_disconnect (slot);
  board_assert (b, "");
  g_assert_null (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), clerk, workshop_clerk_on_produced, NULL));
  hark_connection_disconnect (event);
  board_assert (b, "");
  g_assert_nonnull (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), clerk, workshop_clerk_on_produced, NULL));
}

/* Who it is from, which slots and functions can ask. */
static void
write_sender (WorkshopConsumer *consumer,
              const char       *product,
              guint64           serial)
{
  g_autoptr(HarkMessage) message = hark_message_dup_current ();
  Board *b = workshop_consumer_get_data (consumer);

  g_string_append_printf (b->diary, "%s from %s ", product, hark_message_get_sender (message));
}

static void
test_a_slot_can_ask_for_its_message (Board         *b,
                                     gconstpointer  data)
{
  static const WorkshopConsumerSlots slots = { .on_produced = write_sender };
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (b->loop, &slots, b, NULL);

  HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_produced, NULL);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), consumer, workshop_consumer_on_produced, NULL);
  workshop_producer_emit_produced (b->producer, "chair", 1);
  board_assert (b, "chair from Workshop.Producer ");
  g_assert_null (hark_message_dup_current ());
}

static void
test_priorities_go_before_each_other (Board         *b,
                                      gconstpointer  data)
{
  static const HarkMessagePriority order[] = { HARK_MESSAGE_IDLE, HARK_MESSAGE_NORMAL, HARK_MESSAGE_URGENT };

  board_subscribe (b, "f", HARK_TOPICS ("log"));
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(HarkMessage) message =
        hark_message_new_full (HARK_TOPICS ("log"), g_variant_new_uint32 (i), order[i % 3], 0, NULL, NULL, NULL);

      g_assert_true (hark_bus_publish (b->bus, message, NULL));
    }
  board_assert (b, "f:log 2; f:log 5; f:log 1; f:log 4; f:log 0; f:log 3; ");
}

static void
test_a_bus_that_has_ended_refuses (Board         *b,
                                   gconstpointer  data)
{
  g_autoptr(HarkMessage) message = hark_message_new ("log", NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_object_run_dispose (G_OBJECT (b->bus));
  board_assert (b, "");
  g_assert_false (hark_bus_publish (b->bus, message, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The bus has ended");
  g_assert_null (HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("a"), b->consumer, workshop_consumer_on_paused, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (HARK_PUBLISH (b->bus, HARK_TOPICS ("a"), b->producer, workshop_producer_paused, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED,
                      "cannot publish event Workshop.Producer.paused (): the bus has ended");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) BOARD_TEST (path, func)
  ADD ("/bus/publish/it-is-queued-in-the-order-of-subscribing", test_it_is_queued_in_the_order_of_subscribing);
  ADD ("/bus/publish/what-nobody-handles-is-no-error", test_what_nobody_handles_is_no_error);
  ADD ("/bus/publish/a-handler-of-several-topics-gets-it-once", test_a_handler_of_several_topics_gets_it_once);
  ADD ("/bus/publish/an-event-reaches-slots-and-functions", test_an_event_reaches_slots_and_functions);
  ADD ("/bus/publish/a-variant-reaches-a-slot", test_a_variant_reaches_a_slot);
  ADD ("/bus/publish/what-has-no-arguments-needs-no-payload", test_what_has_no_arguments_needs_no_payload);
  ADD ("/bus/publish/names-do-what-macros-do", test_names_do_what_macros_do);
  ADD ("/bus/publish/who-comes-and-goes-is-noticed", test_who_comes_and_goes_is_noticed);
  ADD ("/bus/publish/who-comes-inside-an-emission-is-noticed", test_who_comes_inside_an_emission_is_noticed);
  ADD ("/bus/publish/an-event-can-be-emitted-again", test_an_event_can_be_emitted_again);
  ADD ("/bus/publish/signatures-are-compared", test_signatures_are_compared);
  ADD ("/bus/publish/a-type-goes-with-those-who-gave-it", test_a_type_goes_with_those_who_gave_it);
  ADD ("/bus/publish/a-slot-can-ask-for-its-message", test_a_slot_can_ask_for_its_message);
  ADD ("/rule/07/messages-go-before-those-less-urgent", test_priorities_go_before_each_other);
  ADD ("/bus/publish/a-bus-that-has-ended-refuses", test_a_bus_that_has_ended_refuses);
  return g_test_run ();
}
