/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pages of a file without a name. Who makes it has the only mapping that can be written to: its seals
 * allow no other, no change of its size, and no hole in it. So a page that was there when the other end
 * looked stays there, and reading it cannot fail; what it says may change while it is read, so it is copied before it is
 * looked at. Invariant: a process has HARK_LIMIT_SHELVES at most that it made. The descriptor is kept at
 * neither end. */

#include "bridge/protocol/shelf-private.h"

#include <errno.h>
#include <fcntl.h>
#include <hark/error.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/limits-private.h"

/* Where the headers are older than the kernel. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8u
#endif

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE)

struct _HarkShelf
{
  guint8   *bytes;
  gsize     size;
  gboolean  is_own;   /* and counted */
};

static atomic_uint n_made;

/* --- Making one --- */

static gboolean
count_one (void)
{
  if (atomic_fetch_add (&n_made, 1) < HARK_LIMIT_SHELVES)
    return TRUE;
  atomic_fetch_sub (&n_made, 1);
  return FALSE;
}

static guint8 *
map (int   descriptor,
     gsize size,
     int   protection)
{
  void *bytes = mmap (NULL, size, protection, MAP_SHARED, descriptor, 0);

  return bytes != MAP_FAILED ? bytes : NULL;
}

/* Older kernels do not know that it need not be executed. */
static int
make_file (void)
{
  int made = memfd_create ("hark-shelf", MFD_CLOEXEC | MFD_NOEXEC_SEAL);

  return made < 0 && errno == EINVAL ? memfd_create ("hark-shelf", MFD_CLOEXEC | MFD_ALLOW_SEALING) : made;
}

/* With all of its pages. */
static guint8 *
make_pages (int *descriptor)
{
  int made = make_file ();
  guint8 *bytes = NULL;

  if (made < 0)
    return NULL;
  if (fallocate (made, 0, 0, (off_t) HARK_LIMIT_SHELF) == 0)
    bytes = map (made, HARK_LIMIT_SHELF, PROT_READ | PROT_WRITE);
  if (bytes != NULL && fcntl (made, F_ADD_SEALS, SEALS | F_SEAL_SEAL) == 0)
    {
      *descriptor = made;
      return bytes;
    }
  if (bytes != NULL)
    munmap (bytes, HARK_LIMIT_SHELF);
  close (made);
  return NULL;
}

HarkShelf *
hark_shelf_new (int *descriptor)
{
  HarkShelf *self;
  guint8 *bytes;

  if (!count_one ())
    return NULL;
  bytes = make_pages (descriptor);
  if (bytes == NULL)
    {
      atomic_fetch_sub (&n_made, 1);
      return NULL;
    }
  self = g_new (HarkShelf, 1);
  *self = (HarkShelf) { bytes, HARK_LIMIT_SHELF, TRUE };
  return self;
}

/* --- Opening one --- */

/* Whether all of its pages are there to stay. */
static gboolean
check (int       descriptor,
       guint64   size,
       GError  **error)
{
  int seals = fcntl (descriptor, F_GET_SEALS);
  struct stat status;

  if (size == 0 || size > HARK_LIMIT_SHELF)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_LIMIT,
                   "a shelf of %" G_GUINT64_FORMAT " bytes, where %" G_GSIZE_FORMAT " is the limit", size, HARK_LIMIT_SHELF);
      return FALSE;
    }
  if (seals < 0 || (seals & SEALS) != SEALS)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID, "a shelf that is no memory, or could be taken away");
      return FALSE;
    }
  if (fstat (descriptor, &status) != 0 || status.st_size < 0 || (guint64) status.st_size != size ||
      (guint64) status.st_blocks * 512 < size)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "a shelf that has not the %" G_GUINT64_FORMAT " bytes that it is said to have", size);
      return FALSE;
    }
  return TRUE;
}

HarkShelf *
hark_shelf_open (int       descriptor,
                 guint64   size,
                 GError  **error)
{
  guint8 *bytes = NULL;
  HarkShelf *self;

  if (!check (descriptor, size, error))
    {
      close (descriptor);
      return NULL;
    }
  bytes = map (descriptor, (gsize) size, PROT_READ);
  close (descriptor);
  if (bytes == NULL)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_FAILED, "a shelf cannot be opened: %s", g_strerror (errno));
      return NULL;
    }
  self = g_new (HarkShelf, 1);
  *self = (HarkShelf) { bytes, (gsize) size, FALSE };
  return self;
}

void
hark_shelf_free (HarkShelf *self)
{
  munmap (self->bytes, self->size);
  if (self->is_own)
    atomic_fetch_sub (&n_made, 1);
  g_free (self);
}

/* --- What lies on it --- */

gsize
hark_shelf_get_size (HarkShelf *self)
{
  return self->size;
}

void
hark_shelf_put (HarkShelf *self,
                guint64    position,
                HarkSpan   bytes)
{
  gsize at = (gsize) (position % self->size);
  gsize n = MIN (bytes.size, self->size - at);

  memcpy (self->bytes + at, bytes.data, n);
  memcpy (self->bytes, bytes.data + n, bytes.size - n);
}

void
hark_shelf_take (HarkShelf *self,
                 guint64    position,
                 guint8    *bytes,
                 gsize      size)
{
  gsize at = (gsize) (position % self->size);
  gsize n = MIN (size, self->size - at);

  memcpy (bytes, self->bytes + at, n);
  memcpy (bytes + n, self->bytes, size - n);
}
