/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future and those who wait for it: settle() and tell() of lib/async/future.c,
 * hark_future_add_waiter() and hark_future_remove_waiter(), and a wait that may end
 * early: wait_for() and turn_away() of lib/async/await.c, or a suspension of
 * lib/async/suspension.c. Two threads settle it at once; two wait, whose records lie
 * on their stacks.
 *
 * Rule 22: every wait ends, with the value or early. Two waiters both wake: each
 * is told exactly once, and never before the outcome is there, which is written
 * once; or it has taken itself off, and is not told. Nobody touches the record of
 * one that has returned.
 *
 * Broken 1: it is called settled before the outcome is written
 * Broken 2: a waiter looks whether the future is settled, and then adds itself
 * Broken 3: a wait that ends early returns although it is about to be told
 */

#define N 2

bool is_locked;
bool is_settled;
byte n_outcomes;                 /* how often it was written */
bool is_in_ring[N];

bool is_told[N];                 /* in the record */
byte n_told[N];
bool has_returned[N];
byte n_settlers;

inline lock ()
{
  atomic {
    !is_locked;
    is_locked = true
  }
}

inline unlock ()
{
  is_locked = false
}

inline tell (i)
{
  d_step {
    assert (!has_returned[i]);
    assert (is_settled && n_outcomes == 1);
    n_told[i]++;
    assert (n_told[i] == 1);
    is_told[i] = true
  }
}

active [N] proctype settler ()
{
  bool is_taken[N];
  byte i;

  lock ();
  if
  :: is_settled -> unlock ()
  :: else ->
#if BROKEN == 1
     is_settled = true;
#endif
     n_outcomes++;
     for (i : 0 .. N - 1) {
       is_taken[i] = is_in_ring[i];
       is_in_ring[i] = false
     }
     is_settled = true;
     unlock ();
     for (i : 0 .. N - 1) {
       if
       :: is_taken[i] -> tell (i)
       :: else -> skip
       fi
     }
  fi;
  n_settlers++
}

active [N] proctype waiter ()
{
  byte i = _pid % N;
  bool is_refused, is_removed;

  /* hark_future_await() looks first. */
  if
  :: is_settled ->
     assert (n_outcomes == 1);
     goto done
  :: else -> skip
  fi;

  /* hark_future_add_waiter() */
#if BROKEN == 2
  is_refused = is_settled;
  lock ();
#else
  lock ();
  is_refused = is_settled;
#endif
  if
  :: is_refused -> skip
  :: else -> is_in_ring[i] = true
  fi;
  unlock ();
  if
  :: is_refused -> tell (i)
  :: else -> skip
  fi;

  if
  :: is_told[i] -> skip          /* blocks until then */
  :: i == 0 ->                   /* this one may time out */
     /* hark_future_remove_waiter() */
     lock ();
     is_removed = !is_settled && is_in_ring[i];
     if
     :: is_removed -> is_in_ring[i] = false
     :: else -> skip
     fi;
     unlock ();
#if BROKEN != 3
     if
     :: is_removed -> skip
     :: else -> is_told[i]
     fi
#endif
  fi;
  has_returned[i] = true;

  /* In the end, however the wait ended. */
  n_settlers == N;
  assert (n_told[i] == (is_removed -> 0 : 1));
done:
  skip
}
