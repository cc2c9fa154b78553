/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The samples, at the ends of what their types can hold, and comparisons field
 * by field: what is equal here is the same to a user. */

#include "sample.h"

const gboolean sample_bools[] = { TRUE, FALSE, TRUE };
const guint8 sample_octets[] = { 255, 0, 1 };
const gint16 sample_int16s[] = { G_MININT16, 0, G_MAXINT16 };
const guint16 sample_uint16s[] = { G_MAXUINT16, 0, 1 };
const gint32 sample_int32s[] = { G_MININT32, 0, G_MAXINT32 };
const guint32 sample_uint32s[] = { G_MAXUINT32, 0, 1 };
const gint64 sample_int64s[] = { G_MININT64, 0, G_MAXINT64 };
const guint64 sample_uint64s[] = { G_MAXUINT64, 0, 1 };
const float sample_floats[] = { 0.5f, -0.0f, 3.0e38f };
const double sample_doubles[] = { 0.1, -1.5, 1.0e308 };
const char *const sample_strings[] = { "a chair", "", "Stühle", NULL };
const char *const sample_filenames[] = { "/tmp/caf\xe9", "", "b", NULL };
const TypesSpeed sample_speeds[] = { TYPES_SPEED_SLOW, TYPES_SPEED_FAST, TYPES_SPEED_DEFAULT_SPEED };
const TypesRights sample_rights[] = { TYPES_RIGHTS_TOP | TYPES_RIGHTS_READ, 0, TYPES_RIGHTS_WRITE };

void
samples_init (Samples *self)
{
  *self = (Samples) {
    .points = { types_point_new (1, 2), types_point_new (-3, 0.25), types_point_new (0, 0) },
    .chunks = { g_bytes_new ("\0\1\2", 3), g_bytes_new (NULL, 0), g_bytes_new ("x", 1) },
    .variants = { g_variant_ref_sink (g_variant_new_string ("inside")),
                  g_variant_ref_sink (g_variant_new ("(ui)", 7, -7)),
                  g_variant_ref_sink (g_variant_new_variant (g_variant_new_boolean (TRUE))) },
  };
}

void
samples_clear (Samples *self)
{
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      g_clear_pointer (&self->points[i], types_point_unref);
      g_clear_pointer (&self->chunks[i], g_bytes_unref);
      g_clear_pointer (&self->variants[i], g_variant_unref);
    }
}

TypesPlain *
samples_plain (Samples *self)
{
  return types_plain_new (
    sample_bools[0], sample_octets[0], sample_int16s[0], sample_uint16s[0],
    sample_int32s[0], sample_uint32s[0], sample_int64s[0], sample_uint64s[0],
    sample_floats[0], sample_doubles[0], sample_strings[0], self->chunks[0],
    sample_filenames[0], sample_int64s[2], sample_int64s[0], self->variants[0],
    self->points[0], sample_speeds[0], sample_rights[0]);
}

TypesOptional *
samples_optional (Samples  *self,
                  gboolean  is_empty)
{
  if (is_empty)
    return types_optional_new (
      FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0,
      FALSE, 0, FALSE, 0, FALSE, 0, NULL, NULL, NULL, FALSE, 0, FALSE, 0,
      NULL, NULL, FALSE, 0, FALSE, 0);

  return types_optional_new (
    TRUE, sample_bools[0], TRUE, sample_octets[0], TRUE, sample_int16s[0],
    TRUE, sample_uint16s[0], TRUE, sample_int32s[0], TRUE, sample_uint32s[0],
    TRUE, sample_int64s[0], TRUE, sample_uint64s[0], TRUE, sample_floats[0],
    TRUE, sample_doubles[0], sample_strings[0], self->chunks[0],
    sample_filenames[0], TRUE, sample_int64s[2], TRUE, sample_int64s[0],
    self->variants[0], self->points[0], TRUE, sample_speeds[0],
    TRUE, sample_rights[0]);
}

TypesArray *
samples_array (Samples  *self,
               gboolean  is_empty)
{
  const gsize n = is_empty ? 0 : N_SAMPLES;
  const char *const nothing[] = { NULL };

  return types_array_new (
    sample_bools, n, sample_octets, n, sample_int16s, n, sample_uint16s, n,
    sample_int32s, n, sample_uint32s, n, sample_int64s, n, sample_uint64s, n,
    sample_floats, n, sample_doubles, n, is_empty ? nothing : sample_strings,
    self->chunks, n, is_empty ? NULL : sample_filenames, sample_int64s, n,
    sample_int64s, n, self->variants, n, self->points, n, sample_speeds, n,
    sample_rights, n);
}

