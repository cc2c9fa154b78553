/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From words on a command line to arguments: a word is GVariant's text of the type that the
 * signature has at its place; strings need no quotes. Each complaint says the signature. */

#include "target-private.h"

#include <string.h>

#include "signature-private.h"

gboolean
target_read (Target        *self,
             const Session *session,
             const char    *text)
{
  const char *first = strchr (text, '/');
  const char *last = strrchr (text, '/');

  if (first == NULL || first == last || first == text || last == first + 1 || last[1] == '\0')
    {
      session_complain (session, HARKCTL_USAGE,
                        "\"%s\" is not <class>/<name>/<member>, like Workshop.Producer/line-1/produced", text);
      return FALSE;
    }
  self->object = g_strndup (text, (gsize) (first - text));
  self->name = g_strndup (first + 1, (gsize) (last - first - 1));
  self->member = g_strdup (last + 1);
  return TRUE;
}

void
target_clear (Target *self)
{
  g_clear_pointer (&self->object, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->member, g_free);
}

/* --- arguments --- */

static GQuark
usage_quark (void)
{
  return g_quark_from_static_string ("harkctl-usage-quark");
}

/* Whether @text is in quotes, and so meant as GVariant's. */
static gboolean
is_quoted (const char *text)
{
  gsize n = strlen (text);

  return n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n - 1] == text[0];
}

static GVariant *
parse (const GVariantType     *type,
       const Parameter        *parameter,
       const HarkBrokerTopic  *topic,
       const char             *text,
       GError                **error)
{
  g_autoptr(GError) failed = NULL;
  GVariant *value;

  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING) && !is_quoted (text))
    {
      if (g_utf8_validate (text, -1, NULL))
        return g_variant_ref_sink (g_variant_new_string (text));
      g_set_error (error, usage_quark (), 0, "%s is not UTF-8: '%s'", parameter->name, topic->text);
      return NULL;
    }
  if (g_str_has_prefix (parameter->type, "filename") && g_variant_type_equal (type, G_VARIANT_TYPE_BYTESTRING))
    return g_variant_ref_sink (g_variant_new_bytestring (text));
  value = g_variant_parse (type, text, NULL, NULL, &failed);
  if (value == NULL)
    {
      g_autofree char *type_text = g_variant_type_dup_string (type);

      g_set_error (error, usage_quark (), 0, "%s is \"%s\", which is no %s: '%s'", parameter->name, text,
                   parameter->type[0] != '\0' ? parameter->type : type_text, topic->text);
    }
  return value;
}

/* How many bytes of @text name a parameter; -1: none is. @place: (out): which. */
static gssize
find_name (GPtrArray  *parameters,
           const char *text,
           guint      *place)
{
  const char *equals = strchr (text, '=');

  for (*place = 0; equals != NULL && *place < parameters->len; *place += 1)
    {
      const char *name = ((Parameter *) g_ptr_array_index (parameters, *place))->name;

      if (strlen (name) == (gsize) (equals - text) && strncmp (name, text, strlen (name)) == 0)
        return equals - text;
    }
  return -1;
}

/* Finds a text for each parameter; %NULL: none was given. */
static gboolean
place_texts (GPtrArray              *parameters,
             const HarkBrokerTopic  *topic,
             char                  **texts,
             const char            **placed,
             GError                **error)
{
  for (guint i = 0; texts[i] != NULL; i++)
    {
      guint place;
      gssize n = find_name (parameters, texts[i], &place);

      if (n < 0)
        place = i;
      if (place >= parameters->len)
        {
          g_set_error (error, usage_quark (), 0, "\"%s\" is too much: '%s'", texts[i], topic->text);
          return FALSE;
        }
      if (placed[place] != NULL)
        {
          g_set_error (error, usage_quark (), 0, "%s is given twice: '%s'",
                       ((Parameter *) g_ptr_array_index (parameters, place))->name, topic->text);
          return FALSE;
        }
      placed[place] = texts[i] + (n + 1);
    }
  return TRUE;
}

