/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The connections that emissions read without a lock: hark_emission_begin(),
 * hark_emission_get(), hark_emission_end() and all of lib/object/connection/outlets.c, with
 * hark_emission_run(), hark_connection_end() and hark_connection_release() as far
 * as they use it. One connection is queued and one direct; the first goes with
 * disconnect, the second with disconnect_sync, and a third comes, for which the
 * array is too small.
 *
 * Rule 14: emissions meet only memory that is there: neither an array nor a
 * connection is freed while one may read it, nor a connection while a call points
 * at it. Rule 8: what connects during an emission is not called by it; what is
 * disconnected is called no more. Rule 9: when disconnect_sync has returned,
 * no direct call runs. It does return. Rule 12: what a connection holds is
 * let go exactly once, and nothing is kept aside when all is over.
 *
 * Broken 1: an emission reads the array, and then counts itself in
 * Broken 2: what is taken out is freed though emissions run
 * Broken 3: an emission that ends leaves what was kept aside
 * Broken 4: the array grows in its place
 * Broken 5: an emission reads the length of the array at each step
 * Broken 6: who frees what was kept aside tells nobody who waits for it
 * Broken 7: who keeps something aside does not say so
 * Broken 8: a hole at the end is given up though emissions count on the length
 */

#define QUEUED 0
#define DIRECT 1
#define LATER  2
#define N_CONNECTIONS 3
#define NONE 3

#define SIZE 3                   /* of the array that replaces the first */

byte n_places[2];                /* of two arrays, one behind the other */
byte places[2 * SIZE];
bool is_gone[2];
byte listeners;                  /* which of them emissions read */
byte n_emitting;
bool has_retired;
bool lock;                       /* the emitter's */
bool retired[N_CONNECTIONS];     /* lock */
bool outgrown;                   /* lock: the first array is kept aside */
byte n_live = 2;

bool has_ended[N_CONNECTIONS];
bool is_retired[N_CONNECTIONS];
bool is_freed[N_CONNECTIONS];
byte n_inside;                   /* direct calls that run */
bool is_past;                    /* disconnect_sync has returned */
bool is_adding;                  /* the third is on its way */

bool wait_lock;
byte n_waiting;
byte n_broadcasts;

byte n_over;

inline acquire (l) { atomic { !l -> l = true } }
inline release (l) { l = false }

/* reap(), with the lock, and release(), which gives that back first. */
inline reap ()
{
  d_step {
    mine_outgrown = false;
    i = 0;
    do
    :: i < N_CONNECTIONS -> mine[i] = false; i++
    :: else -> break
    od;
    i = 0
  }
  is_quiet = n_emitting == 0;
  if
  :: !is_quiet && (outgrown || retired[0] || retired[1] || retired[2]) ->
     has_retired = (BROKEN != 7);
     is_quiet = n_emitting == 0
  :: else -> skip
  fi;
  if
#if BROKEN == 2
  :: true ->
#else
  :: is_quiet ->
#endif
     d_step {
       do
       :: i < N_CONNECTIONS -> mine[i] = retired[i]; retired[i] = false; i++
       :: else -> break
       od;
       i = 0;
       mine_outgrown = outgrown;
       outgrown = false
     }
     has_retired = false
#if BROKEN != 2
  :: else -> skip
#endif
  fi;
  release (lock);

  if
  :: mine_outgrown ->
     assert (!is_gone[0]);
     is_gone[0] = true
  :: else -> skip
  fi;
  do
  :: i < N_CONNECTIONS && mine[i] ->
     is_retired[i] = true;
     /* hark_connection_release(): the chore runs behind all calls, and at worst
      * at once. */
     assert (!is_freed[i]);
     is_freed[i] = true;
     i++
  :: i < N_CONNECTIONS && !mine[i] -> i++
  :: i == N_CONNECTIONS -> break
  od;
  i = 0
}

inline broadcast ()
{
  if
  :: n_waiting > 0 ->
     acquire (wait_lock);
     n_broadcasts++;
     release (wait_lock)
  :: else -> skip
  fi
}

