/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Async slots: what they hold up, and what goes on. */

#include "lane/stay-private.h"
#include "object/loop/loop-private.h"

#include "diary-private.h"
#include "kitchen-private.h"

/* --- holding --- */

static void
test_holds (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;
  g_autofree char *result = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_oven_note (oven, "next");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( ");
  workshop_oven_note (oven, "later");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "");
  g_assert_false (hark_future_is_settled (bread));

  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")bread next later ");
  g_assert_true (workshop_oven_finish_bake (bread, &result, NULL));
  g_assert_cmpstr (result, ==, "warm bread");
}

static void
test_all_objects_of_the_loop_wait (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_auto(Diary) diary = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(WorkshopConsumer) consumer = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  diary_init (&diary);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  consumer = diary_consumer_new (&diary, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_consumer_on_paused (consumer);
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, "");
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, "paused ");
}

static gboolean
write_tick (gpointer kitchen)
{
  g_string_append (((Kitchen *) kitchen)->text, "tick ");
  return G_SOURCE_REMOVE;
}

static gpointer
sleep_a_little (gpointer   kitchen,
                GError   **error)
{
  hark_sleep (1, error);
  g_string_append (((Kitchen *) kitchen)->text, "task ");
  return NULL;
}

static void
test_others_go_on (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line"), other = hark_loop_new ("other");
  g_autoptr(WorkshopOven) oven = NULL, other_oven = NULL;
  g_autoptr(HarkFuture) bread = NULL, cake = NULL;
  g_autoptr(HarkTask) task = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  kitchen_shut (&kitchen, "cake");
  hark_loop_start (other);
  oven = kitchen_oven_new (&kitchen, loop);
  other_oven = kitchen_oven_new (&kitchen, other);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( ");

  g_idle_add (write_tick, &kitchen);
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "tick ");
  workshop_oven_note (other_oven, "other");
  cake = workshop_oven_call_bake (other_oven, "cake");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "other cake( ");
  task = hark_task_spawn (sleep_a_little, &kitchen, NULL);
  hark_task_await (task, NULL);
  kitchen_assert (&kitchen, "task ");

  kitchen_open (&kitchen, "cake");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")cake ");
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")bread ");
}

static void
test_does_not_queue_behind_itself (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  for (int i = 0; i < 100; i++)
    workshop_oven_note (oven, "note");
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  g_assert_true (g_str_has_prefix (kitchen.text->str, "bread( )bread note note "));
  g_assert_cmpuint (kitchen.text->len, ==, strlen ("bread( )bread ") + 100 * strlen ("note "));
}

static void
test_without_waiting (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autofree char *result = NULL;

  kitchen_init (&kitchen);
  hark_loop_start (loop);
  oven = kitchen_oven_new (&kitchen, loop);
  g_assert_true (workshop_oven_await_bake (oven, "toast", HARK_FOREVER, NULL, &result, NULL));
  g_assert_cmpstr (result, ==, "warm toast");
  kitchen_assert (&kitchen, "toast( )toast ");
}