/* How many of the parameters are to be there. The last ones may be missing where they have a default, which
 * whoever gets the others fills in. */
static guint
count_needed (GPtrArray              *parameters,
              const HarkBrokerTopic  *topic,
              const char            **placed)
{
  const GVariantType *type = g_variant_type_first (G_VARIANT_TYPE (topic->arguments));
  guint n = parameters->len - (guint) MIN (topic->n_beginnings, parameters->len);
  gboolean is_full = TRUE;

  for (guint i = 0; i < parameters->len; i++, type = g_variant_type_next (type))
    {
      if (placed[i] != NULL)
        n = MAX (n, i + 1);
      else if (!g_variant_type_is_maybe (type))
        is_full = FALSE;
    }
  return is_full ? parameters->len : n;
}

static GVariant *
read_each (GPtrArray              *parameters,
           const HarkBrokerTopic  *topic,
           char                  **texts,
           GError                **error)
{
  g_autofree const char **placed = g_new0 (const char *, parameters->len + 1);
  const GVariantType *type = g_variant_type_first (G_VARIANT_TYPE (topic->arguments));
  g_autoptr(GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE_TUPLE);
  guint n;

  if (!place_texts (parameters, topic, texts, placed, error))
    return NULL;
  n = count_needed (parameters, topic, placed);
  for (guint i = 0; i < n; i++, type = g_variant_type_next (type))
    {
      const Parameter *parameter = g_ptr_array_index (parameters, i);
      g_autoptr(GVariant) value = NULL;

      if (placed[i] != NULL)
        value = parse (type, parameter, topic, placed[i], error);
      else if (g_variant_type_is_maybe (type))
        value = g_variant_ref_sink (g_variant_new_maybe (g_variant_type_element (type), NULL));
      else
        g_set_error (error, usage_quark (), 0, "%s is missing: '%s'", parameter->name, topic->text);
      if (value == NULL)
        return NULL;
      g_variant_builder_add_value (builder, value);
    }
  return g_variant_ref_sink (g_variant_builder_end (builder));
}

GVariant *
target_read_arguments (const HarkBrokerTopic  *topic,
                       char                  **texts,
                       GError                **error)
{
  g_autoptr(GPtrArray) parameters = signature_read (topic->text, G_VARIANT_TYPE (topic->arguments));
  g_autoptr(GError) failed = NULL;
  GVariant *whole;

  if (texts[0] == NULL || texts[1] != NULL || texts[0][0] != '(')
    return read_each (parameters, topic, texts, error);

  /* One text in parentheses: all of them, unless it is the only one, which may be a record. */
  whole = g_variant_parse (G_VARIANT_TYPE (topic->arguments), texts[0], NULL, NULL, &failed);
  if (whole != NULL)
    return whole;
  if (parameters->len == 1)
    return read_each (parameters, topic, texts, error);
  whole = g_variant_parse (NULL, texts[0], NULL, NULL, NULL);
  if (whole != NULL)
    g_set_error (error, usage_quark (), 0, "%s is of type %s, and '%s' takes %s", texts[0],
                 g_variant_get_type_string (whole), topic->text, topic->arguments);
  else
    g_set_error (error, usage_quark (), 0, "%s is no tuple of type %s: %s", texts[0], topic->arguments, failed->message);
  g_clear_pointer (&whole, g_variant_unref);
  return NULL;
}

GVariant *
target_dup_member (const HarkBrokerTopic *topic,
                   GVariant              *values)
{
  gsize n_all = g_variant_type_n_items (G_VARIANT_TYPE (topic->arguments));
  gsize n_left = n_all - g_variant_n_children (values);

  if (n_left == 0)
    return hark_broker_topic_dup_member (topic);
  return g_variant_ref_sink (g_variant_new ("(ssstst)", topic->member, topic->text, g_variant_get_type_string (values),
                                            topic->beginnings[topic->n_beginnings - n_left],
                                            topic->result, topic->result_fingerprint));
}
