/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From an emission to the calls it queues. With one listener the values are
 * packed into the call; with more they are packed once and shared. A queued
 * call points at its connection, which outlives it (see connection.c), and is
 * dropped when the connection or the receiver has ended meanwhile. */

#include "async/future-private.h"
#include "base/block-private.h"
#include "object/bounds-private.h"
#include "object/emission-private.h"
#include "object/outlets-private.h"

typedef struct
{
  HarkCall        call;
  HarkConnection *connection;
  /* Here follow the packed values, or a pointer to shared ones. */
} EventCall;

static gpointer
own_values (EventCall *self)
{
  return self + 1;
}

static gpointer *
shared_values (EventCall *self)
{
  return (gpointer *) (self + 1);
}

static void
event_call_invoke (EventCall     *self,
                   gconstpointer  values)
{
  HarkConnection *connection = self->connection;
  HarkConnectionState state = hark_connection_get_state (connection);
  GObject *object;

  if (G_UNLIKELY (state != HARK_CONNECTION_CONNECTED))
    {
      if (state == HARK_CONNECTION_ENDED)
        return;
      if (state == HARK_CONNECTION_SPENT)
        hark_connection_end (connection, HARK_CONNECTION_DRAINING);
    }
  object = hark_anchor_enter (connection->receiver);
  if (object == NULL)
    return;
  hark_connection_invoke (connection, object, values);
  hark_anchor_leave (connection->receiver, object);
}

/* A single-shot connection was used up by a call that does not run. */
static void
settle_dropped (HarkConnection *connection)
{
  if (hark_connection_get_state (connection) == HARK_CONNECTION_SPENT)
    hark_connection_end (connection, HARK_CONNECTION_DRAINING);
}

static void
own_free (EventCall *self)
{
  const HarkSignature *signature = self->connection->site->event->signature;

  if (signature->clear != NULL)
    signature->clear (own_values (self));
  hark_piece_free (self);
}

static void
own_drop (HarkCall *call)
{
  HarkConnection *connection = ((EventCall *) call)->connection;

  own_free ((EventCall *) call);
  settle_dropped (connection);
}

static void
own_run (HarkCall *call)
{
  EventCall *self = (EventCall *) call;

  event_call_invoke (self, own_values (self));
  own_free (self);
}

static void
shared_free (EventCall *self)
{
  hark_values_unref (*shared_values (self));
  hark_piece_free (self);
}

static void
shared_drop (HarkCall *call)
{
  HarkConnection *connection = ((EventCall *) call)->connection;

  shared_free ((EventCall *) call);
  settle_dropped (connection);
}

static void
shared_run (HarkCall *call)
{
  EventCall *self = (EventCall *) call;

  event_call_invoke (self, *shared_values (self));
  shared_free (self);
}

static void
event_call_describe (HarkCall        *call,
                     HarkCallSubject *subject)
{
  HarkConnection *connection = ((EventCall *) call)->connection;
  const HarkSlotInfo *slot = connection->site->slot;

  subject->event = connection->site->event->name;
  subject->slot = slot != NULL ? slot->name : NULL;
  subject->object = slot != NULL ? slot->owner->name : hark_anchor_get_class_name (connection->receiver);
}

static gboolean
event_call_relay (HarkCall  *call,
                  HarkLane  *lane,
                  gboolean   is_turn,
                  HarkRelay *relay)
{
  HarkConnection *connection = ((EventCall *) call)->connection;

  return hark_anchor_relay (connection->receiver, call, hark_connection_priority (connection->site->flags),
                            lane, is_turn, relay);
}

static const HarkCallFuncs own_funcs =
{
  HARK_CALL_USER, own_run, own_drop, event_call_describe, event_call_relay,
};
static const HarkCallFuncs own_quiet_funcs =
{
  HARK_CALL_QUIET, own_run, own_drop, event_call_describe, event_call_relay,
};
static const HarkCallFuncs shared_funcs =
{
  HARK_CALL_USER, shared_run, shared_drop, event_call_describe, event_call_relay,
};
static const HarkCallFuncs shared_quiet_funcs =
{
  HARK_CALL_QUIET, shared_run, shared_drop, event_call_describe, event_call_relay,
};

static gconstpointer
values_of (HarkCall *call)
{
  EventCall *self = (EventCall *) call;

  return call->funcs->run == own_run ? own_values (self) : *shared_values (self);
}

gboolean
hark_event_call_is_same (gconstpointer  field,
                         HarkCall      *a,
                         HarkCall      *b)
{
  return hark_field_is_same (field, values_of (a), values_of (b));
}

static EventCall *
event_call_new_own (const HarkEventInfo *event,
                    gconstpointer        values)
{
  const HarkSignature *signature = event->signature;
  gsize size = signature->measure != NULL ? signature->measure (values) : signature->size;
  EventCall *self = hark_piece_new (sizeof (EventCall) + size);

  if (signature->pack != NULL)
    signature->pack (values, own_values (self));
  else if (size > 0)
    memcpy (own_values (self), values, size);
  self->call.funcs = event->flags & HARK_EVENT_QUIET ? &own_quiet_funcs : &own_funcs;
  return self;
}

