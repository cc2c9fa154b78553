/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Times to wait for, on the virtual clock: hours pass, and nothing sleeps. */

#include <fcntl.h>
#include <unistd.h>

#include <glib-unix.h>

#include "base/thread-private.h"
#include "lane/clock-private.h"
#include "lane/probe-private.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct
{
  GMainContext *context;
  HarkExecutor *executor;
  HarkLane     *lane;
  Probe         probe;
  gint64        start;
} Fixture;

/* One that posts a call of its name. */
typedef struct
{
  HarkAlarm alarm;
  Fixture  *fixture;
  char      name;
  gint64    expired_at;
} Bell;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  self->context = g_main_context_new ();
  self->executor = hark_executor_dup_for_context (self->context, hark_thread_id ());
  self->lane = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  self->probe.log = g_string_new (NULL);
  self->start = hark_clock_now ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  hark_lane_unref (self->lane);
  g_clear_pointer (&self->context, g_main_context_unref);
  hark_executor_unref (self->executor);
  g_string_free (self->probe.log, TRUE);
  hark_clock_set_virtual (FALSE);
}

static void
bell_expired (HarkAlarm *alarm)
{
  Bell *self = (Bell *) alarm;
  Fixture *fixture = self->fixture;

  self->expired_at = hark_clock_now ();
  hark_lane_post (fixture->lane, probe_call_new (&fixture->probe, HARK_CALL_USER, self->name));
}

static void
arm (Fixture *self,
     Bell   *bell,
     char     name,
     gint64   after)
{
  bell->alarm.expired = bell_expired;
  bell->alarm.lane = self->lane;
  bell->alarm.due = self->start + after;
  bell->fixture = self;
  bell->name = name;
  hark_alarms_arm (hark_executor_get_alarms (self->executor), &bell->alarm);
}

static void
step (Fixture *self)
{
  do
    g_main_context_iteration (self->context, FALSE);
  while (hark_executor_has_ready (self->executor));
}

static void
test_an_hour_takes_no_time (Fixture       *self,
                            gconstpointer  data)
{
  gint64 before = g_get_monotonic_time ();
  Bell late = { 0 }, soon = { 0 };

  arm (self, &late, 'l', HOUR);
  arm (self, &soon, 's', HOUR / 2);
  while (self->probe.log->len < 2)
    g_main_context_iteration (self->context, TRUE);
  g_assert_cmpstr (self->probe.log->str, ==, "sl");
  g_assert_cmpint (soon.expired_at, ==, self->start + HOUR / 2);
  g_assert_cmpint (late.expired_at, ==, self->start + HOUR);
  g_assert_cmpint (g_get_monotonic_time () - before, <, HOUR / 4);
}

static void
test_the_clock_stands_still_until_it_is_put_forward (Fixture       *self,
                                                     gconstpointer  data)
{
  Bell bell = { 0 };

  arm (self, &bell, 'a', 2);
  step (self);
  hark_clock_advance (1);
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, "");
  hark_clock_advance (1);
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, "a");
}

static gboolean
see (int          fd,
     GIOCondition condition,
     gpointer     data)
{
  gint64 *seen_at = data;

  *seen_at = hark_clock_now ();
  return G_SOURCE_REMOVE;
}

