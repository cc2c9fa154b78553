/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values to bytes, driven by the table of a signature's fields: what GVariant would write, without
 * a variant. One pass: a container's parts are appended, and behind them where each of them
 * ends. Called by whoever sends: the bus, and generated `to_variant` functions. */

#include "wire/kinds-private.h"
#include "wire/limits-private.h"
#include "wire/payload-private.h"

#include <hark/error.h>

#include "base/large-private.h"

#define AT(type, at) (*(type const *) (at))

/* Where the parts of a container end that differ in size. */
typedef struct
{
  gsize *ends;
  gsize  n;
  gsize  first[16];
} Ends;

static G_GNUC_NO_INLINE void
grow (HarkWriting *self,
      gsize   n)
{
  /* Behind one long part there is little. */
  gsize room = MAX (self->room * 2, self->size + n + 64);

  if (self->data == self->first)
    self->data = memcpy (hark_large_new (room), self->first, self->size);
  else
    self->data = hark_large_resize (self->data, room);
  self->room = room;
}

/* Room for @n bytes, which count as written. */
static inline guint8 *
append (HarkWriting *self,
        gsize   n)
{
  guint8 *at;

  if (G_UNLIKELY (n > self->room - self->size))
    grow (self, n);
  at = self->data + self->size;
  self->size += n;
  return at;
}

static inline void
append_copy (HarkWriting        *self,
             gconstpointer  data,
             gsize          n)
{
  guint8 *at = append (self, n);

  if (n > 0)
    memcpy (at, data, n);
}

static inline void
append_zeros (HarkWriting *self,
              gsize   n)
{
  memset (append (self, n), 0, n);
}

static inline void
align (HarkWriting *self,
       guint   to)
{
  gsize n = -self->size & (to - 1);

  if (n > 0)
    append_zeros (self, n);
}

static void
append_offset (HarkWriting *self,
               gsize   offset,
               guint   width)
{
  guint64 bytes = GUINT64_TO_LE ((guint64) offset);

  append_copy (self, &bytes, width);
}

static void
ends_init (Ends  *self,
           gsize  room)
{
  self->n = 0;
  self->ends = room <= G_N_ELEMENTS (self->first) ? self->first : g_new (gsize, room);
}

static void
ends_clear (Ends *self)
{
  if (self->ends != self->first)
    g_free (self->ends);
}

static gboolean
write_tuple (HarkWriting               *self,
             const HarkSignature  *signature,
             gconstpointer         values,
             GError              **error);

#define PUT(type, to_le, value)                        \
  G_STMT_START                                         \
  {                                                    \
    type bytes_ = to_le ((type) (value));              \
                                                       \
    memcpy (append (self, sizeof bytes_), &bytes_, sizeof bytes_); \
  }                                                    \
  G_STMT_END

static void
write_double (HarkWriting *self,
              double  value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  PUT (guint64, GUINT64_TO_LE, bits);
}

