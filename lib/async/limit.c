/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future with a limit of time: a waiter of the future and an alarm of the thread-default
 * context, of which one takes the waiter off and settles the outcome; or who drops
 * that takes the waiter off. The alarm is the owner's, so it is armed and taken back by
 * chores; these, the alarm, the waiter and the outcome hold the limit. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>
#include <hark/gen.h>

#include "async/future-private.h"
#include "async/task-private.h"

typedef struct
{
  HarkWaiter   waiter;
  HarkAlarm    alarm;    /* the owner */
  HarkCall     arming;   /* queued at birth */
  HarkCall     ending;   /* queued by who has settled the future */
  atomic_uint  refs;
  HarkFuture  *future;   /* this and the next two: fixed at birth; owned */
  HarkFuture  *outcome;
  HarkLane    *lane;     /* NULL: no limit */
} Limit;

static void
limit_unref (Limit *self)
{
  if (atomic_fetch_sub (&self->refs, 1) != 1)
    return;

  hark_future_unref (self->future);
  hark_future_unref (self->outcome);
  g_clear_pointer (&self->lane, hark_lane_unref);
  g_free (self);
}

static HarkAlarms *
alarms_of (Limit *self)
{
  return hark_executor_get_alarms (hark_lane_get_executor (self->lane));
}

/* There will be no more of it: the waiter is off, whose reference this is. */
static void
end (Limit *self)
{
  if (self->lane != NULL)
    hark_lane_post (self->lane, &self->ending); /* takes over the reference */
  else
    limit_unref (self);
}

/* Nobody waits for it, or will. */
static void
release (gpointer data)
{
  Limit *self = data;

  if (hark_future_remove_waiter (self->future, &self->waiter))
    end (self);
  limit_unref (self);
}

static const HarkOrigin origin = { NULL, NULL, NULL, release };

/* The outcome is settled: it does not have to tell when it is dropped. */
static void
let_go (Limit *self)
{
  if (hark_future_steal_from (self->outcome) != NULL)
    limit_unref (self);
}

/* The future has not come. */
static void
give_up (Limit    *self,
         gboolean  is_due)
{
  if (!hark_future_remove_waiter (self->future, &self->waiter))
    return;

  hark_future_reject (self->outcome,
                      is_due ? g_error_new_literal (HARK_ERROR, HARK_ERROR_TIMED_OUT, "The wait timed out")
                             : g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED,
                                                    "The context that was to watch the time is gone"));
  let_go (self);
  limit_unref (self);
}

static void
limit_expired (HarkAlarm *alarm)
{
  Limit *self = (Limit *) ((char *) alarm - G_STRUCT_OFFSET (Limit, alarm));

  give_up (self, alarm->due <= hark_clock_now ());
  limit_unref (self);
}

/* --- chores --- */

static Limit *
of_arming (HarkCall *call)
{
  return (Limit *) ((char *) call - G_STRUCT_OFFSET (Limit, arming));
}

static void
arming_run (HarkCall *call)
{
  Limit *self = of_arming (call);

  if (hark_future_is_settled (self->future))
    limit_unref (self);
  else
    hark_alarms_arm (alarms_of (self), &self->alarm);
}

static void
arming_drop (HarkCall *call)
{
  Limit *self = of_arming (call);

  give_up (self, FALSE);
  limit_unref (self);
}

static const HarkCallFuncs arming_funcs = { HARK_CALL_CHORE, arming_run, arming_drop, NULL, NULL };

static Limit *
of_ending (HarkCall *call)
{
  return (Limit *) ((char *) call - G_STRUCT_OFFSET (Limit, ending));
}

static void
ending_drop (HarkCall *call)
{
  limit_unref (of_ending (call));
}

static void
ending_run (HarkCall *call)
{
  Limit *self = of_ending (call);

  if (self->alarm.place != 0)
    {
      hark_alarms_disarm (alarms_of (self), &self->alarm);
      limit_unref (self);
    }
  ending_drop (call);
}

static const HarkCallFuncs ending_funcs = { HARK_CALL_CHORE, ending_run, ending_drop, NULL, NULL };

/* --- the future --- */

static void
copy_outcome (HarkFuture *from,
              HarkFuture *to)
{
  GError *error = NULL;
  gconstpointer values = hark_future_get_values (from, &error);

  if (error != NULL)
    hark_future_reject (to, error);
  else
    hark_future_take_values (to, values != NULL ? hark_values_ref ((gpointer) values) : NULL);
}

static void
limit_settled (HarkWaiter *waiter,
               HarkFuture *future)
{
  Limit *self = (Limit *) waiter;

  copy_outcome (future, self->outcome);
  let_go (self);
  end (self);
}

/* @lane: (transfer full) (nullable): none, where there is no limit. */
static HarkFuture *
within (HarkFuture *self,
        gint64      timeout,
        HarkLane   *lane)
{
  HarkFuture *outcome;
  Limit *limit;

  outcome = hark_future_new (self->signature);
  hark_future_set_awaited (self);
  limit = g_new0 (Limit, 1);
  atomic_init (&limit->refs, timeout != HARK_FOREVER ? 3 : 2);
  limit->waiter.settled = limit_settled;
  limit->future = hark_future_ref (self);
  limit->outcome = hark_future_ref (outcome);
  hark_future_offer (outcome, &origin, limit);
  if (timeout == HARK_FOREVER)
    {
      hark_future_add_waiter (self, &limit->waiter);
      return outcome;
    }

  limit->lane = lane;
  limit->alarm.due = hark_end_of (timeout);
  limit->alarm.lane = limit->lane;
  limit->alarm.expired = limit_expired;
  limit->arming.funcs = &arming_funcs;
  limit->ending.funcs = &ending_funcs;
  hark_future_add_waiter (self, &limit->waiter);
  hark_lane_post (limit->lane, &limit->arming);
  return outcome;
}

HarkFuture *
hark_future_within (HarkFuture *self,
                    gint64      timeout)
{
  g_return_val_if_fail (self != NULL, NULL);

  return within (self, timeout, timeout != HARK_FOREVER ? hark_task_dup_lane () : NULL);
}

HarkFuture *
hark_future_within_on (HarkFuture *self,
                       gint64      timeout,
                       HarkLane   *lane)
{
  return within (self, timeout, hark_lane_ref (lane));
}
