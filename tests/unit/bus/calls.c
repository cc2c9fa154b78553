/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that cross a bus and end before their time, on either side: given up, too late, or
 * given to this one after another. */

#include <hark/hark.h>

#include "baker.h"
#include "bus/bus-private.h"
#include "record-private.h"
#include "wire/payload-private.h"

typedef struct
{
  HarkLoop   *loop;
  HarkBus    *bus;
  TestBaker  *baker;
  TestBaker  *remote;
  HarkFuture *oven;     /* what the baker waits for */
  GString    *diary;    /* what its slots saw */
  Record      record;
} Fixture;

#define REPORT(f, what, ...) hark_bus_reports.what ((f)->bus, __VA_ARGS__)

static void
step (Fixture *f)
{
  hark_loop_run_until_idle (f->loop);
}

static void
diary_assert (Fixture    *f,
              const char *text)
{
  step (f);
  g_assert_cmpstr (f->diary->str, ==, text);
  g_string_truncate (f->diary, 0);
}

static guint64
count (TestBaker *self,
       guint64    n)
{
  Fixture *f = test_baker_get_data (self);

  g_string_append_printf (f->diary, "counts %" G_GUINT64_FORMAT "%s\n", n, hark_call_is_redelivered () ? ", again" : "");
  return n + 1;
}

static guint64
bake (TestBaker  *self,
      guint64     n,
      GError    **error)
{
  Fixture *f = test_baker_get_data (self);
  g_autoptr(GError) failed = NULL;

  g_string_append_printf (f->diary, "bakes %" G_GUINT64_FORMAT "\n", n);
  /* What else runs meanwhile is another call. */
  if (!hark_await (f->oven, &failed))
    {
      g_string_append_printf (f->diary, "%s\n", failed->message);
      g_propagate_error (error, g_steal_pointer (&failed));
      return 0;
    }
  g_string_append_printf (f->diary, "has baked %" G_GUINT64_FORMAT "%s\n", n, hark_call_is_redelivered () ? ", again" : "");
  return n;
}

static const TestBakerSlots slots = { .count = count, .bake = bake };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  f->loop = hark_loop_new ("test");
  f->bus = hark_bus_new (f->loop);
  f->diary = g_string_new (NULL);
  f->oven = hark_future_new (NULL);
  f->baker = test_baker_new (f->loop, &slots, f, NULL);
  f->remote = test_baker_new_remote (f->bus, "shop", f->loop);
  record_init (&f->record);
  hark_bus_link_up (f->bus, &f->record.link);
  hark_bus_export (f->bus, HARK_OBJECT (f->baker), "line-1", &error);
  g_assert_no_error (error);
  step (f);
  record_assert (&f->record, "export 1: Test.Baker line-1\n");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  hark_future_resolve (f->oven, NULL);
  step (f);
  g_clear_object (&f->remote);
  g_clear_object (&f->baker);
  g_clear_object (&f->bus);
  step (f);
  g_clear_object (&f->loop);
  hark_future_unref (f->oven);
  record_clear (&f->record);
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static void
report_call (Fixture            *f,
             guint64             call,
             const HarkSlotInfo *slot,
             gboolean            is_redelivered,
             gint64              time_left)
{
  g_autoptr(GBytes) payload = hark_payload_serialise (g_variant_new ("(t)", call * 10));

  REPORT (f, called, call, 1, slot, is_redelivered, slot->signature->variant_type, time_left, hark_span_of (payload));
}

static void
assert_cancelled (HarkFuture *future)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_is_settled (future));
  hark_future_get_values (future, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
}

/* --- From here --- */

static void
test_cancelling_tells_the_link (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) future = test_baker_call_count (f->remote, 41);
  g_autoptr(GBytes) answer = hark_payload_serialise (g_variant_new ("(t)", (guint64) 42));

  step (f);
  record_assert (&f->record, "call 2: count of shop (41,), wants an answer\n");
  hark_future_cancel (future);
  assert_cancelled (future);
  step (f);
  record_assert (&f->record, "cancel 2\n");
  /* It was on the way. */
  REPORT (f, answered, 2, hark_span_of (answer), NULL);
  assert_cancelled (future);
}

