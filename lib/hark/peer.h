/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/bus.h>
#include <hark/peer-class.h>

G_BEGIN_DECLS

/**
 * hark_peer_new:
 * @bus: what to link; a bus has one link at a time
 * @address: (nullable): where the broker listens, `unix:/path` or a path; %NULL:
 *   the user's own, `$XDG_RUNTIME_DIR/hark/broker.sock`
 *
 * A link of @bus to a broker, not yet connected. It lives on the bus's loop, and
 * the connection ends with it.
 *
 * Returns: (transfer full): the peer. Thread: any.
 */
HARK_API HarkPeer *hark_peer_new (HarkBus    *bus,
                                  const char *address);

/**
 * hark_peer_connect:
 * @timeout: in microseconds, or %HARK_FOREVER
 * @cancellable: (nullable): ends the attempt
 * @error: %HARK_ERROR_INVALID, no address; %HARK_ERROR_UNREACHABLE, nobody
 *   listens there; %HARK_ERROR_EXISTS, the bus has a link; %HARK_ERROR_REFUSED
 *   or %HARK_ERROR_MISMATCH, the broker does not want this peer; or those of
 *   hark_future_await()
 *
 * Connects, and waits until the broker has said hello. From then on a connection that is
 * lost is made again, at growing intervals, until hark_peer_disconnect(); to call this meanwhile
 * is to try at once, and to wait. Thread: any. Blocks: yes.
 */
HARK_API gboolean hark_peer_connect (HarkPeer      *self,
                                     gint64         timeout,
                                     GCancellable  *cancellable,
                                     GError       **error);

/**
 * hark_peer_disconnect:
 *
 * Ends the connection, and what others keep for this peer; see hark_bus_flush().
 * Thread: any. Blocks: no.
 */
HARK_API void hark_peer_disconnect (HarkPeer *self);

/**
 * hark_peer_get_n_resent:
 *
 * Returns: how many events of objects that are exported here were sent once more, to those who
 *   had lost their connection. Thread: any.
 */
HARK_API guint64 hark_peer_get_n_resent (HarkPeer *self);

/**
 * hark_peer_get_n_discarded:
 *
 * Returns: how many events came once more and had been seen before. Thread: any.
 */
HARK_API guint64 hark_peer_get_n_discarded (HarkPeer *self);

/**
 * hark_peer_get_n_lost:
 *
 * Returns: how many events did not come, as all `gap` events together said. Thread: any.
 */
HARK_API guint64 hark_peer_get_n_lost (HarkPeer *self);

G_END_DECLS
