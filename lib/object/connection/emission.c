/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From an emission to the calls it queues. With one listener the values are
 * packed into the call; with more they are packed once and shared. What the calls do is in
 * event-call.c. */

#include "object/connection/emission-private.h"

#include "async/future-private.h"
#include "base/values-private.h"
#include "object/connection/bounds-private.h"
#include "object/connection/event-call-private.h"
#include "object/connection/outlets-private.h"
#include "object/connection/state-private.h"
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
               HarkEventCall      *call,
               HarkLane       *lane)
{
  hark_outlets_stall (connection->emitter);
  if (connection->is_bounded)
    hark_backlog_offer (connection->tail->backlog, lane, &call->call);
  else
    hark_lane_offer (lane, &call->call);
  hark_outlets_go_on (connection->emitter);
}

static void
enter_passage (HarkConnection *connection,
               HarkLane       *lane)
{
  hark_outlets_stall (connection->emitter);
  hark_backlog_enter (connection->tail->passage, lane);
  hark_outlets_go_on (connection->emitter);
}

/* The first call of a connection, for which it is marked, or one to another queue. */
static G_GNUC_NO_INLINE void
queue_special (HarkConnection *connection,
               HarkEventCall      *call,
               HarkLane       *own)
{
  HarkLane *lane = hark_anchor_get_lane (connection->receiver);
  unsigned char way = HARK_WAY_UNUSED;

  if (connection->is_bounded)
    {
      queue_bounded (connection, call, lane);
      return;
    }

  if (!atomic_compare_exchange_strong (&connection->way, &way, HARK_WAY_STRAIGHT) && way == HARK_WAY_PASSAGE)
    enter_passage (connection, lane);
  if (own != NULL && lives_on (connection->receiver, own))
    hark_lane_post_own (own, &call->call);
  else if (connection->site->flags & HARK_CONNECT_RANKED)
    hark_connection_post (connection, lane, &call->call);
  else if (!hark_lane_offer_unless_bounded (lane, &call->call))
    queue_bounded (connection, call, lane);
}

static inline void
queue_call (HarkConnection *connection,
            HarkEventCall      *call,
            HarkLane       *own)
{
  if (G_UNLIKELY (atomic_load_explicit (&connection->way, memory_order_relaxed) != HARK_WAY_STRAIGHT
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
  HarkFrame frame = { NULL, hark_frame, NULL };
  Shared all = { shared, 0 };
  HarkEventCall *call;

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
        call = hark_event_call_new_shared (event, connection, share (&all, event, values, emission->n - i));
      else
        call = hark_event_call_new_own (event, connection, values);
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
  HarkFrame frame = { NULL, hark_frame, NULL };

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
    queue_call (connection, hark_event_call_new_own (event, connection, values), NULL);
}

/* %FALSE: a remote does not emit by itself. */
static inline gboolean
may_emit (HarkSeat            *seat,
          const HarkEventInfo *event)
{
  if (G_LIKELY (!hark_anchor_is_remote (seat->anchor)))
    return TRUE;

  g_critical ("%s is a remote: only the object it stands for emits %s", seat->info->name, event->text);
  return FALSE;
}

static inline void
emit (HarkAnchor          *emitter,
      const HarkEventInfo *event,
      gconstpointer        values)
{
  HarkEmission emission;

  if (!hark_emission_begin (&emission, emitter, event->index))
    return;

  if (emission.n == 1)
    emit_to_one (hark_emission_get (&emission, 0), event, values);
  else
    emit_to_all (&emission, event, values, NULL, NULL);
  hark_emission_end (&emission, emitter);
}

void
hark_seat_emit (HarkSeat            *seat,
                const HarkEventInfo *event,
                gconstpointer        values)
{
  if (may_emit (seat, event))
    emit (seat->anchor, event, values);
}

/* --- states --- */

static void
set_state (HarkAnchor          *emitter,
           const HarkEventInfo *event,
           gconstpointer        values)
{
  gpointer now = hark_state_set (emitter, event, values);

  hark_emission_run (emitter, event, now, now, NULL);
  hark_values_unref (now);
}

void
hark_seat_set_state (HarkSeat            *seat,
                     const HarkEventInfo *event,
                     gconstpointer        values)
{
  if (may_emit (seat, event) && !hark_anchor_is_inherited (seat->anchor))
    set_state (seat->anchor, event, values);
}

/* Those who wait for the next change, write down what is emitted, or mirror it, are told of changes only. */
static gboolean
is_to_be_welcomed (HarkConnection *newcomer)
{
  switch ((HarkConnectionKind) newcomer->kind)
    {
    case HARK_CONNECTION_NEXT:
      return FALSE;
    case HARK_CONNECTION_RAW:
      return (newcomer->site->flags & HARK_CONNECT_INLINE) == 0 && newcomer->receiver != newcomer->emitter;
    case HARK_CONNECTION_SLOT:
    case HARK_CONNECTION_FUNC:
    case HARK_CONNECTION_STREAM:
    default:
      return TRUE;
    }
}

/* @values: (transfer full) */
static void
give (HarkConnection *connection,
      gpointer        values)
{
  HarkFrame frame = { NULL, hark_frame, NULL };

  if (connection->kind == HARK_CONNECTION_STREAM)
    keep (&frame, connection, values);
  else if (connection->site->flags & HARK_CONNECT_INLINE)
    {
      run_inline (&frame, connection, values);
      hark_values_unref (values);
    }
  else
    queue_call (connection, hark_event_call_new_shared (connection->site->event, connection, values), NULL);
  hark_frame = frame.outer;
}

void
hark_emission_welcome (HarkConnection *newcomer)
{
  HarkAnchor *emitter = newcomer->emitter;
  const HarkEventInfo *event = newcomer->site->event;
  HarkEmission emission;
  gpointer values;

  /* Like an emission: what leaves the array meanwhile is kept aside. */
  if (!is_to_be_welcomed (newcomer) || !hark_emission_begin (&emission, emitter, event->index))
    return;

  values = hark_state_dup_current (emitter, event);
  if (values != NULL && is_to_hear (newcomer))
    give (newcomer, g_steal_pointer (&values));
  if (values != NULL)
    hark_values_unref (values);
  hark_emission_end (&emission, emitter);
}

/* --- remotes --- */

void
hark_outlet_deliver (HarkAnchor          *self,
                     const HarkEventInfo *event,
                     gconstpointer        values)
{
  if (G_UNLIKELY ((event->flags & HARK_EVENT_STATE) != 0))
    set_state (self, event, values);
  else
    emit (self, event, values);
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
