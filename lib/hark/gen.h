/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* All that generated code includes: the descriptors it fills in, and the
 * functions it calls. Nothing here is meant to be called by hand. */

#include <hark/types.h>
#include <hark/error.h>
#include <hark/values.h>
#include <hark/future.h>
#include <hark/object.h>
#include <hark/queue.h>
#include <hark/connection.h>
#include <hark/stream.h>

#ifndef __GI_SCANNER__

G_BEGIN_DECLS

/**
 * HARK_GEN_ABI:
 *
 * What generated code and the library agree on; checked when a class is made.
 */
#define HARK_GEN_ABI 2

typedef enum
{
  HARK_EVENT_DEFAULT = 0,
  HARK_EVENT_QUIET   = 1 << 0, /* its calls do not make a loop active */
  HARK_EVENT_STATE   = 1 << 1, /* remembers its last values, and is a property of its name */
} HarkEventFlags;

typedef enum
{
  HARK_SLOT_DEFAULT  = 0,
  HARK_SLOT_THROWS   = 1 << 0,
  HARK_SLOT_IS_EVENT = 1 << 1, /* not in its class's slots: emits the event of that index */
  HARK_SLOT_ASYNC    = 1 << 2, /* @invoke begins a task, which runs @body */
  HARK_SLOT_CONCURRENT = 1 << 3, /* and does not hold the loop */
} HarkSlotFlags;

/* An event of a class: static and immutable; its size never changes. */
struct _HarkEventInfo
{
  const char          *name;      /* "produced" */
  const char          *text;      /* "event Workshop.Producer.produced (string product, ...)" */
  const char          *location;  /* "workshop.hark:14" */
  const HarkClassInfo *owner;
  guint                index;     /* in its class */
  guint                flags;     /* HarkEventFlags */
  const HarkSignature *signature;

  /* Calls @func, which is of the event's own function type. */
  void               (*call) (GCallback     func,
                              gpointer      context,
                              gconstpointer values);

  /* The same for a function that says whether a call is to be made. */
  gboolean           (*filter) (GCallback     func,
                                gpointer      context,
                                gconstpointer values);
  const HarkSlotInfo  *target;    /* the event, where a slot is asked for */
  GType              (*get_type) (void); /* of what it carries, boxed; NULL: nothing */
  const HarkQueueInfo *queue;     /* of connections from it; NULL: no bounds */
  gconstpointer        initial;   /* of a state: its values at birth; NULL: none */

  gpointer             padding[4];
};

/* A slot of a class: static and immutable; its size never changes. */
struct _HarkSlotInfo
{
  const char          *name;      /* "stock" */
  const char          *text;      /* "slot Workshop.Producer.stock () -> uint64" */
  const char          *location;
  const HarkClassInfo *owner;
  guint                index;
  guint                flags;     /* HarkSlotFlags */
  const HarkSignature *signature;
  const HarkSignature *result;    /* NULL: no result */

  /* Runs the virtual function. On success it resolves @answer, where there
   * is one (also for a slot without a result); on failure it sets @error and
   * leaves @answer alone. */
  void               (*invoke) (gpointer       self,
                                gconstpointer  values,
                                HarkFuture    *answer,
                                GError       **error);
  const HarkQueueInfo *queue;     /* of calls of it, and of connections to it; NULL: no bounds */

  /* Of an async slot: what @invoke is of others. */
  void               (*body)   (gpointer       self,
                                gconstpointer  values,
                                HarkFuture    *answer,
                                GError       **error);

  gpointer             padding[2];
};

/* A class: static and immutable; its size never changes. */
struct _HarkClassInfo
{
  guint                       abi;          /* HARK_GEN_ABI */
  guint                       seat_offset;  /* of the HarkSeat in an instance */
  const char                 *name;         /* "Workshop.Producer" */
  const char                 *location;
  GType                     (*get_type) (void);
  const HarkEventInfo *const *events;
  const HarkSlotInfo  *const *slots;
  guint                       n_events;
  guint                       n_slots;

  gpointer                    padding[6];
};

typedef struct _HarkAnchor HarkAnchor;
typedef struct _HarkSeatAnnex HarkSeatAnnex;

/* The part of an instance that is Hark's. */
struct _HarkSeat
{
  /*< private >*/
  HarkAnchor          *anchor;   /* fixed at birth */
  guint64              heard;    /* a bit an event, the last for all from 63 on; any thread */
  const HarkClassInfo *info;     /* fixed at birth */
  gconstpointer        slots;    /* fixed before the first call */
  gpointer             data;     /* the same */
  HarkSeatAnnex       *annex;    /* any thread; made when first asked for */
};

