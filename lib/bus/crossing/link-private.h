/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A link: what a bus asks of whatever joins it to the rest of the world, and
 * what that reports back. Both run on the bus's loop alone. Numbers are the
 * bus's own and never used again; those of calls that come in are the link's.
 *
 * Payloads are values as hark_payload_encode() writes them. Of one that comes in @type is the
 * type that its sender knows, a tuple: that may have fewer or more arguments than is known
 * here, see hark_payload_read(), and has the room behind it that this needs. All are borrowed for as long as the
 * call takes; who wants one of an event to stay keeps the whole that it is a part of, if there is one, instead of a
 * copy. */

#include <hark/gen.h>

#include "wire/framing-private.h"

G_BEGIN_DECLS

typedef struct _HarkLink        HarkLink;
typedef struct _HarkLinkFuncs   HarkLinkFuncs;
typedef struct _HarkLinkReports HarkLinkReports;

/* How whoever emits the events of an export goes on. */
typedef enum
{
  HARK_FLOW_FREE,     /* nobody asks to be waited for */
  HARK_FLOW_BOUNDED,  /* somebody does: few events are to be under way to the link at a time */
  HARK_FLOW_HELD,     /* and somebody has not kept up */
} HarkFlow;

/* First member of what implements it. */
struct _HarkLink
{
  const HarkLinkFuncs *funcs;
};

struct _HarkLinkFuncs
{
  /* Each is answered by `exported` or `refused`. */
  void (*export_object) (HarkLink            *self,
                         guint64              number,
                         const HarkClassInfo *info,
                         const char          *name,
                         gboolean             is_group);
  void (*unexport)      (HarkLink            *self,
                         guint64              number);

  /* Each is answered by `subscribed` or `refused`. @name: "*" for all. */
  void (*subscribe)     (HarkLink            *self,
                         guint64              number,
                         const HarkEventInfo *event,
                         const char          *name,
                         HarkDelivery         delivery);
  void (*unsubscribe)   (HarkLink            *self,
                         guint64              number);

  /* All events whose class, name and event match, see hark_bus_import(). Answered in the
   * same way, and ended by `unsubscribe`. */
  void (*watch)         (HarkLink            *self,
                         guint64              number,
                         const char          *pattern);

  /* Of an export. Fails: %HARK_ERROR_LIMIT. */
  gboolean (*publish)   (HarkLink            *self,
                         guint64              number,
                         const HarkEventInfo *event,
                         HarkSpan             payload,
                         GBytes              *whole,
                         GError             **error);

  /* Answered by `answered` if @number is not 0, unless it fails or is cancelled. @time_left: in
   * microseconds: from then on nobody waits for it; %HARK_FOREVER.
   * Fails: %HARK_ERROR_LIMIT, %HARK_ERROR_PEER_GONE. */
  gboolean (*call)      (HarkLink            *self,
                         guint64              number,
                         const HarkSlotInfo  *slot,
                         const char          *name,
                         gint64               time_left,
                         HarkSpan             payload,
                         GError             **error);

  /* Under which names others export objects of this class that may be called from here: answered by
   * `answered`, with a payload of type (as). Fails: %HARK_ERROR_PEER_GONE. */
  gboolean (*list)      (HarkLink            *self,
                         guint64              number,
                         const HarkClassInfo *info,
                         GError             **error);

  /* Nobody awaits the answer any more; none comes. */
  void (*cancel)        (HarkLink            *self,
                         guint64              number);

  /* Of a call that was reported with a number. @payload: %HARK_SPAN_NONE: the slot
   * has no result. With @error instead, @was_run says whether it is worth
   * giving the call to another. */
  void (*answer)        (HarkLink            *self,
                         guint64              number,
                         HarkSpan             payload,
                         const GError        *error,
                         gboolean             was_run);

  /* Answered by `flushed`, when all that was asked for before is settled and
   * all that was sent has been taken. */
  void (*flush)         (HarkLink            *self,
                         guint64              number);
};

/* An event that a pattern matches, as its exporter describes it. */
typedef struct
{
  const char *class_name;
  const char *name;
  const char *event;
  const char *text;
  const char *type;
} HarkWatched;

struct _HarkLinkReports
{
  void (*exported)   (gpointer user, guint64 number);
  void (*subscribed) (gpointer user, guint64 number);
  void (*refused)    (gpointer user, guint64 number, const GError *error);

  /* Something elsewhere was refused on account of something here; or a call
   * without an answer went nowhere. */
  void (*warned)     (gpointer user, const GError *error);

  /* Whether an event of an export is heard; it must be published, from then on. */
  void (*heard)      (gpointer             user,
                      guint64              number,
                      const HarkEventInfo *event,
                      gboolean             is_heard);

  /* For each of these subscriptions, which are of one event. */
  void (*event)      (gpointer       user,
                      const guint64 *numbers,
                      guint          n_numbers,
                      const char    *type,
                      HarkSpan       payload,
                      GBytes        *whole);

  /* The same for one subscription, of events that came one behind the other. @whole: only of one that came alone */
  void (*run)        (gpointer        user,
                      guint64         number,
                      const char     *type,
                      const HarkSpan *payloads,
                      guint           n_payloads,
                      GBytes         *whole);

  /* Once, however many patterns match. */
  void (*watched)    (gpointer           user,
                      const HarkWatched *watched,
                      HarkSpan           payload,
                      GBytes            *whole);

  /* @call: 0: no answer is wanted. @time_left: as in `call`. */
  void (*called)     (gpointer            user,
                      guint64             call,
                      guint64             number,
                      const HarkSlotInfo *slot,
                      gboolean            is_redelivered,
                      const char         *type,
                      gint64              time_left,
                      HarkSpan            payload);
  /* Nobody wants the answer to that call any more. It is answered all the same. */
  void (*cancelled)  (gpointer user, guint64 call);
  /* Of a call made here: @payload (empty: there is none) or @error. */
  void (*answered)   (gpointer      user,
                      guint64       number,
                      HarkSpan      payload,
                      const GError *error);
  void (*flushed)    (gpointer user, guint64 number);

  /* Of an export; at first it is free. */
  void (*flow)       (gpointer user, guint64 number, HarkFlow flow);

  /* (nullable): events are going to come for these subscriptions, up to HARK_AHEAD, perhaps. */
  void (*expected)   (gpointer       user,
                      const guint64 *numbers,
                      guint          n_numbers);
};

G_END_DECLS
