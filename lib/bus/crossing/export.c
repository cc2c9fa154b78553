/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects that live here and are heard and called from elsewhere. An export
 * knows its object weakly and ends with it. It listens to an event of the object
 * exactly while the link says that somebody hears it, so that an event nobody
 * hears costs what it costs without a bus. Where somebody who hears it asks to be waited for, those
 * who emit wait until the link has taken in what they have emitted. */

#include "base/slab-private.h"
#include "bus/state-private.h"

#include "wire/payload-private.h"
#include "wire/name-private.h"

/* Events of one kind that are under way to the link, where somebody asks to be waited for. */
#define BOUND 64

struct _HarkExport
{
  gatomicrefcount      refs;
  GWeakRef             bus;          /* any thread */
  GWeakRef             object;       /* any thread */
  HarkAnchor          *outlet;       /* fixed at birth: the object's; a reference; NULL: it stands for none */
  gconstpointer        identity;     /* fixed at birth: which object, for hark_bus_unexport() */
  const HarkClassInfo *info;         /* fixed at birth */
  char                *name;         /* fixed at birth */
  gboolean             is_group;     /* fixed at birth */
  HarkFuture          *ready;        /* fixed at birth */
  HarkLinkedBus       *linked;       /* the bus, on its loop */
  guint64              number;       /* the bus; 0: not begun, or ended */
  HarkConnection     **connections;  /* the bus; one for each event; NULL: not heard */
  HarkFlow             flow;         /* the bus */
  HarkDescribedClass  *described;    /* fixed at birth: it stands for no object; NULL: for one */
  atomic_bool         *heard;        /* of such: any thread; one for each event */
};

HarkExport *
hark_export_ref (HarkExport *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
hark_export_unref (HarkExport *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_weak_ref_clear (&self->bus);
  g_weak_ref_clear (&self->object);
  g_clear_pointer (&self->outlet, hark_outlet_unref);
  g_free (self->connections);
  g_free (self->name);
  hark_future_unref (self->ready);
  g_clear_pointer (&self->described, hark_described_class_free);
  g_free (self->heard);
  hark_slab_free (self);
}

static void
export_drop (gpointer data)
{
  hark_export_unref (data);
}

static HarkExport *
export_new (HarkBus             *bus,
            HarkObject          *object,
            const HarkClassInfo *info,
            const char          *name,
            gboolean             is_group)
{
  HarkExport *self = hark_slab_new0 (HarkExport);

  g_atomic_ref_count_init (&self->refs);
  g_weak_ref_init (&self->bus, bus);
  g_weak_ref_init (&self->object, object);
  if (object != NULL)
    self->outlet = hark_seat_dup_outlet (hark_object_get_seat (object));
  self->identity = object;
  self->info = info;
  self->name = g_strdup (name);
  self->is_group = is_group;
  self->ready = hark_future_new (NULL);
  self->connections = g_new0 (HarkConnection *, self->info->n_events + 1);
  return self;
}

/* --- On the bus's loop --- */

static void
stop_listening (HarkExport          *self,
                const HarkEventInfo *event)
{
  HarkConnection *connection = g_steal_pointer (&self->connections[event->index]);

  if (connection == NULL)
    return;
  hark_connection_let_go (connection);
  hark_connection_disconnect (connection);
  hark_connection_unref (connection);
}

static void
stop_listening_to_all (HarkExport *self)
{
  guint i;

  for (i = 0; i < self->info->n_events; i++)
    stop_listening (self, self->info->events[i]);
}

static void
begin (gpointer context,
       gpointer data)
{
  HarkLinkedBus *bus = context;
  HarkExport *self = data;

  self->linked = bus;
  self->number = hark_bus_take_number (bus);
  hark_number_table_insert (&bus->exports, self->number, hark_export_ref (self));
  if (bus->link != NULL)
    hark_export_announce (self, bus->link);
}

void
hark_export_end (gpointer context,
                 gpointer data)
{
  HarkLinkedBus *bus = context;
  HarkExport *self = data;
  guint64 number = self->number;

  if (number == 0)
    return;
  self->number = 0;
  stop_listening_to_all (self);
  if (bus->link != NULL)
    bus->link->funcs->unexport (bus->link, number);
  hark_future_reject (self->ready, g_error_new (HARK_ERROR, HARK_ERROR_CLOSED,
                                                "%s \"%s\" is not exported any more", self->info->name, self->name));
  hark_export_unref (hark_number_table_remove (&bus->exports, number));
}

void
hark_export_announce (HarkExport *self,
                      HarkLink   *link)
{
  link->funcs->export_object (link, self->number, self->info, self->name, self->is_group);
}

void
hark_export_lost (HarkExport   *self,
                  const GError *reason)
{
  stop_listening_to_all (self);
  self->flow = HARK_FLOW_FREE;
  for (guint i = 0; self->heard != NULL && i < self->info->n_events; i++)
    atomic_store (&self->heard[i], false);
  hark_future_reject (self->ready, g_error_copy (reason));
}

void
hark_export_settled (HarkExport   *self,
                     const GError *refused)
{
  if (refused == NULL)
    hark_future_resolve (self->ready, NULL);
  else
    hark_future_reject (self->ready, g_error_copy (refused));
}

/* --- Events go out --- */

static void
apply_flow (HarkExport     *self,
            HarkConnection *connection)
{
  if (connection == NULL)
    return;
  hark_connection_bound (connection, self->flow == HARK_FLOW_FREE ? 0 : BOUND);
  if (self->flow == HARK_FLOW_HELD)
    hark_connection_hold (connection);
  else
    hark_connection_let_go (connection);
}

void
hark_export_flow (HarkExport *self,
                  HarkFlow    flow)
{
  self->flow = flow;
  for (guint i = 0; i < self->info->n_events; i++)
    apply_flow (self, self->connections[i]);
}

/* On the bus's loop, in a call of its: it is there. */
static void
on_emitted (gpointer             data,
            const HarkEventInfo *event,
            gconstpointer        values)
{
  HarkExport *self = data;
  HarkLinkedBus *bus = self->linked;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) whole = NULL;
  HarkWriting writing;
  HarkSpan payload;

  if (bus->link == NULL || self->number == 0)
    return;
  if (hark_payload_write (&writing, event->signature, values, &error))
    {
      whole = hark_writing_steal_large (&writing);
      payload = whole != NULL ? hark_span_of (whole) : (HarkSpan) { writing.data, writing.size };
      bus->link->funcs->publish (bus->link, self->number, event, payload, whole, &error);
    }
  if (error != NULL)
    hark_bus_emit_refused (HARK_BUS (bus), error->message);
  hark_writing_clear (&writing);
}

