/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* C functions as receivers: their context, the destroy notify of their data, and
 * what may be done inside user code: rules 12 and 17. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
  GObject          *context;
} Fixture;

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("context");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->context = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->context);
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  iterate ();
  diary_clear (&f->diary);
}

static HarkConnection *
connect_to (Fixture  *f,
            gpointer  context)
{
  Diary *diary = &f->diary;

  return HARK_CONNECT_DATA (f->producer, workshop_producer_produced, context,
                            diary_produced, diary, diary_destroyed);
}

static void
test_the_function_is_called (Fixture       *f,
                             gconstpointer  data)
{
  connect_to (f, f->context);
  workshop_producer_emit_produced (f->producer, "a", 1);
  diary_assert (&f->diary, "");
  iterate ();
  diary_assert (&f->diary, "a:1 ");
}

static void
test_ends_with_its_context (Fixture       *f,
                            gconstpointer  data)
{
  HarkConnection *connection = hark_connection_ref (connect_to (f, f->context));

  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_object (&f->context);
  g_assert_false (hark_connection_is_connected (connection));
  workshop_producer_emit_produced (f->producer, "b", 2);
  diary_assert (&f->diary, "");
  iterate ();
  diary_assert (&f->diary, "destroyed ");
  hark_connection_unref (connection);
  iterate ();
  diary_assert (&f->diary, "");
}

static void
test_data_is_destroyed_once_however_it_ends (Fixture       *f,
                                             gconstpointer  data)
{
  for (guint way = 0; way < 4; way++)
    {
      WorkshopProducer *producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
      GObject *context = g_object_new (G_TYPE_OBJECT, NULL);
      Diary *diary = &f->diary;
      HarkConnection *connection =
        hark_connection_ref (HARK_CONNECT_DATA (producer, workshop_producer_produced, context,
                                                diary_produced, diary, diary_destroyed));

      workshop_producer_emit_produced (producer, "a", 1);
      switch (way)
        {
        case 0:
          hark_connection_disconnect (connection);
          break;
        case 1:
          hark_future_unref (hark_connection_disconnect_drain (connection));
          break;
        case 2:
          g_clear_object (&context);
          break;
        case 3:
        default:
          g_clear_object (&producer);
          break;
        }
      /* On the loop, behind what is queued, whoever still holds the connection. */
      diary_assert (&f->diary, "");
      iterate ();
      diary_assert (&f->diary, way == 1 || way == 3 ? "a:1 destroyed " : "destroyed ");
      g_clear_object (&context);
      g_clear_object (&producer);
      hark_connection_unref (connection);
      iterate ();
      diary_assert (&f->diary, "");
    }
}

static void
test_refused_connections_destroy_too (Fixture       *f,
                                      gconstpointer  data)
{
  g_object_run_dispose (G_OBJECT (f->producer));
  g_assert_true (hark_object_is_closed (HARK_OBJECT (f->producer)));
  g_assert_null (connect_to (f, f->context));
  iterate ();
  diary_assert (&f->diary, "destroyed ");
}

static gpointer
emit_and_drop (gpointer producer)
{
  workshop_producer_emit_produced (producer, "a", 1);
  g_object_unref (producer);
  return NULL;
}

static void
note_thread (gpointer data)
{
  GThread **thread = data;

  g_assert_null (*thread);
  *thread = g_thread_self ();
}

static void
ignore (GThread   **data,
        const char *product,
        guint64     serial)
{
}

static void
test_data_is_destroyed_on_the_loop_of_the_context (Fixture       *f,
                                                   gconstpointer  data)
{
  GThread *thread = NULL;
  GThread **where = &thread;
  WorkshopProducer *producer = workshop_producer_new (f->loop, NULL, NULL, NULL);

  HARK_CONNECT_DATA (producer, workshop_producer_produced, f->context, ignore, where, note_thread);
  g_thread_join (g_thread_new ("dropper", emit_and_drop, producer));
  g_assert_null (thread);
  iterate ();
  g_assert_true (thread == g_thread_self ());
}

