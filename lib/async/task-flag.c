/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A flag wakes all who wait when it is raised. Who was woken goes on, also where it
 * has been cleared again meanwhile. */

#include <hark/task-lock.h>

#include "async/wait-list-private.h"

struct _HarkTaskFlag
{
  GMutex       mutex;
  gboolean     is_set;   /* mutex */
  HarkWaitList waiting;  /* mutex; empty while it is set */
};

HarkTaskFlag *
hark_task_flag_new (void)
{
  HarkTaskFlag *self = g_atomic_rc_box_new0 (HarkTaskFlag);

  g_mutex_init (&self->mutex);
  return self;
}

HarkTaskFlag *
hark_task_flag_ref (HarkTaskFlag *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
flag_clear (gpointer data)
{
  HarkTaskFlag *self = data;

  g_assert (self->waiting.first == NULL);
  g_mutex_clear (&self->mutex);
}

void
hark_task_flag_unref (HarkTaskFlag *self)
{
  g_atomic_rc_box_release_full (self, flag_clear);
}

void
hark_task_flag_set (HarkTaskFlag *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->is_set = TRUE;
  while (hark_wait_list_wake (&self->waiting))
    ;
  g_mutex_unlock (&self->mutex);
}

void
hark_task_flag_clear (HarkTaskFlag *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  self->is_set = FALSE;
  g_mutex_unlock (&self->mutex);
}

gboolean
hark_task_flag_is_set (HarkTaskFlag *self)
{
  gboolean is_set;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  is_set = self->is_set;
  g_mutex_unlock (&self->mutex);
  return is_set;
}

gboolean
hark_task_flag_wait (HarkTaskFlag  *self,
                     gint64         timeout,
                     GCancellable  *cancellable,
                     GError       **error)
{
  HarkWait wait = HARK_WAIT_WOKEN;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!hark_may_take (error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  if (!self->is_set)
    wait = hark_wait_list_wait (&self->waiting, &self->mutex, timeout, cancellable, error);
  g_mutex_unlock (&self->mutex);
  return wait == HARK_WAIT_WOKEN;
}
