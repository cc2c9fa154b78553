/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Messages that are kept until somebody takes them. */

#include <hark/handler.h>
#include <hark/queue.h>

G_BEGIN_DECLS

typedef struct _HarkMessageQueue HarkMessageQueue;

#define HARK_TYPE_MESSAGE_QUEUE (hark_message_queue_get_type ())

/**
 * HarkMessageQueue:
 *
 * A handler that keeps messages, in the order of publishing, until they are taken. Any number of tasks,
 * futures and threads that block may read from one queue, in any mix; each message goes to one of them, and those who
 * wait are served in the order in which they came.
 */
HARK_API GType hark_message_queue_get_type (void);

/**
 * hark_bus_subscribe_queue:
 * @topics: (array zero-terminated=1) (nullable): as hark_bus_subscribe(); %NULL: it keeps what
 *   nobody else handles
 * @name: (nullable): what it is called, as a handler is
 * @depth: how many messages it keeps; of %HARK_QUEUE_GROW after how many the bus says so, 0: never; of
 *   %HARK_QUEUE_LATEST always 1
 * @policy: what happens to one more; not %HARK_QUEUE_THROTTLE or %HARK_QUEUE_DEBOUNCE
 * @error: as hark_bus_subscribe()
 *
 * Keeps messages from the next one that is published. Who publishes puts them in, so they are there when
 * hark_bus_publish() returns.
 *
 * What the queue drops the bus tells in `overflow`. With %HARK_QUEUE_FAIL the message is refused, which
 * is a failure of the handler: the bus emits `failed`. With %HARK_QUEUE_BLOCK a task that publishes is suspended
 * and a plain thread blocks until there is room; inside any other dispatch, or on the thread of a main context,
 * it is as %HARK_QUEUE_FAIL. But what a handler publishes or returns on its loop goes in beyond the depth.
 *
 * Returns: (transfer full) (nullable): the queue. It ends with the bus, with its last
 *   reference, or with hark_bus_remove_handler(). Thread: any. Blocks: no.
 */
HARK_API HarkMessageQueue *hark_bus_subscribe_queue (HarkBus            *self,
                                                     const char *const  *topics,
                                                     const char         *name,
                                                     guint               depth,
                                                     HarkQueuePolicy     policy,
                                                     GError            **error);

HARK_API HarkMessageQueue *hark_message_queue_ref   (HarkMessageQueue *self);
/* The last one closes it. Thread: any. */
HARK_API void              hark_message_queue_unref (HarkMessageQueue *self);

/**
 * hark_message_queue_get:
 * @timeout: in microseconds, or %HARK_FOREVER; 0: it does not wait, and can be called anywhere
 * @cancellable: (nullable): ends the wait
 * @error: %HARK_ERROR_CLOSED: it is closed, and empty; those of hark_future_await();
 *   %HARK_ERROR_TIMED_OUT also for a @timeout of 0
 *
 * Takes the first message. Waiting is as in hark_future_await(): a task is suspended, a plain
 * thread blocks. Thread: any.
 *
 * Returns: (transfer full) (nullable): the message
 */
HARK_API HarkMessage *hark_message_queue_get  (HarkMessageQueue  *self,
                                               gint64             timeout,
                                               GCancellable      *cancellable,
                                               GError           **error);

/**
 * hark_message_queue_peek:
 *
 * As hark_message_queue_get(), but the message stays where it is: another reader may take it.
 *
 * Returns: (transfer full) (nullable): the message
 */
HARK_API HarkMessage *hark_message_queue_peek (HarkMessageQueue  *self,
                                               gint64             timeout,
                                               GCancellable      *cancellable,
                                               GError           **error);

/**
 * hark_message_queue_next:
 *
 * Takes the first message when it comes. Who drops or cancels the future has taken none.
 * Thread: any. Blocks: no.
 *
 * Returns: (transfer full): a future for hark_message_finish()
 */
HARK_API HarkFuture  *hark_message_queue_next (HarkMessageQueue *self);

/**
 * hark_message_queue_close:
 *
 * Nothing comes in from here on. What is there can be taken; then readers are told %HARK_ERROR_CLOSED, those
 * who wait at once. Thread: any. Blocks: no.
 */
HARK_API void    hark_message_queue_close         (HarkMessageQueue *self);

/**
 * hark_message_queue_get_n_messages:
 *
 * Returns: how many wait to be taken. Thread: any.
 */
HARK_API guint   hark_message_queue_get_n_messages (HarkMessageQueue *self);

/**
 * hark_message_queue_get_n_dropped:
 *
 * Returns: how many it has dropped or refused. Thread: any.
 */
HARK_API guint64 hark_message_queue_get_n_dropped (HarkMessageQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkMessageQueue, hark_message_queue_unref)

G_END_DECLS
