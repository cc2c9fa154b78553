/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values that an older or a newer sender wrote: what is missing is filled in, and what is not
 * known is left. */

#include <hark/error.h>
#include <string.h>

#include "wire/payload-private.h"

/* (string product, uint32? n, bool is_new = true, string? note = "none", double? share, uint64 at = 7) */
typedef struct
{
  const char *product;
  gboolean    has_n;
  guint32     n;
  gboolean    is_new;
  const char *note;
  gboolean    has_share;
  double      share;
  guint64     at;
} Sale;

#define AT(member) G_STRUCT_OFFSET (Sale, member)

static const HarkField sale_fields[] =
{
  { "product", HARK_FIELD_STRING, HARK_FIELD_PLAIN, AT (product), 0, NULL, NULL },
  { "n", HARK_FIELD_UINT32, HARK_FIELD_OPTIONAL, AT (n), AT (has_n), NULL, NULL },
  { "is_new", HARK_FIELD_BOOL, HARK_FIELD_PLAIN, AT (is_new), 0, NULL, NULL },
  { "note", HARK_FIELD_STRING, HARK_FIELD_OPTIONAL, AT (note), 0, NULL, NULL },
  { "share", HARK_FIELD_DOUBLE, HARK_FIELD_OPTIONAL, AT (share), AT (has_share), NULL, NULL },
  { "at", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, AT (at), 0, NULL, NULL },
};

static const Sale sale_defaults = { .is_new = TRUE, .note = "none", .at = 7 };

static gsize
sale_measure (gconstpointer values)
{
  const Sale *sale = values;

  return sizeof *sale + hark_measure_string (sale->product) + hark_measure_string (sale->note);
}

static void
sale_pack (gconstpointer values,
           gpointer      packed)
{
  const Sale *from = values;
  Sale *to = packed;
  char *tail = (char *) (to + 1);

  *to = *from;
  to->product = hark_pack_string (&tail, from->product);
  to->note = hark_pack_string (&tail, from->note);
}

static const HarkSignature sale_signature =
{
  .name = "sale", .variant_type = "(smubmsmdt)",
  .fields = sale_fields, .n_fields = G_N_ELEMENTS (sale_fields), .size = sizeof (Sale),
  .measure = sale_measure, .pack = sale_pack,
  .n_appended = 5, .defaults = &sale_defaults,
};

/* What is read of @text, which somebody sent as @type; as text. */
static char *
read_as (const HarkSignature  *signature,
         const char           *type,
         const char           *text,
         GError              **error)
{
  GVariant *sent = g_variant_parse (G_VARIANT_TYPE (type), text, NULL, NULL, NULL);
  g_autoptr(GBytes) bytes = hark_payload_serialise (sent);
  g_autoptr(GVariant) read = NULL;
  HarkReading reading;
  gconstpointer values = hark_payload_read (&reading, signature, type, hark_span_of (bytes), NULL, error);

  g_variant_unref (sent);
  if (values != NULL)
    {
      read = hark_values_to_variant (signature, values, error);
      g_assert_no_error (*error);
    }
  hark_reading_clear (&reading);
  return read != NULL ? g_variant_print (read, FALSE) : NULL;
}

static void
assert_read_as (const HarkSignature *signature,
                const char          *type,
                const char          *text,
                const char          *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *read = read_as (signature, type, text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read, ==, expected);
}

static void
test_what_is_missing_is_filled_in (void)
{
  assert_read_as (&sale_signature, "(s)", "('chair',)", "('chair', nothing, true, 'none', nothing, 7)");
  assert_read_as (&sale_signature, "(smu)", "('chair', 3)", "('chair', 3, true, 'none', nothing, 7)");
  assert_read_as (&sale_signature, "(smub)", "('chair', nothing, false)", "('chair', nothing, false, 'none', nothing, 7)");
  assert_read_as (&sale_signature, "(smubms)", "('chair', 3, false, nothing)", "('chair', 3, false, nothing, nothing, 7)");
  assert_read_as (&sale_signature, "(smubmsmd)", "('chair', 3, false, 'red', 0.5)", "('chair', 3, false, 'red', 0.5, 7)");
  assert_read_as (&sale_signature, "(smubmsmdt)", "('chair', 3, false, 'red', 0.5, 9)", "('chair', 3, false, 'red', 0.5, 9)");
}

/* A signature that has only the first of them. */
static HarkSignature
first_fields (guint       n,
              const char *type)
{
  HarkSignature first = sale_signature;

  first.n_fields = n;
  first.variant_type = type;
  first.n_appended = n - 1;
  return first;
}

