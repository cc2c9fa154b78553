/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One slot of all exported objects of a class: of this bus, which knows them on its loop, and then of all others, whose
 * names its link tells, so that each is called through a remote of its own. What comes of it is collected when the
 * last has answered, or the time is over. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/request.h>
#include <hark/untyped.h>

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
    from->error != NULL ? g_error_copy (from->error) : NULL,
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
  if (self->error != NULL)
    g_error_free ((GError *) self->error);
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
  gint64          until;    /* of hark_clock_now() */
  HarkFuture     *outcome;  /* a reference */
  GPtrArray      *names;    /* ends with NULL */
  GPtrArray      *futures;  /* HarkFuture, a reference */
  GError         *error;    /* why those elsewhere are not known */
  HarkFuture     *each;     /* a reference; of all of them, within the time */
} Round;

/* Nobody else is to be asked. */
static void
give_data_back (Round *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  self->destroy = NULL;
}

static void
round_free (Round *self)
{
  give_data_back (self);
  g_clear_pointer (&self->each, hark_future_unref);
  g_clear_error (&self->error);
  hark_future_unref (self->outcome);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->futures);
  g_free (self);
}

/* @future: (transfer full): settled as it is, and in time. */
static HarkFuture *
within (Round      *self,
        HarkFuture *future)
{
  HarkFuture *limited;

  if (self->until == HARK_FOREVER)
    return future;
  limited = hark_future_within (future, MAX (0, self->until - hark_clock_now ()));
  hark_future_unref (future);
  return limited;
}

/* Whoever has not answered has failed. */
static void
give_up_waiting (Round      *self,
                 HarkFuture *each)
{
  g_autoptr(GError) error = NULL;

  hark_future_get_values (each, &error);
  if (error == NULL)
    return;
  for (guint i = 0; i < self->futures->len; i++)
    if (!hark_future_is_settled (g_ptr_array_index (self->futures, i)))
      {
        hark_future_unref (self->futures->pdata[i]);
        self->futures->pdata[i] = hark_future_new_rejected (g_error_copy (error));
      }
}

static void
all_settled (HarkWaiter *waiter,
             HarkFuture *each)
{
  Round *self = (Round *) waiter;
  HarkGathered gathered;

  give_up_waiting (self, each);
  gathered = (HarkGathered) { self->futures->len, (const char *const *) self->names->pdata,
                              (HarkFuture *const *) self->futures->pdata, self->error };
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

static void
collect (Round *self)
{
  give_data_back (self);
  g_ptr_array_add (self->names, NULL);
  self->each = within (self, hark_future_each ((HarkFuture *const *) self->futures->pdata, self->futures->len));
  self->waiter.settled = all_settled;
  hark_future_add_waiter (self->each, &self->waiter);
}

/* --- those elsewhere --- */

static const HarkSignature names_signature = { .name = "(string[])", .text = "(string[] names)", .variant_type = "(as)" };
static const HarkSlotInfo list_slot = { .name = "list", .text = "the list of names", .result = &names_signature };

/* (transfer none) (nullable): %NULL: no class of Hark's. */
static const HarkClassInfo *
info_of (GType type)
{
  g_autoptr(GTypeClass) klass = G_TYPE_IS_CLASSED (type) ? g_type_class_ref (type) : NULL;
  HarkObjectInterface *iface = klass != NULL ? g_type_interface_peek (klass, HARK_TYPE_OBJECT) : NULL;

  return iface != NULL ? iface->info : NULL;
}

static void
ask_remote (Round      *self,
            HarkBus    *bus,
            const char *name)
{
  g_autoptr(HarkObject) remote = g_object_new (self->type, "loop", hark_object_get_loop (HARK_OBJECT (bus)), NULL);

  hark_seat_make_remote (hark_object_get_seat (remote), bus, name);
  ask (self, remote, name);
}

typedef struct
{
  Round *round;
} Posted;

static void
on_listed (HarkFuture *future,
           gpointer    bus,
           gpointer    data)
{
  Round *self = g_steal_pointer (&((Posted *) data)->round);
  g_autoptr(GVariant) answer = hark_bus_finish_call (future, &self->error);

  if (answer != NULL)
    {
      g_autoptr(GVariant) names = g_variant_get_child_value (answer, 0);
      GVariantIter iter;
      const char *name;

      g_variant_iter_init (&iter, names);
      while (g_variant_iter_next (&iter, "&s", &name))
        ask_remote (self, bus, name);
    }
  collect (self);
}

static void posted_free (gpointer data);

/* @self: (transfer full). Where there is a link, its answer is waited for, within the time. */
static void
ask_elsewhere (Round         *self,
               HarkLinkedBus *bus)
{
  const HarkClassInfo *info = info_of (self->type);
  HarkFuture *future;
  guint64 number;
  Posted *posted;

  if (bus->link == NULL || info == NULL || G_TYPE_IS_ABSTRACT (self->type))
    {
      self->error = bus->lost != NULL ? g_error_copy (bus->lost) : NULL;
      collect (self);
      return;
    }
  number = hark_bus_take_number (bus);
  if (!bus->link->funcs->list (bus->link, number, info, &self->error))
    {
      collect (self);
      return;
    }
  posted = g_new (Posted, 1);
  posted->round = self;
  future = within (self, hark_untyped_call_expect (bus, number, &list_slot));
  hark_future_then (future, bus, on_listed, posted, posted_free);
  hark_future_unref (future);
}

static void
begin (gpointer bus,
       gpointer data)
{
  Round *self = g_steal_pointer (&((Posted *) data)->round);

  hark_bus_for_each_export (bus, ask, self);
  ask_elsewhere (self, bus);
}

static void
posted_free (gpointer data)
{
  Posted *self = data;

  if (self->round != NULL)
    {
      hark_future_reject (self->round->outcome, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended"));
      round_free (self->round);
    }
  g_free (self);
}

/* --- the public face --- */

HarkFuture *
hark_bus_gather (HarkBus        *self,
                 GType           type,
                 gint64          timeout,
                 HarkGatherFunc  func,
                 gpointer        data,
                 GDestroyNotify  destroy)
{
  HarkFuture *outcome;
  Posted *posted;
  Round *round;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (g_type_is_a (type, HARK_TYPE_OBJECT), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  outcome = hark_future_new (&gathered_signature);
  round = g_new0 (Round, 1);
  round->type = type;
  round->func = func;
  round->data = data;
  round->destroy = destroy;
  round->until = timeout == HARK_FOREVER ? HARK_FOREVER : hark_clock_now () + timeout;
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
