/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a program may do wrong with futures, tasks and what they wait for each
 * other with: it is told so, what it did it to and what to do instead; nothing
 * hangs, is lost or behind. With stopped loops: tests/unit/object/bad-use.c. */

#include <string.h>

#include <hark/async-result.h>
#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>
#include <hark/gen.h>
#include <hark/task-lock.h>
#include <hark/task-queue.h>

#include "async/task-private.h"
#include "lane/executor-private.h"

/* Of the next criticals. */
static void
expect (const char *pattern)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, pattern);
}

/* One that names @object, and then says @advice. */
static void
expect_about (gconstpointer  object,
              const char    *advice)
{
  g_autofree char *pattern = g_strdup_printf ("* %p*%s*", object, advice);

  expect (pattern);
}

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

/* --- waiting where one must not --- */

typedef struct
{
  HarkCall  call;
  gboolean  has_run;
} Call;

static gpointer
nothing (gpointer  data,
         GError  **error)
{
  return NULL;
}

/* Everything that waits, in a call that is no task. */
static void
call_run (HarkCall *call)
{
  g_autoptr(HarkFuture) pending = hark_future_new (NULL);
  g_autoptr(HarkFuture) settled = hark_future_new_resolved (NULL, NULL);
  g_autoptr(HarkTaskSemaphore) semaphore = hark_task_semaphore_new (0);
  g_autoptr(HarkTaskFlag) flag = hark_task_flag_new ();
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (1, NULL);
  g_autoptr(HarkTask) task = hark_task_spawn (nothing, NULL, NULL);
  GError *errors[8] = { NULL };

  g_assert_false (hark_await (pending, &errors[0]));
  g_assert_false (hark_sleep (1000, &errors[1]));
  g_assert_false (hark_task_semaphore_acquire (semaphore, HARK_FOREVER, NULL, &errors[2]));
  g_assert_false (hark_task_flag_wait (flag, HARK_FOREVER, NULL, &errors[3]));
  g_assert_null (hark_task_queue_get (queue, HARK_FOREVER, NULL, &errors[4]));
  g_assert_null (hark_task_await (task, &errors[5]));
  g_assert_null (hark_run (nothing, NULL, &errors[6]));
  g_assert_null (HARK_AWAIT_ASYNC (&errors[7], g_file_load_bytes_async, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
      g_assert_nonnull (strstr (errors[i]->message, "task"));
      g_error_free (errors[i]);
    }

  /* What is there needs no wait. */
  g_assert_true (hark_await (settled, NULL));
  g_assert_true (hark_task_queue_put (queue, queue, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_task_queue_get (queue, HARK_FOREVER, NULL, NULL) == queue);
  ((Call *) call)->has_run = TRUE;
}

static void
call_drop (HarkCall *call)
{
}

static const HarkCallFuncs call_funcs = { HARK_CALL_USER, call_run, call_drop, NULL, NULL };

static void
test_waiting_inside_a_call (void)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkLane *lane = hark_executor_dup_default_lane (executor);
  Call call = { { .funcs = &call_funcs }, FALSE };

  hark_lane_post (lane, &call.call);
  settle_down ();
  g_assert_true (call.has_run);
  hark_lane_unref (lane);
  hark_executor_unref (executor);
}

static void
test_what_belongs_to_tasks_outside_of_them (void)
{
  expect ("*task != NULL*");
  g_assert_false (hark_yield (NULL));
  g_test_assert_expected_messages ();
  expect ("*task != NULL*");
  hark_task_shield ();
  g_test_assert_expected_messages ();
  expect ("*task != NULL*");
  hark_task_unshield ();
  g_test_assert_expected_messages ();
  g_assert_null (hark_task_get_cancellable ());
}

/* --- settling --- */

typedef struct
{
  gint64 number;
} Number;

static const HarkSignature number_signature = { .name = "(int64)", .text = "(int64 number)", .size = sizeof (Number) };

static void
test_settling_twice (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(HarkFuture) failed = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_resolve (future, NULL));
  g_assert_false (hark_future_resolve (future, NULL));
  g_assert_false (hark_future_reject (future, g_error_new (HARK_ERROR, HARK_ERROR_FAILED, "late")));
  g_assert_true (hark_await (future, &error));

  g_assert_true (hark_future_reject (failed, g_error_new (HARK_ERROR, HARK_ERROR_FAILED, "first")));
  g_assert_false (hark_future_resolve (failed, NULL));
  g_assert_false (hark_await (failed, &error));
  g_assert_cmpstr (error->message, ==, "first");
}

