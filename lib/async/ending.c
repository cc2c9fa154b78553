/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What makes the awaits of a task fail: it is cancelled, or its time passes. The
 * first of them counts, and is never taken back, but a shield lets the task await
 * all the same. The wait that it is in is ended by the owner of its context, where
 * a chore is posted from elsewhere. */

#include <hark/async-result.h>
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

/* --- what few tasks have --- */

struct _HarkTaskAnnex
{
  HarkTask     *task;         /* who owns this */
  HarkAlarm     deadline;
  GCancellable *cancellable;  /* NULL: nobody has asked for it */
};

static void deadline_passed (HarkAlarm *alarm);

static HarkAlarms *
alarms_of (HarkTask *task)
{
  return hark_executor_get_alarms (hark_lane_get_executor (task->lane));
}

static HarkTaskAnnex *
ensure_annex (HarkTask *task)
{
  if (task->annex == NULL)
    {
      task->annex = g_new0 (HarkTaskAnnex, 1);
      task->annex->task = task;
      task->annex->deadline.lane = task->lane;
      task->annex->deadline.expired = deadline_passed;
    }
  return task->annex;
}

void
hark_task_annex_free (HarkTaskAnnex *self)
{
  hark_alarms_disarm (alarms_of (self->task), &self->deadline);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Operations of the task end with it. */
static void
cancel_operations (HarkTask *self)
{
  if (self->annex != NULL && self->annex->cancellable != NULL
      && self->n_shields == 0 && hark_task_is_cancelled (self))
    g_cancellable_cancel (self->annex->cancellable);
}

GCancellable *
hark_task_get_cancellable (void)
{
  HarkTask *task = hark_task_get_current ();
  HarkTaskAnnex *annex;

  if (task == NULL)
    return NULL;

  annex = ensure_annex (task);
  if (annex->cancellable == NULL)
    annex->cancellable = g_cancellable_new ();
  cancel_operations (task);
  return annex->cancellable;
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
  cancel_operations (self);
  if (hark_task_interrupt (self))
    hark_task_post (self);
}

static void
interruption_drop (HarkCall *call)
{
  Interruption *self = (Interruption *) call;

  hark_task_unref (self->task);
  g_free (self);
}

static void
interruption_run (HarkCall *call)
{
  interrupt (((Interruption *) call)->task);
  interruption_drop (call);
}

static const HarkCallFuncs interruption_funcs = { HARK_CALL_CHORE, interruption_run, interruption_drop, NULL, NULL };

static void
post_interruption (HarkTask *task)
{
  Interruption *self = g_new0 (Interruption, 1);

  self->call.funcs = &interruption_funcs;
  self->task = hark_task_ref (task);
  hark_lane_post (task->lane, &self->call);
}

void
hark_task_cancel (HarkTask *self)
{
  g_return_if_fail (self != NULL);

  if (hark_future_is_settled (&self->future) || !set_ending (self, HARK_ENDING_CANCELLED))
    return;
  if (hark_lane_is_current (self->lane))
    interrupt (self);
  else
    post_interruption (self);
}

/* Who works for it is told that it is settled. */
void
hark_future_cancel (HarkFuture *self)
{
  g_return_if_fail (self != NULL);

  if (hark_future_is_settled (self))
    return;
  if (self->is_task)
    {
      hark_task_cancel ((HarkTask *) self);
      return;
    }
  hark_future_set_awaited (self);
  hark_future_reject (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_CANCELLED, "The future was cancelled"));
}

gboolean
hark_task_is_cancelled (HarkTask *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_load (&self->ending) != HARK_ENDING_NONE;
}

/* --- running out of time --- */

static void
deadline_passed (HarkAlarm *alarm)
{
  HarkTaskAnnex *annex = (HarkTaskAnnex *) ((char *) alarm - G_STRUCT_OFFSET (HarkTaskAnnex, deadline));

  if (alarm->due <= hark_clock_now () && set_ending (annex->task, HARK_ENDING_TIMED_OUT))
    post_interruption (annex->task);
}

void
hark_task_set_timeout (HarkTask *self,
                       gint64    timeout)
{
  HarkTaskAnnex *annex;

  g_return_if_fail (self != NULL);

  if (hark_future_is_settled (&self->future))
    return;

  annex = ensure_annex (self);
  annex->deadline.due = hark_end_of (timeout);
  if (timeout == HARK_FOREVER)
    hark_alarms_disarm (alarms_of (self), &annex->deadline);
  else
    hark_alarms_arm (alarms_of (self), &annex->deadline);
}

gint64
hark_task_get_deadline (void)
{
  HarkTask *task = hark_task_get_current ();
  HarkAlarm *deadline = task != NULL && task->annex != NULL ? &task->annex->deadline : NULL;

  /* Armed, or it would not count. */
  return deadline != NULL && deadline->place != 0 ? deadline->due : HARK_FOREVER;
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
  cancel_operations (task);
}
