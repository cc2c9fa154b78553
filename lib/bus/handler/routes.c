/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arrays of handlers. They are sorted by when somebody subscribed, so that those of
 * several topics can be gone through side by side. */

#include "bus/handler/handler-private.h"

static HarkRoutes *
routes_new (guint n)
{
  HarkRoutes *self = g_malloc (sizeof (HarkRoutes) + n * sizeof self->handlers[0]);

  atomic_init (&self->refs, 1);
  self->n = 0;
  return self;
}

static void
append (HarkRoutes  *self,
        HarkHandler *handler)
{
  self->handlers[self->n++] = hark_handler_ref (handler);
}

HarkRoutes *
hark_routes_ref (HarkRoutes *self)
{
  if (self != NULL)
    atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_routes_unref (HarkRoutes *self)
{
  if (self == NULL || atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  for (guint i = 0; i < self->n; i++)
    hark_handler_unref (self->handlers[i]);
  g_free (self);
}

HarkRoutes *
hark_routes_with (HarkRoutes  *self,
                  HarkHandler *handler)
{
  guint n = self != NULL ? self->n : 0, i;
  HarkRoutes *routes = routes_new (n + 1);

  /* Two that subscribe in two threads may come here the other way round. */
  for (i = 0; i < n && self->handlers[i]->serial < handler->serial; i++)
    append (routes, self->handlers[i]);
  append (routes, handler);
  if (i < n && self->handlers[i] == handler)
    i++; /* it lists a topic twice */
  for (; i < n; i++)
    append (routes, self->handlers[i]);
  return routes;
}

HarkRoutes *
hark_routes_without (HarkRoutes  *self,
                     HarkHandler *handler)
{
  HarkRoutes *routes;

  if (self == NULL || (self->n == 1 && self->handlers[0] == handler))
    return NULL;

  routes = routes_new (self->n);
  for (guint i = 0; i < self->n; i++)
    if (self->handlers[i] != handler)
      append (routes, self->handlers[i]);
  return routes;
}

HarkRoutes *
hark_routes_merge (HarkRoutes *self,
                   HarkRoutes *other)
{
  HarkRoutes *routes;
  guint i = 0, k = 0;

  if (self == NULL || other == NULL)
    return hark_routes_ref (self != NULL ? self : other);

  routes = routes_new (self->n + other->n);
  while (i < self->n && k < other->n)
    if (self->handlers[i] == other->handlers[k])
      {
        append (routes, self->handlers[i++]);
        k++;
      }
    else if (self->handlers[i]->serial < other->handlers[k]->serial)
      append (routes, self->handlers[i++]);
    else
      append (routes, other->handlers[k++]);
  for (; i < self->n; i++)
    append (routes, self->handlers[i]);
  for (; k < other->n; k++)
    append (routes, other->handlers[k]);
  return routes;
}

/* --- rosters --- */

HarkRoutes *
hark_roster_dup (HarkRoster *self)
{
  HarkRoutes *routes;

  hark_lock (&self->lock);
  routes = hark_routes_ref (self->routes);
  hark_unlock (&self->lock);
  return routes;
}

static void
change (HarkRoster  *self,
        HarkHandler *handler,
        HarkRoutes  *(*to) (HarkRoutes *routes, HarkHandler *handler))
{
  HarkRoutes *old, *new;
  gboolean is_changed;

  do
    {
      old = hark_roster_dup (self);
      new = to (old, handler);
      hark_lock (&self->lock);
      is_changed = self->routes == old;
      if (is_changed)
        self->routes = new;
      hark_unlock (&self->lock);
      hark_routes_unref (is_changed ? old : new);
      hark_routes_unref (old);
    }
  while (!is_changed);
}

void
hark_roster_add (HarkRoster  *self,
                 HarkHandler *handler)
{
  change (self, handler, hark_routes_with);
}

void
hark_roster_remove (HarkRoster  *self,
                    HarkHandler *handler)
{
  change (self, handler, hark_routes_without);
}
