/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections that are urgent, and those that can wait. Rule 7. */

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
  f->loop = hark_loop_new ("priority");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_start (f->loop);
  iterate ();
  g_clear_object (&f->loop);
  iterate ();
  diary_clear (&f->diary);
}

static void
write_urgent (Diary      *self,
              const char *product,
              guint64     serial)
{
  g_string_append_printf (self->text, "URGENT %s ", product);
}

static void
write_idle (Diary      *self,
            const char *product,
            guint64     serial)
{
  g_string_append_printf (self->text, "idle %s ", product);
}

static HarkConnection *
connect_idle (Fixture *f)
{
  return HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, write_idle, &f->diary,
                                 diary_destroyed, HARK_CONNECT_IDLE);
}

static HarkConnection *
connect_urgent (Fixture *f)
{
  return HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, write_urgent, &f->diary,
                                 diary_destroyed, HARK_CONNECT_URGENT);
}

static void
connect_slot (Fixture *f)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
}

/* --- order --- */

static void
test_urgent_first_idle_last (Fixture       *f,
                             gconstpointer  data)
{
  connect_idle (f);
  connect_slot (f);
  connect_urgent (f);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_consumer_on_paused (f->consumer);
  workshop_producer_emit_produced (f->producer, "b", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "URGENT a URGENT b a:1 paused b:2 idle a idle b ");
}

static HarkConnection *
connect_by_name (Fixture          *f,
                 const char       *slot,
                 HarkConnectFlags  flags)
{
  g_autoptr(GError) error = NULL;
  HarkConnection *connection = hark_connect_by_name_full (f->producer, "produced", f->consumer, slot, flags, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
test_by_name (Fixture       *f,
              gconstpointer  data)
{
  HarkConnection *idle = connect_by_name (f, NULL, HARK_CONNECT_IDLE | HARK_CONNECT_UNIQUE);

  connect_by_name (f, "on_failing", HARK_CONNECT_URGENT | HARK_CONNECT_SINGLE_SHOT);
  g_assert_true (connect_by_name (f, NULL, HARK_CONNECT_IDLE | HARK_CONNECT_UNIQUE) == idle);
  /* Another priority is another connection. */
  g_assert_true (connect_by_name (f, NULL, HARK_CONNECT_UNIQUE) != idle);
  workshop_consumer_on_paused (f->consumer);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_consumer_on_paused (f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "failing a paused a:1 paused a:1 ");
}

static void
test_in_every_way_to_connect (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkConnectionGroup) group = hark_connection_group_new ();
  g_autoptr(WorkshopProducer) target = workshop_producer_new (f->loop, NULL, NULL, NULL);

  HARK_GROUP_CONNECT_FULL (group, workshop_producer_produced, f->consumer, workshop_consumer_on_failing,
                           HARK_CONNECT_URGENT);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, target, workshop_producer_produced,
                     HARK_CONNECT_IDLE);
  HARK_CONNECT_DATA_FULL (target, workshop_producer_produced, f->consumer, write_urgent, &f->diary, NULL,
                          HARK_CONNECT_URGENT);
  connect_slot (f);
  hark_connection_group_set_emitter (group, f->producer);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "failing a a:1 URGENT a ");
}

static void
test_only_one_of_the_two (Fixture       *f,
                          gconstpointer  data)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*hark_connect_flags_are_sound*");
  g_assert_null (hark_connect_by_name_full (f->producer, "produced", f->consumer, NULL,
                                            HARK_CONNECT_URGENT | HARK_CONNECT_IDLE, NULL, NULL));
  g_test_assert_expected_messages ();
}

/* --- nobody starves --- */

static void
emit_again (gpointer consumer,
            gpointer fixture)
{
  Fixture *f = fixture;
  guint n = GPOINTER_TO_UINT (g_object_get_data (consumer, "n"));

  g_object_set_data (consumer, "n", GUINT_TO_POINTER (n + 1));
  if (n < 200)
    workshop_producer_emit_paused (f->producer);
}

static void
test_a_storm_does_not_starve_idle_calls (Fixture       *f,
                                         gconstpointer  data)
{
  const char *first;

  HARK_CONNECT_FULL (f->producer, workshop_producer_paused, f->consumer, workshop_consumer_on_paused,
                     HARK_CONNECT_URGENT);
  HARK_CONNECT_DATA_FULL (f->producer, workshop_producer_produced, f->consumer, write_idle, &f->diary, NULL,
                          HARK_CONNECT_IDLE);
  f->diary.act = emit_again;
  f->diary.data = f;
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  workshop_producer_emit_paused (f->producer);
  hark_loop_run_until_idle (f->loop);
  first = strstr (f->diary.text->str, "idle a ");
  g_assert_nonnull (first);
  g_assert_cmpint (first - f->diary.text->str, ==, 15 * strlen ("paused "));
  g_assert_true (g_str_has_prefix (first + 15 * strlen ("paused ") + strlen ("idle a "), "idle b paused "));
  f->diary.act = NULL;
  g_string_truncate (f->diary.text, 0);
}

/* --- with what else there is --- */

static void
note (Diary *self)
{
  g_string_append (self->text, "told ");
}

