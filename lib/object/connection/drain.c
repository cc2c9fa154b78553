/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for what is left of a connection: for the call that is running, or for
 * those that are queued. Hardly any connection is waited for, so the futures are
 * in one table beside them; whoever releases a connection looks there only if
 * `is_drained` says so, and whoever sets that looks whether it has been released
 * meanwhile. */

#include "base/fork-private.h"
#include "async/task-private.h"
#include "lane/stay-private.h"
#include "object/connection/connection-private.h"
#include "object/connection/outlets-private.h"

static GMutex drains_lock;
static GHashTable *drains;  /* the lock: HarkConnection -> HarkFuture, owned */

HARK_FORK_GUARD (drains_lock, NULL)

/* How many of the frames that this thread is in are calls through @self, or, if not
 * @only_self, direct ones of its emitter. Beneath a task there is who has resumed it. */
static guint
count_frames (HarkConnection *self,
              gboolean        only_self)
{
  const HarkTaskRun *run = hark_task_run;
  const HarkFrame *frame = hark_frame;
  guint n = 0;

  for (;;)
    {
      for (; frame != NULL; frame = frame->outer)
        if (only_self ? frame->connection == self
                      : frame->connection != NULL && frame->connection->emitter == self->emitter
                        && (frame->connection->site->flags & HARK_CONNECT_INLINE))
          n++;
      if (run == NULL)
        return n;
      frame = run->frames;
      run = run->outer;
    }
}

/* An async slot has stopped in the middle, and goes on on this thread alone. */
static gboolean
is_suspended_here (HarkLane *lane)
{
  HarkExecutor *executor = hark_lane_get_executor (lane);

  if (!hark_lane_is_held (lane, NULL, NULL) || !hark_executor_acquire (executor))
    return FALSE;
  hark_executor_release (executor);
  return TRUE;
}

static gboolean
wait_for_call (HarkConnection  *self,
               GError         **error)
{
  HarkLane *lane = hark_anchor_dup_home (self->receiver);
  gboolean has_waited = TRUE;

  if (self->site->flags & HARK_CONNECT_INLINE)
    hark_outlets_wait (self->emitter, self, count_frames (self, FALSE));
  else if (lane != NULL && !hark_lane_is_current (lane))
    {
      has_waited = !is_suspended_here (lane) && hark_lane_wait_call (lane, "the call that is running", error);
      if (!has_waited && (error == NULL || *error == NULL))
        g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                     "An async slot holds the loop that %s goes to, and cannot go on while this thread waits: "
                     "use hark_connection_disconnect(), or hark_connection_disconnect_drain() and await that",
                     self->site->event->text);
    }
  g_clear_pointer (&lane, hark_lane_unref);
  return has_waited;
}

gboolean
hark_connection_disconnect_sync (HarkConnection  *self,
                                 GError         **error)
{
  gboolean has_waited = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  hark_connection_ref (self);
  hark_connection_end (self, HARK_CONNECTION_ENDED);
  if (hark_anchor_is_inherited (self->emitter))
    hark_set_forked (error, "The connection");
  else if (count_frames (self, TRUE) > 0)
    g_set_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                 "A call through this connection from %s waits for its own end: "
                 "use hark_connection_disconnect()", self->site->event->text);
  else
    has_waited = wait_for_call (self, error);
  hark_connection_unref (self);
  return has_waited;
}

/* (transfer full) */
static HarkFuture *
dup_drained (HarkConnection *self)
{
  HarkFuture *drained;

  g_mutex_lock (&drains_lock);
  if (drains == NULL)
    drains = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) hark_future_unref);
  drained = g_hash_table_lookup (drains, self);
  if (drained == NULL)
    {
      drained = hark_future_new (NULL);
      g_hash_table_insert (drains, self, drained);
    }
  hark_future_ref (drained);
  atomic_store (&self->is_drained, TRUE);
  g_mutex_unlock (&drains_lock);
  return drained;
}

void
hark_connection_settle (HarkConnection *self,
                        gboolean        has_run)
{
  HarkFuture *drained = NULL;

  g_mutex_lock (&drains_lock);
  g_hash_table_steal_extended (drains, self, NULL, (gpointer *) &drained);
  g_mutex_unlock (&drains_lock);
  if (drained == NULL)
    return;

  if (has_run)
    hark_future_resolve (drained, NULL);
  else
    hark_future_reject (drained, g_error_new (HARK_ERROR, HARK_ERROR_CLOSED,
                                              "The loop that %s went to has ended",
                                              self->site->event->text));
  hark_future_unref (drained);
}

HarkFuture *
hark_connection_disconnect_drain (HarkConnection *self)
{
  HarkFuture *drained;

  g_return_val_if_fail (self != NULL, NULL);

  if (hark_anchor_is_inherited (self->emitter))
    return hark_future_new_forked ("The connection");

  hark_connection_ref (self);
  drained = dup_drained (self);
  hark_connection_end (self, HARK_CONNECTION_DRAINING);
  if (atomic_load (&self->past) == HARK_PAST_CALLS)
    hark_connection_settle (self, TRUE); /* it had ended before, and its last call with it */
  hark_connection_unref (self);
  return drained;
}
