/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for a lock, which is rare. The holder may have been interrupted, and on
 * a machine of one CPU, or below us in priority, it gets on only while we sleep. */

#include "base/lock-private.h"

enum
{
  N_SPINS  = 64,  /* looks before the first sleep */
  NAP      = 50,  /* us between two looks after it */
};

static gboolean
try_lock (HarkLock *self)
{
  return !atomic_load_explicit (&self->taker, memory_order_relaxed)
         && !atomic_exchange_explicit (&self->taker, hark_generation, memory_order_acquire);
}

static inline void
breathe (void)
{
#if defined __x86_64__ || defined __i386__
  __builtin_ia32_pause ();
#elif defined __aarch64__
  __asm__ volatile("yield");
#endif
}

void
hark_lock_wait (HarkLock *self)
{
  for (guint i = 0; !try_lock (self); i++)
    if (i < N_SPINS)
      breathe ();
    else
      g_usleep (NAP);
}
