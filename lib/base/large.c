/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is kept of large pieces, oldest first, under a lock: who frees one is often another thread
 * than who made it. The newest is taken first, as it may still be in the CPU's cache. Invariant: they
 * are HARK_LARGE_KEPT bytes at most. Checkers of memory had better see them go. */

#include "base/large-private.h"

#include <string.h>

#include "base/lock-private.h"
#include "base/sanitizer-private.h"

enum { KEPT_MOST = 16 };

/* Lies before the memory. */
typedef struct
{
  gsize   size;
  guint64 unused;
} Head;

G_STATIC_ASSERT (sizeof (Head) == 16);

static HarkLock lock;
static Head    *kept[KEPT_MOST];  /* lock */
static guint    n_kept;           /* lock */
static gsize    total;            /* lock: their bytes */

/* Under the lock. */
static Head *
steal (guint index)
{
  Head *head = kept[index];

  n_kept--;
  total -= head->size;
  memmove (&kept[index], &kept[index + 1], (n_kept - index) * sizeof *kept);
  return head;
}

/* One that is hardly larger. (nullable) */
static Head *
take (gsize size)
{
  Head *found = NULL;

  hark_lock (&lock);
  for (guint i = n_kept; i-- > 0 && found == NULL;)
    if (kept[i]->size >= size && kept[i]->size - size <= size / 4)
      found = steal (i);
  hark_unlock (&lock);
  return found;
}

gpointer
hark_large_new (gsize size)
{
  Head *head = size >= HARK_LARGE ? take (size) : NULL;

  if (head == NULL)
    {
      head = g_malloc (sizeof (Head) + size);
      head->size = size;
    }
  return head + 1;
}

gpointer
hark_large_resize (gpointer memory,
                   gsize    size)
{
  Head *head = memory;

  if (memory == NULL)
    return hark_large_new (size);
  head = g_realloc (head - 1, sizeof (Head) + size);
  head->size = size;
  return head + 1;
}

/* Keeps it, and frees what there is no room for any more. */
static void
keep (Head *head)
{
  Head *old;

  do
    {
      old = NULL;
      hark_lock (&lock);
      if (n_kept == KEPT_MOST || total + head->size > HARK_LARGE_KEPT)
        old = steal (0);
      else
        {
          total += head->size;
          kept[n_kept++] = head;
        }
      hark_unlock (&lock);
      g_free (old);
    }
  while (old != NULL);
}

void
hark_large_free (gpointer memory)
{
  Head *head = memory;

  if (memory == NULL)
    return;
  head--;
  if (HARK_ASAN || HARK_TSAN || head->size < HARK_LARGE || head->size > HARK_LARGE_KEPT)
    g_free (head);
  else
    keep (head);
}
