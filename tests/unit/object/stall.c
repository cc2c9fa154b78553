/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that take too long are told of while they run. Slots block until the
 * watcher has told; whether a call was too long is a matter of the virtual clock. */

#include <stdatomic.h>

#include <hark/hark.h>

#include "workshop.h"

enum
{
  LIMIT = 1000,
};

/* What the watcher has told, "class.slot<event:elapsed " each, and a slot that
 * does what it is told with the serial. */
typedef struct
{
  GMutex   lock;
  GCond    changed;
  GString *told;      /* lock */
  guint    n_told;    /* lock */
  guint    n_queued;  /* lock: as told last */
  guint    n_freed;   /* lock */
  GThread *watcher;   /* lock: who has told last */
} Stalls;

static void
stalls_init (Stalls *self)
{
  *self = (Stalls) { .told = g_string_new (NULL) };
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  hark_clock_set_virtual (TRUE);
}

static void
stalls_clear (Stalls *self)
{
  hark_clock_set_virtual (FALSE);
  g_string_free (self->told, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
}

static void
write_down (HarkLoop        *loop,
            const HarkStall *stall,
            gpointer         data)
{
  Stalls *self = data;

  g_mutex_lock (&self->lock);
  g_string_append_printf (self->told, "%s.%s<%s:%u ", stall->object, stall->slot, stall->event,
                          (guint) stall->elapsed);
  self->n_told++;
  self->n_queued = stall->n_queued;
  self->watcher = g_thread_self ();
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
count_freed (gpointer data)
{
  Stalls *self = data;

  g_mutex_lock (&self->lock);
  self->n_freed++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
await_told (Stalls *self,
            guint   n)
{
  g_mutex_lock (&self->lock);
  while (self->n_told < n)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* The watcher may be on its way out, and have dropped the last reference to a loop
 * of this thread. */
static void
await_freed (Stalls *self,
             guint   n)
{
  guint n_freed;

  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_thread_yield ();
      g_mutex_lock (&self->lock);
      n_freed = self->n_freed;
      g_mutex_unlock (&self->lock);
    }
  while (n_freed < n);
  g_assert_cmpuint (n_freed, ==, n);
}

static void
assert_told (Stalls     *self,
             const char *expected)
{
  g_mutex_lock (&self->lock);
  g_assert_cmpstr (self->told->str, ==, expected);
  g_mutex_unlock (&self->lock);
}

/* --- slots --- */

/* Takes 1500, 2500 and 4500 us; each time it waits to be told of. */
static void
take_long (WorkshopConsumer *consumer,
           const char       *product,
           guint64           n_told)
{
  Stalls *self = workshop_consumer_get_data (consumer);

  hark_clock_advance (LIMIT + LIMIT / 2);
  await_told (self, n_told + 1);
  hark_clock_advance (LIMIT);
  await_told (self, n_told + 2);
  hark_clock_advance (LIMIT);
  hark_clock_advance (LIMIT);
  await_told (self, n_told + 3);
}

static void
take_a_while (WorkshopConsumer *consumer)
{
  Stalls *self = workshop_consumer_get_data (consumer);
  guint n_told = self->n_told;

  hark_clock_advance (LIMIT);
  await_told (self, n_told + 1);
}

/* Until it is told of with two calls behind it. */
static void
wait_for_two (WorkshopConsumer *consumer)
{
  Stalls *self = workshop_consumer_get_data (consumer);

  g_mutex_lock (&self->lock);
  while (self->n_queued != 2)
    {
      hark_clock_advance (LIMIT);
      g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + 1000);
    }
  g_mutex_unlock (&self->lock);
}

static void
be_quick (WorkshopConsumer *consumer,
          GBytes           *content)
{
}

static const WorkshopConsumerSlots slow =
{
  .on_produced = take_long,
  .on_paused = take_a_while,
  .on_packed = be_quick,
  .on_started = wait_for_two,
};

typedef struct
{
  Stalls            stalls;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  stalls_init (&f->stalls);
  f->loop = hark_loop_new ("slow");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = workshop_consumer_new (f->loop, &slow, &f->stalls, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->consumer);
  g_object_unref (f->producer);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  stalls_clear (&f->stalls);
}

/* --- telling --- */

static void
test_told_while_it_runs (Fixture       *f,
                         gconstpointer  data)
{
  hark_loop_set_stall_func (f->loop, LIMIT, write_down, &f->stalls, NULL);
  g_assert_true (workshop_consumer_on_paused (f->consumer));
  hark_loop_run_until_idle (f->loop);
  assert_told (&f->stalls, "Workshop.Consumer.on_paused<(null):1000 ");
  g_assert_true (f->stalls.watcher != g_thread_self ());
}

static void
test_told_at_each_doubling (Fixture       *f,
                            gconstpointer  data)
{
  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  hark_loop_set_stall_func (f->loop, LIMIT, write_down, &f->stalls, NULL);
  workshop_producer_emit_produced (f->producer, "chair", 0);
  hark_loop_run_until_idle (f->loop);
  assert_told (&f->stalls, "Workshop.Consumer.on_produced<produced:1500 "
                           "Workshop.Consumer.on_produced<produced:2500 "
                           "Workshop.Consumer.on_produced<produced:4500 ");
}

static void
test_quick_calls_are_not_told_of (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(GBytes) content = g_bytes_new_static ("x", 1);

  hark_loop_set_stall_func (f->loop, LIMIT, write_down, &f->stalls, NULL);
  for (guint i = 0; i < 1000; i++)
    g_assert_true (workshop_consumer_on_packed (f->consumer, content));
  g_assert_true (workshop_consumer_on_paused (f->consumer));
  for (guint i = 0; i < 1000; i++)
    g_assert_true (workshop_consumer_on_packed (f->consumer, content));
  hark_loop_run_until_idle (f->loop);
  assert_told (&f->stalls, "Workshop.Consumer.on_paused<(null):1000 ");
}

static void
test_says_how_many_wait (Fixture       *f,
                         gconstpointer  data)
{
  g_autoptr(HarkLoop) there = hark_loop_new_thread ("there");
  WorkshopConsumer *consumer = workshop_consumer_new (there, &slow, &f->stalls, NULL);
  g_autoptr(HarkFuture) stopped = NULL;

  hark_loop_set_stall_func (there, LIMIT, write_down, &f->stalls, NULL);
  g_assert_true (workshop_consumer_on_started (consumer));
  await_told (&f->stalls, 1);
  g_assert_true (workshop_consumer_on_stopped (consumer, 0));
  g_assert_true (workshop_consumer_on_stopped (consumer, 0));
  g_object_unref (consumer);
  stopped = hark_loop_stop (there, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

/* Who is connected directly is on the watcher's thread, the others where they live. */
static void
hear_directly (Stalls     *self,
               const char *object,
               const char *slot,
               const char *event,
               gint64      elapsed,
               guint64     n_queued)
{
  const HarkStall stall = { object, slot, event, elapsed, n_queued, { NULL, NULL, NULL } };

  write_down (NULL, &stall, self);
}

static void
hear_later (GString    *text,
            const char *object,
            const char *slot,
            const char *event,
            gint64      elapsed,
            guint64     n_queued)
{
  g_string_append_printf (text, "%s.%s<%s:%u+%u ", object, slot, event, (guint) elapsed, (guint) n_queued);
}

static void
free_nothing (gpointer data)
{
}

static void
test_emits_stalled (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(GString) later = g_string_new (NULL);
  g_autoptr(WorkshopProducer) elsewhere = workshop_producer_new (NULL, NULL, NULL, NULL);

  HARK_CONNECT_DATA_FULL (f->loop, hark_loop_stalled, elsewhere, hear_directly, &f->stalls, free_nothing,
                          HARK_CONNECT_INLINE);
  HARK_CONNECT_DATA (f->loop, hark_loop_stalled, elsewhere, hear_later, later, free_nothing);
  hark_loop_set_limit (f->loop, LIMIT);
  g_assert_true (workshop_consumer_on_paused (f->consumer));
  hark_loop_run_until_idle (f->loop);
  while (later->len == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_told (&f->stalls, "Workshop.Consumer.on_paused<(null):1000 ");
  g_assert_true (f->stalls.watcher != g_thread_self ());
  g_assert_cmpstr (later->str, ==, "Workshop.Consumer.on_paused<(null):1000+0 ");
}

/* --- limits --- */

static void
test_without_a_limit_nothing_is_told (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr(HarkLoop) other = hark_loop_new ("other");
  WorkshopConsumer *consumer = workshop_consumer_new (other, &slow, &f->stalls, NULL);
  g_autoptr(WorkshopConsumer) unwatched = workshop_consumer_new (f->loop, NULL, NULL, NULL);
  HarkLoopStats stats;

  g_assert_nonnull (unwatched);
  hark_loop_set_stall_func (f->loop, LIMIT, write_down, &f->stalls, count_freed);
  hark_loop_set_limit (f->loop, 0);
  g_assert_cmpuint (f->stalls.n_freed, ==, 1);

  /* Inside this call another loop stalls, which is told of. */
  hark_loop_set_stall_func (other, LIMIT, write_down, &f->stalls, count_freed);
  g_assert_true (workshop_consumer_on_paused (consumer));
  hark_loop_run_until_idle (other);
  assert_told (&f->stalls, "Workshop.Consumer.on_paused<(null):1000 ");
  hark_loop_get_stats (other, &stats);
  g_assert_cmpint (stats.longest_run, ==, LIMIT);

  g_object_unref (consumer);
  g_clear_object (&other);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  await_freed (&f->stalls, 2);
}

/* --- figures --- */

/* Takes as long as it is told. */
static void
advance (WorkshopConsumer *consumer,
         const char       *product,
         guint64           milliseconds)
{
  hark_clock_advance (milliseconds * 1000);
}

static const WorkshopConsumerSlots advancing = { .on_produced = advance };

static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  WorkshopConsumer *consumer = workshop_consumer_new (f->loop, &advancing, NULL, NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  HarkLoopStats stats;

  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued + stats.n_run + stats.n_dropped, ==, 0);
  g_assert_cmpint (stats.longest_wait, ==, 0);
  g_assert_cmpint (stats.longest_run, ==, 0);

  g_assert_true (workshop_consumer_on_produced (consumer, "chair", 30));
  g_assert_true (workshop_consumer_on_produced (consumer, "chair", 40));
  hark_clock_advance (20 * 1000);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued, ==, 2);
  g_assert_cmpuint (stats.n_run, ==, 0);

  hark_loop_run_until_idle (f->loop);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued, ==, 0);
  g_assert_cmpuint (stats.n_run, ==, 2);
  g_assert_cmpint (stats.longest_wait, ==, 20 * 1000);
  g_assert_cmpint (stats.longest_run, >=, 40 * 1000);
  g_assert_cmpint (stats.longest_run, <=, 70 * 1000);

  g_assert_true (workshop_consumer_on_produced (consumer, "chair", 0));
  stopped = hark_loop_stop (f->loop, 0);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued, ==, 1);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_queued, ==, 0);
  g_assert_cmpuint (stats.n_run, ==, 2);
  g_assert_cmpuint (stats.n_dropped, ==, 1);
  g_object_unref (consumer);
}

