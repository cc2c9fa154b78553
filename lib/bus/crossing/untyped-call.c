/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls of slots that are known from a description only. The bus keeps one descriptor for each that
 * it was ever given, because its links remember slots by their address; an answer is
 * a future of one variant, made by the type that the description gives. */

#include <hark/untyped.h>

#include "async/future-private.h"
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
  HarkDescribedSlot *slot;   /* NULL: the bus has it */
  char              *name;
  GBytes            *payload;
  HarkAsked          asked;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  hark_asked_clear (&self->asked);
  g_clear_pointer (&self->slot, hark_described_slot_free);
  g_bytes_unref (self->payload);
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
make_call (gpointer context,
           gpointer data)
{
  HarkLinkedBus *bus = context;
  Request *request = data;
  g_autoptr(HarkFuture) future = g_steal_pointer (&request->asked.future);
  const HarkSlotInfo *slot = intern (bus, g_steal_pointer (&request->slot));
  guint64 number;
  GError *error = NULL;

  if (bus->link == NULL)
    {
      hark_future_reject (future, hark_bus_dup_unlinked_error (bus));
      return;
    }
  number = hark_bus_take_number (bus);
  if (!bus->link->funcs->call (bus->link, number, slot, request->name, TRUE, request->payload, &error))
    {
      hark_future_reject (future, error);
      return;
    }
  g_hash_table_insert (bus->called, g_memdup2 (&number, sizeof number), (gpointer) slot);
  hark_number_table_insert (&bus->calls, number, g_steal_pointer (&future));
}

HarkFuture *
hark_untyped_call_expect (HarkLinkedBus      *bus,
                          guint64             number,
                          const HarkSlotInfo *slot)
{
  HarkFuture *future = hark_future_new (&answer_signature);

  g_hash_table_insert (bus->called, g_memdup2 (&number, sizeof number), (gpointer) slot);
  hark_number_table_insert (&bus->calls, number, hark_future_ref (future));
  return future;
}

gboolean
hark_untyped_call_answered (HarkLinkedBus *bus,
                            guint64        number,
                            HarkFuture    *future,
                            GBytes        *payload)
{
  const HarkSlotInfo *slot = g_hash_table_lookup (bus->called, &number);
  Answer answer = { NULL };
  GError *error = NULL;

  if (slot == NULL)
    return FALSE;
  g_hash_table_remove (bus->called, &number);
  if (slot->result == NULL)
    answer.result = g_variant_ref_sink (g_variant_new ("()"));
  else
    answer.result = hark_payload_parse (slot->result->variant_type, payload, &error);
  if (answer.result == NULL)
    {
      hark_future_reject (future, error);
      return TRUE;
    }
  hark_future_resolve (future, &answer);
  g_variant_unref (answer.result);
  return TRUE;
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
  hark_asked_init (&request->asked, future);
  hark_post_func (self, make_call, request, request_free);
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
