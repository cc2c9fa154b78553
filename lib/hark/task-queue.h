/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A bounded queue between tasks and plain threads, with the meaning of Python's
 * asyncio.Queue. Waiting is as in hark/task-lock.h. */

#include <hark/types.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__

typedef struct _HarkTaskQueue HarkTaskQueue;

/**
 * hark_task_queue_new:
 * @depth: how many items it holds; 0: any number
 * @item_free: (nullable): for items that are left when the queue goes
 *
 * Returns: (transfer full): an empty queue. Thread: any, here and below.
 */
HARK_API HarkTaskQueue *hark_task_queue_new     (guint            depth,
                                                 GDestroyNotify   item_free);
HARK_API HarkTaskQueue *hark_task_queue_ref     (HarkTaskQueue   *self);
HARK_API void           hark_task_queue_unref   (HarkTaskQueue   *self);

/**
 * hark_task_queue_put:
 * @item: (transfer full) (not nullable): the caller's still if this fails
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: why the wait for a place ended; %HARK_ERROR_CLOSED
 *
 * Returns: whether the item is in the queue
 */
HARK_API gboolean       hark_task_queue_put     (HarkTaskQueue   *self,
                                                 gpointer         item,
                                                 gint64           timeout,
                                                 GCancellable    *cancellable,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same without waiting; %HARK_ERROR_LIMIT: it is full. */
HARK_API gboolean       hark_task_queue_try_put (HarkTaskQueue   *self,
                                                 gpointer         item,
                                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_task_queue_get:
 * @error: why the wait for an item ended; %HARK_ERROR_CLOSED: it is closed, and
 *   empty
 *
 * Returns: (transfer full) (nullable): the first item
 */
HARK_API gpointer       hark_task_queue_get     (HarkTaskQueue   *self,
                                                 gint64           timeout,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
/* The same without waiting; %NULL: it is empty. */
HARK_API gpointer       hark_task_queue_try_get (HarkTaskQueue   *self);

/* How many items are in it. */
HARK_API guint          hark_task_queue_get_n_items (HarkTaskQueue *self);

/**
 * hark_task_queue_task_done:
 *
 * Says that the work on an item that was taken is done. Once for each.
 */
HARK_API void           hark_task_queue_task_done (HarkTaskQueue *self);

/**
 * hark_task_queue_join:
 *
 * Waits until every item that was put has been taken, and its work done.
 *
 * Returns: %FALSE if the wait ended otherwise
 */
HARK_API gboolean       hark_task_queue_join    (HarkTaskQueue   *self,
                                                 gint64           timeout,
                                                 GCancellable    *cancellable,
                                                 GError         **error);

/**
 * hark_task_queue_close:
 *
 * Nothing can be put from here on; what is in it can be taken.
 */
HARK_API void           hark_task_queue_close   (HarkTaskQueue   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkTaskQueue, hark_task_queue_unref)

#endif

G_END_DECLS
