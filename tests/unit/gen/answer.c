/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Answers: whatever a slot returns reaches whoever awaits it, as a copy of the
 * caller's own; and where there is none, the error does. */

#include "sample.h"

#include <hark/hark.h>

typedef struct
{
  Samples samples;
  HarkLoop *loop;
  TypesPlains *plains;
  TypesOptionals *optionals;
  TypesArrays *arrays;
} Fixture;

/* --- slots that answer with what they are asked --------------------------- */

#define GIVE(Class, name, type, copy)                                         \
  static type                                                                 \
  Class##_give_##name (Types##Class *self G_GNUC_UNUSED,                      \
                       type          value)                                   \
  {                                                                           \
    return copy (value);                                                      \
  }

GIVE (Plains, bool, gboolean, )
GIVE (Plains, byte, guint8, )
GIVE (Plains, int16, gint16, )
GIVE (Plains, uint16, guint16, )
GIVE (Plains, int32, gint32, )
GIVE (Plains, uint32, guint32, )
GIVE (Plains, int64, gint64, )
GIVE (Plains, uint64, guint64, )
GIVE (Plains, float, float, )
GIVE (Plains, double, double, )
GIVE (Plains, bytes, GBytes *, g_bytes_ref)
GIVE (Plains, duration, gint64, )
GIVE (Plains, timestamp, gint64, )
/* Floating: */
GIVE (Plains, variant, GVariant *, g_variant_new_variant)
GIVE (Plains, record, TypesPoint *, types_point_ref)
GIVE (Plains, enum, TypesSpeed, )
GIVE (Plains, flags, TypesRights, )

static char *
Plains_give_text (TypesPlains *self G_GNUC_UNUSED,
                  const char  *value)
{
  return g_strdup (value);
}

static const TypesPlainsSlots plains_slots = {
  .give_bool = Plains_give_bool,
  .give_byte = Plains_give_byte,
  .give_int16 = Plains_give_int16,
  .give_uint16 = Plains_give_uint16,
  .give_int32 = Plains_give_int32,
  .give_uint32 = Plains_give_uint32,
  .give_int64 = Plains_give_int64,
  .give_uint64 = Plains_give_uint64,
  .give_float = Plains_give_float,
  .give_double = Plains_give_double,
  .give_string = Plains_give_text,
  .give_bytes = Plains_give_bytes,
  .give_filename = Plains_give_text,
  .give_duration = Plains_give_duration,
  .give_timestamp = Plains_give_timestamp,
  .give_variant = Plains_give_variant,
  .give_record = Plains_give_record,
  .give_enum = Plains_give_enum,
  .give_flags = Plains_give_flags,
};

#define GIVE_IF(name, type)                                                   \
  static gboolean                                                             \
  Optionals_give_##name (TypesOptionals *self G_GNUC_UNUSED,                  \
                         gboolean        has_value,                           \
                         type            value,                               \
                         type           *result)                              \
  {                                                                           \
    if (has_value)                                                            \
      *result = value;                                                        \
    return has_value;                                                         \
  }

GIVE_IF (byte, guint8)
GIVE_IF (int16, gint16)
GIVE_IF (uint16, guint16)
GIVE_IF (int32, gint32)
GIVE_IF (uint32, guint32)
GIVE_IF (int64, gint64)
GIVE_IF (uint64, guint64)
GIVE_IF (float, float)
GIVE_IF (double, double)
GIVE_IF (duration, gint64)
GIVE_IF (timestamp, gint64)
GIVE_IF (enum, TypesSpeed)
GIVE_IF (flags, TypesRights)

static gboolean
Optionals_give_bool (TypesOptionals  *self G_GNUC_UNUSED,
                     gboolean         has_value,
                     gboolean         value,
                     gboolean        *result,
                     GError         **error)
{
  if (!has_value)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no value");
      return FALSE;
    }
  *result = value;
  return TRUE;
}

static char *
Optionals_give_string (TypesOptionals  *self G_GNUC_UNUSED,
                       const char      *value,
                       GError         **error G_GNUC_UNUSED)
{
  return g_strdup (value);
}

static char *
Optionals_give_filename (TypesOptionals *self G_GNUC_UNUSED,
                         const char     *value)
{
  return g_strdup (value);
}

