/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that were made of what is elsewhere, and the futures that their answers settle. Whoever
 * settles one of these before, by cancelling it, gives the call up, and the link
 * is told. Invariant: what is in the bus's table is unanswered and has not been given up as far as
 * the bus knows; the waiter of a future there is its own. Called on the bus's loop. */

#include "bus/state-private.h"

#include <hark/clock.h>

#include "async/future-private.h"
#include "object/seat/anchor-private.h"

struct _HarkAwaited
{
  HarkWaiter          waiter;
  gatomicrefcount     refs;     /* of the table, and of the waiter while it is on the future, and then of a call */
  guint64             number;   /* fixed at birth, as all of these */
  HarkFuture         *future;   /* a reference */
  HarkAnchor         *bus;      /* a reference */
  const HarkSlotInfo *untyped;  /* NULL: the future is of the slot's own type */
  gint64              deadline; /* %HARK_FOREVER: none */
};

static void
awaited_unref (gpointer data)
{
  HarkAwaited *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  hark_future_unref (self->future);
  hark_anchor_unref (self->bus);
  g_free (self);
}

/* (transfer full): of a call that has an answer now. Who made it in a limited time knows when that is over,
 * and need not look at what comes then. */
static HarkFuture *
dup_future (HarkAwaited *self)
{
  if (self->deadline != HARK_FOREVER && hark_clock_now () >= self->deadline)
    hark_future_set_awaited (self->future);
  return hark_future_ref (self->future);
}

/* It is not the table's any more. */
void
hark_awaited_free (gpointer data)
{
  HarkAwaited *self = data;

  if (hark_future_remove_waiter (self->future, &self->waiter))
    awaited_unref (self);
  awaited_unref (self);
}

static void
give_up (gpointer context,
         gpointer data)
{
  HarkLinkedBus *bus = context;
  HarkAwaited *self = data;
  guint64 number = self->number;

  /* It has been answered meanwhile. */
  if (g_hash_table_lookup (bus->calls, &number) != self)
    return;
  g_hash_table_remove (bus->calls, &number);
  if (bus->link != NULL)
    bus->link->funcs->cancel (bus->link, number);
}

/* On any thread: somebody has cancelled it. */
static void
settled (HarkWaiter *waiter,
         HarkFuture *future)
{
  HarkAwaited *self = (HarkAwaited *) waiter;

  hark_outlet_post (self->bus, give_up, self, awaited_unref);
}

/* How long it is to the deadline. %FALSE: it has passed. */
static gboolean
measure_time (gint64  deadline,
              gint64 *left)
{
  *left = deadline;
  if (deadline == HARK_FOREVER)
    return TRUE;
  *left = deadline - hark_clock_now ();
  return *left > 0;
}

static gboolean
call (HarkLinkedBus       *bus,
      HarkFuture          *future,
      guint64              number,
      const HarkSlotInfo  *slot,
      const char          *name,
      gint64               deadline,
      GBytes              *payload,
      GError             **error)
{
  gint64 left;

  if (bus->link == NULL)
    {
      g_propagate_error (error, hark_bus_dup_unlinked_error (bus));
      return FALSE;
    }
  if (!measure_time (deadline, &left))
    {
      hark_future_set_awaited (future);
      g_set_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "'%s' was not called: the time was over", slot->text);
      return FALSE;
    }
  return bus->link->funcs->call (bus->link, number, slot, name, left, payload, error);
}

static void
await (HarkLinkedBus      *bus,
       guint64             number,
       HarkFuture         *future,
       gint64              deadline,
       const HarkSlotInfo *untyped)
{
  HarkAwaited *self = g_new0 (HarkAwaited, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->waiter.settled = settled;
  self->number = number;
  self->future = hark_future_ref (future);
  self->bus = hark_anchor_ref (hark_object_get_seat (HARK_OBJECT (bus))->anchor);
  self->untyped = untyped;
  self->deadline = deadline;
  g_hash_table_insert (bus->calls, &self->number, self);
  hark_future_add_waiter (future, &self->waiter);
}

void
hark_awaited_call (HarkLinkedBus      *bus,
                   HarkFuture         *future,
                   const HarkSlotInfo *slot,
                   const char         *name,
                   gint64              deadline,
                   GBytes             *payload,
                   gboolean            is_untyped)
{
  GError *error = NULL;
  guint64 number;

  /* It was cancelled on the way here. */
  if (hark_future_is_settled (future))
    return;
  number = hark_bus_take_number (bus);
  if (call (bus, future, number, slot, name, deadline, payload, &error))
    await (bus, number, future, deadline, is_untyped ? slot : NULL);
  else
    hark_future_reject (future, error);
}

void
hark_awaited_expect (HarkLinkedBus      *bus,
                     guint64             number,
                     HarkFuture         *future,
                     const HarkSlotInfo *untyped)
{
  await (bus, number, future, HARK_FOREVER, untyped);
}

HarkFuture *
hark_awaited_take (HarkLinkedBus       *bus,
                   guint64              number,
                   const HarkSlotInfo **untyped)
{
  HarkAwaited *self = g_hash_table_lookup (bus->calls, &number);
  HarkFuture *future;

  if (self == NULL)
    return NULL;
  future = dup_future (self);
  *untyped = self->untyped;
  g_hash_table_remove (bus->calls, &number);
  return future;
}

void
hark_awaited_fail (HarkLinkedBus *bus,
                   const GError  *reason)
{
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_future_unref);
  GHashTableIter iter;
  gpointer awaited;
  guint i;

  g_hash_table_iter_init (&iter, bus->calls);
  while (g_hash_table_iter_next (&iter, NULL, &awaited))
    g_ptr_array_add (futures, dup_future (awaited));
  g_hash_table_remove_all (bus->calls);
  for (i = 0; i < futures->len; i++)
    hark_future_reject (g_ptr_array_index (futures, i), g_error_copy (reason));
}
