/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What executor.c, round.c and sleep.c share of an executor. */

#include "lane/executor-private.h"

struct _HarkExecutor
{
  atomic_uint   refs;           /* any thread */
  atomic_bool   asleep;         /* the context polls, or is about to */
  _Atomic (gint64) spin;        /* any thread: us it looks for work before that */
  gboolean      is_brisk;       /* the owner: what it waited for last came within that time */
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
  struct _HarkLane *default_lane; /* lock; while the context lives */
  GHashTable   *waiting;        /* lock; lanes not started; while the context lives */
};

/* --- sleep.c --- */

/* Before the context polls, for at most @timeout milliseconds (out). %TRUE: it need not sleep.
 * Thread: the owner. */
gboolean hark_executor_fall_asleep (HarkExecutor *self,
                                    GMainContext *context,
                                    int          *timeout);
/* The ready queue was empty, and is not any more. Thread: any. */
void     hark_executor_wake        (HarkExecutor *self);
/* Whether there is a lane to run, or an alarm. Thread: the owner. */
gboolean hark_executor_has_work    (HarkExecutor *self);

/* --- round.c --- */

/* Runs lanes in turn, until none is ready or the round is full. Thread: the owner. */
void     hark_executor_run_round   (HarkExecutor *self);
