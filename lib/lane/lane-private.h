/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/queue.h>
#include <hark/types.h>

#include "lane/call-private.h"
#include "lane/executor-private.h"
#include "lane/round-private.h"

typedef struct _HarkLane         HarkLane;
typedef struct _HarkLaneObserver HarkLaneObserver;
typedef struct _HarkBacklog      HarkBacklog;

typedef enum
{
  HARK_LANE_WAITING,   /* not started: calls wait */
  HARK_LANE_RUNNING,
  HARK_LANE_STOPPING,  /* drains */
  HARK_LANE_STOPPED,   /* refuses */
} HarkLaneState;

/* A queue with bounds on the way to a lane was full: so many of its calls were dropped
 * since this was told last; 0: the high-water mark was passed. */
typedef struct
{
  const char      *object;  /* "Workshop.Consumer" */
  const char      *member;  /* "on_produced" */
  HarkQueuePolicy  policy;
  guint64          n_dropped;
} HarkOverflow;

/* Who is told of a lane's life, on its owner's thread, with nothing locked. */
typedef struct
{
  void (*started) (HarkLaneObserver *observer);
  void (*active)  (HarkLaneObserver *observer);
  void (*idle)    (HarkLaneObserver *observer);
  void (*overflow) (HarkLaneObserver   *observer,
                    const HarkOverflow *overflow);
  /* (nullable): something that a call of the lane has begun failed, and nobody awaits it. */
  void (*failed)  (HarkLaneObserver *observer,
                   const GError     *error);
  /* All calls have been run or discarded, and only what this posts as the lane's own
   * still runs. */
  void (*stopped) (HarkLaneObserver *observer,
                   guint64           n_discarded);
  /* Nothing runs any more; on any thread if the context has gone. */
  void (*ended)   (HarkLaneObserver *observer);
} HarkLaneObserverFuncs;

/* First member of what implements it. */
struct _HarkLaneObserver
{
  const HarkLaneObserverFuncs *funcs;
};

/* A lane on @executor, which holds one that waits until it is started or stopped,
 * or the context goes. Returns: (transfer full). Thread: any. */
HarkLane *hark_lane_new   (HarkExecutor  *executor,
                           HarkLaneState  state);
HarkLane *hark_lane_ref   (HarkLane      *self);
void      hark_lane_unref (HarkLane      *self);

/**
 * hark_lane_post:
 * @self: a lane
 * @call: (transfer full): consumed, on failure too
 *
 * Puts @call behind every call already posted. It never runs inside this
 * function, not even on the lane's own thread.
 *
 * Thread: any. Blocks: no.
 *
 * Returns: %FALSE if the lane has stopped, or its context is gone
 */
gboolean hark_lane_post (HarkLane *self,
                         HarkCall *call);

/* Posts them one behind the other, with nothing in between, and leaves none there. Thread: any. */
void hark_lane_post_all (HarkLane  *self,
                         HarkCalls *calls);

/* hark_lane_post(), behind every call of that priority. */
gboolean hark_lane_post_at (HarkLane     *self,
                            HarkCall     *call,
                            HarkPriority  priority);

/* Before everything that waits, whatever its priority, and behind what came this way
 * before. Where something has stayed each turn begins with it; else it is run by who asks for
 * it. Thread: any, for what stays; the owner, inside `started`, `overflow` or `stopped`, or in
 * a call that ends with hark_lane_run_own(). */
void  hark_lane_post_own (HarkLane *self,
                          HarkCall *call);
/* Runs that, until something holds the lane. Returns: how many calls. Thread: the owner, in
 * its turn. */
guint hark_lane_run_own  (HarkLane *self);

/**
 * hark_lane_offer:
 * @self: a lane
 * @call: (transfer full): a user's or a quiet one; consumed, on failure too
 *
 * hark_lane_post(), within the bounds that hark_lane_set_queue() has set. Thread:
 * any. Blocks: only with %HARK_QUEUE_BLOCK.
 *
 * Returns: %FALSE if the lane has stopped, its context is gone, or it is full
 */
gboolean hark_lane_offer (HarkLane *self,
                          HarkCall *call);

/* %FALSE: the lane has bounds, and @call is still the caller's. Thread: any. */
gboolean hark_lane_offer_unless_bounded (HarkLane *self,
                                         HarkCall *call);

/* Whether what is offered now is bounded. Thread: any. */
gboolean hark_lane_is_bounded (HarkLane *self);

/* Bounds what is offered from here on. Thread: any. */
void hark_lane_set_queue (HarkLane            *self,
                          const HarkQueueInfo *info);

