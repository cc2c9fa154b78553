/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Requests: which answers they get, and that nothing of them is left. */

#include "board-private.h"
#include "bus/handler/router-private.h"

static HarkMessage *
new_message (const char *topic,
             const char *text)
{
  HarkMessage *message = hark_message_new (topic, text != NULL ? g_variant_new_string (text) : NULL, NULL);

  g_assert_nonnull (message);
  return message;
}

static void
publish (Board      *self,
         const char *topic,
         const char *text)
{
  g_autoptr(HarkMessage) message = new_message (topic, text);

  g_assert_true (hark_bus_publish (self->bus, message, NULL));
}

static HarkFuture *
request (Board             *self,
         const char        *topic,
         const char *const *topics,
         guint              n_answers)
{
  g_autoptr(HarkMessage) message = new_message (topic, "?");

  return hark_bus_request (self->bus, message, topics, n_answers, HARK_FOREVER);
}

static void
settle_down (Board *self)
{
  do
    hark_loop_run_until_idle (self->loop);
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE));
}

/* What it has been resolved with: "topic 'text' ". */
static void
assert_answers (HarkFuture *future,
                const char *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) answers = hark_bus_finish_request (future, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < answers->len; i++)
    {
      g_autofree char *payload = g_variant_print (hark_message_get_payload (answers->pdata[i]), FALSE);

      g_string_append_printf (text, "%s %s ", hark_message_get_topic (answers->pdata[i]), payload);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_rejected (HarkFuture *future,
                 GQuark      domain,
                 int         code)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (hark_future_is_settled (future));
  g_assert_null (hark_bus_finish_request (future, NULL, &error));
  g_assert_error (error, domain, code);
}

/* Not a handler is left. */
static void
assert_nothing_left (Board *self,
                     guint  n_handlers)
{
  settle_down (self);
  g_assert_cmpuint (g_hash_table_size (hark_bus_get_router (self->bus)->names), ==, n_handlers);
}

static HarkMessage *
answer (HarkMessage  *message,
        gpointer      context,
        gpointer      data,
        GError      **error)
{
  return new_message ("answer", data);
}

static HarkMessage *
keep_silent (HarkMessage  *message,
             gpointer      context,
             gpointer      data,
             GError      **error)
{
  return NULL;
}

static HarkMessage *
fail (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not now");
  return NULL;
}

static void
subscribe (Board           *self,
           HarkMessageFunc  func,
           const char      *data)
{
  g_assert_nonnull (hark_bus_subscribe (self->bus, HARK_TOPICS ("ask"), NULL, self->context, func, (gpointer) data, NULL,
                                        NULL));
}

/* --- answers --- */

static void
test_the_first_answer (Board         *b,
                       gconstpointer  data)
{
  g_autoptr(HarkFuture) future = NULL;
  HarkBusStats stats;

  subscribe (b, keep_silent, NULL);
  subscribe (b, answer, "one");
  subscribe (b, answer, "two");
  future = request (b, "ask", NULL, 1);
  g_assert_false (hark_future_is_settled (future));
  settle_down (b);
  assert_answers (future, "answer 'one' ");
  hark_bus_get_stats (b->bus, &stats);
  g_assert_cmpuint (stats.n_unhandled, ==, 1); /* the second came too late, and nobody listens */
}

static void
test_some_and_all_answers (Board         *b,
                           gconstpointer  data)
{
  g_autoptr(HarkFuture) two = NULL;
  g_autoptr(HarkFuture) all = NULL;

  subscribe (b, answer, "one");
  subscribe (b, keep_silent, NULL);
  subscribe (b, answer, "two");
  subscribe (b, answer, "three");
  two = request (b, "ask", NULL, 2);
  all = request (b, "ask", NULL, HARK_ANSWERS_ALL);
  settle_down (b);
  assert_answers (two, "answer 'one' answer 'two' ");
  assert_answers (all, "answer 'one' answer 'two' answer 'three' ");
}

static void
test_answers_are_published_too (Board         *b,
                                gconstpointer  data)
{
  g_autoptr(HarkFuture) future = NULL;

  board_subscribe (b, "a", HARK_TOPICS ("answer"));
  subscribe (b, answer, "one");
  future = request (b, "ask", NULL, 1);
  board_assert (b, "a:answer 'one'; ");
  assert_answers (future, "answer 'one' ");
}

