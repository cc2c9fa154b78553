/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What exports events without an object: an export whose class is a description. What it emits
 * becomes bytes in the thread that emits, and a call of the bus's loop sends them. */

#include <hark/untyped.h>

#include "bus/crossing/described-private.h"
#include "bus/state-private.h"
#include "wire/name-private.h"
#include "wire/payload-private.h"

struct _HarkExporter
{
  HarkBus    *bus;     /* fixed at birth; a reference */
  HarkExport *export;  /* fixed at birth; a reference */
};

G_DEFINE_BOXED_TYPE (HarkExporter, hark_exporter, hark_exporter_ref, hark_exporter_unref)

typedef struct
{
  HarkExport          *export;
  const HarkEventInfo *event;    /* the export's */
  GBytes              *payload;
} Emission;

static void
emission_free (gpointer data)
{
  Emission *self = data;

  g_bytes_unref (self->payload);
  hark_export_unref (self->export);
  g_free (self);
}

static void
publish (gpointer context,
         gpointer data)
{
  Emission *self = data;

  hark_export_publish (self->export, context, self->event, self->payload);
}

HarkExporter *
hark_exporter_new (HarkBus     *bus,
                   const char  *object,
                   const char  *name,
                   GVariant    *events,
                   GError     **error)
{
  g_autoptr(GVariant) owned = NULL;
  HarkDescribedClass *described;
  HarkExporter *self;
  HarkExport *export;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (bus), NULL);
  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (events != NULL, NULL);

  owned = g_variant_ref_sink (events);
  if (!hark_object_is_of_process (HARK_OBJECT (bus), error) || !hark_name_check (name, error))
    return NULL;
  described = hark_described_class_new (object, owned, error);
  if (described == NULL)
    return NULL;
  export = hark_export_new_described (bus, described, name, error);
  if (export == NULL)
    return NULL;
  self = g_atomic_rc_box_new (HarkExporter);
  self->bus = g_object_ref (bus);
  self->export = export;
  return self;
}

HarkExporter *
hark_exporter_ref (HarkExporter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
exporter_clear (gpointer data)
{
  HarkExporter *self = data;

  hark_export_close (self->export, self->bus);
  hark_export_unref (self->export);
  g_object_unref (self->bus);
}

void
hark_exporter_unref (HarkExporter *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, exporter_clear);
}

gboolean
hark_exporter_await_ready (HarkExporter  *self,
                           gint64         timeout,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return hark_future_await (hark_export_get_ready (self->export), timeout, cancellable, error);
}

/* (nullable) */
static const HarkEventInfo *
find_event (HarkExporter *self,
            const char   *name)
{
  const HarkClassInfo *info = hark_export_get_info (self->export);

  for (guint i = 0; i < info->n_events; i++)
    if (g_str_equal (info->events[i]->name, name))
      return info->events[i];
  return NULL;
}

gboolean
hark_exporter_emit (HarkExporter  *self,
                    const char    *event,
                    GVariant      *arguments,
                    GError       **error)
{
  g_autoptr(GVariant) owned = NULL;
  const HarkEventInfo *info;
  Emission *emission;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);
  g_return_val_if_fail (arguments != NULL, FALSE);

  owned = g_variant_ref_sink (arguments);
  info = find_event (self, event);
  if (info == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_NOT_FOUND, "%s is exported without an event '%s'",
                   hark_export_get_info (self->export)->name, event);
      return FALSE;
    }
  if (!hark_described_check (info->signature, info->text, owned, error))
    return FALSE;
  emission = g_new (Emission, 1);
  emission->export = hark_export_ref (self->export);
  emission->event = info;
  emission->payload = hark_payload_serialise (owned);
  if (hark_post_func (self->bus, publish, emission, emission_free))
    return TRUE;
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");
  return FALSE;
}

gboolean
hark_exporter_is_heard (HarkExporter *self,
                        const char   *event)
{
  const HarkEventInfo *info;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  info = find_event (self, event);
  return info != NULL && hark_export_is_heard (self->export, info);
}
