/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bus: what this process exports and listens to, as it should be, and the link
 * that makes it so. Everything happens on the bus's loop, so nothing is locked;
 * other threads post to it. The state outlives a link: the next one is asked for
 * all of it again. The type and its events are generated from schemas/bus.hark;
 * every bus is of the final class here. */

#include "bus/state-private.h"

#include "async/future-private.h"
#include "async/task-private.h"
#include "wire/payload-private.h"

static void remote_maker_init (HarkRemoteMakerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HarkLinkedBus, hark_linked_bus, HARK_TYPE_BUS,
                               G_IMPLEMENT_INTERFACE (HARK_TYPE_REMOTE_MAKER, remote_maker_init))

static void
remote_maker_init (HarkRemoteMakerInterface *iface)
{
  iface->make_remote = hark_bus_make_remote;
}

/* Those who wait for the end of a flush that cannot come any more. */
static void
fail_fences (HarkLinkedBus *self,
             const GError  *reason)
{
  HarkNumberTable waiting = self->fences;
  gpointer future;

  hark_number_table_init (&self->fences);
  for (guint at = 0; (future = hark_number_table_next (&waiting, &at, NULL)) != NULL;)
    {
      hark_future_reject (future, g_error_copy (reason));
      hark_future_unref (future);
    }
  hark_number_table_clear (&waiting);
}

static void
lose_exports (HarkLinkedBus *self,
              const GError  *reason)
{
  g_autoptr(GArray) exports = hark_number_table_sort (&self->exports);

  for (guint i = 0; i < exports->len; i++)
    hark_export_lost (hark_number_table_find (&self->exports, g_array_index (exports, guint64, i)), reason);
}

static void
hark_linked_bus_closed (HarkBus *bus)
{
  HarkLinkedBus *self = HARK_LINKED_BUS (bus);
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");

  g_clear_object (&self->program);
  hark_router_close (self->router);
  hark_awaited_fail (self, reason);
  fail_fences (self, reason);
  lose_exports (self, reason);
}

static void
clear_table (HarkNumberTable *table,
             GDestroyNotify   free_value)
{
  gpointer value;

  for (guint at = 0; (value = hark_number_table_next (table, &at, NULL)) != NULL;)
    free_value (value);
  hark_number_table_clear (table);
}

static void
hark_linked_bus_finalize (GObject *object)
{
  HarkLinkedBus *self = HARK_LINKED_BUS (object);

  clear_table (&self->exports, (GDestroyNotify) hark_export_unref);
  clear_table (&self->subscriptions, (GDestroyNotify) hark_subscription_free);
  hark_awaited_clear (self);
  clear_table (&self->fences, (GDestroyNotify) hark_future_unref);
  clear_table (&self->imports, g_free);
  hark_number_table_clear (&self->taken);
  g_hash_table_unref (self->described);
  g_ptr_array_unref (self->remotes);
  g_clear_error (&self->lost);
  hark_router_unref (self->router);
  G_OBJECT_CLASS (hark_linked_bus_parent_class)->finalize (object);
}

static void
hark_linked_bus_class_init (HarkLinkedBusClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_linked_bus_finalize;
  HARK_BUS_CLASS (klass)->closed = hark_linked_bus_closed;
}

static void
hark_linked_bus_init (HarkLinkedBus *self)
{
  self->anchor = hark_object_get_seat (HARK_OBJECT (self))->anchor;
  self->router = hark_router_new (self->anchor);
  hark_number_table_init (&self->exports);
  hark_number_table_init (&self->subscriptions);
  hark_number_table_init (&self->calls);
  hark_number_table_init (&self->taken);
  hark_number_table_init (&self->fences);
  hark_number_table_init (&self->imports);
  self->described = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) hark_described_slot_free);
  self->remotes = g_ptr_array_new ();
}

HarkBus *
hark_bus_new (HarkLoop *loop)
{
  return g_object_new (HARK_TYPE_LINKED_BUS, "loop", loop, NULL);
}

HarkRouter *
hark_bus_get_router (HarkBus *bus)
{
  return ((HarkLinkedBus *) bus)->router;
}

guint64
hark_bus_take_number (HarkLinkedBus *self)
{
  return ++self->last_number;
}

