/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Running a runtime is a task: it begins the supervision of one service after the other,
 * waits until it is to stop, and ends them in reverse; then the loops. It tells the service manager
 * where it is. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>
#include <glib-unix.h>

#include "service/notification-private.h"
#include "service/runtime-private.h"

/* When there is no time left: for services to give back what they hold, in all, and for each loop to
 * discard what it has. */
#define GRACE G_TIME_SPAN_SECOND

/* --- starting --- */

static gboolean
is_to_stop (HarkRuntime *self)
{
  return hark_future_is_settled (self->stop);
}

static void
take_failure (HarkRuntime *self,
              GError      *failure)
{
  if (self->failure == NULL)
    self->failure = failure;
  else
    g_error_free (failure);
}

static void
service_ended (HarkSupervision *supervision,
               gpointer         data)
{
  HarkRuntime *self = data;

  if (supervision->failure != NULL && supervision->policy != HARK_FAILURE_LEAVE)
    {
      take_failure (self, g_steal_pointer (&supervision->failure));
      hark_runtime_stop (self);
    }
  if (--self->n_alive == 0)
    hark_runtime_stop (self);
}

static void
start_services (HarkRuntime *self)
{
  self->n_alive = self->services->len;
  for (guint i = 0; i < self->services->len && !is_to_stop (self); i++)
    {
      HarkSupervision *supervision = self->services->pdata[i];
      HarkFuture *both[] = { supervision->started, self->stop };
      g_autoptr(HarkFuture) first = hark_future_any (both, G_N_ELEMENTS (both));

      supervision->shortest = self->shortest;
      supervision->longest = self->longest;
      hark_supervision_begin (supervision, service_ended, self);
      hark_await (first, NULL);
    }
}

/* --- stopping --- */

static gint64
get_rest (gint64 end)
{
  return MAX (end - hark_clock_now (), 0);
}

static void
stop_service (HarkRuntime     *self,
              HarkSupervision *supervision,
              gint64           end)
{
  HarkFuture *ended = hark_task_get_future (supervision->task);
  gint64 rest = get_rest (end) > 0 ? get_rest (end) : get_rest (end + GRACE);

  hark_future_resolve (supervision->stop, NULL);
  if (hark_future_await (ended, rest, NULL, NULL))
    return;

  take_failure (self, g_error_new (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                   "service %s has not ended within %.1f s of stopping, and is given up",
                                   hark_service_get_name (supervision->service),
                                   (double) self->deadline / G_TIME_SPAN_SECOND));
  hark_task_cancel (supervision->task);
  hark_await (ended, NULL);
}

static void
stop_loop (HarkRuntime *self,
           HarkLoop    *loop,
           gint64       end)
{
  g_autoptr(HarkFuture) stopped = hark_loop_stop (loop, get_rest (end));
  gint64 limit = end < HARK_FOREVER - GRACE ? get_rest (end) + GRACE : HARK_FOREVER;

  if (!hark_future_await (stopped, limit, NULL, NULL))
    take_failure (self, g_error_new (HARK_ERROR, HARK_ERROR_TIMED_OUT,
                                     "loop %s has not stopped in time: a call on it does not return",
                                     hark_loop_get_name (loop)));
}

static void
stop_all (HarkRuntime *self)
{
  gint64 now = hark_clock_now ();
  gint64 end = self->deadline < HARK_FOREVER - now ? now + self->deadline : HARK_FOREVER;

  for (guint i = self->services->len; i > 0; i--)
    if (((HarkSupervision *) self->services->pdata[i - 1])->task != NULL)
      stop_service (self, self->services->pdata[i - 1], end);
  /* Their objects are closed on their loops while there are any. */
  g_ptr_array_set_size (self->services, 0);
  for (guint i = self->loops->len; i > 0; i--)
    stop_loop (self, self->loops->pdata[i - 1], end);
}

/* --- running --- */

static gpointer
watch (gpointer   data,
       GError   **error)
{
  gint64 interval = *(gint64 *) data;

  do
    hark_notification_send ("WATCHDOG=1");
  while (hark_sleep (MAX (interval / 2, 1), NULL));
  return NULL;
}

static gpointer
conduct (gpointer   data,
         GError   **error)
{
  HarkRuntime *self = data;
  gint64 interval = hark_notification_get_watchdog ();
  g_autoptr(HarkTask) watcher = interval > 0 ? hark_task_spawn (watch, &interval, NULL) : NULL;

  for (guint i = 0; i < self->loops->len; i++)
    hark_loop_start (self->loops->pdata[i]);
  start_services (self);
  if (!is_to_stop (self))
    {
      hark_notification_send ("READY=1");
      hark_await (self->stop, NULL);
    }
  hark_notification_send ("STOPPING=1");
  stop_all (self);

  if (watcher != NULL)
    {
      hark_task_cancel (watcher);
      hark_task_await (watcher, NULL);
    }
  return NULL;
}

static gboolean
signalled (gpointer data)
{
  hark_runtime_stop (data);
  return G_SOURCE_CONTINUE;
}

static GSource *
listen_to (HarkRuntime *self,
           int          number)
{
  GSource *source = g_unix_signal_source_new (number);

  g_source_set_callback (source, signalled, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
forget (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static gboolean
may_run (HarkRuntime  *self,
         GError      **error)
{
  const char *reason = NULL;

  if (self->has_run)
    reason = "the runtime has been run: make another one";
  else if (!hark_loop_is_owner (self->loops->pdata[0]))
    reason = "the runtime belongs to another thread: run it where it was made";
  if (reason == NULL)
    return TRUE;

  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_REFUSED, reason);
  return FALSE;
}

gboolean
hark_runtime_run (HarkRuntime  *self,
                  GError      **error)
{
  GSource *interrupted;
  GSource *terminated;
  GError *refusal = NULL;

  g_return_val_if_fail (HARK_IS_RUNTIME (self), FALSE);

  if (!may_run (self, error))
    return FALSE;
  interrupted = listen_to (self, SIGINT);
  terminated = listen_to (self, SIGTERM);
  self->has_run = TRUE;
  hark_run (conduct, self, &refusal);
  forget (interrupted);
  forget (terminated);
  if (refusal != NULL)
    {
      self->has_run = FALSE;
      g_propagate_error (error, refusal);
      return FALSE;
    }
  if (self->failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}
