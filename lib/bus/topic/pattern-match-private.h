/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One pattern and one topic; how many of them are kept is in bus/pattern-private.h. */

#include <glib.h>

G_BEGIN_DECLS

/* Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT. Thread: any, here and below. */
gboolean hark_pattern_check   (const char  *name,
                               GError     **error);
/* Whether @pattern, which is checked, stands for @topic. */
gboolean hark_pattern_matches (const char  *pattern,
                               const char  *topic);

G_END_DECLS
