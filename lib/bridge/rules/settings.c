/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads files of settings: `[group]`, `key = value`, and `#` before remarks. It
 * knows no group and no key; who asks for them refuses what they do not know.
 * Used by rules and by the broker's configuration, and fuzzed. */

#include "bridge/rules/settings-private.h"

#include "wire/limits-private.h"

#include <hark/error.h>
#include <stdarg.h>
#include <string.h>

gboolean
hark_setting_fail (const HarkSetting  *self,
                   GError            **error,
                   const char         *format,
                   ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "%s:%u: %s", self->file, self->line, words);
  return FALSE;
}

char *
hark_setting_to_path (const HarkSetting *self)
{
  g_autofree char *folder = g_path_get_dirname (self->file);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);

  return g_canonicalize_filename (self->value, absolute);
}

static gboolean
begin_group (HarkSetting  *setting,
             char         *line,
             char        **group,
             GError      **error)
{
  gsize length = strlen (line);

  if (length < 3 || line[length - 1] != ']')
    return hark_setting_fail (setting, error, "a group is written [NAME], not %s", line);
  line[length - 1] = '\0';
  g_free (*group);
  *group = g_strdup (line + 1);
  setting->group = *group;
  setting->key = NULL;
  setting->value = NULL;
  return TRUE;
}

static gboolean
begin_key (HarkSetting  *setting,
           char         *line,
           GError      **error)
{
  char *equals = strchr (line, '=');

  if (equals == NULL || equals == line)
    return hark_setting_fail (setting, error, "what is \"%s\" for? A setting is written NAME = VALUE", line);
  if (setting->group == NULL)
    return hark_setting_fail (setting, error, "\"%s\" stands before any [GROUP]", line);
  *equals = '\0';
  setting->key = g_strchomp (line);
  setting->value = g_strchug (equals + 1);
  return TRUE;
}

gboolean
hark_settings_parse (const char       *file,
                     const char       *text,
                     gsize             size,
                     HarkSettingFunc   func,
                     gpointer          user,
                     GError          **error)
{
  HarkSetting setting = { .file = file, .line = 1 };
  g_autofree char *group = NULL;
  g_autofree char *copy = NULL;
  const char *end;
  char *line;
  char *next;

  if (size > HARK_LIMIT_SETTINGS)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT, "%s has more than %d bytes", file, HARK_LIMIT_SETTINGS);
      return FALSE;
    }
  if (!g_utf8_validate (text, (gssize) size, NULL))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "%s is no text in UTF-8", file);
      return FALSE;
    }
  copy = g_strndup (text, size);
  end = copy + size;
  for (line = copy; line != NULL; line = next, setting.line++)
    {
      next = memchr (line, '\n', (gsize) (end - line));
      if (next != NULL)
        *next++ = '\0';
      line = g_strstrip (line);
      if (line[0] == '\0' || line[0] == '#')
        continue;
      if (!(line[0] == '[' ? begin_group (&setting, line, &group, error) : begin_key (&setting, line, error)) ||
          !func (&setting, user, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
hark_settings_read (const char       *file,
                    HarkSettingFunc   func,
                    gpointer          user,
                    GError          **error)
{
  g_autoptr(GError) failed = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (g_file_get_contents (file, &text, &size, &failed))
    return hark_settings_parse (file, text, size, func, user, error);
  g_set_error (error, HARK_ERROR,
               g_error_matches (failed, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? HARK_ERROR_NOT_FOUND : HARK_ERROR_FAILED,
               "%s", failed->message);
  return FALSE;
}
