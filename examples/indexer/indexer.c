/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Indexes a folder with a crew of processes: a broker, a scanner, two hashers
 * and a report, which meet on a socket in a folder of their own. This program
 * starts them one after the other, each when the one before is ready; ends with
 * the report, and with its exit code; and leaves nothing behind. */

#include "crew.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  N_HASHERS = 2,
};

typedef struct
{
  GMainLoop *main_loop;
  int        exit_code;
  char      *folder;   /* of the socket */
  char      *address;
  Member    *broker;
  Member    *scanner;
  Member    *hashers[N_HASHERS];
  Member    *report;
  guint      n_to_kill;
  gint64     milestone;  /* how many files are done when they are killed */
} Indexer;

static char  *digests;
static gint64 kill_hasher_after = -1;
static gint64 kill_all_after = -1;

static const GOptionEntry entries[] = {
  { "digests", 0, 0, G_OPTION_ARG_FILENAME, &digests, "Write all digests to FILE, as sha256sum does", "FILE" },
  { "kill-hasher-after", 0, 0, G_OPTION_ARG_INT64, &kill_hasher_after, "Kill one hasher when N files are done", "N" },
  { "kill-all-after", 0, 0, G_OPTION_ARG_INT64, &kill_all_after, "Kill all hashers when N files are done", "N" },
  G_OPTION_ENTRY_NULL,
};

static void
finish (Indexer *self,
        int      exit_code)
{
  self->exit_code = exit_code;
  g_main_loop_quit (self->main_loop);
}

/* --- what happens meanwhile --- */

static void
on_ended (Member  *member,
          int      status,
          gpointer data)
{
  Indexer *self = data;

  if (member == self->report && WIFEXITED (status))
    {
      finish (self, WEXITSTATUS (status));
      return;
    }

  if (WIFSIGNALED (status))
    g_printerr ("indexer: %s was ended by signal %d (%s)\n",
                member->name, WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else
    g_printerr ("indexer: %s ended with exit code %d\n", member->name, WEXITSTATUS (status));

  /* The report can do without a hasher, but not without the others. */
  for (guint i = 0; i < N_HASHERS; i++)
    if (member == self->hashers[i])
      return;
  finish (self, EXIT_FAILURE);
}

static gboolean
on_milestone (int          fd,
              GIOCondition condition,
              gpointer     data)
{
  Indexer *self = data;
  char     byte;

  if (read (fd, &byte, 1) == 1)
    for (guint i = 0; i < self->n_to_kill; i++)
      if (self->hashers[i]->process != NULL)
        g_subprocess_send_signal (self->hashers[i]->process, SIGKILL);
  close (fd);
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt (gpointer data)
{
  finish (data, 128 + SIGINT);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_terminate (gpointer data)
{
  finish (data, 128 + SIGTERM);
  return G_SOURCE_CONTINUE;
}

/* --- the start --- */

static Member *
start_hasher (Crew       *crew,
              Indexer    *self,
              const char *name,
              const char *program,
              GError    **error)
{
  const char *argv[] = { program, self->address, NULL };

  return crew_start (crew, name, argv, TRUE, -1, error);
}

static gboolean
start_report (Crew       *crew,
              Indexer    *self,
              const char *program,
              GError    **error)
{
  g_autofree char *milestone = g_strdup_printf ("%" G_GINT64_FORMAT, self->milestone);
  const char *argv[] = { program, self->address, milestone, digests, NULL };
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return FALSE;
  g_unix_fd_add (ends[0], G_IO_IN | G_IO_HUP, on_milestone, self);
  self->report = crew_start (crew, "the report", argv, FALSE, ends[1], error);
  return self->report != NULL;
}

static gboolean
start_all (Crew       *crew,
           Indexer    *self,
           const char *indexed,
           GError    **error)
{
  g_autofree char *here = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *programs = g_path_get_dirname (here);
  g_autofree char *scanner = g_build_filename (programs, "indexer-scanner", NULL);
  g_autofree char *hasher = g_build_filename (programs, "indexer-hasher", NULL);
  g_autofree char *report = g_build_filename (programs, "indexer-report", NULL);
  const char *broker_argv[] = { HARK_BROKER, "--address", self->address, NULL };
  const char *scanner_argv[] = { scanner, self->address, indexed, NULL };

  return (self->broker = crew_start (crew, "the broker", broker_argv, TRUE, -1, error)) != NULL
         && (self->scanner = crew_start (crew, "the scanner", scanner_argv, TRUE, -1, error)) != NULL
         && (self->hashers[0] = start_hasher (crew, self, "the first hasher", hasher, error)) != NULL
         && (self->hashers[1] = start_hasher (crew, self, "the second hasher", hasher, error)) != NULL
         && start_report (crew, self, report, error);
}

static void
run (Indexer    *self,
     const char *indexed)
{
  g_autoptr(Crew) crew = crew_new (on_ended, self);
  g_autoptr(GError) error = NULL;

  g_unix_signal_add (SIGINT, on_interrupt, self);
  g_unix_signal_add (SIGHUP, on_terminate, self);
  g_unix_signal_add (SIGTERM, on_terminate, self);

  if (start_all (crew, self, indexed, &error))
    g_main_loop_run (self->main_loop);
  else
    g_printerr ("indexer: %s\n", error->message);
}

/* The socket's folder, with whatever the broker has left in it. */
static void
remove_folder (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GOptionContext) options = g_option_context_new ("[FOLDER] - index a folder's files");
  g_autoptr(GError) error = NULL;
  g_autofree char *indexed = NULL;
  Indexer self = { .exit_code = EXIT_FAILURE };

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc > 2)
    {
      g_printerr ("indexer: %s\n", error != NULL ? error->message : "it takes one folder");
      return EXIT_FAILURE;
    }
  indexed = realpath (argc == 2 ? argv[1] : ".", NULL);
  if (indexed == NULL || !g_file_test (indexed, G_FILE_TEST_IS_DIR))
    {
      g_printerr ("indexer: %s is not a folder\n", argv[1]);
      return EXIT_FAILURE;
    }

  self.folder = g_dir_make_tmp ("hark-indexer-XXXXXX", &error);
  if (self.folder == NULL)
    {
      g_printerr ("indexer: %s\n", error->message);
      return EXIT_FAILURE;
    }
  self.address = g_strconcat ("unix:", self.folder, "/broker.socket", NULL);
  self.main_loop = g_main_loop_new (NULL, FALSE);
  self.n_to_kill = kill_all_after >= 0 ? N_HASHERS : 1;
  self.milestone = kill_all_after >= 0 ? kill_all_after : kill_hasher_after;

  run (&self, indexed);

  remove_folder (self.folder);
  g_main_loop_unref (self.main_loop);
  g_free (self.folder);
  g_free (self.address);
  g_free (digests);
  return self.exit_code;
}
