/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects are torn down on their owner's thread, behind the call that runs; so
 * a call that finds its anchor open, on that thread, may take a reference to
 * the object without a lock. Calls point at anchors without counting: the last
 * reference is dropped by a chore at the end of the lane, which runs after every
 * call that could point here. Plain GObjects are torn down anywhere; they pay
 * with a GWeakRef. */

#include "object/anchor-private.h"
#include "object/connection-private.h"
#include "object/outlets-private.h"

static void
release_run (HarkCall *call)
{
  HarkAnchor *self = (HarkAnchor *) ((char *) call - G_STRUCT_OFFSET (HarkAnchor, release));
  HarkLane *lane = atomic_load (&self->lane);

  if (self->is_plain)
    g_weak_ref_clear (&self->weak);
  hark_outlets_free (atomic_load (&self->outlets));
  g_mutex_clear (&self->lock);
  hark_executor_unref (self->executor);
  g_free (self);
  if (lane != NULL)
    hark_lane_unref (lane);
}

static const HarkCallFuncs release_funcs = { HARK_CALL_CHORE, release_run, NULL };

HarkAnchor *
hark_anchor_new (GObject      *object,
                 HarkSeat     *seat,
                 HarkExecutor *executor)
{
  HarkAnchor *self = g_new0 (HarkAnchor, 1);

  atomic_init (&self->refs, 1);
  atomic_init (&self->state, HARK_ANCHOR_OPEN);
  self->object = object;
  self->seat = seat;
  self->is_plain = seat == NULL;
  if (self->is_plain)
    g_weak_ref_init (&self->weak, object);
  self->executor = executor;
  g_mutex_init (&self->lock);
  self->release.funcs = &release_funcs;
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

  lane = atomic_load (&self->lane);
  if (lane != NULL)
    hark_lane_post (lane, &self->release);
  else
    release_run (&self->release);
}

/* --- plain objects --- */

/* Guards the lists of anchors that plain objects carry, one for each lane. */
static GMutex plain_lock;
static GQuark plain_quark;

static void
plain_gone (gpointer  data,
            GObject  *object)
{
  GSList *anchors;

  g_mutex_lock (&plain_lock);
  anchors = g_object_steal_qdata (object, plain_quark);
  g_mutex_unlock (&plain_lock);

  for (GSList *link = anchors; link != NULL; link = link->next)
    {
      HarkAnchor *anchor = link->data;

      hark_anchor_set_state (anchor, HARK_ANCHOR_CLOSED);
      hark_connections_end_all (anchor);
      hark_anchor_unref (anchor);
    }
  g_slist_free (anchors);
}

static HarkAnchor *
find_plain (GSList   *anchors,
            HarkLane *lane)
{
  for (GSList *link = anchors; link != NULL; link = link->next)
    {
      HarkAnchor *anchor = link->data;

      if (atomic_load (&anchor->lane) == lane)
        return anchor;
    }
  return NULL;
}

static HarkAnchor *
dup_for_plain (GObject *object)
{
  HarkExecutor *executor = hark_executor_dup_default ();
  HarkLane *lane = hark_executor_dup_default_lane (executor);
  HarkAnchor *anchor;
  GSList *anchors;

  g_mutex_lock (&plain_lock);
  if (plain_quark == 0)
    plain_quark = g_quark_from_static_string ("hark-anchors");
  anchors = g_object_get_qdata (object, plain_quark);
  anchor = find_plain (anchors, lane);
  if (anchor == NULL)
    {
      anchor = hark_anchor_new (object, NULL, hark_executor_ref (executor));
      hark_anchor_set_lane (anchor, lane);
      if (anchors == NULL)
        g_object_weak_ref (object, plain_gone, NULL);
      g_object_set_qdata (object, plain_quark, g_slist_prepend (anchors, anchor));
    }
  hark_anchor_ref (anchor);
  g_mutex_unlock (&plain_lock);

  hark_lane_unref (lane);
  hark_executor_unref (executor);
  return anchor;
}

HarkAnchor *
hark_anchor_dup_for_object (gpointer object)
{
  if (HARK_IS_OBJECT (object))
    return hark_anchor_ref (hark_object_get_seat (object)->anchor);
  return dup_for_plain (object);
}

/* --- lane --- */

HarkLane *
hark_anchor_get_lane (HarkAnchor *self)
{
  HarkLane *lane = atomic_load (&self->lane);
  HarkLane *made;

  if (lane != NULL)
    return lane;

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
      hark_executor_unref (self->executor);
      self->executor = hark_executor_ref (executor);
    }
  atomic_store (&self->lane, hark_lane_ref (lane));
}

/* --- object --- */

GObject *
hark_anchor_dup_object (HarkAnchor *self)
{
  if (G_UNLIKELY (hark_anchor_get_state (self) != HARK_ANCHOR_OPEN))
    return NULL;
  if (G_UNLIKELY (self->is_plain))
    return g_weak_ref_get (&self->weak);
  return g_object_ref (self->object);
}

GObject *
hark_anchor_dup_object_anywhere (HarkAnchor *self)
{
  GObject *object = NULL;

  if (self->is_plain)
    return hark_anchor_dup_object (self);

  /* Closing takes the lock before it tears anything down. */
  g_mutex_lock (&self->lock);
  if (hark_anchor_get_state (self) == HARK_ANCHOR_OPEN)
    object = g_object_ref (self->object);
  g_mutex_unlock (&self->lock);
  return object;
}

gboolean
hark_anchor_set_state (HarkAnchor      *self,
                       HarkAnchorState  state)
{
  gboolean is_change;

  g_mutex_lock (&self->lock);
  is_change = atomic_load (&self->state) < state;
  if (is_change)
    atomic_store (&self->state, state);
  g_mutex_unlock (&self->lock);
  return is_change;
}
