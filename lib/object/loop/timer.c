/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A timer is an object whose ticks are calls on its loop. What it has to do is a plan,
 * which any thread changes, under a lock. The owner carries it out: there is one call, queued once at
 * most, which looks at the plan and the clock when its turn comes, tells what is due, and arms
 * an alarm for what comes next; the alarm queues it again. So a tick that waits for its turn is late, and never
 * one of two; nobody who changes the plan has to take back what is on the way.
 *
 * The alarm is in the heap of the context that the timer lives on. An object that moves
 * leaves that on its owner's thread: there the alarm is taken out, and the call, which goes
 * along, arms it anew. The type and its events are generated from schemas/timer.hark; every
 * timer is of the final class here. */

#include <hark/clock.h>
#include <hark/loop.h>
#include <hark/timer.h>

#include "object/connection/emission-private.h"
#include "object/seat/remote-private.h"

#define HARK_TYPE_CLOCK_TIMER (hark_clock_timer_get_type ())
G_DECLARE_FINAL_TYPE (HarkClockTimer, hark_clock_timer, HARK, CLOCK_TIMER, HarkTimer)

/* What it is to do. Ticks are due at `start` + n * `interval`. */
typedef struct
{
  gint64  start;
  gint64  interval;
  guint64 n_ticks;      /* 0: no end */
  guint64 n_told;       /* of them, those merged included */
  bool    counts_down;
  bool    is_running;
} Plan;

/* Outlives the object while its call is queued. */
typedef struct
{
  HarkCall     call;
  atomic_uint  refs;       /* the object's, and the call's */
  HarkLock     lock;
  bool         is_queued;  /* lock */
  Plan         plan;       /* lock */
  HarkAnchor  *anchor;     /* fixed at birth; owned */
  HarkAlarm    alarm;      /* the owner */
} Clockwork;

struct _HarkClockTimer
{
  HarkTimer  parent_instance;
  Clockwork *clockwork;    /* fixed at birth */
};

G_DEFINE_FINAL_TYPE (HarkClockTimer, hark_clock_timer, HARK_TYPE_TIMER)

static void
clockwork_unref (Clockwork *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  g_assert (self->alarm.place == 0);
  hark_anchor_unref (self->anchor);
  g_free (self);
}

/* --- the plan --- */

static guint64
count_due (const Plan *plan,
           gint64      now)
{
  guint64 n = now > plan->start ? (guint64) (now - plan->start) / (guint64) plan->interval : 0;

  return plan->n_ticks > 0 ? MIN (n, plan->n_ticks) : n;
}

/* Of the next tick. */
static gint64
due_of (const Plan *plan)
{
  gint64 told = plan->start + (gint64) plan->n_told * plan->interval;

  return plan->interval < G_MAXINT64 - told ? told + plan->interval : G_MAXINT64;
}

/* Takes what is due by now out of the plan. %FALSE: nothing is. */
static gboolean
take_due (Clockwork *self,
          guint64   *count,
          guint64   *n_missed,
          gboolean  *is_last)
{
  Plan *plan = &self->plan;
  guint64 n_due = 0;

  hark_lock (&self->lock);
  if (plan->is_running)
    n_due = count_due (plan, hark_clock_now ());
  if (n_due <= plan->n_told)
    {
      hark_unlock (&self->lock);
      return FALSE;
    }
  *count = plan->counts_down ? plan->n_ticks - n_due : n_due;
  *n_missed = n_due - plan->n_told - 1;
  *is_last = n_due == plan->n_ticks;
  plan->n_told = n_due;
  plan->is_running = !*is_last;
  hark_unlock (&self->lock);
  return TRUE;
}

static gboolean
end_plan (Clockwork *self)
{
  gboolean was_running;

  hark_lock (&self->lock);
  was_running = self->plan.is_running;
  self->plan.is_running = false;
  hark_unlock (&self->lock);
  return was_running;
}

/* --- the call --- */

static const HarkCallFuncs look_funcs, tick_funcs;

/* %FALSE: nothing runs there any more. */
static gboolean
post (Clockwork           *self,
      HarkLane            *lane,
      const HarkCallFuncs *funcs)
{
  gboolean was_queued;

  hark_lock (&self->lock);
  was_queued = self->is_queued;
  self->is_queued = true;
  hark_unlock (&self->lock);
  if (was_queued)
    return TRUE;

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  self->call.funcs = funcs;
  return hark_lane_post (lane, &self->call);
}

/* It may be queued again from here on. */
static void
begin_call (Clockwork *self)
{
  hark_lock (&self->lock);
  self->is_queued = false;
  hark_unlock (&self->lock);
}

