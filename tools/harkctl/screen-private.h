/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The standard output: colours where it is a terminal, and columns. */

#include <glib.h>

typedef enum
{
  SCREEN_PLAIN,
  SCREEN_BOLD,
  SCREEN_DIM,
  SCREEN_RED,
  SCREEN_GREEN,
  SCREEN_YELLOW,
  SCREEN_BLUE,
  SCREEN_CYAN,
} ScreenStyle;

/* @choice: "always", "never", "auto" or %NULL; %FALSE: none of these. */
gboolean screen_set_colour  (const char  *choice);
gboolean screen_has_colour  (void);
gboolean screen_is_terminal (void);
/* Of the terminal; %FALSE: it is none. */
gboolean screen_get_size    (guint       *width,
                             guint       *height);

/* (transfer full): UTF-8 that moves no cursor. */
char    *screen_printable   (const char  *text);

/* Appends @text, which is printable, in a style. */
void     screen_put         (GString     *line,
                             ScreenStyle  style,
                             const char  *text);

/* --- columns --- */

typedef struct _ScreenTable ScreenTable;

/* @headings: NULL at the end; with a `>` in front: flush right */
ScreenTable *screen_table_new  (const char *const *headings);
void         screen_table_free (ScreenTable       *self);
/* A row: consumes @text, and begins a new row where one is full. */
void         screen_table_add  (ScreenTable       *self,
                                ScreenStyle        style,
                                char              *text);
void         screen_table_add_number (ScreenTable *self,
                                      ScreenStyle  style,
                                      guint64      number);
/* Appends the table; @width, @height: cut lines and rows that are too many; 0: none are. */
void         screen_table_put  (ScreenTable       *self,
                                GString           *text,
                                guint              width,
                                guint              height);

/* (transfer full): "12 KiB", "3m 20s" */
char    *screen_bytes    (guint64 bytes);
char    *screen_duration (gint64  microseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScreenTable, screen_table_free)
