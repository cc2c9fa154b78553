/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One trail for all ways that a message takes: so it comes to no bus twice, neither in a circle nor by two ways that
 * meet. Trails are short, and looked through. */

#include "bus/message/trail-private.h"

#include "base/lock-private.h"

struct _HarkTrail
{
  atomic_uint  refs;
  HarkLock     lock;
  GPtrArray   *buses;  /* lock; HarkRouter, a reference */
};

HarkTrail *
hark_trail_new (HarkRouter *first)
{
  HarkTrail *self = g_new0 (HarkTrail, 1);

  atomic_init (&self->refs, 1);
  self->buses = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_router_unref);
  hark_trail_visit (self, first);
  return self;
}

HarkTrail *
hark_trail_ref (HarkTrail *self)
{
  if (self != NULL)
    atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_trail_unref (HarkTrail *self)
{
  if (self == NULL || atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  g_ptr_array_unref (self->buses);
  g_free (self);
}

gboolean
hark_trail_visit (HarkTrail  *self,
                  HarkRouter *bus)
{
  gboolean is_new;

  hark_lock (&self->lock);
  is_new = !g_ptr_array_find (self->buses, bus, NULL);
  if (is_new)
    g_ptr_array_add (self->buses, hark_router_ref (bus));
  hark_unlock (&self->lock);
  return is_new;
}
