/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values as text, in the words of the schema, for people who look for what went
 * wrong: a spy's records. Nobody reads it back, but strings are quoted, so that it
 * is clear where each ends. */

#include "object/look/describe-private.h"

#define MAX_BYTES 16  /* of bytes that are shown; then it says how many there are */

static void
put_string (GString    *text,
            const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string, -1);

  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if (*c == '\n')
      g_string_append (text, "\\n");
    else if ((guchar) *c < 0x20 || *c == 0x7f)
      g_string_append_printf (text, "\\x%02x", (guint) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}

static void
put_bytes (GString *text,
           GBytes  *bytes)
{
  gsize n;
  const guchar *data = g_bytes_get_data (bytes, &n);

  g_string_append_printf (text, "<%" G_GSIZE_FORMAT " bytes", n);
  for (gsize i = 0; i < MIN (n, MAX_BYTES); i++)
    g_string_append_printf (text, "%s%02x", i == 0 ? ": " : " ", data[i]);
  g_string_append (text, n > MAX_BYTES ? " ...>" : ">");
}

/* As short as can be without being another number. */
static void
put_real (GString *text,
          double   number,
          gboolean is_single)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, is_single ? "%.6g" : "%.15g", number);
  if (is_single ? (float) g_ascii_strtod (digits, NULL) != (float) number
                : g_ascii_strtod (digits, NULL) != number)
    g_ascii_formatd (digits, sizeof digits, is_single ? "%.9g" : "%.17g", number);
  g_string_append (text, digits);
}

static void
put_variant (GString  *text,
             GVariant *variant)
{
  g_string_append_c (text, '<');
  g_variant_print_string (variant, text, TRUE);
  g_string_append_c (text, '>');
}

static void
put_record (GString             *text,
            const HarkSignature *record,
            gconstpointer        values)
{
  g_string_append_printf (text, "%s {", record->name);
  hark_values_describe (text, record, values);
  g_string_append_c (text, '}');
}

static void
put_one (GString         *text,
         const HarkField *field,
         gconstpointer    at)
{
  switch ((HarkFieldKind) field->kind)
    {
    case HARK_FIELD_BOOL:
      g_string_append (text, *(const gboolean *) at ? "true" : "false");
      break;
    case HARK_FIELD_BYTE:
      g_string_append_printf (text, "%u", *(const guint8 *) at);
      break;
    case HARK_FIELD_INT16:
      g_string_append_printf (text, "%d", *(const gint16 *) at);
      break;
    case HARK_FIELD_UINT16:
      g_string_append_printf (text, "%u", *(const guint16 *) at);
      break;
    case HARK_FIELD_INT32:
    case HARK_FIELD_ENUM:
      g_string_append_printf (text, "%d", *(const gint32 *) at);
      break;
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLAGS:
      g_string_append_printf (text, "%u", *(const guint32 *) at);
      break;
    case HARK_FIELD_INT64:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, *(const gint64 *) at);
      break;
    case HARK_FIELD_UINT64:
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, *(const guint64 *) at);
      break;
    case HARK_FIELD_FLOAT:
      put_real (text, *(const float *) at, TRUE);
      break;
    case HARK_FIELD_DOUBLE:
      put_real (text, *(const double *) at, FALSE);
      break;
    case HARK_FIELD_STRING:
    case HARK_FIELD_FILENAME:
      put_string (text, *(const char *const *) at);
      break;
    case HARK_FIELD_BYTES:
      put_bytes (text, *(GBytes *const *) at);
      break;
    case HARK_FIELD_VARIANT:
      put_variant (text, *(GVariant *const *) at);
      break;
    case HARK_FIELD_RECORD:
      put_record (text, field->record, *(gconstpointer const *) at);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gsize
size_of (HarkFieldKind kind)
{
  switch (kind)
    {
    case HARK_FIELD_BYTE:
      return 1;
    case HARK_FIELD_INT16:
    case HARK_FIELD_UINT16:
      return 2;
    case HARK_FIELD_BOOL:
    case HARK_FIELD_INT32:
    case HARK_FIELD_UINT32:
    case HARK_FIELD_FLOAT:
    case HARK_FIELD_ENUM:
    case HARK_FIELD_FLAGS:
      return 4;
    case HARK_FIELD_INT64:
    case HARK_FIELD_UINT64:
    case HARK_FIELD_DOUBLE:
    case HARK_FIELD_DURATION:
    case HARK_FIELD_TIMESTAMP:
      return 8;
    default:
      return sizeof (gpointer);
    }
}

static gboolean
is_pointer (HarkFieldKind kind)
{
  return kind == HARK_FIELD_STRING || kind == HARK_FIELD_BYTES || kind == HARK_FIELD_FILENAME
         || kind == HARK_FIELD_VARIANT || kind == HARK_FIELD_RECORD;
}

static void
put_array (GString         *text,
           const HarkField *field,
           const char      *elements,
           gsize            n)
{
  g_string_append_c (text, '[');
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      put_one (text, field, elements + i * size_of (field->kind));
    }
  g_string_append_c (text, ']');
}

static void
put_field (GString         *text,
           const HarkField *field,
           const char      *values)
{
  const char *at = values + field->offset;
  const char *extra = values + field->extra;

  if (field->form == HARK_FIELD_ARRAY)
    put_array (text, field, *(const char *const *) at, *(const gsize *) extra);
  else if (field->form == HARK_FIELD_OPTIONAL
           && (is_pointer (field->kind) ? *(gconstpointer const *) at == NULL : !*(const gboolean *) extra))
    g_string_append (text, "null");
  else
    put_one (text, field, at);
}

void
hark_values_describe (GString             *text,
                      const HarkSignature *signature,
                      gconstpointer        values)
{
  for (guint i = 0; i < signature->n_fields; i++)
    {
      g_string_append_printf (text, "%s%s: ", i > 0 ? ", " : "", signature->fields[i].name);
      put_field (text, &signature->fields[i], values);
    }
}
