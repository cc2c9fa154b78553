/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers of many topics: stars, ranges, and what nobody else takes. */

#include "board-private.h"

#include "bus/topic/pattern-match-private.h"

/* Which of the handlers get a message on @topic. */
static void
assert_handlers (Board      *b,
                 const char *topic,
                 const char *expected)
{
  const char *const topics[] = { topic, NULL };
  g_auto(GStrv) parts = NULL;
  g_autoptr(GString) names = g_string_new (NULL);

  board_publish (b, topics, NULL);
  hark_loop_run_until_idle (b->loop);
  parts = g_strsplit (b->diary->str, ";", -1);
  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (g_strstrip (parts[i]), ":", 2);

      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", words[0]);
    }
  g_assert_cmpstr (names->str, ==, expected);
  g_string_truncate (b->diary, 0);
}

static void
test_a_star_is_one_word (Board         *b,
                         gconstpointer  data)
{
  board_subscribe (b, "end", HARK_TOPICS ("line/*"));
  board_subscribe (b, "middle", HARK_TOPICS ("line/*/made"));
  board_subscribe (b, "first", HARK_TOPICS ("*/1"));
  assert_handlers (b, "line/1", "end first");
  assert_handlers (b, "line/1", "end first"); /* which is remembered */
  assert_handlers (b, "line/1/made", "middle");
  assert_handlers (b, "line", "");
  assert_handlers (b, "line/", "end");
  assert_handlers (b, "line/1/2/made", "");
  assert_handlers (b, "shop/1", "first");
}

static void
test_two_stars_are_all_that_is_left (Board         *b,
                                     gconstpointer  data)
{
  board_subscribe (b, "line", HARK_TOPICS ("line/**"));
  board_subscribe (b, "all", HARK_TOPICS ("**"));
  assert_handlers (b, "line", "all");
  assert_handlers (b, "line/1", "line all");
  assert_handlers (b, "line/1/made", "line all");
}

static void
test_a_range_is_of_numbers (Board         *b,
                            gconstpointer  data)
{
  board_subscribe (b, "few", HARK_TOPICS ("3..5"));
  board_subscribe (b, "many", HARK_TOPICS ("0..18446744073709551615"));
  board_subscribe (b, "inside", HARK_TOPICS ("line/3..5/made"));
  assert_handlers (b, "2", "many");
  assert_handlers (b, "3", "few many");
  assert_handlers (b, "5", "few many");
  assert_handlers (b, "6", "many");
  assert_handlers (b, "18446744073709551616", "");
  assert_handlers (b, "4x", "");
  assert_handlers (b, "line/4/made", "inside");
  assert_handlers (b, "line/6/made", "");
}

static void
test_patterns_and_topics_are_one_order (Board         *b,
                                        gconstpointer  data)
{
  board_subscribe (b, "1", HARK_TOPICS ("a/*"));
  board_subscribe (b, "2", HARK_TOPICS ("a/b"));
  board_subscribe (b, "3", HARK_TOPICS ("**", "a/b", "a/*"));
  board_subscribe (b, "4", HARK_TOPICS ("a/b", "a/**"));
  assert_handlers (b, "a/b", "1 2 3 4");
  g_assert_true (hark_bus_remove_handler (b->bus, "1"));
  g_assert_true (hark_bus_remove_handler (b->bus, "4"));
  assert_handlers (b, "a/b", "2 3");
  hark_loop_run_until_idle (b->loop);
  assert_handlers (b, "a/b", "2 3");
  assert_handlers (b, "a/c", "3");
  board_subscribe (b, "5", HARK_TOPICS ("a/c"));
  board_subscribe (b, "6", HARK_TOPICS ("a/*"));
  assert_handlers (b, "a/c", "3 5 6");
  board_subscribe (b, "7", HARK_TOPICS ("*/c"));
  assert_handlers (b, "a/c", "3 5 6 7");
}

static void
test_more_topics_than_are_remembered_match (Board         *b,
                                            gconstpointer  data)
{
  board_subscribe (b, "f", HARK_TOPICS ("x/*"));
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 9000; i++)
      {
        g_autofree char *topic = g_strdup_printf ("x/%u", i);

        board_publish (b, (const char *const[]) { topic, NULL }, NULL);
      }
  hark_loop_run_until_idle (b->loop);
  g_assert_cmpuint (b->diary->len, >, 18000 * strlen ("f:x/1 -; "));
  g_string_truncate (b->diary, 0);
}

