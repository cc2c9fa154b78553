/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Semaphores, locks, conditions and flags: who gets them, in which order, and what
 * becomes of what was meant for somebody who has gone. */

#include <hark/clock.h>
#include <hark/error.h>
#include <hark/task-lock.h>

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

static void
note (const char   *name,
      const GError *error)
{
  g_string_append_printf (diary, "%s%s ", name,
                          error == NULL                                                          ? ""
                          : g_error_matches (error, HARK_ERROR, HARK_ERROR_CANCELLED)      ? ":cancelled"
                          : g_error_matches (error, HARK_ERROR, HARK_ERROR_TIMED_OUT)      ? ":timed-out"
                          : g_error_matches (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK) ? ":refused"
                                                                                           : ":other");
}

/* --- semaphores --- */

typedef struct
{
  const char        *name;
  HarkTaskSemaphore *semaphore;
  gint64             timeout;
} User;

static gpointer
use (gpointer  data,
     GError  **error)
{
  User *self = data;
  g_autoptr(GError) own_error = NULL;

  if (hark_task_semaphore_acquire (self->semaphore, self->timeout, NULL, &own_error))
    {
      note (self->name, NULL);
      hark_sleep (LONG, NULL);
      hark_task_semaphore_release (self->semaphore);
    }
  else
    note (self->name, own_error);
  return NULL;
}

static HarkTask *
spawn_user (User *user)
{
  HarkTask *task = hark_task_spawn (use, user, NULL);

  settle_down ();
  return task;
}

