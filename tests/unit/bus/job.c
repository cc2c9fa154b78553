/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handlers that are tasks, and handlers on threads of a pool. */

#include <stdatomic.h>

#include "../object/gate-private.h"
#include "board-private.h"

/* --- tasks --- */

typedef struct
{
  Board      *board;
  HarkFuture *go_on;
} Waiting;

/* Writes, waits for `go_on`, writes again, and answers. */
static HarkMessage *
wait_and_answer (HarkMessage  *message,
                 gpointer      context,
                 gpointer      data,
                 GError      **error)
{
  Waiting *self = data;

  board_write (message, context, self->board, error);
  if (!hark_await (self->go_on, error))
    return NULL;
  g_string_append (self->board->diary, "goes on ");
  return hark_message_new ("done", hark_message_get_payload (message), error);
}

static void
waiting_destroyed (gpointer data)
{
  board_destroyed (((Waiting *) data)->board);
}

static void
test_a_task_awaits_while_its_loop_goes_on (Board         *b,
                                           gconstpointer  data)
{
  Waiting waiting = { b, hark_future_new (NULL) };

  hark_bus_subscribe_task (b->bus, HARK_TOPICS ("x"), NULL, b->context, wait_and_answer, &waiting, NULL, NULL);
  board_subscribe (b, "f", HARK_TOPICS ("y", "done"));
  board_publish (b, HARK_TOPICS ("x"), "1");
  board_publish (b, HARK_TOPICS ("x"), "2");
  board_publish (b, HARK_TOPICS ("y"), "3");
  hark_loop_run_until_idle (b->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  board_assert (b, "f:y 3; x 1; x 2; ");
  hark_future_resolve (waiting.go_on, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  board_assert (b, "goes on goes on f:done 1; f:done 2; ");
  hark_future_unref (waiting.go_on);
}

static void
test_its_data_stays_until_its_tasks_have_ended (Board         *b,
                                                gconstpointer  data)
{
  Waiting waiting = { b, hark_future_new (NULL) };
  HarkConnection *handler =
    hark_bus_subscribe_task (b->bus, HARK_TOPICS ("x"), NULL, b->context, wait_and_answer, &waiting,
                             waiting_destroyed, NULL);

  board_publish (b, HARK_TOPICS ("x"), "1");
  while (g_main_context_iteration (NULL, FALSE))
    hark_loop_run_until_idle (b->loop);
  board_assert (b, "x 1; ");
  board_publish (b, HARK_TOPICS ("x"), "2");
  hark_connection_disconnect (handler);
  board_assert (b, "");
  hark_future_resolve (waiting.go_on, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  board_assert (b, "goes on destroyed ");
  hark_future_unref (waiting.go_on);
}

static HarkMessage *
disconnect (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  hark_connection_disconnect (data);
  return NULL;
}

static void
test_a_task_that_has_not_begun_does_not (Board         *b,
                                         gconstpointer  data)
{
  Waiting waiting = { b, NULL };
  HarkConnection *handler =
    hark_bus_subscribe_task (b->bus, HARK_TOPICS ("x"), NULL, b->context, wait_and_answer, &waiting,
                             waiting_destroyed, NULL);

  /* Right behind the call that queues the task. */
  hark_bus_subscribe (b->bus, HARK_TOPICS ("x"), NULL, b->context, disconnect, handler, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), "1");
  hark_loop_run_until_idle (b->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  board_assert (b, "destroyed ");
}

static HarkMessage *
fail_later (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  hark_yield (NULL);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not now");
  return NULL;
}

static void
test_a_tasks_error_is_told (Board         *b,
                            gconstpointer  data)
{
  board_hear_failures (b);
  hark_bus_subscribe_task (b->bus, HARK_TOPICS ("x"), "slow", b->context, fail_later, NULL, NULL, NULL);
  board_publish (b, HARK_TOPICS ("x"), NULL);
  hark_loop_run_until_idle (b->loop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  board_assert (b, "failed (slow, x, g-io-error-quark, 26: not now) ");
}

/* --- threads --- */

typedef struct
{
  Gate        gate;
  GThread    *home;        /* where the loop is */
  GMutex      lock;
  GString    *order;       /* lock */
  atomic_uint n_inside;
  atomic_uint n_destroyed;
  HarkFuture *destroyed;
  HarkFuture *met;         /* both have, and their answers were handled */
} Hall;

static void
hall_init (Hall *self)
{
  memset (self, 0, sizeof *self);
  gate_init (&self->gate);
  g_mutex_init (&self->lock);
  self->home = g_thread_self ();
  self->order = g_string_new (NULL);
  self->destroyed = hark_future_new (NULL);
  self->met = hark_future_new (NULL);
}

static void
hall_clear (Hall *self)
{
  gate_clear (&self->gate);
  g_mutex_clear (&self->lock);
  g_string_free (self->order, TRUE);
  hark_future_unref (self->destroyed);
  hark_future_unref (self->met);
}

static void
hall_destroyed (gpointer data)
{
  Hall *self = data;

  g_assert_true (g_thread_self () == self->home);
  g_assert_cmpuint (atomic_fetch_add (&self->n_destroyed, 1), ==, 0);
  hark_future_resolve (self->destroyed, NULL);
}

/* The first one stays until the gate is opened. */
static HarkMessage *
pass (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  GVariant *payload = hark_message_get_payload (message);
  Hall *self = data;

  g_assert_true (g_thread_self () != self->home);
  if (payload == NULL)
    gate_enter (&self->gate);
  g_mutex_lock (&self->lock);
  if (payload != NULL)
    g_string_append_printf (self->order, "%d ", g_variant_get_int32 (payload));
  g_mutex_unlock (&self->lock);
  return hark_message_new ("passed", payload, error);
}

static void
publish_at (Board               *b,
            HarkMessagePriority  priority,
            int                  number)
{
  g_autoptr(HarkMessage) message =
    hark_message_new_full (HARK_TOPICS ("x"), g_variant_new_int32 (number), priority, 0, NULL, NULL, NULL);

  g_assert_true (hark_bus_publish (b->bus, message, NULL));
}

static void
await_destroyed (Hall *hall)
{
  g_assert_true (hark_future_await (hall->destroyed, HARK_FOREVER, NULL, NULL));
}

/* No thread has anything of the board's any more. */
static void
end (Hall           *hall,
     HarkConnection *handler)
{
  hark_connection_disconnect (handler);
  await_destroyed (hall);
}

static void
test_a_pool_of_one_keeps_order_and_priorities (Board         *b,
                                               gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (1);
  g_autoptr(HarkFuture) drained = NULL;
  HarkConnection *handler;
  Hall hall;

  hall_init (&hall);
  hark_loop_start (b->loop);
  handler = hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("x"), NULL, pool, b->context, pass, &hall,
                                     hall_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("x"), NULL);
  gate_await (&hall.gate);
  publish_at (b, HARK_MESSAGE_IDLE, 1);
  publish_at (b, HARK_MESSAGE_URGENT, 2);
  for (int i = 3; i < 23; i++)
    publish_at (b, HARK_MESSAGE_NORMAL, i);
  g_assert_cmpuint (hark_thread_pool_get_n_waiting (pool), ==, 22);
  drained = hark_connection_disconnect_drain (handler);
  gate_open (&hall.gate);
  await_destroyed (&hall);
  g_assert_cmpstr (hall.order->str, ==, "2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 1 17 18 19 20 21 22 ");
  hall_clear (&hall);
}

static void
test_what_waits_for_a_thread_goes_with_its_handler (Board         *b,
                                                    gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (1);
  HarkConnection *handler;
  Hall hall;

  hall_init (&hall);
  hark_loop_start (b->loop);
  handler = hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("x"), NULL, pool, b->context, pass, &hall,
                                     hall_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("x"), NULL);
  gate_await (&hall.gate);
  publish_at (b, HARK_MESSAGE_NORMAL, 1);
  hark_connection_disconnect (handler);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (atomic_load (&hall.n_destroyed), ==, 0);
  gate_open (&hall.gate);
  await_destroyed (&hall);
  g_assert_cmpstr (hall.order->str, ==, "");
  hall_clear (&hall);
}

/* Waits for another one to be there too. */
static HarkMessage *
meet (HarkMessage  *message,
      gpointer      context,
      gpointer      data,
      GError      **error)
{
  Hall *self = data;

  if (atomic_fetch_add (&self->n_inside, 1) == 0)
    gate_enter (&self->gate);
  else
    gate_open (&self->gate);
  return hark_message_new ("met", hark_message_get_payload (message), error);
}

static HarkMessage *
resolve_second (HarkMessage  *message,
                gpointer      context,
                gpointer      data,
                GError      **error)
{
  Hall *self = data;

  if (atomic_fetch_add (&self->n_inside, 1) == 3)
    hark_future_resolve (self->met, NULL);
  return NULL;
}

static void
test_a_pool_of_two_handles_two_at_once (Board         *b,
                                        gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (2);
  HarkConnection *handler;
  Hall hall;

  hall_init (&hall);
  hark_loop_start (b->loop);
  handler = hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("x"), NULL, pool, b->context, meet, &hall,
                                     hall_destroyed, NULL);
  hark_bus_subscribe (b->bus, HARK_TOPICS ("met"), NULL, b->context, resolve_second, &hall, NULL, NULL);
  publish_at (b, HARK_MESSAGE_NORMAL, 1);
  publish_at (b, HARK_MESSAGE_NORMAL, 2);
  g_assert_true (hark_future_await (hall.met, HARK_FOREVER, NULL, NULL));
  end (&hall, handler);
  hall_clear (&hall);
}

static HarkMessage *
fail_there (HarkMessage  *message,
            gpointer      context,
            gpointer      data,
            GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "not there");
  return NULL;
}

