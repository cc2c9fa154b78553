/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One future of several. What became of each is in the several themselves, which
 * stay the caller's. */

#include <hark/types.h>

G_BEGIN_DECLS

#ifndef __GI_SCANNER__

/**
 * hark_future_all:
 * @futures: (array length=n): what to wait for
 *
 * Returns: (transfer full): resolved, without values, when all are resolved;
 *   rejected with the first error, while the others may still be pending.
 *   Thread: any.
 */
HARK_API HarkFuture *hark_future_all   (HarkFuture *const *futures,
                                        gsize               n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_future_each:
 * @futures: (array length=n): what to wait for
 *
 * Returns: (transfer full): resolved, without values, when each is resolved or
 *   rejected; never rejected. Thread: any.
 */
HARK_API HarkFuture *hark_future_each  (HarkFuture *const *futures,
                                        gsize               n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_future_any:
 * @futures: (array length=n): one at least
 *
 * Returns: (transfer full): resolved with the place of the first that is resolved
 *   or rejected, see hark_future_finish_place(); never rejected. Thread: any.
 */
HARK_API HarkFuture *hark_future_any   (HarkFuture *const *futures,
                                        gsize               n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_future_first:
 * @futures: (array length=n): one at least
 *
 * Returns: (transfer full): resolved with the place of the first that is resolved;
 *   rejected with the last error when all have failed. Thread: any.
 */
HARK_API HarkFuture *hark_future_first (HarkFuture *const *futures,
                                        gsize               n) G_GNUC_WARN_UNUSED_RESULT;

/**
 * hark_future_finish_place:
 * @self: of hark_future_any() or hark_future_first()
 * @place: (out): in their array
 *
 * Returns: %FALSE on error: its own, or it is pending. Thread: any.
 */
HARK_API gboolean    hark_future_finish_place (HarkFuture  *self,
                                               gsize       *place,
                                               GError     **error);

/**
 * hark_future_within:
 * @self: what to wait for
 * @timeout: in microseconds
 *
 * Returns: (transfer full): settled as @self is; or rejected with
 *   %HARK_ERROR_TIMED_OUT if that takes longer, while @self goes on. Thread: that of
 *   its thread-default context.
 */
HARK_API HarkFuture *hark_future_within (HarkFuture *self,
                                         gint64      timeout) G_GNUC_WARN_UNUSED_RESULT;

#endif

G_END_DECLS
