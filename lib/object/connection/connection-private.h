/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/seat/anchor-private.h"
#include "object/seat/remote-private.h"
#include "object/connection/buffer-private.h"

#define HARK_NO_PLACE G_MAXUINT

typedef enum
{
  HARK_CONNECTION_SLOT,
  HARK_CONNECTION_FUNC,
  HARK_CONNECTION_RAW,
  HARK_CONNECTION_NEXT,  /* settles a future with the next emission */
  HARK_CONNECTION_STREAM, /* keeps all of them until they are read */
} HarkConnectionKind;

typedef enum
{
  HARK_CONNECTION_CONNECTED,
  HARK_CONNECTION_BLOCKED,   /* emissions pass it by until it is unblocked */
  HARK_CONNECTION_SPENT,     /* single-shot, its call is queued: emissions pass it by */
  HARK_CONNECTION_DRAINING,  /* emissions pass it by; what is queued still runs */
  HARK_CONNECTION_ENDED,     /* nothing runs any more */
} HarkConnectionState;

/* Of one that has ended, what cannot come any more. */
typedef enum
{
  HARK_PAST_NOTHING,
  HARK_PAST_EMISSIONS,
  HARK_PAST_ALL_BUT_OWN,     /* whoever made it has queued calls itself, and says when they are past */
  HARK_PAST_CALLS,
} HarkConnectionPast;

/* How its calls come to the lane. */
typedef enum
{
  HARK_WAY_UNUSED,           /* none has been queued; so it stays with a bounded one */
  HARK_WAY_STRAIGHT,
  HARK_WAY_PASSAGE,          /* through that of the tail, from some moment on */
} HarkConnectionWay;

/* Of what is fixed at birth only some connections have this, behind the rest. */
typedef struct
{
  union
  {
    GCallback     func;    /* of a slot: its filter */
    HarkRawFunc   raw;
    HarkFuture   *future;
    HarkBuffer   *buffer;  /* of a stream */
  };
  gpointer        data;    /* of a function: what it is called with */
  GDestroyNotify  destroy;
  union
  {
    GObject      *kept;    /* the receiver's lock: of an inline one, until no emission can run it */
    HarkBacklog  *backlog; /* fixed at birth: of a bounded one */
    HarkBacklog  *passage; /* of a raw one that is queued: fixed once there is one, see passage.c */
  };
  guint32         told;    /* the receiver's owner: of a state, the serial of the newest values that came */
} HarkConnectionTail;

struct _HarkConnection
{
  atomic_uint         refs;         /* any thread */
  guint               place;        /* the emitter's lock: in its array */
  atomic_uchar        state;        /* HarkConnectionState; any thread */
  guint8              kind;         /* fixed at birth */
  bool                has_tail : 1; /* fixed at birth */
  bool                is_bounded : 1; /* fixed at birth: its calls go through the tail's backlog */
  atomic_uchar        way;          /* HarkConnectionWay; any thread */
  atomic_uchar        past;         /* HarkConnectionPast; any thread */
  atomic_bool         is_drained;   /* any thread: somebody waits for its last call, see drain.c */
  guint16             n_blocked;    /* the emitter's lock */
  const HarkSite     *site;         /* fixed at birth */
  HarkAnchor         *emitter;      /* fixed at birth */
  HarkAnchor         *receiver;     /* fixed at birth */
  union
  {
    struct
    {
      HarkConnection  *next;        /* the receiver's lock: inbound; then the emitter's: retired */
      HarkConnection **link;        /* the receiver's lock: what points here; NULL: not inbound */
    };
    HarkCall          release;      /* posted once it has left both */
  };
  HarkConnectionTail  tail[];
};

/* A call, or the direct part of an emission, that a thread is in: `hark_frame` is the innermost. */
typedef struct _HarkFrame HarkFrame;
struct _HarkFrame
{
  HarkConnection             *connection;
  HarkFrame                  *outer;
  const struct _HarkCallTerms *terms;      /* NULL: the call did not come from elsewhere */
};

static inline HarkConnectionState
hark_connection_get_state (HarkConnection *self)
{
  return atomic_load (&self->state);
}

