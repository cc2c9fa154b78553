/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls of three priorities on one lane. Capital letters are urgent, small ones
 * normal, digits idle; those in brackets were dropped. Rule 7. */

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

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->context = g_main_context_new ();
  f->executor = hark_executor_dup_for_context (f->context, hark_thread_id ());
  f->lane = hark_lane_new (f->executor, HARK_LANE_RUNNING);
  f->probe = (Probe) { .log = g_string_new (NULL), .lane = f->lane };
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  hark_lane_unref (f->lane);
  g_clear_pointer (&f->context, g_main_context_unref);
  hark_executor_unref (f->executor);
  g_string_free (f->probe.log, TRUE);
}

static gboolean
post_one (Fixture *f,
          char     name)
{
  return hark_lane_post_at (f->lane, probe_call_new (&f->probe, HARK_CALL_USER, name),
                            g_ascii_isupper (name)   ? HARK_PRIORITY_URGENT
                            : g_ascii_isdigit (name) ? HARK_PRIORITY_IDLE
                                                     : HARK_PRIORITY_NORMAL);
}

static void
post (Fixture    *f,
      const char *names)
{
  for (; *names != '\0'; names++)
    g_assert_true (post_one (f, *names));
}

static void
post_many (Fixture *f,
           char     name,
           guint    n)
{
  for (guint i = 0; i < n; i++)
    post_one (f, name);
}

static void
step (Fixture *f)
{
  do
    g_main_context_iteration (f->context, FALSE);
  while (hark_executor_has_ready (f->executor));
}

/* What was logged since the last look. */
static void
assert_log (Fixture    *f,
            const char *expected)
{
  g_assert_cmpstr (f->probe.log->str, ==, expected);
  g_string_truncate (f->probe.log, 0);
}

/* --- order --- */

static void
test_urgent_first_idle_last (Fixture       *f,
                             gconstpointer  data)
{
  post (f, "1a2Ub3Vc");
  step (f);
  assert_log (f, "UVabc123");
  post (f, "a");
  step (f);
  post (f, "1");
  step (f);
  post (f, "U");
  step (f);
  assert_log (f, "a1U");
}

static void
post_more (gpointer probe,
           gpointer fixture)
{
  post (fixture, "3dW");
}

static void
test_what_a_call_queues_takes_its_place (Fixture       *f,
                                         gconstpointer  data)
{
  f->probe.act = post_more;
  f->probe.data = f;
  post (f, "1U!2a");
  step (f);
  assert_log (f, "U!Wad123");
}

/* --- nobody starves --- */

/* Of any @n calls one is @name, as long as some are left. */
static void
assert_share (Fixture *f,
              char     name,
              guint    n)
{
  const char *log = f->probe.log->str;
  const char *last = strrchr (log, name);
  guint n_others = 0;

  g_assert_nonnull (last);
  for (; log < last; log++)
    {
      n_others = *log == name ? 0 : n_others + 1;
      g_assert_cmpuint (n_others, <, n);
    }
}

static void
test_idle_gets_its_share (Fixture       *f,
                          gconstpointer  data)
{
  post_many (f, '1', 20);
  post_many (f, 'a', 400);
  step (f);
  assert_share (f, '1', 16);
  g_string_truncate (f->probe.log, 0);

  /* And no more than that. */
  post_many (f, '1', 2);
  post_many (f, 'a', 31);
  step (f);
  assert_log (f, "aaaaaaaaaaaaaaa1aaaaaaaaaaaaaaa1a");
}

static void
test_each_lower_one_gets_its_share (Fixture       *f,
                                    gconstpointer  data)
{
  post_many (f, '1', 50);
  post_many (f, 'a', 50);
  post_many (f, 'U', 1000);
  step (f);
  g_assert_cmpuint (f->probe.log->len, ==, 1100);
  assert_share (f, '1', 16);
  assert_share (f, 'a', 16);
}

