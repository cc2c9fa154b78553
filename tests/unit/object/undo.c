/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Disconnecting by pair, by event, by receiver and by emitter: rule 10. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  Diary             other_diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopProducer *other_producer;
  WorkshopConsumer *consumer;
  WorkshopConsumer *other_consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  diary_init (&f->other_diary);
  f->loop = hark_loop_new ("undo");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->other_producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->other_consumer = diary_consumer_new (&f->other_diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->other_consumer);
  g_clear_object (&f->consumer);
  g_clear_object (&f->other_producer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->other_diary);
  diary_clear (&f->diary);
}

/* Both consumers hear both events of both producers. */
static void
connect_all (Fixture *f)
{
  WorkshopProducer *producers[] = { f->producer, f->other_producer };
  WorkshopConsumer *consumers[] = { f->consumer, f->other_consumer };

  for (guint i = 0; i < G_N_ELEMENTS (producers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (consumers); j++)
      {
        HARK_CONNECT (producers[i], workshop_producer_produced, consumers[j], workshop_consumer_on_produced);
        HARK_CONNECT (producers[i], workshop_producer_paused, consumers[j], workshop_consumer_on_paused);
      }
}

static void
emit_all (Fixture *f)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->other_producer, "b", 2);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_paused (f->other_producer);
}

/* What the two write when all is emitted. */
static void
assert_heard (Fixture    *f,
              const char *by_one,
              const char *by_other)
{
  emit_all (f);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, by_one);
  diary_assert (&f->other_diary, by_other);
}

static void
test_by_pair (Fixture       *f,
              gconstpointer  data)
{
  connect_all (f);
  assert_heard (f, "a:1 b:2 paused paused ", "a:1 b:2 paused paused ");
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_produced), ==, 1);
  assert_heard (f, "b:2 paused paused ", "a:1 b:2 paused paused ");
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_produced), ==, 0);
}

static void
test_by_pair_as_often_as_connected (Fixture       *f,
                                    gconstpointer  data)
{
  HarkConnection *connection;

  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_failing);
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  connection = HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                                  f->consumer, workshop_consumer_on_produced, HARK_CONNECT_SENDER);
  hark_connection_block (connection);
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_produced), ==, 2);
  assert_heard (f, "failing a ", "");
}

static void
test_queued_calls_do_not_run (Fixture       *f,
                              gconstpointer  data)
{
  connect_all (f);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced,
                     f->consumer, workshop_consumer_on_failing, HARK_CONNECT_SINGLE_SHOT);
  emit_all (f);
  /* One of the two has been spent, and its call is queued. */
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_failing), ==, 1);
  g_assert_cmpuint (HARK_DISCONNECT (f->producer, workshop_producer_produced,
                                     f->consumer, workshop_consumer_on_produced), ==, 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "b:2 paused paused ");
}

static void
test_by_event (Fixture       *f,
               gconstpointer  data)
{
  connect_all (f);
  g_assert_cmpuint (HARK_DISCONNECT_EVENT (f->producer, workshop_producer_produced), ==, 2);
  assert_heard (f, "b:2 paused paused ", "b:2 paused paused ");
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
test_by_emitter (Fixture       *f,
                 gconstpointer  data)
{
  connect_all (f);
  g_assert_cmpuint (hark_disconnect_emitter (f->producer), ==, 4);
  assert_heard (f, "b:2 paused ", "b:2 paused ");
}

static void
test_by_receiver (Fixture       *f,
                  gconstpointer  data)
{
  connect_all (f);
  g_assert_cmpuint (hark_disconnect_receiver (f->consumer), ==, 4);
  assert_heard (f, "", "a:1 b:2 paused paused ");
  g_assert_cmpuint (hark_disconnect_receiver (f->consumer), ==, 0);
}

static void
test_between (Fixture       *f,
              gconstpointer  data)
{
  connect_all (f);
  g_assert_cmpuint (hark_disconnect_between (f->producer, f->consumer), ==, 2);
  assert_heard (f, "b:2 paused ", "a:1 b:2 paused paused ");
}

static void
test_who_awaits_goes_on (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkFuture) future = workshop_producer_next_produced (f->producer);
  g_autoptr(WorkshopProducerProduced) produced = NULL;

  connect_all (f);
  g_assert_cmpuint (hark_disconnect_emitter (f->producer), ==, 4);
  g_assert_cmpuint (HARK_DISCONNECT_EVENT (f->producer, workshop_producer_produced), ==, 0);
  workshop_producer_emit_produced (f->producer, "a", 1);
  produced = workshop_producer_finish_produced (future, NULL);
  g_assert_cmpstr (produced->product, ==, "a");
}

