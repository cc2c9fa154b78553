/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls of slots that are known from a description only. The bus keeps one descriptor for each that
 * it was ever given, because its links remember slots by their address; an answer is
 * a future of one variant, made by the type that the description gives. */

#include <hark/untyped.h>

#include "async/future-private.h"
#include "async/task-private.h"
#include "bus/crossing/described-private.h"
#include "bus/state-private.h"
#include "wire/payload-private.h"

/* --- the values of such a future --- */

typedef struct
{
  GVariant *result;
} Answer;

static void
answer_pack (gconstpointer values,
             gpointer      packed)
{
  ((Answer *) packed)->result = g_variant_ref (((const Answer *) values)->result);
}

static void
answer_clear (gpointer packed)
{
  g_variant_unref (((Answer *) packed)->result);
}

static const HarkField answer_fields[] = { { .name = "result", .kind = HARK_FIELD_VARIANT } };

static const HarkSignature answer_signature =
{
  .name = "(variant)",
  .text = "(variant result)",
  .variant_type = "(v)",
  .fields = answer_fields,
  .n_fields = 1,
  .size = sizeof (Answer),
  .pack = answer_pack,
  .clear = answer_clear,
};

/* --- on the bus's loop --- */

typedef struct
{
  HarkAwaited        awaited;
  HarkDescribedSlot *slot;     /* NULL: the bus has it */
  char              *name;
  GBytes            *payload;  /* NULL: it was sent */
} Request;

static void
request_free (HarkAwaited *awaited)
{
  Request *self = (Request *) awaited;

  g_clear_pointer (&self->slot, hark_described_slot_free);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self->name);
  g_free (self);
}

/* One for all that are described alike. @slot: (transfer full). */
static const HarkSlotInfo *
intern (HarkLinkedBus     *bus,
        HarkDescribedSlot *slot)
{
  g_autofree char *key = g_strdup_printf ("%s %s %s %" G_GINT64_MODIFIER "x %s %" G_GINT64_MODIFIER "x",
                                          slot->class_name, slot->info.text,
                                          slot->signature.variant_type, slot->signature.fingerprint,
                                          slot->result.variant_type, slot->result.fingerprint);
  HarkDescribedSlot *known = g_hash_table_lookup (bus->described, key);

  if (known != NULL)
    {
      hark_described_slot_free (slot);
      return &known->info;
    }
  g_hash_table_insert (bus->described, g_steal_pointer (&key), slot);
  return &slot->info;
}

static void
make_call (HarkErrand *errand,
           gpointer    bus)
{
  Request *self = (Request *) errand;
  g_autoptr(GBytes) payload = g_steal_pointer (&self->payload);

  if (bus == NULL)
    {
      hark_awaited_drop (&self->awaited);
      return;
    }
  self->awaited.untyped = intern (bus, g_steal_pointer (&self->slot));
  hark_awaited_call (&self->awaited, bus, self->awaited.untyped, self->name, hark_span_of (payload));
}

HarkFuture *
hark_untyped_call_expect (HarkLinkedBus      *bus,
                          guint64             number,
                          const HarkSlotInfo *slot)
{
  HarkFuture *future = hark_future_new (&answer_signature);

  hark_awaited_expect (bus, number, future, slot);
  return future;
}

void
hark_untyped_call_answered (const HarkSlotInfo *slot,
                            HarkFuture         *future,
                            HarkSpan            payload)
{
  g_autoptr(GBytes) copy = hark_payload_copy (payload.data, payload.size);
  Answer answer = { NULL };
  GError *error = NULL;

  if (slot->result == NULL)
    answer.result = g_variant_ref_sink (g_variant_new ("()"));
  else
    answer.result = hark_payload_parse (slot->result->variant_type, copy, &error);
  if (answer.result == NULL)
    {
      hark_future_reject (future, error);
      return;
    }
  hark_future_resolve (future, &answer);
  g_variant_unref (answer.result);
}

/* --- from any thread --- */

HarkFuture *
hark_bus_call (HarkBus    *self,
               const char *object,
               const char *name,
               GVariant   *slot,
               GVariant   *arguments)
{
  g_autoptr(GVariant) member = NULL;
  g_autoptr(GVariant) owned = NULL;
  g_autoptr(HarkFuture) future = hark_future_new (&answer_signature);
  HarkDescribedSlot *described = NULL;
  GError *error = NULL;
  Request *request;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (slot != NULL, NULL);
  g_return_val_if_fail (arguments != NULL, NULL);

  member = g_variant_ref_sink (slot);
  owned = g_variant_ref_sink (arguments);
  if (hark_object_is_of_process (HARK_OBJECT (self), &error))
    described = hark_described_slot_new (object, member, &error);
  if (described == NULL || !hark_described_check (&described->signature, described->info.text, owned, &error))
    {
      g_clear_pointer (&described, hark_described_slot_free);
      hark_future_reject (future, error);
      return g_steal_pointer (&future);
    }

  request = g_new0 (Request, 1);
  request->slot = described;
  request->name = g_strdup (name);
  request->payload = hark_payload_serialise (owned);
  hark_awaited_init (&request->awaited, HARK_LINKED_BUS (self)->anchor, future,
                     hark_task_get_deadline (), make_call, request_free);
  hark_errand_post (&request->awaited.errand);
  return g_steal_pointer (&future);
}

GVariant *
hark_bus_finish_call (HarkFuture  *future,
                      GError     **error)
{
  gconstpointer values;

  g_return_val_if_fail (future != NULL, NULL);

  if (!hark_future_finish (future, &answer_signature, &values, error))
    return NULL;
  return g_variant_ref (((const Answer *) values)->result);
}

GVariant *
hark_broker_topic_dup_member (const HarkBrokerTopic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_ref_sink (g_variant_new (HARK_DESCRIBED_TYPE, self->member, self->text,
                                            self->arguments, self->arguments_fingerprint,
                                            self->result, self->result_fingerprint));
}
