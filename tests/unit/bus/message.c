/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a message says and carries, and what cannot be one. */

#include "board-private.h"

static const char *const words[] = { "log", "audit/1", NULL };

static void
test_it_says_what_it_was_given (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkMessage) message =
    hark_message_new_full (words, g_variant_new_uint32 (7), HARK_MESSAGE_URGENT, 99, "clerk", "t-1", &error);

  g_assert_no_error (error);
  g_assert_cmpstrv (hark_message_get_topics (message), words);
  g_assert_cmpstr (hark_message_get_topic (message), ==, "log");
  g_assert_cmpuint (g_variant_get_uint32 (hark_message_get_payload (message)), ==, 7);
  g_assert_cmpuint (hark_message_get_id (message), ==, 99);
  g_assert_cmpint (hark_message_get_priority (message), ==, HARK_MESSAGE_URGENT);
  g_assert_cmpstr (hark_message_get_sender (message), ==, "clerk");
  g_assert_cmpstr (hark_message_get_trace (message), ==, "t-1");
}

static void
test_the_plain_one_has_no_more_than_it_needs (void)
{
  g_autoptr(HarkMessage) message = hark_message_new ("log", NULL, NULL);

  g_assert_null (hark_message_get_payload (message));
  g_assert_null (hark_message_get_sender (message));
  g_assert_null (hark_message_get_trace (message));
  g_assert_cmpint (hark_message_get_priority (message), ==, HARK_MESSAGE_NORMAL);
}

static void
test_ids_are_next_or_random (void)
{
  g_autoptr(HarkMessage) first = hark_message_new ("log", NULL, NULL);
  g_autoptr(HarkMessage) second = hark_message_new ("log", NULL, NULL);
  guint64 id = hark_message_random_id ();

  g_assert_cmpuint (hark_message_get_id (second), ==, hark_message_get_id (first) + 1);
  g_assert_cmpuint (id, !=, 0);
  g_assert_cmpuint (hark_message_random_id (), !=, id);
}

static void
assert_refused (const char *topic,
                int         code,
                const char *text)
{
  g_autoptr(GVariant) payload = g_variant_ref_sink (g_variant_new_string ("kept"));
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_message_new (topic, payload, &error));
  BOARD_ASSERT_ERROR (error, code, text);
}

static void
test_what_is_no_topic_is_refused (void)
{
  g_autofree char *long_enough = g_strnfill (1023, 'x');
  g_autofree char *too_long = g_strnfill (1024, 'x');
  g_autoptr(HarkMessage) message = hark_message_new (long_enough, NULL, NULL);

  g_assert_nonnull (message);
  assert_refused (too_long, HARK_ERROR_LIMIT,
                  "A topic of 1024 bytes, where 1023 is the limit: put what is long into the payload");
  assert_refused ("", HARK_ERROR_INVALID,
                  "\"\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty");
  assert_refused ("a b", HARK_ERROR_INVALID,
                  "\"a b\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty");
  assert_refused ("a/*", HARK_ERROR_INVALID,
                  "\"a/*\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty");
  assert_refused ("a\xff", HARK_ERROR_INVALID,
                  "\"a\\377\" is no topic: it must be UTF-8 without spaces, control characters or '*', and not be empty");
}

static void
test_so_is_a_list_of_none_or_too_many (void)
{
  const char *none[] = { NULL };
  g_autoptr(GPtrArray) many = g_ptr_array_new ();
  g_autoptr(HarkMessage) most = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_message_new_full (none, NULL, HARK_MESSAGE_NORMAL, 0, NULL, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_INVALID, "A list of 0 topics: it must have between 1 and 64");

  for (guint i = 0; i < 65; i++)
    g_ptr_array_add (many, (gpointer) "x");
  g_ptr_array_add (many, NULL);
  g_assert_null (hark_message_new_full ((const char *const *) many->pdata, NULL,
                                        HARK_MESSAGE_NORMAL, 0, NULL, NULL, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_LIMIT, "A list of 65 topics: it must have between 1 and 64");
  most = hark_message_new_full ((const char *const *) many->pdata + 1, NULL, HARK_MESSAGE_NORMAL, 0, NULL, NULL, NULL);
  g_assert_nonnull (most);
}

static void
test_a_variant_is_taken_as_an_event (void)
{
  g_autoptr(HarkMessage) message = hark_message_new ("x", g_variant_new ("(st)", "chair", (guint64) 3), NULL);
  g_autoptr(WorkshopProducerProduced) values = NULL;
  g_autoptr(WorkshopProducerProduced) again = NULL;
  g_autoptr(GError) error = NULL;

  values = HARK_MESSAGE_DUP (message, workshop_producer_produced, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (values->product, ==, "chair");
  g_assert_cmpuint (values->serial, ==, 3);
  again = HARK_MESSAGE_DUP (message, workshop_producer_produced, &error);
  g_assert_true (again == values);
}

static void
test_a_misfit_says_what_it_carries (void)
{
  g_autoptr(HarkMessage) message =
    hark_message_new_full (HARK_TOPICS ("x"), g_variant_new_string ("?"), HARK_MESSAGE_NORMAL, 5, NULL, NULL, NULL);
  g_autoptr(HarkMessage) bare =
    hark_message_new_full (HARK_TOPICS ("x"), NULL, HARK_MESSAGE_NORMAL, 6, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (HARK_MESSAGE_DUP (message, workshop_producer_produced, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_MISMATCH,
                      "Message 5 on 'x' carries s, and event Workshop.Producer.produced "
                      "(string product, uint64 serial) takes (st)");
  g_assert_null (HARK_MESSAGE_DUP (bare, workshop_producer_produced, &error));
  BOARD_ASSERT_ERROR (error, HARK_ERROR_MISMATCH,
                      "Message 6 on 'x' carries nothing, and event Workshop.Producer.produced "
                      "(string product, uint64 serial) takes (st)");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bus/message/it-says-what-it-was-given", test_it_says_what_it_was_given);
  g_test_add_func ("/bus/message/the-plain-one-has-no-more-than-it-needs", test_the_plain_one_has_no_more_than_it_needs);
  g_test_add_func ("/bus/message/ids-are-next-or-random", test_ids_are_next_or_random);
  g_test_add_func ("/bus/message/what-is-no-topic-is-refused", test_what_is_no_topic_is_refused);
  g_test_add_func ("/bus/message/so-is-a-list-of-none-or-too-many", test_so_is_a_list_of_none_or_too_many);
  g_test_add_func ("/bus/message/a-variant-is-taken-as-an-event", test_a_variant_is_taken_as_an_event);
  g_test_add_func ("/bus/message/a-misfit-says-what-it-carries", test_a_misfit_says_what_it_carries);
  return g_test_run ();
}
