/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  gboolean is_terminal;
  gint64   next;  /* when to show it again */
} Progress;

void progress_init  (Progress *self);
/* @is_over: @n_found will not grow any more. */
void progress_show  (Progress *self,
                     guint64   n_done,
                     guint64   n_found,
                     gboolean  is_over,
                     guint64   n_bytes);
/* Takes the bar away, or says the last line. */
void progress_end   (Progress *self,
                     guint64   n_done,
                     guint64   n_found,
                     guint64   n_bytes);