/* What is taken at once and left for later turns waits on. */
static void
test_longest_wait_of_a_crowd (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (f->loop, &advancing, NULL, NULL);
  HarkLoopStats stats;

  for (guint i = 0; i < 100; i++)
    g_assert_true (workshop_consumer_on_produced (consumer, "chair", 1));
  hark_loop_run_until_idle (f->loop);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpuint (stats.n_run, ==, 100);
  g_assert_cmpint (stats.longest_wait, >=, 80 * 1000);
  g_assert_cmpint (stats.longest_wait, <=, 100 * 1000);
}

/* Inside a call the figures are exact. */
typedef struct
{
  HarkLoop *loop;
  GString  *text;
} Counting;

static void
count_waiting (WorkshopConsumer *consumer)
{
  Counting *self = workshop_consumer_get_data (consumer);
  HarkLoopStats stats;

  hark_loop_get_stats (self->loop, &stats);
  g_string_append_printf (self->text, "%u+%u ", (guint) stats.n_run, (guint) stats.n_queued);
  if (stats.n_run == 2)
    g_assert_true (workshop_consumer_on_paused (consumer));
}

static const WorkshopConsumerSlots counting = { .on_paused = count_waiting };

static void
test_queued_inside_a_call (Fixture       *f,
                           gconstpointer  data)
{
  Counting self = { f->loop, g_string_new (NULL) };
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (f->loop, &counting, &self, NULL);

  for (guint i = 0; i < 4; i++)
    g_assert_true (workshop_consumer_on_paused (consumer));
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpstr (self.text->str, ==, "1+3 2+2 3+2 4+1 5+0 ");
  g_string_free (self.text, TRUE);
}

