/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Values as text, for people and for programs. */

#include <glib.h>

/* Appends one as people read it. @words: its type as the schema says it, or "". */
void  value_put      (GString    *text,
                      GVariant   *value,
                      const char *words);
/* Appends one as JSON. */
void  value_put_json (GString    *text,
                      GVariant   *value,
                      const char *words);
/* Appends any bytes as a string of JSON. */
void  value_put_json_string (GString    *text,
                             const char *bytes);
