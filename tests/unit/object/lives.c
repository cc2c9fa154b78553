/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of calls and connections when an end dies: rule 15. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  WorkshopConsumer *consumer;
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
  f->loop = hark_loop_new ("lives");
  hark_loop_start (f->loop);
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->consumer);
  g_clear_object (&f->producer);
  g_clear_object (&f->loop);
  iterate ();
  diary_clear (&f->diary);
}

static void
count (gpointer n)
{
  (*(guint *) n)++;
}

static void
test_pending_calls_to_a_dead_receiver_are_dropped (Fixture       *f,
                                                   gconstpointer  data)
{
  guint n_freed = 0;
  GBytes *content = g_bytes_new_with_free_func ("", 0, count, &n_freed);
  GBytes *shared = g_bytes_new_with_free_func ("", 0, count, &n_freed);
  g_auto(Diary) other;
  g_autoptr(WorkshopConsumer) survivor = NULL;

  diary_init (&other);
  survivor = diary_consumer_new (&other, f->loop);
  HARK_CONNECT (f->producer, workshop_producer_packed, f->consumer, workshop_consumer_on_packed);
  workshop_producer_emit_packed (f->producer, content);
  HARK_CONNECT (f->producer, workshop_producer_packed, survivor, workshop_consumer_on_packed);
  workshop_producer_emit_packed (f->producer, shared);
  g_assert_true (workshop_consumer_on_packed (f->consumer, content));
  g_bytes_unref (content);
  g_bytes_unref (shared);
  g_assert_cmpuint (n_freed, ==, 0);

  g_clear_object (&f->consumer);
  diary_assert (&f->diary, "closed destroyed ");
  iterate ();
  diary_assert (&f->diary, "");
  diary_assert (&other, "packed 0 ");
  g_assert_cmpuint (n_freed, ==, 2);
  g_clear_object (&survivor);
}

