/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A source, for its parts: its life (source.c), what goes through it (source-push.c), what drives
 * it (source-drive.c), and those of one bus (bus-sources.c). */

#include <hark/source.h>

#include <hark/task.h>
#include <hark/timer.h>

#include "bus/handler/handler-private.h"

typedef enum
{
  HARK_SOURCE_NEW,
  HARK_SOURCE_RUNNING,
  HARK_SOURCE_CLOSED,
} HarkSourceState;

typedef struct
{
  HarkConvertFunc func;
  gpointer        data;
  GDestroyNotify  destroy;
} HarkConverter;

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
  HarkSourceState           state;       /* lock */
  GPtrArray      *routers;     /* lock; HarkRouter, a reference */
  HarkTask       *task;        /* lock; a reference: while it runs */
  HarkTimer      *timer;       /* lock; a reference: while it runs */
};

/* It ends by itself, with @error (transfer full) (nullable), or because its task has returned. */
void       hark_source_end        (HarkSource *self,
                                   GError     *error);

/* (transfer full): runs until there is nothing more to pull, or somebody cancels it. */
HarkTask  *hark_source_spawn_task (HarkSource *self);
/* (transfer full): pushes its ticks once it is started. */
HarkTimer *hark_source_make_timer (HarkSource *self);
