/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Payloads from any bytes, for layouts made up from a seed, against GVariant:
 * what is decoded is in normal form and is encoded to the same, and what GVariant
 * would not take is not decoded. The first four bytes are the seed, the
 * fifth chooses a layout, and how much of it an older process knows. */

#include "target.h"

#include "../unit/wire/tuples-private.h"
#include "wire/payload-private.h"

#include <string.h>

static gboolean
is_normal (const char *type,
           GBytes     *bytes)
{
  g_autoptr(GVariant) variant =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  return g_variant_is_normal_form (variant);
}

/* @bytes, which mean @parsed, are what is written for the values, or say the same: GLib
 * takes a tuple of empty values whose offsets are missing for normal form, and a
 * float has fewer digits than the double that came. */
static void
check_encoding (const HarkSignature *signature,
                GBytes              *again,
                GBytes              *bytes,
                GVariant            *parsed)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) other = NULL;
  g_autofree char *one_text = NULL;
  g_autofree char *other_text = NULL;

  if (g_bytes_equal (again, bytes))
    return;
  other = hark_payload_parse (signature->variant_type, again, &error);
  g_assert_no_error (error);
  one_text = g_variant_print (parsed, TRUE);
  other_text = g_variant_print (other, TRUE);
  if (strchr (signature->variant_type, 'd') == NULL)
    g_assert_cmpstr (one_text, ==, other_text);
}

/* Returns: (transfer full) (nullable): what is decoded of @bytes, encoded, and copied as from outside */
static GBytes *
recode (const HarkSignature *signature,
        GBytes              *bytes)
{
  gpointer values = hark_payload_decode (signature, bytes, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) again = NULL;

  if (values == NULL)
    return NULL;
  again = hark_payload_encode (signature, values, &error);
  g_assert_no_error (error);
  hark_values_unref (values);
  return hark_payload_copy (g_bytes_get_data (again, NULL), g_bytes_get_size (again));
}

/* (transfer full): the tuple of the first @n. */
static char *
type_of_first (const HarkSignature *signature,
               guint                n)
{
  const GVariantType *at = g_variant_type_first (G_VARIANT_TYPE (signature->variant_type));
  g_autoptr(GString) type = g_string_new ("(");

  for (; n > 0; n--, at = g_variant_type_next (at))
    g_string_append_len (type, g_variant_type_peek_string (at), (gssize) g_variant_type_get_string_length (at));
  return g_strdup_printf ("%s)", type->str);
}

static gboolean
is_read (const HarkSignature *signature,
         const char          *type,
         GBytes              *bytes)
{
  HarkReading reading;
  gboolean is_good = hark_payload_read (&reading, signature, type, hark_span_of (bytes), bytes, NULL) != NULL;

  hark_reading_clear (&reading);
  return is_good;
}

/* Whoever knows @n fields reads what one sends who knows all, and the other way round. */
static void
check_versions (const HarkSignature *signature,
                guint                n,
                GBytes              *bytes)
{
  g_autofree char *type = type_of_first (signature, n);
  HarkSignature older = *signature;
  HarkSignature newer = *signature;

  older.n_fields = n;
  older.variant_type = type;
  newer.n_appended = signature->n_fields;
  if (is_read (signature, signature->variant_type, bytes))
    g_assert_true (is_read (&older, signature->variant_type, bytes));
  g_assert_true (is_read (&newer, type, bytes) == is_read (&older, type, bytes));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static GRand *random;
  static guint32 last;
  const HarkSignature *signature;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GVariant) parsed = NULL;
  g_autoptr(GBytes) again = NULL;
  guint32 seed;

  if (size < 5 || size > 4096)
    return 0;
  memcpy (&seed, data, sizeof seed);
  if (random == NULL || seed != last)
    {
      g_clear_pointer (&random, g_rand_free);
      random = g_rand_new_with_seed (seed);
      tuples_shuffle (random);
      last = seed;
    }
  signature = tuples_get (data[4] % N_TUPLES);
  bytes = hark_payload_copy (data + 5, size - 5);
  parsed = hark_payload_parse (signature->variant_type, bytes, NULL);
  again = recode (signature, bytes);
  check_versions (signature, data[4] / N_TUPLES % (signature->n_fields + 1), bytes);
  if (parsed != NULL || again != NULL)
    g_assert_true (is_normal (signature->variant_type, bytes));
  if (again != NULL)
    {
      g_autoptr(GBytes) once_more = recode (signature, again);

      g_assert_nonnull (parsed);
      check_encoding (signature, again, bytes, parsed);
      g_assert_true (once_more != NULL && g_bytes_equal (once_more, again));
    }
  return 0;
}
