/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Semaphores, and locks and conditions over them. Who releases hands over to the
 * first who waits, so that nobody who comes later can be faster; who was handed
 * something and has ended meanwhile hands it on. */

#include <hark/error.h>
#include <hark/task-lock.h>

#include "async/task-private.h"
#include "async/wait-list-private.h"
#include "base/thread-private.h"

struct _HarkTaskSemaphore
{
  GMutex       mutex;
  guint        n_left;   /* mutex; while it is not 0 nobody waits */
  HarkWaitList waiting;  /* mutex */
};

/* --- semaphores --- */

HarkTaskSemaphore *
hark_task_semaphore_new (guint n)
{
  HarkTaskSemaphore *self = g_atomic_rc_box_new0 (HarkTaskSemaphore);

  g_mutex_init (&self->mutex);
  self->n_left = n;
  return self;
}

HarkTaskSemaphore *
hark_task_semaphore_ref (HarkTaskSemaphore *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
semaphore_clear (gpointer data)
{
  HarkTaskSemaphore *self = data;

  g_assert (self->waiting.first == NULL);
  g_mutex_clear (&self->mutex);
}

void
hark_task_semaphore_unref (HarkTaskSemaphore *self)
{
  g_atomic_rc_box_release_full (self, semaphore_clear);
}

static gboolean
take (HarkTaskSemaphore *self)
{
  gboolean is_taken = self->n_left > 0;

  self->n_left -= is_taken;
  return is_taken;
}

static void
give (HarkTaskSemaphore *self)
{
  if (!hark_wait_list_wake (&self->waiting))
    self->n_left++;
}

gboolean
hark_task_semaphore_acquire (HarkTaskSemaphore  *self,
                             gint64              timeout,
                             GCancellable       *cancellable,
                             GError            **error)
{
  HarkWait wait = HARK_WAIT_WOKEN;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!hark_may_take (error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  if (!take (self))
    wait = hark_wait_list_wait (&self->waiting, &self->mutex, timeout, cancellable, error);
  if (wait == HARK_WAIT_PASS_ON)
    give (self);
  g_mutex_unlock (&self->mutex);
  return wait == HARK_WAIT_WOKEN;
}

gboolean
hark_task_semaphore_try (HarkTaskSemaphore *self)
{
  gboolean is_taken;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  is_taken = take (self);
  g_mutex_unlock (&self->mutex);
  return is_taken;
}

void
hark_task_semaphore_release (HarkTaskSemaphore *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  give (self);
  g_mutex_unlock (&self->mutex);
}

/* --- locks --- */

struct _HarkTaskLock
{
  HarkTaskSemaphore *semaphore;  /* owned; fixed at birth */
  _Atomic (guint64)  holder;     /* who holds it; 0: nobody */
};

/* The calling task or thread. Addresses are even, and the others odd. */
static guint64
self_id (void)
{
  HarkTask *task = hark_task_get_current ();

  return task != NULL ? (guintptr) task : hark_thread_id () << 1 | 1;
}

HarkTaskLock *
hark_task_lock_new (void)
{
  HarkTaskLock *self = g_atomic_rc_box_new0 (HarkTaskLock);

  self->semaphore = hark_task_semaphore_new (1);
  return self;
}

HarkTaskLock *
hark_task_lock_ref (HarkTaskLock *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
lock_clear (gpointer data)
{
  hark_task_semaphore_unref (((HarkTaskLock *) data)->semaphore);
}

void
hark_task_lock_unref (HarkTaskLock *self)
{
  g_atomic_rc_box_release_full (self, lock_clear);
}

gboolean
hark_task_lock_is_held (HarkTaskLock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_load (&self->holder) == self_id ();
}

gboolean
hark_task_lock_acquire (HarkTaskLock  *self,
                        gint64         timeout,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (hark_task_lock_is_held (self))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                   "Who holds the lock %p already cannot wait for it: release it first", self);
      return FALSE;
    }
  if (!hark_task_semaphore_acquire (self->semaphore, timeout, cancellable, error))
    return FALSE;
  atomic_store (&self->holder, self_id ());
  return TRUE;
}

gboolean
hark_task_lock_try (HarkTaskLock *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!hark_task_semaphore_try (self->semaphore))
    return FALSE;
  atomic_store (&self->holder, self_id ());
  return TRUE;
}

void
hark_task_lock_release (HarkTaskLock *self)
{
  g_return_if_fail (self != NULL);

  if (!hark_task_lock_is_held (self))
    {
      g_critical ("The lock %p was released by a task or thread that does not hold it, and stays as it is: "
                  "release it where it was acquired, once for each time", self);
      return;
    }
  atomic_store (&self->holder, 0);
  hark_task_semaphore_release (self->semaphore);
}

/* --- conditions --- */

struct _HarkTaskCondition
{
  HarkTaskLock *lock;     /* owned; fixed at birth */
  GMutex        mutex;
  HarkWaitList  waiting;  /* mutex */
};

HarkTaskCondition *
hark_task_condition_new (HarkTaskLock *lock)
{
  HarkTaskCondition *self;

  g_return_val_if_fail (lock != NULL, NULL);

  self = g_atomic_rc_box_new0 (HarkTaskCondition);
  g_mutex_init (&self->mutex);
  self->lock = hark_task_lock_ref (lock);
  return self;
}

HarkTaskCondition *
hark_task_condition_ref (HarkTaskCondition *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
condition_clear (gpointer data)
{
  HarkTaskCondition *self = data;

  g_assert (self->waiting.first == NULL);
  g_mutex_clear (&self->mutex);
  hark_task_lock_unref (self->lock);
}

void
hark_task_condition_unref (HarkTaskCondition *self)
{
  g_atomic_rc_box_release_full (self, condition_clear);
}

/* However the wait ended, who waited holds the lock again. */
static void
take_again (HarkTaskLock *lock)
{
  gboolean is_task = hark_task_get_current () != NULL;
  gboolean is_taken;

  if (is_task)
    hark_task_shield ();
  is_taken = hark_task_lock_acquire (lock, HARK_FOREVER, NULL, NULL);
  if (is_task)
    hark_task_unshield ();
  (void) is_taken; /* not if the context of the task is gone */
}

gboolean
hark_task_condition_wait (HarkTaskCondition  *self,
                          gint64              timeout,
                          GCancellable       *cancellable,
                          GError            **error)
{
  HarkWait wait;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (hark_task_lock_is_held (self->lock), FALSE);

  if (!hark_may_take (error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  hark_task_lock_release (self->lock); /* who notifies now comes after this entry */
  wait = hark_wait_list_wait (&self->waiting, &self->mutex, timeout, cancellable, error);
  if (wait == HARK_WAIT_PASS_ON)
    hark_wait_list_wake (&self->waiting);
  g_mutex_unlock (&self->mutex);

  take_again (self->lock);
  return wait == HARK_WAIT_WOKEN;
}

void
hark_task_condition_notify (HarkTaskCondition *self,
                            guint              n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (hark_task_lock_is_held (self->lock));

  g_mutex_lock (&self->mutex);
  while (n > 0 && hark_wait_list_wake (&self->waiting))
    n--;
  g_mutex_unlock (&self->mutex);
}
