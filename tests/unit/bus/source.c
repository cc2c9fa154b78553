/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sources: when they bring what, to whom, and how they end. */

#include "board-private.h"

static HarkMessage *
new_number (guint number)
{
  return hark_message_new ("x", g_variant_new_uint32 (number), NULL);
}

static gboolean
push (HarkSource  *source,
      guint        number,
      GError     **error)
{
  g_autoptr(HarkMessage) message = new_number (number);

  return hark_source_push (source, message, error);
}

static void
settle_down (Board *self)
{
  do
    hark_loop_run_until_idle (self->loop);
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE));
}

static void
listen (Board   *self,
        HarkBus *bus)
{
  g_assert_nonnull (hark_bus_subscribe (bus, HARK_TOPICS ("x"), NULL, self->context, board_write, self, NULL, NULL));
}

static void
test_brings_what_is_pushed (Board         *b,
                            gconstpointer  data)
{
  g_autoptr(HarkSource) source = hark_source_new ();
  g_autoptr(HarkSource) other = hark_source_new ();
  g_autoptr(GError) error = NULL;

  listen (b, b->bus);
  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_false (hark_bus_add_source (b->bus, source, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_EXISTS, "The source feeds this bus already");
  g_assert_false (push (source, 1, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_REFUSED,
                      "The source was not started: start it, or the sources of its bus, first");
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  g_assert_true (push (source, 2, NULL));
  board_assert (b, "x 2; ");
  hark_source_close (source);
  g_assert_false (push (source, 3, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The source is closed");
  g_assert_true (hark_future_is_settled (hark_source_get_ended (source)));
  g_assert_false (hark_source_start (source, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The source is closed: make another one");
  g_assert_true (hark_source_start (other, NULL));
  g_assert_false (hark_bus_add_source (b->bus, other, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_REFUSED, "The source has been started: add it to its buses before");
  hark_source_close (other);
}

typedef struct
{
  Board *board;
  guint  n;
} Pull;

static HarkMessage *
bring_three (gpointer   data,
             GError   **error)
{
  Pull *self = data;

  if (!hark_yield (error))
    return NULL;
  return self->n < 3 ? new_number (++self->n) : NULL;
}

static void
pull_destroyed (gpointer data)
{
  board_destroyed (((Pull *) data)->board);
}

static void
test_pulls_until_the_end (Board         *b,
                          gconstpointer  data)
{
  Pull pull = { b, 0 };
  HarkSource *source = hark_source_new_task (bring_three, &pull, pull_destroyed);

  listen (b, b->bus);
  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  settle_down (b);
  board_assert (b, "x 1; x 2; x 3; ");
  g_assert_true (hark_future_is_settled (hark_source_get_ended (source)));
  hark_source_unref (source);
  hark_bus_close_sources (b->bus);
  board_assert (b, "destroyed ");
}

static HarkMessage *
bring_after_long (gpointer   data,
                  GError   **error)
{
  Pull *self = data;

  if (!hark_sleep (G_TIME_SPAN_HOUR, error))
    {
      g_string_append (self->board->diary, "cancelled ");
      return NULL;
    }
  return new_number (++self->n);
}

static void
test_closing_cancels_the_task (Board         *b,
                               gconstpointer  data)
{
  Pull pull = { b, 0 };
  g_autoptr(HarkSource) source = hark_source_new_task (bring_after_long, &pull, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  settle_down (b);
  hark_source_close (source);
  g_assert_false (hark_future_is_settled (hark_source_get_ended (source)));
  settle_down (b);
  board_assert (b, "cancelled ");
  g_assert_true (hark_future_await (hark_source_get_ended (source), 0, NULL, &error));
  g_assert_no_error (error);
}

static HarkMessage *
bring_error (gpointer   data,
             GError   **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nothing there");
  return NULL;
}

static void
test_a_failure_is_told (Board         *b,
                        gconstpointer  data)
{
  g_autoptr(HarkSource) source = hark_source_new_task (bring_error, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  settle_down (b);
  g_assert_false (hark_future_await (hark_source_get_ended (source), 0, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_is_not_asked_while_a_queue_is_full (Board         *b,
                                         gconstpointer  data)
{
  Pull pull = { b, 0 };
  g_autoptr(HarkSource) source = hark_source_new_task (bring_three, &pull, NULL);
  g_autoptr(HarkMessageQueue) queue =
    hark_bus_subscribe_queue (b->bus, HARK_TOPICS ("x"), NULL, 1, HARK_QUEUE_BLOCK, NULL);

  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  settle_down (b);
  g_assert_cmpuint (pull.n, ==, 2);
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr(HarkMessage) message = hark_message_queue_get (queue, 0, NULL, NULL);

      g_assert_cmpuint (g_variant_get_uint32 (hark_message_get_payload (message)), ==, i);
      settle_down (b);
    }
  g_assert_true (hark_future_is_settled (hark_source_get_ended (source)));
}

static void
test_a_timer_counts (Board         *b,
                     gconstpointer  data)
{
  g_autoptr(HarkSource) source = hark_source_new_timer ("x", 1000, 3, NULL);
  g_autoptr(GError) error = NULL;

  listen (b, b->bus);
  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  for (guint i = 0; i < 5; i++)
    {
      hark_clock_advance (1000);
      settle_down (b);
    }
  board_assert (b, "x 1; x 2; x 3; ");
  g_assert_true (hark_future_is_settled (hark_source_get_ended (source)));
  g_assert_null (hark_source_new_timer ("x", 0, 3, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID, "A timer with an interval of 0 microseconds: it must be 1 or more");
}

static HarkMessage *
double_it (HarkMessage  *message,
           gpointer      data,
           GError      **error)
{
  return new_number (2 * g_variant_get_uint32 (hark_message_get_payload (message)));
}

static HarkMessage *
keep_large (HarkMessage  *message,
            gpointer      data,
            GError      **error)
{
  guint number = g_variant_get_uint32 (hark_message_get_payload (message));

  if (number == 66)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "not this one");
  return number >= 10 ? hark_message_ref (message) : NULL;
}

static void
test_converts_in_order (Board         *b,
                        gconstpointer  data)
{
  g_autoptr(HarkSource) source = hark_source_new ();
  g_autoptr(GError) error = NULL;

  listen (b, b->bus);
  hark_source_add_converter (source, double_it, NULL, NULL);
  hark_source_add_converter (source, keep_large, b, board_destroyed);
  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_source_start (source, NULL));
  g_assert_true (push (source, 4, NULL));
  g_assert_true (push (source, 5, NULL));
  g_assert_false (push (source, 33, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  board_assert (b, "x 10; ");
  hark_bus_close_sources (b->bus);
  g_clear_pointer (&source, hark_source_unref);
  board_assert (b, "destroyed ");
}

static void
test_feeds_several_buses_once (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkBus) other = hark_bus_new (b->loop);
  g_autoptr(HarkSource) source = hark_source_new ();

  listen (b, b->bus);
  listen (b, other);
  hark_bus_link (b->bus, HARK_TOPICS ("x"), NULL, other, NULL);
  g_assert_true (hark_bus_add_source (b->bus, source, NULL));
  g_assert_true (hark_bus_add_source (other, source, NULL));
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  g_assert_true (hark_bus_start_sources (other, NULL));
  push (source, 1, NULL);
  board_assert (b, "x 1; x 1; ");
  hark_bus_close_sources (b->bus);
  g_assert_true (push (source, 2, NULL));
  board_assert (b, "x 2; ");
  g_clear_object (&other);
  g_assert_false (push (source, 3, NULL));
}

typedef struct
{
  Board      *board;
  const char *name;
} Named;

static HarkMessage *
say_start (gpointer   data,
           GError   **error)
{
  Named *self = data;

  g_string_append_printf (self->board->diary, "%s ", self->name);
  if (!hark_sleep (G_TIME_SPAN_HOUR, NULL))
    g_string_append_printf (self->board->diary, "-%s ", self->name);
  return NULL;
}

static void
test_start_and_close_in_order (Board         *b,
                               gconstpointer  data)
{
  Named names[] = { { b, "one" }, { b, "two" }, { b, "three" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(HarkSource) source = hark_source_new_task (say_start, &names[i], NULL);

      g_assert_true (hark_bus_add_source (b->bus, source, NULL));
    }
  g_assert_true (hark_bus_start_sources (b->bus, NULL));
  settle_down (b);
  board_assert (b, "one two three ");
  g_clear_object (&b->bus);
  settle_down (b);
  board_assert (b, "-three -two -one ");
}

static void
test_a_start_that_fails_is_undone (Board         *b,
                                   gconstpointer  data)
{
  g_autoptr(HarkSource) first = hark_source_new ();
  g_autoptr(HarkSource) second = hark_source_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_bus_add_source (b->bus, first, NULL));
  g_assert_true (hark_bus_add_source (b->bus, second, NULL));
  hark_source_close (second);
  g_assert_false (hark_bus_start_sources (b->bus, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_CLOSED, "The source is closed: make another one");
  g_assert_true (hark_future_is_settled (hark_source_get_ended (first)));
}

static void
test_fans_out_and_discards (Board         *b,
                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  HarkBusStats stats;

  board_subscribe (b, "l", HARK_TOPICS ("left"));
  board_subscribe (b, "r", HARK_TOPICS ("right", "far"));
  g_assert_nonnull (hark_bus_fan_out (b->bus, HARK_TOPICS ("in"), NULL, HARK_TOPICS ("left", "right"), NULL));
  g_assert_nonnull (hark_bus_fan_out (b->bus, HARK_TOPICS ("in"), NULL, HARK_TOPICS ("far"), NULL));
  g_assert_nonnull (hark_bus_discard (b->bus, HARK_TOPICS ("noise"), NULL, NULL));
  g_assert_null (hark_bus_fan_out (b->bus, HARK_TOPICS ("in"), NULL, HARK_TOPICS ("in"), &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID,
                      "A topic fans out to itself, which would never end: give it other topics");
  board_publish (b, HARK_TOPICS ("in"), "1");
  board_publish (b, HARK_TOPICS ("noise"), NULL);
  board_assert (b, "l:left 1; r:left 1; r:far 1; ");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hark_clock_set_virtual (TRUE);
  g_main_context_acquire (NULL);
  BOARD_TEST ("/bus/source/brings-what-is-pushed", test_brings_what_is_pushed);
  BOARD_TEST ("/bus/source/pulls-until-the-end", test_pulls_until_the_end);
  BOARD_TEST ("/rule/26/closing-a-source-cancels-its-task", test_closing_cancels_the_task);
  BOARD_TEST ("/bus/source/a-failure-is-told", test_a_failure_is_told);
  BOARD_TEST ("/rule/27/a-source-is-not-asked-while-a-queue-is-full", test_is_not_asked_while_a_queue_is_full);
  BOARD_TEST ("/bus/source/a-timer-counts", test_a_timer_counts);
  BOARD_TEST ("/bus/source/converts-in-order", test_converts_in_order);
  BOARD_TEST ("/bus/source/feeds-several-buses-once", test_feeds_several_buses_once);
  BOARD_TEST ("/bus/source/start-and-close-in-order", test_start_and_close_in_order);
  BOARD_TEST ("/bus/source/a-start-that-fails-is-undone", test_a_start_that_fails_is_undone);
  BOARD_TEST ("/bus/source/fans-out-and-discards", test_fans_out_and_discards);
  return g_test_run ();
}