#define REF_IF(value, ref) ((value) != NULL ? ref (value) : NULL)
#define bytes_if(value) REF_IF (value, g_bytes_ref)
#define variant_if(value) REF_IF (value, g_variant_ref)
#define point_if(value) REF_IF (value, types_point_ref)

GIVE (Optionals, bytes, GBytes *, bytes_if)
GIVE (Optionals, variant, GVariant *, variant_if)
GIVE (Optionals, record, TypesPoint *, point_if)

static const TypesOptionalsSlots optionals_slots = {
  .give_bool = Optionals_give_bool,
  .give_byte = Optionals_give_byte,
  .give_int16 = Optionals_give_int16,
  .give_uint16 = Optionals_give_uint16,
  .give_int32 = Optionals_give_int32,
  .give_uint32 = Optionals_give_uint32,
  .give_int64 = Optionals_give_int64,
  .give_uint64 = Optionals_give_uint64,
  .give_float = Optionals_give_float,
  .give_double = Optionals_give_double,
  .give_string = Optionals_give_string,
  .give_bytes = Optionals_give_bytes,
  .give_filename = Optionals_give_filename,
  .give_duration = Optionals_give_duration,
  .give_timestamp = Optionals_give_timestamp,
  .give_variant = Optionals_give_variant,
  .give_record = Optionals_give_record,
  .give_enum = Optionals_give_enum,
  .give_flags = Optionals_give_flags,
};

#define GIVE_ALL(name, type)                                                  \
  static type *                                                               \
  Arrays_give_##name (TypesArrays *self G_GNUC_UNUSED,                        \
                      const type  *value,                                     \
                      gsize        n_value,                                   \
                      gsize       *n_result)                                  \
  {                                                                           \
    *n_result = n_value;                                                      \
    return g_memdup2 (value, n_value * sizeof *value);                        \
  }

GIVE_ALL (bools, gboolean)
GIVE_ALL (int16s, gint16)
GIVE_ALL (uint16s, guint16)
GIVE_ALL (int32s, gint32)
GIVE_ALL (uint32s, guint32)
GIVE_ALL (int64s, gint64)
GIVE_ALL (uint64s, guint64)
GIVE_ALL (floats, float)
GIVE_ALL (doubles, double)
GIVE_ALL (durations, gint64)
GIVE_ALL (timestamps, gint64)
GIVE_ALL (speeds, TypesSpeed)
GIVE_ALL (rights, TypesRights)

static guint8 *
Arrays_give_octets (TypesArrays   *self G_GNUC_UNUSED,
                    const guint8  *value,
                    gsize          n_value,
                    gsize         *n_result,
                    GError       **error G_GNUC_UNUSED)
{
  *n_result = n_value;
  return g_memdup2 (value, n_value);
}

static char **
Arrays_give_strings (TypesArrays         *self G_GNUC_UNUSED,
                     const char *const  *value,
                     GError             **error G_GNUC_UNUSED)
{
  return g_strdupv ((char **) value);
}

static char **
Arrays_give_filenames (TypesArrays        *self G_GNUC_UNUSED,
                       const char *const *value)
{
  return g_strdupv ((char **) value);
}

static gpointer
copy_all (gconstpointer   pointers,
          gsize           n,
          gpointer      (*copy) (gpointer))
{
  gpointer *copies = g_memdup2 (pointers, n * sizeof *copies);

  for (gsize i = 0; i < n; i++)
    copy (copies[i]);
  return copies;
}

static gpointer
ref_bytes (gpointer bytes)
{
  return g_bytes_ref (bytes);
}

static gpointer
ref_variant (gpointer variant)
{
  return g_variant_ref (variant);
}

static GBytes **
Arrays_give_chunks (TypesArrays    *self G_GNUC_UNUSED,
                    GBytes *const *value,
                    gsize           n_value,
                    gsize          *n_result)
{
  *n_result = n_value;
  return copy_all (value, n_value, ref_bytes);
}

static GVariant **
Arrays_give_variants (TypesArrays      *self G_GNUC_UNUSED,
                      GVariant *const *value,
                      gsize             n_value,
                      gsize            *n_result)
{
  *n_result = n_value;
  return copy_all (value, n_value, ref_variant);
}

