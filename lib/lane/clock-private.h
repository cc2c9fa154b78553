/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/clock.h>

gboolean hark_clock_is_virtual (void);

/* The virtual clock is at @time, unless it is past it. Thread: any. */
void     hark_clock_reach      (gint64 time);

/* The same time, cheaper: in milliseconds, which wrap, and late by as much as the
 * kernel's tick, 1 to 10 of them. Thread: any. */
guint    hark_clock_coarse_ms  (void);

/* A thread that sleeps until some time, and is to look at the virtual clock when that has
 * been put forward, or begun or ended. */
typedef struct _HarkClockWatch HarkClockWatch;
struct _HarkClockWatch
{
  void           (*stepped) (HarkClockWatch *watch);  /* on any thread; wakes, and no more */
  HarkClockWatch  *next;                              /* the clock's lock */
};

/* Thread: any. */
void     hark_clock_watch      (HarkClockWatch *watch);
void     hark_clock_unwatch    (HarkClockWatch *watch);
