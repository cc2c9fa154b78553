/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A lock of one byte, for what is held a few dozen instructions long and hardly
 * ever asked for by two at a time: taking it is one exchange, giving it back a
 * plain store. Who finds it taken spins for a moment, then sleeps a little
 * between two looks. In the child of a fork nobody waits for a thread of the
 * parent's. Nothing that may block, and no user code, runs under one. */

#include <stdatomic.h>

#include "base/fork-private.h"

typedef struct
{
  atomic_uchar taker;  /* the generation of who has it; 0: nobody */
} HarkLock;

void hark_lock_wait (HarkLock *self);

static inline void
hark_lock_init (HarkLock *self)
{
  atomic_init (&self->taker, 0);
}

static inline void
hark_lock (HarkLock *self)
{
  guint8 taker = atomic_exchange_explicit (&self->taker, hark_generation, memory_order_acquire);

  if (G_UNLIKELY (taker != 0) && taker == hark_generation)
    hark_lock_wait (self);
}

static inline void
hark_unlock (HarkLock *self)
{
  atomic_store_explicit (&self->taker, 0, memory_order_release);
}
