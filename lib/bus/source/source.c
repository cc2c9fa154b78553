/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A source is a list of buses and of converters, and something that pushes: the program, a task or a timer. It
 * holds the routers of its buses, and these hold it until the bus lets go of its sources, so that neither
 * goes while messages are under way. All that changes is under its lock, and nothing of a user's runs there. */

#include <hark/source.h>

#include <hark/loop.h>
#include <hark/task.h>
#include <hark/timer.h>

#include "bus/handler/handler-private.h"
#include "bus/state-private.h"
#include "bus/message/trail-private.h"

typedef enum
{
  STATE_NEW,
  STATE_RUNNING,
  STATE_CLOSED,
} State;

typedef struct
{
  HarkConvertFunc func;
  gpointer        data;
  GDestroyNotify  destroy;
} Converter;

struct _HarkSource
{
  atomic_uint     refs;        /* any thread */
  HarkFuture     *ended;       /* fixed at birth; a reference */
  GArray         *converters;  /* fixed when it is started */
  HarkPullFunc    pull;        /* fixed at birth, of a task */
  gpointer        data;
  GDestroyNotify  destroy;
  char           *topic;       /* fixed at birth, of a timer */
  gint64          interval;
  guint64         n_ticks;
  GMutex          lock;
  State           state;       /* lock */
  GPtrArray      *routers;     /* lock; HarkRouter, a reference */
  HarkTask       *task;        /* lock; a reference: while it runs */
  HarkTimer      *timer;       /* lock; a reference: while it runs */
};

G_DEFINE_BOXED_TYPE (HarkSource, hark_source, hark_source_ref, hark_source_unref)

/* --- birth and end --- */

static void
converter_clear (gpointer data)
{
  Converter *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
}

HarkSource *
hark_source_new (void)
{
  HarkSource *self = g_new0 (HarkSource, 1);

  atomic_init (&self->refs, 1);
  g_mutex_init (&self->lock);
  self->ended = hark_future_new (NULL);
  self->routers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_router_unref);
  self->converters = g_array_new (FALSE, FALSE, sizeof (Converter));
  g_array_set_clear_func (self->converters, converter_clear);
  return self;
}

HarkSource *
hark_source_new_task (HarkPullFunc    func,
                      gpointer        data,
                      GDestroyNotify  destroy)
{
  HarkSource *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = hark_source_new ();
  self->pull = func;
  self->data = data;
  self->destroy = destroy;
  return self;
}

HarkSource *
hark_source_new_timer (const char  *topic,
                       gint64       interval,
                       guint64      n_ticks,
                       GError     **error)
{
  HarkSource *self;

  g_return_val_if_fail (topic != NULL, NULL);

  if (!hark_topic_check (topic, error))
    return NULL;
  if (interval <= 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "A timer with an interval of %" G_GINT64_FORMAT " microseconds: it must be 1 or more", interval);
      return NULL;
    }
  self = hark_source_new ();
  self->topic = g_strdup (topic);
  self->interval = interval;
  self->n_ticks = n_ticks;
  return self;
}

HarkSource *
hark_source_ref (HarkSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

void
hark_source_unref (HarkSource *self)
{
  g_return_if_fail (self != NULL);

  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) != 1)
    return;

  /* Tasks and timers that run hold one. */
  if (!hark_future_is_settled (self->ended))
    hark_future_resolve (self->ended, NULL);
  if (self->destroy != NULL)
    self->destroy (self->data);
  hark_future_unref (self->ended);
  g_array_unref (self->converters);
  g_ptr_array_unref (self->routers);
  g_free (self->topic);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
hark_source_add_converter (HarkSource      *self,
                           HarkConvertFunc  func,
                           gpointer         data,
                           GDestroyNotify   destroy)
{
  const Converter converter = { func, data, destroy };

  g_return_if_fail (self != NULL && func != NULL);
  g_return_if_fail (self->state == STATE_NEW);

  g_array_append_val (self->converters, converter);
}

HarkFuture *
hark_source_get_ended (HarkSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ended;
}

/* It ends by itself, with @error (transfer full) (nullable), or because its task has returned. */
static void
end (HarkSource *self,
     GError     *error)
{
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(HarkTimer) timer = NULL;

  g_mutex_lock (&self->lock);
  self->state = STATE_CLOSED;
  task = g_steal_pointer (&self->task);
  timer = g_steal_pointer (&self->timer);
  g_mutex_unlock (&self->lock);

  if (error != NULL)
    hark_future_reject (self->ended, error);
  else
    hark_future_resolve (self->ended, NULL);
}

void
hark_source_close (HarkSource *self)
{
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(HarkTimer) timer = NULL;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->state = STATE_CLOSED;
  task = g_steal_pointer (&self->task);
  timer = g_steal_pointer (&self->timer);
  g_mutex_unlock (&self->lock);

  if (timer != NULL)
    hark_timer_stop (timer);
  if (task != NULL)
    hark_task_cancel (task); /* and it ends when that has returned */
  else
    hark_future_resolve (self->ended, NULL);
}

