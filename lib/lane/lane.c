/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A line of calls: any thread posts, the owner runs them one at a time, each to
 * its end, in the order of posting; urgent ones have a queue of their own that
 * goes first. A lane is in the executor's ready queue exactly while `scheduled`
 * is set; whoever makes a queue non-empty schedules it, and a run clears the
 * flag before it looks, so nothing is left lying.
 *
 * Life: waiting -> running -> stopping -> stopped. Posting is refused once the
 * queues are closed, which is one atomic step, so a call is either run,
 * discarded and counted, or refused. */

#include "lane/lane-private.h"

enum
{
  URGENT,
  NORMAL,
  N_QUEUES,
};

typedef struct
{
  HarkMpsc  posted;  /* any thread pushes, the owner takes */
  HarkNode *taken;   /* the owner; in order */
} Queue;

struct _HarkLane
{
  atomic_uint             refs;         /* any thread */
  atomic_uint             state;        /* HarkLaneState; any thread */
  atomic_bool             scheduled;    /* any thread */
  atomic_bool             is_running;   /* the owner writes */
  bool                    is_active;    /* the owner */
  bool                    is_announced; /* the owner: `started` was told */
  bool                    is_owed;      /* the owner: another run is, once this one is over */
  HarkNode                ready;        /* whoever schedules, then the executor */
  Queue                   queues[N_QUEUES];
  HarkMpsc                late;         /* chores that came while the queues were being closed */
  HarkExecutor           *executor;     /* fixed at birth */

  _Atomic (HarkLaneObserver *) observer; /* any thread sets, the owner clears */
  gpointer                thread;       /* fixed before the lane is shared */
  GDestroyNotify          thread_quit;

  _Atomic (gint64)        deadline;     /* of draining; any thread */
  _Atomic (guint64)       n_run;        /* the owner writes */
  _Atomic (guint64)       n_discarded;  /* any thread */
  atomic_uint             n_waiting;    /* threads in hark_lane_wait_call() */
  guint                   n_passed;     /* wait_lock: calls that they saw end */
};