/* Each of its stretches iterates the context, where nothing of its loop may run. */
static void
iterate (WorkshopOven *oven,
         const char   *what,
         gpointer      data)
{
  workshop_oven_note (oven, "inside");
  for (int i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_nested_iteration (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  kitchen.act = iterate;
  oven = kitchen_oven_new (&kitchen, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_oven_note (oven, "next");
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( )bread next inside ");
}

static gpointer
write_child (gpointer   kitchen,
             GError   **error)
{
  g_string_append (((Kitchen *) kitchen)->text, "child ");
  return NULL;
}

static void
await_child (WorkshopOven *oven,
             const char   *what,
             gpointer      data)
{
  g_autoptr(HarkTask) child = hark_task_spawn (write_child, workshop_oven_get_data (oven), NULL);

  g_assert_nonnull (hark_task_get_current ());
  hark_task_await (child, NULL);
}

static void
test_children_are_not_of_the_loop (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  kitchen.act = await_child;
  oven = kitchen_oven_new (&kitchen, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_oven_note (oven, "next");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( child )bread next ");
}

static void
test_thousand_loops (void)
{
  enum { N = 1000 };
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(GPtrArray) ovens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) breads = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_future_unref);

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  for (int i = 0; i < N; i++)
    {
      WorkshopOven *oven = kitchen_oven_new (&kitchen, NULL); /* each has a loop of its own */

      g_ptr_array_add (ovens, oven);
      g_ptr_array_add (breads, workshop_oven_call_bake (oven, "bread"));
      workshop_oven_note (oven, "next");
    }
  hark_loop_run_until_idle (loop);
  g_assert_cmpuint (kitchen.text->len, ==, N * strlen ("bread( "));
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  g_assert_cmpuint (kitchen.text->len, ==, N * strlen ("bread( )bread next "));
  for (int i = 0; i < N; i++)
    g_assert_true (workshop_oven_finish_bake (g_ptr_array_index (breads, i), NULL, NULL));
}

/* --- concurrent --- */

static void
test_concurrent (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) soup = NULL, roast = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "soup");
  kitchen_shut (&kitchen, "roast");
  oven = kitchen_oven_new (&kitchen, loop);
  soup = workshop_oven_call_watch (oven, "soup");
  workshop_oven_note (oven, "next");
  roast = workshop_oven_call_watch (oven, "roast");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "soup( next roast( ");
  kitchen_open (&kitchen, "roast");
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "soup");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")roast )soup ");
}

static void
test_concurrent_waits_for_who_holds (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) soup = NULL, bread = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "soup");
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  soup = workshop_oven_call_watch (oven, "soup");
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_oven_note (oven, "next");
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "soup");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "soup( bread( ");
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")bread )soup next ");
}

/* --- what else a call has --- */

static void
write_sender (WorkshopOven *oven,
              const char   *what,
              gpointer      data)
{
  g_autoptr(GObject) sender = hark_dup_sender ();

  g_string_append (((Kitchen *) workshop_oven_get_data (oven))->text,
                   sender == NULL ? "none " : sender == data ? "sender " : "another ");
}

static void
test_sender (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line"), other = hark_loop_new ("other");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL, other_oven = NULL;
  g_autoptr(HarkFuture) cake = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  kitchen_shut (&kitchen, "cake");
  kitchen.act = write_sender;
  kitchen.data = producer;
  hark_loop_start (other);
  oven = kitchen_oven_new (&kitchen, loop);
  other_oven = kitchen_oven_new (&kitchen, other);
  HARK_CONNECT_FULL (producer, workshop_producer_produced, oven, workshop_oven_on_produced, HARK_CONNECT_SENDER);
  workshop_producer_emit_produced (producer, "bread", 1);
  cake = workshop_oven_call_bake (other_oven, "cake");
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "cake");
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "cake( bread( none )cake sender )bread ");
}

/* The chore that frees a connection is not held up by what shares the loop. */
static void
test_sender_of_concurrent (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "soup");
  kitchen.act = write_sender;
  kitchen.data = producer;
  oven = kitchen_oven_new (&kitchen, loop);
  HARK_CONNECT_FULL (producer, workshop_producer_produced, oven, workshop_oven_on_glance,
                     HARK_CONNECT_SENDER | HARK_CONNECT_SINGLE_SHOT);
  workshop_producer_emit_produced (producer, "soup", 1);
  workshop_producer_emit_produced (producer, "soup", 2);
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "soup");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "soup( sender )soup ");
}

static void
test_single_shot (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  HARK_CONNECT_FULL (producer, workshop_producer_produced, oven, workshop_oven_on_produced,
                     HARK_CONNECT_SINGLE_SHOT);
  for (int i = 0; i < 3; i++)
    workshop_producer_emit_produced (producer, "bread", 1);
  hark_loop_run_until_idle (loop);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( )bread ");
}

static void
test_urgent_waits (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  HARK_CONNECT_FULL (producer, workshop_producer_produced, oven, workshop_oven_on_produced, HARK_CONNECT_URGENT);
  bread = workshop_oven_call_bake (oven, "bread");
  workshop_oven_note (oven, "next");
  hark_loop_run_until_idle (loop);
  workshop_producer_emit_produced (producer, "fire", 1);
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "bread( ");
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, ")bread fire( )fire next ");
}