static void
note_stopped (Diary   *self,
              guint64  n_discarded)
{
  g_string_append (self->text, "stopped ");
}

static void
test_started_is_first_and_stopped_last (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  connect_idle (f);
  connect_urgent (f);
  connect_slot (f);
  for (guint i = 0; i < 20; i++)
    {
      HARK_CONNECT_DATA_FULL (f->loop, hark_loop_started, f->consumer, note, &f->diary, NULL, HARK_CONNECT_IDLE);
      HARK_CONNECT_DATA (f->loop, hark_loop_started, f->consumer, note, &f->diary, NULL);
    }
  for (guint i = 0; i < 40; i++)
    HARK_CONNECT_DATA (f->loop, hark_loop_stopped, f->consumer, note_stopped, &f->diary, NULL);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_start (f->loop);
  hark_future_unref (hark_loop_stop (f->loop, HARK_FOREVER));
  iterate ();

  for (guint i = 0; i < 40; i++)
    g_string_append (expected, "told ");
  g_string_append (expected, "URGENT a a:1 idle a ");
  for (guint i = 0; i < 40; i++)
    g_string_append (expected, "stopped ");
  diary_assert (&f->diary, expected->str);
}

static void
note_active (Diary *self)
{
  g_string_append (self->text, "active ");
}

static void
note_idle (Diary *self)
{
  g_string_append (self->text, "resting ");
}

static void
test_idle_calls_keep_a_loop_active (Fixture       *f,
                                    gconstpointer  data)
{
  const guint n_calls = 20; /* more than a turn has */
  g_autoptr(GString) expected = g_string_new ("a:1 active ");

  for (guint i = 0; i < n_calls; i++)
    {
      connect_idle (f);
      g_string_append (expected, "idle a ");
    }
  connect_slot (f);
  HARK_CONNECT_DATA (f->loop, hark_loop_active, f->consumer, note_active, &f->diary, NULL);
  HARK_CONNECT_DATA (f->loop, hark_loop_idle, f->consumer, note_idle, &f->diary, NULL);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  g_string_append (expected, "resting ");
  diary_assert (&f->diary, expected->str);
}

static void
test_a_disconnected_call_does_not_run (Fixture       *f,
                                       gconstpointer  data)
{
  HarkConnection *idle = connect_idle (f);
  HarkConnection *urgent = connect_urgent (f);

  connect_slot (f);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_connection_disconnect (idle);
  hark_connection_disconnect (urgent);
  hark_loop_run_until_idle (f->loop);
  /* And the data is freed behind its own calls. */
  diary_assert (&f->diary, "destroyed a:1 destroyed ");
}

static void
test_draining_waits_for_the_last_idle_call (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(HarkFuture) drained = NULL;

  workshop_producer_emit_produced (f->producer, "before", 0);
  drained = hark_connection_disconnect_drain (connect_idle (f));
  hark_loop_run_until_idle (f->loop);
  g_assert_true (hark_future_is_settled (drained));
  diary_assert (&f->diary, "destroyed ");
  g_clear_pointer (&drained, hark_future_unref);

  {
    HarkConnection *connection = connect_idle (f);

    workshop_producer_emit_produced (f->producer, "a", 1);
    workshop_producer_emit_produced (f->producer, "b", 2);
    drained = hark_connection_disconnect_drain (connection);
  }
  for (guint i = 0; i < 20; i++)
    workshop_consumer_on_paused (f->consumer);
  g_main_context_iteration (NULL, FALSE);
  hark_loop_run_until_idle (f->loop);
  g_assert_true (hark_future_is_settled (drained));
  g_assert_true (g_str_has_suffix (f->diary.text->str, "idle a paused paused paused paused paused idle b destroyed "));
  g_string_truncate (f->diary.text, 0);
}

static void
test_the_receiver_dies_before_its_calls (Fixture       *f,
                                         gconstpointer  data)
{
  WorkshopConsumer *other = diary_consumer_new (&f->diary, f->loop);

  connect_slot (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, other, workshop_consumer_on_produced, HARK_CONNECT_IDLE);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, other, workshop_consumer_on_produced, HARK_CONNECT_URGENT);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_object_unref (other);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "closed destroyed a:1 ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/07/urgent-first-idle-last", test_urgent_first_idle_last);
  ADD ("/rule/07/by-name", test_by_name);
  ADD ("/rule/07/in-every-way-to-connect", test_in_every_way_to_connect);
  ADD ("/rule/07/only-one-of-the-two", test_only_one_of_the_two);
  ADD ("/rule/07/a-storm-does-not-starve-idle-calls", test_a_storm_does_not_starve_idle_calls);
  ADD ("/rule/07/started-is-first-and-stopped-last", test_started_is_first_and_stopped_last);
  ADD ("/rule/07/idle-calls-keep-a-loop-active", test_idle_calls_keep_a_loop_active);
  ADD ("/rule/07/a-disconnected-call-does-not-run", test_a_disconnected_call_does_not_run);
  ADD ("/rule/07/draining-waits-for-the-last-idle-call", test_draining_waits_for_the_last_idle_call);
  ADD ("/rule/07/the-receiver-dies-before-its-calls", test_the_receiver_dies_before_its_calls);
  return g_test_run ();
}
