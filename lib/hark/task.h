/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Tasks: straight-line code that waits without blocking its thread. */

#include <hark/types.h>
#include <hark/future.h>

G_BEGIN_DECLS

typedef struct _HarkTask      HarkTask;
typedef struct _HarkTaskGroup HarkTaskGroup;

/**
 * HarkTaskFunc:
 * @data: what was given to hark_task_spawn()
 * @error: set to say that the task has failed
 *
 * What a task does, from beginning to end. It may await: then the task is suspended
 * and its thread goes on with other work.
 *
 * Returns: (nullable): the result; it is the task's if it has a function to free
 *   it, see hark_task_set_result_free()
 */
typedef gpointer (*HarkTaskFunc) (gpointer   data,
                                  GError   **error);

/**
 * hark_task_spawn:
 * @func: what it does
 * @data: for @func
 * @destroy: (nullable): called once with @data when @func has returned, or will
 *   never be called
 *
 * Queues a task on the thread-default context of the calling thread. It begins
 * when that is iterated, never inside this function, and stays on that thread.
 * It runs on a stack of its own, of 64 KiB unless hark_task_set_stack_size() says
 * otherwise.
 *
 * A task for which there is no stack fails with %HARK_ERROR_LIMIT, one whose context
 * goes before it has begun with %HARK_ERROR_CLOSED. If its error has not been awaited when
 * the last reference is dropped, the loop in whose call it, or the task that spawned it, was
 * spawned emits `exception`, as for a slot that fails; outside of calls there is a warning.
 *
 * Returns: (transfer full): the task. It goes on without this reference.
 *   Thread: any.
 */
HARK_API HarkTask   *hark_task_spawn       (HarkTaskFunc    func,
                                            gpointer        data,
                                            GDestroyNotify  destroy) G_GNUC_WARN_UNUSED_RESULT;

HARK_API HarkTask   *hark_task_ref         (HarkTask       *self);
HARK_API void        hark_task_unref       (HarkTask       *self);

/**
 * hark_task_get_future:
 *
 * Returns: (transfer none): settled when the task has ended, without values or
 *   with its error. Thread: any.
 */
HARK_API HarkFuture *hark_task_get_future  (HarkTask       *self);

/**
 * hark_task_await:
 * @error: the task's own error, or why the wait ended, as in hark_future_await()
 *
 * Waits until the task has ended. To await itself is refused with
 * %HARK_ERROR_WOULD_DEADLOCK.
 *
 * Returns: (transfer none) (nullable): its result, the task's while it lives;
 *   %NULL on error
 */
HARK_API gpointer    hark_task_await       (HarkTask       *self,
                                            GError        **error);

/**
 * hark_task_get_result:
 *
 * Returns: (transfer none) (nullable): what its function returned, once it has
 *   ended. Thread: any.
 */
HARK_API gpointer    hark_task_get_result  (HarkTask       *self);

/**
 * hark_task_set_result_free:
 * @free: (nullable): called with the result when the last reference to the task
 *   is dropped
 *
 * Thread: the task's, before it has ended.
 */
HARK_API void        hark_task_set_result_free (HarkTask       *self,
                                                GDestroyNotify  result_free);

/**
 * hark_task_get_current:
 *
 * Returns: (transfer none) (nullable): the task that the calling code runs in
 */
HARK_API HarkTask   *hark_task_get_current (void);

/**
 * hark_task_cancel:
 *
 * Makes the task's current await, and every later one, fail with
 * %HARK_ERROR_CANCELLED until it returns, so that its own code cleans up. One that
 * has not begun does not. Cancelling twice, or a task that has ended, does nothing.
 * Thread: any. Blocks: no.
 */
HARK_API void        hark_task_cancel      (HarkTask       *self);

/**
 * hark_task_is_cancelled:
 *
 * Returns: whether its awaits fail, because it was cancelled or its time has
 *   passed; for code that computes long. Thread: any.
 */
HARK_API gboolean    hark_task_is_cancelled (HarkTask      *self);

/**
 * hark_task_set_timeout:
 * @timeout: in microseconds, from now on; %HARK_FOREVER: no longer
 *
 * When the time has passed, the task's current await, and every later one, fail
 * with %HARK_ERROR_TIMED_OUT until it returns. The last call counts. Thread: the
 * task's.
 */
