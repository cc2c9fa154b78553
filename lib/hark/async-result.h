/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* GIO's asynchronous operations are awaited, and futures are handed to code that
 * wants a GAsyncResult. */

#include <hark/types.h>
#include <hark/task.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__

/**
 * HARK_AWAIT_ASYNC:
 * @error: (out): why it was not even begun: %HARK_ERROR_WOULD_DEADLOCK where
 *   waiting is refused, or the task is cancelled
 * @start: a function of GIO's kind, `*_async()`
 * @...: its arguments, but for the callback and its data at the end
 *
 * Starts an operation and waits until it has ended:
 *
 * |[<!-- language="C" -->
 *   g_autoptr(GAsyncResult) result =
 *     HARK_AWAIT_ASYNC (&error, g_file_load_bytes_async, file, hark_task_get_cancellable ());
 *
 *   if (result != NULL)
 *     bytes = g_file_load_bytes_finish (file, result, NULL, &error);
 * ]|
 *
 * An operation may write to what it was given until it has ended, so this waits for
 * that in a cancelled task too; hark_task_get_cancellable() ends it at once. A task
 * that then fails with %G_IO_ERROR_CANCELLED is told to have failed with what its
 * awaits fail with, %HARK_ERROR_CANCELLED or %HARK_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full) (nullable): a #GAsyncResult for `*_finish()`
 */
#define HARK_AWAIT_ASYNC(error, start, ...)                                        \
  ({                                                                               \
    HarkFuture *hark_async_ = hark_async_begin (error);                            \
                                                                                   \
    if (hark_async_ != NULL)                                                       \
      start (__VA_ARGS__, hark_async_ready, hark_async_);                          \
    hark_async_ != NULL ? hark_async_end (hark_async_, error) : NULL;              \
  })

/* What the macro is made of. The future is hark_async_end()'s. */
HARK_API HarkFuture   *hark_async_begin (GError       **error);
HARK_API void          hark_async_ready (GObject       *source,
                                         GAsyncResult  *result,
                                         gpointer       future);
HARK_API GAsyncResult *hark_async_end   (HarkFuture    *future,
                                         GError       **error);

/**
 * hark_task_get_cancellable:
 *
 * Returns: (transfer none) (nullable): cancelled with the calling task, or when its
 *   time has passed, unless it is shielded; %NULL outside of tasks
 */
HARK_API GCancellable *hark_task_get_cancellable (void);

/**
 * hark_future_to_async:
 * @source: (nullable) (type GObject): for @callback
 * @callback: called once @self is settled, on the thread-default context of the
 *   calling thread
 * @data: for @callback
 *
 * Lets a future answer to code that is written for GIO. Thread: any.
 */
HARK_API void          hark_future_to_async   (HarkFuture           *self,
                                               gpointer              source,
                                               GAsyncReadyCallback   callback,
                                               gpointer              data);

/**
 * hark_future_from_async:
 * @result: as the callback of hark_future_to_async() was given it
 * @error: the future's own
 *
 * Returns: (transfer full) (nullable): the future, which is resolved
 */
HARK_API HarkFuture   *hark_future_from_async (GAsyncResult         *result,
                                               GError              **error);

#endif

G_END_DECLS
