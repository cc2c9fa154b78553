/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What lane.c, turn.c, stay.c and life.c share of a lane. There may be a million of them,
 * most of which do nothing: what few use is in the annex. */

#include "lane/alarm-private.h"
#include "lane/backlog-private.h"
#include "lane/stall-private.h"
#include "lane/stay-private.h"

typedef struct _HarkLaneAnnex HarkLaneAnnex;

typedef struct
{
  HarkMpsc    posted;    /* any thread pushes, the owner takes */
  atomic_uint n_posted;  /* any thread: about how many that is, see count_in() */
  atomic_uint since;     /* any thread: when the first of them came, in coarse ms */
  HarkNode   *taken;     /* the owner; in order */
} HarkQueue;

/* What most lanes never do. */
typedef enum
{
  HARK_LANE_RANKS  = 1 << 0,  /* the annex's queues are in use */
  HARK_LANE_RELAYS = 1 << 1,  /* calls are asked where they belong */
  HARK_LANE_OWN    = 1 << 2,  /* each turn begins with what is the lane's own */
  HARK_LANE_HELD   = 1 << 3,  /* by a call that has stopped in the middle; the owner writes */
  HARK_LANE_LEFT   = 1 << 4,  /* it was abandoned while it was held */
} HarkLaneMode;

struct _HarkLane
{
  atomic_uint                refs;         /* any thread */
  atomic_uchar               state;        /* HarkLaneState; any thread */
  atomic_bool                scheduled;    /* any thread */
  atomic_bool                is_running;   /* the owner writes */
  atomic_bool                is_awaited;   /* call-wait.c's lock to write: see there */
  atomic_bool                is_bounded;   /* any thread: calls go through the annex's backlog */
  atomic_uchar               modes;        /* HarkLaneMode; any thread */
  guint8                     generation;   /* fixed at birth: which process made it */
  bool                       is_active : 1;    /* the owner, this and the next three */
  bool                       is_announced : 1; /* `started` was told */
  bool                       is_owed : 1;      /* another run is, once this one is over */
  bool                       is_closing : 1;   /* `stopped` was told */
  atomic_uint                n_taken;      /* the owner writes: calls that it took, but no chores; wraps */
  HarkNode                   ready;        /* whoever schedules, then the executor */
  HarkQueue                  normal;
  HarkExecutor              *executor;     /* fixed at birth */
  _Atomic (guint64)          n_run;        /* the owner writes */
  _Atomic (HarkLaneAnnex *)  annex;        /* made when first asked for */
};

struct _HarkLaneAnnex
{
  HarkQueue                    urgent;
  HarkQueue                    idle;
  guint8                       n_passed_over[HARK_N_PRIORITIES]; /* the owner: see turn.c */
  HarkMpsc                     own;          /* any thread: what goes before all that waits */
  HarkNode                    *own_taken;    /* the owner; in order */
  HarkStay                    *stays;        /* the owner: calls that have stopped in the middle */
  _Atomic (HarkCall *)         resumption;   /* any thread: the next stretch of what holds the lane */
  _Atomic (const char *)       held_by_object; /* the owner writes, this and the next three: what that is */
  _Atomic (const char *)       held_by_slot;
  _Atomic (const char *)       held_by_event;
  _Atomic (gint64)             held_since;
  HarkAlarm                    stop_alarm;   /* the owner: the deadline, while something stays */
  HarkMpsc                     late;         /* chores that came while the queues were being closed */
  _Atomic (HarkLaneObserver *) observer;     /* any thread sets, the owner clears */
  char                        *name;         /* fixed before the lane is shared, and the next two */
  gpointer                     thread;
  GDestroyNotify               thread_quit;
  _Atomic (gint64)             deadline;     /* of draining; any thread */
  _Atomic (guint64)            n_discarded;  /* any thread */
  _Atomic (guint64)            n_dropped;    /* any thread: by all backlogs that lead here */
  _Atomic (HarkBacklog *)      backlog;      /* of the whole lane; fixed once there is one */
  guint                        n_waiting;    /* call-wait.c's lock: those in hark_lane_wait_call() */
  atomic_uint                  n_passed;     /* call-wait.c's lock to write: calls that they saw end */
  _Atomic (HarkStallWatch *)   watch;        /* stall.c's lock to make */
  guint                        taken_since;  /* the owner: of the normal calls left from its last turn */
  _Atomic (gint64)             longest_wait; /* the owner writes, this and the next: us; */
  _Atomic (gint64)             longest_run;  /* see figures.c */
};