static void
test_a_plain_object_has_the_loop_of_where_it_connects (Fixture       *f,
                                                       gconstpointer  data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  connect_to (f, f->context);
  g_main_context_pop_thread_default (context);
  connect_to (f, f->context);

  workshop_producer_emit_produced (f->producer, "a", 1);
  iterate ();
  diary_assert (&f->diary, "a:1 ");
  while (g_main_context_iteration (context, FALSE))
    ;
  diary_assert (&f->diary, "a:1 ");

  g_clear_object (&f->context);
  iterate ();
  diary_assert (&f->diary, "destroyed ");
  while (g_main_context_iteration (context, FALSE))
    ;
  diary_assert (&f->diary, "destroyed ");
}

static void
test_a_context_that_goes_destroys (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  HarkConnection *connection;

  g_main_context_push_thread_default (context);
  connection = connect_to (f, f->context);
  g_main_context_pop_thread_default (context);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_clear_pointer (&context, g_main_context_unref);
  workshop_producer_emit_produced (f->producer, "b", 2);
  diary_assert (&f->diary, "");
  hark_connection_disconnect (connection);
  diary_assert (&f->diary, "destroyed ");
}

static void
take_itself (WorkshopConsumer *self,
             const char       *product,
             guint64           serial)
{
  Diary *diary = workshop_consumer_get_data (self);

  diary_produced (diary, product, serial);
}

static void
test_an_object_of_hark_has_its_own_loop (Fixture       *f,
                                         gconstpointer  data)
{
  HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, f->consumer, take_itself);
  workshop_producer_emit_produced (f->producer, "a", 1);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "a:1 ");
  g_assert_cmpuint (hark_loop_get_n_run (f->loop), ==, 1);
  g_clear_object (&f->consumer);
  workshop_producer_emit_produced (f->producer, "b", 2);
  iterate ();
  diary_assert (&f->diary, "closed destroyed ");
}

/* --- 17: no lock is held --- */

/* Everything that takes a lock somewhere. */
static void
do_everything (Fixture *f)
{
  HarkConnection *connection = hark_connection_ref (connect_to (f, f->context));
  g_autoptr(WorkshopProducer) other = workshop_producer_new (f->loop, NULL, NULL, NULL);
  g_autoptr(HarkFuture) next = workshop_producer_next_produced (f->producer);
  g_autoptr(HarkFuture) drained = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (hark_connect_matching (other, f->consumer, &error), ==, 3);
  g_assert_no_error (error);
  hark_object_get_loop (HARK_OBJECT (other));
  workshop_producer_emit_produced (f->producer, "inside", 0);
  workshop_producer_emit_paused (other);
  g_assert_true (hark_future_is_settled (next));
  hark_connection_disconnect (connection);
  drained = hark_connection_disconnect_drain (connection);
  g_assert_true (hark_connection_disconnect_sync (connection, &error));
  hark_connection_unref (connection);
}

typedef struct
{
  Fixture *fixture;
  guint    n_called;
  guint    n_destroyed;
} Everything;

static void
everything_called (Everything *everything,
                   const char *product,
                   guint64     serial)
{
  if (everything->n_called++ == 0)
    do_everything (everything->fixture);
}

static void
everything_destroyed (gpointer data)
{
  Everything *everything = data;

  everything->n_destroyed++;
  do_everything (everything->fixture);
}