static void
test_a_threads_error_is_told (Board         *b,
                              gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (1);
  g_autoptr(HarkFuture) failed = hark_bus_next_failed (b->bus);
  g_autoptr(HarkBusFailed) values = NULL;
  HarkConnection *handler;
  Hall hall;

  hall_init (&hall);
  hark_loop_start (b->loop);
  handler = hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("x"), "there", pool, b->context, fail_there, &hall,
                                     hall_destroyed, NULL);
  publish_at (b, HARK_MESSAGE_NORMAL, 1);
  g_assert_true (hark_future_await (failed, HARK_FOREVER, NULL, NULL));
  values = hark_bus_finish_failed (failed, NULL);
  g_assert_cmpstr (values->handler, ==, "there");
  g_assert_cmpstr (values->message, ==, "not there");
  end (&hall, handler);
  hall_clear (&hall);
}

static void
test_a_pools_handler_ends_with_its_context (Board         *b,
                                            gconstpointer  data)
{
  g_autoptr(HarkThreadPool) pool = hark_thread_pool_new (1);
  Hall hall;

  hall_init (&hall);
  hark_loop_start (b->loop);
  hark_bus_subscribe_pool (b->bus, HARK_TOPICS ("x"), NULL, pool, b->context, pass, &hall, hall_destroyed, NULL);
  board_publish (b, HARK_TOPICS ("x"), NULL);
  gate_await (&hall.gate);
  publish_at (b, HARK_MESSAGE_NORMAL, 1);
  g_object_run_dispose (b->context);
  gate_open (&hall.gate);
  await_destroyed (&hall);
  g_assert_cmpstr (hall.order->str, ==, "");
  hall_clear (&hall);
}

