/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/future.h>

#include "base/lock-private.h"
#include "lane/lane-private.h"
#include "lane/wait-graph-private.h"

typedef struct _HarkWaiter HarkWaiter;

/* Somebody who wants to know that a future is settled. @settled runs once, on
 * the thread that settles it, or at once; nothing is locked. From then on the
 * future does not touch the waiter. */
struct _HarkWaiter
{
  HarkWaiter *next;      /* the future's; NULL: not in its list */
  HarkWaiter *previous;
  void (*settled) (HarkWaiter *waiter,
                   HarkFuture *future);
};

void     hark_future_add_waiter    (HarkFuture *self,
                                    HarkWaiter *waiter);
/* %TRUE: it will not be told. %FALSE: it has been, or is about to be, or has been
 * removed. Thread: any. */
gboolean hark_future_remove_waiter (HarkFuture *self,
                                    HarkWaiter *waiter);

/* Where a future comes from: a call, say. */
typedef struct
{
  /* (nullable): told of an error that nobody looked at, when the last reference is dropped.
   * Thread: any. */
  void     (*unawaited) (gpointer       from,
                         gconstpointer  source,
                         const GError  *error);
  /* (nullable): the lanes through which goes what will settle it, see HarkNeedFuncs; NULL: nobody
   * knows them. */
  guint    (*list)      (gpointer       from,
                         HarkLane     **lanes);
  const char *(*describe) (gconstpointer source);
  void     (*release)   (gpointer       from);
} HarkOrigin;

/* Here for what begins with one; its fields are future.c's business. */
struct _HarkFuture
{
  atomic_uint             refs;         /* any thread */
  atomic_bool             is_settled;   /* any thread; written under the lock */
  HarkLock                lock;         /* any thread */
  atomic_bool             is_awaited;   /* any thread: somebody looks at the outcome */
  guint8                  is_task : 1;    /* fixed at birth: what begins with it is a HarkTask */
  guint8                  is_offered : 1; /* fixed at birth: `from` has a reference to it, and is released
                                           * when that is all that is left */
  guint8                  generation : 6; /* fixed at birth: which process made it */
  const HarkSignature    *signature;    /* fixed at birth */
  HarkWaiter             *waiters;      /* lock; the first of a ring */
  gpointer                values;       /* fixed once settled */
  GError                 *error;        /* fixed once settled */
  const HarkOrigin       *origin;       /* this and the next two: fixed before it is shared; NULL: unknown */
  gpointer                from;         /* of an offered one: lock */
  gconstpointer           source;
};

void hark_future_init (HarkFuture          *self,
                       const HarkSignature *signature);

/* (transfer full): rejected with %HARK_ERROR_FORKED. */
HarkFuture *hark_future_new_forked (const char *what);

/* It comes from @source at @from: (transfer full). Thread: before the future is
 * shared. */
void hark_future_set_origin (HarkFuture       *self,
                             const HarkOrigin *origin,
                             gpointer          from,
                             gconstpointer     source);

/* As long as somebody waits for it, or may: then @origin releases @from, (transfer full), which
 * ends what settles it and drops the reference to it that @from has. @source: (nullable).
 * Thread: before the future is shared. */
void hark_future_offer (HarkFuture       *self,
                        const HarkOrigin *origin,
                        gpointer          from);

/* (transfer full) (nullable): what an offered future is released from, by whoever is
 * first: @from, as it has ended, or who drops the future. Thread: any. */
gpointer hark_future_steal_from (HarkFuture *self);

/* From here on somebody looks at the outcome. Thread: any. */
void hark_future_set_awaited (HarkFuture *self);

const HarkSignature *hark_future_get_signature (HarkFuture *self);

/* hark_future_within() for a time that is not %HARK_FOREVER, which @lane watches. Thread: any. */
HarkFuture *hark_future_within_on (HarkFuture *self,
                                   gint64      timeout,
                                   HarkLane   *lane);

/* --- future-need.c --- */

/* A wait for a future that keeps others waiting. */
typedef struct _HarkFutureNeed HarkFutureNeed;
struct _HarkFutureNeed
{
  HarkNeed    need;
  HarkFuture *future;
  void      (*refuse) (HarkFutureNeed *self);
};

/* %FALSE: the graph does not know such waits, as @future is not the answer of a call.
 * @refuse: see HarkNeedFuncs */
gboolean hark_future_need_init (HarkFutureNeed *self,
                                HarkFuture     *future,
                                void          (*refuse) (HarkFutureNeed *self));