/* hark_emission_run() */
proctype emitter ()
{
  byte mine_listeners, n, at, connection, i;
  bool mine[N_CONNECTIONS], mine_outgrown, is_quiet, is_new, disconnected_before;

#if BROKEN == 1
  mine_listeners = listeners;
  atomic { disconnected_before = is_past; n_emitting++ }
#else
  atomic { disconnected_before = is_past; n_emitting++ }
  mine_listeners = listeners;
#endif
  atomic {
    assert (!is_gone[mine_listeners]);
    n = n_places[mine_listeners];
    is_new = is_adding           /* what is being added may be called */
  }
  at = 0;
  do
#if BROKEN == 5
  :: n < n_places[mine_listeners] -> n = n_places[mine_listeners]
#endif
  :: at < n ->
     atomic {
       assert (!is_gone[mine_listeners]);
       connection = places[mine_listeners * SIZE + at];
       at++
     }
     if
     :: connection == NONE -> skip
     :: else ->
        assert (!is_freed[connection] && (connection != LATER || is_new));
        if
        :: has_ended[connection] -> skip
        :: else ->
           if
           :: connection == DIRECT ->
              n_inside++;
              assert (!disconnected_before);
              n_inside--
           :: else -> assert (!is_freed[connection])  /* a call points at it */
           fi
        fi
     fi
  :: else -> break
  od;
  /* hark_emission_end() */
  n_emitting--;
#if BROKEN != 3
  if
  :: has_retired ->
     acquire (lock);
     reap ();
     broadcast ()
  :: else -> skip
  fi;
#endif
  n_over++
}

/* hark_outlets_remove() */
inline disconnect (connection)
{
  has_ended[connection] = true;
  acquire (lock);
  d_step {
    at = 0;
    do
    :: at < n_places[listeners] && places[listeners * SIZE + at] != connection -> at++
    :: else -> break
    od
  }
  places[listeners * SIZE + at] = NONE;
  /* leave_place() */
  if
  :: at + 1 == n_places[listeners] ->
     n_before = n_places[listeners];
     n_places[listeners]--;
     d_step {
       do
       :: n_places[listeners] > 0 && places[listeners * SIZE + n_places[listeners] - 1] == NONE ->
          n_places[listeners]--
       :: else -> break
       od
     }
     if
     :: n_emitting > 0 && BROKEN != 8 -> n_places[listeners] = n_before
     :: else -> skip
     fi
  :: else -> skip
  fi;
  n_live--;
  retired[connection] = true;
  reap ();
#if BROKEN != 6
  broadcast ()
#endif
}

/* hark_connection_disconnect_sync() of a direct one */
proctype waiting ()
{
  byte at, i, seen;
  bool mine[N_CONNECTIONS], mine_outgrown, is_quiet;
  byte n_before;

  disconnect (DIRECT);

  /* hark_outlets_wait() */
  acquire (wait_lock);
  n_waiting++;
  do
  :: is_retired[DIRECT] || n_emitting == 0 -> break
  :: else ->
     atomic { seen = n_broadcasts; wait_lock = false }
     n_broadcasts != seen;
     acquire (wait_lock)
  od;
  n_waiting--;
  release (wait_lock);
  assert (n_inside == 0);
  is_past = true;
  n_over++
}

/* hark_outlets_add() and renew(); the same thread disconnects another. */
proctype connecter ()
{
  byte at, i;
  bool mine[N_CONNECTIONS], mine_outgrown, is_quiet;
  byte n_before;

  acquire (lock);
  if
  :: n_places[0] < 2 -> skip       /* there is room where one has gone */
  :: else ->
#if BROKEN == 4
     is_gone[0] = true;
#endif
     d_step {
       n_places[1] = 0;
       at = 0;
       do
       :: at < n_places[0] ->
          if
          :: places[at] != NONE ->
             places[SIZE + n_places[1]] = places[at];
             n_places[1]++
          :: else -> skip
          fi;
          at++
       :: else -> break
       od
     }
     listeners = 1;
     outgrown = (BROKEN != 4)
  fi;
  is_adding = true;
  places[listeners * SIZE + n_places[listeners]] = LATER;
  n_places[listeners]++;
  reap ();
#if BROKEN != 6
  broadcast ();
#endif

  disconnect (QUEUED);
  n_over++
}

/* Three threads are enough for each of the two. */
init
{
  bool is_growing;

  atomic {
    n_places[0] = 2;
    places[0] = QUEUED;
    places[1] = DIRECT;
    run emitter ();
    run waiting ();
    if
    :: run emitter ()
    :: run connecter (); is_growing = true
    fi
  }
  n_over == 3;
  assert (is_freed[DIRECT] && !is_freed[LATER] && is_freed[QUEUED] == is_growing);
  assert (is_gone[0] == (listeners == 1) && !has_retired && !outgrown)
}
