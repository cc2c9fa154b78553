/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A task that waits for room in a queue with bounds: it awaits a future, which the backlog
 * settles when it has taken something out. The future says through which lane that must
 * go, so a task that holds a lane does not wait for one that waits for it. */

#include "async/task-private.h"
#include "lane/backlog-private.h"

typedef struct
{
  HarkRoomWaiter  waiter;
  HarkFuture     *room;  /* owned */
} Room;

static void
room_woken (HarkRoomWaiter *waiter)
{
  hark_future_resolve (((Room *) waiter)->room, NULL); /* which runs nothing, but queues the task */
}

static guint
list (gpointer   lane,
      HarkLane **lanes)
{
  lanes[0] = hark_lane_ref (lane);
  return 1;
}

static const char *
describe (gconstpointer source)
{
  return "room in a queue";
}

static const HarkOrigin origin = { NULL, list, describe, (GDestroyNotify) hark_lane_unref };

static gboolean
can_wait (void)
{
  return hark_task_run != NULL && hark_task_may_suspend (NULL);
}

static gboolean
wait (HarkBacklog *backlog,
      HarkLane    *lane)
{
  Room room = { .waiter.woken = room_woken, .room = hark_future_new (NULL) };
  gboolean goes_on = TRUE;

  hark_future_set_origin (room.room, &origin, hark_lane_ref (lane), NULL);
  if (hark_backlog_add_waiter (backlog, &room.waiter))
    {
      goes_on = hark_await (room.room, NULL);
      hark_backlog_remove_waiter (backlog, &room.waiter, !goes_on);
    }
  hark_future_unref (room.room);
  return goes_on;
}

static const HarkRoomFuncs funcs = { can_wait, wait };

void
hark_task_set_room_funcs (void)
{
  atomic_store (&hark_room_funcs, &funcs);
}