static TypesPoint **
Arrays_give_points (TypesArrays         *self G_GNUC_UNUSED,
                    TypesPoint *const  *value,
                    gsize                n_value,
                    gsize               *n_result,
                    GError             **error G_GNUC_UNUSED)
{
  *n_result = n_value;
  return copy_all (value, n_value, hark_values_ref);
}

static const TypesArraysSlots arrays_slots = {
  .give_bools = Arrays_give_bools,
  .give_octets = Arrays_give_octets,
  .give_int16s = Arrays_give_int16s,
  .give_uint16s = Arrays_give_uint16s,
  .give_int32s = Arrays_give_int32s,
  .give_uint32s = Arrays_give_uint32s,
  .give_int64s = Arrays_give_int64s,
  .give_uint64s = Arrays_give_uint64s,
  .give_floats = Arrays_give_floats,
  .give_doubles = Arrays_give_doubles,
  .give_strings = Arrays_give_strings,
  .give_chunks = Arrays_give_chunks,
  .give_filenames = Arrays_give_filenames,
  .give_durations = Arrays_give_durations,
  .give_timestamps = Arrays_give_timestamps,
  .give_variants = Arrays_give_variants,
  .give_points = Arrays_give_points,
  .give_speeds = Arrays_give_speeds,
  .give_rights = Arrays_give_rights,
};

static void
set_up (Fixture       *self,
        gconstpointer  data G_GNUC_UNUSED)
{
  samples_init (&self->samples);
  self->loop = hark_loop_new (NULL);
  hark_loop_start (self->loop);
  self->plains = types_plains_new (self->loop, &plains_slots, NULL, NULL);
  self->optionals = types_optionals_new (self->loop, &optionals_slots, NULL, NULL);
  self->arrays = types_arrays_new (self->loop, &arrays_slots, NULL, NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_object_unref (self->plains);
  g_object_unref (self->optionals);
  g_object_unref (self->arrays);
  hark_loop_run_until_idle (self->loop);
  g_object_unref (self->loop);
  samples_clear (&self->samples);
}

/* --- asking ---------------------------------------------------------------- */

#define WAIT HARK_FOREVER, NULL

#define ASK(name, type, sample)                                               \
  G_STMT_START {                                                              \
    type asked = (sample);                                                    \
    type result;                                                              \
                                                                              \
    g_assert_true (types_plains_await_give_##name (self->plains, asked, WAIT, \
                                                   &result, &error));         \
    g_assert_no_error (error);                                                \
    g_assert_true (result == asked);                                          \
  } G_STMT_END

static void
test_plain_answers_arrive (Fixture       *self,
                           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *string = NULL;
  g_autofree char *filename = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(GVariant) inside = NULL;
  g_autoptr(TypesPoint) point = NULL;

  ASK (bool, gboolean, TRUE);
  ASK (byte, guint8, 255);
  ASK (int16, gint16, G_MININT16);
  ASK (uint16, guint16, G_MAXUINT16);
  ASK (int32, gint32, G_MININT32);
  ASK (uint32, guint32, G_MAXUINT32);
  ASK (int64, gint64, G_MININT64);
  ASK (uint64, guint64, G_MAXUINT64);
  ASK (float, float, 0.25f);
  ASK (double, double, 0.1);
  ASK (duration, gint64, -1);
  ASK (timestamp, gint64, G_MAXINT64);
  ASK (enum, TypesSpeed, TYPES_SPEED_SLOW);
  ASK (flags, TypesRights, TYPES_RIGHTS_TOP | TYPES_RIGHTS_WRITE);

  g_assert_true (types_plains_await_give_string (self->plains, "a", WAIT, &string, &error));
  g_assert_cmpstr (string, ==, "a");
  g_assert_true (types_plains_await_give_filename (self->plains, "\xff", WAIT, &filename, &error));
  g_assert_cmpstr (filename, ==, "\xff");
  g_assert_true (types_plains_await_give_bytes (self->plains, self->samples.chunks[0], WAIT, &bytes, &error));
  g_assert_true (g_bytes_equal (bytes, self->samples.chunks[0]));
  g_assert_true (types_plains_await_give_variant (self->plains, g_variant_new_string ("in"), WAIT, &variant, &error));
  g_assert_false (g_variant_is_floating (variant));
  inside = g_variant_get_variant (variant);
  g_assert_cmpstr (g_variant_get_string (inside, NULL), ==, "in");
  g_assert_true (types_plains_await_give_record (self->plains, self->samples.points[1], WAIT, &point, &error));
  assert_same_point (point, self->samples.points[1]);
}

