/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/clock.h>

gboolean hark_clock_is_virtual (void);

/* The virtual clock is at @time, unless it is past it. Thread: any. */
void     hark_clock_reach      (gint64 time);

/* The same time, cheaper: in milliseconds, which wrap, and late by as much as the
 * kernel's tick, 1 to 10 of them. Thread: any. */
guint    hark_clock_coarse_ms  (void);
