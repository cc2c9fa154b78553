/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Ends the connections that fit a description. They are collected first, from the
 * emitter's array or, where any emitter will do, from the receiver's lists, and then
 * ended one by one with nothing locked. Others may connect or disconnect meanwhile;
 * what was there at the beginning is gone at the end. */

#include <hark/disconnect.h>

#include "object/connection/inbound-private.h"
#include "object/connection/outlets-private.h"

/* What is NULL fits all. */
typedef struct
{
  HarkAnchor          *emitter;
  GObject             *receiver;
  const HarkEventInfo *event;
  const HarkSlotInfo  *slot;
  GCallback            func;
  gconstpointer        data;   /* of @func */
  HarkConnectFlags     flags;  /* the same */
} Description;

static gboolean
fits (const Description *self,
      HarkConnection    *connection)
{
  const HarkSite *site = connection->site;

  if (connection->kind != HARK_CONNECTION_SLOT && connection->kind != HARK_CONNECTION_FUNC)
    return FALSE;
  /* As long as it is connected, there is no other object of that address. */
  if (self->receiver != NULL && connection->receiver->object != self->receiver)
    return FALSE;
  if (self->event != NULL && site->event != self->event)
    return FALSE;
  if (self->slot != NULL && site->slot != self->slot)
    return FALSE;
  return self->func == NULL
         || (connection->kind == HARK_CONNECTION_FUNC && connection->tail->func == self->func
             && (connection->tail->data == self->data || (site->flags & HARK_CONNECT_OWN_DATA) == 0)
             && ((site->flags ^ self->flags) & HARK_CONNECT_OWN_DATA) == 0);
}

static guint
disconnect (const Description *self)
{
  GPtrArray *all = self->emitter != NULL ? hark_outlets_list (self->emitter)
                                         : hark_inbound_list (self->receiver);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    if (fits (self, g_ptr_array_index (all, i))
        && hark_connection_end (g_ptr_array_index (all, i), HARK_CONNECTION_ENDED))
      n++;
  g_ptr_array_unref (all);
  return n;
}

guint
hark_disconnect_slot (gpointer             emitter,
                      const HarkEventInfo *event,
                      gpointer             receiver,
                      const HarkSlotInfo  *slot)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), 0);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), 0);

  return disconnect (&(Description) { .emitter = hark_object_get_seat (emitter)->anchor,
                                      .receiver = receiver,
                                      .event = event,
                                      .slot = slot });
}

guint
hark_disconnect_func (gpointer             emitter,
                      const HarkEventInfo *event,
                      gpointer             context,
                      GCallback            func,
                      gconstpointer        data,
                      HarkConnectFlags     flags)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), 0);
  g_return_val_if_fail (G_IS_OBJECT (context), 0);
  g_return_val_if_fail (func != NULL, 0);

  return disconnect (&(Description) { .emitter = hark_object_get_seat (emitter)->anchor,
                                      .receiver = context,
                                      .event = event,
                                      .func = func,
                                      .data = data,
                                      .flags = flags });
}

guint
hark_disconnect_event (gpointer             emitter,
                       const HarkEventInfo *event)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), 0);

  return disconnect (&(Description) { .emitter = hark_object_get_seat (emitter)->anchor, .event = event });
}

guint
hark_disconnect_emitter (gpointer emitter)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), 0);

  return disconnect (&(Description) { .emitter = hark_object_get_seat (emitter)->anchor });
}

guint
hark_disconnect_receiver (gpointer receiver)
{
  g_return_val_if_fail (G_IS_OBJECT (receiver), 0);

  return disconnect (&(Description) { .receiver = receiver });
}

guint
hark_disconnect_between (gpointer emitter,
                         gpointer receiver)
{
  g_return_val_if_fail (HARK_IS_OBJECT (emitter), 0);
  g_return_val_if_fail (G_IS_OBJECT (receiver), 0);

  return disconnect (&(Description) { .emitter = hark_object_get_seat (emitter)->anchor, .receiver = receiver });
}
