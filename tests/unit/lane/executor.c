/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One source for each context, and turns for all: counted on a clock that
 * moves when told to. */

#include "base/thread-private.h"
#include "lane/clock-private.h"
#include "lane/probe-private.h"

static void
step (GMainContext *context,
      HarkExecutor *executor)
{
  do
    g_main_context_iteration (context, FALSE);
  while (hark_executor_has_ready (executor));
}

static void
test_one_for_each_context (void)
{
  g_autoptr(GMainContext) a = g_main_context_new ();
  g_autoptr(GMainContext) b = g_main_context_new ();
  HarkExecutor *of_a = hark_executor_dup_for_context (a, 0);
  HarkExecutor *of_b = hark_executor_dup_for_context (b, 0);
  HarkExecutor *again = hark_executor_dup_for_context (a, 0);
  HarkExecutor *looked_up = hark_executor_lookup (a);

  g_assert_true (of_a == again);
  g_assert_true (of_a == looked_up);
  g_assert_true (of_a != of_b);
  g_assert_true (hark_executor_get_context (of_a) == a);
  hark_executor_unref (again);
  hark_executor_unref (looked_up);

  g_clear_pointer (&a, g_main_context_unref);
  g_assert_null (hark_executor_get_context (of_a));
  g_assert_true (hark_executor_get_context (of_b) == b);
  hark_executor_unref (of_a);
  hark_executor_unref (of_b);
}

static void
test_a_context_in_the_same_place_is_another (void)
{
  /* Where the memory of a context is used again, its executor must not be. */
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GMainContext) context = g_main_context_new ();
      HarkExecutor *executor;

      g_assert_null (hark_executor_lookup (context));
      executor = hark_executor_dup_for_context (context, 0);
      g_assert_true (hark_executor_get_context (executor) == context);
      hark_executor_unref (executor);
    }
}

static void
test_idle_lanes_are_not_touched (void)
{
  enum { N_LANES = 100000 };

  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  Probe probe = { .log = g_string_new (NULL) };
  HarkLane **lanes = g_new (HarkLane *, N_LANES);
  GSource *source;
  guint n_sources = 0;
  guint64 n_runs;

  for (guint i = 0; i < N_LANES; i++)
    {
      lanes[i] = hark_lane_new (executor, HARK_LANE_RUNNING);
      hark_lane_post (lanes[i], probe_call_new (&probe, HARK_CALL_CHORE, '.'));
    }
  step (context, executor);
  g_assert_cmpuint (probe.log->len, ==, N_LANES);
  g_assert_cmpuint (hark_executor_get_n_runs (executor), ==, N_LANES);

  /* GLib numbers the sources of a context from 1. */
  while ((source = g_main_context_find_source_by_id (context, n_sources + 1)) != NULL)
    n_sources++;
  g_assert_cmpuint (n_sources, ==, 1);

  /* Iterations find nothing to run ... */
  n_runs = hark_executor_get_n_runs (executor);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (hark_executor_get_n_runs (executor), ==, n_runs);

  /* ... and one call runs one lane. */
  hark_lane_post (lanes[N_LANES / 2], probe_call_new (&probe, HARK_CALL_USER, 'a'));
  step (context, executor);
  g_assert_cmpuint (hark_executor_get_n_runs (executor), ==, n_runs + 1);

  for (guint i = 0; i < N_LANES; i++)
    hark_lane_unref (lanes[i]);
  g_free (lanes);
  hark_executor_unref (executor);
  g_string_free (probe.log, TRUE);
}

static void
test_a_busy_lane_lets_others_have_turns (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *busy = hark_lane_new (executor, HARK_LANE_RUNNING);
  HarkLane *other = hark_lane_new (executor, HARK_LANE_RUNNING);
  Probe probe = { .log = g_string_new (NULL) };

  for (guint i = 0; i < 1000; i++)
    hark_lane_post (busy, probe_call_new (&probe, HARK_CALL_USER, 'b'));
  hark_lane_post (other, probe_call_new (&probe, HARK_CALL_USER, 'o'));
  step (context, executor);
  g_assert_cmpuint (probe.log->len, ==, 1001);
  g_assert_cmpint (strchr (probe.log->str, 'o') - probe.log->str, <, 100);

  hark_lane_unref (busy);
  hark_lane_unref (other);
  hark_executor_unref (executor);
  g_string_free (probe.log, TRUE);
}

typedef struct
{
  Probe     probe;
  HarkLane *other;
} Visit;

static void
visit (gpointer probe,
       gpointer data)
{
  Visit *self = data;

  hark_lane_post (self->other, probe_call_new (&self->probe, HARK_CALL_USER, 'o'));
}

/* A lane that is alone goes on, until another one comes. */
static void
test_who_comes_has_the_next_turn (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *busy = hark_lane_new (executor, HARK_LANE_RUNNING);
  HarkLane *other = hark_lane_new (executor, HARK_LANE_RUNNING);
  Visit self = { .probe = { .log = g_string_new (NULL) }, .other = other };

  self.probe.act = visit;
  self.probe.data = &self;
  for (guint i = 0; i < 100; i++)
    hark_lane_post (busy, probe_call_new (&self.probe, HARK_CALL_USER, i == 40 ? '!' : 'b'));
  step (context, executor);
  g_assert_cmpuint (self.probe.log->len, ==, 101);
  g_assert_cmpint (strchr (self.probe.log->str, 'o') - self.probe.log->str, ==, 48);

  hark_lane_unref (busy);
  hark_lane_unref (other);
  hark_executor_unref (executor);
  g_string_free (self.probe.log, TRUE);
}

