/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state that the two halves of a peer's protocol share: what the bus asks
 * (peer-link.c) and what the broker says (peer-protocol.c). */

#include "bridge/peer-protocol-private.h"

/* An object exported here. */
typedef struct
{
  guint64              number;
  const HarkClassInfo *info;
  guint32              first_topic;
} HarkPeerExport;

typedef struct
{
  guint64              number;
  const HarkEventInfo *event;    /* NULL: `name` is a pattern of class, name and event */
  char                *name;
} HarkPeerSubscription;

/* A topic that is heard: the broker's number for an event of an exporter. */
typedef struct
{
  GVariant   *body;
  const char *class_name;
  const char *name;
  const char *event;
  const char *text;
  const char *type;
  GArray     *subscriptions;  /* guint64: those that match, but for patterns */
  gboolean    is_watched;     /* a pattern matches */
} HarkPeerHeard;

/* A slot elsewhere that is called: its number was told. */
typedef struct
{
  const HarkSlotInfo *slot;
  char               *name;
  guint32             topic;
} HarkPeerCalled;

typedef struct
{
  guint64  number;
  gboolean is_answered;
} HarkPeerFence;

struct _HarkPeerProtocol
{
  HarkLink               link;
  HarkByteStream             stream;
  HarkLimits             limits;
  HarkPeerProtocolFuncs  funcs;
  HarkLinkReports        reports;
  gpointer               user;
  gpointer               report_to;
  gboolean               is_connected;
  gboolean               is_lost;
  gsize                  max_frame;      /* that the broker takes */
  guint32                last_topic;
  GHashTable            *exports;        /* number -> HarkPeerExport, owned */
  GTree                 *topics;         /* first topic -> HarkPeerExport, borrowed */
  GHashTable            *subscriptions;  /* number -> HarkPeerSubscription, owned */
  GHashTable            *heard;          /* topic -> HarkPeerHeard, owned */
  GHashTable            *called;         /* HarkPeerCalled, owned, by slot and name */
  GHashTable            *pending;        /* numbers of exports and subscriptions that await word */
  GQueue                 fences;         /* HarkPeerFence, owned */
};

extern const HarkLinkFuncs hark_peer_link_funcs;

void hark_peer_protocol_send   (HarkPeerProtocol *self,
                                HarkMessageKind   kind,
                                guint8            flags,
                                guint64           id,
                                guint32           topic,
                                GVariant         *body);

/* Opens the fences whose turn has come: answered, and nothing older awaits word. */
void hark_peer_protocol_open_fences (HarkPeerProtocol *self);

/* A subscription that is given up, or was refused. */
void hark_peer_protocol_forget (HarkPeerProtocol *self,
                                guint64           number);

/* If @subscription matches, it gets what is heard. */
void     hark_peer_heard_add     (HarkPeerHeard              *heard,
                                  const HarkPeerSubscription *subscription);
