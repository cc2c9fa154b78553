/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/anchor-private.h"

/* Queues a call for each listener, or runs it where it asked for that.
 * @values: a C struct of the event's layout
 * @shared: (nullable): the same, made by hark_values_new()
 * @is_own: what the emitter's lane tells it of itself: there, before all that is
 *   queued
 * Thread: any, with a reference to the emitter; the owner, inside what the lane tells, if @is_own. */
void hark_emission_run (HarkAnchor          *emitter,
                        const HarkEventInfo *event,
                        gconstpointer        values,
                        gpointer             shared,
                        gboolean             is_own);
