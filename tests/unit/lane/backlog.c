/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Queues with bounds, and what each policy does with a call too many. Letters are
 * calls that ran, in brackets those that were dropped, and a number in angles is
 * what the observer was told. A capital letter has the key of the small one. */

#include "base/thread-private.h"
#include "lane/backlog-private.h"
#include "lane/clock-private.h"
#include "lane/probe-private.h"

#define INTERVAL 1000

typedef struct
{
  HarkLaneObserver  observer;
  GMainContext     *context;
  HarkExecutor     *executor;
  HarkLane         *lane;
  HarkBacklog      *backlog;
  Probe             probe;
  guint             n_released;
} Fixture;

static void
told_overflow (HarkLaneObserver   *observer,
               const HarkOverflow *overflow)
{
  Fixture *self = (Fixture *) observer;

  g_assert_cmpstr (overflow->object, ==, "Test");
  g_assert_cmpstr (overflow->member, ==, "probe");
  g_string_append_printf (self->probe.log, "<%" G_GUINT64_FORMAT ">", overflow->n_dropped);
}

static void
told_nothing (HarkLaneObserver *observer)
{
}

static void
told_stopped (HarkLaneObserver *observer,
              guint64           n_discarded)
{
}

static const HarkLaneObserverFuncs observer_funcs =
{
  .started = told_nothing,
  .active = told_nothing,
  .idle = told_nothing,
  .overflow = told_overflow,
  .stopped = told_stopped,
  .ended = told_nothing,
};

static gboolean
is_same_letter (gconstpointer  key,
                HarkCall      *a,
                HarkCall      *b)
{
  return g_ascii_tolower (probe_call_get_name (a)) == g_ascii_tolower (probe_call_get_name (b));
}

static void
count_release (gpointer data)
{
  ((Fixture *) data)->n_released++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const HarkQueueInfo *info = data;
  const HarkBacklogSubject subject =
  {
    .object = "Test",
    .member = "probe",
    .priority = HARK_PRIORITY_NORMAL,
    .is_same = info->key != NULL ? is_same_letter : NULL,
    .owner = self,
    .release = count_release,
  };

  hark_clock_set_virtual (TRUE);
  self->observer.funcs = &observer_funcs;
  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  self->probe.log = g_string_new (NULL);
  self->backlog = hark_backlog_new (info, &subject);
  hark_lane_set_observer (self->lane, &self->observer);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  hark_backlog_unref (self->backlog);
  if (self->context != NULL)
    {
      while (g_main_context_iteration (self->context, FALSE))
        ;
      g_main_context_unref (self->context);
    }
  hark_lane_unref (self->lane);
  hark_executor_unref (self->executor);
  g_assert_cmpuint (self->n_released, ==, 1);
  g_string_free (self->probe.log, TRUE);
  hark_clock_set_virtual (FALSE);
}

static gboolean
offer (Fixture *self,
       char     name)
{
  return hark_backlog_offer (self->backlog, self->lane,
                             probe_call_new (&self->probe, HARK_CALL_USER, name));
}

static void
offer_all (Fixture    *self,
           const char *names)
{
  for (; *names != '\0'; names++)
    g_assert_true (offer (self, *names));
}

static void
step (Fixture *self)
{
  while (g_main_context_iteration (self->context, FALSE) || hark_executor_has_ready (self->executor))
    ;
}

static void
assert_log (Fixture    *self,
            const char *expected)
{
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, expected);
  g_string_truncate (self->probe.log, 0);
}

/* --- depth --- */

static void
test_grow_tells_of_the_mark_once (Fixture       *self,
                                  gconstpointer  data)
{
  offer_all (self, "abcdefgh");
  assert_log (self, "<0>abcdefgh");
  offer_all (self, "ab");
  assert_log (self, "ab");
  offer_all (self, "abc");
  assert_log (self, "<0>abc");
  g_assert_cmpuint (hark_backlog_get_n_dropped (self->backlog), ==, 0);
}

static void
test_fail_refuses (Fixture       *self,
                   gconstpointer  data)
{
  offer_all (self, "ab");
  g_assert_false (offer (self, 'c'));
  g_assert_false (offer (self, 'd'));
  g_assert_cmpstr (self->probe.log->str, ==, "[c][d]");
  assert_log (self, "[c][d]<2>ab");
  offer_all (self, "ef");
  assert_log (self, "ef");
  g_assert_cmpuint (hark_backlog_get_n_dropped (self->backlog), ==, 2);
  g_assert_cmpuint (hark_lane_get_n_dropped (self->lane), ==, 2);
}

