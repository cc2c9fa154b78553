/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A broker as a peer of itself. */

#include "bridge/router/broker-protocol-private.h"

#define HARK_OWN_NAME "broker"  /* under which a broker exports itself */

typedef struct _HarkOwnPeer HarkOwnPeer;

/* Exports @broker through its own protocol. Both outlive it. Thread: the owner of
 * the broker's loop, here and below. */
HarkOwnPeer *hark_own_peer_new  (HarkBroker         *broker,
                                 HarkBrokerProtocol *protocol);
void         hark_own_peer_free (HarkOwnPeer        *self);

/* There is output for @connection, which may be its own. @self: (nullable). */
void         hark_own_peer_wake (HarkOwnPeer *self,
                                 guint        connection);
