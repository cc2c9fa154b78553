/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for the last queued call: hark_connection_disconnect_drain() and
 * hark_connection_settle() of lib/object/connection/drain.c, and finish() of
 * lib/object/connection/connection.c. One thread asks for the future, another one too; the
 * connection ends by the one or by a third, and the chore behind its last call
 * runs on the lane.
 *
 * Rule 9: the future is settled, once the calls that were queued have run, and
 * never before. Everybody gets the same future.
 *
 * Broken 1: who asks looks whether the last call is past before it leaves the future
 * Broken 2: the chore looks for a future before it says that the last call is past
 * Broken 3: who asks leaves a future without looking for one
 */

#define N_ASKING 2

bool is_connected = true;
chan lane = [1] of { bit };      /* the chore */
bool has_run;                    /* it has, and all before it */
bool is_released;

byte drained;                    /* a future, or 0 */
bool is_settled[N_ASKING + 1];

inline end ()
{
  atomic {
    was_connected = is_connected;
    is_connected = false
  }
  if
  :: was_connected -> lane ! 1   /* once it has left the emitter's array */
  :: else -> skip
  fi
}

active [N_ASKING] proctype asking ()
{
  byte mine = _pid + 1, found;
  bool was_connected, is_over;

#if BROKEN == 1
  is_over = is_released;
#endif
#if BROKEN == 3
  drained = mine;
  found = mine;
#else
  atomic {
    if
    :: drained == 0 -> drained = mine
    :: else -> skip
    fi;
    found = drained
  }
#endif
  end ();
#if BROKEN != 1
  is_over = is_released;
#endif
  if
  :: is_over ->
     assert (has_run);
     is_settled[found] = true
  :: else -> skip
  fi;
  /* Waits; who is here for ever was not told. */
  is_settled[found];
  assert (has_run)
}

active proctype third ()
{
  bool was_connected;

  end ()
}

active proctype owner ()
{
  byte found;

  lane ? 1;
  has_run = true;
  /* finish() */
#if BROKEN == 2
  found = drained;
  is_released = true;
#else
  is_released = true;
  found = drained;
#endif
  if
  :: found != 0 -> is_settled[found] = true
  :: else -> skip
  fi
}
