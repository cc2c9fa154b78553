/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Owns the blocks that pieces are cut from. A block counts the pieces that are
 * alive, with a head start for the thread that cuts from it: the thread gives
 * the rest of it back when it turns to another block, so that only one count
 * is touched by others; and a thread that frees pieces of one block after the
 * other gives them back together. Whoever brings it to zero frees
 * the block. Large pieces are their own block. */

#include <pthread.h>
#include <stdatomic.h>

#include "base/block-private.h"

/* AddressSanitizer sees the bounds and the life of a piece only when each has
 * memory of its own. */
#if defined __SANITIZE_ADDRESS__
#define PIECES_ARE_SINGLE 1
#elif defined __has_feature
#if __has_feature (address_sanitizer)
#define PIECES_ARE_SINGLE 1
#endif
#endif
#ifndef PIECES_ARE_SINGLE
#define PIECES_ARE_SINGLE 0
#endif

enum
{
  BLOCK_SIZE = 8192,
  LARGE      = 1024,     /* from this on a piece has a block of its own */
  HEAD_START = 1 << 30,  /* more pieces than any block has */
};

typedef struct
{
  atomic_int n_alive;  /* any thread */
  guint      n_cut;    /* the cutting thread */
} Block;

/* What lies before a piece. */
typedef struct
{
  Block *block;
} Header;

#define FIRST ((sizeof (Block) + 7) & ~(gsize) 7)

static pthread_key_t leave_key;
static pthread_key_t flush_key;
static pthread_once_t leave_once = PTHREAD_ONCE_INIT;

static __thread Block *current;     /* cut from by this thread, or NULL */
static __thread gsize  current_end; /* bytes of it that are cut */

static __thread Block *freed_from;  /* pieces of this are freed, and not yet given back, */
static __thread int    n_freed;     /* as many */

static void
give_back (Block *block,
           int    n)
{
  if (atomic_fetch_sub_explicit (&block->n_alive, n, memory_order_acq_rel) == n)
    g_free (block);
}

/* The thread cuts no more from its block: of the head start stays one for
 * each piece. */
static void
leave (gpointer block)
{
  current = NULL;
  give_back (block, HEAD_START - (int) ((Block *) block)->n_cut);
}

static void
flush (gpointer block)
{
  hark_piece_flush ();
}

static void
leave_init (void)
{
  pthread_key_create (&leave_key, leave);
  pthread_key_create (&flush_key, flush);
}

static Block *
block_new (gsize size)
{
  Block *block = g_malloc (size);

  atomic_init (&block->n_alive, HEAD_START);
  block->n_cut = 0;
  return block;
}

static void
enter (void)
{
  if (current != NULL)
    leave (current);

  pthread_once (&leave_once, leave_init);
  current = block_new (BLOCK_SIZE);
  current_end = FIRST;
  pthread_setspecific (leave_key, current);
}

static gpointer
cut (Block *block,
     gsize  offset)
{
  Header *header = (Header *) ((char *) block + offset);

  header->block = block;
  block->n_cut++;
  return header + 1;
}

gpointer
hark_piece_new (gsize size)
{
  gsize whole = sizeof (Header) + ((size + 7) & ~(gsize) 7);
  gpointer piece;

  if (G_UNLIKELY (whole >= LARGE || PIECES_ARE_SINGLE))
    {
      Block *block = block_new (FIRST + whole);

      piece = cut (block, FIRST);
      give_back (block, HEAD_START - 1);
      return piece;
    }

  if (G_UNLIKELY (current == NULL || current_end + whole > BLOCK_SIZE))
    enter ();

  piece = cut (current, current_end);
  current_end += whole;
  return piece;
}

void
hark_piece_flush (void)
{
  if (freed_from != NULL)
    give_back (g_steal_pointer (&freed_from), n_freed);
}

void
hark_piece_free (gpointer piece)
{
  Block *block = ((Header *) piece - 1)->block;

  if (PIECES_ARE_SINGLE)
    {
      give_back (block, 1);
      return;
    }

  if (block != freed_from)
    {
      hark_piece_flush ();
      pthread_once (&leave_once, leave_init);
      pthread_setspecific (flush_key, block);
      freed_from = block;
      n_freed = 0;
    }
  n_freed++;
}
