/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/lane-private.h"

/* A call that stops in the middle and goes on later, one stretch of code after the
 * other. It holds its lane until it has returned, and nothing else of that runs
 * meanwhile; or it shares it, and other calls run in between. */

typedef struct _HarkStay HarkStay;

struct _HarkStay
{
  HarkCall  *call;      /* fixed at birth: the next stretch, a chore; queued once at most */
  HarkLane  *lane;      /* fixed at birth; owned by who owns this */
  bool       holds;     /* fixed at birth */
  HarkStay  *next;      /* the owner, this and the next: of its lane */
  HarkStay  *previous;
  /* It is to come to its end. Thread: the owner. */
  void     (*cancel) (HarkStay *stay);
};

/* Thread: the owner, in the call that may stop. */
void hark_stay_init (HarkStay *self,
                     HarkLane *lane,
                     HarkCall *call,
                     gboolean  holds,
                     void    (*cancel) (HarkStay *stay));

/* Its first stretch has stopped. Thread: the owner, in that call. */
void hark_stay_begin (HarkStay *self);

/* The next stretch is to run: of one that holds before all that waits. Where the context
 * is gone it is dropped. Thread: any. */
void hark_stay_post (HarkStay *self);

/* Its last stretch has returned. Thread: the owner, in that. */
void hark_stay_end (HarkStay *self);

/* Its context is gone, and it was to be ended: runs the next stretch, which is the last.
 * Thread: who ends it. */
void hark_stay_run_in_place (HarkStay *self);

/* Whether something holds the lane, and what, since when (of hark_clock_now()). @subject
 * and @since: (nullable). Thread: any. */
gboolean hark_lane_is_held (HarkLane        *self,
                            HarkCallSubject *subject,
                            gint64          *since);
