/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Code with a stack of its own, which can stop in the middle and go on later. */

#include <glib.h>

typedef struct _HarkFiber HarkFiber;

typedef void (*HarkFiberFunc) (gpointer data);

/* One that has not begun. It takes @size bytes (see
 * hark_stack_round()) for its stack and nothing beside.
 * Fails: %HARK_ERROR_LIMIT. Thread: any. */
HarkFiber *hark_fiber_new     (gsize           size,
                               HarkFiberFunc   func,
                               gpointer        data,
                               GError        **error);

/* Begins or goes on, until @func suspends or returns. Returns: %FALSE if it has
 * returned; then the fiber is gone. Thread: any, then always the same; from another
 * fiber too. */
gboolean   hark_fiber_resume  (HarkFiber      *self);

/* Stops the running fiber: hark_fiber_resume() returns %TRUE to who called it.
 * Thread: inside a fiber. */
void       hark_fiber_suspend (void);

/* Gives up one that does not run; what is on its stack is not cleaned up. Thread:
 * its own. */
void       hark_fiber_free    (HarkFiber      *self);

/* Whether the calling thread is the one that began it, or none has. */
gboolean   hark_fiber_is_own  (HarkFiber      *self);

/* From here on it is the calling thread's, because its own will not come back. */
void       hark_fiber_adopt   (HarkFiber      *self);

/* The fiber that the calling thread is in, or %NULL. */
HarkFiber *hark_fiber_get_current (void);