static void
test_answers_on_topics (Board         *b,
                        gconstpointer  data)
{
  g_autoptr(HarkFuture) first = NULL;
  g_autoptr(HarkFuture) all = NULL;

  subscribe (b, answer, "elsewhere");
  first = request (b, "ask", HARK_TOPICS ("left", "right"), 1);
  all = request (b, "ask", HARK_TOPICS ("left", "right"), HARK_ANSWERS_ALL);
  settle_down (b);
  publish (b, "left", "L");
  publish (b, "left", "again");
  g_assert_false (hark_future_is_settled (all));
  publish (b, "right", "R");
  assert_answers (first, "left 'L' ");
  assert_answers (all, "left 'L' right 'R' ");
  assert_nothing_left (b, 1);
}

static HarkMessage *
keep_for_later (HarkMessage  *message,
                gpointer      context,
                gpointer      data,
                GError      **error)
{
  HarkMessage **kept = data;

  *kept = hark_message_ref (message);
  return NULL;
}

static void
test_an_answer_comes_later (Board         *b,
                            gconstpointer  data)
{
  g_autoptr(HarkMessage) kept = NULL;
  g_autoptr(HarkMessage) later = NULL;
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(HarkFuture) other = NULL;

  hark_bus_subscribe (b->bus, HARK_TOPICS ("ask"), NULL, b->context, keep_for_later, &kept, NULL, NULL);
  future = request (b, "ask", NULL, 1);
  settle_down (b);
  g_assert_false (hark_future_is_settled (future));
  later = hark_message_new_answer (kept, "later", g_variant_new_string ("here"), NULL);
  g_assert_cmpuint (hark_message_get_request_id (later), ==, hark_message_get_id (kept));
  g_clear_pointer (&kept, hark_message_unref);
  other = request (b, "ask", NULL, 1);
  g_assert_true (hark_bus_publish (b->bus, later, NULL));
  assert_answers (future, "later 'here' ");
  settle_down (b);
  g_assert_false (hark_future_is_settled (other));
}

static HarkMessage *
answer_the_same (HarkMessage  *message,
                 gpointer      context,
                 gpointer      data,
                 GError      **error)
{
  return hark_message_ref (data);
}

static void
test_one_message_answers_many (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkMessage) same = new_message ("answer", "same");
  g_autoptr(HarkFuture) one = NULL;
  g_autoptr(HarkFuture) other = NULL;

  hark_bus_subscribe (b->bus, HARK_TOPICS ("ask"), NULL, b->context, answer_the_same, same, NULL, NULL);
  one = request (b, "ask", NULL, 1);
  other = request (b, "ask", NULL, 1);
  settle_down (b);
  assert_answers (one, "answer 'same' ");
  assert_answers (other, "answer 'same' ");
  g_assert_cmpuint (hark_message_get_request_id (same), ==, 0);
}

static HarkMessage *
answer_from_task (HarkMessage  *message,
                  gpointer      context,
                  gpointer      data,
                  GError      **error)
{
  hark_yield (NULL);
  return new_message ("answer", "task");
}

static void
test_tasks_and_threads_answer (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (1);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GPtrArray) answers = NULL;

  hark_bus_subscribe_task (b->bus, HARK_TOPICS ("ask"), NULL, b->context, answer_from_task, NULL, NULL, NULL);
  hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("ask"), NULL, pool, b->context, answer, (gpointer) "pool", NULL, NULL);
  future = request (b, "ask", NULL, HARK_ANSWERS_ALL);
  hark_loop_start (b->loop);
  g_assert_true (hark_future_await (future, HARK_FOREVER, NULL, NULL));
  answers = hark_bus_finish_request (future, NULL, NULL);
  g_assert_cmpuint (answers->len, ==, 2);
}

static guint64
stock (WorkshopProducer *producer)
{
  return 42;
}

static double
weigh (WorkshopProducer  *producer,
       const char        *product,
       GError           **error)
{
  if (g_str_equal (product, "?"))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such thing");
  return 1.5;
}

static const WorkshopProducerSlots producer_slots = { .stock = stock, .weigh = weigh };

static void
test_a_slots_result_is_an_answer (Board         *b,
                                  gconstpointer  data)
{
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (b->loop, &producer_slots, NULL, NULL);
  g_autoptr(HarkMessage) message = hark_message_new ("stock", NULL, NULL);
  g_autoptr(HarkFuture) future = NULL;

  HARK_SUBSCRIBE (b->bus, HARK_TOPICS ("stock"), producer, workshop_producer_stock, NULL);
  future = hark_bus_request (b->bus, message, NULL, 1, HARK_FOREVER);
  settle_down (b);
  assert_answers (future, "stock (42,) ");
}

/* --- how else it ends --- */

