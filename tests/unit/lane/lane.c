/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One lane, told by the log of its calls: small letters ran, letters in brackets
 * were dropped, words in angles were told to its observer. */

#include "base/thread-private.h"
#include "lane/probe-private.h"

typedef struct
{
  HarkLaneObserver  observer;
  Probe             probe;
  GMainContext     *context;
  HarkExecutor     *executor;
  HarkLane         *lane;
} Fixture;

static Fixture *
fixture_of (HarkLaneObserver *observer)
{
  return (Fixture *) observer;
}

static void
told_started (HarkLaneObserver *observer)
{
  Fixture *self = fixture_of (observer);

  g_string_append (self->probe.log, "<started>");
  hark_lane_post_own (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, 's'));
}

static void
told_active (HarkLaneObserver *observer)
{
  g_string_append (fixture_of (observer)->probe.log, "<active>");
}

static void
told_idle (HarkLaneObserver *observer)
{
  Fixture *self = fixture_of (observer);

  g_string_append (self->probe.log, "<idle>");
  hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_QUIET, 'q'));
}

static void
told_stopped (HarkLaneObserver *observer,
              guint64           n_discarded)
{
  Fixture *self = fixture_of (observer);

  g_string_append_printf (self->probe.log, "<stopped %u>", (guint) n_discarded);
  /* Only what is the lane's own is still taken in. */
  g_assert_false (hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, 'x')));
  hark_lane_post_own (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, 't'));
}

static void
told_ended (HarkLaneObserver *observer)
{
  g_string_append (fixture_of (observer)->probe.log, "<ended>");
}

static const HarkLaneObserverFuncs observer_funcs =
{
  .started = told_started,
  .active = told_active,
  .idle = told_idle,
  .stopped = told_stopped,
  .ended = told_ended,
};

static void
fixture_init (Fixture       *self,
              HarkLaneState  state)
{
  self->observer.funcs = &observer_funcs;
  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, state);
  self->probe = (Probe) { .log = g_string_new (NULL), .lane = self->lane };
}

static void
fixture_clear (Fixture *self)
{
  hark_lane_set_observer (self->lane, NULL);
  hark_lane_unref (self->lane);
  g_clear_pointer (&self->context, g_main_context_unref);
  hark_executor_unref (self->executor);
  g_string_free (self->probe.log, TRUE);
}

static void
step (Fixture *self)
{
  do
    g_main_context_iteration (self->context, FALSE);
  while (hark_executor_has_ready (self->executor));
}

static void
post (Fixture    *self,
      const char *names)
{
  for (; *names != '\0'; names++)
    g_assert_true (hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, *names)));
}

/* What was logged since the last look. */
static void
assert_log (Fixture    *self,
            const char *expected)
{
  g_assert_cmpstr (self->probe.log->str, ==, expected);
  g_string_truncate (self->probe.log, 0);
}

static void
test_keeps_order (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_RUNNING);
  post (&f, "abc");
  assert_log (&f, "");
  step (&f);
  assert_log (&f, "abc");
  step (&f);
  assert_log (&f, "");
  post (&f, "d");
  step (&f);
  assert_log (&f, "d");
  g_assert_cmpuint (hark_lane_get_n_run (f.lane), ==, 4);
  g_assert_cmpuint (hark_lane_get_n_discarded (f.lane), ==, 0);
  fixture_clear (&f);
}

static void
post_def (gpointer probe,
          gpointer fixture)
{
  post (fixture, "def");
  g_string_append_c (((Probe *) probe)->log, '.');
}

static void
test_never_runs_inside_post (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_RUNNING);
  f.probe.act = post_def;
  f.probe.data = &f;
  post (&f, "!abc");
  step (&f);
  assert_log (&f, "!.abcdef");
  fixture_clear (&f);
}

