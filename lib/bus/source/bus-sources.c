/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The sources of a bus, in the order of adding: started one after the other, or none, and let go of the other way
 * round; the last bus of a source closes it. */

#include "bus/source/source-private.h"
#include "bus/state-private.h"

static gboolean
join (HarkSource  *self,
      HarkRouter  *router,
      GError     **error)
{
  HarkSourceState state;
  gboolean is_there;

  g_mutex_lock (&self->lock);
  state = self->state;
  is_there = g_ptr_array_find (self->routers, router, NULL);
  if (state == HARK_SOURCE_NEW && !is_there)
    g_ptr_array_add (self->routers, hark_router_ref (router));
  g_mutex_unlock (&self->lock);

  if (state != HARK_SOURCE_NEW)
    g_set_error_literal (error, HARK_ERROR, state == HARK_SOURCE_CLOSED ? HARK_ERROR_CLOSED : HARK_ERROR_REFUSED,
                         state == HARK_SOURCE_CLOSED ? "The source is closed: make another one"
                                                     : "The source has been started: add it to its buses before");
  else if (is_there)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_EXISTS, "The source feeds this bus already");
  return state == HARK_SOURCE_NEW && !is_there;
}

/* Closes it if that was its last bus. */
static void
leave (HarkSource *self,
       HarkRouter *router)
{
  gboolean is_last;

  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->routers, router);
  is_last = self->routers->len == 0;
  g_mutex_unlock (&self->lock);
  if (is_last)
    hark_source_close (self);
}

gboolean
hark_bus_add_source (HarkBus     *self,
                     HarkSource  *source,
                     GError     **error)
{
  HarkRouter *router;
  gboolean is_open;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (source != NULL, FALSE);

  router = hark_bus_get_router (self);
  if (!join (source, router, error))
    return FALSE;

  g_mutex_lock (&router->lock);
  is_open = !atomic_load (&router->is_closed);
  if (is_open)
    g_ptr_array_add (router->sources, hark_source_ref (source));
  g_mutex_unlock (&router->lock);
  if (!is_open)
    {
      leave (source, router);
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended");
    }
  return is_open;
}

static void
drop_source (gpointer data)
{
  hark_source_unref (data);
}

static gpointer
copy_source (gconstpointer source,
             gpointer      data)
{
  return hark_source_ref ((HarkSource *) source);
}

/* (transfer full) (element-type HarkSource): as they are now. */
static GPtrArray *
dup_sources (HarkRouter *router)
{
  GPtrArray *sources;

  g_mutex_lock (&router->lock);
  sources = g_ptr_array_copy (router->sources, copy_source, NULL);
  g_mutex_unlock (&router->lock);
  g_ptr_array_set_free_func (sources, drop_source);
  return sources;
}

/* (transfer full) (element-type HarkSource): the router has none any more. */
static GPtrArray *
steal_sources (HarkRouter *router)
{
  GPtrArray *sources;

  g_mutex_lock (&router->lock);
  sources = router->sources;
  router->sources = g_ptr_array_new ();
  g_mutex_unlock (&router->lock);
  g_ptr_array_set_free_func (sources, drop_source);
  return sources;
}

static gboolean
is_new (HarkSource *self)
{
  gboolean is_new;

  g_mutex_lock (&self->lock);
  is_new = self->state == HARK_SOURCE_NEW;
  g_mutex_unlock (&self->lock);
  return is_new;
}

gboolean
hark_bus_start_sources (HarkBus  *self,
                        GError  **error)
{
  g_autoptr(GPtrArray) sources = NULL;
  g_autoptr(GPtrArray) started = g_ptr_array_new ();

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);

  sources = dup_sources (hark_bus_get_router (self));
  for (guint i = 0; i < sources->len; i++)
    {
      HarkSource *source = sources->pdata[i];
      gboolean was_new = is_new (source);

      if (!hark_source_start (source, error))
        {
          for (guint k = started->len; k-- > 0;)
            hark_source_close (started->pdata[k]);
          return FALSE;
        }
      if (was_new)
        g_ptr_array_add (started, source);
    }
  return TRUE;
}

void
hark_router_close_sources (HarkRouter *self)
{
  g_autoptr(GPtrArray) sources = steal_sources (self);

  for (guint i = sources->len; i-- > 0;)
    leave (sources->pdata[i], self);
}

void
hark_bus_close_sources (HarkBus *self)
{
  g_return_if_fail (HARK_IS_LINKED_BUS (self));

  hark_router_close_sources (hark_bus_get_router (self));
}
