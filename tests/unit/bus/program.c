/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a program tells about itself. */

#include <hark/hark.h>
#include <string.h>

#include "bus/state-private.h"
#include "maker.h"
#include "record-private.h"

typedef struct
{
  HarkLoop  *loop;
  HarkBus   *bus;
  TestMaker *maker;
  Record     record;
} Fixture;

static const TestMakerSlots slots = { .tune = NULL };

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->loop = hark_loop_new ("workshop");
  f->bus = hark_bus_new (f->loop);
  f->maker = test_maker_new (f->loop, &slots, NULL, NULL);
  record_init (&f->record);
  g_assert_true (hark_bus_serve_graph (f->bus, "me", NULL));
  hark_loop_run_until_idle (f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->maker);
  g_clear_object (&f->bus);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  record_clear (&f->record);
}

static HarkProgramGraph *
look (Fixture *f)
{
  g_autoptr(HarkFuture) future = NULL;
  HarkProgramGraph *graph = NULL;
  g_autoptr(GError) error = NULL;

  hark_loop_run_until_idle (f->loop);
  future = hark_program_call_graph (HARK_LINKED_BUS (f->bus)->program);
  hark_loop_run_until_idle (f->loop);
  hark_program_finish_graph (future, &graph, &error);
  g_assert_no_error (error);
  return graph;
}

static const HarkProgramObject *
find_object (const HarkProgramGraph *graph,
             const char             *class_name,
             gboolean                is_remote)
{
  for (gsize i = 0; i < graph->n_objects; i++)
    if (g_str_equal (graph->objects[i]->object, class_name) && graph->objects[i]->is_remote == is_remote)
      return graph->objects[i];
  g_assert_not_reached ();
}

static void
test_objects_are_on_their_loops (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkProgramGraph) graph = look (f);
  const HarkProgramObject *maker = find_object (graph, "TestMaker", FALSE);
  const HarkProgramLoop *loop = NULL;

  for (gsize i = 0; i < graph->n_loops; i++)
    if (graph->loops[i]->id == maker->loop)
      loop = graph->loops[i];
  g_assert_nonnull (loop);
  g_assert_cmpstr (loop->name, ==, "workshop");
  g_assert_cmpstr (loop->state, ==, "running");
  g_assert_cmpuint (graph->bus, ==, find_object (graph, "HarkLinkedBus", FALSE)->id);
  g_assert_true (g_str_has_prefix (graph->program, "bus-program-"));
}

static void
test_exports_with_what_is_heard (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkProgramGraph) graph = NULL;
  const HarkProgramExport *export = NULL;

  g_assert_true (hark_bus_export (f->bus, HARK_OBJECT (f->maker), "line-1", NULL));
  hark_loop_run_until_idle (f->loop);
  hark_bus_link_up (f->bus, &f->record.link);
  /* 1 is the program itself. */
  hark_bus_reports.heard (f->bus, 2, HARK_OBJECT_GET_IFACE (f->maker)->info->events[0], TRUE);
  graph = look (f);
  for (gsize i = 0; i < graph->n_exports; i++)
    if (g_str_equal (graph->exports[i]->name, "line-1"))
      export = graph->exports[i];
  g_assert_nonnull (export);
  g_assert_cmpuint (graph->n_exports, ==, 2);
  g_assert_cmpstr (export->object, ==, "Test.Maker");
  g_assert_cmpuint (export->from, ==, find_object (graph, "TestMaker", FALSE)->id);
  g_assert_false (export->is_group);
  g_assert_cmpuint (g_strv_length ((char **) export->heard), ==, 1);
  g_assert_cmpstr (export->heard[0], ==, HARK_OBJECT_GET_IFACE (f->maker)->info->events[0]->name);
}

static void
on_made (HarkBus    *bus,
         const char *product,
         guint64     serial)
{
}

static void
test_remotes_with_what_they_hear (Fixture       *f,
                                  gconstpointer  data)
{
  g_autoptr(TestMaker) remote = test_maker_new_remote (f->bus, "*", f->loop);
  g_autoptr(HarkProgramGraph) graph = NULL;

  HARK_CONNECT_FUNC (remote, test_maker_made, f->bus, on_made);
  g_assert_true (hark_bus_import (f->bus, "Other/**", NULL));
  graph = look (f);
  g_assert_cmpuint (graph->n_listeners, ==, 1);
  g_assert_cmpuint (graph->listeners[0]->to, ==, find_object (graph, "TestMaker", TRUE)->id);
  g_assert_cmpstr (graph->listeners[0]->object, ==, "Test.Maker");
  g_assert_cmpstr (graph->listeners[0]->name, ==, "*");
  g_assert_cmpstr (graph->listeners[0]->event, ==, "made");
  g_assert_cmpuint (g_strv_length ((char **) graph->imports), ==, 1);
  g_assert_cmpstr (graph->imports[0], ==, "Other/**");
}

static HarkMessage *
on_message (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  return NULL;
}

static void
test_topics_of_the_bus (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(HarkProgramGraph) graph = NULL;
  const HarkProgramConnection *published = NULL;
  guint maker;

  g_assert_nonnull (HARK_PUBLISH (f->bus, HARK_TOPICS ("made", "all"), f->maker, test_maker_made, NULL));
  g_assert_nonnull (hark_bus_subscribe (f->bus, HARK_TOPICS ("all"), "first", f->maker, on_message, NULL, NULL, NULL));
  g_assert_nonnull (hark_bus_subscribe_slot (f->bus, HARK_TOPICS ("tune"), "second", HARK_OBJECT (f->maker), "tune", NULL));
  graph = look (f);
  maker = find_object (graph, "TestMaker", FALSE)->id;
  for (gsize i = 0; i < graph->n_connections; i++)
    if (graph->connections[i]->from == maker && graph->connections[i]->to == graph->bus)
      published = graph->connections[i];
  g_assert_nonnull (published);
  g_assert_cmpstr (published->event, ==, "made");
  g_assert_cmpstr (published->topics[0], ==, "made");
  g_assert_cmpstr (published->topics[1], ==, "all");

  g_assert_cmpuint (graph->n_handlers, ==, 2);
  g_assert_cmpstr (graph->handlers[0]->name, ==, "first");
  g_assert_cmpstr (graph->handlers[0]->topics[0], ==, "all");
  g_assert_cmpuint (graph->handlers[0]->to, ==, maker);
  g_assert_null (graph->handlers[0]->slot);
  g_assert_cmpstr (graph->handlers[1]->name, ==, "second");
  g_assert_cmpstr (graph->handlers[1]->slot, ==, "tune");
}

static void
test_a_name_that_cannot_be (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (hark_bus_serve_graph (f->bus, "two words", &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_INVALID);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add ("/bus/program/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("objects-are-on-their-loops", test_objects_are_on_their_loops);
  TEST ("exports-with-what-is-heard", test_exports_with_what_is_heard);
  TEST ("remotes-with-what-they-hear", test_remotes_with_what_they_hear);
  TEST ("topics-of-the-bus", test_topics_of_the_bus);
  TEST ("a-name-that-cannot-be", test_a_name_that_cannot_be);
  return g_test_run ();
}
