/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A loop is the GObject face of a lane: its name, its events and its life. The
 * type and its events are generated from schemas/loop.hark. The loop lives on
 * its own lane, and turns from it on the owner's thread when it closes, so the
 * lane may call it there without a reference. */

#include <sched.h>

#include "async/future-private.h"
#include "lane/backlog-private.h"
#include "lane/clock-private.h"
#include "lane/thread-private.h"
#include "lane/stall-private.h"
#include "object/connection/emission-private.h"
#include "object/loop/exception-private.h"
#include "object/loop/loop-private.h"

typedef struct
{
  HarkLaneObserver  observer;
  HarkLoop         *loop;           /* who owns this */
  HarkLane         *lane;           /* fixed at birth */
  HarkFuture       *stopped;        /* fixed at birth; settled once stopped */
  atomic_bool       is_kept;        /* any thread: holds a reference until it has stopped */
  atomic_bool       exit_on_error;  /* any thread */
} LoopState;

static LoopState *
state_of (HarkLoop *self)
{
  return self->seat.data;
}

static const char *
name_of (HarkLoop *self)
{
  const char *name = hark_lane_get_name (state_of (self)->lane);

  return name != NULL ? name : "";
}

/* --- what the lane tells --- */

static void
loop_started (HarkLaneObserver *observer)
{
  HarkLoop *self = ((LoopState *) observer)->loop;

  /* Before all that waited for it. */
  if (hark_seat_is_heard (&self->seat, hark_loop_started__source.index))
    hark_emission_run (self->seat.anchor, &hark_loop_started__source, NULL, NULL, hark_loop_get_lane (self));
}

static void
loop_active (HarkLaneObserver *observer)
{
  hark_loop_emit_active (((LoopState *) observer)->loop);
}

static void
loop_idle (HarkLaneObserver *observer)
{
  hark_loop_emit_idle (((LoopState *) observer)->loop);
}

static void
loop_overflow (HarkLaneObserver   *observer,
               const HarkOverflow *overflow)
{
  HarkLoop *self = ((LoopState *) observer)->loop;
  const HarkLoopOverflow values =
  {
    overflow->object,
    overflow->member,
    hark_queue_policy_get_name (overflow->policy),
    overflow->n_dropped,
  };

  /* Not behind what the queue is full of. */
  if (hark_seat_is_heard (&self->seat, hark_loop_overflow__source.index))
    hark_emission_run (self->seat.anchor, &hark_loop_overflow__source, &values, NULL, hark_loop_get_lane (self));
}

static void
loop_failed (HarkLaneObserver *observer,
             const GError     *error)
{
  hark_exception_raise_of_task (((LoopState *) observer)->lane, error);
}

static void
loop_stopped (HarkLaneObserver *observer,
              guint64           n_discarded)
{
  HarkLoop *self = ((LoopState *) observer)->loop;
  const HarkLoopStopped values = { n_discarded };

  /* As the lane asks for: nothing else is taken in any more. */
  if (hark_seat_is_heard (&self->seat, hark_loop_stopped__source.index))
    hark_emission_run (self->seat.anchor, &hark_loop_stopped__source, &values, NULL, hark_loop_get_lane (self));
}

static void
loop_ended (HarkLaneObserver *observer)
{
  LoopState *state = (LoopState *) observer;
  g_autoptr(HarkFuture) stopped = hark_future_ref (state->stopped);

  /* First: whoever waits for it may then be the last to hold the loop. */
  if (atomic_exchange (&state->is_kept, FALSE))
    g_object_unref (state->loop);
  hark_future_resolve (stopped, NULL);
}

static const HarkLaneObserverFuncs observer_funcs =
{
  .started = loop_started,
  .active = loop_active,
  .idle = loop_idle,
  .overflow = loop_overflow,
  .failed = loop_failed,
  .stopped = loop_stopped,
  .ended = loop_ended,
};

/* --- birth and end --- */

/* The loop closes; objects on it would hold it. */
static void
state_close (gpointer data)
{
  LoopState *state = data;

  hark_lane_set_observer (state->lane, NULL);
  hark_lane_set_limit (state->lane, 0, NULL, NULL, NULL); /* who listens holds the loop's anchor */
  /* Nobody is left who could start it. */
  if (hark_lane_get_state (state->lane) == HARK_LANE_WAITING)
    hark_lane_stop (state->lane, 0);
}

