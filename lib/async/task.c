/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A task is a future with code that settles it: a call on its context's own lane
 * begins it on a fiber, and queues itself again whenever what it waits for has
 * come. It is queued once at most, because it either runs, or waits, or is queued.
 * While it has not ended it holds a reference to itself.
 *
 * Those that have begun are in a list of their lane's. When the context goes, they
 * are ended in place: each await fails, so that their own code cleans up.
 *
 * A lodger is a task that runs within another lane, which it holds or shares, and queues
 * itself there. */

#include <sched.h>

#include <hark/error.h>

#include "async/stack-private.h"
#include "async/task-private.h"
#include "lane/lane-private.h"

__thread HarkTaskRun *hark_task_run;

static _Atomic (gsize) stack_size = HARK_STACK_SIZE;

/* --- the tasks of a lane --- */

/* Observes the lane of the context's own calls. All is the owner's. */
typedef struct
{
  HarkLaneObserver  observer;
  HarkLane         *lane;   /* borrowed */
  HarkTask         *first;
} Tasks;

static void end_in_place (HarkTask *self);

static void
nothing (HarkLaneObserver *observer)
{
}

static void
tasks_stopped (HarkLaneObserver *observer,
               guint64           n_discarded)
{
}

static void
tasks_ended (HarkLaneObserver *observer)
{
  Tasks *self = (Tasks *) observer;

  while (self->first != NULL)
    end_in_place (self->first);
  hark_lane_set_observer (self->lane, NULL);
  g_free (self);
}

static const HarkLaneObserverFuncs tasks_funcs =
{
  .started = nothing,
  .active = nothing,
  .idle = nothing,
  .stopped = tasks_stopped,
  .ended = tasks_ended,
};

static Tasks *
tasks_of (HarkLane *lane)
{
  Tasks *self = (Tasks *) hark_lane_get_observer (lane);

  if (G_UNLIKELY (self == NULL))
    {
      self = g_new0 (Tasks, 1);
      self->observer.funcs = &tasks_funcs;
      self->lane = lane;
      hark_lane_set_observer (lane, &self->observer);
      hark_task_set_room_funcs ();
    }
  return self;
}

static void
link_task (HarkTask *self)
{
  Tasks *tasks = tasks_of (self->lane);

  self->previous = NULL;
  self->next = tasks->first;
  if (tasks->first != NULL)
    tasks->first->previous = self;
  tasks->first = self;
}

static void
unlink_task (HarkTask *self)
{
  if (self->next != NULL)
    self->next->previous = self->previous;
  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    tasks_of (self->lane)->first = self->next;
}

/* --- from beginning to end --- */

/* It has run, or will never. Consumes @error. */
static void
settle (HarkTask *self,
        GError   *error)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_pointer (&self->annex, hark_task_annex_free);
  if (error != NULL)
    hark_future_reject (&self->future, error);
  else
    hark_future_resolve (&self->future, NULL);
}

void
hark_task_leave (HarkTask *self)
{
  if (self->member != NULL)
    hark_member_leave (g_steal_pointer (&self->member));
  hark_task_unref (self);
}

/* All that happens on its stack. */
static void
body (gpointer data)
{
  HarkTask *self = data;
  GError *error = NULL;

  self->result = self->func (self->data, &error);
  hark_task_name_ending (self, &error);
  settle (self, error);
}

gboolean
hark_task_begin (HarkTask  *self,
                 GError   **error)
{
  self->fiber = hark_fiber_new (atomic_load_explicit (&stack_size, memory_order_relaxed), body, self, error);
  if (self->fiber == NULL)
    return FALSE;

  link_task (self);
  return TRUE;
}

static gboolean
begin (HarkTask *self)
{
  g_autoptr(GError) error = NULL;

  if (hark_task_may_begin (self, &error) && hark_task_begin (self, &error))
    return TRUE;

  settle (self, g_steal_pointer (&error));
  hark_task_leave (self);
  return FALSE;
}

gboolean
hark_task_go_on (HarkTask *self)
{
  HarkTaskRun run = { self, hark_task_run, g_main_depth (), g_main_context_get_thread_default (), hark_frame };
  gboolean has_more;

  if (G_UNLIKELY (!hark_fiber_is_own (self->fiber)))
    g_error ("A context was iterated by one thread when a task on it began, and is now by another: "
             "a task stays with its thread, so let one thread iterate the context");

  hark_task_run = &run;
  hark_frame = NULL; /* what it is in itself, it puts there */
  has_more = hark_fiber_resume (self->fiber);
  hark_frame = run.frames;
  hark_task_run = run.outer;

  if (has_more)
    return TRUE;
  self->fiber = NULL;
  unlink_task (self);
  return FALSE;
}

static HarkTask *
task_of (HarkCall *call)
{
  return (HarkTask *) ((char *) call - G_STRUCT_OFFSET (HarkTask, call));
}

static void
task_run (HarkCall *call)
{
  HarkTask *self = task_of (call);

  if (self->fiber == NULL && !begin (self))
    return;
  if (!hark_task_go_on (self))
    hark_task_leave (self);
}

