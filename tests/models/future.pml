/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A future and those who wait for it: begin() and end() of lib/async/future.c,
 * hark_future_add_waiter(), and a wait that may end early: wait_for(),
 * wait_settled() and wait_unref() of lib/async/await.c. Two threads settle it at
 * once; two wait. Its queue of waiters is that of queue.pml.
 *
 * Rule 22: every wait ends, with the value or early. Two waiters both wake: each
 * is told exactly once, and never before the outcome is there, which is written
 * once. The record of a wait is freed once, by the last of the two who use it.
 *
 * Broken 1: the state says settled before the outcome is written
 * Broken 2: a waiter looks whether the future is settled, and then queues
 * Broken 3: a wait that ends early frees its record
 */

#define N 2

#define PENDING  0
#define SETTLING 1
#define SETTLED  2

byte state = PENDING;
byte n_outcomes;                 /* how often it was written */
chan waiters = [N] of { byte };
bool is_closed;

byte n_told[N];
byte refs[N];                    /* of the records */
bool is_freed[N];
bool is_settled[N];              /* in the record, under its lock */
byte n_settlers;

inline unref_wait (i)
{
  assert (!is_freed[i]);
  atomic {
    refs[i]--;
    is_last = refs[i] == 0
  }
  if
  :: is_last ->
     assert (!is_freed[i]);
     is_freed[i] = true
  :: else -> skip
  fi
}

/* wait_settled() */
inline tell (i)
{
  assert (!is_freed[i]);
  d_step {
    assert (state == SETTLED && n_outcomes == 1);
    n_told[i]++;
    assert (n_told[i] == 1);
    is_settled[i] = true
  }
  unref_wait (i)
}

active [N] proctype settler ()
{
  byte i;
  bool is_mine, is_last;

  /* begin() */
  atomic {
    is_mine = state == PENDING;
    if
    :: is_mine -> state = (BROKEN == 1 -> SETTLED : SETTLING)
    :: else -> skip
    fi
  }
  if
  :: is_mine ->
     n_outcomes++;
     /* end() */
     state = SETTLED;
     is_closed = true;           /* with what is queued: nothing is pushed any more */
     do
     :: waiters ? i -> tell (i)
     :: empty (waiters) -> break
     od
  :: else -> skip
  fi;
  n_settlers++
}

active [N] proctype waiter ()
{
  byte i = _pid % N;
  bool is_last, is_refused;

  refs[i] = 2;
  /* hark_future_await() looks first. */
  if
  :: state == SETTLED ->
     assert (n_outcomes == 1);
     goto done
  :: else -> skip
  fi;

  /* hark_future_add_waiter() */
#if BROKEN == 2
  is_refused = state == SETTLED;
  if
  :: is_refused -> skip
  :: else -> waiters ! i
  fi;
#else
  atomic {
    is_refused = is_closed;
    if
    :: is_refused -> skip
    :: else -> waiters ! i
    fi
  }
#endif
  if
  :: is_refused -> tell (i)
  :: else -> skip
  fi;

  if
  :: is_settled[i] -> skip       /* blocks until then */
  :: i == 0 -> skip              /* this one may time out */
  fi;
#if BROKEN == 3
  is_freed[i] = true;
#else
  unref_wait (i);
#endif
  /* In the end, however the wait ended. */
  n_settlers == N;
  is_freed[i];
  assert (n_told[i] == 1);
done:
  skip
}
