/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A stream is a queue between an emitter and those who read, fed by a connection that runs
 * inside the emission. The two ends hold the buffer between them: who reads by a handle, whose
 * end is that of the connection, and the connection, until no emission can see it. What is in it are
 * values as futures and shared calls carry them. A queue that is closed gives what it holds
 * and then says why, so the end of the emitter comes behind all that it had emitted. */

#include <hark/clock.h>
#include <hark/stream.h>

#include "async/task-private.h"
#include "async/task-queue-private.h"
#include "base/fork-private.h"
#include "lane/backlog-private.h"
#include "object/connection-private.h"
#include "object/stream-private.h"

struct _HarkBuffer
{
  atomic_uint          refs;       /* any thread: the stream's, and the connection's */
  const HarkEventInfo *event;      /* fixed at birth */
  HarkTaskQueue       *queue;      /* fixed at birth */
  atomic_uint          policy;     /* HarkQueuePolicy; any thread */
  _Atomic (guint64)    n_dropped;  /* any thread */
  _Atomic (GError *)   reason;     /* any thread, the first one sets it: why nothing comes any more */
};

struct _HarkStream
{
  atomic_uint     refs;        /* any thread */
  HarkBuffer     *buffer;      /* fixed at birth */
  HarkConnection *connection;  /* fixed at birth; NULL: its emitter had ended */
};

G_DEFINE_BOXED_TYPE (HarkStream, hark_stream, hark_stream_ref, hark_stream_unref)

/* --- the buffer --- */

static HarkBuffer *
buffer_new (const HarkEventInfo *event)
{
  HarkBuffer *self = g_new0 (HarkBuffer, 1);

  atomic_init (&self->refs, 1);
  self->event = event;
  self->queue = hark_task_queue_new (0, hark_values_unref);
  return self;
}

static HarkBuffer *
buffer_ref (HarkBuffer *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_buffer_unref (HarkBuffer *self)
{
  GError *reason;

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_task_queue_unref (self->queue);
  reason = atomic_load (&self->reason);
  g_clear_error (&reason);
  g_free (self);
}

static void
drop (HarkBuffer *self,
      gpointer    values)
{
  atomic_fetch_add_explicit (&self->n_dropped, 1, memory_order_relaxed);
  hark_values_unref (values);
}

/* Whether waiting for room suspends a task or blocks a thread, and nothing else. */
static gboolean
may_block (void)
{
  g_autoptr(GMainContext) context = NULL;
  HarkExecutor *executor;
  gboolean is_owner;

  if (hark_task_get_current () != NULL)
    return hark_task_may_suspend (NULL);
  if (hark_lane_get_current () != NULL || g_main_depth () > 0)
    return FALSE;

  context = g_main_context_ref_thread_default ();
  executor = hark_executor_lookup (context);
  is_owner = executor != NULL && hark_executor_acquire (executor);
  if (is_owner)
    hark_executor_release (executor);
  g_clear_pointer (&executor, hark_executor_unref);
  return !is_owner;
}

gboolean
hark_buffer_put (HarkBuffer *self,
                 gpointer    values)
{
  HarkQueuePolicy policy = atomic_load_explicit (&self->policy, memory_order_relaxed);
  gpointer oldest = NULL;
  gboolean replaces = policy == HARK_QUEUE_DROP_OLDEST || policy == HARK_QUEUE_LATEST;

  switch (hark_task_queue_offer (self->queue, values, replaces ? &oldest : NULL))
    {
    case HARK_OFFER_TAKEN:
      if (oldest != NULL)
        drop (self, oldest);
      break;

    case HARK_OFFER_FULL:
      if (policy == HARK_QUEUE_BLOCK && may_block ())
        return FALSE;
      drop (self, values);
      break;

    case HARK_OFFER_CLOSED:
    default:
      hark_values_unref (values);
      break;
    }
  return TRUE;
}

void
hark_buffer_put_when_room (HarkBuffer *self,
                           gpointer    values)
{
  if (!hark_task_queue_put (self->queue, values, HARK_FOREVER, NULL, NULL))
    drop (self, values);
}

void
hark_buffer_end (HarkBuffer *self,
                 GError     *reason)
{
  GError *known = NULL;

  if (!atomic_compare_exchange_strong (&self->reason, &known, reason))
    g_error_free (reason);
  hark_task_queue_close (self->queue);
}

static void
set_bounds (HarkBuffer      *self,
            guint            depth,
            HarkQueuePolicy  policy)
{
  atomic_store (&self->policy, policy);
  hark_task_queue_set_depth (self->queue, policy == HARK_QUEUE_GROW ? 0 : policy == HARK_QUEUE_LATEST ? 1 : depth);
}

/* --- the stream --- */

static void
take_over_bounds (HarkBuffer          *self,
                  const HarkQueueInfo *queue)
{
  if (queue != NULL && queue->policy <= HARK_QUEUE_LATEST && queue->key == NULL)
    set_bounds (self, MAX (queue->depth, 1), queue->policy);
}

HarkStream *
hark_seat_stream (HarkSeat            *seat,
                  const HarkEventInfo *event)
{
  HarkStream *self = g_new0 (HarkStream, 1);
  HarkConnectionTail tail = { .buffer = NULL };

  atomic_init (&self->refs, 1);
  self->buffer = buffer_new (event);
  if (hark_anchor_is_inherited (seat->anchor))
    {
      GError *reason = NULL;

      hark_set_forked (&reason, seat->info->name);
      hark_buffer_end (self->buffer, reason);
      return self;
    }

  take_over_bounds (self->buffer, event->queue);
  tail.buffer = buffer_ref (self->buffer);
  self->connection = hark_connection_new (hark_site_new (event, NULL, HARK_CONNECT_INLINE), HARK_CONNECTION_STREAM,
                                          seat->anchor, hark_anchor_ref (seat->anchor), &tail, TRUE);
  return self;
}

HarkStream *
hark_stream_ref (HarkStream *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_stream_unref (HarkStream *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_stream_close (self);
  g_clear_pointer (&self->connection, hark_connection_unref);
  hark_buffer_unref (self->buffer);
  g_free (self);
}

void
hark_stream_set_queue (HarkStream      *self,
                       guint            depth,
                       HarkQueuePolicy  policy)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail ((guint) policy <= HARK_QUEUE_DEBOUNCE);

  if (policy > HARK_QUEUE_LATEST)
    g_critical ("the queue of a stream of %s cannot be '%s', which is about when calls run: "
                "nothing runs here, give it to a connection", self->buffer->event->text,
                hark_queue_policy_get_name (policy));
  else if (depth == 0 && policy != HARK_QUEUE_GROW && policy != HARK_QUEUE_LATEST)
    g_critical ("the queue of a stream of %s needs a depth of 1 or more to be '%s'", self->buffer->event->text,
                hark_queue_policy_get_name (policy));
  else
    set_bounds (self->buffer, depth, policy);
}

void
hark_stream_close (HarkStream *self)
{
  g_return_if_fail (self != NULL);

  hark_buffer_end (self->buffer, g_error_new (HARK_ERROR, HARK_ERROR_CLOSED, "The stream of %s is closed",
                                              self->buffer->event->text));
  if (self->connection != NULL)
    hark_connection_disconnect (self->connection);
}

guint
hark_stream_get_n_items (HarkStream *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hark_task_queue_get_n_items (self->buffer->queue);
}

guint64
hark_stream_get_n_dropped (HarkStream *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load_explicit (&self->buffer->n_dropped, memory_order_relaxed);
}

/* --- reading --- */

static gboolean
is_of (HarkBuffer           *self,
       const HarkEventInfo  *event,
       GError              **error)
{
  if (self->event == event)
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH, "This is a stream of %s, and not of %s",
               self->event->text, event->text);
  return FALSE;
}

