/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connecting by name: what the compiler checks elsewhere is checked here when
 * it runs, with the same words. Nothing is kept. */

#include "object/connection-private.h"
#include "object/lookup-private.h"

const HarkEventInfo *
hark_class_info_find_event (const HarkClassInfo *info,
                            const char          *name)
{
  for (guint i = 0; i < info->n_events; i++)
    if (g_str_equal (info->events[i]->name, name))
      return info->events[i];
  return NULL;
}

const HarkSlotInfo *
hark_class_info_find_slot (const HarkClassInfo *info,
                           const char          *name)
{
  for (guint i = 0; i < info->n_slots; i++)
    if (g_str_equal (info->slots[i]->name, name))
      return info->slots[i];
  return NULL;
}

static gboolean
check_signatures (const HarkEventInfo  *event,
                  const HarkSlotInfo   *slot,
                  GError              **error)
{
  if (event->signature->fingerprint == slot->signature->fingerprint
      && g_str_equal (event->signature->name, slot->signature->name))
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH, "cannot connect %s (%s) to %s (%s)",
               event->text, event->location, slot->text, slot->location);
  return FALSE;
}

static HarkConnection *
connect (gpointer              emitter,
         const HarkEventInfo  *event,
         gpointer              receiver,
         const HarkSlotInfo   *slot,
         GError              **error)
{
  HarkSite *site = g_new0 (HarkSite, 1);
  HarkConnection *self;

  site->event = event;
  site->slot = slot;
  self = hark_connection_new (site, HARK_CONNECTION_SLOT, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (receiver), NULL, NULL, NULL, TRUE);
  if (self == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "cannot connect %s to %s: %s has ended",
                   event->text, slot->text,
                   hark_object_is_closed (emitter) ? event->owner->name : slot->owner->name);
      return NULL;
    }
  hark_connection_unref (self); /* the array's reference stays */
  return self;
}

HarkConnection *
hark_connect_by_name (gpointer     emitter,
                      const char  *event,
                      gpointer     receiver,
                      const char  *slot,
                      GError     **error)
{
  const HarkClassInfo *from, *to;
  const HarkEventInfo *event_info;
  const HarkSlotInfo *slot_info;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (event != NULL, NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail (slot != NULL, NULL);

  from = hark_object_get_seat (emitter)->info;
  to = hark_object_get_seat (receiver)->info;
  event_info = hark_class_info_find_event (from, event);
  if (event_info == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "%s (%s) has no event '%s'",
                   from->name, from->location, event);
      return NULL;
    }
  slot_info = hark_class_info_find_slot (to, slot);
  if (slot_info == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "%s (%s) has no slot '%s'",
                   to->name, to->location, slot);
      return NULL;
    }
  if (!check_signatures (event_info, slot_info, error))
    return NULL;
  return connect (emitter, event_info, receiver, slot_info, error);
}

static const HarkSlotInfo *
find_matching (const HarkClassInfo *info,
               const HarkEventInfo *event)
{
  g_autofree char *name = g_strconcat ("on_", event->name, NULL);

  return hark_class_info_find_slot (info, name);
}

int
hark_connect_matching (gpointer   emitter,
                       gpointer   receiver,
                       GError   **error)
{
  const HarkClassInfo *from, *to;
  int n_connected = 0;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  from = hark_object_get_seat (emitter)->info;
  to = hark_object_get_seat (receiver)->info;
  for (guint i = 0; i < from->n_events; i++)
    {
      const HarkSlotInfo *slot = find_matching (to, from->events[i]);

      if (slot != NULL && !check_signatures (from->events[i], slot, error))
        return -1;
    }
  for (guint i = 0; i < from->n_events; i++)
    {
      const HarkSlotInfo *slot = find_matching (to, from->events[i]);

      if (slot == NULL)
        continue;
      if (connect (emitter, from->events[i], receiver, slot, error) == NULL)
        return -1;
      n_connected++;
    }
  return n_connected;
}