void
hark_export_heard (HarkExport          *self,
                   const HarkEventInfo *event,
                   gboolean             is_heard)
{
  g_autoptr(HarkLinkedBus) bus = g_weak_ref_get (&self->bus);
  g_autoptr(GObject) object = g_weak_ref_get (&self->object);

  if (self->described != NULL)
    {
      atomic_store (&self->heard[event->index], is_heard);
      return;
    }
  stop_listening (self, event);
  if (!is_heard || bus == NULL || object == NULL)
    return;
  self->connections[event->index] =
    hark_connect_raw (event, object, bus, on_emitted, hark_export_ref (self), export_drop);
  apply_flow (self, self->connections[event->index]);
}

/* --- Calls come in --- */

/* Nobody wants to know what comes of it. */
static void
call_object_only (HarkExport         *self,
                  const HarkSlotInfo *slot,
                  gconstpointer       values)
{
  g_autoptr(HarkObject) object = g_weak_ref_get (&self->object);

  if (object != NULL)
    hark_seat_post (hark_object_get_seat (object), slot, values);
}

void
hark_export_called (HarkExport          *self,
                    HarkLinkedBus       *bus,
                    guint64              call,
                    const HarkSlotInfo  *slot,
                    const char          *type,
                    const HarkCallTerms *terms,
                    HarkSpan             payload)
{
  g_autoptr(GError) error = NULL;
  gboolean was_run = TRUE;
  gconstpointer values;
  HarkReading reading;

  if (bus->link == NULL)
    return;
  if (self->outlet == NULL || hark_anchor_get_state (self->outlet) != HARK_ANCHOR_OPEN)
    {
      hark_export_end (bus, self);
      was_run = FALSE;
      g_set_error (&error, HARK_ERROR, HARK_ERROR_PEER_GONE, "%s \"%s\" has ended", self->info->name, self->name);
    }
  else
    {
      values = hark_payload_read (&reading, slot->signature, type, payload, NULL, &error);
      if (values != NULL && call != 0)
        hark_taken_call (self, self->outlet, bus, call, slot, terms, values);
      else if (values != NULL)
        call_object_only (self, slot, values);
      hark_reading_clear (&reading);
    }
  if (error == NULL)
    return;
  if (call != 0)
    bus->link->funcs->answer (bus->link, call, HARK_SPAN_NONE, error, was_run);
  else
    hark_bus_emit_refused (HARK_BUS (bus), error->message);
}

/* --- Who is here --- */

HarkObject *
hark_export_dup_object (HarkExport *self)
{
  return g_weak_ref_get (&self->object);
}