static void
test_queue_of_the_slot (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) first = NULL, second = NULL, third = NULL;
  g_autoptr(GError) error = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "first");
  oven = kitchen_oven_new (&kitchen, loop);
  first = workshop_oven_call_clean (oven, "first");
  hark_loop_run_until_idle (loop);
  second = workshop_oven_call_clean (oven, "second"); /* that which runs has left the queue */
  third = workshop_oven_call_clean (oven, "third");
  g_assert_false (workshop_oven_finish_clean (third, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_FULL);
  kitchen_open (&kitchen, "first");
  hark_loop_run_until_idle (loop);
  kitchen_assert (&kitchen, "first( )first second( )second ");
}

static void
test_figures (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_auto(Diary) diary = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line"), other = hark_loop_new ("other");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(WorkshopConsumer) consumer = NULL;
  g_autoptr(HarkFuture) bread = NULL;
  HarkLoopStats stats;

  kitchen_init (&kitchen);
  diary_init (&diary);
  kitchen_shut (&kitchen, "bread");
  hark_loop_start (other);
  oven = kitchen_oven_new (&kitchen, loop);
  consumer = diary_consumer_new (&diary, other);
  HARK_CONNECT (loop, hark_loop_idle, consumer, workshop_consumer_on_paused);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, ""); /* it is busy */
  workshop_oven_note (oven, "next");
  hark_loop_get_stats (loop, &stats);
  g_assert_cmpuint (stats.n_run, ==, 1);
  g_assert_cmpuint (stats.n_queued, ==, 1);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  diary_assert (&diary, "paused ");
  hark_loop_get_stats (loop, &stats);
  g_assert_cmpuint (stats.n_run, ==, 2);
  g_assert_cmpuint (stats.n_queued, ==, 0);
}

static void
test_graph (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;
  g_autofree char *held = NULL, *dot = NULL, *released = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  held = hark_dump_graph (HARK_GRAPH_JSON);
  dot = hark_dump_graph (HARK_GRAPH_DOT);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  released = hark_dump_graph (HARK_GRAPH_JSON);
  g_assert_nonnull (strstr (held, "\"held_by\": \"Workshop.Oven.bake\""));
  g_assert_nonnull (strstr (dot, "held by Workshop.Oven.bake"));
  g_assert_null (strstr (released, "Workshop.Oven.bake\""));
}

/* --- who waits for whom --- */

typedef struct
{
  WorkshopOven *oven;      /* who is asked */
  GError       *error;     /* why it did not answer */
  gboolean      has_answer;
} Question;

/* Of ovens: what each asks, before it returns. */
static void
ask (WorkshopOven *oven,
     const char   *what,
     gpointer      questions)
{
  Question *question = g_hash_table_lookup (questions, what);

  if (question != NULL)
    question->has_answer = workshop_oven_await_bake (question->oven, "nothing", HARK_FOREVER, NULL, NULL,
                                                     &question->error);
}

static void
question_clear (Question *self)
{
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
test_own_loop (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_auto(Question) question = { .oven = NULL };
  g_autoptr(GHashTable) questions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) bread = NULL;

  kitchen_init (&kitchen);
  kitchen.act = ask;
  kitchen.data = questions;
  oven = kitchen_oven_new (&kitchen, loop);
  question.oven = oven;
  g_hash_table_insert (questions, (gpointer) "bread", &question);
  bread = workshop_oven_call_bake (oven, "bread");
  hark_loop_run_until_idle (loop);
  g_assert_error (question.error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_assert_nonnull (strstr (question.error->message, "loop 'line' waits for itself"));
  kitchen_assert (&kitchen, "bread( )bread nothing( )nothing ");
}

static void
test_concurrent_may_ask_its_own_loop (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_auto(Question) question = { .oven = NULL };
  g_autoptr(GHashTable) questions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkFuture) soup = NULL;

  kitchen_init (&kitchen);
  kitchen.act = ask;
  kitchen.data = questions;
  oven = kitchen_oven_new (&kitchen, loop);
  question.oven = oven;
  g_hash_table_insert (questions, (gpointer) "soup", &question);
  soup = workshop_oven_call_watch (oven, "soup");
  hark_loop_run_until_idle (loop);
  g_assert_true (question.has_answer);
  kitchen_assert (&kitchen, "soup( nothing( )nothing )soup ");
}

