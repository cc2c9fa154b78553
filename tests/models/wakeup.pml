/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a post to a run: post() and hark_lane_schedule() of lib/lane/lane.c,
 * hark_executor_add(), executor_prepare() and executor_check() of lib/lane/executor.c with
 * lib/lane/sleep.c, lib/lane/round.c, and hark_lane_run() with its nested runs.
 * Between prepare and check the context polls, and sleeps until it is woken. The
 * queues themselves are those of queue.pml, each step of them being one.
 *
 * Rules 1 to 3: every call that was posted runs, once, each thread's in its order,
 * one wake-up serving many: nobody sleeps while a call is queued. Rule 6: no
 * call of a lane runs inside another one of it.
 *
 * Broken 1: the executor looks at the ready queue, and then says that it sleeps
 * Broken 2: a run clears the flag of being scheduled behind its last look
 * Broken 3: a run ends without looking at the queues again
 * Broken 4: a full round does not keep the next poll from sleeping
 */

#define N_LANES   2
#define N_POSTERS 2
#define N_EACH    2
#define N_CALLS   (N_POSTERS * N_EACH)
#define TURN      1              /* calls of a lane in its turn */
#define ROUND     1              /* turns in a round */

chan posted[N_LANES] = [N_CALLS] of { byte };
chan taken[N_LANES] = [N_CALLS] of { byte };
bool scheduled[N_LANES];
bool is_running[N_LANES];
bool is_owed[N_LANES];
chan ready = [N_LANES] of { byte };
chan turn = [N_LANES] of { byte };
bool asleep;
bool is_woken;

byte expected[N_POSTERS];
byte n_run;

/* hark_lane_schedule() and hark_executor_add() */
inline schedule (lane)
{
  atomic {
    was_set = scheduled[lane];
    scheduled[lane] = true
  }
  if
  :: was_set -> skip
  :: else ->
     atomic {
       was_set = nempty (ready);
       ready ! lane
     }
     if
     :: was_set -> skip
     :: else ->
        if
        :: asleep ->
           atomic {
             is_woken = is_woken || asleep;
             asleep = false
           }
        :: else -> skip
        fi
     fi
  fi
}

/* Each posts now on one lane and now on the other. */
proctype poster (byte number)
{
  byte i, lane;
  bool was_set;

  for (i : 1 .. N_EACH)
    {
      lane = number;
      atomic {
        was_set = nempty (posted[lane]);
        posted[lane] ! number * N_EACH + i
      }
      if
      :: was_set -> skip
      :: else -> schedule (lane)
      fi
    }
}

inline take (from, to)
{
  d_step {
    do
    :: nempty (from) -> from ? call; to ! call
    :: empty (from) -> break
    od;
    call = 0
  }
}

/* The call iterates its context: what is ready has its turn inside; a lane that is
 * in a call is told to wait. Only one level, and only lanes that are running. */
inline iterate_nested (lane)
{
  take (ready, turn);
  do
  :: turn ?? [eval (lane)] ->
     turn ?? eval (lane);
     scheduled[lane] = false;
     is_owed[lane] = true
  :: else -> break
  od
}

/* hark_lane_run() */
inline run_lane (lane)
{
#if BROKEN != 2
  scheduled[lane] = false;
#endif
  is_running[lane] = true;
  n = 0;
  do
  :: n < TURN ->
     if
     :: empty (taken[lane]) -> take (posted[lane], taken[lane])
     :: else -> skip
     fi;
     if
     :: empty (taken[lane]) -> break
     :: else ->
        taken[lane] ? call;
        d_step {
          assert ((call - 1) % N_EACH == expected[(call - 1) / N_EACH]);
          expected[(call - 1) / N_EACH]++;
          n_run++;
          n++;
          call = 0
        }
        if
        :: iterate_nested (lane)
        :: skip
        fi
     fi
  :: else -> break
  od;
  is_running[lane] = false;
  if
#if BROKEN == 3
  :: is_owed[lane] ->
#else
  :: is_owed[lane] || nempty (taken[lane]) || nempty (posted[lane]) ->
#endif
     is_owed[lane] = false;
#if BROKEN == 2
     scheduled[lane] = false;
#endif
     schedule (lane)
  :: else ->
#if BROKEN == 2
     scheduled[lane] = false
#else
     skip
#endif
  fi
}

#define HAS_READY (nempty (turn) || nempty (ready))

active proctype owner ()
{
  byte lane, call, n, n_turns;
  bool was_set, is_full, stands_back, may_sleep, is_ready;

  run poster (0);
  run poster (1);
  do
  :: n_run == N_CALLS -> break
  :: else ->
     /* executor_prepare() */
     stands_back = is_full;
     is_ready = false;
     if
     :: is_full ->
        is_full = false;
#if BROKEN == 4
        may_sleep = true
#else
        may_sleep = false
#endif
     :: else ->
#if BROKEN == 1
        is_ready = HAS_READY;
        asleep = true;
#else
        asleep = true;
        is_ready = HAS_READY;
#endif
        may_sleep = !is_ready;
        if
        :: is_ready -> asleep = false
        :: else -> skip
        fi
     fi;

     /* The poll. Who waits here for ever is a wake-up that was lost. */
     if
     :: may_sleep -> is_woken
     :: else -> skip
     fi;
     is_woken = false;

     /* executor_check(); a source that prepare called ready is not asked. */
     if
     :: is_ready -> skip
     :: else ->
        asleep = false;
        is_ready = !stands_back && HAS_READY
     fi;
     if
     :: is_ready ->
        /* run_round() */
        asleep = false;
        n_turns = 0;
        do
        :: n_turns < ROUND ->
           if
           :: empty (turn) -> take (ready, turn)
           :: else -> skip
           fi;
           if
           :: empty (turn) -> break
           :: else ->
              turn ? lane;
              run_lane (lane);
              n_turns++
           fi
        :: else -> break
        od;
        is_full = HAS_READY
     :: else -> skip
     fi
  od
}