HARK_API void        hark_task_set_timeout (HarkTask       *self,
                                            gint64          timeout);

/**
 * hark_task_shield:
 *
 * Lets the calling task await although it is cancelled or its time has passed, so
 * that it can clean up, until hark_task_unshield(). Shields nest. Thread: in a task.
 */
HARK_API void        hark_task_shield      (void);
HARK_API void        hark_task_unshield    (void);

/**
 * hark_task_set_stack_size:
 * @size: in bytes, between 16 KiB and 1 GiB; rounded up to whole pages
 *
 * For tasks that have not begun yet. The memory is taken as it is touched. A task
 * that runs out of it ends the program with SIGSEGV. Thread: any.
 */
HARK_API void        hark_task_set_stack_size (gsize size);

/**
 * hark_run:
 * @func: what it does
 * @data: for @func
 * @error: the task's own error; %HARK_ERROR_WOULD_DEADLOCK inside a call or a task
 *
 * Runs @func as a task, and iterates the thread-default context until it has
 * ended. Others that are there then stay suspended. Thread: the owner of its
 * thread-default context. Blocks: yes.
 *
 * Returns: (nullable): what @func returned, also if the task was to free it
 */
HARK_API gpointer    hark_run              (HarkTaskFunc    func,
                                            gpointer        data,
                                            GError        **error);

/**
 * hark_await:
 *
 * hark_future_await() without a limit: in a task it suspends.
 *
 * Returns: whether the future has no error
 */
HARK_API gboolean    hark_await            (HarkFuture     *future,
                                            GError        **error);

/**
 * hark_sleep:
 * @duration: in microseconds, of hark_clock_now()
 *
 * Suspends the calling task for that time. Outside of tasks it iterates the
 * context or blocks, as hark_future_await() does.
 *
 * Returns: %FALSE if it was cancelled, or refused
 */
HARK_API gboolean    hark_sleep            (gint64          duration,
                                            GError        **error);

/**
 * hark_yield:
 *
 * Lets everything else that is queued on the calling task's context run first.
 * Thread: in a task.
 *
 * Returns: %FALSE if the task was cancelled, or it is refused
 */
HARK_API gboolean    hark_yield            (GError        **error);

/**
 * hark_task_group_new:
 *
 * A group of tasks that end together: the first error cancels the others, and the
 * group has ended when all of them have.
 *
 * Returns: (transfer full): an empty group. Thread: it stays with the calling one.
 */
HARK_API HarkTaskGroup *hark_task_group_new    (void);

/**
 * hark_task_group_free:
 *
 * Cancels what still runs. In a task it also waits until all have ended, whether
 * that task is cancelled or not. Thread: its own.
 */
HARK_API void           hark_task_group_free   (HarkTaskGroup   *self);

/**
 * hark_task_group_spawn:
 *
 * hark_task_spawn() for a task of the group. Where that was cancelled, by an error
 * or a caller, the task does not begin. Thread: its own.
 */
HARK_API void           hark_task_group_spawn  (HarkTaskGroup   *self,
                                                HarkTaskFunc     func,
                                                gpointer         data,
                                                GDestroyNotify   destroy);

/**
 * hark_task_group_add:
 * @task: has not ended, and is in no group
 *
 * Makes a task one of the group's, for who wants to keep it. Thread: its own.
 */
HARK_API void           hark_task_group_add    (HarkTaskGroup   *self,
                                                HarkTask        *task);

/**
 * hark_task_group_cancel:
 *
 * Cancels all tasks of the group. Thread: its own.
 */
HARK_API void           hark_task_group_cancel (HarkTaskGroup   *self);

/**
 * hark_task_group_await:
 * @error: the first error of its tasks; or why the wait ended
 *
 * Waits until all tasks of the group have ended, those they add to it included.
 * If the calling task is cancelled meanwhile, so is the group, and this still
 * waits for it. That one of its tasks was cancelled is no error. Thread: its own.
 *
 * Returns: %FALSE on error
 */
HARK_API gboolean       hark_task_group_await  (HarkTaskGroup   *self,
                                                GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTask, hark_task_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskGroup, hark_task_group_free)

G_END_DECLS
