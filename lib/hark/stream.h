/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Events that are kept until somebody reads them, in a loop. The generator gives each event
 * `<class>_stream_<event>()`, which makes a stream, and `<class>_stream_next_<event>()`, which
 * reads from it. */

#include <hark/queue.h>
#include <hark/types.h>

G_BEGIN_DECLS

#define HARK_TYPE_STREAM (hark_stream_get_type ())

/**
 * HarkStream:
 *
 * All that one event of one object emits from a moment on, in that order. Any number of
 * tasks and threads may read; each emission goes to one of them. A stream does not keep its object
 * alive. When that has ended, what it had emitted can be read still, and then reading fails with
 * %HARK_ERROR_EMITTER_GONE.
 */
HARK_API GType hark_stream_get_type (void);

HARK_API HarkStream *hark_stream_ref   (HarkStream *self);
/* The last one ends it. Thread: any. */
HARK_API void        hark_stream_unref (HarkStream *self);

/**
 * hark_stream_set_queue:
 * @depth: how many emissions may wait to be read, at least 1; of %HARK_QUEUE_GROW no matter, of
 *   %HARK_QUEUE_LATEST always 1
 * @policy: what happens to one more; not %HARK_QUEUE_THROTTLE or %HARK_QUEUE_DEBOUNCE
 *
 * Bounds the stream, which begins with the event's own `@queue`, if it has one of these, or grows.
 * What waits already stays. %HARK_QUEUE_FAIL is as %HARK_QUEUE_DROP_NEWEST, since who emits is not told.
 * With %HARK_QUEUE_BLOCK a task that emits is suspended and a plain thread blocks until there is room;
 * inside any other dispatch, or on the thread of a main context, which may be what the readers need,
 * the emission is dropped. Thread: any. Blocks: no.
 */
HARK_API void hark_stream_set_queue (HarkStream      *self,
                                     guint            depth,
                                     HarkQueuePolicy  policy);

/**
 * hark_stream_close:
 *
 * It listens no longer. What waits can be read; then reading fails with %HARK_ERROR_CLOSED.
 * Thread: any. Blocks: no.
 */
HARK_API void hark_stream_close (HarkStream *self);

/**
 * hark_stream_get_n_items:
 *
 * Returns: how many emissions wait to be read. Thread: any.
 */
HARK_API guint hark_stream_get_n_items (HarkStream *self);

/**
 * hark_stream_get_n_dropped:
 *
 * Returns: how many its bounds have dropped. Thread: any.
 */
HARK_API guint64 hark_stream_get_n_dropped (HarkStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkStream, hark_stream_unref)

G_END_DECLS
