/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What stands between who publishes and who handles. */

#include <stdatomic.h>

#include "board-private.h"

static int
number_of (HarkMessage *message)
{
  return g_variant_get_int32 (hark_message_get_payload (message));
}

static HarkMessage *
let_pass (HarkMessage  *message,
          gpointer      context,
          gpointer      data,
          GError      **error)
{
  Board *b = data;

  if (b != NULL)
    g_string_append (b->diary, "asked ");
  return hark_message_ref (message);
}

static HarkMessage *
take_odd (HarkMessage  *message,
          gpointer      context,
          gpointer      data,
          GError      **error)
{
  return number_of (message) % 2 ? NULL : hark_message_ref (message);
}

static HarkMessage *
add_ten (HarkMessage  *message,
         gpointer      context,
         gpointer      data,
         GError      **error)
{
  return hark_message_new ("y", g_variant_new_int32 (number_of (message) + 10), error);
}

static HarkMessage *
fail (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not now");
  return hark_message_ref (message);
}

static void
test_each_lets_pass_takes_or_replaces (Board         *b,
                                       gconstpointer  data)
{
  HarkBusStats stats;

  board_subscribe (b, "f", HARK_TOPICS ("x", "y"));
  hark_bus_add_filter (b->bus, "odd", take_odd, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_publish (b, HARK_TOPICS ("x"), "2");
  g_assert_cmpstr (b->diary->str, ==, "");
  board_assert (b, "f:x 2; ");
  hark_bus_add_filter (b->bus, "ten", add_ten, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "3");
  board_publish (b, HARK_TOPICS ("x"), "4");
  board_assert (b, "f:y 14; ");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_consumed, ==, 2);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
}