static void
write_variant (HarkWriting   *self,
               GVariant *variant)
{
  g_autoptr(GVariant) box = g_variant_ref_sink (g_variant_new_variant (variant));
  g_autoptr(GBytes) bytes = hark_payload_serialise (box);

  append_copy (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static inline gboolean
write_string (HarkWriting      *self,
              const HarkField  *field,
              const char       *string,
              GError          **error)
{
  gsize size;

  if (string == NULL)
    return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is NULL");
  size = strlen (string) + 1;
  if (!hark_framing_is_string ((HarkSpan) { (const guint8 *) string, size }))
    return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is not UTF-8");
  memcpy (append (self, size), string, size);
  return TRUE;
}

static gboolean
write_pointer (HarkWriting           *self,
               const HarkField  *field,
               gconstpointer     pointer,
               GError          **error)
{
  gsize size;

  if (pointer == NULL)
    return hark_wire_fail (error, HARK_ERROR_INVALID, field, "is NULL");

  switch (field->kind)
    {
    case HARK_FIELD_FILENAME:
      append_copy (self, pointer, strlen (pointer) + 1);
      return TRUE;
    case HARK_FIELD_BYTES:
      pointer = g_bytes_get_data ((GBytes *) pointer, &size);
      append_copy (self, pointer, size);
      return TRUE;
    case HARK_FIELD_VARIANT:
      write_variant (self, (GVariant *) pointer);
      return TRUE;
    default:
      return write_tuple (self, field->record, pointer, error);
    }
}

/* The one element at @at, where it is to begin. */
static G_ALWAYS_INLINE inline gboolean
write_element (HarkWriting           *self,
               const HarkField  *field,
               gconstpointer     at,
               GError          **error)
{
  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      *append (self, 1) = AT (gboolean, at) != FALSE;
      return TRUE;
    case HARK_FIELD_BYTE:
      *append (self, 1) = AT (guint8, at);
      return TRUE;
    case HARK_FIELD_INT16:
    case HARK_FIELD_UINT16:
      PUT (guint16, GUINT16_TO_LE, AT (guint16, at));
      return TRUE;
    case HARK_FIELD_INT32:
    case HARK_FIELD_UINT32:
    case HARK_FIELD_ENUM:
    case HARK_FIELD_FLAGS:
      PUT (guint32, GUINT32_TO_LE, AT (guint32, at));
      return TRUE;
    case HARK_FIELD_INT64:
    case HARK_FIELD_UINT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      PUT (guint64, GUINT64_TO_LE, AT (guint64, at));
      return TRUE;
    case HARK_FIELD_FLOAT:
      write_double (self, (double) AT (float, at));
      return TRUE;
    case HARK_FIELD_DOUBLE:
      write_double (self, AT (double, at));
      return TRUE;
    case HARK_FIELD_STRING:
      return write_string (self, field, AT (const char *, at), error);
    case HARK_FIELD_BYTES:
    case HARK_FIELD_FILENAME:
    case HARK_FIELD_VARIANT:
    case HARK_FIELD_RECORD:
      return write_pointer (self, field, AT (gconstpointer, at), error);
    }
  g_assert_not_reached ();
}

static gboolean
write_optional (HarkWriting           *self,
                const HarkField  *field,
                gconstpointer     values,
                GError          **error)
{
  gconstpointer at = (const char *) values + field->offset;

  if (hark_wire_kinds[field->kind].is_pointer ? AT (gconstpointer, at) == NULL
                                              : !AT (gboolean, (const char *) values + field->extra))
    return TRUE;
  if (!write_element (self, field, at, error))
    return FALSE;
  if (hark_wire_layout_of (field).fixed == 0)
    append_zeros (self, 1);
  return TRUE;
}

/* From where the array begins to the ends of its elements. */
static gboolean
write_elements (HarkWriting           *self,
                const HarkField  *field,
                const char       *at,
                gsize             n,
                GError          **error)
{
  HarkLayout layout = hark_wire_layout_of (field);
  gsize start = self->size, step = hark_wire_kinds[field->kind].size;
  gboolean is_written = TRUE;
  guint width;
  Ends ends;

  ends_init (&ends, layout.fixed == 0 ? n : 0);
  for (gsize i = 0; i < n && is_written; i++)
    {
      align (self, layout.align);
      is_written = write_element (self, field, at + i * step, error);
      if (layout.fixed == 0)
        ends.ends[ends.n++] = self->size - start;
    }
  width = hark_framing_width_for (self->size - start, ends.n);
  for (gsize i = 0; i < ends.n; i++)
    append_offset (self, ends.ends[i], width);
  ends_clear (&ends);
  return is_written;
}

static gboolean
write_array (HarkWriting           *self,
             const HarkField  *field,
             gconstpointer     values,
             GError          **error)
{
  const char *at = AT (gconstpointer, (const char *) values + field->offset);
  gsize n = AT (gsize, (const char *) values + field->extra);

  if (hark_wire_kinds[field->kind].is_same && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    {
      append_copy (self, at, n * hark_wire_kinds[field->kind].size);
      return TRUE;
    }
  if (n > HARK_LIMIT_ELEMENTS && !hark_wire_kinds[field->kind].is_same)
    return hark_wire_fail (error, HARK_ERROR_LIMIT, field, "has too many elements");
  return write_elements (self, field, at, n, error);
}

static inline gboolean
write_field (HarkWriting           *self,
             const HarkField  *field,
             gconstpointer     values,
             GError          **error)
{
  switch ((HarkFieldForm) field->form)
    {
    case HARK_FIELD_PLAIN:
      return write_element (self, field, (const char *) values + field->offset, error);
    case HARK_FIELD_OPTIONAL:
      return write_optional (self, field, values, error);
    case HARK_FIELD_ARRAY:
      return write_array (self, field, values, error);
    }
  g_assert_not_reached ();
}

/* Where it is to begin. */
static gboolean
write_tuple (HarkWriting               *self,
             const HarkSignature  *signature,
             gconstpointer         values,
             GError              **error)
{
  gsize start = self->size;
  HarkTupleLayout whole = HARK_TUPLE_LAYOUT_INIT;
  gboolean is_written = TRUE;
  guint fixed, width;
  Ends ends;

  ends_init (&ends, signature->n_fields);
  for (guint i = 0; i < signature->n_fields && is_written; i++)
    {
      const HarkField *field = &signature->fields[i];
      HarkLayout layout = hark_wire_layout_of_field (field);

      align (self, layout.align);
      is_written = write_field (self, field, values, error);
      hark_tuple_layout_add (&whole, layout);
      if (layout.fixed == 0 && i + 1 < signature->n_fields)
        ends.ends[ends.n++] = self->size - start;
    }
  fixed = hark_tuple_layout_end (&whole).fixed;
  if (is_written && fixed > self->size - start)
    append_zeros (self, fixed - (self->size - start));
  width = hark_framing_width_for (self->size - start, ends.n);
  while (ends.n > 0)
    append_offset (self, ends.ends[--ends.n], width);
  ends_clear (&ends);
  return is_written;
}

/* What is written, if that is just what is there. (nullable) (transfer none) */
static GBytes *
find_lent (const HarkSignature *signature,
           gconstpointer        values)
{
  const HarkField *field = signature->fields;
  GBytes *bytes;

  if (signature->n_fields != 1 || field->kind != HARK_FIELD_BYTES || field->form != HARK_FIELD_PLAIN)
    return NULL;
  bytes = AT (GBytes *, (const char *) values + field->offset);
  return bytes != NULL && g_bytes_get_size (bytes) >= HARK_LARGE ? bytes : NULL;
}

gboolean
hark_payload_write (HarkWriting          *self,
                    const HarkSignature  *signature,
                    gconstpointer         values,
                    GError              **error)
{
  self->lent = find_lent (signature, values);
  if (self->lent != NULL)
    {
      self->data = (guint8 *) g_bytes_get_data (self->lent, &self->size);
      return TRUE;
    }
  self->data = self->first;
  self->size = 0;
  self->room = sizeof self->first;
  return write_tuple (self, signature, values, error);
}

void
hark_writing_clear (HarkWriting *self)
{
  if (self->data != self->first && self->lent == NULL)
    hark_large_free (self->data);
}

GBytes *
hark_writing_steal (HarkWriting *self)
{
  guint8 *data = self->data;

  if (self->lent != NULL)
    return g_bytes_ref (self->lent);
  if (data == self->first)
    return g_bytes_new (data, self->size);
  /* Somebody may count how much it is. */
  if (self->room >= HARK_LARGE && self->size < self->room - self->room / 4)
    data = hark_large_resize (data, self->size);
  self->data = self->first;
  return g_bytes_new_with_free_func (data, self->size, hark_large_free, data);
}

GBytes *
hark_writing_steal_large (HarkWriting *self)
{
  return self->size >= HARK_LARGE ? hark_writing_steal (self) : NULL;
}

GBytes *
hark_payload_encode (const HarkSignature  *signature,
                     gconstpointer         values,
                     GError              **error)
{
  HarkWriting writing;
  GBytes *bytes = NULL;

  g_return_val_if_fail (signature != NULL, NULL);
  g_return_val_if_fail (values != NULL || signature->n_fields == 0, NULL);

  if (hark_payload_write (&writing, signature, values, error))
    bytes = hark_writing_steal (&writing);
  hark_writing_clear (&writing);
  return bytes;
}

GVariant *
hark_values_to_variant (const HarkSignature  *signature,
                        gconstpointer         values,
                        GError              **error)
{
  g_autoptr(GBytes) bytes = hark_payload_encode (signature, values, error);
  g_autoptr(GVariant) variant = NULL;

  if (bytes == NULL)
    return NULL;
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (signature->variant_type), bytes, TRUE));
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_steal_pointer (&variant);
#endif
}
