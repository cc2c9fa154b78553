/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What backlog.c, pace.c, overflow.c and passage.c share of a backlog. */

#include "base/ring-private.h"
#include "lane/lane-state-private.h"

struct _HarkBacklog
{
  atomic_uint         refs;       /* any thread: the owner's, tickets', the alarm's */
  HarkBacklogSubject  subject;    /* fixed at birth */
  _Atomic (guint64)   n_dropped;  /* any thread */

  GMutex              lock;
  GCond               room;       /* lock; for threads */
  HarkRoomWaiter     *waiters;    /* lock; for others, first come first */
  HarkQueueInfo       info;       /* lock */
  bool                is_closed;  /* lock */
  HarkRing            calls;      /* lock */

  /* overflow.c */
  guint64             n_untold;   /* lock */
  bool                is_telling; /* lock: a call that tells is queued */
  bool                is_risen;   /* lock: beyond the high-water mark, and that was told */

  /* pace.c */
  bool                is_paced;   /* lock: a ticket, the alarm or a call that arms it is under way */
  gint64              last;       /* lock: when one ran (throttle) or came (debounce) */
  HarkAlarm           alarm;      /* the owner; armed, it holds a reference, and the lane */

  /* passage.c, which uses the alarm too */
  guint               n_inside;   /* lock: calls that have gone through, and have not left */
  bool                is_paused;  /* lock: nobody gets in */
};

/* --- backlog.c: with the lock --- */

void      hark_backlog_append  (HarkBacklog *self,
                                HarkCall    *call);
/* (nullable): the oldest. */
HarkCall *hark_backlog_take    (HarkBacklog *self);
/* The one that was appended last. */
HarkCall *hark_backlog_retract (HarkBacklog *self);
/* For the call that was appended last; schedule the lane once the lock is
 * released. */
HarkPush  hark_backlog_push_ticket (HarkBacklog *self,
                                    HarkLane    *lane);

/* Until there is room, or the caller cannot wait for it any longer. */
void      hark_backlog_wait (HarkBacklog *self,
                             HarkLane    *lane);
/* There may be room, for one or for all who wait. */
void      hark_backlog_wake (HarkBacklog *self,
                             gboolean     is_for_all);

/* --- pace.c --- */

/* Of the policies that know time, with the lock, which it releases. */
gboolean hark_backlog_pace     (HarkBacklog *self,
                                HarkLane    *lane,
                                HarkCall    *call);
/* A call is about to run. With the lock. */
void     hark_backlog_set_pace (HarkBacklog *self);

/* --- overflow.c --- */

/* One was dropped; or, if not @is_dropped, the mark passed. With the lock.
 * Returns: (nullable): what to post as urgent once that is released. */
HarkCall *hark_backlog_count (HarkBacklog *self,
                              HarkLane    *lane,
                              gboolean     is_dropped);
