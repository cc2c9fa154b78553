/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Filters: while there is one, messages go through the bus's loop, one after the other,
 * before they reach their handlers. Who publishes looks at a count of the filters and of the
 * messages that are on this way: so when the last filter goes, nobody's message
 * overtakes an earlier one of its own. */

#include "base/block-private.h"
#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "bus/message/trail-private.h"

typedef struct
{
  HarkCall     call;
  HarkRouter  *router;   /* a reference */
  HarkMessage *message;  /* a reference */
  HarkTrail   *trail;    /* a reference; NULL: it has crossed no link */
} Detour;

/* --- one filter --- */

/* (transfer full) (nullable): what goes on in the place of @message (transfer full). */
static HarkMessage *
ask (HarkHandler *self,
     GObject     *bus,
     HarkMessage *message)
{
  HarkFrame frame = { self->connection, hark_frame, NULL };
  GError *error = NULL;
  HarkMessage *next;

  hark_frame = &frame;
  next = self->func (message, bus, self->data, &error);
  hark_frame = frame.outer;

  if (G_UNLIKELY (error != NULL))
    {
      hark_router_fail (self->router, self->name, message, error);
      g_error_free (error);
      g_clear_pointer (&next, hark_message_unref);
    }
  else if (next == NULL)
    atomic_fetch_add_explicit (&self->router->n_consumed, 1, memory_order_relaxed);
  else if (next != message)
    next = hark_message_replace (next, message);
  hark_message_unref (message);
  return next;
}

static gboolean
is_asked (HarkHandler *self)
{
  return !self->is_over && hark_connection_get_state (self->connection) == HARK_CONNECTION_CONNECTED;
}

/* --- all of them --- */

/* (transfer full) (nullable): what they leave of @message (transfer full). @changed_by: (out)
 * (transfer none) (nullable): the last that has put another one in its place. */
static HarkMessage *
ask_all (HarkRoutes   *filters,
         GObject      *bus,
         HarkMessage  *message,
         HarkHandler **changed_by)
{
  *changed_by = NULL;
  for (guint i = 0; message != NULL && filters != NULL && i < filters->n; i++)
    {
      HarkMessage *before = message;

      if (!is_asked (filters->handlers[i]))
        continue;
      message = ask (filters->handlers[i], bus, message);
      if (message != before)
        *changed_by = filters->handlers[i];
    }
  return message;
}

static void
go_through (HarkRouter  *self,
            GObject     *bus,
            HarkMessage *message,
            HarkTrail   *trail)
{
  HarkRoutes *filters = hark_roster_dup (&self->filters);
  g_autoptr(GError) error = NULL;
  HarkHandler *changed_by;

  message = ask_all (filters, bus, hark_message_ref (message), &changed_by);
  if (message != NULL)
    {
      if (!hark_router_route (self, message, trail, NULL, &error))
        hark_router_fail (self, changed_by != NULL ? changed_by->name : "", message, error);
      hark_message_unref (message);
    }
  hark_routes_unref (filters);
}

/* --- the call --- */

static void
detour_free (Detour *self)
{
  atomic_fetch_sub (&self->router->n_detours, 1);
  hark_trail_unref (self->trail);
  hark_message_let_go (self->message);
  hark_router_unref (self->router);
  hark_piece_free (self);
}

static void
detour_drop (HarkCall *call)
{
  Detour *self = (Detour *) call;

  atomic_fetch_add_explicit (&self->router->n_dropped, 1, memory_order_relaxed);
  detour_free (self);
}

static void
detour_run (HarkCall *call)
{
  Detour *self = (Detour *) call;
  GObject *bus = hark_anchor_enter (self->router->bus);

  if (bus == NULL)
    {
      detour_drop (call);
      return;
    }
  go_through (self->router, bus, self->message, self->trail);
  hark_anchor_leave (self->router->bus, bus);
  detour_free (self);
}

static void
detour_describe (HarkCall        *call,
                 HarkCallSubject *subject)
{
  subject->object = "Hark.Bus";
  subject->event = "message";
}

static gboolean
detour_relay (HarkCall  *call,
              HarkLane  *lane,
              gboolean   is_turn,
              HarkRelay *relay)
{
  Detour *self = (Detour *) call;

  return hark_anchor_relay (self->router->bus, call, (HarkPriority) self->message->priority, lane, is_turn, relay);
}

gboolean
hark_router_filter (HarkRouter   *self,
                    HarkMessage  *message,
                    HarkTrail    *trail,
                    GError      **error)
{
  static const HarkCallFuncs funcs = { HARK_CALL_USER, detour_run, detour_drop, detour_describe, detour_relay };
  Detour *detour = hark_piece_new (sizeof (Detour));

  atomic_fetch_add (&self->n_detours, 1);
  detour->call.funcs = &funcs;
  detour->router = hark_router_ref (self);
  detour->message = hark_message_hold (message);
  detour->trail = hark_trail_ref (trail);
  if (hark_lane_post_at (hark_anchor_get_lane (self->bus), &detour->call, (HarkPriority) message->priority))
    return TRUE;

  g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED,
                       "The loop of the bus has ended, and its filters with it: end the bus first");
  return FALSE;
}
