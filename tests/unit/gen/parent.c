/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Classes of all kinds: with a parent from elsewhere, with records of another
 * schema, and without a constructor, for a subclass to implement. */

#include "app.h"

#include <hark/hark.h>

typedef struct
{
  guint n_orders;
  guint n_closed;
  guint n_destroyed;
} Counts;

static WorkshopOrder *
order (ExampleApp            *self,
       WorkshopOrder         *first,
       WorkshopOrder *const *others,
       gsize                  n_others)
{
  Counts *counts = example_app_get_data (self);

  counts->n_orders += 1 + n_others;
  g_assert_cmpstr (g_application_get_application_id (G_APPLICATION (self)), ==, "org.example.App");
  example_app_emit_ordered (self, first);
  return n_others > 0 ? workshop_order_ref (others[0]) : NULL;
}

static void
closed (ExampleApp *self)
{
  Counts *counts = example_app_get_data (self);

  counts->n_closed++;
}

static void
destroyed (gpointer data)
{
  Counts *counts = data;

  g_assert_cmpuint (counts->n_closed, ==, 1);
  counts->n_destroyed++;
}

static void
on_ordered (GObject       *context,
            WorkshopOrder *ordered)
{
  g_object_set_data_full (context, "ordered", workshop_order_ref (ordered),
                          (GDestroyNotify) workshop_order_unref);
}

static void
test_application_has_events_and_slots (void)
{
  static const ExampleAppSlots slots = { .order = order, .closed = closed };
  Counts counts = { 0 };
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(WorkshopOrder) chair = workshop_order_new (1, "chair", 4.5);
  g_autoptr(WorkshopOrder) table = workshop_order_new (2, "table", 21);
  g_autoptr(WorkshopOrder) answer = NULL;
  g_autoptr(GError) error = NULL;
  ExampleApp *app = example_app_new (loop, &slots, &counts, destroyed);

  g_assert_true (G_IS_APPLICATION (app));
  g_assert_true (HARK_IS_OBJECT (app));
  g_application_set_application_id (G_APPLICATION (app), "org.example.App");
  HARK_CONNECT_FUNC (app, example_app_ordered, context, on_ordered);

  hark_loop_start (loop);
  g_assert_true (example_app_await_order (app, chair, &table, 1, HARK_FOREVER, NULL, &answer, &error));
  g_assert_no_error (error);
  g_assert_true (answer == table);
  g_assert_cmpuint (counts.n_orders, ==, 2);

  g_clear_pointer (&answer, workshop_order_unref);
  g_assert_true (example_app_await_order (app, chair, NULL, 0, HARK_FOREVER, NULL, &answer, &error));
  g_assert_null (answer);
  hark_loop_run_until_idle (loop);
  g_assert_true (g_object_get_data (context, "ordered") == chair);

  g_object_unref (app);
  hark_loop_run_until_idle (loop);
  g_assert_cmpuint (counts.n_closed, ==, 1);
  g_assert_cmpuint (counts.n_destroyed, ==, 1);
}

/* --- a class that only a subclass makes ------------------------------------ */

typedef struct
{
  ExampleService parent_instance;
  char *name;
} Named;

typedef struct
{
  ExampleServiceClass parent_class;
} NamedClass;

static GType named_get_type (void);

G_DEFINE_TYPE (Named, named, EXAMPLE_TYPE_SERVICE)

static guint n_named_closed;

static void
named_rename (ExampleService *service,
              const char     *name)
{
  Named *self = (Named *) service;

  g_free (self->name);
  self->name = g_strdup (name);
  example_service_emit_changed (service, name);
}

static void
named_closed (ExampleService *service)
{
  Named *self = (Named *) service;

  g_clear_pointer (&self->name, g_free);
  n_named_closed++;
}

static void
named_class_init (NamedClass *klass)
{
  EXAMPLE_SERVICE_CLASS (klass)->rename = named_rename;
  EXAMPLE_SERVICE_CLASS (klass)->closed = named_closed;
}

static void
named_init (Named *self G_GNUC_UNUSED)
{
}

static void
test_subclass_implements (void)
{
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  ExampleService *service = g_object_new (named_get_type (), "loop", loop, NULL);
  g_autoptr(HarkFuture) changed = example_service_next_changed (service);
  g_autoptr(ExampleServiceChanged) values = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (example_service_rename (service, "oak"));
  hark_loop_run_until_idle (loop);
  g_assert_cmpstr (((Named *) service)->name, ==, "oak");
  values = example_service_finish_changed (changed, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (values->name, ==, "oak");

  g_assert_false (example_service_await_reload (service, HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
  g_clear_error (&error);
  g_assert_false (example_service_await_count (service, HARK_FOREVER, NULL, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);

  g_object_unref (service);
  hark_loop_run_until_idle (loop);
  g_assert_cmpuint (n_named_closed, ==, 1);
}

static void
test_c_name_is_the_name_in_c (void)
{
  static const ExampleWorkerSlots slots = { .begin = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new (NULL);
  g_autoptr(ExampleWorker) worker = example_worker_new (loop, &slots, NULL, NULL);
  g_autoptr(HarkFuture) finished = example_worker_next_finished (worker);
  g_autoptr(ExampleWorkerFinished) values = NULL;
  g_autoptr(GError) error = NULL;

  example_worker_emit_finished (worker, 7);
  values = example_worker_finish_finished (finished, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (values->count, ==, 7);
  g_assert_true (example_worker_begin (worker));
  hark_loop_run_until_idle (loop);

  /* By name it is the schema's. */
  g_assert_cmpstr (example_worker_finished__source.name, ==, "done");
  g_assert_cmpstr (example_worker_finished__source.signature->fields[0].name, ==, "number");
  g_assert_cmpstr (example_worker_begin__target.owner->name, ==, "Example.Labourer");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gen/parent/application-has-events-and-slots", test_application_has_events_and_slots);
  g_test_add_func ("/gen/parent/subclass-implements", test_subclass_implements);
  g_test_add_func ("/gen/parent/c-name-is-the-name-in-c", test_c_name_is_the_name_in_c);
  return g_test_run ();
}
