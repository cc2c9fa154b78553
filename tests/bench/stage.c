/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Processes of a benchmark, and the page that they share. They end with the one that
 * started them. */

#include "stage.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE (60 * G_TIME_SPAN_SECOND)

static char       *folder;
static char       *address;
static pid_t       broker;
static char       *program;   /* this one */
static int         board_fd = -1;
static StageBoard *board;
static pid_t       children[STAGE_CHILDREN];
static guint       n_children;

static StageBoard *
map_board (int fd)
{
  gpointer page = mmap (NULL, sizeof (StageBoard), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  BENCH_CHECK (page != MAP_FAILED);
  return page;
}

/* In a child, between fork and exec. */
static void
follow_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

StagePart *
stage_enter (int    argc,
             char **argv)
{
  static StagePart part;

  program = argv[0];
  if (argc != 7 || strcmp (argv[1], "--role") != 0)
    return NULL;

  part.role = argv[2];
  part.address = argv[3];
  part.board = map_board (atoi (argv[4]));
  part.number = (guint) atoi (argv[5]);
  part.total = g_ascii_strtoull (argv[6], NULL, 10);
  return &part;
}

static pid_t
spawn (char **words,
       int   *output)
{
  g_autoptr(GError) error = NULL;
  GPid pid;

  if (!g_spawn_async_with_pipes (NULL, words, NULL,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, follow_parent, NULL,
                                 &pid, NULL, output, NULL, &error))
    bench_fail (error->message);
  return pid;
}

const char *
stage_open (void)
{
  g_autofree char *here = g_path_get_dirname (program);
  g_autofree char *command = g_build_filename (here, "..", "..", "tools", "hark-broker", NULL);
  char *words[] = { command, (char *) "--address", NULL, NULL };
  char first;
  int output;

  folder = g_dir_make_tmp ("hark-bench-XXXXXX", NULL);
  BENCH_CHECK (folder != NULL);
  address = g_build_filename (folder, "broker", NULL);
  words[2] = address;
  broker = spawn (words, &output);
  /* It says where it listens. */
  BENCH_CHECK (read (output, &first, 1) == 1);
  board_fd = memfd_create ("board", 0);
  BENCH_CHECK (board_fd >= 0 && ftruncate (board_fd, sizeof (StageBoard)) == 0);
  board = map_board (board_fd);
  return address;
}

gsize
stage_broker_size (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", (int) broker);
  g_autofree char *statm = NULL;
  char *rest;

  BENCH_CHECK (g_file_get_contents (path, &statm, NULL, NULL));
  g_ascii_strtoull (statm, &rest, 10);
  return g_ascii_strtoull (rest, NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

void
stage_close (void)
{
  g_autofree char *lock = g_strconcat (address, ".lock", NULL);
  int status;

  kill (broker, SIGTERM);
  BENCH_CHECK (waitpid (broker, &status, 0) == broker && WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_unlink (lock);
  BENCH_CHECK (g_rmdir (folder) == 0);
}

StageBoard *
stage_clear (void)
{
  memset (board, 0, sizeof *board);
  n_children = 0;
  return board;
}

void
stage_start (const char *role,
             guint64     total)
{
  g_autofree char *fd = g_strdup_printf ("%d", board_fd);
  g_autofree char *number = g_strdup_printf ("%u", n_children);
  g_autofree char *all = g_strdup_printf ("%" G_GUINT64_FORMAT, total);
  char *words[] = { program, (char *) "--role", (char *) role, address, fd, number, all, NULL };

  children[n_children++] = spawn (words, NULL);
}

void
stage_await (void)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (atomic_load (&board->n_ready) < n_children)
    {
      BENCH_CHECK (g_get_monotonic_time () < end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (100);
    }
}

void
stage_join (void)
{
  for (guint i = 0; i < n_children; i++)
    {
      int status;
      pid_t ended;

      while ((ended = waitpid (children[i], &status, WNOHANG)) == 0)
        if (!g_main_context_iteration (NULL, FALSE))
          g_usleep (100);
      BENCH_CHECK (ended == children[i] && WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
  n_children = 0;
}

void
stage_end (void)
{
  for (guint i = 0; i < n_children; i++)
    {
      kill (children[i], SIGKILL);
      waitpid (children[i], NULL, 0);
    }
  n_children = 0;
}

HarkBus *
stage_join_broker (const char  *at,
                   HarkPeer   **peer)
{
  HarkBus *bus = hark_bus_new (NULL);
  g_autoptr(GError) error = NULL;

  *peer = hark_peer_new (bus, at);
  if (!hark_peer_connect (*peer, PATIENCE, NULL, &error))
    bench_fail (error->message);
  return bus;
}
