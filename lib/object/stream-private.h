/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>

/* What a stream and its connection share: emissions that wait to be read. */
typedef struct _HarkBuffer HarkBuffer;

void hark_buffer_unref (HarkBuffer *self);

/* @values: (transfer full): made by hark_values_new(). Thread: the emitting one, inside the
 * emission. Blocks: only with %HARK_QUEUE_BLOCK. */
void hark_buffer_put   (HarkBuffer *self,
                        gpointer    values);

/* Nothing comes any more, for this reason, which readers are told once it is empty; the first
 * one counts. @reason: (transfer full). Thread: any. */
void hark_buffer_end   (HarkBuffer *self,
                        GError     *reason);
