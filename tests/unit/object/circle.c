/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that block for answers of other loops, and circles of them: rule 23. Each actor has
 * a loop, mostly with a thread of its own, and its slots do what the test says. */

#include "diary-private.h"
#include "gate-private.h"
#include "lane/wait-graph-private.h"

typedef struct _Actor Actor;
struct _Actor
{
  HarkLoop         *loop;
  WorkshopProducer *producer;
  void            (*act) (Actor *self);  /* in stock(), and clean() */
  Actor            *other;
  GError           *error;               /* of the wait in act() */
  guint64           answer;
  guint64           sum;                 /* stock() answers 1, and what the other did */
  Gate             *gate;
  HarkConnection   *connection;
  GCancellable     *cancellable;
  int               is_done;
};

static guint64
actor_stock (WorkshopProducer *producer)
{
  Actor *self = workshop_producer_get_data (producer);

  self->answer = 0;
  if (self->act != NULL)
    self->act (self);
  self->sum = 1 + self->answer;
  return self->sum;
}

static double
actor_weigh (WorkshopProducer  *producer,
             const char        *product,
             GError           **error)
{
  return 2.5;
}

static void
actor_request_product (WorkshopProducer *producer,
                       const char       *product)
{
  actor_stock (producer);
}

static const WorkshopProducerSlots slots =
{
  .stock = actor_stock,
  .weigh = actor_weigh,
  .request_product = actor_request_product,
};

static void
actor_init (Actor    *self,
            HarkLoop *loop)
{
  *self = (Actor) { .loop = loop };
  self->producer = workshop_producer_new (loop, &slots, self, NULL);
}

static void
actor_clear (Actor *self)
{
  g_autoptr(HarkFuture) stopped = NULL;

  g_clear_object (&self->producer);
  stopped = hark_loop_stop (self->loop, HARK_FOREVER);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  g_object_unref (self->loop);
  g_clear_error (&self->error);
  g_assert_cmpuint (hark_needs_get_n (), ==, 0);
}

/* As many as there are names, each with a thread, and each has the next one as its other. */
static void
actors_init (Actor      *actors,
             const char *names)
{
  guint n = strlen (names);

  for (guint i = 0; i < n; i++)
    {
      const char name[] = { names[i], '\0' };

      actor_init (&actors[i], hark_loop_new_thread (name));
    }
  for (guint i = 0; i < n; i++)
    actors[i].other = &actors[(i + 1) % n];
}

static void
actors_clear (Actor *actors,
              guint  n)
{
  for (guint i = 0; i < n; i++)
    actor_clear (&actors[i]);
}

/* Waits for the other one. */
static void
ask (Actor *self)
{
  g_clear_error (&self->error);
  workshop_producer_await_stock (self->other->producer, HARK_FOREVER, self->cancellable, &self->answer, &self->error);
}

static void
ask_once (Actor *self)
{
  self->act = NULL;
  ask (self);
}

static void
assert_circle (const GError *error,
               const char   *names)
{
  g_assert_error (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK);
  for (; *names != '\0'; names++)
    {
      g_autofree char *name = g_strdup_printf ("loop '%c'", *names);

      g_assert_nonnull (strstr (error->message, name));
    }
}

/* One of them, whoever came last, was refused. */
static void
assert_one_refused (Actor      *actors,
                    const char *names)
{
  guint n_refused = 0;

  for (guint i = 0; names[i] != '\0'; i++)
    if (actors[i].error != NULL)
      {
        assert_circle (actors[i].error, names);
        g_clear_error (&actors[i].error);
        n_refused++;
      }
  g_assert_cmpuint (n_refused, ==, 1);
}

static void
test_a_call_waits_for_another_context (void)
{
  Actor actors[2];
  guint64 answer = 0;

  actors_init (actors, "ab");
  actors[0].act = ask;
  for (guint i = 0; i < 100; i++)
    {
      g_assert_true (workshop_producer_await_stock (actors[0].producer, HARK_FOREVER, NULL, &answer, NULL));
      g_assert_no_error (actors[0].error);
      g_assert_cmpuint (answer, ==, 2);
    }
  actors_clear (actors, 2);
}

