/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What makes the awaits of a task fail: it is cancelled, or its time passes. The
 * first of them counts, and is never taken back, but a shield lets the task await
 * all the same. The wait that it is in is ended by the owner of its context, where
 * a chore is posted from elsewhere. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/task-private.h"
#include "lane/lane-private.h"

static gboolean
set_ending (HarkTask   *self,
            HarkEnding  ending)
{
  unsigned char expected = HARK_ENDING_NONE;

  return atomic_compare_exchange_strong (&self->ending, &expected, ending);
}

/* --- cancelling --- */

typedef struct
{
  HarkCall  call;
  HarkTask *task;  /* owned */
} Interruption;

static void
interrupt (HarkTask *self)
{
  if (hark_task_interrupt (self))
    hark_task_post (self);
}

static void
interruption_run (HarkCall *call)
{
  Interruption *self = (Interruption *) call;

  interrupt (self->task);
  hark_task_unref (self->task);
  g_free (self);
}

static void
interruption_drop (HarkCall *call)
{
  Interruption *self = (Interruption *) call;

  hark_task_unref (self->task);
  g_free (self);
}

static const HarkCallFuncs interruption_funcs = { HARK_CALL_CHORE, interruption_run, interruption_drop, NULL };

void
hark_task_cancel (HarkTask *self)
{
  Interruption *interruption;

  g_return_if_fail (self != NULL);

  if (hark_future_is_settled (&self->future) || !set_ending (self, HARK_ENDING_CANCELLED))
    return;
  if (hark_lane_is_current (self->lane))
    {
      interrupt (self);
      return;
    }

  interruption = g_new0 (Interruption, 1);
  interruption->call.funcs = &interruption_funcs;
  interruption->task = hark_task_ref (self);
  hark_lane_post (self->lane, &interruption->call);
}

gboolean
hark_task_is_cancelled (HarkTask *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_load (&self->ending) != HARK_ENDING_NONE;
}

/* --- running out of time --- */

struct _HarkDeadline
{
  HarkTimer  timer;
  HarkTask  *task;  /* who owns this */
};

static HarkTimers *
timers_of (HarkTask *task)
{
  return hark_executor_get_timers (hark_lane_get_executor (task->lane));
}

static void
deadline_passed (HarkTimer *timer)
{
  HarkTask *task = ((HarkDeadline *) timer)->task;

  if (timer->due <= hark_clock_now () && set_ending (task, HARK_ENDING_TIMED_OUT))
    interrupt (task);
}

void
hark_deadline_free (HarkDeadline *self)
{
  hark_timers_disarm (timers_of (self->task), &self->timer);
  g_free (self);
}

void
hark_task_set_timeout (HarkTask *self,
                       gint64    timeout)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->deadline, hark_deadline_free);
  if (timeout == HARK_FOREVER || hark_future_is_settled (&self->future))
    return;

  self->deadline = g_new0 (HarkDeadline, 1);
  self->deadline->task = self;
  self->deadline->timer.due = hark_end_of (timeout);
  self->deadline->timer.lane = self->lane;
  self->deadline->timer.expired = deadline_passed;
  hark_timers_arm (timers_of (self), &self->deadline->timer);
}

/* --- shields --- */

void
hark_task_shield (void)
{
  HarkTask *task = hark_task_get_current ();

  g_return_if_fail (task != NULL);
  g_return_if_fail (task->n_shields < G_MAXUINT8);

  task->n_shields++;
}

void
hark_task_unshield (void)
{
  HarkTask *task = hark_task_get_current ();

  g_return_if_fail (task != NULL);
  g_return_if_fail (task->n_shields > 0);

  task->n_shields--;
}
