/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/future.h>

#include "lane/lane-private.h"

typedef struct _HarkWaiter HarkWaiter;

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

/* Told of an error that nobody looked at, when the last reference is dropped;
 * on any thread. */
typedef void (*HarkUnawaitedFunc) (HarkLane      *lane,
                                   gconstpointer  source,
                                   const GError  *error);

/* Where a future comes from: @source, on @lane. Thread: before the future is
 * shared. */
void hark_future_set_origin (HarkFuture        *self,
                             HarkLane          *lane,
                             gconstpointer      source,
                             HarkUnawaitedFunc  unawaited);

/* From here on somebody looks at the outcome. Thread: any. */
void hark_future_set_awaited (HarkFuture *self);

const HarkSignature *hark_future_get_signature (HarkFuture *self);
