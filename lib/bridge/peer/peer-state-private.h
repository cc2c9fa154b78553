/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state that the parts of a peer's protocol share: what the bus asks
 * (peer-link.c), what the broker says (peer-protocol.c), the events that go out
 * (outgoing.c), who hears them (hearers.c, interest.c), whose emitters wait (holding.c),
 * what is left of exports (ended.c), and the events that come in (incoming.c). */

#include "base/name-index-private.h"
#include "base/number-table-private.h"
#include "bridge/peer/event-log-private.h"
#include "bridge/peer/peer-protocol-private.h"

typedef struct _HarkOutgoing HarkOutgoing;

/* An object exported here. */
typedef struct
{
  guint64              number;
  const HarkClassInfo *info;
  char                *name;
  gboolean             is_group;
  gboolean             is_ended;   /* the bus has withdrawn it, and somebody has not got all of its events */
  gboolean             has_no_name; /* the broker was told so when it was exported, on this connection */
  guint32              first_topic;
  HarkOutgoing       **streams;    /* by event; NULL: nobody has heard it yet */
  guint                n_waited;   /* hearings of its events that are to be waited for, */
  guint                n_holding;  /* and those of them that hold it now */
  HarkFlow             flow;       /* as was told */
} HarkPeerExport;

/* A peer elsewhere that hears events from here: its session, as the broker knows it. */
typedef struct
{
  guint64 session;
  guint   n_hearings;
  guint   n_away;         /* of these: it is cut off, and is waited for, */
  gint64  away_since;     /* since then; 0: the clock has not been looked at */
  guint   n_unsettled;    /* those away, and those that were and have not acknowledged since */
  guint64 floor;          /* a position of the log: those need what is behind it, */
  guint64 marked;         /* and the others what is behind this */
  GQueue  catching_up;    /* HarkHearing, borrowed: no longer away, not settled */
  GQueue  waited;         /* HarkHearing, borrowed: those that are to be waited for */
  gboolean is_behind;     /* so far that they hold their exports, */
  gboolean is_given_up;   /* but not any more, until it has caught up */
  gint64  stuck_since;    /* it has got no further since then; 0: the clock has not been looked at */
} HarkHearer;

/* That a hearer hears an event of an export. */
typedef struct
{
  HarkOutgoing *stream;
  HarkHearer   *hearer;
  guint64       since;           /* number of the last event before it listened */
  gboolean      is_away;
  gboolean      is_catching_up;
  guint64       seen;            /* number of the last event that its broker has said it was sent */
  gboolean      is_waited;       /* its hearer asks for that */
  gboolean      is_holding;      /* whoever emits waits on its account */
  guint64       settled_by;      /* the mark that says it has caught up */
} HarkHearing;

/* The events of one kind of one export: they are numbered from 1. There may be very many such kinds, so what
 * each event needs comes first, and together. */
struct _HarkOutgoing
{
  guint64    last;          /* number of the newest */
  guint64    newest;        /* its position in the log */
  guint32    topic;
  guint      n_present;     /* of its hearings: those that are not away */
  HarkPeerExport *owner;
  guint      index;         /* of the event */
  GBytes    *value;         /* owned; of a state that is heard: the newest, which is number `last`; NULL: none yet */
  gboolean   has_silence;   /* one who was cut off has been given up: since then it was not numbered */
  GPtrArray *hearings;      /* HarkHearing, owned */
};

/* What it is found under, while it is heard. */
static inline guint64
hark_outgoing_number (guint64 export,
                      guint   event)
{
  return (guint64) event << 48 | export;
}

typedef struct
{
  HarkNamed            named;    /* by its name, or as a pattern */
  guint64              number;
  const HarkEventInfo *event;    /* NULL: `name` is a pattern of class, name and event */
  char                *name;
  HarkDelivery         delivery;
  gboolean             is_sent;    /* on some connection */
  gboolean             was_ready;  /* on some connection */
  gboolean             is_renewed; /* on this one: it was ready on one before */
} HarkPeerSubscription;

/* Where a stream of events comes from. */
typedef struct
{
  guint64 publisher;   /* its session, as the broker knows it */
  guint32 topic;       /* its number for the event */
} HarkOrigin;

/* A stream of events that is heard here. There may be very many, so what each event of it needs comes first,
 * and together. */
typedef struct
{
  HarkNamed   named;           /* by the name of the object */
  guint64     only;            /* the subscription that matches, if it is all that matches, and of no state; 0 */
  const char *only_type;       /* `type`, for that: if it is the one that is known here, just that text */
  guint64     last;            /* number of the last event seen */
  gboolean    has_begun;
  HarkOrigin  origin;
  guint32     topic;           /* the broker's, on this connection; 0: its exporter is away */
  gint64      away_since;      /* 0: the clock has not been looked at */
  gboolean    is_left;         /* nobody has listened for a while: what is missing then is nobody's */
  guint64     awaited_to;      /* subscriptions up to this one have listened since before its exporter was away */
  GVariant   *body;            /* owns: */
  const char *class_name;
  const char *name;
  const char *event;
  const char *text;
  const char *type;
  const char *publisher_name;
  GArray     *subscriptions;   /* guint64: those that match, but for patterns */
  gboolean    is_watched;      /* a pattern matches */
  gboolean    is_state;        /* for those who subscribed */
  GBytes     *value;           /* owned; of a state: the newest; NULL: none yet */
} HarkIncoming;

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

