/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One dispatch of a context: its ready lanes run in turn, a few calls each, within a budget of
 * calls and of time. What it leaves makes the source stand back once, so that others
 * have their turn. */

#include "base/block-private.h"
#include "lane/clock-private.h"
#include "lane/executor-state-private.h"
#include "lane/figures-private.h"
#include "lane/lane-private.h"

enum
{
  CALLS_PER_TURN  = 16,    /* of one lane, before the next ready lane has its turn */
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

static guint
run_turn (HarkLane *lane)
{
  guint begun = hark_turn_ms;
  guint n_calls = hark_lane_run (lane, CALLS_PER_TURN);

  hark_turn_ms = hark_clock_coarse_ms ();
  hark_lane_note_turn (lane, begun, hark_turn_ms);
  return n_calls;
}

/* @end: (inout): when the round is over; 0: not known, because nobody has looked yet */
static gboolean
is_late (gint64 *end)
{
  gint64 now = hark_clock_now ();

  if (*end == 0)
    *end = now + TIME_PER_ROUND;
  return now > *end;
}

/* Runs lanes in turn. A slot may iterate the context: then another round runs
 * inside this one, on the same queue. */
void
hark_executor_run_round (HarkExecutor *self)
{
  guint outer_ms = hark_turn_ms;
  guint n_calls = 0, work = 0;
  gint64 end = 0;
  HarkLane *lane;

  if (hark_alarms_get_due (&self->alarms) != G_MAXINT64)
    hark_alarms_expire (&self->alarms, hark_clock_now ());
  hark_turn_ms = hark_clock_coarse_ms ();
  while (n_calls < CALLS_PER_ROUND && (lane = next_ready (self)) != NULL)
    {
      guint n = run_turn (lane);

      self->n_runs++;
      hark_lane_unref (lane);
      n_calls += n;
      work += 1 + n;
      if (work >= WORK_PER_LOOK)
        {
          if (is_late (&end))
            break;
          work = 0;
        }
    }
  hark_turn_ms = outer_ms;
  hark_piece_flush ();
  self->is_full = hark_executor_has_ready (self);
}
