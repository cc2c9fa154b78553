/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* JSON, for what Hark writes by itself. */

#include <glib.h>

/* Any bytes as a string, with U+FFFD for what is not UTF-8. @bytes: (nullable): null. */
void hark_json_put_string  (GString    *text,
                            const char *bytes);

/* A value as what comes nearest to it: tuples are arrays, dictionaries objects, and
 * numbers that JSON does not know are null. */
void hark_json_put_variant (GString    *text,
                            GVariant   *value);
