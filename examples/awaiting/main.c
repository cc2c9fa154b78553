/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Awaiting an event. The clock ticks on a thread of its own; this one waits
 * for a tick, with a limit of time, and gets either the event's values or an
 * error. Whoever must not miss an event asks for it first: a future listens
 * from the moment it is made. */

#include "clock.h"

#include <hark/hark.h>

typedef struct
{
  guint64  n_ticks;
  GSource *timer;
} Works;

static gboolean
on_timer (gpointer data)
{
  TimingClock *self = data;
  Works       *works = timing_clock_get_data (self);

  timing_clock_emit_ticked (self, ++works->n_ticks);
  return G_SOURCE_CONTINUE;
}

static void
start (TimingClock *self,
       gint64       interval)
{
  Works *works = timing_clock_get_data (self);

  /* In a slot, its loop's context is the thread-default one. */
  works->timer = g_timeout_source_new (interval / G_TIME_SPAN_MILLISECOND);
  g_source_set_callback (works->timer, on_timer, self, NULL);
  g_source_attach (works->timer, g_main_context_get_thread_default ());
}

static guint64
stop (TimingClock *self)
{
  Works *works = timing_clock_get_data (self);

  g_source_destroy (works->timer);
  g_clear_pointer (&works->timer, g_source_unref);
  return works->n_ticks;
}

static const TimingClockSlots clock_slots = { .start = start, .stop = stop };

int
main (void)
{
  Works works = { 0 };
  g_autoptr(HarkLoop) tower = hark_loop_new_thread ("tower");
  g_autoptr(TimingClock) clock = timing_clock_new (tower, &clock_slots, &works, NULL);
  g_autoptr(HarkFuture) first = timing_clock_next_ticked (clock);
  g_autoptr(TimingClockTicked) tick = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_ticks;

  timing_clock_start (clock, 10 * G_TIME_SPAN_MILLISECOND);

  hark_future_await (first, HARK_FOREVER, NULL, NULL);
  tick = timing_clock_finish_ticked (first, NULL);
  g_print ("the first tick is number %" G_GUINT64_FORMAT "\n", tick->n);
  g_clear_pointer (&tick, timing_clock_ticked_unref);

  /* The same in one call: the next tick, whichever that is. */
  tick = timing_clock_await_ticked (clock, 10 * G_TIME_SPAN_SECOND, NULL, NULL);
  g_print ("a later one is %s\n", tick->n > 1 ? "higher" : "not higher");
  g_clear_pointer (&tick, timing_clock_ticked_unref);

  timing_clock_await_stop (clock, HARK_FOREVER, NULL, &n_ticks, NULL);
  tick = timing_clock_await_ticked (clock, 50 * G_TIME_SPAN_MILLISECOND, NULL, &error);
  if (g_error_matches (error, HARK_ERROR, HARK_ERROR_TIMED_OUT))
    g_print ("stopped: %s\n", error->message);
  return 0;
}
