/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A lane's turn: the executor lets it run a few calls, on the owner's thread. It
 * tells the observer where the line goes from empty to busy and back. A call that
 * iterates its own context meets its lane as running: nothing of it runs inside. */

#include "lane/lane-state-private.h"

/* For hark_lane_wait_call(), which is rare: one for all lanes. */
static GMutex wait_lock;
static GCond wait_passed;

/* The lanes whose calls this thread is in, innermost first. */
typedef struct _Frame Frame;
struct _Frame
{
  HarkLane *lane;
  Frame    *outer;
};
static __thread Frame *innermost;

static HarkCall *
next_call (HarkLane *self)
{
  for (int i = 0; i < HARK_N_QUEUES; i++)
    {
      HarkQueue *queue = &self->queues[i];
      HarkNode *node = queue->taken;

      if (node == NULL)
        node = hark_mpsc_take (&queue->posted);
      if (node != NULL)
        {
          queue->taken = node->next;
          return (HarkCall *) node;
        }
    }
  return NULL;
}

static gboolean
has_call (HarkLane *self)
{
  for (int i = 0; i < HARK_N_QUEUES; i++)
    if (self->queues[i].taken != NULL || !hark_mpsc_is_empty (&self->queues[i].posted))
      return TRUE;
  return FALSE;
}

/* Nothing is queued; what is kept back until some time is, when nothing else is left. */
static gboolean
is_drained (HarkLane *self)
{
  return !has_call (self)
         && !hark_timers_expire_lane (hark_executor_get_timers (self->executor), self);
}

/* A call has returned, or the lane rests. */
static void
let_pass (HarkLane *self)
{
  g_mutex_lock (&wait_lock);
  hark_lane_ensure_annex (self)->n_passed++;
  g_cond_broadcast (&wait_passed);
  g_mutex_unlock (&wait_lock);
}

static void
run_call (HarkLane *self,
          HarkCall *call)
{
  if (call->funcs->kind == HARK_CALL_USER && G_UNLIKELY (!self->is_active))
    {
      self->is_active = true;
      hark_lane_tell (self, active);
    }
  if (call->funcs->kind != HARK_CALL_CHORE)
    atomic_store_explicit (&self->n_run,
                           atomic_load_explicit (&self->n_run, memory_order_relaxed) + 1,
                           memory_order_relaxed);

  call->funcs->run (call);

  if (G_UNLIKELY (atomic_load_explicit (&self->n_waiting, memory_order_relaxed) > 0))
    let_pass (self);
}

void
hark_lane_run_rest (HarkLane *self)
{
  HarkCall *call;

  while ((call = next_call (self)) != NULL)
    run_call (self, call);
}

static guint
run_calls (HarkLane *self,
           guint     budget)
{
  guint n_calls = 0;
  HarkCall *call;

  if (!self->is_announced
      && (atomic_load (&self->state) == HARK_LANE_RUNNING || !hark_lane_is_past (self)))
    {
      self->is_announced = true;
      hark_lane_tell (self, started);
    }

  while (n_calls < budget)
    {
      if (G_UNLIKELY (atomic_load_explicit (&self->state, memory_order_relaxed) == HARK_LANE_STOPPING)
          && hark_lane_is_past (self))
        break;
      call = next_call (self);
      if (call == NULL)
        break;
      run_call (self, call);
      n_calls++;
    }
  return n_calls;
}

guint
hark_lane_run (HarkLane *self,
               guint     budget)
{
  Frame frame = { self, innermost };
  HarkLaneState state;
  guint n_calls = 0;

  /* Cleared before the look at the state and the queues: what changes after
   * that look schedules the lane anew. */
  atomic_store (&self->scheduled, FALSE);
  state = atomic_load (&self->state);
  if (state == HARK_LANE_WAITING || state == HARK_LANE_STOPPED)
    return 0;
  if (atomic_load_explicit (&self->is_running, memory_order_relaxed))
    {
      self->is_owed = true; /* a slot iterates its own context; the outer run goes on later */
      return 0;
    }

  atomic_store (&self->is_running, TRUE);
  innermost = &frame;
  n_calls = run_calls (self, budget);

  if (atomic_load (&self->state) == HARK_LANE_STOPPING && (is_drained (self) || hark_lane_is_past (self)))
    hark_lane_finish (self);
  else if (!has_call (self) && self->is_active)
    {
      self->is_active = false;
      hark_lane_tell (self, idle);
    }

  innermost = frame.outer;
  atomic_store (&self->is_running, FALSE);
  if (self->is_owed || has_call (self))
    {
      self->is_owed = false;
      hark_lane_schedule (self);
    }
  if (G_UNLIKELY (atomic_load (&self->n_waiting) > 0))
    let_pass (self);
  return n_calls;
}

void
hark_lane_wait_call (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (self);
  guint n_passed;

  g_mutex_lock (&wait_lock);
  atomic_fetch_add (&self->n_waiting, 1);
  n_passed = annex->n_passed;
  while (annex->n_passed == n_passed && atomic_load (&self->is_running))
    g_cond_wait (&wait_passed, &wait_lock);
  atomic_fetch_sub (&self->n_waiting, 1);
  g_mutex_unlock (&wait_lock);
}

gboolean
hark_lane_is_current (HarkLane *self)
{
  for (const Frame *frame = innermost; frame != NULL; frame = frame->outer)
    if (frame->lane == self)
      return TRUE;
  return FALSE;
}

HarkLane *
hark_lane_get_current (void)
{
  return innermost != NULL ? innermost->lane : NULL;
}
