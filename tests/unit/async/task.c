/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tasks: when they begin and go on, what ends their waits, and who gets what they
 * leave. Most write into a diary, so that one string shows the order. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/annotation-private.h"
#include "async/stack-private.h"
#include "async/task-private.h"
#include "base/thread-private.h"

#define LONG ((gint64) 3600 * G_USEC_PER_SEC)

static GString *diary;

/* Iterates until nothing is ready; a context with much to do stands back once. */
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

static GError *
busy (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
}

static gpointer
say (gpointer  data,
     GError  **error)
{
  g_string_append (diary, data);
  return data;
}

static gpointer
fail (gpointer  data,
      GError  **error)
{
  g_propagate_error (error, busy ());
  return NULL;
}

static HarkTask *
spawn (HarkTaskFunc    func,
       const char     *text,
       GDestroyNotify  destroy)
{
  return hark_task_spawn (func, (gpointer) text, destroy);
}

static void
note_freed (gpointer data)
{
  g_string_append_printf (diary, "~%s", (const char *) data);
}

/* Waits for a future, and writes how that ended. */
typedef struct
{
  const char   *name;
  HarkFuture   *future;
  gint64        timeout;
  GCancellable *cancellable;
} Wait;

static const char *
word_for (const GError *error)
{
  if (error->domain != HARK_ERROR)
    return error->message;

  switch (error->code)
    {
    case HARK_ERROR_CANCELLED:
      return "cancelled";
    case HARK_ERROR_TIMED_OUT:
      return "timed-out";
    case HARK_ERROR_WOULD_DEADLOCK:
      return "refused";
    case HARK_ERROR_CLOSED:
      return "closed";
    default:
      return "other";
    }
}

static void
note (const char   *name,
      const GError *error)
{
  if (error == NULL)
    g_string_append_printf (diary, "%s ", name);
  else
    g_string_append_printf (diary, "%s:%s ", name, word_for (error));
}

static gpointer
wait_for (gpointer  data,
          GError  **error)
{
  Wait *self = data;
  g_autoptr(GError) own_error = NULL;

  g_string_append_printf (diary, "%s? ", self->name);
  hark_future_await (self->future, self->timeout, self->cancellable, &own_error);
  note (self->name, own_error);
  return NULL;
}

/* --- life --- */

static void
test_begins_later (void)
{
  g_autoptr(HarkTask) task = spawn (say, "a ", NULL);

  g_assert_false (hark_future_is_settled (hark_task_get_future (task)));
  g_assert_null (hark_task_get_result (task));
  assert_diary ("");
  settle_down ();
  assert_diary ("a ");
  g_assert_true (hark_future_is_settled (hark_task_get_future (task)));
  g_assert_cmpstr (hark_task_get_result (task), ==, "a ");
  g_assert_null (hark_task_get_current ());
}

static void
test_goes_on_without_a_reference (void)
{
  static char data[] = "a ";

  hark_task_unref (spawn (say, data, note_freed));
  settle_down ();
  assert_diary ("a ~a ");
}

