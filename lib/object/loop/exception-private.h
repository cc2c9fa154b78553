/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/connection/connection-private.h"

/* Nobody awaits the answer of @slot, and it failed.
 * @error: (transfer full)
 * @through: (nullable): the connection that brought the call
 * Thread: the lane's owner. */
void hark_exception_raise (HarkLane           *lane,
                           const HarkSlotInfo *slot,
                           GError             *error,
                           HarkConnection     *through);

/* Nobody awaits a task that a call of the lane has spawned, and it failed. Thread: the
 * lane's owner. */
void hark_exception_raise_of_task (HarkLane     *lane,
                                   const GError *error);

/* The same for a future that was dropped. Thread: any. */
void hark_exception_unawaited (HarkLane      *lane,
                               gconstpointer  slot,
                               const GError  *error);
