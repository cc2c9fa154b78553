/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>
#include <hark/queue.h>
#include <hark/loop-class.h>

G_BEGIN_DECLS

/**
 * hark_loop_new:
 * @name: (nullable): for people, in messages
 *
 * A loop on the thread-default context of the calling thread. It waits to be
 * started; calls to its objects wait with it.
 *
 * Returns: (transfer full): the loop. Thread: any, which becomes its owner
 *   while nobody else holds the context.
 */
HARK_API HarkLoop *hark_loop_new (const char *name);

/**
 * hark_loop_new_thread:
 * @name: (nullable): also the thread's
 *
 * A loop on a thread of its own, running. The thread ends when the loop has
 * stopped, or when neither the loop nor an object on it is left.
 *
 * Returns: (transfer full): the loop. Thread: any.
 */
HARK_API HarkLoop *hark_loop_new_thread (const char *name);

HARK_API const char   *hark_loop_get_name    (HarkLoop *self);

/**
 * hark_loop_get_context:
 *
 * Returns: (transfer none) (nullable): the context the loop runs on, which
 *   it does not keep alive. Thread: the owner.
 */
HARK_API GMainContext *hark_loop_get_context (HarkLoop *self);

/**
 * hark_loop_is_owner:
 *
 * Returns: whether the calling thread holds the loop's context, or nobody
 *   does and it made the loop
 */
HARK_API gboolean hark_loop_is_owner (HarkLoop *self);

/**
 * hark_loop_start:
 *
 * Lets queued calls run whenever the context is iterated. `started` comes
 * first. Starting twice does nothing. Thread: any.
 */
HARK_API void hark_loop_start (HarkLoop *self);

/**
 * hark_loop_stop:
 * @timeout: in microseconds, for draining; 0 discards at once;
 *   %HARK_FOREVER drains to the end
 *
 * Runs what is queued, and what that queues in turn, until nothing is left or
 * the time has passed; then discards the rest, counts it, and refuses all
 * that comes. `stopped` is last. Thread: any. Blocks: no.
 *
 * Returns: (transfer full): resolved, without values, when it has stopped
 */
HARK_API HarkFuture *hark_loop_stop (HarkLoop *self,
                                     gint64    timeout);

/**
 * hark_loop_run:
 *
 * Starts the loop and iterates its context until it has stopped. Thread: the
 * owner, outside any call. Blocks: yes.
 */
HARK_API void hark_loop_run (HarkLoop *self);

/**
 * hark_loop_run_until_idle:
 *
 * Starts the loop and iterates its context without blocking until no call can
 * run. Thread: the owner, outside any call.
 */
HARK_API void hark_loop_run_until_idle (HarkLoop *self);

/**
 * hark_loop_set_exit_on_error:
 *
 * Whether an error of a slot that nobody awaits ends the program, as it does
 * unless this is off. Thread: any.
 */
HARK_API void     hark_loop_set_exit_on_error (HarkLoop *self,
                                               gboolean  exit_on_error);
HARK_API gboolean hark_loop_get_exit_on_error (HarkLoop *self);

/**
 * hark_loop_set_spin:
 * @duration: in microseconds; 0, as at first, sleeps at once
 *
 * How long the thread of the loop's context looks for what it waits for, calls
 * of other threads as well as all else that the context polls, before it sleeps.
 * Waking a thread takes far longer than a call or a message, so a loop that must
 * answer at once can trade CPU time for that. It looks only while things come as
 * soon as @duration one after another; once something took longer, it sleeps at
 * once, until things come soon again. Other threads that want the CPU get it
 * meanwhile. A process that has but one CPU never looks, nor does a context that
 * has a poll function of its own. It holds for all loops of the context.
 * Thread: any.
 */
HARK_API void hark_loop_set_spin (HarkLoop *self,
                                  gint64    duration);

/**
 * HarkLoopStats:
 * @n_queued: calls that wait. Of those that the loop has not looked at yet it is
 *   about that many: threads that post at the same moment may be counted as one
 * @n_run: calls that have run, the one that runs included
 * @n_dropped: calls that were discarded by stopping, or dropped by queues with bounds
 * @longest_wait: in microseconds, from queueing to the turn in which a call is run; more than
 *   it was at most by the time in which the calls were queued that were taken with it
 * @longest_run: in microseconds, what the longest turn took, of up to 16 calls; exact, and
 *   of one call, where there is a limit, see hark_loop_set_limit()
 *
 * What a loop has done so far. The figures are of different moments while it runs.
 * Times that are not exact are counted in the kernel's ticks, of 1 to 10 ms, and
 * are 0 as long as none was more than 10 ms.
 */
