/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Threads for handlers that block, see hark_bus_subscribe_pool(). */

#include <hark/types.h>

G_BEGIN_DECLS

typedef struct _HarkThreadPool HarkThreadPool;

#define HARK_TYPE_THREAD_POOL (hark_thread_pool_get_type ())

HARK_API GType hark_thread_pool_get_type (void);

/**
 * hark_thread_pool_new:
 * @n_threads: how many messages it handles at once, at least 1
 *
 * A pool of threads. They are made when they are needed, and idle ones serve all pools. It
 * lasts as long as its handlers.
 *
 * Returns: (transfer full): a new pool. Thread: any, here and below.
 */
HARK_API HarkThreadPool *hark_thread_pool_new   (guint           n_threads);
HARK_API HarkThreadPool *hark_thread_pool_ref   (HarkThreadPool *self);
HARK_API void            hark_thread_pool_unref (HarkThreadPool *self);

/**
 * hark_thread_pool_get_n_waiting:
 *
 * Returns: how many messages wait for a thread
 */
HARK_API guint hark_thread_pool_get_n_waiting (HarkThreadPool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkThreadPool, hark_thread_pool_unref)

G_END_DECLS
