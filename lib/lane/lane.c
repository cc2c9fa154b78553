/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A line of calls: any thread posts, the owner runs them one at a time, each to
 * its end, in the order of posting (turn.c). Those that are urgent, or can wait, have
 * queues of their own in the annex, which is looked at once one has come. A lane is in
 * the executor's ready queue exactly while `scheduled` is set; whoever makes a queue
 * non-empty schedules it, and a run clears the flag before it looks, so nothing is
 * left lying.
 *
 * Posting is refused once the queues are closed (life.c), which is one atomic
 * step, so a call is either run, discarded and counted, or refused. */

#include "base/fork-private.h"
#include "lane/clock-private.h"
#include "lane/figures-private.h"
#include "lane/lane-state-private.h"

HarkLane *
hark_lane_new (HarkExecutor  *executor,
               HarkLaneState  state)
{
  HarkLane *self = g_new0 (HarkLane, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, state);
  self->generation = hark_generation;
  hark_mpsc_init (&self->normal.posted);
  self->is_announced = state == HARK_LANE_RUNNING;
  self->executor = hark_executor_ref (executor);
  if (state == HARK_LANE_WAITING)
    hark_executor_keep_waiting (executor, self);
  return self;
}

HarkLane *
hark_lane_ref (HarkLane *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

static void
annex_free (HarkLaneAnnex *annex)
{
  if (annex == NULL)
    return;

  g_clear_pointer (&annex->backlog, hark_backlog_unref);
  if (atomic_load (&annex->watch) != NULL)
    hark_stall_watch_free (atomic_load (&annex->watch));
  g_free (annex->name);
  g_free (annex);
}

void
hark_lane_unref (HarkLane *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1
      || hark_lane_is_inherited (self))
    return;

  /* Nobody is left who could run what still lies here. */
  atomic_store (&self->refs, 1);
  atomic_store (&self->state, HARK_LANE_STOPPED);
  hark_lane_close (self);
  hark_lane_quit_thread (self);
  hark_executor_unref (self->executor);
  annex_free (hark_lane_get_annex (self));
  g_free (self);
}

HarkLaneAnnex *
hark_lane_ensure_annex (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  HarkLaneAnnex *made;

  if (annex != NULL)
    return annex;

  made = g_new0 (HarkLaneAnnex, 1);
  hark_mpsc_init (&made->urgent.posted);
  hark_mpsc_init (&made->idle.posted);
  hark_mpsc_init (&made->own);
  hark_mpsc_init (&made->late);
  made->deadline = HARK_FOREVER;
  if (atomic_compare_exchange_strong (&self->annex, &annex, made))
    return made;

  g_free (made);
  return annex;
}

/* --- posting --- */

HarkLane *
hark_lane_from_ready (HarkNode *ready)
{
  return (HarkLane *) ((char *) ready - G_STRUCT_OFFSET (HarkLane, ready));
}

/* Where this finds the context gone, @n_refused of the calls that were discarded then
 * have been refused, which is not counted. */
static gboolean
schedule (HarkLane *self,
          guint     n_refused)
{
  gboolean was_alive;

  if (atomic_exchange (&self->scheduled, TRUE))
    return TRUE;

  /* The ready queue holds a reference. */
  hark_lane_ref (self);
  if (hark_executor_add (self->executor, &self->ready))
    return TRUE;

  was_alive = hark_lane_abandon (self);
  if (was_alive)
    hark_lane_uncount_discarded (self, n_refused);
  hark_lane_unref (self);
  return !was_alive;
}

gboolean
hark_lane_schedule (HarkLane *self)
{
  return schedule (self, 0);
}

/* Before the push, after which the lane may be gone. These are plain loads and stores
 * to the cache line that the push needs anyway; so threads that push at the same
 * moment may count as one, until the queue is filled anew. */
static inline void
count_in (HarkQueue *queue,
          guint      n_counted)
{
  guint n = 0;

  if (hark_mpsc_is_blank (&queue->posted))
    atomic_store_explicit (&queue->since, hark_turn_ms != 0 ? hark_turn_ms : hark_clock_coarse_ms (),
                           memory_order_relaxed);
  else
    n = atomic_load_explicit (&queue->n_posted, memory_order_relaxed);
  atomic_store_explicit (&queue->n_posted, n + n_counted,
                         memory_order_relaxed);
}

static G_GNUC_NO_INLINE gboolean
refuse (HarkLane *self,
        HarkCall *call)
{
  gboolean is_chore = call->funcs->kind == HARK_CALL_CHORE;

  if (hark_lane_is_inherited (self))
    {
      /* Chores are about what is the parent's, and that stays as it is. */
      if (!is_chore)
        hark_call_drop (call);
      return FALSE;
    }

  if (hark_lane_forward (self, call))
    return TRUE;
  if (!is_chore
      || hark_mpsc_push (&hark_lane_ensure_annex (self)->late, &call->node) == HARK_PUSH_CLOSED)
    hark_call_drop (call);
  return FALSE;
}

/* @last: each of them points at the one before it */
static void
refuse_all (HarkLane *self,
            HarkNode *last)
{
  guint n;
  HarkNode *node = hark_mpsc_turn_round (last, &n);

  while (node != NULL)
    {
      HarkCall *call = (HarkCall *) node;

      node = node->next;
      refuse (self, call);
    }
}

