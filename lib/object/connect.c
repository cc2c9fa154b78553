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
  HarkConnection *self;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_INLINE) == 0, NULL);
  g_return_val_if_fail ((site->flags & HARK_CONNECT_FILTERED) == 0 || filter != NULL, NULL);
  g_return_val_if_fail ((site->slot->flags & HARK_SLOT_IS_EVENT) == 0 || !hark_object_is_remote (receiver), NULL);

  self = hark_connection_new (site, HARK_CONNECTION_SLOT, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (receiver), filter, NULL, NULL, FALSE);
  if (self != NULL)
    hark_connection_unref (self); /* the array's reference stays */
  return self;
}

HarkConnection *
hark_connect_func (const HarkSite *site,
                   gpointer        emitter,
                   gpointer        context,
                   GCallback       func,
                   gpointer        data,
                   GDestroyNotify  destroy)
{
  HarkConnection *self;

  g_return_val_if_fail (HARK_IS_OBJECT (emitter), NULL);
  g_return_val_if_fail (G_IS_OBJECT (context), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = hark_connection_new (site, HARK_CONNECTION_FUNC, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (context), func, data, destroy, FALSE);
  if (self != NULL)
    hark_connection_unref (self);
  return self;
}

HarkConnection *
hark_connect_raw (const HarkEventInfo *event,
                  gpointer             emitter,
                  gpointer             context,
                  HarkRawFunc          func,
                  gpointer             data,
                  GDestroyNotify       destroy)
{
  HarkSite *site = g_new0 (HarkSite, 1);

  site->event = event;
  return hark_connection_new (site, HARK_CONNECTION_RAW, hark_object_get_seat (emitter)->anchor,
                              hark_anchor_dup_for_object (context), G_CALLBACK (func), data, destroy, TRUE);
}

gpointer
hark_dup_sender (void)
{
  if (hark_frame == NULL || hark_frame->connection == NULL
      || (hark_frame->connection->site->flags & HARK_CONNECT_SENDER) == 0)
    return NULL;
  return hark_anchor_dup_object (hark_frame->connection->emitter);
}
