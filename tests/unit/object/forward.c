/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events that are connected to events, and connections that look before they
 * call: rule 11, and the filter of rule 10. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;   /* emits */
  WorkshopProducer *agent;      /* hands on */
  WorkshopConsumer *consumer;   /* hears the agent */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("forward");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->agent = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  HARK_CONNECT (f->agent, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  HARK_CONNECT (f->agent, workshop_producer_paused, f->consumer, workshop_consumer_on_paused);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->agent);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

/* --- event to event --- */

static void
test_an_event_emits_an_event (Fixture       *f,
                              gconstpointer  data)
{
  HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_produced,
                                             f->agent, workshop_producer_produced);

  HARK_CONNECT (f->producer, workshop_producer_paused, f->agent, workshop_producer_paused);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 paused b:2 ");

  hark_connection_disconnect (connection);
  workshop_producer_emit_produced (f->producer, "c", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

static void
test_through_the_forwarding_objects_loop (Fixture       *f,
                                          gconstpointer  data)
{
  g_autoptr(HarkLoop) waiting = hark_loop_new ("waiting");
  g_autoptr(WorkshopProducer) agent = workshop_producer_new (waiting, NULL, NULL, NULL);

  HARK_CONNECT (f->producer, workshop_producer_produced, agent, workshop_producer_produced);
  HARK_CONNECT (agent, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (waiting);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
  g_clear_object (&agent);
  hark_loop_run_until_idle (waiting);
}

static void
test_not_when_the_forwarding_object_has_ended (Fixture       *f,
                                               gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->agent, workshop_producer_produced);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_object (&f->agent);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
test_an_ended_emitters_events_are_still_forwarded (Fixture       *f,
                                                   gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->agent, workshop_producer_produced);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
test_disconnected_by_pair (Fixture       *f,
                           gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->agent, workshop_producer_produced);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->agent, workshop_producer_produced), ==, 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
}

/* --- filter --- */

static gboolean
is_even (WorkshopConsumer *consumer,
         const char       *product,
         guint64           serial)
{
  Diary *diary = workshop_consumer_get_data (consumer);

  g_string_append_printf (diary->text, "%s? ", product);
  return serial % 2 == 0;
}

static gboolean
is_odd (WorkshopConsumer *consumer,
        const char       *product,
        guint64           serial)
{
  return serial % 2 == 1;
}

static void
emit_three (Fixture *f)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  workshop_producer_emit_produced (f->producer, "c", 4);
  /* It is asked where the slot would run. */
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (f->loop);
}

static void
test_a_filter_lets_calls_through (Fixture       *f,
                                  gconstpointer  data)
{
  HarkConnection *connection = HARK_CONNECT_FILTERED (f->producer, workshop_producer_produced,
                                                      f->consumer, workshop_consumer_on_produced, is_even);

  emit_three (f);
  diary_assert (&f->diary, "a? b? b:2 c? c:4 ");
  hark_connection_disconnect (connection);
  emit_three (f);
  diary_assert (&f->diary, "");
}

static void
test_a_filtered_single_shot_ends_with_what_passes (Fixture       *f,
                                                   gconstpointer  data)
{
  g_autoptr(HarkConnection) connection = NULL;

  connection = HARK_CONNECT_FILTERED_FULL (f->producer, workshop_producer_produced,
                                           f->consumer, workshop_consumer_on_produced, is_even,
                                           HARK_CONNECT_SINGLE_SHOT);
  hark_connection_ref (connection);
  workshop_producer_emit_produced (f->producer, "z", 3);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "z? ");
  g_assert_true (hark_connection_is_connected (connection));
  emit_three (f);
  diary_assert (&f->diary, "a? b? b:2 ");
  g_assert_false (hark_connection_is_connected (connection));
}

static void
test_filters_distinguish_connections (Fixture       *f,
                                      gconstpointer  data)
{
  HarkConnection *plain = HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                                             f->consumer, workshop_consumer_on_produced, HARK_CONNECT_UNIQUE);
  HarkConnection *filtered[2], *other;

  for (guint i = 0; i < G_N_ELEMENTS (filtered); i++)
    filtered[i] = HARK_CONNECT_FILTERED_FULL (f->producer, workshop_producer_produced,
                                              f->consumer, workshop_consumer_on_produced, is_even,
                                              HARK_CONNECT_UNIQUE);
  other = HARK_CONNECT_FILTERED_FULL (f->producer, workshop_producer_produced,
                                      f->consumer, workshop_consumer_on_produced, is_odd,
                                      HARK_CONNECT_UNIQUE);
  g_assert_true (filtered[0] != plain);
  g_assert_true (other != plain && other != filtered[0]);
  g_assert_true (filtered[1] == filtered[0]);
}

static gboolean
is_light (WorkshopProducer *agent,
          const char       *product,
          guint64           serial)
{
  return serial < 3;
}

static void
test_a_filter_before_an_event (Fixture       *f,
                               gconstpointer  data)
{
  HARK_CONNECT_FILTERED (f->producer, workshop_producer_produced, f->agent, workshop_producer_produced, is_light);
  emit_three (f);
  diary_assert (&f->diary, "a:1 b:2 ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/11/an-event-emits-an-event", test_an_event_emits_an_event);
  ADD ("/rule/11/through-the-forwarding-objects-loop", test_through_the_forwarding_objects_loop);
  ADD ("/rule/11/not-when-the-forwarding-object-has-ended", test_not_when_the_forwarding_object_has_ended);
  ADD ("/rule/11/an-ended-emitters-events-are-still-forwarded", test_an_ended_emitters_events_are_still_forwarded);
  ADD ("/rule/11/disconnected-by-pair", test_disconnected_by_pair);
  ADD ("/rule/10/filter/lets-calls-through", test_a_filter_lets_calls_through);
  ADD ("/rule/10/filter/single-shot-ends-with-what-passes", test_a_filtered_single_shot_ends_with_what_passes);
  ADD ("/rule/10/filter/distinguishes-connections", test_filters_distinguish_connections);
  ADD ("/rule/10/filter/before-an-event", test_a_filter_before_an_event);
  return g_test_run ();
}