static void
test_longest_run_is_exact_where_there_is_a_limit (Fixture       *f,
                                                  gconstpointer  data)
{
  g_autoptr(WorkshopConsumer) consumer = workshop_consumer_new (f->loop, &advancing, NULL, NULL);
  HarkLoopStats stats;

  hark_loop_set_limit (f->loop, G_TIME_SPAN_HOUR);
  g_assert_true (workshop_consumer_on_produced (consumer, "chair", 30));
  g_assert_true (workshop_consumer_on_produced (consumer, "chair", 40));
  hark_loop_run_until_idle (f->loop);
  hark_loop_get_stats (f->loop, &stats);
  g_assert_cmpint (stats.longest_run, ==, 40 * 1000);
}

/* --- in earnest --- */

enum
{
  N_THREADS = 3,
  N_ROUNDS  = 200,
};

static gpointer
come_and_go (gpointer data)
{
  Stalls *stalls = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      HarkLoop *loop = hark_loop_new_thread ("passing");
      WorkshopConsumer *consumer = workshop_consumer_new (loop, NULL, NULL, NULL);

      hark_loop_set_stall_func (loop, 1, write_down, stalls, count_freed);
      g_assert_true (workshop_consumer_on_paused (consumer));
      if (i % 3 == 0)
        hark_loop_set_stall_func (loop, 1 + i, write_down, stalls, count_freed);
      g_object_unref (consumer);
      if (i % 3 == 1)
        hark_future_unref (hark_loop_stop (loop, 0));
      if (i % 5 == 0)
        hark_loop_set_limit (loop, 0);
      g_object_unref (loop);
    }
  return NULL;
}

