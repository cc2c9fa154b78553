/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What streams and the queues of a bus have in common. Who puts something in does so
 * inside an emission or hark_bus_publish(), on any thread, and finds out there what becomes of it. A queue
 * that is closed gives what it holds and then says why, so the end comes behind all that went
 * before it. */

#include "object/connection/buffer-private.h"

#include <hark/clock.h>

#include "async/task-private.h"
#include "lane/backlog-private.h"
#include "lane/lane-private.h"

struct _HarkBuffer
{
  atomic_uint        refs;       /* any thread */
  HarkTaskQueue     *queue;      /* fixed at birth */
  GDestroyNotify     item_free;  /* fixed at birth */
  atomic_uint        policy;     /* HarkQueuePolicy; any thread */
  _Atomic (guint64)  n_dropped;  /* any thread */
};

HarkBuffer *
hark_buffer_new (GDestroyNotify item_free)
{
  HarkBuffer *self = g_new0 (HarkBuffer, 1);

  atomic_init (&self->refs, 1);
  self->item_free = item_free;
  self->queue = hark_task_queue_new (0, item_free);
  return self;
}

HarkBuffer *
hark_buffer_ref (HarkBuffer *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_buffer_unref (HarkBuffer *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  hark_task_queue_unref (self->queue);
  g_free (self);
}

/* --- bounds --- */

gboolean
hark_buffer_check_bounds (guint            depth,
                          HarkQueuePolicy  policy,
                          const char      *whose)
{
  if (policy > HARK_QUEUE_LATEST)
    g_critical ("%s cannot be '%s', which is about when calls run: nothing runs here, give it to a connection",
                whose, hark_queue_policy_get_name (policy));
  else if (depth == 0 && policy != HARK_QUEUE_GROW && policy != HARK_QUEUE_LATEST)
    g_critical ("%s needs a depth of 1 or more to be '%s'", whose, hark_queue_policy_get_name (policy));
  else
    return TRUE;
  return FALSE;
}

void
hark_buffer_set_bounds (HarkBuffer      *self,
                        guint            depth,
                        HarkQueuePolicy  policy)
{
  atomic_store (&self->policy, policy);
  hark_task_queue_set_depth (self->queue, policy == HARK_QUEUE_GROW ? 0 : policy == HARK_QUEUE_LATEST ? 1 : depth);
}

HarkQueuePolicy
hark_buffer_get_policy (HarkBuffer *self)
{
  return (HarkQueuePolicy) atomic_load_explicit (&self->policy, memory_order_relaxed);
}

/* --- putting --- */

static void
drop (HarkBuffer *self,
      gpointer    item)
{
  atomic_fetch_add_explicit (&self->n_dropped, 1, memory_order_relaxed);
  self->item_free (item);
}

/* Whether waiting for room suspends a task or blocks a thread, and nothing else. */
static gboolean
may_block (void)
{
  if (hark_task_get_current () != NULL)
    return hark_task_may_suspend (NULL);
  return g_main_depth () == 0 && hark_wait_blocks ();
}

HarkPut
hark_buffer_put_when_room (HarkBuffer *self,
                           gpointer    item)
{
  g_autoptr(GError) error = NULL;

  if (hark_task_queue_put (self->queue, item, HARK_FOREVER, NULL, &error))
    return HARK_PUT_STORED;
  drop (self, item);
  return g_error_matches (error, HARK_ERROR, HARK_ERROR_CLOSED) ? HARK_PUT_CLOSED : HARK_PUT_REFUSED;
}

HarkPut
hark_buffer_put (HarkBuffer *self,
                 gpointer    item)
{
  HarkQueuePolicy policy = hark_buffer_get_policy (self);
  gboolean replaces = policy == HARK_QUEUE_DROP_OLDEST || policy == HARK_QUEUE_LATEST;
  gpointer oldest = NULL;

  switch (hark_task_queue_offer (self->queue, item, replaces ? &oldest : NULL))
    {
    case HARK_OFFER_TAKEN:
      if (oldest == NULL)
        return HARK_PUT_STORED;
      drop (self, oldest);
      return HARK_PUT_DROPPED;

    case HARK_OFFER_FULL:
      if (policy == HARK_QUEUE_BLOCK && may_block ())
        return HARK_PUT_FULL;
      drop (self, item);
      return policy == HARK_QUEUE_DROP_NEWEST ? HARK_PUT_DROPPED : HARK_PUT_REFUSED;

    case HARK_OFFER_CLOSED:
    default:
      self->item_free (item);
      return HARK_PUT_CLOSED;
    }
}

HarkPut
hark_buffer_put_beyond (HarkBuffer *self,
                        gpointer    item)
{
  if (hark_task_queue_add (self->queue, item))
    return HARK_PUT_STORED;
  self->item_free (item);
  return HARK_PUT_CLOSED;
}

/* --- reading, and the end --- */

void
hark_buffer_end (HarkBuffer *self,
                 GError     *reason)
{
  hark_task_queue_end (self->queue, reason);
}

gpointer
hark_buffer_take (HarkBuffer    *self,
                  gint64         timeout,
                  GCancellable  *cancellable,
                  const char    *nothing,
                  GError       **error)
{
  GError *reason = NULL;
  gpointer item;

  if (timeout > 0)
    return hark_task_queue_get (self->queue, timeout, cancellable, error);

  item = hark_task_queue_take (self->queue, &reason);
  if (reason != NULL)
    g_propagate_error (error, reason);
  else if (item == NULL)
    g_set_error (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "No %s waits to be read", nothing);
  return item;
}

HarkTaskQueue *
hark_buffer_get_queue (HarkBuffer *self)
{
  return self->queue;
}

guint64
hark_buffer_get_n_dropped (HarkBuffer *self)
{
  return atomic_load_explicit (&self->n_dropped, memory_order_relaxed);
}
