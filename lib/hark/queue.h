/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How many calls may wait, and what happens to one that finds the queue full: of a
 * loop, of a slot or of a connection. Whatever is dropped is counted, and the loop
 * emits `overflow`. */

#include <hark/types.h>

G_BEGIN_DECLS

/**
 * HarkQueuePolicy:
 * @HARK_QUEUE_GROW: it waits all the same. Beyond the depth, if one is given, the
 *   loop emits `overflow` with a count of 0, once until half of it has drained
 * @HARK_QUEUE_FAIL: it is refused
 * @HARK_QUEUE_BLOCK: a task is suspended until there is room, and a plain thread
 *   waits. Inside a call or any other dispatch, on the thread that has to make the room,
 *   and where the task is cancelled or the loop stops, it is refused
 * @HARK_QUEUE_DROP_OLDEST: the oldest that waits is dropped; every other moves up
 *   one place, and the new one is last
 * @HARK_QUEUE_DROP_NEWEST: it is dropped, and its caller not bothered
 * @HARK_QUEUE_LATEST: it takes the place of the one that waits with the same key,
 *   or without a key of the one that waits; if there is none, it drops the oldest
 * @HARK_QUEUE_THROTTLE: one runs in each interval, and of those that come
 *   meanwhile the last when the interval is over
 * @HARK_QUEUE_DEBOUNCE: the last one runs once none has come for an interval
 *
 * What happens to a call for which there is no room.
 */
typedef enum
{
  HARK_QUEUE_GROW,
  HARK_QUEUE_FAIL,
  HARK_QUEUE_BLOCK,
  HARK_QUEUE_DROP_OLDEST,
  HARK_QUEUE_DROP_NEWEST,
  HARK_QUEUE_LATEST,
  HARK_QUEUE_THROTTLE,
  HARK_QUEUE_DEBOUNCE,
} HarkQueuePolicy;

/**
 * HarkQueueInfo:
 * @policy: what happens when it is full
 * @depth: how many calls may wait; 0: any number (of %HARK_QUEUE_GROW), or one (of
 *   the last three policies)
 * @interval: of %HARK_QUEUE_THROTTLE and %HARK_QUEUE_DEBOUNCE, in microseconds
 * @key: (nullable): of %HARK_QUEUE_LATEST, the name of a parameter
 *
 * A queue, as `@queue` in a schema and %HARK_QUEUE describe it. One that is all
 * zero has no bounds.
 */
struct _HarkQueueInfo
{
  HarkQueuePolicy policy;
  guint           depth;
  gint64          interval;
  const char     *key;
};

#ifndef __GI_SCANNER__

/**
 * HARK_QUEUE:
 * @policy: a #HarkQueuePolicy
 * @depth: how many calls may wait
 *
 * The last argument of %HARK_CONNECT_FULL and its like: this connection has a
 * queue of its own, which goes before what the schema says.
 */
#define HARK_QUEUE(policy, depth)            (policy), (depth), 0, NULL

/**
 * HARK_QUEUE_KEYED:
 * @depth: how many calls may wait
 * @key: the name of a parameter of the event
 *
 * %HARK_QUEUE_LATEST for each value of @key.
 */
#define HARK_QUEUE_KEYED(depth, key)         HARK_QUEUE_LATEST, (depth), 0, (key)

/**
 * HARK_QUEUE_PACED:
 * @policy: %HARK_QUEUE_THROTTLE or %HARK_QUEUE_DEBOUNCE
 * @interval: in microseconds
 */
#define HARK_QUEUE_PACED(policy, interval)   (policy), 0, (interval), NULL

#endif

G_END_DECLS
