/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lanes that several threads post on, and lanes with threads of their own. */

#include "base/thread-private.h"
#include "lane/thread-private.h"

typedef struct
{
  GMainContext *context;
  HarkExecutor *executor;
  HarkLane     *lane;
} Fixture;

static void
fixture_init (Fixture *self)
{
  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, HARK_LANE_RUNNING);
}

static void
fixture_clear (Fixture *self)
{
  hark_lane_unref (self->lane);
  g_clear_pointer (&self->context, g_main_context_unref);
  hark_executor_unref (self->executor);
}

enum
{
  N_THREADS = 4,
  N_CALLS   = 5000,
};

typedef struct
{
  HarkCall  call;
  guint     thread;
  guint     number;
  guint    *next;     /* an array of N_THREADS; the lane's own */
} NumberedCall;

static void
numbered_run (HarkCall *call)
{
  NumberedCall *self = (NumberedCall *) call;

  g_assert_cmpuint (self->next[self->thread], ==, self->number);
  self->next[self->thread]++;
  g_free (self);
}

static void
numbered_drop (HarkCall *call)
{
  g_free (call);
}

static const HarkCallFuncs numbered_funcs = { HARK_CALL_USER, numbered_run, numbered_drop, NULL, NULL };

typedef struct
{
  HarkLane *lane;
  guint     thread;
  guint    *next;
  guint     n_refused;
} Poster;

static gpointer
post_numbers (gpointer data)
{
  Poster *self = data;

  for (guint i = 0; i < N_CALLS; i++)
    {
      NumberedCall *call = g_new (NumberedCall, 1);

      *call = (NumberedCall) { { .funcs = &numbered_funcs }, self->thread, i, self->next };
      self->n_refused += !hark_lane_post (self->lane, &call->call);
    }
  return NULL;
}

static void
test_threads_keep_their_order (void)
{
  Poster posters[N_THREADS];
  GThread *threads[N_THREADS];
  guint next[N_THREADS] = { 0 };
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < N_THREADS; i++)
    {
      posters[i] = (Poster) { f.lane, i, next, 0 };
      threads[i] = g_thread_new ("poster", post_numbers, &posters[i]);
    }
  /* Blocks: a lost wake-up hangs here. */
  while (hark_lane_get_n_run (f.lane) < N_THREADS * N_CALLS)
    g_main_context_iteration (f.context, TRUE);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (next[i], ==, N_CALLS);
      g_assert_cmpuint (posters[i].n_refused, ==, 0);
    }
  fixture_clear (&f);
}

static void
test_each_call_runs_is_discarded_or_refused (void)
{
  Poster posters[N_THREADS];
  GThread *threads[N_THREADS];
  guint next[N_THREADS] = { 0 };
  guint n_refused = 0;
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < N_THREADS; i++)
    {
      posters[i] = (Poster) { f.lane, i, next, 0 };
      threads[i] = g_thread_new ("poster", post_numbers, &posters[i]);
    }
  while (hark_lane_get_n_run (f.lane) < N_CALLS)
    g_main_context_iteration (f.context, TRUE);
  hark_lane_stop (f.lane, 0);
  while (hark_lane_get_state (f.lane) != HARK_LANE_STOPPED)
    g_main_context_iteration (f.context, TRUE);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      n_refused += posters[i].n_refused;
    }
  g_assert_cmpuint (hark_lane_get_n_run (f.lane) + hark_lane_get_n_discarded (f.lane) + n_refused,
                    ==, N_THREADS * N_CALLS);
  fixture_clear (&f);
}

/* The context goes while other threads are posting: they meet its end, never its
 * memory. */
static void
test_posting_races_with_the_end_of_a_context (void)
{
  for (guint round = 0; round < 50; round++)
    {
      Poster posters[2];
      GThread *threads[2];
      guint next[N_THREADS] = { 0 };
      guint n_refused = 0;
      Fixture f;

      fixture_init (&f);
      for (guint i = 0; i < 2; i++)
        {
          posters[i] = (Poster) { f.lane, i, next, 0 };
          threads[i] = g_thread_new ("poster", post_numbers, &posters[i]);
        }
      while (hark_lane_get_n_run (f.lane) < 100)
        g_main_context_iteration (f.context, TRUE);
      g_clear_pointer (&f.context, g_main_context_unref);
      for (guint i = 0; i < 2; i++)
        {
          g_thread_join (threads[i]);
          n_refused += posters[i].n_refused;
        }
      hark_lane_schedule (f.lane);
      g_assert_cmpint (hark_lane_get_state (f.lane), ==, HARK_LANE_STOPPED);
      /* Who was first to find out is told that it was refused, and is discarded. */
      g_assert_cmpuint (hark_lane_get_n_run (f.lane) + hark_lane_get_n_discarded (f.lane) + n_refused,
                        >=, 2 * N_CALLS);
      g_assert_cmpuint (hark_lane_get_n_run (f.lane) + hark_lane_get_n_discarded (f.lane) + n_refused,
                        <=, 2 * N_CALLS + 1);
      fixture_clear (&f);
    }
}

