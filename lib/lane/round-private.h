/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/executor-private.h"

/* What one dispatch has run so far, and when it is over. All zero, it begins. */
typedef struct
{
  guint    n_calls;
  guint    n_unlooked;  /* turns and calls since the last look at the clock */
  gint64   end;         /* 0: not known, because nobody has looked yet */
  gboolean is_late;
} HarkRound;

/* Calls of one lane, before the next ready lane has its turn. */
#define HARK_CALLS_PER_TURN 16

/* A turn of @lane has run @n_calls. Thread: the owner. */
void     hark_round_count   (HarkRound        *self,
                             struct _HarkLane *lane,
                             guint             n_calls);
/* Other sources have their turn now. */
gboolean hark_round_is_over (const HarkRound  *self);
