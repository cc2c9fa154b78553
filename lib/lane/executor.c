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
 * A child of fork() finds its parent's executors; their sources never have
 * anything to do there. How a context sleeps is in sleep.c, what a dispatch runs in
 * round.c. */

#include "base/fork-private.h"
#include "base/thread-private.h"
#include "lane/executor-state-private.h"
#include "lane/lane-private.h"

typedef struct
{
  GSource       source;
  HarkExecutor *executor;
} ExecutorSource;

/* context -> executor; neither is owned. */
static GHashTable *executors;
static GMutex executors_lock;

/* --- the source --- */

static gboolean
executor_prepare (GSource *source,
                  int     *timeout)
{
  HarkExecutor *self = ((ExecutorSource *) source)->executor;

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
  return hark_executor_fall_asleep (self, g_source_get_context (source), timeout);
}

static gboolean
executor_check (GSource *source)
{
  HarkExecutor *self = ((ExecutorSource *) source)->executor;

  if (hark_is_inherited (self->generation))
    return FALSE;

  hark_executor_stay_awake (self);
  return !self->stands_back && hark_executor_has_work (self);
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

  hark_executor_stay_awake (self);
  atomic_store_explicit (&self->thread, hark_thread_kernel_id (), memory_order_relaxed);
  if (is_pushed)
    g_main_context_push_thread_default (context);
  hark_executor_run_round (self);
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
      hark_executor_wake (self);
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
