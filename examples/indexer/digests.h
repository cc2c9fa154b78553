/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

/* A file of digests as sha256sum writes it and `sha256sum --check` reads it. */

/* Ends the process if that is not possible. */
FILE     *digests_open  (const char *file);
void      digests_write (FILE       *self,
                         const char *sha256,
                         const char *path);
/* Returns: whether everything was written; if not, it has said so. */
gboolean  digests_close (FILE       *self);