GError *
hark_bus_dup_unlinked_error (HarkLinkedBus *self)
{
  if (self->lost != NULL)
    return g_error_copy (self->lost);
  return g_error_new_literal (HARK_ERROR, HARK_ERROR_UNREACHABLE,
                              "the bus is joined to nothing: connect a peer of it to a broker first");
}

/* --- The link --- */

void
hark_bus_for_each_export (HarkLinkedBus *self,
                          void         (*func) (gpointer data, HarkObject *object, const char *name),
                          gpointer       data)
{
  g_autoptr(GArray) exports = hark_number_table_sort (&self->exports);

  for (guint i = 0; i < exports->len; i++)
    {
      HarkExport *export = hark_number_table_find (&self->exports, g_array_index (exports, guint64, i));
      g_autoptr(HarkObject) object = hark_export_dup_object (export);

      if (object != NULL)
        func (data, object, hark_export_get_name (export));
    }
}

gboolean
hark_bus_is_linked (HarkBus *self)
{
  return HARK_LINKED_BUS (self)->link != NULL;
}

void
hark_bus_link_up (HarkBus  *bus,
                  HarkLink *link)
{
  HarkLinkedBus *self = HARK_LINKED_BUS (bus);
  g_autoptr(GArray) subscriptions = hark_number_table_sort (&self->subscriptions);
  g_autoptr(GArray) exports = hark_number_table_sort (&self->exports);
  guint i;

  g_return_if_fail (self->link == NULL);

  g_clear_error (&self->lost);
  self->link = link;
  self->n_links += 1;
  hark_number_table_clear (&self->taken);
  for (i = 0; i < subscriptions->len; i++)
    {
      guint64 number = g_array_index (subscriptions, guint64, i);

      hark_subscription_announce (hark_number_table_find (&self->subscriptions, number), number, link);
    }
  hark_imports_announce (self);
  for (i = 0; i < exports->len; i++)
    hark_export_announce (hark_number_table_find (&self->exports, g_array_index (exports, guint64, i)), link);
  hark_remotes_settle (self);
}

void
hark_bus_link_down (HarkBus      *bus,
                    HarkLink     *link,
                    const GError *reason)
{
  HarkLinkedBus *self = HARK_LINKED_BUS (bus);
  g_autoptr(GArray) subscriptions = NULL;
  guint i;

  if (self->link != link)
    return;
  self->link = NULL;
  g_clear_error (&self->lost);
  self->lost = g_error_copy (reason);
  lose_exports (self, reason);
  subscriptions = hark_number_table_sort (&self->subscriptions);
  for (i = 0; i < subscriptions->len; i++)
    hark_subscription_lost (hark_number_table_find (&self->subscriptions, g_array_index (subscriptions, guint64, i)), reason);
  hark_awaited_fail (self, reason);
  fail_fences (self, reason);
  hark_remotes_settle (self);
}

/* --- What the link reports --- */

static void
on_exported (gpointer user,
             guint64  number)
{
  HarkLinkedBus *self = user;
  HarkExport *export = hark_number_table_find (&self->exports, number);

  if (export != NULL)
    hark_export_settled (export, NULL);
}

static void
on_subscribed (gpointer user,
               guint64  number)
{
  HarkLinkedBus *self = user;
  HarkSubscription *subscription = hark_number_table_find (&self->subscriptions, number);

  if (subscription != NULL)
    hark_subscription_settled (subscription, NULL);
}

static void
on_refused (gpointer      user,
            guint64       number,
            const GError *error)
{
  HarkLinkedBus *self = user;
  HarkExport *export = hark_number_table_find (&self->exports, number);
  HarkSubscription *subscription = hark_number_table_find (&self->subscriptions, number);

  hark_bus_emit_refused (HARK_BUS (self), error->message);
  if (export != NULL)
    hark_export_settled (export, error);
  else if (subscription != NULL)
    hark_subscription_settled (subscription, error);
}

static void
on_warned (gpointer      user,
           const GError *error)
{
  hark_bus_emit_refused (user, error->message);
}

static void
on_heard (gpointer             user,
          guint64              number,
          const HarkEventInfo *event,
          gboolean             is_heard)
{
  HarkLinkedBus *self = user;
  HarkExport *export = hark_number_table_find (&self->exports, number);

  if (export != NULL)
    hark_export_heard (export, event, is_heard);
}

