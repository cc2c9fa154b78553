/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Times to wait for: a heap, earliest first, one for each executor, which
 * says when it is to be looked at. */

#include <glib.h>

typedef struct _HarkAlarm  HarkAlarm;
typedef struct _HarkAlarms HarkAlarms;

struct _HarkLane;

/* Part of what waits, which outlives it. All is the executor's owner's. */
struct _HarkAlarm
{
  gint64            due;      /* of hark_clock_now() */
  struct _HarkLane *lane;     /* borrowed: what waits is part of it */
  guint             place;    /* in the heap, from 1; 0: not armed */
  guint32           serial;   /* when it was armed; while it is */
  /* When it is due; or before, when the lane stops and has run all else, or its
   * context is gone. It is no longer armed then. Here nothing is run, only
   * posted. */
  void            (*expired) (HarkAlarm *alarm);
};

struct _HarkAlarms
{
  HarkAlarm **heap;     /* [0] is not used */
  guint       n;
  guint       size;
  guint32     n_armed;  /* ever; it wraps */
};

/* Armed already, it is moved. Thread, here and below: the owner. */
void hark_alarms_arm    (HarkAlarms *self,
                         HarkAlarm  *alarm);
/* Does nothing where it is not armed. */
void hark_alarms_disarm (HarkAlarms *self,
                         HarkAlarm  *alarm);

/* The next time that is due; G_MAXINT64: none. */
static inline gint64
hark_alarms_get_due (const HarkAlarms *self)
{
  return self->n > 0 ? self->heap[1]->due : G_MAXINT64;
}

/* Those that are due at @now; whoever arms again then does so for later. */
void hark_alarms_expire (HarkAlarms *self,
                         gint64      now);
/* Those of @lane, due or not, in the order of their times. %FALSE: there are none. */
gboolean hark_alarms_expire_lane (HarkAlarms       *self,
                                  struct _HarkLane *lane);
/* All of them, when nobody comes to look any more: what that posts is dropped at once, and others
 * may be taken out meanwhile. */
void hark_alarms_expire_all (HarkAlarms *self);
/* There are none any more. */
void hark_alarms_clear (HarkAlarms *self);
