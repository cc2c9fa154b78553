/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files of settings: GLib's key files, read line by line, so that what is wrong
 * can be said with its line. */

typedef struct
{
  const char *file;   /* for messages */
  guint       line;
  const char *group;
  const char *key;    /* NULL: the group begins here */
  const char *value;  /* without spaces around it */
} HarkSetting;

/* Fails: with hark_setting_fail(). */
typedef gboolean (*HarkSettingFunc) (const HarkSetting  *setting,
                                     gpointer            user,
                                     GError            **error);

/* Calls @func for each group and each key of @text, until one fails.
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT, or as @func. */
gboolean hark_settings_parse (const char       *file,
                              const char       *text,
                              gsize             size,
                              HarkSettingFunc   func,
                              gpointer          user,
                              GError          **error);

/* The same for a file. Fails also: %HARK_ERROR_NOT_FOUND, %HARK_ERROR_FAILED */
gboolean hark_settings_read  (const char       *file,
                              HarkSettingFunc   func,
                              gpointer          user,
                              GError          **error);

/* Sets %HARK_ERROR_INVALID: "FILE:LINE: what is wrong". Returns: %FALSE */
gboolean hark_setting_fail   (const HarkSetting *self,
                              GError           **error,
                              const char        *format,
                              ...) G_GNUC_PRINTF (3, 4);

/* Returns: (transfer full): the value, a file, as seen from the folder of the
 *   file that names it */
char    *hark_setting_to_path (const HarkSetting *self);

G_END_DECLS
