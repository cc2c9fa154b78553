/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* States: events that remember what they carried last. */

#include "object/seat/anchor-private.h"
#include "object/seat/remote-private.h"

/* Remembers a copy of @values, and numbers it. Returns: (transfer full): the copy. Thread: any. */
gpointer hark_state_set (HarkAnchor          *emitter,
                         const HarkEventInfo *event,
                         gconstpointer        values);

/* (transfer full) (nullable): what somebody who begins to listen is told; %NULL: nothing, as there is
 * no value, or the emitter is a remote and its value not known. Thread: any. */
gpointer hark_state_dup_current (HarkAnchor          *emitter,
                                 const HarkEventInfo *event);

/* Nobody listens any more to a remote, so its value may not be true for long. Called with the
 * emitter's lock. */
void     hark_state_outdate (HarkAnchor *emitter,
                             guint       event);

void     hark_states_free (HarkStates *self);
