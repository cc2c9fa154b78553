/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A service that publishes ticks. */

#include <hark/types.h>
#include <hark/bus.h>
#include <hark/ticker-class.h>

G_BEGIN_DECLS

/**
 * hark_ticker_new:
 * @loop: (nullable): where it ticks; %NULL: one of its own on the thread-default context
 * @bus: where to; it keeps it
 * @topic: of its messages, which carry what #HarkTimer::ticked does
 * @interval: in microseconds, at least 1
 * @n_ticks: after how many it ends; 0: it does not
 * @error: %HARK_ERROR_INVALID, %HARK_ERROR_LIMIT: what cannot be a topic or an interval
 *
 * What hark_service_new() makes a service of, which ticks while it runs.
 *
 * Returns: (transfer full) (nullable): the ticker. Thread: any.
 */
HARK_API HarkTicker *hark_ticker_new (HarkLoop    *loop,
                                      HarkBus     *bus,
                                      const char  *topic,
                                      gint64       interval,
                                      guint64      n_ticks,
                                      GError     **error);

G_END_DECLS
