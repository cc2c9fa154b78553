/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the rooms above plug in: a seat becomes a remote when something that
 * makes remotes takes it on. */

#include "object/connection/connection-private.h"
#include "object/connection/outlets-private.h"
#include "object/seat/remote-private.h"

G_DEFINE_INTERFACE (HarkRemoteMaker, hark_remote_maker, G_TYPE_OBJECT)

static void
hark_remote_maker_default_init (HarkRemoteMakerInterface *iface)
{
}

void
hark_seat_make_remote (HarkSeat   *seat,
                       HarkBus    *bus,
                       const char *name)
{
  g_return_if_fail (HARK_IS_REMOTE_MAKER (bus));
  g_return_if_fail (name != NULL);

  HARK_REMOTE_MAKER_GET_IFACE (bus)->make_remote (HARK_REMOTE_MAKER (bus), seat, name);
}

void
hark_seat_set_remote (HarkSeat   *seat,
                      HarkRemote *remote)
{
  hark_seat_ensure_annex (seat)->remote = remote;
  atomic_fetch_or (&seat->anchor->marks, HARK_ANCHOR_REMOTE);
  /* Emitting takes the way on which it is refused. */
  __atomic_store_n (&seat->heard, ~(guint64) 0, __ATOMIC_SEQ_CST);
}

void
hark_object_set_delivery (HarkObject   *object,
                          HarkDelivery  delivery)
{
  HarkRemote *remote;

  g_return_if_fail (HARK_IS_OBJECT (object));
  g_return_if_fail (hark_object_is_remote (object));
  g_return_if_fail ((guint) delivery <= HARK_DELIVERY_BLOCK);

  remote = hark_seat_get_remote (hark_object_get_seat (object));
  remote->funcs->set_delivery (remote, delivery);
}

gboolean
hark_seat_is_listened_to (HarkSeat            *seat,
                          const HarkEventInfo *event)
{
  return hark_outlets_is_heard (seat->anchor, event->index);
}

void
hark_seat_fail_next (HarkSeat     *seat,
                     const GError *reason)
{
  g_autoptr(GPtrArray) outbound = hark_outlets_list (seat->anchor);

  for (guint i = 0; i < outbound->len; i++)
    {
      HarkConnection *connection = g_ptr_array_index (outbound, i);

      if (connection->kind == HARK_CONNECTION_NEXT)
        hark_future_reject (connection->tail->future, g_error_copy (reason));
      else if (connection->kind == HARK_CONNECTION_STREAM)
        hark_buffer_end (connection->tail->buffer, g_error_copy (reason));
      else
        continue;
      hark_connection_end (connection, HARK_CONNECTION_ENDED);
    }
}
