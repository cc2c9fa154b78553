/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From an emission to the calls it queues. With one listener the values are
 * packed into the call; with more they are packed once and shared. A queued
 * call points at its connection, which outlives it (see connection.c), and is
 * dropped when the connection or the receiver has ended meanwhile. */

#include "async/future-private.h"
#include "base/block-private.h"
#include "base/values-private.h"
#include "object/connection/bounds-private.h"
#include "object/connection/emission-private.h"
#include "object/loop/exception-private.h"
#include "object/connection/outlets-private.h"

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

/* --- running a call --- */

static G_GNUC_NO_INLINE gboolean
passes (HarkConnection *connection,
        GObject        *object,
        gconstpointer   values)
{
  const HarkSite *site = connection->site;

  if (!site->event->filter (connection->tail->func, object, values))
    return FALSE;
  /* Emissions do not spend what has a filter: the first call that passes does. */
  return (site->flags & HARK_CONNECT_SINGLE_SHOT) == 0 || hark_connection_end (connection, HARK_CONNECTION_ENDED);
}

/* A function; or a remote's slot, which is run where the object is that it stands for. */
static G_GNUC_NO_INLINE void
call_other (HarkConnection *connection,
            gconstpointer   values)
{
  const HarkSite *site = connection->site;
  HarkRemote *remote;

  switch ((HarkConnectionKind) connection->kind)
    {
    case HARK_CONNECTION_SLOT:
      remote = hark_seat_get_remote (connection->receiver->seat);
      remote->funcs->call (remote, site->slot, values, NULL);
      break;

    case HARK_CONNECTION_FUNC:
      site->event->call (connection->tail->func, connection->tail->data, values);
      break;

    case HARK_CONNECTION_RAW:
      connection->tail->raw (connection->tail->data, site->event, values);
      break;

    case HARK_CONNECTION_NEXT:
    case HARK_CONNECTION_STREAM:
    default:
      g_assert_not_reached ();
    }
}

static G_ALWAYS_INLINE inline void
invoke (HarkConnection *connection,
        GObject        *object,
        gconstpointer   values)
{
  HarkFrame frame = { connection, hark_frame };
  const HarkSlotInfo *slot = connection->site->slot;
  GError *error = NULL;

  hark_frame = &frame;
  if (G_UNLIKELY (connection->kind != HARK_CONNECTION_SLOT || hark_seat_get_remote (connection->receiver->seat) != NULL))
    call_other (connection, values);
  else if (G_LIKELY ((connection->site->flags & HARK_CONNECT_FILTERED) == 0) || passes (connection, object, values))
    slot->invoke (object, values, NULL, &error);
  hark_frame = frame.outer;

  if (G_UNLIKELY (error != NULL))
    hark_exception_raise (hark_lane_get_current (), slot, error, connection);
}

/* %FALSE: the call of a connection that is connected no more has come to nothing. */
static G_GNUC_NO_INLINE gboolean
may_still_run (HarkConnection *connection)
{
  HarkConnectionState state = hark_connection_get_state (connection);

  if (state == HARK_CONNECTION_SPENT)
    hark_connection_end (connection, HARK_CONNECTION_DRAINING);
  return state != HARK_CONNECTION_ENDED;
}

static G_ALWAYS_INLINE inline void
event_call_run (EventCall     *self,
                gconstpointer  values)
{
  HarkConnection *connection = self->connection;
  HarkAnchor *receiver = connection->receiver;
  GObject *object;

  if (G_UNLIKELY (hark_connection_get_state (connection) != HARK_CONNECTION_CONNECTED)
      && !may_still_run (connection))
    return;
  object = hark_anchor_enter (receiver);
  if (G_UNLIKELY (object == NULL))
    return;

  invoke (connection, object, values);
  hark_anchor_leave (receiver, object);
}

/* --- the queued call --- */

/* A single-shot connection was used up by a call that does not run. */
static void
settle_dropped (HarkConnection *connection)
{
  if (hark_connection_get_state (connection) == HARK_CONNECTION_SPENT)
    hark_connection_end (connection, HARK_CONNECTION_DRAINING);
}

