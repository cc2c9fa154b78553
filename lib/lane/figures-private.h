/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/lane-state-private.h"

/* When this thread's turn of a lane began, or the one before it ended, in coarse
 * milliseconds; 0: it runs no lane. */
extern __thread guint hark_turn_ms;

/* The owner has taken @n calls; less than 0: it has discarded as many, or run chores,
 * which are not counted. Thread, here and below: the owner. */
static inline void
hark_lane_add_taken (HarkLane *self,
                     int       n)
{
  atomic_store_explicit (&self->n_taken,
                         atomic_load_explicit (&self->n_taken, memory_order_relaxed) + n,
                         memory_order_relaxed);
}

static inline void
hark_lane_add_run (HarkLane *self,
                   guint     n)
{
  atomic_store_explicit (&self->n_run,
                         atomic_load_explicit (&self->n_run, memory_order_relaxed) + n,
                         memory_order_relaxed);
}

/* Kernels count ticks of 1 to 10 ms: less than that is nothing. */
static inline gboolean
hark_is_long (guint begun,
              guint end)
{
  return G_UNLIKELY ((int) (end - begun) > 10);
}

void hark_lane_note_long_wait (HarkLane *self,
                               guint     since);
void hark_lane_note_long_turn (HarkLane *self,
                               guint     begun,
                               guint     end);

/* Of a watched lane, whose turns do not count. */
void hark_lane_note_run (HarkLane *self,
                         gint64    elapsed);

/* Calls that came at @since are about to run, or at least some of them. */
static inline void
hark_lane_note_wait (HarkLane *self,
                     guint     since)
{
  if (hark_is_long (since, hark_turn_ms))
    hark_lane_note_long_wait (self, since);
}

/* It had its turn. */
static inline void
hark_lane_note_turn (HarkLane *self,
                     guint     begun,
                     guint     end)
{
  if (hark_is_long (begun, end))
    hark_lane_note_long_turn (self, begun, end);
}
