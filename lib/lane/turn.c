/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A lane's turn: the executor lets it run a few calls, on the owner's thread. Urgent
 * calls go first, and those that can wait go last, but nobody for ever: who was passed
 * over often enough is next. It tells the observer where the line goes from empty to
 * busy and back. A call that iterates its own context meets its lane as running:
 * nothing of it runs inside. */

#include "lane/figures-private.h"
#include "lane/lane-state-private.h"
#include "lane/round-private.h"

__thread HarkLaneFrame *hark_lane_frame;
__thread struct _HarkFrame *hark_frame;

/* How often those of a priority are passed over before they are next. An idle call that
 * is due at the same time as a normal one goes before it, so that has one call less. */
static const guint8 patience[HARK_N_PRIORITIES] =
{
  [HARK_PRIORITY_URGENT] = G_MAXUINT8,
  [HARK_PRIORITY_NORMAL] = 14,
  [HARK_PRIORITY_IDLE] = 15,
};

/* --- queues --- */

/* (nullable): all that was posted. */
static HarkNode *
take_all (HarkLane  *self,
          HarkQueue *queue)
{
  guint since = atomic_load_explicit (&queue->since, memory_order_relaxed);
  guint n;
  HarkNode *node = hark_mpsc_take_counted (&queue->posted, &n);

  if (node == NULL)
    return NULL;
  hark_lane_add_taken (self, n);
  hark_lane_note_wait (self, since);
  if (queue == &self->normal)
    hark_lane_frame->since = since;
  return node;
}

static gboolean
has_node (HarkLane  *self,
          HarkQueue *queue)
{
  if (queue->taken == NULL)
    queue->taken = take_all (self, queue);
  return queue->taken != NULL;
}

/* (nullable) */
static inline HarkCall *
take (HarkLane  *self,
      HarkQueue *queue)
{
  HarkNode *node = queue->taken;

  if (node == NULL)
    node = take_all (self, queue);
  if (node != NULL)
    queue->taken = node->next;
  return (HarkCall *) node;
}

static G_GNUC_NO_INLINE HarkCall *
next_by_rank (HarkLane *self)
{
  guint8 *n_passed_over = hark_lane_get_annex (self)->n_passed_over;
  guint next = HARK_N_PRIORITIES;

  for (guint i = 0; i < HARK_N_PRIORITIES; i++)
    if (!has_node (self, hark_lane_get_queue (self, i)))
      n_passed_over[i] = 0;
    else if (n_passed_over[i]++ >= patience[i] || next == HARK_N_PRIORITIES)
      next = i;
  if (next == HARK_N_PRIORITIES)
    return NULL;

  n_passed_over[next] = 0;
  return take (self, hark_lane_get_queue (self, next));
}

static inline HarkCall *
next_call (HarkLane *self,
           guint     modes)
{
  if (G_UNLIKELY ((modes & (HARK_LANE_RANKS | HARK_LANE_HELD)) != 0))
    return modes & HARK_LANE_HELD ? NULL : next_by_rank (self);
  return take (self, &self->normal);
}

static inline gboolean
is_empty (HarkQueue *queue)
{
  return queue->taken == NULL && hark_mpsc_is_empty (&queue->posted);
}

static gboolean
has_own (HarkLaneAnnex *annex)
{
  return annex->own_taken != NULL || !hark_mpsc_is_empty (&annex->own);
}

static gboolean
has_call (HarkLane *self)
{
  HarkLaneAnnex *annex;

  if (!is_empty (&self->normal))
    return TRUE;
  if ((atomic_load (&self->modes) & (HARK_LANE_RANKS | HARK_LANE_OWN)) == 0)
    return FALSE;
  annex = hark_lane_get_annex (self);
  return !is_empty (&annex->urgent) || !is_empty (&annex->idle) || has_own (annex);
}

/* Whether another turn would run something: a lane that is out of time waits for what stays,
 * which is its own, and the rest is discarded then. */
static gboolean
has_work (HarkLane *self)
{
  if (G_UNLIKELY (atomic_load (&self->state) == HARK_LANE_STOPPING)
      && hark_lane_has_stays (self) && hark_lane_is_past (self))
    return has_own (hark_lane_get_annex (self));
  return has_call (self);
}

/* Nothing is queued; what is kept back until some time is, when nothing else is left. */
static gboolean
is_drained (HarkLane *self)
{
  return !has_call (self)
         && !hark_alarms_expire_lane (hark_executor_get_alarms (self->executor), self);
}

/* --- running --- */

/* @watch: (nullable) */
static inline void
run_call (HarkLane       *self,
          HarkCall       *call,
          HarkStallWatch *watch)
{
  HarkCallKind kind = call->funcs->kind;

  if (G_UNLIKELY (kind == HARK_CALL_CHORE))
    {
      hark_lane_add_taken (self, -1);
    }
  else
    {
      if (G_UNLIKELY (!self->is_active) && kind == HARK_CALL_USER)
        {
          self->is_active = true;
          hark_lane_tell (self, active);
        }
      hark_lane_add_run (self, 1);
    }

  if (G_UNLIKELY (watch != NULL))
    hark_stall_watch_run (watch, call);
  else
    call->funcs->run (call);

  if (G_UNLIKELY (atomic_load_explicit (&self->is_awaited, memory_order_relaxed)))
    hark_lane_let_pass (self);
}