/* Though nobody else waits in its context, somebody may wait at other sources. */
static void
test_a_lane_that_is_alone_has_a_budget (void)
{
  enum { N_CALLS = 5000 };

  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_RUNNING);
  Probe probe = { .log = g_string_new (NULL) };

  /* The time that a round may take does not go by. */
  hark_clock_set_virtual (TRUE);
  for (guint i = 0; i < N_CALLS; i++)
    hark_lane_post (lane, probe_call_new (&probe, HARK_CALL_USER, '.'));
  g_main_context_iteration (context, FALSE);
  hark_clock_set_virtual (FALSE);
  g_assert_cmpuint (probe.log->len, >=, 2048);
  g_assert_cmpuint (probe.log->len, <, 2048 + 16);
  g_assert_cmpuint (hark_executor_get_n_runs (executor), ==, 1);
  step (context, executor);
  g_assert_cmpuint (probe.log->len, ==, N_CALLS);

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  g_string_free (probe.log, TRUE);
}

typedef struct
{
  Probe     probe;
  HarkLane *lane;
  guint     n_calls;
  guint     n_calls_when_served;
  gint64    duration;  /* of a call, us */
} Flood;

/* Each call queues the next: the lane is never idle. */
static void
flood (gpointer probe,
       gpointer data)
{
  Flood *self = data;

  self->n_calls++;
  if (self->duration > 0)
    hark_clock_advance (self->duration);
  if (self->n_calls_when_served == 0 && self->n_calls < 100000)
    hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, '!'));
}

static gboolean
be_served (gpointer data)
{
  Flood *self = data;

  self->n_calls_when_served = self->n_calls;
  return G_SOURCE_REMOVE;
}

static guint
run_flood (gint64 duration,
           guint  n_lanes)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_RUNNING);
  Flood self = { .lane = lane, .duration = duration };
  GSource *low = g_idle_source_new ();

  self.probe = (Probe) { .log = g_string_new (NULL), .act = flood, .data = &self };
  g_source_set_priority (low, G_PRIORITY_LOW);
  g_source_set_callback (low, be_served, &self, NULL);
  g_source_attach (low, context);
  g_source_unref (low);
  for (guint i = 0; i < n_lanes; i++)
    hark_lane_post (lane, probe_call_new (&self.probe, HARK_CALL_USER, '!'));
  step (context, executor);

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  g_string_free (self.probe.log, TRUE);
  return self.n_calls_when_served;
}

static void
test_a_flood_of_calls_lets_low_priorities_have_turns (void)
{
  guint n_calls = run_flood (0, 100);

  g_assert_cmpuint (n_calls, >, 0);
  g_assert_cmpuint (n_calls, <, 10000);
}

static void
test_slow_calls_let_low_priorities_have_turns (void)
{
  guint n_calls;

  hark_clock_set_virtual (TRUE);
  n_calls = run_flood (2000, 500);
  hark_clock_set_virtual (FALSE);

  /* A round takes 5 ms, or the turn of one lane. */
  g_assert_cmpuint (n_calls, >, 0);
  g_assert_cmpuint (n_calls, <, 100);
}

static void
test_the_owner_acquires (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *own = hark_executor_dup_for_context (context, hark_thread_id ());
  g_autoptr(GMainContext) other_context = g_main_context_new ();
  HarkExecutor *foreign = hark_executor_dup_for_context (other_context, hark_thread_id () + 1000000);

  /* Nobody holds it: whoever made it does. */
  g_assert_true (hark_executor_acquire (own));
  g_assert_true (g_main_context_is_owner (context));
  hark_executor_release (own);
  g_assert_false (g_main_context_is_owner (context));

  g_assert_false (hark_executor_acquire (foreign));
  g_assert_true (g_main_context_acquire (other_context));
  g_assert_true (hark_executor_acquire (foreign));
  hark_executor_release (foreign);
  g_main_context_release (other_context);

  g_clear_pointer (&context, g_main_context_unref);
  g_assert_false (hark_executor_acquire (own));
  hark_executor_unref (own);
  hark_executor_unref (foreign);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane/executor/one-for-each-context", test_one_for_each_context);
  g_test_add_func ("/lane/executor/a-context-in-the-same-place-is-another",
                   test_a_context_in_the_same_place_is_another);
  g_test_add_func ("/rule/03/idle-lanes-are-not-touched", test_idle_lanes_are_not_touched);
  g_test_add_func ("/rule/03/a-busy-lane-lets-others-have-turns", test_a_busy_lane_lets_others_have_turns);
  g_test_add_func ("/rule/03/who-comes-has-the-next-turn", test_who_comes_has_the_next_turn);
  g_test_add_func ("/rule/03/a-lane-that-is-alone-has-a-budget", test_a_lane_that_is_alone_has_a_budget);
  g_test_add_func ("/rule/03/a-flood-of-calls-lets-low-priorities-have-turns",
                   test_a_flood_of_calls_lets_low_priorities_have_turns);
  g_test_add_func ("/rule/03/slow-calls-let-low-priorities-have-turns",
                   test_slow_calls_let_low_priorities_have_turns);
  g_test_add_func ("/lane/executor/the-owner-acquires", test_the_owner_acquires);
  return g_test_run ();
}
