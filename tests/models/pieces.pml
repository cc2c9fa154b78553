/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Blocks and the pieces that are cut from them: hark_piece_new(), cut(), enter(),
 * leave(), hark_piece_free(), hark_piece_flush() and give_back() of
 * lib/base/block.c. One thread cuts from two blocks, one after the other; two
 * threads free what they are given, and give it back together when they meet a
 * piece of another block; so does the first one at its end.
 *
 * Rules 15 and 19: arguments live until they are freed and are freed once: a
 * block is freed exactly once, when no piece of it is alive and nobody cuts from
 * it any more.
 *
 * Broken 1: the count has no head start, and each cut adds to it
 * Broken 2: freed pieces are counted once they are given back, of whichever block
 */

#define N_BLOCKS 2
#define N_PIECES 2               /* of each block */
#if BROKEN == 1
#define HEAD_START 0
#else
#define HEAD_START 8
#endif

short n_alive[N_BLOCKS];
byte  n_cut[N_BLOCKS];
byte  n_pieces[N_BLOCKS];        /* truly alive */
bool  is_cut_from[N_BLOCKS];
bool  is_freed[N_BLOCKS];

chan given = [N_BLOCKS * N_PIECES] of { byte };  /* pieces, by their block */
byte n_freers;

inline give_back (block, n)
{
  assert (!is_freed[block]);
  atomic {
    n_alive[block] = n_alive[block] - (n);
    is_last = n_alive[block] == 0
  }
  if
  :: is_last ->
     assert (!is_freed[block] && !is_cut_from[block] && n_pieces[block] == 0);
     is_freed[block] = true
  :: else -> skip
  fi
}

active proctype cutter ()
{
  byte block, i;
  bool is_last;

  for (block : 0 .. N_BLOCKS - 1)
    {
      n_alive[block] = HEAD_START;
      is_cut_from[block] = true;
      for (i : 1 .. N_PIECES)
        {
          assert (!is_freed[block]);
          atomic {
            n_cut[block]++;
#if BROKEN == 1
            n_alive[block]++;
#endif
            n_pieces[block]++;
            given ! block
          }
        }
      is_cut_from[block] = false;
#if BROKEN != 1
      give_back (block, HEAD_START - n_cut[block])
#endif
    }

  n_freers == 2;
  assert (is_freed[0] && is_freed[1])
}

active [2] proctype freer ()
{
  byte block, freed_from = N_BLOCKS, n_freed, i;
  bool is_last;

  do
  :: given ? block ->
     /* hark_piece_free() */
     atomic { assert (n_pieces[block] > 0); n_pieces[block]-- }
     if
#if BROKEN == 2
     :: freed_from == N_BLOCKS ->
#else
     :: freed_from != block ->
        if
        :: freed_from < N_BLOCKS -> give_back (freed_from, n_freed)
        :: else -> skip
        fi;
#endif
        freed_from = block;
        n_freed = 0
     :: else -> skip
     fi;
     n_freed++
  :: /* hark_piece_flush(), behind a round and when the thread ends. */
     freed_from < N_BLOCKS ->
     give_back (freed_from, n_freed);
     freed_from = N_BLOCKS
  :: freed_from == N_BLOCKS && n_cut[0] + n_cut[1] == N_BLOCKS * N_PIECES && empty (given) -> break
  od;
  n_freers++
}
