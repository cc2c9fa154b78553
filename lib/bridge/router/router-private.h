/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The state that the parts of the broker's protocol share: who is connected,
 * what they export and listen to, and which calls are on their way. Everything
 * is owned by the one HarkBrokerProtocol and touched by its owner's thread only. */

#include "base/name-index-private.h"
#include "base/number-table-private.h"
#include "bridge/router/broker-protocol-private.h"

G_BEGIN_DECLS

typedef struct _HarkBrokerPeer  HarkBrokerPeer;
typedef struct _HarkRoutedClass HarkRoutedClass;
typedef struct _HarkRoutedName  HarkRoutedName;
typedef struct _HarkOffer       HarkOffer;
typedef struct _HarkOfferEvent  HarkOfferEvent;
typedef struct _HarkSubscriber  HarkSubscriber;
typedef struct _HarkInterest    HarkInterest;
typedef struct _HarkListener    HarkListener;
typedef struct _HarkRoutedTopic HarkRoutedTopic;
typedef struct _HarkRoutedCall  HarkRoutedCall;
typedef struct _HarkAbsent      HarkAbsent;

/* How much of something there was: payloads, and their bytes. */
typedef struct
{
  guint64 n;
  guint64 n_bytes;
} HarkTally;

static inline void
hark_tally_add (HarkTally *self,
                gsize      n_bytes)
{
  self->n += 1;
  self->n_bytes += n_bytes;
}

static inline void
hark_tally_join (HarkTally       *self,
                 const HarkTally *more)
{
  self->n += more->n;
  self->n_bytes += more->n_bytes;
}

/* What one connection, or all of them, have to do with. */
typedef struct
{
  HarkTally sent;       /* events that came from there */
  HarkTally received;   /* that went there */
  HarkTally called;     /* calls that came from there */
  guint64   n_dropped;  /* events that should have gone there */
} HarkTraffic;

struct _HarkBrokerProtocol
{
  HarkLimits              limits;
  HarkRules              *rules;
  char                   *name;
  HarkBrokerProtocolFuncs funcs;
  gpointer                user;
  GHashTable             *peers;        /* number -> HarkBrokerPeer, owned */
  GQueue                  doomed;       /* peers that are to be closed, borrowed */
  gboolean                is_reaping;
  GHashTable             *classes;      /* name -> HarkRoutedClass, owned; those that anybody uses */
  guint                   last_peer;
  guint64                 last_call;
  guint64                 session;      /* its own; 0: nothing is resumed with it */
  GHashTable             *absent;       /* session -> HarkAbsent, owned: see absent.c */
  guint64                 last_offer;
  GPtrArray              *watchers;     /* HarkSubscriber, borrowed: those by a pattern, see watchers.c */
  guint                   own;          /* the connection of the broker itself; 0: none */
  HarkTraffic             traffic;      /* of those that have gone, too */
  gsize                   n_waiting;    /* bytes that wait for any connection */
};

/* One connection. */
struct _HarkBrokerPeer
{
  HarkBrokerProtocol *broker;
  guint               number;
  HarkByteStream          stream;
  char               *name;          /* NULL: no hello yet */
  HarkIdentity       *identity;      /* NULL: it has none, and no rules either */
  gint64              hello_before;
  GError             *error;         /* doomed, for this reason */
  gboolean            has_parted;    /* it does not come back */
  guint64             claimed;       /* the session that it says it is; 0: none */
  guint64             session;       /* that and the identity in one: what others know it by */
  GHashTable         *seen;          /* (nullable) HarkSeen, owned: what its session has heard before */
  GPtrArray          *lagging;       /* HarkOfferEvent, borrowed: it has to be sent the rest of these */
  guint64             n_written;     /* of the stream, when the clock was looked at */
  gint64              stuck_since;   /* nothing has been written since; 0: the clock has not been looked at */
  GHashTable         *audience;      /* HarkBrokerPeer -> events of this one that it hears */
  GHashTable         *offers;        /* its number -> HarkOffer, owned */
  GHashTable         *subscribers;   /* its number -> HarkSubscriber, owned */
  HarkNumberTable     topics;        /* its number -> HarkRoutedTopic, owned */
  GQueue              interests;     /* HarkInterest, owned: sent, not acknowledged */
  HarkNumberTable     asked;         /* its number -> HarkRoutedCall, borrowed: it awaits these */
  HarkNumberTable     given;         /* the broker's number -> HarkRoutedCall, owned: it works on these */
  guint               n_shared;      /* of these: calls of groups */
  guint64             n_disowned;    /* calls that others have now; their answers may still come */
  guint64             n_frames;      /* that came from it, */
  guint64             n_heard;       /* and had come when the clock was looked at */
  gint64              silent_since;  /* none has come since; 0: nothing is awaited of it */
  gboolean            is_asked;      /* to say that it is there */
  guint32             last_topic;    /* of the numbers that the broker gives */
  gint64              opened;
  HarkTraffic         traffic;
};

