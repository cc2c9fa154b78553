/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "lane/lane-private.h"

/* Calls that wait in a queue of their own on their way to a lane: a ring, at most
 * as long as the policy says. The lane holds a ticket for each, which runs the
 * oldest when its turn comes. */

/* Whose calls these are. */
typedef struct
{
  const char     *object;  /* for people; static */
  const char     *member;  /* the same */
  HarkPriority    priority; /* of its calls on the lane */
  /* Of HARK_QUEUE_LATEST with a key: whether two calls have the same. */
  gboolean      (*is_same) (gconstpointer key,
                            HarkCall     *a,
                            HarkCall     *b);
  gconstpointer   key;
  gpointer        owner;   /* held while a call can be in it */
  GDestroyNotify  release; /* (nullable): with @owner, on any thread */
} HarkBacklogSubject;

/* Returns: (transfer full). Thread: any. */
HarkBacklog *hark_backlog_new   (const HarkQueueInfo      *info,
                                 const HarkBacklogSubject *subject);
HarkBacklog *hark_backlog_ref   (HarkBacklog              *self);
void         hark_backlog_unref (HarkBacklog              *self);

/* Other bounds from here on. Thread: any. */
void         hark_backlog_set_info (HarkBacklog         *self,
                                    const HarkQueueInfo *info);

/**
 * hark_backlog_offer:
 * @self: a backlog
 * @lane: where its calls are to run
 * @call: (transfer full): a user's or a quiet one; consumed, on failure too
 *
 * Queues @call, or does with it as the policy says. Thread: any. Blocks, or suspends a
 * task: only with %HARK_QUEUE_BLOCK.
 *
 * Returns: %FALSE if it was refused, or the lane has stopped
 */
gboolean     hark_backlog_offer (HarkBacklog *self,
                                 HarkLane    *lane,
                                 HarkCall    *call);

/* --- waiting for room without a thread --- */

/* Of who is suspended. */
typedef struct _HarkRoomWaiter HarkRoomWaiter;
struct _HarkRoomWaiter
{
  /* There may be room. It has been taken off. With the backlog's lock; queues, and no more. */
  void           (*woken) (HarkRoomWaiter *self);
  HarkRoomWaiter  *next;       /* the backlog's lock, and the next */
  bool             is_waiting;
};

/* How the calling code waits where it can be suspended; who knows of tasks sets this. */
typedef struct
{
  gboolean (*can_wait) (void);
  /* Until there may be room. %FALSE: it gives up. */
  gboolean (*wait)     (HarkBacklog *backlog,
                        HarkLane    *lane);
} HarkRoomFuncs;
extern _Atomic (const HarkRoomFuncs *) hark_room_funcs;

/* %FALSE: there is room, or there will be none. Thread: any. */
gboolean     hark_backlog_add_waiter    (HarkBacklog    *self,
                                         HarkRoomWaiter *waiter);
/* It waits no longer; where it @gives_up and has been woken, the next one is. Thread: any. */
void         hark_backlog_remove_waiter (HarkBacklog    *self,
                                         HarkRoomWaiter *waiter,
                                         gboolean        gives_up);

/* --- calls that only pass through: they are in the lane, and here they are counted --- */

/**
 * hark_backlog_enter:
 * @self: a backlog with %HARK_QUEUE_BLOCK, to which nothing is offered
 * @lane: where the call is going to be queued
 *
 * Waits until there is room for one more call, which the caller then queues. Who cannot wait,
 * since the room has to be made by who calls, goes in at once. Thread: any. Blocks, or suspends a
 * task: yes.
 */
void         hark_backlog_enter  (HarkBacklog *self,
                                  HarkLane    *lane);
/* One of them has run, or was dropped. Thread: any. */
void         hark_backlog_leave  (HarkBacklog *self);
/* Nobody who can wait gets in any more, until it is resumed, or @lane stops. One that does not run
 * is not paused. Thread: @lane's owner. */
void         hark_backlog_pause  (HarkBacklog *self,
                                  HarkLane    *lane);
/* Thread: the same. */
void         hark_backlog_resume (HarkBacklog *self);

/* Lets all who wait for room go, and refuses from here on. Thread: any. */
void         hark_backlog_close (HarkBacklog *self);
/* Queues what is kept back until some time. %FALSE: there is nothing. Thread: the
 * lane's owner. */
gboolean     hark_backlog_flush (HarkBacklog *self);
/* Whether there is something. Thread: the same. */
gboolean     hark_backlog_is_armed (HarkBacklog *self);
/* Drops all. Thread: any. */
void         hark_backlog_clear (HarkBacklog *self);

guint64      hark_backlog_get_n_dropped (HarkBacklog *self);  /* any thread */

/* "drop-oldest", as in a schema. */
const char  *hark_queue_policy_get_name (HarkQueuePolicy policy);
