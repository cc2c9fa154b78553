/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects are torn down on their owner's thread, and never while that is in a
 * call of theirs; so a call that finds its anchor open, on that thread, has the
 * object without a lock or a reference: it counts itself in, and gets a reference
 * only if the last one is dropped meanwhile. Calls point at anchors without counting: the last
 * reference is dropped by a chore at the end of the lane, which runs after every
 * call that could point here. Plain GObjects are torn down anywhere; they pay
 * with a GWeakRef (see context.c). */

#include "base/slab-private.h"
#include "object/loop/loop-private.h"
#include "object/seat/move-private.h"
#include "object/connection/outlets-private.h"

static void
release_run (HarkCall *call)
{
  HarkAnchor *self = (HarkAnchor *) ((char *) call - G_STRUCT_OFFSET (HarkAnchor, release));
  HarkLane *lane = atomic_load (&self->lane);

  if (self->is_plain)
    g_weak_ref_clear (&self->weak);
  hark_outlets_free (atomic_load (&self->outlets));
  if (atomic_load (&self->marks) & HARK_ANCHOR_MOVED)
    hark_move_unref (self->move);
  else
    g_clear_pointer (&self->executor, hark_executor_unref);
  hark_slab_free (self);
  if (lane != NULL)
    hark_lane_unref (lane);
}

static gboolean
release_relay (HarkCall  *call,
               HarkLane  *lane,
               gboolean   is_turn,
               HarkRelay *relay)
{
  return hark_anchor_relay ((HarkAnchor *) ((char *) call - G_STRUCT_OFFSET (HarkAnchor, release)),
                            call, HARK_PRIORITY_NORMAL, lane, is_turn, relay);
}

static const HarkCallFuncs release_funcs = { HARK_CALL_CHORE, release_run, NULL, NULL, release_relay };

HarkAnchor *
hark_anchor_new (GObject      *object,
                 HarkSeat     *seat,
                 HarkExecutor *executor)
{
  HarkAnchor *self = hark_slab_new0 (HarkAnchor);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, HARK_ANCHOR_OPEN);
  self->object = object;
  self->is_plain = seat == NULL;
  if (self->is_plain)
    g_weak_ref_init (&self->weak, object);
  else
    self->seat = seat;
  self->executor = executor;
  hark_lock_init (&self->lock);
  return self;
}

void
hark_anchor_release (HarkAnchor *self)
{
  HarkLane *lane;

  self->release.funcs = &release_funcs;
  lane = atomic_load (&self->lane);
  if (lane != NULL)
    hark_lane_post (lane, &self->release);
  else
    release_run (&self->release);
}

/* --- lane --- */

void
hark_anchor_settle (HarkAnchor *self)
{
  if (self->executor == NULL)
    self->executor = hark_executor_dup_default ();
}

HarkLane *
hark_anchor_make_lane (HarkAnchor *self)
{
  HarkLane *lane;
  HarkLoop *loop;

  hark_lock (&self->lock);
  lane = atomic_load (&self->lane);
  if (lane == NULL)
    {
      loop = atomic_load (&self->loop);
      hark_anchor_settle (self); /* before it was constructed */
      lane = loop != NULL ? hark_lane_ref (hark_loop_get_lane (loop))
                          : hark_lane_new (self->executor, HARK_LANE_RUNNING);
      atomic_store (&self->lane, lane);
    }
  hark_unlock (&self->lock);
  return lane;
}

void
hark_anchor_set_lane (HarkAnchor *self,
                      HarkLane   *lane)
{
  HarkExecutor *executor = hark_lane_get_executor (lane);

  g_assert (atomic_load (&self->lane) == NULL);
  if (executor != self->executor)
    {
      g_clear_pointer (&self->executor, hark_executor_unref);
      self->executor = hark_executor_ref (executor);
    }
  atomic_store (&self->lane, hark_lane_ref (lane));
}

gboolean
hark_anchor_is_of_parent (HarkAnchor *self)
{
  HarkLane *lane = atomic_load (&self->lane);

  if (lane != NULL)
    return hark_lane_is_inherited (lane);
  return self->executor != NULL && hark_executor_is_inherited (self->executor);
}

/* --- moving --- */

/* (nullable) */
static HarkMove *
get_move (HarkAnchor *self)
{
  return atomic_load (&self->marks) & HARK_ANCHOR_MOVED ? self->move : NULL;
}

HarkLane *
hark_anchor_dup_home (HarkAnchor *self)
{
  HarkMove *move = get_move (self);
  HarkLane *lane = atomic_load (&self->lane);
  HarkLoop *loop;

  if (move != NULL)
    return hark_move_dup_home (move);
  if (lane != NULL)
    return hark_lane_ref (lane);

  hark_lock (&self->lock);
  loop = atomic_load (&self->loop);
  lane = loop != NULL ? hark_lane_ref (hark_loop_get_lane (loop)) : NULL;
  hark_unlock (&self->lock);
  return lane;
}

