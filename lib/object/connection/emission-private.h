/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/seat/anchor-private.h"

/* Queues a call for each listener, or runs it where it asked for that.
 * @values: a C struct of the event's layout
 * @shared: (nullable): the same, made by hark_values_new()
 * @own: (nullable): calls on this lane are posted as its own, before all that is queued there
 * Thread: any, with a reference to the emitter; that of @own, where hark_lane_post_own() can be
 * called. */
void hark_emission_run (HarkAnchor          *emitter,
                        const HarkEventInfo *event,
                        gconstpointer        values,
                        gpointer             shared,
                        HarkLane            *own);

/* Tells who begins to listen to a state what it is. Thread: any, with references to the connection
 * and the emitter. */
void hark_emission_welcome (HarkConnection *newcomer);