#define ASK_IF(name, type, sample)                                            \
  G_STMT_START {                                                              \
    type asked = (sample);                                                    \
    type result;                                                              \
    gboolean has_result = FALSE;                                              \
                                                                              \
    g_assert_true (types_optionals_await_give_##name (                        \
      self->optionals, TRUE, asked, WAIT, &has_result, &result, &error));     \
    g_assert_true (has_result);                                               \
    g_assert_true (result == asked);                                          \
    if (!g_str_equal (#name, "bool"))                                         \
      {                                                                       \
        g_assert_true (types_optionals_await_give_##name (                    \
          self->optionals, FALSE, asked, WAIT, &has_result, NULL, &error));   \
        g_assert_false (has_result);                                          \
      }                                                                       \
  } G_STMT_END

#define ASK_POINTER(name, Type, sample, free_result, assert_same)             \
  G_STMT_START {                                                              \
    Type *result = NULL;                                                      \
                                                                              \
    g_assert_true (types_optionals_await_give_##name (                        \
      self->optionals, sample, WAIT, &result, &error));                       \
    assert_same (result, sample);                                             \
    g_clear_pointer (&result, free_result);                                   \
    g_assert_true (types_optionals_await_give_##name (                        \
      self->optionals, NULL, WAIT, &result, &error));                         \
    g_assert_null (result);                                                   \
  } G_STMT_END

#define assert_same_text(a, b) g_assert_cmpstr (a, ==, b)
#define assert_same_bytes(a, b) g_assert_true (g_bytes_equal (a, b))
#define assert_same_variant(a, b) g_assert_true (g_variant_equal (a, b))

static void
test_optional_answers_arrive (Fixture       *self,
                              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr(GError) error = NULL;

  ASK_IF (bool, gboolean, TRUE);
  ASK_IF (byte, guint8, 255);
  ASK_IF (int16, gint16, G_MININT16);
  ASK_IF (uint16, guint16, G_MAXUINT16);
  ASK_IF (int32, gint32, G_MININT32);
  ASK_IF (uint32, guint32, G_MAXUINT32);
  ASK_IF (int64, gint64, G_MININT64);
  ASK_IF (uint64, guint64, G_MAXUINT64);
  ASK_IF (float, float, 0.25f);
  ASK_IF (double, double, 0.1);
  ASK_IF (duration, gint64, -1);
  ASK_IF (timestamp, gint64, G_MAXINT64);
  ASK_IF (enum, TypesSpeed, TYPES_SPEED_SLOW);
  ASK_IF (flags, TypesRights, TYPES_RIGHTS_TOP);
  ASK_POINTER (string, char, "a", g_free, assert_same_text);
  ASK_POINTER (filename, char, "\xff", g_free, assert_same_text);
  ASK_POINTER (bytes, GBytes, self->samples.chunks[0], g_bytes_unref, assert_same_bytes);
  ASK_POINTER (variant, GVariant, self->samples.variants[1], g_variant_unref, assert_same_variant);
  ASK_POINTER (record, TypesPoint, self->samples.points[0], types_point_unref, assert_same_point);
}

#define ASK_ALL(name, type, samples)                                          \
  G_STMT_START {                                                              \
    g_autofree type *result = NULL;                                           \
    gsize n_result = 0;                                                       \
                                                                              \
    g_assert_true (types_arrays_await_give_##name (                           \
      self->arrays, samples, N_SAMPLES, WAIT, &result, &n_result, &error));   \
    g_assert_cmpmem (result, n_result * sizeof *result, samples, sizeof samples); \
    g_clear_pointer (&result, g_free);                                        \
    g_assert_true (types_arrays_await_give_##name (                           \
      self->arrays, NULL, 0, WAIT, &result, &n_result, &error));              \
    g_assert_cmpuint (n_result, ==, 0);                                       \
  } G_STMT_END

