/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* Counts files by their type, and what could not be read by its reason. */

typedef struct
{
  guint64     n_files;
  guint64     n_bytes;
  guint64     n_unreadable;
  GHashTable *types;    /* ".c" -> Row */
  GHashTable *reasons;  /* "Permission denied" -> Row */
} Tally;

void tally_init           (Tally      *self);
void tally_clear          (Tally      *self);
void tally_add            (Tally      *self,
                           const char *path,
                           guint64     size);
void tally_add_unreadable (Tally      *self,
                           const char *reason);
/* The table, on the standard output. */
void tally_print          (Tally      *self);
