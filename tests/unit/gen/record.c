/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Records: copies of what they are made of, shared by reference, and the same
 * again after a trip through a variant or a builder. */

#include "sample.h"

static void
test_keeps_its_fields (void)
{
  g_auto(Samples) samples;
  g_autoptr(TypesPlain) plain = NULL;
  g_autoptr(TypesPlain) again = NULL;

  samples_init (&samples);
  plain = samples_plain (&samples);
  g_assert_cmpstr (plain->a_string, ==, sample_strings[0]);
  g_assert_true (plain->a_string != sample_strings[0]);
  g_assert_cmpint (plain->an_int64, ==, G_MININT64);
  g_assert_true (plain->a_record == samples.points[0]);
  g_assert_cmpint (plain->some_flags, ==, (TypesRights) (TYPES_RIGHTS_TOP | TYPES_RIGHTS_READ));

  /* What it was made of may go. */
  samples_clear (&samples);
  samples_init (&samples);
  again = samples_plain (&samples);
  assert_same_plain (plain, again);
}

static void
test_is_shared_by_reference (void)
{
  g_autoptr(TypesPoint) point = types_point_new (1, 2);
  TypesPoint *other = types_point_ref (point);
  TypesPoint *boxed = g_boxed_copy (TYPES_TYPE_POINT, point);

  g_assert_true (other == point);
  g_assert_true (boxed == point);
  types_point_unref (other);
  g_boxed_free (TYPES_TYPE_POINT, boxed);
  g_assert_cmpfloat (point->y, ==, 2);
}

static void
test_getters_give_the_fields (void)
{
  g_auto(Samples) samples;
  g_autoptr(TypesPlain) plain = NULL;
  g_autoptr(TypesOptional) optional = NULL;
  g_autoptr(TypesOptional) empty = NULL;
  g_autoptr(TypesArray) array = NULL;
  gint16 value = 5;
  gsize n = 5;

  samples_init (&samples);
  plain = samples_plain (&samples);
  optional = samples_optional (&samples, FALSE);
  empty = samples_optional (&samples, TRUE);
  array = samples_array (&samples, FALSE);

  g_assert_cmpuint (types_plain_get_a_uint64 (plain), ==, G_MAXUINT64);
  g_assert_cmpstr (types_plain_get_a_string (plain), ==, "a chair");
  g_assert_true (types_plain_get_a_record (plain) == samples.points[0]);

  g_assert_false (types_optional_get_an_int16 (empty, &value));
  g_assert_cmpint (value, ==, 5);
  g_assert_true (types_optional_get_an_int16 (optional, &value));
  g_assert_cmpint (value, ==, G_MININT16);
  g_assert_true (types_optional_get_an_int16 (optional, NULL));
  g_assert_null (types_optional_get_a_string (empty));

  g_assert_cmpstr (types_array_get_strings (array)[2], ==, "Stühle");
  g_assert_true (types_array_get_points (array, &n)[1] == samples.points[1]);
  g_assert_cmpuint (n, ==, N_SAMPLES);
}

