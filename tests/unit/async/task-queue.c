/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The bounded queue: order, bounds, closing, and that no item is lost. */

#include <hark/clock.h>
#include <hark/error.h>
#include <hark/task-queue.h>

#include "async/task-private.h"
#include "async/task-queue-private.h"

#define LONG ((gint64) 3600 * G_USEC_PER_SEC)
#define ITEM(n) GUINT_TO_POINTER (n)

static void
settle_down (void)
{
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_first_in_first_out (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (2, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (hark_task_queue_try_get (queue));
  g_assert_true (hark_task_queue_put (queue, ITEM (1), 0, NULL, NULL));
  g_assert_true (hark_task_queue_try_put (queue, ITEM (2), NULL));
  g_assert_false (hark_task_queue_try_put (queue, ITEM (3), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_false (hark_task_queue_put (queue, ITEM (3), LONG, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_assert_cmpuint (hark_task_queue_get_n_items (queue), ==, 2);
  g_assert_true (hark_task_queue_get (queue, 0, NULL, NULL) == ITEM (1));
  g_assert_true (hark_task_queue_try_get (queue) == ITEM (2));
  g_assert_null (hark_task_queue_get (queue, LONG, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT);
}

static void
test_frees_what_is_left (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, g_free);

  for (guint i = 0; i < 10; i++)
    g_assert_true (hark_task_queue_try_put (queue, g_strdup ("left"), NULL));
  g_free (hark_task_queue_try_get (queue));
}

static gpointer
get_one (gpointer  data,
         GError  **error)
{
  return hark_task_queue_get (data, HARK_FOREVER, NULL, error);
}

static void
test_closed_it_is_emptied (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (1, NULL);
  g_autoptr(HarkTask) first = hark_task_spawn (get_one, queue, NULL);
  g_autoptr(HarkTask) second = hark_task_spawn (get_one, queue, NULL);
  g_autoptr(GError) error = NULL;

  settle_down ();
  g_assert_true (hark_task_queue_try_put (queue, ITEM (1), NULL));
  hark_task_queue_close (queue);
  g_assert_false (hark_task_queue_try_put (queue, ITEM (2), &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (hark_task_queue_put (queue, ITEM (2), HARK_FOREVER, NULL, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_true (hark_task_await (first, &error) == ITEM (1));
  g_assert_null (hark_task_await (second, &error));
  g_assert_error (error, HARK_ERROR, HARK_ERROR_CLOSED);
}

static void
test_cancelling_loses_no_item (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, NULL);
  g_autoptr(HarkTask) first = hark_task_spawn (get_one, queue, NULL);
  g_autoptr(HarkTask) second = hark_task_spawn (get_one, queue, NULL);

  settle_down ();
  /* The item wakes the first, who has been cancelled. */
  hark_task_cancel (first);
  g_assert_true (hark_task_queue_try_put (queue, ITEM (1), NULL));
  settle_down ();
  g_assert_null (hark_task_get_result (first));
  g_assert_true (hark_task_await (second, NULL) == ITEM (1));
  hark_task_queue_close (queue);
  settle_down ();
}

/* --- workers --- */

enum { N_WORKERS = 3, N_ITEMS = 300 };

typedef struct
{
  HarkTaskQueue *queue;
  guint          n_done;
  guint          sum;
} Shop;

static gpointer
work (gpointer  data,
      GError  **error)
{
  Shop *shop = data;
  gpointer item;

  while ((item = hark_task_queue_get (shop->queue, HARK_FOREVER, NULL, NULL)) != NULL)
    {
      hark_sleep (GPOINTER_TO_UINT (item) % 7, NULL);
      shop->sum += GPOINTER_TO_UINT (item);
      shop->n_done++;
      hark_task_queue_task_done (shop->queue);
    }
  return NULL;
}

static gpointer
open_shop (gpointer  data,
           GError  **error)
{
  Shop *shop = data;
  g_autoptr(HarkTaskGroup) group = hark_task_group_new ();

  for (guint i = 0; i < N_WORKERS; i++)
    hark_task_group_spawn (group, work, shop, NULL);
  for (guint i = 1; i <= N_ITEMS; i++)
    g_assert_true (hark_task_queue_put (shop->queue, ITEM (i), HARK_FOREVER, NULL, NULL));
  g_assert_true (hark_task_queue_join (shop->queue, HARK_FOREVER, NULL, NULL));
  g_assert_cmpuint (shop->n_done, ==, N_ITEMS);
  g_assert_cmpuint (shop->sum, ==, N_ITEMS * (N_ITEMS + 1) / 2);
  hark_task_queue_close (shop->queue);
  g_assert_true (hark_task_group_await (group, error));
  return NULL;
}

static void
test_workers_share_it (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (5, NULL);
  Shop shop = { queue, 0, 0 };

  hark_run (open_shop, &shop, NULL);
  g_test_expect_message ("Hark", G_LOG_LEVEL_CRITICAL, "*more often than items were taken*");
  hark_task_queue_task_done (queue);
  g_test_assert_expected_messages ();
  g_assert_true (hark_task_queue_join (queue, 0, NULL, NULL));
}

static gpointer
put_in_thread (gpointer data)
{
  for (guint i = 1; i <= N_ITEMS; i++)
    g_assert_true (hark_task_queue_put (data, ITEM (i), HARK_FOREVER, NULL, NULL));
  return NULL;
}

static gpointer
get_in_thread (gpointer data)
{
  guint n = 0;

  while (hark_task_queue_get (data, HARK_FOREVER, NULL, NULL) != NULL)
    n++;
  return GUINT_TO_POINTER (n);
}

static gpointer
get_in_task (gpointer  data,
             GError  **error)
{
  return get_in_thread (data);
}

static void
test_between_threads_and_tasks (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (4, NULL);
  GThread *putters[2], *getter;
  g_autoptr(HarkTask) task = hark_task_spawn (get_in_task, queue, NULL);
  guint n;

  for (guint i = 0; i < 2; i++)
    putters[i] = g_thread_new ("putter", put_in_thread, queue);
  getter = g_thread_new ("getter", get_in_thread, queue);
  for (guint i = 0; i < 200; i++)
    g_main_context_iteration (NULL, FALSE); /* the task takes its share */
  for (guint i = 0; i < 2; i++)
    g_thread_join (putters[i]);
  hark_task_queue_close (queue);
  n = GPOINTER_TO_UINT (hark_task_await (task, NULL));
  n += GPOINTER_TO_UINT (g_thread_join (getter));
  g_assert_cmpuint (n, ==, 2 * N_ITEMS);
}

/* --- who is woken --- */

static gpointer
get_one_in_thread (gpointer data)
{
  return hark_task_queue_get (data, HARK_FOREVER, NULL, NULL);
}

static guint
n_waiting (HarkTaskQueue *queue)
{
  guint n = 0;

  g_mutex_lock (&queue->mutex);
  for (HarkWaitEntry *entry = queue->getters.first; entry != NULL; entry = entry->next)
    n++;
  g_mutex_unlock (&queue->mutex);
  return n;
}

/* The first that is woken wakes the next, and so on. */
static void
test_a_burst_reaches_all_readers (void)
{
  enum { N_READERS = 6 };
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, NULL);
  GThread *readers[N_READERS];
  guint sum = 0;

  for (guint i = 0; i < N_READERS; i++)
    readers[i] = g_thread_new ("reader", get_one_in_thread, queue);
  while (n_waiting (queue) < N_READERS)
    g_thread_yield ();
  for (guint i = 1; i <= N_READERS; i++)
    g_assert_true (hark_task_queue_try_put (queue, ITEM (i), NULL));
  for (guint i = 0; i < N_READERS; i++)
    sum += GPOINTER_TO_UINT (g_thread_join (readers[i]));
  g_assert_cmpuint (sum, ==, N_READERS * (N_READERS + 1) / 2);
  g_assert_cmpuint (queue->getters.n_coming, ==, 0);
}

static void
set_coming (HarkTaskQueue *queue,
            guint          n)
{
  g_mutex_lock (&queue->mutex);
  queue->getters.n_coming = n;
  g_mutex_unlock (&queue->mutex);
}

static void
test_who_comes_wakes_the_others (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, NULL);
  g_autoptr(HarkTask) first = hark_task_spawn (get_one, queue, NULL);
  g_autoptr(HarkTask) second = hark_task_spawn (get_one, queue, NULL);

  settle_down ();
  set_coming (queue, 1);
  for (guint i = 1; i <= 3; i++)
    g_assert_true (hark_task_queue_try_put (queue, ITEM (i), NULL));
  settle_down ();
  g_assert_cmpuint (n_waiting (queue), ==, 2);

  set_coming (queue, 0);
  g_assert_true (hark_task_queue_get (queue, 0, NULL, NULL) == ITEM (1));
  g_assert_true (hark_task_await (first, NULL) == ITEM (2));
  g_assert_true (hark_task_await (second, NULL) == ITEM (3));
}

typedef struct
{
  HarkTaskQueue *queue;
  GCancellable  *cancellable;
} Impatient;

static gpointer
get_unless_cancelled (gpointer data)
{
  Impatient *self = data;

  return hark_task_queue_get (self->queue, HARK_FOREVER, self->cancellable, NULL);
}

/* It has been woken when it is cancelled, or is cancelled when it would have been woken. */
static void
test_cancelling_a_thread_loses_no_item (void)
{
  g_autoptr(HarkTaskQueue) queue = hark_task_queue_new (0, NULL);

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      Impatient impatient = { queue, cancellable };
      GThread *first = g_thread_new ("impatient", get_unless_cancelled, &impatient);
      GThread *second;

      while (n_waiting (queue) < 1)
        g_thread_yield ();
      second = g_thread_new ("patient", get_one_in_thread, queue);
      while (n_waiting (queue) < 2)
        g_thread_yield ();
      if (i % 2 == 0)
        g_cancellable_cancel (cancellable);
      g_assert_true (hark_task_queue_try_put (queue, ITEM (1), NULL));
      g_cancellable_cancel (cancellable);
      if (g_thread_join (first) != NULL)
        g_assert_true (hark_task_queue_try_put (queue, ITEM (1), NULL));
      g_assert_true (g_thread_join (second) == ITEM (1));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hark_clock_set_virtual (TRUE);
  g_main_context_acquire (NULL); /* who holds it iterates; the virtual clock stands still for who blocks */
  g_test_add_func ("/async/task-queue/first-in-first-out", test_first_in_first_out);
  g_test_add_func ("/async/task-queue/frees-what-is-left", test_frees_what_is_left);
  g_test_add_func ("/async/task-queue/closed-it-is-emptied", test_closed_it_is_emptied);
  g_test_add_func ("/async/task-queue/cancelling-loses-no-item", test_cancelling_loses_no_item);
  g_test_add_func ("/async/task-queue/workers-share-it", test_workers_share_it);
  g_test_add_func ("/async/task-queue/between-threads-and-tasks", test_between_threads_and_tasks);
  g_test_add_func ("/async/task-queue/a-burst-reaches-all-readers", test_a_burst_reaches_all_readers);
  g_test_add_func ("/async/task-queue/who-comes-wakes-the-others", test_who_comes_wakes_the_others);
  g_test_add_func ("/async/task-queue/cancelling-a-thread-loses-no-item", test_cancelling_a_thread_loses_no_item);
  return g_test_run ();
}
