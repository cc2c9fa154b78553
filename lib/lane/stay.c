/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that have stopped in the middle. While one holds its lane, that counts as
 * running: its turn has not ended, only interrupted. The stretch that goes on is in a
 * place of its own, and not behind what waits for it to end (see run_on() in turn.c).
 * Those that share a lane queue their stretches as the lane's own, which run before the
 * calls of its next turn.
 *
 * A lane does not stop while something stays. When the deadline of stopping has passed
 * all of it is cancelled. If the context goes, whoever ends what stays does that on the
 * spot; the lane may have been abandoned before, and who of the two comes second tells
 * that it has ended. */

#include "lane/clock-private.h"
#include "lane/stay-private.h"
#include "lane/lane-state-private.h"

void
hark_stay_init (HarkStay *self,
                HarkLane *lane,
                HarkCall *call,
                gboolean  holds,
                void    (*cancel) (HarkStay *stay))
{
  hark_lane_ensure_annex (lane);
  self->call = call;
  self->lane = lane;
  self->holds = holds;
  self->next = self->previous = NULL;
  self->cancel = cancel;
}

/* --- from beginning to end --- */

static void
publish_holder (HarkLaneAnnex *annex,
                HarkStay      *holder)
{
  HarkCallSubject subject = { NULL, NULL, NULL };

  if (holder->call->funcs->describe != NULL)
    holder->call->funcs->describe (holder->call, &subject);
  atomic_store (&annex->held_since, hark_clock_now ());
  atomic_store (&annex->held_by_object, subject.object);
  atomic_store (&annex->held_by_slot, subject.slot);
  atomic_store (&annex->held_by_event, subject.event);
}

void
hark_stay_begin (HarkStay *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self->lane);

  self->next = annex->stays;
  if (self->next != NULL)
    self->next->previous = self;
  annex->stays = self;
  if (self->holds)
    publish_holder (annex, self);
  hark_lane_add_modes (self->lane, self->holds ? HARK_LANE_OWN | HARK_LANE_HELD : HARK_LANE_OWN);
}

void
hark_stay_end (HarkStay *self)
{
  HarkLane *lane = self->lane;
  HarkLaneAnnex *annex = hark_lane_get_annex (lane);

  if (self->next != NULL)
    self->next->previous = self->previous;
  if (self->previous != NULL)
    self->previous->next = self->next;
  else
    annex->stays = self->next;
  if (annex->stays == NULL)
    hark_alarms_disarm (hark_executor_get_alarms (lane->executor), &annex->stop_alarm);

  if (self->holds
      && (atomic_fetch_and (&lane->modes, (unsigned char) ~HARK_LANE_HELD) & HARK_LANE_LEFT))
    hark_lane_tell (lane, ended);
}

/* --- going on --- */

static void
post_holder (HarkLane *lane,
             HarkCall *call)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (lane);
  HarkCall *expected = call;

  atomic_store (&annex->resumption, call);
  hark_lane_schedule (lane);
  /* One that is abandoned is in no queue, and looks only once. */
  if (atomic_load (&lane->state) == HARK_LANE_STOPPED
      && atomic_compare_exchange_strong (&annex->resumption, &expected, NULL))
    hark_call_drop (call);
}

void
hark_stay_post (HarkStay *self)
{
  HarkLane *lane = hark_lane_ref (self->lane); /* which may have run it before this returns */
  HarkCall *call = self->call;

  if (self->holds)
    post_holder (lane, call);
  else
    {
      hark_lane_post_own (lane, call);
      hark_lane_schedule (lane);
    }
  hark_lane_unref (lane);
}

/* --- stopping --- */

static void
deadline_passed (HarkAlarm *alarm)
{
  hark_lane_schedule (alarm->lane);
}

void
hark_lane_hurry (HarkLane *self)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);
  HarkStay *next;

  if (atomic_load (&self->state) != HARK_LANE_STOPPING)
    return;
  if (!hark_lane_is_past (self))
    {
      annex->stop_alarm.due = atomic_load (&annex->deadline);
      annex->stop_alarm.lane = self;
      annex->stop_alarm.expired = deadline_passed;
      if (annex->stop_alarm.due != HARK_FOREVER)
        hark_alarms_arm (hark_executor_get_alarms (self->executor), &annex->stop_alarm);
      return;
    }
  for (HarkStay *stay = annex->stays; stay != NULL; stay = next)
    {
      next = stay->next;
      stay->cancel (stay);
    }
}

/* --- asking --- */

gboolean
hark_lane_is_held (HarkLane        *self,
                   HarkCallSubject *subject,
                   gint64          *since)
{
  HarkLaneAnnex *annex = hark_lane_get_annex (self);

  if ((atomic_load (&self->modes) & HARK_LANE_HELD) == 0)
    return FALSE;

  if (subject != NULL)
    *subject = (HarkCallSubject) {
      atomic_load (&annex->held_by_object), atomic_load (&annex->held_by_slot), atomic_load (&annex->held_by_event),
    };
  if (since != NULL)
    *since = atomic_load (&annex->held_since);
  return TRUE;
}
