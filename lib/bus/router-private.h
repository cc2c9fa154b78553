/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of a bus that any thread uses: from messages to handlers. It outlives the bus
 * as long as handlers are held by somebody. */

#include "bus/message-private.h"
#include "bus/topic-table-private.h"
#include "object/anchor-private.h"

typedef struct
{
  atomic_uint        refs;         /* any thread */
  atomic_bool        is_closed;    /* any thread: the bus has ended */
  HarkAnchor        *bus;          /* fixed at birth; a reference */
  HarkTopicTable     topics;       /* any thread */
  _Atomic (guint64)  last_serial;  /* any thread */
  GMutex             lock;
  GHashTable        *names;        /* lock: name -> HarkHandler, a reference */
} HarkRouter;

/* Returns: (transfer full). Thread: that which makes the bus. */
HarkRouter *hark_router_new     (HarkAnchor   *bus);
HarkRouter *hark_router_ref     (HarkRouter   *self);
void        hark_router_unref   (HarkRouter   *self);

/* The bus has ended. Thread: any. */
void        hark_router_close   (HarkRouter   *self);

/* See hark_bus_publish(). Thread: any. */
gboolean    hark_router_publish (HarkRouter   *self,
                                 HarkMessage  *message,
                                 GError      **error);

/* A handler has failed: the bus says so. Thread: any. */
void        hark_router_fail    (HarkRouter   *self,
                                 const char   *handler,
                                 HarkMessage  *message,
                                 const GError *error);

/* (transfer none): of any bus. */
HarkRouter *hark_bus_get_router (HarkBus      *bus);
