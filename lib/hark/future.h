/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

G_BEGIN_DECLS

#define HARK_TYPE_FUTURE (hark_future_get_type ())

/**
 * HarkFuture:
 *
 * Values or an error that come later: the answer of a slot, the next event.
 * It is resolved or rejected once, from any thread. The typed result is taken
 * with the `<class>_finish_<name>()` that the generator gives.
 */
HARK_API GType hark_future_get_type (void);

HARK_API HarkFuture *hark_future_ref   (HarkFuture *self);
HARK_API void        hark_future_unref (HarkFuture *self);

#ifndef __GI_SCANNER__

/**
 * hark_future_new:
 * @signature: (nullable): the layout of its values; %NULL: it brings none
 *
 * Returns: (transfer full): a pending future. Thread: any.
 */
HARK_API HarkFuture *hark_future_new (const HarkSignature *signature);

/**
 * hark_future_new_resolved:
 * @signature: (nullable): the layout of its values; %NULL: it brings none
 * @values: (nullable): a C struct of that layout, copied
 *
 * Returns: (transfer full): a future that is resolved already. Thread: any.
 */
HARK_API HarkFuture *hark_future_new_resolved (const HarkSignature *signature,
                                               gconstpointer        values);

/**
 * hark_future_new_rejected:
 * @error: (transfer full): why there are no values
 *
 * Returns: (transfer full): a future that has failed already. Thread: any.
 */
HARK_API HarkFuture *hark_future_new_rejected (GError *error);

/**
 * hark_future_resolve:
 * @values: (nullable): a C struct of the future's layout, copied
 *
 * Thread: any. Blocks: no.
 *
 * Returns: whether this call settled it; %FALSE if it was settled before
 */
HARK_API gboolean hark_future_resolve (HarkFuture    *self,
                                       gconstpointer  values);

/**
 * hark_future_take_values:
 * @values: (transfer full) (nullable): made by hark_values_new()
 *
 * As hark_future_resolve(), without a copy.
 */
HARK_API gboolean hark_future_take_values (HarkFuture *self,
                                           gpointer    values);

/**
 * hark_future_reject:
 * @error: (transfer full): why there are no values
 *
 * Thread: any. Blocks: no.
 *
 * Returns: whether this call settled it
 */
HARK_API gboolean hark_future_reject (HarkFuture *self,
                                      GError     *error);

/**
 * hark_future_get_values:
 * @error: the future's error; %HARK_ERROR_FAILED while it is pending
 *
 * Returns: (transfer none) (nullable): the values; %NULL is also what a
 *   future without a layout gives, so look at @error. Thread: any.
 */
HARK_API gconstpointer hark_future_get_values (HarkFuture  *self,
                                               GError     **error);

#endif

/**
 * hark_future_is_settled:
 *
 * Returns: whether the values or the error are there. Thread: any.
 */
HARK_API gboolean hark_future_is_settled (HarkFuture *self);

/**
 * hark_future_await:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait, not the work
 * @error: the future's own error, %HARK_ERROR_TIMED_OUT,
 *   %HARK_ERROR_CANCELLED, or %HARK_ERROR_WOULD_DEADLOCK
 *
 * Waits until the future is settled. A task is suspended. On the thread that
 * owns the thread-default context, outside any call, it iterates that context; on
 * another thread it blocks. Inside a call of a loop, also where a task iterates its
 * context, it blocks only for the answer of a call that runs on another context, and
 * that does not wait, in turn, for this thread; everything else is refused with
 * %HARK_ERROR_WOULD_DEADLOCK, unless the future is settled already. So is a task that
 * has pushed another context. The caller holds a reference meanwhile.
 *
 * Returns: whether there are values
 */
HARK_API gboolean hark_future_await (HarkFuture    *self,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error);

/**
 * hark_future_cancel:
 *
 * Gives up what the future waits for: unless it is settled it is rejected with
 * %HARK_ERROR_CANCELLED at once. An async slot that works for it is cancelled, as by
 * hark_task_cancel(), and one that is queued does not begin; any other slot that is
 * queued still runs, and its answer is lost. Across a bridge the same happens where the object is, but
 * what is queued there does not begin, whatever slot it is of. The future of a task is settled when the task
 * has ended, which this cancels. Thread: any. Blocks: no.
 */
HARK_API void hark_future_cancel (HarkFuture *self);

/**
 * HarkFutureFunc:
 * @future: is settled
 * @context: (type GObject): the object given to hark_future_then()
 * @data: (closure): given to it as well
 */
typedef void (*HarkFutureFunc) (HarkFuture *future,
                                gpointer    context,
                                gpointer    data);

/**
 * hark_future_then:
 * @context: (type GObject): bounds the life of the call and chooses its loop, as
 *   in %HARK_CONNECT_FUNC
 * @func: (scope notified): called once when the future is settled
 * @data: for @func
 * @destroy: (nullable): called once with @data, on the same loop
 *
 * The call is queued on @context's loop; it never runs inside this function.
 * If @context ends first, @func is not called. An error of the future counts
 * as awaited. Thread: any.
 */
HARK_API void hark_future_then (HarkFuture     *self,
                                gpointer        context,
                                HarkFutureFunc  func,
                                gpointer        data,
                                GDestroyNotify  destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkFuture, hark_future_unref)

G_END_DECLS
