/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/task-queue.h>

typedef enum
{
  HARK_OFFER_TAKEN,
  HARK_OFFER_FULL,
  HARK_OFFER_CLOSED,
} HarkOffer;

/* Puts @item, which is the caller's still unless it is taken, without waiting.
 * @oldest: (out) (nullable): where one that is full makes room: the first item, which was not taken and is
 *   the caller's now, or %NULL; without it, it is %HARK_OFFER_FULL.
 * Thread: any, in a task that is ending too. */
HarkOffer hark_task_queue_offer     (HarkTaskQueue *self,
                                     gpointer       item,
                                     gpointer      *oldest);

/* How many it holds from here on; what it holds already stays. Thread: any. */
void      hark_task_queue_set_depth (HarkTaskQueue *self,
                                     guint          depth);