static void
test_circle (const char *names)
{
  guint n = strlen (names);
  g_autofree Actor *actors = g_new0 (Actor, n);

  for (guint round = 0; round < 50; round++)
    {
      actors_init (actors, names);
      for (guint i = 0; i < n; i++)
        actors[i].act = ask_once;
      for (guint i = 0; i < n; i++)
        workshop_producer_request_product (actors[i].producer, "");
      /* Whoever is refused, all end. */
      for (guint i = 0; i < n; i++)
        {
          g_autoptr(HarkFuture) weighed = workshop_producer_call_weigh (actors[i].producer, "");

          g_assert_true (hark_future_await (weighed, HARK_FOREVER, NULL, NULL));
        }
      actors_clear (actors, n);
    }
}

static void
test_two_end (void)
{
  test_circle ("ab");
}

static void
test_four_end (void)
{
  test_circle ("abcd");
}

static void
test_each_waits_once (const char *names)
{
  guint n = strlen (names);
  g_autofree Actor *actors = g_new0 (Actor, n);
  guint64 answer = 0;

  for (guint round = 0; round < 50; round++)
    {
      actors_init (actors, names);
      for (guint i = 0; i < n; i++)
        actors[i].act = ask_once;
      g_assert_true (workshop_producer_await_stock (actors[0].producer, HARK_FOREVER, NULL, &answer, NULL));
      for (guint i = 0; i < n; i++)
        g_assert_true (workshop_producer_await_weigh (actors[i].producer, "", HARK_FOREVER, NULL, NULL, NULL));
      assert_one_refused (actors, names);
      actors_clear (actors, n);
    }
}

static void
test_two_that_wait_for_each_other (void)
{
  test_each_waits_once ("ab");
}

static void
test_across_three_loops (void)
{
  test_each_waits_once ("abc");
}

/* --- what is refused at once --- */

static void
test_the_own_loop (void)
{
  Actor actor;

  actors_init (&actor, "a");
  actor.act = ask_once;
  g_assert_true (workshop_producer_await_stock (actor.producer, HARK_FOREVER, NULL, NULL, NULL));
  assert_circle (actor.error, "a");
  g_assert_nonnull (strstr (actor.error->message, "waits for itself"));
  g_assert_nonnull (strstr (actor.error->message, "slot Workshop.Producer.stock () -> uint64"));
  actor_clear (&actor);
}

static void
test_the_own_context (void)
{
  Actor a, b;

  actor_init (&a, hark_loop_new ("a"));
  actor_init (&b, hark_loop_new ("b"));
  hark_loop_start (b.loop);
  a.act = ask;
  a.other = &b;
  workshop_producer_request_product (a.producer, "");
  hark_loop_run_until_idle (a.loop);
  assert_circle (a.error, "ab");
  actor_clear (&a);
  actor_clear (&b);
}

static void
wait_for_what_is_no_answer (Actor *self)
{
  g_autoptr(HarkFuture) bare = hark_future_new (NULL);
  g_autoptr(HarkFuture) event = workshop_producer_next_produced (self->other->producer);
  g_autoptr(HarkFuture) answer = workshop_producer_call_weigh (self->other->producer, "");
  g_autoptr(HarkFuture) all = hark_future_all ((HarkFuture *[]) { event, answer }, 2);
  HarkFuture *futures[] = { bare, event, all };

  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (hark_future_await (futures[i], i == 0 ? 0 : HARK_FOREVER, NULL, &error));
      assert_circle (error, "a");
    }
  g_assert_false (hark_sleep (1, &self->error));
}

static void
test_an_event (void)
{
  Actor actors[2];

  actors_init (actors, "ab");
  actors[0].act = wait_for_what_is_no_answer;
  g_assert_true (workshop_producer_await_stock (actors[0].producer, HARK_FOREVER, NULL, NULL, NULL));
  assert_circle (actors[0].error, "a");
  actors_clear (actors, 2);
}

/* --- what is no circle --- */

/* Behind the answer that it has given comes a call that waits for who has asked. */
static double
weigh_and_ask (WorkshopProducer  *producer,
               const char        *product,
               GError           **error)
{
  workshop_producer_request_product (producer, "");
  return 1;
}

static const WorkshopProducerSlots asking_slots =
{
  .weigh = weigh_and_ask,
  .request_product = actor_request_product,
};

