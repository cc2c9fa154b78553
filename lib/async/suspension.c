/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A task that waits. The record of it lies on the task's own stack, as a waiter of
 * the future and an alarm of its context. Whoever takes it off the future ends the
 * wait and queues the task again: the one who settles, or an alarm, a cancellable
 * or somebody who cancels the task. Only one can, so a task is queued once. A sleep
 * has no future, and is ended by the owner of the context alone. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/task-private.h"
#include "lane/lane-private.h"

/* How a wait ended. */
typedef enum
{
  SETTLED,
  TIMED_OUT,
  CANCELLED,
  TASK_ENDING,
  REFUSED,    /* a circle has closed */
} Outcome;

struct _HarkSuspension
{
  HarkWaiter  waiter;
  HarkTask   *task;     /* fixed at birth */
  HarkFuture *future;   /* fixed at birth; NULL: sleeps */
  HarkAlarm   alarm;    /* the owner */
  Outcome     outcome;  /* who ends it */
  gboolean    is_over;  /* who ends it; for a sleep */
};

/* %FALSE: it has ended otherwise, or is about to. */
static gboolean
take (HarkSuspension *self,
      Outcome         outcome)
{
  if (self->future != NULL ? !hark_future_remove_waiter (self->future, &self->waiter) : self->is_over)
    return FALSE;

  self->is_over = TRUE;
  self->outcome = outcome;
  return TRUE;
}

static void
suspension_settled (HarkWaiter *waiter,
                    HarkFuture *future)
{
  hark_task_post (((HarkSuspension *) waiter)->task);
}

static void
suspension_expired (HarkAlarm *alarm)
{
  HarkSuspension *self = (HarkSuspension *) ((char *) alarm - G_STRUCT_OFFSET (HarkSuspension, alarm));
  gboolean is_due = alarm->due <= hark_clock_now ();

  if (take (self, self->future == NULL && is_due ? SETTLED : TIMED_OUT))
    hark_task_post (self->task);
}

static void
suspension_cancelled (GCancellable *cancellable,
                      gpointer      data)
{
  HarkSuspension *self = data;

  if (take (self, CANCELLED))
    hark_task_post (self->task);
}

/* No await fails meanwhile, unless the context is gone. */
static gboolean
is_protected (HarkTask   *self,
              HarkEnding  ending)
{
  return (self->n_shields > 0 || self->is_deaf) && ending != HARK_ENDING_GONE;
}

gboolean
hark_task_interrupt (HarkTask *self)
{
  return self->suspension != NULL
         && !is_protected (self, atomic_load (&self->ending))
         && take (self->suspension, TASK_ENDING);
}

/* --- what is refused --- */

gboolean
hark_task_is_nested (void)
{
  return g_main_depth () != hark_task_run->depth;
}

static void
set_ending_error (HarkEnding  ending,
                  GError    **error)
{
  switch (ending)
    {
    case HARK_ENDING_CANCELLED:
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CANCELLED, "The task was cancelled");
      break;

    case HARK_ENDING_TIMED_OUT:
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "The time of the task has passed");
      break;

    case HARK_ENDING_GONE:
    case HARK_ENDING_NONE:
    default:
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The context of the task is gone");
      break;
    }
}

gboolean
hark_task_may_await (HarkTask  *self,
                     GError   **error)
{
  HarkEnding ending = atomic_load_explicit (&self->ending, memory_order_relaxed);

  if (G_LIKELY (ending == HARK_ENDING_NONE)
      || is_protected (self, ending)
      || hark_task_is_nested ()) /* others, who are not the task */
    return TRUE;

  set_ending_error (ending, error);
  return FALSE;
}

gboolean
hark_task_may_begin (HarkTask  *self,
                     GError   **error)
{
  HarkEnding ending = atomic_load (&self->ending);

  if (ending == HARK_ENDING_NONE)
    return TRUE;

  set_ending_error (ending, error);
  return FALSE;
}

void
hark_task_name_ending (HarkTask  *self,
                       GError   **error)
{
  HarkEnding ending = atomic_load_explicit (&self->ending, memory_order_relaxed);

  if (G_LIKELY (ending == HARK_ENDING_NONE) || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_error (error);
  set_ending_error (ending, error);
}

gboolean
hark_task_may_suspend (GError **error)
{
  if (hark_task_is_nested ())
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                           "Waiting inside a nested iteration would hold up the task that iterates: "
                           "use hark_future_then(), or spawn a task");
      return FALSE;
    }
  if (g_main_context_get_thread_default () != hark_task_run->thread_default)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                           "A task cannot wait while another context is pushed as the thread-default one: "
                           "pop it first");
      return FALSE;
    }
  return TRUE;
}

/* --- suspending --- */

static HarkAlarms *
alarms_of (HarkTask *task)
{
  return hark_executor_get_alarms (hark_lane_get_executor (task->lane));
}

static gboolean
finish (HarkSuspension  *self,
        GError         **error)
{
  switch (self->outcome)
    {
    case TIMED_OUT:
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "The wait timed out");
      return FALSE;

    case CANCELLED:
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CANCELLED, "The wait was cancelled");
      return FALSE;

    case TASK_ENDING:
      set_ending_error (atomic_load (&self->task->ending), error);
      return FALSE;

    case SETTLED:
    case REFUSED:
    default:
      return hark_task_may_await (self->task, error); /* which came first is nobody's business */
    }
}

