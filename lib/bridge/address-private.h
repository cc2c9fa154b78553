/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a broker listens: `unix:/path`, or a path alone; %NULL: the user's own
 * broker, in the runtime directory.
 * Returns: (transfer full): the absolute path of its socket
 * Fails: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT */
char *hark_address_parse (const char  *address,
                          GError     **error);

/* Returns: (transfer full): a socket that listens on @path. The lock keeps
 * others from doing the same until hark_address_release().
 * Fails: %HARK_ERROR_EXISTS, %HARK_ERROR_FAILED */
GSocket *hark_address_listen (const char  *path,
                              int         *lock,
                              GError     **error);

/* Removes the socket and gives back the lock. */
void hark_address_release (const char *path,
                           int         lock);

/* Fails: %HARK_ERROR_UNREACHABLE */
GSocket *hark_address_connect (const char  *path,
                               GError     **error);

G_END_DECLS