static void
ask_weight (Actor *self)
{
  self->act = NULL;
  g_assert_true (workshop_producer_await_weigh (self->other->producer, "", HARK_FOREVER, NULL, NULL, &self->error));
  g_assert_no_error (self->error);
}

static void
test_a_wait_that_is_over (void)
{
  Actor a, b;

  actor_init (&a, hark_loop_new_thread ("a"));
  b = (Actor) { .loop = hark_loop_new_thread ("b"), .act = ask, .other = &a };
  b.producer = workshop_producer_new (b.loop, &asking_slots, &b, NULL);
  a.other = &b;
  for (guint i = 0; i < 300; i++)
    {
      a.act = ask_weight;
      g_assert_true (workshop_producer_await_stock (a.producer, HARK_FOREVER, NULL, NULL, NULL));
      g_assert_false (workshop_producer_await_clean (b.producer, HARK_FOREVER, NULL, NULL)); /* it has none */
      g_assert_no_error (b.error);
      g_assert_cmpuint (b.answer, ==, 1);
    }
  actor_clear (&a);
  actor_clear (&b);
}

static gpointer
await_stock_elsewhere (gpointer data)
{
  g_assert_true (workshop_producer_await_stock (((Actor *) data)->producer, HARK_FOREVER, NULL, NULL, NULL));
  return NULL;
}

