/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From names to what can be connected. What the compiler checks elsewhere is
 * checked here when it runs, with the same words. Nothing is kept; connecting and
 * disconnecting (by-name.c) is for others. */

#include "object/connection/connection-private.h"
#include "object/connection/lookup-private.h"

const HarkEventInfo *
hark_class_info_find_event (const HarkClassInfo *info,
                            const char          *name)
{
  for (guint i = 0; i < info->n_events; i++)
    if (g_str_equal (info->events[i]->name, name))
      return info->events[i];
  return NULL;
}

/* (nullable): a slot, or an event as a target. */
static const HarkSlotInfo *
find_target (const HarkClassInfo *info,
             const char          *name)
{
  const HarkEventInfo *event;

  for (guint i = 0; i < info->n_slots; i++)
    if (g_str_equal (info->slots[i]->name, name))
      return info->slots[i];
  event = hark_class_info_find_event (info, name);
  return event != NULL ? event->target : NULL;
}

static gboolean
check_pair (const HarkEventInfo  *event,
            gpointer              receiver,
            const HarkSlotInfo   *slot,
            GError              **error)
{
  if (event->signature->fingerprint != slot->signature->fingerprint
      || !g_str_equal (event->signature->name, slot->signature->name))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH, "cannot connect %s (%s) to %s (%s)",
                   event->text, event->location, slot->text, slot->location);
      return FALSE;
    }
  if (slot->flags & HARK_SLOT_IS_EVENT && hark_object_is_remote (receiver))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "cannot connect %s to %s of a remote: only the object it stands for emits it",
                   event->text, slot->text);
      return FALSE;
    }
  return TRUE;
}

const HarkEventInfo *
hark_event_find (gpointer     emitter,
                 const char  *name,
                 GError     **error)
{
  const HarkClassInfo *info = hark_object_get_seat (emitter)->info;
  const HarkEventInfo *event = hark_class_info_find_event (info, name);

  if (event == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "%s (%s) has no event '%s'",
                 info->name, info->location, name);
  return event;
}

const HarkSlotInfo *
hark_slot_find (gpointer     receiver,
                const char  *name,
                GError     **error)
{
  const HarkClassInfo *info = hark_object_get_seat (receiver)->info;
  const HarkSlotInfo *slot = find_target (info, name);

  if (slot == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "%s (%s) has no slot '%s'",
                 info->name, info->location, name);
  return slot;
}

gboolean
hark_pair_find (HarkPair    *self,
                gpointer     emitter,
                const char  *event_name,
                gpointer     receiver,
                const char  *slot_name,
                GError     **error)
{
  g_autofree char *by_convention = slot_name == NULL ? g_strconcat ("on_", event_name, NULL) : NULL;
  const char *name = slot_name != NULL ? slot_name : by_convention;
  const HarkEventInfo *event = hark_event_find (emitter, event_name, error);
  const HarkSlotInfo *slot;

  if (event == NULL)
    return FALSE;
  slot = hark_slot_find (receiver, name, error);
  if (slot == NULL || !check_pair (event, receiver, slot, error))
    return FALSE;

  *self = (HarkPair) { event, slot };
  return TRUE;
}

GArray *
hark_pairs_find (gpointer            emitter,
                 const char *const  *events,
                 gpointer            receiver,
                 const char *const  *slots,
                 GError            **error)
{
  guint n = g_strv_length ((char **) events);
  g_autoptr(GArray) pairs = g_array_new (FALSE, FALSE, sizeof (HarkPair));

  if (slots != NULL && g_strv_length ((char **) slots) != n)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "cannot connect %u events to %u slots",
                   n, g_strv_length ((char **) slots));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      HarkPair pair;

      if (!hark_pair_find (&pair, emitter, events[i], receiver, slots != NULL ? slots[i] : NULL, error))
        return NULL;
      g_array_append_val (pairs, pair);
    }
  return g_steal_pointer (&pairs);
}

GArray *
hark_pairs_match (gpointer     emitter,
                  gpointer     receiver,
                  const char  *prefix,
                  GError     **error)
{
  const HarkClassInfo *from = hark_object_get_seat (emitter)->info;
  const HarkClassInfo *to = hark_object_get_seat (receiver)->info;
  g_autoptr(GArray) pairs = g_array_new (FALSE, FALSE, sizeof (HarkPair));

  for (guint i = 0; i < from->n_events; i++)
    {
      g_autofree char *name = g_strconcat (prefix, from->events[i]->name, NULL);
      HarkPair pair = { from->events[i], find_target (to, name) };

      if (pair.slot == NULL)
        continue;
      if (!check_pair (pair.event, receiver, pair.slot, error))
        return NULL;
      g_array_append_val (pairs, pair);
    }
  return g_steal_pointer (&pairs);
}