/* --- comparing ------------------------------------------------------------ */

void
assert_same_point (const TypesPoint *a,
                   const TypesPoint *b)
{
  g_assert_cmpfloat (a->x, ==, b->x);
  g_assert_cmpfloat (a->y, ==, b->y);
}

static void
assert_same_bytes (GBytes *a,
                   GBytes *b)
{
  g_assert_true (g_bytes_equal (a, b));
}

static void
assert_same_variant (GVariant *a,
                     GVariant *b)
{
  g_assert_true (g_variant_equal (a, b));
}

#define SCALAR(field) g_assert_true (a->field == b->field)
#define STRING(field) g_assert_cmpstr (a->field, ==, b->field)
#define SAME_IF_THERE(field, assert_same)                                     \
  G_STMT_START {                                                              \
    g_assert_true ((a->field == NULL) == (b->field == NULL));                 \
    if (a->field != NULL)                                                     \
      assert_same (a->field, b->field);                                       \
  } G_STMT_END

void
assert_same_plain (const TypesPlain *a,
                   const TypesPlain *b)
{
  SCALAR (a_bool);
  SCALAR (a_byte);
  SCALAR (an_int16);
  SCALAR (a_uint16);
  SCALAR (an_int32);
  SCALAR (a_uint32);
  SCALAR (an_int64);
  SCALAR (a_uint64);
  SCALAR (a_float);
  SCALAR (a_double);
  STRING (a_string);
  assert_same_bytes (a->some_bytes, b->some_bytes);
  STRING (a_filename);
  SCALAR (a_duration);
  SCALAR (a_timestamp);
  assert_same_variant (a->a_variant, b->a_variant);
  assert_same_point (a->a_record, b->a_record);
  SCALAR (an_enum);
  SCALAR (some_flags);
}

#define OPTIONAL(field)                                                       \
  G_STMT_START {                                                              \
    SCALAR (has_##field);                                                     \
    if (a->has_##field)                                                       \
      SCALAR (field);                                                         \
  } G_STMT_END

void
assert_same_optional (const TypesOptional *a,
                      const TypesOptional *b)
{
  OPTIONAL (a_bool);
  OPTIONAL (a_byte);
  OPTIONAL (an_int16);
  OPTIONAL (a_uint16);
  OPTIONAL (an_int32);
  OPTIONAL (a_uint32);
  OPTIONAL (an_int64);
  OPTIONAL (a_uint64);
  OPTIONAL (a_float);
  OPTIONAL (a_double);
  STRING (a_string);
  SAME_IF_THERE (some_bytes, assert_same_bytes);
  STRING (a_filename);
  OPTIONAL (a_duration);
  OPTIONAL (a_timestamp);
  SAME_IF_THERE (a_variant, assert_same_variant);
  SAME_IF_THERE (a_record, assert_same_point);
  OPTIONAL (an_enum);
  OPTIONAL (some_flags);
}

#define EACH(field, assert_same)                                              \
  G_STMT_START {                                                              \
    SCALAR (n_##field);                                                       \
    for (gsize i = 0; i < a->n_##field; i++)                                  \
      assert_same (field[i]);                                                 \
  } G_STMT_END
#define POINTERS(field, assert_same)                                          \
  G_STMT_START {                                                              \
    SCALAR (n_##field);                                                       \
    for (gsize i = 0; i < a->n_##field; i++)                                  \
      assert_same (a->field[i], b->field[i]);                                 \
    g_assert_null (a->field[a->n_##field]);                                   \
    g_assert_null (b->field[b->n_##field]);                                   \
  } G_STMT_END

void
assert_same_array (const TypesArray *a,
                   const TypesArray *b)
{
  EACH (bools, SCALAR);
  EACH (octets, SCALAR);
  EACH (int16s, SCALAR);
  EACH (uint16s, SCALAR);
  EACH (int32s, SCALAR);
  EACH (uint32s, SCALAR);
  EACH (int64s, SCALAR);
  EACH (uint64s, SCALAR);
  EACH (floats, SCALAR);
  EACH (doubles, SCALAR);
  EACH (strings, STRING);
  POINTERS (chunks, assert_same_bytes);
  EACH (filenames, STRING);
  EACH (durations, SCALAR);
  EACH (timestamps, SCALAR);
  POINTERS (variants, assert_same_variant);
  POINTERS (points, assert_same_point);
  EACH (speeds, SCALAR);
  EACH (rights, SCALAR);
  g_assert_null (a->strings[a->n_strings]);
  g_assert_null (b->strings[b->n_strings]);
  g_assert_null (a->filenames[a->n_filenames]);
  g_assert_null (b->filenames[b->n_filenames]);
}
