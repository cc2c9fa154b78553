/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/object.h>

G_BEGIN_DECLS

/* Watches a file descriptor and, when it is ready, queues a call on an object's
 * loop: what happens on a socket takes its turn like any call. */
typedef struct _HarkWatch HarkWatch;

typedef void (*HarkWatchFunc) (gpointer data);

/* @owner: outlives the watch. Nothing is watched yet. Thread: the owner's loop. */
HarkWatch *hark_watch_new  (int            fd,
                            HarkObject    *owner,
                            HarkWatchFunc  func,
                            gpointer       data);
/* @func is not called any more. Thread: the owner's loop. */
void       hark_watch_free (HarkWatch     *self);

/* Once @condition holds, @func is called, once. Thread: the owner's loop. */
void       hark_watch_arm  (HarkWatch     *self,
                            GIOCondition   condition);

/* Whatever is ready, @func is called at this time, too, once. Thread: the owner's loop. */
void       hark_watch_wake_at (HarkWatch *self,
                               gint64     time);

G_END_DECLS
