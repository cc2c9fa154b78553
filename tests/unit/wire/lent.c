/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is large is not copied on its way from values to bytes and back, where the layout permits; and
 * what is lent stays for as long as somebody has it. */

#include <hark/error.h>
#include <string.h>

#include "base/large-private.h"
#include "wire/limits-private.h"
#include "wire/payload-private.h"

/* --- two layouts, written as the generator would --- */

typedef struct
{
  GBytes *data;
} Bulk;

static const HarkField bulk_fields[] =
{
  { "data", HARK_FIELD_BYTES, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Bulk, data), 0, NULL, NULL },
};

static const HarkSignature bulk_signature =
{
  .name = "Test.Bulk", .text = "(bytes data)", .variant_type = "(ay)",
  .fields = bulk_fields, .n_fields = G_N_ELEMENTS (bulk_fields), .size = sizeof (Bulk),
};

typedef struct
{
  gint64      number;
  GBytes     *data;
  const char *text;
} Part;

static const HarkField part_fields[] =
{
  { "number", HARK_FIELD_INT64, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Part, number), 0, NULL, NULL },
  { "data", HARK_FIELD_BYTES, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Part, data), 0, NULL, NULL },
  { "text", HARK_FIELD_STRING, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Part, text), 0, NULL, NULL },
};

static const HarkSignature part_signature =
{
  .name = "Test.Part", .text = "(int64 number, bytes data, string text)", .variant_type = "(xays)",
  .fields = part_fields, .n_fields = G_N_ELEMENTS (part_fields), .size = sizeof (Part),
};

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7);
  return g_bytes_new_take (data, size);
}

/* --- writing --- */

static void
assert_writes (gsize    size,
               gboolean is_lent)
{
  g_autoptr(GBytes) data = make_bytes (size);
  g_autoptr(GBytes) payload = hark_payload_encode (&bulk_signature, &(Bulk) { data }, NULL);

  g_assert_true (g_bytes_equal (payload, data));
  g_assert_cmpint (payload == data, ==, is_lent);
}

static void
test_what_is_just_bytes_is_these_bytes (void)
{
  assert_writes (0, FALSE);
  assert_writes (HARK_LARGE - 1, FALSE);
  assert_writes (HARK_LARGE, TRUE);
  assert_writes (HARK_LARGE + 1, TRUE);
}

static void
test_what_was_written_is_handed_out (void)
{
  g_autoptr(GBytes) data = make_bytes (HARK_LARGE);
  const Part part = { 5, data, "text" };
  g_autoptr(GBytes) expected = hark_payload_encode (&part_signature, &part, NULL);
  g_autoptr(GBytes) whole = NULL;
  g_autoptr(GVariant) variant = NULL;
  HarkWriting writing;

  g_assert_true (hark_payload_write (&writing, &part_signature, &part, NULL));
  whole = hark_writing_steal_large (&writing);
  hark_writing_clear (&writing);
  g_assert_true (g_bytes_equal (whole, expected));
  variant = hark_payload_parse ("(xays)", whole, NULL);
  g_assert_nonnull (variant);

  /* Nothing is left of what fails. */
  g_assert_false (hark_payload_write (&writing, &part_signature, &(Part) { 5, data, NULL }, NULL));
  hark_writing_clear (&writing);
}

static void
test_what_is_small_is_not (void)
{
  g_autoptr(GBytes) data = make_bytes (1000);
  HarkWriting writing;

  g_assert_true (hark_payload_write (&writing, &part_signature, &(Part) { 5, data, "text" }, NULL));
  g_assert_null (hark_writing_steal_large (&writing));
  hark_writing_clear (&writing);
}

/* --- reading --- */

static void
test_bytes_are_a_part_of_the_whole (void)
{
  g_autoptr(GBytes) data = make_bytes (HARK_LARGE + 5);
  g_autoptr(GBytes) written = hark_payload_encode (&part_signature, &(Part) { 5, data, "text" }, NULL);
  GBytes *whole = hark_payload_copy (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
  g_autoptr(GBytes) kept = NULL;
  HarkReading reading;
  const Part *part = hark_payload_read (&reading, &part_signature, "(xays)", hark_span_of (whole), whole, NULL);

  g_assert_nonnull (part);
  g_assert_cmpint (part->number, ==, 5);
  g_assert_cmpstr (part->text, ==, "text");
  g_assert_true (g_bytes_get_data (part->data, NULL) == hark_span_of (whole).data + sizeof (gint64));
  kept = g_bytes_ref (part->data);
  hark_reading_clear (&reading);
  g_bytes_unref (whole);
  g_assert_true (g_bytes_equal (kept, data));
}

static void
test_without_a_whole_they_are_a_copy (void)
{
  g_autoptr(GBytes) data = make_bytes (HARK_LARGE);
  g_autoptr(GBytes) whole = hark_payload_copy (g_bytes_get_data (data, NULL), HARK_LARGE);
  HarkReading reading;
  const Bulk *bulk = hark_payload_read (&reading, &bulk_signature, "(ay)", hark_span_of (whole), NULL, NULL);

  g_assert_true (g_bytes_equal (bulk->data, data));
  g_assert_true (g_bytes_get_data (bulk->data, NULL) != g_bytes_get_data (whole, NULL));
  hark_reading_clear (&reading);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/lent/what-is-just-bytes-is-these-bytes", test_what_is_just_bytes_is_these_bytes);
  g_test_add_func ("/wire/lent/what-was-written-is-handed-out", test_what_was_written_is_handed_out);
  g_test_add_func ("/wire/lent/what-is-small-is-not", test_what_is_small_is_not);
  g_test_add_func ("/wire/lent/bytes-are-a-part-of-the-whole", test_bytes_are_a_part_of_the_whole);
  g_test_add_func ("/wire/lent/without-a-whole-they-are-a-copy", test_without_a_whole_they_are_a_copy);
  return g_test_run ();
}
