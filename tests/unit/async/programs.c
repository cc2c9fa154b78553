/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs of tasks, each from its seed: they spawn, await, cancel, lock,
 * put, get and sleep on the virtual clock. Every task of every program ends, and leaves
 * nothing locked, lost or behind.
 *
 *   async-programs --seed N      the one program that failed, as the message says
 *   async-programs --programs N  as many, from seed 0 on */

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <hark/clock.h>
#include <hark/error.h>
#include <hark/task-lock.h>
#include <hark/task-queue.h>

#include "async/annotation-private.h"
#include "async/task-private.h"

#define MS G_GINT64_CONSTANT (1000)

enum
{
  MOST_TASKS = 12,
  MOST_STEPS = 6,
};

typedef struct
{
  GRand             *rand;
  GPtrArray         *tasks;    /* all there ever were */
  HarkTaskLock      *lock;
  HarkTaskSemaphore *semaphore;
  HarkTaskFlag      *flag;
  HarkTaskQueue     *queue;
  guint              n_data;   /* not yet destroyed */
  guint              n_inside; /* who hold the lock */
  guint              n_put;
  guint              n_got;
} World;

static guint32 first_seed, n_programs = HARK_TSAN || HARK_ASAN ? 1000 : 100000;
static volatile guint32 seed;

static gpointer run_steps (gpointer   data,
                           GError   **error);

static gint64
some_time (World *world)
{
  return g_rand_int_range (world->rand, 0, 4) == 0 ? HARK_FOREVER : g_rand_int_range (world->rand, 0, 20) * MS;
}

static HarkTask *
some_task (World *world)
{
  return g_ptr_array_index (world->tasks, g_rand_int_range (world->rand, 0, world->tasks->len));
}

static void
data_gone (gpointer data)
{
  ((World *) data)->n_data--;
}

static HarkTask *
spawn (World *world)
{
  HarkTask *task = hark_task_spawn (run_steps, world, data_gone);

  world->n_data++;
  g_ptr_array_add (world->tasks, task);
  return task;
}

/* --- steps --- */

static void
step_lock (World *world)
{
  if (!hark_task_lock_acquire (world->lock, some_time (world), NULL, NULL))
    return;

  g_assert_cmpuint (world->n_inside++, ==, 0);
  hark_sleep (g_rand_int_range (world->rand, 0, 3) * MS, NULL);
  g_assert_cmpuint (--world->n_inside, ==, 0);
  hark_task_lock_release (world->lock);
}

static void
step_semaphore (World *world)
{
  if (!hark_task_semaphore_acquire (world->semaphore, some_time (world), NULL, NULL))
    return;

  hark_yield (NULL);
  hark_task_semaphore_release (world->semaphore);
}

static void
step_put (World *world)
{
  char *item = g_strdup ("item");

  if (hark_task_queue_put (world->queue, item, some_time (world), NULL, NULL))
    world->n_put++;
  else
    g_free (item);
}

static void
step_get (World *world)
{
  char *item = hark_task_queue_get (world->queue, some_time (world), NULL, NULL);

  world->n_got += item != NULL;
  g_free (item);
}

static void
step_spawn (World *world)
{
  HarkTask *task;

  if (world->tasks->len >= MOST_TASKS)
    return;

  task = spawn (world);
  if (g_rand_boolean (world->rand))
    hark_task_await (task, NULL);
}

static void
step_shield (World *world)
{
  hark_task_shield ();
  hark_sleep (g_rand_int_range (world->rand, 0, 5) * MS, NULL);
  hark_task_unshield ();
}

static void
step_flag (World *world)
{
  switch (g_rand_int_range (world->rand, 0, 3))
    {
    case 0:
      hark_task_flag_set (world->flag);
      break;
    case 1:
      hark_task_flag_clear (world->flag);
      break;
    default:
      hark_task_flag_wait (world->flag, some_time (world), NULL, NULL);
    }
}

