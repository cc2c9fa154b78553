/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/broker-class.h>
#include <hark/bus.h>

G_BEGIN_DECLS

/**
 * hark_broker_new:
 * @loop: (nullable): where it works; %NULL: a loop of its own on the
 *   thread-default context
 *
 * Returns: (transfer full): a broker that does not listen yet. Thread: any.
 */
HARK_API HarkBroker *hark_broker_new (HarkLoop *loop);

/**
 * hark_broker_new_remote:
 * @bus: has a peer of the broker, see hark_peer_new()
 * @loop: (nullable): where its events are heard; %NULL: a loop of its own
 *
 * Stands for the broker that @bus is joined to: it tells who is connected and what goes
 * through it, and every broker exports itself for that. What is said above and below of
 * brokers that listen is not for it.
 *
 * Returns: (transfer full): a new #HarkBroker. Thread: any.
 */
HARK_API HarkBroker *hark_broker_new_remote (HarkBus  *bus,
                                             HarkLoop *loop);

/**
 * hark_broker_listen:
 * @address: (nullable): `unix:/path`, or a path; %NULL: the user's own,
 *   `$XDG_RUNTIME_DIR/hark/broker.sock`, whose folder is made
 * @error: %HARK_ERROR_INVALID or %HARK_ERROR_LIMIT, no address;
 *   %HARK_ERROR_EXISTS, another broker listens there, or a file is in the way;
 *   %HARK_ERROR_FAILED
 *
 * Listens on a Unix socket, for processes of the same user. A socket that a
 * broker has left behind is replaced. When this returns, others can connect.
 * Thread: the owner of the broker's loop. Blocks: no.
 */
HARK_API gboolean hark_broker_listen (HarkBroker  *self,
                                      const char  *address,
                                      GError     **error);

/**
 * hark_broker_get_address:
 *
 * Returns: (nullable): where it listens, as `unix:/path`. Thread: the owner of
 *   the broker's loop.
 */
HARK_API const char *hark_broker_get_address (HarkBroker *self);

/**
 * hark_broker_stop:
 *
 * Tells all peers, closes their connections and removes the socket. The end of
 * the broker does the same. Thread: the owner of the broker's loop. Blocks: no.
 */
HARK_API void hark_broker_stop (HarkBroker *self);

G_END_DECLS
