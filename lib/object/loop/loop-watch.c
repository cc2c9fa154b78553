/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What others may see of a loop: its figures, and the calls that take too long.
 * The latter are told on the watcher's thread, which holds the loop while it does. */

#include "lane/stall-private.h"
#include "object/seat/anchor-private.h"
#include "object/loop/loop-private.h"

/* --- figures --- */

void
hark_loop_get_stats (HarkLoop      *self,
                     HarkLoopStats *stats)
{
  HarkLane *lane;

  g_return_if_fail (HARK_IS_LOOP (self));
  g_return_if_fail (stats != NULL);

  lane = hark_loop_get_lane (self);
  *stats = (HarkLoopStats) {
    .n_queued = hark_lane_get_n_queued (lane),
    .n_run = hark_lane_get_n_run (lane),
    .n_dropped = hark_lane_get_n_discarded (lane) + hark_lane_get_n_dropped (lane),
    .longest_wait = hark_lane_get_longest_wait (lane),
    .longest_run = hark_lane_get_longest_run (lane),
  };
}

guint64
hark_loop_get_n_run (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), 0);

  return hark_lane_get_n_run (hark_loop_get_lane (self));
}

guint64
hark_loop_get_n_discarded (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), 0);

  return hark_lane_get_n_discarded (hark_loop_get_lane (self));
}

guint64
hark_loop_get_n_dropped (HarkLoop *self)
{
  g_return_val_if_fail (HARK_IS_LOOP (self), 0);

  return hark_lane_get_n_dropped (hark_loop_get_lane (self));
}

/* --- stalls --- */

typedef struct
{
  HarkAnchor     *loop;     /* owned: the loop is not */
  HarkStallFunc   func;     /* (nullable) */
  gpointer        data;
  GDestroyNotify  destroy;
} Listener;

static void
listener_free (gpointer data)
{
  Listener *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  hark_anchor_unref (self->loop);
  g_free (self);
}

static void
listener_stalled (gpointer             data,
                  const HarkLaneStall *what)
{
  Listener *self = data;
  GObject *object = hark_anchor_dup_object (self->loop);
  const HarkStall stall = {
    .object = what->subject.object,
    .slot = what->subject.slot,
    .event = what->subject.event,
    .elapsed = what->elapsed,
    .n_queued = what->n_queued,
  };

  if (object == NULL)
    return;
  hark_loop_emit_stalled (HARK_LOOP (object), stall.object, stall.slot, stall.event,
                          stall.elapsed, stall.n_queued);
  if (self->func != NULL)
    self->func (HARK_LOOP (object), &stall, self->data);
  g_object_unref (object);
}

void
hark_loop_set_stall_func (HarkLoop       *self,
                          gint64          limit,
                          HarkStallFunc   func,
                          gpointer        data,
                          GDestroyNotify  destroy)
{
  Listener *listener;

  g_return_if_fail (HARK_IS_LOOP (self));
  g_return_if_fail (limit >= 0);

  if (hark_lane_is_inherited (hark_loop_get_lane (self)))
    limit = 0;
  if (limit == 0)
    {
      hark_lane_set_limit (hark_loop_get_lane (self), 0, NULL, NULL, NULL);
      if (destroy != NULL)
        destroy (data);
      return;
    }
  listener = g_new0 (Listener, 1);
  *listener = (Listener) { hark_anchor_ref (self->seat.anchor), func, data, destroy };
  hark_lane_set_limit (hark_loop_get_lane (self), limit, listener_stalled, listener, listener_free);
}

void
hark_loop_set_limit (HarkLoop *self,
                     gint64    limit)
{
  hark_loop_set_stall_func (self, limit, NULL, NULL, NULL);
}
