/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runtimes that are stopped, run and filled where one should not, or where one might think so. */

#include "clerk-private.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  HarkRuntime *runtime;
  GString     *diary;
  Plan         plans[2];
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  hark_clock_set_virtual (TRUE);
  f->runtime = hark_runtime_new ();
  f->diary = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (f->plans); i++)
    f->plans[i] = (Plan) { .name = i == 0 ? "ann" : "bob", .diary = f->diary,
                           .duration = HARK_FOREVER, .runtime = f->runtime };
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->runtime);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_string_free (f->diary, TRUE);
  hark_clock_set_virtual (FALSE);
}

static HarkService *
add (Fixture    *f,
     guint       place,
     const char *loop)
{
  g_autoptr(HarkService) service = service_new (hark_runtime_get_loop (f->runtime, loop), &f->plans[place]);

  g_assert_true (hark_runtime_add (f->runtime, service, HARK_FAILURE_STOP, NULL));
  return service; /* the runtime keeps it */
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

/* --- stopping from inside --- */

static void
stop_in_start (OfficeClerk *clerk,
               const char  *sign)
{
  if (sign[0] == '+')
    hark_runtime_stop (((Plan *) office_clerk_get_data (clerk))->runtime);
}

static void
stop_in_run (OfficeClerk *clerk,
             const char  *sign)
{
  if (sign[0] == '\0')
    hark_runtime_stop (((Plan *) office_clerk_get_data (clerk))->runtime);
}

static void
stop_in_end (OfficeClerk *clerk,
             const char  *sign)
{
  if (sign[0] == '-')
    hark_runtime_stop (((Plan *) office_clerk_get_data (clerk))->runtime);
}

static void
test_stop_in_start (Fixture       *f,
                    gconstpointer  data)
{
  f->plans[0].act = stop_in_start;
  add (f, 0, "main");
  add (f, 1, "main");
  assert_runs (f, "+ann -ann ");
}

static void
test_stop_in_run (Fixture       *f,
                  gconstpointer  data)
{
  f->plans[1].act = stop_in_run;
  add (f, 0, "main");
  add (f, 1, "main");
  assert_runs (f, "+ann ann +bob bob -bob -ann ");
}

static void
test_stop_in_end (Fixture       *f,
                  gconstpointer  data)
{
  f->plans[0].act = stop_in_end;
  f->plans[0].duration = SECOND;
  add (f, 0, "main");
  assert_runs (f, "+ann ann -ann ");
}

static HarkMessage *
stop_in_handler (HarkMessage  *message,
                 gpointer      context,
                 gpointer      data,
                 GError      **error)
{
  hark_runtime_stop (data);
  g_string_append (((Plan *) office_clerk_get_data (context))->diary, "stop ");
  return NULL;
}

static void
publish_in_run (OfficeClerk *clerk,
                const char  *sign)
{
  Plan *plan = office_clerk_get_data (clerk);
  g_autoptr(HarkMessage) message = hark_message_new ("stop", NULL, NULL);

  if (sign[0] == '\0')
    g_assert_true (hark_bus_publish (hark_runtime_get_bus (plan->runtime), message, NULL));
}

static void
test_stop_in_handler (Fixture       *f,
                      gconstpointer  data)
{
  HarkService *service = add (f, 0, "main");

  f->plans[0].act = publish_in_run;
  hark_bus_subscribe (hark_runtime_get_bus (f->runtime), HARK_TOPICS ("stop"), NULL,
                      hark_service_get_object (service), stop_in_handler, f->runtime, NULL, NULL);
  assert_runs (f, "+ann ann stop -ann ");
}

/* From every place at once, on a thread of its own. */
static void
stop_everywhere (OfficeClerk *clerk,
                 const char  *sign)
{
  hark_runtime_stop (((Plan *) office_clerk_get_data (clerk))->runtime);
}

static void
test_stop_elsewhere (Fixture       *f,
                     gconstpointer  data)
{
  hark_clock_set_virtual (FALSE);
  hark_runtime_add_loop (f->runtime, "io", TRUE, NULL);
  f->plans[0].act = stop_everywhere;
  add (f, 0, "io");
  g_assert_true (hark_runtime_run (f->runtime, NULL));
  g_assert_true (g_str_has_prefix (f->diary->str, "+ann "));
  g_assert_true (g_str_has_suffix (f->diary->str, "-ann "));
}

/* --- running where one cannot --- */

static void
run_inside (OfficeClerk *clerk,
            const char  *sign)
{
  Plan *plan = office_clerk_get_data (clerk);
  g_autoptr(HarkRuntime) inner = NULL;
  g_autoptr(GError) error = NULL;

  if (sign[0] != '\0')
    return;
  inner = hark_runtime_new ();
  g_assert_false (hark_runtime_run (inner, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_clear_error (&error);
  g_assert_false (hark_runtime_run (plan->runtime, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  hark_runtime_stop (plan->runtime);
}

static void
test_run_inside (Fixture       *f,
                 gconstpointer  data)
{
  f->plans[0].act = run_inside;
  add (f, 0, "main");
  assert_runs (f, "+ann ann -ann ");
}

static gpointer
run_elsewhere (gpointer data)
{
  GError *error = NULL;

  g_assert_false (hark_runtime_run (data, &error));
  return error;
}

static void
test_run_elsewhere (Fixture       *f,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (g_main_context_acquire (NULL));
  error = g_thread_join (g_thread_new ("elsewhere", run_elsewhere, f->runtime));
  g_main_context_release (NULL);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "the runtime belongs to another thread: run it where it was made");
  hark_runtime_stop (f->runtime);
  assert_runs (f, "");
}

/* --- what goes away under it --- */

/* Its service ends with it, and does not come back. */
static void
stop_loop (OfficeClerk *clerk,
           const char  *sign)
{
  if (sign[0] == '\0')
    hark_future_unref (hark_loop_stop (hark_object_get_loop (HARK_OBJECT (clerk)), 0));
}

static void
test_loop_ends (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(HarkService) service = NULL;
  g_autoptr(GError) error = NULL;

  hark_runtime_add_loop (f->runtime, "io", FALSE, NULL);
  f->plans[1].act = stop_loop;
  add (f, 0, "main");
  service = service_new (hark_runtime_get_loop (f->runtime, "io"), &f->plans[1]);
  g_assert_true (hark_runtime_add (f->runtime, service, HARK_FAILURE_RESTART, NULL));
  g_clear_object (&service);
  g_assert_false (hark_runtime_run (f->runtime, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_assert_cmpstr (error->message, ==,
                   "service bob: its loop io has been stopped: stop the runtime instead, which then stops its loops");
  g_assert_cmpstr (f->diary->str, ==, "+ann ann +bob bob -ann ");
}

/* --- a call that does not return --- */

typedef struct
{
  GAsyncQueue *entered;  /* the call says that it has begun */
  GAsyncQueue *leave;    /* it may return */
} Door;

static void
block (OfficePorter *self,
       const char   *word)
{
  Door *door = office_porter_get_data (self);

  g_async_queue_push (door->entered, door);
  g_async_queue_pop (door->leave);
}

static const OfficePorterSlots porter_slots = { .on_written = block };

static void
assert_times_out (Fixture    *f,
                  const char *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_runtime_run (f->runtime, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
stop (HarkRuntime *runtime)
{
  hark_runtime_stop (runtime);
}

/* @data: (nullable): there is a service on that loop too */
static void
test_blocked (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(HarkLoop) loop = g_object_ref (hark_runtime_add_loop (f->runtime, "io", TRUE, NULL));
  Door door = { g_async_queue_new (), g_async_queue_new () };
  OfficePorter *porter = office_porter_new (loop, &porter_slots, &door, NULL);
  g_autoptr(HarkTimer) timer = hark_timer_new (hark_runtime_get_loop (f->runtime, "main"));
  g_autoptr(HarkFuture) stopped = NULL;

  g_assert_true (office_porter_on_written (porter, "word"));
  g_async_queue_pop (door.entered);
  g_object_unref (porter);
  if (data != NULL)
    add (f, 0, "io");
  HARK_CONNECT_DATA (timer, hark_timer_finished, timer, stop, f->runtime, NULL);
  hark_timer_start (timer, SECOND, 1, NULL);
  hark_runtime_set_deadline (f->runtime, 3 * SECOND);
  assert_times_out (f, data != NULL ? "service ann has not ended within 3.0 s of stopping, and is given up"
                                    : "loop io has not stopped in time: a call on it does not return");
  g_clear_object (&timer);
  g_async_queue_push (door.leave, &door);

  stopped = hark_loop_stop (loop, 0);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_async_queue_unref (door.entered);
  g_async_queue_unref (door.leave);
}

#define ADD(name, func) g_test_add ("/service/bad-use/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("is-stopped-while-a-service-starts", test_stop_in_start);
  ADD ("is-stopped-by-a-service-that-runs", test_stop_in_run);
  ADD ("is-stopped-while-it-stops", test_stop_in_end);
  ADD ("is-stopped-by-a-handler", test_stop_in_handler);
  ADD ("is-stopped-by-every-phase-on-another-thread", test_stop_elsewhere);
  ADD ("does-not-run-inside-a-call", test_run_inside);
  ADD ("does-not-run-on-another-thread", test_run_elsewhere);
  ADD ("outlives-one-of-its-loops", test_loop_ends);
  ADD ("outlives-a-call-that-does-not-return", test_blocked);
  g_test_add ("/service/bad-use/gives-up-a-service-behind-a-call-that-does-not-return", Fixture, "ann", set_up,
              test_blocked, tear_down);
  return g_test_run ();
}
