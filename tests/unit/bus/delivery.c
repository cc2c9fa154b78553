/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who emits an event that somebody elsewhere asks to be waited for, rule 30: when it waits, and
 * that it goes on. */

#include <hark/hark.h>

#include "bus/bus-private.h"
#include "maker.h"
#include "record-private.h"

enum { N_EVENTS = 200, BOUND = 64 };

typedef struct
{
  HarkLoop  *loop;
  HarkBus   *bus;
  TestMaker *maker;
  Record     record;
  int        n_emitted;  /* atomic */
  guint      most;       /* events that were under way */
} Fixture;

#define REPORT(f, what, ...) hark_bus_reports.what ((f)->bus, __VA_ARGS__)

static void
step (Fixture *f)
{
  hark_loop_run_until_idle (f->loop);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("test");
  f->bus = hark_bus_new (f->loop);
  f->maker = test_maker_new (NULL, NULL, NULL, NULL);
  record_init (&f->record);
  hark_bus_link_up (f->bus, &f->record.link);
  g_assert_true (hark_bus_export (f->bus, HARK_OBJECT (f->maker), "line-1", NULL));
  step (f);
  REPORT (f, exported, 1);
  REPORT (f, heard, 1, &test_maker_made__source, TRUE);
  record_assert (&f->record, "export 1: Test.Maker line-1\n");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->maker);
  g_clear_object (&f->bus);
  if (f->loop != NULL)
    step (f);
  g_clear_object (&f->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  record_clear (&f->record);
}

static guint
count_published (Fixture *f)
{
  g_auto(GStrv) lines = g_strsplit (f->record.text->str, "publish 1: made ", -1);

  return MAX (g_strv_length (lines), 1) - 1;
}

static gpointer
emit_all (gpointer   data,
          GError   **error)
{
  Fixture *f = data;

  for (guint i = 1; i <= N_EVENTS; i++)
    {
      test_maker_emit_made (f->maker, "chair", i);
      g_atomic_int_inc (&f->n_emitted);
    }
  return NULL;
}

static gpointer
emit_all_from_a_thread (gpointer data)
{
  emit_all (data, NULL);
  return NULL;
}

/* All of them, in order. */
static void
assert_all_published (Fixture *f)
{
  g_autoptr(GString) text = g_string_new (NULL);

  step (f);
  for (guint i = 1; i <= N_EVENTS; i++)
    g_string_append_printf (text, "publish 1: made ('chair', %u)\n", i);
  record_assert (&f->record, text->str);
}

/* --- tasks and threads --- */

/* Inside the emission, when the bus has taken it. */
static void
measure (Fixture    *f,
         const char *product,
         guint64     serial)
{
  f->most = MAX (f->most, (guint) serial - count_published (f));
}

static void
test_few_events_are_under_way (Fixture       *f,
                               gconstpointer  data)
{
  g_autoptr(HarkTask) task = NULL;

  REPORT (f, flow, 1, HARK_FLOW_BOUNDED);
  HARK_CONNECT_DATA_FULL (f->maker, test_maker_made, f->bus, measure, f, NULL, HARK_CONNECT_INLINE);
  task = hark_task_spawn (emit_all, f, NULL);
  hark_task_await (task, NULL);
  assert_all_published (f);
  g_assert_cmpuint (f->most, ==, BOUND);
}

static gpointer
emit_both (gpointer   data,
           GError   **error)
{
  Fixture *f = data;
  g_autoptr(TestOrder) order = test_order_new (7, "table");

  test_maker_emit_made (f->maker, "chair", 1);
  test_maker_emit_filled (f->maker, order);
  test_maker_emit_made (f->maker, "chair", 2);
  return NULL;
}

