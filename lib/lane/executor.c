/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One source for all lanes of a context. Lanes that have calls are in its ready
 * queue; an idle lane is nowhere, so an iteration of the context costs the
 * same with one lane as with a million. The source is the context's, and the
 * executor the source's: when the context goes, its lanes refuse. It does not
 * keep the context alive.
 *
 * That the context goes is told by the source's callback being dropped, which is
 * before its memory is freed; finalizing the source would be too late for those
 * who are about to wake it. Lanes that wait to be started are in no queue, so
 * they are kept by name until then.
 *
 * Alarms are in a heap of the executor's, and the earliest bounds the poll; a context
 * without any reads no clock. On the virtual clock nobody sleeps until a
 * time: the poll is replaced by one that puts the clock there.
 *
 * A child of fork() finds its parent's executors; their sources never have
 * anything to do there.
 *
 * Whoever makes the ready queue non-empty wakes the context, but only if it
 * sleeps: `asleep` is set before the last look at the queue and cleared after
 * the poll, so a push is either seen by that look or sees the flag. */

#include "base/block-private.h"
#include "base/fork-private.h"
#include "base/thread-private.h"
#include "lane/clock-private.h"
#include "lane/executor-private.h"
#include "lane/figures-private.h"
#include "lane/lane-private.h"

enum
{
  CALLS_PER_TURN  = 16,    /* of one lane, before the next ready lane has its turn */
  CALLS_PER_ROUND = 2048,  /* of all lanes, before other sources have theirs */
  TIME_PER_ROUND  = 5000,  /* us */
  WORK_PER_LOOK   = 16,    /* turns and calls between two looks at the clock */
};

typedef struct
{
  GSource       source;
  HarkExecutor *executor;
} ExecutorSource;

struct _HarkExecutor
{
  atomic_uint   refs;           /* any thread */
  atomic_bool   asleep;         /* the context polls, or is about to */
  _Atomic (gint64) spin;        /* any thread: us it looks for calls before that */
  guint8        generation;     /* fixed at birth: which process made it */
  HarkMpsc      ready;          /* any thread pushes lanes, the owner takes */
  HarkNode     *turn;           /* lanes taken from it; the owner */
  guint64       birth_thread;   /* fixed at birth: hark_thread_id(), or 0 */
  guint64       n_runs;         /* the owner */
  atomic_uint   n_changes;      /* any thread: see hark_lane_note_change() */
  atomic_int    thread;         /* the owner writes: hark_thread_kernel_id(), for people */
  gboolean      stands_back;    /* the owner: lets one iteration pass */
  gboolean      is_full;        /* the owner: the last round left something */
  HarkAlarms    alarms;         /* the owner */

  GMutex        lock;
  GMainContext *context;        /* lock; NULL: gone */
  gboolean      is_left;        /* lock: nobody iterates it any more */
  HarkLane     *default_lane;   /* lock; while the context lives */
  GHashTable   *waiting;        /* lock; lanes not started; while the context lives */
};

/* context -> executor; neither is owned. */
static GHashTable *executors;
static GMutex executors_lock;

/* --- sleeping until a time --- */

/* The one whose context this thread polls next. */
static __thread HarkExecutor *polled;

/* Where the context would sleep until an alarm is due, it is that late already. */
static int
poll_virtual (GPollFD *fds,
              guint    n_fds,
              int      timeout)
{
  gint64 due;
  int n_ready;

  if (timeout == 0 || !hark_clock_is_virtual ())
    return g_poll (fds, n_fds, timeout);

  due = hark_alarms_get_due (&polled->alarms);
  n_ready = g_poll (fds, n_fds, due == G_MAXINT64 ? timeout : 0);
  if (n_ready == 0 && due != G_MAXINT64)
    hark_clock_reach (due);
  return n_ready;
}

/* A context with a poll function of its own is left alone, and sleeps. */
static void
replace_poll (HarkExecutor *self,
              GMainContext *context)
{
  polled = self;
  if (g_main_context_get_poll_func (context) == g_poll)
    g_main_context_set_poll_func (context, poll_virtual);
}

/* How long to poll, in milliseconds. */
static int
time_left (HarkExecutor *self)
{
  gint64 due = hark_alarms_get_due (&self->alarms);
  gint64 left;

  if (due == G_MAXINT64)
    return -1;

  left = due - hark_clock_now ();
  return left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
}

static gboolean
has_work (HarkExecutor *self)
{
  gint64 due = hark_alarms_get_due (&self->alarms);

  return hark_executor_has_ready (self) || (due != G_MAXINT64 && due <= hark_clock_now ());
}

/* Looks for calls for as long as it was asked to. */
static gboolean
spin (HarkExecutor *self,
      gint64        duration)
{
  gint64 end = g_get_monotonic_time () + duration;

  do
    if (hark_executor_has_ready (self))
      return TRUE;
  while (g_get_monotonic_time () < end);
  return FALSE;
}

/* --- the source --- */

