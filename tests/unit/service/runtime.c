/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runtimes of one thread on the virtual clock, and of several. */

#include "clerk-private.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  HarkRuntime *runtime;
  HarkTimer   *timer;    /* on its loop */
  GString     *diary;
  Plan         plans[3];
  gint64       start;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  static const char *const names[] = { "ann", "bob", "cat" };

  hark_clock_set_virtual (TRUE);
  f->runtime = hark_runtime_new ();
  f->timer = hark_timer_new (hark_runtime_get_loop (f->runtime, "main"));
  f->diary = g_string_new (NULL);
  f->start = hark_clock_now ();
  g_random_set_seed (1);
  for (guint i = 0; i < G_N_ELEMENTS (f->plans); i++)
    f->plans[i] = (Plan) { .name = names[i], .diary = f->diary, .duration = HARK_FOREVER };
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->timer);
  g_clear_object (&f->runtime);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static void
add (Fixture           *f,
     guint              place,
     const char        *loop,
     HarkFailurePolicy  policy)
{
  g_autoptr(HarkService) service = service_new (hark_runtime_get_loop (f->runtime, loop), &f->plans[place]);
  g_autoptr(GError) error = NULL;

  hark_runtime_add (f->runtime, service, policy, &error);
  g_assert_no_error (error);
}

static void
stop (HarkRuntime *runtime)
{
  hark_runtime_stop (runtime);
}

static void
stop_after (Fixture *f,
            gint64   duration)
{
  HARK_CONNECT_DATA (f->timer, hark_timer_finished, f->timer, stop, f->runtime, NULL);
  hark_timer_start (f->timer, duration, 1, NULL);
}