static void
test_who_comes_late_does_not_go_first (Fixture       *f,
                                       gconstpointer  data)
{
  post_many (f, 'U', 100);
  step (f);
  g_string_truncate (f->probe.log, 0);
  post (f, "1aU");
  step (f);
  assert_log (f, "Ua1");
}

typedef struct
{
  Fixture *f;
  guint    n;
} Storm;

static void
post_again (gpointer probe,
            gpointer data)
{
  Storm *self = data;

  if (self->n-- > 0)
    hark_lane_post_at (self->f->lane, probe_call_new (probe, HARK_CALL_USER, '!'), HARK_PRIORITY_URGENT);
}

static void
test_a_storm_does_not_starve_the_others (Fixture       *f,
                                         gconstpointer  data)
{
  Storm storm = { f, 200 };

  f->probe.act = post_again;
  f->probe.data = &storm;
  post (f, "1a2b3c");
  hark_lane_post_at (f->lane, probe_call_new (&f->probe, HARK_CALL_USER, '!'), HARK_PRIORITY_URGENT);
  step (f);
  g_assert_cmpuint (f->probe.log->len, ==, 207);
  assert_share (f, '1', 16);
  assert_share (f, '3', 48);
  assert_share (f, 'c', 48);
}

/* --- life --- */

static void
told (HarkLaneObserver *observer)
{
}

static void
post_own (Fixture *f,
          char     name,
          guint    n)
{
  for (guint i = 0; i < n; i++)
    hark_lane_post_own (f->lane, probe_call_new (&f->probe, HARK_CALL_USER, name));
}

static void
told_started (HarkLaneObserver *observer)
{
  post_own ((Fixture *) observer, 's', 20);
}

static void
told_stopped (HarkLaneObserver *observer,
              guint64           n_discarded)
{
  Fixture *f = (Fixture *) observer;

  g_string_append_printf (f->probe.log, "<%u>", (guint) n_discarded);
  g_assert_false (post_one (f, 'X'));
  g_assert_false (post_one (f, 'x'));
  g_assert_false (post_one (f, '9'));
  post_own (f, 't', 20);
}

static const HarkLaneObserverFuncs observer_funcs =
{
  .started = told_started,
  .active = told,
  .idle = told,
  .stopped = told_stopped,
  .ended = told,
};

/* Another lane in the place of the fixture's, which waits. */
static void
wait_to_be_started (Fixture *f)
{
  hark_lane_unref (f->lane);
  f->lane = hark_lane_new (f->executor, HARK_LANE_WAITING);
  f->observer.funcs = &observer_funcs;
  hark_lane_set_observer (f->lane, &f->observer);
}

static void
test_started_is_before_the_urgent (Fixture       *f,
                                   gconstpointer  data)
{
  wait_to_be_started (f);
  post (f, "1Ua");
  hark_lane_start (f->lane);
  step (f);
  assert_log (f, "ssssssssssssssssssssUa1");
}

static void
test_stopping_drains_all_and_stopped_is_last (Fixture       *f,
                                              gconstpointer  data)
{
  wait_to_be_started (f);
  f->probe.act = post_more;
  f->probe.data = f;
  hark_lane_start (f->lane);
  step (f);
  g_string_truncate (f->probe.log, 0);
  post (f, "1!Ua");
  post_many (f, '2', 16); /* more than a turn has */
  hark_lane_stop (f->lane, HARK_FOREVER);
  step (f);
  assert_log (f, "U!Wad122222222222222223<0>[X][x][9]tttttttttttttttttttt");
}

static void
test_stopping_late_discards_all (Fixture       *f,
                                 gconstpointer  data)
{
  wait_to_be_started (f);
  post (f, "1Ua");
  hark_lane_post_at (f->lane, probe_call_new (&f->probe, HARK_CALL_CHORE, 'r'), HARK_PRIORITY_IDLE);
  hark_lane_stop (f->lane, 0);
  step (f);
  assert_log (f, "[U][a][1]r<3>[X][x][9]tttttttttttttttttttt");
  g_assert_cmpuint (hark_lane_get_n_discarded (f->lane), ==, 3);
  hark_lane_set_observer (f->lane, NULL);
}

