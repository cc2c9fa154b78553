/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A lane's life: waiting -> running -> stopping -> stopped. One that stops drains
 * until its deadline; what is left then, or when the context goes, is discarded
 * and counted, and the queues are closed. Who runs calls is turn.c, and of those that have
 * stopped in the middle stay.c knows. */

#include "lane/clock-private.h"
#include "lane/figures-private.h"
#include "lane/lane-state-private.h"

/* --- starting, stopping --- */

void
hark_lane_start (HarkLane *self)
{
  unsigned char expected = HARK_LANE_WAITING;

  if (hark_lane_is_inherited (self)
      || !atomic_compare_exchange_strong (&self->state, &expected, HARK_LANE_RUNNING))
    return;

  hark_lane_schedule (self);
  hark_executor_let_go (self->executor, self);
}

void
hark_lane_stop (HarkLane *self,
                gint64    deadline)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (self);
  unsigned char state = atomic_load (&self->state);

  if (hark_lane_is_inherited (self))
    return;

  do
    {
      gint64 known = atomic_load (&annex->deadline);

      if (state == HARK_LANE_STOPPED)
        return;
      /* What a lane that never started holds, it discards. Of two deadlines
       * the earlier one counts. */
      if (state == HARK_LANE_WAITING)
        deadline = 0;
      while (deadline < known && !atomic_compare_exchange_weak (&annex->deadline, &known, deadline))
        ;
    }
  while (!atomic_compare_exchange_weak (&self->state, &state, HARK_LANE_STOPPING));
  hark_lane_note_change (self);

  hark_lane_schedule (self);
  if (state == HARK_LANE_WAITING)
    hark_executor_let_go (self->executor, self);
}

/* --- discarding --- */

void
hark_call_drop (HarkCall *call)
{
  if (call->funcs->drop != NULL)
    call->funcs->drop (call);
  else
    call->funcs->run (call);
}

/* Returns: how many. */
static int
discard_calls (HarkLane *self,
               HarkNode *node)
{
  int n;

  for (n = 0; node != NULL; n++)
    {
      HarkCall *call = (HarkCall *) node;

      node = node->next;
      if (call->funcs->kind != HARK_CALL_CHORE)
        atomic_fetch_add_explicit (&hark_lane_ensure_annex (self)->n_discarded, 1, memory_order_relaxed);
      hark_call_drop (call);
    }
  return n;
}

/* Discards what a queue holds, and refuses from here on. A chore may free what
 * calls in the queues point at, so it must not overtake them: until they are
 * discarded, chores go to `late`. Thread: the owner, or any once the context is
 * gone. */
static void
close_queue (HarkLane  *self,
             HarkQueue *queue)
{
  hark_lane_add_taken (self, -discard_calls (self, g_steal_pointer (&queue->taken)));
  discard_calls (self, hark_mpsc_close (&queue->posted));
}

static void
close_queues (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  if (atomic_load (&self->modes) & HARK_LANE_RELAYS)
    hark_lane_shut (self);
  if (annex != NULL)
    close_queue (self, &annex->urgent);
  close_queue (self, &self->normal);
  if (annex != NULL)
    close_queue (self, &annex->idle);
}

void
hark_lane_close (HarkLane *self)
{
  HarkLaneAnnex *annex;
  HarkCall *resumption;

  close_queues (self);
  annex = hark_lane_get_annex (self);
  if (annex == NULL)
    return;
  discard_calls (self, hark_mpsc_close (&annex->late));
  discard_calls (self, g_steal_pointer (&annex->own_taken));
  discard_calls (self, hark_mpsc_close (&annex->own));
  resumption = atomic_exchange (&annex->resumption, NULL);
  if (resumption != NULL)
    hark_call_drop (resumption);
}

/* --- the end --- */

gboolean
hark_lane_is_past (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  gint64 deadline = annex != NULL ? atomic_load (&annex->deadline) : HARK_FOREVER;

  return deadline != HARK_FOREVER && hark_clock_now () >= deadline;
}

void
hark_lane_quit_thread (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  if (annex != NULL && annex->thread_quit != NULL)
    g_steal_pointer (&annex->thread_quit) (annex->thread);
}

void
hark_lane_finish (HarkLane *self)
{
  if (!self->is_closing)
    {
      self->is_closing = true;
      hark_alarms_expire_lane (hark_executor_get_alarms (self->executor), self);
      close_queues (self);
      hark_lane_tell (self, stopped, hark_lane_get_n_discarded (self));
    }

  self->is_active = true; /* and neither `active` nor `idle` comes after */
  hark_lane_run_own (self);
  if (hark_lane_has_stays (self))
    {
      hark_lane_hurry (self);
      return;
    }
  atomic_store (&self->state, HARK_LANE_STOPPED);
  hark_lane_close (self);

  hark_lane_tell (self, ended);
  hark_lane_quit_thread (self);
}

void
hark_lane_uncount_discarded (HarkLane *self,
                             guint     n)
{
  atomic_fetch_sub_explicit (&hark_lane_ensure_annex (self)->n_discarded, n, memory_order_relaxed);
}

gboolean
hark_lane_abandon (HarkLane *self)
{
  gboolean is_first = atomic_exchange (&self->state, HARK_LANE_STOPPED) != HARK_LANE_STOPPED;

  hark_lane_note_change (self);

  hark_lane_ensure_annex (self); /* so that there are queues to be closed, and none is made later */
  hark_lane_close (self);
  if (is_first && (atomic_fetch_or (&self->modes, HARK_LANE_LEFT) & HARK_LANE_HELD) == 0)
    hark_lane_tell (self, ended);
  return is_first;
}
