/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How far it has got: on a terminal a bar that is drawn over, elsewhere a line
 * now and then. It may be shown as often as one likes, and looks at the clock
 * itself. */

#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum
{
  BAR_EVERY = G_TIME_SPAN_MILLISECOND * 50,
  LINE_EVERY = G_TIME_SPAN_SECOND,
  NARROWEST = 10,  /* of the bar itself */
  WIDEST = 50,
};

void
progress_init (Progress *self)
{
  self->is_terminal = isatty (STDOUT_FILENO);
  self->next = g_get_monotonic_time () + (self->is_terminal ? BAR_EVERY : LINE_EVERY);
}

static void
draw_bar (const char *text,
          int         length,
          guint64     n_done,
          guint64     n_found)
{
  struct winsize window = { .ws_col = 80 };
  int            width, n_full;

  ioctl (STDOUT_FILENO, TIOCGWINSZ, &window);
  width = CLAMP (window.ws_col - length - 4, NARROWEST, WIDEST);
  n_full = n_found > 0 ? (int) (n_done * width / n_found) : 0;

  fputs ("\r\033[K[", stdout);
  for (int i = 0; i < width; i++)
    putchar (i < n_full ? '#' : '.');
  printf ("] %s", text);
  fflush (stdout);
}

static void
show (Progress *self,
      guint64   n_done,
      guint64   n_found,
      gboolean  is_over,
      guint64   n_bytes)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT "%s files, %.1f MB",
                                           n_done, n_found, is_over ? "" : "+", n_bytes / 1e6);

  if (self->is_terminal)
    draw_bar (text, (int) strlen (text), n_done, n_found);
  else
    g_print ("%s\n", text);
}

void
progress_show (Progress *self,
               guint64   n_done,
               guint64   n_found,
               gboolean  is_over,
               guint64   n_bytes)
{
  gint64 now = g_get_monotonic_time ();

  if (now < self->next)
    return;
  self->next = now + (self->is_terminal ? BAR_EVERY : LINE_EVERY);
  show (self, n_done, n_found, is_over, n_bytes);
}

void
progress_end (Progress *self,
              guint64   n_done,
              guint64   n_found,
              guint64   n_bytes)
{
  if (self->is_terminal)
    {
      fputs ("\r\033[K", stdout);
      fflush (stdout);
    }
  else
    show (self, n_done, n_found, TRUE, n_bytes);
}
