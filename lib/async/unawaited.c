/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The error of a task that nobody awaits. The loop in whose call the task was spawned, or
 * an earlier task that has spawned it, is told, as it is of slots that fail; where there
 * is none, a warning is all that can be done. That a task has ended because it was
 * cancelled, or its context went, is what was asked for, and no error. */

#include <hark/error.h>

#include "async/task-private.h"

typedef struct
{
  HarkCall  call;
  GError   *error;  /* owned */
} Failure;

static void
warn (const GError *error)
{
  g_warning ("A task failed and nobody awaited it: %s (%s, code %d). Await it, or add it to a group",
             error->message, g_quark_to_string (error->domain), error->code);
}

static void
failure_free (Failure *self)
{
  g_error_free (self->error);
  g_free (self);
}

static void
failure_run (HarkCall *call)
{
  Failure *self = (Failure *) call;
  HarkLaneObserver *observer = hark_lane_get_observer (hark_lane_get_current ());

  if (observer != NULL && observer->funcs->failed != NULL)
    observer->funcs->failed (observer, self->error);
  else
    warn (self->error);
  failure_free (self);
}

static void
failure_drop (HarkCall *call)
{
  warn (((Failure *) call)->error);
  failure_free ((Failure *) call);
}

static const HarkCallFuncs failure_funcs = { HARK_CALL_QUIET, failure_run, failure_drop, NULL, NULL };

gboolean
hark_task_is_expected (const HarkTask *self,
                       const GError   *error)
{
  HarkEnding ending = atomic_load (&self->ending);

  return ending == HARK_ENDING_GONE
         || (ending == HARK_ENDING_CANCELLED
             && (g_error_matches (error, HARK_ERROR, HARK_ERROR_CANCELLED)
                 || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)));
}

/* @home: (nullable) */
static void
task_unawaited (gpointer       home,
                gconstpointer  task,
                const GError  *error)
{
  Failure *failure;

  if (hark_task_is_expected (task, error))
    return;
  if (home == NULL)
    {
      warn (error);
      return;
    }

  failure = g_new0 (Failure, 1);
  failure->call.funcs = &failure_funcs;
  failure->error = g_error_copy (error);
  hark_lane_post (home, &failure->call);
}

static void
task_release (gpointer home)
{
  g_clear_pointer ((HarkLane **) &home, hark_lane_unref);
}

static const HarkOrigin origin = { task_unawaited, NULL, NULL, task_release };

void
hark_task_set_home (HarkTask *self)
{
  HarkLane *home = hark_lane_get_current ();

  if (home == self->lane) /* which is no loop's */
    home = hark_task_run != NULL ? hark_task_run->task->future.from : NULL;
  hark_future_set_origin (&self->future, &origin, home != NULL ? hark_lane_ref (home) : NULL, self);
}