/* --- functions --- */

static void
note (GObject    *context,
      const char *product,
      guint64     serial)
{
  diary_produced (g_object_get_data (context, "diary"), product, serial);
}

static void
note_twice (GObject    *context,
            const char *product,
            guint64     serial)
{
  note (context, product, serial);
  note (context, product, serial);
}

static GObject *
plain_context (Fixture *f)
{
  GObject *context = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (context, "diary", &f->diary);
  return context;
}

static void
assert_noted (Fixture    *f,
              const char *expected)
{
  emit_all (f);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_assert (&f->diary, expected);
}

static void
test_by_function (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GObject) context = plain_context (f);

  HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, context, note);
  HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, context, note);
  HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, context, note_twice);
  assert_noted (f, "a:1 a:1 a:1 a:1 ");
  g_assert_cmpuint (HARK_DISCONNECT_FUNC (f->producer, workshop_producer_produced, context, note), ==, 2);
  assert_noted (f, "a:1 a:1 ");
  g_assert_cmpuint (HARK_DISCONNECT_FUNC (f->producer, workshop_producer_produced, context, note_twice), ==, 1);
  assert_noted (f, "");
}

static void
test_by_data (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GObject) context = plain_context (f);
  Diary *diaries[] = { &f->diary, &f->other_diary };

  for (guint i = 0; i < G_N_ELEMENTS (diaries); i++)
    HARK_CONNECT_DATA (f->producer, workshop_producer_produced, context, diary_produced, diaries[i],
                       diary_destroyed);
  g_assert_cmpuint (HARK_DISCONNECT_DATA (f->producer, workshop_producer_produced, context, diary_produced,
                                          diaries[1]), ==, 1);
  assert_noted (f, "a:1 ");
  diary_assert (&f->other_diary, "destroyed ");
  g_assert_cmpuint (hark_disconnect_between (f->producer, context), ==, 1);
  assert_noted (f, "destroyed ");
}

static gpointer
connect_elsewhere (gpointer data)
{
  gpointer *ends = data;
  g_autoptr(GMainContext) main_context = g_main_context_new ();
  WorkshopProducer *producer = ends[0];
  GObject *context = ends[1];

  g_main_context_push_thread_default (main_context);
  HARK_CONNECT_FUNC (producer, workshop_producer_produced, context, note);
  g_main_context_pop_thread_default (main_context);
  return NULL;
}

static void
test_a_plain_receiver_on_all_its_loops (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(GObject) context = plain_context (f);

  g_assert_cmpuint (hark_disconnect_receiver (context), ==, 0);
  HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, context, note);
  g_thread_join (g_thread_new ("elsewhere", connect_elsewhere, (gpointer[]) { f->other_producer, context }));
  g_assert_true (hark_seat_is_heard (&f->other_producer->seat, workshop_producer_produced__source.index));
  g_assert_cmpuint (hark_disconnect_receiver (context), ==, 2);
  assert_noted (f, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/10/disconnect/by-pair", test_by_pair);
  ADD ("/rule/10/disconnect/by-pair-as-often-as-connected", test_by_pair_as_often_as_connected);
  ADD ("/rule/10/disconnect/queued-calls-do-not-run", test_queued_calls_do_not_run);
  ADD ("/rule/10/disconnect/by-event", test_by_event);
  ADD ("/rule/10/disconnect/by-emitter", test_by_emitter);
  ADD ("/rule/10/disconnect/by-receiver", test_by_receiver);
  ADD ("/rule/10/disconnect/between", test_between);
  ADD ("/rule/10/disconnect/who-awaits-goes-on", test_who_awaits_goes_on);
  ADD ("/rule/10/disconnect/by-function", test_by_function);
  ADD ("/rule/10/disconnect/by-data", test_by_data);
  ADD ("/rule/10/disconnect/a-plain-receiver-on-all-its-loops", test_a_plain_receiver_on_all_its_loops);
  return g_test_run ();
}