/* Calls a function of the observer, if there is one. */
#define tell(self, func, ...)                                   \
  G_STMT_START                                                  \
  {                                                             \
    HarkLaneObserver *observer_ = atomic_load (&self->observer); \
                                                                \
    if (observer_ != NULL)                                      \
      observer_->funcs->func (observer_, ##__VA_ARGS__);        \
  }                                                             \
  G_STMT_END

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

HarkLane *
hark_lane_new (HarkExecutor  *executor,
               HarkLaneState  state)
{
  HarkLane *self = g_new0 (HarkLane, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, state);
  for (int i = 0; i < N_QUEUES; i++)
    hark_mpsc_init (&self->queues[i].posted);
  hark_mpsc_init (&self->late);
  self->is_announced = state == HARK_LANE_RUNNING;
  self->deadline = HARK_FOREVER;
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
quit_thread (HarkLane *self)
{
  if (self->thread_quit != NULL)
    g_steal_pointer (&self->thread_quit) (self->thread);
}

/* --- discarding --- */

static void
drop_call (HarkCall *call)
{
  if (call->funcs->drop != NULL)
    call->funcs->drop (call);
  else
    call->funcs->run (call);
}

static void
discard_calls (HarkLane *self,
               HarkNode *node)
{
  while (node != NULL)
    {
      HarkCall *call = (HarkCall *) node;

      node = node->next;
      if (call->funcs->kind != HARK_CALL_CHORE)
        atomic_fetch_add_explicit (&self->n_discarded, 1, memory_order_relaxed);
      drop_call (call);
    }
}

/* Discards what a queue holds, and refuses from here on. A chore may free what
 * calls in the queues point at, so it must not overtake them: until they are
 * discarded, chores go to `late`. Thread: the owner, or any once the context is
 * gone. */
static void
close_queue (HarkLane *self,
             Queue    *queue)
{
  discard_calls (self, g_steal_pointer (&queue->taken));
  discard_calls (self, hark_mpsc_close (&queue->posted));
}

static void
close_all (HarkLane *self)
{
  for (int i = 0; i < N_QUEUES; i++)
    close_queue (self, &self->queues[i]);
  discard_calls (self, hark_mpsc_close (&self->late));
}

void
hark_lane_unref (HarkLane *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  /* Nobody is left who could run what still lies here. */
  atomic_store (&self->refs, 1);
  atomic_store (&self->state, HARK_LANE_STOPPED);
  close_all (self);
  quit_thread (self);
  hark_executor_unref (self->executor);
  g_free (self);
}

void
hark_lane_abandon (HarkLane *self)
{
  gboolean is_first = atomic_exchange (&self->state, HARK_LANE_STOPPED) != HARK_LANE_STOPPED;

  close_all (self);
  if (is_first)
    tell (self, ended);
}

/* --- posting --- */

HarkLane *
hark_lane_from_ready (HarkNode *ready)
{
  return (HarkLane *) ((char *) ready - G_STRUCT_OFFSET (HarkLane, ready));
}

gboolean
hark_lane_schedule (HarkLane *self)
{
  if (atomic_exchange (&self->scheduled, TRUE))
    return TRUE;

  /* The ready queue holds a reference. */
  hark_lane_ref (self);
  if (hark_executor_add (self->executor, &self->ready))
    return TRUE;

  hark_lane_abandon (self);
  hark_lane_unref (self);
  return FALSE;
}

static gboolean
post (HarkLane *self,
      HarkCall *call,
      Queue    *queue)
{
  switch (hark_mpsc_push (&queue->posted, &call->node))
    {
    case HARK_PUSH_FIRST:
      return hark_lane_schedule (self);

    case HARK_PUSH_BEHIND:
      return TRUE;

    case HARK_PUSH_CLOSED:
    default:
      if (call->funcs->kind != HARK_CALL_CHORE
          || hark_mpsc_push (&self->late, &call->node) == HARK_PUSH_CLOSED)
        drop_call (call);
      return FALSE;
    }
}

gboolean
hark_lane_post (HarkLane *self,
                HarkCall *call)
{
  return post (self, call, &self->queues[NORMAL]);
}

gboolean
hark_lane_post_urgent (HarkLane *self,
                       HarkCall *call)
{
  return post (self, call, &self->queues[URGENT]);
}

/* --- running --- */

static HarkCall *
next_call (HarkLane *self)
{
  for (int i = 0; i < N_QUEUES; i++)
    {
      Queue *queue = &self->queues[i];
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
  for (int i = 0; i < N_QUEUES; i++)
    if (self->queues[i].taken != NULL || !hark_mpsc_is_empty (&self->queues[i].posted))
      return TRUE;
  return FALSE;
}

/* A call has returned, or the lane rests. */
static void
let_pass (HarkLane *self)
{
  g_mutex_lock (&wait_lock);
  self->n_passed++;
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
      tell (self, active);
    }
  if (call->funcs->kind != HARK_CALL_CHORE)
    atomic_store_explicit (&self->n_run,
                           atomic_load_explicit (&self->n_run, memory_order_relaxed) + 1,
                           memory_order_relaxed);

  call->funcs->run (call);

  if (G_UNLIKELY (atomic_load_explicit (&self->n_waiting, memory_order_relaxed) > 0))
    let_pass (self);
}

static gboolean
is_past (HarkLane *self)
{
  gint64 deadline = atomic_load (&self->deadline);

  return deadline != HARK_FOREVER && g_get_monotonic_time () >= deadline;
}

/* Drained, or out of time: nothing more is taken in, `stopped` is told, what
 * listens to it on this lane runs, and that is all. */
static void
finish (HarkLane *self)
{
  HarkCall *call;

  discard_calls (self, g_steal_pointer (&self->queues[URGENT].taken));
  discard_calls (self, hark_mpsc_take (&self->queues[URGENT].posted));
  close_queue (self, &self->queues[NORMAL]);
  tell (self, stopped, hark_lane_get_n_discarded (self));

  self->is_active = true; /* and neither `active` nor `idle` comes after */
  while ((call = next_call (self)) != NULL)
    run_call (self, call);
  atomic_store (&self->state, HARK_LANE_STOPPED);
  close_all (self);

  tell (self, ended);
  quit_thread (self);
}

static guint
run_calls (HarkLane *self,
           guint     budget)
{
  guint n_calls = 0;
  HarkCall *call;

  if (!self->is_announced
      && (atomic_load (&self->state) == HARK_LANE_RUNNING || !is_past (self)))
    {
      self->is_announced = true;
      tell (self, started);
    }

  while (n_calls < budget)
    {
      if (G_UNLIKELY (atomic_load_explicit (&self->state, memory_order_relaxed) == HARK_LANE_STOPPING)
          && is_past (self))
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

  if (atomic_load (&self->state) == HARK_LANE_STOPPING && (!has_call (self) || is_past (self)))
    finish (self);
  else if (!has_call (self) && self->is_active)
    {
      self->is_active = false;
      tell (self, idle);
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
  guint n_passed;

  g_mutex_lock (&wait_lock);
  atomic_fetch_add (&self->n_waiting, 1);
  n_passed = self->n_passed;
  while (self->n_passed == n_passed && atomic_load (&self->is_running))
    g_cond_wait (&wait_passed, &wait_lock);
  atomic_fetch_sub (&self->n_waiting, 1);
  g_mutex_unlock (&wait_lock);
}

/* --- life --- */

void
hark_lane_start (HarkLane *self)
{
  guint expected = HARK_LANE_WAITING;

  if (!atomic_compare_exchange_strong (&self->state, &expected, HARK_LANE_RUNNING))
    return;

  hark_lane_schedule (self);
  hark_executor_let_go (self->executor, self);
}

void
hark_lane_stop (HarkLane *self,
                gint64    deadline)
{
  guint state = atomic_load (&self->state);

  do
    {
      gint64 known = atomic_load (&self->deadline);

      if (state == HARK_LANE_STOPPED)
        return;
      /* What a lane that never started holds, it discards. Of two deadlines
       * the earlier one counts. */
      if (state == HARK_LANE_WAITING)
        deadline = 0;
      while (deadline < known && !atomic_compare_exchange_weak (&self->deadline, &known, deadline))
        ;
    }
  while (!atomic_compare_exchange_weak (&self->state, &state, HARK_LANE_STOPPING));

  hark_lane_schedule (self);
  if (state == HARK_LANE_WAITING)
    hark_executor_let_go (self->executor, self);
}

/* --- asking --- */

HarkLaneState
hark_lane_get_state (HarkLane *self)
{
  return atomic_load (&self->state);
}

guint64
hark_lane_get_n_run (HarkLane *self)
{
  return atomic_load_explicit (&self->n_run, memory_order_relaxed);
}

guint64
hark_lane_get_n_discarded (HarkLane *self)
{
  return atomic_load_explicit (&self->n_discarded, memory_order_relaxed);
}

HarkExecutor *
hark_lane_get_executor (HarkLane *self)
{
  return self->executor;
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

void
hark_lane_set_observer (HarkLane         *self,
                        HarkLaneObserver *observer)
{
  atomic_store (&self->observer, observer);
}

HarkLaneObserver *
hark_lane_get_observer (HarkLane *self)
{
  return atomic_load (&self->observer);
}

void
hark_lane_set_thread (HarkLane       *self,
                      gpointer        thread,
                      GDestroyNotify  quit)
{
  self->thread = thread;
  self->thread_quit = quit;
}
