/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Timers on the virtual clock: hours pass, and nothing sleeps. Rule 25. */

#include "diary-private.h"
#include "object/loop/loop-private.h"

#define SECOND G_TIME_SPAN_SECOND
#define HOUR (G_GINT64_CONSTANT (3600) * SECOND)

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;      /* this thread's; started */
  WorkshopConsumer *consumer;  /* there */
  HarkTimer        *timer;     /* there; the diary hears it */
  gint64            start;
} Fixture;

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
pass (gint64 duration)
{
  hark_clock_advance (duration);
  iterate ();
}

/* Writes "count ", or "count+missed ". */
static void
write_tick (Diary   *diary,
            guint64  count,
            guint64  n_missed)
{
  g_string_append_printf (diary->text, "%" G_GUINT64_FORMAT, count);
  if (n_missed > 0)
    g_string_append_printf (diary->text, "+%" G_GUINT64_FORMAT, n_missed);
  g_string_append_c (diary->text, ' ');
}

static void
write_finished (Diary *diary)
{
  g_string_append (diary->text, "finished ");
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  diary_init (&f->diary);
  f->loop = hark_loop_new ("clock");
  hark_loop_start (f->loop);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->timer = hark_timer_new (f->loop);
  HARK_CONNECT_DATA (f->timer, hark_timer_ticked, f->consumer, write_tick, &f->diary, NULL);
  HARK_CONNECT_DATA (f->timer, hark_timer_finished, f->consumer, write_finished, &f->diary, NULL);
  iterate ();
  f->start = hark_clock_now ();
}

static HarkAlarms *
get_alarms (Fixture *f)
{
  return hark_executor_get_alarms (hark_lane_get_executor (hark_loop_get_lane (f->loop)));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->timer);
  g_clear_object (&f->consumer);
  iterate ();
  if (f->loop != NULL)
    g_assert_cmpuint (get_alarms (f)->n, ==, 0);
  g_clear_object (&f->loop);
  iterate ();
  diary_clear (&f->diary);
  hark_clock_set_virtual (FALSE);
}

static void
start (Fixture *f,
       gint64   interval,
       guint64  n_ticks)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_timer_start (f->timer, interval, n_ticks, &error));
  g_assert_no_error (error);
  g_assert_true (hark_timer_is_running (f->timer));
}

/* --- counting --- */

static void
test_ticks_once (Fixture       *f,
                 gconstpointer  data)
{
  start (f, HOUR, 1);
  pass (HOUR - 1);
  diary_assert (&f->diary, "");
  pass (1);
  diary_assert (&f->diary, "1 finished ");
  g_assert_false (hark_timer_is_running (f->timer));
  pass (10 * HOUR);
  diary_assert (&f->diary, "");
}

static void
test_ticks_again_and_again (Fixture       *f,
                            gconstpointer  data)
{
  start (f, SECOND, 0);
  for (guint i = 0; i < 3; i++)
    pass (SECOND);
  diary_assert (&f->diary, "1 2 3 ");
  g_assert_true (hark_timer_is_running (f->timer));
}

static void
test_counts_up_to_an_end (Fixture       *f,
                          gconstpointer  data)
{
  start (f, SECOND, 2);
  pass (SECOND);
  diary_assert (&f->diary, "1 ");
  pass (SECOND);
  diary_assert (&f->diary, "2 finished ");
  pass (SECOND);
  diary_assert (&f->diary, "");
}

