/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A backlog that calls pass through: they are queued in the lane, where they keep the order that
 * they have there, and only how many of them are on their way is bounded. While it is paused
 * nobody who can wait gets in, however few those are. Nobody is to wait for a lane that
 * has stopped: an alarm that is never due resumes it then. */

#include "lane/backlog-state-private.h"
#include "lane/clock-private.h"

void
hark_backlog_enter (HarkBacklog *self,
                    HarkLane    *lane)
{
  g_mutex_lock (&self->lock);
  hark_backlog_wait (self, lane);
  self->n_inside += 1;
  g_mutex_unlock (&self->lock);
}

void
hark_backlog_leave (HarkBacklog *self)
{
  g_mutex_lock (&self->lock);
  /* Some may have gone by before it was here. */
  if (self->n_inside > 0)
    self->n_inside -= 1;
  if (!self->is_paused)
    hark_backlog_wake (self, FALSE);
  g_mutex_unlock (&self->lock);
}

/* --- pausing: all on the owner's thread --- */

static void
go_on (HarkBacklog *self)
{
  g_mutex_lock (&self->lock);
  self->is_paused = false;
  hark_backlog_wake (self, TRUE);
  g_mutex_unlock (&self->lock);
}

static void
lane_ended (HarkAlarm *alarm)
{
  HarkBacklog *self = (HarkBacklog *) ((char *) alarm - G_STRUCT_OFFSET (HarkBacklog, alarm));
  HarkLane *lane = alarm->lane;

  go_on (self);
  hark_lane_unref (lane);
  hark_backlog_unref (self);
}

void
hark_backlog_pause (HarkBacklog *self,
                    HarkLane    *lane)
{
  HarkExecutor *executor = hark_lane_get_executor (lane);

  if (hark_backlog_is_armed (self) || hark_lane_get_state (lane) != HARK_LANE_RUNNING
      || hark_executor_get_context (executor) == NULL)
    return;

  hark_backlog_ref (self);
  self->alarm.due = G_MAXINT64;
  self->alarm.expired = lane_ended;
  self->alarm.lane = hark_lane_ref (lane);
  hark_alarms_arm (hark_executor_get_alarms (executor), &self->alarm);
  g_mutex_lock (&self->lock);
  self->is_paused = true;
  g_mutex_unlock (&self->lock);
}

void
hark_backlog_resume (HarkBacklog *self)
{
  if (!hark_backlog_is_armed (self))
    return;

  hark_alarms_disarm (hark_executor_get_alarms (hark_lane_get_executor (self->alarm.lane)), &self->alarm);
  lane_ended (&self->alarm);
}