static void
state_free (gpointer data)
{
  LoopState *state = data;

  hark_lane_unref (state->lane);
  hark_future_unref (state->stopped);
  g_free (state);
}

HarkLoop *
hark_loop_new_for_lane (HarkLane   *lane,
                        const char *name)
{
  HarkLoop *self = g_object_new (HARK_TYPE_LOOP, NULL);
  LoopState *state = g_new0 (LoopState, 1);

  state->observer.funcs = &observer_funcs;
  state->loop = self;
  state->lane = hark_lane_ref (lane);
  if (name != NULL)
    hark_lane_set_name (lane, name);
  state->stopped = hark_future_new (NULL);
  atomic_init (&state->exit_on_error, TRUE);

  hark_anchor_set_lane (self->seat.anchor, lane);
  hark_seat_implement (&self->seat, NULL, state, state_close);
  g_object_set_data_full (G_OBJECT (self), "hark-loop-state", state, state_free);
  hark_lane_set_observer (lane, &state->observer);
  hark_registry_add (self->seat.anchor);
  return self;
}

HarkLoop *
hark_loop_new (const char *name)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_WAITING);
  HarkLoop *self = hark_loop_new_for_lane (lane, name);

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  return self;
}

HarkLoop *
hark_loop_new_thread (const char *name)
{
  HarkLane *lane = hark_lane_new_thread (name);
  HarkLoop *self = hark_loop_new_for_lane (lane, name);

  hark_lane_start (lane);
  hark_lane_unref (lane);
  return self;
}

HarkLoop *
hark_loop_of_lane (HarkLane *lane)
{
  HarkLaneObserver *observer = hark_lane_get_observer (lane);

  return observer != NULL ? ((LoopState *) observer)->loop : NULL;
}

HarkLane *
hark_loop_get_lane (HarkLoop *self)
{
  return state_of (self)->lane;
}

/* --- the public face --- */

void
hark_loop_start (HarkLoop *self)
{
  g_return_if_fail (HARK_IS_LOOP (self));

  hark_lane_start (state_of (self)->lane);
}

HarkFuture *
hark_loop_stop (HarkLoop *self,
                gint64    timeout)
{
  gint64 now = hark_clock_now ();
  HarkFuture *stopped;
  LoopState *state;

  g_return_val_if_fail (HARK_IS_LOOP (self), NULL);
  g_return_val_if_fail (timeout >= 0, NULL);

  state = state_of (self);
  if (hark_lane_is_inherited (state->lane))
    return hark_future_new_forked ("The loop");
  stopped = hark_future_ref (state->stopped);
  if (hark_lane_get_state (state->lane) == HARK_LANE_STOPPED)
    return stopped;

  if (!atomic_exchange (&state->is_kept, TRUE))
    g_object_ref (self);
  hark_lane_stop (state->lane, timeout > HARK_FOREVER - now ? HARK_FOREVER
                               : timeout == 0 ? 0 : now + timeout);
  if (hark_future_is_settled (stopped) && atomic_exchange (&state->is_kept, FALSE))
    g_object_unref (self); /* it stopped meanwhile, and saw no reference to drop */
  return stopped;
}

/* Makes the loop's context this thread's own. (nullable) (transfer none): that; NULL,
 * with a message: it is another's, or a call is running. */
static GMainContext *
enter (HarkLoop   *self,
       const char *function)
{
  LoopState *state = state_of (self);
  HarkExecutor *executor = hark_lane_get_executor (state->lane);
  GMainContext *context;

  if (hark_lane_is_inherited (state->lane))
    {
      g_critical ("%s() on the loop '%s' of the process that forked this one: make another one here",
                  function, name_of (self));
      return NULL;
    }
  if (hark_lane_get_current () != NULL)
    {
      g_critical ("%s() inside a call of a loop would run calls within a call", function);
      return NULL;
    }
  if (!hark_executor_acquire (executor))
    {
      g_critical ("%s() on a thread that does not own the loop '%s'", function, name_of (self));
      return NULL;
    }
  context = hark_executor_get_context (executor);
  g_main_context_push_thread_default (context);
  return context;
}