static void
assert_runs (Fixture    *f,
             const char *diary)
{
  g_autoptr(GError) error = NULL;

  hark_runtime_run (f->runtime, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (f->diary->str, ==, diary);
}

static void
assert_fails (Fixture    *f,
              const char *message,
              const char *diary)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_runtime_run (f->runtime, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpstr (f->diary->str, ==, diary);
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    add (f, i, "main", HARK_FAILURE_STOP);
  stop_after (f, SECOND);
  assert_runs (f, "+ann ann +bob bob +cat cat -cat -bob -ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, SECOND);
}

static void
write_started (Fixture *f)
{
  g_string_append (f->diary, "<started> ");
}

static void
write_stopped (Fixture *f,
               guint64  n_discarded)
{
  g_string_append (f->diary, "<stopped> ");
}

/* What it still emits when it is terminated is heard. */
static void
say_goodbye (OfficeClerk *clerk,
             const char  *sign)
{
  if (sign[0] == '-')
    office_clerk_emit_written (clerk, "goodbye");
}

static void
hear_goodbye (Fixture    *f,
              const char *word)
{
  if (g_str_equal (word, "goodbye"))
    g_string_append (f->diary, "goodbye ");
}

static void
test_loops (Fixture       *f,
            gconstpointer  data)
{
  HarkLoop *loop = hark_runtime_add_loop (f->runtime, "io", FALSE, NULL);
  g_autoptr(OfficePorter) porter = office_porter_new (loop, NULL, NULL, NULL);
  OfficeClerk *clerk;

  f->plans[0].act = say_goodbye;
  add (f, 0, "io", HARK_FAILURE_STOP);
  clerk = OFFICE_CLERK (hark_service_get_object (hark_runtime_get_service (f->runtime, "ann")));
  HARK_CONNECT_DATA (clerk, office_clerk_written, porter, hear_goodbye, f, NULL);
  HARK_CONNECT_DATA (loop, hark_loop_started, porter, write_started, f, NULL);
  HARK_CONNECT_DATA (loop, hark_loop_stopped, porter, write_stopped, f, NULL);
  stop_after (f, SECOND);
  assert_runs (f, "<started> +ann ann -ann goodbye <stopped> ");
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_ends (Fixture       *f,
           gconstpointer  data)
{
  f->plans[0].duration = 2 * SECOND;
  f->plans[1].duration = SECOND;
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  assert_runs (f, "+ann ann +bob bob -bob -ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, 2 * SECOND);
}

static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  f->plans[0].duration = SECOND;
  f->plans[0].n_bad_runs = 1;
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  assert_fails (f, "service ann: no paper", "+ann ann +bob bob -ann -bob ");
}

/* What comes behind it is not started. */
static void
test_bad_start (Fixture       *f,
                gconstpointer  data)
{
  f->plans[1].n_bad_starts = 1;
  for (guint i = 0; i < 3; i++)
    add (f, i, "main", HARK_FAILURE_STOP);
  assert_fails (f, "service bob: no desk", "+ann ann +bob -ann ");
}

static void
test_leave (Fixture       *f,
            gconstpointer  data)
{
  f->plans[0].n_bad_starts = 1;
  f->plans[1].duration = SECOND;
  f->plans[1].n_bad_runs = 1;
  for (guint i = 0; i < 3; i++)
    add (f, i, "main", HARK_FAILURE_LEAVE);
  stop_after (f, 5 * SECOND);
  assert_runs (f, "+ann +bob bob +cat cat -bob -cat ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, 5 * SECOND);
}

static void
assert_between (gint64 time,
                gint64 low,
                gint64 high)
{
  g_assert_cmpint (time, >=, low);
  g_assert_cmpint (time, <=, high);
}

/* It runs for a second each time, and three pauses are of up to 1, 2 and 3 seconds. */
static void
test_restart (Fixture       *f,
              gconstpointer  data)
{
  f->plans[0].duration = SECOND;
  f->plans[0].n_bad_runs = 3;
  hark_runtime_set_back_off (f->runtime, SECOND, 3 * SECOND);
  add (f, 0, "main", HARK_FAILURE_RESTART);
  assert_runs (f, "+ann ann -ann +ann ann -ann +ann ann -ann +ann ann -ann ");
  assert_between (f->plans[0].last_start - f->start, 3 * SECOND + (1 + 2 + 3) * SECOND / 2,
                  3 * SECOND + (1 + 2 + 3) * SECOND);
}

/* After a long life the pause is short again. */
static void
test_long_life (Fixture       *f,
                gconstpointer  data)
{
  f->plans[0].duration = 10 * SECOND;
  f->plans[0].n_bad_runs = 3;
  hark_runtime_set_back_off (f->runtime, SECOND, 3 * SECOND);
  add (f, 0, "main", HARK_FAILURE_RESTART);
  assert_runs (f, "+ann ann -ann +ann ann -ann +ann ann -ann +ann ann -ann ");
  assert_between (f->plans[0].last_start - f->start, 30 * SECOND + 3 * SECOND / 2, 33 * SECOND);
}

/* Two that fail at one moment. */
static void
test_apart (Fixture       *f,
            gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      f->plans[i].duration = SECOND;
      f->plans[i].n_bad_runs = 1;
      add (f, i, "main", HARK_FAILURE_RESTART);
    }
  hark_runtime_set_back_off (f->runtime, 10 * SECOND, 10 * SECOND);
  assert_runs (f, "+ann ann +bob bob -ann -bob +bob bob +ann ann -bob -ann ");
  g_assert_cmpint (ABS (f->plans[0].last_start - f->plans[1].last_start), >, SECOND / 100);
}

/* The second stops while the first has to wait for a minute. */
static void
test_stop_ends_pauses (Fixture       *f,
                       gconstpointer  data)
{
  f->plans[0].duration = SECOND;
  f->plans[0].n_bad_runs = 1;
  f->plans[1].clean_up = 300 * SECOND;
  hark_runtime_set_back_off (f->runtime, 60 * SECOND, 60 * SECOND);
  hark_runtime_set_deadline (f->runtime, 1000 * SECOND);
  add (f, 0, "main", HARK_FAILURE_RESTART);
  add (f, 1, "main", HARK_FAILURE_STOP);
  stop_after (f, 2 * SECOND);
  assert_fails (f, "service ann: no paper", "+ann ann +bob bob -ann ~bob -bob ");
}

static void
test_stop_in_pause (Fixture       *f,
                    gconstpointer  data)
{
  f->plans[0].n_bad_starts = 1;
  hark_runtime_set_back_off (f->runtime, 60 * SECOND, 60 * SECOND);
  add (f, 0, "main", HARK_FAILURE_RESTART);
  stop_after (f, SECOND);
  assert_fails (f, "service ann: no desk", "+ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, SECOND);
}

static void
test_bad_end (Fixture       *f,
              gconstpointer  data)
{
  f->plans[0].is_bad_end = TRUE;
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  stop_after (f, SECOND);
  assert_fails (f, "service ann: no key", "+ann ann +bob bob -bob -ann ");
}

/* It starts again, or is left alone, as after any other failure. */
static void
test_bad_ends (Fixture       *f,
               gconstpointer  data)
{
  f->plans[0].is_bad_end = TRUE;
  f->plans[0].duration = SECOND;
  f->plans[1].is_bad_end = TRUE;
  f->plans[1].duration = SECOND;
  hark_runtime_set_back_off (f->runtime, 10 * SECOND, 10 * SECOND);
  add (f, 0, "main", HARK_FAILURE_RESTART);
  add (f, 1, "main", HARK_FAILURE_LEAVE);
  stop_after (f, 11 * SECOND + SECOND / 2);
  assert_fails (f, "service ann: no key", "+ann ann +bob bob -ann -bob +ann ann -ann ");
}

static void
test_slow_start (Fixture       *f,
                 gconstpointer  data)
{
  f->plans[0].start_duration = 60 * SECOND;
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  stop_after (f, SECOND);
  assert_runs (f, "+ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, SECOND);
}

/* What it awaits at its end is given up when the time has passed, and the others have their turn. */
static void
test_slow_end (Fixture       *f,
               gconstpointer  data)
{
  f->plans[1].end_duration = 60 * SECOND;
  hark_runtime_set_deadline (f->runtime, 3 * SECOND);
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  stop_after (f, SECOND);
  assert_fails (f, "service bob has not ended within 3.0 s of stopping, and is given up",
                "+ann ann +bob bob -bob -ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, 4 * SECOND);
}

/* It neither ends nor keeps the runtime from ending, and nor does its loop, which has a second more. */
static void
test_deadline (Fixture       *f,
               gconstpointer  data)
{
  f->plans[1].is_deaf = TRUE;
  f->plans[1].duration = 60 * SECOND;
  hark_runtime_set_deadline (f->runtime, 3 * SECOND);
  add (f, 0, "main", HARK_FAILURE_STOP);
  add (f, 1, "main", HARK_FAILURE_STOP);
  stop_after (f, SECOND);
  assert_fails (f, "service bob has not ended within 3.0 s of stopping, and is given up",
                "+ann ann +bob bob -ann ");
  g_assert_cmpint (hark_clock_now () - f->start, ==, 5 * SECOND);
  hark_clock_advance (60 * SECOND);
}

static void
test_nothing (Fixture       *f,
              gconstpointer  data)
{
  add (f, 0, "main", HARK_FAILURE_STOP);
  hark_runtime_stop (f->runtime);
  assert_runs (f, "");
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(HarkService) service = service_new (hark_runtime_get_loop (f->runtime, "main"), &f->plans[0]);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_runtime_add_loop (f->runtime, "main", FALSE, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (hark_runtime_add (f->runtime, service, HARK_FAILURE_STOP, NULL));
  g_assert_true (hark_runtime_get_service (f->runtime, "ann") == service);
  g_assert_false (hark_runtime_add (f->runtime, service, HARK_FAILURE_STOP, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EXISTS);
  g_clear_error (&error);
  hark_runtime_stop (f->runtime);
  g_assert_true (hark_runtime_run (f->runtime, NULL));
  g_assert_false (hark_runtime_run (f->runtime, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (hark_runtime_add (f->runtime, service, HARK_FAILURE_STOP, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
}

/* --- several threads --- */

typedef struct
{
  HarkRuntime *runtime;
  guint        n_heard;
} Ear;

static void
hear (Ear        *ear,
      const char *word)
{
  if (++ear->n_heard == 2)
    hark_runtime_stop (ear->runtime);
}

/* Each of them runs on its loop, and is heard on a third. */
static void
run_two (HarkRuntime *runtime)
{
  g_autoptr(OfficePorter) porter =
    office_porter_new (hark_runtime_get_loop (runtime, "main"), NULL, NULL, NULL);
  GString *diaries[2] = { g_string_new (NULL), g_string_new (NULL) };
  Plan plans[2];
  Ear ear = { runtime, 0 };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "one" : "two";
      g_autoptr(HarkService) service = NULL;

      plans[i] = (Plan) { .name = name, .diary = diaries[i], .duration = HARK_FOREVER };
      service = service_new (hark_runtime_get_loop (runtime, name), &plans[i]);
      HARK_CONNECT_DATA (OFFICE_CLERK (hark_service_get_object (service)), office_clerk_written,
                         porter, hear, &ear, NULL);
      g_assert_true (hark_runtime_add (runtime, service, HARK_FAILURE_STOP, NULL));
    }
  hark_runtime_run (runtime, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (diaries[0]->str, ==, "+one one -one ");
  g_assert_cmpstr (diaries[1]->str, ==, "+two two -two ");
  for (guint i = 0; i < 2; i++)
    g_string_free (diaries[i], TRUE);
}

static void
test_threads (void)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();

  g_assert_nonnull (hark_runtime_add_loop (runtime, "one", TRUE, NULL));
  g_assert_nonnull (hark_runtime_add_loop (runtime, "two", TRUE, NULL));
  run_two (runtime);
}

static void
test_one_thread (void)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();

  g_assert_nonnull (hark_runtime_add_loop (runtime, "one", FALSE, NULL));
  g_assert_nonnull (hark_runtime_add_loop (runtime, "two", FALSE, NULL));
  run_two (runtime);
}

/* --- meeting on the bus --- */

static void
publish_words (OfficeClerk *clerk,
               const char  *sign)
{
  Plan *plan = office_clerk_get_data (clerk);
  g_autoptr(GError) error = NULL;

  if (sign[0] == '+')
    HARK_PUBLISH (hark_runtime_get_bus (plan->runtime), HARK_TOPICS ("office/written"),
                  clerk, office_clerk_written, &error);
  g_assert_no_error (error);
}

static void
hear_word (OfficePorter *self,
           const char   *word)
{
  Plan *plan = office_porter_get_data (self);

  g_assert_cmpstr (word, ==, "ann");
  hark_runtime_stop (plan->runtime);
}

static const OfficePorterSlots porter_slots = { .on_written = hear_word };

static void
test_bus (void)
{
  g_autoptr(HarkRuntime) runtime = hark_runtime_new ();
  Plan plan = { .name = "ann", .duration = HARK_FOREVER, .act = publish_words, .runtime = runtime };
  OfficePorter *porter =
    office_porter_new (hark_runtime_add_loop (runtime, "one", TRUE, NULL), &porter_slots, &plan, NULL);
  HarkService *door = hark_service_new ("door", HARK_OBJECT (porter), NULL);
  HarkService *ann = service_new (hark_runtime_add_loop (runtime, "two", TRUE, NULL), &plan);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (HARK_SUBSCRIBE (hark_runtime_get_bus (runtime), HARK_TOPICS ("office/written"),
                                    porter, office_porter_on_written, NULL));
  g_assert_true (hark_runtime_add (runtime, door, HARK_FAILURE_STOP, NULL));
  g_assert_true (hark_runtime_add (runtime, ann, HARK_FAILURE_STOP, NULL));
  g_object_unref (porter);
  g_object_unref (door);
  g_object_unref (ann);
  hark_runtime_run (runtime, &error);
  g_assert_no_error (error);
}

#define ADD(name, func) g_test_add ("/service/runtime/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("starts-in-order-and-stops-in-reverse", test_order);
  ADD ("rule/04/loops-begin-before-their-services-and-stop-after-them", test_loops);
  ADD ("ends-with-its-services", test_ends);
  ADD ("stops-all-when-one-fails", test_stop);
  ADD ("starts-no-more-when-one-does-not-start", test_bad_start);
  ADD ("leaves-one-that-fails", test_leave);
  ADD ("starts-one-again-later-and-later", test_restart);
  ADD ("forgives-after-a-long-life", test_long_life);
  ADD ("stops-while-one-waits-to-be-started-again", test_stop_in_pause);
  ADD ("starts-what-failed-together-apart", test_apart);
  ADD ("starts-nothing-again-once-stopped", test_stop_ends_pauses);
  ADD ("tells-what-fails-to-terminate", test_bad_end);
  ADD ("treats-failures-to-terminate-as-others", test_bad_ends);
  ADD ("does-not-wait-for-what-starts", test_slow_start);
  ADD ("cancels-what-ends-too-slowly", test_slow_end);
  ADD ("gives-up-what-does-not-end", test_deadline);
  ADD ("starts-nothing-once-stopped", test_nothing);
  ADD ("refuses-names-twice-and-runs-once", test_refused);
  g_test_add_func ("/service/runtime/has-loops-with-threads", test_threads);
  g_test_add_func ("/service/runtime/has-loops-on-one-thread", test_one_thread);
  g_test_add_func ("/service/runtime/has-services-that-meet-on-its-bus", test_bus);
  return g_test_run ();
}
