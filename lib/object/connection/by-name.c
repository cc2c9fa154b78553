/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connecting and disconnecting by name. All names are looked up first; what is
 * then connected has both ends in common, so that if one of them ends meanwhile,
 * nothing of it is left. */

#include <hark/by-name.h>
#include <hark/disconnect.h>

#include "base/slab-private.h"
#include "object/connection/bounds-private.h"
#include "object/connection/lookup-private.h"

static HarkConnection *
connect (gpointer               emitter,
         gpointer               receiver,
         const HarkPair        *pair,
         HarkConnectFlags       flags,
         const HarkQueueInfo   *queue,
         GError               **error)
{
  HarkSite *site = hark_site_new (pair->event, pair->slot, flags);
  HarkConnection *self;

  if (queue != NULL)
    {
      site->queue = *queue;
      site->queue.key = g_intern_string (queue->key); /* which may be gone before the site */
    }
  if (!hark_site_check (site, error))
    {
      hark_slab_free (site);
      return NULL;
    }
  if (!hark_object_is_of_process (emitter, error) || !hark_object_is_of_process (receiver, error))
    {
      hark_slab_free (site);
      return NULL;
    }
  self = hark_connection_new (site, HARK_CONNECTION_SLOT, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (receiver), NULL, FALSE);
  if (self == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "cannot connect %s to %s: %s has ended",
                 pair->event->text, pair->slot->text,
                 hark_object_is_closed (emitter) ? pair->event->owner->name : pair->slot->owner->name);
  return self;
}

/* @pairs: (transfer full) (nullable): none, and @error is set. */
static int
connect_all (gpointer   emitter,
             gpointer   receiver,
             GArray    *pairs,
             GError   **error)
{
  gboolean is_open = TRUE;
  guint n;

  if (pairs == NULL)
    return -1;
  for (n = 0; is_open && n < pairs->len; n++)
    is_open = connect (emitter, receiver, &g_array_index (pairs, HarkPair, n),
                       HARK_CONNECT_DEFAULT, NULL, error) != NULL;
  g_array_unref (pairs);
  return is_open ? (int) n : -1;
}

/* The same. */
static int
disconnect_all (gpointer  emitter,
                gpointer  receiver,
                GArray   *pairs)
{
  int n = 0;

  if (pairs == NULL)
    return -1;
  for (guint i = 0; i < pairs->len; i++)
    {
      const HarkPair *pair = &g_array_index (pairs, HarkPair, i);

      n += hark_disconnect_slot (emitter, pair->event, receiver, pair->slot);
    }
  g_array_unref (pairs);
  return n;
}

/* --- one --- */

HarkConnection *
hark_connect_by_name (gpointer     emitter,
                      const char  *event,
                      gpointer     receiver,
                      const char  *slot,
                      GError     **error)
{
  return hark_connect_by_name_full (emitter, event, receiver, slot, HARK_CONNECT_DEFAULT, NULL, error);
}

HarkConnection *
hark_connect_by_name_full (gpointer               emitter,
                           const char            *event,
                           gpointer               receiver,
                           const char            *slot,
                           HarkConnectFlags       flags,
                           const HarkQueueInfo   *queue,
                           GError               **error)
{
  HarkPair pair;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (event != NULL, NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail ((flags & (HARK_CONNECT_INLINE | HARK_CONNECT_OWN_DATA | HARK_CONNECT_FILTERED)) == 0, NULL);
  g_return_val_if_fail (hark_connect_flags_are_sound (flags), NULL);

  if (!hark_pair_find (&pair, emitter, event, receiver, slot, error))
    return NULL;
  return connect (emitter, receiver, &pair, flags, queue, error);
}

int
hark_disconnect_by_name (gpointer     emitter,
                         const char  *event,
                         gpointer     receiver,
                         const char  *slot,
                         GError     **error)
{
  const HarkEventInfo *info;
  HarkPair pair;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (event != NULL, -1);
  g_return_val_if_fail (receiver == NULL ? slot == NULL : HARK_IS_OBJECT (receiver), -1);

  if (receiver == NULL)
    {
      info = hark_event_find (emitter, event, error);
      return info != NULL ? (int) hark_disconnect_event (emitter, info) : -1;
    }
  if (!hark_pair_find (&pair, emitter, event, receiver, slot, error))
    return -1;
  return hark_disconnect_slot (emitter, pair.event, receiver, pair.slot);
}

/* --- many --- */

int
hark_connect_list (gpointer            emitter,
                   const char *const  *events,
                   gpointer            receiver,
                   const char *const  *slots,
                   GError            **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (events != NULL, -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return connect_all (emitter, receiver, hark_pairs_find (emitter, events, receiver, slots, error), error);
}

int
hark_disconnect_list (gpointer            emitter,
                      const char *const  *events,
                      gpointer            receiver,
                      const char *const  *slots,
                      GError            **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (events != NULL, -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return disconnect_all (emitter, receiver, hark_pairs_find (emitter, events, receiver, slots, error));
}

int
hark_connect_matching (gpointer   emitter,
                       gpointer   receiver,
                       GError   **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return connect_all (emitter, receiver, hark_pairs_match (emitter, receiver, "on_", error), error);
}

int
hark_disconnect_matching (gpointer   emitter,
                          gpointer   receiver,
                          GError   **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return disconnect_all (emitter, receiver, hark_pairs_match (emitter, receiver, "on_", error));
}

int
hark_connect_same_names (gpointer   emitter,
                         gpointer   receiver,
                         GError   **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return connect_all (emitter, receiver, hark_pairs_match (emitter, receiver, "", error), error);
}

int
hark_disconnect_same_names (gpointer   emitter,
                            gpointer   receiver,
                            GError   **error)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), -1);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), -1);

  return disconnect_all (emitter, receiver, hark_pairs_match (emitter, receiver, "", error));
}
