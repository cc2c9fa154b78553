/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values against GVariant: what goes round through the codec is what GVariant
 * says it was, and bytes from outside are refused or read, never worse. */

#include <hark/error.h>
#include <string.h>

#include "tuples-private.h"
#include "wire/limits-private.h"
#include "wire/payload-private.h"
#include "wire/shape-private.h"

/* --- one layout, written as the generator would --- */

typedef struct
{
  gboolean           open;
  float              weight;
  const char        *product;
  const char        *file;
  gboolean           has_serial;
  guint64            serial;
  const char *const *tags;
  gsize              n_tags;
  const gint16      *steps;
  gsize              n_steps;
  GVariant          *extra;
} Order;

static const HarkField order_fields[] =
{
  { "open", HARK_FIELD_BOOL, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Order, open), 0, NULL, NULL },
  { "weight", HARK_FIELD_FLOAT, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Order, weight), 0, NULL, NULL },
  { "product", HARK_FIELD_STRING, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Order, product), 0, NULL, NULL },
  { "file", HARK_FIELD_FILENAME, HARK_FIELD_OPTIONAL, G_STRUCT_OFFSET (Order, file), 0, NULL, NULL },
  { "serial", HARK_FIELD_UINT64, HARK_FIELD_OPTIONAL, G_STRUCT_OFFSET (Order, serial),
    G_STRUCT_OFFSET (Order, has_serial), NULL, NULL },
  { "tags", HARK_FIELD_STRING, HARK_FIELD_ARRAY, G_STRUCT_OFFSET (Order, tags),
    G_STRUCT_OFFSET (Order, n_tags), NULL, NULL },
  { "steps", HARK_FIELD_INT16, HARK_FIELD_ARRAY, G_STRUCT_OFFSET (Order, steps),
    G_STRUCT_OFFSET (Order, n_steps), NULL, NULL },
  { "extra", HARK_FIELD_VARIANT, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Order, extra), 0, NULL, NULL },
};

static gsize
order_measure (gconstpointer values)
{
  const Order *order = values;
  gsize size = sizeof *order + hark_measure_string (order->product) + hark_measure_string (order->file) +
               hark_measure_array (order->n_tags + 1, sizeof (char *)) +
               hark_measure_array (order->n_steps, sizeof (gint16));
  gsize i;

  for (i = 0; i < order->n_tags; i++)
    size += hark_measure_string (order->tags[i]);
  return size;
}

static void
order_pack (gconstpointer values,
            gpointer      packed)
{
  const Order *from = values;
  Order *to = packed;
  char *tail = (char *) (to + 1);
  const char **tags;
  gsize i;

  *to = *from;
  to->product = hark_pack_string (&tail, from->product);
  to->file = hark_pack_string (&tail, from->file);
  tags = hark_pack_memory (&tail, from->tags, from->n_tags * sizeof (char *));
  tags[from->n_tags] = NULL;
  tail = (char *) (tags + from->n_tags + 1);
  to->tags = tags;
  to->steps = hark_pack_memory (&tail, from->steps, from->n_steps * sizeof (gint16));
  for (i = 0; i < from->n_tags; i++)
    tags[i] = hark_pack_string (&tail, from->tags[i]);
  g_variant_ref (to->extra);
}

static void
order_clear (gpointer packed)
{
  g_variant_unref (((Order *) packed)->extra);
}

static const HarkSignature order_signature =
{
  .name = "Workshop.Order", .text = "(bool open, ...)", .variant_type = "(bdsmaymtasanv)",
  .fields = order_fields, .n_fields = G_N_ELEMENTS (order_fields), .size = sizeof (Order),
  .measure = order_measure, .pack = order_pack, .clear = order_clear,
};

static GVariant *
parse (const char *text)
{
  return g_variant_ref_sink (g_variant_new_parsed (text));
}

#define ORDER_TEXT \
  "(true, 2.5, 'chair', just b'/tmp/\\377', just uint64 7, ['a', ''], [int16 -1, 2], <'more'>)"

static void
test_means_what_gvariant_says (void)
{
  const gint16 steps[] = { -1, 2 };
  const char *const tags[] = { "a", "", NULL };
  g_autoptr(GVariant) extra = parse ("'more'");
  const Order order = { TRUE, 2.5f, "chair", "/tmp/\377", TRUE, 7, tags, 2, steps, 2, extra };
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) variant = hark_values_to_variant (&order_signature, &order, &error);
  g_autoptr(GVariant) expected = parse (ORDER_TEXT);

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (variant));
  g_assert_cmpvariant (variant, expected);
}

