/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Slabs of places of one size. Before each place is a pointer to its slab. A shelf has the slabs of one size that have
 * room, and one lock, held for a few instructions; slabs that are full are in no list until a place of theirs is free
 * again. Invariant: a slab on the shelf has room, and of empty ones there is one at most, which begins again at its
 * first place. */

#include <string.h>

#include "base/lock-private.h"
#include "base/sanitizer-private.h"
#include "base/slab-private.h"

enum
{
  SLAB_SIZE = 16 << 10,
  STEP      = 8,
  N_SHELVES = HARK_SLAB_LARGEST / STEP,
  N_SHIFTS  = 8,
  SHIFT     = 136,  /* bytes */
};

typedef struct _Slab  Slab;
typedef struct _Place Place;

/* What is in a place: the rest is whoever's it is. */
struct _Place
{
  Slab  *slab;  /* NULL: it is alone */
  Place *next;  /* of those that are free */
};

struct _Slab
{
  Slab   *next;      /* on the shelf */
  Slab  **link;      /* what points here; NULL: it is on none */
  Place  *free;      /* those that were taken before */
  guint16 n_taken;
  guint16 n_cut;     /* places that have ever been taken since it was empty */
  guint16 n_places;
  guint16 shelf;
};

typedef struct
{
  HarkLock  lock;
  Slab     *slabs;   /* lock, as all of a slab that is not fixed at birth */
} Shelf;

static Shelf shelves[N_SHELVES];

/* Checkers of memory see the bounds and the life of a thing only when it comes from where all comes from. */
#define IS_CHECKED (HARK_ASAN || HARK_TSAN)

static void
lock_all (void)
{
  for (guint i = 0; i < N_SHELVES; i++)
    hark_lock (&shelves[i].lock);
}

static void
unlock_all (void)
{
  for (guint i = 0; i < N_SHELVES; i++)
    hark_unlock (&shelves[i].lock);
}

__attribute__ ((constructor)) static void
guard (void)
{
  static HarkForkGuard fork_guard = { lock_all, unlock_all, NULL, NULL };

  hark_fork_add_guard (&fork_guard);
}

static inline gsize
space_of (guint shelf)
{
  return sizeof (Slab *) + (shelf + 1) * STEP;
}

/* What is in use together, of different shelves, would begin at the same place of a page, each being the first of its slab. A
 * processor then takes a load for what was stored into the other just now, and waits. So the first places are
 * shifted. */
static inline gsize
first_of (guint shelf)
{
  return sizeof (Slab) + shelf % N_SHIFTS * SHIFT;
}

static Slab *
slab_new (guint shelf)
{
  Slab *self = g_malloc (SLAB_SIZE);

  *self = (Slab) { .shelf = (guint16) shelf, .n_places = (guint16) ((SLAB_SIZE - first_of (shelf)) / space_of (shelf)) };
  return self;
}

static void
put_on (Shelf *self,
        Slab  *slab)
{
  slab->next = self->slabs;
  slab->link = &self->slabs;
  if (slab->next != NULL)
    slab->next->link = &slab->next;
  self->slabs = slab;
}

static void
take_off (Slab *slab)
{
  *slab->link = slab->next;
  if (slab->next != NULL)
    slab->next->link = slab->link;
  slab->link = NULL;
}

static Place *
take_place (Slab *slab)
{
  Place *place = slab->free;

  if (place != NULL)
    slab->free = place->next;
  else
    {
      place = (Place *) ((char *) slab + first_of (slab->shelf) + slab->n_cut++ * space_of (slab->shelf));
      place->slab = slab;
    }
  if (++slab->n_taken == slab->n_places)
    take_off (slab);
  return place;
}

static gpointer
alloc_alone (gsize size)
{
  Place *place = g_malloc (sizeof (Slab *) + size);

  place->slab = NULL;
  return &place->next;
}

gpointer
hark_slab_alloc (gsize size)
{
  guint number = (guint) ((MAX (size, 1) - 1) / STEP);
  Shelf *shelf;
  Place *place;
  Slab *slab;

  if (IS_CHECKED)
    return g_malloc (MAX (size, 1));
  if (size > HARK_SLAB_LARGEST)
    return alloc_alone (size);

  shelf = &shelves[number];
  hark_lock (&shelf->lock);
  if (G_UNLIKELY (shelf->slabs == NULL))
    {
      hark_unlock (&shelf->lock);
      slab = slab_new (number);
      hark_lock (&shelf->lock);
      put_on (shelf, slab);
    }
  place = take_place (shelf->slabs);
  hark_unlock (&shelf->lock);
  return &place->next;
}

gpointer
hark_slab_alloc0 (gsize size)
{
  return memset (hark_slab_alloc (size), 0, size);
}

/* (transfer full) (nullable): the slab, if it is one empty too many. */
static Slab *
leave_place (Shelf *shelf,
             Slab  *slab,
             Place *place)
{
  place->next = slab->free;
  slab->free = place;
  if (slab->link == NULL)
    put_on (shelf, slab);
  if (--slab->n_taken > 0)
    return NULL;

  slab->free = NULL;
  slab->n_cut = 0;
  if (shelf->slabs == slab && slab->next == NULL)
    return NULL;
  take_off (slab);
  return slab;
}

void
hark_slab_free (gpointer memory)
{
  Slab *slab, *empty;
  Place *place;

  if (IS_CHECKED || memory == NULL)
    {
      g_free (memory);
      return;
    }
  place = (Place *) ((char *) memory - G_STRUCT_OFFSET (Place, next));
  slab = place->slab;
  if (slab == NULL)
    {
      g_free (place);
      return;
    }
  hark_lock (&shelves[slab->shelf].lock);
  empty = leave_place (&shelves[slab->shelf], slab, place);
  hark_unlock (&shelves[slab->shelf].lock);
  g_free (empty);
}
