/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sockets under a path. A broker holds a lock on a file beside its socket, so
 * that two that start at the same moment do not take the path from each other,
 * and a socket that was left behind by a broker that crashed can be told from
 * one that is in use. */

#include "bridge/transport/unix-path-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <hark/error.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 128

static GSocket *
new_socket (GError **error)
{
  return g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
}

/* Tries once. Returns: an errno, 0: connected. */
static int
try_connect (GSocket    *socket,
             const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  while (connect (g_socket_get_fd (socket), (struct sockaddr *) &address, sizeof address) != 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

GSocket *
hark_unix_path_connect (const char  *path,
                        GError     **error)
{
  g_autoptr(GSocket) socket = new_socket (error);
  int failed;

  if (socket == NULL)
    return NULL;
  failed = try_connect (socket, path);
  if (failed == 0)
    return g_steal_pointer (&socket);
  if (failed == ENOENT || failed == ECONNREFUSED)
    g_set_error (error, HARK_ERROR, HARK_ERROR_UNREACHABLE,
                 "no broker listens on %s: start one with hark-broker --address=unix:%s", path, path);
  else if (failed == EAGAIN)
    g_set_error (error, HARK_ERROR, HARK_ERROR_UNREACHABLE,
                 "the broker on %s does not take connections at the moment", path);
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_UNREACHABLE,
                 "no broker can be reached on %s: %s", path, g_strerror (failed));
  return NULL;
}

/* --- The lock --- */

static gboolean
fail_with_errno (GError     **error,
                 const char  *path,
                 const char  *what)
{
  int failed = errno;

  g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "%s %s: %s", what, path, g_strerror (failed));
  return FALSE;
}

/* Nothing can be made beside @path. */
static gboolean
fail_with_folder (GError     **error,
                  const char  *path)
{
  int failed = errno;
  g_autofree char *folder = g_path_get_dirname (path);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED,
                 "cannot listen on %s: there is no folder %s; make it, or choose another address", path, folder);
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED,
                 "cannot listen on %s: %s; choose a folder where you may write",
                 path, g_strerror (failed));
  return FALSE;
}

static gboolean
fail_with_exists (GError     **error,
                  const char  *path)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS,
               "another broker listens on %s: use that one, or choose another address", path);
  return FALSE;
}

/* Whether @lock is the file that has this name now, and not one that was removed. */
static gboolean
is_current (int         lock,
            const char *name)
{
  struct stat mine;
  struct stat named;

  return fstat (lock, &mine) == 0 && stat (name, &named) == 0 && mine.st_ino == named.st_ino &&
         mine.st_dev == named.st_dev;
}

static gboolean
take_lock (const char  *path,
           int         *result,
           GError     **error)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);

  for (;;)
    {
      int lock = open (name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (lock < 0)
        return fail_with_folder (error, path);
      if (flock (lock, LOCK_EX | LOCK_NB) != 0)
        {
          close (lock);
          return fail_with_exists (error, path);
        }
      if (is_current (lock, name))
        {
          *result = lock;
          return TRUE;
        }
      close (lock);
    }
}

static void
drop_lock (const char *path,
           int         lock)
{
  g_autofree char *name = g_strconcat (path, ".lock", NULL);

  unlink (name);
  close (lock);
}

/* Makes place for a socket: one that nobody listens on is removed. */
static gboolean
clear_path (const char  *path,
            GError     **error)
{
  g_autoptr(GSocket) probe = NULL;
  struct stat there;

  if (lstat (path, &there) != 0)
    return errno == ENOENT || fail_with_errno (error, path, "cannot listen on");
  if (!S_ISSOCK (there.st_mode))
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_EXISTS, "%s is there already, and is no socket: choose another address",
                   path);
      return FALSE;
    }
  probe = new_socket (error);
  if (probe == NULL)
    return FALSE;
  if (try_connect (probe, path) != ECONNREFUSED)
    return fail_with_exists (error, path);
  return unlink (path) == 0 || errno == ENOENT || fail_with_errno (error, path, "cannot replace");
}

GSocket *
hark_unix_path_listen (const char  *path,
                       int         *result,
                       GError     **error)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr(GSocket) socket = NULL;
  g_autoptr(GError) failed = NULL;
  int lock;

  if (!take_lock (path, &lock, error))
    return NULL;
  if (clear_path (path, error) && (socket = new_socket (error)) != NULL)
    {
      g_socket_set_listen_backlog (socket, BACKLOG);
      g_socket_set_blocking (socket, FALSE);
      if (g_socket_bind (socket, address, FALSE, &failed) && g_chmod (path, 0600) == 0 &&
          g_socket_listen (socket, &failed))
        {
          *result = lock;
          return g_steal_pointer (&socket);
        }
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "cannot listen on %s: %s", path,
                   failed != NULL ? failed->message : g_strerror (errno));
    }
  drop_lock (path, lock);
  return NULL;
}

void
hark_unix_path_release (const char *path,
                        int         lock)
{
  unlink (path);
  drop_lock (path, lock);
}