/* A class of objects: made by the first to name it, gone with the last. */
struct _HarkRoutedClass
{
  char       *name;
  GPtrArray  *names;        /* HarkRoutedName, a reference each */
  GPtrArray  *ended;        /* of these, borrowed: those that have ended */
  GHashTable *by_name;      /* the same */
  GPtrArray  *subscribers;  /* HarkSubscriber, borrowed */
  GHashTable *by_wanted;    /* the same, an index by the name that they want */
};

/* A name under which one object, or a group, is exported. */
struct _HarkRoutedName
{
  guint      n_refs;       /* its class's, and one of each call to the group and of each topic that was called */
  guint      n_held;       /* calls of the group that are kept for who was cut off */
  GVariant  *like;         /* of a group: its last member's body */
  guint      place;        /* among the names of its class */
  HarkRoutedClass *klass;        /* NULL: nobody exports it any more */
  char      *name;
  gboolean   is_group;
  gboolean   is_ended;     /* of one offer that is exported no more, and that only those who heard it before await */
  GPtrArray *offers;       /* HarkOffer, borrowed, oldest first */
  GQueue     waiting;      /* HarkRoutedCall, owned: no member is free */
  gsize      n_bytes;      /* of these */
};

/* Whether somebody exports it, and not only did. */
static inline gboolean
hark_routed_name_is_offered (const HarkRoutedName *self)
{
  return self->offers->len > 0 && !self->is_ended;
}

/* One exported object. */
struct _HarkOffer
{
  HarkBrokerPeer *peer;
  HarkRoutedName       *name;
  guint64         number;       /* the peer's */
  guint64         serial;       /* the broker's, never used again */
  GVariant       *body;         /* owns the texts */
  guint32         first_topic;
  guint           n_events;
  guint           n_slots;
  HarkOfferEvent *events;
  HarkMember     *slots;
  HarkTally      *tallies;      /* of its slots; of a group's the first member's */
  guint           n_given;      /* calls that it has not answered */
};

/* There may be very many, so what each event of it needs comes first, and together. */
struct _HarkOfferEvent
{
  HarkListener *listeners;    /* owned, see listener-private.h */
  guint         n_listeners;  /* there is room for so many rounded up to a power of two */
  guint         missing;      /* the connection that what is sent once more is for */
  HarkShape    *shape;        /* of its arguments */
  HarkTally     tally;
  HarkOffer    *offer;
  guint32       topic;        /* the exporter's number */
  HarkMember    member;
};

/* One subscription. */
struct _HarkSubscriber
{
  HarkNamed       wanting;     /* in its class's index */
  guint           place;       /* among the subscribers of its class */
  HarkBrokerPeer *peer;
  HarkRoutedClass      *klass; /* NULL: it is a watcher, and `name` is a pattern of class, name and event */
  guint64         number;
  GVariant       *body;
  const char     *name;        /* or HARK_NAME_ALL */
  HarkMember      wanted;      /* not of a watcher */
  HarkDelivery    delivery;
  gboolean        is_renewed;  /* it was there on a connection before */
  guint           n_interests; /* that have to be acknowledged before it is ready */
};

/* Word to an exporter whether an event of its is heard, and by whom. */
struct _HarkInterest
{
  HarkOfferEvent *event;     /* (nullable): this word is not the last one any more */
  HarkBrokerPeer *listener;  /* while there is an event */
  guint64         session;   /* of the listener */
  guint32         topic;
  guint8          flags;
  GPtrArray      *waiting;   /* HarkSubscriber, borrowed */
};

/* How far a session has heard an event of a publisher's. */
typedef struct
{
  guint64 publisher;  /* its session */
  guint32 topic;      /* its number */
  guint64 last;
} HarkSeen;

