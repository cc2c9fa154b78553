/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A ticker is a timer on its own loop whose event is published while the ticker is initialized, and which
 * ticks while it runs. The type is generated from schemas/ticker.hark; every ticker is of the
 * final class here. */

#include <hark/error.h>
#include <hark/handler.h>
#include <hark/loop.h>
#include <hark/task.h>
#include <hark/ticker.h>
#include <hark/timer.h>

#include "bus/topic/topic-private.h"

#define HARK_TYPE_BUS_TICKER (hark_bus_ticker_get_type ())
G_DECLARE_FINAL_TYPE (HarkBusTicker, hark_bus_ticker, HARK, BUS_TICKER, HarkTicker)

struct _HarkBusTicker
{
  HarkTicker      parent_instance;
  HarkBus        *bus;        /* fixed at birth; owned */
  HarkTimer      *timer;      /* the same */
  char           *topic;      /* fixed at birth */
  gint64          interval;   /* the same */
  guint64         n_ticks;    /* the same */
  HarkConnection *published;  /* the owner; owned; NULL: it is not */
};

G_DEFINE_FINAL_TYPE (HarkBusTicker, hark_bus_ticker, HARK_TYPE_TICKER)

static void
initialize (HarkTicker  *ticker,
            GError     **error)
{
  HarkBusTicker *self = HARK_BUS_TICKER (ticker);
  HarkConnection *published = HARK_PUBLISH (self->bus, HARK_TOPICS (self->topic), self->timer, hark_timer_ticked, error);

  if (published != NULL)
    self->published = hark_connection_ref (published);
}

static void
run (HarkTicker  *ticker,
     GError     **error)
{
  HarkBusTicker *self = HARK_BUS_TICKER (ticker);
  g_autoptr(HarkFuture) finished = hark_timer_next_finished (self->timer);

  if (hark_timer_start (self->timer, self->interval, self->n_ticks, error))
    hark_await (finished, error);
  hark_timer_stop (self->timer);
}

static void
terminate (HarkTicker  *ticker,
           GError     **error)
{
  HarkBusTicker *self = HARK_BUS_TICKER (ticker);

  if (self->published != NULL)
    hark_connection_disconnect (self->published);
  g_clear_pointer (&self->published, hark_connection_unref);
}

static void
closed (HarkTicker *ticker)
{
  HarkBusTicker *self = HARK_BUS_TICKER (ticker);

  terminate (ticker, NULL);
  g_clear_object (&self->timer);
}

static void
hark_bus_ticker_finalize (GObject *object)
{
  HarkBusTicker *self = HARK_BUS_TICKER (object);

  g_clear_object (&self->bus);
  g_free (self->topic);

  G_OBJECT_CLASS (hark_bus_ticker_parent_class)->finalize (object);
}

static void
hark_bus_ticker_class_init (HarkBusTickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hark_bus_ticker_finalize;
  HARK_TICKER_CLASS (klass)->initialize = initialize;
  HARK_TICKER_CLASS (klass)->run = run;
  HARK_TICKER_CLASS (klass)->terminate = terminate;
  HARK_TICKER_CLASS (klass)->closed = closed;
}

static void
hark_bus_ticker_init (HarkBusTicker *self)
{
}

HarkTicker *
hark_ticker_new (HarkLoop     *loop,
                 HarkBus      *bus,
                 const char   *topic,
                 gint64        interval,
                 guint64       n_ticks,
                 GError      **error)
{
  HarkBusTicker *self;

  g_return_val_if_fail (loop == NULL || HARK_IS_LOOP (loop), NULL);
  g_return_val_if_fail (HARK_IS_BUS (bus), NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  if (!hark_topic_check (topic, error))
    return NULL;
  if (interval <= 0)
    {
      g_set_error (error, HARK_ERROR, HARK_ERROR_INVALID,
                   "ticks on %s cannot be %" G_GINT64_FORMAT " us apart: 1 at least", topic, interval);
      return NULL;
    }
  self = g_object_new (HARK_TYPE_BUS_TICKER, "loop", loop, NULL);
  self->bus = g_object_ref (bus);
  self->timer = hark_timer_new (hark_object_get_loop (HARK_OBJECT (self)));
  self->topic = g_strdup (topic);
  self->interval = interval;
  self->n_ticks = n_ticks;
  return HARK_TICKER (self);
}