/* hark_lane_post_at() without its last step, for who holds a lock: schedule the lane
 * after %HARK_PUSH_FIRST; after %HARK_PUSH_CLOSED, @call is still the caller's. */
HarkPush hark_lane_push (HarkLane     *self,
                         HarkCall     *call,
                         HarkPriority  priority);

/* From here on every call of the lane is asked whether it belongs to another one. What
 * is relayed keeps the order in which one thread has posted it, also when the lane closes.
 * Thread: the owner. */
void hark_lane_begin_relaying (HarkLane *self);

/* Lets calls run. Thread: any. */
void hark_lane_start (HarkLane *self);

/* Drains until @deadline, a time of the monotonic clock, then discards and
 * refuses. Thread: any. Blocks: no. */
void hark_lane_stop  (HarkLane *self,
                      gint64    deadline);

/* Waits until the call that is running, if one is, has returned. @what: for people.
 * %FALSE, with %HARK_ERROR_WOULD_DEADLOCK: that waits for the calling thread. Thread: any
 * but the one that runs it. */
gboolean hark_lane_wait_call (HarkLane    *self,
                              const char  *what,
                              GError     **error);

HarkLaneState hark_lane_get_state       (HarkLane *self);  /* any thread */
guint64       hark_lane_get_n_run       (HarkLane *self);  /* any thread */
guint64       hark_lane_get_n_discarded (HarkLane *self);  /* any thread */
guint64       hark_lane_get_n_dropped   (HarkLane *self);  /* any thread: by queues with bounds */
guint64       hark_lane_get_n_queued    (HarkLane *self);  /* any thread; see HarkLoopStats for these three */
gint64        hark_lane_get_longest_wait (HarkLane *self); /* any thread */
gint64        hark_lane_get_longest_run (HarkLane *self);  /* any thread */
HarkExecutor *hark_lane_get_executor    (HarkLane *self);  /* (transfer none); any thread */

/* Whether a parent of this process made it: it refuses everything. Any thread. */
gboolean      hark_lane_is_inherited    (HarkLane *self);

/* (nullable): its name, for people. Thread: any; for setting it, before it is shared. */
void          hark_lane_set_name        (HarkLane   *self,
                                         const char *name);
const char   *hark_lane_get_name        (HarkLane   *self);

/* The lanes whose calls the calling thread is in, innermost first. */
typedef struct _HarkLaneFrame HarkLaneFrame;
struct _HarkLaneFrame
{
  HarkLane      *lane;
  HarkLaneFrame *outer;
  guint          since;  /* of the normal calls that it has taken and not run */
  guint          n_run;  /* in this turn, and not counted in yet */
};
extern __thread HarkLaneFrame *hark_lane_frame;

/* What the calling thread is in the middle of, as those know who call slots and functions. A
 * task has its own. */
struct _HarkFrame;
extern __thread struct _HarkFrame *hark_frame;

/* Whether a call of this lane is running on the calling thread. */
gboolean hark_lane_is_current (HarkLane *self);

/* The lane whose call the calling thread is in, or %NULL. */
HarkLane *hark_lane_get_current (void);

/* @observer: (nullable) (transfer none). Thread: any for setting one; the owner
 * for taking it away. */
void              hark_lane_set_observer (HarkLane         *self,
                                          HarkLaneObserver *observer);
HarkLaneObserver *hark_lane_get_observer (HarkLane         *self);

/* Calls @quit with @thread when the lane has stopped or ended its life, on any
 * thread. Thread: before the lane is shared. */
void hark_lane_set_thread (HarkLane       *self,
                           gpointer        thread,
                           GDestroyNotify  quit);

/* --- for the executor --- */

/* Puts the lane into the ready queue, unless it is there. %FALSE: the context is
 * gone, and the lane, which had not stopped before, has been abandoned by this. One
 * that had stopped has discarded and counted whatever was in its queues. Thread: any. */
gboolean hark_lane_schedule (HarkLane *self);

/* Has a turn in the round, or several, as long as no other lane waits for one. Returns: the calls that it has run
 * and not counted. Thread: the owner. */
guint hark_lane_run     (HarkLane  *self,
                         HarkRound *round);
/* The context is gone: discards all and refuses. %FALSE: it had stopped before.
 * Thread: any; of those who find that out, the one who scheduled the lane. */
gboolean hark_lane_abandon (HarkLane *self);

HarkLane *hark_lane_from_ready (HarkNode *ready);
