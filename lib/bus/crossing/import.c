/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events from elsewhere as messages of this bus. The bus keeps which patterns are asked for, and
 * asks each link anew; what comes is published as if by this process. A link tells of an event once,
 * however many of the patterns match. */

#include <hark/untyped.h>

#include "bus/topic/pattern-match-private.h"
#include "bus/state-private.h"
#include "wire/payload-private.h"

/* --- on the bus's loop --- */

static void
begin (gpointer context,
       gpointer data)
{
  HarkLinkedBus *bus = context;
  guint64 number = hark_bus_take_number (bus);

  hark_number_table_insert (&bus->imports, number, g_strdup (data));
  if (bus->link != NULL)
    bus->link->funcs->watch (bus->link, number, data);
}

static void
end (gpointer context,
     gpointer data)
{
  HarkLinkedBus *bus = context;
  const char *pattern;
  guint64 number;

  for (guint at = 0; (pattern = hark_number_table_next (&bus->imports, &at, &number)) != NULL;)
    if (g_str_equal (pattern, data))
      {
        if (bus->link != NULL)
          bus->link->funcs->unsubscribe (bus->link, number);
        g_free (hark_number_table_remove (&bus->imports, number));
        return;
      }
}

void
hark_imports_announce (HarkLinkedBus *bus)
{
  const char *pattern;
  guint64 number;

  for (guint at = 0; (pattern = hark_number_table_next (&bus->imports, &at, &number)) != NULL;)
    bus->link->funcs->watch (bus->link, number, pattern);
}

void
hark_imports_watched (gpointer           user,
                      const HarkWatched *watched,
                      HarkSpan           payload,
                      GBytes            *whole)
{
  HarkLinkedBus *bus = user;
  g_autoptr(GBytes) bytes = hark_payload_keep (payload, whole);
  g_autofree char *topic = g_strjoin ("/", watched->class_name, watched->name, watched->event, NULL);
  g_autoptr(GVariant) arguments = NULL;
  g_autoptr(HarkMessage) message = NULL;
  g_autoptr(GError) error = NULL;

  arguments = hark_payload_parse (watched->type, bytes, &error);
  if (arguments != NULL)
    message = hark_message_new_described (topic, arguments, watched->class_name, watched->text, &error);
  if (message == NULL || !hark_router_publish (bus->router, message, &error))
    hark_bus_emit_refused (HARK_BUS (bus), error->message);
}

/* --- from any thread --- */

gboolean
hark_bus_import (HarkBus     *self,
                 const char  *pattern,
                 GError     **error)
{
  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (pattern != NULL, FALSE);

  if (!hark_object_is_of_process (HARK_OBJECT (self), error) || !hark_pattern_check (pattern, error))
    return FALSE;
  if (hark_post_func (self, begin, g_strdup (pattern), g_free))
    return TRUE;
  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "the bus has ended");
  return FALSE;
}

void
hark_bus_end_import (HarkBus    *self,
                     const char *pattern)
{
  g_return_if_fail (HARK_IS_LINKED_BUS (self));
  g_return_if_fail (pattern != NULL);

  hark_post_func (self, end, g_strdup (pattern), g_free);
}
