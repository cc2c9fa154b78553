/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/task.h>

#include "async/fiber-private.h"
#include "async/future-private.h"
#include "lane/alarm-private.h"
#include "lane/stay-private.h"

typedef struct _HarkSuspension HarkSuspension;
typedef struct _HarkTaskRun    HarkTaskRun;
typedef struct _HarkTaskAnnex  HarkTaskAnnex;
typedef struct _HarkMember     HarkMember;

struct _HarkTask
{
  HarkFuture       future;       /* what awaits the task awaits this */
  HarkCall         call;         /* queued once at most: it begins, or goes on */
  HarkLane        *lane;         /* fixed at birth; that of its context's own calls */
  HarkFiber       *fiber;        /* the owner; NULL: has not begun, or has ended */
  HarkTaskFunc     func;         /* fixed at birth */
  gpointer         data;         /* fixed at birth */
  GDestroyNotify   destroy;      /* fixed at birth */
  gpointer         result;       /* fixed once settled */
  GDestroyNotify   result_free;  /* the owner */
  HarkSuspension  *suspension;   /* the owner; on its stack, while it waits */
  HarkTaskAnnex   *annex;        /* the owner; what few tasks have; NULL: nothing */
  HarkMember      *member;       /* the owner; of a group; NULL: of none, or has ended */
  HarkTask        *next;         /* the owner; of those that have begun on its lane */
  HarkTask        *previous;
  atomic_uchar     ending;       /* HarkEnding; any thread */
  atomic_bool      is_stranded;  /* any thread: it was to go on, and the context is gone */
  guint8           n_shields;    /* the task */
  bool             is_deaf;      /* the task: waits for what uses its stack */
  bool             is_lodger;    /* fixed at birth: what begins with it is a HarkLodger */
};

/* A task that runs within a lane: that of a slot. */
typedef struct
{
  HarkTask task;
  HarkStay stay;
} HarkLodger;

/* Why the awaits of a task fail. */
typedef enum
{
  HARK_ENDING_NONE,
  HARK_ENDING_CANCELLED,
  HARK_ENDING_TIMED_OUT,
  HARK_ENDING_GONE,       /* its context: not even a shield helps */
} HarkEnding;

/* A task that runs, on the stack of who resumed it. */
struct _HarkTaskRun
{
  HarkTask     *task;
  HarkTaskRun  *outer;
  int           depth;           /* of dispatches, */
  GMainContext *thread_default;  /* and this, as it should be where it suspends */
  struct _HarkFrame *frames;     /* that who resumed it is in, while it runs */
};

/* The innermost one of the calling thread, or %NULL. */
extern __thread HarkTaskRun *hark_task_run;

/* (transfer full): that of the calls of the thread-default context itself. Thread: any. */
HarkLane *hark_task_dup_lane (void);

/* One that runs @func within @lane, in stretches that go by way of @call, which runs
 * hark_task_go_on(). It has one reference, and the memory is g_free()d with the last.
 * Thread: the owner, in a call of @lane. */
void hark_lodger_init (HarkLodger          *self,
                       HarkLane            *lane,
                       gboolean             holds,
                       const HarkCallFuncs *call,
                       HarkTaskFunc         func,
                       gpointer             data);

/* Makes its fiber. %FALSE: there is none to be had. Thread: the owner. */
gboolean hark_task_begin (HarkTask *self,
                          GError  **error);

/* Runs its next stretch. %FALSE: it has ended, and the caller lets it leave: its group,
 * and its own reference. Thread: the owner. */
gboolean hark_task_go_on (HarkTask *self);
void     hark_task_leave (HarkTask *self);

/* The call by which it would go on is dropped: the context is gone. */
void hark_task_strand (HarkTask *self);

/* What is in a task beside its future, when that is freed. */
void hark_task_clear (HarkFuture *future);

/* Queues @self, so that it begins or goes on. Thread: any; the one who ended its
 * wait. */
void hark_task_post  (HarkTask   *self);

/* --- suspension.c --- */

/* %FALSE: @self is ending, and no shield is up. Thread: in @self. */
gboolean hark_task_may_await   (HarkTask      *self,
                                GError       **error);
/* The same, for one that has not begun. */
gboolean hark_task_may_begin   (HarkTask      *self,
                                GError       **error);

/* Where @self is ending, an operation of GIO's that was cancelled therefore says no
 * more than that; @error becomes what its awaits fail with. Thread: in @self. */
void     hark_task_name_ending (HarkTask      *self,
                                GError       **error);

/* Whether this is a nested iteration, and so not the task. Thread: in a task. */
gboolean hark_task_is_nested   (void);

/* %FALSE: another context is pushed, or this is a nested iteration. Thread: in a
 * task. */
gboolean hark_task_may_suspend (GError       **error);

/* Waits until @future, which is pending, is settled. %FALSE: it is not. Thread: in
 * @self. */
gboolean hark_task_suspend_for (HarkTask      *self,
                                HarkFuture    *future,
                                gint64         timeout,
                                GCancellable  *cancellable,
                                GError       **error);

/* %TRUE: the wait it is in has failed, and the caller lets the task go on.
 * Thread: the owner. */
gboolean hark_task_interrupt   (HarkTask      *self);

/* --- ending.c --- */

/* When the time of the task that the calling code runs in is over, as hark_clock_now() tells;
 * %HARK_FOREVER: never, or it is no task. */
gint64   hark_task_get_deadline (void);

/* It has ended. */
void     hark_task_annex_free  (HarkTaskAnnex *self);

/* --- unawaited.c --- */

/* Says who is told of an error that nobody awaits. Thread: the one that spawns it. */
void     hark_task_set_home    (HarkTask      *self);

/* It has ended with that because it was cancelled, or its context went. */
gboolean hark_task_is_expected (const HarkTask *self,
                                const GError   *error);

/* --- task-group.c --- */

/* Its task has ended. */
void     hark_member_leave     (HarkMember    *self);

/* --- room.c --- */

/* From here on a task does not block where a queue is full. Thread: any. */
void     hark_task_set_room_funcs (void);

/* --- await.c --- */

/* When @timeout has passed. Thread: any. */
gint64   hark_end_of           (gint64         timeout);

/* %FALSE: inside a call. Thread: any, outside of tasks. */
gboolean hark_may_wait_outside (GError       **error);

/* Whether waiting here blocks the thread: it neither suspends a task nor iterates a context. Thread: any. */
gboolean hark_wait_blocks      (void);
