/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects are torn down on their owner's thread, and never while that is in a
 * call of theirs; so a call that finds its anchor open, on that thread, has the
 * object without a lock or a reference: it counts itself in, and gets a reference
 * only if the last one is dropped meanwhile. Calls point at anchors without counting: the last
 * reference is dropped by a chore at the end of the lane, which runs after every
 * call that could point here. Plain GObjects are torn down anywhere; they pay
 * with a GWeakRef (see context.c). */

#include "object/anchor-private.h"
#include "object/outlets-private.h"

static void
release_run (HarkCall *call)
{
  HarkAnchor *self = (HarkAnchor *) ((char *) call - G_STRUCT_OFFSET (HarkAnchor, release));
  HarkLane *lane = atomic_load (&self->lane);

  if (self->is_plain)
    g_weak_ref_clear (&self->weak);
  hark_outlets_free (atomic_load (&self->outlets));
  g_clear_pointer (&self->executor, hark_executor_unref);
  g_free (self);
  if (lane != NULL)
    hark_lane_unref (lane);
}

static const HarkCallFuncs release_funcs = { HARK_CALL_CHORE, release_run, NULL, NULL };

HarkAnchor *
hark_anchor_new (GObject      *object,
                 HarkSeat     *seat,
                 HarkExecutor *executor)
{
  HarkAnchor *self = g_new0 (HarkAnchor, 1);

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

HarkAnchor *
hark_anchor_ref (HarkAnchor *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_anchor_unref (HarkAnchor *self)
{
  HarkLane *lane;

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

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
hark_anchor_get_lane (HarkAnchor *self)
{
  HarkLane *lane = atomic_load (&self->lane);
  HarkLane *made;

  if (lane != NULL)
    return lane;

  hark_anchor_settle (self); /* before it was constructed */
  made = hark_lane_new (self->executor, HARK_LANE_RUNNING);
  if (atomic_compare_exchange_strong (&self->lane, &lane, made))
    return made;

  hark_lane_unref (made);
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
hark_anchor_end_loan (HarkAnchor *self,
                      GObject    *object)
{
  self->is_lent = false;
  if (self->is_doomed)
    {
      self->is_doomed = false;
      g_object_run_dispose (object);
    }
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
