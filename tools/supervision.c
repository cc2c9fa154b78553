/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Speaks with the service manager through the environment that it gives:
 * LISTEN_PID and LISTEN_FDS, and a datagram socket in NOTIFY_SOCKET. Without one
 * there is nobody to speak to, and that is no error. Used by hark-broker.c. */

#include "supervision.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST 3

static guint64
number_in (const char *name)
{
  const char *text = g_getenv (name);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT - FIRST, &number, NULL) ? number : 0;
}

guint
supervision_take_sockets (int *first)
{
  guint n = number_in ("LISTEN_PID") == (guint64) getpid () ? (guint) number_in ("LISTEN_FDS") : 0;
  guint i;

  for (i = 0; i < n; i++)
    if (fcntl (FIRST + (int) i, F_SETFD, FD_CLOEXEC) != 0)
      n = i;
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  *first = FIRST;
  return n;
}

void
supervision_tell (const char *words)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path != NULL ? strlen (path) : 0;
  int fd;

  if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
    return;
  memcpy (address.sun_path, path, length);
  /* An abstract one. */
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  while (sendto (fd, words, strlen (words), MSG_NOSIGNAL, (struct sockaddr *) &address,
                 (socklen_t) (G_STRUCT_OFFSET (struct sockaddr_un, sun_path) + length)) < 0 &&
         errno == EINTR)
    ;
  close (fd);
}

void
supervision_raise_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}
