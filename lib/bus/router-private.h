/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of a bus that any thread uses: from messages to handlers. It outlives the bus
 * as long as handlers are held by somebody. */

#include <hark/handler.h>

#include "bus/message-private.h"
#include "bus/topic-table-private.h"
#include "object/anchor-private.h"

typedef struct
{
  atomic_uint        refs;         /* any thread */
  atomic_bool        is_closed;    /* any thread: the bus has ended */
  atomic_bool        may_stall;    /* any thread: it has had a queue that makes publishers wait */
  HarkAnchor        *bus;          /* fixed at birth; a reference */
  HarkTopicTable     topics;       /* any thread */
  _Atomic (guint64)  last_serial;  /* any thread */
  GMutex             lock;
  GHashTable        *names;        /* lock: name -> HarkHandler, a reference */
  GQueue             requests;     /* lock: those that are under way */
  HarkRoster         fallbacks;    /* any thread: default handlers */
  HarkRoster         filters;      /* any thread */
  atomic_uint        n_detours;    /* any thread: filters, and messages on their way through them */
  atomic_uint        unhandled;    /* any thread: HarkUnhandled */
  _Atomic (guint64)  n_unhandled;  /* any thread, as the next three */
  _Atomic (guint64)  n_failed;
  _Atomic (guint64)  n_dropped;    /* calls of handlers */
  _Atomic (guint64)  n_consumed;
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

/* The same past all filters. */
gboolean    hark_router_route   (HarkRouter   *self,
                                 HarkMessage  *message,
                                 GError      **error);

/* A handler has failed: the bus says so. Thread: any. */
void        hark_router_fail    (HarkRouter   *self,
                                 const char   *handler,
                                 HarkMessage  *message,
                                 const GError *error);

/* --- request.c --- */

/* Nobody will answer any more. Thread: any. */
void        hark_router_end_requests (HarkRouter *self);

/* --- unhandled.c --- */

/* No handler of its topics has taken @message. Thread: any. */
void        hark_router_miss    (HarkRouter  *self,
                                 HarkMessage *message);

/* --- filter.c --- */

/* Takes @message through the filters, and what is left of it to its handlers. Fails:
 * %HARK_ERROR_CLOSED. Thread: any. */
gboolean    hark_router_filter  (HarkRouter   *self,
                                 HarkMessage  *message,
                                 GError      **error);

/* (transfer none): of any bus. */
HarkRouter *hark_bus_get_router (HarkBus      *bus);
