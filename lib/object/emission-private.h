/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/anchor-private.h"

/* Queues a call for each listener, or runs it where it asked for that.
 * @values: a C struct of the event's layout
 * @shared: (nullable): the same, made by hark_values_new()
 * @is_urgent: on the emitter's own lane, before what is queued there
 * Thread: any, with a reference to the emitter; the owner, if urgent. */
void hark_emission_run (HarkAnchor          *emitter,
                        const HarkEventInfo *event,
                        gconstpointer        values,
                        gpointer             shared,
                        gboolean             is_urgent);