/* (transfer none): made if there is none. Thread: any. */
HarkLaneAnnex *hark_lane_ensure_annex (HarkLane *self);

static inline HarkLaneAnnex *
hark_lane_get_annex (HarkLane *self)
{
  return atomic_load_explicit (&self->annex, memory_order_acquire);
}

/* Behind a change of what decides which call comes next, and how. Thread: any. */
static inline void
hark_lane_note_change (HarkLane *self)
{
  atomic_fetch_add (hark_executor_get_changes (self->executor), 1);
}

static inline void
hark_lane_add_modes (HarkLane *self,
                     guint     modes)
{
  atomic_fetch_or (&self->modes, (unsigned char) modes);
  hark_lane_note_change (self);
}

/* The queue of calls of one priority. Thread: any. */
static inline HarkQueue *
hark_lane_get_queue (HarkLane     *self,
                     HarkPriority  priority)
{
  if (priority == HARK_PRIORITY_NORMAL)
    return &self->normal;
  return priority == HARK_PRIORITY_URGENT ? &hark_lane_ensure_annex (self)->urgent
                                          : &hark_lane_ensure_annex (self)->idle;
}

/* Calls a function of the observer, if there is one. */
#define hark_lane_tell(self, func, ...)                                 \
  G_STMT_START                                                          \
  {                                                                     \
    HarkLaneObserver *observer_ = hark_lane_get_observer (self);        \
                                                                        \
    if (observer_ != NULL)                                              \
      observer_->funcs->func (observer_, ##__VA_ARGS__);                \
  }                                                                     \
  G_STMT_END

/* --- call-wait.c --- */

/* A call has returned, or the lane rests; where it has only stopped in the middle, nothing has
 * passed. Thread: the owner. */
void hark_lane_let_pass (HarkLane *self);

/* --- relay.c --- */

/* Whether a call whose turn it is belongs elsewhere, and has gone there. Thread: the owner. */
gboolean hark_lane_pass_on (HarkLane *self,
                            HarkCall *call);
/* Lets those go that belong elsewhere. Thread: the owner, while nothing may run. */
void     hark_lane_sift (HarkLane *self);
/* Closes the queues, and lets those go that belong elsewhere; what stays is in
 * `taken`. Thread: as hark_lane_close(). */
void     hark_lane_shut (HarkLane *self);
/* Whether a call that came after that belongs elsewhere, and has gone there, behind those of
 * the same thread that came before. Thread: any. */
gboolean hark_lane_forward (HarkLane *self,
                            HarkCall *call);

/* --- stay.c --- */

/* What stays is given time until the deadline of a lane that stops, and then cancelled.
 * Thread: the owner. */
void hark_lane_hurry (HarkLane *self);

/* Thread: the owner. */
static inline gboolean
hark_lane_has_stays (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  return annex != NULL && annex->stays != NULL;
}

/* --- life.c --- */

/* Whether a lane that stops is out of time. Thread: any. */
gboolean hark_lane_is_past (HarkLane *self);

/* Drained, or out of time, and nothing stays: no more is taken in, `stopped` is told, what
 * listens to it on this lane runs, and when that has returned, it is all. Thread: the
 * owner, in its turn. */
void hark_lane_finish (HarkLane *self);

/* Of those that were discarded, so many do not count. Thread: any. */
void hark_lane_uncount_discarded (HarkLane *self,
                                  guint     n);

/* Discards all and refuses from here on. Thread: the owner, or any once the context
 * is gone. */
void hark_lane_close (HarkLane *self);

/* The thread that was made for the lane goes. Thread: any. */
void hark_lane_quit_thread (HarkLane *self);