/* The thread is in other things meanwhile. */
static void
switch_away (void)
{
  struct _HarkFrame *frames = hark_frame;

  hark_fiber_suspend ();
  hark_frame = frames;
}

/* Returns when it has ended. */
static void
suspend (HarkSuspension *self)
{
  self->task->suspension = self;
  switch_away ();
  self->task->suspension = NULL;
}

static void
suspend_until (HarkSuspension *self,
               gint64          end)
{
  HarkAlarms *alarms = alarms_of (self->task);

  self->alarm.due = end;
  self->alarm.lane = self->task->lane;
  self->alarm.place = 0;
  self->alarm.expired = suspension_expired;
  hark_alarms_arm (alarms, &self->alarm);
  suspend (self);
  hark_alarms_disarm (alarms, &self->alarm);
}

/* With a limit of some kind. */
static void
suspend_within (HarkSuspension *self,
                gint64          timeout,
                GCancellable   *cancellable)
{
  gint64 end = hark_end_of (timeout);
  gulong id = 0;

  if (cancellable != NULL)
    id = g_cancellable_connect (cancellable, G_CALLBACK (suspension_cancelled), self, NULL);
  if (end == HARK_FOREVER)
    suspend (self);
  else
    suspend_until (self, end);
  if (id != 0)
    g_cancellable_disconnect (cancellable, id);
}

/* --- who holds a lane meanwhile --- */

/* Such a wait is in the graph of who waits for whom. */
typedef struct
{
  HarkFutureNeed  graph;
  HarkSuspension *suspension;
  atomic_bool     is_refused;  /* any thread: a circle has closed */
} Holding;

static void
holding_refused (HarkFutureNeed *graph)
{
  Holding *self = (Holding *) graph;

  atomic_store (&self->is_refused, TRUE);
  if (take (self->suspension, REFUSED))
    hark_task_post (self->suspension->task);
}

/* @holding: (nullable) */
static void
wait_for_future (HarkSuspension *self,
                 Holding        *holding,
                 gint64          timeout,
                 GCancellable   *cancellable)
{
  if (G_UNLIKELY (timeout <= 0))
    self->outcome = TIMED_OUT;
  else if (G_UNLIKELY (g_cancellable_is_cancelled (cancellable)))
    self->outcome = CANCELLED;
  else
    {
      hark_future_add_waiter (self->future, &self->waiter);
      if (G_UNLIKELY (holding != NULL) && atomic_load (&holding->is_refused) && take (self, REFUSED))
        return;
      if (G_LIKELY (timeout == HARK_FOREVER && cancellable == NULL))
        suspend (self);
      else
        suspend_within (self, timeout, cancellable);
    }
}

static gboolean
suspend_holding (HarkSuspension  *self,
                 gint64           timeout,
                 GCancellable    *cancellable,
                 GError         **error)
{
  Holding holding = { .suspension = self };
  g_autoptr(GError) refusal = NULL;

  if (!hark_future_need_init (&holding.graph, self->future, holding_refused))
    {
      wait_for_future (self, NULL, timeout, cancellable);
      return finish (self, error);
    }

  if (!hark_need_begin_holding (&holding.graph.need, ((HarkLodger *) self->task)->stay.lane, error))
    return FALSE;
  wait_for_future (self, &holding, timeout, cancellable);
  hark_need_end (&holding.graph.need, &refusal);
  if (self->outcome != REFUSED)
    return finish (self, error);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* --- waiting for a future --- */

gboolean
hark_task_suspend_for (HarkTask      *self,
                       HarkFuture    *future,
                       gint64         timeout,
                       GCancellable  *cancellable,
                       GError       **error)
{
  HarkSuspension suspension;

  if (!hark_task_may_suspend (error))
    return FALSE;
  if (future == &self->future)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK, "A task cannot wait for its own end");
      return FALSE;
    }

  suspension.waiter.settled = suspension_settled;
  suspension.waiter.next = NULL;
  suspension.task = self;
  suspension.future = future;
  suspension.outcome = SETTLED;
  if (G_UNLIKELY (self->is_lodger) && ((HarkLodger *) self)->stay.holds)
    return suspend_holding (&suspension, timeout, cancellable, error);
  wait_for_future (&suspension, NULL, timeout, cancellable);
  return finish (&suspension, error);
}

/* --- sleeping --- */

static gboolean
sleep_outside (gint64   duration,
               GError **error)
{
  g_autoptr(HarkFuture) never = hark_future_new (NULL);
  g_autoptr(GError) own_error = NULL;

  hark_future_await (never, duration, NULL, &own_error);
  if (g_error_matches (own_error, HARK_ERROR, HARK_ERROR_TIMED_OUT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}

gboolean
hark_sleep (gint64   duration,
            GError **error)
{
  HarkTask *task = hark_task_get_current ();
  HarkSuspension suspension = { .task = task };

  if (task == NULL)
    return sleep_outside (duration, error);
  if (!hark_task_may_await (task, error) || !hark_task_may_suspend (error))
    return FALSE;

  suspend_within (&suspension, duration, NULL);
  return finish (&suspension, error);
}

gboolean
hark_yield (GError **error)
{
  HarkTask *task = hark_task_get_current ();

  g_return_val_if_fail (task != NULL, FALSE);

  if (!hark_task_may_await (task, error) || !hark_task_may_suspend (error))
    return FALSE;

  hark_task_post (task);
  switch_away ();
  return hark_task_may_await (task, error);
}
