/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Many lives, one after the other, on all processors: as a test a few hundred of
 * each kind, as a campaign (--seeds) any number, or one again (--seed). A
 * worker is a process, so that a crash ends one life and names its seed. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world-private.h"

enum
{
  MOST_WORKERS = 64,
  SECONDS_OF_A_LIFE = 120,
  LIVES_IN_A_TEST = 300,
};

/* What a worker tells, in memory that is shared with it. */
typedef struct
{
  guint64 seed;
  Counts  counts;
  pid_t   pid;
} Worker;

typedef struct
{
  guint64 first;
  guint64 n;
  guint64 stride;      /* from one seed to the next */
} Seeds;

/* --- A worker --- */

static void G_GNUC_NORETURN
work (Worker *self,
      Seeds   seeds,
      guint   index,
      guint   n_workers)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  signal (SIGALRM, SIG_DFL);
  for (guint64 i = index; i < seeds.n; i += n_workers)
    {
      self->seed = seeds.first + i * seeds.stride;
      alarm (SECONDS_OF_A_LIFE);
      world_live (self->seed, FALSE, &self->counts);
    }
  exit (0);
}

/* --- Those who wait for them --- */

static Counts
add_up (const Worker *workers,
        guint         n_workers)
{
  Counts sum = { 0 };

  for (guint i = 0; i < n_workers; i++)
    for (guint k = 0; k < sizeof (Counts) / sizeof (guint64); k++)
      ((guint64 *) &sum)[k] += ((const guint64 *) &workers[i].counts)[k];
  return sum;
}

static void
show_progress (guint64 n_lives,
               guint64 n)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " lives", n_lives, n);
}

static void
tell_end (const Worker *worker,
          int           status)
{
  if (isatty (STDERR_FILENO))
    fputc ('\n', stderr);
  if (WIFSIGNALED (status))
    fprintf (stderr, "seed %" G_GUINT64_FORMAT ": ended by signal %d%s\n", worker->seed, WTERMSIG (status),
             WTERMSIG (status) == SIGALRM ? ": it took too long" : "");
  fprintf (stderr, "see it again: ./dev simulate --seed %" G_GUINT64_FORMAT " --trace\n", worker->seed);
}

static Worker *
find_worker (Worker *workers,
             guint   n_workers,
             pid_t   pid)
{
  for (guint i = 0; i < n_workers; i++)
    if (workers[i].pid == pid)
      return &workers[i];
  return NULL;
}

/* Returns: whether all of them ended well */
static gboolean
wait_for_workers (Worker *workers,
                  guint   n_workers,
                  guint64 n)
{
  guint n_left = n_workers;

  while (n_left > 0)
    {
      int status;
      pid_t pid = waitpid (-1, &status, WNOHANG);
      Worker *worker;

      if (pid == 0)
        {
          show_progress (add_up (workers, n_workers).n_lives, n);
          g_usleep (50000);
          continue;
        }
      if (pid < 0 && errno == EINTR)
        continue;
      g_assert (pid > 0);
      worker = find_worker (workers, n_workers, pid);
      worker->pid = 0;
      n_left -= 1;
      if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
        continue;
      tell_end (worker, status);
      for (guint i = 0; i < n_workers; i++)
        if (workers[i].pid != 0)
          {
            kill (workers[i].pid, SIGKILL);
            waitpid (workers[i].pid, NULL, 0);
          }
      return FALSE;
    }
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K");
  return TRUE;
}

