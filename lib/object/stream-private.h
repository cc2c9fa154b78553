/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>

/* What a stream and its connection share: emissions that wait to be read. */
typedef struct _HarkBuffer HarkBuffer;

void hark_buffer_unref (HarkBuffer *self);

/* %FALSE: it is full, and is to be waited for with hark_buffer_put_when_room().
 * @values: made by hark_values_new(); (transfer full) unless that is so. Thread: the emitting
 * one, inside the emission, and that of the next. */
gboolean hark_buffer_put           (HarkBuffer *self,
                                    gpointer    values);
/* @values: (transfer full). Blocks: yes, or suspends the task. */
void     hark_buffer_put_when_room (HarkBuffer *self,
                                    gpointer    values);

/* Nothing comes any more, for this reason, which readers are told once it is empty; the first
 * one counts. @reason: (transfer full). Thread: any. */
void hark_buffer_end   (HarkBuffer *self,
                        GError     *reason);