static void
test_what_has_not_left_does_not_leave (Fixture       *f,
                                       gconstpointer  data)
{
  g_autoptr(HarkFuture) future = test_baker_call_count (f->remote, 41);

  hark_future_cancel (future);
  step (f);
  record_assert (&f->record, "");
}

static void
test_what_is_answered_is_not_cancelled (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(HarkFuture) future = test_baker_call_count (f->remote, 41);
  g_autoptr(GBytes) answer = hark_payload_serialise (g_variant_new ("(t)", (guint64) 42));
  g_autoptr(GError) error = NULL;
  guint64 result;

  step (f);
  REPORT (f, answered, 2, hark_span_of (answer), NULL);
  hark_future_cancel (future);
  step (f);
  record_assert (&f->record, "call 2: count of shop (41,), wants an answer\n");
  g_assert_true (test_baker_finish_count (future, &result, &error));
}

static void
test_dropping_cancels_nothing (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(GBytes) answer = hark_payload_serialise (g_variant_new ("(t)", (guint64) 42));

  hark_future_unref (test_baker_call_count (f->remote, 41));
  step (f);
  record_assert (&f->record, "call 2: count of shop (41,), wants an answer\n");
  REPORT (f, answered, 2, hark_span_of (answer), NULL);
}

static void
test_an_untyped_call_is_cancelled (Fixture       *f,
                                   gconstpointer  data)
{
  GVariant *member = g_variant_new ("(ssstst)", "count", "slot Test.Baker.count (uint64 n) -> uint64", "(t)", (guint64) 1,
                                    "(t)", (guint64) 1);
  g_autoptr(HarkFuture) future = hark_bus_call (f->bus, "Test.Baker", "shop", member, g_variant_new ("(t)", (guint64) 1));

  step (f);
  record_assert (&f->record, "call 2: count of shop (1,), wants an answer\n");
  hark_future_cancel (future);
  assert_cancelled (future);
  step (f);
  record_assert (&f->record, "cancel 2\n");
}

/* In a task that has so much time. */
static gpointer
call_in_time (gpointer   data,
              GError   **error)
{
  Fixture *f = data;
  g_autoptr(HarkFuture) future = NULL;

  hark_task_set_timeout (hark_task_get_current (), 5000);
  future = test_baker_call_count (f->remote, 41);
  return GINT_TO_POINTER (hark_await (future, error));
}

