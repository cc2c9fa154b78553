/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bounded queue. Each item wakes one who waits for it, each place one who waits
 * for that, and who is woken looks again; one that has ended meanwhile wakes the next
 * instead. While a thread that was woken is on its way to the mutex, wake-ups are owed: it gives
 * them when it is there, one to a thread that does the same, so a burst of items costs its
 * writer one. Whenever there are items, somebody who wants them is awake. */

#include <hark/clock.h>
#include <hark/error.h>
#include <hark/task-queue.h>

#include "async/task-private.h"
#include "async/task-queue-private.h"

HarkTaskQueue *
hark_task_queue_new (guint          depth,
                     GDestroyNotify item_free)
{
  HarkTaskQueue *self = g_atomic_rc_box_new0 (HarkTaskQueue);

  g_mutex_init (&self->mutex);
  self->depth = depth;
  self->item_free = item_free;
  return self;
}

HarkTaskQueue *
hark_task_queue_ref (HarkTaskQueue *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
queue_clear (gpointer data)
{
  HarkTaskQueue *self = data;

  for (guint i = 0; i < self->items.n && self->item_free != NULL; i++)
    self->item_free (*hark_ring_at (&self->items, i));
  hark_ring_clear (&self->items);
  g_clear_error (&self->reason);
  g_mutex_clear (&self->mutex);
}

void
hark_task_queue_unref (HarkTaskQueue *self)
{
  g_atomic_rc_box_release_full (self, queue_clear);
}

static gboolean
is_full (HarkTaskQueue *self)
{
  return self->depth > 0 && self->items.n >= self->depth;
}

static gboolean
is_open (HarkTaskQueue  *self,
         GError        **error)
{
  if (self->reason != NULL && error != NULL)
    *error = g_error_copy (self->reason);
  return self->reason == NULL;
}

/* What is left of the time until @end. */
static gint64
left_until (gint64 end)
{
  return end == HARK_FOREVER ? HARK_FOREVER : MAX (end - hark_clock_now (), 0);
}

/* --- putting --- */

static HarkClaim *
append (HarkTaskQueue *self,
        gpointer       item)
{
  hark_ring_push (&self->items, item);
  self->n_unfinished++;
  return hark_task_queue_wake (self, 1);
}

static gboolean
wait_for_place (HarkTaskQueue  *self,
                gint64          timeout,
                GCancellable   *cancellable,
                GError        **error)
{
  gint64 end = hark_end_of (timeout);

  while (self->reason == NULL && is_full (self))
    {
      HarkWait wait = hark_wait_list_wait (&self->putters, &self->mutex, left_until (end), cancellable, error);

      if (wait == HARK_WAIT_WOKEN)
        continue;
      if (wait == HARK_WAIT_PASS_ON && !is_full (self))
        hark_wait_list_wake (&self->putters);
      return FALSE;
    }
  return is_open (self, error);
}

gboolean
hark_task_queue_put (HarkTaskQueue  *self,
                     gpointer        item,
                     gint64          timeout,
                     GCancellable   *cancellable,
                     GError        **error)
{
  HarkClaim *claim = NULL;
  gboolean has_place;

  g_return_val_if_fail (self != NULL && item != NULL, FALSE);

  if (!hark_may_take (error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  has_place = wait_for_place (self, timeout, cancellable, error);
  if (has_place)
    claim = append (self, item);
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claim);
  return has_place;
}

gboolean
hark_task_queue_try_put (HarkTaskQueue  *self,
                         gpointer        item,
                         GError        **error)
{
  HarkClaim *claim = NULL;
  gboolean has_place;

  g_return_val_if_fail (self != NULL && item != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  has_place = is_open (self, error);
  if (has_place && is_full (self))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "The queue is full: it holds %u", self->depth);
      has_place = FALSE;
    }
  if (has_place)
    claim = append (self, item);
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claim);
  return has_place;
}

HarkOffer
hark_task_queue_offer (HarkTaskQueue *self,
                       gpointer       item,
                       gpointer      *oldest)
{
  HarkOffer offer = HARK_OFFER_TAKEN;
  HarkClaim *claim = NULL;

  g_mutex_lock (&self->mutex);
  if (self->reason != NULL)
    offer = HARK_OFFER_CLOSED;
  else if (is_full (self) && oldest == NULL)
    offer = HARK_OFFER_FULL;
  else
    {
      if (is_full (self))
        {
          *oldest = hark_ring_pop (&self->items);
          self->n_unfinished--;
        }
      claim = append (self, item);
    }
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claim);
  return offer;
}

gboolean
hark_task_queue_add (HarkTaskQueue *self,
                     gpointer       item)
{
  HarkClaim *claim = NULL;
  gboolean is_open;

  g_mutex_lock (&self->mutex);
  is_open = self->reason == NULL;
  if (is_open)
    claim = append (self, item);
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claim);
  return is_open;
}

