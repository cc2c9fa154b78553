/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pieces of memory that live shortly and often die on another thread: queued
 * calls. A thread cuts them one after the other from a block of its own; the
 * block is freed when the thread has left it and its last piece is freed. */

#include <glib.h>

/* @size bytes, aligned to 8. Thread: any. */
gpointer hark_piece_new  (gsize    size);
/* Thread: any. */
void     hark_piece_free (gpointer piece);
/* Gives back what this thread has freed and still holds together. */
void     hark_piece_flush (void);