/* Who is in no call holds nothing, however long it waits. */
static void
test_a_plain_thread (void)
{
  Actor actors[2];
  GThread *threads[2];

  actors_init (actors, "ab");
  actors[0].act = ask;
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("plain", await_stock_elsewhere, &actors[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_no_error (actors[0].error);
  actors_clear (actors, 2);
}

/* --- ending early --- */

static gpointer
cancel_elsewhere (gpointer data)
{
  while (hark_needs_get_n () == 0)
    g_thread_yield ();
  g_cancellable_cancel (data);
  return NULL;
}

static void
stay (Actor *self)
{
  gate_enter (self->gate);
}

static void
test_is_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GThread *canceller;
  Actor actors[2];
  Gate gate;

  gate_init (&gate);
  actors_init (actors, "ab");
  actors[0].act = ask;
  actors[0].cancellable = cancellable;
  actors[1].act = stay;
  actors[1].gate = &gate;
  canceller = g_thread_new ("canceller", cancel_elsewhere, cancellable);
  g_assert_true (workshop_producer_await_stock (actors[0].producer, HARK_FOREVER, NULL, NULL, NULL));
  g_assert_error (actors[0].error, HARK_ERROR, HARK_ERROR_CANCELLED);
  g_assert_cmpuint (hark_needs_get_n (), ==, 0);
  g_thread_join (canceller);
  gate_open (&gate);
  actors_clear (actors, 2);
  gate_clear (&gate);
}

/* And lets go of the object, while its thread is there. */
static void
stay_and_end (Actor *self)
{
  gate_enter (self->gate);
  g_clear_object (&self->producer);
}

static gpointer
stop_elsewhere (gpointer data)
{
  Actor *self = data;
  g_autoptr(HarkFuture) stopped = NULL;

  while (hark_needs_get_n () == 0)
    g_thread_yield ();
  stopped = hark_loop_stop (self->loop, 0);
  gate_open (self->gate);
  g_assert_true (hark_future_await (stopped, HARK_FOREVER, NULL, NULL));
  return NULL;
}

static void
test_ends_with_the_loop (void)
{
  g_autoptr(HarkFuture) asked = NULL;
  GThread *stopper;
  Actor actors[2];
  Gate gate;

  gate_init (&gate);
  actors_init (actors, "ab");
  actors[0].act = ask_once;
  actors[1].act = stay_and_end;
  actors[1].gate = &gate;
  workshop_producer_request_product (actors[1].producer, "");
  gate_await (&gate);
  asked = workshop_producer_call_stock (actors[0].producer);
  stopper = g_thread_new ("stopper", stop_elsewhere, &actors[1]);
  g_assert_true (hark_future_await (asked, HARK_FOREVER, NULL, NULL));
  g_assert_error (actors[0].error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_thread_join (stopper);
  actors_clear (actors, 2);
  gate_clear (&gate);
}

/* --- nested iterations --- */

/* While the other one's wait is there, so does this. */
static void
ask_when_awaited (Actor *self)
{
  while (hark_needs_get_n () == 0)
    g_thread_yield ();
  ask (self);
}

static void
iterate_inside (Actor *self)
{
  while (!self->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* A call of `a` iterates, and in that one of `b`, on the same thread, waits for `c`. */
static void
nest (Actor *a,
      Actor *b,
      Actor *c)
{
  actor_init (a, hark_loop_new ("a"));
  actor_init (b, hark_loop_new ("b"));
  actor_init (c, hark_loop_new_thread ("c"));
  hark_loop_start (b->loop);
  a->act = iterate_inside;
  b->other = c;
  c->other = a;
  workshop_producer_request_product (a->producer, "");
  workshop_producer_request_product (b->producer, "");
}

static void
ask_and_end (Actor *self)
{
  ask (self);
  ((Actor *) self->other->other)->is_done = TRUE;
}

static void
test_nested (void)
{
  Actor a, b, c;

  /* It is no circle, */
  nest (&a, &b, &c);
  b.act = ask_and_end;
  hark_loop_run_until_idle (a.loop);
  g_assert_no_error (b.error);
  g_assert_cmpuint (b.answer, ==, 1);
  actor_clear (&a);
  actor_clear (&b);
  actor_clear (&c);

  /* and this is one, since `a` goes on after that. */
  nest (&a, &b, &c);
  b.act = ask_and_end;
  c.act = ask_when_awaited;
  hark_loop_run_until_idle (a.loop);
  g_assert_no_error (b.error);
  g_assert_cmpuint (b.answer, ==, 1);
  assert_circle (c.error, "abc");
  actor_clear (&a);
  actor_clear (&b);
  actor_clear (&c);
}

static gpointer
iterate_in_a_task (gpointer   data,
                   GError   **error)
{
  iterate_inside (data);
  return NULL;
}

static void
test_nested_in_a_task (void)
{
  Actor a, b, c;

  nest (&a, &b, &c);
  a.act = NULL;
  b.act = ask_and_end;
  hark_run (iterate_in_a_task, &a, NULL);
  g_assert_no_error (b.error);
  g_assert_cmpuint (b.answer, ==, 1);
  actor_clear (&a);
  actor_clear (&b);
  actor_clear (&c);
}

/* --- waiting for calls to return --- */

static void
meet (Actor *self)
{
  gate_enter (self->gate);
  hark_connection_disconnect_sync (self->other->connection, &self->error);
}

static void
test_two_that_disconnect_each_other (void)
{
  g_autoptr(WorkshopProducer) source = workshop_producer_new (NULL, NULL, NULL, NULL);

  for (guint round = 0; round < 50; round++)
    {
      Actor actors[2];
      Gate gates[2];

      actors_init (actors, "ab");
      for (guint i = 0; i < 2; i++)
        {
          gate_init (&gates[i]);
          actors[i].gate = &gates[i];
          actors[i].act = meet;
          actors[i].connection = hark_connection_ref (HARK_CONNECT (source, workshop_producer_paused,
                                                                    actors[i].producer, workshop_producer_clean));
          workshop_producer_request_product (actors[i].producer, "");
        }
      for (guint i = 0; i < 2; i++)
        gate_await (&gates[i]);
      for (guint i = 0; i < 2; i++)
        gate_open (&gates[i]);
      for (guint i = 0; i < 2; i++)
        g_assert_true (workshop_producer_await_weigh (actors[i].producer, "", HARK_FOREVER, NULL, NULL, NULL));
      /* One of them has returned before, or was refused. */
      g_assert_false (actors[0].error != NULL && actors[1].error != NULL);
      for (guint i = 0; i < 2; i++)
        {
          if (actors[i].error != NULL)
            assert_circle (actors[i].error, "ab");
          g_assert_false (hark_connection_is_connected (actors[i].connection));
          hark_connection_unref (actors[i].connection);
        }
      actors_clear (actors, 2);
      gate_clear (&gates[0]);
      gate_clear (&gates[1]);
    }
}

static void
disconnect_other (Actor *self)
{
  while (hark_needs_get_n () == 0)
    g_thread_yield ();
  g_assert_false (hark_connection_disconnect_sync (self->connection, &self->error));
}

static void
test_who_waits_for_it_is_not_waited_for (void)
{
  g_autoptr(WorkshopProducer) source = workshop_producer_new (NULL, NULL, NULL, NULL);
  Actor actors[2];

  actors_init (actors, "ab");
  actors[0].act = ask;
  actors[1].act = disconnect_other;
  actors[1].connection = hark_connection_ref (HARK_CONNECT (source, workshop_producer_paused,
                                                            actors[0].producer, workshop_producer_clean));
  g_assert_true (workshop_producer_await_stock (actors[0].producer, HARK_FOREVER, NULL, NULL, NULL));
  g_assert_no_error (actors[0].error);
  assert_circle (actors[1].error, "ab");
  g_assert_false (hark_connection_is_connected (actors[1].connection));
  hark_connection_unref (actors[1].connection);
  actors_clear (actors, 2);
}

/* --- circles that close later --- */

static void
move_to_the_other (Actor *self)
{
  gate_enter (self->gate);
  g_assert_true (hark_object_set_loop (HARK_OBJECT (self->producer), self->other->loop, NULL));
}

/* `a` waits for `c`, and `b` for `a`; then what `a` waits for moves to `b`. */
static void
test_an_object_that_moves (void)
{
  Actor actors[3];
  Gate gate;

  gate_init (&gate);
  actors_init (actors, "abc");
  actors[0].other = &actors[2];
  actors[1].other = &actors[0];
  actors[2].other = &actors[1];
  actors[0].act = ask_once;
  actors[1].act = ask_once;
  actors[2].act = move_to_the_other;
  actors[2].gate = &gate;
  workshop_producer_request_product (actors[2].producer, "");
  gate_await (&gate);
  workshop_producer_request_product (actors[0].producer, "");
  workshop_producer_request_product (actors[1].producer, "");
  while (hark_needs_get_n () < 2)
    g_thread_yield ();
  actors[2].act = NULL;
  gate_open (&gate);

  for (guint i = 0; i < 3; i++)
    g_assert_true (workshop_producer_await_weigh (actors[i].producer, "", HARK_FOREVER, NULL, NULL, NULL));
  g_assert_no_error (actors[2].error);
  assert_one_refused (actors, "ab");
  g_clear_object (&actors[2].producer); /* lives on one of the others */
  actors_clear (actors, 3);
  gate_clear (&gate);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule/23/a-call-waits-for-another-context", test_a_call_waits_for_another_context);
  g_test_add_func ("/rule/23/two-that-wait-for-each-other", test_two_that_wait_for_each_other);
  g_test_add_func ("/rule/23/a-circle-across-three-loops", test_across_three_loops);
  g_test_add_func ("/rule/23/two-that-begin-at-once-end", test_two_end);
  g_test_add_func ("/rule/23/four-that-begin-at-once-end", test_four_end);
  g_test_add_func ("/rule/23/the-own-loop-is-refused", test_the_own_loop);
  g_test_add_func ("/rule/23/the-own-context-is-refused", test_the_own_context);
  g_test_add_func ("/rule/23/an-event-is-refused", test_an_event);
  g_test_add_func ("/rule/23/a-wait-that-is-over-closes-no-circle", test_a_wait_that_is_over);
  g_test_add_func ("/rule/23/a-plain-thread-holds-nothing", test_a_plain_thread);
  g_test_add_func ("/rule/22/a-wait-in-a-call-is-cancelled", test_is_cancelled);
  g_test_add_func ("/rule/22/a-wait-in-a-call-ends-with-the-loop", test_ends_with_the_loop);
  g_test_add_func ("/rule/23/a-wait-in-a-nested-call", test_nested);
  g_test_add_func ("/rule/23/a-wait-in-a-call-nested-in-a-task", test_nested_in_a_task);
  g_test_add_func ("/rule/09/sync/two-that-disconnect-each-other", test_two_that_disconnect_each_other);
  g_test_add_func ("/rule/09/sync/who-waits-for-it-is-not-waited-for", test_who_waits_for_it_is_not_waited_for);
  g_test_add_func ("/rule/23/an-object-that-moves-closes-a-circle", test_an_object_that_moves);
  return g_test_run ();
}
