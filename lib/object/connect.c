/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the macros of hark/connection.h and the rooms above call to connect. The
 * connection's own reference is the emitter's array's; what users get is
 * borrowed from there. */

#include "object/connection-private.h"

HarkConnection *
hark_connect_slot (const HarkSite *site,
                   gpointer        emitter,
                   gpointer        receiver)
{
  return hark_connect_filtered (site, emitter, receiver, NULL);
}

HarkConnection *
hark_connect_filtered (const HarkSite *site,
                       gpointer        emitter,
                       gpointer        receiver,
                       GCallback       filter)
{
  const HarkConnectionTail tail = { .func = filter };

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_INLINE) == 0, NULL);
  g_return_val_if_fail (hark_connect_flags_are_sound (site->flags), NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_FILTERED) == 0 || filter != NULL, NULL);
  g_return_val_if_fail ((site->slot->flags & HARK_SLOT_IS_EVENT) == 0 || !hark_object_is_remote (receiver), NULL);

  return hark_connection_new (site, HARK_CONNECTION_SLOT, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (receiver), filter != NULL ? &tail : NULL, FALSE);
}

HarkConnection *
hark_connect_func (const HarkSite *site,
                   gpointer        emitter,
                   gpointer        context,
                   GCallback       func,
                   gpointer        data,
                   GDestroyNotify  destroy)
{
  const HarkConnectionTail tail = { .func = func, .data = data, .destroy = destroy };

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (G_IS_OBJECT (context), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (hark_connect_flags_are_sound (site->flags), NULL);

  return hark_connection_new (site, HARK_CONNECTION_FUNC, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (context), &tail, FALSE);
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

  return hark_connection_new (hark_site_new (event, NULL, HARK_CONNECT_DEFAULT), HARK_CONNECTION_RAW,
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