static void
test_reads_what_gvariant_wrote (void)
{
  g_autoptr(GVariant) variant = parse (ORDER_TEXT);
  g_autoptr(GError) error = NULL;
  Order *order = hark_values_from_variant (&order_signature, variant, &error);

  g_assert_no_error (error);
  g_clear_pointer (&variant, g_variant_unref);
  g_assert_true (order->open);
  g_assert_cmpfloat (order->weight, ==, 2.5f);
  g_assert_cmpstr (order->product, ==, "chair");
  g_assert_cmpstr (order->file, ==, "/tmp/\377");
  g_assert_true (order->has_serial);
  g_assert_cmpuint (order->serial, ==, 7);
  g_assert_cmpuint (order->n_tags, ==, 2);
  g_assert_cmpstr (order->tags[0], ==, "a");
  g_assert_cmpstr (order->tags[1], ==, "");
  g_assert_null (order->tags[2]);
  g_assert_cmpuint (order->n_steps, ==, 2);
  g_assert_cmpint (order->steps[0], ==, -1);
  g_assert_cmpint (order->steps[1], ==, 2);
  g_assert_cmpstr (g_variant_get_string (order->extra, NULL), ==, "more");
  hark_values_unref (order);
}

static void
test_nothing_is_null_or_absent (void)
{
  g_autoptr(GVariant) variant =
    parse ("(false, 0.0, '', @may nothing, @mt nothing, @as [], @an [], <0>)");
  g_autoptr(GError) error = NULL;
  Order *order = hark_values_from_variant (&order_signature, variant, &error);

  g_assert_no_error (error);
  g_assert_null (order->file);
  g_assert_false (order->has_serial);
  g_assert_cmpuint (order->n_tags, ==, 0);
  g_assert_null (order->tags[0]);
  hark_values_unref (order);
}

