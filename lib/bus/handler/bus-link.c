/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A link between two buses of one process is a handler of the one that publishes on the other, inside
 * hark_bus_publish(): the message stays what it is, and is handled on either side by the same thread's doing. It is a connection
 * from bus to bus, so it ends with either. */

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"
#include "bus/message/trail-private.h"

static gboolean
carry (HarkHandler  *handler,
       HarkMessage  *message,
       HarkTrail   **trail)
{
  HarkRouter *other = handler->data;
  g_autoptr(GError) error = NULL;
  gboolean is_taken = FALSE;

  if (*trail == NULL)
    *trail = hark_trail_new (handler->router);
  if (!hark_trail_visit (*trail, other))
    return FALSE;
  if (hark_router_publish_from (other, message, *trail, &is_taken, &error))
    return is_taken;
  if (g_error_matches (error, HARK_ERROR, HARK_ERROR_CLOSED))
    return FALSE;
  hark_router_fail (handler->router, handler->name, message, error);
  return TRUE;
}

static void
forget (gpointer data)
{
  hark_router_unref (data);
}

HarkConnection *
hark_bus_link (HarkBus            *self,
               const char *const  *topics,
               const char         *name,
               HarkBus            *other,
               GError            **error)
{
  HarkHandlerPlan plan = { .kind = HARK_HANDLER_INLINE, .topics = topics, .name = name, .noun = "link",
                           .take = carry, .destroy = forget };

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (HARK_IS_LINKED_BUS (other), NULL);

  if (self == other)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "A bus cannot be linked to itself");
      return NULL;
    }
  if (!hark_object_is_of_process (HARK_OBJECT (other), error))
    return NULL;
  plan.data = hark_router_ref (hark_bus_get_router (other));
  return hark_handler_new (self, other, &plan, error);
}
