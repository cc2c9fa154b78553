/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that do not run in a call of their loop: as a task, or on a thread of a pool.
 * Such a job holds the handler's data, which is given back on the loop once the
 * handler has ended and the last of its jobs with it. A job that has not begun when its
 * handler is removed does not begin. */

#include <hark/task.h>

#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "bus/handler/thread-pool-private.h"

typedef struct
{
  HarkPoolWork  work;
  HarkHandler  *handler;   /* a reference, and a hold */
  HarkMessage  *message;   /* a reference */
  GObject      *context;   /* a reference; of a task */
  gboolean      has_begun;
} Job;

/* (nullable): a handler that is over takes no more. */
static Job *
job_new (HarkHandler *handler,
         GObject     *context,
         HarkMessage *message)
{
  Job *self;

  if (!hark_handler_hold (handler))
    return NULL;

  self = g_new0 (Job, 1);
  self->handler = hark_handler_ref (handler);
  self->message = hark_message_hold (message);
  self->context = context != NULL ? g_object_ref (context) : NULL;
  return self;
}

static void
job_free (Job *self)
{
  g_clear_object (&self->context);
  hark_handler_let_go (self->handler);
  hark_message_let_go (self->message);
  hark_handler_unref (self->handler);
  g_free (self);
}

static gboolean
is_wanted (Job *self)
{
  return hark_connection_get_state (self->handler->connection) != HARK_CONNECTION_ENDED;
}

/* --- tasks --- */

static gpointer
task_run (gpointer   data,
          GError   **error)
{
  Job *self = data;
  HarkHandler *handler = self->handler;
  g_autoptr(HarkMessage) answer = NULL;
  GError *failure = NULL;

  self->has_begun = TRUE;
  if (!is_wanted (self))
    {
      hark_handler_miss (handler);
      return NULL;
    }
  answer = handler->func (self->message, self->context, handler->data, &failure);
  hark_handler_finish (handler, self->message, answer, failure);
  return NULL;
}

/* The task has ended; or there was no stack for it, or its context went before. */
static void
task_ended (gpointer data)
{
  Job *self = data;

  if (!self->has_begun && is_wanted (self))
    hark_handler_finish (self->handler, self->message, NULL,
                         g_error_new_literal (HARK_ERROR, HARK_ERROR_FAILED,
                                              "It was not run: its context has gone, or there are too many tasks"));
  job_free (self);
}

void
hark_handler_spawn (HarkHandler *self,
                    GObject     *context,
                    HarkMessage *message)
{
  Job *job = job_new (self, context, message);

  if (job != NULL)
    hark_task_unref (hark_task_spawn (task_run, job, task_ended));
}

/* --- threads --- */

static void
pool_run (HarkPoolWork *work)
{
  Job *self = (Job *) work;

  if (is_wanted (self))
    self->context = hark_anchor_dup_object (self->handler->receiver);
  if (self->context != NULL)
    hark_handler_run (self->handler, self->context, self->message);
  else
    hark_handler_miss (self->handler);
  job_free (self);
}

gboolean
hark_handler_push (HarkHandler *self,
                   HarkMessage *message)
{
  Job *job = job_new (self, NULL, message);

  if (job == NULL)
    return FALSE;
  job->work.run = pool_run;
  hark_thread_pool_push (self->pool, &job->work, (HarkPriority) message->priority);
  return TRUE;
}