static void
test_is_the_same_through_a_variant (void)
{
  g_auto(Samples) samples;
  g_autoptr(GError) error = NULL;

  samples_init (&samples);

#define ROUND_TRIP(Type, type, make, variant_type)                            \
  G_STMT_START {                                                              \
    g_autoptr(Type) before = make;                                            \
    g_autoptr(GVariant) variant = types_##type##_to_variant (before);         \
    g_autoptr(Type) after = NULL;                                             \
                                                                              \
    g_assert_nonnull (variant);                                               \
    g_assert_false (g_variant_is_floating (variant));                         \
    g_assert_cmpstr (g_variant_get_type_string (variant), ==, variant_type);  \
    after = types_##type##_new_from_variant (variant, &error);                \
    g_assert_no_error (error);                                                \
    assert_same_##type (before, after);                                       \
  } G_STMT_END

  ROUND_TRIP (TypesPlain, plain, samples_plain (&samples), "(bynqiuxtddsayayxxv(dd)iu)");
  ROUND_TRIP (TypesOptional, optional, samples_optional (&samples, FALSE),
              "(mbmymnmqmimumxmtmdmdmsmaymaymxmxmvm(dd)mimu)");
  ROUND_TRIP (TypesOptional, optional, samples_optional (&samples, TRUE),
              "(mbmymnmqmimumxmtmdmdmsmaymaymxmxmvm(dd)mimu)");
  ROUND_TRIP (TypesArray, array, samples_array (&samples, FALSE),
              "(abayanaqaiauaxatadadasaayaayaxaxava(dd)aiau)");
  ROUND_TRIP (TypesArray, array, samples_array (&samples, TRUE),
              "(abayanaqaiauaxatadadasaayaayaxaxava(dd)aiau)");
}