static void
test_waits_to_be_started (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_WAITING);
  hark_lane_set_observer (f.lane, &f.observer);
  post (&f, "ab");
  step (&f);
  post (&f, "c");
  step (&f);
  assert_log (&f, "");
  g_assert_cmpint (hark_lane_get_state (f.lane), ==, HARK_LANE_WAITING);

  hark_lane_start (f.lane);
  hark_lane_start (f.lane);
  assert_log (&f, "");
  step (&f);
  assert_log (&f, "<started><active>sabc<idle>q");
  fixture_clear (&f);
}

static void
test_active_and_idle_alternate (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_RUNNING);
  hark_lane_set_observer (f.lane, &f.observer);
  post (&f, "ab");
  step (&f);
  /* What `idle` queues does not make the lane active. */
  assert_log (&f, "<active>ab<idle>q");
  hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_CHORE, 'c'));
  step (&f);
  assert_log (&f, "c");
  post (&f, "d");
  step (&f);
  assert_log (&f, "<active>d<idle>q");
  /* Chores are not counted. */
  g_assert_cmpuint (hark_lane_get_n_run (f.lane), ==, 5);
  fixture_clear (&f);
}

static void
test_stop_drains_and_what_that_queues (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_RUNNING);
  hark_lane_set_observer (f.lane, &f.observer);
  f.probe.act = post_def;
  f.probe.data = &f;
  post (&f, "a!b");
  hark_lane_stop (f.lane, HARK_FOREVER);
  step (&f);
  assert_log (&f, "<active>a!.bdef<stopped 0>[x]t<ended>");
  g_assert_cmpint (hark_lane_get_state (f.lane), ==, HARK_LANE_STOPPED);
  g_assert_false (hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_USER, 'z')));
  assert_log (&f, "[z]");
  hark_lane_start (f.lane);
  hark_lane_stop (f.lane, HARK_FOREVER);
  step (&f);
  assert_log (&f, "");
  fixture_clear (&f);
}

static void
stop_now (gpointer probe,
          gpointer data)
{
  hark_lane_stop (((Probe *) probe)->lane, 0);
}

static void
test_stop_past_its_time_discards (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_RUNNING);
  hark_lane_set_observer (f.lane, &f.observer);
  f.probe.act = stop_now;
  post (&f, "a!bc");
  hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_CHORE, 'r'));
  post (&f, "d");
  /* Of two times the earlier one counts. */
  hark_lane_stop (f.lane, HARK_FOREVER);
  step (&f);
  assert_log (&f, "<active>a![b][c]r[d]<stopped 3>[x]t<ended>");
  g_assert_cmpuint (hark_lane_get_n_discarded (f.lane), ==, 3);
  g_assert_cmpuint (hark_lane_get_n_run (f.lane), ==, 3);
  fixture_clear (&f);
}

static void
test_stop_before_start_discards (void)
{
  Fixture f;

  fixture_init (&f, HARK_LANE_WAITING);
  hark_lane_set_observer (f.lane, &f.observer);
  post (&f, "ab");
  hark_lane_stop (f.lane, HARK_FOREVER);
  step (&f);
  assert_log (&f, "[a][b]<stopped 2>[x]t<ended>");
  fixture_clear (&f);
}

static void
test_context_that_goes_refuses (void)
{
  static const HarkLaneState states[] = { HARK_LANE_WAITING, HARK_LANE_RUNNING, HARK_LANE_STOPPING };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    for (guint is_queued = 0; is_queued < 2; is_queued++)
      {
        Fixture f;

        fixture_init (&f, states[i]);
        hark_lane_set_observer (f.lane, &f.observer);
        if (is_queued)
          {
            post (&f, "a");
            hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_CHORE, 'r'));
          }
        if (states[i] == HARK_LANE_WAITING && is_queued)
          step (&f); /* it is not even in the ready queue */
        assert_log (&f, "");

        g_clear_pointer (&f.context, g_main_context_unref);
        if (states[i] == HARK_LANE_WAITING || is_queued)
          assert_log (&f, is_queued ? "[a]r<ended>" : "<ended>");
        g_assert_false (hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_USER, 'b')));
        hark_lane_post (f.lane, probe_call_new (&f.probe, HARK_CALL_CHORE, 'c'));
        /* An idle one finds out when somebody posts. */
        assert_log (&f, states[i] == HARK_LANE_WAITING || is_queued ? "[b]c" : "[b]<ended>c");
        g_assert_cmpint (hark_lane_get_state (f.lane), ==, HARK_LANE_STOPPED);
        fixture_clear (&f);
      }
}

