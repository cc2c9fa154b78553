/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A bounded queue in front of a lane: a ring of calls, and as many tickets in the
 * lane. A ticket runs the oldest call there is, so a call that replaces another,
 * or moves up, runs where that one would have run. A call and its ticket are
 * queued under one lock, or calls of one thread could overtake each other; what
 * they call out to runs without it. The ring grows as it needs to, up to the
 * policy's depth. Who waits for room looks again whenever one has been taken out, be
 * it a thread that blocks or a task that is suspended; and lets go for good once the
 * lane takes in no more. */

#include "base/block-private.h"
#include "lane/backlog-state-private.h"

typedef struct
{
  HarkCall     call;
  HarkBacklog *backlog;  /* owned */
} Ticket;

_Atomic (const HarkRoomFuncs *) hark_room_funcs;

HarkBacklog *
hark_backlog_new (const HarkQueueInfo      *info,
                  const HarkBacklogSubject *subject)
{
  HarkBacklog *self = g_new0 (HarkBacklog, 1);

  atomic_init (&self->refs, 1);
  self->subject = *subject;
  self->last = G_MININT64;
  g_mutex_init (&self->lock);
  g_cond_init (&self->room);
  hark_backlog_set_info (self, info);
  return self;
}

HarkBacklog *
hark_backlog_ref (HarkBacklog *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_backlog_unref (HarkBacklog *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_backlog_clear (self);
  if (self->subject.release != NULL)
    self->subject.release (self->subject.owner);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->room);
  hark_ring_clear (&self->calls);
  g_free (self);
}

/* --- who waits for room, with the lock --- */

static gboolean
wake_waiter (HarkBacklog *self)
{
  HarkRoomWaiter *waiter = self->waiters;

  if (waiter == NULL)
    return FALSE;

  self->waiters = waiter->next;
  waiter->is_waiting = false;
  waiter->woken (waiter);
  return TRUE;
}

/* There is room for one more; a thread or a task may find it taken, and waits on. */
static void
wake_one (HarkBacklog *self)
{
  g_cond_signal (&self->room);
  wake_waiter (self);
}

static void
wake_all (HarkBacklog *self)
{
  g_cond_broadcast (&self->room);
  while (wake_waiter (self))
    ;
}

void
hark_backlog_wake (HarkBacklog *self,
                   gboolean     is_for_all)
{
  if (is_for_all)
    wake_all (self);
  else
    wake_one (self);
}

static gboolean
is_full (HarkBacklog *self)
{
  return (self->is_paused || self->calls.n + self->n_inside >= self->info.depth) && !self->is_closed
         && self->info.policy == HARK_QUEUE_BLOCK;
}

gboolean
hark_backlog_add_waiter (HarkBacklog    *self,
                         HarkRoomWaiter *waiter)
{
  HarkRoomWaiter **end = &self->waiters;

  g_mutex_lock (&self->lock);
  waiter->next = NULL;
  waiter->is_waiting = is_full (self);
  if (waiter->is_waiting)
    {
      while (*end != NULL)
        end = &(*end)->next;
      *end = waiter;
    }
  g_mutex_unlock (&self->lock);
  return waiter->is_waiting;
}

void
hark_backlog_remove_waiter (HarkBacklog    *self,
                            HarkRoomWaiter *waiter,
                            gboolean        gives_up)
{
  HarkRoomWaiter **link = &self->waiters;

  g_mutex_lock (&self->lock);
  if (waiter->is_waiting)
    {
      while (*link != waiter)
        link = &(*link)->next;
      *link = waiter->next;
    }
  else if (gives_up)
    wake_one (self);
  g_mutex_unlock (&self->lock);
}

void
hark_backlog_set_info (HarkBacklog         *self,
                       const HarkQueueInfo *info)
{
  g_mutex_lock (&self->lock);
  self->info = *info;
  self->info.key = NULL; /* may be gone; the subject knows it */
  if (info->policy != HARK_QUEUE_GROW)
    self->info.depth = MAX (info->depth, 1);
  wake_all (self);
  g_mutex_unlock (&self->lock);
}

/* --- the calls, with the lock --- */

void
hark_backlog_append (HarkBacklog *self,
                     HarkCall    *call)
{
  hark_ring_push (&self->calls, call);
}