typedef struct
{
  guint64 n_queued;
  guint64 n_run;
  guint64 n_dropped;
  gint64  longest_wait;
  gint64  longest_run;

  /*< private >*/
  guint64 padding[7];
} HarkLoopStats;

/**
 * hark_loop_get_stats:
 * @stats: (out caller-allocates): where to
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_loop_get_stats (HarkLoop      *self,
                                   HarkLoopStats *stats);

/**
 * HarkStall:
 * @object: (nullable): the class that is called
 * @slot: (nullable): its slot, where it is one
 * @event: (nullable): the event that a connection brought, where one did
 * @elapsed: in microseconds, since the call began
 * @n_queued: how many calls wait behind it, see #HarkLoopStats
 *
 * A call that takes too long.
 */
typedef struct
{
  const char *object;
  const char *slot;
  const char *event;
  gint64      elapsed;
  guint64     n_queued;

  /*< private >*/
  gpointer    padding[3];
} HarkStall;

/**
 * HarkStallFunc:
 * @loop: the loop
 * @stall: what runs on it, valid during the call only
 * @data: what was passed with the function
 */
typedef void (*HarkStallFunc) (HarkLoop        *loop,
                               const HarkStall *stall,
                               gpointer         data);

/**
 * hark_loop_set_limit:
 * @limit: in microseconds, how long one call may run; 0: as long as it likes, as
 *   it is at first
 *
 * A call that runs for longer is told of while it runs: the loop emits `stalled`,
 * once, and again whenever the time has doubled. It is emitted by a thread that
 * watches all loops with a limit, so listeners on other loops hear of it at
 * once, and functions that are connected directly run on that thread. The limit holds for
 * calls that begin from the loop's next turn on.
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_loop_set_limit (HarkLoop *self,
                                   gint64    limit);

/**
 * hark_loop_set_stall_func:
 * @limit: as for hark_loop_set_limit(), which it replaces
 * @func: (scope notified) (closure data) (destroy destroy): what to call
 * @data: for @func
 * @destroy: (nullable): frees @data, on any thread, once @func does not run any more
 *
 * The same, and @func is called too, on the watching thread: it must be safe there, should be
 * brief, as no other loop is watched meanwhile, and must not wait for this loop.
 *
 * Thread: any. Blocks: no.
 */
HARK_API void hark_loop_set_stall_func (HarkLoop       *self,
                                        gint64          limit,
                                        HarkStallFunc   func,
                                        gpointer        data,
                                        GDestroyNotify  destroy);

/**
 * hark_loop_get_n_run:
 *
 * Returns: how many calls have run. Thread: any.
 */
HARK_API guint64  hark_loop_get_n_run         (HarkLoop *self);

/**
 * hark_loop_get_n_discarded:
 *
 * Returns: how many calls were accepted and then discarded by stopping.
 *   Thread: any.
 */
HARK_API guint64  hark_loop_get_n_discarded   (HarkLoop *self);

/**
 * hark_loop_get_n_dropped:
 *
 * Returns: how many calls queues with bounds have refused or dropped: the loop's
 *   own, and those of its objects' slots and of the connections to them.
 *   Thread: any.
 */
HARK_API guint64  hark_loop_get_n_dropped     (HarkLoop *self);

/**
 * hark_loop_set_queue:
 * @depth: how many calls may wait, at least 1; of %HARK_QUEUE_GROW a high-water mark,
 *   or 0
 * @policy: what happens to one more; not one of %HARK_QUEUE_LATEST,
 *   %HARK_QUEUE_THROTTLE and %HARK_QUEUE_DEBOUNCE, which are for connections and
 *   slots
 *
 * Bounds the queue of calls of slots and of events. What is queued already is not
 * counted, nor are calls that wait in a queue of their own. Thread: any.
 */
HARK_API void     hark_loop_set_queue         (HarkLoop        *self,
                                               guint            depth,
                                               HarkQueuePolicy  policy);

G_END_DECLS