/* Those with a queue of their own. */
#define HARK_CONNECT_RANKED (HARK_CONNECT_URGENT | HARK_CONNECT_IDLE)

/* Whether they can be together. */
static inline gboolean
hark_connect_flags_are_sound (HarkConnectFlags flags)
{
  return !HARK_HAS_BOTH_ (flags, HARK_CONNECT_URGENT, HARK_CONNECT_IDLE)
         && !HARK_HAS_BOTH_ (flags, HARK_CONNECT_INLINE, HARK_CONNECT_RANKED);
}

static inline HarkPriority
hark_connection_priority (HarkConnectFlags flags)
{
  return flags & HARK_CONNECT_URGENT ? HARK_PRIORITY_URGENT
         : flags & HARK_CONNECT_IDLE ? HARK_PRIORITY_IDLE : HARK_PRIORITY_NORMAL;
}

/* Queues the chore that comes behind all of its calls, or a call that has a priority: loops
 * bound only those that have none. %FALSE: refused, and dropped. Thread: any. */
static inline gboolean
hark_connection_post (HarkConnection *self,
                      HarkLane       *lane,
                      HarkCall       *call)
{
  HarkConnectFlags flags = self->site->flags;

  if (G_UNLIKELY ((flags & HARK_CONNECT_RANKED) != 0))
    return hark_lane_post_at (lane, call, hark_connection_priority (flags));
  return hark_lane_post (lane, call);
}

/* Connects. @receiver and what @tail (nullable) holds are taken over. The caller
 * gets a reference only if it @wants one; else it has what others may end.
 * Returns: (nullable): %NULL if an end has ended; then the tail's destroy() is
 * called, on the receiver's lane. Thread: any. */
HarkConnection *hark_connection_new (const HarkSite           *site,
                                     HarkConnectionKind        kind,
                                     HarkAnchor               *emitter,
                                     HarkAnchor               *receiver,
                                     const HarkConnectionTail *tail,
                                     gboolean                  wants);

/* A site made at run time, which ends with its connection. */
HarkSite *hark_site_new (const HarkEventInfo *event,
                         const HarkSlotInfo  *slot,
                         HarkConnectFlags     flags);

/* Whether it is one of those that emissions find, now or once it is unblocked. */
static inline gboolean
hark_connection_is_alive (HarkConnection *self)
{
  return hark_connection_get_state (self) <= HARK_CONNECTION_BLOCKED;
}

/* How often it has been blocked. Thread: any. */
guint hark_connection_get_n_blocked (HarkConnection *self);

/* Moves on to @state: draining or ended. %FALSE: it was so, or further, already.
 * Thread: any. */
gboolean hark_connection_end (HarkConnection      *self,
                              HarkConnectionState  state);

/* A single-shot connection is used up by one of all emissions that try. %FALSE: by
 * another. It stays in both places until its call runs, so that it can be found and
 * disconnected. Thread: any. */
gboolean hark_connection_spend (HarkConnection *self);

/* One of its calls is past, where it has a passage. Thread: any. */
void hark_connection_leave_passage (HarkConnection *self);

/* Whether @other is alive and calls the same, for the same event and in the same
 * way. */
gboolean hark_connection_is_same (HarkConnection *self,
                                  HarkConnection *other);

/* No emission can see it any more: it lets go of the receiver, and once all calls
 * that they queued are past, its destroy notify runs and the array's reference is
 * dropped. Thread: any. */
void hark_connection_release (HarkConnection *self);

/* Tells who waits for its last call. Thread: any. */
void hark_connection_settle (HarkConnection *self,
                             gboolean        has_run);

/* Its last call is past. Thread: any. */
void hark_connection_pass (HarkConnection *self,
                           gboolean        has_run);

/* All that begins or ends at @anchor, which is closed. Thread: any. */
void hark_connections_end_all (HarkAnchor *anchor);

/* That of a future. Thread: the emitting one, inside the emission. */
void hark_connection_resolve (HarkConnection *self,
                              gconstpointer   values);
