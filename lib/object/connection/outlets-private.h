/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "object/seat/anchor-private.h"

/* Who listens to an object: for each of its events an array of connections, in
 * the order of connecting. Emissions read it without a lock. */

typedef struct _HarkListeners HarkListeners;
typedef struct _HarkOutlet    HarkOutlet;

struct _HarkListeners
{
  guint                       size : 31;
  guint                       is_first : 1; /* a part of the outlets */
  atomic_uint                 n;        /* writers; how many places are in use */
  HarkListeners              *retired;  /* lock: next in the list of those kept aside */
  _Atomic (HarkConnection *)  places[];
};

struct _HarkOutlet
{
  _Atomic (HarkListeners *)  listeners;  /* lock to write */
  guint                      n_live;     /* lock: places that are no holes */
};

struct _HarkOutlets
{
  _Atomic (guint64) n_emitting; /* any thread; and HARK_STALLED times those of them that are */
  HarkConnection *retired;      /* lock */
  HarkListeners  *outgrown;     /* lock */
  guint           n_events;
  guint8          generation;   /* fixed at birth: which process made it */
  atomic_bool     has_retired;  /* lock to write */
  bool            has_first;    /* lock: the array behind is not in use yet */
  HarkOutlet      events[];    /* and behind them the first array that one of them needs */
};

#define HARK_STALLED ((guint64) 1 << 32)

/* Whether the calling thread's emission, which is under way, is the only one: what it has taken away
 * from where others would find it nobody else can have found. */
static inline gboolean
hark_outlets_is_alone (HarkAnchor *emitter)
{
  return atomic_load (&atomic_load_explicit (&emitter->outlets, memory_order_relaxed)->n_emitting) % HARK_STALLED == 1;
}

/* What one emission goes through. */
typedef struct
{
  HarkOutlets   *outlets;
  HarkListeners *listeners;
  guint          n;  /* those that connected before it began */
} HarkEmission;

/* An emission has ended, and it may have been what kept something aside, or what
 * somebody waits for. */
void hark_outlets_settle (HarkAnchor *emitter);

/* The calling thread's emission waits for room in a queue, until it goes on: meanwhile it runs
 * nothing, and hark_outlets_wait() passes it by. */
void hark_outlets_stall (HarkAnchor *emitter);
void hark_outlets_go_on (HarkAnchor *emitter);

/* %FALSE: nobody listens. On %TRUE, end it with hark_emission_end(). Thread:
 * any, with a reference to the emitter. */
static inline gboolean
hark_emission_begin (HarkEmission *self,
                     HarkAnchor   *emitter,
                     guint         event)
{
  self->outlets = atomic_load_explicit (&emitter->outlets, memory_order_acquire);
  if (self->outlets == NULL || hark_is_inherited (self->outlets->generation))
    return FALSE;

  atomic_fetch_add (&self->outlets->n_emitting, 1);
  self->listeners = atomic_load (&self->outlets->events[event].listeners);
  self->n = self->listeners != NULL
            ? atomic_load_explicit (&self->listeners->n, memory_order_acquire) : 0;
  return TRUE;
}

/* (nullable) (transfer none): the @i-th; %NULL: it has been disconnected. */
static inline HarkConnection *
hark_emission_get (const HarkEmission *self,
                   guint               i)
{
  return atomic_load (&self->listeners->places[i]);
}

static inline void
hark_emission_end (HarkEmission *self,
                   HarkAnchor   *emitter)
{
  atomic_fetch_sub (&self->outlets->n_emitting, 1);
  if (G_UNLIKELY (atomic_load (&self->outlets->has_retired)))
    hark_outlets_settle (emitter);
}

/* The array takes the reference that a connection is born with. %FALSE: it does not, for the
 * emitter, or the connection, has ended, or it is to be unique and is not.
 * @remote: (out) (transfer full) (nullable): the emitter, if it is a remote that hears of its
 * first listener so.
 * @same: (out) (transfer full) (nullable): the one that was there before it. Thread: any. */
gboolean hark_outlets_add    (HarkAnchor      *emitter,
                              HarkConnection  *connection,
                              GObject        **remote,
                              HarkConnection **same);
/* Emissions that begin from now on do not see it; once none can see it any more,
 * the array's reference is dropped, which may be before this returns. One that was
 * never added is released at once. Thread: any. */
void     hark_outlets_remove (HarkAnchor      *emitter,
                              HarkConnection  *connection,
                              GObject        **remote);

/* Waits until no emission can run @connection, which has been removed, but for the
 * @n_own that the calling thread is in. Thread: any. Blocks: yes. */
void     hark_outlets_wait   (HarkAnchor     *emitter,
                              HarkConnection *connection,
                              guint           n_own);

/* (transfer full) (element-type HarkConnection): all that listens. */
GPtrArray *hark_outlets_list (HarkAnchor *emitter);

gboolean   hark_outlets_is_heard (HarkAnchor *emitter,
                                  guint       event);

void     hark_outlets_free   (HarkOutlets *self);
