/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connecting and disconnecting by name: one, lists, and all that fits. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static const char *const both_events[] = { "produced", "paused", NULL };
static const char *const both_slots[] = { "on_failing", "on_paused", NULL };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("lists");
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
assert_heard (Fixture    *f,
              const char *expected)
{
  g_autoptr(GBytes) content = g_bytes_new_static ("xyz", 3);

  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_packed (f->producer, content);
  workshop_producer_emit_paused (f->producer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, expected);
}

/* --- one --- */

static void
test_one_by_convention (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (hark_connect_by_name (f->producer, "produced", f->consumer, NULL, &error));
  g_assert_no_error (error);
  assert_heard (f, "a:1 ");
  g_assert_cmpint (hark_disconnect_by_name (f->producer, "produced", f->consumer, NULL, &error), ==, 1);
  g_assert_no_error (error);
  assert_heard (f, "");
}

static void
test_one_by_convention_needs_its_slot (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(WorkshopClerk) clerk = workshop_clerk_new (f->loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_connect_by_name (f->producer, "packed", clerk, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "has no slot 'on_packed'"));
}

static void
test_undone_however_it_was_done (Fixture       *f,
                                 gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
  g_assert_cmpint (hark_disconnect_by_name (f->producer, "produced", f->consumer, "on_produced", NULL), ==, 1);
  assert_heard (f, "failing a ");
  g_assert_nonnull (hark_connect_by_name (f->producer, "produced", f->consumer, "on_produced", NULL));
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_produced), ==, 1);
  assert_heard (f, "failing a ");
}

static void
test_all_of_an_event (Fixture       *f,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (hark_connect_list (f->producer, both_events, f->consumer, both_slots, NULL), ==, 2);
  g_assert_nonnull (hark_connect_by_name (f->producer, "produced", f->consumer, NULL, NULL));
  g_assert_cmpint (hark_disconnect_by_name (f->producer, "produced", NULL, NULL, NULL), ==, 2);
  assert_heard (f, "paused ");
  g_assert_cmpint (hark_disconnect_by_name (f->producer, "stock", NULL, NULL, &error), ==, -1);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND);
}

/* --- lists --- */

static void
test_a_list_to_a_list (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (hark_connect_list (f->producer, both_events, f->consumer, both_slots, &error), ==, 2);
  g_assert_no_error (error);
  assert_heard (f, "failing a paused ");
  g_assert_cmpint (hark_disconnect_list (f->producer, both_events, f->consumer, both_slots, &error), ==, 2);
  g_assert_no_error (error);
  assert_heard (f, "");
}

static void
test_a_list_by_convention (Fixture       *f,
                           gconstpointer  data)
{
  g_assert_cmpint (hark_connect_list (f->producer, both_events, f->consumer, NULL, NULL), ==, 2);
  assert_heard (f, "a:1 paused ");
  g_assert_cmpint (hark_disconnect_list (f->producer, both_events, f->consumer, NULL, NULL), ==, 2);
  assert_heard (f, "");
}

static void
test_all_of_a_list_or_nothing (Fixture       *f,
                               gconstpointer  data)
{
  static const char *const wrong[] = { "on_produced", "on_failing", NULL };
  static const char *const unknown[] = { "produced", "painted", NULL };
  static const char *const one[] = { "on_produced", NULL };
  const struct
  {
    const char *const *events;
    const char *const *slots;
    int                code;
  } cases[] = {
    { both_events, wrong, HARK_ERROR_MISMATCH },
    { unknown, both_slots, HARK_ERROR_NOT_FOUND },
    { unknown, NULL, HARK_ERROR_NOT_FOUND },
    { both_events, one, HARK_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) on_connect = NULL;
      g_autoptr(GError) on_disconnect = NULL;

      g_assert_cmpint (hark_connect_list (f->producer, cases[i].events, f->consumer, cases[i].slots,
                                          &on_connect), ==, -1);
      g_assert_error (on_connect, HARK_ERROR, cases[i].code);
      assert_heard (f, "");

      HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
      g_assert_cmpint (hark_disconnect_list (f->producer, cases[i].events, f->consumer, cases[i].slots,
                                             &on_disconnect), ==, -1);
      g_assert_error (on_disconnect, HARK_ERROR, cases[i].code);
      assert_heard (f, "a:1 ");
      hark_disconnect_emitter (f->producer);
    }
}

/* --- whole objects --- */

static void
test_all_that_match_are_disconnected (Fixture       *f,
                                      gconstpointer  data)
{
  g_assert_cmpint (hark_connect_matching (f->producer, f->consumer, NULL), ==, 3);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
  assert_heard (f, "a:1 failing a packed 3 paused ");
  g_assert_cmpint (hark_disconnect_matching (f->producer, f->consumer, NULL), ==, 3);
  assert_heard (f, "failing a ");
}

static void
write_paused (WorkshopEcho *echo)
{
  g_string_append (((Diary *) workshop_echo_get_data (echo))->text, "echo ");
}

static void
write_produced (WorkshopEcho *echo,
                const char   *product,
                guint64       serial)
{
  diary_produced (workshop_echo_get_data (echo), product, serial);
}

static void
test_slots_of_the_same_names (Fixture       *f,
                              gconstpointer  data)
{
  static const WorkshopEchoSlots slots = { .paused = write_paused, .produced = write_produced };
  g_autoptr(WorkshopEcho) echo = workshop_echo_new (f->loop, &slots, &f->diary, NULL);

  g_assert_cmpint (hark_connect_same_names (f->producer, echo, NULL), ==, 2);
  assert_heard (f, "a:1 echo ");
  g_assert_cmpint (hark_disconnect_same_names (f->producer, echo, NULL), ==, 2);
  assert_heard (f, "");
  g_assert_cmpint (hark_connect_same_names (f->producer, f->consumer, NULL), ==, 0);
}

static void
test_events_of_the_same_names (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(WorkshopProducer) agent = workshop_producer_new (f->loop, NULL, NULL, NULL);

  g_assert_cmpint (hark_connect_matching (agent, f->consumer, NULL), ==, 3);
  g_assert_cmpint (hark_connect_same_names (f->producer, agent, NULL), ==, 3);
  assert_heard (f, "a:1 packed 3 paused ");
  g_assert_cmpint (hark_disconnect_by_name (f->producer, "packed", agent, "packed", NULL), ==, 1);
  assert_heard (f, "a:1 paused ");
  g_assert_cmpint (hark_disconnect_same_names (f->producer, agent, NULL), ==, 2);
  assert_heard (f, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/10/by-name/one-by-convention", test_one_by_convention);
  ADD ("/rule/10/by-name/one-by-convention-needs-its-slot", test_one_by_convention_needs_its_slot);
  ADD ("/rule/10/by-name/undone-however-it-was-done", test_undone_however_it_was_done);
  ADD ("/rule/10/by-name/all-of-an-event", test_all_of_an_event);
  ADD ("/rule/10/by-name/a-list-to-a-list", test_a_list_to_a_list);
  ADD ("/rule/10/by-name/a-list-by-convention", test_a_list_by_convention);
  ADD ("/rule/10/by-name/all-of-a-list-or-nothing", test_all_of_a_list_or_nothing);
  ADD ("/rule/10/by-name/all-that-match-are-disconnected", test_all_that_match_are_disconnected);
  ADD ("/rule/10/by-name/slots-of-the-same-names", test_slots_of_the_same_names);
  ADD ("/rule/11/events-of-the-same-names", test_events_of_the_same_names);
  return g_test_run ();
}
