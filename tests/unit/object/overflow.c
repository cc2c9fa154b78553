/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A loop whose queue is full, and what everybody is told of it. Rule 27. */

#include <stdatomic.h>

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
note_overflow (Diary      *diary,
               const char *object,
               const char *member,
               const char *policy,
               guint64     n_dropped)
{
  g_string_append_printf (diary->text, "<%s.%s %s %u> ", object, member, policy, (guint) n_dropped);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("overflow");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  HARK_CONNECT_DATA (f->loop, hark_loop_overflow, f->consumer, note_overflow, &f->diary, NULL);
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
assert_full (HarkFuture *future)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (workshop_producer_finish_stock (future, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FULL);
}

static void
test_fail_refuses_calls (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkFuture) stock = NULL;

  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_FAIL);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "a", 1));
  g_assert_true (workshop_consumer_on_produced (f->consumer, "b", 2));
  g_assert_false (workshop_consumer_on_produced (f->consumer, "c", 3));
  stock = workshop_producer_call_stock (f->producer);
  assert_full (stock);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 2);

  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. fail 2> a:1 b:2 ");
  g_assert_true (workshop_consumer_on_produced (f->consumer, "d", 4));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "d:4 ");
}

static void
test_fail_refuses_events (Fixture       *f,
                          gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_FAIL);
  for (guint i = 0; i < 5; i++)
    workshop_producer_emit_produced (f->producer, "a", i);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. fail 3> a:0 a:1 ");
}

static void
test_drop_newest_bothers_no_caller (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(HarkFuture) stock = NULL;

  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_DROP_NEWEST);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "a", 1));
  g_assert_true (workshop_consumer_on_produced (f->consumer, "b", 2));
  stock = workshop_producer_call_stock (f->producer);
  assert_full (stock);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. drop-newest 2> a:1 ");
}

static void
test_drop_oldest_keeps_the_newest (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(HarkFuture) stock = NULL;

  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_DROP_OLDEST);
  stock = workshop_producer_call_stock (f->producer);
  for (guint i = 0; i < 4; i++)
    g_assert_true (workshop_consumer_on_produced (f->consumer, "a", i));
  assert_full (stock);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. drop-oldest 3> a:2 a:3 ");
}

static void
test_grow_tells_of_the_mark (Fixture       *f,
                             gconstpointer  data)
{
  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_GROW);
  for (guint i = 0; i < 4; i++)
    g_assert_true (workshop_consumer_on_produced (f->consumer, "a", i));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. grow 0> a:0 a:1 a:2 a:3 ");
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 0);
}

static void
test_what_is_told_merges (Fixture       *f,
                          gconstpointer  data)
{
  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_DROP_NEWEST);
  for (guint i = 0; i < 1000; i++)
    workshop_consumer_on_produced (f->consumer, "a", i);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. drop-newest 999> a:0 ");

  workshop_consumer_on_produced (f->consumer, "b", 0);
  workshop_consumer_on_produced (f->consumer, "b", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. drop-newest 1> b:0 ");
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 1000);
}

static void
test_bounds_can_be_changed (Fixture       *f,
                            gconstpointer  data)
{
  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_FAIL);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "a", 1));
  g_assert_false (workshop_consumer_on_produced (f->consumer, "b", 2));
  hark_loop_set_queue (f->loop, 2, HARK_QUEUE_FAIL);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "c", 3));
  g_assert_false (workshop_consumer_on_produced (f->consumer, "d", 4));
  hark_loop_set_queue (f->loop, 0, HARK_QUEUE_GROW);
  g_assert_true (workshop_consumer_on_produced (f->consumer, "e", 5));
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "<Hark.Loop. grow 2> a:1 c:3 e:5 ");
}

static void
test_what_a_loop_cannot_be (Fixture       *f,
                            gconstpointer  data)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL,
                         "*'overflow' cannot be 'latest'*give it to a connection, or to a slot*");
  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_LATEST);
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*'overflow' needs a depth of 1 or more to be 'fail'*");
  hark_loop_set_queue (f->loop, 0, HARK_QUEUE_FAIL);
  g_test_assert_expected_messages ();
}

/* --- between threads --- */

enum
{
  DEPTH = 2,
  N_CALLS = 200,
};

typedef struct
{
  Diary             diary;
  Gate              gate;
  WorkshopConsumer *consumer;
  atomic_uint       n_sent;
  atomic_uint       n_run;
} Race;

/* Before the first call runs, all that may wait does. */
static void
count_run (gpointer consumer,
           gpointer data)
{
  Race *race = data;

  if (atomic_load (&race->n_run) == 0)
    gate_enter (&race->gate);
  /* One runs, and as many as the depth wait. */
  g_assert_cmpuint (atomic_load (&race->n_sent), <=, atomic_fetch_add (&race->n_run, 1) + 1 + DEPTH);
}

static gpointer
send_all (gpointer data)
{
  Race *race = data;

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_assert_true (workshop_consumer_on_produced (race->consumer, "a", i));
      atomic_fetch_add (&race->n_sent, 1);
    }
  return NULL;
}

static void
test_block_holds_a_plain_thread_back (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("slow");
  g_autoptr(GString) expected = g_string_new (NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  Race race = { .consumer = NULL };
  GThread *thread;

  diary_init (&race.diary);
  race.diary.act = count_run;
  race.diary.data = &race;
  gate_init (&race.gate);
  hark_loop_set_queue (loop, DEPTH, HARK_QUEUE_BLOCK);
  race.consumer = diary_consumer_new (&race.diary, loop);
  thread = g_thread_new ("plain", send_all, &race);
  gate_await (&race.gate);
  while (atomic_load (&race.n_sent) < 1 + DEPTH)
    g_thread_yield ();
  gate_open (&race.gate);
  g_thread_join (thread);
  while (atomic_load (&race.n_run) < N_CALLS)
    g_thread_yield ();

  g_object_unref (race.consumer);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  for (guint i = 0; i < N_CALLS; i++)
    g_string_append_printf (expected, "a:%u ", i);
  g_string_append (expected, "closed destroyed ");
  diary_assert (&race.diary, expected->str);
  g_assert_cmpuint (hark_loop_get_n_dropped (loop), ==, 0);

  diary_clear (&race.diary);
  gate_clear (&race.gate);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/rule/27/fail-refuses-calls", test_fail_refuses_calls);
  ADD ("/rule/27/fail-refuses-events", test_fail_refuses_events);
  ADD ("/rule/27/drop-newest-bothers-no-caller", test_drop_newest_bothers_no_caller);
  ADD ("/rule/27/drop-oldest-keeps-the-newest", test_drop_oldest_keeps_the_newest);
  ADD ("/rule/27/grow-tells-of-the-mark", test_grow_tells_of_the_mark);
  ADD ("/rule/27/what-is-told-merges", test_what_is_told_merges);
  ADD ("/rule/27/bounds-can-be-changed", test_bounds_can_be_changed);
  ADD ("/rule/27/what-a-loop-cannot-be", test_what_a_loop_cannot_be);
#undef ADD
  g_test_add_func ("/rule/27/block-holds-a-plain-thread-back", test_block_holds_a_plain_thread_back);
  return g_test_run ();
}
