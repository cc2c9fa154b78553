/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future is settled once: whoever moves it from pending to settling writes
 * the outcome, and what waits is in a queue that is closed by that, so that a
 * waiter is told exactly once, whether it came before or after. An error that
 * nobody looked at goes to the origin when the last reference is dropped. */

#include <hark/gen.h>

#include "async/future-private.h"

enum
{
  PENDING,
  SETTLING,
  SETTLED,
};

struct _HarkFuture
{
  atomic_uint             refs;         /* any thread */
  atomic_uchar            state;        /* any thread */
  atomic_bool             is_awaited;   /* any thread: somebody looks at the outcome */
  const HarkSignature    *signature;    /* fixed at birth */
  HarkMpsc                waiters;      /* any thread pushes, who settles takes */
  gpointer                values;       /* fixed once settled */
  GError                 *error;        /* fixed once settled */
  HarkUnawaitedFunc       unawaited;    /* this and the next two: fixed before it is shared */
  HarkLane               *lane;
  gconstpointer           source;
};

G_DEFINE_BOXED_TYPE (HarkFuture, hark_future, hark_future_ref, hark_future_unref)

HarkFuture *
hark_future_new (const HarkSignature *signature)
{
  HarkFuture *self = g_new0 (HarkFuture, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, PENDING);
  hark_mpsc_init (&self->waiters);
  self->signature = signature;
  return self;
}

HarkFuture *
hark_future_ref (HarkFuture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_future_unref (HarkFuture *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  if (atomic_load (&self->state) == PENDING)
    {
      /* Nobody is left to settle it; what waits is told. */
      atomic_store (&self->refs, 1);
      atomic_store (&self->is_awaited, TRUE);
      hark_future_reject (self, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED,
                                                     "The future was dropped before it was settled"));
      hark_future_unref (self);
      return;
    }

  if (self->error != NULL && self->unawaited != NULL && !atomic_load (&self->is_awaited))
    self->unawaited (self->lane, self->source, self->error);
  g_clear_pointer (&self->lane, hark_lane_unref);
  g_clear_pointer (&self->values, hark_values_unref);
  g_clear_error (&self->error);
  g_free (self);
}

void
hark_future_set_origin (HarkFuture        *self,
                        HarkLane          *lane,
                        gconstpointer      source,
                        HarkUnawaitedFunc  unawaited)
{
  self->lane = hark_lane_ref (lane);
  self->source = source;
  self->unawaited = unawaited;
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

static gboolean
begin (HarkFuture *self)
{
  unsigned char expected = PENDING;

  return atomic_compare_exchange_strong (&self->state, &expected, SETTLING);
}

static void
end (HarkFuture *self)
{
  HarkNode *node;

  hark_future_ref (self); /* a waiter may drop the last one */
  atomic_store (&self->state, SETTLED);
  node = hark_mpsc_close (&self->waiters);
  while (node != NULL)
    {
      HarkWaiter *waiter = (HarkWaiter *) node;

      node = node->next;
      waiter->settled (waiter, self);
    }
  hark_future_unref (self);
}

gboolean
hark_future_take_values (HarkFuture *self,
                         gpointer    values)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!begin (self))
    {
      g_clear_pointer (&values, hark_values_unref);
      return FALSE;
    }

  self->values = values;
  end (self);
  return TRUE;
}

gboolean
hark_future_resolve (HarkFuture    *self,
                     gconstpointer  values)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->signature == NULL || values != NULL || self->signature->size == 0, FALSE);

  if (!begin (self))
    return FALSE;

  if (self->signature != NULL)
    self->values = hark_values_new (self->signature, values);
  end (self);
  return TRUE;
}

gboolean
hark_future_reject (HarkFuture *self,
                    GError     *error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  if (!begin (self))
    {
      g_error_free (error);
      return FALSE;
    }

  self->error = error;
  end (self);
  return TRUE;
}

/* --- looking --- */

gboolean
hark_future_is_settled (HarkFuture *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_load (&self->state) == SETTLED;
}

gconstpointer
hark_future_get_values (HarkFuture  *self,
                        GError     **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!hark_future_is_settled (self))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_FAILED,
                           "The future is not settled yet: await it first");
      return NULL;
    }

  atomic_store (&self->is_awaited, TRUE);
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

  if (signature != self->signature
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

void
hark_future_add_waiter (HarkFuture *self,
                        HarkWaiter *waiter)
{
  if (hark_mpsc_push (&self->waiters, &waiter->node) == HARK_PUSH_CLOSED)
    waiter->settled (waiter, self);
}
