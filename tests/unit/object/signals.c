/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events as signals: only when somebody has asked, and as calls like any other. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
} Fixture;

static void
on_produced (WorkshopProducer *producer,
             const char       *product,
             guint64           serial,
             gpointer          data)
{
  g_assert_true (hark_loop_is_owner (hark_object_get_loop (HARK_OBJECT (producer))));
  diary_produced (data, product, serial);
}

static void
on_paused (WorkshopProducer *producer,
           gpointer          data)
{
  diary_produced (data, "paused", 0);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("signals");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  g_signal_connect (f->producer, "produced", G_CALLBACK (on_produced), &f->diary);
  g_signal_connect (f->producer, "paused", G_CALLBACK (on_paused), &f->diary);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  diary_clear (&f->diary);
}

static void
test_silent_until_asked_for (Fixture       *f,
                             gconstpointer  data)
{
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "");
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
}

static void
test_emitted_in_calls_of_their_own (Fixture       *f,
                                    gconstpointer  data)
{
  hark_object_enable_signals (HARK_OBJECT (f->producer));
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_produced (f->producer, "b", 2);
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 paused:0 b:2 ");
}

static void
test_asking_twice_mirrors_once (Fixture       *f,
                                gconstpointer  data)
{
  hark_object_enable_signals (HARK_OBJECT (f->producer));
  hark_object_enable_signals (HARK_OBJECT (f->producer));
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static gpointer
emit_elsewhere (gpointer producer)
{
  workshop_producer_emit_produced (producer, "a", 1);
  return NULL;
}

static void
test_emitted_on_the_owner (Fixture       *f,
                           gconstpointer  data)
{
  hark_object_enable_signals (HARK_OBJECT (f->producer));
  g_thread_join (g_thread_new ("emitter", emit_elsewhere, f->producer));
  diary_assert (&f->diary, "");
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
}

static void
drop (WorkshopProducer *producer,
      gpointer          data)
{
  WorkshopProducer **held = data;

  g_clear_object (held);
}

static void
test_a_handler_may_drop_the_object (Fixture       *f,
                                    gconstpointer  data)
{
  hark_object_enable_signals (HARK_OBJECT (f->producer));
  g_signal_connect (f->producer, "paused", G_CALLBACK (drop), &f->producer);
  workshop_producer_emit_paused (f->producer);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  /* Calls to what has ended are dropped. */
  g_assert_null (f->producer);
  diary_assert (&f->diary, "paused:0 ");
}

#define TEST(path, function) \
  g_test_add ("/object/signals/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("silent-until-asked-for", test_silent_until_asked_for);
  TEST ("emitted-in-calls-of-their-own", test_emitted_in_calls_of_their_own);
  TEST ("asking-twice-mirrors-once", test_asking_twice_mirrors_once);
  TEST ("emitted-on-the-owner", test_emitted_on_the_owner);
  TEST ("a-handler-may-drop-the-object", test_a_handler_may_drop_the_object);
  return g_test_run ();
}
