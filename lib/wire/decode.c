/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* GVariant to values. What comes from outside is checked once, as a whole (type,
 * normal form, depth), before any of it is read; after that only what GVariant
 * cannot know is left to check. Decoding fills a C struct that borrows from the
 * variant and from a list of kept things, and lets hark_values_new() make the one
 * copy that stays. Called by whoever receives: the bus, and generated
 * `new_from_variant` functions. */

#include "wire/kinds-private.h"
#include "wire/limits-private.h"

#include <hark/error.h>
#include <string.h>

/* What the struct borrows until hark_values_new() has copied it. */
typedef struct
{
  gpointer       thing;
  GDestroyNotify release;
} Kept;

static gpointer
keep (GArray         *kept,
      gpointer        thing,
      GDestroyNotify  release)
{
  Kept entry = { thing, release };

  g_array_append_val (kept, entry);
  return thing;
}

static void
release_kept (gpointer data)
{
  Kept *entry = data;

  entry->release (entry->thing);
}

static gpointer
values_from_variant (const HarkSignature  *signature,
                     GVariant             *variant,
                     GError              **error);

#define PUT(type, at, value) (*(type *) (at) = (value))

static gboolean
decode_filename (const HarkField  *field,
                 GVariant         *variant,
                 gpointer          at,
                 GError          **error)
{
  gsize n;
  const char *name = g_variant_get_fixed_array (variant, &n, 1);

  if (n == 0 || memchr (name, '\0', n) != name + n - 1)
    return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is not a file name that ends with a NUL");
  PUT (const char *, at, name);
  return TRUE;
}

static gboolean
decode_pointer (const HarkField  *field,
                GVariant         *variant,
                gpointer          at,
                GArray           *kept,
                GError          **error)
{
  gpointer thing;

  switch (field->kind)
    {
    case HARK_FIELD_STRING:
      PUT (const char *, at, g_variant_get_string (variant, NULL));
      return TRUE;
    case HARK_FIELD_FILENAME:
      return decode_filename (field, variant, at, error);
    case HARK_FIELD_BYTES:
      thing = keep (kept, g_variant_get_data_as_bytes (variant), (GDestroyNotify) g_bytes_unref);
      break;
    case HARK_FIELD_VARIANT:
      thing = keep (kept, g_variant_get_variant (variant), (GDestroyNotify) g_variant_unref);
      break;
    default:
      thing = values_from_variant (field->record, variant, error);
      if (thing == NULL)
        return FALSE;
      keep (kept, thing, hark_values_unref);
      break;
    }
  PUT (gpointer, at, thing);
  return TRUE;
}

/* @variant: stays alive until the struct is copied. */
static gboolean
decode_element (const HarkField  *field,
                GVariant         *variant,
                gpointer          at,
                GArray           *kept,
                GError          **error)
{
  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      PUT (gboolean, at, g_variant_get_boolean (variant));
      return TRUE;
    case HARK_FIELD_BYTE:
      PUT (guint8, at, g_variant_get_byte (variant));
      return TRUE;
    case HARK_FIELD_INT16:
      PUT (gint16, at, g_variant_get_int16 (variant));
      return TRUE;
    case HARK_FIELD_UINT16:
      PUT (guint16, at, g_variant_get_uint16 (variant));
      return TRUE;
    case HARK_FIELD_INT32:
    case HARK_FIELD_ENUM:
      PUT (gint32, at, g_variant_get_int32 (variant));
      return TRUE;
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLAGS:
      PUT (guint32, at, g_variant_get_uint32 (variant));
      return TRUE;
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      PUT (gint64, at, g_variant_get_int64 (variant));
      return TRUE;
    case HARK_FIELD_UINT64:
      PUT (guint64, at, g_variant_get_uint64 (variant));
      return TRUE;
    case HARK_FIELD_FLOAT:
      PUT (float, at, (float) g_variant_get_double (variant));
      return TRUE;
    case HARK_FIELD_DOUBLE:
      PUT (double, at, g_variant_get_double (variant));
      return TRUE;
    case HARK_FIELD_STRING:
    case HARK_FIELD_BYTES:
    case HARK_FIELD_FILENAME:
    case HARK_FIELD_VARIANT:
    case HARK_FIELD_RECORD:
      return decode_pointer (field, variant, at, kept, error);
    }
  g_assert_not_reached ();
}

