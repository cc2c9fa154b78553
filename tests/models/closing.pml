/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The last reference of an object: hark_seat_dispose(), lend_to_call(),
 * hand_over(), dispatch_properties_changed(), close_later(), close_run() and
 * close_here() of lib/object/seat/seat.c, hark_anchor_enter(), hark_anchor_leave(),
 * hark_anchor_settle_debts() and hark_anchor_dup_object() of lib/object/anchor*, around g_object_unref() as GLib
 * 2.74 has it: it asks to dispose when one reference is left, then drops its own,
 * and if others have come meanwhile it dispatches notifications, which is the last
 * it does. Two foreign threads drop a reference each; a third takes one from the
 * anchor, and drops it; the owner runs a call, in which it may drop one, too.
 *
 * Rule 16: `closed` runs exactly once, on the owner's thread, and the object is
 * freed afterwards, once. Rule 15: while a call runs, the object is neither
 * closed nor freed. Nobody touches it, nor is inside g_object_unref(), once it
 * is freed.
 *
 * Broken 1: the loan is handed over in dispose
 * Broken 2: a call that runs is lent no reference
 * Broken 3: closing on the owner does not look whether other references are left
 * Broken 4: taking a reference from the anchor does not look whether it is open
 * Broken 5: a call is lent a reference only where no other is left
 */

#define OPEN    0
#define CLOSING 1
#define CLOSED  2

byte ref_count = 3;
byte state = OPEN;
bool is_handed_over;
byte n_running;
bool is_lent;
bool is_doomed;
byte n_closed;
bool is_freed;
byte n_inside;                   /* threads in g_object_unref() */
chan lane = [2] of { bit };      /* chores that close */
byte n_over;

/* close_here() */
inline close_here ()
{
  atomic {
    assert (!is_freed && n_closed == 0 && n_running == 0);
    n_closed++
  }
  state = CLOSED
}

inline hand_over ()
{
  assert (!is_freed);
  ref_count++;
#if BROKEN == 1
  if
  :: state == CLOSED -> ref_count--
  :: else -> lane ! 1
  fi;
#else
  is_handed_over = true;
#endif
  has_notified = true
}

/* g_object_unref() */
inline unref (is_owner)
{
  skip;
again:
  has_notified = false;
  atomic { assert (!is_freed); n_inside++ }
  if
  :: atomic { ref_count > 1 -> ref_count--; n_inside-- }
  :: atomic { ref_count == 1 -> skip }
     /* hark_seat_dispose() */
     is_mine = false;
#if BROKEN != 2
     if
     :: is_owner && state == OPEN && n_running > 0 ->
#if BROKEN == 5
        if
        :: ref_count == 1 -> skip
        :: else -> goto not_lent
        fi;
#endif
        is_doomed = is_doomed || ref_count > 1;
        ref_count++;
        is_lent = true;
        goto disposed
     :: else -> skip
     fi;
#endif
not_lent:
     atomic {
       if
       :: state == OPEN -> state = CLOSING; is_mine = true
       :: else -> skip
       fi
     }
     if
     :: is_mine && is_owner ->
        close_here ();
#if BROKEN != 3
        if
        :: ref_count > 1 -> hand_over ()
        :: else -> skip
        fi
#endif
     :: is_mine && !is_owner -> hand_over ()
     :: else -> skip
     fi;
disposed:
     assert (!is_freed);
     if
     :: atomic {
          ref_count > 1 ->
          ref_count--;
          assert (!is_freed)
        }
        /* What was notified meanwhile is dispatched: dispatch_properties_changed() */
        assert (!is_freed);
        if
        :: has_notified ->
           atomic {
             has_notified = is_handed_over;
             is_handed_over = false
           }
           n_inside--;
           if
           :: has_notified && state == CLOSED -> goto again
           :: has_notified && state != CLOSED -> lane ! 1
           :: else -> skip
           fi
        :: else -> n_inside--
        fi
     :: atomic {
          ref_count == 1 ->
          ref_count--;
          n_inside--;
          /* Alone: nobody else is inside. */
          assert (n_inside == 0 && n_closed == 1 && n_running == 0 && state == CLOSED);
          is_freed = true
        }
     fi
  fi
}

active [2] proctype foreign ()
{
  bool has_notified, is_mine;

  unref (false);
  n_over++
}

/* Has the anchor only. */
active proctype borrower ()
{
  bool has_notified, is_mine;

  /* hark_anchor_dup_object(): the anchor's lock makes it one step. */
  if
#if BROKEN == 4
  :: atomic { true -> assert (!is_freed); ref_count++ }
#else
  :: atomic { state == OPEN -> ref_count++ }
#endif
     unref (false)
  :: true -> skip
  fi;
  n_over++
}

#define BEFORE 0
#define IN     1
#define BEHIND 2

/* One call of the object, and whatever its lane is given. */
active proctype owner ()
{
  byte phase = BEFORE;
  bool has_notified, is_mine, has_own = true, drops;

  do
  :: phase == BEFORE ->
     /* hark_anchor_enter() */
     if
     :: state == OPEN -> n_running++; phase = IN
     :: else -> phase = BEHIND
     fi
  :: phase == IN ->
     /* hark_anchor_leave() */
     assert (!is_freed);
     n_running--;
     phase = BEHIND;
     /* hark_anchor_settle_debts() */
     drops = is_lent;
     is_lent = false;
     if
     :: is_doomed ->
        is_doomed = false;
        atomic {
          if
          :: state == OPEN -> state = CLOSING; is_mine = true
          :: else -> is_mine = false
          fi
        }
        if
        :: is_mine -> close_here ()
        :: else -> skip
        fi
     :: else -> skip
     fi;
     goto dropping
  :: has_own ->
     /* Inside the call or outside. */
     has_own = false;
     drops = true;
     goto dropping
  :: phase != IN && nempty (lane) ->
     /* close_run() */
     lane ? 1;
     close_here ();
     drops = true;
dropping:
     if
     :: drops -> unref (true)
     :: else -> skip
     fi;
     drops = false
  :: phase == BEHIND && !has_own && n_over == 3 && empty (lane) -> break
  od;
  assert (is_freed && n_closed == 1)
}