static void
test_a_semaphore_lets_as_many_in (void)
{
  g_autoptr(HarkTaskSemaphore) semaphore = hark_task_semaphore_new (2);
  User users[] = {
    { "a", semaphore, HARK_FOREVER }, { "b", semaphore, HARK_FOREVER }, { "c", semaphore, HARK_FOREVER },
    { "d", semaphore, 1 }, { "e", semaphore, HARK_FOREVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    hark_task_unref (spawn_user (&users[i]));
  assert_diary ("a b ");
  g_assert_false (hark_task_semaphore_try (semaphore));
  hark_clock_advance (1);
  settle_down ();
  assert_diary ("d:timed-out ");
  hark_clock_advance (LONG);
  settle_down ();
  assert_diary ("c e ");
  hark_clock_advance (LONG);
  settle_down ();
  g_assert_true (hark_task_semaphore_try (semaphore));
  g_assert_true (hark_task_semaphore_try (semaphore));
  g_assert_false (hark_task_semaphore_try (semaphore));
}

static void
test_cancelling_loses_no_place (void)
{
  g_autoptr(HarkTaskSemaphore) semaphore = hark_task_semaphore_new (1);
  User users[] = { { "a", semaphore, HARK_FOREVER }, { "b", semaphore, HARK_FOREVER }, { "c", semaphore, HARK_FOREVER } };
  HarkTask *tasks[3];

  g_assert_true (hark_task_semaphore_try (semaphore));
  for (guint i = 0; i < 3; i++)
    tasks[i] = spawn_user (&users[i]);

  /* It is handed to the first, who is cancelled; and so is the second. */
  hark_task_cancel (tasks[0]);
  hark_task_cancel (tasks[1]);
  hark_task_semaphore_release (semaphore);
  settle_down ();
  assert_diary ("a:cancelled b:cancelled c ");
  hark_clock_advance (LONG);
  settle_down ();
  for (guint i = 0; i < 3; i++)
    hark_task_unref (tasks[i]);
  g_assert_true (hark_task_semaphore_try (semaphore));
  g_assert_false (hark_task_semaphore_try (semaphore));
}

static gpointer
take_what_is_there (gpointer  data,
                    GError  **error)
{
  hark_task_cancel (hark_task_get_current ());
  g_assert_false (hark_task_semaphore_acquire (data, HARK_FOREVER, NULL, error));
  return NULL;
}

static void
test_a_cancelled_task_takes_nothing (void)
{
  g_autoptr(HarkTaskSemaphore) semaphore = hark_task_semaphore_new (1);

  hark_run (take_what_is_there, semaphore, NULL);
  g_assert_true (hark_task_semaphore_try (semaphore));
}

/* --- locks --- */

static gpointer
misuse (gpointer  data,
        GError  **error)
{
  HarkTaskLock *lock = data;
  g_autoptr(GError) own_error = NULL;

  g_assert_true (hark_task_lock_acquire (lock, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_task_lock_is_held (lock));
  g_assert_false (hark_task_lock_acquire (lock, HARK_FOREVER, NULL, &own_error));
  note ("again", own_error);
  hark_task_lock_release (lock);
  g_assert_false (hark_task_lock_is_held (lock));
  return NULL;
}

static void
test_a_lock_is_its_holders (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();

  hark_run (misuse, lock, NULL);
  assert_diary ("again:refused ");
  g_assert_true (hark_task_lock_try (lock));
  g_assert_false (hark_task_lock_try (lock));
  g_assert_true (hark_task_lock_is_held (lock));
  hark_task_lock_release (lock);

  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*does not hold it*");
  hark_task_lock_release (lock);
  g_test_assert_expected_messages ();
  g_assert_true (hark_task_lock_try (lock));
  hark_task_lock_release (lock);
}

/* --- conditions --- */

typedef struct
{
  HarkTaskLock      *lock;
  HarkTaskCondition *condition;
  guint              n_ready;
  const char        *name;
} Meeting;

static gpointer
wait_for_it (gpointer  data,
             GError  **error)
{
  Meeting *self = data;
  g_autoptr(GError) own_error = NULL;

  g_assert_true (hark_task_lock_acquire (self->lock, HARK_FOREVER, NULL, NULL));
  hark_task_condition_wait (self->condition, HARK_FOREVER, NULL, &own_error);
  g_assert_true (hark_task_lock_is_held (self->lock));
  note (self->name, own_error);
  hark_task_lock_release (self->lock);
  return NULL;
}

static void
notify (Meeting *meeting,
        guint    n)
{
  g_assert_true (hark_task_lock_try (meeting->lock));
  hark_task_condition_notify (meeting->condition, n);
  hark_task_lock_release (meeting->lock);
}

static void
test_a_condition_wakes_as_many (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();
  g_autoptr(HarkTaskCondition) condition = hark_task_condition_new (lock);
  Meeting meetings[5];
  HarkTask *tasks[5];
  static const char *const names[] = { "a", "b", "c", "d", "e" };

  for (guint i = 0; i < 5; i++)
    {
      meetings[i] = (Meeting) { lock, condition, 0, names[i] };
      tasks[i] = hark_task_spawn (wait_for_it, &meetings[i], NULL);
    }
  settle_down ();
  notify (&meetings[0], 2);
  settle_down ();
  assert_diary ("a b ");

  /* Notified and cancelled at once: the next one is woken. */
  hark_task_cancel (tasks[2]);
  notify (&meetings[0], 1);
  settle_down ();
  assert_diary ("c:cancelled d ");
  notify (&meetings[0], G_MAXUINT);
  settle_down ();
  assert_diary ("e ");
  for (guint i = 0; i < 5; i++)
    hark_task_unref (tasks[i]);
}

/* --- flags --- */

static gpointer
wait_for_flag (gpointer  data,
               GError  **error)
{
  g_autoptr(GError) own_error = NULL;

  hark_task_flag_wait (data, LONG, NULL, &own_error);
  note ("flag", own_error);
  return NULL;
}

static void
test_a_flag_wakes_all (void)
{
  g_autoptr(HarkTaskFlag) flag = hark_task_flag_new ();

  for (guint i = 0; i < 3; i++)
    hark_task_unref (hark_task_spawn (wait_for_flag, flag, NULL));
  settle_down ();
  assert_diary ("");
  hark_task_flag_set (flag);
  g_assert_true (hark_task_flag_is_set (flag));
  hark_task_flag_clear (flag);
  settle_down ();
  assert_diary ("flag flag flag ");

  hark_run (wait_for_flag, flag, NULL);
  assert_diary ("flag:timed-out ");
  hark_task_flag_set (flag);
  hark_run (wait_for_flag, flag, NULL);
  assert_diary ("flag ");
}

/* --- tasks and threads together --- */

enum { N_ROUNDS = 300 };

typedef struct
{
  HarkTaskLock *lock;
  guint         n;  /* lock */
} Shared;

static gpointer
count_on (gpointer  data,
          GError  **error)
{
  Shared *shared = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      guint n;

      g_assert_true (hark_task_lock_acquire (shared->lock, HARK_FOREVER, NULL, NULL));
      n = shared->n;
      if (i % 16 == 0 && hark_task_get_current () != NULL)
        hark_yield (NULL);
      shared->n = n + 1;
      hark_task_lock_release (shared->lock);
    }
  return NULL;
}

static gpointer
count_in_thread (gpointer data)
{
  return count_on (data, NULL);
}

static gpointer
count_in_tasks (gpointer  data,
                GError  **error)
{
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint i = 0; i < 3; i++)
    hark_task_group_spawn (group, count_on, data, NULL);
  g_assert_true (hark_task_group_await (group, error));
  return NULL;
}

static void
test_tasks_and_threads_exclude_each_other (void)
{
  g_autoptr(HarkTaskLock) lock = hark_task_lock_new ();
  Shared shared = { lock, 0 };
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("counter", count_in_thread, &shared);
  hark_run (count_in_tasks, &shared, NULL);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (shared.n, ==, 5 * N_ROUNDS);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  diary = g_string_new (NULL);
  hark_clock_set_virtual (TRUE);
  g_test_add_func ("/async/task-lock/a-semaphore-lets-as-many-in", test_a_semaphore_lets_as_many_in);
  g_test_add_func ("/async/task-lock/cancelling-loses-no-place", test_cancelling_loses_no_place);
  g_test_add_func ("/rule/26/a-cancelled-task-takes-nothing", test_a_cancelled_task_takes_nothing);
  g_test_add_func ("/async/task-lock/a-lock-is-its-holders", test_a_lock_is_its_holders);
  g_test_add_func ("/async/task-lock/a-condition-wakes-as-many", test_a_condition_wakes_as_many);
  g_test_add_func ("/async/task-lock/a-flag-wakes-all", test_a_flag_wakes_all);
  g_test_add_func ("/async/task-lock/tasks-and-threads-exclude-each-other", test_tasks_and_threads_exclude_each_other);
  status = g_test_run ();
  g_string_free (diary, TRUE);
  return status;
}