static EventCall *
event_call_new_shared (const HarkEventInfo *event,
                       gpointer             shared)
{
  EventCall *self = hark_piece_new (sizeof (EventCall) + sizeof (gpointer));

  *shared_values (self) = hark_values_ref (shared);
  self->call.funcs = event->flags & HARK_EVENT_QUIET ? &shared_quiet_funcs : &shared_funcs;
  return self;
}

/* In the emitting thread. The receiver is kept while an emission is under way. */
static inline void
run_inline (HarkFrame      *frame,
            HarkConnection *connection,
            gconstpointer   values)
{
  if (G_UNLIKELY (connection->site->flags & HARK_CONNECT_SINGLE_SHOT))
    hark_connection_end (connection, HARK_CONNECTION_DRAINING);

  frame->connection = connection;
  hark_frame = frame;
  if (G_LIKELY (connection->kind == HARK_CONNECTION_FUNC))
    connection->site->event->call (connection->tail->func, connection->tail->data, values);
  else if (connection->kind == HARK_CONNECTION_RAW)
    connection->tail->raw (connection->tail->data, connection->site->event, values);
  else
    hark_connection_resolve (connection, values);
}

static gboolean
lives_on (HarkAnchor *anchor,
          HarkLane   *lane)
{
  HarkLane *home = hark_anchor_dup_home (anchor);

  if (home != NULL)
    hark_lane_unref (home);
  return home == lane;
}

void
hark_emission_run (HarkAnchor          *emitter,
                   const HarkEventInfo *event,
                   gconstpointer        values,
                   gpointer             shared,
                   HarkLane            *own)
{
  HarkFrame frame = { NULL, hark_frame };
  gpointer own_shared = NULL;
  HarkEmission emission;

  if (!hark_emission_begin (&emission, emitter, event->index))
    return;

  for (guint i = 0; i < emission.n; i++)
    {
      HarkConnection *connection = hark_emission_get (&emission, i);
      HarkConnectFlags flags;
      EventCall *call;
      HarkLane *lane;

      if (connection == NULL || hark_connection_get_state (connection) != HARK_CONNECTION_CONNECTED)
        continue;
      flags = connection->site->flags;
      if (G_UNLIKELY ((flags & (HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_FILTERED)) == HARK_CONNECT_SINGLE_SHOT)
          && !hark_connection_spend (connection))
        continue;
      if (flags & HARK_CONNECT_INLINE)
        {
          run_inline (&frame, connection, values);
          continue;
        }

      if (shared == NULL && emission.n > 1)
        shared = own_shared = hark_values_new (event->signature, values);
      call = shared != NULL ? event_call_new_shared (event, shared)
                            : event_call_new_own (event, values);
      call->connection = connection;
      lane = hark_anchor_get_lane (connection->receiver);
      if (G_UNLIKELY (!atomic_load_explicit (&connection->is_used, memory_order_relaxed)))
        {
          if (connection->is_bounded)
            {
              hark_backlog_offer (connection->tail->backlog, lane, &call->call);
              continue;
            }
          atomic_store_explicit (&connection->is_used, TRUE, memory_order_relaxed);
        }
      if (G_UNLIKELY (own != NULL) && lives_on (connection->receiver, own))
        hark_lane_post_own (own, &call->call);
      else if (G_UNLIKELY ((flags & HARK_CONNECT_RANKED) != 0))
        hark_connection_post (connection, lane, &call->call);
      else
        hark_lane_offer (lane, &call->call);
    }
  hark_frame = frame.outer;
  hark_emission_end (&emission, emitter);

  if (own_shared != NULL)
    hark_values_unref (own_shared);
}

void
hark_seat_emit (HarkSeat            *seat,
                const HarkEventInfo *event,
                gconstpointer        values)
{
  if (G_UNLIKELY (hark_seat_get_remote (seat) != NULL))
    {
      g_critical ("%s is a remote: only the object it stands for emits %s",
                  seat->info->name, event->text);
      return;
    }
  hark_emission_run (seat->anchor, event, values, NULL, NULL);
}

void
hark_seat_deliver (HarkSeat            *seat,
                   const HarkEventInfo *event,
                   gpointer             values)
{
  hark_emission_run (seat->anchor, event, values, values, NULL);
}

HarkFuture *
hark_seat_next (HarkSeat            *seat,
                const HarkEventInfo *event)
{
  HarkConnectionTail tail = { .future = NULL };
  HarkFuture *future;

  if (hark_anchor_is_inherited (seat->anchor))
    return hark_future_new_forked (seat->info->name);

  future = hark_future_new (event->signature);
  tail.future = hark_future_ref (future);
  hark_connection_new (hark_site_new (event, NULL, HARK_CONNECT_INLINE), HARK_CONNECTION_NEXT,
                       seat->anchor, hark_anchor_ref (seat->anchor), &tail, FALSE);
  return future;
}
