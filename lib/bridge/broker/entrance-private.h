/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/object.h>

#include "bridge/transport/listening-private.h"

G_BEGIN_DECLS

/* Lets newcomers in, one socket after the other. */
typedef struct _HarkEntrance HarkEntrance;

typedef void (*HarkEntranceFunc) (gpointer             user,
                                  const HarkListening *at,
                                  GSocket             *socket);

/* @listening: (transfer full)
 * @owner: outlives it, and @func is called on its loop. Thread: the owner's loop. */
HarkEntrance *hark_entrance_new         (HarkListening      *listening,
                                         HarkObject         *owner,
                                         HarkEntranceFunc    func,
                                         gpointer            user);
void          hark_entrance_free        (HarkEntrance       *self);

G_END_DECLS