/* A call that the broker gave this peer, until it is known to have the answer. */
typedef struct
{
  guint64  number;        /* the peer's */
  gboolean is_answered;
  guint8   flags;         /* of the answer, */
  gsize    n_body;        /* and its body: */
  guint8  *large;         /* owned; NULL: it is here: */
  guint8   few[32];
  guint64  settled_by;    /* the PING whose PONG says that the broker has it */
  GList    place;         /* among those that are answered */
} HarkGivenCall;

struct _HarkPeerProtocol
{
  HarkLink               link;
  HarkByteStream         stream;
  HarkLimits             limits;
  char                  *name;
  HarkPeerProtocolFuncs  funcs;
  HarkLinkReports        reports;
  gpointer               user;
  gpointer               report_to;
  guint64                session;
  gboolean               is_connected;   /* the broker has said hello on this connection */
  gboolean               is_lost;        /* there is no connection */
  gboolean               is_known;       /* the broker has said hello on some connection */
  gsize                  max_frame;      /* that the broker takes */
  guint32                last_topic;
  HarkNumberTable        exports;        /* HarkPeerExport, owned */
  GTree                 *topics;         /* first topic -> HarkPeerExport, borrowed */
  HarkNumberTable        heard_here;     /* HarkOutgoing, borrowed: those that somebody hears */
  HarkNumberTable        subscriptions;  /* HarkPeerSubscription, owned */
  GHashTable            *wanted;         /* the same, an index by name; patterns have none */
  GHashTable            *called;         /* HarkPeerCalled, owned, by slot and name */
  HarkPeerCalled        *last_called;    /* (nullable): of these */
  GHashTable            *pending;        /* numbers of exports and subscriptions that await word */
  GQueue                 fences;         /* HarkPeerFence, owned */
  HarkNumberTable        asked;          /* numbers of calls that await an answer */
  guint64                broker;         /* the session of the broker; 0: nothing is resumed with it */
  HarkNumberTable        given;          /* own number -> HarkGivenCall, owned */
  guint64                last_given;     /* of the own numbers */
  guint64                given_before;   /* these were other brokers'; the number of one of this is so much less */
  GQueue                 answered;       /* HarkGivenCall, borrowed: oldest first */
  guint                  n_unasked;      /* of these, since the broker was last asked */
  guint64                last_asked;     /* PING about answers */
  gint64                 ask_due;        /* 0: the clock has not been looked at */

  guint                  n_ended;        /* exports */

  HarkEventLog           log;
  GHashTable            *hearers;        /* session -> HarkHearer, owned */
  GArray                *marks;          /* guint64: positions of the marks that were sent, oldest first */
  guint64                last_mark;      /* number of the newest of these */
  guint64                unmarked;       /* the position behind it */
  gboolean               wants_mark;
  gint64                 mark_due;       /* 0: the clock has not been looked at */
  guint64                weigh_at;       /* when the log ends there, somebody who is waited for may be behind */

  GHashTable            *incoming;       /* HarkOrigin -> HarkIncoming, owned */
  HarkNumberTable        heard;          /* the broker's topic -> HarkIncoming, borrowed */
  GHashTable            *offered;        /* HarkIncoming, borrowed: an index by name */

  HarkPeerFigures        own_figures;
  HarkPeerFigures       *figures;        /* those, or others */
};

extern const HarkLinkFuncs hark_peer_link_funcs;

/* One thread counts, others may look. */
static inline void
hark_peer_count (guint64 *figure,
                 guint64  n)
{
  __atomic_store_n (figure, *figure + n, __ATOMIC_RELAXED);
}

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

/* The export that @topic is an event or slot of, and which. (nullable) */
HarkPeerExport *hark_peer_protocol_find_export (HarkPeerProtocol *self,
                                                guint32           topic,
                                                guint            *index);

/* --- peer-link.c --- */

void hark_peer_subscription_free (HarkPeerSubscription *self);
/* It is there no more. */
void hark_peer_link_withdraw (HarkPeerProtocol *self,
                              HarkPeerExport   *export);
/* The broker does not want it. */
void hark_peer_link_refused  (HarkPeerProtocol *self,
                              HarkPeerExport   *export);
/* A new connection is told all that the last one knew. */
void hark_peer_link_renew (HarkPeerProtocol *self);
/* Of HarkPeerCalled, which it owns. */
GHashTable *hark_peer_called_table_new (void);

/* --- outgoing.c --- */

void     hark_outgoing_init     (HarkPeerProtocol *self);
void     hark_outgoing_clear    (HarkPeerProtocol *self);
gboolean hark_outgoing_publish  (HarkPeerProtocol    *self,
                                 HarkOutgoing        *stream,
                                 const HarkEventInfo *event,
                                 HarkSpan             payload,
                                 GBytes              *whole,
                                 GError             **error);
