/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes are checked by their type alone, and GVariant is the judge: types and values made up at
 * random, whole and broken. */

#include <hark/error.h>
#include <string.h>

#include "wire/limits-private.h"
#include "wire/payload-private.h"
#include "wire/shape-private.h"

enum
{
  ROUNDS  = 3000,
  DEEPEST = 4,
};

static void
make_type (GString *type,
           GRand   *random,
           guint    room)
{
  static const char basic[] = "bynqiuxthdsog";

  switch (g_rand_int_range (random, 0, room > 0 ? 10 : 5))
    {
    case 5:
      g_string_append_c (type, 'v');
      break;
    case 6:
      g_string_append_c (type, 'a');
      make_type (type, random, room - 1);
      break;
    case 7:
      g_string_append_c (type, 'm');
      make_type (type, random, room - 1);
      break;
    case 8:
      g_string_append_c (type, '(');
      for (int i = g_rand_int_range (random, 0, 5); i > 0; i--)
        make_type (type, random, room - 1);
      g_string_append_c (type, ')');
      break;
    case 9:
      g_string_append_printf (type, "a{%c", basic[g_rand_int_range (random, 0, sizeof basic - 1)]);
      make_type (type, random, room - 1);
      g_string_append_c (type, '}');
      break;
    default:
      g_string_append_c (type, basic[g_rand_int_range (random, 0, sizeof basic - 1)]);
      break;
    }
}

static GVariant *
make_value (const GVariantType *type,
            GRand              *random);

static GVariant *
make_basic (char   kind,
            GRand *random)
{
  static const char *const strings[] = { "", "a", "eight by", "K\303\244se, and more", "0123456789abcdef" };
  guint64 number = (guint64) g_rand_int (random) << 32 | g_rand_int (random);

  switch (kind)
    {
    case 'b':
      return g_variant_new_boolean (number & 1);
    case 'y':
      return g_variant_new_byte ((guint8) number);
    case 'n':
      return g_variant_new_int16 ((gint16) number);
    case 'q':
      return g_variant_new_uint16 ((guint16) number);
    case 'i':
      return g_variant_new_int32 ((gint32) number);
    case 'u':
      return g_variant_new_uint32 ((guint32) number);
    case 'x':
      return g_variant_new_int64 ((gint64) number);
    case 't':
      return g_variant_new_uint64 (number);
    case 'h':
      return g_variant_new_handle ((gint32) number);
    case 'd':
      return g_variant_new_double ((double) number);
    case 's':
      return g_variant_new_string (strings[number % G_N_ELEMENTS (strings)]);
    case 'o':
      return g_variant_new_object_path (number & 1 ? "/" : "/org/hark");
    case 'g':
      return g_variant_new_signature (number & 1 ? "" : "a(st)");
    default:
      return g_variant_new_variant (g_variant_new ("(yms)", 7, number & 1 ? NULL : "inside"));
    }
}

static GVariant *
make_array (const GVariantType *type,
            GRand              *random)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, type);
  for (int i = g_rand_int_range (random, 0, 4); i > 0; i--)
    g_variant_builder_add_value (&builder, make_value (g_variant_type_element (type), random));
  return g_variant_builder_end (&builder);
}

static GVariant *
make_parts (const GVariantType *type,
            const GVariantType *first,
            GRand              *random)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, type);
  for (; first != NULL; first = g_variant_type_next (first))
    g_variant_builder_add_value (&builder, make_value (first, random));
  return g_variant_builder_end (&builder);
}

static GVariant *
make_value (const GVariantType *type,
            GRand              *random)
{
  switch (*g_variant_type_peek_string (type))
    {
    case 'a':
      return make_array (type, random);
    case 'm':
      return g_variant_new_maybe (g_variant_type_element (type),
                                  g_rand_boolean (random) ? make_value (g_variant_type_element (type), random) : NULL);
    case '(':
      return make_parts (type, g_variant_type_first (type), random);
    case '{':
      return make_parts (type, g_variant_type_key (type), random);
    default:
      return make_basic (*g_variant_type_peek_string (type), random);
    }
}

static void
assert_agrees (const char    *type,
               const guint8  *data,
               gsize          size)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (data, size);
  g_autoptr(GVariant) normal = hark_payload_parse (type, bytes, NULL);
  g_autoptr(GError) error = NULL;
  HarkShape *shape = hark_shape_dup_for_type (type);
  gboolean is_sound = hark_shape_check (shape, g_bytes_get_data (bytes, NULL), size, &error);

  if (is_sound != (normal != NULL))
    g_error ("GVariant thinks otherwise of %" G_GSIZE_FORMAT " bytes of type %s", size, type);
  g_assert_true (is_sound == (error == NULL));
  hark_shape_unref (shape);
}

static void
test_agrees_with_gvariant (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr(GString) type = g_string_new (NULL);
      g_autoptr(GVariant) value = NULL;
      g_autoptr(GBytes) whole = NULL;
      g_autofree guint8 *bytes = NULL;
      gsize size;

      make_type (type, random, DEEPEST);
      value = g_variant_ref_sink (make_value (G_VARIANT_TYPE (type->str), random));
      whole = hark_payload_serialise (value);
      bytes = g_bytes_unref_to_data (g_bytes_ref (whole), &size);
      assert_agrees (type->str, bytes, size);
      for (guint i = 0; i < 4 && size > 0; i++)
        {
          bytes[g_rand_int_range (random, 0, (gint32) size)] = (guint8) g_rand_int_range (random, 0, 12);
          assert_agrees (type->str, bytes, size);
          assert_agrees (type->str, bytes, (gsize) g_rand_int_range (random, 0, (gint32) size));
        }
    }
}

static void
test_depth_has_a_limit (void)
{
  g_autoptr(GString) type = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  HarkShape *shape;

  for (guint i = 0; i < HARK_LIMIT_DEPTH; i++)
    g_string_append_c (type, 'm');
  g_string_append_c (type, 'y');
  /* Nothing at all has no depth; one value inside all of them does. */
  assert_agrees (type->str, (const guint8 *) "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", HARK_LIMIT_DEPTH - 1);
  g_string_prepend (type, "(");
  g_string_append_c (type, ')');
  shape = hark_shape_dup_for_type (type->str);
  g_assert_false (hark_shape_check (shape, "\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  hark_shape_unref (shape);
}

static void
test_one_type_has_one_shape (void)
{
  HarkShape *shape = hark_shape_dup_for_type ("(xs)");
  HarkShape *same = hark_shape_dup_for_type ("(xs)");
  HarkShape *other = hark_shape_dup_for_type ("(x)");

  g_assert_true (same == shape);
  g_assert_true (other != shape);
  hark_shape_unref (shape);
  g_assert_true (hark_shape_check (same, "\0\0\0\0\0\0\0\0", 9, NULL));
  hark_shape_unref (same);
  hark_shape_unref (other);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/shape/agrees-with-gvariant", test_agrees_with_gvariant);
  g_test_add_func ("/wire/shape/depth-has-a-limit", test_depth_has_a_limit);
  g_test_add_func ("/wire/shape/one-type-has-one-shape", test_one_type_has_one_shape);
  return g_test_run ();
}