/* Two that hold their loops, of one thread, ask each other. */
typedef struct
{
  Kitchen       kitchen;
  GHashTable   *questions;
  Question      first, second;
  HarkLoop     *loop, *other;
  WorkshopOven *oven, *other_oven;
  HarkFuture   *bread, *cake;
} Pair;

static void
pair_set_up (Pair          *f,
             gconstpointer  data)
{
  kitchen_init (&f->kitchen);
  kitchen_shut (&f->kitchen, "cake");
  f->questions = g_hash_table_new (g_str_hash, g_str_equal);
  f->kitchen.act = ask;
  f->kitchen.data = f->questions;
  f->loop = hark_loop_new ("line");
  f->other = hark_loop_new ("other");
  hark_loop_start (f->loop);
  hark_loop_start (f->other);
  f->oven = kitchen_oven_new (&f->kitchen, f->loop);
  f->other_oven = kitchen_oven_new (&f->kitchen, f->other);
  f->first.oven = f->other_oven;
  g_hash_table_insert (f->questions, (gpointer) "bread", &f->first);
  f->cake = workshop_oven_call_bake (f->other_oven, "cake");
  f->bread = workshop_oven_call_bake (f->oven, "bread");
  hark_loop_run_until_idle (f->loop);
  kitchen_assert (&f->kitchen, "bread( cake( ");
}

static void
pair_tear_down (Pair          *f,
                gconstpointer  data)
{
  question_clear (&f->first);
  question_clear (&f->second);
  g_hash_table_unref (f->questions);
  g_object_unref (f->oven);
  g_object_unref (f->other_oven);
  g_object_unref (f->loop);
  g_object_unref (f->other);
  hark_future_unref (f->bread);
  hark_future_unref (f->cake);
  kitchen_clear (&f->kitchen);
}

