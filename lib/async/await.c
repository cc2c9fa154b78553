/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Waiting for a future outside of tasks. The thread that owns its thread-default
 * context iterates it; any other thread blocks; inside a call of a lane
 * waiting is refused, because what is awaited may queue behind that call.
 * A wait that ends early leaves its record to the future. */

#include <hark/error.h>

#include "async/future-private.h"
#include "lane/lane-private.h"

typedef struct
{
  HarkWaiter    waiter;
  atomic_uint   refs;        /* the wait's and the future's */
  GMainContext *context;     /* fixed at birth; NULL: blocks */
  GMutex        lock;
  GCond         changed;
  gboolean      is_settled;  /* lock */
} Wait;

static void
wait_unref (Wait *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

static void
wait_wake (Wait *self)
{
  if (self->context != NULL)
    g_main_context_wakeup (self->context);
  else
    g_cond_signal (&self->changed);
}

static void
wait_settled (HarkWaiter *waiter,
              HarkFuture *future)
{
  Wait *self = (Wait *) waiter;

  g_mutex_lock (&self->lock);
  self->is_settled = TRUE;
  wait_wake (self);
  g_mutex_unlock (&self->lock);
  wait_unref (self);
}

static void
wait_cancelled (GCancellable *cancellable,
                gpointer      data)
{
  Wait *self = data;

  g_mutex_lock (&self->lock);
  wait_wake (self);
  g_mutex_unlock (&self->lock);
}

/* (transfer full) (nullable): the context that this thread is to iterate while
 * it waits. */
static GMainContext *
own_context (void)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  HarkExecutor *executor = hark_executor_lookup (context);
  gboolean is_own = g_main_context_is_owner (context);

  if (executor != NULL)
    {
      if (!is_own && hark_executor_acquire (executor))
        {
          hark_executor_release (executor);
          is_own = TRUE;
        }
      hark_executor_unref (executor);
    }
  return is_own ? g_steal_pointer (&context) : NULL;
}

static gboolean
is_over (Wait         *self,
         gint64        end,
         GCancellable *cancellable)
{
  return self->is_settled
         || g_cancellable_is_cancelled (cancellable)
         || (end != HARK_FOREVER && g_get_monotonic_time () >= end);
}

static gboolean
nothing (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
iterate (Wait         *self,
         gint64        end,
         GCancellable *cancellable)
{
  GSource *alarm = NULL;
  gboolean over;

  if (end != HARK_FOREVER)
    {
      alarm = g_timeout_source_new (0);
      g_source_set_callback (alarm, nothing, NULL, NULL);
      g_source_set_ready_time (alarm, end);
      g_source_attach (alarm, self->context);
    }

  for (;;)
    {
      g_mutex_lock (&self->lock);
      over = is_over (self, end, cancellable);
      g_mutex_unlock (&self->lock);
      if (over)
        break;
      g_main_context_iteration (self->context, TRUE);
    }

  if (alarm != NULL)
    {
      g_source_destroy (alarm);
      g_source_unref (alarm);
    }
}

static void
block (Wait         *self,
       gint64        end,
       GCancellable *cancellable)
{
  g_mutex_lock (&self->lock);
  while (!is_over (self, end, cancellable))
    {
      if (end == HARK_FOREVER)
        g_cond_wait (&self->changed, &self->lock);
      else
        g_cond_wait_until (&self->changed, &self->lock, end);
    }
  g_mutex_unlock (&self->lock);
}

static gint64
end_of (gint64 timeout)
{
  gint64 now;

  if (timeout == HARK_FOREVER)
    return HARK_FOREVER;

  now = g_get_monotonic_time ();
  return timeout > HARK_FOREVER - now ? HARK_FOREVER : now + MAX (timeout, 0);
}

static void
wait_for (HarkFuture   *future,
          gint64        timeout,
          GCancellable *cancellable)
{
  gint64 end = end_of (timeout);
  Wait *wait = g_new0 (Wait, 1);
  gulong id = 0;

  wait->waiter.settled = wait_settled;
  atomic_init (&wait->refs, 2);
  wait->context = own_context ();
  g_mutex_init (&wait->lock);
  g_cond_init (&wait->changed);
  hark_future_add_waiter (future, &wait->waiter);

  if (cancellable != NULL)
    id = g_cancellable_connect (cancellable, G_CALLBACK (wait_cancelled), wait, NULL);
  if (wait->context != NULL)
    iterate (wait, end, cancellable);
  else
    block (wait, end, cancellable);
  if (id != 0)
    g_cancellable_disconnect (cancellable, id);
  wait_unref (wait);
}

gboolean
hark_future_await (HarkFuture    *self,
                   gint64         timeout,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(GError) own_error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!hark_future_is_settled (self))
    {
      if (hark_lane_get_current () != NULL)
        {
          g_set_error_literal (error, HARK_ERROR, HARK_ERROR_WOULD_DEADLOCK,
                               "Waiting inside a call would hold up its loop: use hark_future_then()");
          return FALSE;
        }
      wait_for (self, timeout, cancellable);
    }

  if (!hark_future_is_settled (self))
    {
      if (g_cancellable_is_cancelled (cancellable))
        g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CANCELLED, "The wait was cancelled");
      else
        g_set_error_literal (error, HARK_ERROR, HARK_ERROR_TIMED_OUT, "The wait timed out");
      return FALSE;
    }

  hark_future_get_values (self, &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&own_error));
  return FALSE;
}
