/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A GSource that does nothing but post. It looks away from its descriptor until
 * the call has run, so that a busy loop is not woken over and over. What it looks for
 * is written into its GPollFD, which the next iteration reads: to be told of a change
 * by GLib's functions would wake the loop that is running. */

#include "bridge/transport/watch-private.h"

#include <hark/loop.h>

#include "lane/executor-private.h"
#include "lane/lane-private.h"
#include "object/loop/loop-private.h"
#include "object/seat/remote-private.h"

struct _HarkWatch
{
  GSource        source;
  GPollFD        poll;
  HarkObject    *owner;
  HarkExecutor  *executor;   /* of its context; a reference */
  HarkWatchFunc  func;       /* NULL: freed */
  gpointer       data;
  gboolean       is_posted;
  gboolean       has_time;   /* to be woken at */
};

static void
run (gpointer context,
     gpointer data)
{
  HarkWatch *self = data;

  self->is_posted = FALSE;
  if (self->func != NULL)
    self->func (self->data);
}

static void
release (gpointer data)
{
  g_source_unref (data);
}

static gboolean
watch_prepare (GSource *source,
               int     *timeout)
{
  *timeout = -1;
  return FALSE;
}

/* A descriptor that was hung up stays ready all the same. */
static gboolean
post (HarkWatch *self)
{
  self->poll.events = 0;
  if (self->is_posted)
    return TRUE;
  self->is_posted = TRUE;
  return hark_post_func (self->owner, run, g_source_ref (&self->source), release);
}

/* It is checked before the executor, which so finds the call, and runs it, in this iteration. */
static gboolean
watch_check (GSource *source)
{
  HarkWatch *self = (HarkWatch *) source;

  if (self->poll.revents == 0)
    return FALSE;
  hark_executor_stay_awake (self->executor);
  return !post (self);
}

/* Its time has come, or its loop has ended. */
static gboolean
watch_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     data)
{
  HarkWatch *self = (HarkWatch *) source;

  if (self->has_time)
    g_source_set_ready_time (source, -1);
  self->has_time = FALSE;
  return post (self) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
watch_finalize (GSource *source)
{
  hark_executor_unref (((HarkWatch *) source)->executor);
}

static GSourceFuncs source_funcs = { watch_prepare, watch_check, watch_dispatch, watch_finalize, NULL, NULL };

HarkWatch *
hark_watch_new (int            fd,
                HarkObject    *owner,
                HarkWatchFunc  func,
                gpointer       data)
{
  GSource *source = g_source_new (&source_funcs, sizeof (HarkWatch));
  HarkWatch *self = (HarkWatch *) source;

  self->owner = owner;
  self->executor = hark_executor_ref (hark_lane_get_executor (hark_loop_get_lane (hark_object_get_loop (owner))));
  self->func = func;
  self->data = data;
  self->poll.fd = fd;
  g_source_add_poll (source, &self->poll);
  g_source_set_static_name (source, "Hark socket");
  g_source_set_priority (source, G_PRIORITY_DEFAULT - 1);
  /* It may, and so GLib does not take it out of the poll and put it in again around each dispatch. */
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, hark_loop_get_context (hark_object_get_loop (owner)));
  return self;
}

void
hark_watch_free (HarkWatch *self)
{
  self->func = NULL;
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

void
hark_watch_wake_at (HarkWatch *self,
                    gint64     time)
{
  if (g_source_is_destroyed (&self->source))
    return;
  self->has_time = TRUE;
  g_source_set_ready_time (&self->source, time);
}

void
hark_watch_arm (HarkWatch    *self,
                GIOCondition  condition)
{
  if (!self->is_posted)
    self->poll.events = (gushort) condition;
}