HarkCall *
hark_backlog_take (HarkBacklog *self)
{
  HarkCall *call = hark_ring_pop (&self->calls);

  if (call != NULL)
    wake_one (self);
  return call;
}

HarkCall *
hark_backlog_retract (HarkBacklog *self)
{
  return *hark_ring_at (&self->calls, --self->calls.n);
}

/* The place of a call that @call is the latest of. */
static gpointer *
find_same (HarkBacklog *self,
           HarkCall    *call)
{
  const HarkBacklogSubject *subject = &self->subject;

  if (subject->is_same != NULL)
    for (guint i = 0; i < self->calls.n; i++)
      if (subject->is_same (subject->key, *hark_ring_at (&self->calls, i), call))
        return hark_ring_at (&self->calls, i);
  return NULL;
}

/* --- tickets --- */

static HarkCall *
redeem (HarkCall *call)
{
  Ticket *self = (Ticket *) call;
  HarkBacklog *backlog = self->backlog;
  HarkCall *oldest;

  g_mutex_lock (&backlog->lock);
  hark_backlog_set_pace (backlog);
  oldest = hark_backlog_take (backlog);
  if (backlog->calls.n <= backlog->info.depth / 2)
    backlog->is_risen = false;
  g_mutex_unlock (&backlog->lock);
  return oldest;
}

static void
ticket_free (HarkCall *call)
{
  hark_backlog_unref (((Ticket *) call)->backlog);
  hark_piece_free (call);
}

static void
ticket_run (HarkCall *call)
{
  HarkCall *oldest = redeem (call);

  if (oldest != NULL && !hark_lane_pass_on (hark_lane_get_current (), oldest))
    oldest->funcs->run (oldest);
  ticket_free (call);
}

static void
ticket_drop (HarkCall *call)
{
  HarkCall *oldest = redeem (call);

  if (oldest != NULL)
    hark_call_drop (oldest);
  ticket_free (call);
}

/* What would run now. */
static void
ticket_describe (HarkCall        *call,
                 HarkCallSubject *subject)
{
  HarkBacklog *backlog = ((Ticket *) call)->backlog;
  HarkCall *oldest;

  g_mutex_lock (&backlog->lock);
  oldest = backlog->calls.n > 0 ? *hark_ring_at (&backlog->calls, 0) : NULL;
  if (oldest != NULL && oldest->funcs->describe != NULL)
    oldest->funcs->describe (oldest, subject);
  g_mutex_unlock (&backlog->lock);
}

static const HarkCallFuncs ticket_funcs[] =
{
  [HARK_CALL_USER] = { HARK_CALL_USER, ticket_run, ticket_drop, ticket_describe, NULL },
  [HARK_CALL_QUIET] = { HARK_CALL_QUIET, ticket_run, ticket_drop, ticket_describe, NULL },
};

HarkPush
hark_backlog_push_ticket (HarkBacklog *self,
                          HarkLane    *lane)
{
  HarkCall *call = *hark_ring_at (&self->calls, self->calls.n - 1);
  Ticket *ticket = hark_piece_new (sizeof (Ticket));
  HarkPush push;

  ticket->call.funcs = &ticket_funcs[call->funcs->kind];
  ticket->backlog = hark_backlog_ref (self);
  push = hark_lane_push (lane, &ticket->call, self->subject.priority);
  if (push == HARK_PUSH_CLOSED)
    ticket_free (&ticket->call);
  return push;
}

/* --- offering --- */

typedef enum
{
  ENTERS,    /* as one more */
  REPLACES,  /* another, whose ticket it takes over */
  REFUSED,
  DROPPED,   /* and nobody is bothered */
  CLOSED,
} Verdict;

/* Not where waiting would keep the room from being made. */
static gboolean
may_block (HarkLane *lane)
{
  HarkExecutor *executor = hark_lane_get_executor (lane);

  if (hark_lane_get_current () != NULL || g_main_depth () > 0)
    return FALSE;
  if (!hark_executor_acquire (executor))
    return TRUE;
  hark_executor_release (executor);
  return FALSE;
}

/* %FALSE: the task gives up. */
static gboolean
suspend (HarkBacklog         *self,
         HarkLane            *lane,
         const HarkRoomFuncs *funcs)
{
  gboolean goes_on;

  g_mutex_unlock (&self->lock);
  goes_on = funcs->wait (self, lane);
  g_mutex_lock (&self->lock);
  return goes_on;
}

