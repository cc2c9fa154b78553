/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Messages that are answered. */

#include <hark/future.h>
#include <hark/message.h>

G_BEGIN_DECLS

/**
 * HARK_ANSWERS_ALL:
 *
 * As a number of answers: what each handler returns; or, with topics, one on each of them.
 */
#define HARK_ANSWERS_ALL 0

/**
 * hark_bus_request:
 * @message: is published; nobody has requested anything with it before
 * @topics: (array zero-terminated=1) (nullable): where answers come, no patterns; %NULL: wherever
 * @n_answers: how many are waited for, or %HARK_ANSWERS_ALL
 * @timeout: how long, in microseconds, or %HARK_FOREVER; the loop of the bus looks at the clock
 *
 * Publishes a message and collects the answers to it. What a handler of the message returns is an answer, and so is
 * what is published later and was made with hark_message_new_answer(). With @topics, only what comes there counts, and
 * also messages that answer nothing; without, what a slot returns is an answer too.
 *
 * The future is resolved when @n_answers have come, for hark_bus_finish_request(), or when the time is over and some have. It
 * is rejected with %HARK_ERROR_TIMED_OUT if none has come by then, with
 * %HARK_ERROR_NOT_FOUND if nobody handles the message, with the error of a handler if one has failed and
 * the others have ended without enough answers, with %HARK_ERROR_EXISTS if the message was used for a request before, or as
 * hark_bus_publish() fails. Who gives up waiting drops it, and nothing is left behind.
 *
 * Returns: (transfer full): the future. Thread: any. Blocks: no.
 */
HARK_API HarkFuture  *hark_bus_request        (HarkBus            *self,
                                               HarkMessage        *message,
                                               const char *const  *topics,
                                               guint               n_answers,
                                               gint64              timeout) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_bus_finish_request:
 * @future: of hark_bus_request()
 * @is_complete: (out) (optional): whether these are as many as were waited for; %FALSE: the time was over
 * @error: the future's own; %HARK_ERROR_FAILED while it is pending
 *
 * Returns: (transfer full) (nullable) (element-type HarkMessage): the answers, in the order in which
 *   they came. Thread: any.
 */
HARK_API GPtrArray   *hark_bus_finish_request (HarkFuture         *future,
                                               gboolean           *is_complete,
                                               GError            **error);

/**
 * hark_bus_ask:
 * @message: is published
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: that of the request, or why the wait ended, as in hark_future_await()
 *
 * hark_bus_request(), and waits for the first answer. Thread: any. Blocks: yes, or suspends the task.
 *
 * Returns: (transfer full) (nullable): the answer
 */
HARK_API HarkMessage *hark_bus_ask            (HarkBus            *self,
                                               HarkMessage        *message,
                                               gint64              timeout,
                                               GCancellable       *cancellable,
                                               GError            **error);

/**
 * hark_message_new_answer:
 * @request: a message
 * @topic: of the answer
 * @payload: (nullable): what it carries; a floating one is consumed, on failure too
 * @error: as hark_message_new()
 *
 * An answer, to be returned by a handler or published by anybody, with the priority and the trace of
 * what it answers.
 *
 * Returns: (transfer full): the message. Thread: any.
 */
HARK_API HarkMessage *hark_message_new_answer      (HarkMessage  *request,
                                                    const char   *topic,
                                                    GVariant     *payload,
                                                    GError      **error);

/**
 * hark_message_get_request_id:
 *
 * Returns: the id of the message that this one answers; 0: it is no answer. Thread: any.
 */
HARK_API guint64      hark_message_get_request_id  (HarkMessage  *self);

/**
 * HarkGatherFunc:
 * @object: (type GObject): an object that is exported, or a remote for one
 * @data: (closure): given to hark_bus_gather()
 *
 * Calls a slot of @object: `return shop_producer_call_stock (object);`
 *
 * Returns: (transfer full): its future
 */
typedef HarkFuture *(*HarkGatherFunc) (gpointer object,
                                       gpointer data);

#ifndef __GI_SCANNER__

/**
 * HarkGathered:
 * @n: how many objects there were
 * @names: under which they are exported
 * @futures: what they have answered, for `<class>_finish_<slot>()`; each is resolved or rejected,
 *   with %HARK_ERROR_TIMED_OUT if it was too late
 * @error: (nullable): why those that others export are not among them
 */
typedef struct
{
  guint              n;
  const char *const *names;
  HarkFuture *const *futures;
  const GError      *error;
} HarkGathered;

/**
 * hark_bus_gather:
 * @type: a class of a schema
 * @timeout: in microseconds, or %HARK_FOREVER
 * @func: called for each of its objects, on the bus's loop
 * @data: for @func
 * @destroy: (nullable): called once with @data, on the same loop
 *
 * Calls one slot of all objects of a class: of those that are exported on this bus, and of those that others
 * export, where its link leads; a group of others is one. The future is resolved when each of them has answered,
 * or failed, and at the latest after @timeout with what there is. Thread: any. Blocks: no.
 *
 * Returns: (transfer full): a future for hark_bus_finish_gather()
 */
HARK_API HarkFuture         *hark_bus_gather        (HarkBus         *self,
                                                     GType            type,
                                                     gint64           timeout,
                                                     HarkGatherFunc   func,
                                                     gpointer         data,
                                                     GDestroyNotify   destroy) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_bus_finish_gather:
 * @error: the future's own: %HARK_ERROR_CLOSED: the bus has ended
 *
 * Returns: (transfer none) (nullable): what came of it, valid as long as @future. Thread: any.
 */
HARK_API const HarkGathered *hark_bus_finish_gather (HarkFuture      *future,
                                                     GError         **error);

#endif

G_END_DECLS