static void
test_what_is_not_known_is_left (void)
{
  HarkSignature one = first_fields (1, "(s)");
  HarkSignature three = first_fields (3, "(smub)");

  assert_read_as (&one, "(smu)", "('chair', 3)", "('chair',)");
  assert_read_as (&one, "(smubmsmdt)", "('chair', 3, false, 'red', 0.5, 9)", "('chair',)");
  assert_read_as (&one, "(sa(sv)ay)", "('chair', [('a', <1>), ('b', <'c'>)], b'...')", "('chair',)");
  assert_read_as (&three, "(smubmsmdt)", "('chair', 3, false, 'red', 0.5, 9)", "('chair', 3, false)");
  assert_read_as (&three, "(smubt)", "('chair', 3, true, 9)", "('chair', 3, true)");
}

/* Tuples of a fixed size are laid out in another way, and those without members in a third. */
static void
test_fixed_sizes_and_nothing_at_all (void)
{
  typedef struct { guint64 n; guint8 step; } Count;
  static const HarkField fields[] = { { "n", HARK_FIELD_UINT64, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Count, n), 0, NULL, NULL },
                                      { "step", HARK_FIELD_BYTE, HARK_FIELD_PLAIN, G_STRUCT_OFFSET (Count, step), 0, NULL, NULL } };
  static const Count defaults = { 5, 6 };
  static const HarkSignature count = { .name = "count", .variant_type = "(ty)", .fields = fields, .n_fields = 2,
                                       .size = sizeof (Count), .n_appended = 2, .defaults = &defaults };
  static const HarkSignature nothing = { .name = "nothing", .variant_type = "()" };

  assert_read_as (&count, "()", "()", "(5, 0x06)");
  assert_read_as (&count, "(t)", "(1,)", "(1, 0x06)");
  assert_read_as (&count, "(ty)", "(1, 2)", "(1, 0x02)");
  assert_read_as (&count, "(tyt)", "(1, 2, 3)", "(1, 0x02)");
  assert_read_as (&count, "(tys)", "(1, 2, 'three')", "(1, 0x02)");
  assert_read_as (&nothing, "(ty)", "(1, 2)", "()");
}

static void
assert_refused (const HarkSignature *signature,
                const char          *type,
                const char          *text,
                const char          *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (read_as (signature, type, text, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, words);
}

static void
test_what_differs_is_refused (void)
{
  HarkSignature strict = sale_signature;

  strict.n_appended = 2;
  assert_refused (&strict, "(smub)", "('chair', 3, true)", "bytes of type (smub), where (smubmsmdt) is known");
  assert_refused (&sale_signature, "()", "()", "bytes of type (), where (smubmsmdt) is known");
  assert_refused (&sale_signature, "(u)", "(3,)", "bytes of type (u), where (smubmsmdt) is known");
  assert_refused (&sale_signature, "(smus)", "('chair', 3, 'red')", "bytes of type (smus), where (smubmsmdt) is known");
  assert_refused (&sale_signature, "(smubmsmdu)", "('chair', 3, true, 'red', 0.5, 9)",
                  "bytes of type (smubmsmdu), where (smubmsmdt) is known");
}

/* Bytes that are no such tuple, of any length and with each byte changed. */
static void
test_any_bytes_are_read_or_refused (void)
{
  const char *const types[] = { "(s)", "(smu)", "(smub)", "(smubms)", "(smubmsmdtas)" };
  HarkSignature known[] = { sale_signature, first_fields (1, "(s)"), first_fields (3, "(smub)") };
  g_autoptr(GVariant) sent = g_variant_ref_sink (g_variant_new_parsed ("('chair', @mu 3, true, @ms 'red')"));
  g_autoptr(GBytes) good = hark_payload_serialise (sent);
  gsize size = g_bytes_get_size (good);

  for (gsize at = 0; at < size; at++)
    for (guint i = 0; i < G_N_ELEMENTS (types) * G_N_ELEMENTS (known); i++)
      {
        g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), size);
        g_autoptr(GBytes) changed = NULL;
        g_autoptr(GError) error = NULL;
        HarkReading reading;
        gconstpointer values;

        bytes[at] ^= 0x55;
        changed = hark_payload_copy (bytes, i % 2 == 0 ? size : at);
        values = hark_payload_read (&reading, &known[i % G_N_ELEMENTS (known)], types[i / G_N_ELEMENTS (known)],
                                    hark_span_of (changed), NULL, &error);
        g_assert_true ((values == NULL) == (error != NULL));
        hark_reading_clear (&reading);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add_func ("/rule/32/" name, func)
  TEST ("what-is-missing-is-filled-in", test_what_is_missing_is_filled_in);
  TEST ("what-is-not-known-is-left", test_what_is_not_known_is_left);
  TEST ("fixed-sizes-and-nothing-at-all", test_fixed_sizes_and_nothing_at_all);
  TEST ("what-differs-is-refused", test_what_differs_is_refused);
  TEST ("any-bytes-are-read-or-refused", test_any_bytes_are_read_or_refused);
  return g_test_run ();
}
