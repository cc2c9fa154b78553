/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state of a request, for its parts: its life (request.c) and what it gets (answering.c). */

#include "async/future-private.h"
#include "base/lock-private.h"
#include "bus/message/request-private.h"

struct _HarkRequest
{
  atomic_uint   refs;       /* any thread */
  atomic_uint   n_holders;  /* any thread: who may still answer */
  atomic_bool   is_taken;   /* any thread: by a handler */
  guint64       id;         /* fixed at birth: of the message */
  guint         n_wanted;   /* fixed at birth; 0: all */
  HarkTopics   *topics;     /* fixed at birth; NULL: any */
  HarkRouter   *router;     /* fixed at birth; a reference: where it was published */
  GList         node;       /* the router's lock: in its list until it is over */
  HarkLock      lock;
  HarkFuture   *future;     /* lock; a reference; NULL: it is over */
  HarkHandler  *handler;    /* lock; a reference; NULL: none, or over: listens to the topics */
  GPtrArray    *answers;    /* lock */
  guint64       seen;       /* lock: topics that have had one */
  GError       *failure;    /* lock: of the first handler that failed */
  HarkFuture   *over;       /* fixed before it is shared: resolved when it is; NULL: it has all the time */
  HarkWaiter    watch;      /* tells when that time has passed, and has a reference */
};

/* What is to be given back when it is over, without the lock. */
typedef struct
{
  HarkFuture  *future;   /* NULL: it was over before */
  HarkHandler *handler;
  GPtrArray   *answers;
} HarkRemains;

/* With the lock. */
HarkRemains hark_request_take_remains (HarkRequest *self);

/* The future is @remains', and not settled. @error: (transfer full) (nullable). Without the lock. */
void        hark_request_settle       (HarkRequest *self,
                                       HarkRemains  remains,
                                       gboolean     is_complete,
                                       GError      *error);

/* A HarkTakeFunc: what comes on one of the topics. What answers something comes by itself. */
gboolean    hark_request_take_plain   (HarkHandler  *handler,
                                       HarkMessage  *message,
                                       HarkTrail   **trail);
