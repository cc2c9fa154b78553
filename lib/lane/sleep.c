/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How a context sleeps, and who wakes it. Whoever makes the ready queue non-empty wakes the
 * context, but only if it sleeps: `asleep` is set before the last look at the queue and cleared
 * after the poll, so a push is either seen by that look or sees the flag.
 *
 * The earliest alarm bounds the poll; a context without any reads no clock. Two kinds of contexts
 * have the poll replaced. On the virtual clock nobody sleeps until a time: the clock is put there. And
 * a context that spins looks for what it waits for before it sleeps, but only if the last thing came
 * as soon as that: one that has little to do sleeps at once. A context with a poll function of its own is left
 * alone. */

#include <sched.h>

#include "lane/clock-private.h"
#include "lane/executor-state-private.h"

/* How often it looks for calls before it looks at descriptors, which costs more. */
#define N_LOOKS 32

/* The one whose context this thread polls next; NULL: it is an ordinary poll. */
static __thread HarkExecutor *polled;

/* Where the context would sleep until an alarm is due, it is that late already. */
static int
poll_virtual (HarkExecutor *self,
              GPollFD      *fds,
              guint         n_fds,
              int           timeout)
{
  gint64 due = hark_alarms_get_due (&self->alarms);
  int n_ready = g_poll (fds, n_fds, due == G_MAXINT64 ? timeout : 0);

  if (n_ready == 0 && due != G_MAXINT64)
    hark_clock_reach (due);
  return n_ready;
}

/* Until @end; whoever else wants the CPU gets it in between. %FALSE: nothing came. */
static gboolean
look (HarkExecutor *self,
      GPollFD      *fds,
      guint         n_fds,
      gint64        end,
      int          *n_ready)
{
  do
    {
      for (guint i = 0; i < N_LOOKS; i++)
        if (hark_executor_has_ready (self))
          return TRUE;
      *n_ready = g_poll (fds, n_fds, 0);
      if (*n_ready != 0)
        return TRUE;
      sched_yield ();
    }
  while (g_get_monotonic_time () < end);
  return FALSE;
}

/* Looks first, if what it waited for last came soon. Who pushes meanwhile need not wake it. */
static int
poll_spinning (HarkExecutor *self,
               GPollFD      *fds,
               guint         n_fds,
               int           timeout)
{
  gint64 duration = atomic_load_explicit (&self->spin, memory_order_relaxed);
  gint64 start = g_get_monotonic_time ();
  int n_ready = 0;

  if (timeout >= 0)
    duration = MIN (duration, (gint64) timeout * 1000);
  if (self->is_brisk)
    {
      atomic_store (&self->asleep, FALSE);
      if (look (self, fds, n_fds, start + duration, &n_ready))
        return n_ready;
      atomic_store (&self->asleep, TRUE);
      if (hark_executor_has_ready (self))
        return 0;
      if (timeout > 0)
        timeout -= (int) (duration / 1000);
    }
  n_ready = g_poll (fds, n_fds, timeout);
  self->is_brisk = g_get_monotonic_time () - start <= duration;
  return n_ready;
}

static int
poll_replaced (GPollFD *fds,
               guint    n_fds,
               int      timeout)
{
  HarkExecutor *self = polled;

  polled = NULL;
  if (self == NULL || timeout == 0)
    return g_poll (fds, n_fds, timeout);
  return hark_clock_is_virtual () ? poll_virtual (self, fds, n_fds, timeout)
                                  : poll_spinning (self, fds, n_fds, timeout);
}

/* For the next poll. */
static void
replace_poll (HarkExecutor *self,
              GMainContext *context)
{
  polled = self;
  if (g_main_context_get_poll_func (context) == g_poll)
    g_main_context_set_poll_func (context, poll_replaced);
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
  if (G_UNLIKELY (hark_clock_is_virtual () || atomic_load_explicit (&self->spin, memory_order_relaxed) > 0))
    replace_poll (self, context);
  else
    polled = NULL;
  *timeout = time_left (self);
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