/* (nullable) */
static HarkCall *
next_own (HarkLaneAnnex *annex)
{
  HarkNode *node = annex->own_taken;

  if (node != NULL)
    annex->own_taken = node->next;
  return (HarkCall *) node;
}

guint
hark_lane_run_own (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  HarkStallWatch *watch;
  guint n_calls = 0;
  HarkCall *call;

  if (annex == NULL)
    return 0;

  watch = hark_lane_get_watch (self);
  if (annex->own_taken == NULL)
    annex->own_taken = hark_mpsc_take (&annex->own);
  while ((atomic_load (&self->modes) & HARK_LANE_HELD) == 0 && (call = next_own (annex)) != NULL)
    {
      n_calls++;
      if (hark_lane_forward (self, call))
        continue;
      hark_lane_add_taken (self, 1);
      run_call (self, call, watch);
    }
  return n_calls;
}

/* Nothing decides which call is next but the order in which they came. */
static inline gboolean
is_plain (HarkLane       *self,
          HarkStallWatch *watch)
{
  return self->is_active && watch == NULL
         && atomic_load (&self->modes) == 0
         && atomic_load_explicit (&self->state, memory_order_relaxed) == HARK_LANE_RUNNING
         && !atomic_load_explicit (&self->is_awaited, memory_order_relaxed);
}

/* Posters write to the same line of the cache as the lane lies in, so these calls, most of
 * all there are, are run without a look at it until something changes.
 * @changes: as it was before the lane was found plain */
static guint
run_plain_calls (HarkLane      *self,
                 HarkLaneFrame *frame,
                 guint          changes,
                 guint          budget)
{
  atomic_uint *now = hark_executor_get_changes (self->executor);
  HarkNode *node = self->normal.taken;
  guint n_calls;

  self->normal.taken = NULL;
  for (n_calls = 0; n_calls < budget; n_calls++)
    {
      HarkCall *call;

      if (node == NULL)
        node = take_all (self, &self->normal);
      if (node == NULL || atomic_load_explicit (now, memory_order_acquire) != changes)
        break;

      call = (HarkCall *) node;
      node = node->next;
      if (G_LIKELY (call->funcs->kind != HARK_CALL_CHORE))
        frame->n_run++;
      else
        hark_lane_add_taken (self, -1);
      call->funcs->run (call);
    }
  self->normal.taken = node;
  hark_lane_add_run (self, frame->n_run);
  frame->n_run = 0;

  if (G_UNLIKELY (atomic_load_explicit (&self->is_awaited, memory_order_relaxed)))
    hark_lane_let_pass (self);
  return n_calls;
}

static guint
run_calls (HarkLane      *self,
           HarkLaneFrame *frame,
           guint          budget)
{
  HarkStallWatch *watch = hark_lane_get_watch (self);
  guint n_calls = 0;
  HarkCall *call;

  if (!self->is_announced
      && (atomic_load (&self->state) == HARK_LANE_RUNNING || !hark_lane_is_past (self)))
    {
      self->is_announced = true;
      hark_lane_tell (self, started);
      n_calls = hark_lane_run_own (self); /* all of them, whatever the budget */
    }
  else if (G_UNLIKELY ((atomic_load (&self->modes) & HARK_LANE_OWN) != 0))
    n_calls = hark_lane_run_own (self);

  while (n_calls < budget)
    {
      guint changes = atomic_load (hark_executor_get_changes (self->executor));
      HarkLaneState state = atomic_load_explicit (&self->state, memory_order_relaxed);
      guint modes = atomic_load (&self->modes);

      if (G_UNLIKELY (state != HARK_LANE_RUNNING) && (state != HARK_LANE_STOPPING || hark_lane_is_past (self)))
        break;
      call = next_call (self, modes);
      if (call == NULL)
        break;
      if (G_UNLIKELY ((modes & HARK_LANE_RELAYS) != 0) && hark_lane_pass_on (self, call))
        hark_lane_add_taken (self, -1);
      else
        run_call (self, call, watch);
      n_calls++;

      if (is_plain (self, watch))
        n_calls += run_plain_calls (self, frame, changes, budget - n_calls);
    }
  return n_calls;
}

/* --- turns --- */

/* What an earlier turn has left has waited on. */
static void
begin_turn (HarkLane      *self,
            HarkLaneFrame *frame)
{
  hark_lane_frame = frame;
  if (self->normal.taken == NULL)
    return;

  frame->since = hark_lane_get_annex (self)->taken_since;
  hark_lane_note_wait (self, frame->since);
}

