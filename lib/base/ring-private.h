/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pointers in a row: they come at the end, or back at the front, and leave at the front. The room for them grows
 * as it needs to, and is given back once a large one is empty. All zero, it is empty. */

#include <glib.h>

typedef struct
{
  gpointer *places;
  guint     size;   /* of the places, a power of two; 0: none yet */
  guint     first;
  guint     n;
} HarkRing;

enum { HARK_RING_LARGE = 1024 };

void hark_ring_grow  (HarkRing *self);

/* What it holds is the caller's. */
void hark_ring_clear (HarkRing *self);

/* The place of the @i-th, counted from the front; there are more than @i. */
static inline gpointer *
hark_ring_at (HarkRing *self,
              guint     i)
{
  return &self->places[(self->first + i) & (self->size - 1)];
}

static inline void
hark_ring_push (HarkRing *self,
                gpointer  item)
{
  if (G_UNLIKELY (self->n == self->size))
    hark_ring_grow (self);
  *hark_ring_at (self, self->n++) = item;
}

static inline void
hark_ring_unpop (HarkRing *self,
                     gpointer  item)
{
  if (G_UNLIKELY (self->n == self->size))
    hark_ring_grow (self);
  self->first = (self->first - 1) & (self->size - 1);
  self->n++;
  *hark_ring_at (self, 0) = item;
}

/* (nullable): the first; it is empty. */
static inline gpointer
hark_ring_pop (HarkRing *self)
{
  gpointer item;

  if (self->n == 0)
    return NULL;

  item = *hark_ring_at (self, 0);
  self->first = (self->first + 1) & (self->size - 1);
  if (--self->n == 0 && G_UNLIKELY (self->size > HARK_RING_LARGE))
    hark_ring_clear (self);
  return item;
}
