/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/lane-private.h"

/* A watched lane publishes what it runs, and a thread looks. */

typedef struct _HarkStallWatch HarkStallWatch;

typedef struct
{
  HarkCallSubject subject;
  gint64          elapsed;   /* us since the call began */
  guint64         n_queued;
} HarkLaneStall;

/* Told while a call runs that has taken longer than the limit, and again whenever that
 * time has doubled. Thread: the watcher's. */
typedef void (*HarkStalledFunc) (gpointer             data,
                                 const HarkLaneStall *stall);

/* Of calls that begin in the lane's next turn. @limit: in us; 0: none, and no @data. @destroy
 * (nullable): called with @data once this is called again, or the lane ends, and
 * @func does not run any more, on any thread. Thread: any. */
void hark_lane_set_limit (HarkLane        *self,
                          gint64           limit,
                          HarkStalledFunc  func,
                          gpointer         data,
                          GDestroyNotify   destroy);

/* --- for the lane --- */

/* (nullable): if the lane is watched. Thread: the owner. */
HarkStallWatch *hark_lane_get_watch (HarkLane  *self);

/* Thread: the owner. */
void       hark_stall_watch_run      (HarkStallWatch *self,
                                HarkCall  *call);

/* With the lane. */
void       hark_stall_watch_free     (HarkStallWatch *self);
