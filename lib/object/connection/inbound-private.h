/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/connection/connection-private.h"

/* %FALSE: the receiver has ended. Thread: any. */
gboolean        hark_inbound_add     (HarkConnection *connection);
/* Thread: any; does nothing if it is not there. */
void            hark_inbound_remove  (HarkConnection *connection);
/* (transfer full) (nullable): takes one out. Thread: any. */
HarkConnection *hark_inbound_take    (HarkAnchor     *receiver);

/* (transfer full) (element-type HarkConnection): all that ends at @receiver, which is
 * any GObject. Thread: any. */
GPtrArray      *hark_inbound_list    (GObject        *receiver);
