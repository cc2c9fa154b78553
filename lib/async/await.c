/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for a future. A task suspends (suspension.c). Outside of tasks the thread
 * that owns its thread-default context iterates it; any other thread blocks. Inside a
 * call of a lane the thread blocks too, but only for the answer of a call that does not
 * need this one's end, as the graph of who waits for whom tells. A wait that ends early
 * takes itself off the future, or, where that is about to tell it, waits for the few
 * instructions until it has. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/future-private.h"
#include "async/task-private.h"
#include "base/thread-private.h"
#include "lane/clock-private.h"
#include "lane/lane-private.h"

typedef struct
{
  HarkWaiter     waiter;
  HarkFutureNeed graph;
  HarkClockWatch watch;
  GMainContext  *context;     /* fixed at birth; NULL: blocks */
  GMutex         lock;
  GCond          changed;
  gboolean       is_settled;  /* lock */
  gboolean       is_refused;  /* lock: it would never end, by now */
} Wait;

/* With the lock. */
static void
wake (Wait *self)
{
  if (self->context != NULL)
    g_main_context_wakeup (self->context);
  g_cond_signal (&self->changed);
}

static void
wait_settled (HarkWaiter *waiter,
              HarkFuture *future)
{
  Wait *self = (Wait *) waiter;

  g_mutex_lock (&self->lock);
  self->is_settled = TRUE;
  wake (self);
  g_mutex_unlock (&self->lock);
}

static void
wait_cancelled (GCancellable *cancellable,
                gpointer      data)
{
  Wait *self = data;

  g_mutex_lock (&self->lock);
  wake (self);
  g_mutex_unlock (&self->lock);
}

static void
wait_refused (HarkFutureNeed *graph)
{
  Wait *self = (Wait *) ((char *) graph - G_STRUCT_OFFSET (Wait, graph));

  g_mutex_lock (&self->lock);
  self->is_refused = TRUE;
  wake (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_over (Wait         *self,
         gint64        end,
         GCancellable *cancellable)
{
  return self->is_settled
         || self->is_refused
         || g_cancellable_is_cancelled (cancellable)
         || (end != HARK_FOREVER && hark_clock_now () >= end);
}

/* --- iterating --- */

/* (transfer full) (nullable): that of the context that this thread is to iterate
 * while it waits. */
static HarkExecutor *
own_executor (void)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  HarkExecutor *executor;

  if (g_main_context_is_owner (context))
    return hark_executor_dup_for_context (context, hark_thread_id ());

  executor = hark_executor_lookup (context);
  if (executor != NULL && hark_executor_acquire (executor))
    {
      hark_executor_release (executor);
      return executor;
    }
  g_clear_pointer (&executor, hark_executor_unref);
  return NULL;
}

static void
nothing (HarkAlarm *alarm)
{
}

static void
iterate (Wait         *self,
         HarkExecutor *executor,
         gint64        end,
         GCancellable *cancellable)
{
  HarkAlarms *alarms = hark_executor_get_alarms (executor);
  HarkAlarm alarm = { .due = end, .expired = nothing };
  gboolean over;

  if (end != HARK_FOREVER)
    hark_alarms_arm (alarms, &alarm);

  for (;;)
    {
      g_mutex_lock (&self->lock);
      over = is_over (self, end, cancellable);
      g_mutex_unlock (&self->lock);
      if (over)
        break;
      g_main_context_iteration (self->context, TRUE);
    }
  hark_alarms_disarm (alarms, &alarm);
}

/* --- blocking --- */

static void
wait_stepped (HarkClockWatch *watch)
{
  Wait *self = (Wait *) ((char *) watch - G_STRUCT_OFFSET (Wait, watch));

  g_mutex_lock (&self->lock);
  wake (self);
  g_mutex_unlock (&self->lock);
}

static void
block (Wait         *self,
       gint64        end,
       GCancellable *cancellable)
{
  if (end != HARK_FOREVER)
    {
      self->watch.stepped = wait_stepped;
      hark_clock_watch (&self->watch);
    }
  g_mutex_lock (&self->lock);
  while (!is_over (self, end, cancellable))
    if (end == HARK_FOREVER || hark_clock_is_virtual ())
      g_cond_wait (&self->changed, &self->lock);
    else
      g_cond_wait_until (&self->changed, &self->lock, end);
  g_mutex_unlock (&self->lock);
  if (end != HARK_FOREVER)
    hark_clock_unwatch (&self->watch);
}

/* --- waiting --- */

gint64
hark_end_of (gint64 timeout)
{
  gint64 now;

  if (timeout == HARK_FOREVER)
    return HARK_FOREVER;

  now = hark_clock_now ();
  return timeout > HARK_FOREVER - now ? HARK_FOREVER : now + MAX (timeout, 0);
}

static void
turn_away (Wait       *self,
           HarkFuture *future)
{
  if (hark_future_remove_waiter (future, &self->waiter))
    return;

  g_mutex_lock (&self->lock);
  while (!self->is_settled)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* Waits, whether that ends with what is waited for or not. */
static void
wait_for (Wait         *self,
          HarkFuture   *future,
          HarkExecutor *executor,
          gint64        timeout,
          GCancellable *cancellable)
{
  gint64 end = hark_end_of (timeout);
  gulong id = 0;

  if (executor != NULL)
    self->context = g_main_context_ref_thread_default ();
  hark_future_add_waiter (future, &self->waiter);
  if (cancellable != NULL)
    id = g_cancellable_connect (cancellable, G_CALLBACK (wait_cancelled), self, NULL);
  if (executor != NULL)
    iterate (self, executor, end, cancellable);
  else
    block (self, end, cancellable);
  if (id != 0)
    g_cancellable_disconnect (cancellable, id);

  turn_away (self, future);
  g_clear_pointer (&self->context, g_main_context_unref);
}

gboolean
hark_may_wait_outside (GError **error)
{
  HarkLane *lane = hark_lane_get_current ();
  const char *name;

  if (lane == NULL)
    return TRUE;

  name = hark_lane_get_name (lane);
  g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
               "A call of the loop '%s' would hold that up while it waits for this, and that could be what it "
               "waits for: use hark_future_then(), or a task. Only answers of calls can be waited for",
               name != NULL ? name : "");
  return FALSE;
}

gboolean
hark_wait_blocks (void)
{
  HarkExecutor *executor;

  if (hark_task_get_current () != NULL || hark_lane_get_current () != NULL)
    return FALSE;

  executor = own_executor ();
  if (executor == NULL)
    return TRUE;
  hark_executor_unref (executor);
  return FALSE;
}

/* As long as it may, and keeps nobody waiting who is waited for. */
static gboolean
wait_checked (HarkFuture    *self,
              gint64         timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  HarkExecutor *executor = hark_lane_get_current () == NULL ? own_executor () : NULL;
  Wait wait = { .waiter.settled = wait_settled };
  gboolean is_known = hark_future_need_init (&wait.graph, self, wait_refused);
  gboolean may_wait;

  g_mutex_init (&wait.lock);
  g_cond_init (&wait.changed);
  may_wait = is_known ? hark_need_begin (&wait.graph.need, executor, error) : hark_may_wait_outside (error);
  if (may_wait)
    {
      wait_for (&wait, self, executor, timeout, cancellable);
      if (is_known && !hark_need_end (&wait.graph.need, error))
        may_wait = FALSE;
    }
  g_mutex_clear (&wait.lock);
  g_cond_clear (&wait.changed);
  g_clear_pointer (&executor, hark_executor_unref);
  return may_wait;
}

/* Outside of tasks. */
static gboolean
wait_outside (HarkFuture    *self,
              gint64         timeout,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(GError) refusal = NULL;
  gboolean may_wait = wait_checked (self, timeout, cancellable, &refusal);

  if (hark_future_is_settled (self))
    return TRUE;

  if (!may_wait)
    g_propagate_error (error, g_steal_pointer (&refusal));
  else if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CANCELLED, "The wait was cancelled");
  else
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "The wait timed out");
  return FALSE;
}

