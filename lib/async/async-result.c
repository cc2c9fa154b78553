/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Between futures and GIO's way. An operation's callback resolves a future that
 * brings its GAsyncResult; the one who waits for that is deaf to cancelling, because
 * the operation may use what is on its stack. In the other direction a GTask returns
 * the future that it was waiting for. */

#include <hark/async-result.h>
#include <hark/error.h>
#include <hark/gen.h>

#include "async/task-private.h"

typedef struct
{
  GAsyncResult *result;
} Result;

static void
result_pack (gconstpointer values,
             gpointer      packed)
{
  ((Result *) packed)->result = g_object_ref (((const Result *) values)->result);
}

static void
result_clear (gpointer packed)
{
  g_object_unref (((Result *) packed)->result);
}

static gsize
result_measure (gconstpointer values)
{
  return sizeof (Result);
}

static const HarkSignature result_signature =
{
  .name = "(GAsyncResult)",
  .text = "(GAsyncResult result)",
  .size = sizeof (Result),
  .measure = result_measure,
  .pack = result_pack,
  .clear = result_clear,
};

/* --- awaiting an operation --- */

HarkFuture *
hark_async_begin (GError **error)
{
  HarkTask *task = hark_task_get_current ();

  if (task != NULL ? !hark_task_may_await (task, error) || !hark_task_may_suspend (error)
                   : !hark_may_wait_outside (error))
    return NULL;
  return hark_future_ref (hark_future_new (&result_signature));
}

void
hark_async_ready (GObject      *source,
                  GAsyncResult *result,
                  gpointer      future)
{
  const Result values = { result };

  hark_future_resolve (future, &values);
  hark_future_unref (future);
}

GAsyncResult *
hark_async_end (HarkFuture  *future,
                GError     **error)
{
  HarkTask *task = hark_task_get_current ();
  gconstpointer values = NULL;
  GAsyncResult *result = NULL;
  gboolean is_resolved;

  if (task != NULL)
    task->is_deaf = TRUE;
  is_resolved = hark_await (future, error);
  if (task != NULL)
    task->is_deaf = FALSE;

  if (is_resolved)
    {
      values = hark_future_get_values (future, NULL);
      result = g_object_ref (((const Result *) values)->result);
    }
  hark_future_unref (future);
  return result;
}

/* --- answering as one --- */

typedef struct
{
  HarkWaiter  waiter;
  GTask      *task;  /* owned */
} Answer;

static void
answer_settled (HarkWaiter *waiter,
                HarkFuture *future)
{
  Answer *self = (Answer *) waiter;
  GError *error = NULL;

  hark_future_get_values (future, &error);
  if (error != NULL)
    g_task_return_error (self->task, error);
  else
    g_task_return_pointer (self->task, hark_future_ref (future), (GDestroyNotify) hark_future_unref);
  g_object_unref (self->task);
  g_free (self);
}

void
hark_future_to_async (HarkFuture          *self,
                      gpointer             source,
                      GAsyncReadyCallback  callback,
                      gpointer             data)
{
  Answer *answer;

  g_return_if_fail (self != NULL);
  g_return_if_fail (source == NULL || G_IS_OBJECT (source));

  answer = g_new0 (Answer, 1);
  answer->waiter.settled = answer_settled;
  answer->task = g_task_new (source, NULL, callback, data);
  g_task_set_source_tag (answer->task, hark_future_to_async);
  hark_future_set_awaited (self);
  hark_future_add_waiter (self, &answer->waiter);
}

HarkFuture *
hark_future_from_async (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, hark_future_to_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
