/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Policies that know time keep one call, the last that came, until it is due.
 * What is due at once gets a ticket like any; for what is due later, a chore
 * arms an alarm on the owner's thread, and that gets the ticket when it expires. A
 * lane that stops lets its alarms expire when it has run all else, so what is kept back
 * is not lost. */

#include "base/block-private.h"
#include "lane/backlog-state-private.h"
#include "lane/clock-private.h"

typedef struct
{
  HarkCall     call;
  HarkBacklog *backlog;  /* owned, until it is the alarm's */
} Arming;

/* When the call that is kept may run. With the lock. */
static gint64
due_of (HarkBacklog *self)
{
  return self->last == G_MININT64 ? self->last : self->last + self->info.interval;
}

void
hark_backlog_set_pace (HarkBacklog *self)
{
  self->is_paced = false;
  if (self->info.policy == HARK_QUEUE_THROTTLE)
    self->last = hark_clock_now ();
}

/* --- the alarm: all on the owner's thread --- */

/* Takes over what the alarm holds. */
static void
queue_kept (HarkBacklog *self,
            HarkLane    *lane)
{
  HarkCall *dropped = NULL;
  HarkPush push = HARK_PUSH_BEHIND;

  g_mutex_lock (&self->lock);
  if (self->calls.n > 0)
    push = hark_backlog_push_ticket (self, lane);
  if (push == HARK_PUSH_CLOSED)
    dropped = hark_backlog_take (self);
  g_mutex_unlock (&self->lock);

  if (push == HARK_PUSH_FIRST)
    hark_lane_schedule (lane);
  if (dropped != NULL)
    hark_call_drop (dropped);
  hark_lane_unref (lane);
  hark_backlog_unref (self);
}

static HarkBacklog *
backlog_of (HarkAlarm *alarm)
{
  return (HarkBacklog *) ((char *) alarm - G_STRUCT_OFFSET (HarkBacklog, alarm));
}

static void
alarm_expired (HarkAlarm *alarm)
{
  HarkBacklog *self = backlog_of (alarm);
  HarkExecutor *executor = hark_lane_get_executor (alarm->lane);

  g_mutex_lock (&self->lock);
  alarm->due = due_of (self);
  g_mutex_unlock (&self->lock);

  /* Others have come since it was armed, and debounce waits for the last. */
  if (hark_clock_now () < alarm->due && hark_lane_get_state (alarm->lane) == HARK_LANE_RUNNING
      && hark_executor_get_context (executor) != NULL)
    hark_alarms_arm (hark_executor_get_alarms (executor), alarm);
  else
    queue_kept (self, alarm->lane);
}

static void
arming_run (HarkCall *call)
{
  HarkBacklog *self = ((Arming *) call)->backlog;
  HarkLane *lane = hark_lane_ref (hark_lane_get_current ());

  hark_piece_free (call);
  if (hark_lane_get_state (lane) != HARK_LANE_RUNNING)
    {
      queue_kept (self, lane);
      return;
    }
  g_mutex_lock (&self->lock);
  self->alarm.due = due_of (self);
  g_mutex_unlock (&self->lock);
  self->alarm.expired = alarm_expired;
  self->alarm.lane = lane;
  hark_alarms_arm (hark_executor_get_alarms (hark_lane_get_executor (lane)), &self->alarm);
}

static void
arming_drop (HarkCall *call)
{
  HarkBacklog *self = ((Arming *) call)->backlog;

  hark_backlog_clear (self);
  hark_backlog_unref (self);
  hark_piece_free (call);
}

static const HarkCallFuncs arming_funcs = { HARK_CALL_CHORE, arming_run, arming_drop, NULL, NULL };

gboolean
hark_backlog_is_armed (HarkBacklog *self)
{
  return self->alarm.place != 0;
}

gboolean
hark_backlog_flush (HarkBacklog *self)
{
  HarkAlarm *alarm = &self->alarm;

  if (!hark_backlog_is_armed (self))
    return FALSE;

  hark_alarms_disarm (hark_executor_get_alarms (hark_lane_get_executor (alarm->lane)), alarm);
  queue_kept (self, alarm->lane);
  return TRUE;
}

/* --- offering --- */

/* With the lock. */
static HarkPush
push_arming (HarkBacklog *self,
             HarkLane    *lane)
{
  Arming *arming = hark_piece_new (sizeof (Arming));
  HarkPush push;

  arming->call.funcs = &arming_funcs;
  arming->backlog = hark_backlog_ref (self);
  push = hark_lane_push (lane, &arming->call, self->subject.priority);
  if (push == HARK_PUSH_CLOSED)
    {
      hark_backlog_unref (self);
      hark_piece_free (arming);
    }
  return push;
}

gboolean
hark_backlog_pace (HarkBacklog *self,
                   HarkLane    *lane,
                   HarkCall    *call)
{
  HarkCall *dropped = NULL, *telling = NULL;
  HarkPush push = HARK_PUSH_BEHIND;
  gint64 now = hark_clock_now ();

  if (self->info.policy == HARK_QUEUE_DEBOUNCE)
    self->last = now;
  if (self->is_closed)
    {
      push = HARK_PUSH_CLOSED;
      dropped = call;
    }
  else
    {
      dropped = hark_backlog_take (self);
      hark_backlog_append (self, call);
      if (dropped != NULL)
        telling = hark_backlog_count (self, lane, TRUE);
    }
  if (push != HARK_PUSH_CLOSED && !self->is_paced)
    {
      push = now >= due_of (self) ? hark_backlog_push_ticket (self, lane)
                                  : push_arming (self, lane);
      if (push == HARK_PUSH_CLOSED)
        dropped = hark_backlog_retract (self);
      else
        self->is_paced = true;
    }
  g_mutex_unlock (&self->lock);

  if (push == HARK_PUSH_FIRST && !hark_lane_schedule (lane))
    push = HARK_PUSH_CLOSED;
  if (dropped != NULL)
    hark_call_drop (dropped);
  if (telling != NULL)
    hark_lane_post_at (lane, telling, HARK_PRIORITY_URGENT);
  return push != HARK_PUSH_CLOSED;
}
