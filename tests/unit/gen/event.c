/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Events and slots without an answer: what is emitted arrives, whatever its
 * type, and costs the emitter nothing but what it gave away. */

#include "sample.h"

#include <hark/hark.h>

/* What an emission with all arguments carries is laid out as a record with the
 * same fields: so the slots below make that record. */

static void
plain_arrives (TypesPlains *self, gboolean a_bool, guint8 a_byte,
               gint16 an_int16, guint16 a_uint16, gint32 an_int32,
               guint32 a_uint32, gint64 an_int64, guint64 a_uint64,
               float a_float, double a_double, const char *a_string,
               GBytes *some_bytes, const char *a_filename, gint64 a_duration,
               gint64 a_timestamp, GVariant *a_variant, TypesPoint *a_record,
               TypesSpeed an_enum, TypesRights some_flags)
{
  TypesPlain **arrived = types_plains_get_data (self);

  g_assert_null (*arrived);
  *arrived = types_plain_new (a_bool, a_byte, an_int16, a_uint16, an_int32,
                              a_uint32, an_int64, a_uint64, a_float, a_double,
                              a_string, some_bytes, a_filename, a_duration,
                              a_timestamp, a_variant, a_record, an_enum,
                              some_flags);
}

static void
emit_plain (TypesPlains      *emitter,
            const TypesPlain *plain)
{
  types_plains_emit_emitted (emitter, plain->a_bool, plain->a_byte,
                             plain->an_int16, plain->a_uint16, plain->an_int32,
                             plain->a_uint32, plain->an_int64, plain->a_uint64,
                             plain->a_float, plain->a_double, plain->a_string,
                             plain->some_bytes, plain->a_filename,
                             plain->a_duration, plain->a_timestamp,
                             plain->a_variant, plain->a_record, plain->an_enum,
                             plain->some_flags);
}

static void
optional_arrives (TypesOptionals *self, gboolean has_a_bool, gboolean a_bool,
                  gboolean has_a_byte, guint8 a_byte, gboolean has_an_int16,
                  gint16 an_int16, gboolean has_a_uint16, guint16 a_uint16,
                  gboolean has_an_int32, gint32 an_int32,
                  gboolean has_a_uint32, guint32 a_uint32,
                  gboolean has_an_int64, gint64 an_int64,
                  gboolean has_a_uint64, guint64 a_uint64,
                  gboolean has_a_float, float a_float, gboolean has_a_double,
                  double a_double, const char *a_string, GBytes *some_bytes,
                  const char *a_filename, gboolean has_a_duration,
                  gint64 a_duration, gboolean has_a_timestamp,
                  gint64 a_timestamp, GVariant *a_variant,
                  TypesPoint *a_record, gboolean has_an_enum,
                  TypesSpeed an_enum, gboolean has_some_flags,
                  TypesRights some_flags)
{
  TypesOptional **arrived = types_optionals_get_data (self);

  g_assert_null (*arrived);
  *arrived = types_optional_new (
    has_a_bool, a_bool, has_a_byte, a_byte, has_an_int16, an_int16,
    has_a_uint16, a_uint16, has_an_int32, an_int32, has_a_uint32, a_uint32,
    has_an_int64, an_int64, has_a_uint64, a_uint64, has_a_float, a_float,
    has_a_double, a_double, a_string, some_bytes, a_filename, has_a_duration,
    a_duration, has_a_timestamp, a_timestamp, a_variant, a_record, has_an_enum,
    an_enum, has_some_flags, some_flags);
}

static void
emit_optional (TypesOptionals      *emitter,
               const TypesOptional *from)
{
  types_optionals_emit_emitted (
    emitter, from->has_a_bool, from->a_bool, from->has_a_byte, from->a_byte,
    from->has_an_int16, from->an_int16, from->has_a_uint16, from->a_uint16,
    from->has_an_int32, from->an_int32, from->has_a_uint32, from->a_uint32,
    from->has_an_int64, from->an_int64, from->has_a_uint64, from->a_uint64,
    from->has_a_float, from->a_float, from->has_a_double, from->a_double,
    from->a_string, from->some_bytes, from->a_filename, from->has_a_duration,
    from->a_duration, from->has_a_timestamp, from->a_timestamp,
    from->a_variant, from->a_record, from->has_an_enum, from->an_enum,
    from->has_some_flags, from->some_flags);
}

