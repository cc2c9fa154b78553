/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading what people have written into a key file: a key that nobody knows or a value that
 * makes no sense is an error that says where it is. Called where runtimes are filled from such files. */

#include "service/settings-private.h"

#include <hark/error.h>

gboolean
hark_settings_check_keys (GKeyFile           *settings,
                          const char         *group,
                          const char *const  *names,
                          GError            **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys (settings, group, NULL, error);
  g_autofree char *known = NULL;

  if (keys == NULL)
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    if (!g_strv_contains (names, keys[i]))
      {
        known = g_strjoinv (", ", (char **) names);
        g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "[%s] %s: there is no such key: it has %s", group, keys[i],
                     known);
        return FALSE;
      }
  return TRUE;
}

static gboolean
has_key (GKeyFile   *settings,
         const char *group,
         const char *key)
{
  return g_key_file_has_key (settings, group, key, NULL);
}

gboolean
hark_settings_read_duration (GKeyFile    *settings,
                             const char  *group,
                             const char  *key,
                             gint64      *duration,
                             GError     **error)
{
  g_autoptr(GError) failure = NULL;
  double seconds;

  if (!has_key (settings, group, key))
    return TRUE;
  seconds = g_key_file_get_double (settings, group, key, &failure);
  if (failure == NULL && seconds >= 1e-6 && seconds <= 1e9)
    {
      *duration = (gint64) (seconds * G_TIME_SPAN_SECOND);
      return TRUE;
    }

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "[%s] %s: it is a number of seconds, as 0.5", group, key);
  return FALSE;
}

gboolean
hark_settings_read_number (GKeyFile    *settings,
                           const char  *group,
                           const char  *key,
                           guint64      least,
                           guint64      most,
                           guint64     *number,
                           GError     **error)
{
  g_autofree char *text = g_key_file_get_value (settings, group, key, NULL);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, least, most, number, NULL))
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
               "[%s] %s: it is a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, group, key, least, most);
  return FALSE;
}

gboolean
hark_settings_read_flag (GKeyFile    *settings,
                         const char  *group,
                         const char  *key,
                         gboolean    *flag,
                         GError     **error)
{
  g_autoptr(GError) failure = NULL;
  gboolean value;

  if (!has_key (settings, group, key))
    return TRUE;
  value = g_key_file_get_boolean (settings, group, key, &failure);
  if (failure == NULL)
    {
      *flag = value;
      return TRUE;
    }

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID, "[%s] %s: it is true or false", group, key);
  return FALSE;
}
