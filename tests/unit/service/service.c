/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The life of a service, slot by slot, on the virtual clock. */

#include "clerk-private.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  HarkLoop     *loop;     /* this thread's; started */
  OfficePorter *porter;   /* there */
  GString      *diary;
  Plan          plan;
  HarkService  *service;  /* of a clerk */
} Fixture;

static void
write_failure (GString    *diary,
               const char *reason)
{
  g_string_append_printf (diary, "!%s ", reason);
}

static void
write_state (GString          *diary,
             HarkServiceState  state)
{
  static const char *const names[] = { "uninitialized", "initialized", "running", "terminated", "error" };

  g_string_append_printf (diary, "<%s> ", names[state]);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  f->loop = hark_loop_new ("office");
  hark_loop_start (f->loop);
  f->diary = g_string_new (NULL);
  f->plan = (Plan) { .name = "ann", .diary = f->diary, .duration = HARK_FOREVER };
  f->service = service_new (f->loop, &f->plan);
  f->porter = office_porter_new (f->loop, NULL, NULL, NULL);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->service);
  g_clear_object (&f->porter);
  iterate ();
  g_clear_object (&f->loop);
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static void
assert_initializes (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  hark_service_await_initialize (f->service, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_terminates (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  hark_service_await_terminate (f->service, HARK_FOREVER, NULL, &error);
  g_assert_no_error (error);
}

/* @phase: (transfer full) */
static void
assert_refused (HarkFuture *phase,
                const char *words)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_future_await (phase, SECOND, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, words);
  hark_future_unref (phase);
}

static void
assert_diary (Fixture    *f,
              const char *text)
{
  iterate ();
  g_assert_cmpstr (f->diary->str, ==, text);
  g_string_truncate (f->diary, 0);
}

static void
listen_to (Fixture    *f,
           const char *diary)
{
  HARK_CONNECT_DATA (f->service, hark_service_failed, f->porter, write_failure, f->diary, NULL);
  HARK_CONNECT_DATA (f->service, hark_service_status, f->porter, write_state, f->diary, NULL);
  iterate ();
  assert_diary (f, diary);
}

static void
test_life (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(HarkFuture) run = NULL;
  g_autoptr(GError) error = NULL;

  listen_to (f, "<uninitialized> ");
  g_assert_cmpint (hark_service_get_status (f->service), ==, HARK_SERVICE_STATE_UNINITIALIZED);
  assert_initializes (f);
  assert_diary (f, "+ann <initialized> ");
  run = hark_service_call_run (f->service);
  assert_diary (f, "ann <running> ");
  g_assert_cmpint (hark_service_get_status (f->service), ==, HARK_SERVICE_STATE_RUNNING);
  g_assert_false (hark_future_is_settled (run));
  assert_terminates (f);
  assert_diary (f, "-ann <terminated> ");
  g_assert_true (hark_service_finish_run (run, &error));
  g_assert_no_error (error);
}

static void
test_again (Fixture       *f,
            gconstpointer  data)
{
  assert_initializes (f);
  assert_terminates (f);
  assert_initializes (f);
  g_assert_cmpint (hark_service_get_status (f->service), ==, HARK_SERVICE_STATE_INITIALIZED);
  assert_terminates (f);
  assert_terminates (f);
  assert_diary (f, "+ann -ann +ann -ann ");
}

static void
test_returns (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->plan.duration = SECOND;
  listen_to (f, "<uninitialized> ");
  assert_initializes (f);
  g_assert_true (hark_service_await_run (f->service, HARK_FOREVER, NULL, &error));
  assert_diary (f, "+ann <initialized> ann <running> <initialized> ");
  assert_terminates (f);
  assert_diary (f, "-ann <terminated> ");
}

/* What it holds is given back after it has been let go. */
static void
test_waits (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(HarkFuture) run = NULL;

  f->plan.clean_up = SECOND;
  assert_initializes (f);
  run = hark_service_call_run (f->service);
  iterate ();
  assert_terminates (f);
  assert_diary (f, "+ann ann ~ann -ann ");
  g_assert_true (hark_future_is_settled (run));
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(HarkFuture) run = NULL;

  assert_refused (hark_service_call_run (f->service),
                  "service ann cannot run: it is uninitialized");
  assert_initializes (f);
  assert_refused (hark_service_call_initialize (f->service),
                  "service ann cannot initialize: it is initialized");
  run = hark_service_call_run (f->service);
  iterate ();
  assert_refused (hark_service_call_run (f->service),
                  "service ann cannot run: it is running");
  assert_terminates (f);
}

static void
test_bad_start (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->plan.n_bad_starts = 1;
  listen_to (f, "<uninitialized> ");
  g_assert_false (hark_service_await_initialize (f->service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  assert_diary (f, "+ann !no desk <error> ");
  assert_terminates (f);
  assert_diary (f, "<terminated> ");
}

static void
test_bad_run (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->plan.n_bad_runs = 1;
  f->plan.duration = SECOND;
  assert_initializes (f);
  listen_to (f, "+ann <initialized> ");
  g_assert_false (hark_service_await_run (f->service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  assert_terminates (f);
  assert_diary (f, "ann <running> !no paper <error> -ann <terminated> ");
}

static void
test_bad_end (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  f->plan.is_bad_end = TRUE;
  assert_initializes (f);
  g_assert_false (hark_service_await_terminate (f->service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpint (hark_service_get_status (f->service), ==, HARK_SERVICE_STATE_ERROR);
  assert_terminates (f);
  assert_diary (f, "+ann -ann ");
}

/* Others on its loop go on while it runs. */
static void
test_shares (Fixture       *f,
             gconstpointer  data)
{
  Plan plan = { .name = "bob", .diary = f->diary, .duration = HARK_FOREVER };
  g_autoptr(HarkService) second = service_new (f->loop, &plan);
  g_autoptr(HarkFuture) first_run = NULL;
  g_autoptr(HarkFuture) second_run = NULL;

  assert_initializes (f);
  g_assert_true (hark_service_await_initialize (second, HARK_FOREVER, NULL, NULL));
  first_run = hark_service_call_run (f->service);
  second_run = hark_service_call_run (second);
  assert_diary (f, "+ann +bob ann bob ");
  assert_terminates (f);
  g_assert_true (hark_service_await_terminate (second, HARK_FOREVER, NULL, NULL));
  assert_diary (f, "-ann -bob ");
}

static void
test_without_slots (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(HarkService) service = hark_service_new ("door", HARK_OBJECT (f->porter), NULL);
  g_autoptr(HarkFuture) run = NULL;

  g_assert_true (hark_service_await_initialize (service, HARK_FOREVER, NULL, NULL));
  run = hark_service_call_run (service);
  iterate ();
  g_assert_false (hark_future_is_settled (run));
  g_assert_true (hark_service_await_terminate (service, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_service_finish_run (run, NULL));
  g_assert_true (hark_service_get_object (service) == HARK_OBJECT (f->porter));
  g_assert_cmpstr (hark_service_get_name (service), ==, "door");
}

static void
test_mismatch (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(OfficeGuest) guest = office_guest_new (f->loop, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_service_new ("guest", HARK_OBJECT (guest), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "slot Office.Guest.run (uint32 hours) cannot be part of a service"));
}

#define ADD(name, func) g_test_add ("/service/service/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("goes-through-its-life", test_life);
  ADD ("can-live-again", test_again);
  ADD ("may-return-by-itself", test_returns);
  ADD ("is-terminated-when-its-run-has-returned", test_waits);
  ADD ("refuses-what-its-state-does-not-allow", test_refused);
  ADD ("fails-to-initialize", test_bad_start);
  ADD ("fails-to-run", test_bad_run);
  ADD ("fails-to-terminate", test_bad_end);
  ADD ("leaves-its-loop-to-others", test_shares);
  ADD ("needs-no-slots", test_without_slots);
  ADD ("needs-slots-without-parameters", test_mismatch);
  return g_test_run ();
}
