/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Unix sockets under a path. */

/* Returns: (transfer full): a socket that listens on @path. The lock keeps
 * others from doing the same until hark_unix_path_release().
 * Fails: %HARK_ERROR_EXISTS, %HARK_ERROR_FAILED */
GSocket *hark_unix_path_listen  (const char  *path,
                                 int         *lock,
                                 GError     **error);

/* Removes the socket and gives back the lock. */
void     hark_unix_path_release (const char  *path,
                                 int          lock);

/* Fails: %HARK_ERROR_UNREACHABLE */
GSocket *hark_unix_path_connect (const char  *path,
                                 GError     **error);

G_END_DECLS
