/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes to values, driven by the table of a signature's fields. They come from outside: what is
 * not in normal form, or too deep, is refused where it is met. Reading fills a C struct that
 * borrows from the bytes and from a list of kept things; who wants it to stay lets hark_values_new()
 * make the one copy. Called by whoever receives: the bus, and generated `new_from_variant`
 * functions. */

#include "wire/kinds-private.h"
#include "wire/limits-private.h"
#include "wire/payload-private.h"

#include <hark/error.h>

enum
{
  LARGE = 1024,  /* bytes that are not copied but borrowed from the whole */
  SMALL = 64,    /* of a struct that a few stores are enough for */
};

typedef struct
{
  gpointer       thing;
  GDestroyNotify release;
} Kept;

/* What the struct borrows from is kept with it. */
static gpointer
keep (HarkReading    *self,
      gpointer        thing,
      GDestroyNotify  release)
{
  Kept entry = { thing, release };

  if (self->kept == NULL)
    self->kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_array_append_val (self->kept, entry);
  return thing;
}

/* @n_sent: how many fields there are in @span: all, or a newer or older sender's
 * @room: how many containers there may be in each other, this one counted in */
static gpointer
read_values (const HarkSignature  *signature,
             guint                 n_sent,
             HarkSpan              span,
             guint                 room,
             GBytes               *whole,
             GError              **error);

#define PUT(type, at, value) (*(type *) (at) = (value))

static gboolean
fail_form (GError     **error,
           const char  *type)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "bytes of type %s that are not in normal form", type);
  return FALSE;
}

static gboolean
fail_field (GError          **error,
            const HarkField  *field)
{
  return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is not in normal form");
}

static inline guint64
read_64 (HarkSpan span)
{
  guint64 bytes;

  memcpy (&bytes, span.data, sizeof bytes);
  return GUINT64_FROM_LE (bytes);
}

static inline double
read_double (HarkSpan span)
{
  guint64 bits = read_64 (span);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static gboolean
read_filename (const HarkField  *field,
               HarkSpan          span,
               gpointer          at,
               GError          **error)
{
  if (span.size == 0 || memchr (span.data, '\0', span.size) != span.data + span.size - 1)
    return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is not a file name that ends with a NUL");
  PUT (const guint8 *, at, span.data);
  return TRUE;
}

static gboolean
read_variant (const HarkField  *field,
              HarkSpan          span,
              guint             room,
              gpointer          at,
              HarkReading           *reading,
              GError          **error)
{
  gboolean is_deep;
  GVariant *variant = hark_framing_open_variant (span, room, &is_deep);

  if (variant == NULL)
    return is_deep ? hark_wire_fail_deep (error) : fail_field (error, field);
  PUT (gpointer, at, keep (reading, variant, (GDestroyNotify) g_variant_unref));
  return TRUE;
}

/* @whole: (nullable): what @span is a part of */
static GBytes *
read_bytes (HarkSpan  span,
            GBytes   *whole)
{
  if (whole == NULL || span.size < LARGE)
    return g_bytes_new (span.data, span.size);
  return hark_payload_keep (span, whole);
}

static G_GNUC_NO_INLINE gboolean
read_pointer (const HarkField  *field,
              HarkSpan          span,
              guint             room,
              gpointer          at,
              HarkReading           *reading,
              GError          **error)
{
  gpointer values;
  GBytes *bytes;

  switch (field->kind)
    {
    case HARK_FIELD_FILENAME:
      return read_filename (field, span, at, error);
    case HARK_FIELD_BYTES:
      bytes = read_bytes (span, reading->whole);
      PUT (gpointer, at, keep (reading, bytes, (GDestroyNotify) g_bytes_unref));
      return TRUE;
    case HARK_FIELD_VARIANT:
      return read_variant (field, span, room, at, reading, error);
    default:
      values = read_values (field->record, field->record->n_fields, span, room, reading->whole, error);
      if (values == NULL)
        return FALSE;
      PUT (gpointer, at, keep (reading, values, hark_values_unref));
      return TRUE;
    }
}

/* @span: of the kind's size, if that is fixed; it stays until the struct is copied. */
static G_ALWAYS_INLINE inline gboolean
read_element (const HarkField  *field,
              HarkSpan          span,
              guint             room,
              gpointer          at,
              HarkReading           *reading,
              GError          **error)
{
  guint16 two;
  guint32 four;

  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      if (span.data[0] > 1)
        return fail_field (error, field);
      PUT (gboolean, at, span.data[0]);
      return TRUE;
    case HARK_FIELD_BYTE:
      PUT (guint8, at, span.data[0]);
      return TRUE;
    case HARK_FIELD_INT16:
    case HARK_FIELD_UINT16:
      memcpy (&two, span.data, sizeof two);
      PUT (guint16, at, GUINT16_FROM_LE (two));
      return TRUE;
    case HARK_FIELD_INT32:
    case HARK_FIELD_ENUM:
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLAGS:
      memcpy (&four, span.data, sizeof four);
      PUT (guint32, at, GUINT32_FROM_LE (four));
      return TRUE;
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
    case HARK_FIELD_UINT64:
      PUT (guint64, at, read_64 (span));
      return TRUE;
    case HARK_FIELD_FLOAT:
      PUT (float, at, (float) read_double (span));
      return TRUE;
    case HARK_FIELD_DOUBLE:
      PUT (double, at, read_double (span));
      return TRUE;
    case HARK_FIELD_STRING:
      if (!hark_framing_is_string (span))
        return fail_field (error, field);
      PUT (const guint8 *, at, span.data);
      return TRUE;
    case HARK_FIELD_BYTES:
    case HARK_FIELD_FILENAME:
    case HARK_FIELD_VARIANT:
    case HARK_FIELD_RECORD:
      return read_pointer (field, span, room, at, reading, error);
    }
  g_assert_not_reached ();
}

