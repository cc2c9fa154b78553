/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A queue is a handler of the bus to itself that does its work inside hark_bus_publish(): it puts
 * messages into a buffer, from which readers take them. The handler holds the intake, which says what became of a
 * message that found no room; readers hold the queue, and both the buffer. When the handler
 * ends, for whatever reason, its end is put behind all that is in the buffer. */

#include <hark/gen.h>
#include <hark/message-queue.h>

#include "bus/handler/handler-private.h"
#include "bus/message/request-private.h"
#include "bus/state-private.h"
#include "lane/backlog-private.h"
#include "object/connection/buffer-private.h"

struct _HarkMessageQueue
{
  atomic_uint  refs;     /* any thread */
  HarkBuffer  *buffer;   /* fixed at birth; a reference */
  HarkHandler *handler;  /* fixed at birth; a reference */
};

/* The handler's end. */
typedef struct
{
  atomic_uint       refs;     /* any thread: the handler's, and what is on its way to tell */
  HarkBuffer       *buffer;   /* fixed at birth; a reference */
  guint             depth;    /* fixed at birth */
  char             *name;     /* fixed before anything is told */
  atomic_bool       is_high;  /* any thread: beyond its depth, and that has been told */
  atomic_bool       is_told;  /* any thread: it is on its way to the bus's loop */
  _Atomic (guint64) n_new;    /* any thread: dropped, and not told */
} Intake;

G_DEFINE_BOXED_TYPE (HarkMessageQueue, hark_message_queue, hark_message_queue_ref, hark_message_queue_unref)

/* --- the intake --- */

static Intake *
intake_new (HarkBuffer *buffer,
            guint       depth)
{
  Intake *self = g_new0 (Intake, 1);

  atomic_init (&self->refs, 1);
  self->buffer = hark_buffer_ref (buffer);
  self->depth = depth;
  return self;
}

static void
intake_unref (gpointer data)
{
  Intake *self = data;

  if (atomic_fetch_sub (&self->refs, 1) != 1)
    return;

  hark_buffer_unref (self->buffer);
  g_free (self->name);
  g_free (self);
}

/* The handler has ended. */
static void
intake_end (gpointer data)
{
  Intake *self = data;

  hark_buffer_end (self->buffer, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED,
                                                      "The queue has ended, with its bus or before"));
  intake_unref (self);
}

static void
tell (gpointer bus,
      gpointer data)
{
  Intake *self = data;

  atomic_store (&self->is_told, false);
  hark_bus_emit_overflow (bus, self->name, hark_queue_policy_get_name (hark_buffer_get_policy (self->buffer)),
                          atomic_exchange (&self->n_new, 0));
}

/* Many become one. */
static void
tell_later (Intake      *self,
            HarkHandler *handler)
{
  g_autoptr(GObject) bus = NULL;

  if (atomic_exchange (&self->is_told, true))
    return;
  bus = hark_anchor_dup_object (handler->router->bus);
  if (bus == NULL)
    return;
  if (self->name == NULL)
    self->name = g_strdup (handler->name);
  atomic_fetch_add (&self->refs, 1);
  hark_post_func (bus, tell, self, intake_unref);
}

static void
look_at_depth (Intake      *self,
               HarkHandler *handler)
{
  guint n = hark_task_queue_get_n_items (hark_buffer_get_queue (self->buffer));

  if (n <= self->depth / 2)
    atomic_store (&self->is_high, false);
  else if (n > self->depth && !atomic_exchange (&self->is_high, true))
    tell_later (self, handler);
}

static void
refuse (Intake      *self,
        HarkHandler *handler,
        HarkMessage *message)
{
  g_autoptr(GError) error = NULL;

  g_set_error (&error, HARK_ERROR, HARK_ERROR_FULL, "The queue is full, and its policy is '%s'",
               hark_queue_policy_get_name (hark_buffer_get_policy (self->buffer)));
  hark_router_fail (handler->router, handler->name, message, error);
}

static gboolean
may_exceed (HarkBuffer *buffer)
{
  HarkQueuePolicy policy = hark_buffer_get_policy (buffer);

  return policy == HARK_QUEUE_GROW || policy == HARK_QUEUE_BLOCK;
}

/* What a task publishes may suspend it here, and what runs then is in no call of this one's. */
static HarkPut
put_when_room (Intake      *self,
               HarkMessage *message)
{
  struct _HarkFrame *frame = hark_frame;
  HarkPut put;

  hark_frame = NULL;
  put = hark_buffer_put_when_room (self->buffer, message);
  hark_frame = frame;
  return put;
}

