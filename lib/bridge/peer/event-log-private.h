/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a peer has published and may have to send once more: frames in the order
 * of their publishing, each at a position that only grows. Those of one stream of
 * events are linked backwards, the newest first. */

#include "wire/frame-private.h"

G_BEGIN_DECLS

#define HARK_LOG_NOWHERE G_MAXUINT64

typedef struct
{
  GPtrArray *blocks;   /* oldest first */
  guint64    start;    /* what is before is gone */
  guint64    end;      /* of the next */
  gsize      max_size; /* bytes; past it the oldest go. The newest is always there */
} HarkEventLog;

void hark_event_log_init  (HarkEventLog *self,
                           gsize         max_size);
void hark_event_log_clear (HarkEventLog *self);

/* @previous: that of the same stream, or %HARK_LOG_NOWHERE
 * @frame: if its body is a part of a whole, that is kept instead of a copy
 * @bytes: (out) (transfer none): the frame as it is sent; none, if its body is not copied
 * Returns: its position */
guint64 hark_event_log_append (HarkEventLog    *self,
                               const HarkFrame *frame,
                               guint64          previous,
                               HarkSpan        *bytes);

/* *@frame borrows. *@previous: where the one before it of its stream is, or was.
 * Returns: %FALSE: it is gone. */
gboolean hark_event_log_get (HarkEventLog *self,
                             guint64       position,
                             HarkFrame    *frame,
                             guint64      *previous);

/* Nobody needs what is before @position. */
void hark_event_log_release (HarkEventLog *self,
                             guint64       position);

G_END_DECLS