/* What a number of a peer's stands for. */
struct _HarkRoutedTopic
{
  HarkOfferEvent *event;  /* NULL: it is none */
  HarkOffer  *offer;      /* that of it, or of a slot; else a slot that the peer calls: */
  GVariant   *body;
  const char *class_name;
  const char *name;
  HarkMember  slot;
  HarkRoutedName *found_name;  /* (nullable): a reference; as long as that has a class, what is called */
  HarkShape  *arguments;  /* NULL: none have come yet */
  HarkShape  *result;     /* NULL: none, or it has not been called yet */
  guint64     checked;    /* the newest offer of the name, when all were found to fit, */
  guint       found;      /* and where their slot was */
};

struct _HarkRoutedCall
{
  guint64         number;         /* the broker's: another one whenever it is given to another */
  guint64         order;          /* among all calls */
  HarkBrokerPeer *caller;         /* (nullable): nobody awaits it */
  guint64         caller_number;
  HarkRoutedName       *name;           /* (nullable): not of a group */
  HarkBrokerPeer *at;             /* (nullable): who works on it; NULL: it waits, or is kept for who was cut off */
  HarkOffer      *worker;         /* (nullable): where; NULL: the same, or the worker has withdrawn */
  guint64         worker_number;  /* the peer's, of that offer */
  GList           place;          /* among those that wait */
  gboolean        is_waiting;
  gboolean        is_cancelled;   /* nobody wants it any more, and its answer is dropped */
  guint           slot;           /* of each offer of this name */
  gboolean        is_redelivered;
  gint64          deadline;       /* as the owner's clock tells; %HARK_FOREVER */
  HarkShape      *result;         /* (nullable): the slot has none */
  GBytes         *extensions;     /* for a group: to give it once more */
  GBytes         *payload;        /* the same, */
  const char     *type;           /* the type of that, as the caller knows it */
  GVariant       *body;           /* owns the type */
};

/* --- access.c --- */

/* Whether the rules allow it. Fails: %HARK_ERROR_REFUSED */
gboolean hark_access_check       (HarkBrokerPeer *peer,
                                  HarkAction      action,
                                  const char     *class_name,
                                  const char     *name,
                                  const char     *member,
                                  GError        **error);
/* The same for all of an object that is exported under this name. */
gboolean hark_access_check_offer (HarkOffer      *offer,
                                  const char     *class_name,
                                  const char     *name,
                                  GError        **error);

/* --- broker-protocol.c --- */

/* (nullable) */
HarkBrokerPeer *hark_broker_protocol_find (HarkBrokerProtocol *self,
                                           guint               connection);
/* Closes those that have failed. */
void hark_broker_protocol_reap (HarkBrokerProtocol *self);


/* Closes the connection soon; what it is doing now is not interrupted. */
void hark_broker_peer_fail (HarkBrokerPeer *self,
                            GError         *reason);
void hark_broker_peer_send (HarkBrokerPeer  *self,
                            HarkMessageKind  kind,
                            guint8           flags,
                            guint64          id,
                            guint32          topic,
                            GVariant        *body);
void hark_broker_peer_forward (HarkBrokerPeer  *self,
                               const HarkFrame *frame);
void hark_broker_peer_forward_run (HarkBrokerPeer *self,
                                   HarkSpan        run,
                                   guint32         topic);
void hark_broker_peer_lend_run (HarkBrokerPeer *self,
                                GBytes         *run);
/* Tells the peer of an error that concerns it. @error: borrowed. */
void hark_broker_peer_warn (HarkBrokerPeer *self,
                            const GError   *error);

/* Says that an EXPORT or SUBSCRIBE is refused. @error: borrowed. */
void hark_broker_peer_refuse (HarkBrokerPeer *self,
                              guint64         number,
                              const GError   *error);

/* Functions that take a frame work on one message; %FALSE: the connection shall
 * end. Those named `leave` let go of all that the connection had. */

/* --- names.c --- */

/* (nullable) */
HarkRoutedClass *hark_routed_class_find      (HarkBrokerProtocol *broker,
                                              const char         *class_name);
/* Finds, or makes. */
HarkRoutedClass *hark_routed_class_ensure    (HarkBrokerProtocol *broker,
                                              const char         *class_name);
