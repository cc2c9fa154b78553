/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where an object is closed, whoever drops it: rule 16. */

#include "diary-private.h"
#include "gate-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("lives");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  iterate ();
  diary_clear (&f->diary);
}

static gpointer
drop (gpointer object)
{
  g_object_unref (object);
  return NULL;
}

typedef struct
{
  GThread *closed;
  GThread *destroyed;
} Threads;

static void
note_closed (WorkshopProducer *self)
{
  Threads *threads = workshop_producer_get_data (self);

  g_assert_null (threads->closed);
  threads->closed = g_thread_self ();
}

static void
note_destroyed (gpointer data)
{
  Threads *threads = data;

  g_assert_null (threads->destroyed);
  threads->destroyed = g_thread_self ();
}

static const WorkshopProducerSlots noting = { .closed = note_closed };

static void
test_last_unref_on_a_foreign_thread_closes_on_the_owner (Fixture       *f,
                                                         gconstpointer  data)
{
  Threads threads = { .closed = NULL };
  WorkshopProducer *producer = workshop_producer_new (f->loop, &noting, &threads, note_destroyed);
  gpointer weak = producer;

  g_object_add_weak_pointer (G_OBJECT (producer), &weak);
  HARK_CONNECT (producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  workshop_producer_emit_produced (producer, "a", 1);
  g_thread_join (g_thread_new ("dropper", drop, producer));
  g_assert_null (threads.closed);
  iterate ();
  g_assert_true (threads.closed == g_thread_self ());
  g_assert_true (threads.destroyed == g_thread_self ());
  g_assert_null (weak);
  diary_assert (&f->diary, "a:1 ");
}

/* A consumer that lingers in g_object_unref(), after dispose(). */
typedef WorkshopConsumer      Lingerer;
typedef WorkshopConsumerClass LingererClass;

static GType lingerer_get_type (void);

G_DEFINE_TYPE (Lingerer, lingerer, WORKSHOP_TYPE_CONSUMER)

static Gate lingering;
static GThread *lingering_thread;

static void
lingerer_dispatch_properties_changed (GObject     *object,
                                      guint        n_pspecs,
                                      GParamSpec **pspecs)
{
  if (g_thread_self () == lingering_thread)
    gate_enter (&lingering);
  G_OBJECT_CLASS (lingerer_parent_class)->dispatch_properties_changed (object, n_pspecs, pspecs);
}

static void
lingerer_dispose (GObject *object)
{
  g_object_notify (object, "loop");
  G_OBJECT_CLASS (lingerer_parent_class)->dispose (object);
}

static void
lingerer_class_init (LingererClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lingerer_dispose;
  G_OBJECT_CLASS (klass)->dispatch_properties_changed = lingerer_dispatch_properties_changed;
}

static void
lingerer_init (Lingerer *self)
{
}

static gpointer
drop_lingering (gpointer object)
{
  lingering_thread = g_thread_self ();
  g_object_unref (object);
  return NULL;
}

static void
test_nothing_is_closed_under_g_object_unref (Fixture       *f,
                                             gconstpointer  data)
{
  Lingerer *lingerer = g_object_new (lingerer_get_type (), "loop", f->loop, NULL);
  gpointer weak = lingerer;
  GThread *thread;

  gate_init (&lingering);
  g_object_add_weak_pointer (G_OBJECT (lingerer), &weak);
  hark_seat_implement (&lingerer->seat, &diary_slots, &f->diary, diary_destroyed);
  thread = g_thread_new ("lingering", drop_lingering, lingerer);
  gate_await (&lingering);
  iterate ();
  /* The other thread still has it in its hands. */
  diary_assert (&f->diary, "");
  g_assert_nonnull (weak);
  gate_open (&lingering);
  g_thread_join (thread);
  iterate ();
  diary_assert (&f->diary, "closed destroyed ");
  g_assert_null (weak);
  gate_clear (&lingering);
}

static gpointer
drop_in_steps (gpointer object)
{
  for (guint i = 0; i < 3; i++)
    {
      g_object_ref (object);
      g_object_unref (object);
    }
  g_object_unref (object);
  return NULL;
}

static void
test_an_object_of_a_thread_loop_closes_there (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("closer");
  g_autoptr(HarkFuture) stopped = NULL;
  Threads threads = { .closed = NULL };

  drop_in_steps (workshop_producer_new (loop, &noting, &threads, note_destroyed));
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_nonnull (threads.closed);
  g_assert_true (threads.closed != g_thread_self ());
  g_assert_true (threads.destroyed == threads.closed);
}

static void
test_without_a_context_it_closes_in_place_with_a_warning (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  Threads threads = { .closed = NULL };
  WorkshopProducer *producer;

  g_main_context_push_thread_default (context);
  producer = workshop_producer_new (NULL, &noting, &threads, note_destroyed);
  g_main_context_pop_thread_default (context);
  g_clear_pointer (&context, g_main_context_unref);

  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*Workshop.Producer is closed on a foreign thread*");
  g_object_unref (producer);
  g_test_assert_expected_messages ();
  g_assert_true (threads.closed == g_thread_self ());
  g_assert_true (threads.destroyed == g_thread_self ());
}

static void
test_a_stopped_loop_on_a_live_context_closes_on_the_owner (Fixture       *f,
                                                           gconstpointer  data)
{
  Threads threads = { .closed = NULL };
  WorkshopProducer *producer = workshop_producer_new (f->loop, &noting, &threads, note_destroyed);
  g_autoptr(HarkFuture) stopped = hark_loop_stop (f->loop, 0);

  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_thread_join (g_thread_new ("dropper", drop, producer));
  g_assert_null (threads.closed);
  iterate ();
  g_assert_true (threads.closed == g_thread_self ());
}

static void
test_a_context_that_goes_closes_what_was_dropped (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  Threads threads = { .closed = NULL };
  WorkshopProducer *producer;

  g_main_context_push_thread_default (context);
  producer = workshop_producer_new (NULL, &noting, &threads, note_destroyed);
  g_main_context_pop_thread_default (context);
  g_thread_join (g_thread_new ("dropper", drop, producer));
  g_assert_null (threads.closed);

  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "*Workshop.Producer is closed on a foreign thread*");
  g_clear_pointer (&context, g_main_context_unref);
  g_test_assert_expected_messages ();
  g_assert_true (threads.closed == g_thread_self ());
  g_assert_true (threads.destroyed == g_thread_self ());
}