static void
test_what_is_ready_comes_before_what_is_later (Fixture       *self,
                                               gconstpointer  data)
{
  Bell bell = { 0 };
  gint64 seen_at = 0;
  GSource *source;
  int pipe[2];

  g_assert_true (g_unix_open_pipe (pipe, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (pipe[1], "a", 1), ==, 1);
  source = g_unix_fd_source_new (pipe[0], G_IO_IN);
  g_source_set_callback (source, G_SOURCE_FUNC (see), &seen_at, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
  arm (self, &bell, 'a', HOUR);
  while (self->probe.log->len < 1)
    g_main_context_iteration (self->context, TRUE);
  g_assert_cmpint (seen_at, ==, self->start);
  close (pipe[0]);
  close (pipe[1]);
}

static void
test_expires_in_the_order_of_times (Fixture       *self,
                                    gconstpointer  data)
{
  enum { N = 500 };
  g_autofree Bell *bells = g_new0 (Bell, N);
  g_autoptr(GRand) rand = g_rand_new_with_seed (27);
  gint64 last = 0;

  for (guint i = 0; i < N; i++)
    arm (self, &bells[i], 'a', 1 + g_rand_int_range (rand, 0, 10 * N));
  /* Some are moved, and some taken out again. */
  for (guint i = 0; i < N; i += 3)
    arm (self, &bells[i], 'b', 1 + g_rand_int_range (rand, 0, 10 * N));
  for (guint i = 0; i < N; i += 5)
    hark_alarms_disarm (hark_executor_get_alarms (self->executor), &bells[i].alarm);

  while (self->probe.log->len < N - N / 5)
    {
      gint64 due = hark_alarms_get_due (hark_executor_get_alarms (self->executor));

      g_assert_cmpint (due, >=, last);
      last = due;
      g_main_context_iteration (self->context, TRUE);
    }
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (bells[i].expired_at, ==, i % 5 == 0 ? 0 : bells[i].alarm.due);
}

static void
test_those_of_one_time_expire_as_they_came (Fixture       *self,
                                            gconstpointer  data)
{
  Bell bells[26] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (bells); i++)
    arm (self, &bells[i], 'a' + i, HOUR);
  arm (self, &bells[2], 'C', HOUR); /* from the beginning */
  hark_alarms_disarm (hark_executor_get_alarms (self->executor), &bells[5].alarm);
  hark_clock_advance (HOUR);
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, "abdeghijklmnopqrstuvwxyzC");
}

static void
test_a_lane_that_stops_waits_for_none_of_its_own (Fixture       *self,
                                                  gconstpointer  data)
{
  HarkLane *other = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  Bell own = { 0 }, foreign = { 0 };

  arm (self, &own, 'o', HOUR);
  arm (self, &foreign, 'f', HOUR);
  foreign.alarm.lane = other;
  hark_lane_post (self->lane, probe_call_new (&self->probe, HARK_CALL_USER, 'q'));
  hark_lane_stop (self->lane, HARK_FOREVER);
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, "qo");
  g_assert_cmpint (hark_lane_get_state (self->lane), ==, HARK_LANE_STOPPED);
  g_assert_cmpuint (foreign.alarm.place, !=, 0);

  hark_alarms_disarm (hark_executor_get_alarms (self->executor), &foreign.alarm);
  hark_lane_unref (other);
}

static void
test_stopping_at_once_discards_what_waits (Fixture       *self,
                                           gconstpointer  data)
{
  Bell bell = { 0 };

  arm (self, &bell, 'a', HOUR);
  hark_lane_stop (self->lane, 0);
  step (self);
  g_assert_cmpstr (self->probe.log->str, ==, "[a]");
  g_assert_cmpuint (hark_lane_get_n_discarded (self->lane), ==, 1);
}

static void
test_the_end_of_the_context_drops_what_waits (Fixture       *self,
                                              gconstpointer  data)
{
  Bell bell = { 0 };

  arm (self, &bell, 'a', HOUR);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_assert_cmpstr (self->probe.log->str, ==, "[a]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/rule/25/an-hour-takes-no-time", test_an_hour_takes_no_time);
  ADD ("/rule/25/the-clock-stands-still-until-it-is-put-forward",
       test_the_clock_stands_still_until_it_is_put_forward);
  ADD ("/rule/25/what-is-ready-comes-before-what-is-later", test_what_is_ready_comes_before_what_is_later);
  ADD ("/lane/alarm/expires-in-the-order-of-times", test_expires_in_the_order_of_times);
  ADD ("/rule/25/those-of-one-time-expire-as-they-came", test_those_of_one_time_expire_as_they_came);
  ADD ("/lane/alarm/a-lane-that-stops-waits-for-none-of-its-own",
       test_a_lane_that_stops_waits_for_none_of_its_own);
  ADD ("/lane/alarm/stopping-at-once-discards-what-waits", test_stopping_at_once_discards_what_waits);
  ADD ("/lane/alarm/the-end-of-the-context-drops-what-waits", test_the_end_of_the_context_drops_what_waits);
#undef ADD
  return g_test_run ();
}
