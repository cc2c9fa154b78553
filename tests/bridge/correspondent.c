/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A process of the campaign: it writes numbered letters, or reads those of
 * several writers and keeps count of what is missing, out of order or there twice.
 * campaign.py starts it and asks it, in lines:
 *
 *   correspondent ADDRESS write NAME      correspondent ADDRESS read NAME...
 *   go | stop | report                    report */

#include "letter.h"

#include <hark/hark.h>
#include <stdio.h>
#include <string.h>

enum
{
  INTERVAL = 2,   /* milliseconds */
  AT_ONCE  = 4,   /* letters */
  PATIENCE = 60,  /* seconds */
};

/* What one writer's letters were. */
typedef struct
{
  char       *name;
  PostWriter *remote;
  guint64     last;
  guint64     n_received;
  guint64     n_lost;      /* as gaps said */
  guint64     n_missing;   /* as the numbers say */
  guint64     n_disorder;
  guint64     n_twice;
} Correspondence;

typedef struct
{
  HarkBus    *bus;
  HarkPeer   *peer;
  GMainLoop  *main_loop;
  PostWriter *writer;      /* NULL: it reads */
  guint64     n_written;
  guint       timer;
  GPtrArray  *read;        /* of Correspondence */
} Correspondent;

static void G_GNUC_PRINTF (1, 2)
  say (const char *format,
       ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

/* --- Writing --- */

static gboolean
write_some (gpointer data)
{
  Correspondent *self = data;
  guint i;

  for (i = 0; i < AT_ONCE; i++)
    post_writer_emit_written (self->writer, ++self->n_written, "Dear all, it goes well. Yours");
  return G_SOURCE_CONTINUE;
}

/* --- Reading --- */

static void
on_written (Correspondence *self,
            guint64         number,
            const char     *text)
{
  self->n_received += 1;
  if (number == self->last)
    self->n_twice += 1;
  else if (number < self->last)
    self->n_disorder += 1;
  else
    {
      self->n_missing += number - self->last - 1;
      self->last = number;
    }
}

static void
on_gap (Correspondent *self,
        const char    *publisher,
        const char    *object,
        const char    *name,
        const char    *event,
        guint64        n_lost)
{
  guint i;

  for (i = 0; i < self->read->len; i++)
    {
      Correspondence *one = g_ptr_array_index (self->read, i);

      if (strcmp (one->name, name) == 0)
        one->n_lost += n_lost;
    }
}

static void
report (Correspondent *self)
{
  guint i;

  for (i = 0; i < self->read->len; i++)
    {
      Correspondence *one = g_ptr_array_index (self->read, i);

      say ("%s last %" G_GUINT64_FORMAT " received %" G_GUINT64_FORMAT " lost %" G_GUINT64_FORMAT
           " missing %" G_GUINT64_FORMAT " disorder %" G_GUINT64_FORMAT " twice %" G_GUINT64_FORMAT,
           one->name, one->last, one->n_received, one->n_lost, one->n_missing, one->n_disorder, one->n_twice);
    }
  say ("written %" G_GUINT64_FORMAT " resent %" G_GUINT64_FORMAT " discarded %" G_GUINT64_FORMAT,
       self->n_written, hark_peer_get_n_resent (self->peer), hark_peer_get_n_discarded (self->peer));
}

/* --- Its life --- */

static gboolean
on_line (GIOChannel   *input,
         GIOCondition  condition,
         gpointer      data)
{
  Correspondent *self = data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (self->main_loop);
      return G_SOURCE_REMOVE;
    }
  g_strchomp (line);
  if (strcmp (line, "go") == 0)
    self->timer = g_timeout_add (INTERVAL, write_some, self);
  else if (strcmp (line, "stop") == 0)
    g_source_remove (self->timer);
  else
    report (self);
  return G_SOURCE_CONTINUE;
}

/* Returns: whether it is ready */
static gboolean
begin_to_write (Correspondent  *self,
                const char     *name,
                GError        **error)
{
  self->writer = post_writer_new (hark_object_get_loop (HARK_OBJECT (self->bus)), NULL, NULL, NULL);
  return hark_bus_export (self->bus, HARK_OBJECT (self->writer), name, error) &&
         hark_object_await_ready (HARK_OBJECT (self->writer), PATIENCE * G_TIME_SPAN_SECOND, NULL, error);
}

static gboolean
begin_to_read (Correspondent  *self,
               const char     *name,
               GError        **error)
{
  Correspondence *one = g_new0 (Correspondence, 1);

  one->name = g_strdup (name);
  one->remote = post_writer_new_remote (self->bus, name, hark_object_get_loop (HARK_OBJECT (self->bus)));
  g_ptr_array_add (self->read, one);
  HARK_CONNECT_DATA (one->remote, post_writer_written, self->bus, on_written, one, NULL);
  return hark_object_await_ready (HARK_OBJECT (one->remote), PATIENCE * G_TIME_SPAN_SECOND, NULL, error);
}

static gboolean
begin (Correspondent  *self,
       char          **words,
       GError        **error)
{
  guint i;

  if (!hark_peer_connect (self->peer, PATIENCE * G_TIME_SPAN_SECOND, NULL, error))
    return FALSE;
  if (strcmp (words[2], "write") == 0)
    return begin_to_write (self, words[3], error);
  for (i = 3; words[i] != NULL; i++)
    if (!begin_to_read (self, words[i], error))
      return FALSE;
  return TRUE;
}

static void
correspondence_free (gpointer data)
{
  Correspondence *self = data;

  g_object_unref (self->remote);
  g_free (self->name);
  g_free (self);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr(GError) error = NULL;
  Correspondent self = { .main_loop = g_main_loop_new (NULL, FALSE) };

  self.bus = hark_bus_new (NULL);
  self.peer = hark_peer_new (self.bus, argv[1]);
  self.read = g_ptr_array_new_with_free_func (correspondence_free);
  HARK_CONNECT_DATA (self.peer, hark_peer_gap, self.bus, on_gap, &self, NULL);
  if (begin (&self, argv, &error))
    {
      say ("ready");
      g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_line, &self);
      g_main_loop_run (self.main_loop);
    }
  else
    say ("failed: %s", error->message);

  g_ptr_array_unref (self.read);
  g_clear_object (&self.writer);
  g_clear_object (&self.peer);
  g_clear_object (&self.bus);
  /* What is freed behind the calls. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_main_loop_unref (self.main_loop);
  return 0;
}
