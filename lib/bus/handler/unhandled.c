/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of a message that no handler of its topics takes: the default handlers
 * get it; without one it is counted, and the bus does what it was told to do. */

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"

static void
end_program (gpointer bus,
             gpointer data)
{
  HarkMessage *message = data;

  g_printerr ("Hark: nobody handles message %" G_GUINT64_FORMAT " on '%s'.\n"
              "Subscribe a handler to this topic, or a default one, or tell the bus otherwise with "
              "hark_bus_set_unhandled().\n", message->id, message->topics.names[0]);
  exit (EXIT_FAILURE);
}

static void
end_unheard (gpointer message)
{
  hark_message_unref (message);
}

static void
report (HarkRouter    *self,
        HarkMessage   *message,
        HarkUnhandled  policy)
{
  g_autoptr(HarkBus) bus = (HarkBus *) hark_anchor_dup_object (self->bus);

  if (bus == NULL)
    return;
  hark_bus_emit_unhandled (bus, message->id, message->topics.names[0], message->sender);
  if (policy != HARK_UNHANDLED_FATAL)
    return;
  /* Behind what listens on the bus's own loop, as after `exception`. */
  if (hark_seat_is_heard (hark_object_get_seat (HARK_OBJECT (bus)), hark_bus_unhandled__source.index))
    hark_post_func (bus, end_program, hark_message_ref (message), end_unheard);
  else
    end_program (bus, message);
}

gboolean
hark_router_fall_back (HarkRouter   *self,
                       HarkMessage  *message,
                       HarkTrail   **trail)
{
  HarkRoutes *fallbacks = hark_roster_dup (&self->fallbacks);
  guint n_taken = fallbacks != NULL ? hark_routes_deliver (fallbacks, message, trail) : 0;

  hark_routes_unref (fallbacks);
  return n_taken > 0;
}

void
hark_router_miss (HarkRouter  *self,
                  HarkMessage *message)
{
  HarkUnhandled policy;

  atomic_fetch_add_explicit (&self->n_unhandled, 1, memory_order_relaxed);
  policy = atomic_load (&self->unhandled);
  if (policy != HARK_UNHANDLED_COUNT && (policy != HARK_UNHANDLED_REJECT || atomic_load (&message->request) == NULL))
    report (self, message, policy);
}

/* --- the public face --- */

void
hark_bus_set_unhandled (HarkBus       *self,
                        HarkUnhandled  policy)
{
  g_return_if_fail (HARK_IS_LINKED_BUS (self));
  g_return_if_fail (policy <= HARK_UNHANDLED_FATAL);

  atomic_store (&hark_bus_get_router (self)->unhandled, policy);
}

void
hark_bus_get_stats (HarkBus      *self,
                    HarkBusStats *stats)
{
  HarkRouter *router;

  g_return_if_fail (HARK_IS_LINKED_BUS (self));
  g_return_if_fail (stats != NULL);

  router = hark_bus_get_router (self);
  *stats = (HarkBusStats) {
    .n_unhandled = atomic_load (&router->n_unhandled),
    .n_failed = atomic_load (&router->n_failed),
    .n_dropped = atomic_load (&router->n_dropped),
    .n_consumed = atomic_load (&router->n_consumed),
  };
}