#define ASK_POINTERS(name, Type, samples, free_result, assert_same)           \
  G_STMT_START {                                                              \
    g_autofree Type **result = NULL;                                          \
    gsize n_result = 0;                                                       \
                                                                              \
    g_assert_true (types_arrays_await_give_##name (                           \
      self->arrays, samples, N_SAMPLES, WAIT, &result, &n_result, &error));   \
    g_assert_cmpuint (n_result, ==, N_SAMPLES);                               \
    for (gsize i = 0; i < n_result; i++)                                      \
      {                                                                       \
        assert_same (result[i], samples[i]);                                  \
        free_result (result[i]);                                              \
      }                                                                       \
    g_clear_pointer (&result, g_free);                                        \
    g_assert_true (types_arrays_await_give_##name (                           \
      self->arrays, NULL, 0, WAIT, &result, &n_result, &error));              \
    g_assert_cmpuint (n_result, ==, 0);                                       \
  } G_STMT_END

static void
test_array_answers_arrive (Fixture       *self,
                           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) strings = NULL;
  g_auto(GStrv) filenames = NULL;
  g_auto(GStrv) nothing = NULL;

  ASK_ALL (bools, gboolean, sample_bools);
  ASK_ALL (octets, guint8, sample_octets);
  ASK_ALL (int16s, gint16, sample_int16s);
  ASK_ALL (uint16s, guint16, sample_uint16s);
  ASK_ALL (int32s, gint32, sample_int32s);
  ASK_ALL (uint32s, guint32, sample_uint32s);
  ASK_ALL (int64s, gint64, sample_int64s);
  ASK_ALL (uint64s, guint64, sample_uint64s);
  ASK_ALL (floats, float, sample_floats);
  ASK_ALL (doubles, double, sample_doubles);
  ASK_ALL (durations, gint64, sample_int64s);
  ASK_ALL (timestamps, gint64, sample_int64s);
  ASK_ALL (speeds, TypesSpeed, sample_speeds);
  ASK_ALL (rights, TypesRights, sample_rights);
  ASK_POINTERS (chunks, GBytes, self->samples.chunks, g_bytes_unref, assert_same_bytes);
  ASK_POINTERS (variants, GVariant, self->samples.variants, g_variant_unref, assert_same_variant);
  ASK_POINTERS (points, TypesPoint, self->samples.points, types_point_unref, assert_same_point);

  g_assert_true (types_arrays_await_give_strings (self->arrays, sample_strings, WAIT, &strings, &error));
  g_assert_true (g_strv_equal ((const char *const *) strings, sample_strings));
  g_assert_true (types_arrays_await_give_filenames (self->arrays, sample_filenames, WAIT, &filenames, &error));
  g_assert_true (g_strv_equal ((const char *const *) filenames, sample_filenames));
  g_assert_true (types_arrays_await_give_strings (self->arrays, NULL, WAIT, &nothing, &error));
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
}

