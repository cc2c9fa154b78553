/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that came from elsewhere, and how their answers find back. One piece of memory waits for the future of
 * the call and is then, on the bus's loop, what gives the answer to the link that brought the call.
 * Invariant: what is in the bus's table has not been answered, and whatever becomes of the object, it
 * will be. Called on the bus's loop by export.c, which knows whose calls they are. */

#include "bus/state-private.h"

#include "async/future-private.h"
#include "base/spare-private.h"
#include "wire/payload-private.h"

/* A call of the object, until it is settled and that was said on the bus's loop. */
typedef struct
{
  HarkErrand  errand;
  HarkWaiter  waiter;
  HarkExport *export;   /* a reference */
  HarkFuture *future;   /* the same */
  guint64     call;     /* the link's number */
  guint       n_links;  /* which link's */
} Answer;

G_STATIC_ASSERT (sizeof (Answer) <= HARK_SPARE_CALL_SIZE);

static void
answer_free (Answer *self)
{
  hark_anchor_unref (self->errand.anchor);
  hark_export_unref (self->export);
  hark_future_unref (self->future);
  hark_spare_free (HARK_SPARE_CALL, self);
}

static void
give_answer (Answer        *self,
             HarkLinkedBus *bus)
{
  const HarkSignature *signature = hark_future_get_signature (self->future);
  gconstpointer values;
  g_autoptr(GError) error = NULL;
  HarkWriting payload = { .data = NULL };
  gboolean was_run = TRUE;

  values = hark_future_get_values (self->future, &error);
  if (error == NULL && signature != NULL)
    hark_payload_write (&payload, signature, values, &error);
  if (g_error_matches (error, HARK_ERROR, HARK_ERROR_CLOSED))
    {
      /* The object has ended: nothing more may be given to it. */
      hark_export_end (bus, self->export);
      was_run = FALSE;
    }
  bus->link->funcs->answer (bus->link, self->call, (HarkSpan) { payload.data, payload.size }, error, was_run);
  if (payload.data != NULL)
    hark_writing_clear (&payload);
}

static void
run_answer (HarkErrand *errand,
            gpointer    object)
{
  Answer *self = (Answer *) errand;
  HarkLinkedBus *bus = object;

  /* Another link's may have the number by now. */
  if (bus != NULL && hark_number_table_find (&bus->taken, self->call) == self)
    hark_number_table_remove (&bus->taken, self->call);
  if (bus != NULL && bus->link != NULL && bus->n_links == self->n_links)
    give_answer (self, bus);
  answer_free (self);
}

static void
settled (HarkWaiter *waiter,
         HarkFuture *future)
{
  Answer *self = (Answer *) ((char *) waiter - G_STRUCT_OFFSET (Answer, waiter));

  hark_errand_post (&self->errand);
}

void
hark_taken_call (HarkExport          *export,
                 HarkAnchor          *outlet,
                 HarkLinkedBus       *bus,
                 guint64              call,
                 const HarkSlotInfo  *slot,
                 const HarkCallTerms *terms,
                 gconstpointer        values)
{
  Answer *answer = hark_spare_alloc (HARK_SPARE_CALL, HARK_SPARE_CALL_SIZE);

  hark_errand_init (&answer->errand, hark_anchor_ref (bus->anchor), run_answer);
  answer->waiter.settled = settled;
  answer->export = hark_export_ref (export);
  answer->call = call;
  answer->n_links = bus->n_links;
  answer->future = hark_outlet_call (outlet, slot, values, terms);
  hark_number_table_insert (&bus->taken, call, answer);
  hark_future_set_awaited (answer->future);
  hark_future_add_waiter (answer->future, &answer->waiter);
}

void
hark_taken_cancel (gpointer user,
                   guint64  call)
{
  HarkLinkedBus *bus = user;
  Answer *answer = hark_number_table_find (&bus->taken, call);

  if (answer != NULL && answer->n_links == bus->n_links)
    hark_future_cancel (answer->future);
}
