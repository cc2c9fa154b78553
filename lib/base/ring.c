/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The places of a ring. Whoever has the ring holds what guards it, so nothing here is shared. */

#include "base/ring-private.h"

enum { SMALLEST = 8 };

void
hark_ring_grow (HarkRing *self)
{
  guint size = MAX (SMALLEST, self->size * 2);
  gpointer *places = g_new (gpointer, size);

  for (guint i = 0; i < self->n; i++)
    places[i] = *hark_ring_at (self, i);
  g_free (self->places);
  self->places = places;
  self->size = size;
  self->first = 0;
}

void
hark_ring_clear (HarkRing *self)
{
  g_free (self->places);
  *self = (HarkRing) { .places = NULL };
}
