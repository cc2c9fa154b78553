/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The clock that all of Hark's times are read from. A test can make it virtual:
 * then it stands still, and where a context would sleep until some time of
 * Hark's, the clock is that far instead. A test of an hour takes a millisecond. */

#include <hark/types.h>

G_BEGIN_DECLS

/**
 * hark_clock_now:
 *
 * Returns: the time, in microseconds of the monotonic clock, or of the virtual
 *   one. Thread: any.
 */
HARK_API gint64   hark_clock_now         (void);

/**
 * hark_clock_set_virtual:
 * @is_virtual: %FALSE: back to the monotonic clock
 *
 * Makes the clock of the whole process virtual: it stands still from here on,
 * and goes on where hark_clock_advance() says so, or where a context would sleep
 * until one of Hark's times is reached. Times of others, as of
 * g_timeout_add(), stay as they are. Thread: any, while no loop of another
 * thread waits for a time.
 */
HARK_API void     hark_clock_set_virtual (gboolean is_virtual);

/**
 * hark_clock_advance:
 * @duration: in microseconds, 0 or more
 *
 * Puts the virtual clock forward. What is due then runs when its context is
 * iterated. Thread: any.
 */
HARK_API void     hark_clock_advance     (gint64   duration);

G_END_DECLS
