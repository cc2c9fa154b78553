/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connecting by name, and of all that matches. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("lookup");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
test_found_names_connect (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  HarkConnection *connection = hark_connect_by_name (f->producer, "produced", f->consumer, "on_produced", &error);

  g_assert_no_error (error);
  g_assert_true (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
  hark_connection_disconnect (connection);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
assert_refused (Fixture    *f,
                const char *event,
                const char *slot,
                int         code,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_connect_by_name (f->producer, event, f->consumer, slot, &error));
  g_assert_error (error, HARK_ERROR, code);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_unknown_names_are_not_found (Fixture       *f,
                                  gconstpointer  data)
{
  g_autofree char *no_event =
    g_strdup_printf ("Workshop.Producer (%s) has no event 'stock'", f->producer->seat.info->location);
  g_autofree char *no_slot =
    g_strdup_printf ("Workshop.Consumer (%s) has no slot 'produced'", f->consumer->seat.info->location);

  /* A slot is no event. */
  assert_refused (f, "stock", "on_produced", HARK_ERROR_NOT_FOUND, no_event);
  assert_refused (f, "produced", "produced", HARK_ERROR_NOT_FOUND, no_slot);
}

static void
test_a_mismatch_names_both_signatures (Fixture       *f,
                                       gconstpointer  data)
{
  g_autofree char *words =
    g_strdup_printf ("cannot connect event Workshop.Producer.produced (string product, uint64 serial) (%s) "
                     "to slot Workshop.Consumer.on_paused () (%s)",
                     workshop_producer_produced__source.location, workshop_consumer_on_paused__target.location);

  assert_refused (f, "produced", "on_paused", HARK_ERROR_MISMATCH, words);
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
test_an_ended_object_is_closed (Fixture       *f,
                                gconstpointer  data)
{
  g_object_run_dispose (G_OBJECT (f->consumer));
  diary_assert (&f->diary, "closed destroyed ");
  assert_refused (f, "paused", "on_paused", HARK_ERROR_CLOSED,
                  "cannot connect event Workshop.Producer.paused () to slot Workshop.Consumer.on_paused (): "
                  "Workshop.Consumer has ended");
}

static void
test_matching_connects_all_that_match (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (hark_connect_matching (f->producer, f->consumer, &error), ==, 3);
  g_assert_no_error (error);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused a:1 ");

  /* Nothing matches: none, and no error. */
  g_assert_cmpint (hark_connect_matching (f->consumer, f->producer, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (hark_connect_matching (f->loop, f->consumer, &error), ==, 3);
  g_assert_no_error (error);
}

static void
test_matching_with_a_mismatch_connects_nothing (Fixture       *f,
                                                gconstpointer  data)
{
  g_autoptr(WorkshopClerk) clerk = workshop_clerk_new (f->loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (hark_connect_matching (f->producer, clerk, &error), ==, -1);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "event Workshop.Producer.produced (string product, uint64 serial)"));
  g_assert_nonnull (strstr (error->message, "slot Workshop.Clerk.on_produced (string product)"));
  for (guint i = 0; i < f->producer->seat.info->n_events; i++)
    g_assert_false (hark_seat_is_heard (&f->producer->seat, i));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/object/by-name/found-names-connect", test_found_names_connect);
  ADD ("/object/by-name/unknown-names-are-not-found", test_unknown_names_are_not_found);
  ADD ("/object/by-name/a-mismatch-names-both-signatures", test_a_mismatch_names_both_signatures);
  ADD ("/object/by-name/an-ended-object-is-closed", test_an_ended_object_is_closed);
  ADD ("/object/matching/connects-all-that-match", test_matching_connects_all_that_match);
  ADD ("/object/matching/a-mismatch-connects-nothing", test_matching_with_a_mismatch_connects_nothing);
  return g_test_run ();
}