static void
assert_not_encoded (const Order *order,
                    const char  *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_values_to_variant (&order_signature, order, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_what_has_no_bytes_is_refused (void)
{
  const char *const tags[] = { "a", "\xff", NULL };
  g_autoptr(GVariant) extra = parse ("0");

  assert_not_encoded (&(Order) { .product = "\xff", .extra = extra }, "'product' is not UTF-8");
  assert_not_encoded (&(Order) { .product = NULL, .extra = extra }, "'product' is NULL");
  assert_not_encoded (&(Order) { .product = "", .extra = NULL }, "'extra' is NULL");
  assert_not_encoded (&(Order) { .product = "", .tags = tags, .n_tags = 2, .extra = extra },
                      "'tags' is not UTF-8");
}

static void
test_another_type_is_refused (void)
{
  g_autoptr(GVariant) variant = parse ("(true, 2.5)");
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_values_from_variant (&order_signature, variant, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==,
                   "a variant of type (bd) is no Workshop.Order, whose type is (bdsmaymtasanv)");
}

static void
test_file_names_end_with_one_nul (void)
{
  const char *const bad[] = { "[byte 1]", "[byte 1, 0, 0]", "[byte 0, 1, 0]" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("(true, 2.5, '', just %s, @mt nothing, @as [], @an [], <0>)", bad[i]);
      g_autoptr(GVariant) variant = g_variant_parse (NULL, text, NULL, NULL, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_nonnull (variant);
      g_assert_null (hark_values_from_variant (&order_signature, variant, &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, "'file' is not a file name that ends with a NUL");
    }
}

/* An order whose variant is @n containers deep in all. */
static gpointer
nest (guint    n,
      GError **error)
{
  g_autoptr(GVariant) inner = parse ("0");
  g_autoptr(GVariant) variant = NULL;
  guint i;

  /* The tuple of the order is one. */
  for (i = 1; i < n; i++)
    {
      GVariant *outer = g_variant_ref_sink (g_variant_new ("(v)", inner));

      g_variant_unref (inner);
      inner = outer;
    }
  variant = g_variant_ref_sink (g_variant_new ("(bdsm@aymtasanv)", TRUE, 1.0, "", NULL, FALSE, (guint64) 0,
                                               NULL, NULL, inner));
  return hark_values_from_variant (&order_signature, variant, error);
}

static void
test_depth_has_a_limit (void)
{
  g_autoptr(GError) error = NULL;
  guint deepest = 0;
  gpointer values;

  /* A "(v)" is two: the bracket, and what the variant holds. */
  while ((values = nest (deepest + 1, &error)) != NULL)
    {
      hark_values_unref (values);
      deepest += 1;
    }
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  g_assert_cmpuint (deepest, >=, HARK_LIMIT_DEPTH / 2 - 1);
  g_assert_cmpuint (deepest, <=, HARK_LIMIT_DEPTH);
  g_clear_error (&error);
  g_assert_null (nest (100, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
}

static void
test_elements_have_a_limit (void)
{
  /* One byte an element: the cheapest way to ask for much memory. */
  static const HarkField fields[] =
    { { "flags", HARK_FIELD_BOOL, HARK_FIELD_ARRAY, 0, 8, NULL, NULL } };
  static const HarkSignature signature =
    { .name = "(bool[])", .variant_type = "(ab)", .fields = fields, .n_fields = 1, .size = 16 };
  g_autofree guint8 *zeros = g_malloc0 (HARK_LIMIT_ELEMENTS + 1);
  g_autoptr(GBytes) most = g_bytes_new_static (zeros, HARK_LIMIT_ELEMENTS);
  g_autoptr(GBytes) bytes = g_bytes_new_static (zeros, HARK_LIMIT_ELEMENTS + 1);
  g_autoptr(GError) error = NULL;
  gpointer values = hark_payload_decode (&signature, most, &error);

  g_assert_no_error (error);
  hark_values_unref (values);
  g_assert_null (hark_payload_decode (&signature, bytes, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "'flags' has too many elements");
}

/* --- any layout --- */

static GRand *
seeded (void)
{
  return g_rand_new_with_seed ((guint32) g_test_rand_int ());
}

static void
test_any_layout_goes_round (void)
{
  g_autoptr(GRand) random = seeded ();
  guint round;

  for (round = 0; round < 400; round++)
    {
      const HarkSignature *signature = tuples_get (round % N_TUPLES);
      g_autoptr(GVariant) before = NULL;
      g_autoptr(GVariant) after = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(GBytes) expected = NULL;
      g_autoptr(GError) error = NULL;
      gpointer values;

      if (round % N_TUPLES == 0)
        tuples_shuffle (random);
      before = g_variant_ref_sink (tuples_make_variant (random, signature));
      expected = hark_payload_serialise (before);
      values = hark_payload_decode (signature, expected, &error);
      g_assert_no_error (error);
      after = hark_values_to_variant (signature, values, &error);
      g_assert_no_error (error);
      g_assert_cmpvariant (before, after);
      bytes = hark_payload_encode (signature, values, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
      hark_values_unref (values);
    }
}

/* Reads @bytes, which may be refused, where GVariant refuses them too; what is read has to survive
 * being written. */
static void
swallow (const HarkSignature *signature,
         gconstpointer        data,
         gsize                size)
{
  g_autoptr(GBytes) bytes = hark_payload_copy (data, size);
  g_autoptr(GError) error = NULL;
  gpointer values = hark_payload_decode (signature, bytes, &error);
  g_autoptr(GVariant) normal = hark_payload_parse (signature->variant_type, bytes, NULL);
  HarkShape *shape = hark_shape_dup_for_type (signature->variant_type);

  g_assert_cmpint (hark_shape_check (shape, data, size, NULL), ==, normal != NULL);
  hark_shape_unref (shape);
  if (values == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == HARK_ERROR);
      /* What GVariant cannot know. */
      g_assert_true (normal == NULL || strstr (error->message, "is not a file name") != NULL);
    }
  else
    {
      g_autoptr(GVariant) variant = hark_values_to_variant (signature, values, &error);

      g_assert_no_error (error);
      g_assert_nonnull (variant);
      g_assert_nonnull (normal);
      hark_values_unref (values);
    }
}

static void
test_broken_bytes_are_survived (void)
{
  g_autoptr(GRand) random = seeded ();
  guint round;

  for (round = 0; round < 1500; round++)
    {
      const HarkSignature *signature = tuples_get (round % N_TUPLES);
      g_autoptr(GVariant) variant = NULL;
      g_autoptr(GBytes) good = NULL;
      g_autofree guint8 *bytes = NULL;
      gsize size;
      guint n;

      if (round % N_TUPLES == 0)
        tuples_shuffle (random);
      variant = g_variant_ref_sink (tuples_make_variant (random, signature));
      good = hark_payload_serialise (variant);
      bytes = g_bytes_unref_to_data (g_bytes_ref (good), &size);
      if (size > 0)
        for (n = (guint) g_rand_int_range (random, 1, 5); n > 0; n--)
          bytes[g_rand_int_range (random, 0, (gint32) size)] = (guint8) g_rand_int (random);
      swallow (signature, bytes, size);
      if (size > 0)
        swallow (signature, bytes, (gsize) g_rand_int_range (random, 0, (gint32) size));
    }
}

static void
test_random_bytes_are_survived (void)
{
  g_autoptr(GRand) random = seeded ();
  guint8 bytes[200];
  guint round;
  guint i;

  for (round = 0; round < 2000; round++)
    {
      if (round % N_TUPLES == 0)
        tuples_shuffle (random);
      for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) g_rand_int (random);
      swallow (tuples_get (round % N_TUPLES), bytes, (gsize) g_rand_int_range (random, 0, sizeof bytes));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/codec/means-what-gvariant-says", test_means_what_gvariant_says);
  g_test_add_func ("/wire/codec/reads-what-gvariant-wrote", test_reads_what_gvariant_wrote);
  g_test_add_func ("/wire/codec/nothing-is-null-or-absent", test_nothing_is_null_or_absent);
  g_test_add_func ("/wire/codec/what-has-no-bytes-is-refused", test_what_has_no_bytes_is_refused);
  g_test_add_func ("/wire/codec/another-type-is-refused", test_another_type_is_refused);
  g_test_add_func ("/wire/codec/file-names-end-with-one-nul", test_file_names_end_with_one_nul);
  g_test_add_func ("/wire/codec/depth-has-a-limit", test_depth_has_a_limit);
  g_test_add_func ("/wire/codec/elements-have-a-limit", test_elements_have_a_limit);
  g_test_add_func ("/wire/codec/any-layout-goes-round", test_any_layout_goes_round);
  g_test_add_func ("/wire/codec/broken-bytes-are-survived", test_broken_bytes_are_survived);
  g_test_add_func ("/wire/codec/random-bytes-are-survived", test_random_bytes_are_survived);
  return g_test_run ();
}
