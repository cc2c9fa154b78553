/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Values: an immutable tuple in one block of memory, laid out by a signature.
 * A record, the arguments of an event and the answer of a slot are all values.
 * A pointer to values is a pointer to their first field; the count of
 * references lies before it. Only generated code and bindings need this
 * header: users see the typed names that the generator gives. */

#include <hark/types.h>

#ifndef __GI_SCANNER__

G_BEGIN_DECLS

/**
 * HarkFieldKind:
 *
 * The C type of one field: `gboolean`, `guint8`, ... as in the schema's words;
 * @HARK_FIELD_STRING and @HARK_FIELD_FILENAME are `const char *`,
 * @HARK_FIELD_BYTES `GBytes *`, @HARK_FIELD_DURATION and
 * @HARK_FIELD_TIMESTAMP `gint64` microseconds (the latter since 1970, UTC),
 * @HARK_FIELD_VARIANT `GVariant *`, @HARK_FIELD_RECORD a pointer to values,
 * @HARK_FIELD_ENUM a C enumeration (int), @HARK_FIELD_FLAGS one (unsigned).
 */
typedef enum
{
  HARK_FIELD_BOOL,
  HARK_FIELD_BYTE,
  HARK_FIELD_INT16,
  HARK_FIELD_UINT16,
  HARK_FIELD_INT32,
  HARK_FIELD_UINT32,
  HARK_FIELD_INT64,
  HARK_FIELD_UINT64,
  HARK_FIELD_FLOAT,
  HARK_FIELD_DOUBLE,
  HARK_FIELD_STRING,
  HARK_FIELD_BYTES,
  HARK_FIELD_FILENAME,
  HARK_FIELD_DURATION,
  HARK_FIELD_TIMESTAMP,
  HARK_FIELD_VARIANT,
  HARK_FIELD_RECORD,
  HARK_FIELD_ENUM,
  HARK_FIELD_FLAGS,
} HarkFieldKind;

/**
 * HarkFieldForm:
 * @HARK_FIELD_PLAIN: one value at @offset
 * @HARK_FIELD_OPTIONAL: a pointer that may be %NULL at @offset; for scalars,
 *   enumerations and flags a `gboolean has_x` at @extra and the value at @offset
 * @HARK_FIELD_ARRAY: a pointer to the first element at @offset and a `gsize`
 *   count at @extra. An array of pointers ends with a %NULL that the count
 *   leaves out.
 */
typedef enum
{
  HARK_FIELD_PLAIN,
  HARK_FIELD_OPTIONAL,
  HARK_FIELD_ARRAY,
} HarkFieldForm;

/* One field of a tuple. */
struct _HarkField
{
  const char          *name;
  guint8               kind;    /* HarkFieldKind */
  guint8               form;    /* HarkFieldForm */
  guint16              offset;
  guint16              extra;
  const HarkSignature *record;  /* of HARK_FIELD_RECORD, else NULL */
  const gint32        *numbers; /* reserved for enumerations: NULL */
};

/* A tuple: how it reads in a schema, lies in memory and goes over a wire.
 * Static and immutable; its size never changes. */
struct _HarkSignature
{
  const char      *name;         /* "(string, uint64)", or a record's "Workshop.Order" */
  const char      *text;         /* "(string product, uint64 serial)" for people */
  const char      *variant_type; /* "(st)" */
  guint64          fingerprint;  /* over everything that shapes the bytes */
  const HarkField *fields;
  guint            n_fields;
  guint            size;         /* of the C struct */

  /* How many bytes a packed copy takes; NULL: @size. */
  gsize          (*measure) (gconstpointer values);
  /* Copies @values and all they point to into @packed (measured, aligned to
   * 8 bytes), taking references where there are any; NULL: memcpy. */
  void           (*pack)    (gconstpointer values,
                             gpointer      packed);
  /* Drops the references of a packed copy; NULL: it has none. */
  void           (*clear)   (gpointer      packed);

  /* So many fields at the end may be missing in what somebody else sends: they are optional
   * or have a default. @appended: a fingerprint for each of them, of the fields before it.
   * @defaults: a C struct with what stands for those that are missing; NULL: zeros. */
  guint            n_appended;
  const guint64   *appended;
  gconstpointer    defaults;

  gpointer         padding[3];
};

/**
 * hark_values_new:
 * @signature: their layout
 * @values: a C struct of that layout, borrowed
 *
 * Returns: (transfer full): an immutable copy. Thread: any.
 */
HARK_API gpointer hark_values_new   (const HarkSignature *signature,
                                     gconstpointer        values);
HARK_API gpointer hark_values_ref   (gpointer             values);
HARK_API void     hark_values_unref (gpointer             values);

/**
 * hark_values_get_signature:
 * @values: made by hark_values_new()
 */
HARK_API const HarkSignature *hark_values_get_signature (gconstpointer values);

/**
 * hark_values_to_variant:
 * @signature: their layout
 * @values: a C struct of that layout
 * @error: a string that is not UTF-8 (%HARK_ERROR_INVALID)
 *
 * Returns: (transfer full): a tuple of type @signature->variant_type, not
 *   floating, or %NULL
 */
HARK_API GVariant *hark_values_to_variant (const HarkSignature  *signature,
                                           gconstpointer         values,
                                           GError              **error);

/**
 * hark_values_from_variant:
 * @signature: the layout wanted
 * @variant: a tuple, from anywhere: it is checked
 * @error: a type that differs, bytes that are not in normal form
 *   (%HARK_ERROR_INVALID)
 *
 * Returns: (transfer full): the values, or %NULL
 */
HARK_API gpointer  hark_values_from_variant (const HarkSignature  *signature,
                                             GVariant             *variant,
                                             GError              **error);

/* --- what generated measure() and pack() are made of --- */

/* Bytes that a packed string takes behind the struct. */
static inline gsize
hark_measure_string (const char *string)
{
  return string != NULL ? __builtin_strlen (string) + 1 : 0;
}

/* Bytes that an array of @n elements of @size bytes takes at most, its
 * alignment to 8 bytes counted in. */
static inline gsize
hark_measure_array (gsize n,
                    gsize size)
{
  return n * size + 7;
}

/* Copies @string to *@tail and moves *@tail behind it. */
static inline const char *
hark_pack_string (char       **tail,
                  const char  *string)
{
  char *copy = *tail;
  gsize n;

  if (string == NULL)
    return NULL;

  n = __builtin_strlen (string) + 1;
  __builtin_memcpy (copy, string, n);
  *tail = copy + n;
  return copy;
}

/* Copies @n_bytes to *@tail, aligned to 8 bytes, and moves *@tail behind. */
static inline gpointer
hark_pack_memory (char          **tail,
                  gconstpointer   memory,
                  gsize           n_bytes)
{
  char *copy = (char *) (((guintptr) *tail + 7) & ~(guintptr) 7);

  if (n_bytes > 0)
    __builtin_memcpy (copy, memory, n_bytes);
  *tail = copy + n_bytes;
  return copy;
}

G_END_DECLS

#endif