static void
test_pending_answers_of_a_dead_receiver_are_closed (Fixture       *f,
                                                    gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = workshop_producer_call_stock (f->producer);
  g_autoptr(HarkFuture) unwanted = workshop_producer_call_stock (f->producer);
  g_autoptr(GError) error = NULL;
  guint64 stock = 7;

  g_clear_object (&f->producer);
  g_assert_false (workshop_producer_finish_stock (answer, &stock, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FAILED); /* pending still */
  g_clear_error (&error);
  g_clear_pointer (&unwanted, hark_future_unref);
  iterate ();
  g_assert_false (workshop_producer_finish_stock (answer, &stock, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_assert_cmpuint (stock, ==, 7);
}

static void
drop_the_consumer (gpointer consumer,
                   gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  g_clear_object (&f->consumer);
  /* The call holds it. */
  g_assert_false (hark_object_is_closed (consumer));
  g_string_append (f->diary.text, "goes on ");
}

static void
test_a_running_call_holds_its_receiver (Fixture       *f,
                                        gconstpointer  data)
{
  f->diary.act = drop_the_consumer;
  f->diary.data = f;
  workshop_consumer_on_paused (f->consumer);
  workshop_consumer_on_produced (f->consumer, "a", 1);
  iterate ();
  diary_assert (&f->diary, "paused goes on closed destroyed ");
}

static void
dispose_of_the_consumer (gpointer consumer,
                         gpointer fixture)
{
  Fixture *f = fixture;

  f->diary.act = NULL;
  g_object_run_dispose (consumer);
  g_object_run_dispose (consumer);
  g_assert_false (hark_object_is_closed (consumer));
  g_string_append (f->diary.text, "goes on ");
}

/* As if another thread took a reference while the last one is being dropped. */
static void
test_nothing_closes_inside_its_own_call (Fixture       *f,
                                         gconstpointer  data)
{
  f->diary.act = dispose_of_the_consumer;
  f->diary.data = f;
  workshop_consumer_on_paused (f->consumer);
  workshop_consumer_on_produced (f->consumer, "a", 1);
  iterate ();
  diary_assert (&f->diary, "paused goes on closed destroyed ");
  g_assert_true (hark_object_is_closed (HARK_OBJECT (f->consumer)));
}

static void
test_calls_of_a_dead_emitter_still_run (Fixture       *f,
                                        gconstpointer  data)
{
  HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_produced,
                                             f->consumer, workshop_consumer_on_produced);

  hark_connection_ref (connection);
  workshop_producer_emit_produced (f->producer, "a", 1);
  workshop_producer_emit_produced (f->producer, "b", 2);
  g_clear_object (&f->producer);
  g_assert_false (hark_connection_is_connected (connection));
  iterate ();
  diary_assert (&f->diary, "a:1 b:2 ");
  hark_connection_unref (connection);
}

static void
write_sender (GObject    *context,
              const char *product,
              guint64     serial)
{
  GString *text = g_object_get_data (context, "text");
  g_autoptr(GObject) sender = hark_dup_sender ();

  if (sender == NULL)
    g_string_append (text, "nobody ");
  else
    {
      g_assert_true (sender == g_object_get_data (context, "producer"));
      g_string_append (text, "the producer ");
    }
}

static void
test_the_sender_is_known_while_it_lives (Fixture       *f,
                                         gconstpointer  data)
{
  g_autoptr(GObject) context = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr(GObject) anonymous = g_object_new (G_TYPE_OBJECT, NULL);

  g_assert_null (hark_dup_sender ());
  g_object_set_data (context, "text", f->diary.text);
  g_object_set_data (anonymous, "text", f->diary.text);
  g_object_set_data (context, "producer", f->producer);
  HARK_CONNECT_FUNC_FULL (f->producer, workshop_producer_produced, context, write_sender, HARK_CONNECT_SENDER);
  HARK_CONNECT_FUNC (f->producer, workshop_producer_produced, anonymous, write_sender);
  workshop_producer_emit_produced (f->producer, "a", 1);
  iterate ();
  diary_assert (&f->diary, "the producer nobody ");
  g_assert_null (hark_dup_sender ());

  workshop_producer_emit_produced (f->producer, "b", 2);
  g_clear_object (&f->producer);
  iterate ();
  diary_assert (&f->diary, "nobody nobody ");
}

static void
test_connecting_keeps_neither_end (Fixture       *f,
                                   gconstpointer  data)
{
  GObject *producer = G_OBJECT (f->producer), *consumer = G_OBJECT (f->consumer);
  HarkConnection *connection = HARK_CONNECT (f->producer, workshop_producer_produced,
                                             f->consumer, workshop_consumer_on_produced);

  hark_connection_ref (connection);
  g_assert_cmpuint (producer->ref_count, ==, 1);
  g_assert_cmpuint (consumer->ref_count, ==, 1);
  g_clear_object (&f->consumer);
  g_assert_false (hark_connection_is_connected (connection));
  g_assert_false (hark_seat_is_heard (&f->producer->seat, workshop_producer_produced__source.index));
  hark_connection_unref (connection);
}

static void
test_closed_objects_refuse (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(HarkFuture) answer = NULL;
  g_autoptr(HarkFuture) next = NULL;
  g_autoptr(GError) error = NULL;

  g_object_run_dispose (G_OBJECT (f->producer));
  g_assert_true (hark_object_is_closed (HARK_OBJECT (f->producer)));
  g_assert_false (workshop_producer_request_product (f->producer, "a"));
  answer = workshop_producer_call_stock (f->producer);
  g_assert_true (hark_future_is_settled (answer));
  g_assert_false (workshop_producer_finish_stock (answer, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  next = workshop_producer_next_produced (f->producer);
  g_assert_null (workshop_producer_finish_produced (next, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  g_assert_null (HARK_CONNECT (f->producer, workshop_producer_produced,
                               f->consumer, workshop_consumer_on_produced));
  workshop_producer_emit_produced (f->producer, "a", 1);
  /* Disposing again does nothing. */
  g_object_run_dispose (G_OBJECT (f->consumer));
  g_object_run_dispose (G_OBJECT (f->consumer));
  diary_assert (&f->diary, "closed destroyed ");
  iterate ();
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/rule/15/pending-calls-to-a-dead-receiver-are-dropped",
       test_pending_calls_to_a_dead_receiver_are_dropped);
  ADD ("/rule/15/pending-answers-of-a-dead-receiver-are-closed",
       test_pending_answers_of_a_dead_receiver_are_closed);
  ADD ("/rule/15/a-running-call-holds-its-receiver", test_a_running_call_holds_its_receiver);
  ADD ("/rule/15/nothing-closes-inside-its-own-call", test_nothing_closes_inside_its_own_call);
  ADD ("/rule/15/calls-of-a-dead-emitter-still-run", test_calls_of_a_dead_emitter_still_run);
  ADD ("/rule/15/the-sender-is-known-while-it-lives", test_the_sender_is_known_while_it_lives);
  ADD ("/rule/15/connecting-keeps-neither-end", test_connecting_keeps_neither_end);
  ADD ("/rule/15/closed-objects-refuse", test_closed_objects_refuse);
  return g_test_run ();
}
