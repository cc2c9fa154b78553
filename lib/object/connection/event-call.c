/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of the call that an emission has queued. It points at its connection, which outlives it
 * (see connection.c), and is dropped when the connection or the receiver has ended meanwhile. Made by
 * emissions, run by lanes. */

#include "object/connection/event-call-private.h"

#include "base/values-private.h"
#include "object/connection/bounds-private.h"
#include "object/loop/exception-private.h"

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
      hark_connection_leave_passage (connection);
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
  HarkFrame frame = { connection, hark_frame, NULL };
  const HarkSlotInfo *slot = connection->site->slot;
  GError *error = NULL;

  hark_frame = &frame;
  if (G_UNLIKELY (connection->kind != HARK_CONNECTION_SLOT || hark_anchor_is_remote (connection->receiver)))
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
event_call_run (HarkEventCall     *self,
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
  hark_connection_leave_passage (connection);
  if (hark_connection_get_state (connection) == HARK_CONNECTION_SPENT)
    hark_connection_end (connection, HARK_CONNECTION_DRAINING);
}

static inline void
own_free (HarkEventCall *self)
{
  const HarkSignature *signature = self->connection->site->event->signature;

  if (signature->clear != NULL)
    signature->clear (hark_event_call_own_values (self));
  hark_piece_free (self);
}

static void
own_drop (HarkCall *call)
{
  HarkConnection *connection = ((HarkEventCall *) call)->connection;

  own_free ((HarkEventCall *) call);
  settle_dropped (connection);
}

static void
own_run (HarkCall *call)
{
  HarkEventCall *self = (HarkEventCall *) call;

  event_call_run (self, hark_event_call_own_values (self));
  own_free (self);
}

static void
shared_free (HarkEventCall *self)
{
  hark_values_unref_n (*hark_event_call_shared_values (self), 1);
  hark_piece_free (self);
}

static void
shared_drop (HarkCall *call)
{
  HarkConnection *connection = ((HarkEventCall *) call)->connection;

  shared_free ((HarkEventCall *) call);
  settle_dropped (connection);
}

static void
shared_run (HarkCall *call)
{
  HarkEventCall *self = (HarkEventCall *) call;

  event_call_run (self, *hark_event_call_shared_values (self));
  shared_free (self);
}

/* What comes behind a newer value of the state is left out: see state.c. */
static void
state_run (HarkCall *call)
{
  HarkEventCall *self = (HarkEventCall *) call;
  gpointer values = *hark_event_call_shared_values (self);
  guint32 *told = &self->connection->tail->told;
  guint32 serial = hark_values_get_serial (values);

  if ((gint32) (serial - *told) > 0)
    {
      *told = serial;
      event_call_run (self, values);
    }
  else
    hark_connection_leave_passage (self->connection);
  shared_free (self);
}

static void
event_call_describe (HarkCall        *call,
                     HarkCallSubject *subject)
{
  HarkConnection *connection = ((HarkEventCall *) call)->connection;
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
  HarkConnection *connection = ((HarkEventCall *) call)->connection;

  return hark_anchor_relay (connection->receiver, call, hark_connection_priority (connection->site->flags),
                            lane, is_turn, relay);
}

const HarkCallFuncs hark_event_call_own[2] =
{
  { HARK_CALL_USER, own_run, own_drop, event_call_describe, event_call_relay },
  { HARK_CALL_QUIET, own_run, own_drop, event_call_describe, event_call_relay },
};

const HarkCallFuncs hark_event_call_shared[2] =
{
  { HARK_CALL_USER, shared_run, shared_drop, event_call_describe, event_call_relay },
  { HARK_CALL_QUIET, shared_run, shared_drop, event_call_describe, event_call_relay },
};

const HarkCallFuncs hark_event_call_state[2] =
{
  { HARK_CALL_USER, state_run, shared_drop, event_call_describe, event_call_relay },
  { HARK_CALL_QUIET, state_run, shared_drop, event_call_describe, event_call_relay },
};

static gconstpointer
values_of (HarkCall *call)
{
  HarkEventCall *self = (HarkEventCall *) call;

  return call->funcs->run == own_run ? hark_event_call_own_values (self) : *hark_event_call_shared_values (self);
}

gboolean
hark_event_call_is_same (gconstpointer  field,
                         HarkCall      *a,
                         HarkCall      *b)
{
  return hark_field_is_same (field, values_of (a), values_of (b));
}
