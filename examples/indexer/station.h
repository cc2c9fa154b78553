/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/hark.h>

/* What each process of the indexer has: a loop on its main thread, and a bus
 * that is linked to the broker. What goes wrong ends the process with a message. */

typedef struct
{
  const char *name;
  HarkLoop   *loop;
  HarkBus    *bus;
  HarkPeer   *peer;
} Station;

/* @name: for messages */
Station *station_new       (const char *name,
                            const char *address);
void     station_free      (Station    *self);

/* Ends the process, unless @condition. @error is where the condition leaves its reason:
 * C may look at the arguments in any order. */
void     station_check     (Station    *self,
                            gboolean    condition,
                            GError    **error);
/* Waits until @object can be called, and its events heard. */
void     station_await     (Station    *self,
                            gpointer    object);
/* Says that it is ready, and runs until it is told to end. */
void     station_serve     (Station    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Station, station_free)