static G_GNUC_NO_INLINE gboolean
read_optional (const HarkField  *field,
               HarkSpan          span,
               guint             room,
               char             *values,
               HarkReading           *reading,
               GError          **error)
{
  guint fixed = hark_wire_layout_of (field).fixed;

  if (span.size == 0)
    return TRUE;
  if (fixed != 0 ? span.size != fixed : span.data[--span.size] != 0)
    return fail_field (error, field);
  if (!hark_wire_kinds[field->kind].is_pointer)
    PUT (gboolean, values + field->extra, TRUE);
  return read_element (field, span, room, values + field->offset, reading, error);
}

static G_GNUC_NO_INLINE gboolean
read_array (const HarkField  *field,
            HarkSpan          span,
            guint             room,
            char             *values,
            HarkReading           *reading,
            GError          **error)
{
  HarkLayout layout = hark_wire_layout_of (field);
  gsize size = hark_wire_kinds[field->kind].size;
  HarkParts parts;
  char *elements;
  gsize n;

  if (!hark_array_open (&parts, layout, span, &n))
    return fail_field (error, field);
  PUT (gsize, values + field->extra, n);
  if (hark_wire_kinds[field->kind].is_same && G_BYTE_ORDER == G_LITTLE_ENDIAN
      && (gsize) span.data % layout.align == 0)
    {
      PUT (gconstpointer, values + field->offset, span.data);
      return TRUE;
    }

  if (n > HARK_LIMIT_ELEMENTS && !hark_wire_kinds[field->kind].is_same)
    return hark_wire_fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
  elements = keep (reading, g_malloc0 ((n + 1) * size), g_free);
  PUT (gconstpointer, values + field->offset, elements);
  for (gsize i = 0; i < n; i++)
    {
      HarkSpan element;

      if (!hark_array_next (&parts, layout, &element))
        return fail_field (error, field);
      if (!read_element (field, element, room, elements + i * size, reading, error))
        return FALSE;
    }
  return TRUE;
}

static inline gboolean
read_field (const HarkField  *field,
            HarkSpan          span,
            guint             room,
            char             *values,
            HarkReading           *reading,
            GError          **error)
{
  if (field->form == HARK_FIELD_PLAIN)
    return read_element (field, span, room, values + field->offset, reading, error);
  if (room == 0)
    return hark_wire_fail_deep (error);
  return field->form == HARK_FIELD_OPTIONAL ? read_optional (field, span, room - 1, values, reading, error)
                                            : read_array (field, span, room - 1, values, reading, error);
}

/* The rest of those who send more than is known here is left unread. */
static gboolean
read_tuple (const HarkSignature  *signature,
            guint                 n_sent,
            HarkSpan              span,
            guint                 room,
            char                 *values,
            HarkReading               *reading,
            GError              **error)
{
  HarkParts parts;

  hark_tuple_open (&parts, span);
  for (guint i = 0; i < MIN (n_sent, signature->n_fields); i++)
    {
      const HarkField *field = &signature->fields[i];
      HarkLayout layout = hark_wire_layout_of_field (field);
      HarkSpan member;

      if (!hark_tuple_next (&parts, layout, i + 1 == n_sent, &member))
        return fail_form (error, signature->variant_type);
      if (!read_field (field, member, room, values, reading, error))
        return FALSE;
    }
  if (n_sent <= signature->n_fields && !hark_tuple_close (&parts))
    return fail_form (error, signature->variant_type);
  return TRUE;
}