static void
test_error_arrives_and_outputs_stay (Fixture       *self,
                                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr(GError) error = NULL;
  gboolean has_result = 5;
  gboolean result = 6;

  g_assert_false (types_optionals_await_give_bool (self->optionals, FALSE, FALSE, WAIT,
                                                   &has_result, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (has_result, ==, 5);
  g_assert_cmpint (result, ==, 6);
}

static void
open_if_whole (TypesGuard    *self G_GNUC_UNUSED,
               gboolean       has_trouble,
               TypesTrouble   trouble,
               GError       **error)
{
  if (has_trouble)
    g_set_error_literal (error, TYPES_TROUBLE, trouble, "it does not open");
}

static TypesTrouble
blame (TypesGuard          *self G_GNUC_UNUSED,
       const TypesTrouble  *troubles,
       gsize                n_troubles,
       GError             **error G_GNUC_UNUSED)
{
  return troubles[n_troubles - 1];
}

static void
test_errors_are_of_the_schemas_domain (Fixture       *self,
                                       gconstpointer  data G_GNUC_UNUSED)
{
  static const TypesGuardSlots slots = { .open = open_if_whole, .blame = blame };
  static const TypesTrouble troubles[] = { TYPES_TROUBLE_LOCKED, TYPES_TROUBLE_BROKEN };
  g_autoptr(TypesGuard) guard = types_guard_new (self->loop, &slots, NULL, NULL);
  g_autoptr(GError) error = NULL;
  TypesTrouble worst = TYPES_TROUBLE_LOCKED;

  g_assert_true (types_guard_await_open (guard, FALSE, TYPES_TROUBLE_LOCKED, WAIT, &error));
  g_assert_false (types_guard_await_open (guard, TRUE, TYPES_TROUBLE_BROKEN, WAIT, &error));
  g_assert_error (error, TYPES_TROUBLE, TYPES_TROUBLE_BROKEN);
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "types-trouble-quark");
  g_clear_error (&error);
  g_assert_true (types_guard_await_blame (guard, troubles, G_N_ELEMENTS (troubles), WAIT, &worst, &error));
  g_assert_cmpint (worst, ==, TYPES_TROUBLE_BROKEN);
}

static char *
give_nothing (TypesPlains *self G_GNUC_UNUSED,
              const char  *value G_GNUC_UNUSED)
{
  return NULL;
}

static void
test_no_result_is_an_error (Fixture       *self,
                            gconstpointer  data G_GNUC_UNUSED)
{
  static const TypesPlainsSlots slots = { .give_string = give_nothing };
  g_autoptr(TypesPlains) plains = types_plains_new (self->loop, &slots, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (types_plains_await_give_string (plains, "a", WAIT, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==,
                   "slot Types.Plains.give_string (string value) -> string gave no result");
}

static void
test_no_implementation_is_an_error (Fixture       *self,
                                    gconstpointer  data G_GNUC_UNUSED)
{
  static const TypesPlainsSlots slots = { .give_string = give_nothing };
  g_autoptr(TypesPlains) plains = types_plains_new (self->loop, &slots, NULL, NULL);
  g_autoptr(TypesOptionals) optionals = types_optionals_new (self->loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (types_plains_await_give_int32 (plains, 1, WAIT, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
  g_clear_error (&error);
  g_assert_false (types_optionals_await_give_bool (optionals, FALSE, FALSE, WAIT, NULL, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
}

/* --- a subclass ------------------------------------------------------------ */

typedef struct
{
  TypesPlains parent_instance;
} Doubler;

typedef struct
{
  TypesPlainsClass parent_class;
} DoublerClass;

static GType doubler_get_type (void);

G_DEFINE_TYPE (Doubler, doubler, TYPES_TYPE_PLAINS)

static gint32
doubler_give_int32 (TypesPlains *self G_GNUC_UNUSED,
                    gint32       value)
{
  return 2 * value;
}

static void
doubler_class_init (DoublerClass *klass)
{
  TYPES_PLAINS_CLASS (klass)->give_int32 = doubler_give_int32;
}

static void
doubler_init (Doubler *self G_GNUC_UNUSED)
{
}

static void
test_subclass_answers (Fixture       *self,
                       gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr(TypesPlains) plains = g_object_new (doubler_get_type (), "loop", self->loop, NULL);
  g_autoptr(GError) error = NULL;
  gint32 result = 0;

  g_assert_true (types_plains_await_give_int32 (plains, 21, WAIT, &result, &error));
  g_assert_cmpint (result, ==, 42);
  g_assert_false (types_plains_await_give_uint32 (plains, 21, WAIT, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/gen/answer/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("plain-answers-arrive", test_plain_answers_arrive);
  ADD ("optional-answers-arrive", test_optional_answers_arrive);
  ADD ("array-answers-arrive", test_array_answers_arrive);
  ADD ("error-arrives-and-outputs-stay", test_error_arrives_and_outputs_stay);
  ADD ("errors-are-of-the-schemas-domain", test_errors_are_of_the_schemas_domain);
  ADD ("no-result-is-an-error", test_no_result_is_an_error);
  ADD ("no-implementation-is-an-error", test_no_implementation_is_an_error);
  ADD ("subclass-answers", test_subclass_answers);
  return g_test_run ();
}
