/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Watching over one service: its lives, one after the other, each of which begins with
 * `initialize` and ends with `terminate`, whatever happens between. Only the task here calls
 * these, so none of them meets another. A runtime begins it, and says when to stop. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>

#include "object/loop/loop-private.h"
#include "service/supervision-private.h"

typedef struct
{
  HarkSupervision *supervision;
  void           (*ended) (HarkSupervision *self, gpointer data);
  gpointer         data;
} Beginning;

HarkSupervision *
hark_supervision_new (HarkService       *service,
                      HarkFailurePolicy  policy,
                      HarkFuture        *ending)
{
  HarkSupervision *self = g_new0 (HarkSupervision, 1);

  self->service = g_object_ref (service);
  self->policy = policy;
  self->ending = hark_future_ref (ending);
  self->started = hark_future_new (NULL);
  self->stop = hark_future_new (NULL);
  return self;
}

void
hark_supervision_free (HarkSupervision *self)
{
  g_clear_pointer (&self->task, hark_task_unref);
  hark_future_unref (self->ending);
  hark_future_unref (self->started);
  hark_future_unref (self->stop);
  g_object_unref (self->service);
  g_clear_error (&self->failure);
  g_free (self);
}

/* FALSE: it is to stop. */
static gboolean
await_unless_stopped (HarkSupervision *self,
                      HarkFuture      *future)
{
  HarkFuture *both[] = { future, self->stop };
  g_autoptr(HarkFuture) first = hark_future_any (both, G_N_ELEMENTS (both));

  return hark_await (first, NULL) && !hark_future_is_settled (self->stop);
}

/* @phase: (transfer full): has ended, or, if this was given up, is given up too. An error that only
 * says so is none. */
static void
finish (HarkFuture  *phase,
        GError     **failure)
{
  g_autoptr(GError) error = NULL;

  if (!hark_future_is_settled (phase))
    hark_future_cancel (phase);
  if (!hark_await (phase, &error) && *failure == NULL
      && !g_error_matches (error, HARK_ERROR, HARK_ERROR_CANCELLED))
    *failure = g_steal_pointer (&error);
  hark_future_unref (phase);
}

/* One life. */
static void
live (HarkSupervision  *self,
      GError          **failure)
{
  HarkFuture *phase = hark_service_call_initialize (self->service);
  HarkFuture *last = NULL;

  if (await_unless_stopped (self, phase) && hark_await (phase, NULL))
    {
      hark_future_unref (phase);
      phase = hark_service_call_run (self->service);
      hark_future_resolve (self->started, NULL);
      await_unless_stopped (self, phase);
    }
  if (hark_future_is_settled (phase))
    hark_await (phase, failure);
  last = hark_service_call_terminate (self->service);
  hark_await (last, NULL);
  finish (phase, failure);
  finish (last, failure);
}

/* Between half of @duration and all of it, so that what has failed together does not come back
 * together. FALSE: nothing is started any more. */
static gboolean
stand_back (HarkSupervision *self,
            gint64           duration)
{
  g_autoptr(GError) error = NULL;
  gint64 pause = (gint64) ((double) duration * g_random_double_range (0.5, 1));

  hark_future_await (self->ending, MAX (pause, 1), NULL, &error);
  return g_error_matches (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

/* A life that ends with its loop has failed for that, and is the last one. */
static gboolean
has_lost_loop (HarkSupervision *self)
{
  HarkLoop *loop = hark_object_get_loop (HARK_OBJECT (self->service));

  if (hark_lane_get_state (hark_loop_get_lane (loop)) < HARK_LANE_STOPPING)
    return FALSE;

  g_clear_error (&self->failure);
  g_set_error (&self->failure, HARK_ERROR, HARK_ERROR_CLOSED,
               "its loop %s has been stopped: stop the runtime instead, which then stops its loops",
               hark_loop_get_name (loop));
  return TRUE;
}

static gpointer
supervise (gpointer   data,
           GError   **error)
{
  Beginning *beginning = data;
  HarkSupervision *self = beginning->supervision;
  gint64 delay = self->shortest;
  gboolean is_again;

  do
    {
      gint64 birth = hark_clock_now ();

      g_clear_error (&self->failure);
      live (self, &self->failure);
      if (hark_clock_now () - birth > self->longest)
        delay = self->shortest;
      is_again = !has_lost_loop (self) && self->failure != NULL && self->policy == HARK_FAILURE_RESTART
                 && stand_back (self, delay);
      delay = MIN (delay * 2, self->longest);
    }
  while (is_again);

  hark_future_resolve (self->started, NULL);
  if (self->failure != NULL)
    g_prefix_error (&self->failure, "service %s: ", hark_service_get_name (self->service));
  beginning->ended (self, beginning->data);
  return NULL;
}

void
hark_supervision_begin (HarkSupervision *self,
                        void           (*ended) (HarkSupervision *self, gpointer data),
                        gpointer         data)
{
  Beginning *beginning = g_new (Beginning, 1);

  *beginning = (Beginning) { self, ended, data };
  self->task = hark_task_spawn (supervise, beginning, g_free);
}