/* If nobody uses it, it goes. */
void             hark_routed_class_forget    (HarkBrokerProtocol *broker,
                                              HarkRoutedClass    *self);
void             hark_routed_class_free      (gpointer            data);
/* (nullable) */
HarkRoutedName  *hark_routed_class_find_name (HarkRoutedClass    *self,
                                              const char         *name);
void             hark_routed_class_add_subscriber    (HarkRoutedClass *self,
                                                      HarkSubscriber  *subscriber);
void             hark_routed_class_remove_subscriber (HarkRoutedClass *self,
                                                      HarkSubscriber  *subscriber);
/* The first, or the one behind @last, of those who want this name or all. (nullable) */
HarkSubscriber  *hark_routed_class_next_subscriber   (HarkRoutedClass *self,
                                                      const char      *name,
                                                      HarkSubscriber  *last);
/* Finds, or makes. */
HarkRoutedName  *hark_routed_name_ensure     (HarkRoutedClass    *klass,
                                              const char         *name,
                                              gboolean            is_group);
/* One of its own, for what was exported under @name, which is free. */
HarkRoutedName  *hark_routed_name_new_ended  (HarkRoutedClass    *klass,
                                              const char         *name);
/* It is not its class's any more, and the calls that wait for it fail. */
void             hark_routed_name_drop       (HarkRoutedName     *self);
/* If nobody exports it, and nobody who did is waited for, it goes. */
void             hark_routed_name_settle     (HarkBrokerProtocol *broker,
                                              HarkRoutedName     *self);
HarkRoutedName  *hark_routed_name_ref        (HarkRoutedName     *self);
void             hark_routed_name_unref      (HarkRoutedName     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkRoutedName, hark_routed_name_unref)

/* --- forward.c --- */

