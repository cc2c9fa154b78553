/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a context sleeps, and who wakes it. Whoever makes the ready queue non-empty wakes the
 * context, but only if it sleeps: `asleep` is set before the last look at the queue and cleared
 * after the poll, so a push is either seen by that look or sees the flag.
 *
 * The earliest alarm bounds the poll; a context without any reads no clock. On the virtual
 * clock nobody sleeps until a time: the poll is replaced by one that puts the clock there. */

#include "lane/clock-private.h"
#include "lane/executor-state-private.h"

/* The one whose context this thread polls next. */
static __thread HarkExecutor *polled;

/* Where the context would sleep until an alarm is due, it is that late already. */
static int
poll_virtual (GPollFD *fds,
              guint    n_fds,
              int      timeout)
{
  gint64 due;
  int n_ready;

  if (timeout == 0 || !hark_clock_is_virtual ())
    return g_poll (fds, n_fds, timeout);

  due = hark_alarms_get_due (&polled->alarms);
  n_ready = g_poll (fds, n_fds, due == G_MAXINT64 ? timeout : 0);
  if (n_ready == 0 && due != G_MAXINT64)
    hark_clock_reach (due);
  return n_ready;
}

/* A context with a poll function of its own is left alone, and sleeps. */
static void
replace_poll (HarkExecutor *self,
              GMainContext *context)
{
  polled = self;
  if (g_main_context_get_poll_func (context) == g_poll)
    g_main_context_set_poll_func (context, poll_virtual);
}

/* How long to poll, in milliseconds. */
static int
time_left (HarkExecutor *self)
{
  gint64 due = hark_alarms_get_due (&self->alarms);
  gint64 left;

  if (due == G_MAXINT64)
    return -1;

  left = due - hark_clock_now ();
  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}

/* Looks for calls for as long as it was asked to. */
static gboolean
spin (HarkExecutor *self,
      gint64        duration)
{
  gint64 end = g_get_monotonic_time () + duration;

  do
    if (hark_executor_has_ready (self))
      return TRUE;
  while (g_get_monotonic_time () < end);
  return FALSE;
}

gboolean
hark_executor_has_work (HarkExecutor *self)
{
  gint64 due = hark_alarms_get_due (&self->alarms);

  return hark_executor_has_ready (self) || (due != G_MAXINT64 && due <= hark_clock_now ());
}

gboolean
hark_executor_fall_asleep (HarkExecutor *self,
                           GMainContext *context,
                           int          *timeout)
{
  gint64 duration;

  if (G_UNLIKELY (hark_clock_is_virtual ()))
    replace_poll (self, context);
  *timeout = time_left (self);
  duration = atomic_load_explicit (&self->spin, memory_order_relaxed);
  if (G_UNLIKELY (duration > 0) && *timeout != 0 && spin (self, duration))
    return TRUE;
  atomic_store (&self->asleep, TRUE);
  if (*timeout != 0 && !hark_executor_has_ready (self))
    return FALSE;

  atomic_store (&self->asleep, FALSE);
  return TRUE;
}

void
hark_executor_stay_awake (HarkExecutor *self)
{
  atomic_store_explicit (&self->asleep, FALSE, memory_order_relaxed);
}

void
hark_executor_wake (HarkExecutor *self)
{
  if (!atomic_load (&self->asleep) || !atomic_exchange (&self->asleep, FALSE))
    return;

  /* The lock holds back the end of the context. */
  g_mutex_lock (&self->lock);
  if (self->context != NULL && !self->is_left)
    g_main_context_wakeup (self->context);
  g_mutex_unlock (&self->lock);
}