static void
test_a_context_that_goes_refuses_all (Fixture       *f,
                                      gconstpointer  data)
{
  post (f, "1Ua");
  g_clear_pointer (&f->context, g_main_context_unref);
  assert_log (f, "[U][a][1]");
  g_assert_false (post_one (f, 'U'));
  g_assert_false (post_one (f, '1'));
  assert_log (f, "[U][1]");
}

static void
test_a_lane_that_waits_refuses_all (Fixture       *f,
                                    gconstpointer  data)
{
  wait_to_be_started (f);
  post (f, "1Ua");
  hark_lane_set_observer (f->lane, NULL);
  g_clear_pointer (&f->context, g_main_context_unref);
  assert_log (f, "[U][a][1]");
}

/* --- from everywhere --- */

enum
{
  N_THREADS = 3,
  N_POSTS = 20000,
};

typedef struct
{
  HarkCall call;
  guint    number;
  guint   *last;  /* the owner's */
} Numbered;

typedef struct
{
  HarkLane     *lane;
  HarkPriority  priority;
  guint         last;
} Poster;

static void
numbered_run (HarkCall *call)
{
  Numbered *self = (Numbered *) call;

  g_assert_cmpuint (self->number, ==, *self->last + 1);
  *self->last = self->number;
  g_free (self);
}

static const HarkCallFuncs numbered_funcs = { HARK_CALL_USER, numbered_run, NULL, NULL, NULL };

static gpointer
post_in_order (gpointer data)
{
  Poster *self = data;

  for (guint i = 1; i <= N_POSTS; i++)
    {
      Numbered *call = g_new0 (Numbered, 1);

      call->call.funcs = &numbered_funcs;
      call->number = i;
      call->last = &self->last;
      hark_lane_post_at (self->lane, &call->call, self->priority);
    }
  return NULL;
}

static void
test_each_thread_keeps_its_order (Fixture       *f,
                                  gconstpointer  data)
{
  Poster posters[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      posters[i] = (Poster) { f->lane, i, 0 };
      threads[i] = g_thread_new ("poster", post_in_order, &posters[i]);
    }
  while (hark_lane_get_n_run (f->lane) < N_THREADS * N_POSTS)
    g_main_context_iteration (f->context, TRUE);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (posters[i].last, ==, N_POSTS);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/lane/rule/07/urgent-first-idle-last", test_urgent_first_idle_last);
  ADD ("/lane/rule/07/what-a-call-queues-takes-its-place", test_what_a_call_queues_takes_its_place);
  ADD ("/lane/rule/07/idle-gets-one-call-in-sixteen", test_idle_gets_its_share);
  ADD ("/lane/rule/07/each-lower-one-gets-one-call-in-sixteen", test_each_lower_one_gets_its_share);
  ADD ("/lane/rule/07/who-comes-late-does-not-go-first", test_who_comes_late_does_not_go_first);
  ADD ("/lane/rule/07/a-storm-does-not-starve-the-others", test_a_storm_does_not_starve_the_others);
  ADD ("/lane/rule/07/started-is-before-the-urgent", test_started_is_before_the_urgent);
  ADD ("/lane/rule/07/stopping-drains-all-and-stopped-is-last", test_stopping_drains_all_and_stopped_is_last);
  ADD ("/lane/rule/07/stopping-late-discards-all", test_stopping_late_discards_all);
  ADD ("/lane/rule/07/a-context-that-goes-refuses-all", test_a_context_that_goes_refuses_all);
  ADD ("/lane/rule/07/a-lane-that-waits-refuses-all", test_a_lane_that_waits_refuses_all);
  ADD ("/lane/rule/07/each-thread-keeps-its-order", test_each_thread_keeps_its_order);
  return g_test_run ();
}
