/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the rooms above need of objects: to stand in for one that is elsewhere,
 * and to listen and to call without knowing the types at compile time. */

#include <hark/gen.h>

#include "lane/lane-private.h"

typedef struct _HarkRemoteFuncs HarkRemoteFuncs;

typedef struct _HarkRemote HarkRemote;

typedef struct _HarkStates HarkStates;

/* What few objects have. */
struct _HarkSeatAnnex
{
  HarkRemote     *remote;   /* fixed before the first call; NULL: not a remote */
  GDestroyNotify  destroy;  /* of the seat's data; fixed before the first call */
  HarkFuture     *ready;    /* the anchor's lock; NULL: not exported */
  HarkStates     *states;   /* the anchor's lock; NULL: none was set or asked for; see state.c */
  void          (*leaving) (GObject *object); /* fixed at birth; (nullable): before it moves, on the owner's thread */
};

/* (transfer none): made if there is none. Thread: any. */
HarkSeatAnnex *hark_seat_ensure_annex (HarkSeat *seat);

/* (transfer none) (nullable): what it stands for. Thread: any. */
static inline HarkRemote *
hark_seat_get_remote (HarkSeat *seat)
{
  HarkSeatAnnex *annex = __atomic_load_n (&seat->annex, __ATOMIC_ACQUIRE);

  return G_UNLIKELY (annex != NULL) ? annex->remote : NULL;
}

/* What makes a seat a remote: set with hark_seat_set_remote(), closed with it.
 * Nothing is locked while one of these runs. */
struct _HarkRemoteFuncs
{
  /* Takes a call of a slot on. @values are borrowed; @answer (nullable) is
   * settled when the answer comes. %FALSE: not accepted. Thread: any. */
  gboolean    (*call)  (HarkRemote         *remote,
                        const HarkSlotInfo *slot,
                        gconstpointer       values,
                        HarkFuture         *answer);
  /* The event has its first listener, or has lost its last. Thread: any. */
  void        (*heard) (HarkRemote          *remote,
                        const HarkEventInfo *event,
                        gboolean             is_heard);
  /* How events that are heard from here on are to come. Thread: any. */
  void        (*set_delivery) (HarkRemote   *remote,
                               HarkDelivery  delivery);
  /* (transfer full): settled when all that was asked for so far is in place.
   * Thread: any. */
  HarkFuture *(*ready) (HarkRemote *remote);
  /* The object has ended; others may still be in one of the above. Thread: the
   * owner. */
  void        (*close) (HarkRemote *remote);
  /* The object's memory goes, and nobody is any more. Thread: any. */
  void        (*free)  (HarkRemote *remote);
};

/* First member of what implements it. */
struct _HarkRemote
{
  const HarkRemoteFuncs *funcs;
};

/* Thread: before the object is shared. */
void hark_seat_set_remote (HarkSeat   *seat,
                           HarkRemote *remote);

/* What makes remotes: the bus, which is in a room above, implements this
 * interface, and hark_seat_make_remote() calls it. */
#define HARK_TYPE_REMOTE_MAKER (hark_remote_maker_get_type ())
G_DECLARE_INTERFACE (HarkRemoteMaker, hark_remote_maker, HARK, REMOTE_MAKER, GObject)

struct _HarkRemoteMakerInterface
{
  GTypeInterface parent;

  /* Calls hark_seat_set_remote(). Thread: any, before the object is shared. */
  void (*make_remote) (HarkRemoteMaker *self,
                       HarkSeat        *seat,
                       const char      *name);
};

/* Where the events of a remote come out. It may outlive that, and then nobody hears them. */
HarkAnchor *hark_seat_dup_outlet (HarkSeat   *seat);
void        hark_outlet_unref    (HarkAnchor *self);

/* Emits what the original emitted. @values as in hark_seat_emit(). Thread: any. */
void        hark_outlet_deliver  (HarkAnchor          *self,
                                  const HarkEventInfo *event,
                                  gconstpointer        values);

/* Events of one kind, of one original, that came together. */
typedef struct
{
  HarkAnchor          *outlet;      /* a reference */
  const HarkEventInfo *event;
  HarkConnection      *connection;  /* the one that hears them in an emission that goes on; NULL: none does */
  struct _HarkOutlets *outlets;     /* what counts that */
  HarkLane            *lane;        /* its calls wait here until they are posted there: */
  HarkCalls            calls;
} HarkOutletRun;

/* As if hark_outlet_deliver() had been called for each of them, but who hears one may hear it only when the run
 * ends. Who begins to listen in between may hear those that come after that. Thread: any, the same for all three. */
