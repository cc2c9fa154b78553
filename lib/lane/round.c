/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One dispatch of a context: its ready lanes run in turn, a few calls each, within a budget of
 * calls and of time. One that is ready alone has turn after turn. What the dispatch leaves makes
 * the source stand back once, so that others have their turn. */

#include "base/block-private.h"
#include "lane/clock-private.h"
#include "lane/executor-state-private.h"
#include "lane/figures-private.h"
#include "lane/lane-private.h"
#include "lane/round-private.h"

enum
{
  CALLS_PER_ROUND = 2048,  /* of all lanes, before other sources have theirs */
  TIME_PER_ROUND  = 5000,  /* us */
  WORK_PER_LOOK   = 16,    /* turns and calls between two looks at the clock */
};

static HarkLane *
next_ready (HarkExecutor *self)
{
  HarkNode *ready;

  if (self->turn == NULL)
    self->turn = hark_mpsc_take (&self->ready);
  if (self->turn == NULL)
    return NULL;

  ready = self->turn;
  self->turn = ready->next;
  return hark_lane_from_ready (ready);
}

static void
look_at_clock (HarkRound *self)
{
  gint64 now = hark_clock_now ();

  if (self->end == 0)
    self->end = now + TIME_PER_ROUND;
  self->is_late = now > self->end;
  self->n_unlooked = 0;
}

void
hark_round_count (HarkRound *self,
                  HarkLane  *lane,
                  guint      n_calls)
{
  guint begun = hark_turn_ms;

  hark_turn_ms = hark_clock_coarse_ms ();
  hark_lane_note_turn (lane, begun, hark_turn_ms);
  self->n_calls += n_calls;
  self->n_unlooked += 1 + n_calls;
  if (self->n_unlooked >= WORK_PER_LOOK)
    look_at_clock (self);
}

gboolean
hark_round_is_over (const HarkRound *self)
{
  return self->is_late || self->n_calls >= CALLS_PER_ROUND;
}

/* Runs lanes in turn. A slot may iterate the context: then another round runs
 * inside this one, on the same queue. */
void
hark_executor_run_round (HarkExecutor *self)
{
  HarkRound round = { .n_calls = 0 };
  guint outer_ms = hark_turn_ms;
  HarkLane *lane;

  if (hark_alarms_get_due (&self->alarms) != G_MAXINT64)
    hark_alarms_expire (&self->alarms, hark_clock_now ());
  hark_turn_ms = hark_clock_coarse_ms ();
  while (!hark_round_is_over (&round) && (lane = next_ready (self)) != NULL)
    {
      hark_round_count (&round, lane, hark_lane_run (lane, &round));
      self->n_runs++;
      hark_lane_unref (lane);
    }
  hark_turn_ms = outer_ms;
  hark_piece_flush ();
  self->is_full = hark_executor_has_ready (self);
}
