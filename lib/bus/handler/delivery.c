/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a handler that is to get a message to the call that it runs in, and to what
 * comes of it: another message, or an error. A call holds the message, and is outlived by
 * the handler (see handler.c); it is dropped when the connection or the context has ended meanwhile. */

#include "async/future-private.h"
#include "async/task-private.h"
#include "base/block-private.h"
#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "object/seat/remote-private.h"

typedef struct
{
  HarkCall     call;
  HarkHandler *handler;  /* outlives the call */
  HarkMessage *message;  /* a reference */
} Delivery;

/* What this thread handles. */
static __thread HarkMessage *current;

HarkMessage *
hark_message_dup_current (void)
{
  return current != NULL ? hark_message_ref (current) : NULL;
}

gboolean
hark_handler_is_running (void)
{
  return current != NULL && hark_lane_get_current () != NULL && hark_task_get_current () == NULL;
}

/* --- running --- */

/* An async slot goes on after the call that begins it: what becomes of it is told then. */
typedef struct
{
  HarkWaiter   waiter;
  HarkHandler *handler;  /* a reference */
  HarkMessage *message;  /* a reference */
} Outcome;

/* A slot's result is the answer to who has asked. */
static void
answer_with_result (const HarkSlotInfo *slot,
                    HarkMessage        *message,
                    HarkFuture         *future)
{
  HarkRequest *request = atomic_load (&message->request);
  g_autoptr(HarkMessage) answer = NULL;
  GVariant *payload;

  if (request == NULL || slot->result == NULL)
    return;
  payload = hark_values_to_variant (slot->result, hark_future_get_values (future, NULL), NULL);
  answer = hark_message_new_answer (message, message->topics.names[0], payload, NULL);
  if (payload != NULL)
    g_variant_unref (payload);
  if (answer != NULL)
    hark_request_offer (request, answer);
}

static void
outcome_settled (HarkWaiter *waiter,
                 HarkFuture *future)
{
  Outcome *self = (Outcome *) waiter;
  GError *error = NULL;

  hark_future_get_values (future, &error);
  if (error == NULL)
    answer_with_result (self->handler->slot, self->message, future);
  hark_handler_finish (self->handler, self->message, NULL, error);
  hark_message_let_go (self->message);
  hark_handler_unref (self->handler);
  g_free (self);
}

static void
begin_slot (HarkHandler   *self,
            GObject       *object,
            HarkRemote    *remote,
            HarkMessage   *message,
            gconstpointer  values,
            GError       **error)
{
  HarkFuture *answer = hark_future_new (self->slot->result);
  Outcome *outcome;

  if (remote != NULL)
    remote->funcs->call (remote, self->slot, values, answer);
  else
    self->slot->invoke (object, values, answer, error);
  if (*error == NULL)
    {
      outcome = g_new0 (Outcome, 1);
      outcome->waiter.settled = outcome_settled;
      outcome->handler = hark_handler_ref (self);
      outcome->message = hark_message_hold (message);
      hark_future_set_awaited (answer);
      hark_future_add_waiter (answer, &outcome->waiter);
    }
  hark_future_unref (answer);
}

static inline void
run_slot (HarkHandler  *self,
          GObject      *object,
          HarkMessage  *message,
          GError      **error)
{
  const HarkSlotInfo *slot = self->slot;
  HarkRemote *remote = hark_seat_get_remote (self->receiver->seat);
  gpointer owned = NULL;
  GError *misfit = NULL;
  gconstpointer values;

  values = G_LIKELY (message->signature == slot->signature)
             ? message->values
             : hark_message_get_values (message, slot->signature, slot->text, &owned, &misfit);
  if (G_UNLIKELY (misfit != NULL))
    g_propagate_error (error, misfit);
  else if (G_UNLIKELY ((slot->flags & HARK_SLOT_ASYNC) != 0 || atomic_load (&message->request) != NULL))
    begin_slot (self, object, remote, message, values, error);
  else if (G_UNLIKELY (remote != NULL))
    remote->funcs->call (remote, slot, values, NULL);
  else
    slot->invoke (object, values, NULL, error);
  if (G_UNLIKELY (owned != NULL))
    hark_values_unref (owned);
}

