/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/broker.h>

#include "bridge/transport/pipe-private.h"

G_BEGIN_DECLS

/* --- broker.c --- */

/* Somebody of the same process has come: @pipe (transfer full) is closed, if the broker has been stopped.
 * Thread: the owner of the broker's loop. */
void hark_broker_let_in (HarkBroker *self,
                         HarkPipe   *pipe);

G_END_DECLS
