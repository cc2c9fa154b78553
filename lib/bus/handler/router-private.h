/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The part of a bus that any thread uses: from messages to handlers. It outlives the bus
 * as long as handlers are held by somebody. */

#include <hark/handler.h>

#include "bus/message/message-private.h"
#include "bus/topic/topic-table-private.h"
#include "object/seat/anchor-private.h"

/* See trail-private.h. */
typedef struct _HarkTrail HarkTrail;

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
  GPtrArray         *sources;      /* lock; HarkSource, a reference, in the order of adding */
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

/* The same of one that has come by links, to here now. @is_taken: (out): whether somebody
 * handles it; then it is for others to tell if nobody does. */
gboolean    hark_router_publish_from (HarkRouter   *self,
                                      HarkMessage  *message,
                                      HarkTrail    *trail,
                                      gboolean     *is_taken,
                                      GError      **error);

/* (transfer full) (nullable): who listens to any of these, each once. Thread: any. */
HarkRoutes *hark_router_dup_routes   (HarkRouter       *self,
                                      const HarkTopics *topics);

/* The same as publishing for who knows them: @message (transfer full) nobody else has yet; it is of the type
 * that its topics have. @routes: (nullable). */
void        hark_router_publish_new  (HarkRouter   *self,
                                      HarkMessage  *message,
                                      HarkRoutes   *routes);

/* The same past all filters. Both are (nullable). */
gboolean    hark_router_route   (HarkRouter   *self,
                                 HarkMessage  *message,
                                 HarkTrail    *trail,
                                 gboolean     *is_taken,
                                 GError      **error);

/* A handler has failed: the bus says so. Thread: any. */
void        hark_router_fail    (HarkRouter   *self,
                                 const char   *handler,
                                 HarkMessage  *message,
                                 const GError *error);

/* --- request.c --- */

/* Nobody will answer any more. Thread: any. */
void        hark_router_end_requests (HarkRouter *self);

/* --- source.c --- */

/* Lets go of all that feed it. Thread: any. */
void        hark_router_close_sources (HarkRouter *self);

/* --- unhandled.c --- */

/* No handler of its topics has taken @message: whether a default handler does. Thread: any. */
gboolean    hark_router_fall_back (HarkRouter   *self,
                                   HarkMessage  *message,
                                   HarkTrail   **trail);
/* Nobody has. Thread: any. */
void        hark_router_miss      (HarkRouter   *self,
                                   HarkMessage  *message);

/* --- filter.c --- */

/* Takes @message through the filters, and what is left of it to its handlers. Fails:
 * %HARK_ERROR_CLOSED. Thread: any. */
gboolean    hark_router_filter  (HarkRouter   *self,
                                 HarkMessage  *message,
                                 HarkTrail    *trail,
                                 GError      **error);

/* (transfer none): of any bus. */
HarkRouter *hark_bus_get_router (HarkBus      *bus);
