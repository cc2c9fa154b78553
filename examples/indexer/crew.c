/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The processes that the indexer starts. Whoever is ready says so on a pipe, so
 * that nobody has to guess how long that takes; none of them outlives the one
 * who started it. */

#include "crew.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum
{
  PATIENCE = 3, /* seconds between asking a process to end and killing it */
};

struct _Crew
{
  GPtrArray *members;
  guint      n_alive;
  CrewEnded  ended;
  gpointer   data;
};

static void
member_free (gpointer data)
{
  Member *self = data;

  g_clear_object (&self->process);
  g_free (self);
}

Crew *
crew_new (CrewEnded ended,
          gpointer  data)
{
  Crew *self = g_new0 (Crew, 1);

  self->members = g_ptr_array_new_with_free_func (member_free);
  self->ended = ended;
  self->data = data;
  return self;
}

static void
signal_all (Crew *self,
            int   number)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      Member *member = self->members->pdata[i];

      if (member->process != NULL)
        g_subprocess_send_signal (member->process, number);
    }
}

static gboolean
lose_patience (gpointer data)
{
  signal_all (data, SIGKILL);
  return G_SOURCE_REMOVE;
}

void
crew_free (Crew *self)
{
  guint patience = g_timeout_add_seconds (PATIENCE, lose_patience, self);

  self->ended = NULL;
  signal_all (self, SIGTERM);
  while (self->n_alive > 0)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
  g_ptr_array_unref (self->members);
  g_free (self);
}

/* In the child. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
on_ended (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  Member *member = data;
  Crew *self = member->crew;

  g_subprocess_wait_finish (member->process, result, NULL);
  self->n_alive--;
  if (self->ended != NULL)
    self->ended (member, g_subprocess_get_status (member->process), self->data);
  g_clear_object (&member->process);
}

static gboolean
await_ready (GSubprocess  *process,
             const char   *name,
             GError      **error)
{
  g_autoptr(GDataInputStream) output =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;

  /* The pipe stays open: it is the process's, not the reader's. */
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, error);
  if (line != NULL && g_str_has_prefix (line, "ready"))
    return TRUE;

  if (*error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s did not get ready", name);
  return FALSE;
}

Member *
crew_start (Crew               *self,
            const char         *name,
            const char *const *argv,
            gboolean            ready,
            int                 fd,
            GError            **error)
{
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (ready ? G_SUBPROCESS_FLAGS_STDOUT_PIPE : G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GError) local_error = NULL;
  GSubprocess *process;
  Member *member;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  if (fd >= 0)
    g_subprocess_launcher_take_fd (launcher, fd, 3);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process == NULL)
    return NULL;

  member = g_new0 (Member, 1);
  member->name = name;
  member->process = process;
  member->crew = self;
  g_ptr_array_add (self->members, member);
  self->n_alive++;
  g_subprocess_wait_async (process, NULL, on_ended, member);

  if (ready && !await_ready (process, name, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return member;
}
