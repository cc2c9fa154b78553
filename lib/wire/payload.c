/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes of bodies, and how deep what comes from outside may be: the walk is as
 * deep as its bound. */

#include "wire/payload-private.h"

#include "wire/kinds-private.h"
#include "wire/limits-private.h"

#include <hark/error.h>
#include <string.h>

static guint
depth_of_type (const GVariantType *type)
{
  guint deepest = 0;

  if (g_variant_type_is_array (type) || g_variant_type_is_maybe (type))
    return 1 + depth_of_type (g_variant_type_element (type));
  if (!g_variant_type_is_container (type) || g_variant_type_is_variant (type))
    return 0;
  for (type = g_variant_type_first (type); type != NULL; type = g_variant_type_next (type))
    deepest = MAX (deepest, depth_of_type (type));
  return 1 + deepest;
}

gboolean
hark_wire_is_shallow (GVariant *variant,
                      guint     room)
{
  const char *type = g_variant_get_type_string (variant);
  gsize n;
  gsize i;

  if (depth_of_type (g_variant_get_type (variant)) > room)
    return FALSE;
  if (strchr (type, 'v') == NULL)
    return TRUE;
  if (room == 0)
    return FALSE;
  n = g_variant_n_children (variant);
  for (i = 0; i < n; i++)
    {
      g_autoptr(GVariant) child = g_variant_get_child_value (variant, i);

      if (!hark_wire_is_shallow (child, room - 1))
        return FALSE;
    }
  return TRUE;
}

GBytes *
hark_payload_serialise (GVariant *variant)
{
  g_autoptr(GVariant) owned = g_variant_ref_sink (variant);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  g_autoptr(GVariant) swapped = g_variant_byteswap (owned);

  return g_variant_get_data_as_bytes (swapped);
#else
  return g_variant_get_data_as_bytes (owned);
#endif
}

GBytes *
hark_payload_copy (gconstpointer data,
                   gsize         size)
{
  guint8 *copy = g_malloc (size + HARK_WIRE_ROOM);

  if (size > 0)
    memcpy (copy, data, size);
  memset (copy + size, 0, HARK_WIRE_ROOM);
  return g_bytes_new_with_free_func (copy, size, g_free, copy);
}

GBytes *
hark_payload_keep (HarkSpan  payload,
                   GBytes   *whole)
{
  if (whole == NULL)
    return hark_payload_copy (payload.data, payload.size);
  return g_bytes_new_from_bytes (whole, (gsize) (payload.data - hark_span_of (whole).data), payload.size);
}

GVariant *
hark_payload_parse (const char  *type,
                    GBytes      *bytes,
                    GError     **error)
{
  g_autoptr(GVariant) variant =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  if (!g_variant_is_normal_form (variant))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "bytes of type %s that are not in normal form", type);
      return NULL;
    }
  if (!hark_wire_is_shallow (variant, HARK_LIMIT_DEPTH))
    {
      hark_wire_fail_deep (error);
      return NULL;
    }
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_steal_pointer (&variant);
#endif
}