void
hark_task_queue_set_depth (HarkTaskQueue *self,
                           guint          depth)
{
  g_mutex_lock (&self->mutex);
  self->depth = depth;
  for (guint i = self->items.n; depth == 0 || i < depth; i++)
    if (!hark_wait_list_wake (&self->putters))
      break;
  g_mutex_unlock (&self->mutex);
}

/* --- getting --- */

gpointer
hark_task_queue_take_first (HarkTaskQueue *self)
{
  gpointer item = hark_ring_pop (&self->items);

  if (item != NULL)
    hark_wait_list_wake (&self->putters);
  return item;
}

/* Whether there is one. It may have been woken, so it calls hark_task_queue_wake() behind. @n_unread: (out): items
 * that it was woken for and will not take. */
static gboolean
wait_for_item (HarkTaskQueue  *self,
               gint64          timeout,
               GCancellable   *cancellable,
               guint          *n_unread,
               GError        **error)
{
  gint64 end = hark_end_of (timeout);

  while (self->items.n == 0 && is_open (self, error))
    {
      HarkWait wait = hark_wait_list_wait (&self->getters, &self->mutex, left_until (end), cancellable, error);

      if (wait == HARK_WAIT_WOKEN)
        continue;
      *n_unread = wait == HARK_WAIT_PASS_ON;
      return FALSE;
    }
  return self->items.n > 0;
}

gpointer
hark_task_queue_get (HarkTaskQueue  *self,
                     gint64          timeout,
                     GCancellable   *cancellable,
                     GError        **error)
{
  gpointer item = NULL;
  HarkClaim *claims;
  guint n_unread = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (!hark_may_take (error))
    return NULL;

  g_mutex_lock (&self->mutex);
  if (wait_for_item (self, timeout, cancellable, &n_unread, error))
    item = hark_task_queue_take_first (self);
  claims = hark_task_queue_wake (self, n_unread);
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claims);
  return item;
}

gpointer
hark_task_queue_take (HarkTaskQueue  *self,
                      GError        **error)
{
  gpointer item;

  g_mutex_lock (&self->mutex);
  item = hark_task_queue_take_first (self);
  if (item == NULL)
    is_open (self, error);
  g_mutex_unlock (&self->mutex);
  return item;
}

gpointer
hark_task_queue_peek (HarkTaskQueue  *self,
                      gpointer      (*copy) (gpointer item),
                      gint64          timeout,
                      GCancellable   *cancellable,
                      GError        **error)
{
  gpointer item = NULL;
  HarkClaim *claims;
  gboolean has_item;
  guint n_unread = 0;

  if (!hark_may_take (error))
    return NULL;

  g_mutex_lock (&self->mutex);
  if (timeout > 0)
    has_item = wait_for_item (self, timeout, cancellable, &n_unread, error);
  else
    has_item = self->items.n > 0 || (is_open (self, error), FALSE);
  if (has_item)
    {
      item = copy (*hark_ring_at (&self->items, 0));
      n_unread = 1; /* it may have been woken in the place of who takes it */
    }
  claims = hark_task_queue_wake (self, n_unread);
  g_mutex_unlock (&self->mutex);
  hark_task_queue_settle (self, claims);
  return item;
}

gpointer
hark_task_queue_try_get (HarkTaskQueue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_task_queue_take (self, NULL);
}

guint
hark_task_queue_get_n_items (HarkTaskQueue *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  n = self->items.n;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* --- until all is done --- */

static void
wake_all (HarkWaitList *list)
{
  while (hark_wait_list_wake (list))
    ;
}

void
hark_task_queue_task_done (HarkTaskQueue *self)
{
  gboolean is_due;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  is_due = self->n_unfinished > self->items.n;
  if (is_due && --self->n_unfinished == 0)
    wake_all (&self->joiners);
  g_mutex_unlock (&self->mutex);
  if (!is_due)
    g_critical ("hark_task_queue_task_done() was called more often than items were taken from the queue %p: "
                "call it once for each", self);
}

gboolean
hark_task_queue_join (HarkTaskQueue  *self,
                      gint64          timeout,
                      GCancellable   *cancellable,
                      GError        **error)
{
  HarkWait wait = HARK_WAIT_WOKEN;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!hark_may_take (error))
    return FALSE;

  g_mutex_lock (&self->mutex);
  if (self->n_unfinished > 0)
    wait = hark_wait_list_wait (&self->joiners, &self->mutex, timeout, cancellable, error);
  g_mutex_unlock (&self->mutex);
  return wait == HARK_WAIT_WOKEN;
}

void
hark_task_queue_end (HarkTaskQueue *self,
                     GError        *reason)
{
  g_autoptr(GPtrArray) claims = NULL;

  g_mutex_lock (&self->mutex);
  if (self->reason == NULL)
    self->reason = g_steal_pointer (&reason);
  claims = hark_task_queue_steal_claims (self);
  wake_all (&self->getters);
  wake_all (&self->putters);
  g_mutex_unlock (&self->mutex);
  g_clear_error (&reason);
}

void
hark_task_queue_close (HarkTaskQueue *self)
{
  g_return_if_fail (self != NULL);

  hark_task_queue_end (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "The queue is closed"));
}