/* The fields from @n_sent on. */
static void
fill_in (const HarkSignature *signature,
         guint                n_sent,
         char                *values)
{
  const HarkField *first = &signature->fields[n_sent];
  gboolean has_flag = first->form == HARK_FIELD_OPTIONAL && !hark_wire_kinds[first->kind].is_pointer;
  gsize at = has_flag ? first->extra : first->offset;

  memcpy (values + at, (const char *) signature->defaults + at, signature->size - at);
}

/* As read_values(). */
static gboolean
read_struct (HarkReading          *self,
             const HarkSignature  *signature,
             guint                 n_sent,
             HarkSpan              span,
             guint                 room,
             GBytes               *whole,
             GError              **error)
{
  self->values = signature->size <= sizeof self->first ? self->first : g_malloc (signature->size);
  self->whole = whole;
  self->kept = NULL;
  memset (self->first, 0, SMALL);
  if (G_UNLIKELY (signature->size > SMALL))
    memset (self->values, 0, signature->size);
  if (room == 0)
    return hark_wire_fail_deep (error);
  if (!read_tuple (signature, n_sent, span, room - 1, self->values, self, error))
    return FALSE;
  if (n_sent < signature->n_fields && signature->defaults != NULL)
    fill_in (signature, n_sent, self->values);
  return TRUE;
}

static gpointer
read_values (const HarkSignature  *signature,
             guint                 n_sent,
             HarkSpan              span,
             guint                 room,
             GBytes               *whole,
             GError              **error)
{
  HarkReading reading;
  gpointer copy = NULL;

  if (read_struct (&reading, signature, n_sent, span, room, whole, error))
    copy = hark_values_new (signature, reading.values);
  hark_reading_clear (&reading);
  return copy;
}

/* Whether one of the two types is the other's beginning. */
static gboolean
begin_alike (const char *one,
             const char *other)
{
  return strncmp (one, other, MIN (strlen (one), strlen (other)) - 1) == 0;
}

/* Of the fields those that are in bytes of @type. */
static gboolean
count_sent (const HarkSignature  *signature,
            const char           *type,
            guint                *n_sent,
            GError              **error)
{
  *n_sent = signature->n_fields;
  if (type == signature->variant_type || strcmp (type, signature->variant_type) == 0)
    return TRUE;

  *n_sent = (guint) g_variant_type_n_items (G_VARIANT_TYPE (type));
  if (begin_alike (type, signature->variant_type) && *n_sent + signature->n_appended >= signature->n_fields)
    return TRUE;
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "bytes of type %s, where %s is known",
               type, signature->variant_type);
  return FALSE;
}

gconstpointer
hark_payload_read (HarkReading          *self,
                   const HarkSignature  *signature,
                   const char           *type,
                   HarkSpan              bytes,
                   GBytes               *whole,
                   GError              **error)
{
  guint n_sent;

  if (!count_sent (signature, type, &n_sent, error))
    {
      *self = (HarkReading) { .values = NULL };
      return NULL;
    }
  return read_struct (self, signature, n_sent, bytes, HARK_LIMIT_DEPTH, whole, error) ? self->values : NULL;
}

void
hark_reading_clear (HarkReading *self)
{
  for (guint i = 0; self->kept != NULL && i < self->kept->len; i++)
    g_array_index (self->kept, Kept, i).release (g_array_index (self->kept, Kept, i).thing);
  g_clear_pointer (&self->kept, g_array_unref);
  if (self->values != self->first)
    g_free (self->values);
}

gpointer
hark_payload_decode (const HarkSignature  *signature,
                     GBytes               *bytes,
                     GError              **error)
{
  return read_values (signature, signature->n_fields, hark_span_of (bytes), HARK_LIMIT_DEPTH, bytes, error);
}

gpointer
hark_values_from_variant (const HarkSignature  *signature,
                          GVariant             *variant,
                          GError              **error)
{
  g_autoptr(GBytes) bytes = NULL;

  g_return_val_if_fail (signature != NULL, NULL);
  g_return_val_if_fail (variant != NULL, NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (signature->variant_type)))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a variant of type %s is no %s, whose type is %s",
                   g_variant_get_type_string (variant), signature->name, signature->variant_type);
      return NULL;
    }
  if (g_variant_is_normal_form (variant) && !hark_wire_is_shallow (variant, HARK_LIMIT_DEPTH))
    {
      hark_wire_fail_deep (error);
      return NULL;
    }
  bytes = hark_payload_serialise (variant);
  return hark_payload_decode (signature, bytes, error);
}
