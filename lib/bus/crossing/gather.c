/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One slot of all exported objects of a class. Which they are is known on the bus's loop: there each is called, and
 * what comes of it is collected when the last has answered. */

#include <hark/combination.h>
#include <hark/request.h>

#include "async/future-private.h"
#include "bus/state-private.h"

/* --- what the future brings --- */

static gsize
gathered_measure (gconstpointer values)
{
  return sizeof (HarkGathered);
}

static void
gathered_pack (gconstpointer values,
               gpointer      packed)
{
  const HarkGathered *from = values;
  HarkFuture **futures = g_new (HarkFuture *, from->n);

  for (guint i = 0; i < from->n; i++)
    futures[i] = hark_future_ref (from->futures[i]);
  *(HarkGathered *) packed = (HarkGathered) {
    from->n, (const char *const *) g_strdupv ((char **) from->names), futures,
  };
}

static void
gathered_clear (gpointer packed)
{
  HarkGathered *self = packed;

  for (guint i = 0; i < self->n; i++)
    hark_future_unref (self->futures[i]);
  g_free ((gpointer) self->futures);
  g_strfreev ((char **) self->names);
}

static const HarkSignature gathered_signature =
{
  .name = "(HarkGathered)",
  .text = "(HarkGathered gathered)",
  .size = sizeof (HarkGathered),
  .measure = gathered_measure,
  .pack = gathered_pack,
  .clear = gathered_clear,
};

/* --- on the bus's loop, and behind the last answer --- */

typedef struct
{
  HarkWaiter      waiter;
  GType           type;
  HarkGatherFunc  func;
  gpointer        data;
  GDestroyNotify  destroy;
  HarkFuture     *outcome;  /* a reference */
  GPtrArray      *names;    /* ends with NULL */
  GPtrArray      *futures;  /* HarkFuture, a reference */
  HarkFuture     *each;     /* a reference; of all of them */
} Round;

static void
round_free (Round *self)
{
  g_clear_pointer (&self->each, hark_future_unref);
  hark_future_unref (self->outcome);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->futures);
  g_free (self);
}

static void
all_settled (HarkWaiter *waiter,
             HarkFuture *each)
{
  Round *self = (Round *) waiter;
  const HarkGathered gathered = { self->futures->len, (const char *const *) self->names->pdata,
                                  (HarkFuture *const *) self->futures->pdata };

  hark_future_resolve (self->outcome, &gathered);
  round_free (self);
}

static void
ask (gpointer    user,
     HarkObject *object,
     const char *name)
{
  Round *self = user;

  if (!g_type_is_a (G_OBJECT_TYPE (object), self->type))
    return;
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->futures, self->func (object, self->data));
}

typedef struct
{
  Round *round;
} Posted;

static void
begin (gpointer bus,
       gpointer data)
{
  Round *self = g_steal_pointer (&((Posted *) data)->round);

  hark_bus_for_each_export (bus, ask, self);
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_ptr_array_add (self->names, NULL);
  self->each = hark_future_each ((HarkFuture *const *) self->futures->pdata, self->futures->len);
  self->waiter.settled = all_settled;
  hark_future_add_waiter (self->each, &self->waiter);
}

static void
posted_free (gpointer data)
{
  Posted *self = data;

  if (self->round != NULL)
    {
      hark_future_reject (self->round->outcome, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended"));
      if (self->round->destroy != NULL)
        self->round->destroy (self->round->data);
      round_free (self->round);
    }
  g_free (self);
}

/* --- the public face --- */

HarkFuture *
hark_bus_gather (HarkBus        *self,
                 GType           type,
                 HarkGatherFunc  func,
                 gpointer        data,
                 GDestroyNotify  destroy)
{
  HarkFuture *outcome;
  Posted *posted;
  Round *round;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  outcome = hark_future_new (&gathered_signature);
  round = g_new0 (Round, 1);
  round->type = type;
  round->func = func;
  round->data = data;
  round->destroy = destroy;
  round->outcome = hark_future_ref (outcome);
  round->names = g_ptr_array_new_with_free_func (g_free);
  round->futures = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_future_unref);
  posted = g_new (Posted, 1);
  posted->round = round;
  hark_post_func (self, begin, posted, posted_free);
  return outcome;
}

const HarkGathered *
hark_bus_finish_gather (HarkFuture  *future,
                        GError     **error)
{
  gconstpointer values = NULL;

  g_return_val_if_fail (future != NULL, NULL);

  return hark_future_finish (future, &gathered_signature, &values, error) ? values : NULL;
}