/* --- the class: called from <class>_class_init, _init, dispose, finalize --- */

/* Checks HARK_GEN_ABI and installs the property "loop". */
HARK_API void     hark_class_init    (GObjectClass        *klass,
                                      const HarkClassInfo *info);
/* Registers an event as a signal too: @types are those of the parameters of the
 * event's function, those that are arrays as pointer and
 * int, as GPtrArray if of pointers, or as GStrv. */
HARK_API void     hark_class_add_signal (GObjectClass        *klass,
                                         const HarkEventInfo *event,
                                         const GType         *types,
                                         guint                n_types);
/* In instance_init. */
HARK_API void     hark_seat_init     (HarkSeat            *seat,
                                      GObject             *object,
                                      const HarkClassInfo *info);
/* In set_property and get_property of "loop", property 1 of each class. */
HARK_API void     hark_seat_set_loop_property (HarkSeat     *seat,
                                               const GValue *value);
HARK_API void     hark_seat_get_loop_property (HarkSeat     *seat,
                                               GValue       *value);
/* In dispose. %TRUE: chain up. %FALSE: return at once; the owner does it later. */
HARK_API gboolean hark_seat_dispose  (HarkSeat            *seat);
/* In finalize, before chaining up. */
HARK_API void     hark_seat_finalize (HarkSeat            *seat);

/* --- the instance --- */

/* In <class>_new: the table of functions and its data. */
HARK_API void     hark_seat_implement (HarkSeat       *seat,
                                       gconstpointer   slots,
                                       gpointer        data,
                                       GDestroyNotify  destroy);
/* In <class>_new_remote. */
HARK_API void     hark_seat_make_remote (HarkSeat   *seat,
                                         HarkBus    *bus,
                                         const char *name);

static inline gboolean
hark_seat_is_heard (const HarkSeat *seat,
                    guint           index)
{
  return (__atomic_load_n (&seat->heard, __ATOMIC_RELAXED) >> (index < 63 ? index : 63)) & 1;
}

/* @values: a C struct of @event's layout, borrowed. */
HARK_API void        hark_seat_emit (HarkSeat            *seat,
                                     const HarkEventInfo *event,
                                     gconstpointer        values);
/* The same for a state, which remembers them. */
HARK_API void        hark_seat_set_state (HarkSeat            *seat,
                                          const HarkEventInfo *event,
                                          gconstpointer        values);
/* (transfer full) (nullable): what a state carried last, or its initial values; %NULL: it has none. */
HARK_API gpointer    hark_seat_dup_state (HarkSeat            *seat,
                                          const HarkEventInfo *event);
HARK_API HarkFuture *hark_seat_next (HarkSeat            *seat,
                                     const HarkEventInfo *event);
HARK_API HarkStream *hark_seat_stream (HarkSeat            *seat,
                                       const HarkEventInfo *event);
/* (transfer full) (nullable): values of @event, which the stream has to be of. */
HARK_API gpointer    hark_stream_next (HarkStream           *stream,
                                       const HarkEventInfo  *event,
                                       gint64                timeout,
                                       GCancellable         *cancellable,
                                       GError              **error);
/* Queues a call of a slot. %FALSE: not accepted. */
HARK_API gboolean    hark_seat_post (HarkSeat            *seat,
                                     const HarkSlotInfo  *slot,
                                     gconstpointer        values);
/* The same, with an answer. */
HARK_API HarkFuture *hark_seat_call (HarkSeat            *seat,
                                     const HarkSlotInfo  *slot,
                                     gconstpointer        values);
/* What a settled future brought. %FALSE: its error, whatever it would have brought, or
 * %HARK_ERROR_MISMATCH, if it is not of @signature (nullable: without values). @values: (out) (optional)
 * (transfer none). */
HARK_API gboolean    hark_future_finish (HarkFuture           *future,
                                         const HarkSignature  *signature,
                                         gconstpointer        *values,
                                         GError              **error);
/* Invokes an async slot: runs its body as a task within the call's loop.
 * @implementation: (nullable): what implements it in place of the table of functions; one
 *   that is not of C runs as a plain call, because its interpreter would not survive
 *   another stack. */
HARK_API void        hark_slot_begin (gpointer             object,
                                      const HarkSlotInfo  *slot,
                                      GCallback            implementation,
                                      gconstpointer        values,
                                      HarkFuture          *answer,
                                      GError             **error);
/* Sets %HARK_ERROR_NOT_IMPLEMENTED. */
HARK_API void        hark_slot_not_implemented (const HarkSlotInfo  *slot,
                                                GError             **error);

G_END_DECLS

#endif