static void
test_settling_without_what_it_is_to_bring (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (&number_signature);
  const Number values = { 7 };

  expect ("*values != NULL*");
  g_assert_false (hark_future_resolve (future, NULL));
  g_test_assert_expected_messages ();
  expect ("*error != NULL*");
  g_assert_false (hark_future_reject (future, NULL));
  g_test_assert_expected_messages ();
  g_assert_true (hark_future_resolve (future, &values));
}

static void
test_looking_too_early (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_future_get_values (future, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "await it first"));
}

/* --- dropping --- */

static gpointer
await_future (gpointer  data,
              GError  **error)
{
  hark_await (data, error);
  hark_future_unref (data);
  return NULL;
}

/* Who awaits it holds a reference; who was to settle it does not any more. */
static void
test_dropping_what_was_to_settle (void)
{
  HarkFuture *source = hark_future_new (NULL);
  HarkFuture *all = hark_future_all (&source, 1);
  g_autoptr(HarkTask) task = hark_task_spawn (await_future, hark_future_ref (all), NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  hark_future_unref (all);
  g_assert_true (hark_future_reject (source, g_error_new (HARK_ERROR, HARK_ERROR_FAILED, "never")));
  hark_future_unref (source);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FAILED);
}

static gpointer
sleep_and_count (gpointer  data,
                 GError  **error)
{
  (*(int *) data)++;
  if (hark_sleep (G_USEC_PER_SEC, error))
    (*(int *) data)++;
  return NULL;
}

static void
test_dropping_a_task (void)
{
  int n = 0;

  hark_task_unref (hark_task_spawn (sleep_and_count, &n, NULL));
  while (n < 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_dropping_a_task_too_often (void)
{
  int n = 0;
  HarkTask *task = hark_task_spawn (sleep_and_count, &n, NULL);

  settle_down ();
  g_assert_cmpint (n, ==, 1);
  hark_task_unref (task);
  expect_about (task, "drop a reference once");
  hark_task_unref (task); /* which is its own */
  g_test_assert_expected_messages ();
  while (n < 2)
    g_main_context_iteration (NULL, TRUE);
}

/* --- locks and queues --- */

static void
test_releasing_a_lock_that_nobody_holds (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();

  expect_about (lock, "release it where it was acquired");
  hark_task_lock_release (lock);
  g_test_assert_expected_messages ();

  /* It is not there twice now. */
  g_assert_true (hark_task_lock_try (lock));
  g_assert_false (hark_task_lock_try (lock));
  hark_task_lock_release (lock);
}

static gpointer
hold_for_a_while (gpointer  data,
                  GError  **error)
{
  g_assert_true (hark_task_lock_acquire (data, HARK_FOREVER, NULL, NULL));
  hark_sleep (G_USEC_PER_SEC, NULL);
  g_assert_true (hark_task_lock_is_held (data));
  hark_task_lock_release (data);
  return NULL;
}

static void
test_releasing_a_lock_of_somebody_else (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();
  g_autoptr(HarkTask) holder = hark_task_spawn (hold_for_a_while, lock, NULL);

  settle_down ();
  expect_about (lock, "release it where it was acquired");
  hark_task_lock_release (lock);
  g_test_assert_expected_messages ();
  g_assert_false (hark_task_lock_try (lock));
  g_assert_true (hark_await (hark_task_get_future (holder), NULL));
}

static void
test_acquiring_a_lock_twice (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();
  g_autofree char *name = g_strdup_printf ("%p", lock);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_task_lock_acquire (lock, HARK_FOREVER, NULL, NULL));
  g_assert_false (hark_task_lock_acquire (lock, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, "release it first"));
  hark_task_lock_release (lock);
}

static void
test_a_condition_without_its_lock (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();
  g_autoptr(HarkTaskCondition) condition = hark_task_condition_new (lock);

  expect ("*hark_task_lock_is_held*");
  g_assert_false (hark_task_condition_wait (condition, HARK_FOREVER, NULL, NULL));
  g_test_assert_expected_messages ();
  expect ("*hark_task_lock_is_held*");
  hark_task_condition_notify (condition, 1);
  g_test_assert_expected_messages ();
}

static void
test_done_too_often (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, NULL);

  expect_about (queue, "call it once for each");
  hark_task_queue_task_done (queue);
  g_test_assert_expected_messages ();

  /* An item that nobody has taken is not done either. */
  g_assert_true (hark_task_queue_try_put (queue, queue, NULL));
  expect_about (queue, "call it once for each");
  hark_task_queue_task_done (queue);
  g_test_assert_expected_messages ();
  g_assert_nonnull (hark_task_queue_try_get (queue));
  hark_task_queue_task_done (queue);
  g_assert_true (hark_task_queue_join (queue, 0, NULL, NULL));
}