static void
test_counts_down_to_nothing (Fixture       *f,
                             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_timer_count_down (f->timer, SECOND, 3, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    pass (SECOND);
  diary_assert (&f->diary, "2 1 0 finished ");
  g_assert_false (hark_timer_is_running (f->timer));
}

/* --- time --- */

static void
test_missed_ticks_are_one_and_it_says_how_many (Fixture       *f,
                                                gconstpointer  data)
{
  start (f, SECOND, 0);
  pass (SECOND);
  pass (7 * SECOND);
  diary_assert (&f->diary, "1 8+6 ");
  pass (SECOND);
  diary_assert (&f->diary, "9 ");
}

static void
test_missed_ticks_stop_at_the_end (Fixture       *f,
                                   gconstpointer  data)
{
  g_assert_true (hark_timer_count_down (f->timer, SECOND, 5, NULL));
  pass (SECOND);
  pass (HOUR);
  diary_assert (&f->diary, "4 0+3 finished ");
}

/* As long as a call runs, time passes and nothing else happens. */
static void
pass_in_a_call (WorkshopConsumer *consumer,
                Diary            *diary)
{
  g_string_append (diary->text, "( ");
  pass (4 * SECOND);
  g_string_append (diary->text, ") ");
}

static void
test_ticks_of_a_busy_loop_are_one (Fixture       *f,
                                   gconstpointer  data)
{
  start (f, SECOND, 0);
  f->diary.act = (GFunc) pass_in_a_call;
  f->diary.data = &f->diary;
  workshop_consumer_on_paused (f->consumer);
  iterate ();
  diary_assert (&f->diary, "paused ( ) 4+3 ");
}

static void
test_a_late_tick_does_not_put_off_the_next (Fixture       *f,
                                            gconstpointer  data)
{
  start (f, 10 * SECOND, 0);
  pass (19 * SECOND);
  diary_assert (&f->diary, "1 ");
  pass (SECOND);
  diary_assert (&f->diary, "2 ");
  pass (10 * SECOND);
  diary_assert (&f->diary, "3 ");
}

static void
test_an_hour_of_seconds_takes_no_time (Fixture       *f,
                                       gconstpointer  data)
{
  gint64 before = g_get_monotonic_time ();

  start (f, SECOND, 3600);
  while (hark_timer_is_running (f->timer))
    g_main_context_iteration (NULL, TRUE);
  iterate ();
  g_assert_cmpint (hark_clock_now (), ==, f->start + HOUR);
  g_assert_cmpint (g_get_monotonic_time () - before, <, HOUR / 4);
  g_assert_true (g_str_has_prefix (f->diary.text->str, "1 2 3 "));
  g_assert_true (g_str_has_suffix (f->diary.text->str, " 3599 3600 finished "));
}

static void
test_ticks_wait_for_the_loop_to_start (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(HarkLoop) late = hark_loop_new ("late");
  g_autoptr(HarkTimer) timer = hark_timer_new (late);

  HARK_CONNECT_DATA (timer, hark_timer_ticked, f->consumer, write_tick, &f->diary, NULL);
  g_assert_true (hark_timer_start (timer, SECOND, 0, NULL));
  pass (3 * SECOND);
  diary_assert (&f->diary, "");
  hark_loop_start (late);
  iterate ();
  diary_assert (&f->diary, "3+2 ");
  pass (SECOND);
  diary_assert (&f->diary, "4 ");
}

static void
test_the_monotonic_clock_ticks_too (Fixture       *f,
                                    gconstpointer  data)
{
  hark_clock_set_virtual (FALSE);
  start (f, 1, 3);
  while (hark_timer_is_running (f->timer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_suffix (f->diary.text->str, "finished "));
}

/* --- starting anew, and stopping --- */

static void
test_starting_again_begins_anew (Fixture       *f,
                                 gconstpointer  data)
{
  start (f, 10 * SECOND, 0);
  pass (15 * SECOND);
  start (f, 2 * SECOND, 2);
  pass (2 * SECOND);
  pass (2 * SECOND);
  pass (HOUR);
  diary_assert (&f->diary, "1 1 2 finished ");
}

static void
test_starting_again_forgets_the_tick_that_waits (Fixture       *f,
                                                 gconstpointer  data)
{
  start (f, SECOND, 0);
  iterate ();
  hark_clock_advance (5 * SECOND);
  start (f, SECOND, 0);
  iterate ();
  diary_assert (&f->diary, "");
  pass (SECOND);
  diary_assert (&f->diary, "1 ");
}

static void
test_after_stopping_there_is_no_tick (Fixture       *f,
                                      gconstpointer  data)
{
  start (f, SECOND, 0);
  pass (SECOND);
  diary_assert (&f->diary, "1 ");
  hark_clock_advance (SECOND);
  hark_timer_stop (f->timer);
  g_assert_false (hark_timer_is_running (f->timer));
  iterate ();
  pass (HOUR);
  diary_assert (&f->diary, "");
  g_assert_cmpuint (get_alarms (f)->n, ==, 0);
}

static void
stop_timer (WorkshopConsumer *consumer,
            HarkTimer        *timer)
{
  hark_timer_stop (timer);
}

/* Between a tick and the one who hears it there is no place for a call that stops it. */
static void
test_a_call_behind_the_tick_does_not_stop_what_it_told (Fixture       *f,
                                                        gconstpointer  data)
{
  HarkLane *lane = hark_loop_get_lane (f->loop);

  start (f, SECOND, 0);
  iterate ();
  f->diary.act = (GFunc) stop_timer;
  f->diary.data = f->timer;
  hark_clock_advance (SECOND);
  hark_alarms_expire (get_alarms (f), hark_clock_now ());
  workshop_consumer_on_paused (f->consumer);
  g_assert_cmpuint (hark_lane_get_n_queued (lane), ==, 2);
  iterate ();
  diary_assert (&f->diary, "1 paused ");
  pass (HOUR);
  diary_assert (&f->diary, "");
}

static void
test_a_call_before_the_tick_stops_it (Fixture       *f,
                                      gconstpointer  data)
{
  start (f, SECOND, 0);
  iterate ();
  f->diary.act = (GFunc) stop_timer;
  f->diary.data = f->timer;
  workshop_consumer_on_paused (f->consumer);
  hark_clock_advance (SECOND);
  hark_alarms_expire (get_alarms (f), hark_clock_now ());
  iterate ();
  diary_assert (&f->diary, "paused ");
}

static void
start_anew (HarkTimer *timer,
            guint64    count,
            guint64    n_missed)
{
  if (count == 2)
    hark_timer_count_down (timer, 3 * SECOND, 1, NULL);
}

static void
test_a_listener_starts_it_anew (Fixture       *f,
                                gconstpointer  data)
{
  HARK_CONNECT_FUNC (f->timer, hark_timer_ticked, f->timer, start_anew);
  start (f, SECOND, 2);
  for (guint i = 0; i < 10; i++)
    pass (SECOND);
  diary_assert (&f->diary, "1 2 finished 0 finished ");
}

/* --- what is refused --- */

static void
assert_refused (Fixture    *f,
                gint64      interval,
                int         code,
                const char *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_timer_start (f->timer, interval, 1, &error));
  g_assert_error (error, HARK_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_intervals_that_cannot_be_are_refused (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start (f, SECOND, 1);
  assert_refused (f, 0, HARK_ERROR_INVALID,
                  "The timer cannot be started: its interval is 0 us, and must be 1 or more");
  assert_refused (f, -5, HARK_ERROR_INVALID,
                  "The timer cannot be started: its interval is -5 us, and must be 1 or more");
  assert_refused (f, HARK_FOREVER, HARK_ERROR_INVALID,
                  "The timer cannot be started: in an interval of 9223372036854775807 us time ends");
  g_assert_false (hark_timer_count_down (f->timer, SECOND, 0, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);

  /* It goes on as before. */
  pass (SECOND);
  diary_assert (&f->diary, "1 finished ");
}

static void
test_the_longest_interval_passes (Fixture       *f,
                                  gconstpointer  data)
{
  start (f, HARK_FOREVER - f->start - 1, 0);
  iterate ();
  g_assert_cmpuint (get_alarms (f)->n, ==, 1);
  g_assert_cmpint (hark_alarms_get_due (get_alarms (f)), ==, HARK_FOREVER - 1);
}

/* --- ends --- */

static void
test_a_stopped_loop_stops_it (Fixture       *f,
                              gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  start (f, SECOND, 0);
  pass (SECOND);
  stopped = hark_loop_stop (f->loop, HARK_FOREVER);
  pass (HOUR);
  g_assert_true (hark_future_is_settled (stopped));
  diary_assert (&f->diary, "1 ");
  g_assert_false (hark_timer_is_running (f->timer));
  assert_refused (f, SECOND, HARK_ERROR_CLOSED, "The timer cannot be started: its loop has ended");
}

static void
test_a_discarded_tick_stops_it (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;

  start (f, SECOND, 0);
  iterate ();
  hark_clock_advance (SECOND);
  hark_alarms_expire (get_alarms (f), hark_clock_now ());
  stopped = hark_loop_stop (f->loop, 0);
  iterate ();
  diary_assert (&f->diary, "");
  g_assert_false (hark_timer_is_running (f->timer));
}

static void
test_ends_while_it_waits (Fixture       *f,
                          gconstpointer  data)
{
  start (f, SECOND, 0);
  pass (SECOND);
  g_assert_cmpuint (get_alarms (f)->n, ==, 1);
  g_clear_object (&f->timer);
  g_assert_cmpuint (get_alarms (f)->n, ==, 0);
  pass (HOUR);
  diary_assert (&f->diary, "1 ");
}

static void
test_ends_while_its_tick_is_queued (Fixture       *f,
                                    gconstpointer  data)
{
  start (f, SECOND, 0);
  iterate ();
  hark_clock_advance (SECOND);
  hark_alarms_expire (get_alarms (f), hark_clock_now ());
  g_clear_object (&f->timer);
  iterate ();
  diary_assert (&f->diary, "");
}

static void
end_timer (gpointer data,
           guint64  count,
           guint64  n_missed)
{
  g_clear_object ((HarkTimer **) data);
}

static void
test_ends_in_its_own_tick (Fixture       *f,
                           gconstpointer  data)
{
  HARK_CONNECT_DATA (f->timer, hark_timer_ticked, f->consumer, end_timer, (gpointer) &f->timer, NULL);
  start (f, SECOND, 0);
  pass (SECOND);
  g_assert_null (f->timer);
  pass (HOUR);
  diary_assert (&f->diary, "1 ");
}

static void
test_one_that_is_closed_is_refused (Fixture       *f,
                                    gconstpointer  data)
{
  start (f, SECOND, 0);
  iterate ();
  g_object_run_dispose (G_OBJECT (f->timer));
  g_assert_false (hark_timer_is_running (f->timer));
  assert_refused (f, SECOND, HARK_ERROR_CLOSED, "The timer cannot be started: it has ended");
  hark_timer_stop (f->timer);
  pass (HOUR);
  diary_assert (&f->diary, "");
}

static void
test_the_end_of_the_context_stops_it (Fixture       *f,
                                      gconstpointer  data)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr(HarkTimer) one = NULL, other = NULL;

  g_main_context_push_thread_default (context);
  one = hark_timer_new (NULL);
  other = hark_timer_new (NULL);
  g_assert_true (hark_timer_start (one, SECOND, 0, NULL));
  g_assert_true (hark_timer_start (other, HOUR, 0, NULL));
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  g_assert_false (hark_timer_is_running (one));
  g_assert_false (hark_timer_is_running (other));

  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "Hark.Timer is closed on a foreign thread*");
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING, "Hark.Timer is closed on a foreign thread*");
  g_clear_object (&one);
  g_clear_object (&other);
  g_test_assert_expected_messages ();
}

/* --- moving --- */

static void
test_moves_while_it_runs (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(HarkLoop) there = hark_loop_new ("there");
  g_autoptr(GError) error = NULL;

  hark_loop_start (there);
  start (f, SECOND, 0);
  pass (SECOND);
  g_assert_true (hark_object_set_loop (HARK_OBJECT (f->timer), there, &error));
  pass (SECOND);
  pass (SECOND);
  diary_assert (&f->diary, "1 2 3 ");

  /* It is the new loop that stops it now. */
  hark_future_unref (hark_loop_stop (f->loop, 0));
  pass (SECOND);
  g_assert_true (hark_timer_is_running (f->timer));
  hark_future_unref (hark_loop_stop (there, 0));
  pass (SECOND);
  g_assert_false (hark_timer_is_running (f->timer));
  g_clear_object (&f->loop);
}

static void
move_timer (HarkLoop *there,
            guint64   count,
            guint64   n_missed)
{
  g_autoptr(GObject) timer = hark_dup_sender ();

  g_assert_true (hark_object_set_loop (HARK_OBJECT (timer), there, NULL));
}

static void
test_moves_in_its_own_tick (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(HarkLoop) there = hark_loop_new ("there");

  hark_loop_start (there);
  HARK_CONNECT_DATA_FULL (f->timer, hark_timer_ticked, f->consumer, move_timer, there, NULL,
                          HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_SENDER);
  start (f, SECOND, 0);
  for (guint i = 0; i < 3; i++)
    pass (SECOND);
  diary_assert (&f->diary, "1 2 3 ");
  g_assert_true (hark_object_get_loop (HARK_OBJECT (f->timer)) == there);
}

/* --- threads --- */

static void
test_moves_to_another_thread_and_stops_there (Fixture       *f,
                                              gconstpointer  data)
{
  g_autoptr(HarkLoop) there = NULL;
  g_autoptr(HarkFuture) next = NULL;
  g_autoptr(HarkFuture) stopped = NULL;

  hark_clock_set_virtual (FALSE);
  there = hark_loop_new_thread ("there");
  start (f, HOUR, 0);
  iterate ();
  g_assert_cmpuint (get_alarms (f)->n, ==, 1);
  g_assert_true (hark_object_set_loop (HARK_OBJECT (f->timer), there, NULL));
  g_assert_cmpuint (get_alarms (f)->n, ==, 0);

  next = hark_timer_next_ticked (f->timer);
  start (f, 1000, 0);
  g_assert_true (hark_future_await (next, HARK_FOREVER, NULL, NULL));
  hark_timer_stop (f->timer);
  g_clear_object (&f->timer);
  iterate ();
  stopped = hark_loop_stop (there, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

typedef struct
{
  HarkTimer *timer;
  guint      seed;
} Hand;

static gpointer
start_and_stop (gpointer data)
{
  Hand *self = data;
  g_autoptr(GRand) rand = g_rand_new_with_seed (self->seed);

  for (guint i = 0; i < 500; i++)
    if (g_rand_boolean (rand))
      g_assert_true (hark_timer_start (self->timer, 1 + g_rand_int_range (rand, 0, 100), g_rand_int_range (rand, 0, 3), NULL));
    else
      hark_timer_stop (self->timer);
  return NULL;
}

static void
count_tick (gint    *n_ticks,
            guint64  count,
            guint64  n_missed)
{
  g_atomic_int_inc (n_ticks);
}

static void
test_any_thread_starts_and_stops (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(HarkLoop) loop = NULL;
  g_autoptr(HarkTimer) timer = NULL;
  g_autoptr(HarkFuture) next = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  Hand hands[3];
  GThread *threads[3];
  g_autoptr(WorkshopProducer) producer = NULL;
  gint n_ticks = 0;
  guint64 n;

  hark_clock_set_virtual (FALSE);
  loop = hark_loop_new_thread ("there");
  timer = hark_timer_new (loop);
  producer = workshop_producer_new (loop, NULL, NULL, NULL);
  HARK_CONNECT_DATA (timer, hark_timer_ticked, timer, count_tick, &n_ticks, NULL);
  for (guint i = 0; i < 3; i++)
    {
      hands[i] = (Hand) { timer, i };
      threads[i] = g_thread_new ("hand", start_and_stop, &hands[i]);
    }
  for (guint i = 0; i < 3; i++)
    g_thread_join (threads[i]);

  next = hark_timer_next_finished (timer);
  g_assert_true (hark_timer_start (timer, 1, 1, NULL));
  g_assert_true (hark_future_await (next, HARK_FOREVER, NULL, NULL));
  g_assert_false (hark_timer_is_running (timer));
  workshop_producer_await_stock (producer, HARK_FOREVER, NULL, &n, NULL); /* behind the tick */
  g_clear_object (&producer);
  g_clear_object (&timer);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_assert_cmpint (g_atomic_int_get (&n_ticks), >=, 1);
}

/* --- many --- */

static void
test_many_run_at_once (Fixture       *f,
                       gconstpointer  data)
{
  enum { N = 100000 };
  g_autoptr(GPtrArray) timers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N; i++)
    {
      g_ptr_array_add (timers, hark_timer_new (f->loop));
      g_assert_true (hark_timer_start (g_ptr_array_index (timers, i), HOUR + i, 1, NULL));
    }
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (get_alarms (f)->n, ==, N);
  for (guint i = 0; i < N; i += 2)
    hark_timer_stop (g_ptr_array_index (timers, i));
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (get_alarms (f)->n, ==, N / 2);
  hark_clock_advance (2 * HOUR);
  hark_loop_run_until_idle (f->loop);
  g_assert_cmpuint (get_alarms (f)->n, ==, 0);
}

/* --- waiting for a tick --- */

static gpointer
await_three (gpointer   data,
             GError   **error)
{
  Fixture *f = data;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(HarkTimerTicked) ticked = hark_timer_await_ticked (f->timer, HARK_FOREVER, NULL, error);

      if (ticked == NULL)
        return NULL;
      g_string_append_printf (f->diary.text, "saw %" G_GUINT64_FORMAT " ", ticked->count);
    }
  return NULL;
}

static void
test_a_task_awaits_ticks (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (await_three, f, NULL);
  g_autoptr(GError) error = NULL;

  start (f, HOUR, 3);
  hark_task_await (task, &error);
  g_assert_no_error (error);
  diary_assert (&f->diary, "1 saw 1 2 saw 2 3 finished saw 3 ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/rule/25/a-timer-ticks-once", test_ticks_once);
  ADD ("/rule/25/a-timer-ticks-again-and-again", test_ticks_again_and_again);
  ADD ("/rule/25/a-timer-counts-up-to-an-end", test_counts_up_to_an_end);
  ADD ("/rule/25/a-timer-counts-down-to-nothing", test_counts_down_to_nothing);
  ADD ("/rule/25/missed-ticks-are-one-and-it-says-how-many", test_missed_ticks_are_one_and_it_says_how_many);
  ADD ("/rule/25/missed-ticks-stop-at-the-end", test_missed_ticks_stop_at_the_end);
  ADD ("/rule/25/ticks-of-a-busy-loop-are-one", test_ticks_of_a_busy_loop_are_one);
  ADD ("/rule/25/a-late-tick-does-not-put-off-the-next", test_a_late_tick_does_not_put_off_the_next);
  ADD ("/rule/25/an-hour-of-seconds-takes-no-time", test_an_hour_of_seconds_takes_no_time);
  ADD ("/rule/25/ticks-wait-for-the-loop-to-start", test_ticks_wait_for_the_loop_to_start);
  ADD ("/rule/25/the-monotonic-clock-ticks-too", test_the_monotonic_clock_ticks_too);
  ADD ("/rule/25/after-stopping-there-is-no-tick", test_after_stopping_there_is_no_tick);
  ADD ("/rule/25/a-call-before-the-tick-stops-it", test_a_call_before_the_tick_stops_it);
  ADD ("/rule/25/a-call-behind-the-tick-does-not-stop-what-it-told",
       test_a_call_behind_the_tick_does_not_stop_what_it_told);
  ADD ("/timer/starting-again-begins-anew", test_starting_again_begins_anew);
  ADD ("/timer/starting-again-forgets-the-tick-that-waits", test_starting_again_forgets_the_tick_that_waits);
  ADD ("/timer/a-listener-starts-it-anew", test_a_listener_starts_it_anew);
  ADD ("/timer/intervals-that-cannot-be-are-refused", test_intervals_that_cannot_be_are_refused);
  ADD ("/timer/the-longest-interval-passes", test_the_longest_interval_passes);
  ADD ("/timer/a-stopped-loop-stops-it", test_a_stopped_loop_stops_it);
  ADD ("/timer/a-discarded-tick-stops-it", test_a_discarded_tick_stops_it);
  ADD ("/timer/ends-while-it-waits", test_ends_while_it_waits);
  ADD ("/timer/ends-while-its-tick-is-queued", test_ends_while_its_tick_is_queued);
  ADD ("/timer/ends-in-its-own-tick", test_ends_in_its_own_tick);
  ADD ("/timer/one-that-is-closed-is-refused", test_one_that_is_closed_is_refused);
  ADD ("/timer/the-end-of-the-context-stops-it", test_the_end_of_the_context_stops_it);
  ADD ("/rule/18/a-timer-moves-while-it-runs", test_moves_while_it_runs);
  ADD ("/rule/18/a-timer-moves-in-its-own-tick", test_moves_in_its_own_tick);
  ADD ("/rule/18/a-timer-moves-to-another-thread", test_moves_to_another_thread_and_stops_there);
  ADD ("/rule/14/any-thread-starts-and-stops-a-timer", test_any_thread_starts_and_stops);
  ADD ("/timer/many-run-at-once", test_many_run_at_once);
  ADD ("/timer/a-task-awaits-ticks", test_a_task_awaits_ticks);
#undef ADD
  return g_test_run ();
}