static void
array_arrives (TypesArrays *self, const gboolean *bools, gsize n_bools,
               const guint8 *octets, gsize n_octets, const gint16 *int16s,
               gsize n_int16s, const guint16 *uint16s, gsize n_uint16s,
               const gint32 *int32s, gsize n_int32s, const guint32 *uint32s,
               gsize n_uint32s, const gint64 *int64s, gsize n_int64s,
               const guint64 *uint64s, gsize n_uint64s, const float *floats,
               gsize n_floats, const double *doubles, gsize n_doubles,
               const char *const *strings, GBytes *const *chunks,
               gsize n_chunks, const char *const *filenames,
               const gint64 *durations, gsize n_durations,
               const gint64 *timestamps, gsize n_timestamps,
               GVariant *const *variants, gsize n_variants,
               TypesPoint *const *points, gsize n_points,
               const TypesSpeed *speeds, gsize n_speeds,
               const TypesRights *rights, gsize n_rights)
{
  TypesArray **arrived = types_arrays_get_data (self);

  g_assert_null (*arrived);
  *arrived = types_array_new (
    bools, n_bools, octets, n_octets, int16s, n_int16s, uint16s, n_uint16s,
    int32s, n_int32s, uint32s, n_uint32s, int64s, n_int64s, uint64s, n_uint64s,
    floats, n_floats, doubles, n_doubles, strings, chunks, n_chunks, filenames,
    durations, n_durations, timestamps, n_timestamps, variants, n_variants,
    points, n_points, speeds, n_speeds, rights, n_rights);
}

static void
emit_array (TypesArrays      *emitter,
            const TypesArray *from)
{
  types_arrays_emit_emitted (
    emitter, from->bools, from->n_bools, from->octets, from->n_octets,
    from->int16s, from->n_int16s, from->uint16s, from->n_uint16s, from->int32s,
    from->n_int32s, from->uint32s, from->n_uint32s, from->int64s,
    from->n_int64s, from->uint64s, from->n_uint64s, from->floats,
    from->n_floats, from->doubles, from->n_doubles, from->strings,
    from->chunks, from->n_chunks, from->filenames, from->durations,
    from->n_durations, from->timestamps, from->n_timestamps, from->variants,
    from->n_variants, from->points, from->n_points, from->speeds,
    from->n_speeds, from->rights, from->n_rights);
}

/* A signal has its own idea of arrays. */
static void
array_signalled (TypesArrays *self, const gboolean *bools, int n_bools,
                 const guint8 *octets, int n_octets, const gint16 *int16s,
                 int n_int16s, const guint16 *uint16s, int n_uint16s,
                 const gint32 *int32s, int n_int32s, const guint32 *uint32s,
                 int n_uint32s, const gint64 *int64s, int n_int64s,
                 const guint64 *uint64s, int n_uint64s, const float *floats,
                 int n_floats, const double *doubles, int n_doubles,
                 const char *const *strings, GPtrArray *chunks,
                 const char *const *filenames, const gint64 *durations,
                 int n_durations, const gint64 *timestamps, int n_timestamps,
                 GPtrArray *variants, GPtrArray *points,
                 const TypesSpeed *speeds, int n_speeds,
                 const TypesRights *rights, int n_rights, gpointer data)
{
  array_arrives (self, bools, n_bools, octets, n_octets, int16s, n_int16s,
                 uint16s, n_uint16s, int32s, n_int32s, uint32s, n_uint32s,
                 int64s, n_int64s, uint64s, n_uint64s, floats, n_floats,
                 doubles, n_doubles, strings, (GBytes **) chunks->pdata,
                 chunks->len, filenames, durations, n_durations, timestamps,
                 n_timestamps, (GVariant **) variants->pdata, variants->len,
                 (TypesPoint **) points->pdata, points->len, speeds, n_speeds,
                 rights, n_rights);
}

#define plain_signalled    plain_arrives
#define optional_signalled optional_arrives

static const TypesPlainsSlots plains_slots = { .on_emitted = plain_arrives };
static const TypesOptionalsSlots optionals_slots = { .on_emitted = optional_arrives };
static const TypesArraysSlots arrays_slots = { .on_emitted = array_arrives };

/* Emits @before, made after connecting and gone before the loop runs, and
 * expects it three times: in a slot, to which another forwards it, in the boxed
 * values of a future, and in a signal, whose handler has the slot's parameters,
 * but for arrays. */
