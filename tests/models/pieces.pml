/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Blocks and the pieces that are cut from them: hark_piece_new(), cut(), enter(),
 * take_kept(), leave(), hark_piece_free(), hark_piece_flush(), give_back() and
 * send_home() of lib/base/block.c. One thread cuts from a block, then from another
 * or from one that has come home; two threads free what they are given, and give
 * it back together when they meet a piece of another block; so does the first one
 * at its end.
 *
 * Rules 15 and 19: arguments live until they are freed and are freed once: a
 * block comes home exactly once each time, when no piece of it is alive and nobody
 * cuts from it any more; and all blocks do.
 *
 * Broken 1: the count has no head start, and each cut adds to it
 * Broken 2: freed pieces are counted once they are given back, of whichever block
 * Broken 3: a block that comes home keeps its count
 */

#define N_BLOCKS 2
#define N_ROUNDS 3
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
bool  is_home[N_BLOCKS];
byte  n_made;                    /* blocks */
byte  n_given;                   /* pieces */

chan given = [N_ROUNDS * N_PIECES] of { byte };  /* pieces, by their block */
byte n_freers;

inline give_back (block, n)
{
  assert (!is_home[block]);
  atomic {
    n_alive[block] = n_alive[block] - (n);
    is_last = n_alive[block] == 0
  }
  if
  :: is_last ->
     assert (!is_home[block] && !is_cut_from[block] && n_pieces[block] == 0);
     is_home[block] = true
  :: else -> skip
  fi
}

active proctype cutter ()
{
  byte block, i, round;
  bool is_last;

  for (round : 1 .. N_ROUNDS)
    {
      if
      :: atomic { is_home[0] -> is_home[0] = false; block = 0 }
      :: atomic { is_home[1] -> is_home[1] = false; block = 1 }
      :: atomic { n_made < N_BLOCKS -> block = n_made; n_made++ }
      fi;
      n_cut[block] = 0;
#if BROKEN == 3
      if
      :: round <= N_BLOCKS -> n_alive[block] = HEAD_START
      :: else -> skip
      fi;
#else
      n_alive[block] = HEAD_START;
#endif
      is_cut_from[block] = true;
      for (i : 1 .. N_PIECES)
        {
          assert (!is_home[block]);
          atomic {
            n_cut[block]++;
#if BROKEN == 1
            n_alive[block]++;
#endif
            n_pieces[block]++;
            n_given++;
            given ! block
          }
        }
      is_cut_from[block] = false;
#if BROKEN != 1
      give_back (block, HEAD_START - n_cut[block])
#endif
    }

  n_freers == 2;
  assert (is_home[0] && (is_home[1] || n_made == 1))
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
  :: freed_from == N_BLOCKS && n_given == N_ROUNDS * N_PIECES && empty (given) -> break
  od;
  n_freers++
}