static inline gboolean
post (HarkLane  *self,
      HarkCall  *call,
      HarkQueue *queue)
{
  guint n_counted = call->funcs->kind != HARK_CALL_CHORE;
  HarkPush push;

  if (G_UNLIKELY (hark_is_inherited (self->generation)))
    return refuse (self, call);

  count_in (queue, n_counted);
  push = hark_mpsc_push (&queue->posted, &call->node);
  if (G_LIKELY (push == HARK_PUSH_BEHIND))
    return TRUE;
  return push == HARK_PUSH_FIRST ? schedule (self, n_counted) : refuse (self, call);
}

gboolean
hark_lane_post (HarkLane *self,
                HarkCall *call)
{
  return post (self, call, &self->normal);
}

void
hark_lane_post_all (HarkLane  *self,
                    HarkCalls *calls)
{
  HarkCalls all = *calls;
  HarkPush push = HARK_PUSH_CLOSED;

  *calls = (HarkCalls) { .n = 0 };
  if (all.n == 0)
    return;

  if (!hark_is_inherited (self->generation))
    {
      count_in (&self->normal, all.n);
      push = hark_mpsc_push_all (&self->normal.posted, all.first, all.last);
    }
  if (push == HARK_PUSH_FIRST)
    schedule (self, all.n);
  else if (push == HARK_PUSH_CLOSED)
    refuse_all (self, all.last);
}

/* Before a push, so that who is scheduled by it looks there. */
static HarkQueue *
use_queue (HarkLane     *self,
           HarkPriority  priority)
{
  HarkQueue *queue = hark_lane_get_queue (self, priority);

  if (queue != &self->normal && (atomic_load (&self->modes) & HARK_LANE_RANKS) == 0)
    hark_lane_add_modes (self, HARK_LANE_RANKS);
  return queue;
}

gboolean
hark_lane_post_at (HarkLane     *self,
                   HarkCall     *call,
                   HarkPriority  priority)
{
  return post (self, call, use_queue (self, priority));
}

void
hark_lane_post_own (HarkLane *self,
                    HarkCall *call)
{
  if (hark_mpsc_push (&hark_lane_ensure_annex (self)->own, &call->node) == HARK_PUSH_CLOSED)
    hark_call_drop (call);
}

HarkPush
hark_lane_push (HarkLane     *self,
                HarkCall     *call,
                HarkPriority  priority)
{
  HarkQueue *queue = use_queue (self, priority);

  count_in (queue, call->funcs->kind != HARK_CALL_CHORE);
  return hark_mpsc_push (&queue->posted, &call->node);
}

gboolean
hark_lane_is_bounded (HarkLane *self)
{
  return atomic_load_explicit (&self->is_bounded, memory_order_acquire);
}

gboolean
hark_lane_offer (HarkLane *self,
                 HarkCall *call)
{
  if (G_UNLIKELY (atomic_load_explicit (&self->is_bounded, memory_order_acquire)))
    return hark_backlog_offer (hark_lane_get_annex (self)->backlog, self, call);
  return hark_lane_post (self, call);
}

gboolean
hark_lane_offer_unless_bounded (HarkLane *self,
                                HarkCall *call)
{
  if (G_UNLIKELY (atomic_load_explicit (&self->is_bounded, memory_order_acquire)))
    return FALSE;

  hark_lane_post (self, call);
  return TRUE;
}

void
hark_lane_set_queue (HarkLane            *self,
                     const HarkQueueInfo *info)
{
  static const HarkBacklogSubject subject =
  {
    .object = "Hark.Loop",
    .member = "",
    .priority = HARK_PRIORITY_NORMAL,
  };
  HarkLaneAnnex *annex = hark_lane_ensure_annex (self);
  HarkBacklog *backlog = NULL, *made = hark_backlog_new (info, &subject);

  if (atomic_compare_exchange_strong (&annex->backlog, &backlog, made))
    {
      atomic_store (&self->is_bounded, TRUE);
      return;
    }
  hark_backlog_set_info (backlog, info);
  hark_backlog_unref (made);
}

/* --- asking --- */

gboolean
hark_lane_is_inherited (HarkLane *self)
{
  return hark_is_inherited (self->generation);
}

HarkLaneState
hark_lane_get_state (HarkLane *self)
{
  return atomic_load (&self->state);
}

HarkExecutor *
hark_lane_get_executor (HarkLane *self)
{
  return self->executor;
}

void
hark_lane_set_observer (HarkLane         *self,
                        HarkLaneObserver *observer)
{
  atomic_store (&hark_lane_ensure_annex (self)->observer, observer);
}

HarkLaneObserver *
hark_lane_get_observer (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? atomic_load (&annex->observer) : NULL;
}

void
hark_lane_set_thread (HarkLane       *self,
                      gpointer        thread,
                      GDestroyNotify  quit)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (self);

  annex->thread = thread;
  annex->thread_quit = quit;
}

void
hark_lane_set_name (HarkLane   *self,
                    const char *name)
{
  hark_lane_ensure_annex (self)->name = g_strdup (name);
}

const char *
hark_lane_get_name (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL ? annex->name : NULL;
}
