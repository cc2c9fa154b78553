/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the macros of hark/connection.h and the rooms above call to connect. The
 * connection's own reference is the emitter's array's; what users get is
 * borrowed from there. */

#include "base/fork-private.h"
#include "object/connection/bounds-private.h"

static GMutex raw_sites_lock;
static GHashTable *raw_sites;

HARK_FORK_GUARD (raw_sites_lock, NULL)

HarkConnection *
hark_connect_slot (const HarkSite *site,
                   gpointer        emitter,
                   gpointer        receiver)
{
  return hark_connect_filtered (site, emitter, receiver, NULL);
}

/* (nullable) (transfer none): of an object that the compiler has seen to be of that class,
 * which saves asking GObject. */
static HarkAnchor *
anchor_of (gpointer             object,
           const HarkClassInfo *info)
{
  HarkSeat *seat = (HarkSeat *) ((char *) object + info->seat_offset);

  return G_LIKELY (object != NULL && seat->info == info) ? seat->anchor : NULL;
}

HarkConnection *
hark_connect_filtered (const HarkSite *site,
                       gpointer        emitter,
                       gpointer        receiver,
                       GCallback       filter)
{
  const HarkConnectionTail tail = { .func = filter };
  HarkAnchor *from = anchor_of (emitter, site->event->owner);
  HarkAnchor *to = anchor_of (receiver, site->slot->owner);

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_INLINE) == 0, NULL);
  g_return_val_if_fail (hark_connect_flags_are_sound (site->flags), NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_FILTERED) == 0 || filter != NULL, NULL);
  g_return_val_if_fail ((site->slot->flags & HARK_SLOT_IS_EVENT) == 0 || hark_seat_get_remote (to->seat) == NULL, NULL);

  if (!hark_site_is_sound (site))
    return NULL;
  return hark_connection_new (site, HARK_CONNECTION_SLOT, from, hark_anchor_ref (to),
                              filter != NULL ? &tail : NULL, FALSE);
}

HarkConnection *
hark_connect_func (const HarkSite *site,
                   gpointer        emitter,
                   gpointer        context,
                   GCallback       func,
                   gpointer        data,
                   GDestroyNotify  destroy)
{
  const HarkConnectionTail tail = {
    .func = func,
    .data = site->flags & HARK_CONNECT_OWN_DATA ? data : context,
    .destroy = destroy,
  };
  HarkAnchor *from = anchor_of (emitter, site->event->owner);

  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (G_IS_OBJECT (context), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (hark_connect_flags_are_sound (site->flags), NULL);

  if (!hark_site_is_sound (site))
    return NULL;
  return hark_connection_new (site, HARK_CONNECTION_FUNC, from,
                              hark_anchor_dup_for_object (context), &tail, FALSE);
}

/* One for each event, as classes stay as well: who has very many connections has but few of these. */
static const HarkSite *
raw_site_of (const HarkEventInfo *event)
{
  HarkSite *site;

  g_mutex_lock (&raw_sites_lock);
  if (raw_sites == NULL)
    raw_sites = g_hash_table_new (NULL, NULL);
  site = g_hash_table_lookup (raw_sites, event);
  if (site == NULL)
    {
      site = g_new0 (HarkSite, 1);
      site->event = event;
      g_hash_table_insert (raw_sites, (gpointer) event, site);
    }
  g_mutex_unlock (&raw_sites_lock);
  return site;
}

HarkConnection *
hark_connect_raw (const HarkEventInfo *event,
                  gpointer             emitter,
                  gpointer             context,
                  HarkRawFunc          func,
                  gpointer             data,
                  GDestroyNotify       destroy)
{
  const HarkConnectionTail tail = { .raw = func, .data = data, .destroy = destroy };

  return hark_connection_new (raw_site_of (event), HARK_CONNECTION_RAW,
                              hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (context), &tail, TRUE);
}

gpointer
hark_dup_sender (void)
{
  if (hark_frame == NULL || hark_frame->connection == NULL
      || (hark_frame->connection->site->flags & HARK_CONNECT_SENDER) == 0)
    return NULL;
  return hark_anchor_dup_object (hark_frame->connection->emitter);
}