static void
test_loops_end_while_they_are_watched (void)
{
  const guint n_set = N_THREADS * (N_ROUNDS + (N_ROUNDS + 2) / 3);
  GThread *threads[N_THREADS];
  Stalls stalls;

  stalls_init (&stalls);
  hark_clock_set_virtual (FALSE);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("bustle", come_and_go, &stalls);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  await_freed (&stalls, n_set);
  stalls_clear (&stalls);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/stall/told-while-it-runs", test_told_while_it_runs);
  add ("/stall/told-once-and-at-each-doubling", test_told_at_each_doubling);
  add ("/stall/quick-calls-are-not-told-of", test_quick_calls_are_not_told_of);
  add ("/stall/says-how-many-wait", test_says_how_many_wait);
  add ("/stall/emits-stalled", test_emits_stalled);
  add ("/stall/without-a-limit-nothing-is-told", test_without_a_limit_nothing_is_told);
  add ("/figures/queued-run-dropped-wait-and-run", test_figures);
  add ("/figures/longest-wait-of-a-crowd", test_longest_wait_of_a_crowd);
  add ("/figures/queued-is-exact-inside-a-call", test_queued_inside_a_call);
  add ("/figures/longest-run-is-exact-where-there-is-a-limit",
       test_longest_run_is_exact_where_there_is_a_limit);
  g_test_add_func ("/stall/loops-end-while-they-are-watched", test_loops_end_while_they_are_watched);
  return g_test_run ();
}
