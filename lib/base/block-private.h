/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Pieces of memory that live shortly and often die on another thread: queued
 * calls. A thread cuts them one after the other from a block of its own, which
 * comes back to it when it has left it and its last piece is freed. */

#include <glib.h>

/* AddressSanitizer sees the bounds and the life of a piece only when each has
 * memory of its own. */
#if defined __SANITIZE_ADDRESS__
#define HARK_PIECES_ARE_SINGLE 1
#elif defined __has_feature
#if __has_feature (address_sanitizer)
#define HARK_PIECES_ARE_SINGLE 1
#endif
#endif
#ifndef HARK_PIECES_ARE_SINGLE
#define HARK_PIECES_ARE_SINGLE 0
#endif

/* @size bytes, aligned to 8. Thread: any. */
gpointer hark_piece_new  (gsize    size);
/* Thread: any. */
void     hark_piece_free (gpointer piece);
/* Gives back what this thread has freed and still holds together. */
void     hark_piece_flush (void);