static HarkPut
put (Intake      *self,
     HarkMessage *message)
{
  HarkPut put;

  /* It could not wait where it runs, nor could whoever waits for it: so nothing of its is refused. */
  if (G_UNLIKELY (hark_handler_is_running ()) && hark_buffer_get_policy (self->buffer) == HARK_QUEUE_BLOCK)
    return hark_buffer_put_beyond (self->buffer, hark_message_ref (message));
  put = hark_buffer_put (self->buffer, hark_message_ref (message));
  return G_LIKELY (put != HARK_PUT_FULL) ? put : put_when_room (self, message);
}

static gboolean
take_in (HarkHandler  *handler,
         HarkMessage  *message,
         HarkTrail   **trail)
{
  Intake *self = handler->data;

  switch (put (self, message))
    {
    case HARK_PUT_STORED:
      hark_message_note_taken (message);
      if (self->depth > 0 && may_exceed (self->buffer))
        look_at_depth (self, handler);
      return TRUE;

    case HARK_PUT_DROPPED:
      hark_handler_miss (handler);
      atomic_fetch_add (&self->n_new, 1);
      tell_later (self, handler);
      return TRUE;

    case HARK_PUT_REFUSED:
      hark_handler_miss (handler);
      refuse (self, handler, message);
      return TRUE;

    case HARK_PUT_FULL:
    case HARK_PUT_CLOSED:
    default:
      return FALSE;
    }
}

/* --- the queue --- */

HarkMessageQueue *
hark_bus_subscribe_queue (HarkBus            *self,
                          const char *const  *topics,
                          const char         *name,
                          guint               depth,
                          HarkQueuePolicy     policy,
                          GError            **error)
{
  HarkHandlerPlan plan = { .kind = HARK_HANDLER_INLINE, .topics = topics, .name = name, .noun = "queue",
                           .take = take_in, .destroy = intake_end };
  HarkMessageQueue *queue;
  HarkHandler *handler;
  HarkBuffer *buffer;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), NULL);
  g_return_val_if_fail ((guint) policy <= HARK_QUEUE_DEBOUNCE, NULL);
  if (!hark_buffer_check_bounds (depth, policy, "a queue of a bus"))
    return NULL;

  buffer = hark_buffer_new ((GDestroyNotify) hark_message_unref);
  hark_buffer_set_bounds (buffer, depth, policy);
  plan.data = intake_new (buffer, depth);
  handler = hark_handler_make (self, self, &plan, error);
  if (handler == NULL)
    {
      hark_buffer_unref (buffer);
      return NULL;
    }
  if (policy == HARK_QUEUE_BLOCK)
    atomic_store (&handler->router->may_stall, true);
  queue = g_new0 (HarkMessageQueue, 1);
  atomic_init (&queue->refs, 1);
  queue->buffer = buffer;
  queue->handler = handler;
  return queue;
}

HarkMessageQueue *
hark_message_queue_ref (HarkMessageQueue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_message_queue_unref (HarkMessageQueue *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_message_queue_close (self);
  hark_handler_unref (self->handler);
  hark_buffer_unref (self->buffer);
  g_free (self);
}

void
hark_message_queue_close (HarkMessageQueue *self)
{
  g_return_if_fail (self != NULL);

  hark_buffer_end (self->buffer, g_error_new_literal (HARK_ERROR, HARK_ERROR_CLOSED, "The queue is closed"));
  hark_connection_disconnect (self->handler->connection);
}

guint
hark_message_queue_get_n_messages (HarkMessageQueue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hark_task_queue_get_n_items (hark_buffer_get_queue (self->buffer));
}

guint64
hark_message_queue_get_n_dropped (HarkMessageQueue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hark_buffer_get_n_dropped (self->buffer);
}

/* --- reading --- */

HarkMessage *
hark_message_queue_get (HarkMessageQueue  *self,
                        gint64             timeout,
                        GCancellable      *cancellable,
                        GError           **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_buffer_take (self->buffer, timeout, cancellable, "message", error);
}

static gpointer
copy (gpointer item)
{
  return hark_message_ref (item);
}

HarkMessage *
hark_message_queue_peek (HarkMessageQueue  *self,
                         gint64             timeout,
                         GCancellable      *cancellable,
                         GError           **error)
{
  HarkTaskQueue *queue;
  GError *own_error = NULL;
  HarkMessage *message;

  g_return_val_if_fail (self != NULL, NULL);

  queue = hark_buffer_get_queue (self->buffer);
  message = hark_task_queue_peek (queue, copy, timeout, cancellable, &own_error);
  if (own_error != NULL)
    g_propagate_error (error, own_error);
  else if (message == NULL)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "No message waits to be read");
  return message;
}

HarkFuture *
hark_message_queue_next (HarkMessageQueue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return hark_task_queue_claim (hark_buffer_get_queue (self->buffer), &hark_message_signature);
}
