/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls that belong to another lane, because what they are for lives there now: they
 * are asked one by one, and what they leave behind is posted there. In a lane's turn
 * that is simple, for it is the only one who takes. When the lane closes,
 * posters go on with nobody to take what they post, so each relays its own; closing
 * the queues and relaying what was in them is one step under a lock that these
 * posters take as well, or a thread's later call would overtake its earlier one. */

#include "lane/figures-private.h"

/* For lanes that relay and are closed: one for all. */
static GMutex closing_lock;

void
hark_lane_begin_relaying (HarkLane *self)
{
  hark_lane_add_modes (self, HARK_LANE_RELAYS);
  hark_lane_schedule (self); /* one that waits to be started has something to do */
}

static gboolean
ask (HarkLane  *self,
     HarkCall  *call,
     gboolean   is_turn,
     HarkRelay *relay)
{
  return call->funcs->relay != NULL && call->funcs->relay (call, self, is_turn, relay);
}

static void
send (HarkRelay *relay)
{
  hark_lane_post_at (relay->lane, relay->call, relay->priority);
  hark_lane_unref (relay->lane);
}

static void
send_all (GArray *relays)
{
  for (guint i = 0; i < relays->len; i++)
    send (&g_array_index (relays, HarkRelay, i));
  g_array_unref (relays);
}

gboolean
hark_lane_pass_on (HarkLane *self,
                   HarkCall *call)
{
  HarkRelay relay;

  if ((atomic_load (&self->modes) & HARK_LANE_RELAYS) == 0 || !ask (self, call, TRUE, &relay))
    return FALSE;

  send (&relay);
  return TRUE;
}

/* Of @queue, to which @posted is added, what stays is left in `taken`. */
static void
sift_queue (HarkLane  *self,
            HarkQueue *queue,
            HarkNode  *posted,
            GArray    *relays)
{
  HarkNode *lists[] = { g_steal_pointer (&queue->taken), posted };
  HarkNode **end = &queue->taken;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (HarkNode *node = lists[i], *next; node != NULL; node = next)
      {
        gboolean was_taken = i == 0, has_left;
        HarkRelay relay;

        next = node->next;
        has_left = ask (self, (HarkCall *) node, FALSE, &relay);
        if (has_left == was_taken)
          hark_lane_add_taken (self, has_left ? -1 : 1);
        if (has_left)
          {
            g_array_append_val (relays, relay);
            continue;
          }
        *end = node;
        end = &node->next;
        *end = NULL;
      }
}

void
hark_lane_sift (HarkLane *self)
{
  GArray *relays = g_array_new (FALSE, FALSE, sizeof (HarkRelay));

  if (self->normal.taken == NULL)
    hark_lane_ensure_annex (self)->taken_since = atomic_load_explicit (&self->normal.since, memory_order_relaxed);
  for (HarkPriority i = 0; i < HARK_N_PRIORITIES; i++)
    {
      HarkQueue *queue = hark_lane_get_queue (self, i);

      sift_queue (self, queue, hark_mpsc_take (&queue->posted), relays);
    }
  send_all (relays);
}

void
hark_lane_shut (HarkLane *self)
{
  GArray *relays = g_array_new (FALSE, FALSE, sizeof (HarkRelay));

  g_mutex_lock (&closing_lock);
  for (HarkPriority i = 0; i < HARK_N_PRIORITIES; i++)
    {
      HarkQueue *queue = hark_lane_get_queue (self, i);

      sift_queue (self, queue, hark_mpsc_close (&queue->posted), relays);
    }
  g_mutex_unlock (&closing_lock);
  send_all (relays);
}

gboolean
hark_lane_forward (HarkLane *self,
                   HarkCall *call)
{
  gboolean has_left;
  HarkRelay relay;

  if ((atomic_load (&self->modes) & HARK_LANE_RELAYS) == 0)
    return FALSE;

  g_mutex_lock (&closing_lock);
  has_left = ask (self, call, FALSE, &relay);
  g_mutex_unlock (&closing_lock);
  if (has_left)
    send (&relay);
  return has_left;
}