static gboolean
executor_prepare (GSource *source,
                  int     *timeout)
{
  HarkExecutor *self = ((ExecutorSource *) source)->executor;
  gint64 duration;

  *timeout = -1;
  if (hark_is_inherited (self->generation))
    return FALSE;

  self->stands_back = self->is_full;
  if (self->is_full)
    {
      self->is_full = FALSE;
      *timeout = 0;
      return FALSE;
    }

  if (G_UNLIKELY (hark_clock_is_virtual ()))
    replace_poll (self, g_source_get_context (source));
  *timeout = time_left (self);
  duration = atomic_load_explicit (&self->spin, memory_order_relaxed);
  if (G_UNLIKELY (duration > 0) && *timeout != 0 && spin (self, duration))
    return TRUE;
  atomic_store (&self->asleep, TRUE);
  if (*timeout != 0 && !hark_executor_has_ready (self))
    return FALSE;

  atomic_store (&self->asleep, FALSE);
  return TRUE;
}

static gboolean
executor_check (GSource *source)
{
  HarkExecutor *self = ((ExecutorSource *) source)->executor;

  if (hark_is_inherited (self->generation))
    return FALSE;

  atomic_store_explicit (&self->asleep, FALSE, memory_order_relaxed);
  return !self->stands_back && has_work (self);
}

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
static void
run_round (HarkExecutor *self)
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

static gboolean
executor_dispatch (GSource     *source,
                   GSourceFunc  callback,
                   gpointer     data)
{
  HarkExecutor *self = ((ExecutorSource *) source)->executor; /* GLib keeps the callback meanwhile, and that it */
  GMainContext *context = g_source_get_context (source);
  GMainContext *thread_default = g_main_context_get_thread_default ();
  gboolean is_pushed = context != (thread_default != NULL ? thread_default : g_main_context_default ());

  atomic_store_explicit (&self->asleep, FALSE, memory_order_relaxed);
  atomic_store_explicit (&self->thread, hark_thread_kernel_id (), memory_order_relaxed);
  if (is_pushed)
    g_main_context_push_thread_default (context);
  run_round (self);
  if (is_pushed)
    g_main_context_pop_thread_default (context);
  return G_SOURCE_CONTINUE;
}

static void
abandon_ready (HarkNode *node)
{
  while (node != NULL)
    {
      HarkLane *lane = hark_lane_from_ready (node);

      node = node->next;
      hark_lane_abandon (lane);
      hark_lane_unref (lane);
    }
}

/* The context goes; nobody iterates it. */
static void
executor_end (gpointer data)
{
  HarkExecutor *self = data;
  HarkLane *default_lane, *lane;
  GHashTable *waiting;
  GHashTableIter iter;

  if (hark_is_inherited (self->generation))
    return;

  g_mutex_lock (&executors_lock);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (executors, self->context);
  self->context = NULL;
  default_lane = g_steal_pointer (&self->default_lane);
  waiting = g_steal_pointer (&self->waiting);
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&executors_lock);

  abandon_ready (g_steal_pointer (&self->turn));
  abandon_ready (hark_mpsc_close (&self->ready));

  /* These find the queue closed, and each is abandoned by one thread only. */
  if (default_lane != NULL)
    {
      hark_lane_schedule (default_lane);
      hark_lane_unref (default_lane);
    }
  g_hash_table_iter_init (&iter, waiting);
  while (g_hash_table_iter_next (&iter, (gpointer *) &lane, NULL))
    hark_lane_schedule (lane);
  g_hash_table_unref (waiting);
  hark_alarms_expire_all (&self->alarms);
  hark_executor_unref (self);
}

static GSourceFuncs executor_funcs =
{
  .prepare = executor_prepare,
  .check = executor_check,
  .dispatch = executor_dispatch,
};

/* The callback is there for its destroy notify; dispatching goes another way. */
static gboolean
never (gpointer data)
{
  g_assert_not_reached ();
}

static HarkExecutor *
executor_new (GMainContext *context,
              guint64       birth_thread)
{
  HarkExecutor *self = g_new0 (HarkExecutor, 1);
  GSource *source = g_source_new (&executor_funcs, sizeof (ExecutorSource));

  atomic_init (&self->refs, 1);
  hark_mpsc_init (&self->ready);
  g_mutex_init (&self->lock);
  self->generation = hark_generation;
  self->birth_thread = birth_thread;
  atomic_init (&self->thread, birth_thread != 0 ? hark_thread_kernel_id () : 0);
  self->context = context;
  self->waiting = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) hark_lane_unref, NULL);

  ((ExecutorSource *) source)->executor = self;
  g_source_set_callback (source, G_SOURCE_FUNC (never), self, executor_end);
  g_source_set_static_name (source, "hark");
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, context);
  g_source_unref (source);
  return self;
}

/* Those that are known are the parent's. Their sources stay where they are, and
 * rest; whoever looks for an executor makes a new one. */
static void
begin_afresh (void)
{
  executors = NULL;
}

HARK_FORK_GUARD (executors_lock, begin_afresh)

HarkExecutor *
hark_executor_lookup (GMainContext *context)
{
  HarkExecutor *self;

  g_mutex_lock (&executors_lock);
  self = executors != NULL ? g_hash_table_lookup (executors, context) : NULL;
  if (self != NULL)
    hark_executor_ref (self);
  g_mutex_unlock (&executors_lock);
  return self;
}