/* --- pushing --- */

/* (transfer full) (nullable): what is left of @message. */
static HarkMessage *
convert (HarkSource   *self,
         HarkMessage  *message,
         GError      **error)
{
  HarkMessage *next = hark_message_ref (message);
  GError *own_error = NULL;

  for (guint i = 0; next != NULL && i < self->converters->len; i++)
    {
      const Converter *converter = &g_array_index (self->converters, Converter, i);
      HarkMessage *before = next;

      next = converter->func (before, converter->data, &own_error);
      hark_message_unref (before);
      if (own_error != NULL)
        g_clear_pointer (&next, hark_message_unref);
    }
  if (own_error != NULL)
    g_propagate_error (error, own_error);
  return next;
}

/* (transfer full) (nullable): its buses, if it runs. */
static GPtrArray *
dup_routers (HarkSource  *self,
             GError     **error)
{
  GPtrArray *routers = NULL;
  State state;

  g_mutex_lock (&self->lock);
  state = self->state;
  if (state == STATE_RUNNING)
    {
      routers = g_ptr_array_new_with_free_func ((GDestroyNotify) hark_router_unref);
      for (guint i = 0; i < self->routers->len; i++)
        g_ptr_array_add (routers, hark_router_ref (self->routers->pdata[i]));
    }
  g_mutex_unlock (&self->lock);

  if (state == STATE_NEW)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_REFUSED,
                         "The source was not started: start it, or the sources of its bus, first");
  else if (state == STATE_CLOSED)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The source is closed");
  return routers;
}

static gboolean
publish (GPtrArray    *routers,
         HarkMessage  *message,
         GError      **error)
{
  HarkTrail *trail = NULL;
  gboolean fits = TRUE;
  GError *failure = NULL;

  for (guint i = 0; i < routers->len; i++)
    {
      HarkRouter *router = routers->pdata[i];
      gboolean is_new = TRUE;

      /* They may be linked. */
      if (routers->len > 1 && trail == NULL)
        trail = hark_trail_new (router);
      else if (trail != NULL)
        is_new = hark_trail_visit (trail, router);
      if (is_new && !hark_router_publish_from (router, message, trail, NULL, fits ? &failure : NULL))
        fits = FALSE;
    }
  hark_trail_unref (trail);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return fits;
}

gboolean
hark_source_push (HarkSource   *self,
                  HarkMessage  *message,
                  GError      **error)
{
  g_autoptr(GPtrArray) routers = NULL;
  g_autoptr(HarkMessage) converted = NULL;
  GError *own_error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  routers = dup_routers (self, error);
  if (routers == NULL)
    return FALSE;
  converted = convert (self, message, &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }
  return converted == NULL || publish (routers, converted, error);
}

/* --- what pushes --- */

static void
drop_source (gpointer data)
{
  hark_source_unref (data);
}

static gpointer
pull_all (gpointer   data,
          GError   **error)
{
  HarkSource *self = data;
  GError *failure = NULL;
  HarkMessage *message;
  gboolean goes_on;

  do
    {
      message = self->pull (self->data, &failure);
      goes_on = message != NULL && failure == NULL && hark_source_push (self, message, &failure);
      g_clear_pointer (&message, hark_message_unref);
    }
  while (goes_on);
  if (hark_task_is_cancelled (hark_task_get_current ()))
    g_clear_error (&failure); /* it was closed */
  end (self, failure);
  return NULL;
}

/* Its context has gone before it began, or there was no stack. */
static void
task_ended (gpointer data)
{
  HarkSource *self = data;

  if (!hark_future_is_settled (self->ended))
    end (self, NULL);
  hark_source_unref (self);
}

static void
on_ticked (HarkSource *self,
           guint64     count,
           guint64     n_missed)
{
  g_autoptr(HarkMessage) message = hark_message_new (self->topic, g_variant_new_uint64 (count), NULL);

  hark_source_push (self, message, NULL);
}

static void
on_finished (HarkSource *self)
{
  end (self, NULL);
}

/* (transfer full) */
static HarkTimer *
new_timer (HarkSource *self)
{
  HarkTimer *timer = hark_timer_new (NULL);

  HARK_CONNECT_DATA (timer, hark_timer_ticked, timer, on_ticked, hark_source_ref (self), drop_source);
  HARK_CONNECT_DATA (timer, hark_timer_finished, timer, on_finished, hark_source_ref (self), drop_source);
  return timer;
}

