/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a ticker publishes, and when, on the virtual clock. */

#include <hark/hark.h>

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  HarkLoop    *loop;     /* this thread's; started */
  HarkBus     *bus;      /* there */
  HarkService *service;  /* of a ticker, there */
  GString     *diary;
  gint64       start;
} Fixture;

static HarkMessage *
write_down (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  Fixture *f = data;
  g_autoptr(HarkTimerTicked) ticked = HARK_MESSAGE_DUP (message, hark_timer_ticked, error);

  g_assert_no_error (*error);
  g_string_append_printf (f->diary, "%" G_GUINT64_FORMAT " at %" G_GINT64_FORMAT ", ", ticked->count,
                          (hark_clock_now () - f->start) / SECOND);
  return NULL;
}

static void
start (Fixture *f,
       guint64  n_ticks)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HarkTicker) ticker = hark_ticker_new (f->loop, f->bus, "tick", 2 * SECOND, n_ticks, &error);

  g_assert_no_error (error);
  f->service = hark_service_new ("clock", HARK_OBJECT (ticker), NULL);
  hark_bus_subscribe (f->bus, HARK_TOPICS ("tick"), NULL, f->bus, write_down, f, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (hark_service_await_initialize (f->service, HARK_FOREVER, NULL, &error));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  f->loop = hark_loop_new ("clock");
  hark_loop_start (f->loop);
  f->bus = hark_bus_new (f->loop);
  f->diary = g_string_new (NULL);
  f->start = hark_clock_now ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->service);
  g_clear_object (&f->bus);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->loop);
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static void
iterate_until (Fixture *f,
               gint64   time)
{
  hark_clock_advance (f->start + time - hark_clock_now ());
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_counts (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  start (f, 3);
  g_assert_true (hark_service_await_run (f->service, HARK_FOREVER, NULL, &error));
  g_assert_cmpint (hark_clock_now () - f->start, ==, 6 * SECOND);
  iterate_until (f, 20 * SECOND);
  g_assert_cmpstr (f->diary->str, ==, "1 at 2, 2 at 4, 3 at 6, ");
}

static void
test_terminated (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(HarkFuture) run = NULL;

  start (f, 0);
  iterate_until (f, 0);
  run = hark_service_call_run (f->service);
  for (guint i = 0; i <= 5; i++)
    iterate_until (f, i * SECOND);
  g_assert_true (hark_service_await_terminate (f->service, HARK_FOREVER, NULL, NULL));
  iterate_until (f, 20 * SECOND);
  g_assert_cmpstr (f->diary->str, ==, "1 at 2, 2 at 4, ");
  g_assert_true (hark_future_is_settled (run));
}

static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  start (f, 1);
  for (guint i = 0; i < 2; i++)
    {
      hark_service_await_initialize (f->service, HARK_FOREVER, NULL, NULL);
      g_assert_true (hark_service_await_run (f->service, HARK_FOREVER, NULL, NULL));
      g_assert_true (hark_service_await_terminate (f->service, HARK_FOREVER, NULL, NULL));
    }
  g_assert_cmpstr (f->diary->str, ==, "1 at 2, 1 at 4, ");
}

static void
test_invalid (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_ticker_new (f->loop, f->bus, "", SECOND, 0, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (hark_ticker_new (f->loop, f->bus, "tick", 0, 0, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "ticks on tick cannot be 0 us apart: 1 at least");
}

#define ADD(name, func) g_test_add ("/service/ticker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("publishes-ticks-and-ends-with-the-last", test_counts);
  ADD ("is-silent-once-terminated", test_terminated);
  ADD ("ticks-again-in-another-life", test_again);
  ADD ("refuses-what-is-no-topic-or-interval", test_invalid);
  return g_test_run ();
}
