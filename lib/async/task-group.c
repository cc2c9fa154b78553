/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A group knows its tasks while they have not ended, in the order in which they
 * came. It is one thread's, like they are; it is freed by its owner, or, where that
 * could not wait, with its last task. */

#include <hark/error.h>

#include "async/task-private.h"
#include "base/thread-private.h"

/* Of a task in a group. */
struct _HarkMember
{
  HarkTask      *task;      /* owned */
  HarkTaskGroup *group;
  HarkMember    *next;
  HarkMember    *previous;
};

struct _HarkTaskGroup
{
  guint64     thread;        /* fixed at birth */
  HarkMember *first;         /* those that have not ended */
  HarkMember *last;
  HarkFuture *ended;         /* while somebody waits */
  GError     *error;         /* the first one */
  gboolean    is_cancelled;
  gboolean    is_freed;      /* by its owner */
};

static gboolean
is_own (HarkTaskGroup *self)
{
  return self != NULL && self->thread == hark_thread_id ();
}

HarkTaskGroup *
hark_task_group_new (void)
{
  HarkTaskGroup *self = g_new0 (HarkTaskGroup, 1);

  self->thread = hark_thread_id ();
  return self;
}

static void
group_free (HarkTaskGroup *self)
{
  g_clear_error (&self->error);
  g_free (self);
}

void
hark_task_group_add (HarkTaskGroup *self,
                     HarkTask      *task)
{
  HarkMember *member;

  g_return_if_fail (is_own (self));
  g_return_if_fail (task != NULL && task->member == NULL);
  g_return_if_fail (!hark_future_is_settled (&task->future));

  member = g_new0 (HarkMember, 1);
  member->task = hark_task_ref (task);
  member->group = self;
  member->previous = self->last;
  if (self->last != NULL)
    self->last->next = member;
  else
    self->first = member;
  self->last = member;
  task->member = member;

  if (self->is_cancelled)
    hark_task_cancel (task);
}

void
hark_task_group_spawn (HarkTaskGroup  *self,
                       HarkTaskFunc    func,
                       gpointer        data,
                       GDestroyNotify  destroy)
{
  g_autoptr(HarkTask) task = NULL;

  g_return_if_fail (is_own (self));

  task = hark_task_spawn (func, data, destroy);
  hark_task_group_add (self, task);
}

static void
cancel_all (HarkTaskGroup *self)
{
  if (self->is_cancelled)
    return;

  self->is_cancelled = TRUE;
  for (HarkMember *member = self->first; member != NULL; member = member->next)
    hark_task_cancel (member->task);
}

void
hark_task_group_cancel (HarkTaskGroup *self)
{
  g_return_if_fail (is_own (self));

  cancel_all (self);
}

/* --- the end --- */

/* An error that is more than the answer to being cancelled. */
static void
take_error (HarkTaskGroup *self,
            HarkTask      *task)
{
  g_autoptr(GError) error = NULL;

  hark_future_get_values (&task->future, &error);
  if (error == NULL || self->error != NULL
      || (hark_task_is_cancelled (task) && g_error_matches (error, HARK_ERROR, HARK_ERROR_CANCELLED)))
    return;

  self->error = g_steal_pointer (&error);
  cancel_all (self);
}

void
hark_member_leave (HarkMember *self)
{
  HarkTaskGroup *group = self->group;

  if (self->next != NULL)
    self->next->previous = self->previous;
  else
    group->last = self->previous;
  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    group->first = self->next;

  take_error (group, self->task);
  hark_task_unref (self->task);
  g_free (self);
  if (group->first != NULL)
    return;
  if (group->ended != NULL)
    hark_future_resolve (group->ended, NULL);
  if (group->is_freed)
    group_free (group);
}

static gboolean
await_end (HarkTaskGroup  *self,
           GError        **error)
{
  gboolean is_settled = TRUE;

  /* What has ended may begin anew before the waiting task goes on. */
  while (is_settled && self->first != NULL)
    {
      self->ended = hark_future_new (NULL);
      is_settled = hark_future_await (self->ended, HARK_FOREVER, NULL, error);
      g_clear_pointer (&self->ended, hark_future_unref);
    }
  return is_settled;
}

static void
await_end_shielded (HarkTaskGroup *self)
{
  hark_task_shield ();
  await_end (self, NULL);
  hark_task_unshield ();
}

gboolean
hark_task_group_await (HarkTaskGroup  *self,
                       GError        **error)
{
  g_return_val_if_fail (is_own (self), FALSE);
  g_return_val_if_fail (self->ended == NULL, FALSE);

  if (!await_end (self, error))
    {
      HarkTask *task = hark_task_get_current ();

      if (task != NULL && hark_task_is_cancelled (task))
        {
          cancel_all (self);
          await_end_shielded (self);
        }
      return FALSE;
    }
  if (self->error == NULL)
    return TRUE;

  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

void
hark_task_group_free (HarkTaskGroup *self)
{
  g_return_if_fail (is_own (self));

  cancel_all (self);
  if (self->first != NULL && hark_task_get_current () != NULL)
    await_end_shielded (self);

  if (self->first == NULL)
    group_free (self);
  else
    self->is_freed = TRUE;
}
