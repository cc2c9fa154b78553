/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/types.h>

/* Unless told otherwise. */
#define HARK_LINE_FILE_SIZE (10 * 1024 * 1024)
#define HARK_LINE_FILE_OLD 5

/* A file of lines that is continued, and made way for a new one when it is large. */
typedef struct
{
  char     *path;        /* owned */
  guint64   size;        /* from which on it is large; 0: never */
  guint     n_old;       /* that are kept, at least 1 */
  int       file;        /* -1: it is not open */
  gboolean  is_regular;  /* it is a file, and no device */
  guint64   length;      /* of the file */
  GString  *pending;     /* owned; whole lines, the first one perhaps in part, to be written */
  guint     n_rotated;   /* how often it has been */
  GError   *trouble;     /* owned; (nullable): why it was not */
} HarkLineFile;

void     hark_line_file_init  (HarkLineFile *self,
                               const char   *path);
/* Whoever wants what is pending to be written does so before. */
void     hark_line_file_clear (HarkLineFile *self);

gboolean hark_line_file_open  (HarkLineFile  *self,
                               GError       **error);
/* What is pending stays. */
void     hark_line_file_close (HarkLineFile  *self);

/* @line: with its end. It is written when enough is pending, or by flush(). %FALSE: it is lost,
 * as too much could not be written. */
gboolean hark_line_file_add   (HarkLineFile  *self,
                               const GString *line,
                               GError       **error);
/* Writes what is pending. What cannot be written stays so. */
gboolean hark_line_file_flush (HarkLineFile  *self,
                               GError       **error);
