/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What strings and values are in JSON. */

#include "base/json-private.h"

static void
assert_string (const char *bytes,
               const char *json)
{
  g_autoptr(GString) text = g_string_new (NULL);

  hark_json_put_string (text, bytes);
  g_assert_cmpstr (text->str, ==, json);
}

static void
test_strings (void)
{
  assert_string (NULL, "null");
  assert_string ("", "\"\"");
  assert_string ("caf\303\251 / \"no\" \\", "\"caf\303\251 / \\\"no\\\" \\\\\"");
  assert_string ("one\ntwo\t\001\177", "\"one\\u000atwo\\u0009\\u0001\177\"");
  assert_string ("a\377b", "\"a\357\277\275b\"");
}

/* @value: as GVariant's text */
static void
assert_variant (const char *value,
                const char *json)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) parsed = g_variant_parse (NULL, value, NULL, NULL, &error);

  g_assert_no_error (error);
  hark_json_put_variant (text, parsed);
  g_assert_cmpstr (text->str, ==, json);
}

static void
test_numbers (void)
{
  assert_variant ("true", "true");
  assert_variant ("byte 0xff", "255");
  assert_variant ("int16 -7", "-7");
  assert_variant ("uint32 4000000000", "4000000000");
  assert_variant ("int64 -9223372036854775808", "-9223372036854775808");
  assert_variant ("uint64 18446744073709551615", "18446744073709551615");
  assert_variant ("handle 3", "3");
  assert_variant ("2.5", "2.5");
  assert_variant ("1.0", "1.0");
  assert_variant ("inf", "null");
  assert_variant ("nan", "null");
}

static void
test_containers (void)
{
  assert_variant ("('a', 1, ())", "[\"a\", 1, []]");
  assert_variant ("@as []", "[]");
  assert_variant ("@a{sv} {}", "{}");
  assert_variant ("{'a\"': <1>, 'b': <@mi nothing>}", "{\"a\\\"\": 1, \"b\": null}");
  assert_variant ("{1: @mi 5}", "{\"1\": 5}");
  assert_variant ("{'a', 1}", "[\"a\", 1]");
  assert_variant ("objectpath '/a'", "\"/a\"");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/escapes-strings", test_strings);
  g_test_add_func ("/base/json/writes-numbers", test_numbers);
  g_test_add_func ("/base/json/writes-what-is-made-of-others", test_containers);
  return g_test_run ();
}
