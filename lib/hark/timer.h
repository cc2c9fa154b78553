/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/timer-class.h>
#include <hark/object.h>

/* Timers are objects with events: connect to `ticked`, and to `finished` of one that
 * counts to an end. They are on hark_clock_now(), so a test can run on a virtual clock. */

G_BEGIN_DECLS

/**
 * hark_timer_new:
 * @loop: (nullable): where it ticks; %NULL: a loop of its own on the thread-default
 *   context
 *
 * A timer that is not running. It stops when it ends, when its last reference is dropped,
 * and when its loop stops. It can be moved to another loop while it runs.
 *
 * Returns: (transfer full): the timer. Thread: any.
 */
HARK_API HarkTimer *hark_timer_new (HarkLoop *loop);

/**
 * hark_timer_start:
 * @interval: in microseconds, at least 1
 * @n_ticks: after how many it has finished; 1: it ticks once; 0: until it is stopped
 * @error: %HARK_ERROR_INVALID: @interval is 0 or negative, or longer than there is time;
 *   %HARK_ERROR_CLOSED: the timer, or its loop, has ended
 *
 * Ticks @interval from now, and again after each @interval, counting up from 1. Ticks are due at
 * multiples of @interval since this moment, however late some are. Those that come
 * due before one could be told are merged into it: a loop that was busy for ten intervals hears one tick,
 * which says that it has missed nine. A context sleeps in whole milliseconds, so shorter intervals are
 * merged as well.
 *
 * A timer that is running begins anew; if this fails it goes on as before. On a loop that is not started
 * ticks wait for it.
 *
 * Thread: any. Blocks: no.
 */
HARK_API gboolean hark_timer_start (HarkTimer  *self,
                                    gint64      interval,
                                    guint64     n_ticks,
                                    GError    **error);

/**
 * hark_timer_count_down:
 * @interval: in microseconds, at least 1
 * @n_ticks: from which number, at least 1
 * @error: as for hark_timer_start()
 *
 * The same, and ticks say how many are to come: @n_ticks - 1 at first, and 0 when it has finished.
 */
HARK_API gboolean hark_timer_count_down (HarkTimer  *self,
                                         gint64      interval,
                                         guint64     n_ticks,
                                         GError    **error);

/**
 * hark_timer_stop:
 *
 * It does not tick any more. On the thread of its loop, no listener on that loop hears a tick after
 * this, not even one that was due. Listeners on other loops still hear those that
 * had been emitted; and called on another thread, this does not wait for one that is being emitted.
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_timer_stop (HarkTimer *self);

/**
 * hark_timer_is_running:
 *
 * Returns: whether there will be a tick. Thread: any.
 */
HARK_API gboolean hark_timer_is_running (HarkTimer *self);

G_END_DECLS
