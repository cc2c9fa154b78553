/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state that the parts of a bus share. Touched on the bus's loop only, but for its
 * router. */

#include <hark/program-class.h>

#include "async/future-private.h"
#include "base/number-table-private.h"
#include "bus/bus-private.h"
#include "bus/crossing/described-private.h"
#include "bus/handler/router-private.h"
#include "object/seat/errand-private.h"
#include "object/seat/remote-private.h"

#define HARK_TYPE_LINKED_BUS (hark_linked_bus_get_type ())
G_DECLARE_FINAL_TYPE (HarkLinkedBus, hark_linked_bus, HARK, LINKED_BUS, HarkBus)

typedef struct _HarkExport       HarkExport;
typedef struct _HarkBusRemote    HarkBusRemote;
typedef struct _HarkSubscription HarkSubscription;
typedef struct _HarkAwaited      HarkAwaited;

/* What every HarkBus is. */
struct _HarkLinkedBus
{
  HarkBus     parent_instance;

  HarkAnchor *anchor;         /* fixed at birth: its own */
  HarkRouter *router;         /* fixed at birth; any thread */
  HarkLink   *link;           /* NULL: none */
  GError     *lost;           /* why there is none any more */
  guint       n_links;        /* how many there have been */
  guint64     last_number;
  HarkNumberTable exports;        /* HarkExport, a reference */
  HarkNumberTable subscriptions;  /* HarkSubscription, owned */
  HarkNumberTable calls;          /* HarkAwaited, a reference: unanswered */
  HarkNumberTable taken;          /* the link's number -> what taken.c knows of the call, borrowed: to be answered */
  HarkNumberTable fences;         /* HarkFuture, a reference */
  HarkNumberTable imports;        /* patterns, owned */
  GHashTable *described;      /* words -> HarkDescribedSlot, owned: kept for the links */
  HarkProgram *program;       /* NULL: nobody has asked for it, see hark_bus_serve_graph() */
  GPtrArray  *remotes;        /* HarkBusRemote, a reference: those that wait to be ready */
};

/* For something of it that the link is to know by a number; never 0. */
guint64 hark_bus_take_number (HarkLinkedBus *self);

/* Why nothing can be sent. Returns: (transfer full): for the one who asked. */
GError *hark_bus_dup_unlinked_error (HarkLinkedBus *self);

/* A future on its way to the bus's loop, which takes it out. One that does not
 * arrive is rejected: the bus has ended. */
typedef struct
{
  HarkFuture *future;
} HarkAsked;

void hark_asked_init  (HarkAsked  *self,
                       HarkFuture *future);  /* (nullable) (transfer none) */
void hark_asked_clear (HarkAsked  *self);

/* --- awaited.c --- */

/* A call of what is elsewhere, first member of what whoever makes it needs for that: it goes to the bus's loop, and
 * awaits its answer there. */
struct _HarkAwaited
{
  HarkErrand          errand;   /* to make the call; then to give it up */
  HarkWaiter          waiter;
  gatomicrefcount     refs;     /* once it is in the table */
  guint64             number;   /* fixed then */
  const HarkSlotInfo *untyped;  /* the same; known from a description only, and so the result is parsed; else NULL */
  HarkFuture         *future;   /* fixed at birth; a reference; NULL: no answer is wanted */
  gint64              deadline; /* fixed at birth; %HARK_FOREVER: none */
  void              (*free) (HarkAwaited *self);
};

/* @run: makes the call, with hark_awaited_call(), or drops it where there is no bus any more. */
void        hark_awaited_init   (HarkAwaited         *self,
                                 HarkAnchor          *bus,
                                 HarkFuture          *future,
                                 gint64               deadline,
                                 void               (*run) (HarkErrand *self, gpointer bus),
                                 void               (*free) (HarkAwaited *self));
/* Consumes @self. The answer settles its future, which may fail at once. */
void        hark_awaited_call   (HarkAwaited         *self,
                                 HarkLinkedBus       *bus,
                                 const HarkSlotInfo  *slot,
                                 const char          *name,
                                 HarkSpan             payload);
/* The same where the bus has ended. */
void        hark_awaited_drop   (HarkAwaited         *self);
/* Of a call that was made already: its answer, of the type of @untyped's result, settles @future. */
void        hark_awaited_expect (HarkLinkedBus       *bus,
                                 guint64              number,
                                 HarkFuture          *future,
                                 const HarkSlotInfo  *untyped);
/* Ends it: it is not in the table any more. (transfer full): the future, to be settled. @untyped: (out) (nullable) */
HarkFuture *hark_awaited_take   (HarkLinkedBus       *bus,
                                 guint64              number,
                                 const HarkSlotInfo **untyped);
/* All of them fail. */
void        hark_awaited_fail   (HarkLinkedBus       *bus,
                                 const GError        *reason);
/* The table goes. */
void        hark_awaited_clear  (HarkLinkedBus       *bus);

/* --- export.c --- */

HarkExport *hark_export_ref (HarkExport         *self);
void hark_export_unref    (HarkExport          *self);
void hark_export_announce (HarkExport          *self,
                           HarkLink            *link);
void hark_export_lost     (HarkExport          *self,
                           const GError        *reason);
void hark_export_settled  (HarkExport          *self,
                           const GError        *refused);
void hark_export_heard    (HarkExport          *self,
                           const HarkEventInfo *event,
                           gboolean             is_heard);