static void
test_they_are_asked_in_order (Board         *b,
                              gconstpointer  data)
{
  board_subscribe (b, "f", HARK_TOPICS ("x", "y"));
  hark_bus_add_filter (b->bus, "first", add_ten, NULL, NULL, NULL);
  hark_bus_add_filter (b->bus, "second", take_odd, NULL, NULL, NULL);
  hark_bus_add_filter (b->bus, "third", let_pass, b, board_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_publish (b, HARK_TOPICS ("x"), "2");
  board_assert (b, "asked f:y 12; ");
  g_assert_true (hark_bus_remove_handler (b->bus, "first"));
  board_publish (b, HARK_TOPICS ("x"), "4");
  g_assert_true (hark_bus_remove_handler (b->bus, "third"));
  board_publish (b, HARK_TOPICS ("x"), "6");
  board_assert (b, "destroyed f:x 4; f:x 6; ");
}

static void
test_they_see_what_nobody_handles (Board         *b,
                                   gconstpointer  data)
{
  HarkBusStats stats;

  hark_bus_add_filter (b->bus, NULL, let_pass, b, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_assert (b, "asked ");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 1);
}

static void
test_one_that_fails_is_told_and_the_message_ends (Board         *b,
                                                  gconstpointer  data)
{
  board_hear_failures (b);
  board_subscribe (b, "f", HARK_TOPICS ("x"));
  hark_bus_add_filter (b->bus, "clumsy", fail, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_assert (b, "failed (clumsy, x, g-io-error-quark, 26: not now) ");
}

static void
test_what_it_puts_in_place_must_fit (Board         *b,
                                     gconstpointer  data)
{
  g_autoptr(HarkMessage) misfit =
    hark_message_new_full (HARK_TOPICS ("y"), NULL, HARK_MESSAGE_NORMAL, 3, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  board_hear_failures (b);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("y"), b->consumer, workshop_consumer_on_produced, NULL);
  hark_bus_add_filter (b->bus, "ten", add_ten, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  hark_loop_run_until_idle (b->loop);
  g_assert_true (g_str_has_prefix (b->diary->str, "failed (ten, y, hark-error-quark, 10: Message "));

  /* Who publishes is told at once. */
  g_assert_false (hark_bus_publish (b->bus, misfit, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
}

static HarkMessage *
remove_all (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  g_assert_true (context == ((Board *) data)->bus);
  g_assert_true (hark_bus_remove_handler (context, "second"));
  g_assert_true (hark_bus_remove_handler (context, "first"));
  return hark_message_ref (message);
}

static void
test_one_may_remove_itself_and_others (Board         *b,
                                       gconstpointer  data)
{
  board_subscribe (b, "f", HARK_TOPICS ("x"));
  hark_bus_add_filter (b->bus, "first", remove_all, b, NULL, NULL);
  hark_bus_add_filter (b->bus, "second", take_odd, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_publish (b, HARK_TOPICS ("x"), "3");
  board_assert (b, "f:x 1; f:x 3; ");
}

static HarkMessage *
publish_more (HarkMessage  *message,
              gpointer      context,
              gpointer      data,
              GError      **error)
{
  if (number_of (message) < 3)
    {
      g_autoptr(HarkMessage) more = hark_message_new ("x", g_variant_new_int32 (number_of (message) + 1), NULL);

      g_assert_true (hark_bus_publish (context, more, NULL));
    }
  return hark_message_ref (message);
}

static void
test_what_one_publishes_is_asked_about_later (Board         *b,
                                              gconstpointer  data)
{
  board_subscribe (b, "f", HARK_TOPICS ("x"));
  hark_bus_add_filter (b->bus, NULL, publish_more, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_assert (b, "f:x 1; f:x 2; f:x 3; ");
}

static HarkMessage *
write_priority (HarkMessage  *message,
                gpointer      context,
                gpointer      data,
                GError      **error)
{
  static const char *const names[] = { "urgent", "normal", "idle" };
  Board *b = data;

  g_string_append_printf (b->diary, "%s ", names[hark_message_get_priority (message)]);
  return hark_message_ref (message);
}

static void
test_events_go_through_it_and_urgent_ones_first (Board         *b,
                                                 gconstpointer  data)
{
  g_autoptr(HarkMessage) urgent =
    hark_message_new_full (HARK_TOPICS ("made"), g_variant_new ("(st)", "table", (guint64) 2),
                           HARK_MESSAGE_URGENT, 0, NULL, NULL, NULL);

  HARK_PUBLISH (b->bus, HARK_TOPICS ("made"), b->producer, workshop_producer_produced, NULL);
  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("made"), b->consumer, workshop_consumer_on_produced, NULL);
  hark_bus_add_filter (b->bus, NULL, write_priority, b, NULL, NULL);
  workshop_producer_emit_produced (b->producer, "chair", 1);
  g_assert_true (hark_bus_publish (b->bus, urgent, NULL));
  board_assert (b, "urgent table:2 normal chair:1 ");
}

static void
test_what_is_on_its_way_ends_with_the_bus (Board         *b,
                                           gconstpointer  data)
{
  hark_bus_add_filter (b->bus, NULL, let_pass, b, board_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  g_clear_object (&b->bus);
  board_assert (b, "destroyed ");
}

static void
publish_idle (HarkBus *bus,
              int      number)
{
  g_autoptr(HarkMessage) message =
    hark_message_new_full (HARK_TOPICS ("x"), g_variant_new_int32 (number), HARK_MESSAGE_IDLE, 0, NULL, NULL, NULL);

  g_assert_true (hark_bus_publish (bus, message, NULL));
}

/* A slot that publishes, once the filter has gone. */
static void
publish_second (WorkshopConsumer *consumer)
{
  publish_idle (workshop_consumer_get_data (consumer), 2);
}

static void
test_a_filter_that_goes_lets_nobody_overtake (Board         *b,
                                              gconstpointer  data)
{
  static const WorkshopConsumerSlots slots = { .on_paused = publish_second };
  g_autoptr(WorkshopConsumer) second = workshop_consumer_new (b->loop, &slots, b->bus, NULL);
  HarkConnection *filter = hark_bus_add_filter (b->bus, NULL, let_pass, b, board_destroyed, NULL);

  board_subscribe (b, "f", HARK_TOPICS ("x"));
  publish_idle (b->bus, 1);
  hark_connection_disconnect (filter);
  workshop_consumer_on_paused (second);
  board_assert (b, "destroyed f:x 1; f:x 2; ");
}

/* --- several threads --- */

enum { N_MESSAGES = 3000 };

typedef struct
{
  HarkBus *bus;
  int      last;
  int      n;
} Line;

static HarkMessage *
follow (HarkMessage  *message,
        gpointer      context,
        gpointer      data,
        GError      **error)
{
  Line *self = data;

  g_assert_cmpint (number_of (message), ==, self->last + 1);
  self->last++;
  return NULL;
}

static gpointer
publish_in_order (gpointer data)
{
  Line *self = data;

  for (int i = 1; i <= N_MESSAGES; i++)
    {
      g_autoptr(HarkMessage) message = hark_message_new ("x", g_variant_new_int32 (i), NULL);

      g_assert_true (hark_bus_publish (self->bus, message, NULL));
    }
  return NULL;
}

/* Filters come and go, on the bus's thread, while another one publishes. */
static void
test_filters_come_and_go_under_publishers (Board         *b,
                                           gconstpointer  data)
{
  g_autoptr(HarkLoop) other = hark_loop_new_thread ("handler");
  g_autoptr(GObject) context = G_OBJECT (workshop_echo_new (other, NULL, NULL, NULL));
  g_autoptr(HarkFuture) stopped = NULL;
  Line line = { .bus = b->bus };
  GThread *thread;

  hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), "line", context, follow, &line, NULL, NULL);
  thread = g_thread_new ("publisher", publish_in_order, &line);
  for (guint i = 0; i < 300; i++)
    {
      HarkConnection *filter = hark_bus_add_filter (b->bus, NULL, let_pass, NULL, NULL, NULL);

      hark_loop_run_until_idle (b->loop);
      hark_connection_disconnect (filter);
      hark_loop_run_until_idle (b->loop);
    }
  g_thread_join (thread);
  hark_loop_run_until_idle (b->loop);
  stopped = hark_connection_disconnect_drain (
    hark_bus_subscribe (b->bus, HARK_TOPICS ("end"), NULL, context, follow, &line, NULL, NULL));
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_clear_object (&context);
  g_clear_pointer (&stopped, hark_future_unref);
  stopped = hark_loop_stop (other, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_cmpint (line.last, ==, N_MESSAGES);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) BOARD_TEST (path, func)
  ADD ("/bus/filter/each-lets-pass-takes-or-replaces", test_each_lets_pass_takes_or_replaces);
  ADD ("/bus/filter/they-are-asked-in-order", test_they_are_asked_in_order);
  ADD ("/bus/filter/they-see-what-nobody-handles", test_they_see_what_nobody_handles);
  ADD ("/bus/filter/one-that-fails-is-told-and-the-message-ends", test_one_that_fails_is_told_and_the_message_ends);
  ADD ("/bus/filter/what-it-puts-in-place-must-fit", test_what_it_puts_in_place_must_fit);
  ADD ("/bus/filter/one-may-remove-itself-and-others", test_one_may_remove_itself_and_others);
  ADD ("/bus/filter/what-one-publishes-is-asked-about-later", test_what_one_publishes_is_asked_about_later);
  ADD ("/rule/07/events-go-through-filters-and-urgent-ones-first", test_events_go_through_it_and_urgent_ones_first);
  ADD ("/rule/15/what-is-on-its-way-ends-with-the-bus", test_what_is_on_its_way_ends_with_the_bus);
  ADD ("/rule/01/a-filter-that-goes-lets-nobody-overtake", test_a_filter_that_goes_lets_nobody_overtake);
  ADD ("/rule/14/filters-come-and-go-under-publishers", test_filters_come_and_go_under_publishers);
  return g_test_run ();
}
