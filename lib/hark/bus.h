/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/bus-class.h>
#include <hark/object.h>

G_BEGIN_DECLS

/**
 * hark_bus_new:
 * @loop: (nullable): where all that the bus does happens; %NULL: a loop of its
 *   own on the thread-default context
 *
 * A bus that is joined to nothing yet: see hark_peer_new().
 *
 * Returns: (transfer full): the bus. Thread: any.
 */
HARK_API HarkBus *hark_bus_new (HarkLoop *loop);

/**
 * hark_bus_export:
 * @object: lives here; the export ends with it and does not keep it alive
 * @name: what others call it; one word, not `*`
 * @error: %HARK_ERROR_INVALID, a name that cannot be; %HARK_ERROR_REFUSED, a
 *   remote; %HARK_ERROR_CLOSED
 *
 * Lets others hear the events of @object and call its slots. Whether the other
 * side takes it, hark_object_await_ready() says: %HARK_ERROR_EXISTS if the name
 * is taken, %HARK_ERROR_MISMATCH if somebody expects another signature.
 *
 * Thread: any. Blocks: no.
 */
HARK_API gboolean hark_bus_export (HarkBus     *self,
                                   HarkObject  *object,
                                   const char  *name,
                                   GError     **error);

/**
 * hark_bus_export_group:
 *
 * As hark_bus_export(), under a name that others export too, here or elsewhere,
 * all of them with this function: each call goes to one of them, the one with
 * the fewest unanswered ones. If a process dies, the calls that it has not
 * answered go to the others.
 */
HARK_API gboolean hark_bus_export_group (HarkBus     *self,
                                         HarkObject  *object,
                                         const char  *name,
                                         GError     **error);

/**
 * hark_bus_unexport:
 *
 * Ends all exports of @object. Calls that have arrived still run and are
 * answered. Thread: any. Blocks: no.
 */
HARK_API void hark_bus_unexport (HarkBus    *self,
                                 HarkObject *object);

/**
 * hark_bus_flush:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the wait
 * @error: %HARK_ERROR_UNREACHABLE: there is no link; %HARK_ERROR_PEER_GONE; or
 *   those of hark_future_await()
 *
 * Waits until the other side has all that was emitted, called, exported and
 * subscribed here before. Thread: any. Blocks: yes.
 */
HARK_API gboolean hark_bus_flush (HarkBus       *self,
                                  gint64         timeout,
                                  GCancellable  *cancellable,
                                  GError       **error);

G_END_DECLS
