/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <hark/gen.h>

#include "base/lock-private.h"
#include "lane/lane-private.h"
#include "object/seat/registry-private.h"

typedef struct _HarkMove    HarkMove;
typedef struct _HarkOutlets HarkOutlets;

typedef enum
{
  HARK_ANCHOR_OPEN,
  HARK_ANCHOR_CLOSING,  /* pending calls are dropped, new ones refused */
  HARK_ANCHOR_CLOSED,
} HarkAnchorState;

typedef enum
{
  HARK_ANCHOR_HANDED_OVER = 1 << 0, /* who disposes sets, who tells of it clears: see seat.c */
  HARK_ANCHOR_MOVED       = 1 << 1, /* its calls are relayed: see move.c */
  HARK_ANCHOR_REMOTE      = 1 << 2, /* fixed before the first call: that of a remote */
} HarkAnchorMark;

/* What stays of an object when it goes: connections and queued calls hold on
 * to this, never to the object. */
struct _HarkAnchor
{
  atomic_uint               refs;      /* any thread */
  atomic_uchar              state;     /* HarkAnchorState; lock to write */
  bool                      is_plain;  /* fixed at birth: not one of Hark's objects */
  atomic_uchar              marks;     /* HarkAnchorMark; any thread */
  HarkLock                  lock;
  /* Posters read this; no line of the cache with it has what the owner writes in each call. */
  _Atomic (HarkLane *)      lane;      /* where calls are posted; fixed when first asked for */
  GObject                  *object;    /* fixed at birth; valid while not closed */
  union
  {
    HarkSeat               *seat;      /* fixed at birth */
    GWeakRef                weak;      /* of a plain object */
  };
  union
  {
    HarkExecutor           *executor;  /* lock: where it lives */
    HarkMove               *move;      /* the same, once it has moved */
  };
  _Atomic (HarkLoop *)      loop;      /* strong; NULL: nobody asked */
  _Atomic (HarkOutlets *)   outlets;   /* lock to make; see outlets-private.h */
  HarkRegistryLink          registered; /* the registry's */
  union
  {
    struct
    {
      HarkConnection       *inbound;   /* lock: connections that end here */
      guint                 n_running; /* the owner: calls of the object that it is in */
      bool                  is_owed;   /* the owner: when these return something is to be done */
      bool                  is_lent;   /* the owner: these hold a reference, */
      bool                  is_doomed; /* the owner: and dispose of the object when they return */
    };
    HarkCall                release;   /* posted with the last reference */
  };
};

/* @executor: (transfer full) (nullable): chosen by what comes next of the three below.
 * Returns: (transfer full). */
HarkAnchor *hark_anchor_new   (GObject      *object,
                               HarkSeat     *seat,
                               HarkExecutor *executor);
static inline HarkAnchor *hark_anchor_ref   (HarkAnchor *self);
static inline void        hark_anchor_unref (HarkAnchor *self);
/* The last reference is dropped behind every call that is queued on its lane, so that
 * calls need none of their own. */
void                      hark_anchor_release (HarkAnchor *self);

/* That of any GObject; a plain one lives on the default lane of the calling
 * thread's context. Returns: (transfer full). */
HarkAnchor *hark_anchor_dup_for_object (gpointer object);

/* (transfer full) (element-type HarkAnchor): all of any GObject; of a plain one, those that it
 * has so far. */
GPtrArray  *hark_anchors_list (gpointer object);

/* Chooses the calling thread's context, unless there is one. Thread: before the
 * object is shared. */
void        hark_anchor_settle   (HarkAnchor *self);
/* It lives on @loop. Thread: the same. */
void        hark_anchor_choose   (HarkAnchor *self,
                                  HarkLoop   *loop);
/* (transfer none): where its calls are posted. Thread: any. */
static inline HarkLane *hark_anchor_get_lane (HarkAnchor *self);
/* (transfer none): the same, when it is first asked for. */
HarkLane   *hark_anchor_make_lane (HarkAnchor *self);
/* Thread: before the first call. */
void        hark_anchor_set_lane (HarkAnchor *self,
                                  HarkLane   *lane);

