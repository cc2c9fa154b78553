/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tasks that wait for room in a queue: rule 27 where it says `block`. */

#include "diary-private.h"
#include "kitchen-private.h"

enum { DEPTH = 2, N_CALLS = 9 };

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  int               n_refused;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("room");
  f->producer = workshop_producer_new (NULL, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  diary_clear (&f->diary);
}

static void
assert_serials (Fixture    *f,
                const char *format,
                guint       n)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (expected, "%s:%u ", format, i);
  diary_assert (&f->diary, expected->str);
}

static gpointer
send_all (gpointer   data,
          GError   **error)
{
  Fixture *f = data;

  for (guint i = 0; i < N_CALLS; i++)
    if (!workshop_consumer_on_produced (f->consumer, "a", i))
      g_atomic_int_inc (&f->n_refused);
  return NULL;
}

/* --- going on --- */

static void
test_a_call_suspends_its_task (Fixture       *f,
                               gconstpointer  data)
{
  hark_loop_set_queue (f->loop, DEPTH, HARK_QUEUE_BLOCK);
  hark_loop_start (f->loop);
  hark_run (send_all, f, NULL);
  g_assert_cmpint (g_atomic_int_get (&f->n_refused), ==, 0);
  hark_loop_run_until_idle (f->loop);
  assert_serials (f, "a", N_CALLS);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 0);
}

static void
note_directly (GObject    *context,
               const char *product,
               guint64     serial)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (context, "n"));

  g_assert_cmpuint (n, ==, serial);
  g_object_set_data (context, "n", GUINT_TO_POINTER (n + 1));
}

static gpointer
emit_all (gpointer   data,
          GError   **error)
{
  Fixture *f = data;

  for (guint i = 0; i < N_CALLS; i++)
    workshop_producer_emit_produced (f->producer, "a", i);
  return NULL;
}

/* In the middle of the emission: what was connected before has run, what comes behind
 * has not. */
static void
test_an_emission_suspends_its_task (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(GObject) before = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GObject) behind = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(HarkTask) task = NULL;

  HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, before, note_directly);
  HARK_CONNECT_FULL (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced,
                     HARK_CONNECT_DEFAULT, HARK_QUEUE (HARK_QUEUE_BLOCK, DEPTH));
  HARK_CONNECT_DIRECT (f->producer, workshop_producer_produced, behind, note_directly);
  task = hark_task_spawn (emit_all, f, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (before, "n")), ==, DEPTH + 1);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (behind, "n")), ==, DEPTH);

  hark_loop_start (f->loop);
  hark_task_await (task, NULL);
  hark_loop_run_until_idle (f->loop);
  assert_serials (f, "a", N_CALLS);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (before, "n")), ==, N_CALLS);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_object_get_data (behind, "n")), ==, N_CALLS);
}

/* Two tasks and a thread want the same room: nothing is lost, and each keeps its order. */
static gpointer
send_from_a_thread (gpointer data)
{
  send_all (data, NULL);
  return NULL;
}

static void
test_tasks_and_a_thread_share_the_room (Fixture       *f,
                                        gconstpointer  data)
{
  g_autoptr(HarkTask) first = NULL;
  g_autoptr(HarkTask) second = NULL;
  GThread *thread;

  hark_loop_set_queue (f->loop, 1, HARK_QUEUE_BLOCK);
  hark_loop_start (f->loop);
  first = hark_task_spawn (send_all, f, NULL);
  second = hark_task_spawn (send_all, f, NULL);
  g_main_context_acquire (NULL);
  thread = g_thread_new ("plain", send_from_a_thread, f);
  while (hark_loop_get_n_run (f->loop) < 3 * N_CALLS)
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (thread);
  hark_task_await (first, NULL);
  hark_task_await (second, NULL);
  g_main_context_release (NULL);
  g_assert_cmpint (g_atomic_int_get (&f->n_refused), ==, 0);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 0);
}

/* --- ending early --- */