static void
on_unhandled (Board      *self,
              guint64     id,
              const char *topic,
              const char *sender)
{
  g_string_append_printf (self->diary, "unhandled (%s) ", topic);
}

static void
test_what_nobody_handles_is_told (Board         *b,
                                  gconstpointer  data)
{
  g_autoptr(HarkFuture) told = NULL;
  g_autoptr(HarkFuture) rejected = NULL;

  HARK_CONNECT_DATA (b->bus, hark_bus_unhandled, b->context, on_unhandled, b, NULL);
  told = request (b, "ask", NULL, 1);
  assert_rejected (told, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  board_assert (b, "unhandled (ask) ");
  hark_bus_set_unhandled (b->bus, HARK_UNHANDLED_REJECT);
  rejected = request (b, "ask", NULL, 1);
  assert_rejected (rejected, HARK_ERROR, HARK_ERROR_NOT_FOUND);
  board_assert (b, "");
  publish (b, "ask", "nobody waits for this");
  board_assert (b, "unhandled (ask) ");
}

static void
test_a_handlers_error_is_told (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkFuture) one = NULL;
  g_autoptr(HarkFuture) two = NULL;

  subscribe (b, fail, NULL);
  subscribe (b, answer, "one");
  one = request (b, "ask", NULL, 1);
  two = request (b, "ask", NULL, 2);
  settle_down (b);
  assert_answers (one, "answer 'one' ");
  assert_rejected (two, G_IO_ERROR, G_IO_ERROR_BUSY);
}

