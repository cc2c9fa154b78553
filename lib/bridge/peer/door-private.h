/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/peer.h>

#include "bridge/transport/pipe-private.h"

G_BEGIN_DECLS

/* How a peer gets to a broker without an address. @broker: its outlet. Returns: (transfer full):
 * an end, whose owner is @peer; %NULL: it has ended. On the loop of @peer. */
typedef HarkPipe *(*HarkDoor) (HarkAnchor *broker,
                               HarkObject *peer);

/* @broker: (transfer full): its outlet. Returns: (transfer full). Thread: any. */
HarkPeer *hark_peer_new_by_door (HarkBus    *bus,
                                 HarkAnchor *broker,
                                 HarkDoor    door);

G_END_DECLS
