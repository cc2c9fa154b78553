/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future is settled once, tells everybody once, and an error that nobody
 * looked at is not lost. */

#include <hark/error.h>
#include <hark/gen.h>
#include <hark/values.h>

#include "async/future-private.h"

typedef struct
{
  guint64 number;
} Number;

static const HarkSignature number_signature = { .name = "(uint64)", .size = sizeof (Number) };

static GError *
busy (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
}

static void
test_is_settled_once (void)
{
  g_autoptr(HarkFuture) resolved = hark_future_new (&number_signature);
  g_autoptr(HarkFuture) rejected = hark_future_new (&number_signature);
  g_autoptr(HarkFuture) taken = hark_future_new (&number_signature);
  g_autoptr(GError) error = NULL;
  gpointer values = hark_values_new (&number_signature, &(Number) { 3 });

  g_assert_false (hark_future_is_settled (resolved));
  g_assert_null (hark_future_get_values (resolved, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FAILED);
  g_clear_error (&error);

  g_assert_true (hark_future_resolve (resolved, &(Number) { 1 }));
  g_assert_false (hark_future_resolve (resolved, &(Number) { 2 }));
  g_assert_false (hark_future_reject (resolved, busy ()));
  g_assert_true (hark_future_is_settled (resolved));
  g_assert_cmpuint (((const Number *) hark_future_get_values (resolved, &error))->number, ==, 1);
  g_assert_no_error (error);

  g_assert_true (hark_future_reject (rejected, busy ()));
  g_assert_false (hark_future_resolve (rejected, &(Number) { 2 }));
  g_assert_false (hark_future_take_values (rejected, hark_values_ref (values)));
  g_assert_null (hark_future_get_values (rejected, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);

  g_assert_true (hark_future_take_values (taken, values));
  g_assert_true (hark_future_get_values (taken, NULL) == values);
}

static void
test_is_born_settled (void)
{
  g_autoptr(HarkFuture) resolved = hark_future_new_resolved (&number_signature, &(Number) { 4 });
  g_autoptr(HarkFuture) empty = hark_future_new_resolved (NULL, NULL);
  g_autoptr(HarkFuture) rejected = hark_future_new_rejected (busy ());
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (((const Number *) hark_future_get_values (resolved, NULL))->number, ==, 4);
  g_assert_false (hark_future_resolve (resolved, &(Number) { 5 }));
  g_assert_true (hark_future_await (empty, 0, NULL, NULL));
  g_assert_false (hark_future_await (rejected, 0, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

/* Nobody has said what it would have brought. */
static void
test_an_error_is_of_any_kind (void)
{
  g_autoptr(HarkFuture) rejected = hark_future_new_rejected (busy ());
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_future_finish (rejected, &number_signature, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static void
test_without_layout_brings_none (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_resolve (future, NULL));
  g_assert_null (hark_future_get_values (future, &error));
  g_assert_no_error (error);
}

typedef struct
{
  HarkWaiter   waiter;
  atomic_uint *n_told;
} Counter;

static void
count_settled (HarkWaiter *waiter,
               HarkFuture *future)
{
  Counter *self = (Counter *) waiter;

  g_assert_true (hark_future_is_settled (future));
  atomic_fetch_add (self->n_told, 1);
  g_free (self);
}

static void
add_counter (HarkFuture  *future,
             atomic_uint *n_told)
{
  Counter *counter = g_new0 (Counter, 1);

  counter->waiter.settled = count_settled;
  counter->n_told = n_told;
  hark_future_add_waiter (future, &counter->waiter);
}

static void
test_tells_each_waiter_once (void)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);
  atomic_uint n_told = 0;

  add_counter (future, &n_told);
  add_counter (future, &n_told);
  g_assert_cmpuint (n_told, ==, 0);
  hark_future_resolve (future, NULL);
  g_assert_cmpuint (n_told, ==, 2);
  add_counter (future, &n_told);
  g_assert_cmpuint (n_told, ==, 3);
}

static void
test_dropped_pending_tells_too (void)
{
  HarkFuture *future = hark_future_new (NULL);
  atomic_uint n_told = 0;

  add_counter (future, &n_told);
  hark_future_unref (future);
  g_assert_cmpuint (n_told, ==, 1);
}

enum { N_ROUNDS = 2000 };

typedef struct
{
  HarkFuture  *futures[N_ROUNDS];
  atomic_uint  n_settled;
  atomic_uint  n_told;
} Race;

static gpointer
settle_all (gpointer data)
{
  Race *race = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gboolean is_mine = i % 2 == 0 ? hark_future_resolve (race->futures[i], &(Number) { i })
                                    : hark_future_reject (race->futures[i], busy ());

      race->n_settled += is_mine;
    }
  return NULL;
}

static gpointer
listen_to_all (gpointer data)
{
  Race *race = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    add_counter (race->futures[i], &race->n_told);
  return NULL;
}

static void
test_threads_race_to_settle (void)
{
  Race *race = g_new0 (Race, 1);
  GThread *threads[4];

  for (guint i = 0; i < N_ROUNDS; i++)
    race->futures[i] = hark_future_new (&number_signature);
  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("racer", i < 2 ? settle_all : listen_to_all, race);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (race->n_settled, ==, N_ROUNDS);
  g_assert_cmpuint (race->n_told, ==, 2 * N_ROUNDS);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      const Number *number = hark_future_get_values (race->futures[i], NULL);

      g_assert_true ((number != NULL) == (i % 2 == 0));
      if (number != NULL)
        g_assert_cmpuint (number->number, ==, i);
      hark_future_unref (race->futures[i]);
    }
  g_free (race);
}

/* --- errors that nobody looked at --- */

static const char *unawaited_message;
static gconstpointer unawaited_source;

static void
note_unawaited (gpointer       from,
                gconstpointer  source,
                const GError  *error)
{
  g_assert_null (unawaited_message);
  unawaited_message = g_intern_string (error->message);
  unawaited_source = source;
}

static const HarkOrigin origin = { .unawaited = note_unawaited, .release = (GDestroyNotify) hark_lane_unref };

static void
test_an_error_nobody_looked_at_is_told (void)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkLane *lane = hark_lane_new (executor, HARK_LANE_RUNNING);
  static const char source[] = "here";

  for (guint way = 0; way < 5; way++)
    {
      HarkFuture *future = hark_future_new (NULL);

      unawaited_message = NULL;
      unawaited_source = NULL;
      hark_future_set_origin (future, &origin, hark_lane_ref (lane), source);
      if (way == 0)
        hark_future_set_awaited (future);
      if (way == 1)
        hark_future_resolve (future, NULL);
      else if (way != 2)
        hark_future_reject (future, busy ());
      if (way == 3)
        hark_future_get_values (future, NULL);
      hark_future_unref (future);
      /* Only where it failed, and nobody awaited or looked. */
      g_assert_cmpstr (unawaited_message, ==, way == 4 ? "busy" : NULL);
      g_assert_true (unawaited_source == (way == 4 ? source : NULL));
    }
  hark_lane_unref (lane);
  hark_executor_unref (executor);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/async/future/is-settled-once", test_is_settled_once);
  g_test_add_func ("/async/future/is-born-settled", test_is_born_settled);
  g_test_add_func ("/async/future/an-error-comes-through-whatever-was-to-come", test_an_error_is_of_any_kind);
  g_test_add_func ("/async/future/without-layout-brings-none", test_without_layout_brings_none);
  g_test_add_func ("/async/future/tells-each-waiter-once", test_tells_each_waiter_once);
  g_test_add_func ("/async/future/dropped-pending-tells-too", test_dropped_pending_tells_too);
  g_test_add_func ("/async/future/threads-race-to-settle", test_threads_race_to_settle);
  g_test_add_func ("/async/future/an-error-nobody-looked-at-is-told", test_an_error_nobody_looked_at_is_told);
  return g_test_run ();
}
