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

typedef struct _HarkBlock HarkBlock;

/* What a thread cuts from. */
typedef struct
{
  HarkBlock *block;  /* NULL: it has none */
  char      *next;   /* where the next piece begins; before it lies a pointer to the block */
  char      *end;
  guint      n_cut;  /* pieces */
} HarkCutting;

/* What a thread has freed and not yet given back. */
typedef struct
{
  HarkBlock *block;
  int        n;
} HarkFreed;

extern __thread HarkCutting hark_cutting;
extern __thread HarkFreed   hark_freed;

/* Where the block has no room for it. */
gpointer hark_piece_new_elsewhere  (gsize      size);
/* Where the piece before it was of another block. */
void     hark_piece_free_elsewhere (HarkBlock *block);

/* @size bytes, aligned to 8. Thread: any. */
static inline gpointer
hark_piece_new (gsize size)
{
  gsize whole = sizeof (HarkBlock *) + ((size + 7) & ~(gsize) 7);
  HarkBlock **head = (HarkBlock **) hark_cutting.next;

  if (G_UNLIKELY (whole > (gsize) (hark_cutting.end - hark_cutting.next)))
    return hark_piece_new_elsewhere (size);

  hark_cutting.next += whole;
  hark_cutting.n_cut++;
  *head = hark_cutting.block;
  return head + 1;
}

/* Thread: any. */
static inline void
hark_piece_free (gpointer piece)
{
  HarkBlock *block = ((HarkBlock **) piece)[-1];

  if (G_LIKELY (block == hark_freed.block))
    hark_freed.n++;
  else
    hark_piece_free_elsewhere (block);
}

/* Gives back what this thread has freed and still holds together. */
void     hark_piece_flush (void);