static void
test_a_held_export_suspends_tasks (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(HarkTask) task = NULL;

  REPORT (f, flow, 1, HARK_FLOW_HELD);
  /* One that is heard from now on is held as well. */
  REPORT (f, heard, 1, &test_maker_filled__source, TRUE);
  task = hark_task_spawn (emit_both, f, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  record_assert (&f->record, "");
  REPORT (f, flow, 1, HARK_FLOW_BOUNDED);
  hark_task_await (task, NULL);
  step (f);
  record_assert (&f->record, "publish 1: made ('chair', 1)\n"
                             "publish 1: filled ((7, 'table'),)\n"
                             "publish 1: made ('chair', 2)\n");
}

static void
test_a_held_export_blocks_threads (Fixture       *f,
                                   gconstpointer  data)
{
  GThread *thread;

  REPORT (f, flow, 1, HARK_FLOW_HELD);
  thread = g_thread_new ("plain", emit_all_from_a_thread, f);
  for (guint i = 0; i < 1000; i++)
    step (f);
  record_assert (&f->record, "");
  g_assert_cmpint (g_atomic_int_get (&f->n_emitted), ==, 0);
  REPORT (f, flow, 1, HARK_FLOW_BOUNDED);
  while (g_atomic_int_get (&f->n_emitted) < N_EVENTS)
    step (f);
  g_thread_join (thread);
  assert_all_published (f);
}

static void
test_who_cannot_wait_goes_on (Fixture       *f,
                              gconstpointer  data)
{
  REPORT (f, flow, 1, HARK_FLOW_HELD);
  emit_all (f, NULL);
  assert_all_published (f);
}

/* What was under way without bounds is in front. */
static void
test_bounds_come_and_go (Fixture       *f,
                         gconstpointer  data)
{
  const HarkFlow flows[] = { HARK_FLOW_BOUNDED, HARK_FLOW_HELD, HARK_FLOW_FREE, HARK_FLOW_BOUNDED };

  for (guint i = 1; i <= N_EVENTS; i++)
    {
      if (i % 20 == 0)
        REPORT (f, flow, 1, flows[i / 20 % G_N_ELEMENTS (flows)]);
      test_maker_emit_made (f->maker, "chair", i);
      if (i % 70 == 0)
        step (f);
    }
  assert_all_published (f);
  REPORT (f, flow, 1, HARK_FLOW_FREE);
}

/* --- ends --- */

typedef void (*EndFunc) (Fixture *f);

static void
end_export (Fixture *f)
{
  hark_bus_unexport (f->bus, HARK_OBJECT (f->maker));
}

static void
end_link (Fixture *f)
{
  g_autoptr(GError) reason = g_error_new_literal (HARK_ERROR, HARK_ERROR_PEER_GONE, "the wire is cut");

  hark_bus_link_down (f->bus, &f->record.link, reason);
}

static void
end_bus (Fixture *f)
{
  g_clear_object (&f->bus);
}

static void
end_hearing (Fixture *f)
{
  REPORT (f, heard, 1, &test_maker_made__source, FALSE);
}

static void
end_loop (Fixture *f)
{
  hark_future_unref (hark_loop_stop (f->loop, 0));
}

static void
end_object (Fixture *f)
{
  g_object_run_dispose (G_OBJECT (f->maker));
}

static void
test_an_end_lets_all_go (Fixture       *f,
                         gconstpointer  data)
{
  EndFunc end = (EndFunc) data;
  g_autoptr(HarkTask) task = NULL;
  GThread *thread;

  REPORT (f, flow, 1, HARK_FLOW_HELD);
  thread = g_thread_new ("plain", emit_all_from_a_thread, f);
  task = hark_task_spawn (emit_all, f, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  end (f);
  while (g_atomic_int_get (&f->n_emitted) < 2 * N_EVENTS)
    g_main_context_iteration (NULL, FALSE);
  g_thread_join (thread);
  hark_task_await (task, NULL);
}

/* --- what a remote asks for --- */

static void
on_made (Fixture    *f,
         const char *product,
         guint64     serial)
{
}

static void
on_filled (Fixture   *f,
           TestOrder *order)
{
}

static void
test_a_remote_chooses (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "line-2", f->loop);
  g_autoptr(TestMaker) other = test_maker_new_remote (f->bus, "line-3", f->loop);

  HARK_CONNECT_DATA (remote, test_maker_made, f->bus, on_made, f, NULL);
  hark_object_set_delivery (HARK_OBJECT (remote), HARK_DELIVERY_BLOCK);
  HARK_CONNECT_DATA (remote, test_maker_filled, f->bus, on_filled, f, NULL);
  hark_object_set_delivery (HARK_OBJECT (other), HARK_DELIVERY_DISCONNECT);
  HARK_CONNECT_DATA (other, test_maker_made, f->bus, on_made, f, NULL);
  step (f);
  record_assert (&f->record, "subscribe 2: made of line-2\n"
                             "subscribe 3: filled of line-2, or block\n"
                             "subscribe 4: made of line-3, or be disconnected\n");

  /* The next link is asked for the same. */
  end_link (f);
  hark_bus_link_up (f->bus, &f->record.link);
  record_assert (&f->record, "subscribe 2: made of line-2\n"
                             "subscribe 3: filled of line-2, or block\n"
                             "subscribe 4: made of line-3, or be disconnected\n"
                             "export 1: Test.Maker line-1\n");
}

static void
test_only_a_remote_chooses (Fixture       *f,
                            gconstpointer  data)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*hark_object_is_remote*");
  hark_object_set_delivery (HARK_OBJECT (f->maker), HARK_DELIVERY_BLOCK);
  g_test_assert_expected_messages ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define TEST(name, func) g_test_add ("/bus/delivery/rule/30/" name, Fixture, NULL, set_up, func, tear_down)
#define TEST_END(name, end) \
  g_test_add ("/bus/delivery/rule/30/" name, Fixture, (gconstpointer) (end), set_up, test_an_end_lets_all_go, tear_down)
  TEST ("few-events-are-under-way", test_few_events_are_under_way);
  TEST ("a-held-export-suspends-tasks", test_a_held_export_suspends_tasks);
  TEST ("a-held-export-blocks-threads", test_a_held_export_blocks_threads);
  TEST ("who-cannot-wait-goes-on", test_who_cannot_wait_goes_on);
  TEST ("bounds-come-and-go", test_bounds_come_and_go);
  TEST_END ("the-end-of-the-export-lets-all-go", end_export);
  TEST_END ("the-end-of-the-link-lets-all-go", end_link);
  TEST_END ("the-end-of-the-bus-lets-all-go", end_bus);
  TEST_END ("the-end-of-the-loop-lets-all-go", end_loop);
  TEST_END ("the-end-of-the-object-lets-all-go", end_object);
  TEST_END ("who-hears-it-no-more-lets-all-go", end_hearing);
  TEST ("a-remote-chooses", test_a_remote_chooses);
  TEST ("only-a-remote-chooses", test_only_a_remote_chooses);
  return g_test_run ();
}
