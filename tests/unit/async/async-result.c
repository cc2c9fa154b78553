/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* GIO's operations awaited, and futures as GIO's results. */

#include <hark/async-result.h>
#include <hark/clock.h>
#include <hark/error.h>

#include "async/task-private.h"

#define LONG ((gint64) 3600 * G_USEC_PER_SEC)

/* --- awaiting an operation --- */

static gpointer
read_bytes (gpointer  data,
            GError  **error)
{
  GInputStream *stream = data;
  char buffer[8] = "";
  g_autoptr(GAsyncResult) result =
    HARK_AWAIT_ASYNC (error, g_input_stream_read_async, stream, buffer, sizeof buffer,
                      G_PRIORITY_DEFAULT, hark_task_get_cancellable ());

  if (result == NULL || g_input_stream_read_finish (stream, result, error) < 0)
    return NULL;
  return g_strndup (buffer, sizeof buffer);
}

static void
test_an_operation_is_awaited (void)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_data ("hello", 5, NULL);
  g_autoptr(GInputStream) again = g_memory_input_stream_new_from_data ("again", 5, NULL);
  g_autofree char *inside = NULL;
  g_autofree char *outside = NULL;
  g_autoptr(GError) error = NULL;

  inside = hark_run (read_bytes, stream, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inside, ==, "hello");

  /* Outside of tasks as well. */
  outside = read_bytes (again, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outside, ==, "again");
}

/* An operation that goes on for a while when it is cancelled, and writes in the end. */
typedef struct
{
  GTask *task;
  int   *number;
} Slow;

static gboolean
slow_end (gpointer data)
{
  Slow *slow = data;

  *slow->number = 42;
  if (!g_task_return_error_if_cancelled (slow->task))
    g_task_return_boolean (slow->task, TRUE);
  g_object_unref (slow->task);
  g_free (slow);
  return G_SOURCE_REMOVE;
}

static void
slow_cancelled (GCancellable *cancellable,
                gpointer      data)
{
  g_timeout_add (1, slow_end, data);
}

static void
slow_async (int                 *number,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             data)
{
  Slow *slow = g_new0 (Slow, 1);

  slow->task = g_task_new (NULL, cancellable, callback, data);
  slow->number = number;
  g_cancellable_connect (cancellable, G_CALLBACK (slow_cancelled), slow, NULL);
}

static gpointer
wait_slowly (gpointer  data,
             GError  **error)
{
  int number = 0;
  g_autoptr(GAsyncResult) result = HARK_AWAIT_ASYNC (error, slow_async, &number, hark_task_get_cancellable ());

  g_assert_nonnull (result);
  g_assert_cmpint (number, ==, 42);
  g_assert_false (g_task_propagate_boolean (G_TASK (result), error));
  /* From here on it fails as in any cancelled task. */
  g_assert_null (HARK_AWAIT_ASYNC (NULL, slow_async, &number, NULL));
  g_assert_true (g_cancellable_is_cancelled (hark_task_get_cancellable ()));
  return NULL;
}

static void
test_an_operation_is_waited_for (void)
{
  g_autoptr(HarkTask) task = hark_task_spawn (wait_slowly, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_main_context_iteration (NULL, FALSE);
  hark_task_cancel (task);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
}

static gpointer
ask_for_cancellable (gpointer  data,
                     GError  **error)
{
  g_autoptr(GCancellable) cancellable = g_object_ref (hark_task_get_cancellable ());

  g_assert_true (hark_task_get_cancellable () == cancellable);
  hark_task_shield ();
  hark_sleep (LONG, NULL);
  g_assert_true (hark_task_is_cancelled (hark_task_get_current ()));
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  hark_task_unshield ();
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  return NULL;
}

static void
test_a_shield_lets_operations_go_on (void)
{
  g_autoptr(HarkTask) task = hark_task_spawn (ask_for_cancellable, NULL, NULL);

  hark_clock_set_virtual (TRUE);
  hark_task_set_timeout (task, LONG / 2);
  hark_task_await (task, NULL);
  hark_clock_set_virtual (FALSE);
  g_assert_null (hark_task_get_cancellable ());
}

/* --- answering as one --- */

static void
note_result (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
answer (HarkFuture *future,
        gpointer    source)
{
  GAsyncResult *result = NULL;

  hark_future_to_async (future, source, note_result, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_async_result_get_source_object (result) == source);
  g_clear_object (&source);
  return result;
}

static void
test_a_future_answers_as_a_result (void)
{
  g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(HarkFuture) good = hark_future_new_resolved (NULL, NULL);
  g_autoptr(HarkFuture) bad = hark_future_new_rejected (g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy"));
  g_autoptr(GAsyncResult) good_result = answer (good, source);
  g_autoptr(GAsyncResult) bad_result = answer (bad, NULL);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  future = hark_future_from_async (good_result, &error);
  g_assert_no_error (error);
  g_assert_true (future == good);
  g_assert_null (hark_future_from_async (bad_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/async-result/an-operation-is-awaited", test_an_operation_is_awaited);
  g_test_add_func ("/async/async-result/a-future-answers-as-a-result", test_a_future_answers_as_a_result);
  g_test_add_func ("/rule/26/an-operation-is-waited-for", test_an_operation_is_waited_for);
  g_test_add_func ("/rule/26/a-shield-lets-operations-go-on", test_a_shield_lets_operations_go_on);
  return g_test_run ();
}