static void
test_what_is_no_pattern_is_refused (Board         *b,
                                    gconstpointer  data)
{
  g_autofree char *deep = g_strnfill (80, '/');
  const char *const topics[] = { deep, NULL };
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_bus_subscribe (b->bus, HARK_TOPICS ("line-*"), NULL, b->context, board_write, b,
                                     board_destroyed, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID,
                      "\"line-*\" is no pattern: '*' stands for a whole word between two '/', and '**' for all "
                      "that are left at the end");
  g_assert_null (hark_bus_subscribe (b->bus, HARK_TOPICS ("a/**/b"), NULL, b->context, board_write, b, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (hark_bus_subscribe (b->bus, HARK_TOPICS ("5..3"), NULL, b->context, board_write, b, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID, "\"5..3\" is no pattern: a range begins with the smaller number");
  g_assert_null (hark_message_new ("a/1..2", NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID,
                      "\"a/1..2\" is no topic: it is a range of them, which handlers may have");
  deep[79] = '*';
  g_assert_null (hark_bus_subscribe (b->bus, topics, NULL, b->context, board_write, b, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  g_clear_error (&error);
  deep[79] = 'x'; /* a topic may be as deep */
  g_assert_nonnull (hark_bus_subscribe (b->bus, topics, NULL, b->context, board_write, b, NULL, &error));
  board_assert (b, "destroyed ");
}

static void
test_a_misfit_by_pattern_is_a_failure (Board         *b,
                                       gconstpointer  data)
{
  board_hear_failures (b);
  hark_bus_subscribe_slot (b->bus, HARK_TOPICS ("*"), "all", HARK_OBJECT (b->consumer), "on_produced", NULL);
  board_publish (b, HARK_TOPICS ("x"), "('chair', uint64 1)");
  board_publish (b, HARK_TOPICS ("x"), "7");
  hark_loop_run_until_idle (b->loop);
  g_assert_true (g_str_has_prefix (b->diary->str, "chair:1 failed (all, x, hark-error-quark, 10: Message "));
  g_assert_true (g_str_has_suffix (b->diary->str, " on 'x' carries i, and slot Workshop.Consumer.on_produced "
                                                  "(string product, uint64 serial) takes (st)) "));
}

/* --- what nobody handles --- */

static void
on_unhandled (Board      *b,
              guint64     id,
              const char *topic,
              const char *sender)
{
  g_string_append_printf (b->diary, "unhandled %u on %s from %s ", (guint) id, topic,
                          sender != NULL ? sender : "nobody");
}

static void
publish_from (Board      *b,
              guint64     id,
              const char *sender)
{
  g_autoptr(HarkMessage) message =
    hark_message_new_full (HARK_TOPICS ("x", "y"), NULL, HARK_MESSAGE_NORMAL, id, sender, NULL, NULL);

  g_assert_true (hark_bus_publish (b->bus, message, NULL));
}

static void
test_default_handlers_get_what_nobody_takes (Board         *b,
                                             gconstpointer  data)
{
  HarkConnection *y = board_subscribe (b, "y", HARK_TOPICS ("y"));

  HARK_CONNECT_DATA (b->bus, hark_bus_unhandled, b->context, on_unhandled, b, NULL);
  hark_bus_subscribe (b->bus, NULL, "default", b->context, board_write, b, NULL, NULL);
  publish_from (b, 1, NULL);
  board_publish (b, HARK_TOPICS ("z"), "2");
  board_assert (b, "y:x -; z 2; ");
  hark_connection_block (y);
  publish_from (b, 3, NULL);
  board_assert (b, "x -; ");
  g_assert_true (hark_bus_remove_handler (b->bus, "default"));
  publish_from (b, 4, "me");
  board_assert (b, "unhandled 4 on x from me ");
}

static void
test_what_nobody_handles_is_counted_and_told (Board         *b,
                                              gconstpointer  data)
{
  HarkBusStats stats;

  HARK_CONNECT_DATA (b->bus, hark_bus_unhandled, b->context, on_unhandled, b, NULL);
  publish_from (b, 1, "me");
  publish_from (b, 2, NULL);
  hark_bus_set_unhandled (b->bus, HARK_UNHANDLED_COUNT);
  publish_from (b, 3, NULL);
  board_assert (b, "unhandled 1 on x from me unhandled 2 on x from nobody ");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 3);
  g_assert_cmpuint (stats.n_failed, ==, 0);
}

static HarkMessage *
fail (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not now");
  return NULL;
}

static void
test_failed_is_not_unhandled (Board         *b,
                              gconstpointer  data)
{
  HarkBusStats stats;

  HARK_CONNECT_DATA (b->bus, hark_bus_unhandled, b->context, on_unhandled, b, NULL);
  hark_bus_subscribe (b->bus, NULL, "default", b->context, board_write, b, NULL, NULL);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), NULL, b->context, fail, b, NULL, NULL);
  publish_from (b, 1, NULL);
  board_assert (b, "");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_failed, ==, 1);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
}

static void
test_what_a_handler_misses_is_counted (Board         *b,
                                       gconstpointer  data)
{
  HarkConnection *handler = board_subscribe (b, "x", HARK_TOPICS ("x"));
  HarkBusStats stats;

  publish_from (b, 1, NULL);
  publish_from (b, 2, NULL);
  hark_connection_disconnect (handler);
  board_assert (b, "");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_dropped, ==, 2);
  g_assert_cmpuint (stats.n_unhandled, ==, 0);
}

static void
test_unhandled_can_be_fatal (Board         *b,
                             gconstpointer  data)
{
  if (g_test_subprocess ())
    {
      hark_bus_set_unhandled (b->bus, HARK_UNHANDLED_FATAL);
      publish_from (b, 7, NULL);
      exit (0);
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("Hark: nobody handles message 7 on 'x'.\n"
                             "Subscribe a handler to this topic, or a default one, or tell the bus otherwise with "
                             "hark_bus_set_unhandled().\n");
}

/* One pattern and one topic, without a bus: as a broker compares them. */
static void
test_one_pattern_and_one_topic (void)
{
  static const struct
  {
    const char *pattern;
    const char *yes;
    const char *no;
  } cases[] = {
    { "a/b/c",  "a/b/c",     "a/b a/b/d a/b/c/d" },
    { "a/*/c",  "a/b/c a//c", "a/c a/b/b/c a/b/d" },
    { "*",      "a",         "a/b" },
    { "**",     "a a/b a/b/c", "" },
    { "a/**",   "a/b a/b/c", "a b/c" },
    { "a/1..9", "a/1 a/7 a/9 a/07 a/1..9", "a/0 a/10 a/x a/7x a a/7/b a/1..8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) yes = g_strsplit (cases[i].yes, " ", -1);
      g_auto(GStrv) no = g_strsplit (cases[i].no, " ", -1);

      for (guint k = 0; yes[k] != NULL; k++)
        g_assert_true (hark_pattern_matches (cases[i].pattern, yes[k]));
      for (guint k = 0; no[k] != NULL; k++)
        g_assert_false (hark_pattern_matches (cases[i].pattern, no[k]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) BOARD_TEST (path, func)
  ADD ("/bus/pattern/a-star-is-one-word", test_a_star_is_one_word);
  ADD ("/bus/pattern/two-stars-are-all-that-is-left", test_two_stars_are_all_that_is_left);
  ADD ("/bus/pattern/a-range-is-of-numbers", test_a_range_is_of_numbers);
  g_test_add_func ("/bus/pattern/one-pattern-and-one-topic", test_one_pattern_and_one_topic);
  ADD ("/bus/pattern/patterns-and-topics-are-one-order", test_patterns_and_topics_are_one_order);
  ADD ("/bus/pattern/more-topics-than-are-remembered-match", test_more_topics_than_are_remembered_match);
  ADD ("/bus/pattern/what-is-no-pattern-is-refused", test_what_is_no_pattern_is_refused);
  ADD ("/bus/pattern/a-misfit-by-pattern-is-a-failure", test_a_misfit_by_pattern_is_a_failure);
  ADD ("/rule/13/default-handlers-get-what-nobody-takes", test_default_handlers_get_what_nobody_takes);
  ADD ("/rule/13/what-nobody-handles-is-counted-and-told", test_what_nobody_handles_is_counted_and_told);
  ADD ("/rule/13/failed-is-not-unhandled", test_failed_is_not_unhandled);
  ADD ("/rule/13/what-a-handler-misses-is-counted", test_what_a_handler_misses_is_counted);
  ADD ("/rule/13/unhandled-can-be-fatal", test_unhandled_can_be_fatal);
  return g_test_run ();
}
