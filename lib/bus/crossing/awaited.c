/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that are made of what is elsewhere, and the futures that their answers settle. Whoever
 * settles one of these before, by cancelling it, gives the call up, and the link
 * is told. One piece of memory is the call on its way to the bus's loop, and then, in the bus's table, what awaits its answer.
 * Invariant: what is in the table is unanswered and has not been given up as far as
 * the bus knows; the waiter of a future there is its own. Called on the bus's loop. */

#include "bus/state-private.h"

#include <hark/clock.h>

void
hark_awaited_init (HarkAwaited        *self,
                   HarkAnchor         *bus,
                   HarkFuture         *future,
                   gint64              deadline,
                   void              (*run) (HarkErrand *self, gpointer bus),
                   void              (*free) (HarkAwaited *self))
{
  hark_errand_init (&self->errand, hark_anchor_ref (bus), run);
  self->future = future != NULL ? hark_future_ref (future) : NULL;
  self->untyped = NULL;
  self->deadline = deadline;
  self->free = free;
}

static void
awaited_free (HarkAwaited *self)
{
  if (self->future != NULL)
    hark_future_unref (self->future);
  hark_anchor_unref (self->errand.anchor);
  self->free (self);
}

static void
awaited_unref (HarkAwaited *self)
{
  if (g_atomic_ref_count_dec (&self->refs))
    awaited_free (self);
}

/* It is not the table's any more. */
static void
let_go (HarkAwaited *self)
{
  if (hark_future_remove_waiter (self->future, &self->waiter))
    awaited_free (self);
  else
    awaited_unref (self);
}

/* (transfer full): of a call that has an answer now, and that is not the table's any more. Who made it in a limited
 * time knows when that is over, and need not look at what comes then. */
static HarkFuture *
end (HarkAwaited *self)
{
  HarkFuture *future = self->future;

  if (self->deadline != HARK_FOREVER && hark_clock_now () >= self->deadline)
    hark_future_set_awaited (future);
  if (hark_future_remove_waiter (future, &self->waiter))
    {
      self->future = NULL;
      awaited_free (self);
      return future;
    }
  hark_future_ref (future);
  awaited_unref (self);
  return future;
}

/* --- Given up --- */

static void
give_up (HarkErrand *errand,
         gpointer    object)
{
  HarkAwaited *self = (HarkAwaited *) errand;
  HarkLinkedBus *bus = object;

  /* Unless it has been answered meanwhile. */
  if (bus != NULL && hark_number_table_find (&bus->calls, self->number) == self)
    {
      hark_number_table_remove (&bus->calls, self->number);
      if (bus->link != NULL)
        bus->link->funcs->cancel (bus->link, self->number);
      awaited_unref (self);
    }
  awaited_unref (self);
}

/* On any thread: somebody has cancelled it. */
static void
settled (HarkWaiter *waiter,
         HarkFuture *future)
{
  HarkAwaited *self = (HarkAwaited *) ((char *) waiter - G_STRUCT_OFFSET (HarkAwaited, waiter));

  hark_errand_post (&self->errand);
}

/* --- Made --- */

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
call (HarkAwaited         *self,
      HarkLinkedBus       *bus,
      guint64              number,
      const HarkSlotInfo  *slot,
      const char          *name,
      HarkSpan             payload,
      GError             **error)
{
  gint64 left;

  if (bus->link == NULL)
    {
      g_propagate_error (error, hark_bus_dup_unlinked_error (bus));
      return FALSE;
    }
  if (!measure_time (self->deadline, &left))
    {
      hark_future_set_awaited (self->future);
      g_set_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "'%s' was not called: the time was over", slot->text);
      return FALSE;
    }
  return bus->link->funcs->call (bus->link, number, slot, name, left, payload, error);
}

static void
await (HarkAwaited   *self,
       HarkLinkedBus *bus,
       guint64        number)
{
  /* Of the table, and of the waiter while it is on the future, and then of the errand. */
  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->number = number;
  self->errand.run = give_up;
  self->waiter.settled = settled;
  hark_number_table_insert (&bus->calls, number, self);
  hark_future_add_waiter (self->future, &self->waiter);
}

static void
call_and_await (HarkAwaited        *self,
                HarkLinkedBus      *bus,
                const HarkSlotInfo *slot,
                const char         *name,
                HarkSpan            payload)
{
  guint64 number = hark_bus_take_number (bus);
  GError *error = NULL;

  if (call (self, bus, number, slot, name, payload, &error))
    {
      await (self, bus, number);
      return;
    }
  hark_future_reject (self->future, error);
  awaited_free (self);
}

/* Nobody waits for it. */
static void
call_only (HarkAwaited        *self,
           HarkLinkedBus      *bus,
           const HarkSlotInfo *slot,
           const char         *name,
           HarkSpan            payload)
{
  g_autoptr(GError) error = NULL;

  if (!call (self, bus, 0, slot, name, payload, &error))
    hark_bus_emit_refused (HARK_BUS (bus), error->message);
  awaited_free (self);
}

void
hark_awaited_call (HarkAwaited        *self,
                   HarkLinkedBus      *bus,
                   const HarkSlotInfo *slot,
                   const char         *name,
                   HarkSpan            payload)
{
  if (self->future == NULL)
    call_only (self, bus, slot, name, payload);
  /* It was cancelled on the way here. */
  else if (hark_future_is_settled (self->future))
    awaited_free (self);
  else
    call_and_await (self, bus, slot, name, payload);
}

void
hark_awaited_drop (HarkAwaited *self)
{
  if (self->future != NULL)
    hark_future_reject (self->future, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended"));
  awaited_free (self);
}

static void
expected_free (HarkAwaited *self)
{
  g_free (self);
}

void
hark_awaited_expect (HarkLinkedBus      *bus,
                     guint64             number,
                     HarkFuture         *future,
                     const HarkSlotInfo *untyped)
{
  HarkAwaited *self = g_new0 (HarkAwaited, 1);

  hark_awaited_init (self, bus->anchor, future, HARK_FOREVER, give_up, expected_free);
  self->untyped = untyped;
  await (self, bus, number);
}

/* --- Answered --- */

HarkFuture *
hark_awaited_take (HarkLinkedBus       *bus,
                   guint64              number,
                   const HarkSlotInfo **untyped)
{
  HarkAwaited *self = hark_number_table_remove (&bus->calls, number);

  if (self == NULL)
    return NULL;
  *untyped = self->untyped;
  return end (self);
}

void
hark_awaited_fail (HarkLinkedBus *bus,
                   const GError  *reason)
{
  g_autoptr(GArray) numbers = hark_number_table_sort (&bus->calls);

  for (guint i = 0; i < numbers->len; i++)
    {
      const HarkSlotInfo *untyped;
      g_autoptr(HarkFuture) future = hark_awaited_take (bus, g_array_index (numbers, guint64, i), &untyped);

      if (future != NULL)
        hark_future_reject (future, g_error_copy (reason));
    }
}

void
hark_awaited_clear (HarkLinkedBus *bus)
{
  HarkAwaited *awaited;

  for (guint at = 0; (awaited = hark_number_table_next (&bus->calls, &at, NULL)) != NULL;)
    let_go (awaited);
  hark_number_table_clear (&bus->calls);
}
