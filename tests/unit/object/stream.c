/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams of events: what is emitted is kept until it is read. Rules 22, 23 and 27. */

#include "diary-private.h"

typedef struct
{
  Diary             diary;
  HarkLoop         *loop;
  WorkshopProducer *producer;
  HarkStream       *stream;
  WorkshopConsumer *consumer;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  diary_init (&f->diary);
  f->loop = hark_loop_new ("line");
  f->producer = workshop_producer_new (f->loop, NULL, NULL, NULL);
  f->consumer = diary_consumer_new (&f->diary, f->loop);
  f->stream = workshop_producer_stream_produced (f->producer);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_pointer (&f->stream, hark_stream_unref);
  g_clear_object (&f->producer);
  g_clear_object (&f->consumer);
  hark_loop_run_until_idle (f->loop);
  g_clear_object (&f->loop);
  diary_clear (&f->diary);
}

/* Serials from @first to @last. */
static void
emit (Fixture *f,
      guint    first,
      guint    last)
{
  for (guint i = first; i <= last; i++)
    workshop_producer_emit_produced (f->producer, "chair", i);
}

static WorkshopProducerProduced *
read_one (Fixture  *f,
          gint64    timeout,
          GError  **error)
{
  return workshop_producer_stream_next_produced (f->stream, timeout, NULL, error);
}

/* What can be read at once, and the code of the error then. */
static void
assert_holds (Fixture    *f,
              const char *serials,
              int         code)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  WorkshopProducerProduced *produced;

  while ((produced = read_one (f, 0, &error)) != NULL)
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT " ", produced->serial);
      workshop_producer_produced_unref (produced);
    }
  g_assert_cmpstr (text->str, ==, serials);
  g_assert_error (error, HARK_ERROR, code);
}

/* --- what is kept --- */

static void
test_keeps_what_is_emitted (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr(WorkshopProducerProduced) first = NULL;

  emit (f, 1, 3);
  g_assert_cmpuint (hark_stream_get_n_items (f->stream), ==, 3);
  first = read_one (f, HARK_FOREVER, NULL);
  g_assert_cmpstr (first->product, ==, "chair");
  g_assert_cmpuint (first->serial, ==, 1);
  assert_holds (f, "2 3 ", HARK_ERROR_TIMED_OUT);
  emit (f, 4, 4);
  assert_holds (f, "4 ", HARK_ERROR_TIMED_OUT);
}

static void
test_begins_when_it_is_made (Fixture       *f,
                             gconstpointer  data)
{
  hark_stream_unref (f->stream);
  emit (f, 1, 2);
  f->stream = workshop_producer_stream_produced (f->producer);
  emit (f, 3, 3);
  assert_holds (f, "3 ", HARK_ERROR_TIMED_OUT);
}

static void
test_streams_and_listeners_share_the_values (Fixture       *f,
                                             gconstpointer  data)
{
  g_autoptr(HarkStream) other = workshop_producer_stream_produced (f->producer);
  g_autoptr(WorkshopProducerProduced) one = NULL, same = NULL;

  HARK_CONNECT (f->producer, workshop_producer_produced, f->consumer, workshop_consumer_on_produced);
  emit (f, 1, 1);
  one = read_one (f, 0, NULL);
  same = workshop_producer_stream_next_produced (other, 0, NULL, NULL);
  g_assert_true (one == same);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "chair:1 ");
}

