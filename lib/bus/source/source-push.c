/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is pushed into a source, by whoever: it goes through the converters, and what is left to all buses. */

#include "bus/message/trail-private.h"
#include "bus/source/source-private.h"

/* (transfer full) (nullable): what is left of @message. */
static HarkMessage *
convert (HarkSource   *self,
         HarkMessage  *message,
         GError      **error)
{
  HarkMessage *next = hark_message_ref (message);
  GError *own_error = NULL;

  for (guint i = 0; next != NULL && i < self->converters->len; i++)
    {
      const HarkConverter *converter = &g_array_index (self->converters, HarkConverter, i);
      HarkMessage *before = next;

      next = converter->func (before, converter->data, &own_error);
      hark_message_unref (before);
      if (own_error != NULL)
        g_clear_pointer (&next, hark_message_unref);
    }
  if (own_error != NULL)
    g_propagate_error (error, own_error);
  return next;
}

/* (transfer full) (nullable): its buses, if it runs. */
static GPtrArray *
dup_routers (HarkSource  *self,
             GError     **error)
{
  GPtrArray *routers = NULL;
  HarkSourceState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  if (state == HARK_SOURCE_RUNNING)
    {
      routers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_router_unref);
      for (guint i = 0; i < self->routers->len; i++)
        g_ptr_array_add (routers, hark_router_ref (self->routers->pdata[i]));
    }
  g_mutex_unlock (&self->lock);

  if (state == HARK_SOURCE_NEW)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_REFUSED,
                         "The source was not started: start it, or the sources of its bus, first");
  else if (state == HARK_SOURCE_CLOSED)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The source is closed");
  return routers;
}

static gboolean
publish (GPtrArray    *routers,
         HarkMessage  *message,
         GError      **error)
{
  HarkTrail *trail = NULL;
  gboolean fits = TRUE;
  GError *failure = NULL;

  for (guint i = 0; i < routers->len; i++)
    {
      HarkRouter *router = routers->pdata[i];
      gboolean is_new = TRUE;

      /* They may be linked. */
      if (routers->len > 1 && trail == NULL)
        trail = hark_trail_new (router);
      else if (trail != NULL)
        is_new = hark_trail_visit (trail, router);
      if (is_new && !hark_router_publish_from (router, message, trail, NULL, fits ? &failure : NULL))
        fits = FALSE;
    }
  hark_trail_unref (trail);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return fits;
}

gboolean
hark_source_push (HarkSource   *self,
                  HarkMessage  *message,
                  GError      **error)
{
  g_autoptr(GPtrArray) routers = NULL;
  g_autoptr(HarkMessage) converted = NULL;
  GError *own_error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  routers = dup_routers (self, error);
  if (routers == NULL)
    return FALSE;
  converted = convert (self, message, &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }
  return converted == NULL || publish (routers, converted, error);
}