static void
take_step (World *world)
{
  switch (g_rand_int_range (world->rand, 0, 11))
    {
    case 0:
      hark_sleep (g_rand_int_range (world->rand, 0, 10) * MS, NULL);
      break;
    case 1:
      hark_yield (NULL);
      break;
    case 2:
      step_lock (world);
      break;
    case 3:
      step_semaphore (world);
      break;
    case 4:
      step_put (world);
      break;
    case 5:
      step_get (world);
      break;
    case 6:
      step_spawn (world);
      break;
    case 7:
      hark_task_cancel (some_task (world));
      break;
    case 8:
      hark_future_await (hark_task_get_future (some_task (world)), some_time (world), NULL, NULL);
      break;
    case 9:
      step_shield (world);
      break;
    default:
      step_flag (world);
    }
}

static gpointer
run_steps (gpointer  data,
           GError  **error)
{
  World *world = data;
  int n = g_rand_int_range (world->rand, 1, MOST_STEPS + 1);

  if (g_rand_int_range (world->rand, 0, 8) == 0)
    hark_task_set_timeout (hark_task_get_current (), g_rand_int_range (world->rand, 0, 20) * MS);
  for (int i = 0; i < n; i++)
    take_step (world);
  return NULL;
}

/* --- programs --- */

static gpointer
run_program (gpointer  data,
             GError  **error)
{
  World *world = data;

  for (int i = 0; i < 3; i++)
    spawn (world);
  g_assert_true (hark_sleep (200 * MS, NULL));

  /* Those that still wait, for ever or for each other; they may spawn more. */
  for (guint i = 0; i < world->tasks->len; i++)
    {
      HarkTask *task = g_ptr_array_index (world->tasks, i);

      hark_task_cancel (task);
      hark_task_await (task, NULL);
      g_assert_true (hark_future_is_settled (hark_task_get_future (task)));
    }
  return NULL;
}

static void
check_program (void)
{
  World world = {
    .rand = g_rand_new_with_seed (seed),
    .tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_task_unref),
    .lock = hark_task_lock_new (),
    .semaphore = hark_task_semaphore_new (1),
    .flag = hark_task_flag_new (),
    .queue = hark_task_queue_new (2, g_free),
  };
  g_autoptr(GError) error = NULL;

  hark_run (run_program, &world, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (world.n_data, ==, 0);
  g_assert_true (hark_task_lock_try (world.lock));
  g_assert_true (hark_task_semaphore_try (world.semaphore));
  g_assert_cmpuint (world.n_put, ==, world.n_got + hark_task_queue_get_n_items (world.queue));

  g_ptr_array_unref (world.tasks);
  hark_task_lock_unref (world.lock);
  hark_task_semaphore_unref (world.semaphore);
  hark_task_flag_unref (world.flag);
  hark_task_queue_unref (world.queue);
  g_rand_free (world.rand);
}

static void
say_seed (int number)
{
  char text[64];
  int length = g_snprintf (text, sizeof text, "\nthis was --seed %u\n", seed);

  if (write (STDERR_FILENO, text, length) < 0)
    _exit (2);
  signal (number, SIG_DFL);
  raise (number);
}

static void
test_every_one_ends (void)
{
  signal (SIGABRT, say_seed);
  signal (SIGALRM, say_seed);
  hark_clock_set_virtual (TRUE);
  for (guint32 i = 0; i < n_programs; i++)
    {
      seed = first_seed + i;
      alarm (60);
      check_program ();
    }
  alarm (0);
  signal (SIGABRT, SIG_DFL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && g_str_equal (argv[1], "--seed"))
    {
      first_seed = atoi (argv[2]);
      n_programs = 1;
    }
  else if (argc == 3 && g_str_equal (argv[1], "--programs"))
    n_programs = atoi (argv[2]);
  g_test_add_func ("/async/programs/every-one-ends", test_every_one_ends);
  return g_test_run ();
}
