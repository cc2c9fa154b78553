/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One future of several. The combination waits for each item, and holds all of them
 * and the outcome. It is decided once, by the item that settles the outcome, and
 * then takes itself off the others, as it does when the outcome is dropped; it lives
 * until it has been told of each, or taken off. */

#include <hark/combination.h>
#include <hark/error.h>
#include <hark/gen.h>

#include "async/future-private.h"
#include "async/task-private.h"

typedef struct _Combination Combination;

typedef enum
{
  ALL,
  EACH,
  ANY,
  FIRST,
} Kind;

typedef struct
{
  HarkWaiter   waiter;
  Combination *whole;
  HarkFuture  *future;  /* owned; fixed at birth */
} Item;

struct _Combination
{
  atomic_size_t  refs;        /* the items', the outcome's, and the maker's */
  atomic_size_t  n_pending;
  Kind           kind;        /* fixed at birth */
  HarkFuture    *outcome;     /* owned */
  gsize          n;           /* fixed at birth */
  Item           items[];
};

typedef struct
{
  guint64 place;
} Place;

static const HarkSignature place_signature =
{
  .name = "(uint64)",
  .text = "(uint64 place)",
  .size = sizeof (Place),
};

static void
combination_unref (Combination *self)
{
  if (atomic_fetch_sub (&self->refs, 1) != 1)
    return;

  for (gsize i = 0; i < self->n; i++)
    hark_future_unref (self->items[i].future);
  hark_future_unref (self->outcome);
  g_free (self);
}

/* The outcome is there; what the others bring is nobody's business. */
static void
turn_away (Combination *self)
{
  for (gsize i = 0; i < self->n; i++)
    if (hark_future_remove_waiter (self->items[i].future, &self->items[i].waiter))
      combination_unref (self);
}

/* Nobody waits for it, or will. */
static void
release (gpointer self)
{
  turn_away (self);
  combination_unref (self);
}

static const HarkOrigin origin = { NULL, NULL, NULL, release };

/* The outcome is settled: it does not have to tell when it is dropped. */
static void
let_go (Combination *self)
{
  Combination *from = hark_future_steal_from (self->outcome);

  if (from != NULL)
    release (from);
}

/* %TRUE: that has settled the outcome. */
static gboolean
decide (Combination *self,
        Item        *item)
{
  const Place place = { item - self->items };
  gboolean is_last = atomic_fetch_sub (&self->n_pending, 1) == 1;
  GError *error = NULL;

  hark_future_get_values (item->future, &error);
  if (error != NULL && (self->kind == ALL || (self->kind == FIRST && is_last)))
    return hark_future_reject (self->outcome, error);

  if (self->kind == ANY || (self->kind == FIRST && error == NULL))
    {
      g_clear_error (&error);
      return hark_future_resolve (self->outcome, &place);
    }

  g_clear_error (&error);
  return is_last && self->kind != FIRST && hark_future_resolve (self->outcome, NULL);
}

static void
item_settled (HarkWaiter *waiter,
              HarkFuture *future)
{
  Item *item = (Item *) waiter;
  Combination *self = item->whole;

  if (!hark_future_is_settled (self->outcome) && decide (self, item))
    let_go (self);
  combination_unref (self);
}

static HarkFuture *
combine (Kind                kind,
         HarkFuture *const *futures,
         gsize               n)
{
  HarkFuture *outcome = hark_future_new (kind == ANY || kind == FIRST ? &place_signature : NULL);
  Combination *self = g_malloc0 (sizeof (Combination) + n * sizeof (Item));

  atomic_init (&self->refs, n + 2);
  atomic_init (&self->n_pending, n);
  self->kind = kind;
  self->outcome = hark_future_ref (outcome);
  hark_future_offer (outcome, &origin, self);
  self->n = n;
  for (gsize i = 0; i < n; i++)
    {
      self->items[i].waiter.settled = item_settled;
      self->items[i].whole = self;
      self->items[i].future = hark_future_ref (futures[i]);
    }
  for (gsize i = 0; i < n; i++)
    {
      hark_future_set_awaited (futures[i]);
      hark_future_add_waiter (futures[i], &self->items[i].waiter);
    }
  if (n == 0)
    {
      hark_future_resolve (outcome, NULL);
      let_go (self);
    }
  /* Who decided while these were added may have missed some. */
  else if (hark_future_is_settled (outcome))
    turn_away (self);
  combination_unref (self);
  return outcome;
}

HarkFuture *
hark_future_all (HarkFuture *const *futures,
                 gsize               n)
{
  g_return_val_if_fail (futures != NULL || n == 0, NULL);

  return combine (ALL, futures, n);
}

HarkFuture *
hark_future_each (HarkFuture *const *futures,
                  gsize               n)
{
  g_return_val_if_fail (futures != NULL || n == 0, NULL);

  return combine (EACH, futures, n);
}

HarkFuture *
hark_future_any (HarkFuture *const *futures,
                 gsize               n)
{
  g_return_val_if_fail (futures != NULL && n > 0, NULL);

  return combine (ANY, futures, n);
}

HarkFuture *
hark_future_first (HarkFuture *const *futures,
                   gsize               n)
{
  g_return_val_if_fail (futures != NULL && n > 0, NULL);

  return combine (FIRST, futures, n);
}

gboolean
hark_future_finish_place (HarkFuture  *self,
                          gsize       *place,
                          GError     **error)
{
  gconstpointer values = NULL;

  g_return_val_if_fail (self != NULL && place != NULL, FALSE);

  if (!hark_future_finish (self, &place_signature, &values, error))
    return FALSE;
  *place = ((const Place *) values)->place;
  return TRUE;
}
