/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values as text. For people they are GVariant's text, but for what would not be read: bytes
 * that are a file's name. In JSON records are arrays, as nobody has told the names of their fields;
 * bytes are in base64; what JSON has no number for is a string. */

#include "value-private.h"

#include <math.h>
#include <string.h>

/* A filename with the zero byte at its end. */
static gboolean
is_filename (GVariant   *value,
             const char *words)
{
  return g_str_has_prefix (words, "filename") && g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING);
}

void
value_put (GString    *text,
           GVariant   *value,
           const char *words)
{
  if (is_filename (value, words))
    {
      g_autoptr(GVariant) name = g_variant_ref_sink (
        g_variant_new_take_string (g_utf8_make_valid (g_variant_get_bytestring (value), -1)));

      g_variant_print_string (name, text, FALSE);
    }
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    {
      g_autoptr(GVariant) held = g_variant_get_maybe (value);

      if (held != NULL)
        value_put (text, held, words);
      else
        g_string_append (text, "nothing");
    }
  else
    g_variant_print_string (value, text, FALSE);
}

void
value_put_json_string (GString    *text,
                       const char *bytes)
{
  g_autofree char *valid = g_utf8_make_valid (bytes, -1);

  g_string_append_c (text, '"');
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '"' || c == '\\')
        g_string_append_printf (text, "\\%c", (char) c);
      else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        g_string_append_printf (text, "\\u%04x", c);
      else
        g_string_append_unichar (text, c);
    }
  g_string_append_c (text, '"');
}

static void
put_double (GString *text,
            double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (buffer, sizeof buffer, number);
  if (isfinite (number))
    g_string_append (text, buffer);
  else
    value_put_json_string (text, buffer);
}

static void
put_bytes (GString    *text,
           GVariant   *value,
           const char *words)
{
  gsize n;
  const guchar *bytes = g_variant_get_fixed_array (value, &n, 1);
  g_autofree char *base64 = NULL;

  if (is_filename (value, words))
    {
      value_put_json_string (text, g_variant_get_bytestring (value));
      return;
    }
  base64 = g_base64_encode (bytes, n);
  value_put_json_string (text, base64);
}

static void
put_dictionary (GString  *text,
                GVariant *value)
{
  gsize n = g_variant_n_children (value);

  g_string_append_c (text, '{');
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) entry = g_variant_get_child_value (value, i);
      g_autoptr(GVariant) key = g_variant_get_child_value (entry, 0);
      g_autoptr(GVariant) held = g_variant_get_child_value (entry, 1);
      g_autofree char *name = g_variant_is_of_type (key, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (key, NULL)
                                                                               : g_variant_print (key, FALSE);

      g_string_append (text, i > 0 ? ", " : "");
      value_put_json_string (text, name);
      g_string_append (text, ": ");
      value_put_json (text, held, "");
    }
  g_string_append_c (text, '}');
}

/* An array or a tuple. */
static void
put_list (GString    *text,
          GVariant   *value,
          const char *words)
{
  gsize n = g_variant_n_children (value);

  g_string_append_c (text, '[');
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) child = g_variant_get_child_value (value, i);

      g_string_append (text, i > 0 ? ", " : "");
      value_put_json (text, child, g_variant_is_of_type (value, G_VARIANT_TYPE_ARRAY) ? words : "");
    }
  g_string_append_c (text, ']');
}

void
value_put_json (GString    *text,
                GVariant   *value,
                const char *words)
{
  g_autoptr(GVariant) held = NULL;
  g_autofree char *plain = NULL;

  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      g_string_append (text, g_variant_get_boolean (value) ? "true" : "false");
      break;
    case G_VARIANT_CLASS_DOUBLE:
      put_double (text, g_variant_get_double (value));
      break;
    case G_VARIANT_CLASS_STRING:
    case G_VARIANT_CLASS_OBJECT_PATH:
    case G_VARIANT_CLASS_SIGNATURE:
      value_put_json_string (text, g_variant_get_string (value, NULL));
      break;
    case G_VARIANT_CLASS_VARIANT:
      held = g_variant_get_variant (value);
      value_put_json (text, held, "");
      break;
    case G_VARIANT_CLASS_MAYBE:
      held = g_variant_get_maybe (value);
      if (held != NULL)
        value_put_json (text, held, words);
      else
        g_string_append (text, "null");
      break;
    case G_VARIANT_CLASS_ARRAY:
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        put_bytes (text, value, words);
      else if (g_variant_is_of_type (value, G_VARIANT_TYPE_DICTIONARY))
        put_dictionary (text, value);
      else
        put_list (text, value, words);
      break;
    case G_VARIANT_CLASS_TUPLE:
    case G_VARIANT_CLASS_DICT_ENTRY:
      put_list (text, value, words);
      break;
    case G_VARIANT_CLASS_BYTE:
    case G_VARIANT_CLASS_INT16:
    case G_VARIANT_CLASS_UINT16:
    case G_VARIANT_CLASS_INT32:
    case G_VARIANT_CLASS_UINT32:
    case G_VARIANT_CLASS_INT64:
    case G_VARIANT_CLASS_UINT64:
    case G_VARIANT_CLASS_HANDLE:
    default:
      plain = g_variant_is_of_type (value, G_VARIANT_TYPE_BYTE) ? g_strdup_printf ("%u", g_variant_get_byte (value))
                                                                : g_variant_print (value, FALSE);
      g_string_append (text, plain);
      break;
    }
}
