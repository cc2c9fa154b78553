/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What drives a source that the program does not push into: a task that is asked for one message after the other, or
 * the ticks of a timer. Each holds the source as long as it runs. */

#include "bus/source/source-private.h"

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
  hark_source_end (self, failure);
  return NULL;
}

/* Its context has gone before it began, or there was no stack. */
static void
task_ended (gpointer data)
{
  HarkSource *self = data;

  if (!hark_future_is_settled (self->ended))
    hark_source_end (self, NULL);
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
  hark_source_end (self, NULL);
}

HarkTimer *
hark_source_make_timer (HarkSource *self)
{
  HarkTimer *timer = hark_timer_new (NULL);

  HARK_CONNECT_DATA (timer, hark_timer_ticked, timer, on_ticked, hark_source_ref (self), drop_source);
  HARK_CONNECT_DATA (timer, hark_timer_finished, timer, on_finished, hark_source_ref (self), drop_source);
  return timer;
}

HarkTask *
hark_source_spawn_task (HarkSource *self)
{
  return hark_task_spawn (pull_all, hark_source_ref (self), task_ended);
}