void
hark_handler_finish (HarkHandler *self,
                     HarkMessage *message,
                     HarkMessage *answer,
                     GError      *error)
{
  if (answer == message && error == NULL)
    error = g_error_new (HARK_ERROR, HARK_ERROR_INVALID,
                         "It has returned the message that it was to handle, which would come back to it: "
                         "return another one, or NULL");
  else if (answer != NULL && error == NULL)
    {
      answer = hark_message_dup_as_answer (answer, atomic_load (&message->request));
      hark_router_publish (self->router, answer, &error);
      hark_message_unref (answer);
    }

  if (G_LIKELY (error == NULL))
    return;
  if (!g_error_matches (error, HARK_ERROR, HARK_ERROR_CLOSED))
    hark_router_fail (self->router, self->name, message, error);
  g_error_free (error);
}

void
hark_handler_run (HarkHandler *self,
                  GObject     *context,
                  HarkMessage *message)
{
  HarkFrame frame = { self->connection, hark_frame, NULL };
  HarkMessage *outer = current, *answer = NULL;
  GError *error = NULL;

  hark_frame = &frame;
  current = message;
  if (self->kind == HARK_HANDLER_SLOT)
    run_slot (self, context, message, &error);
  else
    answer = self->func (message, context, self->data, &error);
  hark_frame = frame.outer;
  if (G_UNLIKELY (answer != NULL || error != NULL))
    {
      hark_handler_finish (self, message, answer, error);
      if (answer != NULL)
        hark_message_unref (answer);
    }
  current = outer;
}

/* --- the call --- */

void
hark_handler_miss (HarkHandler *self)
{
  atomic_fetch_add_explicit (&self->router->n_dropped, 1, memory_order_relaxed);
}

static void
delivery_free (Delivery *self)
{
  hark_message_let_go (self->message);
  hark_piece_free (self);
}

static void
delivery_drop (HarkCall *call)
{
  Delivery *self = (Delivery *) call;

  hark_handler_miss (self->handler);
  delivery_free (self);
}

static void
delivery_run (HarkCall *call)
{
  Delivery *self = (Delivery *) call;
  HarkHandler *handler = self->handler;
  GObject *object;

  if (!handler->is_over && hark_connection_get_state (handler->connection) != HARK_CONNECTION_ENDED
      && (object = hark_anchor_enter (handler->receiver)) != NULL)
    {
      if (G_UNLIKELY (handler->kind == HARK_HANDLER_TASK))
        hark_handler_spawn (handler, object, self->message);
      else
        hark_handler_run (handler, object, self->message);
      hark_anchor_leave (handler->receiver, object);
      delivery_free (self);
    }
  else
    delivery_drop (call);
}

static void
delivery_describe (HarkCall        *call,
                   HarkCallSubject *subject)
{
  HarkHandler *handler = ((Delivery *) call)->handler;

  subject->event = "message";
  subject->slot = handler->slot != NULL ? handler->slot->name : NULL;
  subject->object = handler->slot != NULL ? handler->slot->owner->name : hark_anchor_get_class_name (handler->receiver);
}

static gboolean
delivery_relay (HarkCall  *call,
                HarkLane  *lane,
                gboolean   is_turn,
                HarkRelay *relay)
{
  Delivery *self = (Delivery *) call;

  return hark_anchor_relay (self->handler->receiver, call, (HarkPriority) self->message->priority,
                            lane, is_turn, relay);
}

static const HarkCallFuncs delivery_funcs =
{
  HARK_CALL_USER, delivery_run, delivery_drop, delivery_describe, delivery_relay,
};