static Verdict
wait_for_room (HarkBacklog *self,
               HarkLane    *lane)
{
  const HarkRoomFuncs *funcs = atomic_load (&hark_room_funcs);
  gboolean is_task = funcs != NULL && funcs->can_wait ();

  if (!is_task && !may_block (lane))
    return REFUSED;

  while (is_full (self))
    if (!is_task)
      g_cond_wait (&self->room, &self->lock);
    else if (!suspend (self, lane, funcs))
      return REFUSED;
  return self->is_closed ? CLOSED : ENTERS;
}

/* @replaced: (out): with REPLACES, which has then been done. */
static Verdict
judge (HarkBacklog  *self,
       HarkLane     *lane,
       HarkCall     *call,
       HarkCall    **replaced)
{
  gboolean has_room = self->calls.n < self->info.depth;
  gpointer *place;

  switch (self->info.policy)
    {
    case HARK_QUEUE_FAIL:
      return has_room ? ENTERS : REFUSED;

    case HARK_QUEUE_BLOCK:
      return has_room ? ENTERS : wait_for_room (self, lane);

    case HARK_QUEUE_DROP_NEWEST:
      return has_room ? ENTERS : DROPPED;

    case HARK_QUEUE_LATEST:
      place = find_same (self, call);
      if (place != NULL)
        {
          *replaced = *place;
          *place = call;
          return REPLACES;
        }
      G_GNUC_FALLTHROUGH;

    case HARK_QUEUE_DROP_OLDEST:
      if (has_room)
        return ENTERS;
      *replaced = hark_backlog_take (self);
      hark_backlog_append (self, call);
      return REPLACES;

    case HARK_QUEUE_GROW:
    default:
      return ENTERS;
    }
}

void
hark_backlog_wait (HarkBacklog *self,
                   HarkLane    *lane)
{
  if (is_full (self))
    wait_for_room (self, lane);
}

gboolean
hark_backlog_offer (HarkBacklog *self,
                    HarkLane    *lane,
                    HarkCall    *call)
{
  HarkPush push = HARK_PUSH_BEHIND;
  HarkCall *dropped = NULL, *telling = NULL;
  Verdict verdict;

  g_mutex_lock (&self->lock);
  if (self->info.policy >= HARK_QUEUE_THROTTLE)
    return hark_backlog_pace (self, lane, call);

  verdict = self->is_closed ? CLOSED : judge (self, lane, call, &dropped);
  if (verdict == ENTERS)
    {
      hark_backlog_append (self, call);
      push = hark_backlog_push_ticket (self, lane);
      if (push == HARK_PUSH_CLOSED)
        {
          dropped = hark_backlog_retract (self);
          wake_all (self); /* they will find that, too */
        }
      else if (self->info.policy == HARK_QUEUE_GROW && self->info.depth > 0 && self->calls.n > self->info.depth)
        telling = hark_backlog_count (self, lane, FALSE);
    }
  else
    {
      if (verdict != REPLACES)
        dropped = call;
      if (verdict != CLOSED)
        telling = hark_backlog_count (self, lane, TRUE);
    }
  g_mutex_unlock (&self->lock);

  if (push == HARK_PUSH_FIRST && !hark_lane_schedule (lane))
    push = HARK_PUSH_CLOSED;
  if (dropped != NULL)
    hark_call_drop (dropped);
  if (telling != NULL)
    hark_lane_post_at (lane, telling, HARK_PRIORITY_URGENT);
  return verdict != REFUSED && verdict != CLOSED && push != HARK_PUSH_CLOSED;
}

/* --- the end --- */

void
hark_backlog_close (HarkBacklog *self)
{
  g_mutex_lock (&self->lock);
  self->is_closed = true;
  wake_all (self);
  g_mutex_unlock (&self->lock);
}

void
hark_backlog_clear (HarkBacklog *self)
{
  HarkCall *call;

  do
    {
      g_mutex_lock (&self->lock);
      call = hark_backlog_take (self);
      g_mutex_unlock (&self->lock);
      if (call != NULL)
        hark_call_drop (call);
    }
  while (call != NULL);
}
