/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a backlog drops is counted, for itself and for the lane, and the lane's
 * observer is told, on the owner's thread. While a call that tells is queued,
 * counts add up: a flood is told of once in each turn. */

#include "base/block-private.h"
#include "lane/backlog-state-private.h"

typedef struct
{
  HarkCall     call;
  HarkBacklog *backlog;  /* owned */
} Telling;

static void
telling_drop (HarkCall *call)
{
  hark_backlog_unref (((Telling *) call)->backlog);
  hark_piece_free (call);
}

static void
telling_run (HarkCall *call)
{
  HarkBacklog *backlog = ((Telling *) call)->backlog;
  HarkLane *lane = hark_lane_get_current ();
  HarkOverflow overflow = { .object = backlog->subject.object, .member = backlog->subject.member };

  g_mutex_lock (&backlog->lock);
  overflow.policy = backlog->info.policy;
  overflow.n_dropped = backlog->n_untold;
  backlog->n_untold = 0;
  backlog->is_telling = false;
  g_mutex_unlock (&backlog->lock);

  hark_lane_tell (lane, overflow, &overflow);
  hark_lane_run_own (lane);
  telling_drop (call);
}

static const HarkCallFuncs telling_funcs = { HARK_CALL_CHORE, telling_run, telling_drop, NULL, NULL };

HarkCall *
hark_backlog_count (HarkBacklog *self,
                    HarkLane    *lane,
                    gboolean     is_dropped)
{
  HarkLaneAnnex *annex = hark_lane_ensure_annex (lane);
  Telling *telling;

  if (is_dropped)
    {
      atomic_fetch_add_explicit (&self->n_dropped, 1, memory_order_relaxed);
      atomic_fetch_add_explicit (&annex->n_dropped, 1, memory_order_relaxed);
      self->n_untold++;
    }
  else if (self->is_risen)
    return NULL;
  else
    self->is_risen = true;

  if (self->is_telling || hark_lane_get_observer (lane) == NULL)
    return NULL;

  self->is_telling = true;
  telling = hark_piece_new (sizeof (Telling));
  telling->call.funcs = &telling_funcs;
  telling->backlog = hark_backlog_ref (self);
  return &telling->call;
}

guint64
hark_backlog_get_n_dropped (HarkBacklog *self)
{
  return atomic_load_explicit (&self->n_dropped, memory_order_relaxed);
}

const char *
hark_queue_policy_get_name (HarkQueuePolicy policy)
{
  static const char *const names[] =
  {
    [HARK_QUEUE_GROW] = "grow",
    [HARK_QUEUE_FAIL] = "fail",
    [HARK_QUEUE_BLOCK] = "block",
    [HARK_QUEUE_DROP_OLDEST] = "drop-oldest",
    [HARK_QUEUE_DROP_NEWEST] = "drop-newest",
    [HARK_QUEUE_LATEST] = "latest",
    [HARK_QUEUE_THROTTLE] = "throttle",
    [HARK_QUEUE_DEBOUNCE] = "debounce",
  };

  return names[policy];
}
