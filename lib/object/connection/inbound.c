/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What ends at an object: a list through the connections themselves, under the
 * receiver's lock. A connection in it is alive, for the emitter's array drops its
 * reference only after it has left; and so is the receiver, which is torn down
 * only once its list is empty. */

#include "object/connection/inbound-private.h"

gboolean
hark_inbound_add (HarkConnection *connection)
{
  HarkAnchor *receiver = connection->receiver;
  gboolean is_open;

  hark_lock (&receiver->lock);
  is_open = hark_anchor_get_state (receiver) == HARK_ANCHOR_OPEN;
  if (is_open)
    {
      connection->next = receiver->inbound;
      if (connection->next != NULL)
        connection->next->link = &connection->next;
      connection->link = &receiver->inbound;
      receiver->inbound = connection;
    }
  hark_unlock (&receiver->lock);
  return is_open;
}

/* Called with the lock. */
static void
take_out (HarkConnection *connection)
{
  if (connection->link == NULL)
    return;

  if ((connection->site->flags & HARK_CONNECT_INLINE) && connection->kind != HARK_CONNECTION_NEXT)
    connection->tail->kept = g_object_ref (connection->receiver->object);

  *connection->link = connection->next;
  if (connection->next != NULL)
    connection->next->link = connection->link;
  connection->link = NULL;
  connection->next = NULL;
}

void
hark_inbound_remove (HarkConnection *connection)
{
  HarkAnchor *receiver = connection->receiver;

  hark_lock (&receiver->lock);
  take_out (connection);
  hark_unlock (&receiver->lock);
}

HarkConnection *
hark_inbound_take (HarkAnchor *receiver)
{
  HarkConnection *connection;

  hark_lock (&receiver->lock);
  connection = receiver->inbound;
  if (connection != NULL)
    {
      hark_connection_ref (connection);
      take_out (connection);
    }
  hark_unlock (&receiver->lock);
  return connection;
}

GPtrArray *
hark_inbound_list (GObject *receiver)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_connection_unref);
  GPtrArray *anchors = hark_anchors_list (receiver);

  for (guint i = 0; i < anchors->len; i++)
    {
      HarkAnchor *anchor = g_ptr_array_index (anchors, i);

      if (hark_anchor_is_inherited (anchor))
        continue;
      hark_lock (&anchor->lock);
      for (HarkConnection *each = anchor->inbound; each != NULL; each = each->next)
        g_ptr_array_add (list, hark_connection_ref (each));
      hark_unlock (&anchor->lock);
    }
  g_ptr_array_unref (anchors);
  return list;
}
