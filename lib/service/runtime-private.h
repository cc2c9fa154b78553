/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "service/kinds-private.h"
#include "service/supervision-private.h"

/* The runtime's thread, but for `stop`. */
struct _HarkRuntime
{
  GObject     parent_instance;
  HarkBus    *bus;         /* fixed at birth; owned */
  HarkFuture *stop;        /* the same; settled when all is to end */
  GPtrArray  *loops;       /* of HarkLoop, owned; in order */
  GPtrArray  *services;    /* of HarkSupervision, owned; the same */
  HarkKinds  *kinds;       /* owned */
  guint       n_alive;     /* of the services */
  gint64      deadline;
  gint64      shortest;    /* back-off */
  gint64      longest;
  gboolean    has_run;
  GError     *failure;     /* owned; the first */
};