static gboolean
wait (HarkTask      *task,
      HarkFuture    *future,
      gint64         timeout,
      GCancellable  *cancellable,
      GError       **error)
{
  /* In a nested iteration it is others who wait, on the task's thread. */
  if (task != NULL && !hark_task_is_nested ())
    return hark_task_suspend_for (task, future, timeout, cancellable, error);
  return wait_outside (future, timeout, cancellable, error);
}

static inline gboolean
await (HarkFuture    *self,
       gint64         timeout,
       GCancellable  *cancellable,
       GError       **error)
{
  HarkTask *task = hark_task_run != NULL ? hark_task_run->task : NULL;

  if (task != NULL
      && atomic_load_explicit (&task->ending, memory_order_relaxed) != HARK_ENDING_NONE
      && !hark_task_may_await (task, error))
    return FALSE;

  if (!atomic_load_explicit (&self->is_settled, memory_order_acquire)
      && !hark_future_is_settled (self)
      && !wait (task, self, timeout, cancellable, error))
    return FALSE;

  if (G_UNLIKELY (!atomic_load_explicit (&self->is_settled, memory_order_acquire)))
    {
      hark_future_get_values (self, error); /* which the parent's never will be: that says why */
      return FALSE;
    }
  if (G_LIKELY (self->error == NULL))
    return TRUE;

  hark_future_set_awaited (self);
  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

gboolean
hark_future_await (HarkFuture    *self,
                   gint64         timeout,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return await (self, timeout, cancellable, error);
}

gboolean
hark_await (HarkFuture  *future,
            GError     **error)
{
  g_return_val_if_fail (future != NULL, FALSE);

  return await (future, HARK_FOREVER, NULL, error);
}
