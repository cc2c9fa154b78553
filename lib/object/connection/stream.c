/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A stream is a queue between an emitter and those who read, fed by a connection that runs
 * inside the emission. The two ends hold the buffer between them: who reads by a handle, whose
 * end is that of the connection, and the connection, until no emission can see it. What is in it are
 * values as futures and shared calls carry them. */

#include <hark/clock.h>
#include <hark/stream.h>

#include "base/fork-private.h"
#include "object/connection/buffer-private.h"
#include "object/connection/connection-private.h"

struct _HarkStream
{
  atomic_uint          refs;        /* any thread */
  const HarkEventInfo *event;       /* fixed at birth */
  HarkBuffer          *buffer;      /* fixed at birth */
  HarkConnection      *connection;  /* fixed at birth; NULL: its emitter had ended */
};

G_DEFINE_BOXED_TYPE (HarkStream, hark_stream, hark_stream_ref, hark_stream_unref)

/* --- birth and end --- */

static void
take_over_bounds (HarkBuffer          *buffer,
                  const HarkQueueInfo *queue)
{
  if (queue != NULL && queue->policy <= HARK_QUEUE_LATEST && queue->key == NULL)
    hark_buffer_set_bounds (buffer, MAX (queue->depth, 1), queue->policy);
}

HarkStream *
hark_seat_stream (HarkSeat            *seat,
                  const HarkEventInfo *event)
{
  HarkStream *self = g_new0 (HarkStream, 1);
  HarkConnectionTail tail = { .buffer = NULL };

  atomic_init (&self->refs, 1);
  self->event = event;
  self->buffer = hark_buffer_new (hark_values_unref);
  if (hark_anchor_is_inherited (seat->anchor))
    {
      GError *reason = NULL;

      hark_set_forked (&reason, seat->info->name);
      hark_buffer_end (self->buffer, reason);
      return self;
    }

  take_over_bounds (self->buffer, event->queue);
  tail.buffer = hark_buffer_ref (self->buffer);
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
  g_autofree char *whose = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail ((guint) policy <= HARK_QUEUE_DEBOUNCE);

  whose = g_strdup_printf ("the queue of a stream of %s", self->event->text);
  if (hark_buffer_check_bounds (depth, policy, whose))
    hark_buffer_set_bounds (self->buffer, depth, policy);
}

void
hark_stream_close (HarkStream *self)
{
  g_return_if_fail (self != NULL);

  hark_buffer_end (self->buffer, g_error_new (HARK_ERROR, HARK_ERROR_CLOSED, "The stream of %s is closed",
                                              self->event->text));
  if (self->connection != NULL)
    hark_connection_disconnect (self->connection);
}

guint
hark_stream_get_n_items (HarkStream *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hark_task_queue_get_n_items (hark_buffer_get_queue (self->buffer));
}

guint64
hark_stream_get_n_dropped (HarkStream *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return hark_buffer_get_n_dropped (self->buffer);
}

/* --- reading --- */

static gboolean
is_of (HarkStream           *self,
       const HarkEventInfo  *event,
       GError              **error)
{
  if (self->event == event)
    return TRUE;

  g_set_error (error, HARK_ERROR, HARK_ERROR_MISMATCH, "This is a stream of %s, and not of %s",
               self->event->text, event->text);
  return FALSE;
}

gpointer
hark_stream_next (HarkStream           *self,
                  const HarkEventInfo  *event,
                  gint64                timeout,
                  GCancellable         *cancellable,
                  GError              **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return is_of (self, event, error) ? hark_buffer_take (self->buffer, timeout, cancellable, event->text, error) : NULL;
}