static void
test_chores_run_when_nobody_is_left (void)
{
  Fixture f;
  HarkLane *lane;

  fixture_init (&f, HARK_LANE_RUNNING);
  lane = hark_lane_new (f.executor, HARK_LANE_RUNNING);
  hark_lane_post (lane, probe_call_new (&f.probe, HARK_CALL_USER, 'a'));
  hark_lane_post (lane, probe_call_new (&f.probe, HARK_CALL_CHORE, 'c'));
  hark_lane_unref (lane);
  /* Its calls still hold it. */
  assert_log (&f, "");
  g_clear_pointer (&f.context, g_main_context_unref);
  assert_log (&f, "[a]c");
  fixture_clear (&f);
}

static void
iterate_inside (gpointer probe,
                gpointer data)
{
  Fixture *f = data;

  g_string_append_c (f->probe.log, '(');
  g_assert_true (hark_lane_is_current (f->lane));
  g_assert_true (hark_lane_get_current () == f->lane);
  post (f, "d");
  step (f);
  g_string_append_c (f->probe.log, ')');
}

static void
test_nested_iteration_does_not_reenter (void)
{
  Fixture f;
  HarkLane *other;

  fixture_init (&f, HARK_LANE_RUNNING);
  other = hark_lane_new (f.executor, HARK_LANE_RUNNING);
  f.probe.act = iterate_inside;
  f.probe.data = &f;
  post (&f, "a!b");
  hark_lane_post (other, probe_call_new (&f.probe, HARK_CALL_USER, 'o'));
  step (&f);
  /* The other lane goes on inside, this one later. */
  assert_log (&f, "a!(o)bd");
  g_assert_null (hark_lane_get_current ());
  hark_lane_unref (other);
  fixture_clear (&f);
}

static void
idle_iterates (HarkLaneObserver *observer)
{
  Fixture *f = fixture_of (observer);

  g_string_append (f->probe.log, "<idle>");
  if (hark_lane_get_n_run (f->lane) == 1)
    {
      post (f, "b");
      step (f);
    }
}

static void
test_a_call_queued_while_idle_iterates_runs (void)
{
  HarkLaneObserverFuncs funcs = observer_funcs;
  Fixture f;

  funcs.idle = idle_iterates;
  fixture_init (&f, HARK_LANE_RUNNING);
  f.observer.funcs = &funcs;
  hark_lane_set_observer (f.lane, &f.observer);
  post (&f, "a");
  step (&f);
  assert_log (&f, "<active>a<idle><active>b<idle>");
  fixture_clear (&f);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane/post/keeps-order", test_keeps_order);
  g_test_add_func ("/lane/post/never-runs-inside-post", test_never_runs_inside_post);
  g_test_add_func ("/lane/life/waits-to-be-started", test_waits_to_be_started);
  g_test_add_func ("/lane/life/active-and-idle-alternate", test_active_and_idle_alternate);
  g_test_add_func ("/lane/life/stop-drains-and-what-that-queues", test_stop_drains_and_what_that_queues);
  g_test_add_func ("/lane/life/stop-past-its-time-discards", test_stop_past_its_time_discards);
  g_test_add_func ("/lane/life/stop-before-start-discards", test_stop_before_start_discards);
  g_test_add_func ("/lane/life/context-that-goes-refuses", test_context_that_goes_refuses);
  g_test_add_func ("/lane/life/chores-run-when-nobody-is-left", test_chores_run_when_nobody_is_left);
  g_test_add_func ("/lane/nested/does-not-reenter", test_nested_iteration_does_not_reenter);
  g_test_add_func ("/lane/nested/a-call-queued-while-idle-iterates-runs",
                   test_a_call_queued_while_idle_iterates_runs);
  return g_test_run ();
}