static void
test_events_without_arguments_too (Fixture       *f,
                                   gconstpointer  data)
{
  g_autoptr(HarkStream) pauses = workshop_producer_stream_paused (f->producer);
  g_autoptr(GError) error = NULL;

  workshop_producer_emit_paused (f->producer);
  g_assert_true (workshop_producer_stream_next_paused (pauses, HARK_FOREVER, NULL, NULL));
  g_assert_false (workshop_producer_stream_next_paused (pauses, 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

static void
test_one_of_another_event_is_refused (Fixture       *f,
                                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (workshop_producer_stream_next_paused (f->stream, 0, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "event Workshop.Producer.produced"));
}

/* --- ends --- */

static void
test_ends_with_its_emitter (Fixture       *f,
                            gconstpointer  data)
{
  emit (f, 1, 2);
  g_clear_object (&f->producer);
  assert_holds (f, "1 2 ", HARK_ERROR_EMITTER_GONE);
  assert_holds (f, "", HARK_ERROR_EMITTER_GONE);
}

static void
test_one_of_the_dead_has_ended (Fixture       *f,
                                gconstpointer  data)
{
  g_clear_pointer (&f->stream, hark_stream_unref);
  g_object_run_dispose (G_OBJECT (f->producer));
  f->stream = workshop_producer_stream_produced (f->producer);
  assert_holds (f, "", HARK_ERROR_EMITTER_GONE);
}

static void
test_one_that_is_closed_gives_the_rest (Fixture       *f,
                                        gconstpointer  data)
{
  emit (f, 1, 2);
  hark_stream_close (f->stream);
  emit (f, 3, 3);
  g_clear_object (&f->producer);
  assert_holds (f, "1 2 ", HARK_ERROR_CLOSED);
}

static void
test_listens_no_longer_than_it_is_held (Fixture       *f,
                                        gconstpointer  data)
{
  HarkSeat *seat = &f->producer->seat;

  g_assert_true (hark_seat_is_heard (seat, 0));
  emit (f, 1, 2);
  g_clear_pointer (&f->stream, hark_stream_unref);
  g_assert_false (hark_seat_is_heard (seat, 0));
}

/* --- waiting --- */

static gboolean
emit_one (gpointer data)
{
  emit (data, 7, 7);
  return G_SOURCE_REMOVE;
}

static void
test_reading_iterates_on_the_owners_thread (Fixture       *f,
                                            gconstpointer  data)
{
  g_autoptr(WorkshopProducerProduced) produced = NULL;

  g_idle_add (emit_one, f);
  produced = read_one (f, HARK_FOREVER, NULL);
  g_assert_cmpuint (produced->serial, ==, 7);
}

static void
test_reading_times_out (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  hark_clock_set_virtual (TRUE);
  g_assert_null (read_one (f, 3600 * G_TIME_SPAN_SECOND, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  hark_clock_set_virtual (FALSE);
}

static void
test_reading_is_cancelled (Fixture       *f,
                           gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (workshop_producer_stream_next_produced (f->stream, HARK_FOREVER, cancellable, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
}

static void
read_inside (WorkshopConsumer *consumer,
             Fixture          *f)
{
  g_autoptr(GError) error = NULL;

  assert_holds (f, "1 ", HARK_ERROR_TIMED_OUT);
  g_assert_null (read_one (f, HARK_FOREVER, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
}

static void
test_waiting_inside_a_call_is_refused (Fixture       *f,
                                       gconstpointer  data)
{
  f->diary.act = (GFunc) read_inside;
  f->diary.data = f;
  emit (f, 1, 1);
  workshop_consumer_on_paused (f->consumer);
  hark_loop_run_until_idle (f->loop);
  diary_assert (&f->diary, "paused ");
}

/* --- readers --- */

typedef struct
{
  Fixture *f;
  char     name;
} Reader;

/* Writes "name:serial " for each, and "name! " in the end. */
static gpointer
read_all (gpointer   data,
          GError   **error)
{
  Reader *self = data;
  WorkshopProducerProduced *produced;

  while ((produced = read_one (self->f, HARK_FOREVER, error)) != NULL)
    {
      g_string_append_printf (self->f->diary.text, "%c:%" G_GUINT64_FORMAT " ", self->name, produced->serial);
      workshop_producer_produced_unref (produced);
      if (!hark_yield (error))
        return NULL;
    }
  g_string_append_printf (self->f->diary.text, "%c! ", self->name);
  return NULL;
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_tasks_get_different_ones (Fixture       *f,
                               gconstpointer  data)
{
  Reader a = { f, 'a' }, b = { f, 'b' };
  g_autoptr(HarkTask) one = hark_task_spawn (read_all, &a, NULL);
  g_autoptr(HarkTask) other = hark_task_spawn (read_all, &b, NULL);
  g_autoptr(GError) error = NULL;

  iterate ();
  emit (f, 1, 4);
  iterate ();
  diary_assert (&f->diary, "a:1 b:2 a:3 b:4 ");
  g_clear_object (&f->producer);
  iterate ();
  diary_assert (&f->diary, "a! b! ");
  hark_task_await (one, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  g_clear_error (&error);
  hark_task_await (other, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
}

static void
test_a_cancelled_reader_loses_none (Fixture       *f,
                                    gconstpointer  data)
{
  Reader a = { f, 'a' }, b = { f, 'b' };
  g_autoptr(HarkTask) one = hark_task_spawn (read_all, &a, NULL);
  g_autoptr(HarkTask) other = NULL;
  g_autoptr(GError) error = NULL;

  iterate ();
  other = hark_task_spawn (read_all, &b, NULL);
  iterate ();
  /* It is woken for an item, and cancelled before it runs. */
  emit (f, 1, 1);
  hark_task_cancel (one);
  iterate ();
  diary_assert (&f->diary, "a! b:1 ");
  hark_task_await (one, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CANCELLED);
  g_clear_error (&error);
  hark_stream_close (f->stream);
  hark_task_await (other, &error);
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

typedef struct
{
  HarkStream *stream;
  guint64     sum;
  guint64     last;
  guint       n;
} Hand;

static gpointer
read_in_thread (gpointer data)
{
  Hand *self = data;
  g_autoptr(GError) error = NULL;
  WorkshopProducerProduced *produced;

  while ((produced = workshop_producer_stream_next_produced (self->stream, HARK_FOREVER, NULL, &error)) != NULL)
    {
      g_assert_cmpuint (produced->serial, >, self->last);
      self->last = produced->serial;
      self->sum += produced->serial;
      self->n++;
      workshop_producer_produced_unref (produced);
    }
  g_assert_error (error, HARK_ERROR, HARK_ERROR_EMITTER_GONE);
  return NULL;
}

static void
test_threads_get_different_ones (Fixture       *f,
                                 gconstpointer  data)
{
  enum { N = 3000 };
  Hand hands[3] = { { 0 } };
  GThread *threads[3];
  guint64 sum = 0;
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    {
      hands[i].stream = f->stream;
      threads[i] = g_thread_new ("reader", read_in_thread, &hands[i]);
    }
  emit (f, 1, N);
  g_clear_object (&f->producer);
  for (guint i = 0; i < 3; i++)
    {
      g_thread_join (threads[i]);
      sum += hands[i].sum;
      n += hands[i].n;
    }
  g_assert_cmpuint (n, ==, N);
  g_assert_cmpuint (sum, ==, (guint64) N * (N + 1) / 2);
}

/* --- bounds --- */

static void
assert_bounded (Fixture         *f,
                HarkQueuePolicy  policy,
                const char      *serials,
                guint            n_dropped)
{
  guint64 before = hark_stream_get_n_dropped (f->stream);

  hark_stream_set_queue (f->stream, 2, policy);
  emit (f, 1, 5);
  assert_holds (f, serials, HARK_ERROR_TIMED_OUT);
  g_assert_cmpuint (hark_stream_get_n_dropped (f->stream) - before, ==, n_dropped);
}

static void
test_bounds_drop_and_count (Fixture       *f,
                            gconstpointer  data)
{
  assert_bounded (f, HARK_QUEUE_DROP_OLDEST, "4 5 ", 3);
  assert_bounded (f, HARK_QUEUE_DROP_NEWEST, "1 2 ", 3);
  assert_bounded (f, HARK_QUEUE_FAIL, "1 2 ", 3);
  assert_bounded (f, HARK_QUEUE_LATEST, "5 ", 4);
  assert_bounded (f, HARK_QUEUE_BLOCK, "1 2 ", 3); /* on the thread that has to read */
  assert_bounded (f, HARK_QUEUE_GROW, "1 2 3 4 5 ", 0);
}

static void
test_bounds_of_the_event_count (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr(WorkshopShelf) shelf = workshop_shelf_new (f->loop, NULL, NULL, NULL);
  g_autoptr(HarkStream) stored = workshop_shelf_stream_stored (shelf);
  g_autoptr(WorkshopShelfStored) first = NULL;

  for (guint i = 1; i <= 5; i++)
    workshop_shelf_emit_stored (shelf, "chair", i);
  g_assert_cmpuint (hark_stream_get_n_items (stored), ==, 2);
  first = workshop_shelf_stream_next_stored (stored, 0, NULL, NULL);
  g_assert_cmpuint (first->serial, ==, 4);
}

static void
test_bounds_that_cannot_be_are_refused (Fixture       *f,
                                        gconstpointer  data)
{
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "the queue of a stream of event*cannot be 'throttle'*");
  hark_stream_set_queue (f->stream, 2, HARK_QUEUE_THROTTLE);
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "the queue of a stream of event*needs a depth*'fail'*");
  hark_stream_set_queue (f->stream, 0, HARK_QUEUE_FAIL);
  g_test_assert_expected_messages ();
  emit (f, 1, 3);
  assert_holds (f, "1 2 3 ", HARK_ERROR_TIMED_OUT);
}

static gpointer
emit_three (gpointer   data,
            GError   **error)
{
  Fixture *f = data;

  for (guint i = 1; i <= 3; i++)
    {
      emit (f, i, i);
      g_string_append_printf (f->diary.text, "emitted %u ", i);
    }
  return NULL;
}

static void
test_a_full_one_suspends_a_task (Fixture       *f,
                                 gconstpointer  data)
{
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(WorkshopProducerProduced) first = NULL;

  hark_stream_set_queue (f->stream, 1, HARK_QUEUE_BLOCK);
  task = hark_task_spawn (emit_three, f, NULL);
  iterate ();
  diary_assert (&f->diary, "emitted 1 ");
  first = read_one (f, 0, NULL);
  iterate ();
  diary_assert (&f->diary, "emitted 2 ");
  hark_stream_set_queue (f->stream, 0, HARK_QUEUE_GROW);
  iterate ();
  diary_assert (&f->diary, "emitted 3 ");
  assert_holds (f, "2 3 ", HARK_ERROR_TIMED_OUT);
  g_assert_cmpuint (hark_stream_get_n_dropped (f->stream), ==, 0);
}

static gpointer
emit_in_thread (gpointer data)
{
  emit (data, 1, 200);
  return NULL;
}

static void
test_a_full_one_blocks_a_thread (Fixture       *f,
                                 gconstpointer  data)
{
  GThread *thread;

  hark_stream_set_queue (f->stream, 1, HARK_QUEUE_BLOCK);
  thread = g_thread_new ("emitter", emit_in_thread, f);
  for (guint i = 1; i <= 200; i++)
    {
      g_autoptr(WorkshopProducerProduced) produced = read_one (f, HARK_FOREVER, NULL);

      g_assert_cmpuint (produced->serial, ==, i);
    }
  g_thread_join (thread);
  g_assert_cmpuint (hark_stream_get_n_dropped (f->stream), ==, 0);
}

static void
test_closing_lets_go_who_blocks (Fixture       *f,
                                 gconstpointer  data)
{
  GThread *thread;

  hark_stream_set_queue (f->stream, 1, HARK_QUEUE_BLOCK);
  thread = g_thread_new ("emitter", emit_in_thread, f);
  while (hark_stream_get_n_items (f->stream) == 0)
    g_thread_yield ();
  hark_stream_close (f->stream);
  g_thread_join (thread);
  assert_holds (f, "1 ", HARK_ERROR_CLOSED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/stream/keeps-what-is-emitted", test_keeps_what_is_emitted);
  ADD ("/stream/begins-when-it-is-made", test_begins_when_it_is_made);
  ADD ("/stream/events-without-arguments-too", test_events_without_arguments_too);
  ADD ("/stream/one-of-another-event-is-refused", test_one_of_another_event_is_refused);
  ADD ("/stream/one-that-is-closed-gives-the-rest", test_one_that_is_closed_gives_the_rest);
  ADD ("/stream/listens-no-longer-than-it-is-held", test_listens_no_longer_than_it_is_held);
  ADD ("/rule/19/streams-and-listeners-share-the-values", test_streams_and_listeners_share_the_values);
  ADD ("/rule/22/a-stream-ends-with-its-emitter", test_ends_with_its_emitter);
  ADD ("/rule/22/a-stream-of-the-dead-has-ended", test_one_of_the_dead_has_ended);
  ADD ("/rule/22/reading-times-out", test_reading_times_out);
  ADD ("/rule/22/reading-is-cancelled", test_reading_is_cancelled);
  ADD ("/rule/22/tasks-that-read-get-different-ones", test_tasks_get_different_ones);
  ADD ("/rule/22/threads-that-read-get-different-ones", test_threads_get_different_ones);
  ADD ("/rule/22/a-cancelled-reader-loses-none", test_a_cancelled_reader_loses_none);
  ADD ("/rule/23/reading-iterates-on-the-owners-thread", test_reading_iterates_on_the_owners_thread);
  ADD ("/rule/23/waiting-for-a-stream-inside-a-call-is-refused", test_waiting_inside_a_call_is_refused);
  ADD ("/rule/27/a-stream-drops-and-counts", test_bounds_drop_and_count);
  ADD ("/rule/27/a-stream-has-the-bounds-of-its-event", test_bounds_of_the_event_count);
  ADD ("/rule/27/bounds-that-a-stream-cannot-have-are-refused", test_bounds_that_cannot_be_are_refused);
  ADD ("/rule/27/a-full-stream-suspends-a-task", test_a_full_one_suspends_a_task);
  ADD ("/rule/27/a-full-stream-blocks-a-thread", test_a_full_one_blocks_a_thread);
  ADD ("/rule/27/closing-a-stream-lets-go-who-blocks", test_closing_lets_go_who_blocks);
#undef ADD
  return g_test_run ();
}