static gboolean
decode_optional (const HarkField  *field,
                 GVariant         *variant,
                 char             *values,
                 GArray           *kept,
                 GError          **error)
{
  GVariant *element = g_variant_get_maybe (variant);

  if (element == NULL)
    return TRUE;
  keep (kept, element, (GDestroyNotify) g_variant_unref);
  if (!hark_wire_kinds[field->kind].is_pointer)
    PUT (gboolean, values + field->extra, TRUE);
  return decode_element (field, element, values + field->offset, kept, error);
}

static gboolean
decode_array (const HarkField  *field,
              GVariant         *variant,
              char             *values,
              GArray           *kept,
              GError          **error)
{
  gsize size = hark_wire_kinds[field->kind].size;
  char *elements;
  gsize n;
  gsize i;

  if (hark_wire_kinds[field->kind].is_same)
    {
      PUT (gconstpointer, values + field->offset, g_variant_get_fixed_array (variant, &n, size));
      PUT (gsize, values + field->extra, n);
      return TRUE;
    }

  n = g_variant_n_children (variant);
  if (n > HARK_LIMIT_ELEMENTS)
    return hark_wire_fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
  elements = keep (kept, g_malloc0 ((n + 1) * size), g_free);
  for (i = 0; i < n; i++)
    {
      GVariant *element = g_variant_get_child_value (variant, i);

      keep (kept, element, (GDestroyNotify) g_variant_unref);
      if (!decode_element (field, element, elements + i * size, kept, error))
        return FALSE;
    }
  PUT (gconstpointer, values + field->offset, elements);
  PUT (gsize, values + field->extra, n);
  return TRUE;
}

static gboolean
decode_field (const HarkField  *field,
              GVariant         *variant,
              char             *values,
              GArray           *kept,
              GError          **error)
{
  switch ((HarkFieldForm) field->form)
    {
    case HARK_FIELD_PLAIN:
      return decode_element (field, variant, values + field->offset, kept, error);
    case HARK_FIELD_OPTIONAL:
      return decode_optional (field, variant, values, kept, error);
    case HARK_FIELD_ARRAY:
      return decode_array (field, variant, values, kept, error);
    }
  g_assert_not_reached ();
}

/* @variant has been checked. */
static gpointer
values_from_variant (const HarkSignature  *signature,
                     GVariant             *variant,
                     GError              **error)
{
  g_autoptr(GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_autofree char *values = g_malloc0 (signature->size + 1);
  guint i;

  g_array_set_clear_func (kept, release_kept);
  for (i = 0; i < signature->n_fields; i++)
    {
      GVariant *child = g_variant_get_child_value (variant, i);

      keep (kept, child, (GDestroyNotify) g_variant_unref);
      if (!decode_field (&signature->fields[i], child, values, kept, error))
        return NULL;
    }
  return hark_values_new (signature, values);
}

gpointer
hark_values_from_variant (const HarkSignature  *signature,
                          GVariant             *variant,
                          GError              **error)
{
  g_return_val_if_fail (signature != NULL, NULL);
  g_return_val_if_fail (variant != NULL, NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (signature->variant_type)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a variant of type %s is no %s, whose type is %s",
                   g_variant_get_type_string (variant), signature->name, signature->variant_type);
      return NULL;
    }
  if (!g_variant_is_normal_form (variant))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "bytes of type %s that are not in normal form", signature->variant_type);
      return NULL;
    }
  if (!hark_wire_check_depth (variant, error))
    return NULL;
  return values_from_variant (signature, variant, error);
}
