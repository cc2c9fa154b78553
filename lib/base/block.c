/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Owns the blocks that pieces are cut from. A block counts the pieces that are
 * alive, with a head start for the thread that cuts from it: the thread gives
 * the rest of it back when it turns to another block, so that only one count
 * is touched by others; and a thread that frees pieces of one block after the
 * other gives them back together. Whoever brings it to zero sends the block
 * home, to be cut from again: calls are made by one thread and freed by another,
 * and allocators are slow at that. Only so many blocks are kept; a home goes with
 * its thread, or with the last of its blocks that is still out. Large pieces are
 * their own block. */

#include <pthread.h>
#include <stdatomic.h>

#include "base/block-private.h"
#include "base/mpsc-private.h"

enum
{
  BLOCK_SIZE = 8192,
  LARGE      = 1024,     /* from this on a piece has a block of its own */
  HEAD_START = 1 << 30,  /* more pieces than any block has */
  MAX_KEPT   = 2048,      /* blocks that wait at home */
};

/* Of one thread. */
typedef struct
{
  atomic_int  refs;    /* any thread: of the thread and of each block */
  HarkMpsc    back;    /* blocks that have come; any thread pushes, the thread takes */
  HarkNode   *first;   /* those it has taken; the thread */
} Home;

struct _HarkBlock
{
  HarkNode   node;     /* at home */
  Home      *home;     /* counted; NULL: a large piece has none */
  atomic_int n_alive;  /* any thread */
};

enum { FIRST = (sizeof (HarkBlock) + 7) & ~7 };

static pthread_key_t leave_key;
static pthread_key_t flush_key;
static pthread_once_t leave_once = PTHREAD_ONCE_INIT;

static atomic_int n_kept;           /* any thread */

static __thread Home *home;

__thread HarkCutting hark_cutting;
__thread HarkFreed   hark_freed;
static __thread bool is_flushed_at_end; /* of the thread */

static void
home_unref (Home *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) == 1)
    g_free (self);
}

static void
block_free (HarkBlock *self)
{
  if (self->home != NULL)
    home_unref (self->home);
  g_free (self);
}

static void
send_home (HarkBlock *block)
{
  if (block->home != NULL
      && atomic_fetch_add_explicit (&n_kept, 1, memory_order_relaxed) < MAX_KEPT
      && hark_mpsc_push (&block->home->back, &block->node) != HARK_PUSH_CLOSED)
    return;

  if (block->home != NULL)
    atomic_fetch_sub_explicit (&n_kept, 1, memory_order_relaxed);
  block_free (block);
}

static void
give_back (HarkBlock *block,
           int    n)
{
  if (atomic_fetch_sub_explicit (&block->n_alive, n, memory_order_acq_rel) == n)
    send_home (block);
}

/* The thread cuts no more from its block: of the head start stays one for
 * each piece. */
static void
leave (void)
{
  HarkCutting left = hark_cutting;

  hark_cutting = (HarkCutting) { .block = NULL };
  if (left.block != NULL)
    give_back (left.block, HEAD_START - (int) left.n_cut);
}

/* Those that were kept. */
static void
free_all (HarkNode *node)
{
  while (node != NULL)
    {
      HarkBlock *block = (HarkBlock *) node;

      node = node->next;
      atomic_fetch_sub_explicit (&n_kept, 1, memory_order_relaxed);
      block_free (block);
    }
}

/* The thread ends. */
static void
leave_home (gpointer data)
{
  Home *self = data;

  leave ();
  free_all (g_steal_pointer (&self->first));
  free_all (hark_mpsc_close (&self->back));
  home = NULL;
  home_unref (self);
}

static void
flush (gpointer data)
{
  hark_piece_flush ();
  is_flushed_at_end = false;
}

static void
leave_init (void)
{
  pthread_key_create (&leave_key, leave_home);
  pthread_key_create (&flush_key, flush);
}

static Home *
home_new (void)
{
  Home *self = g_new0 (Home, 1);

  atomic_init (&self->refs, 1);
  hark_mpsc_init (&self->back);
  pthread_once (&leave_once, leave_init);
  pthread_setspecific (leave_key, self);
  return self;
}

static HarkBlock *
block_new (gsize  size,
           Home  *of)
{
  HarkBlock *block = g_malloc (size);

  if (of != NULL)
    atomic_fetch_add_explicit (&of->refs, 1, memory_order_relaxed);
  block->home = of;
  atomic_init (&block->n_alive, HEAD_START);
  return block;
}

/* (nullable): one that has come home. */
static HarkBlock *
take_kept (Home *self)
{
  HarkBlock *block;

  if (self->first == NULL)
    self->first = hark_mpsc_take_stack (&self->back); /* what came last may still be cached */
  if (self->first == NULL)
    return NULL;

  block = (HarkBlock *) self->first;
  self->first = block->node.next;
  atomic_fetch_sub_explicit (&n_kept, 1, memory_order_relaxed);
  atomic_store_explicit (&block->n_alive, HEAD_START, memory_order_relaxed);
  return block;
}

static void
enter (void)
{
  HarkBlock *block;

  leave ();
  if (home == NULL)
    home = home_new ();

  block = take_kept (home);
  if (block == NULL)
    block = block_new (BLOCK_SIZE, home);
  hark_cutting = (HarkCutting) { block, (char *) block + FIRST, (char *) block + BLOCK_SIZE, 0 };
}

static gpointer
new_single (gsize whole)
{
  HarkBlock *block = block_new (FIRST + whole, NULL);
  HarkBlock **head = (HarkBlock **) ((char *) block + FIRST);

  atomic_init (&block->n_alive, 1);
  *head = block;
  return head + 1;
}

gpointer
hark_piece_new_elsewhere (gsize size)
{
  gsize whole = sizeof (HarkBlock *) + ((size + 7) & ~(gsize) 7);

  if (whole >= LARGE || HARK_PIECES_ARE_SINGLE)
    return new_single (whole);

  enter ();
  return hark_piece_new (size);
}

void
hark_piece_flush (void)
{
  HarkFreed freed = hark_freed;

  hark_freed = (HarkFreed) { .block = NULL };
  if (freed.block != NULL)
    give_back (freed.block, freed.n);
}

void
hark_piece_free_elsewhere (HarkBlock *block)
{
  if (HARK_PIECES_ARE_SINGLE)
    {
      give_back (block, 1);
      return;
    }

  hark_piece_flush ();
  if (G_UNLIKELY (!is_flushed_at_end))
    {
      pthread_once (&leave_once, leave_init);
      pthread_setspecific (flush_key, &hark_freed);
      is_flushed_at_end = true;
    }
  hark_freed = (HarkFreed) { block, 1 };
}
