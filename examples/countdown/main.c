/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A timer that counts down, and a second one that watches it: timers are objects, and what
 * they tell is connected like any event. The clock is virtual, so this takes no time;
 * without that line it takes ten seconds. */

#include <hark/hark.h>

static void
on_ticked (HarkLoop *loop,
           guint64   count,
           guint64   n_missed)
{
  if (count > 0)
    g_print ("%" G_GUINT64_FORMAT "\n", count);
}

static void
on_finished (HarkLoop *loop)
{
  g_autoptr(HarkFuture) stopped = NULL;

  g_print ("lift-off\n");
  stopped = hark_loop_stop (loop, HARK_FOREVER);
}

static void
on_held (HarkTimer *countdown,
         guint64    count,
         guint64    n_missed)
{
  g_autoptr(GError) error = NULL;

  g_print ("hold: once more, and faster\n");
  if (!hark_timer_count_down (countdown, G_TIME_SPAN_SECOND / 2, 4, &error))
    g_printerr ("%s\n", error->message);
}

int
main (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new ("pad");
  g_autoptr(HarkTimer) countdown = hark_timer_new (loop);
  g_autoptr(HarkTimer) hold = hark_timer_new (loop);
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  HARK_CONNECT_FUNC (countdown, hark_timer_ticked, loop, on_ticked);
  HARK_CONNECT_FUNC (countdown, hark_timer_finished, loop, on_finished);
  HARK_CONNECT_FUNC (hold, hark_timer_ticked, countdown, on_held);

  if (!hark_timer_count_down (countdown, G_TIME_SPAN_SECOND, 10, &error)
      || !hark_timer_start (hold, 7500 * G_TIME_SPAN_MILLISECOND, 1, &error))
    g_error ("%s", error->message);
  hark_loop_run (loop);
  return 0;
}