#define ARRIVES(Type, type, make)                                             \
  G_STMT_START {                                                              \
    g_autoptr(HarkLoop) loop = hark_loop_new (NULL);                          \
    g_autoptr(Type) arrived = NULL;                                           \
    g_autoptr(Type) signalled = NULL;                                         \
    g_autoptr(Type##s) emitter =                                              \
      types_##type##s_new (loop, NULL, &signalled, NULL);                     \
    g_autoptr(Type##s) relay = types_##type##s_new (loop, NULL, NULL, NULL);  \
    g_autoptr(Type##s) receiver =                                             \
      types_##type##s_new (loop, &type##s_slots, &arrived, NULL);             \
    g_autoptr(HarkFuture) future = NULL;                                      \
    g_autoptr(Type##sEmitted) emitted = NULL;                                 \
    g_autoptr(Type) before = make;                                            \
    g_autoptr(GError) error = NULL;                                           \
                                                                              \
    HARK_CONNECT (emitter, types_##type##s_emitted,                           \
                  relay, types_##type##s_on_emitted);                         \
    HARK_CONNECT (relay, types_##type##s_emitted,                             \
                  receiver, types_##type##s_on_emitted);                      \
    future = types_##type##s_next_emitted (emitter);                          \
    hark_object_enable_signals (HARK_OBJECT (emitter));                       \
    g_signal_connect (emitter, "emitted", G_CALLBACK (type##_signalled), NULL);\
    emit_##type (emitter, before);                                            \
    g_clear_pointer (&before, types_##type##_unref);                          \
    g_assert_null (arrived);                                                  \
    hark_loop_run_until_idle (loop);                                          \
                                                                              \
    before = make;                                                            \
    g_assert_nonnull (arrived);                                               \
    assert_same_##type (before, arrived);                                     \
    g_assert_nonnull (signalled);                                             \
    assert_same_##type (before, signalled);                                   \
    emitted = types_##type##s_finish_emitted (future, &error);                \
    g_assert_no_error (error);                                                \
    assert_same_##type (before, (const Type *) emitted);                      \
  } G_STMT_END

static void
test_plain_values_arrive (void)
{
  g_auto(Samples) samples;

  samples_init (&samples);
  ARRIVES (TypesPlain, plain, samples_plain (&samples));
}

static void
test_optional_values_arrive (void)
{
  g_auto(Samples) samples;

  samples_init (&samples);
  ARRIVES (TypesOptional, optional, samples_optional (&samples, FALSE));
  ARRIVES (TypesOptional, optional, samples_optional (&samples, TRUE));
}

static void
test_arrays_arrive (void)
{
  g_auto(Samples) samples;

  samples_init (&samples);
  ARRIVES (TypesArray, array, samples_array (&samples, FALSE));
  ARRIVES (TypesArray, array, samples_array (&samples, TRUE));
}

static const char all_there[] =
  "emitted (a_bool: true, a_byte: 255, an_int16: -32768, a_uint16: 65535, an_int32: -2147483648, "
  "a_uint32: 4294967295, an_int64: -9223372036854775808, a_uint64: 18446744073709551615, a_float: 0.5, "
  "a_double: 0.1, a_string: \"a chair\", some_bytes: <3 bytes: 00 01 02>, a_filename: \"/tmp/caf\xef\xbf\xbd\", "
  "a_duration: 9223372036854775807, a_timestamp: -9223372036854775808, a_variant: <'inside'>, "
  "a_record: Types.Point {x: 1, y: 2}, an_enum: -1, some_flags: 2147483649)";
static const char none_there[] =
  "emitted (a_bool: null, a_byte: null, an_int16: null, a_uint16: null, an_int32: null, a_uint32: null, "
  "an_int64: null, a_uint64: null, a_float: null, a_double: null, a_string: null, some_bytes: null, "
  "a_filename: null, a_duration: null, a_timestamp: null, a_variant: null, a_record: null, an_enum: null, "
  "some_flags: null)";
static const char all_empty[] =
  "emitted (bools: [], octets: [], int16s: [], uint16s: [], int32s: [], uint32s: [], int64s: [], uint64s: [], "
  "floats: [], doubles: [], strings: [], chunks: [], filenames: [], durations: [], timestamps: [], variants: [], "
  "points: [], speeds: [], rights: [])";
static const char all_filled[] =
  "emitted (bools: [true, false, true], octets: [255, 0, 1], int16s: [-32768, 0, 32767], uint16s: [65535, 0, 1], "
  "int32s: [-2147483648, 0, 2147483647], uint32s: [4294967295, 0, 1], "
  "int64s: [-9223372036854775808, 0, 9223372036854775807], uint64s: [18446744073709551615, 0, 1], "
  "floats: [0.5, -0, 3e+38], doubles: [0.1, -1.5, 1e+308], strings: [\"a chair\", \"\", \"Stühle\"], "
  "chunks: [<3 bytes: 00 01 02>, <0 bytes>, <1 bytes: 78>], "
  "filenames: [\"/tmp/caf\xef\xbf\xbd\", \"\", \"b\"], "
  "durations: [-9223372036854775808, 0, 9223372036854775807], "
  "timestamps: [-9223372036854775808, 0, 9223372036854775807], "
  "variants: [<'inside'>, <(uint32 7, -7)>, <<true>>], "
  "points: [Types.Point {x: 1, y: 2}, Types.Point {x: -3, y: 0.25}, Types.Point {x: 0, y: 0}], "
  "speeds: [-1, 1, 2], rights: [2147483649, 0, 2])";

/* What a spy says of an emission of @make. */
#define READS(Type, type, make, expected)                                     \
  G_STMT_START {                                                              \
    g_autoptr(HarkLoop) loop = hark_loop_new (NULL);                          \
    g_autoptr(Type##s) emitter = types_##type##s_new (loop, NULL, NULL, NULL);\
    g_autoptr(HarkSpy) spy = HARK_SPY_ON (emitter, types_##type##s_emitted);  \
    g_autoptr(Type) sample = make;                                            \
    g_autofree char *text = NULL;                                             \
                                                                              \
    emit_##type (emitter, sample);                                            \
    text = hark_spy_describe (spy, 0);                                        \
    g_assert_cmpstr (text, ==, expected);                                     \
  } G_STMT_END

static void
test_a_spy_reads_all_types (void)
{
  g_auto(Samples) samples;

  samples_init (&samples);
  READS (TypesPlain, plain, samples_plain (&samples), all_there);
  READS (TypesOptional, optional, samples_optional (&samples, TRUE), none_there);
  READS (TypesOptional, optional, samples_optional (&samples, FALSE), all_there);
  READS (TypesArray, array, samples_array (&samples, TRUE), all_empty);
  READS (TypesArray, array, samples_array (&samples, FALSE), all_filled);
}

static void
test_slots_are_called_directly (void)
{
  g_auto(Samples) samples;
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(TypesPlain) arrived = NULL;
  g_autoptr(TypesPlain) expected = NULL;
  g_autoptr(TypesPlains) receiver = types_plains_new (loop, &plains_slots, &arrived, NULL);

  samples_init (&samples);
  expected = samples_plain (&samples);
  g_assert_true (types_plains_on_emitted (
    receiver, expected->a_bool, expected->a_byte, expected->an_int16,
    expected->a_uint16, expected->an_int32, expected->a_uint32,
    expected->an_int64, expected->a_uint64, expected->a_float,
    expected->a_double, expected->a_string, expected->some_bytes,
    expected->a_filename, expected->a_duration, expected->a_timestamp,
    expected->a_variant, expected->a_record, expected->an_enum,
    expected->some_flags));
  g_assert_null (arrived);
  hark_loop_run_until_idle (loop);
  assert_same_plain (arrived, expected);
}

static void
test_floating_variants_are_consumed_unheard (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(TypesPlains) plains = types_plains_new (loop, NULL, NULL, NULL);
  g_autoptr(TypesArrays) arrays = types_arrays_new (loop, NULL, NULL, NULL);
  g_autoptr(TypesPoint) point = types_point_new (0, 0);
  g_autoptr(GBytes) bytes = g_bytes_new (NULL, 0);
  GVariant *one = g_variant_ref (g_variant_new_int32 (1));
  GVariant *two = g_variant_ref (g_variant_new_int32 (2));

  /* Each has one reference of ours, and the floating one. */
  types_plains_emit_emitted (plains, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "", bytes, "", 0,
                             0, one, point, TYPES_SPEED_SLOW, 0);
  types_arrays_emit_emitted (arrays, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                             NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL,
                             NULL, 0, NULL, NULL, 0, NULL, 0, &two, 1, NULL, 0,
                             NULL, 0, NULL, 0);
  g_assert_false (g_variant_is_floating (one));
  g_assert_false (g_variant_is_floating (two));
  g_variant_unref (one);
  g_variant_unref (two);
}

static void
test_missing_arguments_are_criticals (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
      g_autoptr(TypesPlains) plains = types_plains_new (loop, NULL, NULL, NULL);
      g_autoptr(HarkFuture) future = types_plains_next_emitted (plains);
      g_autoptr(TypesPoint) point = types_point_new (0, 0);

      g_assert_nonnull (future);
      types_plains_emit_emitted (plains, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, "",
                                 0, 0, NULL, point, TYPES_SPEED_SLOW, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*types_plains_emit_emitted: assertion 'a_string != NULL' failed*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gen/event/plain-values-arrive", test_plain_values_arrive);
  g_test_add_func ("/gen/event/optional-values-arrive", test_optional_values_arrive);
  g_test_add_func ("/gen/event/arrays-arrive", test_arrays_arrive);
  g_test_add_func ("/gen/event/a-spy-reads-all-types", test_a_spy_reads_all_types);
  g_test_add_func ("/gen/event/slots-are-called-directly", test_slots_are_called_directly);
  g_test_add_func ("/gen/event/floating-variants-are-consumed-unheard", test_floating_variants_are_consumed_unheard);
  g_test_add_func ("/gen/event/missing-arguments-are-criticals", test_missing_arguments_are_criticals);
  return g_test_run ();
}
