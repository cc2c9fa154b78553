/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The ways to become a handler, and to end one by its name. */

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"
#include "object/connection/lookup-private.h"

/* With a function. @topics, @name, @pool: (nullable) */
static HarkConnection *
subscribe (HarkBus            *self,
           HarkHandlerKind     kind,
           const char *const  *topics,
           const char         *name,
           HarkThreadPool     *pool,
           gpointer            context,
           HarkMessageFunc     func,
           gpointer            data,
           GDestroyNotify      destroy,
           GError            **error)
{
  const HarkHandlerPlan plan = { .kind = kind, .topics = topics, .name = name, .pool = pool,
                                 .func = func, .data = data, .destroy = destroy };

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (G_IS_OBJECT (context), NULL);
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail ((pool != NULL) == (kind == HARK_HANDLER_POOL), NULL);

  return hark_handler_new (self, context, &plan, error);
}

HarkConnection *
hark_bus_subscribe (HarkBus            *self,
                    const char *const  *topics,
                    const char         *name,
                    gpointer            context,
                    HarkMessageFunc     func,
                    gpointer            data,
                    GDestroyNotify      destroy,
                    GError            **error)
{
  return subscribe (self, HARK_HANDLER_FUNC, topics, name, NULL, context, func, data, destroy, error);
}

HarkConnection *
hark_bus_subscribe_task (HarkBus            *self,
                         const char *const  *topics,
                         const char         *name,
                         gpointer            context,
                         HarkMessageFunc     func,
                         gpointer            data,
                         GDestroyNotify      destroy,
                         GError            **error)
{
  return subscribe (self, HARK_HANDLER_TASK, topics, name, NULL, context, func, data, destroy, error);
}

HarkConnection *
hark_bus_subscribe_pool (HarkBus            *self,
                         const char *const  *topics,
                         const char         *name,
                         HarkThreadPool     *pool,
                         gpointer            context,
                         HarkMessageFunc     func,
                         gpointer            data,
                         GDestroyNotify      destroy,
                         GError            **error)
{
  return subscribe (self, HARK_HANDLER_POOL, topics, name, pool, context, func, data, destroy, error);
}

HarkConnection *
hark_bus_add_filter (HarkBus          *self,
                     const char       *name,
                     HarkMessageFunc   func,
                     gpointer          data,
                     GDestroyNotify    destroy,
                     GError          **error)
{
  return subscribe (self, HARK_HANDLER_FILTER, NULL, name, NULL, self, func, data, destroy, error);
}

HarkConnection *
hark_bus_subscribe_target (HarkBus             *self,
                           const char *const   *topics,
                           const char          *name,
                           gpointer             receiver,
                           const HarkSlotInfo  *slot,
                           GError             **error)
{
  const HarkHandlerPlan plan = { .kind = HARK_HANDLER_SLOT, .topics = topics, .name = name, .slot = slot };

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail (slot != NULL, NULL);

  if (slot->flags & HARK_SLOT_IS_EVENT && hark_object_is_remote (receiver))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "cannot subscribe %s of a remote: only the object it stands for emits it", slot->text);
      return NULL;
    }
  return hark_handler_new (self, receiver, &plan, error);
}

HarkConnection *
hark_bus_subscribe_slot (HarkBus            *self,
                         const char *const  *topics,
                         const char         *name,
                         HarkObject         *receiver,
                         const char         *slot,
                         GError            **error)
{
  const HarkSlotInfo *target;

  g_return_val_if_fail (HARK_IS_OBJECT (receiver), NULL);
  g_return_val_if_fail (slot != NULL, NULL);

  target = hark_slot_find (receiver, slot, error);
  return target != NULL ? hark_bus_subscribe_target (self, topics, name, receiver, target, error) : NULL;
}

gboolean
hark_bus_remove_handler (HarkBus    *self,
                         const char *name)
{
  g_autoptr(HarkConnection) connection = NULL;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), NULL))
    return FALSE;
  connection = hark_router_dup_handler (hark_bus_get_router (self), name);
  if (connection != NULL)
    hark_connection_disconnect (connection);
  return connection != NULL;
}

char *
hark_bus_dup_handler_name (HarkBus        *self,
                           HarkConnection *handler)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail (handler != NULL, NULL);

  if (!hark_object_is_of_process (HARK_OBJECT (self), NULL))
    return NULL;
  return hark_router_dup_name (hark_bus_get_router (self), handler);
}