gboolean hark_outgoing_marked   (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
/* Behind what was sent so far. */
void     hark_outgoing_send_mark (HarkPeerProtocol *self);
void     hark_outgoing_lost     (HarkPeerProtocol *self);
/* When to be called again. */
gint64   hark_outgoing_tick     (HarkPeerProtocol *self,
                                 gint64            now);

/* --- hearers.c --- */

/* What it needs is behind this position of the log. */
guint64      hark_hearer_get_needed (HarkHearer *hearer);
/* (nullable) *@index: where it is among those of @stream */
HarkHearing *hark_hearing_find      (HarkOutgoing *stream,
                                     guint64       session,
                                     guint        *index);
HarkHearing *hark_hearing_add       (HarkPeerProtocol *self,
                                     HarkOutgoing     *stream,
                                     guint64           session);
void         hark_hearing_remove    (HarkPeerProtocol *self,
                                     HarkOutgoing     *stream,
                                     guint             index);
void         hark_hearing_go_away   (HarkHearing *hearing);
/* It catches up, until it has settled. */
void         hark_hearing_come_back (HarkPeerProtocol *self,
                                     HarkHearing      *hearing);
void         hark_hearing_settle    (HarkHearing *hearing);
/* The log lets go what nobody needs. */
void         hark_hearers_release   (HarkPeerProtocol *self);
/* Tells the bus whether anybody hears an event. */
void         hark_hearers_tell      (HarkPeerProtocol *self,
                                     HarkPeerExport   *export,
                                     guint             index,
                                     gboolean          is_heard);
/* The connection is lost. */
void         hark_hearers_lost      (HarkPeerProtocol *self);
/* Returns: when the first is waited for no longer; those of whom this is true are given up. */
gint64       hark_hearers_watch     (HarkPeerProtocol *self,
                                     gint64            now);

/* --- interest.c --- */

gboolean hark_outgoing_interest (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);

/* --- ended.c --- */

/* Whether somebody may not have got all of its events. */
gboolean hark_ended_is_awaited (HarkPeerExport *export);
/* Withdraws those of which nobody lacks anything any more. */
void     hark_ended_look       (HarkPeerProtocol *self);
/* (transfer full): nobody hears anything of it any more. */
void     hark_ended_abandon    (HarkPeerProtocol *self,
                                HarkPeerExport   *export);

/* --- given.c --- */

void     hark_given_init   (HarkPeerProtocol *self);
void     hark_given_clear  (HarkPeerProtocol *self);
/* A call that wants an answer has come. @number: the own one. */
gboolean hark_given_take   (HarkPeerProtocol *self, const HarkFrame *frame, guint64 *number, GError **error);
void     hark_given_answer (HarkPeerProtocol *self,
                            guint64           number,
                            HarkSpan          payload,
                            const GError     *error,
                            gboolean          was_run);
gboolean hark_given_cancel (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
/* %FALSE: it is no answer to what is asked about answers. */
gboolean hark_given_pong   (HarkPeerProtocol *self,
                            guint64           number);
/* The broker has said which it is, on a new connection. */
void     hark_given_meet   (HarkPeerProtocol *self,
                            guint64           broker);
/* Tells it what there is, behind the exports. */
void     hark_given_renew  (HarkPeerProtocol *self);
gint64   hark_given_tick   (HarkPeerProtocol *self,
                            gint64            now);

/* --- holding.c --- */

/* Whether the hearer is to be waited for. */
void   hark_holding_set    (HarkPeerProtocol *self,
                            HarkHearing      *hearing,
                            gboolean          is_waited);
/* The export is ended: nobody emits its events any more, so nobody is held. */
void   hark_holding_end    (HarkPeerProtocol *self,
                            HarkPeerExport   *export);
/* What it needs has changed, or whether it is there. */
void   hark_holding_weigh  (HarkPeerProtocol *self,
                            HarkHearer       *hearer);
/* The same for all of them, when the log has reached `weigh_at`. */
void   hark_holding_look   (HarkPeerProtocol *self);
gint64 hark_holding_tick   (HarkPeerProtocol *self,
                            gint64            now);

/* --- incoming.c --- */

void     hark_incoming_init        (HarkPeerProtocol *self);
void     hark_incoming_clear       (HarkPeerProtocol *self);
gboolean hark_incoming_topic       (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
gboolean hark_incoming_forget      (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
gboolean hark_incoming_since       (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
gboolean hark_incoming_event       (HarkPeerProtocol *self, const HarkFrame *frame, GError **error);
/* At what the next events are going to need, where there are many streams. */
void     hark_incoming_look_ahead  (HarkPeerProtocol *self);
void     hark_incoming_subscribe   (HarkPeerProtocol     *self,
                                    HarkPeerSubscription *subscription);
void     hark_incoming_unsubscribe (HarkPeerProtocol     *self,
                                    HarkPeerSubscription *subscription);
/* Tells a new connection what was seen. */
void     hark_incoming_renew       (HarkPeerProtocol *self);
void     hark_incoming_lost        (HarkPeerProtocol *self);
gint64   hark_incoming_tick        (HarkPeerProtocol *self,
                                    gint64            now);
