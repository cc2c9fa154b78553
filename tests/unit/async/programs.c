/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Random programs of tasks, each from its seed: they spawn, await, cancel, lock,
 * notify, put, get, join, combine and sleep on the virtual clock. Every task of every
 * program ends, and leaves nothing held, lost or behind; and whenever nobody can go on,
 * nobody waits for what is there.
 *
 *   async-programs --seed N      the one program that failed, as the message says
 *   async-programs --programs N  as many, from seed 0 on */

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "async/annotation-private.h"
#include "program-private.h"

enum
{
  MOST_FIRST = 8,
  LENGTH     = 200,  /* of a program, in ms; then who still waits is cancelled */
};

static guint32 first_seed, n_programs = HARK_TSAN || HARK_ASAN ? 1000 : 5000;
static volatile guint32 seed;

/* All other times are whole milliseconds, so when this task wakes between two of
 * them nobody else could go on. */
static void
watch (World *world)
{
  g_assert_true (hark_sleep (MS / 2, NULL));
  for (guint i = 0; i < LENGTH; i++)
    {
      world_check_quiet (world);
      g_assert_true (hark_sleep (MS, NULL));
    }
}

/* Those that still wait, for ever or for each other; they may spawn more. */
static void
end_all (World *world)
{
  for (guint i = 0; i < world->tasks->len; i++)
    {
      HarkTask *task = g_ptr_array_index (world->tasks, i);

      hark_task_cancel (task);
      hark_task_await (task, NULL);
      g_assert_true (hark_future_is_settled (hark_task_get_future (task)));
    }
}

static gpointer
run_program (gpointer  data,
             GError  **error)
{
  World *world = data;
  guint n = 2 + world_draw (world, MOST_FIRST - 1);

  for (guint i = 0; i < n; i++)
    world_spawn (world, NULL);
  watch (world);
  end_all (world);
  return NULL;
}

static void
check_program (void)
{
  World *world = world_new (seed);
  g_autoptr(GError) error = NULL;

  hark_run (run_program, world, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE) || g_main_context_iteration (NULL, FALSE))
    ; /* those that limit others */
  world_check_end (world);
  world_free (world);
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
