/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A handler: what is to be called for messages on some topics. Its life is that of a
 * connection from the bus to a context. */

#include <hark/handler.h>
#include <hark/thread-pool.h>

#include "bus/handler/router-private.h"
#include "object/connection/connection-private.h"

typedef enum
{
  HARK_HANDLER_SLOT,
  HARK_HANDLER_FUNC,
  HARK_HANDLER_TASK,
  HARK_HANDLER_POOL,
  HARK_HANDLER_FILTER,
  HARK_HANDLER_INLINE,  /* does its work inside hark_bus_publish(): no code of users' */
} HarkHandlerKind;

/* What an inline handler does with a message, on any thread. @trail: (inout): where it has been. %FALSE: it
 * does not take it. */
typedef gboolean (*HarkTakeFunc) (HarkHandler  *self,
                                  HarkMessage  *message,
                                  HarkTrail   **trail);

/* What a handler is to be. */
typedef struct
{
  HarkHandlerKind      kind;
  const char *const   *topics;   /* (nullable): what nobody else handles */
  const char          *name;     /* (nullable) */
  const char          *noun;     /* (nullable): what one without a name is called */
  const HarkSlotInfo  *slot;     /* of a slot */
  HarkThreadPool      *pool;     /* of a pool's */
  HarkMessageFunc      func;     /* of what calls one */
  HarkTakeFunc         take;     /* of an inline one */
  gpointer             data;
  GDestroyNotify       destroy;
} HarkHandlerPlan;

struct _HarkHandler
{
  atomic_uint          refs;        /* any thread */
  HarkHandlerKind      kind;        /* fixed at birth */
  guint64              serial;      /* fixed at birth: the order of subscribing */
  HarkRouter          *router;      /* fixed at birth; a reference */
  HarkAnchor          *receiver;    /* fixed at birth; a reference */
  HarkConnection      *connection;  /* fixed before it is listed; a reference */
  HarkTopics          *topics;      /* fixed at birth */
  char                *name;        /* fixed at birth */
  const HarkSlotInfo  *slot;        /* fixed at birth */
  HarkThreadPool      *pool;        /* fixed at birth; a reference */
  union
  {
    HarkMessageFunc    func;        /* fixed at birth */
    HarkTakeFunc       take;        /* of an inline one: fixed at birth */
  };
  gpointer             data;        /* fixed at birth */
  GDestroyNotify       destroy;     /* fixed at birth */
  guint                n_declared;  /* who lists it: of its topics, those it has given a type */
  bool                 is_listed;   /* the router's lock: it can be found */
  bool                 is_past;     /* the same: it never will be again */
  bool                 is_over;     /* the receiver's owner: its data is gone */
  atomic_bool          is_used;     /* any thread: calls of it were queued, which have no reference */
  atomic_bool          is_ranked;   /* any thread: some of these are urgent, or idle */
  atomic_uint          n_holds;     /* any thread: what still needs its data */
  HarkCall             chore;       /* the receiver's owner: see handler.c */
  void               (*arrived) (HarkHandler *self);  /* the same: where the chore goes */
};

static inline HarkHandler *hark_handler_ref (HarkHandler *self);
void                       hark_handler_unref (HarkHandler *self);

/* (transfer full) (nullable): see hark_bus_subscribe(). Thread: any. */
HarkHandler    *hark_handler_make (HarkBus               *bus,
                                   gpointer               context,
                                   const HarkHandlerPlan *plan,
                                   GError               **error);
/* (transfer none) (nullable): the connection of such a one. Thread: any. */
HarkConnection *hark_handler_new (HarkBus                *bus,
                                  gpointer                context,
                                  const HarkHandlerPlan  *plan,
                                  GError                **error);

/* Keeps its data. %FALSE: it is over. Thread: any. */
gboolean     hark_handler_hold   (HarkHandler *self);
void         hark_handler_let_go (HarkHandler *self);

/* --- handler-list.c --- */

/* Lets messages find it. Fails: %HARK_ERROR_EXISTS, %HARK_ERROR_MISMATCH. Thread: any. */
gboolean hark_handler_list   (HarkHandler  *self,
                              GError      **error);
/* Thread: any. */
void     hark_handler_unlist (HarkHandler  *self);

/* (transfer full) (nullable): of what has that name, and has not ended. Thread: any. */
HarkConnection *hark_router_dup_handler (HarkRouter     *self,
                                         const char     *name);
/* (transfer full) (element-type HarkHandler): all that have a name. Thread: any. */
GPtrArray      *hark_router_list_handlers (HarkRouter   *self);
/* (transfer full) (nullable): the other way. Thread: any. */
char           *hark_router_dup_name    (HarkRouter     *self,
                                         HarkConnection *connection);

/* --- delivery.c --- */

/* Queues a call for @message. @trail: (inout): where that has been. %FALSE: it handles nothing
 * now. Thread: any. */
gboolean hark_handler_deliver (HarkHandler  *self,
                               HarkMessage  *message,
                               HarkTrail   **trail);

/* The same for each. Returns: how many take it. Thread: any. */
guint    hark_routes_deliver  (HarkRoutes   *self,
                               HarkMessage  *message,
                               HarkTrail   **trail);

/* The same with a message that nobody else has yet, and that nobody has asked with: all calls have
 * their references at once. @message: (transfer full) if this is so: somebody takes it. */
gboolean hark_routes_deliver_new (HarkRoutes   *self,
                                  HarkMessage  *message,
                                  HarkTrail   **trail);

/* A call that was queued does not run. Thread: any. */
void     hark_handler_miss    (HarkHandler *self);

/* Calls it, here and now. @context: of its connection. */
void     hark_handler_run     (HarkHandler *self,
                               GObject     *context,
                               HarkMessage *message);

/* Whether the calling thread is in a handler that runs on its loop, and not in a task: it cannot wait. */
gboolean hark_handler_is_running (void);

/* What it has given back: @answer is published, and @error (transfer full) told. Both are
 * (nullable). Thread: any. */
void     hark_handler_finish  (HarkHandler *self,
                               HarkMessage *message,
                               HarkMessage *answer,
                               GError      *error);

/* --- job.c --- */

/* Begins a task. Thread: the receiver's owner, in a call of its loop. */
void     hark_handler_spawn   (HarkHandler *self,
                               GObject     *context,
                               HarkMessage *message);
/* Queues it for a thread of its pool. %FALSE: it is over. Thread: any. */
gboolean hark_handler_push    (HarkHandler *self,
                               HarkMessage *message);

static inline HarkHandler *
hark_handler_ref (HarkHandler *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}
