/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future is settled once: under its lock, which is held for a few instructions,
 * whoever finds it pending writes the outcome and takes the ring of those who
 * wait, to tell them when it is unlocked. So a waiter is told exactly once, whether it
 * came before or after; unless it has been removed, which is also decided under the
 * lock. An error that nobody looked at goes to the origin when the last reference
 * is dropped.
 *
 * What would settle a future has a reference to it, and mostly does not care whether anybody
 * is left. An offered one is different: it has one to that in turn, so that whoever drops the
 * last other reference can end it. These are counted down under the lock, and the
 * one back is taken from there once, by that one or by who settled the future. */

#include <hark/gen.h>

#include "async/future-private.h"
#include "async/task-private.h"
#include "base/fork-private.h"
#include "base/spare-private.h"

enum { GENERATION = 0x3f };

/* A parent of this process made it, and who would settle it is there: it is as if it
 * had failed. */
static gboolean
is_lost (HarkFuture *self)
{
  return G_UNLIKELY (self->generation != (hark_generation & GENERATION))
         && !atomic_load_explicit (&self->is_settled, memory_order_acquire);
}

static gboolean
is_settled (HarkFuture *self)
{
  return atomic_load_explicit (&self->is_settled, memory_order_acquire) || is_lost (self);
}

G_DEFINE_BOXED_TYPE (HarkFuture, hark_future, hark_future_ref, hark_future_unref)

void
hark_future_init (HarkFuture          *self,
                  const HarkSignature *signature)
{
  *self = (HarkFuture) {
    .refs = 1,
    .generation = hark_generation & GENERATION,
    .signature = signature,
  };
}

/* --- making --- */

HarkFuture *
hark_future_new (const HarkSignature *signature)
{
  HarkFuture *self = hark_spare_alloc (HARK_SPARE_FUTURE, sizeof *self);

  hark_future_init (self, signature);
  return self;
}

HarkFuture *
hark_future_new_resolved (const HarkSignature *signature,
                          gconstpointer        values)
{
  HarkFuture *self;

  g_return_val_if_fail (signature == NULL || values != NULL || signature->size == 0, NULL);

  self = hark_future_new (signature);
  if (signature != NULL)
    self->values = hark_values_new (signature, values);
  atomic_init (&self->is_settled, true);
  return self;
}

HarkFuture *
hark_future_new_rejected (GError *error)
{
  HarkFuture *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = hark_future_new (NULL);
  self->error = error;
  atomic_init (&self->is_settled, true);
  return self;
}

/* --- life --- */

HarkFuture *
hark_future_ref (HarkFuture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

static void
future_free (HarkFuture *self)
{
  if (self->error != NULL)
    {
      if (self->origin != NULL && self->origin->unawaited != NULL && !atomic_load (&self->is_awaited))
        self->origin->unawaited (self->from, self->source, self->error);
      g_error_free (self->error);
    }
  if (self->origin != NULL && !self->is_offered)
    self->origin->release (self->from);
  g_clear_pointer (&self->values, hark_values_unref);
  if (self->is_task)
    {
      hark_task_clear (self);
      g_free (self);
    }
  else
    hark_spare_free (HARK_SPARE_FUTURE, self);
}

/* %TRUE: that was the last. With one left, and nobody who waits without a reference, nobody will
 * ever look; and none can come, since to come one needs a reference. */
static G_GNUC_NO_INLINE gboolean
drop_offered (HarkFuture *self)
{
  const HarkOrigin *origin = self->origin;
  gpointer from = NULL;
  guint n_left;

  hark_lock (&self->lock);
  n_left = atomic_fetch_sub (&self->refs, 1) - 1;
  if (n_left == 1 && self->waiters == NULL)
    from = g_steal_pointer (&self->from);
  hark_unlock (&self->lock); /* with which it may be gone */

  if (from != NULL)
    origin->release (from);
  return n_left == 0;
}

static gboolean
drop (HarkFuture *self)
{
  if (G_UNLIKELY (self->is_offered))
    return drop_offered (self);

  /* Who holds the only one does not have to give it back. */
  return atomic_load_explicit (&self->refs, memory_order_acquire) == 1
         || atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) == 1;
}

/* The last reference to one that is not settled. */
static G_GNUC_NO_INLINE void
drop_pending (HarkFuture *self)
{
  if (is_lost (self))
    return; /* with all that waits for it there */

  atomic_store (&self->refs, 1);
  if (self->is_task)
    {
      /* It holds that one itself. */
      g_critical ("The task %p was unreferenced more often than referenced while it had not ended, and goes on: "
                  "drop a reference once", self);
      return;
    }
  /* Nobody is left to settle it; what waits is told. */
  atomic_store (&self->is_awaited, TRUE);
  hark_future_reject (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED,
                                                 "The future was dropped before it was settled"));
  hark_future_unref (self);
}

void
hark_future_unref (HarkFuture *self)
{
  g_return_if_fail (self != NULL);

  if (!drop (self))
    return;

  if (G_LIKELY (atomic_load_explicit (&self->is_settled, memory_order_acquire)))
    future_free (self);
  else
    drop_pending (self);
}

void
hark_future_set_origin (HarkFuture       *self,
                        const HarkOrigin *origin,
                        gpointer          from,
                        gconstpointer     source)
{
  self->origin = origin;
  self->from = from;
  self->source = source;
}

