/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/thread-pool.h>

#include "lane/call-private.h"

typedef struct _HarkPoolWork HarkPoolWork;

/* First member of what is to be done. */
struct _HarkPoolWork
{
  HarkPoolWork *next;
  void        (*run) (HarkPoolWork *work);  /* consumes it; on a thread of the pool */
};

/* Work of one priority is begun first in first out. The pool is kept by whoever keeps the
 * work. Thread: any. Blocks: no. */
void hark_thread_pool_push (HarkThreadPool *self,
                            HarkPoolWork   *work,
                            HarkPriority    priority);