static void
test_one_that_is_over_leaves_nothing (Board         *b,
                                      gconstpointer  data)
{
  g_autoptr(HarkMessage) message = new_message ("ask", NULL);
  g_autoptr(GError) error = NULL;
  HarkFuture *future;

  subscribe (b, keep_silent, NULL);
  hark_future_unref (request (b, "ask", HARK_TOPICS ("a"), 1));
  assert_nothing_left (b, 1);

  future = request (b, "ask", HARK_TOPICS ("a"), 1);
  hark_future_cancel (future);
  assert_rejected (future, HARK_ERROR, HARK_ERROR_CANCELLED);
  hark_future_unref (future);
  assert_nothing_left (b, 1);

  future = request (b, "ask", HARK_TOPICS ("a", "b"), 1);
  g_assert_false (hark_future_await (future, G_TIME_SPAN_HOUR, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_clear_error (&error);
  hark_future_unref (future);
  assert_nothing_left (b, 1);

  g_assert_null (hark_bus_ask (b->bus, message, G_TIME_SPAN_HOUR, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  assert_nothing_left (b, 1);
}

static void
test_ends_with_the_bus (Board         *b,
                        gconstpointer  data)
{
  g_autoptr(HarkFuture) future = NULL;

  subscribe (b, keep_silent, NULL);
  future = request (b, "ask", HARK_TOPICS ("a"), 1);
  g_clear_object (&b->bus);
  settle_down (b);
  assert_rejected (future, HARK_ERROR, HARK_ERROR_CLOSED);
}

static void
test_a_message_asks_once (Board         *b,
                          gconstpointer  data)
{
  g_autoptr(HarkMessage) message = new_message ("ask", NULL);
  g_autoptr(HarkFuture) one = NULL;
  g_autoptr(HarkFuture) two = NULL;

  subscribe (b, answer, "one");
  one = hark_bus_request (b->bus, message, NULL, 1, HARK_FOREVER);
  two = hark_bus_request (b->bus, message, NULL, 1, HARK_FOREVER);
  assert_rejected (two, HARK_ERROR, HARK_ERROR_EXISTS);
  settle_down (b);
  assert_answers (one, "answer 'one' ");
}

static HarkMessage *
shout (HarkMessage  *message,
       gpointer      context,
       gpointer      data,
       GError      **error)
{
  g_autofree char *text = g_ascii_strup (g_variant_get_string (hark_message_get_payload (message), NULL), -1);

  return new_message (hark_message_get_topic (message), text);
}

static void
test_goes_through_filters (Board         *b,
                           gconstpointer  data)
{
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(HarkFuture) lost = NULL;

  subscribe (b, answer, "one");
  hark_bus_add_filter (b->bus, "shout", shout, NULL, NULL, NULL);
  future = request (b, "ask", NULL, 1);
  settle_down (b);
  assert_answers (future, "answer 'ONE' ");

  hark_bus_add_filter (b->bus, "drop", keep_silent, NULL, NULL, NULL);
  lost = request (b, "ask", NULL, 1);
  settle_down (b);
  assert_rejected (lost, HARK_ERROR, HARK_ERROR_NOT_FOUND);
}

/* --- in time --- */

static HarkMessage *
answer_tomorrow (HarkMessage  *message,
                 gpointer      context,
                 gpointer      data,
                 GError      **error)
{
  return hark_sleep (G_TIME_SPAN_DAY, error) ? answer (message, context, data, error) : NULL;
}

static HarkFuture *
request_within (Board *self,
                guint  n_answers)
{
  g_autoptr(HarkMessage) message = new_message ("ask", "?");

  return hark_bus_request (self->bus, message, NULL, n_answers, G_TIME_SPAN_SECOND);
}

static gboolean
is_complete (HarkFuture *future)
{
  gboolean answer = 7;
  g_autoptr(GPtrArray) answers = hark_bus_finish_request (future, &answer, NULL);

  g_assert_nonnull (answers);
  return answer;
}

static void
test_what_came_in_time_is_told (Board         *b,
                                gconstpointer  data)
{
  guint n_answers[] = { 2, HARK_ANSWERS_ALL };
  HarkConnection *late;

  subscribe (b, answer, "one");
  late = hark_bus_subscribe_task (b->bus, HARK_TOPICS ("ask"), NULL, b->context, answer_tomorrow, (gpointer) "two", NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (n_answers); i++)
    {
      g_autoptr(HarkFuture) future = request_within (b, n_answers[i]);

      settle_down (b);
      g_assert_false (hark_future_is_settled (future));
      g_assert_true (hark_future_await (future, HARK_FOREVER, NULL, NULL));
      assert_answers (future, "answer 'one' ");
      g_assert_false (is_complete (future));
    }
  hark_connection_disconnect (late);
}

static void
test_enough_in_time_is_complete (Board         *b,
                                 gconstpointer  data)
{
  gint64 before = hark_clock_now ();
  g_autoptr(HarkFuture) future = NULL;

  subscribe (b, answer, "one");
  subscribe (b, answer, "two");
  future = request_within (b, 2);
  settle_down (b);
  assert_answers (future, "answer 'one' answer 'two' ");
  g_assert_true (is_complete (future));
  /* Nobody looks at the clock for it any more. */
  settle_down (b);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (hark_clock_now () - before, <, G_TIME_SPAN_SECOND);
}

static void
test_none_in_time_is_an_error (Board         *b,
                               gconstpointer  data)
{
  g_autoptr(HarkFuture) silent = NULL;
  g_autoptr(HarkFuture) failed = NULL;
  g_autoptr(HarkFuture) dropped = NULL;

  subscribe (b, keep_silent, NULL);
  silent = request_within (b, 1);
  settle_down (b);
  hark_future_await (silent, HARK_FOREVER, NULL, NULL);
  assert_rejected (silent, HARK_ERROR, HARK_ERROR_TIMED_OUT);

  subscribe (b, fail, NULL);
  hark_bus_subscribe_task (b->bus, HARK_TOPICS ("ask"), NULL, b->context, answer_tomorrow, (gpointer) "two", NULL, NULL);
  failed = request_within (b, 1);
  hark_future_await (failed, HARK_FOREVER, NULL, NULL);
  assert_rejected (failed, G_IO_ERROR, G_IO_ERROR_BUSY);

  dropped = request_within (b, 1);
  g_clear_pointer (&dropped, hark_future_unref);
  g_clear_object (&b->bus);
  settle_down (b);
}

/* --- gathering --- */

static HarkFuture *
ask_for_weight (gpointer object,
                gpointer data)
{
  return workshop_producer_call_weigh (object, data);
}

static void
test_gathers_of_each_object (Board         *b,
                             gconstpointer  data)
{
  g_autoptr(WorkshopProducer) one = workshop_producer_new (b->loop, &producer_slots, NULL, NULL);
  g_autoptr(WorkshopProducer) two = workshop_producer_new (b->loop, NULL, NULL, NULL);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const HarkGathered *gathered;
  double weight = 0;

  g_assert_true (hark_bus_export (b->bus, HARK_OBJECT (one), "one", NULL));
  g_assert_true (hark_bus_export (b->bus, HARK_OBJECT (b->consumer), "consumer", NULL));
  g_assert_true (hark_bus_export (b->bus, HARK_OBJECT (two), "two", NULL));
  future = hark_bus_gather (b->bus, WORKSHOP_TYPE_PRODUCER, HARK_FOREVER, ask_for_weight, (gpointer) "chair", NULL);
  settle_down (b);
  gathered = hark_bus_finish_gather (future, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gathered->n, ==, 2);
  g_assert_cmpstr (gathered->names[0], ==, "one");
  g_assert_cmpstr (gathered->names[1], ==, "two");
  g_assert_true (workshop_producer_finish_weigh (gathered->futures[0], &weight, &error));
  g_assert_cmpfloat (weight, ==, 1.5);
  g_assert_false (workshop_producer_finish_weigh (gathered->futures[1], &weight, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_NOT_IMPLEMENTED);
}

static void
test_gathers_what_comes_in_time (Board         *b,
                                 gconstpointer  data)
{
  g_autoptr(HarkLoop) later = hark_loop_new ("later");
  g_autoptr(WorkshopProducer) one = workshop_producer_new (later, &producer_slots, NULL, NULL);
  g_autoptr(WorkshopProducer) two = workshop_producer_new (b->loop, &producer_slots, NULL, NULL);
  g_autoptr(HarkFuture) future = NULL;
  g_autoptr(GError) error = NULL;
  const HarkGathered *gathered;
  double weight = 0;

  hark_bus_export (b->bus, HARK_OBJECT (one), "one", NULL);
  hark_bus_export (b->bus, HARK_OBJECT (two), "two", NULL);
  future = hark_bus_gather (b->bus, WORKSHOP_TYPE_PRODUCER, G_TIME_SPAN_SECOND, ask_for_weight, (gpointer) "chair", NULL);
  settle_down (b);
  g_assert_false (hark_future_is_settled (future));
  g_assert_true (hark_future_await (future, HARK_FOREVER, NULL, NULL));
  gathered = hark_bus_finish_gather (future, NULL);
  g_assert_cmpuint (gathered->n, ==, 2);
  g_assert_false (workshop_producer_finish_weigh (gathered->futures[0], &weight, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_assert_true (workshop_producer_finish_weigh (gathered->futures[1], &weight, NULL));
  g_assert_cmpfloat (weight, ==, 1.5);
  hark_loop_run_until_idle (later);
}

static void
test_gathers_nothing (Board         *b,
                      gconstpointer  data)
{
  g_autoptr(HarkFuture) future =
    hark_bus_gather (b->bus, WORKSHOP_TYPE_PRODUCER, HARK_FOREVER, ask_for_weight, b, board_destroyed);

  board_assert (b, "destroyed ");
  g_assert_cmpuint (hark_bus_finish_gather (future, NULL)->n, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hark_clock_set_virtual (TRUE);
  g_main_context_acquire (NULL);
  BOARD_TEST ("/bus/request/the-first-answer", test_the_first_answer);
  BOARD_TEST ("/bus/request/some-and-all-answers", test_some_and_all_answers);
  BOARD_TEST ("/bus/request/answers-are-published-too", test_answers_are_published_too);
  BOARD_TEST ("/bus/request/answers-on-topics", test_answers_on_topics);
  BOARD_TEST ("/bus/request/an-answer-comes-later", test_an_answer_comes_later);
  BOARD_TEST ("/bus/request/one-message-answers-many", test_one_message_answers_many);
  BOARD_TEST ("/bus/request/tasks-and-threads-answer", test_tasks_and_threads_answer);
  BOARD_TEST ("/bus/request/a-slots-result-is-an-answer", test_a_slots_result_is_an_answer);
  BOARD_TEST ("/rule/13/a-request-that-nobody-handles-is-told", test_what_nobody_handles_is_told);
  BOARD_TEST ("/rule/21/a-request-is-told-of-a-handlers-error", test_a_handlers_error_is_told);
  BOARD_TEST ("/rule/22/a-request-that-is-over-leaves-nothing", test_one_that_is_over_leaves_nothing);
  BOARD_TEST ("/rule/22/a-request-ends-with-the-bus", test_ends_with_the_bus);
  BOARD_TEST ("/bus/request/a-message-asks-once", test_a_message_asks_once);
  BOARD_TEST ("/bus/request/goes-through-filters", test_goes_through_filters);
  BOARD_TEST ("/rule/22/a-request-tells-what-came-in-time", test_what_came_in_time_is_told);
  BOARD_TEST ("/bus/request/enough-in-time-is-complete", test_enough_in_time_is_complete);
  BOARD_TEST ("/rule/22/a-request-that-got-nothing-in-time-fails", test_none_in_time_is_an_error);
  BOARD_TEST ("/bus/gather/each-object", test_gathers_of_each_object);
  BOARD_TEST ("/bus/gather/what-comes-in-time", test_gathers_what_comes_in_time);
  BOARD_TEST ("/bus/gather/no-object", test_gathers_nothing);
  return g_test_run ();
}
