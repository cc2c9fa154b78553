/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pieces: each is its owner's alone, whatever its size and whichever thread
 * frees it. That blocks are freed is AddressSanitizer's to see. */

#include <string.h>

#include "base/block-private.h"

typedef struct
{
  guint8 *memory;
  gsize   size;
  guint8  mark;
} Piece;

static void
piece_init (Piece *self,
            gsize  size,
            guint8 mark)
{
  self->memory = hark_piece_new (size);
  self->size = size;
  self->mark = mark;
  g_assert_cmpuint ((guintptr) self->memory % 8, ==, 0);
  memset (self->memory, mark, size);
}

static void
piece_free (Piece *self)
{
  for (gsize i = 0; i < self->size; i++)
    g_assert_cmpuint (self->memory[i], ==, self->mark);
  hark_piece_free (self->memory);
}

static void
test_sizes_do_not_overlap (void)
{
  /* Around what fits a block, and what has one of its own. */
  static const gsize sizes[] = { 0, 1, 7, 8, 9, 24, 100, 1000, 1015, 1016, 1017, 1024, 8192, 100000 };
  Piece pieces[1000];

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    piece_init (&pieces[i], sizes[i % G_N_ELEMENTS (sizes)], (guint8) i);
  /* Not in the order of cutting. */
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    piece_free (&pieces[(i * 7) % G_N_ELEMENTS (pieces)]);
}

static gpointer
cut (gpointer data)
{
  GAsyncQueue *queue = data;

  for (guint i = 0; i < 20000; i++)
    {
      Piece *piece = g_new (Piece, 1);

      piece_init (piece, i % 200, (guint8) i);
      g_async_queue_push (queue, piece);
    }
  return NULL;
}

static void
test_freed_on_another_thread (void)
{
  g_autoptr(GAsyncQueue) queue = g_async_queue_new ();
  GThread *threads[2];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("cutter", cut, queue);
  for (guint i = 0; i < G_N_ELEMENTS (threads) * 20000; i++)
    {
      Piece *piece = g_async_queue_pop (queue);

      piece_free (piece);
      g_free (piece);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static gpointer
cut_one (gpointer data)
{
  piece_init (data, 40, 0xa5);
  return NULL;
}

static void
test_outlives_its_thread (void)
{
  Piece pieces[20];

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    g_thread_join (g_thread_new ("cutter", cut_one, &pieces[i]));
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    piece_free (&pieces[i]);
}

static gpointer
free_all (gpointer data)
{
  gpointer *pieces = data;

  for (guint i = 0; pieces[i] != NULL; i++)
    hark_piece_free (pieces[i]);
  hark_piece_flush ();
  return NULL;
}

/* A thread that has no other blocks at home. */
static gpointer
cut_again (gpointer data)
{
  enum { N_PIECES = 1000 };

  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  gpointer pieces[N_PIECES + 1] = { NULL };
  guint n_again = 0;

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < N_PIECES; i++)
        {
          pieces[i] = hark_piece_new (100);
          memset (pieces[i], 0xa5, 100);
          if (!g_hash_table_add (seen, pieces[i]))
            n_again++;
        }
      g_thread_join (g_thread_new ("freer", free_all, pieces));
    }
  if (HARK_PIECES_ARE_SINGLE)
    g_test_skip ("each piece has memory of its own here");
  else
    g_assert_cmpuint (n_again, >, N_PIECES / 2);
  return NULL;
}

/* What another thread has freed is there again, unless each piece has memory of its
 * own, which is for sanitizers. */
static void
test_comes_home (void)
{
  g_thread_join (g_thread_new ("cutter", cut_again, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/block/sizes-do-not-overlap", test_sizes_do_not_overlap);
  g_test_add_func ("/base/block/freed-on-another-thread", test_freed_on_another_thread);
  g_test_add_func ("/base/block/comes-home", test_comes_home);
  g_test_add_func ("/base/block/outlives-its-thread", test_outlives_its_thread);
  return g_test_run ();
}
