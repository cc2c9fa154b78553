/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections that are moved to another emitter, or dropped, together. */

#include "diary-private.h"

typedef struct
{
  Diary                diary;
  HarkLoop            *loop;
  WorkshopProducer    *first;
  WorkshopProducer    *second;
  WorkshopConsumer    *consumer;
  HarkConnectionGroup *group;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("group");
  f->first = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->second = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->group = hark_connection_group_new ();
  HARK_GROUP_CONNECT (f->group, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  HARK_GROUP_CONNECT (f->group, workshop_producer_paused, f->consumer, workshop_consumer_on_paused);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->group, hark_connection_group_unref);
  g_clear_object (&f->consumer);
  g_clear_object (&f->second);
  g_clear_object (&f->first);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
emit_both (Fixture *f)
{
  if (f->first != NULL)
    workshop_producer_emit_produced (f->first, "a", 1);
  workshop_producer_emit_produced (f->second, "b", 2);
  workshop_producer_emit_paused (f->second);
}

static void
assert_heard (Fixture    *f,
              const char *expected)
{
  emit_both (f);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, expected);
}

static void
test_moved_together (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GObject) emitter = NULL;

  g_assert_null (hark_connection_group_dup_emitter (f->group));
  assert_heard (f, "");
  hark_connection_group_set_emitter (f->group, f->first);
  emitter = hark_connection_group_dup_emitter (f->group);
  g_assert_true (emitter == G_OBJECT (f->first));
  assert_heard (f, "a:1 ");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 paused ");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 paused ");
  hark_connection_group_set_emitter (f->group, NULL);
  assert_heard (f, "");
}

static void
test_queued_calls_of_the_old_emitter_do_not_run (Fixture       *f,
                                                 gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->first);
  workshop_producer_emit_produced (f->first, "old", 1);
  hark_connection_group_set_emitter (f->group, f->second);
  workshop_producer_emit_produced (f->second, "new", 2);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "new:2 ");
}

static void
test_added_to_the_emitter_that_is_there (Fixture       *f,
                                         gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->first);
  HARK_GROUP_CONNECT (f->group, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
  assert_heard (f, "a:1 failing a ");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 failing b paused ");
}

static void
test_dropped_together (Fixture       *f,
                       gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->second);
  HARK_CONNECT (f->second, workshop_producer_paused, f->consumer, workshop_consumer_on_paused);
  workshop_producer_emit_produced (f->second, "queued", 1);
  hark_connection_group_disconnect (f->group);
  assert_heard (f, "paused ");
  /* The emitter is still there. */
  HARK_GROUP_CONNECT (f->group, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  assert_heard (f, "b:2 paused ");
  workshop_producer_emit_produced (f->second, "queued", 1);
  g_clear_pointer (&f->group, hark_connection_group_unref);
  assert_heard (f, "paused ");
}

static void
test_it_outlives_its_emitter (Fixture       *f,
                              gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->first);
  workshop_producer_emit_produced (f->first, "last", 1);
  g_clear_object (&f->first);
  g_assert_null (hark_connection_group_dup_emitter (f->group));
  assert_heard (f, "last:1 ");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 paused ");
}

static void
test_it_outlives_a_receiver (Fixture       *f,
                             gconstpointer  data)
{
  HARK_GROUP_CONNECT (f->group, workshop_producer_produced, f->second, workshop_producer_produced);
  HARK_CONNECT (f->second, workshop_producer_packed, f->consumer, workshop_consumer_on_packed);
  hark_connection_group_set_emitter (f->group, f->first);
  g_clear_object (&f->consumer);
  diary_assert (&f->diary, "closed destroyed ");
  g_assert_true (hark_seat_is_heard (&f->first->seat, workshop_producer_produced__source.index));
  g_assert_false (hark_seat_is_heard (&f->first->seat, workshop_producer_paused__source.index));
  hark_connection_group_set_emitter (f->group, NULL);
  g_assert_false (hark_seat_is_heard (&f->first->seat, workshop_producer_produced__source.index));
}

static void
note (WorkshopConsumer *consumer,
      const char       *product,
      guint64           serial)
{
  diary_produced (workshop_consumer_get_data (consumer), product, serial + 10);
}

static void
test_functions_and_options (Fixture       *f,
                            gconstpointer  data)
{
  HARK_GROUP_CONNECT_FUNC (f->group, workshop_producer_produced, f->consumer, note);
  HARK_GROUP_CONNECT_FULL (f->group, workshop_producer_produced, f->consumer, workshop_consumer_on_failing,
                           HARK_CONNECT_SINGLE_SHOT);
  hark_connection_group_set_emitter (f->group, f->first);
  assert_heard (f, "a:1 a:11 failing a ");
  assert_heard (f, "a:1 a:11 ");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 b:12 failing b paused ");
}