static void
test_drop_newest_bothers_nobody (Fixture       *self,
                                 gconstpointer  data)
{
  offer_all (self, "abcd");
  assert_log (self, "[c][d]<2>ab");
}

static void
test_drop_oldest_lets_others_move_up (Fixture       *self,
                                      gconstpointer  data)
{
  offer_all (self, "ab");
  hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, '-'));
  offer_all (self, "c");
  assert_log (self, "[a]<1>bc-");
}

static void
test_latest_keeps_the_place (Fixture       *self,
                             gconstpointer  data)
{
  offer_all (self, "ab");
  hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, '-'));
  offer_all (self, "cAC");
  /* Of three there is room for all; each is replaced in its place. */
  assert_log (self, "[a][c]<2>Ab-C");
}

static void
test_latest_drops_the_oldest_key (Fixture       *self,
                                  gconstpointer  data)
{
  offer_all (self, "abcd");
  assert_log (self, "[a]<1>bcd");
}

static void
test_latest_without_a_key_keeps_one (Fixture       *self,
                                     gconstpointer  data)
{
  offer_all (self, "abc");
  assert_log (self, "[a][b]<2>c");
}

static void
test_the_ring_wraps_and_grows (Fixture       *self,
                               gconstpointer  data)
{
  for (guint i = 0; i < 100; i++)
    {
      offer_all (self, "abcdefghijklm");
      for (guint j = 0; j < i % 13; j++)
        offer_all (self, "xyz");
      step (self);
      g_assert_true (g_str_has_prefix (self->probe.log->str, "abcdefghijklm"));
      g_assert_cmpuint (self->probe.log->len, ==, 13 + 3 * (i % 13));
      g_string_truncate (self->probe.log, 0);
    }
}

/* --- ends --- */

static void
test_a_lane_that_stops_drains (Fixture       *self,
                               gconstpointer  data)
{
  offer_all (self, "ab");
  hark_lane_stop (self->lane, HARK_FOREVER);
  assert_log (self, "ab");
  g_assert_false (offer (self, 'c'));
  assert_log (self, "[c]");
  g_assert_cmpuint (hark_backlog_get_n_dropped (self->backlog), ==, 0);
}

static void
test_a_lane_that_stops_at_once_discards (Fixture       *self,
                                         gconstpointer  data)
{
  offer_all (self, "ab");
  hark_lane_stop (self->lane, 0);
  assert_log (self, "[a][b]");
  g_assert_cmpuint (hark_lane_get_n_discarded (self->lane), ==, 2);
}

static void
test_the_end_of_the_context_drops (Fixture       *self,
                                   gconstpointer  data)
{
  offer_all (self, "a");
  g_clear_pointer (&self->context, g_main_context_unref);
  g_assert_cmpstr (self->probe.log->str, ==, "[a]");
  g_assert_false (offer (self, 'b'));
}

static void
test_closed_refuses_and_what_waits_runs (Fixture       *self,
                                         gconstpointer  data)
{
  offer_all (self, "ab");
  hark_backlog_close (self->backlog);
  g_assert_false (offer (self, 'c'));
  assert_log (self, "[c]ab");
}

static void
test_cleared_drops_once (Fixture       *self,
                         gconstpointer  data)
{
  offer_all (self, "ab");
  hark_backlog_clear (self->backlog);
  g_assert_cmpstr (self->probe.log->str, ==, "[a][b]");
  assert_log (self, "[a][b]");
  offer_all (self, "c");
  assert_log (self, "c");
}

/* --- block --- */

typedef struct
{
  Fixture  *fixture;
  gboolean  is_accepted;
} Plain;

static gpointer
offer_three (gpointer data)
{
  Plain *plain = data;

  plain->is_accepted = offer (plain->fixture, 'a') && offer (plain->fixture, 'b') && offer (plain->fixture, 'c');
  return NULL;
}

static void
test_block_waits_for_room (Fixture       *self,
                           gconstpointer  data)
{
  Plain plain = { .fixture = self };
  GThread *thread = g_thread_new ("plain", offer_three, &plain);

  /* The depth is two: the third call is not queued before one has run. */
  while (self->probe.log->len < 3)
    g_main_context_iteration (self->context, FALSE);
  g_thread_join (thread);
  g_assert_true (plain.is_accepted);
  assert_log (self, "abc");
  g_assert_cmpuint (hark_backlog_get_n_dropped (self->backlog), ==, 0);
}

