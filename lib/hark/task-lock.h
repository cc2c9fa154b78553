/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What tasks and plain threads wait for each other with: semaphores, locks,
 * conditions and flags, with the meaning that Python's asyncio gives them. Each
 * is served in the order of coming. Waiting is as in hark_future_await(): it
 * suspends a task, blocks a plain thread, and is refused inside a call. A wait that ends
 * early takes nothing with it: what it was about to get goes to the next. */

#include <hark/types.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__

typedef struct _HarkTaskSemaphore HarkTaskSemaphore;
typedef struct _HarkTaskLock      HarkTaskLock;
typedef struct _HarkTaskCondition HarkTaskCondition;
typedef struct _HarkTaskFlag      HarkTaskFlag;

/**
 * hark_task_semaphore_new:
 * @n: how many may have it at a time
 *
 * Returns: (transfer full): a semaphore. Thread: any, here and below.
 */
HARK_API HarkTaskSemaphore *hark_task_semaphore_new   (guint n);
HARK_API HarkTaskSemaphore *hark_task_semaphore_ref   (HarkTaskSemaphore *self);
HARK_API void               hark_task_semaphore_unref (HarkTaskSemaphore *self);

/**
 * hark_task_semaphore_acquire:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: why it ended without
 *
 * Returns: whether the caller has it now
 */
HARK_API gboolean           hark_task_semaphore_acquire (HarkTaskSemaphore  *self,
                                                         gint64              timeout,
                                                         GCancellable       *cancellable,
                                                         GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the caller has it now, without waiting. */
HARK_API gboolean           hark_task_semaphore_try   (HarkTaskSemaphore *self) G_GNUC_WARN_UNUSED_RESULT;
/* Gives it back, to the next one who waits. */
HARK_API void               hark_task_semaphore_release (HarkTaskSemaphore *self);

/**
 * hark_task_lock_new:
 *
 * Returns: (transfer full): a lock, which a task or a thread holds; not twice
 */
HARK_API HarkTaskLock      *hark_task_lock_new        (void);
HARK_API HarkTaskLock      *hark_task_lock_ref        (HarkTaskLock *self);
HARK_API void               hark_task_lock_unref      (HarkTaskLock *self);

/**
 * hark_task_lock_acquire:
 *
 * As hark_task_semaphore_acquire(). Who holds it already is refused with
 * %HARK_ERROR_WOULD_DEADLOCK.
 */
HARK_API gboolean           hark_task_lock_acquire    (HarkTaskLock  *self,
                                                       gint64         timeout,
                                                       GCancellable  *cancellable,
                                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
HARK_API gboolean           hark_task_lock_try        (HarkTaskLock *self) G_GNUC_WARN_UNUSED_RESULT;
/* By the task or thread that holds it. */
HARK_API void               hark_task_lock_release    (HarkTaskLock *self);
/* Whether the calling task or thread holds it. */
HARK_API gboolean           hark_task_lock_is_held    (HarkTaskLock *self);

/**
 * hark_task_condition_new:
 * @lock: what is held where the condition is looked at
 *
 * Returns: (transfer full): a condition
 */
HARK_API HarkTaskCondition *hark_task_condition_new   (HarkTaskLock *lock);
HARK_API HarkTaskCondition *hark_task_condition_ref   (HarkTaskCondition *self);
HARK_API void               hark_task_condition_unref (HarkTaskCondition *self);

/**
 * hark_task_condition_wait:
 *
 * Releases the lock, waits until somebody notifies, and takes the lock again, also
 * on error. The caller holds the lock, and looks in a loop whether it is the case
 * now.
 *
 * Returns: %FALSE if the wait ended otherwise
 */
HARK_API gboolean           hark_task_condition_wait  (HarkTaskCondition  *self,
                                                       gint64              timeout,
                                                       GCancellable       *cancellable,
                                                       GError            **error);
/* Wakes up to @n who wait. The caller holds the lock. */
HARK_API void               hark_task_condition_notify (HarkTaskCondition *self,
                                                        guint              n);

/**
 * hark_task_flag_new:
 *
 * Returns: (transfer full): a flag, which is down
 */
HARK_API HarkTaskFlag      *hark_task_flag_new        (void);
HARK_API HarkTaskFlag      *hark_task_flag_ref        (HarkTaskFlag *self);
HARK_API void               hark_task_flag_unref      (HarkTaskFlag *self);

/* Raises it: all who wait go on, and nobody waits until it is cleared. */
HARK_API void               hark_task_flag_set        (HarkTaskFlag *self);
HARK_API void               hark_task_flag_clear      (HarkTaskFlag *self);
HARK_API gboolean           hark_task_flag_is_set     (HarkTaskFlag *self);
/* Waits until it has been raised. */
HARK_API gboolean           hark_task_flag_wait       (HarkTaskFlag  *self,
                                                       gint64         timeout,
                                                       GCancellable  *cancellable,
                                                       GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskSemaphore, hark_task_semaphore_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskLock, hark_task_lock_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskCondition, hark_task_condition_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskFlag, hark_task_flag_unref)

#endif

G_END_DECLS