static void
test_another_variant_is_refused (void)
{
  g_autoptr(GVariant) variant = g_variant_ref_sink (g_variant_new ("(ds)", 1.0, "two"));
  g_autoptr(GError) error = NULL;

  g_assert_null (types_point_new_from_variant (variant, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
}

static void
test_floating_variants_are_consumed (void)
{
  g_auto(TypesArrayBuilder) builder = TYPES_ARRAY_BUILDER_INIT;
  GVariant *floating = g_variant_ref (g_variant_new_string ("one"));
  GVariant *another = g_variant_ref (g_variant_new_string ("two"));
  g_autoptr(TypesOptional) optional = types_optional_new (
    FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0, FALSE, 0,
    FALSE, 0, FALSE, 0, FALSE, 0, NULL, NULL, NULL, FALSE, 0, FALSE, 0,
    floating, NULL, FALSE, 0, FALSE, 0);

  types_array_builder_set_variants (&builder, &another, 1);
  g_assert_false (g_variant_is_floating (floating));
  g_assert_false (g_variant_is_floating (another));
  g_assert_true (optional->a_variant == floating);
  g_variant_unref (floating);
  g_variant_unref (another);
}

static void
test_builder_builds (void)
{
  g_auto(Samples) samples;
  g_auto(TypesPlainBuilder) plain = TYPES_PLAIN_BUILDER_INIT;
  g_autoptr(TypesPlain) built = NULL;
  g_autoptr(TypesPlain) same = NULL;

  samples_init (&samples);
  same = samples_plain (&samples);

  types_plain_builder_set_a_string (&plain, "first");
  types_plain_builder_set_a_string (&plain, "second");
  g_assert_cmpstr (plain.a_string, ==, "second");
  types_plain_builder_clear (&plain);
  types_plain_builder_init_from (&plain, same);
  types_plain_builder_set_a_string (&plain, plain.a_string);
  types_plain_builder_set_a_record (&plain, plain.a_record);
  built = types_plain_builder_end (&plain);
  assert_same_plain (built, same);
  g_assert_null (plain.a_string);
}

static void
test_builder_begins_with_a_record (void)
{
  g_auto(Samples) samples;
  g_auto(TypesArrayBuilder) array = TYPES_ARRAY_BUILDER_INIT;
  g_auto(TypesOptionalBuilder) optional = TYPES_OPTIONAL_BUILDER_INIT;
  g_autoptr(TypesArray) array_before = NULL;
  g_autoptr(TypesArray) array_after = NULL;
  g_autoptr(TypesOptional) optional_before = NULL;
  g_autoptr(TypesOptional) optional_after = NULL;
  const guint8 octets[] = { 9 };

  samples_init (&samples);
  array_before = samples_array (&samples, FALSE);
  types_array_builder_init_from (&array, array_before);
  array_after = types_array_builder_end (&array);
  assert_same_array (array_before, array_after);

  types_array_builder_init_from (&array, array_before);
  types_array_builder_set_octets (&array, octets, G_N_ELEMENTS (octets));
  types_array_builder_set_points (&array, array.points, 1);
  types_array_builder_set_strings (&array, NULL);
  g_clear_pointer (&array_after, types_array_unref);
  array_after = types_array_builder_end (&array);
  g_assert_cmpmem (array_after->octets, array_after->n_octets, octets, sizeof octets);
  g_assert_cmpuint (array_after->n_points, ==, 1);
  assert_same_point (array_after->points[0], samples.points[0]);
  g_assert_cmpuint (array_after->n_strings, ==, 0);
  g_assert_cmpuint (array_after->n_chunks, ==, N_SAMPLES);

  optional_before = samples_optional (&samples, FALSE);
  types_optional_builder_init_from (&optional, optional_before);
  optional_after = types_optional_builder_end (&optional);
  assert_same_optional (optional_before, optional_after);
}

static void
test_empty_builder_gives_what_is_optional (void)
{
  g_auto(Samples) samples;
  g_auto(TypesOptionalBuilder) optional = TYPES_OPTIONAL_BUILDER_INIT;
  g_auto(TypesArrayBuilder) array = TYPES_ARRAY_BUILDER_INIT;
  g_autoptr(TypesOptional) built_optional = types_optional_builder_end (&optional);
  g_autoptr(TypesArray) built_array = types_array_builder_end (&array);
  g_autoptr(TypesOptional) empty_optional = NULL;
  g_autoptr(TypesArray) empty_array = NULL;

  samples_init (&samples);
  empty_optional = samples_optional (&samples, TRUE);
  empty_array = samples_array (&samples, TRUE);
  assert_same_optional (built_optional, empty_optional);
  assert_same_array (built_array, empty_array);
}

static void
test_builder_wants_what_is_not_optional (void)
{
  if (g_test_subprocess ())
    {
      TypesPlainBuilder plain = TYPES_PLAIN_BUILDER_INIT;

      types_plain_builder_end (&plain);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*types_plain_builder_end: assertion 'self->a_string != NULL' failed*");
}

static void
test_enumerations_are_gobject_types (void)
{
  g_autoptr(GEnumClass) speeds = g_type_class_ref (TYPES_TYPE_SPEED);
  g_autoptr(GFlagsClass) rights = g_type_class_ref (TYPES_TYPE_RIGHTS);

  g_assert_cmpint (g_enum_get_value_by_nick (speeds, "slow")->value, ==, -1);
  g_assert_cmpstr (g_enum_get_value (speeds, 2)->value_name, ==, "TYPES_SPEED_DEFAULT_SPEED");
  g_assert_cmpstr (g_enum_get_value (speeds, 2)->value_nick, ==, "default-speed");
  g_assert_cmpuint (rights->mask, ==, 0x80000003);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gen/record/keeps-its-fields", test_keeps_its_fields);
  g_test_add_func ("/gen/record/is-shared-by-reference", test_is_shared_by_reference);
  g_test_add_func ("/gen/record/getters-give-the-fields", test_getters_give_the_fields);
  g_test_add_func ("/gen/record/is-the-same-through-a-variant", test_is_the_same_through_a_variant);
  g_test_add_func ("/gen/record/another-variant-is-refused", test_another_variant_is_refused);
  g_test_add_func ("/gen/record/floating-variants-are-consumed", test_floating_variants_are_consumed);
  g_test_add_func ("/gen/builder/builds", test_builder_builds);
  g_test_add_func ("/gen/builder/begins-with-a-record", test_builder_begins_with_a_record);
  g_test_add_func ("/gen/builder/empty-gives-what-is-optional", test_empty_builder_gives_what_is_optional);
  g_test_add_func ("/gen/builder/wants-what-is-not-optional", test_builder_wants_what_is_not_optional);
  g_test_add_func ("/gen/enumerations-are-gobject-types", test_enumerations_are_gobject_types);
  return g_test_run ();
}
