/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values to GVariant and back, driven by the table of a signature's fields.
 * What comes from outside is checked once, as a whole (type, normal form,
 * depth), before any of it is read; after that only what GVariant cannot know
 * is left to check. Decoding fills a C struct that borrows from the variant and
 * from a list of kept things, and lets hark_values_new() make the one copy that
 * stays. Called by whoever sends or receives: the bus, and generated
 * `to_variant` functions. */

#include "wire/codec-private.h"

#include "wire/limits-private.h"

#include <hark/error.h>
#include <string.h>

/* How each kind looks as a variant, and in memory. */
static const struct
{
  const char *type;        /* NULL: the record's own */
  guint8      size;        /* of the C type */
  gboolean    is_pointer;
  gboolean    is_same;     /* an array of them has the same bytes in memory and as a variant */
}
kinds[] =
{
  [HARK_FIELD_BOOL]      = { "b",  sizeof (gboolean), FALSE, FALSE },
  [HARK_FIELD_BYTE]      = { "y",  1,                 FALSE, TRUE },
  [HARK_FIELD_INT16]     = { "n",  2,                 FALSE, TRUE },
  [HARK_FIELD_UINT16]    = { "q",  2,                 FALSE, TRUE },
  [HARK_FIELD_INT32]     = { "i",  4,                 FALSE, TRUE },
  [HARK_FIELD_UINT32]    = { "u",  4,                 FALSE, TRUE },
  [HARK_FIELD_INT64]     = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_UINT64]    = { "t",  8,                 FALSE, TRUE },
  [HARK_FIELD_FLOAT]     = { "d",  sizeof (float),    FALSE, FALSE },
  [HARK_FIELD_DOUBLE]    = { "d",  8,                 FALSE, TRUE },
  [HARK_FIELD_STRING]    = { "s",  sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_BYTES]     = { "ay", sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_FILENAME]  = { "ay", sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_DURATION]  = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_TIMESTAMP] = { "x",  8,                 FALSE, TRUE },
  [HARK_FIELD_VARIANT]   = { "v",  sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_RECORD]    = { NULL, sizeof (gpointer), TRUE,  FALSE },
  [HARK_FIELD_ENUM]      = { "i",  4,                 FALSE, TRUE },
  [HARK_FIELD_FLAGS]     = { "u",  4,                 FALSE, TRUE },
};

static const GVariantType *
type_of (const HarkField *field)
{
  const char *type = kinds[field->kind].type;

  return G_VARIANT_TYPE (type != NULL ? type : field->record->variant_type);
}

static gboolean
fail (GError          **error,
      int               code,
      const HarkField  *field,
      const char       *words)
{
  g_set_error (error, HARK_ERROR, code, "'%s' %s", field->name, words);
  return FALSE;
}

/* --- C to variant --- */

#define AT(type, at) (*(const type *) (at))

/* The one element at @at. Returns: (nullable): floating, but for a record. */
static GVariant *
encode_any (const HarkField  *field,
                gconstpointer     at,
                GError          **error)
{
  gconstpointer pointer = kinds[field->kind].is_pointer ? AT (gconstpointer, at) : NULL;

  if (kinds[field->kind].is_pointer && pointer == NULL)
    {
      fail (error, HARK_ERROR_INVALID, field, "is NULL");
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
          fail (error, HARK_ERROR_INVALID, field, "is not UTF-8");
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

  if (kinds[field->kind].is_pointer ? AT (gconstpointer, at) == NULL
                                    : !AT (gboolean, (const char *) values + field->extra))
    return g_variant_take_ref (g_variant_new_maybe (type_of (field), NULL));

  element = encode_element (field, at, error);
  return element != NULL ? g_variant_take_ref (g_variant_new_maybe (NULL, element)) : NULL;
}

static GVariant *
encode_elements (const HarkField  *field,
                 const char       *at,
                 gsize             n,
                 GError          **error)
{
  g_autoptr(GVariantType) type = g_variant_type_new_array (type_of (field));
  g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (type);
  gsize i;

  if (n > HARK_LIMIT_ELEMENTS)
    {
      fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
      return NULL;
    }
  for (i = 0; i < n; i++)
    {
      g_autoptr(GVariant) element = encode_element (field, at + i * kinds[field->kind].size, error);

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

  if (kinds[field->kind].is_same)
    return g_variant_take_ref (g_variant_new_fixed_array (type_of (field), at, n,
                                                          kinds[field->kind].size));
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

/* --- What a variant from outside may be --- */

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

/* Whether @variant, with all that its embedded variants hold, is at most @room deep. */
static gboolean
is_shallow (GVariant *variant,
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

      if (!is_shallow (child, room - 1))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_depth (GVariant  *variant,
             GError   **error)
{
  if (is_shallow (variant, HARK_LIMIT_DEPTH))
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
               "a variant of more than %d containers in each other", HARK_LIMIT_DEPTH);
  return FALSE;
}

/* --- Variant to C --- */

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
    return fail (error, HARK_ERROR_INVALID, field, "is not a file name that ends with a NUL");
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
  if (!kinds[field->kind].is_pointer)
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
  gsize size = kinds[field->kind].size;
  char *elements;
  gsize n;
  gsize i;

  if (kinds[field->kind].is_same)
    {
      PUT (gconstpointer, values + field->offset, g_variant_get_fixed_array (variant, &n, size));
      PUT (gsize, values + field->extra, n);
      return TRUE;
    }

  n = g_variant_n_children (variant);
  if (n > HARK_LIMIT_ELEMENTS)
    return fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
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
  if (!check_depth (variant, error))
    return NULL;
  return values_from_variant (signature, variant, error);
}

/* --- Bytes --- */

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
  if (!check_depth (variant, error))
    return NULL;
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_steal_pointer (&variant);
#endif
}

GBytes *
hark_payload_encode (const HarkSignature  *signature,
                     gconstpointer         values,
                     GError              **error)
{
  g_autoptr(GVariant) variant = hark_values_to_variant (signature, values, error);

  return variant != NULL ? hark_payload_serialise (variant) : NULL;
}

gpointer
hark_payload_decode (const HarkSignature  *signature,
                     GBytes               *bytes,
                     GError              **error)
{
  g_autoptr(GVariant) variant = hark_payload_parse (signature->variant_type, bytes, error);

  return variant != NULL ? hark_values_from_variant (signature, variant, error) : NULL;
}