HarkExecutor *
hark_anchor_dup_executor (HarkAnchor *self)
{
  HarkExecutor *executor = NULL;
  HarkLane *home;

  hark_lock (&self->lock);
  if (get_move (self) == NULL)
    {
      hark_anchor_settle (self);
      executor = hark_executor_ref (self->executor);
    }
  hark_unlock (&self->lock);
  if (executor != NULL)
    return executor;

  home = hark_move_dup_home (self->move);
  executor = hark_executor_ref (hark_lane_get_executor (home));
  hark_lane_unref (home);
  return executor;
}

gboolean
hark_anchor_relay (HarkAnchor   *self,
                   HarkCall     *call,
                   HarkPriority  priority,
                   HarkLane     *lane,
                   gboolean      is_turn,
                   HarkRelay    *relay)
{
  HarkMove *move = get_move (self);

  return move != NULL && hark_move_relay (move, call, priority, lane, is_turn, relay);
}

/* (transfer full) (nullable): the loop that it had. Called with the lock. */
static HarkLoop *
choose (HarkAnchor *self,
        HarkLoop   *loop)
{
  HarkExecutor *executor = hark_lane_get_executor (hark_loop_get_lane (loop));

  if (executor != self->executor)
    {
      g_clear_pointer (&self->executor, hark_executor_unref);
      self->executor = hark_executor_ref (executor);
    }
  return atomic_exchange (&self->loop, g_object_ref (loop));
}

void
hark_anchor_choose (HarkAnchor *self,
                    HarkLoop   *loop)
{
  choose (self, loop);
}

void
hark_anchor_move (HarkAnchor *self,
                  HarkLoop   *loop)
{
  HarkLane *lane = hark_loop_get_lane (loop);
  HarkMove *move = NULL;
  HarkLoop *old;

  hark_lock (&self->lock);
  if (atomic_load (&self->lane) == NULL)
    old = choose (self, loop); /* it has not been called: nobody can have read the lane */
  else
    {
      move = get_move (self);
      if (move == NULL)
        {
          move = hark_move_new (self, atomic_load (&self->lane));
          g_clear_pointer (&self->executor, hark_executor_unref);
          self->move = move;
          atomic_fetch_or (&self->marks, HARK_ANCHOR_MOVED);
        }
      old = atomic_exchange (&self->loop, g_object_ref (loop));
    }
  hark_unlock (&self->lock);

  if (move != NULL)
    {
      hark_move_to (move, lane, self->n_running > 0);
      self->is_owed = self->is_owed || self->n_running > 0;
      hark_lane_begin_relaying (atomic_load (&self->lane));
    }
  if (old != NULL)
    g_object_unref (old);
}

/* --- object --- */

GObject *
hark_anchor_dup_object (HarkAnchor *self)
{
  GObject *object = NULL;

  if (self->is_plain)
    return g_weak_ref_get (&self->weak);

  /* Closing takes the lock before it tears anything down. */
  hark_lock (&self->lock);
  if (hark_anchor_get_state (self) == HARK_ANCHOR_OPEN)
    object = g_object_ref (self->object);
  hark_unlock (&self->lock);
  return object;
}

const char *
hark_anchor_get_class_name (HarkAnchor *self)
{
  const char *name = NULL;

  /* The same holds of plain objects: see plain_gone(). */
  hark_lock (&self->lock);
  if (hark_anchor_get_state (self) != HARK_ANCHOR_CLOSED)
    name = G_OBJECT_TYPE_NAME (self->object);
  hark_unlock (&self->lock);
  return name;
}

void
hark_anchor_settle_debts (HarkAnchor *self,
                          GObject    *object)
{
  HarkMove *move = get_move (self);
  gboolean is_lent = self->is_lent, is_doomed = self->is_doomed;

  /* Once it has moved these are the new owner's. */
  self->is_owed = false;
  self->is_lent = false;
  self->is_doomed = false;
  if (move != NULL)
    hark_move_carry_out (move);
  if (is_doomed)
    g_object_run_dispose (object);
  if (is_lent)
    g_object_unref (object);
}

gboolean
hark_anchor_set_state (HarkAnchor      *self,
                       HarkAnchorState  state)
{
  gboolean is_change;

  hark_lock (&self->lock);
  is_change = atomic_load (&self->state) < state;
  if (is_change)
    atomic_store (&self->state, state);
  hark_unlock (&self->lock);
  return is_change;
}