static void
on_flow (gpointer user,
         guint64  number,
         HarkFlow flow)
{
  HarkLinkedBus *self = user;
  HarkExport *export = hark_number_table_find (&self->exports, number);

  if (export != NULL)
    hark_export_flow (export, flow);
}

static void
on_called (gpointer            user,
           guint64             call,
           guint64             number,
           const HarkSlotInfo *slot,
           gboolean            is_redelivered,
           const char         *type,
           gint64              time_left,
           HarkSpan            payload)
{
  const HarkCallTerms terms = { hark_end_of (time_left), is_redelivered };
  HarkLinkedBus *self = user;
  HarkExport *export = hark_number_table_find (&self->exports, number);

  if (export != NULL)
    hark_export_called (export, self, call, slot, type, &terms, payload);
}

/* Values may take no bytes: an empty array. */
static void
settle (HarkFuture          *future,
        const HarkSignature *signature,
        HarkSpan             payload)
{
  HarkReading reading;
  GError *broken = NULL;
  gconstpointer values = hark_payload_read (&reading, signature, signature->variant_type, payload, NULL, &broken);

  if (values != NULL)
    hark_future_resolve (future, values);
  else
    hark_future_reject (future, broken);
  hark_reading_clear (&reading);
}

static void
on_answered (gpointer      user,
             guint64       number,
             HarkSpan      payload,
             const GError *error)
{
  const HarkSlotInfo *untyped;
  g_autoptr(HarkFuture) future = hark_awaited_take (user, number, &untyped);
  const HarkSignature *signature;

  /* It was given up. */
  if (future == NULL)
    return;

  signature = hark_future_get_signature (future);
  if (error != NULL)
    hark_future_reject (future, g_error_copy (error));
  else if (untyped != NULL)
    hark_untyped_call_answered (untyped, future, payload);
  else if (signature == NULL)
    hark_future_resolve (future, NULL);
  else
    settle (future, signature, payload);
}

static void
on_flushed (gpointer user,
            guint64  number)
{
  HarkLinkedBus *self = user;
  g_autoptr(HarkFuture) future = hark_number_table_remove (&self->fences, number);

  if (future != NULL)
    hark_future_resolve (future, NULL);
}

const HarkLinkReports hark_bus_reports =
{
  .exported = on_exported,
  .subscribed = on_subscribed,
  .refused = on_refused,
  .warned = on_warned,
  .heard = on_heard,
  .event = hark_heard_event,
  .run = hark_heard_run,
  .watched = hark_imports_watched,
  .called = on_called,
  .cancelled = hark_taken_cancel,
  .answered = on_answered,
  .flushed = on_flushed,
  .flow = on_flow,
  .expected = hark_heard_expected,
};

/* --- Flushing --- */

void
hark_asked_init (HarkAsked  *self,
                 HarkFuture *future)
{
  self->future = future != NULL ? hark_future_ref (future) : NULL;
}

void
hark_asked_clear (HarkAsked *self)
{
  if (self->future == NULL)
    return;
  hark_future_reject (self->future,
                      g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended"));
  g_clear_pointer (&self->future, hark_future_unref);
}

static void
asked_free (gpointer data)
{
  hark_asked_clear (data);
  g_free (data);
}

static void
flush (gpointer context,
       gpointer data)
{
  HarkLinkedBus *self = context;
  HarkFuture *future = g_steal_pointer (&((HarkAsked *) data)->future);
  guint64 number;

  if (self->link == NULL)
    {
      hark_future_reject (future, hark_bus_dup_unlinked_error (self));
      hark_future_unref (future);
      return;
    }
  number = hark_bus_take_number (self);
  hark_number_table_insert (&self->fences, number, future);
  self->link->funcs->flush (self->link, number);
}

gboolean
hark_bus_flush (HarkBus       *self,
                gint64         timeout,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(HarkFuture) future = NULL;
  HarkAsked *asked;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error))
    return FALSE;

  future = hark_future_new (NULL);
  asked = g_new (HarkAsked, 1);
  hark_asked_init (asked, future);
  hark_post_func (self, flush, asked, asked_free);
  return hark_future_await (future, timeout, cancellable, error);
}
