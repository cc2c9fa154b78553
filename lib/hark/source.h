/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Where messages come from: code that pushes them, a task that is asked for one after the other, a timer. */

#include <hark/future.h>
#include <hark/message.h>

G_BEGIN_DECLS

typedef struct _HarkSource HarkSource;

#define HARK_TYPE_SOURCE (hark_source_get_type ())

/**
 * HarkSource:
 *
 * Begins when it is started and brings messages, to all buses that it was added to, until it ends or is closed.
 */
HARK_API GType hark_source_get_type (void);

/**
 * hark_source_new:
 *
 * A source that is given its messages with hark_source_push().
 *
 * Returns: (transfer full): the source. Thread: any.
 */
HARK_API HarkSource *hark_source_new (void);

/**
 * hark_source_new_timer:
 * @topic: of its messages; what they carry is the number of the tick, `t`
 * @interval: in microseconds, at least 1
 * @n_ticks: after how many it ends; 0: when it is closed
 * @error: as hark_message_new(); %HARK_ERROR_INVALID: the interval is 0 or negative
 *
 * A source that ticks on the thread-default context of the thread that starts it, as a #HarkTimer does.
 *
 * Returns: (transfer full) (nullable): the source. Thread: any.
 */
HARK_API HarkSource *hark_source_new_timer (const char  *topic,
                                            gint64       interval,
                                            guint64      n_ticks,
                                            GError     **error);

HARK_API HarkSource *hark_source_ref   (HarkSource *self);
/* The last one closes it. Thread: any. */
HARK_API void        hark_source_unref (HarkSource *self);

/**
 * hark_bus_add_source:
 * @source: not started yet
 * @error: %HARK_ERROR_CLOSED: the bus, or the source, has ended; %HARK_ERROR_EXISTS: it feeds this bus
 *   already; %HARK_ERROR_REFUSED: it has been started
 *
 * Its messages are published on this bus, and on every other that it is added to. A message comes once to each, even
 * where they are linked. The bus keeps its sources until it ends, or closes them. Thread: any. Blocks: no.
 */
HARK_API gboolean hark_bus_add_source    (HarkBus     *self,
                                          HarkSource  *source,
                                          GError     **error);

/**
 * hark_bus_start_sources:
 * @error: why one could not be started
 *
 * Starts all sources of the bus in the order in which they were added, but those that have been started. If one cannot be
 * started, those that this has started before are closed, the last one first. Thread: as hark_source_start().
 */
HARK_API gboolean hark_bus_start_sources (HarkBus     *self,
                                          GError     **error);

/**
 * hark_bus_close_sources:
 *
 * Lets go of all its sources, the last one first. Each of them that feeds no other bus is closed. The end of the bus does
 * the same. Thread: any. Blocks: no.
 */
HARK_API void     hark_bus_close_sources (HarkBus     *self);

/**
 * hark_source_start:
 * @error: %HARK_ERROR_CLOSED
 *
 * Thread: one whose thread-default context will be iterated, if it is a task or a timer. Blocks: no.
 */
HARK_API gboolean hark_source_start (HarkSource  *self,
                                     GError     **error);

/**
 * hark_source_push:
 * @message: is converted, and published on the buses of the source
 * @error: %HARK_ERROR_REFUSED: it was not started; %HARK_ERROR_CLOSED; what a converter set; as
 *   hark_bus_publish(), where other buses have got it all the same
 *
 * Thread: any. Blocks: as hark_bus_publish().
 */
HARK_API gboolean hark_source_push  (HarkSource   *self,
                                     HarkMessage  *message,
                                     GError      **error);

/**
 * hark_source_close:
 *
 * It brings nothing more. A task is cancelled, and the source has ended when that has returned. Closing twice does nothing.
 * Thread: any. Blocks: no.
 */
HARK_API void     hark_source_close (HarkSource   *self);

/**
 * hark_source_get_ended:
 *
 * Returns: (transfer none): resolved when it has ended, by itself or because it was closed; rejected if it
 *   has failed. Thread: any.
 */
HARK_API HarkFuture *hark_source_get_ended (HarkSource *self);

#ifndef __GI_SCANNER__

/**
 * HarkPullFunc:
 * @data: given to hark_source_new_task()
 * @error: set to say that the source has failed
 *
 * Brings the next message, and may await for that.
 *
 * Returns: (transfer full) (nullable): the message; %NULL: there are no more
 */
typedef HarkMessage *(*HarkPullFunc) (gpointer   data,
                                      GError   **error);

/**
 * hark_source_new_task:
 * @func: called again and again, in one task, on the thread-default context of the thread that starts the source
 * @data: for @func
 * @destroy: (nullable): called once with @data, when it will not be called again
 *
 * A source that is asked for its next message when the one before has been published: where a queue is full and makes
 * who publishes wait, it is not asked. Thread: any.
 *
 * Returns: (transfer full): the source
 */
HARK_API HarkSource *hark_source_new_task (HarkPullFunc    func,
                                           gpointer        data,
                                           GDestroyNotify  destroy);

/**
 * HarkConvertFunc:
 * @message: from the source, or the converter before
 * @data: given to hark_source_add_converter()
 * @error: set to say that it cannot be converted
 *
 * Returns: (transfer full) (nullable): what goes on, which may be @message; %NULL: it is discarded
 */
typedef HarkMessage *(*HarkConvertFunc) (HarkMessage  *message,
                                         gpointer      data,
                                         GError      **error);

/**
 * hark_source_add_converter:
 * @func: called for each message, by the thread that pushes, behind those that were added before
 * @data: for @func
 * @destroy: (nullable): called once with @data, when the source goes
 *
 * Thread: any, before the source is started.
 */
HARK_API void hark_source_add_converter (HarkSource      *self,
                                         HarkConvertFunc  func,
                                         gpointer         data,
                                         GDestroyNotify   destroy);

#endif

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkSource, hark_source_unref)

G_END_DECLS