/* With those that are like it and come next. */
gboolean hark_forward_event      (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* The exporter has more for one listener than it sends at once. */
gboolean hark_forward_more       (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* At what the next events are going to need, where there are many. */
void     hark_forward_look_ahead (HarkBrokerPeer *peer);

/* --- interest.c --- */

gboolean hark_interest_acknowledge     (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* Has the rest of the events sent to who has read enough of those before. */
void     hark_interest_catch_up        (HarkBrokerPeer *peer);
void     hark_interest_leave           (HarkBrokerPeer *peer);

/* @is_new: the subscription; not the offer */
void     hark_interest_add_listener    (HarkOfferEvent *event,
                                        HarkSubscriber *subscriber,
                                        gboolean        is_new);
void     hark_interest_remove_listener (HarkOfferEvent *event,
                                        HarkSubscriber *subscriber);
/* The event is not exported any more. @is_gone: for good */
void     hark_interest_abandon         (HarkOfferEvent *event,
                                        gboolean        is_gone);
/* The connections that hear it. */
guint           hark_interest_n_listeners  (HarkOfferEvent *event);
HarkBrokerPeer *hark_interest_get_listener (HarkOfferEvent *event,
                                            guint           i);

/* --- sessions.c --- */

/* It said hello; who was this session before has to go. %FALSE: it is itself the older one. */
gboolean hark_sessions_join   (HarkBrokerPeer *peer, GError **error);
void     hark_sessions_clear  (HarkBrokerPeer *peer);
gboolean hark_sessions_seen   (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_sessions_mark   (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_sessions_marked (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* How far it has heard an event: asked once. %FALSE: it did not say. */
gboolean hark_sessions_take_seen (HarkBrokerPeer *peer,
                                  HarkOfferEvent *event,
                                  guint64        *last);
/* @listener hears one more event of @peer's, or one less. */
void     hark_sessions_add_audience    (HarkBrokerPeer *peer,
                                        HarkBrokerPeer *listener);
void     hark_sessions_remove_audience (HarkBrokerPeer *peer,
                                        HarkBrokerPeer *listener);

/* --- silence.c --- */

/* Closes who is waited for in vain. Returns: when to look again */
gint64 hark_silence_watch (HarkBrokerPeer *self,
                           gint64          now);

/* --- absent.c --- */

/* The connection ends: if its session may come back, what it works on is kept. Before its offers go. */
void     hark_absent_hold    (HarkBrokerPeer *peer);
/* Whether something is kept since that connection ended. */
gboolean hark_absent_is_held (HarkBrokerPeer *peer);
/* A session that has come back says what it works on. */
gboolean hark_absent_working (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* Returns: when to look again */
gint64   hark_absent_tick    (HarkBrokerProtocol *broker, gint64 now);
/* Nobody comes back any more. */
void     hark_absent_clear   (HarkBrokerProtocol *broker);

/* --- offers.c --- */

gboolean        hark_offers_export    (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean        hark_offers_unexport  (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
void            hark_offers_leave     (HarkBrokerPeer *peer);
/* (nullable) */
HarkOfferEvent *hark_offer_find_event (HarkOffer      *offer,
                                       const char     *name);

/* --- subscribers.c --- */

gboolean hark_subscribers_subscribe   (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_subscribers_unsubscribe (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
void     hark_subscribers_leave       (HarkBrokerPeer *peer);
gboolean hark_subscriber_matches      (HarkSubscriber *self,
                                       const char     *name);
/* (nullable): what it hears of @offer, which is of its class. */
HarkOfferEvent *hark_subscriber_find_event (HarkSubscriber *self,
                                            HarkOffer      *offer);
/* Says so, if nothing is in the way any more. */
void     hark_subscriber_become_ready (HarkSubscriber *self);

/* Lets go of its memory. */
void     hark_subscriber_free         (HarkSubscriber *self);

/* --- watchers.c --- */

gboolean hark_watchers_watch (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
/* @subscriber, a watcher, is given up. */
void     hark_watchers_leave (HarkSubscriber *subscriber);
/* Whether @rules let it hear what it hears, and no more. Fails: %HARK_ERROR_REFUSED */
gboolean hark_watchers_check (HarkSubscriber *watcher, HarkRules *rules, GError **error);
/* Somebody exports something new: those whom it concerns listen. */
void     hark_watchers_meet  (HarkOffer *offer);
/* (transfer full): "Workshop.Producer/line-1/produced" */
char    *hark_watched_topic  (HarkOffer        *offer,
                              const HarkMember *member);

/* --- listing.c --- */

gboolean hark_listing_list (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);

/* --- calls.c --- */

gboolean hark_calls_topic  (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_calls_call   (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_calls_answer (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
gboolean hark_calls_cancel (HarkBrokerPeer *peer, const HarkFrame *frame, GError **error);
void hark_routed_topic_free (gpointer data);

/* --- call-queue.c --- */

void    hark_call_answer_error    (HarkBrokerPeer *caller,
                                   guint64         number,
                                   const GError   *error);
/* Whoever has an older or newer slot than the caller is told what the caller sends. @slot: of @worker;
 * @type: of the arguments, as the caller knows it */
void    hark_offer_send_call      (HarkOffer      *worker,
                                   guint           slot,
                                   const char     *type,
                                   HarkFrame      *frame);
/* In the queue of its name; hark_calls_pump() gives it to somebody. */
void hark_call_wait         (HarkRoutedCall *self,
                             gboolean        is_first);
void hark_call_stop_waiting (HarkRoutedCall *self);
/* @peer works on it, at @worker (nullable) while that is offered. */
void hark_call_give      (HarkRoutedCall *self,
                          HarkBrokerPeer *peer,
                          HarkOffer      *worker);
/* It works on it no longer. */
void hark_call_take_back (HarkRoutedCall *self);
/* (transfer full): all that it works on, and does no longer. */
GPtrArray *hark_calls_take_all_back (HarkBrokerPeer *peer);
/* Tells who works on a call that nobody wants it. */
void hark_calls_recall   (HarkBrokerPeer *worker,
                          guint64         number);
/* These, in their order, go to others before those that wait, or fail. Nobody works on them.
 * @have_begun: perhaps */
void hark_calls_hand_on  (HarkBrokerProtocol *broker,
                          GPtrArray          *calls,
                          gboolean            have_begun);
/* An offer withdraws: what it has not answered it may still answer. */
void hark_calls_withdraw (HarkOffer *offer);
/* The connection is gone: what it was given goes to others. After its offers. */
void hark_calls_leave    (HarkBrokerPeer *peer);
/* Nobody works on it, and it does not wait. */
void hark_call_free (HarkRoutedCall *self);
/* A group has a new member, or has lost its last. */
void hark_calls_pump     (HarkRoutedName *name);
void hark_calls_abandon  (HarkRoutedName *name);

G_END_DECLS