static gpointer
keep_and_drop (gpointer object)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_object_ref (object);
      workshop_producer_emit_produced (object, "a", i);
      g_object_unref (object);
    }
  g_object_unref (object);
  return NULL;
}

static void
test_many_threads_drop_one_object (Fixture       *f,
                                   gconstpointer  data)
{
  Threads threads = { .closed = NULL };
  WorkshopProducer *producer = workshop_producer_new (f->loop, &noting, &threads, note_destroyed);
  GThread *droppers[4];

  HARK_CONNECT (producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  for (guint i = 0; i < 4; i++)
    droppers[i] = g_thread_new ("dropper", keep_and_drop, g_object_ref (producer));
  g_object_unref (producer);
  while (threads.closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 4; i++)
    g_thread_join (droppers[i]);
  hark_loop_run_until_idle (f->loop);
  g_assert_true (threads.closed == g_thread_self ());
  g_assert_true (threads.destroyed == g_thread_self ());
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 4 * 2000);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/16/last-unref-on-a-foreign-thread-closes-on-the-owner",
       test_last_unref_on_a_foreign_thread_closes_on_the_owner);
  g_test_add_func ("/rule/16/an-object-of-a-thread-loop-closes-there",
                   test_an_object_of_a_thread_loop_closes_there);
  g_test_add_func ("/rule/16/without-a-context-it-closes-in-place-with-a-warning",
                   test_without_a_context_it_closes_in_place_with_a_warning);
  ADD ("/rule/16/a-stopped-loop-on-a-live-context-closes-on-the-owner",
       test_a_stopped_loop_on_a_live_context_closes_on_the_owner);
  g_test_add_func ("/rule/16/a-context-that-goes-closes-what-was-dropped",
                   test_a_context_that_goes_closes_what_was_dropped);
  ADD ("/rule/16/nothing-is-closed-under-g-object-unref", test_nothing_is_closed_under_g_object_unref);
  ADD ("/rule/16/many-threads-drop-one-object", test_many_threads_drop_one_object);
  return g_test_run ();
}
