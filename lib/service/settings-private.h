/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

/* What is in a group of a key file. All of these leave their output as it is where there is
 * no such key, or on failure. */

/* @names: NULL-terminated; all that may be there. */
gboolean hark_settings_check_keys    (GKeyFile           *settings,
                                      const char         *group,
                                      const char *const  *names,
                                      GError            **error);

/* In seconds there, with a fraction; at least a microsecond. */
gboolean hark_settings_read_duration (GKeyFile           *settings,
                                      const char         *group,
                                      const char         *key,
                                      gint64             *duration,
                                      GError            **error);

gboolean hark_settings_read_number   (GKeyFile           *settings,
                                      const char         *group,
                                      const char         *key,
                                      guint64             least,
                                      guint64             most,
                                      guint64            *number,
                                      GError            **error);

gboolean hark_settings_read_flag     (GKeyFile           *settings,
                                      const char         *group,
                                      const char         *key,
                                      gboolean           *flag,
                                      GError            **error);