void hark_export_flow     (HarkExport          *self,
                           HarkFlow             flow);
void hark_export_called   (HarkExport          *self,
                           HarkLinkedBus       *bus,
                           guint64              call,
                           const HarkSlotInfo  *slot,
                           const char          *type,
                           const HarkCallTerms *terms,
                           HarkSpan             payload);
/* On the bus's loop, where nothing of its object may come any more. */
void hark_export_end      (gpointer             bus,
                           gpointer             export);

/* (transfer full) (nullable): unless it has ended. */
HarkObject *hark_export_dup_object (HarkExport      *self);

/* Calls @func for each object that is exported, in the order of that. */
void hark_bus_for_each_export (HarkLinkedBus       *bus,
                               void               (*func) (gpointer data, HarkObject *object, const char *name),
                               gpointer             data);

/* (transfer full) (nullable): of no object. @described: (transfer full). Fails:
 * %HARK_ERROR_CLOSED. Thread: any, here and below but for publishing. */
HarkExport *hark_export_new_described  (HarkBus             *bus,
                                        HarkDescribedClass  *described,
                                        const char          *name,
                                        GError             **error);
void        hark_export_close          (HarkExport          *self,
                                        HarkBus             *bus);
HarkFuture *hark_export_get_ready      (HarkExport          *self);
const HarkClassInfo *hark_export_get_info (HarkExport       *self);
const char *hark_export_get_name       (HarkExport          *self);
/* For comparing only; %NULL: there is no object. */
gconstpointer hark_export_get_identity (HarkExport          *self);
gboolean    hark_export_is_group       (HarkExport          *self);
/* Of an object's: on the bus's loop. */
gboolean    hark_export_is_heard       (HarkExport          *self,
                                        const HarkEventInfo *event);
void        hark_export_publish        (HarkExport          *self,
                                        HarkLinkedBus       *bus,
                                        const HarkEventInfo *event,
                                        GBytes              *payload);

/* --- taken.c --- */

/* Calls the object of @outlet, and will answer as number @call of the bus's link. */
void hark_taken_call      (HarkExport          *export,
                           HarkAnchor          *outlet,
                           HarkLinkedBus       *bus,
                           guint64              call,
                           const HarkSlotInfo  *slot,
                           const HarkCallTerms *terms,
                           gconstpointer        values);
/* See HarkLinkReports. */
void hark_taken_cancel    (gpointer             user,
                           guint64              call);

/* --- import.c --- */

/* Asks the bus's link for all of them. */
void hark_imports_announce (HarkLinkedBus     *bus);
/* See HarkLinkReports. */
void hark_imports_watched  (gpointer           user,
                            const HarkWatched *watched,
                            HarkSpan           payload,
                            GBytes            *whole);

/* --- untyped-call.c --- */

/* (transfer full): for hark_bus_finish_call(), which gives what the link has answered to @number, of the type of
 * @slot's result. @slot: outlives the bus. */
HarkFuture *hark_untyped_call_expect (HarkLinkedBus      *bus,
                                      guint64             number,
                                      const HarkSlotInfo *slot);

/* Settles @future with what @payload is as an answer of @slot. */
void hark_untyped_call_answered (const HarkSlotInfo *slot,
                                 HarkFuture         *future,
                                 HarkSpan            payload);

/* --- remote.c --- */

/* One event that a remote here listens to. */
struct _HarkSubscription
{
  HarkAnchor          *outlet;      /* the remote's */
  const HarkEventInfo *event;
  HarkOutletTrail      trail;       /* of one of the last events, where there are many subscriptions */
  guint                n_untracked; /* runs since */
  HarkDelivery         delivery;    /* fixed at birth */
  gboolean             is_pending;
  HarkBusRemote       *remote;      /* a reference */
  GError              *refused;
};

const char *hark_bus_remote_get_name   (HarkBusRemote *self);
/* (transfer full) (nullable): the object. */
gpointer    hark_bus_remote_dup_object (HarkBusRemote *self);

void hark_subscription_free     (gpointer             data);
void hark_subscription_announce (HarkSubscription    *self,
                                 guint64              number,
                                 HarkLink            *link);
void hark_subscription_settled  (HarkSubscription    *self,
                                 const GError        *refused);
void hark_subscription_lost     (HarkSubscription    *self,
                                 const GError        *reason);
/* Tells those who wait for remotes whose time has come. */
void hark_remotes_settle        (HarkLinkedBus       *bus);

void hark_bus_make_remote       (HarkRemoteMaker     *maker,
                                 HarkSeat            *seat,
                                 const char          *name);

/* --- heard.c: what the link reports --- */

void hark_heard_event    (gpointer        bus,
                          const guint64  *numbers,
                          guint           n_numbers,
                          const char     *type,
                          HarkSpan        payload,
                          GBytes         *whole);
void hark_heard_run      (gpointer        bus,
                          guint64         number,
                          const char     *type,
                          const HarkSpan *payloads,
                          guint           n_payloads,
                          GBytes         *whole);
void hark_heard_expected (gpointer        bus,
                          const guint64  *numbers,
                          guint           n_numbers);

/* --- event-source.c --- */

/* (transfer none) (nullable): by which @connection publishes; on the bus's loop. */
const HarkTopics *hark_event_source_get_topics (HarkConnection *connection);
