/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

#include "lane/call-private.h"
#include "lane/executor-private.h"

typedef struct _HarkLane         HarkLane;
typedef struct _HarkLaneObserver HarkLaneObserver;

typedef enum
{
  HARK_LANE_WAITING,   /* not started: calls wait */
  HARK_LANE_RUNNING,
  HARK_LANE_STOPPING,  /* drains */
  HARK_LANE_STOPPED,   /* refuses */
} HarkLaneState;

/* Who is told of a lane's life, on its owner's thread, with nothing locked. */
struct _HarkLaneObserver
{
  void (*started) (gpointer data);
  void (*active)  (gpointer data);
  void (*idle)    (gpointer data);
  /* All calls but those that this posts have been run or discarded. */
  void (*stopped) (gpointer data, guint64 n_discarded);
  /* Nothing runs any more. */
  void (*ended)   (gpointer data);
};

/* A lane on @executor. Returns: (transfer full). Thread: any. */
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

/* The same, before every call that is not urgent. */
gboolean hark_lane_post_urgent (HarkLane *self,
                                HarkCall *call);

/* Lets calls run. Thread: any. */
void hark_lane_start (HarkLane *self);

/* Drains until @deadline, a time of the monotonic clock, then discards and
 * refuses. Thread: any. Blocks: no. */
void hark_lane_stop  (HarkLane *self,
                      gint64    deadline);

/* Waits until the call that is running, if one is, has returned. Thread: any
 * but the one that runs it. */
void hark_lane_wait_call (HarkLane *self);

HarkLaneState hark_lane_get_state       (HarkLane *self);  /* any thread */
guint64       hark_lane_get_n_run       (HarkLane *self);  /* any thread */
guint64       hark_lane_get_n_discarded (HarkLane *self);  /* any thread */
HarkExecutor *hark_lane_get_executor    (HarkLane *self);  /* (transfer none); any thread */

/* Whether the calling thread is the lane's owner. Thread: any. */
gboolean hark_lane_is_owner (HarkLane *self);

/* Whether a call of this lane is running on the calling thread. */
gboolean hark_lane_is_current (HarkLane *self);

/* The lane whose call the calling thread is in, or %NULL. */
HarkLane *hark_lane_get_current (void);

/* Thread: the owner; or before the lane is shared. %NULL: nobody. */
void hark_lane_set_observer (HarkLane               *self,
                             const HarkLaneObserver *observer,
                             gpointer                data);

/* Calls @quit with @thread when the lane has stopped or ended its life, on any
 * thread. Thread: before the lane is shared. */
void hark_lane_set_thread (HarkLane       *self,
                           gpointer        thread,
                           GDestroyNotify  quit);

/* --- for the executor --- */

/* Runs up to @budget calls. Returns: how many. Thread: the owner. */
guint hark_lane_run     (HarkLane *self,
                         guint     budget);
/* The context is gone: discards all and refuses. */
void  hark_lane_abandon (HarkLane *self);

HarkLane *hark_lane_from_ready (HarkNode *ready);