static void
test_block_ends_with_the_queue (Fixture       *self,
                                gconstpointer  data)
{
  Plain plain = { .fixture = self };
  GThread *thread = g_thread_new ("plain", offer_three, &plain);

  hark_backlog_close (self->backlog);
  g_thread_join (thread);
  g_assert_false (plain.is_accepted);
  step (self);
}

static void
test_block_on_the_owner_refuses (Fixture       *self,
                                 gconstpointer  data)
{
  offer_all (self, "ab");
  g_assert_false (offer (self, 'c'));
  assert_log (self, "[c]<1>ab");
}

static void
offer_inside (gpointer probe,
              gpointer data)
{
  Fixture *self = data;

  offer_all (self, "ab");
  g_assert_false (offer (self, 'c'));
}

/* A lane of another context, whose owner has to make the room. */
static void
test_block_inside_a_call_refuses (Fixture       *self,
                                  gconstpointer  data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_RUNNING);
  Probe probe = { .log = g_string_new (NULL), .act = offer_inside, .data = self };

  hark_lane_post (lane, probe_call_new (&probe, HARK_CALL_USER, '!'));
  while (g_main_context_iteration (context, FALSE))
    ;
  assert_log (self, "[c]<1>ab");

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  g_string_free (probe.log, TRUE);
}

/* --- time --- */

static void
test_throttle_runs_one_in_an_interval (Fixture       *self,
                                       gconstpointer  data)
{
  offer_all (self, "a");
  assert_log (self, "a");
  offer_all (self, "b");
  assert_log (self, "");
  offer_all (self, "cd");
  assert_log (self, "[b][c]<2>");
  hark_clock_advance (INTERVAL - 1);
  assert_log (self, "");
  hark_clock_advance (1);
  assert_log (self, "d");

  hark_clock_advance (INTERVAL / 2);
  offer_all (self, "e");
  assert_log (self, "");
  hark_clock_advance (INTERVAL / 2);
  assert_log (self, "e");
  hark_clock_advance (INTERVAL);
  offer_all (self, "f");
  assert_log (self, "f");
  g_assert_cmpuint (hark_lane_get_n_run (self->lane), ==, 4);
}

static void
test_debounce_waits_for_the_last (Fixture       *self,
                                  gconstpointer  data)
{
  offer_all (self, "a");
  assert_log (self, "");
  hark_clock_advance (INTERVAL - 1);
  offer_all (self, "b");
  hark_clock_advance (1);
  assert_log (self, "[a]<1>");
  hark_clock_advance (INTERVAL - 2);
  assert_log (self, "");
  hark_clock_advance (1);
  assert_log (self, "b");
  hark_clock_advance (INTERVAL);
  assert_log (self, "");
  g_assert_cmpuint (hark_lane_get_n_run (self->lane), ==, 1);
}

static void
test_what_is_kept_runs_when_the_lane_stops (Fixture       *self,
                                            gconstpointer  data)
{
  offer_all (self, "a");
  step (self);
  offer_all (self, "b");
  step (self);
  hark_lane_stop (self->lane, HARK_FOREVER);
  step (self);
  g_assert_cmpstr (self->probe.log->str + self->probe.log->len - 1, ==, "b");
  g_assert_cmpint (hark_lane_get_state (self->lane), ==, HARK_LANE_STOPPED);
}

static void
test_what_comes_while_the_lane_stops_runs (Fixture       *self,
                                           gconstpointer  data)
{
  offer_all (self, "a");
  step (self);
  g_string_truncate (self->probe.log, 0);
  offer_all (self, "b");
  hark_lane_stop (self->lane, HARK_FOREVER);
  step (self);
  g_assert_cmpstr (self->probe.log->str + self->probe.log->len - 1, ==, "b");
}

static void
test_what_is_kept_runs_when_it_is_flushed (Fixture       *self,
                                           gconstpointer  data)
{
  offer_all (self, "a");
  step (self);
  offer_all (self, "b");
  step (self);
  g_string_truncate (self->probe.log, 0);
  g_assert_true (hark_backlog_flush (self->backlog));
  g_assert_false (hark_backlog_flush (self->backlog));
  assert_log (self, "b");
}

static void
test_what_is_kept_is_dropped_with_the_context (Fixture       *self,
                                               gconstpointer  data)
{
  offer_all (self, "a");
  step (self);
  offer_all (self, "b");
  step (self);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_assert_true (g_str_has_suffix (self->probe.log->str, "[b]"));
}

