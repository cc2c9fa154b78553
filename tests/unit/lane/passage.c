/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that pass through a backlog: how many are under way, who waits, and who is let go. */

#include "base/thread-private.h"
#include "lane/backlog-private.h"
#include "lane/probe-private.h"

enum { DEPTH = 2, N_CALLS = 50 };

typedef struct
{
  GMainContext *context;
  HarkExecutor *executor;
  HarkLane     *lane;
  HarkBacklog  *backlog;
  GString      *log;
  GThread      *thread;    /* enters N_CALLS times, and posts a call each */
  int           n_inside;  /* atomic */
  int           n_most;    /* the owner: that it saw */
  int           n_dropped; /* atomic */
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const HarkQueueInfo info = { .policy = HARK_QUEUE_BLOCK, .depth = DEPTH };
  const HarkBacklogSubject subject = { .object = "Test", .member = "call", .priority = HARK_PRIORITY_NORMAL };

  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  self->backlog = hark_backlog_new (&info, &subject);
  self->log = g_string_new (NULL);
}

static void
step (Fixture *self)
{
  while (g_main_context_iteration (self->context, FALSE) || hark_executor_has_ready (self->executor))
    ;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  hark_backlog_unref (self->backlog);
  if (self->context != NULL)
    {
      step (self);
      g_main_context_unref (self->context);
    }
  hark_lane_unref (self->lane);
  hark_executor_unref (self->executor);
  g_string_free (self->log, TRUE);
}

/* --- a call that leaves --- */

typedef struct
{
  HarkCall  call;
  Fixture  *fixture;
} Passing;

static void
passing_run (HarkCall *call)
{
  Fixture *self = ((Passing *) call)->fixture;

  g_string_append_c (self->log, '.');
  self->n_most = MAX (self->n_most, g_atomic_int_get (&self->n_inside));
  g_atomic_int_add (&self->n_inside, -1);
  hark_backlog_leave (self->backlog);
  g_free (call);
}

static void
passing_drop (HarkCall *call)
{
  Fixture *self = ((Passing *) call)->fixture;

  g_atomic_int_inc (&self->n_dropped);
  hark_backlog_leave (self->backlog);
  g_free (call);
}

static const HarkCallFuncs passing_funcs = { HARK_CALL_USER, passing_run, passing_drop, NULL, NULL };

static void
pass (Fixture *self)
{
  Passing *passing = g_new0 (Passing, 1);

  passing->call.funcs = &passing_funcs;
  passing->fixture = self;
  hark_backlog_enter (self->backlog, self->lane);
  g_atomic_int_inc (&self->n_inside);
  hark_lane_post (self->lane, &passing->call);
}

static gpointer
pass_all (gpointer data)
{
  for (guint i = 0; i < N_CALLS; i++)
    pass (data);
  return NULL;
}

static void
begin_thread (Fixture *self)
{
  self->thread = g_thread_new ("plain", pass_all, self);
}

/* The lane runs, or drops, what comes until the thread has come to its end. */
static void
end_thread (Fixture *self)
{
  while (self->log->len + (guint) g_atomic_int_get (&self->n_dropped) < N_CALLS)
    g_main_context_iteration (self->context, FALSE);
  g_thread_join (self->thread);
}

static void
assert_all_run (Fixture *self)
{
  end_thread (self);
  g_assert_cmpuint (self->log->len, ==, N_CALLS);
}

/* --- tests --- */

static void
test_few_are_under_way (Fixture       *self,
                        gconstpointer  data)
{
  begin_thread (self);
  assert_all_run (self);
  g_assert_cmpint (self->n_most, <=, DEPTH);
}

static void
test_paused_nobody_gets_in (Fixture       *self,
                            gconstpointer  data)
{
  hark_backlog_pause (self->backlog, self->lane);
  hark_backlog_pause (self->backlog, self->lane);
  begin_thread (self);
  for (guint i = 0; i < 1000; i++)
    step (self);
  g_assert_cmpstr (self->log->str, ==, "");
  hark_backlog_resume (self->backlog);
  assert_all_run (self);
  hark_backlog_resume (self->backlog);
}

static void
test_who_cannot_wait_goes_in (Fixture       *self,
                              gconstpointer  data)
{
  hark_backlog_pause (self->backlog, self->lane);
  for (guint i = 0; i < 3 * DEPTH; i++)
    pass (self);
  step (self);
  g_assert_cmpstr (self->log->str, ==, "......");
  hark_backlog_resume (self->backlog);
}

/* Those who went by before there were bounds leave all the same. */
static void
test_who_has_not_entered_may_leave (Fixture       *self,
                                    gconstpointer  data)
{
  hark_backlog_leave (self->backlog);
  begin_thread (self);
  assert_all_run (self);
  g_assert_cmpint (self->n_most, <=, DEPTH);
}

static void
test_a_lane_that_stops_lets_all_go (Fixture       *self,
                                    gconstpointer  data)
{
  hark_backlog_pause (self->backlog, self->lane);
  begin_thread (self);
  hark_lane_stop (self->lane, HARK_FOREVER);
  end_thread (self);

  /* It is not paused again. */
  step (self);
  hark_backlog_pause (self->backlog, self->lane);
  begin_thread (self);
  g_thread_join (self->thread);
}

static void
test_the_end_of_the_context_lets_all_go (Fixture       *self,
                                         gconstpointer  data)
{
  hark_backlog_pause (self->backlog, self->lane);
  begin_thread (self);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_thread_join (self->thread);
  g_assert_cmpint (g_atomic_int_get (&self->n_dropped), ==, N_CALLS);
}

static void
test_closed_lets_all_go (Fixture       *self,
                         gconstpointer  data)
{
  hark_backlog_pause (self->backlog, self->lane);
  begin_thread (self);
  hark_backlog_close (self->backlog);
  g_thread_join (self->thread);
  step (self);
  g_assert_cmpuint (self->log->len, ==, N_CALLS);
  hark_backlog_resume (self->backlog);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add ("/lane/passage/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("few-are-under-way", test_few_are_under_way);
  TEST ("paused-nobody-gets-in", test_paused_nobody_gets_in);
  TEST ("who-cannot-wait-goes-in", test_who_cannot_wait_goes_in);
  TEST ("who-has-not-entered-may-leave", test_who_has_not_entered_may_leave);
  TEST ("a-lane-that-stops-lets-all-go", test_a_lane_that_stops_lets_all_go);
  TEST ("the-end-of-the-context-lets-all-go", test_the_end_of_the_context_lets_all_go);
  TEST ("closed-lets-all-go", test_closed_lets_all_go);
  return g_test_run ();
}