gboolean
hark_source_start (HarkSource  *self,
                   GError     **error)
{
  g_autoptr(HarkTimer) timer = NULL;
  State state;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->topic != NULL)
    timer = new_timer (self);

  g_mutex_lock (&self->lock);
  state = self->state;
  if (state == STATE_NEW)
    {
      self->state = STATE_RUNNING;
      if (self->pull != NULL)
        self->task = hark_task_spawn (pull_all, hark_source_ref (self), task_ended);
      if (timer != NULL)
        self->timer = g_object_ref (timer);
    }
  g_mutex_unlock (&self->lock);

  if (state == STATE_CLOSED)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The source is closed: make another one");
  else if (state == STATE_NEW && timer != NULL && !hark_timer_start (timer, self->interval, self->n_ticks, error))
    {
      hark_source_close (self);
      return FALSE;
    }
  return state != STATE_CLOSED;
}

/* --- the sources of a bus --- */

static gboolean
join (HarkSource  *self,
      HarkRouter  *router,
      GError     **error)
{
  State state;
  gboolean is_there;

  g_mutex_lock (&self->lock);
  state = self->state;
  is_there = g_ptr_array_find (self->routers, router, NULL);
  if (state == STATE_NEW && !is_there)
    g_ptr_array_add (self->routers, hark_router_ref (router));
  g_mutex_unlock (&self->lock);

  if (state != STATE_NEW)
    g_set_error_literal (error, HARK_ERROR, state == STATE_CLOSED ? HARK_ERROR_CLOSED : HARK_ERROR_REFUSED,
                         state == STATE_CLOSED ? "The source is closed: make another one"
                                               : "The source has been started: add it to its buses before");
  else if (is_there)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_EXISTS, "The source feeds this bus already");
  return state == STATE_NEW && !is_there;
}

/* Closes it if that was its last bus. */
static void
leave (HarkSource *self,
       HarkRouter *router)
{
  gboolean is_last;

  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->routers, router);
  is_last = self->routers->len == 0;
  g_mutex_unlock (&self->lock);
  if (is_last)
    hark_source_close (self);
}

gboolean
hark_bus_add_source (HarkBus     *self,
                     HarkSource  *source,
                     GError     **error)
{
  HarkRouter *router;
  gboolean is_open;

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);
  g_return_val_if_fail (source != NULL, FALSE);

  router = hark_bus_get_router (self);
  if (!join (source, router, error))
    return FALSE;

  g_mutex_lock (&router->lock);
  is_open = !atomic_load (&router->is_closed);
  if (is_open)
    g_ptr_array_add (router->sources, hark_source_ref (source));
  g_mutex_unlock (&router->lock);
  if (!is_open)
    {
      leave (source, router);
      g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The bus has ended");
    }
  return is_open;
}

static gpointer
copy_source (gconstpointer source,
             gpointer      data)
{
  return hark_source_ref ((HarkSource *) source);
}

/* (transfer full) (element-type HarkSource): as they are now. */
static GPtrArray *
dup_sources (HarkRouter *router)
{
  GPtrArray *sources;

  g_mutex_lock (&router->lock);
  sources = g_ptr_array_copy (router->sources, copy_source, NULL);
  g_mutex_unlock (&router->lock);
  g_ptr_array_set_free_func (sources, drop_source);
  return sources;
}

/* (transfer full) (element-type HarkSource): the router has none any more. */
static GPtrArray *
steal_sources (HarkRouter *router)
{
  GPtrArray *sources;

  g_mutex_lock (&router->lock);
  sources = router->sources;
  router->sources = g_ptr_array_new ();
  g_mutex_unlock (&router->lock);
  g_ptr_array_set_free_func (sources, drop_source);
  return sources;
}

static gboolean
is_new (HarkSource *self)
{
  gboolean is_new;

  g_mutex_lock (&self->lock);
  is_new = self->state == STATE_NEW;
  g_mutex_unlock (&self->lock);
  return is_new;
}

gboolean
hark_bus_start_sources (HarkBus  *self,
                        GError  **error)
{
  g_autoptr(GPtrArray) sources = NULL;
  g_autoptr(GPtrArray) started = g_ptr_array_new ();

  g_return_val_if_fail (HARK_IS_LINKED_BUS (self), FALSE);

  sources = dup_sources (hark_bus_get_router (self));
  for (guint i = 0; i < sources->len; i++)
    {
      HarkSource *source = sources->pdata[i];
      gboolean was_new = is_new (source);

      if (!hark_source_start (source, error))
        {
          for (guint k = started->len; k-- > 0;)
            hark_source_close (started->pdata[k]);
          return FALSE;
        }
      if (was_new)
        g_ptr_array_add (started, source);
    }
  return TRUE;
}

void
hark_router_close_sources (HarkRouter *self)
{
  g_autoptr(GPtrArray) sources = steal_sources (self);

  for (guint i = sources->len; i-- > 0;)
    leave (sources->pdata[i], self);
}

void
hark_bus_close_sources (HarkBus *self)
{
  g_return_if_fail (HARK_IS_LINKED_BUS (self));

  hark_router_close_sources (hark_bus_get_router (self));
}