/* Returns: whether no rule was broken */
static gboolean
live_all (Seeds   seeds,
          Counts *counts)
{
  guint n_workers = MIN (g_get_num_processors (), MOST_WORKERS);
  Worker *workers = mmap (NULL, MOST_WORKERS * sizeof (Worker), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  gboolean is_good;

  g_assert (workers != MAP_FAILED);
  fflush (NULL);
  for (guint i = 0; i < n_workers; i++)
    {
      pid_t pid = fork ();

      g_assert (pid >= 0);
      if (pid == 0)
        work (&workers[i], seeds, i, n_workers);
      workers[i].pid = pid;
    }
  is_good = wait_for_workers (workers, n_workers, seeds.n);
  *counts = add_up (workers, n_workers);
  munmap (workers, MOST_WORKERS * sizeof (Worker));
  return is_good;
}

/* --- The campaign --- */

static void
say_counts (const Counts *counts)
{
#define COUNT(field) counts->field
  printf ("lives: %" G_GUINT64_FORMAT ", of %" G_GUINT64_FORMAT " steps\n", COUNT (n_lives), COUNT (n_steps));
  printf ("events: %" G_GUINT64_FORMAT " emitted, %" G_GUINT64_FORMAT " owed, %" G_GUINT64_FORMAT " arrived\n",
          COUNT (n_emitted), COUNT (n_owed), COUNT (n_arrived));
  printf ("calls: %" G_GUINT64_FORMAT ", given to another: %" G_GUINT64_FORMAT ", resumed: %" G_GUINT64_FORMAT
          ", cancelled: %" G_GUINT64_FORMAT " (workers told: %" G_GUINT64_FORMAT "); refused: %" G_GUINT64_FORMAT "\n",
          COUNT (n_calls), COUNT (n_redelivered), COUNT (n_resumed), COUNT (n_cancelled), COUNT (n_stopped), COUNT (n_refused));
  printf ("events: %" G_GUINT64_FORMAT " sent again, %" G_GUINT64_FORMAT " discarded, %" G_GUINT64_FORMAT " lost for want of room\n",
          COUNT (figures.n_resent), COUNT (figures.n_discarded), COUNT (figures.n_lost));
  printf ("faults: %" G_GUINT64_FORMAT " cuts, %" G_GUINT64_FORMAT " restarts, %" G_GUINT64_FORMAT " deaths, %" G_GUINT64_FORMAT
          " stops, %" G_GUINT64_FORMAT " strangers, %" G_GUINT64_FORMAT " shut out\n",
          COUNT (n_cut), COUNT (n_restarts), COUNT (n_deaths), COUNT (n_stops), COUNT (n_strangers), COUNT (n_shut_out));
#undef COUNT
}

static int
campaign (int    argc,
          char **argv)
{
  gint64 n_seeds = 0;
  gint64 first = 0;
  gint64 seed = -1;
  gboolean is_traced = FALSE;
  GOptionEntry entries[] = {
    { "seeds", 0, 0, G_OPTION_ARG_INT64, &n_seeds, "Live so many lives", "N" },
    { "first", 0, 0, G_OPTION_ARG_INT64, &first, "Begin with this seed", "S" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Live this one", "S" },
    { "trace", 0, 0, G_OPTION_ARG_NONE, &is_traced, "Tell all that happens in it", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  Counts counts = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (n_seeds <= 0) == (seed < 0))
    {
      fprintf (stderr, "simulator: %s\n", error != NULL ? error->message : "it takes --seeds N or --seed S");
      return 2;
    }
  if (seed >= 0)
    /* Also what comes before a crash. */
    setvbuf (stdout, NULL, _IOLBF, 0);
  if (seed >= 0)
    world_live ((guint64) seed, is_traced, &counts);
  else if (!live_all ((Seeds) { (guint64) first, (guint64) n_seeds, 1 }, &counts))
    return 1;
  say_counts (&counts);
  return 0;
}

/* --- As a test --- */

/* The seeds of one kind. */
static void
test_kind (gconstpointer data)
{
  Counts counts;

  g_assert_true (live_all ((Seeds) { GPOINTER_TO_UINT (data), LIVES_IN_A_TEST, n_profiles }, &counts));
  g_assert_cmpuint (counts.n_owed, >, 0);
  g_test_message ("%" G_GUINT64_FORMAT " events were owed", counts.n_owed);
}

int
main (int    argc,
      char **argv)
{
  static const char *const claims[] = {
    "/rule/28/who-is-ready-hears-the-next",
    "/rule/30/who-is-slow-hurts-nobody-else",
    "/rule/29/order-holds-through-cut-connections",
    "/rule/29/order-holds-through-restarts-of-the-broker",
    "/rule/22/calls-end-whoever-dies",
    "/rule/33/strangers-hurt-nobody",
    "/rule/29/order-holds-through-all-of-it",
    "/rule/30/order-holds-through-all-of-it-and-little-room",
  };

  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--seed"))
      return campaign (argc, argv);
  g_test_init (&argc, &argv, NULL);
  g_assert (G_N_ELEMENTS (claims) == n_profiles);
  for (guint i = 0; i < n_profiles; i++)
    {
      g_autofree char *path = g_strconcat ("/simulator", claims[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }
  return g_test_run ();
}