HarkExecutor *
hark_executor_dup_for_context (GMainContext *context,
                               guint64       birth_thread)
{
  HarkExecutor *self;

  g_mutex_lock (&executors_lock);
  if (executors == NULL)
    executors = g_hash_table_new (NULL, NULL);
  self = g_hash_table_lookup (executors, context);
  if (self == NULL)
    {
      self = executor_new (context, birth_thread);
      g_hash_table_insert (executors, context, self);
    }
  hark_executor_ref (self);
  g_mutex_unlock (&executors_lock);
  return self;
}

HarkExecutor *
hark_executor_dup_default (void)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();

  return hark_executor_dup_for_context (context, hark_thread_id ());
}

HarkExecutor *
hark_executor_ref (HarkExecutor *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_executor_unref (HarkExecutor *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1
      || hark_is_inherited (self->generation))
    return;

  hark_alarms_clear (&self->alarms);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
hark_executor_add (HarkExecutor *self,
                   HarkNode     *ready)
{
  switch (hark_mpsc_push (&self->ready, ready))
    {
    case HARK_PUSH_CLOSED:
      return FALSE;

    case HARK_PUSH_FIRST:
      if (atomic_load (&self->asleep) && atomic_exchange (&self->asleep, FALSE))
        {
          /* The lock holds back the end of the context, see executor_end(). */
          g_mutex_lock (&self->lock);
          if (self->context != NULL && !self->is_left)
            g_main_context_wakeup (self->context);
          g_mutex_unlock (&self->lock);
        }
      return TRUE;

    case HARK_PUSH_BEHIND:
    default:
      return TRUE;
    }
}

void
hark_executor_leave (GMainContext *context)
{
  HarkExecutor *self = hark_executor_lookup (context);

  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->is_left = TRUE;
  g_mutex_unlock (&self->lock);
  hark_executor_unref (self);
}

GMainContext *
hark_executor_get_context (HarkExecutor *self)
{
  GMainContext *context;

  if (hark_is_inherited (self->generation))
    return NULL;

  g_mutex_lock (&self->lock);
  context = self->context;
  g_mutex_unlock (&self->lock);
  return context;
}

gboolean
hark_executor_acquire (HarkExecutor *self)
{
  gboolean is_acquired;

  if (hark_is_inherited (self->generation))
    return FALSE;

  g_mutex_lock (&self->lock);
  is_acquired = self->context != NULL
                && (self->birth_thread == hark_thread_id () || g_main_context_is_owner (self->context))
                && g_main_context_acquire (self->context);
  g_mutex_unlock (&self->lock);
  return is_acquired;
}

void
hark_executor_release (HarkExecutor *self)
{
  if (hark_is_inherited (self->generation))
    return; /* it forked in between */

  g_mutex_lock (&self->lock);
  if (self->context != NULL)
    g_main_context_release (self->context);
  g_mutex_unlock (&self->lock);
}

HarkLane *
hark_executor_dup_default_lane (HarkExecutor *self)
{
  HarkLane *lane;

  g_mutex_lock (&self->lock);
  if (self->default_lane != NULL)
    lane = hark_lane_ref (self->default_lane);
  else
    {
      lane = hark_lane_new (self, HARK_LANE_RUNNING);
      if (self->context != NULL)
        self->default_lane = hark_lane_ref (lane);
    }
  g_mutex_unlock (&self->lock);
  return lane;
}

void
hark_executor_keep_waiting (HarkExecutor *self,
                            HarkLane     *lane)
{
  g_mutex_lock (&self->lock);
  if (self->waiting != NULL)
    g_hash_table_add (self->waiting, hark_lane_ref (lane));
  g_mutex_unlock (&self->lock);
}

void
hark_executor_let_go (HarkExecutor *self,
                      HarkLane     *lane)
{
  gboolean is_kept;

  g_mutex_lock (&self->lock);
  is_kept = self->waiting != NULL && g_hash_table_steal (self->waiting, lane);
  g_mutex_unlock (&self->lock);
  if (is_kept)
    hark_lane_unref (lane);
}

HarkAlarms *
hark_executor_get_alarms (HarkExecutor *self)
{
  return &self->alarms;
}

gboolean
hark_executor_is_inherited (HarkExecutor *self)
{
  return hark_is_inherited (self->generation);
}

gboolean
hark_executor_has_ready (HarkExecutor *self)
{
  return self->turn != NULL || !hark_mpsc_is_empty (&self->ready);
}

void
hark_executor_set_spin (HarkExecutor *self,
                        gint64        duration)
{
  atomic_store_explicit (&self->spin, duration, memory_order_relaxed);
}

atomic_uint *
hark_executor_get_changes (HarkExecutor *self)
{
  return &self->n_changes;
}

guint64
hark_executor_get_n_runs (HarkExecutor *self)
{
  return self->n_runs;
}

int
hark_executor_get_thread (HarkExecutor *self)
{
  return atomic_load_explicit (&self->thread, memory_order_relaxed);
}
