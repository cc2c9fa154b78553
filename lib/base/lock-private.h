/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A lock of one byte, for what is held a few dozen instructions long and hardly
 * ever asked for by two at a time: taking it is one exchange, giving it back a
 * plain store. Who finds it taken spins for a moment, then sleeps a little
 * between two looks. Nothing that may block, and no user code, runs under one. */

#include <stdatomic.h>

#include <glib.h>

typedef struct
{
  atomic_uchar is_taken;
} HarkLock;

void hark_lock_wait (HarkLock *self);

static inline void
hark_lock_init (HarkLock *self)
{
  atomic_init (&self->is_taken, FALSE);
}

static inline void
hark_lock (HarkLock *self)
{
  if (G_UNLIKELY (atomic_exchange_explicit (&self->is_taken, TRUE, memory_order_acquire)))
    hark_lock_wait (self);
}

static inline void
hark_unlock (HarkLock *self)
{
  atomic_store_explicit (&self->is_taken, FALSE, memory_order_release);
}
