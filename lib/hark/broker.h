/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/broker-class.h>
#include <hark/bus.h>
#include <hark/peer.h>

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
 * @address: (nullable): a path, or `unix:path=PATH`, `tls:host=HOST,port=PORT`,
 *   `tcp:host=localhost,port=PORT`, as doc/broker.md describes them; %NULL: those
 *   of the settings; if there are none, and it listens nowhere yet, the user's own,
 *   `$XDG_RUNTIME_DIR/hark/broker.sock`, whose folder is made
 * @error: %HARK_ERROR_INVALID or %HARK_ERROR_LIMIT, no address;
 *   %HARK_ERROR_EXISTS, another broker listens there, or a file is in the way;
 *   %HARK_ERROR_FAILED
 *
 * Listens there, too. A socket that a broker has left behind is replaced. Who may
 * connect is said by rules; without, processes of the same user over a Unix socket.
 * When this returns, others can connect. Thread: the owner of the broker's loop.
 * Blocks: while the name of a host is looked up.
 */
HARK_API gboolean hark_broker_listen (HarkBroker  *self,
                                      const char  *address,
                                      GError     **error);

/**
 * hark_peer_new_inside:
 * @bus: what to link; a bus has one link at a time
 * @broker: of this process; it need not listen anywhere
 *
 * A link of @bus to a broker that is in the same process, on whatever loop: no socket is
 * between the two, and no rule holds for it. In this way several buses of one process share what
 * each of them exports, and if the broker listens, with others as well.
 *
 * It is used as one of hark_peer_new() is: hark_peer_connect() makes the link, and the end of the
 * peer ends it; so does that of the broker, which it does not keep alive.
 *
 * Returns: (transfer full): the peer. Thread: any.
 */
HARK_API HarkPeer *hark_peer_new_inside (HarkBus    *bus,
                                         HarkBroker *broker);

/**
 * hark_broker_get_address:
 *
 * Returns: (nullable): the first of where it listens, `unix:/path` for a Unix
 *   socket. Thread: the owner of the broker's loop.
 */
HARK_API const char *hark_broker_get_address (HarkBroker *self);

/**
 * hark_broker_get_addresses:
 *
 * Returns: (transfer none) (array zero-terminated=1): all of where it listens, until
 *   it listens elsewhere or stops. Thread: the owner of the broker's loop.
 */
HARK_API const char *const *hark_broker_get_addresses (HarkBroker *self);

/**
 * hark_broker_load_settings:
 * @file: (type filename): its limits, rules, certificates and addresses, see doc/broker.md
 * @error: %HARK_ERROR_INVALID or %HARK_ERROR_LIMIT, with the line;
 *   %HARK_ERROR_NOT_FOUND; %HARK_ERROR_FAILED. Nothing has changed then.
 *
 * Limits and rules hold from now on, addresses when it listens next. May be called
 * again when the file has changed. Thread: the owner of the broker's loop. Blocks:
 * while it reads.
 */
HARK_API gboolean hark_broker_load_settings (HarkBroker  *self,
                                             const char  *file,
                                             GError     **error);

/**
 * hark_broker_load_rules:
 * @file: (type filename): who may do what, see doc/broker.md
 * @error: as hark_broker_load_settings(). The old rules hold on then.
 *
 * The rules hold from now on, instead of all that were loaded before. Who has
 * what they do not allow is disconnected, with the reason. Thread: the owner of
 * the broker's loop. Blocks: while it reads.
 */
HARK_API gboolean hark_broker_load_rules (HarkBroker  *self,
                                          const char  *file,
                                          GError     **error);

/**
 * hark_broker_stop:
 *
 * Tells all peers, closes their connections and removes its sockets; until it listens again, it lets nobody in. The end of
 * the broker does the same. Thread: the owner of the broker's loop. Blocks: no.
 */
HARK_API void hark_broker_stop (HarkBroker *self);

G_END_DECLS
