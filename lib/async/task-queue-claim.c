/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A claim waits for an item among those who wait, but nobody sleeps for it: who puts an item
 * settles its future. That may run whatever waits for the future, so it is done without the mutex; if the
 * future has been dropped or cancelled meanwhile the item goes back to the front, and the next one who waits is
 * woken. The future is offered: who drops it takes the claim back. A claim is freed by who
 * takes it out of the list. */

#include "async/future-private.h"
#include "async/task-queue-private.h"

struct _HarkClaim
{
  HarkWaitEntry  entry;
  HarkTaskQueue *queue;   /* a reference */
  HarkFuture    *future;  /* a reference */
  gpointer       item;    /* owned, on the way */
  HarkClaim     *next;    /* that is to be settled too */
};

static void
claim_free (HarkClaim *self)
{
  hark_future_unref (self->future);
  hark_task_queue_unref (self->queue);
  g_free (self);
}

/* Nobody wants it any more. */
static void
claim_release (gpointer from)
{
  HarkClaim *self = from;
  gboolean is_ours;

  g_mutex_lock (&self->queue->mutex);
  is_ours = !self->entry.is_woken;
  if (is_ours)
    hark_wait_list_remove (&self->queue->getters, &self->entry);
  g_mutex_unlock (&self->queue->mutex);
  if (is_ours)
    claim_free (self);
}

static HarkFuture *
append_claim (HarkTaskQueue       *self,
              const HarkSignature *signature)
{
  static const HarkOrigin origin = { .release = claim_release };
  HarkClaim *claim = g_new0 (HarkClaim, 1);
  HarkFuture *future = hark_future_new (signature);

  claim->queue = hark_task_queue_ref (self);
  claim->future = hark_future_ref (future);
  hark_future_offer (future, &origin, claim);
  hark_wait_list_append (&self->getters, &claim->entry);
  return future;
}

/* %FALSE: the item is the caller's still. */
static gboolean
bring (HarkTaskQueue *self,
       HarkFuture    *future,
       gpointer       item)
{
  if (!hark_future_take_values (future, hark_values_new (hark_future_get_signature (future), &item)))
    return FALSE;
  if (self->item_free != NULL)
    self->item_free (item);
  return TRUE;
}

HarkFuture *
hark_task_queue_claim (HarkTaskQueue       *self,
                       const HarkSignature *signature)
{
  HarkFuture *future = NULL;
  gboolean is_closed;
  gpointer item;

  g_mutex_lock (&self->mutex);
  item = hark_task_queue_take_first (self);
  is_closed = item == NULL && self->reason != NULL;
  if (item == NULL && !is_closed)
    future = append_claim (self, signature);
  g_mutex_unlock (&self->mutex);

  if (future != NULL)
    return future;
  future = hark_future_new (signature);
  if (is_closed)
    hark_future_reject (future, g_error_copy (self->reason)); /* which is there for good */
  else
    bring (self, future, item);
  return future;
}

/* With the mutex. (nullable): who was woken is a claim. */
static HarkClaim *
wake_first (HarkTaskQueue *self)
{
  HarkClaim *claim = (HarkClaim *) self->getters.first;

  if (claim->entry.woken != NULL)
    {
      hark_wait_list_wake (&self->getters);
      return NULL;
    }
  hark_wait_list_remove (&self->getters, &claim->entry);
  claim->item = hark_task_queue_take_first (self);
  claim->next = NULL;
  return claim;
}

HarkClaim *
hark_task_queue_wake (HarkTaskQueue *self,
                      guint          n)
{
  HarkClaim *claims = NULL, **end = &claims;

  self->n_owed = MIN (self->n_owed + n, self->items.n);
  while (self->n_owed > 0 && self->getters.n_coming == 0 && self->getters.first != NULL)
    {
      self->n_owed--;
      *end = wake_first (self);
      if (*end != NULL)
        end = &(*end)->next;
    }
  if (self->getters.first == NULL)
    self->n_owed = 0; /* whoever comes looks */
  return claims;
}

/* Nobody wants its item any more: that is the first again. */
static void
put_back (HarkTaskQueue *self,
          HarkClaim     *claim)
{
  HarkClaim **end;

  g_mutex_lock (&self->mutex);
  hark_ring_unpop (&self->items, claim->item);
  for (end = &claim->next; *end != NULL; end = &(*end)->next)
    ;
  *end = hark_task_queue_wake (self, 1);
  g_mutex_unlock (&self->mutex);
}

void
hark_task_queue_settle (HarkTaskQueue *self,
                        HarkClaim     *claims)
{
  while (claims != NULL)
    {
      HarkClaim *claim = claims;

      if (hark_future_steal_from (claim->future) == NULL || !bring (self, claim->future, claim->item))
        put_back (self, claim);
      claims = claim->next;
      claim_free (claim);
    }
}

static void
reject (gpointer data)
{
  HarkClaim *self = data;

  if (hark_future_steal_from (self->future) != NULL)
    hark_future_reject (self->future, g_error_copy (self->queue->reason)); /* which is there for good */
  claim_free (self);
}

GPtrArray *
hark_task_queue_steal_claims (HarkTaskQueue *self)
{
  GPtrArray *claims = g_ptr_array_new_with_free_func (reject);
  HarkWaitEntry *entry = self->getters.first, *next;

  for (; entry != NULL; entry = next)
    {
      next = entry->next;
      if (entry->woken != NULL)
        continue;
      hark_wait_list_remove (&self->getters, entry);
      g_ptr_array_add (claims, entry);
    }
  return claims;
}
