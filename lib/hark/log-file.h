/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A service that writes messages into a file. */

#include <hark/types.h>
#include <hark/bus.h>
#include <hark/log-file-class.h>

G_BEGIN_DECLS

/**
 * hark_log_file_new:
 * @loop: (nullable): where it writes, which blocks: one with a thread of its own where
 *   that matters; %NULL: one of its own on the thread-default context
 * @bus: what it listens to; it keeps it
 * @path: (type filename): of the file, which is made where there is none, and continued where there is one
 *
 * What hark_service_new() makes a service of. While that is initialized, each message with a
 * topic below `log://` becomes one line of JSON:
 *
 *   {"time": "2026-11-20T17:40:00.000000Z", "id": 5, "topics": ["log://net"], "payload": "down"}
 *
 * `time` is when it came here; `sender` and `trace` are there if the message has them. Arguments
 * of events are an array.
 *
 * What cannot be written ends the service's `run` with an error, and is kept for when it runs
 * again, up to 1 MiB. Of what is lost beyond that, the bus tells with `failed`.
 *
 * Returns: (transfer full): the file, not yet opened. Thread: any.
 */
HARK_API HarkLogFile *hark_log_file_new (HarkLoop   *loop,
                                         HarkBus    *bus,
                                         const char *path);

/**
 * hark_log_file_set_topics:
 * @topics: (array zero-terminated=1): as in hark_bus_subscribe(); only `log://` and all below
 *   it at first
 *
 * Thread: any, before it is initialized.
 */
HARK_API void hark_log_file_set_topics (HarkLogFile       *self,
                                        const char *const *topics);

/**
 * hark_log_file_set_interval:
 * @interval: in microseconds; 1 second at first
 *
 * How often it writes what has come. More than 64 KiB are written at once, and so is the rest
 * when the service is terminated. Thread: any, before it is initialized.
 */
HARK_API void hark_log_file_set_interval (HarkLogFile *self,
                                          gint64       interval);

/**
 * hark_log_file_set_rotation:
 * @size: in bytes; 10 MiB at first; 0: it is never rotated
 * @n_old: how many old files are kept, at least 1; 5 at first
 *
 * Where a line would make the file larger than @size, the file is called `PATH.1` instead, the
 * one before `PATH.2` and so on, the oldest is removed, and a new one begins with that line. Lines are
 * never divided. Thread: any, before it is initialized.
 */
HARK_API void hark_log_file_set_rotation (HarkLogFile *self,
                                          guint64      size,
                                          guint        n_old);

G_END_DECLS