static void
set_reason (GError       **error,
            const GError  *reason)
{
  if (error != NULL)
    *error = g_error_copy (reason);
}

/* What the queue says of its end is said better here. */
static void
tell_end (HarkBuffer  *self,
          GError      *queue_error,
          GError     **error)
{
  const GError *reason = atomic_load (&self->reason);

  if (reason == NULL || !g_error_matches (queue_error, HARK_ERROR, HARK_ERROR_CLOSED))
    {
      g_propagate_error (error, queue_error);
      return;
    }
  g_error_free (queue_error);
  set_reason (error, reason);
}

/* Without waiting, wherever that is. */
static gpointer
take (HarkBuffer  *self,
      GError     **error)
{
  gpointer values = hark_task_queue_try_get (self->queue);
  const GError *reason = atomic_load (&self->reason);

  if (values == NULL && reason != NULL)
    {
      hark_task_queue_close (self->queue); /* which who gave the reason is about to do */
      values = hark_task_queue_try_get (self->queue);
    }
  if (values != NULL)
    return values;

  if (reason != NULL)
    set_reason (error, reason);
  else
    g_set_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "No %s waits to be read", self->event->text);
  return NULL;
}

gpointer
hark_stream_next (HarkStream           *self,
                  const HarkEventInfo  *event,
                  gint64                timeout,
                  GCancellable         *cancellable,
                  GError              **error)
{
  GError *own_error = NULL;
  gpointer values;

  g_return_val_if_fail (self != NULL, NULL);

  if (!is_of (self->buffer, event, error))
    return NULL;
  if (timeout <= 0)
    return take (self->buffer, error);

  values = hark_task_queue_get (self->buffer->queue, timeout, cancellable, &own_error);
  if (values == NULL)
    tell_end (self->buffer, own_error, error);
  return values;
}
