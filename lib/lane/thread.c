/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A thread that iterates a context for one lane, and for whatever else is put on
 * that context, until the lane has stopped or nobody holds it any more. The
 * thread owns its context; nobody joins it. */

#include "lane/thread-private.h"

typedef struct
{
  atomic_uint   refs;     /* the thread's and the lane's */
  atomic_bool   quits;    /* any thread */
  GMainContext *context;  /* fixed at birth */
} LaneThread;

static void
lane_thread_unref (LaneThread *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  g_main_context_unref (self->context);
  g_free (self);
}

static gpointer
lane_thread_run (gpointer data)
{
  LaneThread *self = data;

  g_main_context_push_thread_default (self->context);
  while (!atomic_load (&self->quits))
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);
  hark_executor_leave (self->context);
  lane_thread_unref (self);
  return NULL;
}

static void
lane_thread_quit (gpointer data)
{
  LaneThread *self = data;

  atomic_store (&self->quits, TRUE);
  g_main_context_wakeup (self->context);
  lane_thread_unref (self);
}

HarkLane *
hark_lane_new_thread (const char *name)
{
  LaneThread *thread = g_new0 (LaneThread, 1);
  HarkExecutor *executor;
  HarkLane *self;

  atomic_init (&thread->refs, 2);
  thread->context = g_main_context_new ();
  executor = hark_executor_dup_for_context (thread->context, 0);
  self = hark_lane_new (executor, HARK_LANE_WAITING);
  hark_executor_unref (executor);
  hark_lane_set_thread (self, thread, lane_thread_quit);

  g_thread_unref (g_thread_new (name != NULL ? name : "hark-loop", lane_thread_run, thread));
  return self;
}
