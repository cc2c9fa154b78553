/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A source is a list of buses and of converters, and something that pushes: the program, a task or a timer. It
 * holds the routers of its buses, and these hold it until the bus lets go of its sources, so that neither
 * goes while messages are under way. All that changes is under its lock, and nothing of a user's runs there. */

#include "bus/source/source-private.h"

G_DEFINE_BOXED_TYPE (HarkSource, hark_source, hark_source_ref, hark_source_unref)

/* --- birth and end --- */

static void
converter_clear (gpointer data)
{
  HarkConverter *self = data;

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
  self->converters = g_array_new (FALSE, FALSE, sizeof (HarkConverter));
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
  const HarkConverter converter = { func, data, destroy };

  g_return_if_fail (self != NULL && func != NULL);
  g_return_if_fail (self->state == HARK_SOURCE_NEW);

  g_array_append_val (self->converters, converter);
}

HarkFuture *
hark_source_get_ended (HarkSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ended;
}

void
hark_source_end (HarkSource *self,
                 GError     *error)
{
  g_autoptr(HarkTask) task = NULL;
  g_autoptr(HarkTimer) timer = NULL;

  g_mutex_lock (&self->lock);
  self->state = HARK_SOURCE_CLOSED;
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
  self->state = HARK_SOURCE_CLOSED;
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

gboolean
hark_source_start (HarkSource  *self,
                   GError     **error)
{
  g_autoptr(HarkTimer) timer = NULL;
  HarkSourceState state;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->topic != NULL)
    timer = hark_source_make_timer (self);

  g_mutex_lock (&self->lock);
  state = self->state;
  if (state == HARK_SOURCE_NEW)
    {
      self->state = HARK_SOURCE_RUNNING;
      if (self->pull != NULL)
        self->task = hark_source_spawn_task (self);
      if (timer != NULL)
        self->timer = g_object_ref (timer);
    }
  g_mutex_unlock (&self->lock);

  if (state == HARK_SOURCE_CLOSED)
    g_set_error_literal (error, HARK_ERROR, HARK_ERROR_CLOSED, "The source is closed: make another one");
  else if (state == HARK_SOURCE_NEW && timer != NULL && !hark_timer_start (timer, self->interval, self->n_ticks, error))
    {
      hark_source_close (self);
      return FALSE;
    }
  return state != HARK_SOURCE_CLOSED;
}