int
main (int    argc,
      char **argv)
{
  static const HarkQueueInfo grow = { HARK_QUEUE_GROW, 2, 0, NULL };
  static const HarkQueueInfo endless = { HARK_QUEUE_GROW, 0, 0, NULL };
  static const HarkQueueInfo fail = { HARK_QUEUE_FAIL, 2, 0, NULL };
  static const HarkQueueInfo block = { HARK_QUEUE_BLOCK, 2, 0, NULL };
  static const HarkQueueInfo drop_newest = { HARK_QUEUE_DROP_NEWEST, 2, 0, NULL };
  static const HarkQueueInfo drop_oldest = { HARK_QUEUE_DROP_OLDEST, 2, 0, NULL };
  static const HarkQueueInfo latest_of = { HARK_QUEUE_LATEST, 3, 0, "letter" };
  static const HarkQueueInfo latest = { HARK_QUEUE_LATEST, 0, 0, NULL };
  static const HarkQueueInfo throttle = { HARK_QUEUE_THROTTLE, 0, INTERVAL, NULL };
  static const HarkQueueInfo debounce = { HARK_QUEUE_DEBOUNCE, 0, INTERVAL, NULL };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, func, info) g_test_add (path, Fixture, &info, set_up, func, tear_down)
  ADD ("/rule/27/grow-tells-of-the-mark-once", test_grow_tells_of_the_mark_once, grow);
  ADD ("/rule/27/fail-refuses", test_fail_refuses, fail);
  ADD ("/rule/27/drop-newest-bothers-nobody", test_drop_newest_bothers_nobody, drop_newest);
  ADD ("/rule/27/drop-oldest-lets-others-move-up", test_drop_oldest_lets_others_move_up, drop_oldest);
  ADD ("/rule/27/latest-keeps-the-place", test_latest_keeps_the_place, latest_of);
  ADD ("/rule/27/latest-drops-the-oldest-key", test_latest_drops_the_oldest_key, latest_of);
  ADD ("/rule/27/latest-without-a-key-keeps-one", test_latest_without_a_key_keeps_one, latest);
  ADD ("/lane/backlog/the-ring-wraps-and-grows", test_the_ring_wraps_and_grows, endless);
  ADD ("/lane/backlog/a-lane-that-stops-drains", test_a_lane_that_stops_drains, fail);
  ADD ("/lane/backlog/a-lane-that-stops-at-once-discards", test_a_lane_that_stops_at_once_discards, fail);
  ADD ("/lane/backlog/the-end-of-the-context-drops", test_the_end_of_the_context_drops, fail);
  ADD ("/lane/backlog/closed-refuses-and-what-waits-runs", test_closed_refuses_and_what_waits_runs, fail);
  ADD ("/lane/backlog/cleared-drops-once", test_cleared_drops_once, fail);
  ADD ("/rule/27/block-waits-for-room", test_block_waits_for_room, block);
  ADD ("/rule/27/block-ends-with-the-queue", test_block_ends_with_the_queue, block);
  ADD ("/rule/27/block-on-the-owner-refuses", test_block_on_the_owner_refuses, block);
  ADD ("/rule/27/block-inside-a-call-refuses", test_block_inside_a_call_refuses, block);
  ADD ("/rule/27/throttle-runs-one-in-an-interval", test_throttle_runs_one_in_an_interval, throttle);
  ADD ("/rule/27/debounce-waits-for-the-last", test_debounce_waits_for_the_last, debounce);
  ADD ("/rule/27/throttle-flushes-when-the-lane-stops", test_what_is_kept_runs_when_the_lane_stops, throttle);
  ADD ("/rule/27/debounce-flushes-when-the-lane-stops", test_what_is_kept_runs_when_the_lane_stops, debounce);
  ADD ("/rule/27/throttle-keeps-nothing-back-while-the-lane-stops",
       test_what_comes_while_the_lane_stops_runs, throttle);
  ADD ("/rule/27/debounce-keeps-nothing-back-while-the-lane-stops",
       test_what_comes_while_the_lane_stops_runs, debounce);
  ADD ("/lane/backlog/throttle-is-flushed", test_what_is_kept_runs_when_it_is_flushed, throttle);
  ADD ("/lane/backlog/debounce-is-flushed", test_what_is_kept_runs_when_it_is_flushed, debounce);
  ADD ("/lane/backlog/throttle-drops-with-the-context", test_what_is_kept_is_dropped_with_the_context, throttle);
  ADD ("/lane/backlog/debounce-drops-with-the-context", test_what_is_kept_is_dropped_with_the_context, debounce);
#undef ADD
  return g_test_run ();
}
