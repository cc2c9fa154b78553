/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for bare futures: who iterates, who blocks, and what ends it. */

#include <hark/clock.h>
#include <hark/error.h>

#include "async/future-private.h"
#include "base/thread-private.h"

static GError *
busy (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
}

static void
test_gives_the_outcome (void)
{
  g_autoptr(HarkFuture) resolved = hark_future_new (NULL);
  g_autoptr(HarkFuture) rejected = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;

  hark_future_resolve (resolved, NULL);
  hark_future_reject (rejected, busy ());
  g_assert_true (hark_future_await (resolved, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (hark_future_await (rejected, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_false (hark_future_await (rejected, HARK_FOREVER, NULL, NULL));
}

static gpointer
resolve (gpointer future)
{
  hark_future_resolve (future, NULL);
  return NULL;
}

static gboolean
resolve_here (gpointer future)
{
  hark_future_resolve (future, NULL);
  return G_SOURCE_REMOVE;
}

static void
test_the_owner_iterates_its_context (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(GSource) source = g_idle_source_new ();
  HarkExecutor *executor;

  /* Nobody holds it, and this thread made its executor. */
  g_main_context_push_thread_default (context);
  executor = hark_executor_dup_default ();
  g_source_set_callback (source, resolve_here, future, NULL);
  g_source_attach (source, context);
  g_assert_true (hark_future_await (future, HARK_FOREVER, NULL, NULL));
  g_main_context_pop_thread_default (context);
  hark_executor_unref (executor);
}

static void
test_resolved_from_another_thread (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GMainContext) context = g_main_context_new ();
      g_autoptr(HarkFuture) future = hark_future_new (NULL);
      GThread *thread;

      /* Iterating, and blocking. */
      if (i % 2 == 0)
        g_main_context_push_thread_default (context);
      thread = g_thread_new ("resolver", resolve, future);
      g_assert_true (hark_future_await (future, i % 4 < 2 ? HARK_FOREVER : G_USEC_PER_SEC * 60, NULL, NULL));
      g_thread_join (thread);
      if (i % 2 == 0)
        g_main_context_pop_thread_default (context);
    }
}

static void
assert_ends (gint64        timeout,
             GCancellable *cancellable,
             int           code)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_future_await (future, timeout, cancellable, &error));
  g_assert_error (error, HARK_ERROR, code);
  /* The work goes on; only the wait has ended. */
  g_assert_false (hark_future_is_settled (future));
  g_assert_true (hark_future_resolve (future, NULL));
  g_assert_true (hark_future_await (future, timeout, NULL, NULL));
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_ends_early (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  for (guint is_owner = 0; is_owner < 2; is_owner++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      gint64 before = g_get_monotonic_time ();
      GThread *thread;

      if (is_owner)
        g_main_context_push_thread_default (context);
      assert_ends (0, NULL, HARK_ERROR_TIMED_OUT);
      assert_ends (5000, NULL, HARK_ERROR_TIMED_OUT);
      g_assert_cmpint (g_get_monotonic_time () - before, >=, 5000);
      assert_ends (-1, NULL, HARK_ERROR_TIMED_OUT);

      thread = g_thread_new ("canceller", cancel, cancellable);
      assert_ends (HARK_FOREVER, cancellable, HARK_ERROR_CANCELLED);
      g_thread_join (thread);
      assert_ends (HARK_FOREVER, cancellable, HARK_ERROR_CANCELLED);
      if (is_owner)
        g_main_context_pop_thread_default (context);
    }
}

static gpointer
await_for_an_hour (gpointer is_done)
{
  assert_ends (G_TIME_SPAN_HOUR, NULL, HARK_ERROR_TIMED_OUT);
  g_atomic_int_set ((int *) is_done, TRUE);
  return NULL;
}

static void
test_the_virtual_clock_wakes_threads (void)
{
  g_autoptr(GThread) thread = NULL;
  gint64 before = g_get_monotonic_time ();
  int is_done = FALSE;

  g_main_context_acquire (NULL);
  hark_clock_set_virtual (TRUE);
  thread = g_thread_new ("sleeper", await_for_an_hour, &is_done);
  while (!g_atomic_int_get (&is_done))
    {
      hark_clock_advance (G_TIME_SPAN_MINUTE);
      g_thread_yield ();
    }
  g_thread_join (g_steal_pointer (&thread));
  hark_clock_set_virtual (FALSE);
  g_main_context_release (NULL);
  g_assert_cmpint (g_get_monotonic_time () - before, <, G_TIME_SPAN_HOUR);
}

typedef struct
{
  HarkCall    call;
  HarkFuture *future;
  GError     *error;
  gboolean    has_run;
} AwaitCall;

static void
await_run (HarkCall *call)
{
  AwaitCall *self = (AwaitCall *) call;

  g_assert_false (hark_future_await (self->future, HARK_FOREVER, NULL, &self->error));
  self->has_run = TRUE;
}

static const HarkCallFuncs await_funcs = { HARK_CALL_USER, await_run, await_run, NULL, NULL };

static void
test_inside_a_call_it_is_refused (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkExecutor *executor = hark_executor_dup_for_context (context, hark_thread_id ());
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_RUNNING);
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  AwaitCall call = { .call.funcs = &await_funcs, .future = future };

  hark_lane_post (lane, &call.call);
  while (!call.has_run)
    g_main_context_iteration (context, FALSE);
  g_assert_error (call.error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_clear_error (&call.error);
  hark_lane_unref (lane);
  hark_executor_unref (executor);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/await/gives-the-outcome", test_gives_the_outcome);
  g_test_add_func ("/async/await/the-owner-iterates-its-context", test_the_owner_iterates_its_context);
  g_test_add_func ("/async/await/resolved-from-another-thread", test_resolved_from_another_thread);
  g_test_add_func ("/async/await/ends-early", test_ends_early);
  g_test_add_func ("/rule/22/the-virtual-clock-wakes-threads", test_the_virtual_clock_wakes_threads);
  g_test_add_func ("/async/await/inside-a-call-it-is-refused", test_inside_a_call_it_is_refused);
  return g_test_run ();
}