/* --- groups --- */

static gpointer
use_group (gpointer group)
{
  expect ("*is_own*");
  hark_task_group_spawn (group, nothing, NULL, NULL);
  g_test_assert_expected_messages ();
  return NULL;
}

static void
test_a_group_of_another_thread (void)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  g_thread_join (g_thread_new ("stranger", use_group, group));
  g_assert_true (hark_task_group_await (group, NULL));
}

static void
test_a_task_in_two_groups (void)
{
  g_autoptr(HarkTaskGroup) one = hark_task_group_new ();
  g_autoptr(HarkTaskGroup) two = hark_task_group_new ();
  g_autoptr(HarkTask) task = hark_task_spawn (nothing, NULL, NULL);

  hark_task_group_add (one, task);
  expect ("*task->member == NULL*");
  hark_task_group_add (two, task);
  g_test_assert_expected_messages ();
  g_assert_true (hark_task_group_await (one, NULL));

  expect ("*is_settled*");
  hark_task_group_add (two, task);
  g_test_assert_expected_messages ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hark_clock_set_virtual (TRUE);
  g_main_context_acquire (NULL);
  g_test_add_func ("/rule/23/everything-that-waits-is-refused-inside-a-call", test_waiting_inside_a_call);
  g_test_add_func ("/async/bad-use/what-belongs-to-tasks-outside-of-them", test_what_belongs_to_tasks_outside_of_them);
  g_test_add_func ("/async/bad-use/settling-twice", test_settling_twice);
  g_test_add_func ("/async/bad-use/settling-without-what-it-is-to-bring", test_settling_without_what_it_is_to_bring);
  g_test_add_func ("/async/bad-use/looking-too-early", test_looking_too_early);
  g_test_add_func ("/async/bad-use/dropping-what-was-to-settle", test_dropping_what_was_to_settle);
  g_test_add_func ("/async/bad-use/dropping-a-task", test_dropping_a_task);
  g_test_add_func ("/async/bad-use/dropping-a-task-too-often", test_dropping_a_task_too_often);
  g_test_add_func ("/async/bad-use/releasing-a-lock-that-nobody-holds", test_releasing_a_lock_that_nobody_holds);
  g_test_add_func ("/async/bad-use/releasing-a-lock-of-somebody-else", test_releasing_a_lock_of_somebody_else);
  g_test_add_func ("/async/bad-use/acquiring-a-lock-twice", test_acquiring_a_lock_twice);
  g_test_add_func ("/async/bad-use/a-condition-without-its-lock", test_a_condition_without_its_lock);
  g_test_add_func ("/async/bad-use/done-too-often", test_done_too_often);
  g_test_add_func ("/async/bad-use/a-group-of-another-thread", test_a_group_of_another_thread);
  g_test_add_func ("/async/bad-use/a-task-in-two-groups", test_a_task_in_two_groups);
  return g_test_run ();
}