static void
test_holders_in_a_circle (Pair          *f,
                          gconstpointer  data)
{
  f->second.oven = f->oven;
  g_hash_table_insert (f->questions, (gpointer) "cake", &f->second);
  kitchen_open (&f->kitchen, "cake");
  hark_loop_run_until_idle (f->loop);
  g_assert_error (f->second.error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_assert_nonnull (strstr (f->second.error->message,
                            "loop 'other' waits for loop 'line', which waits for loop 'other'"));
  g_assert_true (f->first.has_answer);
  kitchen_assert (&f->kitchen, ")cake nothing( )nothing )bread nothing( )nothing ");
}

/* The circle closes when who is asked moves to the loop of who asks. */
static void
test_holder_is_let_go (Pair          *f,
                       gconstpointer  data)
{
  g_autoptr(HarkLoop) third = hark_loop_new ("third");
  g_autoptr(WorkshopOven) oven = kitchen_oven_new (&f->kitchen, third);
  const GError *refusal;

  f->second.oven = oven;
  g_hash_table_insert (f->questions, (gpointer) "cake", &f->second);
  kitchen_open (&f->kitchen, "cake");
  hark_loop_run_until_idle (f->loop);
  kitchen_assert (&f->kitchen, ""); /* the third has not started */
  g_assert_true (hark_object_set_loop (HARK_OBJECT (oven), f->loop, NULL));
  hark_loop_run_until_idle (f->loop);
  g_assert_true (f->first.has_answer != f->second.has_answer);
  refusal = f->first.has_answer ? f->second.error : f->first.error;
  g_assert_error (refusal, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  g_assert_true (hark_future_is_settled (f->bread));
  g_assert_true (hark_future_is_settled (f->cake));
}

/* --- threads --- */

enum { N_CALLS = 200 };

static char *
nap (WorkshopOven  *self,
     const char    *what,
     GError       **error)
{
  gint *n_inside = workshop_oven_get_data (self);

  g_assert_cmpint (g_atomic_int_add (n_inside, 1), ==, 0);
  if (!hark_yield (error) || !hark_sleep (1, error))
    return NULL;
  g_assert_true (g_atomic_int_dec_and_test (n_inside));
  return g_strdup (what);
}

static gpointer
call_often (gpointer oven)
{
  for (int i = 0; i < N_CALLS; i++)
    {
      g_autofree char *result = NULL;

      g_assert_true (workshop_oven_await_bake (oven, "bread", HARK_FOREVER, NULL, &result, NULL));
      g_assert_cmpstr (result, ==, "bread");
    }
  return NULL;
}

static void
test_threads (void)
{
  static const WorkshopOvenSlots slots = { .bake = nap };
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("oven");
  gint n_inside = 0;
  g_autoptr(WorkshopOven) oven = workshop_oven_new (loop, &slots, &n_inside, NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  GThread *threads[3];

  for (int i = 0; i < 3; i++)
    threads[i] = g_thread_new ("caller", call_often, oven);
  for (int i = 0; i < 3; i++)
    g_thread_join (threads[i]);
  g_clear_object (&oven);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

/* The door is opened while the oven is on its way to wait for it. */
static gpointer
settle_often (gpointer queue)
{
  HarkFuture *future;

  while ((future = g_async_queue_pop (queue)) != (gpointer) 1)
    {
      hark_future_resolve (future, NULL);
      hark_future_unref (future);
    }
  return NULL;
}

static char *
wait_for_thread (WorkshopOven  *self,
                 const char    *what,
                 GError       **error)
{
  g_autoptr(HarkFuture) future = hark_future_new (NULL);

  g_async_queue_push (workshop_oven_get_data (self), hark_future_ref (future));
  hark_await (future, error);
  return g_strdup (what);
}

static void
test_settled_elsewhere (void)
{
  static const WorkshopOvenSlots slots = { .bake = wait_for_thread };
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("oven");
  g_autoptr(GAsyncQueue) queue = g_async_queue_new ();
  g_autoptr(WorkshopOven) oven = workshop_oven_new (loop, &slots, queue, NULL);
  g_autoptr(HarkFuture) stopped = NULL;
  GThread *thread = g_thread_new ("settler", settle_often, queue);

  call_often (oven);
  g_async_queue_push (queue, (gpointer) 1);
  g_thread_join (thread);
  g_clear_object (&oven);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
}

/* --- disconnecting --- */

typedef struct
{
  Kitchen     *kitchen;
  atomic_bool  is_called;
} Opening;

static gpointer
open_bread (gpointer data)
{
  Opening *self = data;

  while (!atomic_load (&self->is_called))
    g_thread_yield ();
  kitchen_open (self->kitchen, "bread");
  return NULL;
}

static void
test_disconnect_sync (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new_thread ("line");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkConnection) connection = NULL;
  g_autoptr(HarkFuture) stopped = NULL;
  Opening opening = { &kitchen, FALSE };
  GThread *thread;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  connection = hark_connection_ref (HARK_CONNECT (producer, workshop_producer_produced,
                                                  oven, workshop_oven_on_produced));
  workshop_producer_emit_produced (producer, "bread", 1);
  while (!hark_lane_is_held (hark_loop_get_lane (loop), NULL, NULL))
    g_thread_yield ();
  thread = g_thread_new ("opener", open_bread, &opening);
  atomic_store (&opening.is_called, TRUE);
  g_assert_true (hark_connection_disconnect_sync (connection, NULL));
  kitchen_assert (&kitchen, "bread( )bread ");
  g_thread_join (thread);

  g_clear_object (&oven);
  g_clear_object (&producer);
  stopped = hark_loop_stop (loop, HARK_FOREVER);
  hark_future_await (stopped, HARK_FOREVER, NULL, NULL);
}

static void
test_disconnect_sync_by_the_owner (void)
{
  g_auto(Kitchen) kitchen = { .text = NULL };
  g_autoptr(HarkLoop) loop = hark_loop_new ("line");
  g_autoptr(WorkshopProducer) producer = workshop_producer_new (loop, NULL, NULL, NULL);
  g_autoptr(WorkshopOven) oven = NULL;
  g_autoptr(HarkConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  kitchen_init (&kitchen);
  kitchen_shut (&kitchen, "bread");
  oven = kitchen_oven_new (&kitchen, loop);
  connection = hark_connection_ref (HARK_CONNECT (producer, workshop_producer_produced,
                                                  oven, workshop_oven_on_produced));
  workshop_producer_emit_produced (producer, "bread", 1);
  hark_loop_run_until_idle (loop);
  g_assert_false (hark_connection_disconnect_sync (connection, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  kitchen_open (&kitchen, "bread");
  hark_loop_run_until_idle (loop);
  g_assert_true (hark_connection_disconnect_sync (connection, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/24/async-slot-holds-its-loop-until-it-has-returned", test_holds);
  g_test_add_func ("/rule/24/all-objects-of-a-held-loop-wait", test_all_objects_of_the_loop_wait);
  g_test_add_func ("/rule/24/other-loops-timers-and-tasks-go-on", test_others_go_on);
  g_test_add_func ("/rule/24/who-holds-a-loop-does-not-queue-behind-itself", test_does_not_queue_behind_itself);
  g_test_add_func ("/rule/24/async-slot-that-does-not-wait-is-like-any-other", test_without_waiting);
  g_test_add_func ("/rule/24/nothing-of-a-held-loop-runs-where-its-holder-iterates", test_nested_iteration);
  g_test_add_func ("/rule/24/tasks-that-it-spawns-are-not-of-its-loop", test_children_are_not_of_the_loop);
  g_test_add_func ("/rule/24/a-thousand-loops-of-one-thread-are-held-at-once", test_thousand_loops);
  g_test_add_func ("/rule/24/concurrent-slot-lets-others-in", test_concurrent);
  g_test_add_func ("/rule/24/concurrent-slot-waits-for-who-holds-the-loop", test_concurrent_waits_for_who_holds);
  g_test_add_func ("/rule/15/async-slot-knows-its-sender-to-the-end", test_sender);
  g_test_add_func ("/rule/15/concurrent-slot-knows-its-sender-to-the-end", test_sender_of_concurrent);
  g_test_add_func ("/rule/10/single-shot-to-an-async-slot-is-one-call", test_single_shot);
  g_test_add_func ("/rule/07/urgent-calls-wait-for-who-holds-the-loop", test_urgent_waits);
  g_test_add_func ("/rule/27/queue-of-an-async-slot-has-bounds", test_queue_of_the_slot);
  g_test_add_func ("/rule/05/held-loop-is-busy", test_figures);
  g_test_add_func ("/rule/24/graph-shows-who-holds-a-loop", test_graph);
  g_test_add_func ("/rule/24/calls-from-threads-run-one-after-the-other", test_threads);
  g_test_add_func ("/rule/24/goes-on-wherever-it-is-settled", test_settled_elsewhere);
  g_test_add_func ("/rule/09/disconnect-sync-waits-for-an-async-slot", test_disconnect_sync);
  g_test_add_func ("/rule/23/owner-does-not-block-for-who-holds-its-loop", test_disconnect_sync_by_the_owner);
  g_test_add_func ("/rule/23/who-holds-its-loop-is-refused-to-await-a-call-of-it", test_own_loop);
  g_test_add_func ("/rule/23/concurrent-slot-may-await-a-call-of-its-loop", test_concurrent_may_ask_its_own_loop);
  g_test_add ("/rule/23/who-holds-a-loop-counts-in-a-circle", Pair, NULL,
              pair_set_up, test_holders_in_a_circle, pair_tear_down);
  g_test_add ("/rule/23/a-move-that-closes-a-circle-lets-a-holder-go", Pair, NULL,
              pair_set_up, test_holder_is_let_go, pair_tear_down);
  return g_test_run ();
}
