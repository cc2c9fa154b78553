/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One future of several: when it is settled, with what, and that nothing is left
 * behind with those that are still pending. */

#include <hark/clock.h>
#include <hark/combination.h>
#include <hark/error.h>
#include <hark/values.h>

#include "async/task-private.h"

#define LONG ((gint64) 3600 * G_USEC_PER_SEC)

enum { N = 3 };

static GError *
busy (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
}

typedef HarkFuture *(*Combine) (HarkFuture *const *futures,
                                gsize               n);

typedef struct
{
  HarkFuture *items[N];
  HarkFuture *outcome;
} Fixture;

static void
set_up (Fixture *self,
        Combine  combine)
{
  for (guint i = 0; i < N; i++)
    self->items[i] = hark_future_new (NULL);
  self->outcome = combine (self->items, N);
  g_assert_false (hark_future_is_settled (self->outcome));
}

static void
tear_down (Fixture *self)
{
  hark_future_unref (self->outcome);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (self->items[i]->refs, ==, 1);
      g_assert_null (self->items[i]->waiters);
      hark_future_unref (self->items[i]);
    }
}

static void
assert_busy (HarkFuture *future)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_is_settled (future));
  g_assert_false (hark_future_await (future, 0, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static void
assert_place (HarkFuture *future,
              gsize       expected)
{
  gsize place = G_MAXSIZE;

  g_assert_true (hark_future_finish_place (future, &place, NULL));
  g_assert_cmpuint (place, ==, expected);
}

static void
test_all (void)
{
  Fixture good, bad;

  set_up (&good, hark_future_all);
  for (guint i = N; i > 0; i--)
    {
      g_assert_false (hark_future_is_settled (good.outcome));
      hark_future_resolve (good.items[i - 1], NULL);
    }
  g_assert_true (hark_future_await (good.outcome, 0, NULL, NULL));
  tear_down (&good);

  set_up (&bad, hark_future_all);
  hark_future_resolve (bad.items[0], NULL);
  hark_future_reject (bad.items[2], busy ());
  assert_busy (bad.outcome);
  g_assert_false (hark_future_is_settled (bad.items[1]));
  tear_down (&bad);
}

static void
test_each (void)
{
  Fixture self;

  set_up (&self, hark_future_each);
  hark_future_reject (self.items[1], busy ());
  hark_future_resolve (self.items[0], NULL);
  g_assert_false (hark_future_is_settled (self.outcome));
  hark_future_reject (self.items[2], busy ());
  g_assert_true (hark_future_await (self.outcome, 0, NULL, NULL));
  /* What became of each is in each. */
  assert_busy (self.items[1]);
  g_assert_true (hark_future_await (self.items[0], 0, NULL, NULL));
  tear_down (&self);
}

static void
test_any (void)
{
  Fixture self;
  gsize place = 7;
  g_autoptr(GError) error = NULL;

  set_up (&self, hark_future_any);
  g_assert_false (hark_future_finish_place (self.outcome, &place, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FAILED);
  g_assert_cmpuint (place, ==, 7);
  hark_future_reject (self.items[1], busy ());
  assert_place (self.outcome, 1);
  g_assert_false (hark_future_is_settled (self.items[0]));
  tear_down (&self);
}

static void
test_first (void)
{
  Fixture good, bad;

  set_up (&good, hark_future_first);
  hark_future_reject (good.items[0], busy ());
  g_assert_false (hark_future_is_settled (good.outcome));
  hark_future_resolve (good.items[2], NULL);
  assert_place (good.outcome, 2);
  tear_down (&good);

  set_up (&bad, hark_future_first);
  for (guint i = 0; i < N; i++)
    {
      g_assert_false (hark_future_is_settled (bad.outcome));
      hark_future_reject (bad.items[i], busy ());
    }
  assert_busy (bad.outcome);
  tear_down (&bad);
}

static void
test_settled_before (void)
{
  g_autoptr(HarkFuture) ready = hark_future_new_resolved (NULL, NULL);
  g_autoptr(HarkFuture) pending = hark_future_new (NULL);
  HarkFuture *both[] = { pending, ready };
  g_autoptr(HarkFuture) any = hark_future_any (both, 2);
  g_autoptr(HarkFuture) none = hark_future_all (NULL, 0);
  g_autoptr(HarkFuture) each = hark_future_each (&ready, 1);

  assert_place (any, 1);
  g_assert_true (hark_future_is_settled (none));
  g_assert_true (hark_future_is_settled (each));
  g_assert_null (pending->waiters);
}

/* Nothing is left with those that are still pending. */
static void
test_dropped_lets_go (void)
{
  const Combine all[] = { hark_future_all, hark_future_each, hark_future_any, hark_future_first };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      Fixture f;

      set_up (&f, all[i]);
      hark_future_unref (hark_future_within (f.outcome, HARK_FOREVER));
      hark_future_unref (g_steal_pointer (&f.outcome));
      f.outcome = hark_future_new (NULL);
      tear_down (&f);
    }
}

/* --- within a time --- */

typedef struct
{
  guint64 number;
} Number;

static const HarkSignature number_signature = { .name = "(uint64)", .size = sizeof (Number) };

static void
test_within (void)
{
  g_autoptr(HarkFuture) slow = hark_future_new (NULL);
  g_autoptr(HarkFuture) quick = hark_future_new (&number_signature);
  g_autoptr(HarkFuture) bad = hark_future_new (NULL);
  g_autoptr(HarkFuture) slow_outcome = hark_future_within (slow, LONG);
  g_autoptr(HarkFuture) quick_outcome = hark_future_within (quick, LONG);
  g_autoptr(HarkFuture) bad_outcome = hark_future_within (bad, HARK_FOREVER);
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  hark_future_resolve (quick, &(Number) { 5 });
  hark_future_reject (bad, busy ());
  g_assert_true (hark_future_await (quick_outcome, HARK_FOREVER, NULL, NULL));
  g_assert_cmpuint (((const Number *) hark_future_get_values (quick_outcome, NULL))->number, ==, 5);
  g_assert_false (hark_future_await (bad_outcome, HARK_FOREVER, NULL, NULL));
  assert_busy (bad_outcome);
  g_assert_false (hark_future_await (slow_outcome, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_false (hark_future_is_settled (slow));
  hark_clock_set_virtual (FALSE);
}

static void
test_within_watches_no_longer (void)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkAlarms *alarms = hark_executor_get_alarms (executor);
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(HarkFuture) before = hark_future_within (future, LONG);
  g_autoptr(HarkFuture) after = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (hark_alarms_get_due (alarms), !=, G_MAXINT64);
  hark_future_resolve (future, NULL);
  g_assert_true (hark_future_is_settled (before));
  after = hark_future_within (future, LONG);
  g_assert_true (hark_future_is_settled (after));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* Nothing is left that holds the future, or a time to wait for. */
  g_assert_cmpint (hark_alarms_get_due (alarms), ==, G_MAXINT64);
  g_assert_cmpuint (future->refs, ==, 1);
  g_assert_cmpuint (before->refs, ==, 1);
  hark_executor_unref (executor);
}

static void
test_within_dropped_lets_go (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  HarkFuture *within;
  gint64 begin;

  hark_clock_set_virtual (TRUE);
  begin = hark_clock_now ();
  for (guint i = 0; i < 3; i++)
    {
      within = hark_future_within (future, i == 0 ? HARK_FOREVER : LONG);
      g_assert_nonnull (future->waiters);
      if (i == 2)
        while (g_main_context_iteration (NULL, FALSE)) /* the alarm is armed */
          ;
      hark_future_unref (within);
      g_assert_null (future->waiters);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (future->refs, ==, 1);
    }
  g_assert_cmpint (hark_clock_now (), ==, begin);
  hark_clock_set_virtual (FALSE);
}

static void
test_within_ends_with_its_context (void)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(HarkFuture) armed = NULL;
  g_autoptr(HarkFuture) queued = NULL;
  HarkFuture *outcomes[2];

  g_main_context_push_thread_default (context);
  armed = hark_future_within (future, LONG);
  while (g_main_context_iteration (context, FALSE))
    ;
  queued = hark_future_within (future, LONG);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);

  outcomes[0] = armed;
  outcomes[1] = queued;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (hark_future_get_values (outcomes[i], &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
    }
  g_assert_cmpuint (future->refs, ==, 1);
}

/* --- threads --- */

static gpointer
settle_some (gpointer data)
{
  HarkFuture **items = data;

  for (guint i = 0; i < N; i++)
    {
      if (i == 1)
        hark_future_reject (items[i], busy ());
      else
        hark_future_resolve (items[i], NULL);
    }
  return NULL;
}

static void
test_settled_by_threads (void)
{
  const Combine ways[] = { hark_future_all, hark_future_each, hark_future_any, hark_future_first };

  for (guint round = 0; round < 400; round++)
    {
      HarkFuture *items[N];
      HarkFuture *outcome;
      GThread *threads[2];

      for (guint i = 0; i < N; i++)
        items[i] = hark_future_new (NULL);
      for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new ("settler", settle_some, items);
      outcome = ways[round % 4](items, N);
      hark_future_await (outcome, HARK_FOREVER, NULL, NULL);
      for (guint i = 0; i < 2; i++)
        g_thread_join (threads[i]);
      hark_future_unref (outcome);
      for (guint i = 0; i < N; i++)
        {
          g_assert_cmpuint (items[i]->refs, ==, 1);
          hark_future_unref (items[i]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/combination/all", test_all);
  g_test_add_func ("/async/combination/each", test_each);
  g_test_add_func ("/async/combination/any", test_any);
  g_test_add_func ("/async/combination/first", test_first);
  g_test_add_func ("/async/combination/settled-before", test_settled_before);
  g_test_add_func ("/rule/22/a-dropped-combination-lets-go", test_dropped_lets_go);
  g_test_add_func ("/rule/22/a-future-within-a-time-ends", test_within);
  g_test_add_func ("/rule/22/a-time-is-watched-no-longer-than-needed", test_within_watches_no_longer);
  g_test_add_func ("/rule/22/a-dropped-limit-lets-go", test_within_dropped_lets_go);
  g_test_add_func ("/rule/22/a-future-within-a-time-ends-with-its-context", test_within_ends_with_its_context);
  g_test_add_func ("/async/combination/settled-by-threads", test_settled_by_threads);
  return g_test_run ();
}