static gboolean
post (HarkHandler *self,
      HarkLane    *lane,
      HarkCall    *call,
      guint        priority)
{
  if (G_LIKELY (priority == HARK_MESSAGE_NORMAL))
    return hark_lane_offer (lane, call);

  atomic_store_explicit (&self->is_ranked, true, memory_order_relaxed);
  return hark_lane_post_at (lane, call, (HarkPriority) priority);
}

static inline gboolean
note_taken (HarkMessage *message,
            gboolean     is_taken)
{
  if (is_taken)
    hark_message_note_taken (message);
  return is_taken;
}

/* It may end meanwhile, and its data is used. */
static gboolean
take_inline (HarkHandler  *self,
             HarkMessage  *message,
             HarkTrail   **trail)
{
  gboolean is_taken;

  if (!hark_handler_hold (self))
    return FALSE;
  is_taken = self->take (self, message, trail);
  hark_handler_let_go (self);
  return is_taken;
}

static inline HarkCall *
delivery_new (HarkHandler *self,
              HarkMessage *message)
{
  Delivery *delivery = hark_piece_new (sizeof (Delivery));

  if (G_UNLIKELY (!atomic_load_explicit (&self->is_used, memory_order_relaxed)))
    atomic_store_explicit (&self->is_used, true, memory_order_relaxed);
  delivery->call.funcs = &delivery_funcs;
  delivery->handler = self;
  delivery->message = message;
  return &delivery->call;
}

gboolean
hark_handler_deliver (HarkHandler  *self,
                      HarkMessage  *message,
                      HarkTrail   **trail)
{
  HarkLane *lane;

  if (hark_connection_get_state (self->connection) != HARK_CONNECTION_CONNECTED)
    return FALSE;
  if (G_UNLIKELY (self->kind == HARK_HANDLER_POOL))
    return note_taken (message, hark_handler_push (self, message));
  if (G_UNLIKELY (self->kind == HARK_HANDLER_INLINE))
    return take_inline (self, message, trail);

  lane = hark_anchor_get_lane (self->receiver);
  /* What a full loop refuses was dropped; it is not that nobody handles it. */
  return note_taken (message, post (self, lane, delivery_new (self, hark_message_hold (message)), message->priority)
                              || hark_lane_get_state (lane) != HARK_LANE_STOPPED);
}

guint
hark_routes_deliver (HarkRoutes   *self,
                     HarkMessage  *message,
                     HarkTrail   **trail)
{
  guint n_taken = 0;

  for (guint i = 0; i < self->n; i++)
    if (hark_handler_deliver (self->handlers[i], message, trail))
      n_taken++;
  return n_taken;
}

/* With one of @n_spare (inout) references, if it is queued: then @message may be gone already. */
static inline gboolean
deliver_new (HarkHandler  *self,
             HarkMessage  *message,
             HarkTrail   **trail,
             guint        *n_spare)
{
  HarkLane *lane;

  if (G_UNLIKELY (self->kind == HARK_HANDLER_POOL || self->kind == HARK_HANDLER_INLINE))
    return hark_handler_deliver (self, message, trail);
  if (hark_connection_get_state (self->connection) != HARK_CONNECTION_CONNECTED)
    return FALSE;
  lane = hark_anchor_get_lane (self->receiver);
  if (G_UNLIKELY (hark_lane_get_state (lane) == HARK_LANE_STOPPED))
    {
      hark_handler_miss (self);
      return FALSE;
    }
  (*n_spare)--;
  hark_lane_offer (lane, delivery_new (self, message));
  return TRUE;
}

gboolean
hark_routes_deliver_new (HarkRoutes   *self,
                         HarkMessage  *message,
                         HarkTrail   **trail)
{
  gboolean is_taken = FALSE;
  guint n_spare = self->n;

  atomic_store_explicit (&message->refs, n_spare, memory_order_relaxed);
  for (guint i = 0; i < self->n; i++)
    is_taken |= deliver_new (self->handlers[i], message, trail, &n_spare);
  if (n_spare > (is_taken ? 0 : 1))
    hark_message_unref_n (message, is_taken ? n_spare : n_spare - 1);
  return is_taken;
}
