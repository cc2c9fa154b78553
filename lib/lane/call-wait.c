/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting until the call that a lane runs has returned. Hardly anybody ever does, so a turn only
 * looks at a flag of its lane, and there is one lock for all lanes. Each call that
 * returns while somebody waits is counted, so who waits for one is not held up by the next. */

#include "base/fork-private.h"
#include "lane/lane-state-private.h"
#include "lane/wait-graph-private.h"

static GMutex wait_lock;
static GCond wait_passed;

void
hark_lane_let_pass (HarkLane *self)
{
  if (atomic_load (&self->modes) & HARK_LANE_HELD)
    return;

  g_mutex_lock (&wait_lock);
  atomic_fetch_add (&hark_lane_ensure_annex (self)->n_passed, 1);
  g_cond_broadcast (&wait_passed);
  g_mutex_unlock (&wait_lock);
}

typedef struct
{
  HarkNeed  need;
  HarkLane *lane;
  guint     n_passed;  /* fixed at birth */
} CallWait;

static gboolean
is_past (HarkNeed *need)
{
  CallWait *self = (CallWait *) need;

  return atomic_load (&hark_lane_get_annex (self->lane)->n_passed) != self->n_passed
         || !atomic_load (&self->lane->is_running);
}

static guint
list_lane (HarkNeed  *need,
           HarkLane **lanes)
{
  lanes[0] = hark_lane_ref (((CallWait *) need)->lane);
  return 1;
}

static const HarkNeedFuncs call_wait_funcs = { list_lane, is_past, NULL };

/* Counts itself in: from here on calls say when they have returned. */
static void
begin_waiting (CallWait *self)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (self->lane);

  g_mutex_lock (&wait_lock);
  annex->n_waiting++;
  atomic_store (&self->lane->is_awaited, TRUE);
  hark_lane_note_change (self->lane);
  self->n_passed = atomic_load (&annex->n_passed);
  g_mutex_unlock (&wait_lock);
}

static void
end_waiting (CallWait *self,
             gboolean  waits)
{
  g_mutex_lock (&wait_lock);
  while (waits && !is_past (&self->need))
    g_cond_wait (&wait_passed, &wait_lock);
  if (--hark_lane_get_annex (self->lane)->n_waiting == 0)
    atomic_store (&self->lane->is_awaited, FALSE);
  g_mutex_unlock (&wait_lock);
}

gboolean
hark_lane_wait_call (HarkLane    *self,
                     const char  *what,
                     GError     **error)
{
  CallWait wait = { { .funcs = &call_wait_funcs, .what = what }, .lane = self };
  gboolean waits;

  if (hark_lane_is_inherited (self))
    return TRUE;

  begin_waiting (&wait);
  if (is_past (&wait.need))
    {
      end_waiting (&wait, FALSE);
      return TRUE;
    }
  waits = hark_need_begin (&wait.need, NULL, error);
  end_waiting (&wait, waits);
  if (waits)
    hark_need_end (&wait.need, NULL);
  return waits;
}

/* The calls that this thread is in end in the child as well, but none follows. */
static void
begin_afresh (void)
{
  for (const HarkLaneFrame *frame = hark_lane_frame; frame != NULL; frame = frame->outer)
    {
      atomic_store (&frame->lane->state, HARK_LANE_STOPPED);
      hark_lane_note_change (frame->lane);
    }
}

HARK_FORK_GUARD (wait_lock, begin_afresh)