/* The context is gone. One that has begun is in the list, for tasks_ended(). */
static void
task_drop (HarkCall *call)
{
  HarkTask *self = task_of (call);

  if (self->fiber != NULL)
    {
      hark_task_strand (self);
      return;
    }
  hark_future_set_awaited (&self->future); /* it did not fail */
  settle (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED,
                                     "The context of the task went before it began"));
  hark_task_leave (self);
}

static const HarkCallFuncs task_funcs = { HARK_CALL_CHORE, task_run, task_drop, NULL, NULL };

void
hark_task_post (HarkTask *self)
{
  if (G_UNLIKELY (self->is_lodger))
    hark_stay_post (&((HarkLodger *) self)->stay);
  else
    hark_lane_post (self->lane, &self->call);
}

void
hark_task_strand (HarkTask *self)
{
  atomic_store (&self->is_stranded, TRUE);
}

/* Nobody iterates the context any more, so this thread takes its place. */
static void
end_in_place (HarkTask *self)
{
  atomic_store (&self->ending, HARK_ENDING_GONE);
  /* Else somebody has ended its wait, and found the lane closed, or is about to. */
  if (!hark_task_interrupt (self))
    while (!atomic_load (&self->is_stranded))
      sched_yield ();
  hark_fiber_adopt (self->fiber);
  if (self->is_lodger)
    hark_stay_run_in_place (&((HarkLodger *) self)->stay);
  else
    task_run (&self->call);
}

/* --- birth --- */

HarkLane *
hark_task_dup_lane (void)
{
  HarkExecutor *executor;
  HarkLane *lane;

  if (hark_task_run != NULL && g_main_context_get_thread_default () == hark_task_run->thread_default)
    return hark_lane_ref (hark_task_run->task->lane);

  executor = hark_executor_dup_default ();
  lane = hark_executor_dup_default_lane (executor);
  hark_executor_unref (executor);
  return lane;
}

static void
init (HarkTask            *self,
      const HarkCallFuncs *call,
      HarkTaskFunc         func,
      gpointer             data)
{
  memset (self, 0, sizeof *self);
  hark_future_init (&self->future, NULL);
  self->future.is_task = true;
  self->call.funcs = call;
  self->lane = hark_task_dup_lane ();
  self->func = func;
  self->data = data;
}

HarkTask *
hark_task_spawn (HarkTaskFunc   func,
                 gpointer       data,
                 GDestroyNotify destroy)
{
  HarkTask *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new (HarkTask, 1);
  init (self, &task_funcs, func, data);
  atomic_init (&self->future.refs, 2);
  self->destroy = destroy;
  hark_task_set_home (self);
  hark_lane_post (self->lane, &self->call);
  return self;
}

static void
cancel_lodger (HarkStay *stay)
{
  hark_task_cancel ((HarkTask *) ((char *) stay - G_STRUCT_OFFSET (HarkLodger, stay)));
}

void
hark_lodger_init (HarkLodger          *self,
                  HarkLane            *lane,
                  gboolean             holds,
                  const HarkCallFuncs *call,
                  HarkTaskFunc         func,
                  gpointer             data)
{
  init (&self->task, call, func, data);
  self->task.is_lodger = true;
  hark_stay_init (&self->stay, lane, &self->task.call, holds, cancel_lodger);
}

HarkTask *
hark_task_ref (HarkTask *self)
{
  hark_future_ref (&self->future);
  return self;
}

void
hark_task_unref (HarkTask *self)
{
  hark_future_unref (&self->future);
}

void
hark_task_clear (HarkFuture *future)
{
  HarkTask *self = (HarkTask *) future;

  if (self->result_free != NULL && self->result != NULL)
    self->result_free (self->result);
  hark_lane_unref (self->lane);
}

void
hark_task_set_stack_size (gsize size)
{
  atomic_store (&stack_size, hark_stack_round (size));
}

/* --- what becomes of it --- */

HarkFuture *
hark_task_get_future (HarkTask *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->future;
}

HarkTask *
hark_task_get_current (void)
{
  return hark_task_run != NULL ? hark_task_run->task : NULL;
}

void
hark_task_set_result_free (HarkTask       *self,
                           GDestroyNotify  result_free)
{
  g_return_if_fail (self != NULL);

  self->result_free = result_free;
}

gpointer
hark_task_get_result (HarkTask *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_future_is_settled (&self->future) ? self->result : NULL;
}

gpointer
hark_task_await (HarkTask  *self,
                 GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_future_await (&self->future, HARK_FOREVER, NULL, error) ? self->result : NULL;
}

gpointer
hark_run (HarkTaskFunc   func,
          gpointer       data,
          GError       **error)
{
  g_autoptr(HarkTask) task = NULL;

  g_return_val_if_fail (func != NULL, NULL);

  if (hark_lane_get_current () != NULL)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                           "hark_run() is for the outside of calls and tasks: spawn a task, and await it");
      return NULL;
    }

  task = hark_task_spawn (func, data, NULL);
  if (!hark_future_await (&task->future, HARK_FOREVER, NULL, error))
    return NULL;
  return g_steal_pointer (&task->result);
}