static void
test_an_emitter_has_the_events (Fixture       *f,
                                gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->second);
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL,
                         "Workshop.Consumer cannot be the emitter of a group with event Workshop.Producer.produced *");
  hark_connection_group_set_emitter (f->group, f->consumer);
  g_test_assert_expected_messages ();
  assert_heard (f, "b:2 paused ");

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL,
                         "Workshop.Producer cannot be the emitter of a group with event Hark.Loop.started *");
  HARK_GROUP_CONNECT (f->group, hark_loop_started, f->consumer, workshop_consumer_on_started);
  g_test_assert_expected_messages ();
  assert_heard (f, "b:2 paused ");
}

static void
test_blocked_together (Fixture       *f,
                       gconstpointer  data)
{
  hark_connection_group_set_emitter (f->group, f->second);
  workshop_producer_emit_produced (f->second, "queued", 1);
  hark_connection_group_block (f->group);
  hark_connection_group_block (f->group);
  assert_heard (f, "queued:1 ");
  hark_connection_group_unblock (f->group);
  assert_heard (f, "");
  hark_connection_group_unblock (f->group);
  assert_heard (f, "b:2 paused ");
}

static void
test_blocked_while_it_changes (Fixture       *f,
                               gconstpointer  data)
{
  hark_connection_group_block (f->group);
  hark_connection_group_set_emitter (f->group, f->first);
  assert_heard (f, "");
  hark_connection_group_set_emitter (f->group, f->second);
  HARK_GROUP_CONNECT (f->group, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
  assert_heard (f, "");
  hark_connection_group_unblock (f->group);
  assert_heard (f, "b:2 failing b paused ");

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*was_blocked*");
  hark_connection_group_unblock (f->group);
  g_test_assert_expected_messages ();
  hark_connection_group_block (f->group);
  assert_heard (f, "");
}

enum
{
  N_MOVES = 3000,
  N_EMITS = 300,
};

static gpointer
move_often (gpointer fixture)
{
  Fixture *f = fixture;

  for (guint i = 0; i < N_MOVES; i++)
    hark_connection_group_set_emitter (f->group, i % 2 ? f->first : f->second);
  return NULL;
}

static gpointer
block_often (gpointer fixture)
{
  Fixture *f = fixture;

  for (guint i = 0; i < N_MOVES; i++)
    {
      hark_connection_group_block (f->group);
      hark_connection_group_unblock (f->group);
    }
  return NULL;
}

static gpointer
emit_often (gpointer fixture)
{
  for (guint i = 0; i < N_EMITS; i++)
    emit_both (fixture);
  return NULL;
}

static void
test_moved_by_anybody_at_any_time (Fixture       *f,
                                   gconstpointer  data)
{
  GThread *threads[4];

  threads[0] = g_thread_new ("mover", move_often, f);
  threads[1] = g_thread_new ("mover", move_often, f);
  threads[2] = g_thread_new ("emitter", emit_often, f);
  threads[3] = g_thread_new ("blocker", block_often, f);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  hark_connection_group_set_emitter (f->group, NULL);
  assert_heard (f, "");
  hark_connection_group_set_emitter (f->group, f->second);
  assert_heard (f, "b:2 paused ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/10/group/moved-together", test_moved_together);
  ADD ("/rule/10/group/queued-calls-of-the-old-emitter-do-not-run",
       test_queued_calls_of_the_old_emitter_do_not_run);
  ADD ("/rule/10/group/added-to-the-emitter-that-is-there", test_added_to_the_emitter_that_is_there);
  ADD ("/rule/10/group/dropped-together", test_dropped_together);
  ADD ("/rule/10/group/it-outlives-its-emitter", test_it_outlives_its_emitter);
  ADD ("/rule/10/group/it-outlives-a-receiver", test_it_outlives_a_receiver);
  ADD ("/rule/10/group/functions-and-options", test_functions_and_options);
  ADD ("/rule/10/group/an-emitter-has-the-events", test_an_emitter_has_the_events);
  ADD ("/rule/10/group/blocked-together", test_blocked_together);
  ADD ("/rule/10/group/blocked-while-it-changes", test_blocked_while_it_changes);
  ADD ("/rule/10/group/moved-by-anybody-at-any-time", test_moved_by_anybody_at_any_time);
  return g_test_run ();
}
