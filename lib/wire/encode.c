/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values to GVariant, driven by the table of a signature's fields. Called by
 * whoever sends: the bus, and generated `to_variant` functions. */

#include "wire/kinds-private.h"
#include "wire/limits-private.h"

#include <hark/error.h>

#define AT(type, at) (*(const type *) (at))

/* The one element at @at. Returns: (nullable): floating, but for a record. */
static GVariant *
encode_any (const HarkField  *field,
            gconstpointer     at,
            GError          **error)
{
  gconstpointer pointer = hark_wire_kinds[field->kind].is_pointer ? AT (gconstpointer, at) : NULL;

  if (hark_wire_kinds[field->kind].is_pointer && pointer == NULL)
    {
      hark_wire_fail (error, HARK_ERROR_INVALID, field, "is NULL");
      return NULL;
    }

  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      return g_variant_new_boolean (AT (gboolean, at));
    case HARK_FIELD_BYTE:
      return g_variant_new_byte (AT (guint8, at));
    case HARK_FIELD_INT16:
      return g_variant_new_int16 (AT (gint16, at));
    case HARK_FIELD_UINT16:
      return g_variant_new_uint16 (AT (guint16, at));
    case HARK_FIELD_INT32:
    case HARK_FIELD_ENUM:
      return g_variant_new_int32 (AT (gint32, at));
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLAGS:
      return g_variant_new_uint32 (AT (guint32, at));
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      return g_variant_new_int64 (AT (gint64, at));
    case HARK_FIELD_UINT64:
      return g_variant_new_uint64 (AT (guint64, at));
    case HARK_FIELD_FLOAT:
      return g_variant_new_double ((double) AT (float, at));
    case HARK_FIELD_DOUBLE:
      return g_variant_new_double (AT (double, at));
    case HARK_FIELD_STRING:
      if (!g_utf8_validate (pointer, -1, NULL))
        {
          hark_wire_fail (error, HARK_ERROR_INVALID, field, "is not UTF-8");
          return NULL;
        }
      return g_variant_new_string (pointer);
    case HARK_FIELD_BYTES:
      return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, (GBytes *) pointer, TRUE);
    case HARK_FIELD_FILENAME:
      return g_variant_new_bytestring (pointer);
    case HARK_FIELD_VARIANT:
      return g_variant_new_variant ((GVariant *) pointer);
    case HARK_FIELD_RECORD:
      return hark_values_to_variant (field->record, pointer, error);
    }
  g_assert_not_reached ();
}

/* The same. Returns: (transfer full) (nullable). */
static GVariant *
encode_element (const HarkField  *field,
                gconstpointer     at,
                GError          **error)
{
  GVariant *element = encode_any (field, at, error);

  return element != NULL ? g_variant_take_ref (element) : NULL;
}

static GVariant *
encode_optional (const HarkField  *field,
                 gconstpointer     values,
                 GError          **error)
{
  gconstpointer at = (const char *) values + field->offset;
  g_autoptr(GVariant) element = NULL;

  if (hark_wire_kinds[field->kind].is_pointer ? AT (gconstpointer, at) == NULL
                                              : !AT (gboolean, (const char *) values + field->extra))
    return g_variant_take_ref (g_variant_new_maybe (hark_wire_type_of (field), NULL));

  element = encode_element (field, at, error);
  return element != NULL ? g_variant_take_ref (g_variant_new_maybe (NULL, element)) : NULL;
}

static GVariant *
encode_elements (const HarkField  *field,
                 const char       *at,
                 gsize             n,
                 GError          **error)
{
  g_autoptr(GVariantType) type = g_variant_type_new_array (hark_wire_type_of (field));
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (type);
  gsize i;

  if (n > HARK_LIMIT_ELEMENTS)
    {
      hark_wire_fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
      return NULL;
    }
  for (i = 0; i < n; i++)
    {
      g_autoptr(GVariant) element = encode_element (field, at + i * hark_wire_kinds[field->kind].size, error);

      if (element == NULL)
        return NULL;
      g_variant_builder_add_value (&builder, element);
    }
  return g_variant_take_ref (g_variant_builder_end (&builder));
}

static GVariant *
encode_array (const HarkField  *field,
              gconstpointer     values,
              GError          **error)
{
  const char *at = AT (gconstpointer, (const char *) values + field->offset);
  gsize n = AT (gsize, (const char *) values + field->extra);

  if (hark_wire_kinds[field->kind].is_same)
    return g_variant_take_ref (g_variant_new_fixed_array (hark_wire_type_of (field), at, n,
                                                          hark_wire_kinds[field->kind].size));
  return encode_elements (field, at, n, error);
}

static GVariant *
encode_field (const HarkField  *field,
              gconstpointer     values,
              GError          **error)
{
  switch ((HarkFieldForm) field->form)
    {
    case HARK_FIELD_PLAIN:
      return encode_element (field, (const char *) values + field->offset, error);
    case HARK_FIELD_OPTIONAL:
      return encode_optional (field, values, error);
    case HARK_FIELD_ARRAY:
      return encode_array (field, values, error);
    }
  g_assert_not_reached ();
}

GVariant *
hark_values_to_variant (const HarkSignature  *signature,
                        gconstpointer         values,
                        GError              **error)
{
  g_autofree GVariant **children = NULL;
  GVariant *tuple;
  guint i;

  g_return_val_if_fail (signature != NULL, NULL);
  g_return_val_if_fail (values != NULL || signature->n_fields == 0, NULL);

  children = g_new (GVariant *, signature->n_fields + 1);
  for (i = 0; i < signature->n_fields; i++)
    {
      children[i] = encode_field (&signature->fields[i], values, error);
      if (children[i] == NULL)
        break;
    }
  tuple = i == signature->n_fields ? g_variant_new_tuple (children, i) : NULL;
  while (i-- > 0)
    g_variant_unref (children[i]);
  return tuple != NULL ? g_variant_take_ref (tuple) : NULL;
}
