/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lines of a digest, two spaces and a path. A path that would break its line is
 * escaped, and the line says so with a backslash in front. */

#include "digests.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

FILE *
digests_open (const char *file)
{
  FILE *self = fopen (file, "we");

  if (self == NULL)
    {
      g_printerr ("report: %s: %s\n", file, g_strerror (errno));
      exit (EXIT_FAILURE);
    }
  return self;
}

void
digests_write (FILE       *self,
               const char *sha256,
               const char *path)
{
  if (strpbrk (path, "\\\n\r") != NULL)
    putc ('\\', self);
  fprintf (self, "%s  ", sha256);
  for (const char *c = path; *c != '\0'; c++)
    switch (*c)
      {
      case '\\':
        fputs ("\\\\", self);
        break;
      case '\n':
        fputs ("\\n", self);
        break;
      case '\r':
        fputs ("\\r", self);
        break;
      default:
        putc (*c, self);
      }
  putc ('\n', self);
}

gboolean
digests_close (FILE *self)
{
  gboolean is_written = !ferror (self);

  if (fclose (self) == 0 && is_written)
    return TRUE;
  g_printerr ("report: the digests could not be written: %s\n", g_strerror (errno));
  return FALSE;
}