/* Whether it is that of a parent of this process. Thread: any. */
static inline gboolean hark_anchor_is_inherited (HarkAnchor *self);

/* (transfer full) (nullable): where they run; the same, unless the object has moved. %NULL: it
 * has no loop of its own before it is called. Thread: any. */
HarkLane     *hark_anchor_dup_home     (HarkAnchor *self);
/* (transfer full): that of its home. Thread: any. */
HarkExecutor *hark_anchor_dup_executor (HarkAnchor *self);

/* It lives on @loop from here on; if it has been called, its calls are relayed. Thread: the
 * owner. */
void          hark_anchor_move         (HarkAnchor *self,
                                        HarkLoop   *loop);

/* See HarkCallFuncs. */
gboolean      hark_anchor_relay        (HarkAnchor   *self,
                                        HarkCall     *call,
                                        HarkPriority  priority,
                                        HarkLane     *lane,
                                        gboolean      is_turn,
                                        HarkRelay    *relay);

/* (transfer full) (nullable): the object, unless it has ended; takes a lock.
 * Thread: any. */
GObject    *hark_anchor_dup_object (HarkAnchor *self);

/* (nullable): the object, unless it has ended; it stays until
 * hark_anchor_leave(), which may be its end. Thread: the owner, in a call of its
 * lane. */
static inline GObject *hark_anchor_enter (HarkAnchor *self);
static inline void     hark_anchor_leave (HarkAnchor *self,
                                          GObject    *object);

/* (nullable) (transfer none): of the object's type, for people; NULL: it has ended.
 * Takes the lock. Thread: any. */
const char *hark_anchor_get_class_name (HarkAnchor *self);

/* The calls have returned that owe a reference, or a move. Thread: the owner. */
void            hark_anchor_settle_debts (HarkAnchor *self,
                                          GObject    *object);

/* The same as whether its seat has a remote, for those who come by very often. Thread: any. */
static inline gboolean
hark_anchor_is_remote (HarkAnchor *self)
{
  return (atomic_load_explicit (&self->marks, memory_order_relaxed) & HARK_ANCHOR_REMOTE) != 0;
}

static inline HarkAnchorState
hark_anchor_get_state (HarkAnchor *self)
{
  return atomic_load (&self->state);
}

/* %FALSE: it was so, or further, already. */
gboolean    hark_anchor_set_state (HarkAnchor      *self,
                                   HarkAnchorState  state);

gboolean hark_anchor_is_of_parent (HarkAnchor *self);

static inline gboolean
hark_anchor_is_inherited (HarkAnchor *self)
{
  return hark_has_parent () && hark_anchor_is_of_parent (self);
}

static inline HarkAnchor *
hark_anchor_ref (HarkAnchor *self)
{
  atomic_fetch_add_explicit (&self->refs, 1, memory_order_relaxed);
  return self;
}

static inline void
hark_anchor_unref (HarkAnchor *self)
{
  if (atomic_fetch_sub_explicit (&self->refs, 1, memory_order_acq_rel) == 1)
    hark_anchor_release (self);
}

static inline HarkLane *
hark_anchor_get_lane (HarkAnchor *self)
{
  HarkLane *lane = atomic_load (&self->lane);

  return G_LIKELY (lane != NULL) ? lane : hark_anchor_make_lane (self);
}

static inline GObject *
hark_anchor_enter (HarkAnchor *self)
{
  if (G_UNLIKELY (hark_anchor_get_state (self) != HARK_ANCHOR_OPEN))
    return NULL;
  if (G_UNLIKELY (self->is_plain))
    return g_weak_ref_get (&self->weak);

  self->n_running++;
  return self->object;
}

static inline void
hark_anchor_leave (HarkAnchor *self,
                   GObject    *object)
{
  if (G_UNLIKELY (self->is_plain))
    g_object_unref (object);
  else if (--self->n_running == 0 && G_UNLIKELY (self->is_owed))
    hark_anchor_settle_debts (self, object);
}
