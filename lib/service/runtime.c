/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a runtime consists of: its loops, and its services in order. It is filled
 * before it is run (conduct.c), and stays on the thread that made it. Only stop() comes from
 * elsewhere, and settles a future. */

#include <hark/error.h>

#include "service/runtime-private.h"

G_DEFINE_FINAL_TYPE (HarkRuntime, hark_runtime, G_TYPE_OBJECT)

static void
hark_runtime_finalize (GObject *object)
{
  HarkRuntime *self = HARK_RUNTIME (object);

  g_ptr_array_unref (self->services);
  g_clear_object (&self->bus);
  g_ptr_array_unref (self->loops);
  hark_kinds_free (self->kinds);
  hark_future_unref (self->stop);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (hark_runtime_parent_class)->finalize (object);
}

static void
hark_runtime_class_init (HarkRuntimeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_runtime_finalize;
}

static void
hark_runtime_init (HarkRuntime *self)
{
  HarkLoop *loop = hark_loop_new ("main");

  self->loops = g_ptr_array_new_with_free_func (g_object_unref);
  self->services = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_supervision_free);
  g_ptr_array_add (self->loops, loop);
  self->bus = hark_bus_new (loop);
  self->kinds = hark_kinds_new ();
  self->stop = hark_future_new (NULL);
  self->deadline = 10 * G_TIME_SPAN_SECOND;
  self->shortest = 100 * G_TIME_SPAN_MILLISECOND;
  self->longest = 30 * G_TIME_SPAN_SECOND;
}

HarkRuntime *
hark_runtime_new (void)
{
  return g_object_new (HARK_TYPE_RUNTIME, NULL);
}

HarkBus *
hark_runtime_get_bus (HarkRuntime *self)
{
  g_return_val_if_fail (HARK_IS_RUNTIME (self), NULL);

  return self->bus;
}

/* --- what it consists of --- */

static gboolean
is_open (HarkRuntime  *self,
         const char   *what,
         const char   *name,
         GError      **error)
{
  if (!self->has_run)
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_REFUSED,
               "%s %s cannot be added: the runtime has been run; add it before, or make another runtime",
               what, name);
  return FALSE;
}

HarkLoop *
hark_runtime_get_loop (HarkRuntime *self,
                       const char  *name)
{
  g_return_val_if_fail (HARK_IS_RUNTIME (self), NULL);

  for (guint i = 0; i < self->loops->len; i++)
    if (g_strcmp0 (hark_loop_get_name (self->loops->pdata[i]), name) == 0)
      return self->loops->pdata[i];
  return NULL;
}

HarkLoop *
hark_runtime_add_loop (HarkRuntime  *self,
                       const char   *name,
                       gboolean      has_thread,
                       GError      **error)
{
  HarkLoop *loop;

  g_return_val_if_fail (HARK_IS_RUNTIME (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!is_open (self, "loop", name, error))
    return NULL;
  if (hark_runtime_get_loop (self, name) != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
                   "the runtime has a loop %s already: give each its own name", name);
      return NULL;
    }
  loop = has_thread ? hark_loop_new_thread (name) : hark_loop_new (name);
  g_ptr_array_add (self->loops, loop);
  return loop;
}

HarkService *
hark_runtime_get_service (HarkRuntime *self,
                          const char  *name)
{
  g_return_val_if_fail (HARK_IS_RUNTIME (self), NULL);

  for (guint i = 0; i < self->services->len; i++)
    {
      HarkSupervision *supervision = self->services->pdata[i];

      if (g_strcmp0 (hark_service_get_name (supervision->service), name) == 0)
        return supervision->service;
    }
  return NULL;
}

gboolean
hark_runtime_add (HarkRuntime        *self,
                  HarkService        *service,
                  HarkFailurePolicy   policy,
                  GError            **error)
{
  const char *name;

  g_return_val_if_fail (HARK_IS_RUNTIME (self), FALSE);
  g_return_val_if_fail (HARK_IS_SERVICE (service), FALSE);

  name = hark_service_get_name (service);
  if (!is_open (self, "service", name, error))
    return FALSE;
  if (hark_runtime_get_service (self, name) != NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
                   "the runtime has a service %s already: give each its own name", name);
      return FALSE;
    }
  g_ptr_array_add (self->services, hark_supervision_new (service, policy, self->stop));
  return TRUE;
}

void
hark_runtime_add_kind (HarkRuntime     *self,
                       const char      *kind,
                       HarkServiceFunc  func,
                       gpointer         data,
                       GDestroyNotify   destroy)
{
  g_return_if_fail (HARK_IS_RUNTIME (self));
  g_return_if_fail (kind != NULL);
  g_return_if_fail (func != NULL);

  hark_kinds_add (self->kinds, kind, func, data, destroy);
}

void
hark_runtime_set_deadline (HarkRuntime *self,
                           gint64       deadline)
{
  g_return_if_fail (HARK_IS_RUNTIME (self));
  g_return_if_fail (deadline >= 0);

  self->deadline = deadline;
}

void
hark_runtime_set_back_off (HarkRuntime *self,
                           gint64       shortest,
                           gint64       longest)
{
  g_return_if_fail (HARK_IS_RUNTIME (self));
  g_return_if_fail (shortest > 0 && longest >= shortest && longest < HARK_FOREVER / 2);

  self->shortest = shortest;
  self->longest = longest;
}

void
hark_runtime_stop (HarkRuntime *self)
{
  g_return_if_fail (HARK_IS_RUNTIME (self));

  hark_future_resolve (self->stop, NULL);
}