void
hark_future_offer (HarkFuture       *self,
                   const HarkOrigin *origin,
                   gpointer          from)
{
  self->is_offered = TRUE;
  hark_future_set_origin (self, origin, from, NULL);
}

gpointer
hark_future_steal_from (HarkFuture *self)
{
  gpointer from;

  hark_lock (&self->lock);
  from = g_steal_pointer (&self->from);
  hark_unlock (&self->lock);
  return from;
}

void
hark_future_set_awaited (HarkFuture *self)
{
  atomic_store (&self->is_awaited, TRUE);
}

const HarkSignature *
hark_future_get_signature (HarkFuture *self)
{
  return self->signature;
}

/* --- settling --- */

static void
tell (HarkFuture *self,
      HarkWaiter *first)
{
  HarkWaiter *waiter = first, *next;

  hark_future_ref (self); /* a waiter may drop the last one */
  do
    {
      next = waiter->next;
      waiter->settled (waiter, self);
      waiter = next;
    }
  while (waiter != first);
  hark_future_unref (self);
}

/* One of @values and @error, or none; consumed only on %TRUE. */
static gboolean
settle (HarkFuture *self,
        gpointer    values,
        GError     *error)
{
  HarkWaiter *waiters;

  if (is_lost (self))
    return FALSE;

  hark_lock (&self->lock);
  if (is_settled (self))
    {
      hark_unlock (&self->lock);
      return FALSE;
    }
  self->values = values;
  self->error = error;
  waiters = g_steal_pointer (&self->waiters);
  atomic_store_explicit (&self->is_settled, TRUE, memory_order_release);
  hark_unlock (&self->lock);

  if (waiters != NULL)
    tell (self, waiters);
  return TRUE;
}

gboolean
hark_future_take_values (HarkFuture *self,
                         gpointer    values)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (settle (self, values, NULL))
    return TRUE;
  g_clear_pointer (&values, hark_values_unref);
  return FALSE;
}

gboolean
hark_future_resolve (HarkFuture    *self,
                     gconstpointer  values)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->signature == NULL || values != NULL || self->signature->size == 0, FALSE);

  if (self->signature == NULL)
    return settle (self, NULL, NULL);
  return !is_settled (self)
         && hark_future_take_values (self, hark_values_new (self->signature, values));
}

gboolean
hark_future_reject (HarkFuture *self,
                    GError     *error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  if (settle (self, NULL, error))
    return TRUE;
  g_error_free (error);
  return FALSE;
}

HarkFuture *
hark_future_new_forked (const char *what)
{
  HarkFuture *self = hark_future_new (NULL);
  GError *error = NULL;

  hark_set_forked (&error, what);
  hark_future_set_awaited (self);
  hark_future_reject (self, error);
  return self;
}

/* --- looking --- */

gboolean
hark_future_is_settled (HarkFuture *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return is_settled (self);
}

gconstpointer
hark_future_get_values (HarkFuture  *self,
                        GError     **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (is_lost (self))
    {
      hark_set_forked (error, "The future");
      return NULL;
    }
  if (!is_settled (self))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_FAILED,
                           "The future is not settled yet: await it first");
      return NULL;
    }

  if (!atomic_load_explicit (&self->is_awaited, memory_order_relaxed))
    atomic_store_explicit (&self->is_awaited, TRUE, memory_order_relaxed);
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  return self->values;
}

gboolean
hark_future_finish (HarkFuture           *self,
                    const HarkSignature  *signature,
                    gconstpointer        *values,
                    GError              **error)
{
  GError *failure = NULL;
  gconstpointer found;

  g_return_val_if_fail (self != NULL, FALSE);

  /* An error brings nothing that could be of another kind. */
  if (!(is_settled (self) && self->error != NULL) && signature != self->signature
      && (signature == NULL || self->signature == NULL
          || signature->fingerprint != self->signature->fingerprint
          || !g_str_equal (signature->name, self->signature->name)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH,
                   "This future brings %s, not %s: finish it with the function of its own event or slot",
                   self->signature != NULL ? self->signature->text : "nothing",
                   signature != NULL ? signature->text : "nothing");
      return FALSE;
    }

  found = hark_future_get_values (self, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (values != NULL)
    *values = found;
  return TRUE;
}

/* --- waiting --- */

void
hark_future_add_waiter (HarkFuture *self,
                        HarkWaiter *waiter)
{
  if (is_lost (self))
    {
      waiter->settled (waiter, self);
      return;
    }

  hark_lock (&self->lock);
  if (is_settled (self))
    {
      hark_unlock (&self->lock);
      waiter->settled (waiter, self);
      return;
    }

  if (self->waiters == NULL)
    self->waiters = waiter->next = waiter->previous = waiter;
  else
    {
      HarkWaiter *first = self->waiters;

      waiter->next = first;
      waiter->previous = first->previous;
      first->previous->next = waiter;
      first->previous = waiter;
    }
  hark_unlock (&self->lock);
}

gboolean
hark_future_remove_waiter (HarkFuture *self,
                           HarkWaiter *waiter)
{
  gboolean is_removed;

  hark_lock (&self->lock);
  is_removed = !is_settled (self) && waiter->next != NULL;
  if (is_removed)
    {
      if (self->waiters == waiter)
        self->waiters = waiter->next != waiter ? waiter->next : NULL;
      waiter->next->previous = waiter->previous;
      waiter->previous->next = waiter->next;
      waiter->next = NULL;
    }
  hark_unlock (&self->lock);
  return is_removed;
}
