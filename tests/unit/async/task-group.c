/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Groups of tasks end as one. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/task-private.h"

#define LONG ((gint64) 3600 * G_USEC_PER_SEC)

static GString *diary;

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_diary (const char *expected)
{
  g_assert_cmpstr (diary->str, ==, expected);
  g_string_truncate (diary, 0);
}

/* Sleeps for as many seconds, and says so; 0: fails at once. */
static gpointer
member (gpointer  data,
        GError  **error)
{
  guint seconds = GPOINTER_TO_UINT (data);

  if (seconds == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
      return NULL;
    }
  if (hark_sleep (seconds * G_USEC_PER_SEC, error))
    g_string_append_printf (diary, "%u ", seconds);
  else
    g_string_append_printf (diary, "-%u ", seconds);
  return NULL;
}

static void
spawn (HarkTaskGroup *group,
       guint          seconds)
{
  hark_task_group_spawn (group, member, GUINT_TO_POINTER (seconds), NULL);
}

/* The same, later. */
static gpointer
fail_later (gpointer  data,
            GError  **error)
{
  hark_sleep (GPOINTER_TO_UINT (data) * G_USEC_PER_SEC, NULL);
  return member (NULL, error);
}

static gpointer
wait_for_all (gpointer  data,
              GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint i = 3; i > 0; i--)
    spawn (group, i);
  g_assert_true (hark_task_group_await (group, error));
  g_string_append (diary, "all ");

  /* It can be used again. */
  g_assert_true (hark_task_group_await (group, error));
  spawn (group, 4);
  g_assert_true (hark_task_group_await (group, error));
  return NULL;
}

static void
test_ends_when_all_have_ended (void)
{
  hark_run (wait_for_all, NULL, NULL);
  assert_diary ("1 2 3 all 4 ");
}

static gpointer
wait_for_failure (gpointer  data,
                  GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  spawn (group, 1);
  spawn (group, 5);
  hark_task_group_spawn (group, fail_later, GUINT_TO_POINTER (2), NULL);
  spawn (group, 6);
  hark_task_group_spawn (group, fail_later, GUINT_TO_POINTER (3), NULL);
  g_assert_false (hark_task_group_await (group, error));
  g_string_append (diary, "end ");

  /* Too late for more. */
  spawn (group, 7);
  g_assert_false (hark_task_group_await (group, NULL));
  return NULL;
}

static void
test_the_first_error_cancels_the_rest (void)
{
  g_autoptr(GError) error = NULL;

  hark_run (wait_for_failure, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  assert_diary ("1 -5 -6 end ");
}

static gpointer
clean_up_slowly (gpointer  data,
                 GError  **error)
{
  hark_sleep (LONG, NULL);
  hark_task_shield ();
  hark_sleep (LONG, NULL);
  hark_task_unshield ();
  g_string_append (diary, "clean ");
  return NULL;
}

static gpointer
wait_slowly (gpointer  data,
             GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  spawn (group, 10000);
  hark_task_group_spawn (group, clean_up_slowly, NULL, NULL);
  hark_task_group_await (group, error);
  g_string_append (diary, "end ");
  return NULL;
}

static void
test_cancelling_who_waits_cancels_all (void)
{
  g_autoptr(HarkTask) task = hark_task_spawn (wait_slowly, NULL, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  hark_task_cancel (task);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  assert_diary ("-10000 clean end ");
}

static gpointer
leave_early (gpointer  data,
             GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  hark_task_group_spawn (group, clean_up_slowly, NULL, NULL);
  spawn (group, 10000);
  hark_yield (NULL);
  g_string_append (diary, "leaves ");
  return NULL;
}

static void
test_none_outlives_its_scope (void)
{
  hark_run (leave_early, NULL, NULL);
  assert_diary ("leaves -10000 clean ");
}

static gpointer
cancel_one (gpointer  data,
            GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();
  g_autoptr(HarkTask) task = hark_task_spawn (member, GUINT_TO_POINTER (9), NULL);

  hark_task_group_add (group, task);
  spawn (group, 1);
  hark_yield (NULL);
  hark_task_cancel (task);
  g_assert_true (hark_task_group_await (group, error));
  return NULL;
}

static void
test_a_cancelled_member_is_no_error (void)
{
  hark_run (cancel_one, NULL, NULL);
  assert_diary ("-9 1 ");
}

static gpointer
grow (gpointer  data,
      GError  **error)
{
  spawn (data, 2);
  g_string_append (diary, "grows ");
  return NULL;
}

static gpointer
wait_for_grown (gpointer  data,
                GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  hark_task_group_spawn (group, grow, group, NULL);
  g_assert_true (hark_task_group_await (group, error));
  return NULL;
}

static void
test_its_tasks_add_to_it (void)
{
  hark_run (wait_for_grown, NULL, NULL);
  assert_diary ("grows 2 ");
}

static void
test_outside_of_tasks (void)
{
  HarkTaskGroup *group = hark_task_group_new ();

  spawn (group, 2);
  g_assert_true (hark_task_group_await (group, NULL));
  spawn (group, 3);
  settle_down ();
  hark_task_group_free (group); /* frees itself, once it has ended */
  settle_down ();
  assert_diary ("2 -3 ");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  diary = g_string_new (NULL);
  hark_clock_set_virtual (TRUE);
  g_test_add_func ("/rule/26/a-group-ends-when-all-have-ended", test_ends_when_all_have_ended);
  g_test_add_func ("/rule/26/the-first-error-cancels-the-rest", test_the_first_error_cancels_the_rest);
  g_test_add_func ("/rule/26/cancelling-who-waits-cancels-all", test_cancelling_who_waits_cancels_all);
  g_test_add_func ("/rule/26/no-task-of-a-group-outlives-its-scope", test_none_outlives_its_scope);
  g_test_add_func ("/rule/26/a-cancelled-member-is-no-error", test_a_cancelled_member_is_no_error);
  g_test_add_func ("/async/task-group/its-tasks-add-to-it", test_its_tasks_add_to_it);
  g_test_add_func ("/async/task-group/outside-of-tasks", test_outside_of_tasks);
  status = g_test_run ();
  g_string_free (diary, TRUE);
  return status;
}
