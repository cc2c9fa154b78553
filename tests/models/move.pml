/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An object that changes its loop while others call it: hark_move_relay(), redeem(),
 * ticket_run() and go() of lib/object/seat/move.c, and hark_lane_pass_on(),
 * hark_lane_shut() and hark_lane_forward() of lib/lane/relay.c. Lane 0 is the way in;
 * the object lives on any of three, each with a thread of its own, and moves inside its
 * calls. Lane 0 may close while the object is elsewhere.
 *
 * Rule 18: the calls of each thread run in their order, every one of them once, and
 * never two at the same time.
 *
 * Broken 1: who finds lane 0 closed relays without the lock
 * Broken 2: the object moves before its call has returned
 * Broken 3: what waits gets no new tickets when the object moves
 * Broken 4: what comes to lane 0, where the object lives again, does not wait for the line
 * Broken 5: old tickets are as good as new ones
 */

#define N_POSTING 2
#define N_CALLS   2
#define N_ALL     4
#define N_MOVES   2

chan entry = [N_ALL] of { byte };        /* calls, by number */
bool is_closing, is_closed;
bool closing_lock;

chan line = [N_ALL] of { byte };         /* of the move, whose lock is one atomic step */
byte home, number;
chan tickets[3] = [12] of { byte };

byte n_inside, n_run, n_moves;
byte n_run_of[N_POSTING];

inline lock ()   { atomic { !closing_lock -> closing_lock = true } }
inline unlock () { closing_lock = false }

/* Leaves a ticket in to and its, to be posted. */
inline append (call)
{
  atomic {
    line ! call;
    to = home;
    its = number
  }
}

active [N_POSTING] proctype posting ()
{
  byte i, to, its;
  bool is_refused;

  do
  :: i == N_CALLS -> break
  :: else ->
     atomic {
       is_refused = is_closed;
       if
       :: !is_refused -> entry ! (_pid * N_CALLS + i)
       :: else -> skip
       fi
     }
     if
     :: is_refused ->
#if BROKEN != 1
        lock ();
#endif
        append (_pid * N_CALLS + i);
#if BROKEN != 1
        unlock ();
#endif
        tickets[to] ! its
     :: else -> skip
     fi;
     i++
  od
}

/* go() */
inline move_on ()
{
  atomic {
    home = next;
    number++;
    n_left = len (line);
    its = number
  }
#if BROKEN == 3
  n_left = 0;
#endif
  do
  :: n_left == 0 -> break
  :: else -> tickets[next] ! its; n_left--
  od;
  moves = false
}

inline execute (call)
{
  n_inside++;
  assert (n_inside == 1);
  assert (n_run_of[call / N_CALLS] == call % N_CALLS);
  n_run_of[call / N_CALLS]++;
  if
  :: atomic { n_moves < N_MOVES -> n_moves++ };
     if
     :: atomic { !is_closing -> next = 0; moves = true }
     :: next = 1; moves = true
     :: next = 2; moves = true
     fi
  :: skip
  fi;
#if BROKEN == 2
  if
  :: moves -> move_on ()
  :: else -> skip
  fi;
#endif
  n_inside--;
  if
  :: moves -> move_on ()
  :: else -> skip
  fi;
  n_run++
}

proctype lane (byte me)
{
  byte call, to, its, next, n_left, n_sent, sent_to[N_ALL], sent[N_ALL];
  bool is_mine, moves;

  do
  :: n_run == N_ALL -> break

  :: me == 0 && entry ? [call] ->
     entry ? call;
     atomic {
#if BROKEN == 4
       is_mine = home == me;
#else
       is_mine = home == me && empty (line);
#endif
       if
       :: !is_mine -> append (call)
       :: else -> skip
       fi
     }
     if
     :: is_mine -> execute (call)
     :: else -> tickets[to] ! its
     fi

  :: tickets[me] ? its ->
     atomic {
#if BROKEN == 5
       is_mine = nempty (line);
#else
       is_mine = its == number;
#endif
       if
       :: is_mine -> assert (nempty (line)); line ? call
       :: else -> skip
       fi
     }
     if
     :: is_mine -> execute (call)
     :: else -> skip
     fi

  /* hark_lane_shut(); it comes back no more */
  :: atomic { me == 0 && !is_closing && home != 0 && n_moves == N_MOVES -> is_closing = true };
     lock ();
     is_closed = true;
     n_sent = 0;
     do
     :: atomic {
          entry ? call;
          append (call);
          sent_to[n_sent] = to;
          sent[n_sent] = its;
          n_sent++
        }
     :: empty (entry) -> break
     od;
     unlock ();
     do
     :: n_sent == 0 -> break
     :: else -> n_sent--; tickets[sent_to[n_sent]] ! sent[n_sent]
     od
  od
}

init
{
  atomic {
    run lane (0);
    run lane (1);
    run lane (2)
  }
}