static inline void
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

  event_call_run (self, own_values (self));
  own_free (self);
}

static void
shared_free (EventCall *self)
{
  hark_values_unref_n (*shared_values (self), 1);
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

  event_call_run (self, *shared_values (self));
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

static inline EventCall *
event_call_new_own (const HarkEventInfo *event,
                    HarkConnection      *connection,
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
  self->connection = connection;
  return self;
}

static EventCall *
event_call_new_shared (const HarkEventInfo *event,
                       HarkConnection      *connection,
                       gpointer             shared)
{
  EventCall *self = hark_piece_new (sizeof (EventCall) + sizeof (gpointer));

  *shared_values (self) = shared;
  self->call.funcs = event->flags & HARK_EVENT_QUIET ? &shared_quiet_funcs : &shared_funcs;
  self->connection = connection;
  return self;
}

/* --- emitting --- */

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

/* For a stream. A task may be suspended meanwhile, and what runs then is in no call of this one's.
 * @values: (transfer full) */
static G_GNUC_NO_INLINE void
keep (HarkFrame      *frame,
      HarkConnection *connection,
      gpointer        values)
{
  HarkBuffer *buffer = connection->tail->buffer;

  if (G_LIKELY (hark_buffer_put (buffer, values) != HARK_PUT_FULL))
    return;

  hark_frame = frame->outer;
  hark_outlets_stall (connection->emitter);
  hark_buffer_put_when_room (buffer, values);
  hark_outlets_go_on (connection->emitter);
  frame->outer = hark_frame;
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

/* A single-shot connection is used up by this, unless its filter says so later. */
static inline gboolean
is_to_hear (HarkConnection *connection)
{
  const HarkConnectFlags filtered = HARK_CONNECT_SINGLE_SHOT | HARK_CONNECT_FILTERED;

  if (hark_connection_get_state (connection) != HARK_CONNECTION_CONNECTED)
    return FALSE;
  return G_LIKELY ((connection->site->flags & filtered) != HARK_CONNECT_SINGLE_SHOT)
         || hark_connection_spend (connection);
}

/* Where the connection has bounds, or the lane. */
static void
queue_bounded (HarkConnection *connection,
               EventCall      *call,
               HarkLane       *lane)
{
  hark_outlets_stall (connection->emitter);
  if (connection->is_bounded)
    hark_backlog_offer (connection->tail->backlog, lane, &call->call);
  else
    hark_lane_offer (lane, &call->call);
  hark_outlets_go_on (connection->emitter);
}

/* The first call of a connection, for which it is marked, or one to another queue. */
static G_GNUC_NO_INLINE void
queue_special (HarkConnection *connection,
               EventCall      *call,
               HarkLane       *own)
{
  HarkLane *lane = hark_anchor_get_lane (connection->receiver);

  if (connection->is_bounded)
    {
      queue_bounded (connection, call, lane);
      return;
    }

  atomic_store_explicit (&connection->is_used, TRUE, memory_order_relaxed);
  if (own != NULL && lives_on (connection->receiver, own))
    hark_lane_post_own (own, &call->call);
  else if (connection->site->flags & HARK_CONNECT_RANKED)
    hark_connection_post (connection, lane, &call->call);
  else if (!hark_lane_offer_unless_bounded (lane, &call->call))
    queue_bounded (connection, call, lane);
}

static inline void
queue_call (HarkConnection *connection,
            EventCall      *call,
            HarkLane       *own)
{
  if (G_UNLIKELY (!atomic_load_explicit (&connection->is_used, memory_order_relaxed)
                  || (connection->site->flags & HARK_CONNECT_RANKED) != 0
                  || own != NULL
                  || !hark_lane_offer_unless_bounded (hark_anchor_get_lane (connection->receiver), &call->call)))
    queue_special (connection, call, own);
}

/* What the calls of one emission share; references are taken for all of them at once. */
typedef struct
{
  gpointer values;
  guint    n_spare; /* references that no call has */
} Shared;

/* (transfer full)
 * @n_left: how many may still ask for it, this one counted in */
static inline gpointer
share (Shared              *self,
       const HarkEventInfo *event,
       gconstpointer        values,
       guint                n_left)
{
  if (self->values == NULL)
    {
      self->values = hark_values_new (event->signature, values);
      self->n_spare = 1;
    }
  if (self->n_spare < n_left)
    {
      hark_values_ref_n (self->values, n_left - self->n_spare);
      self->n_spare = n_left;
    }
  self->n_spare--;
  return self->values;
}

static G_ALWAYS_INLINE inline void
emit_to_all (const HarkEmission  *emission,
             const HarkEventInfo *event,
             gconstpointer        values,
             gpointer             shared,
             HarkLane            *own)
{
  HarkFrame frame = { NULL, hark_frame };
  Shared all = { shared, 0 };
  EventCall *call;

  for (guint i = 0; i < emission->n; i++)
    {
      HarkConnection *connection = hark_emission_get (emission, i);

      if (connection == NULL || !is_to_hear (connection))
        continue;
      if (connection->site->flags & HARK_CONNECT_INLINE)
        {
          if (G_UNLIKELY (connection->kind == HARK_CONNECTION_STREAM))
            keep (&frame, connection, share (&all, event, values, emission->n - i));
          else
            run_inline (&frame, connection, values);
          continue;
        }

      if (emission->n > 1 || shared != NULL)
        call = event_call_new_shared (event, connection, share (&all, event, values, emission->n - i));
      else
        call = event_call_new_own (event, connection, values);
      queue_call (connection, call, own);
    }
  hark_frame = frame.outer;
  if (all.values != NULL)
    hark_values_unref_n (all.values, all.n_spare);
}

void
hark_emission_run (HarkAnchor          *emitter,
                   const HarkEventInfo *event,
                   gconstpointer        values,
                   gpointer             shared,
                   HarkLane            *own)
{
  HarkEmission emission;

  if (!hark_emission_begin (&emission, emitter, event->index))
    return;

  emit_to_all (&emission, event, values, shared, own);
  hark_emission_end (&emission, emitter);
}

/* Most events have one listener. */
static inline void
emit_to_one (HarkConnection      *connection,
             const HarkEventInfo *event,
             gconstpointer        values)
{
  HarkFrame frame = { NULL, hark_frame };

  if (connection == NULL || !is_to_hear (connection))
    return;
  if (connection->site->flags & HARK_CONNECT_INLINE)
    {
      if (G_UNLIKELY (connection->kind == HARK_CONNECTION_STREAM))
        keep (&frame, connection, hark_values_new (event->signature, values));
      else
        run_inline (&frame, connection, values);
      hark_frame = frame.outer;
    }
  else
    queue_call (connection, event_call_new_own (event, connection, values), NULL);
}

void
hark_seat_emit (HarkSeat            *seat,
                const HarkEventInfo *event,
                gconstpointer        values)
{
  HarkAnchor *emitter = seat->anchor;
  HarkEmission emission;

  if (G_UNLIKELY (hark_seat_get_remote (seat) != NULL))
    {
      g_critical ("%s is a remote: only the object it stands for emits %s",
                  seat->info->name, event->text);
      return;
    }
  if (!hark_emission_begin (&emission, emitter, event->index))
    return;

  if (emission.n == 1)
    emit_to_one (hark_emission_get (&emission, 0), event, values);
  else
    emit_to_all (&emission, event, values, NULL, NULL);
  hark_emission_end (&emission, emitter);
}

HarkAnchor *
hark_seat_dup_outlet (HarkSeat *seat)
{
  return hark_anchor_ref (seat->anchor);
}

void
hark_outlet_unref (HarkAnchor *self)
{
  hark_anchor_unref (self);
}

void
hark_outlet_deliver (HarkAnchor          *self,
                     const HarkEventInfo *event,
                     gpointer             values)
{
  hark_emission_run (self, event, values, values, NULL);
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
