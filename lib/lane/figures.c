/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a lane can tell of itself, made of what is known anyway: a queue tells whether
 * a push filled it, turning it round counts it, and a clock that costs little more
 * than a load is looked at once for each turn. So a wait or run that is not long
 * costs two instructions and no memory. */

#include "base/fork-private.h"
#include "lane/figures-private.h"

__thread guint hark_turn_ms;

static void
raise_to (_Atomic (gint64) *longest,
          gint64            value)
{
  if (value > atomic_load_explicit (longest, memory_order_relaxed))
    atomic_store_explicit (longest, value, memory_order_relaxed);
}

void
hark_lane_note_long_wait (HarkLane *self,
                          guint     since)
{
  raise_to (&hark_lane_ensure_annex (self)->longest_wait, (gint64) (hark_turn_ms - since) * 1000);
}

void
hark_lane_note_long_turn (HarkLane *self,
                          guint     begun,
                          guint     end)
{
  if (hark_lane_get_watch (self) == NULL)
    hark_lane_note_run (self, (gint64) (end - begun) * 1000);
}

void
hark_lane_note_run (HarkLane *self,
                    gint64    elapsed)
{
  raise_to (&hark_lane_ensure_annex (self)->longest_run, elapsed);
}

/* --- asking --- */

static guint
count_posted (HarkQueue *queue)
{
  return hark_mpsc_is_empty (&queue->posted)
         ? 0 : atomic_load_explicit (&queue->n_posted, memory_order_relaxed);
}

guint64
hark_lane_get_n_queued (HarkLane *self)
{
  guint n_run = (guint) hark_lane_get_n_run (self);
  int n_left = (int) (atomic_load_explicit (&self->n_taken, memory_order_relaxed) - n_run);
  guint64 n = MAX (n_left, 0);

  n += count_posted (&self->normal);
  if (atomic_load (&self->modes) & HARK_LANE_RANKS)
    {
      HarkLaneAnnex *annex = hark_lane_get_annex (self);

      n += count_posted (&annex->urgent);
      n += count_posted (&annex->idle);
    }
  return n;
}

guint64
hark_lane_get_n_run (HarkLane *self)
{
  guint64 n = atomic_load_explicit (&self->n_run, memory_order_relaxed);

  for (HarkLaneFrame *frame = hark_lane_frame; frame != NULL; frame = frame->outer)
    if (frame->lane == self)
      n += frame->n_run;
  return n;
}

guint64
hark_lane_get_n_discarded (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? atomic_load_explicit (&annex->n_discarded, memory_order_relaxed) : 0;
}

guint64
hark_lane_get_n_dropped (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? atomic_load_explicit (&annex->n_dropped, memory_order_relaxed) : 0;
}

gint64
hark_lane_get_longest_wait (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? atomic_load_explicit (&annex->longest_wait, memory_order_relaxed) : 0;
}

gint64
hark_lane_get_longest_run (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? atomic_load_explicit (&annex->longest_run, memory_order_relaxed) : 0;
}