void        hark_outlet_run_begin   (HarkOutletRun       *self,
                                     HarkAnchor          *outlet,
                                     const HarkEventInfo *event);
void        hark_outlet_run_deliver (HarkOutletRun       *self,
                                     gconstpointer        values);
void        hark_outlet_run_end     (HarkOutletRun       *self);

/* Where in memory that leads: through what has one listener, to the queue. These are hints, and nothing is
 * there any more if that has changed since. */
typedef struct
{
  gconstpointer outlets;
  gconstpointer listeners;
  gconstpointer connection;
  gconstpointer receiver;
  gconstpointer lane;
} HarkOutletTrail;

/* Finds it out, while all that is near. Thread: any. */
void        hark_outlet_track    (HarkAnchor          *self,
                                  const HarkEventInfo *event,
                                  HarkOutletTrail     *trail);
/* Asks for all that. Thread: any. */
void        hark_outlet_expect   (HarkAnchor            *self,
                                  const HarkOutletTrail *trail);

/* Rejects the futures of all next events of a remote whose original cannot be
 * heard any more, and ends the streams of its events. @reason: borrowed. Thread: any. */
void hark_seat_fail_next (HarkSeat     *seat,
                          const GError *reason);

/* What hark_object_await_ready() of an exported object waits for.
 * @ready: (transfer none). Thread: any. */
void hark_seat_set_ready (HarkSeat   *seat,
                          HarkFuture *ready);

/* Whether somebody listens to it; for a remote too. Thread: any. */
gboolean hark_seat_is_listened_to (HarkSeat            *seat,
                                   const HarkEventInfo *event);

/* %FALSE: a parent of this process made it. Thread: any. Fails: %HARK_ERROR_FORKED. */
gboolean hark_object_is_of_process (HarkObject  *self,
                                    GError     **error);

/* On what terms a call is made that comes from elsewhere. */
typedef struct _HarkCallTerms HarkCallTerms;
struct _HarkCallTerms
{
  gint64   deadline;        /* as hark_clock_now() tells: nobody waits for the answer any longer; %HARK_FOREVER */
  gboolean is_redelivered;  /* another may have run it before */
};

/* hark_seat_call() of an object that is here, or has been. The call does not begin if the deadline has passed by then, or
 * the answer was settled by whoever cancelled it; and an async slot ends by the deadline. Thread: any. */
HarkFuture *hark_outlet_call (HarkAnchor          *self,
                              const HarkSlotInfo  *slot,
                              gconstpointer        values,
                              const HarkCallTerms *terms);

/* The seat of any object that is one of Hark's. Thread: any. */
HarkSeat *hark_object_get_seat (HarkObject *object);

/* @values as in hark_seat_emit(), valid during the call only. */
typedef void (*HarkRawFunc) (gpointer             data,
                             const HarkEventInfo *event,
                             gconstpointer        values);

/* Listens to an event whose type is not known at compile time: each emission
 * queues a call of @func on @context's loop. Otherwise as hark_connect_func(),
 * but the caller gets a reference. Thread: any.
 * Returns: (transfer full) (nullable): %NULL if one of the two has ended; then
 *   @destroy has been called. */
HarkConnection *hark_connect_raw (const HarkEventInfo *event,
                                  gpointer             emitter,
                                  gpointer             context,
                                  HarkRawFunc          func,
                                  gpointer             data,
                                  GDestroyNotify       destroy);

/* Of one that hark_connect_raw() has made: from here on whoever emits waits, if it can, while so
 * many calls are under way; 0: it does not. Thread: the owner of the context's loop, here
 * and below. */
void hark_connection_bound  (HarkConnection *self,
                             guint           depth);
/* Until it is let go, or that loop stops, it waits in any case. */
void hark_connection_hold   (HarkConnection *self);
void hark_connection_let_go (HarkConnection *self);

/* Queues a call of @func with @data on the loop that @context (any GObject)
 * lives on. @data is freed with @destroy after the call, or without it if the
 * loop or the object has ended first; then %FALSE if that is known at once.
 * Thread: any. */
gboolean hark_post_func (gpointer       context,
                         void         (*func) (gpointer context, gpointer data),
                         gpointer       data,
                         GDestroyNotify destroy);

/* The same for whoever has not the object but its outlet, of hark_seat_dup_outlet(): who keeps that does not
 * keep the object alive, not for a moment. */
gboolean hark_outlet_post (HarkAnchor     *self,
                           void          (*func) (gpointer context, gpointer data),
                           gpointer        data,
                           GDestroyNotify  destroy);
