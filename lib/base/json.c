/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* JSON is written by hand, as the core has no library for it: what is put at the end of a
 * text is one value, on one line, and always valid. Called by the dump of the graph and by
 * log files. */

#include "base/json-private.h"

#include <math.h>

void
hark_json_put_string (GString    *text,
                      const char *bytes)
{
  g_autofree char *valid = NULL;

  if (bytes == NULL)
    {
      g_string_append (text, "null");
      return;
    }

  valid = g_utf8_make_valid (bytes, -1);
  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (text, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}

/* What a dictionary has for a key is a string there. */
static void
put_key (GString  *text,
         GVariant *key)
{
  g_autofree char *printed = NULL;

  if (!g_variant_is_of_type (key, G_VARIANT_TYPE_STRING))
    printed = g_variant_print (key, FALSE);
  hark_json_put_string (text, printed != NULL ? printed : g_variant_get_string (key, NULL));
  g_string_append (text, ": ");
}

static void
put_children (GString  *text,
              GVariant *value)
{
  gboolean is_object = g_variant_is_of_type (value, G_VARIANT_TYPE_DICTIONARY);
  gsize n = g_variant_n_children (value);

  g_string_append_c (text, is_object ? '{' : '[');
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) child = g_variant_get_child_value (value, i);
      g_autoptr(GVariant) key = is_object ? g_variant_get_child_value (child, 0) : NULL;
      g_autoptr(GVariant) part = is_object ? g_variant_get_child_value (child, 1) : g_variant_ref (child);

      if (i > 0)
        g_string_append (text, ", ");
      if (is_object)
        put_key (text, key);
      hark_json_put_variant (text, part);
    }
  g_string_append_c (text, is_object ? '}' : ']');
}

static void
put_inner (GString  *text,
           GVariant *inner)
{
  if (inner == NULL)
    g_string_append (text, "null");
  else
    hark_json_put_variant (text, inner);
  g_clear_pointer (&inner, g_variant_unref);
}

void
hark_json_put_variant (GString  *text,
                       GVariant *value)
{
  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
    case G_VARIANT_CLASS_INT16:
    case G_VARIANT_CLASS_UINT16:
    case G_VARIANT_CLASS_INT32:
    case G_VARIANT_CLASS_UINT32:
    case G_VARIANT_CLASS_INT64:
    case G_VARIANT_CLASS_UINT64:
    case G_VARIANT_CLASS_HANDLE:
      /* GVariant's text and JSON agree on these. */
      g_variant_print_string (value, text, FALSE);
      break;
    case G_VARIANT_CLASS_BYTE:
      g_string_append_printf (text, "%u", g_variant_get_byte (value));
      break;
    case G_VARIANT_CLASS_DOUBLE:
      if (isfinite (g_variant_get_double (value)))
        g_variant_print_string (value, text, FALSE);
      else
        g_string_append (text, "null");
      break;
    case G_VARIANT_CLASS_STRING:
    case G_VARIANT_CLASS_OBJECT_PATH:
    case G_VARIANT_CLASS_SIGNATURE:
      hark_json_put_string (text, g_variant_get_string (value, NULL));
      break;
    case G_VARIANT_CLASS_VARIANT:
      put_inner (text, g_variant_get_variant (value));
      break;
    case G_VARIANT_CLASS_MAYBE:
      put_inner (text, g_variant_get_maybe (value));
      break;
    case G_VARIANT_CLASS_ARRAY:
    case G_VARIANT_CLASS_TUPLE:
    case G_VARIANT_CLASS_DICT_ENTRY:
      put_children (text, value);
      break;
    }
}