/* --- a thread of its own --- */

typedef struct
{
  HarkCall call;
  GMutex   lock;
  GCond    changed;
  gboolean is_inside;
  gboolean may_return;
  gboolean has_returned;
} Gate;

static void
gate_run (HarkCall *call)
{
  Gate *self = (Gate *) call;

  g_mutex_lock (&self->lock);
  self->is_inside = TRUE;
  g_cond_broadcast (&self->changed);
  while (!self->may_return)
    g_cond_wait (&self->changed, &self->lock);
  self->has_returned = TRUE;
  g_mutex_unlock (&self->lock);
}

static const HarkCallFuncs gate_funcs = { HARK_CALL_USER, gate_run, gate_run, NULL, NULL };

static void
gate_init (Gate *self)
{
  *self = (Gate) { .call.funcs = &gate_funcs };
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

static void
gate_wait_inside (Gate *self)
{
  g_mutex_lock (&self->lock);
  while (!self->is_inside)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

static gpointer
gate_open (gpointer data)
{
  Gate *self = data;

  g_mutex_lock (&self->lock);
  self->may_return = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
test_wait_call_waits_for_the_running_call (void)
{
  HarkLane *lane = hark_lane_new_thread ("gate");
  GThread *opener;
  Gate gate;

  gate_init (&gate);
  g_assert_true (hark_lane_wait_call (lane, "a call", NULL)); /* nothing runs: at once */
  hark_lane_start (lane);
  hark_lane_post (lane, &gate.call);
  gate_wait_inside (&gate);

  opener = g_thread_new ("opener", gate_open, &gate);
  g_assert_true (hark_lane_wait_call (lane, "a call", NULL));
  g_assert_true (gate.has_returned);
  g_thread_join (opener);
  g_assert_true (hark_lane_wait_call (lane, "a call", NULL));
  hark_lane_unref (lane);
  g_mutex_clear (&gate.lock);
  g_cond_clear (&gate.changed);
}

typedef struct
{
  HarkCall      call;
  GThread      *thread;
  GMainContext *context;
  GAsyncQueue  *done;
} WhereCall;

static void
where_run (HarkCall *call)
{
  WhereCall *self = (WhereCall *) call;

  self->thread = g_thread_self ();
  self->context = g_main_context_get_thread_default ();
  g_async_queue_push (self->done, self);
}

static const HarkCallFuncs where_funcs = { HARK_CALL_USER, where_run, where_run, NULL, NULL };

static void
test_thread_lane_has_a_thread_and_a_context (void)
{
  HarkLane *lane = hark_lane_new_thread ("own");
  g_autoptr(GAsyncQueue) done = g_async_queue_new ();
  WhereCall where = { .call.funcs = &where_funcs, .done = done };

  hark_lane_start (lane);
  g_assert_true (hark_lane_post (lane, &where.call));
  g_async_queue_pop (done);
  g_assert_true (where.thread != g_thread_self ());
  g_assert_nonnull (where.context);
  g_assert_true (where.context == hark_executor_get_context (hark_lane_get_executor (lane)));
  hark_lane_unref (lane);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane/post/threads-keep-their-order", test_threads_keep_their_order);
  g_test_add_func ("/lane/life/each-call-runs-is-discarded-or-refused",
                   test_each_call_runs_is_discarded_or_refused);
  g_test_add_func ("/lane/life/posting-races-with-the-end-of-a-context",
                   test_posting_races_with_the_end_of_a_context);
  g_test_add_func ("/lane/thread/wait-call-waits-for-the-running-call",
                   test_wait_call_waits_for_the_running_call);
  g_test_add_func ("/lane/thread/has-a-thread-and-a-context", test_thread_lane_has_a_thread_and_a_context);
  return g_test_run ();
}
