/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers threads, for comparing: unlike a GThread's address, a number is not
 * used again when its thread has ended. */

#include <stdatomic.h>
#include <unistd.h>

#include "base/fork-private.h"
#include "base/thread-private.h"

static _Atomic (guint64) last_id;
static __thread guint64 own_id;

guint64
hark_thread_id (void)
{
  if (G_UNLIKELY (own_id == 0))
    own_id = atomic_fetch_add (&last_id, 1) + 1;
  return own_id;
}

int
hark_thread_kernel_id (void)
{
  static __thread int kernel_id;
  static __thread guint8 generation;

  if (hark_is_inherited (generation))
    {
      kernel_id = gettid ();
      generation = hark_generation;
    }
  return kernel_id;
}
