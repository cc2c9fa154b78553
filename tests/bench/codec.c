/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The arguments of an event to the bytes of a frame, and back, as GVariant does it and as
 * Hark does. */

#include <hark/gen.h>

#include "bench.h"
#include "wire/payload-private.h"

enum { N = 500000 };

typedef struct
{
  gint64      number;
  const char *text;
} Fired;

static const HarkField fields[] =
{
  { "number", HARK_FIELD_INT64, HARK_FIELD_PLAIN, offsetof (Fired, number), 0, NULL, NULL },
  { "text", HARK_FIELD_STRING, HARK_FIELD_PLAIN, offsetof (Fired, text), 0, NULL, NULL },
};

static gsize
measure (gconstpointer values)
{
  return sizeof (Fired) + hark_measure_string (((const Fired *) values)->text);
}

static void
pack (gconstpointer values,
      gpointer      packed)
{
  Fired *to = packed;
  char *tail = (char *) (to + 1);

  *to = *(const Fired *) values;
  to->text = hark_pack_string (&tail, to->text);
}

static const HarkSignature signature =
{
  .name = "(int64, string)", .text = "(int64 number, string text)", .variant_type = "(xs)",
  .fields = fields, .n_fields = 2, .size = sizeof (Fired), .measure = measure, .pack = pack,
};

static double
write_values (gpointer data)
{
  gint64 start = bench_now ();

  for (gint64 i = 0; i < N; i++)
    {
      Fired fired = { i, "hello-event" };
      GBytes *bytes = hark_payload_encode (&signature, &fired, NULL);

      BENCH_CHECK (g_bytes_get_size (bytes) == 20 && *(const gint64 *) g_bytes_get_data (bytes, NULL) == i);
      g_bytes_unref (bytes);
    }
  return (double) (bench_now () - start) / N;
}

static double
write_variant (gpointer data)
{
  gint64 start = bench_now ();

  for (gint64 i = 0; i < N; i++)
    {
      GVariant *variant = g_variant_ref_sink (g_variant_new ("(xs)", i, "hello-event"));

      BENCH_CHECK (g_variant_get_size (variant) == 20 && *(const gint64 *) g_variant_get_data (variant) == i);
      g_variant_unref (variant);
    }
  return (double) (bench_now () - start) / N;
}

/* Bytes from outside, as both readers get them. */
static GBytes *
make_bytes (void)
{
  Fired fired = { 7, "hello-event" };
  g_autoptr(GBytes) bytes = hark_payload_encode (&signature, &fired, NULL);

  return hark_payload_copy (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static double
read_values (gpointer bytes)
{
  gint64 start = bench_now ();

  for (guint i = 0; i < N; i++)
    {
      Fired *fired = hark_payload_decode (&signature, bytes, NULL);

      BENCH_CHECK (fired->number == 7 && fired->text[0] == 'h');
      hark_values_unref (fired);
    }
  return (double) (bench_now () - start) / N;
}

static double
read_variant (gpointer bytes)
{
  gint64 start = bench_now ();

  for (guint i = 0; i < N; i++)
    {
      GVariant *variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(xs)"), bytes, FALSE));
      gint64 number;
      char *text;

      BENCH_CHECK (g_variant_is_normal_form (variant));
      g_variant_get (variant, "(xs)", &number, &text);
      BENCH_CHECK (number == 7 && text[0] == 'h');
      g_free (text);
      g_variant_unref (variant);
    }
  return (double) (bench_now () - start) / N;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GBytes) bytes = make_bytes ();

  bench_init (argc, argv);
  bench_run ("hark.codec.write", "ns", BENCH_DEFAULT, write_values, NULL);
  bench_run ("hark.codec.read", "ns", BENCH_DEFAULT, read_values, bytes);
  bench_run ("gvariant.codec.write", "ns", BENCH_DEFAULT, write_variant, NULL);
  bench_run ("gvariant.codec.read", "ns", BENCH_DEFAULT, read_variant, bytes);
  return 0;
}