/* --- From any thread --- */

/* The object has begun to end. */
static void
on_object_gone (gpointer  data,
                GObject  *where_the_object_was)
{
  HarkExport *self = data;
  g_autoptr(HarkBus) bus = g_weak_ref_get (&self->bus);

  if (bus != NULL)
    hark_post_func (bus, hark_export_end, self, export_drop);
  else
    hark_export_unref (self);
}

static gboolean
export_object (HarkBus     *self,
               HarkObject  *object,
               const char  *name,
               gboolean     is_group,
               GError     **error)
{
  HarkExport *export;

  if (!hark_object_is_of_process (HARK_OBJECT (self), error) || !hark_object_is_of_process (object, error))
    return FALSE;
  if (!hark_name_check (name, error))
    return FALSE;
  if (hark_object_is_remote (object))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED,
                   "a remote %s cannot be exported: it lives elsewhere", HARK_OBJECT_GET_IFACE (object)->info->name);
      return FALSE;
    }

  export = export_new (self, object, HARK_OBJECT_GET_IFACE (object)->info, name, is_group);
  hark_seat_set_ready (hark_object_get_seat (object), export->ready);
  g_object_weak_ref (G_OBJECT (object), on_object_gone, hark_export_ref (export));
  if (!hark_post_func (self, begin, export, export_drop))
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");
      return FALSE;
    }
  return TRUE;
}

gboolean
hark_bus_export (HarkBus     *self,
                 HarkObject  *object,
                 const char  *name,
                 GError     **error)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (HARK_IS_OBJECT (object), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return export_object (self, object, name, FALSE, error);
}

gboolean
hark_bus_export_group (HarkBus     *self,
                       HarkObject  *object,
                       const char  *name,
                       GError     **error)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (HARK_IS_OBJECT (object), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return export_object (self, object, name, TRUE, error);
}

/* --- Without an object --- */

HarkExport *
hark_export_new_described (HarkBus             *bus,
                           HarkDescribedClass  *described,
                           const char          *name,
                           GError             **error)
{
  HarkExport *self = export_new (bus, NULL, &described->info, name, FALSE);

  self->described = described;
  self->heard = g_new0 (atomic_bool, described->info.n_events + 1);
  if (hark_post_func (bus, begin, hark_export_ref (self), export_drop))
    return self;
  hark_export_unref (self);
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");
  return NULL;
}

void
hark_export_close (HarkExport *self,
                   HarkBus    *bus)
{
  hark_post_func (bus, hark_export_end, hark_export_ref (self), export_drop);
}

HarkFuture *
hark_export_get_ready (HarkExport *self)
{
  return self->ready;
}

const HarkClassInfo *
hark_export_get_info (HarkExport *self)
{
  return self->info;
}

const char *
hark_export_get_name (HarkExport *self)
{
  return self->name;
}

gconstpointer
hark_export_get_identity (HarkExport *self)
{
  return self->identity;
}

gboolean
hark_export_is_group (HarkExport *self)
{
  return self->is_group;
}

gboolean
hark_export_is_heard (HarkExport          *self,
                      const HarkEventInfo *event)
{
  if (self->heard == NULL)
    return self->connections[event->index] != NULL;
  return atomic_load (&self->heard[event->index]);
}

void
hark_export_publish (HarkExport          *self,
                     HarkLinkedBus       *bus,
                     const HarkEventInfo *event,
                     GBytes              *payload)
{
  g_autoptr(GError) error = NULL;

  if (bus->link == NULL || self->number == 0 || !hark_export_is_heard (self, event))
    return;
  if (!bus->link->funcs->publish (bus->link, self->number, event, hark_span_of (payload), payload, &error))
    hark_bus_emit_refused (HARK_BUS (bus), error->message);
}

/* --- The end --- */

static void
end_all_of (gpointer context,
            gpointer data)
{
  HarkLinkedBus *bus = context;
  g_autoptr(GPtrArray) found = g_ptr_array_new ();
  HarkExport *export;

  for (guint at = 0; (export = hark_number_table_next (&bus->exports, &at, NULL)) != NULL;)
    if (export->identity == data)
      g_ptr_array_add (found, export);
  for (guint i = 0; i < found->len; i++)
    hark_export_end (bus, g_ptr_array_index (found, i));
}

void
hark_bus_unexport (HarkBus    *self,
                   HarkObject *object)
{
  g_return_if_fail (HARK_IS_LINKED_BUS (self));
  g_return_if_fail (HARK_IS_OBJECT (object));

  hark_post_func (self, end_all_of, object, NULL);
}
