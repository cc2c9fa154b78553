/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lines on their way into a file. They are gathered, and written many at a time; a line is never
 * divided between two files, nor joined to what somebody left half written. What cannot be
 * written is kept, within a limit, so that nothing is lost while a disk is full for a while.
 * Called by log files, on their loop. */

#include "service/line-file-private.h"

#include <hark/error.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define WRITE_AT (64 * 1024)
#define MOST (1024 * 1024)

void
hark_line_file_init (HarkLineFile *self,
                     const char   *path)
{
  *self = (HarkLineFile) { .path = g_strdup (path), .size = HARK_LINE_FILE_SIZE, .n_old = HARK_LINE_FILE_OLD,
                           .file = -1, .pending = g_string_new (NULL) };
}

void
hark_line_file_clear (HarkLineFile *self)
{
  hark_line_file_close (self);
  g_string_free (self->pending, TRUE);
  g_clear_error (&self->trouble);
  g_free (self->path);
}

static void
set_error (HarkLineFile  *self,
           const char    *what,
           GError       **error)
{
  int number = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s cannot be %s: %s", self->path, what,
               g_strerror (number));
}

/* The last line of who wrote it before may lack its end. */
static gboolean
ends_with_line (HarkLineFile *self)
{
  char last = '\n';

  return self->length == 0 || pread (self->file, &last, 1, (off_t) self->length - 1) != 1 || last == '\n';
}

gboolean
hark_line_file_open (HarkLineFile  *self,
                     GError       **error)
{
  struct stat facts;

  if (self->file >= 0)
    return TRUE;
  self->file = g_open (self->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  if (self->file < 0 || fstat (self->file, &facts) < 0)
    {
      set_error (self, "opened", error);
      hark_line_file_close (self);
      return FALSE;
    }

  self->is_regular = S_ISREG (facts.st_mode);
  self->length = self->is_regular ? (guint64) facts.st_size : 0;
  if (!ends_with_line (self))
    g_string_prepend_c (self->pending, '\n');
  return TRUE;
}

void
hark_line_file_close (HarkLineFile *self)
{
  if (self->file >= 0)
    close (self->file);
  self->file = -1;
}

static gboolean
write_pending (HarkLineFile  *self,
               GError       **error)
{
  if (!hark_line_file_open (self, error))
    return FALSE;
  while (self->pending->len > 0)
    {
      gssize n = write (self->file, self->pending->str, self->pending->len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_error (self, "written", error);
          return FALSE;
        }
      self->length += (guint64) n;
      g_string_erase (self->pending, 0, n);
    }
  return TRUE;
}

gboolean
hark_line_file_flush (HarkLineFile  *self,
                      GError       **error)
{
  if (!write_pending (self, error))
    return FALSE;
  if (self->trouble == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->trouble));
  return FALSE;
}

/* @place: 0: the file itself */
static char *
path_of (HarkLineFile *self,
         guint         place)
{
  return place == 0 ? g_strdup (self->path) : g_strdup_printf ("%s.%u", self->path, place);
}

/* All has been written. The oldest is replaced by the one before it, and so on. */
static void
rotate (HarkLineFile *self)
{
  g_clear_error (&self->trouble);
  hark_line_file_close (self);
  for (guint place = self->n_old; place > 0; place--)
    {
      g_autofree char *from = path_of (self, place - 1);
      g_autofree char *to = path_of (self, place);

      if (g_rename (from, to) < 0 && errno != ENOENT)
        {
          set_error (self, "rotated", &self->trouble);
          return;
        }
    }
  self->n_rotated++;
  hark_line_file_open (self, &self->trouble);
}

static gboolean
is_large (HarkLineFile *self,
          gsize         more)
{
  guint64 length = self->length + self->pending->len;

  return self->size > 0 && self->is_regular && length > 0 && length + more > self->size;
}

gboolean
hark_line_file_add (HarkLineFile  *self,
                    const GString *line,
                    GError       **error)
{
  if (is_large (self, line->len) && write_pending (self, NULL))
    rotate (self);
  if (self->pending->len + line->len > MOST)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FULL,
                   "%s: a line is lost, as %d KiB could not be written before it", self->path, MOST / 1024);
      return FALSE;
    }
  g_string_append_len (self->pending, line->str, (gssize) line->len);
  if (self->pending->len >= WRITE_AT)
    write_pending (self, NULL);
  return TRUE;
}