static void
test_a_call_has_the_time_of_its_task (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr(HarkTask) task = hark_task_spawn (call_in_time, f, NULL);
  g_autoptr(GError) error = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  step (f);
  record_assert (&f->record, "call 2: count of shop (41,), wants an answer, in 5000\n");
  hark_clock_advance (5000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (hark_future_await (hark_task_get_future (task), 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  /* Nobody is surprised by what comes of it afterwards. */
  REPORT (f, answered, 2, HARK_SPAN_NONE, error);
}

/* --- To here --- */

static void
test_a_cancelled_call_does_not_begin (Fixture       *f,
                                      gconstpointer  data)
{
  report_call (f, 1, &test_baker_count__target, FALSE, HARK_FOREVER);
  report_call (f, 2, &test_baker_count__target, FALSE, HARK_FOREVER);
  REPORT (f, cancelled, 1);
  diary_assert (f, "counts 20\n");
  record_assert (&f->record, "answer 1: The future was cancelled\nanswer 2: something\n");
  /* Late, or never heard of. */
  REPORT (f, cancelled, 2);
  REPORT (f, cancelled, 7);
  diary_assert (f, "");
  record_assert (&f->record, "");
}

static void
test_an_async_slot_is_cancelled_where_it_waits (Fixture       *f,
                                                gconstpointer  data)
{
  report_call (f, 1, &test_baker_bake__target, FALSE, HARK_FOREVER);
  diary_assert (f, "bakes 10\n");
  REPORT (f, cancelled, 1);
  diary_assert (f, "The task was cancelled\n");
  record_assert (&f->record, "answer 1: The future was cancelled\n");
}

/* Numbers are the link's, and another one begins anew. */
static void
test_a_cancelled_call_is_one_of_this_link (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the wire is cut");

  report_call (f, 1, &test_baker_bake__target, FALSE, HARK_FOREVER);
  diary_assert (f, "bakes 10\n");
  hark_bus_link_down (f->bus, &f->record.link, reason);
  hark_bus_link_up (f->bus, &f->record.link);
  REPORT (f, cancelled, 1);
  diary_assert (f, "");
  report_call (f, 1, &test_baker_count__target, FALSE, HARK_FOREVER);
  REPORT (f, cancelled, 1);
  hark_future_resolve (f->oven, NULL);
  diary_assert (f, "has baked 10\n");
  record_assert (&f->record, "export 1: Test.Baker line-1\nanswer 1: The future was cancelled\n");
}

static void
test_what_is_too_late_does_not_begin (Fixture       *f,
                                      gconstpointer  data)
{
  report_call (f, 1, &test_baker_count__target, FALSE, 1000);
  report_call (f, 2, &test_baker_count__target, FALSE, 1001);
  hark_clock_advance (1000);
  diary_assert (f, "counts 20\n");
  record_assert (&f->record, "answer 1: slot Test.Baker.count (uint64 n) -> uint64 was not run: the time was over\n"
                             "answer 2: something\n");
}

static void
test_an_async_slot_has_the_time_of_its_call (Fixture       *f,
                                             gconstpointer  data)
{
  report_call (f, 1, &test_baker_bake__target, FALSE, 1000);
  diary_assert (f, "bakes 10\n");
  hark_clock_advance (999);
  diary_assert (f, "");
  hark_clock_advance (1);
  diary_assert (f, "The time of the task has passed\n");
  record_assert (&f->record, "answer 1: The time of the task has passed\n");
}

static void
test_a_slot_knows_that_another_may_have_run_it (Fixture       *f,
                                                gconstpointer  data)
{
  report_call (f, 1, &test_baker_bake__target, TRUE, HARK_FOREVER);
  diary_assert (f, "bakes 10\n");
  hark_future_resolve (f->oven, NULL);
  report_call (f, 2, &test_baker_count__target, TRUE, HARK_FOREVER);
  report_call (f, 3, &test_baker_count__target, FALSE, HARK_FOREVER);
  report_call (f, 4, &test_baker_bake__target, FALSE, HARK_FOREVER);
  diary_assert (f, "has baked 10, again\ncounts 20, again\ncounts 30\nbakes 40\nhas baked 40\n");
  g_assert_false (hark_call_is_redelivered ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add ("/bus/calls/rule/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("22/cancelling-tells-the-link", test_cancelling_tells_the_link);
  TEST ("22/what-has-not-left-does-not-leave", test_what_has_not_left_does_not_leave);
  TEST ("22/what-is-answered-is-not-cancelled", test_what_is_answered_is_not_cancelled);
  TEST ("22/dropping-cancels-nothing", test_dropping_cancels_nothing);
  TEST ("22/an-untyped-call-is-cancelled", test_an_untyped_call_is_cancelled);
  TEST ("22/a-call-has-the-time-of-its-task", test_a_call_has_the_time_of_its_task);
  TEST ("22/a-cancelled-call-does-not-begin", test_a_cancelled_call_does_not_begin);
  TEST ("22/an-async-slot-is-cancelled-where-it-waits", test_an_async_slot_is_cancelled_where_it_waits);
  TEST ("22/a-cancelled-call-is-one-of-this-link", test_a_cancelled_call_is_one_of_this_link);
  TEST ("22/what-is-too-late-does-not-begin", test_what_is_too_late_does_not_begin);
  TEST ("22/an-async-slot-has-the-time-of-its-call", test_an_async_slot_has_the_time_of_its_call);
  TEST ("29/a-slot-knows-that-another-may-have-run-it", test_a_slot_knows_that_another_may_have_run_it);
  return g_test_run ();
}