/* Posts only; a loop that stops gets here too, and the alarm with it. */
static void
alarm_expired (HarkAlarm *alarm)
{
  Clockwork *self = (Clockwork *) ((char *) alarm - G_STRUCT_OFFSET (Clockwork, alarm));

  if (hark_lane_get_state (alarm->lane) == HARK_LANE_RUNNING)
    post (self, alarm->lane, &tick_funcs);
  else
    end_plan (self);
}

static void
disarm (Clockwork *self)
{
  if (self->alarm.place != 0)
    hark_alarms_disarm (hark_executor_get_alarms (hark_lane_get_executor (self->alarm.lane)), &self->alarm);
}

static void
arm (Clockwork *self,
     HarkLane  *lane)
{
  gint64 due;

  hark_lock (&self->lock);
  due = self->plan.is_running && !self->is_queued ? due_of (&self->plan) : G_MAXINT64;
  hark_unlock (&self->lock);

  disarm (self);
  if (due == G_MAXINT64)
    return;
  self->alarm.due = due;
  self->alarm.lane = lane;
  self->alarm.expired = alarm_expired;
  hark_alarms_arm (hark_executor_get_alarms (hark_lane_get_executor (lane)), &self->alarm);
}

/* Sees to what comes next. Thread: the owner, in a call. */
static void
attend (Clockwork *self)
{
  HarkLane *home = hark_anchor_dup_home (self->anchor);

  if (home != hark_lane_get_current ())
    post (self, hark_anchor_get_lane (self->anchor), &look_funcs); /* it has moved in that call */
  else if (hark_lane_get_state (home) == HARK_LANE_RUNNING && hark_anchor_get_state (self->anchor) == HARK_ANCHOR_OPEN)
    arm (self, home);
  else
    end_plan (self);
  hark_lane_unref (home);
}

static void
tell (Clockwork *self,
      HarkTimer *timer)
{
  HarkLane *own = hark_lane_get_current ();
  guint64 count, n_missed;
  gboolean is_last;

  if (!take_due (self, &count, &n_missed, &is_last))
    return;
  if (hark_seat_is_heard (&timer->seat, hark_timer_ticked__source.index))
    hark_emission_run (self->anchor, &hark_timer_ticked__source, &(const HarkTimerTicked) { count, n_missed }, NULL, own);
  if (is_last && hark_seat_is_heard (&timer->seat, hark_timer_finished__source.index))
    hark_emission_run (self->anchor, &hark_timer_finished__source, NULL, NULL, own);
  hark_lane_run_own (own);
}

static void
tick_run (HarkCall *call)
{
  Clockwork *self = (Clockwork *) call;
  GObject *timer = hark_anchor_enter (self->anchor);

  begin_call (self);
  if (timer != NULL)
    {
      tell (self, HARK_TIMER (timer));
      hark_anchor_leave (self->anchor, timer);
      attend (self);
    }
  clockwork_unref (self);
}

static void
look_run (HarkCall *call)
{
  Clockwork *self = (Clockwork *) call;

  begin_call (self);
  attend (self);
  clockwork_unref (self);
}

/* The loop has ended. */
static void
call_drop (HarkCall *call)
{
  Clockwork *self = (Clockwork *) call;

  begin_call (self);
  end_plan (self);
  clockwork_unref (self);
}

static void
tick_describe (HarkCall        *call,
               HarkCallSubject *subject)
{
  subject->object = "Hark.Timer";
  subject->event = "ticked";
}

