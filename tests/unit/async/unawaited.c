/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Errors of tasks that nobody awaits, where there is no loop to tell: rule 21. */

#include <hark/combination.h>
#include <hark/error.h>
#include <hark/task.h>

static gpointer
fail (gpointer   data,
      GError   **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "too much to do");
  return NULL;
}

static gpointer
wait_for (gpointer   future,
          GError   **error)
{
  hark_await (future, error);
  return NULL;
}

static gpointer
spawn_one_that_fails (gpointer   data,
                      GError   **error)
{
  hark_task_unref (hark_task_spawn (fail, NULL, NULL));
  return NULL;
}

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
expect_warning (void)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_WARNING,
                         "A task failed and nobody awaited it: too much to do (g-io-error-quark, code 26)*");
}

static void
test_is_told (void)
{
  HarkTask *task = hark_task_spawn (fail, NULL, NULL);

  /* Not before the last who could await it has dropped it. */
  settle_down ();
  expect_warning ();
  hark_task_unref (task);
  g_test_assert_expected_messages ();

  hark_task_unref (hark_task_spawn (fail, NULL, NULL));
  expect_warning ();
  settle_down ();
  g_test_assert_expected_messages ();

  hark_task_unref (hark_task_spawn (spawn_one_that_fails, NULL, NULL));
  expect_warning ();
  settle_down ();
  g_test_assert_expected_messages ();
}

/* Warnings end the tests. */
static void
test_what_is_awaited_is_not_told (void)
{
  g_autoptr(HarkTask) late = hark_task_spawn (fail, NULL, NULL);
  g_autoptr(HarkTask) combined = hark_task_spawn (fail, NULL, NULL);
  G_GNUC_UNUSED g_autoptr(HarkFuture) all = hark_future_all ((HarkFuture *[]) { hark_task_get_future (combined) }, 1);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_run (fail, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_null (hark_run (fail, NULL, NULL));
  settle_down ();
  g_assert_null (hark_task_await (late, NULL));
}

static void
test_what_was_asked_for_is_not_told (void)
{
  g_autoptr(HarkFuture) never = hark_future_new (NULL);
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkTask *task = hark_task_spawn (wait_for, never, NULL);

  settle_down ();
  hark_task_cancel (task);
  settle_down ();
  hark_task_unref (task);

  task = hark_task_spawn (wait_for, never, NULL);
  hark_task_cancel (task); /* before it begins */
  settle_down ();
  hark_task_unref (task);

  /* One has begun, and one has not, when the context goes. */
  g_main_context_push_thread_default (context);
  hark_task_unref (hark_task_spawn (wait_for, never, NULL));
  while (g_main_context_iteration (context, FALSE))
    ;
  hark_task_unref (hark_task_spawn (fail, NULL, NULL));
  g_main_context_pop_thread_default (context);
}

/* That it was cancelled does not excuse everything. */
static gpointer
fail_when_cancelled (gpointer   future,
                     GError   **error)
{
  hark_await (future, NULL);
  return fail (NULL, error);
}

static void
test_failing_to_clean_up_is_told (void)
{
  g_autoptr(HarkFuture) never = hark_future_new (NULL);
  HarkTask *task = hark_task_spawn (fail_when_cancelled, never, NULL);

  settle_down ();
  hark_task_cancel (task);
  settle_down ();
  expect_warning ();
  hark_task_unref (task);
  g_test_assert_expected_messages ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/21/of-a-task-nobody-awaits-is-told", test_is_told);
  g_test_add_func ("/rule/21/of-a-task-somebody-awaits-is-not-told", test_what_is_awaited_is_not_told);
  g_test_add_func ("/rule/21/of-a-task-that-was-to-end-is-not-told", test_what_was_asked_for_is_not_told);
  g_test_add_func ("/rule/21/of-a-task-that-fails-to-clean-up-is-told", test_failing_to_clean_up_is_told);
  return g_test_run ();
}
