/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A GSource that does nothing but post. It looks away from its descriptor until
 * the call has run, so that a busy loop is not woken over and over. */

#include "bridge/transport/watch-private.h"

#include <hark/loop.h>

#include "object/seat/remote-private.h"

struct _HarkWatch
{
  GSource        source;
  gpointer       tag;
  HarkObject    *owner;
  HarkWatchFunc  func;       /* NULL: freed */
  gpointer       data;
  gboolean       is_posted;
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
watch_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     data)
{
  HarkWatch *self = (HarkWatch *) source;

  g_source_modify_unix_fd (source, self->tag, 0);
  g_source_set_ready_time (source, -1);
  /* A descriptor that was hung up stays ready all the same. */
  if (self->is_posted)
    return G_SOURCE_CONTINUE;
  self->is_posted = TRUE;
  return hark_post_func (self->owner, run, g_source_ref (source), release) ? G_SOURCE_CONTINUE
                                                                          : G_SOURCE_REMOVE;
}

static GSourceFuncs source_funcs = { .dispatch = watch_dispatch };

HarkWatch *
hark_watch_new (int            fd,
                HarkObject    *owner,
                HarkWatchFunc  func,
                gpointer       data)
{
  GSource *source = g_source_new (&source_funcs, sizeof (HarkWatch));
  HarkWatch *self = (HarkWatch *) source;

  self->owner = owner;
  self->func = func;
  self->data = data;
  self->tag = g_source_add_unix_fd (source, fd, 0);
  g_source_set_static_name (source, "Hark socket");
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
  if (!g_source_is_destroyed (&self->source))
    g_source_set_ready_time (&self->source, time);
}

void
hark_watch_arm (HarkWatch    *self,
                GIOCondition  condition)
{
  if (!self->is_posted && !g_source_is_destroyed (&self->source))
    g_source_modify_unix_fd (&self->source, self->tag, condition);
}