static void
test_everything_works_inside_a_call_and_a_notify (Fixture       *f,
                                                  gconstpointer  data)
{
  static const HarkSite direct = { &workshop_producer_produced__source, NULL, __FILE__, __LINE__,
                                   HARK_CONNECT_INLINE | HARK_CONNECT_OWN_DATA, { 0 } };
  Everything queued = { .fixture = f }, inside = { .fixture = f };
  Everything *everything = &queued;
  HarkConnection *connections[2];

  connections[0] = HARK_CONNECT_DATA (f->producer, workshop_producer_produced, f->context,
                                      everything_called, everything, everything_destroyed);
  connections[1] = hark_connect_func (&direct, f->producer, f->context, G_CALLBACK (everything_called),
                                      &inside, everything_destroyed);
  workshop_producer_emit_produced (f->producer, "a", 1);
  g_assert_cmpuint (inside.n_called, >, 0);
  iterate ();
  g_assert_cmpuint (queued.n_called, >, 0);
  hark_connection_disconnect (connections[0]);
  hark_connection_disconnect (connections[1]);
  iterate ();
  g_assert_cmpuint (queued.n_destroyed, ==, 1);
  g_assert_cmpuint (inside.n_destroyed, ==, 1);
}

static void
do_everything_when_freed (gpointer fixture)
{
  do_everything (fixture);
  ((Fixture *) fixture)->diary.data = fixture;
}

static void
test_everything_works_while_arguments_are_freed (Fixture       *f,
                                                 gconstpointer  data)
{
  for (guint is_dropped = 0; is_dropped < 2; is_dropped++)
    {
      GBytes *content = g_bytes_new_with_free_func ("", 0, do_everything_when_freed, f);
      HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_packed,
                                                 f->consumer, workshop_consumer_on_packed);

      f->diary.data = NULL;
      workshop_producer_emit_packed (f->producer, content);
      g_bytes_unref (content);
      if (is_dropped)
        hark_connection_disconnect (connection);
      iterate ();
      g_assert_true (f->diary.data == f);
      if (!is_dropped)
        hark_connection_disconnect (connection);
    }
}

static void
closed_does_everything (WorkshopProducer *self)
{
  Fixture *f = workshop_producer_get_data (self);

  g_assert_true (hark_object_is_closed (HARK_OBJECT (self)));
  g_assert_null (HARK_CONNECT (self, workshop_producer_paused, f->consumer, workshop_consumer_on_paused));
  workshop_producer_emit_paused (self);
  g_assert_cmpint (hark_connect_matching (self, f->consumer, NULL), ==, -1);
  do_everything (f);
  g_string_append (f->diary.text, "done ");
}

static void
test_everything_works_inside_closed (Fixture       *f,
                                     gconstpointer  data)
{
  static const WorkshopProducerSlots slots = { .closed = closed_does_everything };

  g_object_unref (workshop_producer_new (f->loop, &slots, f, do_everything_when_freed));
  g_assert_true (f->diary.data == f);
  g_assert_true (g_str_has_prefix (f->diary.text->str, "done "));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/12/the-function-is-called", test_the_function_is_called);
  ADD ("/rule/12/ends-with-its-context", test_ends_with_its_context);
  ADD ("/rule/12/data-is-destroyed-once-however-it-ends", test_data_is_destroyed_once_however_it_ends);
  ADD ("/rule/12/refused-connections-destroy-too", test_refused_connections_destroy_too);
  ADD ("/rule/12/data-is-destroyed-on-the-loop-of-the-context",
       test_data_is_destroyed_on_the_loop_of_the_context);
  ADD ("/rule/12/a-plain-object-has-the-loop-of-where-it-connects",
       test_a_plain_object_has_the_loop_of_where_it_connects);
  ADD ("/rule/12/a-context-that-goes-destroys", test_a_context_that_goes_destroys);
  ADD ("/rule/12/an-object-of-hark-has-its-own-loop", test_an_object_of_hark_has_its_own_loop);
  ADD ("/rule/17/everything-works-inside-a-call-and-a-notify",
       test_everything_works_inside_a_call_and_a_notify);
  ADD ("/rule/17/everything-works-while-arguments-are-freed",
       test_everything_works_while_arguments_are_freed);
  ADD ("/rule/17/everything-works-inside-closed", test_everything_works_inside_closed);
  return g_test_run ();
}