static void
test_result_and_error_go_to_who_awaits (void)
{
  g_autoptr(HarkTask) good = spawn (say, "a ", NULL);
  g_autoptr(HarkTask) bad = hark_task_spawn (fail, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (hark_task_await (good, &error), ==, "a ");
  g_assert_no_error (error);
  g_assert_null (hark_task_await (bad, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  /* Again, and as often as somebody asks. */
  g_assert_cmpstr (hark_task_await (good, NULL), ==, "a ");
  g_assert_null (hark_task_await (bad, NULL));
  assert_diary ("a ");
}

static void
test_frees_its_result (void)
{
  static char data[] = "a ";
  HarkTask *task = spawn (say, data, NULL);

  hark_task_set_result_free (task, note_freed);
  g_assert_cmpstr (hark_task_await (task, NULL), ==, "a ");
  assert_diary ("a ");
  hark_task_unref (task);
  assert_diary ("~a ");
}

static gpointer
spawn_and_await (gpointer  data,
                 GError  **error)
{
  guint depth = GPOINTER_TO_UINT (data);
  g_autoptr(HarkTask) self = hark_task_ref (hark_task_get_current ());
  g_autoptr(HarkTask) task = NULL;
  gpointer result;

  g_assert_true (g_main_context_get_thread_default () == NULL);
  if (depth == 0)
    return GUINT_TO_POINTER (1);
  task = hark_task_spawn (spawn_and_await, GUINT_TO_POINTER (depth - 1), NULL);
  result = hark_task_await (task, error);
  g_assert_true (hark_task_get_current () == self);
  return GUINT_TO_POINTER (GPOINTER_TO_UINT (result) + 1);
}

static void
test_run_gives_the_result (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (GPOINTER_TO_UINT (hark_run (spawn_and_await, GUINT_TO_POINTER (50), &error)), ==, 51);
  g_assert_no_error (error);
  g_assert_null (hark_run (fail, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static gpointer
take_turns (gpointer  data,
            GError  **error)
{
  for (int i = 0; i < 3; i++)
    {
      g_string_append (diary, data);
      g_assert_true (hark_yield (error));
    }
  return NULL;
}

static void
test_yield_lets_others_run (void)
{
  hark_task_unref (spawn (take_turns, "a", NULL));
  hark_task_unref (spawn (take_turns, "b", NULL));
  settle_down ();
  assert_diary ("ababab");
}

static gpointer
count_down (gpointer  data,
            GError  **error)
{
  guint n = GPOINTER_TO_UINT (data);
  g_autoptr(HarkTask) task = n > 0 ? hark_task_spawn (count_down, GUINT_TO_POINTER (n - 1), NULL) : NULL;

  return GUINT_TO_POINTER (n == 0 ? 0 : 1 + GPOINTER_TO_UINT (hark_task_await (task, error)));
}

static gpointer
count_in_thread (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (hark_run (count_down, GUINT_TO_POINTER (i), NULL)), ==, i);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_each_thread_has_its_own (void)
{
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("tasks", count_in_thread, NULL);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
}

/* --- rule 22: every wait ends --- */

static void
test_a_task_gets_the_value_or_the_error (void)
{
  g_autoptr(HarkFuture) good = hark_future_new (NULL);
  g_autoptr(HarkFuture) bad = hark_future_new (NULL);
  g_autoptr(HarkFuture) ready = hark_future_new (NULL);
  Wait waits[] = {
    { "a", good, HARK_FOREVER, NULL },
    { "b", bad, LONG, NULL },
    { "c", ready, 0, NULL },
  };

  hark_future_resolve (ready, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    hark_task_unref (hark_task_spawn (wait_for, &waits[i], NULL));
  settle_down ();
  assert_diary ("a? b? c? c ");
  hark_future_reject (bad, busy ());
  hark_future_resolve (good, NULL);
  assert_diary ("");
  settle_down ();
  assert_diary ("b:busy a ");
}

static void
test_two_tasks_and_a_thread_wake (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Wait waits[] = { { "a", future, HARK_FOREVER, NULL }, { "b", future, HARK_FOREVER, NULL } };

  hark_task_unref (hark_task_spawn (wait_for, &waits[0], NULL));
  hark_task_unref (hark_task_spawn (wait_for, &waits[1], NULL));
  settle_down ();
  hark_future_resolve (future, NULL);
  g_assert_true (hark_future_await (future, HARK_FOREVER, NULL, NULL));
  settle_down ();
  assert_diary ("a? b? a b ");
}

static void
test_a_wait_of_a_task_ends_early (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Wait waits[] = {
    { "a", future, 5000, NULL },
    { "b", future, HARK_FOREVER, cancellable },
    { "c", future, 0, NULL },
    { "d", future, LONG, cancellable },
  };

  hark_clock_set_virtual (TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    hark_task_unref (hark_task_spawn (wait_for, &waits[i], NULL));
  settle_down ();
  assert_diary ("a? b? c? c:timed-out d? ");
  hark_clock_advance (5000);
  settle_down ();
  assert_diary ("a:timed-out ");
  g_cancellable_cancel (cancellable);
  assert_diary ("");
  settle_down ();
  assert_diary ("b:cancelled d:cancelled ");
  hark_task_unref (hark_task_spawn (wait_for, &waits[1], NULL));
  settle_down ();
  assert_diary ("b? b:cancelled ");

  /* The work goes on; only the waits have ended, and nothing of them is left. */
  g_assert_null (future->waiters);
  g_assert_true (hark_future_resolve (future, NULL));
  hark_clock_set_virtual (FALSE);
}

static gpointer
sleep_and_say (gpointer  data,
               GError  **error)
{
  gint64 before = hark_clock_now ();
  gint64 duration = GPOINTER_TO_UINT (data) * (gint64) G_USEC_PER_SEC;

  if (!hark_sleep (duration, error))
    return NULL;
  g_assert_cmpint (hark_clock_now () - before, >=, duration);
  g_string_append_printf (diary, "%u ", GPOINTER_TO_UINT (data));
  return NULL;
}

static void
test_sleepers_wake_in_order (void)
{
  hark_clock_set_virtual (TRUE);
  for (guint i = 0; i < 5; i++)
    hark_task_unref (hark_task_spawn (sleep_and_say, GUINT_TO_POINTER (3600 * (i * 3 % 5)), NULL));
  hark_run (sleep_and_say, GUINT_TO_POINTER (24 * 3600), NULL);
  assert_diary ("0 3600 7200 10800 14400 86400 ");
  g_assert_true (hark_sleep (LONG, NULL)); /* outside it iterates */
  hark_clock_set_virtual (FALSE);
}

/* --- rule 23: refused, not hung --- */

static gboolean
wait_nested (gpointer data)
{
  Wait *self = data;
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_future_await (self->future, HARK_FOREVER, NULL, &error));
  note (self->name, error);
  g_clear_error (&error);
  g_assert_false (hark_yield (&error));
  note (self->name, error);
  g_clear_error (&error);
  g_assert_false (hark_sleep (1, &error));
  note (self->name, error);
  return G_SOURCE_REMOVE;
}

static gpointer
iterate_and_wait (gpointer  data,
                  GError  **error)
{
  Wait *self = data;
  GSource *source = g_idle_source_new ();

  g_source_set_callback (source, wait_nested, data, NULL);
  g_source_attach (source, NULL);
  while (diary->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_unref (source);
  g_string_append (diary, "- ");

  /* The task itself may wait after that. */
  hark_future_await (self->future, 0, NULL, NULL);
  g_assert_true (hark_yield (error));
  return NULL;
}

static void
test_inside_a_nested_iteration (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Wait wait = { "a", future, HARK_FOREVER, NULL };
  g_autoptr(GError) error = NULL;

  hark_run (iterate_and_wait, &wait, &error);
  g_assert_no_error (error);
  assert_diary ("a:refused a:refused a:refused - ");
}

static gpointer
push_and_wait (gpointer  data,
               GError  **error)
{
  g_autoptr(GMainContext) other = g_main_context_new ();
  g_autoptr(GError) own_error = NULL;
  Wait *self = data;

  g_main_context_push_thread_default (other);
  g_assert_false (hark_future_await (self->future, HARK_FOREVER, NULL, &own_error));
  note (self->name, own_error);
  g_clear_error (&own_error);
  g_assert_false (hark_sleep (1, &own_error));
  note (self->name, own_error);
  g_main_context_pop_thread_default (other);
  g_assert_true (hark_yield (error));
  return NULL;
}

static void
test_under_a_pushed_context (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Wait wait = { "a", future, HARK_FOREVER, NULL };

  hark_run (push_and_wait, &wait, NULL);
  assert_diary ("a:refused a:refused ");
}

static gpointer
wait_for_itself (gpointer  data,
                 GError  **error)
{
  g_autoptr(GError) own_error = NULL;

  g_assert_null (hark_task_await (hark_task_get_current (), &own_error));
  note ("a", own_error);
  g_clear_error (&own_error);
  g_assert_null (hark_run (fail, NULL, &own_error));
  note ("b", own_error);
  return NULL;
}

static void
test_for_itself (void)
{
  hark_run (wait_for_itself, NULL, NULL);
  assert_diary ("a:refused b:refused ");
}

/* --- rule 26: cancelling --- */

typedef struct
{
  HarkFuture *future;
  guint       n_left;   /* cleaned up by itself */
} Worker;

static void
worker_left (Worker **self)
{
  (*self)->n_left++;
}

static gpointer
work (gpointer  data,
      GError  **error)
{
  __attribute__ ((cleanup (worker_left))) Worker *self = data;
  g_autofree char *text = g_strdup ("freed by its own code");
  GError *own_error = NULL;

  g_string_append (diary, "work ");
  if (!hark_await (self->future, &own_error))
    {
      note (text != NULL ? "first" : "", own_error);
      g_clear_error (&own_error);
      hark_yield (&own_error);
      note ("yield", own_error);
      g_clear_error (&own_error);
      hark_sleep (1, &own_error);
      note ("sleep", own_error);
      g_clear_error (&own_error);
    }
  hark_await (self->future, &own_error);
  note ("last", own_error);
  if (own_error != NULL)
    g_propagate_error (error, own_error);
  return NULL;
}

static void
test_every_await_fails_at_once (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  g_autoptr(HarkTask) task = hark_task_spawn (work, &worker, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_assert_false (hark_task_is_cancelled (task));
  hark_task_cancel (task);
  hark_task_cancel (task);
  g_assert_true (hark_task_is_cancelled (task));
  assert_diary ("work "); /* never inside the canceller */
  settle_down ();
  assert_diary ("first:cancelled yield:cancelled sleep:cancelled last:cancelled ");
  g_assert_cmpuint (worker.n_left, ==, 1);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  hark_task_cancel (task); /* nothing is left to be cancelled */
  settle_down ();
  assert_diary ("");
}

static void
test_a_ready_future_fails_too (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  g_autoptr(HarkTask) task = hark_task_spawn (work, &worker, NULL);

  settle_down ();
  hark_task_cancel (task);
  hark_future_resolve (future, NULL); /* the value has come before the task is told */
  settle_down ();
  assert_diary ("work first:cancelled yield:cancelled sleep:cancelled last:cancelled ");
}

static void
test_one_that_has_not_begun_does_not (void)
{
  static char data[] = "a ";
  g_autoptr(HarkTask) task = spawn (say, data, note_freed);
  g_autoptr(GError) error = NULL;

  hark_task_cancel (task);
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  assert_diary ("~a ");
}

static gpointer
cancel_elsewhere (gpointer task)
{
  hark_task_cancel (task);
  return NULL;
}

static void
test_cancelled_by_another_thread (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(HarkFuture) future = hark_future_new (NULL);
      Worker worker = { future, 0 };
      g_autoptr(HarkTask) task = hark_task_spawn (work, &worker, NULL);
      GThread *thread;

      if (i % 2 == 0)
        settle_down ();
      thread = g_thread_new ("canceller", cancel_elsewhere, task);
      if (i % 4 < 2)
        hark_future_resolve (future, NULL);
      hark_task_await (task, NULL);
      g_thread_join (thread);
      settle_down ();
      g_assert_cmpuint (worker.n_left, <=, 1);
    }
  g_string_truncate (diary, 0);
}

static gpointer
clean_up (gpointer  data,
          GError  **error)
{
  Worker *self = data;
  GError *own_error = NULL;

  g_assert_false (hark_await (self->future, &own_error));
  note ("await", own_error);
  g_clear_error (&own_error);

  hark_task_shield ();
  hark_task_shield ();
  g_assert_true (hark_sleep (LONG, NULL));
  hark_task_unshield ();
  g_assert_true (hark_yield (NULL));
  hark_future_await (self->future, LONG, NULL, &own_error);
  note ("shielded", own_error);
  g_clear_error (&own_error);
  hark_task_unshield ();

  hark_sleep (LONG, &own_error);
  note ("unshielded", own_error);
  g_propagate_error (error, own_error);
  return NULL;
}

static void
test_a_shield_lets_it_await (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  g_autoptr(HarkTask) task = hark_task_spawn (clean_up, &worker, NULL);

  hark_clock_set_virtual (TRUE);
  settle_down ();
  hark_task_cancel (task);
  hark_task_await (task, NULL);
  assert_diary ("await:cancelled shielded:timed-out unshielded:cancelled ");
  hark_clock_set_virtual (FALSE);
}

static gpointer
shield_first (gpointer  data,
              GError  **error)
{
  Worker *self = data;

  hark_task_shield ();
  g_assert_true (hark_await (self->future, NULL));
  hark_task_unshield ();
  g_assert_false (hark_yield (error));
  return NULL;
}

static void
test_a_shielded_wait_goes_on (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  g_autoptr(HarkTask) task = hark_task_spawn (shield_first, &worker, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  hark_task_cancel (task);
  settle_down ();
  g_assert_false (hark_future_is_settled (hark_task_get_future (task)));
  hark_future_resolve (future, NULL);
  hark_task_await (task, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
}

static void
test_its_time_passes (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  g_autoptr(HarkTask) task = hark_task_spawn (work, &worker, NULL);
  g_autoptr(HarkTask) late = spawn (say, "late ", NULL);
  g_autoptr(HarkTask) free_again = spawn (say, "free ", NULL);
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  hark_task_set_timeout (task, LONG);
  hark_task_set_timeout (task, LONG * 2);
  hark_task_set_timeout (late, 0);
  hark_task_set_timeout (free_again, 0);
  hark_task_set_timeout (free_again, HARK_FOREVER);
  settle_down ();
  assert_diary ("work free ");
  hark_clock_advance (LONG);
  settle_down ();
  assert_diary ("");
  g_assert_null (hark_task_await (task, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  assert_diary ("first:timed-out yield:timed-out sleep:timed-out last:timed-out ");
  g_clear_error (&error);
  g_assert_null (hark_task_await (late, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  hark_clock_set_virtual (FALSE);
}

/* --- when the context goes --- */

static gpointer
shield_and_wait (gpointer  data,
                 GError  **error)
{
  Worker *self = data;

  hark_task_shield ();
  g_assert_false (hark_await (self->future, error));
  self->n_left++;
  return NULL;
}

static void
test_a_context_that_goes_ends_its_tasks (void)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Worker worker = { future, 0 };
  Worker shielded = { future, 0 };
  g_autoptr(HarkTask) waiting = NULL;
  g_autoptr(HarkTask) queued = NULL;
  g_autoptr(HarkTask) sheltered = NULL;
  g_autoptr(HarkTask) unbegun = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  waiting = hark_task_spawn (work, &worker, NULL);
  sheltered = hark_task_spawn (shield_and_wait, &shielded, NULL);
  queued = hark_task_spawn (sleep_and_say, GUINT_TO_POINTER (1000), NULL);
  g_main_context_iteration (context, FALSE);
  unbegun = spawn (say, "unbegun ", NULL);
  g_main_context_pop_thread_default (context);
  hark_task_cancel (sheltered);
  g_string_truncate (diary, 0);

  g_main_context_unref (context);
  g_assert_cmpuint (worker.n_left, ==, 1);
  g_assert_cmpuint (shielded.n_left, ==, 1);
  g_assert_nonnull (strstr (diary->str, "first:closed yield:closed sleep:closed last:closed "));
  g_assert_null (strstr (diary->str, "unbegun"));
  g_string_truncate (diary, 0);

  g_assert_null (hark_task_await (unbegun, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (hark_task_await (waiting, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_assert_true (hark_future_is_settled (hark_task_get_future (queued)));
  g_assert_true (hark_future_is_settled (hark_task_get_future (sheltered)));
  g_assert_null (future->waiters);
}

/* --- errors of use, and limits --- */

static G_GNUC_NO_INLINE guint
descend (guint n)
{
  volatile char frame[1024];

  frame[0] = 1;
  return n == 0 ? 0 : descend (n - 1) + frame[0];
}

static gpointer
go_deep (gpointer  data,
         GError  **error)
{
  return GUINT_TO_POINTER (descend (GPOINTER_TO_UINT (data)));
}

static void
test_stack_size_is_settable (void)
{
  hark_task_set_stack_size (16 * 1024 * 1024);
  g_assert_cmpuint (GPOINTER_TO_UINT (hark_run (go_deep, GUINT_TO_POINTER (2000), NULL)), ==, 2000);
  hark_task_set_stack_size (HARK_STACK_SIZE);
  g_assert_cmpuint (GPOINTER_TO_UINT (hark_run (go_deep, GUINT_TO_POINTER (20), NULL)), ==, 20);
}

typedef struct
{
  HarkFuture *future;
  guint       n_done;
} Crowd;

static gpointer
join_crowd (gpointer  data,
            GError  **error)
{
  Crowd *crowd = data;

  g_assert_true (hark_await (crowd->future, error));
  crowd->n_done++;
  return NULL;
}

static void
test_many_wait_for_one (void)
{
  guint n = HARK_TSAN ? 1000 : 5000;
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  Crowd crowd = { future, 0 };

  for (guint i = 0; i < n; i++)
    hark_task_unref (hark_task_spawn (join_crowd, &crowd, NULL));
  settle_down ();
  g_assert_cmpuint (crowd.n_done, ==, 0);
  hark_future_resolve (future, NULL);
  settle_down ();
  g_assert_cmpuint (crowd.n_done, ==, n);
}

static gpointer
settle_elsewhere (gpointer future)
{
  hark_future_resolve (future, NULL);
  return NULL;
}

static gpointer
await_threads (gpointer  data,
               GError  **error)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(HarkFuture) future = hark_future_new (NULL);
      GThread *thread = g_thread_new ("resolver", settle_elsewhere, future);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();

      /* Settled while the wait begins, or ends by itself. */
      switch (i % 3)
        {
        case 0:
          g_assert_true (hark_await (future, error));
          break;
        case 1:
          hark_future_await (future, i % 7 * 10, NULL, NULL);
          break;
        default:
          hark_future_await (future, HARK_FOREVER, cancellable, NULL);
        }
      g_thread_join (thread);
    }
  return NULL;
}

static void
test_settled_by_other_threads (void)
{
  g_autoptr(GError) error = NULL;

  hark_run (await_threads, NULL, &error);
  g_assert_no_error (error);
}

static gpointer
suspend_forever (gpointer  data,
                 GError  **error)
{
  hark_await (data, NULL);
  return NULL;
}

static gpointer
iterate_elsewhere (gpointer context)
{
  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

static void
test_stays_with_its_thread (void)
{
  if (g_test_subprocess ())
    {
      GMainContext *context = g_main_context_new ();
      HarkFuture *future = hark_future_new (NULL);

      g_main_context_push_thread_default (context);
      hark_task_unref (hark_task_spawn (suspend_forever, future, NULL));
      g_main_context_iteration (context, FALSE);
      g_main_context_pop_thread_default (context);
      hark_future_resolve (future, NULL);
      g_thread_join (g_thread_new ("another", iterate_elsewhere, context));
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*let one thread iterate the context*");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  diary = g_string_new (NULL);
  g_test_add_func ("/async/task/begins-later", test_begins_later);
  g_test_add_func ("/async/task/goes-on-without-a-reference", test_goes_on_without_a_reference);
  g_test_add_func ("/async/task/result-and-error-go-to-who-awaits", test_result_and_error_go_to_who_awaits);
  g_test_add_func ("/async/task/frees-its-result", test_frees_its_result);
  g_test_add_func ("/async/task/run-gives-the-result", test_run_gives_the_result);
  g_test_add_func ("/async/task/yield-lets-others-run", test_yield_lets_others_run);
  g_test_add_func ("/async/task/each-thread-has-its-own", test_each_thread_has_its_own);
  g_test_add_func ("/async/task/many-wait-for-one", test_many_wait_for_one);
  g_test_add_func ("/async/task/settled-by-other-threads", test_settled_by_other_threads);
  g_test_add_func ("/async/task/stack-size-is-settable", test_stack_size_is_settable);
  g_test_add_func ("/async/task/stays-with-its-thread", test_stays_with_its_thread);
  g_test_add_func ("/async/task/a-context-that-goes-ends-its-tasks", test_a_context_that_goes_ends_its_tasks);
  g_test_add_func ("/rule/22/a-task-gets-the-value-or-the-error", test_a_task_gets_the_value_or_the_error);
  g_test_add_func ("/rule/22/two-tasks-and-a-thread-wake", test_two_tasks_and_a_thread_wake);
  g_test_add_func ("/rule/22/a-wait-of-a-task-ends-early", test_a_wait_of_a_task_ends_early);
  g_test_add_func ("/rule/25/sleepers-wake-in-order", test_sleepers_wake_in_order);
  g_test_add_func ("/rule/23/a-task-inside-a-nested-iteration-is-refused", test_inside_a_nested_iteration);
  g_test_add_func ("/rule/23/a-task-under-a-pushed-context-is-refused", test_under_a_pushed_context);
  g_test_add_func ("/rule/23/a-task-that-waits-for-itself-is-refused", test_for_itself);
  g_test_add_func ("/rule/26/every-await-fails-at-once", test_every_await_fails_at_once);
  g_test_add_func ("/rule/26/a-ready-future-fails-too", test_a_ready_future_fails_too);
  g_test_add_func ("/rule/26/one-that-has-not-begun-does-not", test_one_that_has_not_begun_does_not);
  g_test_add_func ("/rule/26/cancelled-by-another-thread", test_cancelled_by_another_thread);
  g_test_add_func ("/rule/26/a-shield-lets-it-await", test_a_shield_lets_it_await);
  g_test_add_func ("/rule/26/a-shielded-wait-goes-on", test_a_shielded_wait_goes_on);
  g_test_add_func ("/rule/26/its-time-passes", test_its_time_passes);
  status = g_test_run ();
  g_string_free (diary, TRUE);
  return status;
}