static gboolean
call_relay (HarkCall  *call,
            HarkLane  *lane,
            gboolean   is_turn,
            HarkRelay *relay)
{
  return hark_anchor_relay (((Clockwork *) call)->anchor, call, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

static const HarkCallFuncs look_funcs = { HARK_CALL_CHORE, look_run, call_drop, NULL, call_relay };
static const HarkCallFuncs tick_funcs = { HARK_CALL_USER, tick_run, call_drop, tick_describe, call_relay };

/* --- the object --- */

static void
timer_leaving (GObject *object)
{
  Clockwork *self = HARK_CLOCK_TIMER (object)->clockwork;

  if (self->alarm.place == 0)
    return;
  disarm (self);
  post (self, hark_anchor_get_lane (self->anchor), &look_funcs);
}

static void
hark_clock_timer_closed (HarkTimer *timer)
{
  Clockwork *self = HARK_CLOCK_TIMER (timer)->clockwork;

  end_plan (self);
  disarm (self);
}

static void
hark_clock_timer_finalize (GObject *object)
{
  clockwork_unref (HARK_CLOCK_TIMER (object)->clockwork);
  G_OBJECT_CLASS (hark_clock_timer_parent_class)->finalize (object);
}

static void
hark_clock_timer_class_init (HarkClockTimerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_clock_timer_finalize;
  HARK_TIMER_CLASS (klass)->closed = hark_clock_timer_closed;
}

static void
hark_clock_timer_init (HarkClockTimer *self)
{
  HarkSeat *seat = &HARK_TIMER (self)->seat;

  self->clockwork = g_new0 (Clockwork, 1);
  atomic_init (&self->clockwork->refs, 1);
  hark_lock_init (&self->clockwork->lock);
  self->clockwork->anchor = hark_anchor_ref (seat->anchor);
  hark_seat_ensure_annex (seat)->leaving = timer_leaving;
}

/* --- the public face --- */

HarkTimer *
hark_timer_new (HarkLoop *loop)
{
  g_return_val_if_fail (loop == NULL || HARK_IS_LOOP (loop), NULL);

  return g_object_new (HARK_TYPE_CLOCK_TIMER, "loop", loop, NULL);
}

static gboolean
set_closed (GError    **error,
            const char *what)
{
  g_set_error (error, HARK_ERROR, HARK_ERROR_CLOSED, "The timer cannot be started: %s has ended", what);
  return FALSE;
}

static gboolean
is_sound (gint64   interval,
          gint64   now,
          GError **error)
{
  if (interval > 0 && interval < HARK_FOREVER - now)
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
               interval > 0 ? "The timer cannot be started: in an interval of %" G_GINT64_FORMAT " us time ends"
                            : "The timer cannot be started: its interval is %" G_GINT64_FORMAT " us, and must be 1 or more",
               interval);
  return FALSE;
}

/* Whether its loop still runs, or will. */
static gboolean
has_loop (HarkAnchor *anchor)
{
  HarkLane *home = hark_anchor_dup_home (anchor);
  gboolean is_taking = home == NULL || hark_lane_get_state (home) <= HARK_LANE_RUNNING;

  if (home != NULL)
    hark_lane_unref (home);
  return is_taking;
}

static gboolean
start (HarkTimer  *timer,
       const Plan *plan,
       GError    **error)
{
  Clockwork *self = HARK_CLOCK_TIMER (timer)->clockwork;

  if (!hark_object_is_of_process (HARK_OBJECT (timer), error)
      || !is_sound (plan->interval, plan->start, error))
    return FALSE;
  if (hark_anchor_get_state (self->anchor) != HARK_ANCHOR_OPEN)
    return set_closed (error, "it");
  if (!has_loop (self->anchor))
    return set_closed (error, "its loop");

  hark_lock (&self->lock);
  self->plan = *plan;
  hark_unlock (&self->lock);
  return post (self, hark_anchor_get_lane (self->anchor), &look_funcs) || set_closed (error, "its loop");
}

gboolean
hark_timer_start (HarkTimer  *self,
                  gint64      interval,
                  guint64     n_ticks,
                  GError    **error)
{
  const Plan plan =
  {
    .start = hark_clock_now (),
    .interval = interval,
    .n_ticks = n_ticks,
    .is_running = true,
  };

  g_return_val_if_fail (HARK_IS_CLOCK_TIMER (self), FALSE);

  return start (self, &plan, error);
}

gboolean
hark_timer_count_down (HarkTimer  *self,
                       gint64      interval,
                       guint64     n_ticks,
                       GError    **error)
{
  const Plan plan =
  {
    .start = hark_clock_now (),
    .interval = interval,
    .n_ticks = n_ticks,
    .counts_down = true,
    .is_running = true,
  };

  g_return_val_if_fail (HARK_IS_CLOCK_TIMER (self), FALSE);

  if (n_ticks == 0)
    {
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_INVALID,
                           "The timer cannot count down from 0: give a number of 1 or more");
      return FALSE;
    }
  return start (self, &plan, error);
}

void
hark_timer_stop (HarkTimer *self)
{
  Clockwork *clockwork;

  g_return_if_fail (HARK_IS_CLOCK_TIMER (self));

  clockwork = HARK_CLOCK_TIMER (self)->clockwork;
  if (!hark_anchor_is_inherited (clockwork->anchor) && end_plan (clockwork))
    post (clockwork, hark_anchor_get_lane (clockwork->anchor), &look_funcs);
}

gboolean
hark_timer_is_running (HarkTimer *self)
{
  Clockwork *clockwork;
  gboolean is_running;

  g_return_val_if_fail (HARK_IS_CLOCK_TIMER (self), FALSE);

  clockwork = HARK_CLOCK_TIMER (self)->clockwork;
  hark_lock (&clockwork->lock);
  is_running = clockwork->plan.is_running;
  hark_unlock (&clockwork->lock);
  return is_running;
}