/* What follows from what has run. */
static void
settle (HarkLane *self)
{
  guint modes = atomic_load (&self->modes);

  if (G_UNLIKELY (atomic_load (&self->state) == HARK_LANE_STOPPING))
    {
      if (hark_lane_has_stays (self))
        hark_lane_hurry (self);
      else if (self->is_closing || is_drained (self) || hark_lane_is_past (self))
        hark_lane_finish (self);
    }
  else if (!has_call (self) && self->is_active
           && G_LIKELY ((modes & HARK_LANE_OWN) == 0 || !hark_lane_has_stays (self)))
    {
      self->is_active = false;
      hark_lane_tell (self, idle);
    }
}

static void
end_turn (HarkLane      *self,
          HarkLaneFrame *frame)
{
  settle (self);
  if (self->normal.taken != NULL)
    hark_lane_ensure_annex (self)->taken_since = frame->since;
  hark_lane_frame = frame->outer;
  if (G_UNLIKELY ((atomic_load (&self->modes) & HARK_LANE_HELD) != 0))
    return; /* it goes on with run_on() */

  atomic_store (&self->is_running, FALSE);
  if (self->is_owed || has_work (self))
    {
      self->is_owed = false;
      hark_lane_schedule (self);
    }
  if (G_UNLIKELY (atomic_load (&self->is_awaited)))
    hark_lane_let_pass (self);
}

/* The lane runs already: what holds it goes on; or a slot iterates its own context, and the
 * outer run goes on later. */
static guint
run_on (HarkLane *self)
{
  HarkLaneFrame frame = { .lane = self, .outer = hark_lane_frame };
  HarkStallWatch *watch;
  HarkCall *call;

  if ((atomic_load (&self->modes) & HARK_LANE_HELD) == 0)
    {
      self->is_owed = true;
      return 0;
    }
  call = atomic_exchange (&hark_lane_get_annex (self)->resumption, NULL);
  if (call == NULL)
    {
      hark_lane_hurry (self);
      return 0;
    }

  begin_turn (self, &frame);
  watch = hark_lane_get_watch (self);
  hark_lane_add_taken (self, 1);
  run_call (self, call, watch);
  if (hark_lane_is_inherited (self))
    hark_lane_frame = frame.outer;
  else
    end_turn (self, &frame);
  return 1;
}

/* Turn after turn, as long as there is something to run and no other lane waits. Returns: the calls that are not
 * counted yet. */
static guint
run_turns (HarkLane      *self,
           HarkLaneFrame *frame,
           HarkRound     *round)
{
  for (;;)
    {
      guint n_calls = run_calls (self, frame, HARK_CALLS_PER_TURN);

      if (n_calls < HARK_CALLS_PER_TURN || hark_lane_is_inherited (self) || hark_executor_has_ready (self->executor))
        return n_calls;
      hark_round_count (round, self, n_calls);
      if (hark_round_is_over (round))
        return 0;
      if (self->normal.taken != NULL)
        hark_lane_note_wait (self, frame->since);
    }
}

guint
hark_lane_run (HarkLane  *self,
               HarkRound *round)
{
  HarkLaneFrame frame = { .lane = self, .outer = hark_lane_frame };
  HarkLaneState state;
  guint n_calls;

  /* Cleared before the look at the state and the queues: what changes after
   * that look schedules the lane anew. */
  atomic_store (&self->scheduled, FALSE);
  state = atomic_load (&self->state);
  if (hark_lane_is_inherited (self))
    return 0;
  if (state == HARK_LANE_WAITING && (atomic_load (&self->modes) & HARK_LANE_RELAYS))
    hark_lane_sift (self);
  if (state == HARK_LANE_WAITING || state == HARK_LANE_STOPPED)
    return 0;
  if (atomic_load_explicit (&self->is_running, memory_order_relaxed))
    return run_on (self);

  atomic_store (&self->is_running, TRUE);
  begin_turn (self, &frame);
  n_calls = run_turns (self, &frame, round);
  if (hark_lane_is_inherited (self))
    hark_lane_frame = frame.outer; /* a call has forked, and this is the child */
  else
    end_turn (self, &frame);
  return n_calls;
}

void
hark_stay_run_in_place (HarkStay *self)
{
  HarkLane *lane = hark_lane_ref (self->lane);
  HarkLaneFrame frame = { .lane = lane, .outer = hark_lane_frame };
  gboolean holds = self->holds;

  hark_lane_frame = &frame;
  self->call->funcs->run (self->call);
  hark_lane_frame = frame.outer;
  if (holds)
    {
      atomic_store (&lane->is_running, FALSE);
      hark_lane_schedule (lane); /* which finds out that the context is gone */
      if (atomic_load (&lane->is_awaited))
        hark_lane_let_pass (lane);
    }
  hark_lane_unref (lane);
}

/* --- which one runs --- */

gboolean
hark_lane_is_current (HarkLane *self)
{
  for (const HarkLaneFrame *frame = hark_lane_frame; frame != NULL; frame = frame->outer)
    if (frame->lane == self)
      return TRUE;
  return FALSE;
}

/* In a child that was forked in a call, that call is the parent's. */
HarkLane *
hark_lane_get_current (void)
{
  return hark_lane_frame != NULL && !hark_lane_is_inherited (hark_lane_frame->lane) ? hark_lane_frame->lane : NULL;
}
