/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/future.h>

#include "base/mpsc-private.h"

typedef struct _HarkWaiter       HarkWaiter;
typedef struct _HarkFutureOrigin HarkFutureOrigin;

/* Somebody who wants to know that a future is settled. @settled runs once, on
 * the thread that settles it, or at once; nothing is locked. It consumes the
 * waiter. */
struct _HarkWaiter
{
  HarkNode node;
  void (*settled) (HarkWaiter *waiter,
                   HarkFuture *future);
};

void hark_future_add_waiter (HarkFuture *self,
                             HarkWaiter *waiter);

/* Where a future comes from: told of an error that nobody awaited. */
struct _HarkFutureOrigin
{
  void (*unawaited) (gpointer      data,
                     const GError *error);
  void (*free)      (gpointer      data);
};

/* Thread: before the future is shared. */
void hark_future_set_origin (HarkFuture             *self,
                             const HarkFutureOrigin *origin,
                             gpointer                data);

const HarkSignature *hark_future_get_signature (HarkFuture *self);
