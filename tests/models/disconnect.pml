/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Disconnecting against the lane that runs the calls: event_call_invoke() of
 * lib/object/connection/emission.c, hark_connection_end() of lib/object/connection/connection.c,
 * hark_connection_disconnect_sync() of lib/object/connection/drain.c, run_call() and hark_lane_run() of
 * lib/lane/turn.c, hark_lane_let_pass() and hark_lane_wait_call() of lib/lane/call-wait.c. Two
 * threads disconnect two connections whose calls lie on one lane.
 *
 * Rule 9: once hark_connection_disconnect_sync() has returned, no call through
 * the connection is running, and none starts. It does return. Without sync, no
 * call that the executor has not yet taken starts.
 *
 * Broken 1: who waits looks whether a call runs before it counts itself in
 * Broken 2: the lane takes a call and looks at its connection before it says that it runs
 * Broken 3: who waits does so for one pass, and not from when it counted itself in
 * Broken 4: the end of a run tells nobody
 */

#define N_CALLS 4                /* two through each connection, in turn */
#define TURN    3

bool has_ended[2];
bool is_inside[2];               /* a call through the connection runs */
bool is_past[2];                 /* its disconnect_sync() has returned */

bool is_running;
byte n_waiting;
byte n_passed;                   /* wait_lock */
bool wait_lock;
byte n_taken;

inline lock ()   { atomic { !wait_lock -> wait_lock = true } }
inline unlock () { wait_lock = false }

inline let_pass ()
{
  lock ();
  n_passed++;
  unlock ()
}

active proctype owner ()
{
  byte connection, n;
  bool is_ended;

  do
  :: n_taken == N_CALLS -> break
  :: else ->
     /* hark_lane_run() */
#if BROKEN != 2
     is_running = true;
#endif
     n = 0;
     do
     :: n < TURN && n_taken < N_CALLS ->
        connection = n_taken % 2;
        n_taken++;
        /* event_call_invoke() */
        is_ended = has_ended[connection];
#if BROKEN == 2
        is_running = true;
#endif
        if
        :: is_ended -> skip
        :: else ->
           is_inside[connection] = true;
           assert (!is_past[connection]);
           is_inside[connection] = false
        fi;
        /* run_call() */
        if
        :: n_waiting > 0 -> let_pass ()
        :: else -> skip
        fi;
        n++
     :: else -> break
     od;
     is_running = false;
#if BROKEN != 4
     if
     :: n_waiting > 0 -> let_pass ()
     :: else -> skip
     fi
#endif
  od
}

active [2] proctype disconnecter ()
{
  byte connection = _pid % 2, seen;
  bool must_wait;

  has_ended[connection] = true;

  /* hark_lane_wait_call(); a signal that nobody needs wakes nobody. */
#if BROKEN == 1
  must_wait = is_running;
  lock ();
  n_waiting++;
  seen = n_passed;
#else
  lock ();
  n_waiting++;
#if BROKEN == 3
  seen = n_passed - 1;
#else
  seen = n_passed;
#endif
  must_wait = is_running;
#endif
  do
  :: n_passed != seen || !must_wait -> break
  :: else ->
     /* g_cond_wait() */
     unlock ();
     n_passed != seen;
     lock ();
     must_wait = is_running
  od;
  n_waiting--;
  unlock ();

  is_past[connection] = true;
  assert (!is_inside[connection])
}
