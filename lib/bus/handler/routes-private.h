/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Who is to get what: an array of handlers in the order of subscribing. It never
 * changes; who changes something makes another one, while others still read this. */

#include <stdatomic.h>

#include "base/lock-private.h"
#include "bus/topic/topic-private.h"

typedef struct _HarkHandler HarkHandler;

typedef struct
{
  atomic_uint  refs;
  guint        n;
  HarkHandler *handlers[];  /* a reference to each */
} HarkRoutes;

/* (nullable) here and below: NULL: nobody. Thread: any. */
HarkRoutes *hark_routes_ref     (HarkRoutes  *self);
void        hark_routes_unref   (HarkRoutes  *self);

/* (transfer full) (nullable): the same with one more, or without it. */
HarkRoutes *hark_routes_with    (HarkRoutes  *self,
                                 HarkHandler *handler);
HarkRoutes *hark_routes_without (HarkRoutes  *self,
                                 HarkHandler *handler);
/* (transfer full) (nullable): those of both. */
HarkRoutes *hark_routes_merge   (HarkRoutes  *self,
                                 HarkRoutes  *other);

/* The routes of something, which change. Zeroed: nobody. Thread: any. */
typedef struct
{
  HarkLock    lock;
  HarkRoutes *routes;  /* lock */
} HarkRoster;

/* (transfer full) (nullable) */
HarkRoutes *hark_roster_dup    (HarkRoster  *self);
void        hark_roster_add    (HarkRoster  *self,
                                HarkHandler *handler);
void        hark_roster_remove (HarkRoster  *self,
                                HarkHandler *handler);