static void
leave (HarkLoop     *self,
       GMainContext *context)
{
  g_main_context_pop_thread_default (context);
  hark_executor_release (hark_lane_get_executor (state_of (self)->lane));
}

void
hark_loop_run (HarkLoop *self)
{
  GMainContext *context;

  g_return_if_fail (HARK_IS_LOOP (self));

  context = enter (self, G_STRFUNC);
  if (context == NULL)
    return;
  g_object_ref (self);
  hark_loop_start (self);
  hark_future_await (state_of (self)->stopped, HARK_FOREVER, NULL, NULL);
  leave (self, context);
  g_object_unref (self);
}

void
hark_loop_run_until_idle (HarkLoop *self)
{
  GMainContext *context;
  HarkExecutor *executor;
  guint64 n_runs;

  g_return_if_fail (HARK_IS_LOOP (self));

  context = enter (self, G_STRFUNC);
  if (context == NULL)
    return;
  g_object_ref (self);
  hark_loop_start (self);
  executor = hark_lane_get_executor (state_of (self)->lane);
  do
    {
      n_runs = hark_executor_get_n_runs (executor);
      g_main_context_iteration (context, FALSE);
    }
  while (!hark_lane_is_inherited (state_of (self)->lane) /* it has forked */
         && (hark_executor_has_ready (executor) || hark_executor_get_n_runs (executor) != n_runs));
  leave (self, context);
  g_object_unref (self);
}

const char *
hark_loop_get_name (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), NULL);

  return name_of (self);
}

GMainContext *
hark_loop_get_context (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), NULL);

  return hark_executor_get_context (hark_lane_get_executor (state_of (self)->lane));
}

gboolean
hark_loop_is_owner (HarkLoop *self)
{
  HarkExecutor *executor;

  g_return_val_if_fail (HARK_IS_LOOP (self), FALSE);

  executor = hark_lane_get_executor (state_of (self)->lane);
  if (!hark_executor_acquire (executor))
    return FALSE;
  hark_executor_release (executor);
  return TRUE;
}

void
hark_loop_set_exit_on_error (HarkLoop *self,
                             gboolean  exit_on_error)
{
  g_return_if_fail (HARK_IS_LOOP (self));

  atomic_store (&state_of (self)->exit_on_error, exit_on_error);
}

gboolean
hark_loop_get_exit_on_error (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), FALSE);

  return atomic_load (&state_of (self)->exit_on_error);
}

/* Whoever it looks for could not come meanwhile. */
static gboolean
has_one_cpu (void)
{
  cpu_set_t allowed;

  return sched_getaffinity (0, sizeof allowed, &allowed) == 0 && CPU_COUNT (&allowed) == 1;
}

void
hark_loop_set_spin (HarkLoop *self,
                    gint64    duration)
{
  g_return_if_fail (HARK_IS_LOOP (self));
  g_return_if_fail (duration >= 0);

  if (has_one_cpu ())
    duration = 0;
  hark_executor_set_spin (hark_lane_get_executor (hark_loop_get_lane (self)), duration);
}

void
hark_loop_set_queue (HarkLoop        *self,
                     guint            depth,
                     HarkQueuePolicy  policy)
{
  const HarkQueueInfo info = { .policy = policy, .depth = depth };

  g_return_if_fail (HARK_IS_LOOP (self));
  g_return_if_fail ((guint) policy <= HARK_QUEUE_DEBOUNCE);

  if (policy >= HARK_QUEUE_LATEST)
    {
      g_critical ("the queue of the loop '%s' cannot be '%s', which is about calls of one kind: "
                  "give it to a connection, or to a slot or event as @queue",
                  name_of (self), hark_queue_policy_get_name (policy));
      return;
    }
  if (policy != HARK_QUEUE_GROW && depth == 0)
    {
      g_critical ("the queue of the loop '%s' needs a depth of 1 or more to be '%s'",
                  name_of (self), hark_queue_policy_get_name (policy));
      return;
    }
  hark_lane_set_queue (state_of (self)->lane, &info);
}
