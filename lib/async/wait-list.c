/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who waits has an entry on its stack, with a future that wakes it. It is taken
 * out by whoever wakes it, or by itself; under the mutex, so that both agree on which
 * it was. */

#include "async/future-private.h"
#include "async/task-private.h"
#include "async/wait-list-private.h"

void
hark_wait_list_append (HarkWaitList  *self,
                       HarkWaitEntry *entry)
{
  entry->previous = self->last;
  if (self->last != NULL)
    self->last->next = entry;
  else
    self->first = entry;
  self->last = entry;
}

void
hark_wait_list_remove (HarkWaitList  *self,
                       HarkWaitEntry *entry)
{
  if (entry->next != NULL)
    entry->next->previous = entry->previous;
  else
    self->last = entry->previous;
  if (entry->previous != NULL)
    entry->previous->next = entry->next;
  else
    self->first = entry->next;
  entry->is_woken = TRUE;
}

HarkWait
hark_wait_list_wait (HarkWaitList  *self,
                     GMutex        *mutex,
                     gint64         timeout,
                     GCancellable  *cancellable,
                     GError       **error)
{
  HarkWaitEntry entry = { .woken = hark_future_new (NULL), .blocks = hark_wait_blocks () };
  gboolean goes_on, was_woken;

  hark_wait_list_append (self, &entry);
  g_mutex_unlock (mutex);
  goes_on = hark_future_await (entry.woken, timeout, cancellable, error);
  g_mutex_lock (mutex);

  was_woken = entry.is_woken;
  if (!was_woken)
    hark_wait_list_remove (self, &entry);
  else if (entry.blocks)
    self->n_coming--;
  hark_future_unref (entry.woken);
  if (goes_on)
    return HARK_WAIT_WOKEN;
  return was_woken ? HARK_WAIT_PASS_ON : HARK_WAIT_ENDED;
}

gboolean
hark_wait_list_wake (HarkWaitList *self)
{
  HarkWaitEntry *entry = self->first;

  if (entry == NULL)
    return FALSE;

  hark_wait_list_remove (self, entry);
  if (entry->blocks)
    self->n_coming++;
  hark_future_resolve (entry->woken, NULL); /* which runs nothing, but queues a task or wakes a thread */
  return TRUE;
}

gboolean
hark_may_take (GError **error)
{
  HarkTask *task = hark_task_get_current ();

  return task == NULL || hark_task_may_await (task, error);
}
