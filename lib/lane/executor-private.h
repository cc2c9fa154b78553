/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/mpsc-private.h"
#include "lane/alarm-private.h"

typedef struct _HarkExecutor HarkExecutor;

/* The executor of @context; one for each context, made when first asked for,
 * with the thread that owns it while nobody holds the context (0: none does).
 * Returns: (transfer full). Thread: any. */
HarkExecutor *hark_executor_dup_for_context (GMainContext *context,
                                             guint64       birth_thread);
/* That of the thread-default context, the calling thread's. */
HarkExecutor *hark_executor_dup_default (void);
/* (transfer full) (nullable): if there is one. Thread: any. */
HarkExecutor *hark_executor_lookup (GMainContext *context);

HarkExecutor *hark_executor_ref   (HarkExecutor *self);
void          hark_executor_unref (HarkExecutor *self);

/* Queues a lane's @ready node, and wakes the context if it sleeps. %FALSE: the
 * context is gone. Thread: any. */
gboolean hark_executor_add (HarkExecutor *self,
                            HarkNode     *ready);

/* (transfer none) (nullable): the context, unless it is gone; the executor does
 * not keep it alive. Thread: any, for comparing; the owner, for using. */
GMainContext *hark_executor_get_context (HarkExecutor *self);

/* Makes the calling thread the holder of the context if it is the owner: if it
 * holds the context already, or nobody does and the executor is its own. On
 * %TRUE, give it back with hark_executor_release(). Thread: any. */
gboolean hark_executor_acquire (HarkExecutor *self);
void     hark_executor_release (HarkExecutor *self);

/* The lane of all plain GObjects of this context, running. Returns: (transfer
 * full). Thread: any. */
struct _HarkLane *hark_executor_dup_default_lane (HarkExecutor *self);

/* Holds a lane that waits to be started, so that it is told if the context goes;
 * until it is started or stopped. Thread: any. */
void hark_executor_keep_waiting (HarkExecutor     *self,
                                 struct _HarkLane *lane);
void hark_executor_let_go       (HarkExecutor     *self,
                                 struct _HarkLane *lane);

/* The kernel's number of the thread that has last dispatched, or made, it; 0:
 * none so far. Thread: any. */
int hark_executor_get_thread (HarkExecutor *self);

/* What waits for a time. Thread: the owner. */
HarkAlarms *hark_executor_get_alarms (HarkExecutor *self);

/* Whether a parent of this process made it. Thread: any. */
gboolean hark_executor_is_inherited (HarkExecutor *self);

/* Nobody iterates @context any more: it is about to go, and must not be woken then.
 * Thread: the owner. */
void hark_executor_leave (GMainContext *context);

/* The context has polled, or will not: nobody need wake it. A source that posts when it is
 * checked, before the executor's is, says so first. Thread: the owner. */
void hark_executor_stay_awake (HarkExecutor *self);

/* Whether a lane waits to be run. Thread: the owner. */
gboolean hark_executor_has_ready (HarkExecutor *self);

/* How long, in microseconds, the context's thread looks for what it waits for before it sleeps, while that comes so
 * soon. Thread: any. */
void hark_executor_set_spin (HarkExecutor *self,
                             gint64        duration);

/* A number that rises whenever something of one of its lanes has changed that their turns
 * are to see before the next call. It lies apart from what posters write, so that a
 * turn can look at it after each call. Thread: any. */
atomic_uint *hark_executor_get_changes (HarkExecutor *self);

/* How many lanes have been run; for tests of the structure. Thread: the owner. */
guint64 hark_executor_get_n_runs (HarkExecutor *self);
