/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections whose emitters wait for the receiver, as the rooms above ask for. Their calls are
 * queued as before and in the same order, but only so many are under way at a time, and none gets
 * in while the connection is held. Who emits where it cannot wait goes on. The passage is
 * made when it is first asked for, and then stays: calls that were queued before it was there
 * are in front of those that went through it. */

#include "lane/backlog-private.h"
#include "object/connection/bounds-private.h"

static HarkBacklog *
make_passage (HarkConnection *self)
{
  const HarkEventInfo *event = self->site->event;
  const HarkQueueInfo info = { .policy = HARK_QUEUE_GROW };
  const HarkBacklogSubject subject =
  {
    .object = event->owner->name,
    .member = event->name,
    .priority = HARK_PRIORITY_NORMAL,
  };

  return hark_backlog_new (&info, &subject);
}

/* (nullable) */
static HarkBacklog *
get_passage (HarkConnection *self)
{
  return atomic_load (&self->way) == HARK_WAY_PASSAGE ? self->tail->passage : NULL;
}

void
hark_connection_bound (HarkConnection *self,
                       guint           depth)
{
  const HarkQueueInfo info = { .policy = depth > 0 ? HARK_QUEUE_BLOCK : HARK_QUEUE_GROW, .depth = depth };

  g_assert (self->kind == HARK_CONNECTION_RAW && !(self->site->flags & HARK_CONNECT_INLINE));

  if (get_passage (self) == NULL)
    {
      if (depth == 0)
        return;
      self->tail->passage = make_passage (self);
      atomic_store (&self->way, HARK_WAY_PASSAGE);
    }
  hark_backlog_set_info (self->tail->passage, &info);
  /* Whoever has ended it meanwhile may not have seen that there is one. */
  if (hark_connection_get_state (self) >= HARK_CONNECTION_DRAINING)
    hark_backlog_close (self->tail->passage);
}

void
hark_connection_hold (HarkConnection *self)
{
  HarkBacklog *passage = get_passage (self);
  HarkLane *lane = hark_anchor_get_lane (self->receiver);
  HarkLane *home = hark_anchor_dup_home (self->receiver);

  /* Of a receiver that has moved, this is not the thread that the lane is run by. */
  if (passage != NULL && home == lane)
    hark_backlog_pause (passage, lane);
  if (home != NULL)
    hark_lane_unref (home);
}

void
hark_connection_let_go (HarkConnection *self)
{
  HarkBacklog *passage = get_passage (self);

  if (passage != NULL)
    hark_backlog_resume (passage);
}

void
hark_connection_leave_passage (HarkConnection *self)
{
  HarkBacklog *passage = get_passage (self);

  if (G_UNLIKELY (passage != NULL))
    hark_backlog_leave (passage);
}
