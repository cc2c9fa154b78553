/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The queue that any thread pushes to: hark_mpsc_push(), hark_mpsc_push_all(), hark_mpsc_take(),
 * hark_mpsc_close() and hark_mpsc_turn_round() of lib/base/mpsc*. One thread pushes one node after
 * the other, and one all of them at once.
 *
 * Rule 1: what one thread pushed is taken in the order in which it was pushed.
 * Rules 2 and 4: what was accepted is taken exactly once, and what was refused
 * never; nothing is accepted once the queue is closed. For each time that the queue
 * became non-empty one push says so, which is who wakes the taker.
 *
 * Broken 1: the taker looks and then empties, in two steps
 * Broken 2: a push stores what it means to be last, and does not compare
 * Broken 3: closing empties the queue first, and closes it then
 */

#define N_PUSHERS 2
#define N_EACH    2
#define NOTHING   0
#define CLOSED    255

byte last = NOTHING;             /* a node, NOTHING or CLOSED */
byte next[N_PUSHERS * N_EACH + 1];

byte expected[N_PUSHERS];        /* of each pusher: which of its nodes may come next */
byte n_accepted, n_taken, n_first, n_fills;
bool is_closed;
byte n_ended;

/* hark_mpsc_push_all() */
proctype pusher (byte number; byte n_together)
{
  byte i, first, node, seen;

  do
  :: i == N_EACH -> break
  :: else ->
      d_step {
        first = number * N_EACH + i + 1;
        node = first;
        do
        :: node < first + n_together - 1 -> node++; next[node] = node - 1
        :: else -> break
        od
      }
      seen = last;
again:
      if
      :: seen == CLOSED -> skip
      :: else ->
         next[first] = seen;
         if
#if BROKEN == 2
         :: true ->
#else
         :: atomic { last != seen -> seen = last }
            goto again
         :: atomic { last == seen ->
#endif
              last = node;
              assert (!is_closed);
              n_accepted = n_accepted + n_together;
              n_first = n_first + (seen == NOTHING -> 1 : 0);
#if BROKEN != 2
            }
#endif
         fi
      fi;
      i = i + n_together
  od;
  n_ended++
}

/* hark_mpsc_turn_round(), and the running of what was taken. */
inline deliver (list)
{
  node = list;
  list = NOTHING;
  do
  :: node == NOTHING -> break
  :: else ->
     after = next[node];
     next[node] = list;
     list = node;
     node = after
  od;
  n_fills = n_fills + (list != NOTHING -> 1 : 0);
  do
  :: list == NOTHING -> break
  :: else ->
     /* In order, hence each once. */
     assert ((list - 1) % N_EACH == expected[(list - 1) / N_EACH]);
     expected[(list - 1) / N_EACH]++;
     n_taken++;
     list = next[list]
  od;
  node = NOTHING;
  after = NOTHING
}

active proctype taker ()
{
  byte list, node, after;

  run pusher (0, 1);
  run pusher (1, N_EACH);
  do
  :: /* hark_mpsc_take() */
     if
     :: last == NOTHING -> list = NOTHING
     :: else ->
#if BROKEN == 1
        list = last;
        last = NOTHING
#else
        atomic { list = last; last = NOTHING }
#endif
     fi;
     d_step { deliver (list) }
  :: break
  od;

  /* hark_mpsc_close() */
#if BROKEN == 3
  atomic { list = last; last = NOTHING }
  atomic { last = CLOSED; is_closed = true }
#else
  atomic { list = last; last = CLOSED; is_closed = true }
#endif
  d_step { deliver (list) }

  n_ended == N_PUSHERS;
  assert (last == CLOSED);
  assert (n_taken == n_accepted);
  assert (n_first == n_fills)
}
