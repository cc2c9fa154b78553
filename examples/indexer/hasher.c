/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A hasher: reads files and answers with their digests. It works on a thread of
 * its own, so that the bus goes on while a large file is read; and it is one of
 * a group, whose members share the calls without knowing of each other. */

#include "indexer.h"
#include "station.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  BUFFER_SIZE = 128 * 1024,
};

static void
set_error (GError **error,
           int      number)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (number), g_strerror (number));
}

static gboolean
add_file (GChecksum  *checksum,
          int         fd,
          guint64    *size,
          GError    **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  gssize             n;

  while ((n = read (fd, buffer, BUFFER_SIZE)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_error (error, errno);
          return FALSE;
        }
      g_checksum_update (checksum, buffer, n);
      *size += n;
    }
  return TRUE;
}

/* Opens what is still a regular file: it was one when it was found, and a pipe
 * that came into its place would block. */
static int
open_regular (const char  *path,
              GError     **error)
{
  int         fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) < 0)
    set_error (error, errno);
  else if (!S_ISREG (info.st_mode))
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "It is no regular file any more");
  else
    return fd;

  if (fd >= 0)
    close (fd);
  return -1;
}

static IndexerDigest *
hash (IndexerHasher  *self,
      const char     *path,
      GError        **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64               size = 0;
  int                   fd = open_regular (path, error);
  gboolean              is_read;

  if (fd < 0)
    return NULL;

  is_read = add_file (checksum, fd, &size, error);
  close (fd);
  return is_read ? indexer_digest_new (g_checksum_get_string (checksum), size) : NULL;
}

static const IndexerHasherSlots hasher_slots = { .hash = hash };

int
main (int    argc,
      char **argv)
{
  g_autoptr(Station)       station = station_new ("hasher", argv[1]);
  g_autoptr(HarkLoop)      work = hark_loop_new_thread ("hashing");
  g_autoptr(IndexerHasher) hasher = indexer_hasher_new (work, &hasher_slots, NULL, NULL);
  GError                   *error = NULL;

  station_check (station, hark_bus_export_group (station->bus, HARK_OBJECT (hasher), "hashers", &error), &error);
  station_await (station, hasher);
  station_serve (station);
  return 0;
}
