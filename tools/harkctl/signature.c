/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What crosses a broker of a signature is its words and the type of its arguments. The
 * type is what the bytes are; the words may be anything, and so are only believed where they have as
 * many parameters. */

#include "signature-private.h"

#include <string.h>

static void
parameter_free (gpointer data)
{
  Parameter *self = data;

  g_free (self->type);
  g_free (self->name);
  g_free (self);
}

static Parameter *
parameter_new (const char *type,
               gsize       n_type,
               const char *name,
               gsize       n_name)
{
  Parameter *self = g_new (Parameter, 1);

  self->type = g_strndup (type, n_type);
  self->name = g_strndup (name, n_name);
  return self;
}

/* One of them: `map<string, uint32> stock = 3`. */
static Parameter *
read_parameter (const char *begin,
                const char *end)
{
  const char *equals = memchr (begin, '=', (gsize) (end - begin));
  const char *name;

  if (equals != NULL)
    end = equals;
  while (begin < end && *begin == ' ')
    begin++;
  while (end > begin && end[-1] == ' ')
    end--;
  for (name = end; name > begin && name[-1] != ' '; name--)
    ;
  return parameter_new (begin, name > begin ? (gsize) (name - 1 - begin) : 0, name, (gsize) (end - name));
}

static GPtrArray *
read_words (const char *text)
{
  GPtrArray *parameters = g_ptr_array_new_with_free_func (parameter_free);
  const char *begin = text != NULL ? strchr (text, '(') : NULL;
  guint depth = 0;

  if (begin == NULL)
    return parameters;
  begin++;
  for (const char *at = begin; *at != '\0'; at++)
    {
      if (*at == '<' || *at == '(')
        depth++;
      else if ((*at == '>' || *at == ')') && depth > 0)
        depth--;
      else if (*at == ')' || (*at == ',' && depth == 0))
        {
          if (at > begin)
            g_ptr_array_add (parameters, read_parameter (begin, at));
          begin = at + 1;
          if (*at == ')')
            break;
        }
    }
  return parameters;
}

GPtrArray *
signature_read (const char         *text,
                const GVariantType *arguments)
{
  GPtrArray *parameters = read_words (text);
  gsize n = g_variant_type_n_items (arguments);

  if (parameters->len == n)
    return parameters;
  g_ptr_array_set_size (parameters, 0);
  for (gsize i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT, i);

      g_ptr_array_add (parameters, parameter_new ("", 0, name, strlen (name)));
    }
  return parameters;
}

char *
signature_read_result (const char *text)
{
  const char *arrow = text != NULL ? strstr (text, ") -> ") : NULL;
  char *result = g_strdup (arrow != NULL ? arrow + strlen (") -> ") : "");

  if (g_str_has_suffix (result, " throws"))
    result[strlen (result) - strlen (" throws")] = '\0';
  return result;
}