static gpointer
send_one_too_many (gpointer   data,
                   GError   **error)
{
  Fixture *f = data;

  for (guint i = 0; i < DEPTH; i++)
    g_assert_true (workshop_consumer_on_produced (f->consumer, "a", i));
  if (!workshop_consumer_on_produced (f->consumer, "a", DEPTH))
    g_atomic_int_inc (&f->n_refused);
  return NULL;
}

static void
test_a_cancelled_task_gives_up (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(HarkTask) task = NULL;

  hark_loop_set_queue (f->loop, DEPTH, HARK_QUEUE_BLOCK);
  task = hark_task_spawn (send_one_too_many, f, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (hark_future_is_settled (hark_task_get_future (task)));
  hark_task_cancel (task);
  hark_task_await (task, NULL);
  g_assert_cmpint (g_atomic_int_get (&f->n_refused), ==, 1);
  g_assert_cmpuint (hark_loop_get_n_dropped (f->loop), ==, 1);
  hark_loop_run_until_idle (f->loop);
  assert_serials (f, "a", DEPTH);
}

static gpointer
call_when_full (gpointer   data,
                GError   **error)
{
  Fixture *f = data;
  g_autoptr(WorkshopProducer) other = workshop_producer_new (f->loop, NULL, NULL, NULL);

  return workshop_producer_await_stock (other, HARK_FOREVER, NULL, NULL, error) ? f : NULL;
}

static void
test_a_loop_that_stops_lets_all_go (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(HarkFuture) stopped = NULL;
  HarkTask *tasks[3];
  GThread *threads[3];

  hark_loop_set_queue (f->loop, DEPTH, HARK_QUEUE_BLOCK);
  for (guint i = 0; i < DEPTH; i++)
    g_assert_true (workshop_consumer_on_produced (f->consumer, "a", i));
  for (guint i = 0; i < 3; i++)
    tasks[i] = hark_task_spawn (call_when_full, f, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < 3; i++)
    threads[i] = g_thread_new ("plain", send_from_a_thread, f);
  stopped = hark_loop_stop (f->loop, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (hark_task_await (tasks[i], &error));
      g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
      hark_task_unref (tasks[i]);
      g_thread_join (threads[i]);
    }
  diary_assert (&f->diary, "");
}

/* --- who holds the loop that would have to make the room --- */

static void
fill_its_own_loop (WorkshopOven *oven,
                   const char   *what,
                   gpointer      accepted)
{
  GString *text = accepted;

  for (guint i = 0; g_str_equal (what, "cake") && i <= DEPTH; i++)
    g_string_append_c (text, workshop_oven_note (oven, "x") ? '+' : '-');
}

static void
test_who_holds_its_loop_is_refused (Fixture       *f,
                                    gconstpointer  data)
{
  g_autoptr(GString) accepted = g_string_new (NULL);
  g_autoptr(WorkshopOven) oven = NULL;
  Kitchen kitchen;

  kitchen_init (&kitchen);
  kitchen.act = fill_its_own_loop;
  kitchen.data = accepted;
  hark_loop_set_queue (f->loop, DEPTH, HARK_QUEUE_BLOCK);
  hark_loop_start (f->loop);
  oven = kitchen_oven_new (&kitchen, f->loop);
  g_assert_true (workshop_oven_await_bake (oven, "cake", HARK_FOREVER, NULL, NULL, NULL));
  g_assert_cmpstr (accepted->str, ==, "++-");
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&oven);
  hark_loop_run_until_idle (f->loop);
  kitchen_clear (&kitchen);
}

#define ADD(path, func) g_test_add ("/rule/27/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-call-suspends-its-task", test_a_call_suspends_its_task);
  ADD ("an-emission-suspends-its-task", test_an_emission_suspends_its_task);
  ADD ("tasks-and-a-thread-share-the-room", test_tasks_and_a_thread_share_the_room);
  ADD ("a-cancelled-task-gives-up", test_a_cancelled_task_gives_up);
  ADD ("a-loop-that-stops-lets-all-go", test_a_loop_that_stops_lets_all_go);
  ADD ("who-holds-its-loop-is-refused", test_who_holds_its_loop_is_refused);
  return g_test_run ();
}