/* --- two pools that publish to each other --- */

enum { N_EACH_WAY = 2000 };

typedef struct
{
  Hall        hall;
  const char *other;
  atomic_uint n_seen;
} Side;

/* Sends on until it has sent its share. */
static HarkMessage *
send_on (HarkMessage  *message,
         gpointer      context,
         gpointer      data,
         GError      **error)
{
  Side *self = data;
  guint n = atomic_fetch_add (&self->n_seen, 1) + 1;

  if (n == N_EACH_WAY)
    hark_future_resolve (self->hall.met, NULL);
  return n <= N_EACH_WAY - 4 ? hark_message_new (self->other, NULL, error) : NULL;
}

static void
begin_side (Board          *b,
            Side           *self,
            const char     *name,
            HarkThreadPool *pool)
{
  hall_init (&self->hall);
  hark_loop_start (b->loop);
  hark_bus_subscribe_pool (b->bus, (const char *const[]) { name, NULL }, self->other, pool, b->context, send_on,
                           self, hall_destroyed, NULL);
}

static void
end_side (Board *b,
          Side  *self)
{
  g_assert_true (hark_future_await (self->hall.met, HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_bus_remove_handler (b->bus, self->other));
  await_destroyed (&self->hall);
  g_assert_cmpuint (atomic_load (&self->n_seen), ==, N_EACH_WAY);
  hall_clear (&self->hall);
}

static void
test_two_pools_publish_to_each_other (Board         *b,
                                      gconstpointer  data)
{
  Side left = { .other = "right" }, right = { .other = "left" };
  g_autoptr(HarkThreadPool) first = hark_thread_pool_new (2);
  g_autoptr(HarkThreadPool) second = hark_thread_pool_new (2);

  begin_side (b, &left, "left", first);
  begin_side (b, &right, "right", second);
  for (guint i = 0; i < 4; i++)
    {
      board_publish (b, HARK_TOPICS ("left"), NULL);
      board_publish (b, HARK_TOPICS ("right"), NULL);
    }
  end_side (b, &left);
  end_side (b, &right);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) BOARD_TEST (path, func)
  ADD ("/bus/job/a-task-awaits-while-its-loop-goes-on", test_a_task_awaits_while_its_loop_goes_on);
  ADD ("/rule/12/its-data-stays-until-its-tasks-have-ended", test_its_data_stays_until_its_tasks_have_ended);
  ADD ("/rule/09/a-task-that-has-not-begun-does-not", test_a_task_that_has_not_begun_does_not);
  ADD ("/rule/13/a-tasks-error-is-told", test_a_tasks_error_is_told);
  ADD ("/rule/07/a-pool-of-one-keeps-order-and-priorities", test_a_pool_of_one_keeps_order_and_priorities);
  ADD ("/rule/09/what-waits-for-a-thread-goes-with-its-handler", test_what_waits_for_a_thread_goes_with_its_handler);
  ADD ("/bus/job/a-pool-of-two-handles-two-at-once", test_a_pool_of_two_handles_two_at_once);
  ADD ("/rule/13/a-threads-error-is-told", test_a_threads_error_is_told);
  ADD ("/rule/15/a-pools-handler-ends-with-its-context", test_a_pools_handler_ends_with_its_context);
  ADD ("/bus/job/two-pools-publish-to-each-other", test_two_pools_publish_to_each_other);
  return g_test_run ();
}
