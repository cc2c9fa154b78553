/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name that stands for every object of a class. */
#define HARK_NAME_ALL "*"

/* (transfer full): one that tells people which process this is: `indexer-4711`. */
char *hark_name_of_process (void);

/* Whether @name can name an object, a class or a member.
 * @error: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT */
gboolean hark_name_check (const char  *name,
                          GError     **error);

G_END_DECLS
