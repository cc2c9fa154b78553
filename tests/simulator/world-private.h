/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A broker, its peers and strangers in one thread, on a virtual clock, driven
 * by one seed. The protocols are the real ones; sockets, processes and users
 * are played. What users see is told to the oracle, which knows the rules and
 * nothing of messages. */

#include "../unit/bridge/maker-private.h"

#include "bridge/router/broker-protocol-private.h"
#include "bridge/peer/peer-protocol-private.h"

typedef struct _World    World;
typedef struct _Wire     Wire;
typedef struct _Peer     Peer;
typedef struct _Item     Item;
typedef struct _Flow     Flow;
typedef struct _Request  Request;
typedef struct _Profile  Profile;

/* What kinds of trouble a life has, in chances per thousand acts. */
struct _Profile
{
  const char *name;
  guint       cut;       /* a connection, between any two bytes */
  guint       restart;   /* the broker is killed or stopped, and comes back */
  guint       death;     /* a peer is killed, and a new one comes */
  guint       stop;      /* a process stands still for a while */
  guint       stranger;  /* somebody connects who speaks nonsense, or nearly */
  guint       delay;     /* bytes are on their way for a while */
  gboolean    is_narrow; /* small buffers everywhere */
};

extern const Profile profiles[];
extern const guint   n_profiles;

/* What happened, so that one sees that the faults bit. */
typedef struct
{
  guint64 n_lives;
  guint64 n_steps;
  guint64 n_emitted;
  guint64 n_owed;         /* events to subscriptions that had to come */
  guint64 n_arrived;      /* of all */
  guint64 n_calls;
  guint64 n_redelivered;
  guint64 n_resumed;      /* runs whose worker was cut off and came back in time */
  guint64 n_cancelled;
  guint64 n_stopped;      /* of these: workers were told */
  guint64 n_refused;
  guint64 n_cut;
  guint64 n_restarts;
  guint64 n_deaths;
  guint64 n_stops;
  guint64 n_strangers;
  guint64 n_shut_out;     /* who did not read */
  HarkPeerFigures figures; /* resent, discarded, lost */
} Counts;

/* --- Sockets: wire.c --- */

/* One direction. */
typedef struct
{
  GByteArray *bytes;      /* in the kernel's hands */
  gsize       room;       /* for so many */
  gint64      not_before; /* they are on their way until then */
  gboolean    is_closed;  /* after them comes the end */
} Pipe;

struct _Wire
{
  World   *world;
  guint    number;
  guint    connection;    /* at the broker; 0: it is closed there */
  Peer    *peer;          /* NULL: it has closed its end, or is a stranger */
  gboolean is_stranger;
  gboolean is_deaf;       /* a stranger that does not read */
  gboolean is_broken;     /* what is written fails */
  gboolean was_cut;       /* the broker may find it so */
  guint    closed;        /* what its connection was, there */
  gboolean is_orphaned;   /* the peer's process has ended */
  Pipe     to_broker;
  Pipe     to_peer;
};

Wire *wire_new  (World   *world);
void  wire_free (gpointer data);
/* Breaks it: of what is on its way, only some bytes still arrive. */
void  wire_cut  (Wire    *self);
/* The peer's end is closed, as by close(). */
void  wire_hang_up (Wire *self);

/* As much of @stream's output as there is room for. Returns: whether any. */
gboolean pipe_fill (Pipe           *self,
                    HarkByteStream *stream);
gboolean pipe_can_fill (const Pipe           *self,
                        const HarkByteStream *stream);
/* Some of the bytes. Returns: (transfer full) */
GByteArray *pipe_take (Pipe  *self,
                       World *world);

/* --- Processes --- */

struct _Peer
{
  World            *world;
  char             *name;        /* "peer-3.2": the second in the third place */
  guint             place;
  gboolean          is_other;    /* it is built from another version of the schema, */
  gboolean          is_newer;    /* or from one that understands the first, and is understood */
  HarkPeerProtocol *protocol;
  HarkLink         *link;        /* NULL: it cannot be used */
  Wire             *wire;        /* NULL: not connected */
  gint64            connects_at; /* if not */
  guint             n_retries;
  gint64            ticks_at;
  guint64           session;
  gint64            stops_until; /* 0: it runs */
  gint64            works_until; /* then it has its next answer */
  gint64            out_since;   /* the oracle's: it may be that its broker waits for it; 0: it does not */
  gint64            last_cut;    /* the same */
  gint64            late_at;     /* the same: last, for longer than its broker waits */
  gboolean          is_dead;
  GPtrArray        *items;       /* Item, borrowed: what it wants still */
  GHashTable       *requests;    /* number -> Request, borrowed: calls that await an answer */
  GArray           *to_answer;   /* of Task, see peer.c */
  GHashTable       *fences;      /* numbers */
  guint64           last_number;
};

Peer *peer_new   (World *world,
                  guint  place);
void  peer_free  (gpointer data);
void  peer_kill  (Peer  *self);
void  peer_connect (Peer *self);
void  peer_tick  (Peer  *self);
/* It says that it goes, and goes. */
void  peer_leave (Peer  *self);
/* The connection has ended for it. */
void  peer_lose  (Peer  *self,
                  const char *reason);
void  peer_read  (Peer  *self);
void  peer_write (Peer  *self);
/* Answers one of the calls that wait for it. */
void  peer_answer (Peer *self);

void  peer_export_or_subscribe (Peer *self);
void  peer_give_up (Peer *self);
void  peer_call    (Peer *self);
void  peer_cancel  (Peer *self);
void  peer_flush   (Peer *self);
/* Returns: whether it had an object to emit of */
gboolean peer_emit (Peer *self,
                    Item *item);

/* --- The broker's process: broker.c --- */

void broker_start (World *world);
void broker_kill  (World *world);
/* As by SIGTERM. */
void broker_stop  (World *world);
/* @process: as the kernel says */
void broker_accept (World *world,
                    Wire  *wire,
                    gint32 process);
void broker_read  (Wire  *wire);
void broker_write (Wire  *wire);
void broker_tick  (World *world);
/* It is told what the kernel knows. */
void broker_mourn (World *world);

/* --- Strangers: stranger.c --- */

void stranger_come  (World *world);
void stranger_speak (Wire  *wire);

/* --- Time and chance: world.c --- */

struct _World
{
  guint64             seed;
  guint64             random;
  const Profile      *profile;
  gboolean            is_traced;
  gint64              now;          /* microseconds */
  HarkLimits          limits;
  HarkBrokerProtocol *broker;       /* NULL: it does not run */
  gboolean            is_dying;     /* the broker: nothing of it counts */
  gint64              starts_at;    /* the broker, if it does not run */
  gint64              broker_stops_until;
  gint64              ticks_at;
  GArray             *died;         /* guint: connections of processes that the kernel says have ended */
  GPtrArray          *wires;        /* Wire, owned */
  GPtrArray          *peers;        /* Peer, owned: those alive */
  guint               n_born;
  guint               n_brokers;
  guint               last_wire;
  gboolean            is_calm;      /* no more trouble */
  Counts             *counts;

  /* the oracle's */
  GPtrArray          *items;        /* Item, owned: of all times */
  GPtrArray          *requests;     /* Request, owned: by their argument, from 1 */
  guint64             serial;
};

/* Lives one life. Ends the process if a rule is broken. */
void world_live (guint64  seed,
                 gboolean is_traced,
                 Counts  *counts);

guint any (World *world,
           guint  n);
/* With a chance of @n in a thousand. */
gboolean chance (World *world,
                 guint  n);
void trace (World      *world,
            const char *who,
            const char *format,
            ...) G_GNUC_PRINTF (3, 4);
/* A rule is broken. */
void broken (World      *world,
             const char *format,
             ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;

/* --- The oracle: oracle.c --- */

/* An export or a subscription, as its user knows it. */
struct _Item
{
  guint       id;           /* of all times, from 1 */
  Peer       *peer;         /* NULL: its process has ended */
  char       *owner;        /* its name */
  guint64     number;
  const char *name;
  gboolean    is_export;
  gboolean    is_other;     /* of the other version of the class */
  gboolean    is_pending;   /* it was asked for, and not answered */
  gboolean    is_ready;
  gboolean    is_heard;     /* an export, as its peer was told */
  gboolean    is_over;      /* given up, refused or dead */
  GPtrArray  *flows;        /* of a subscription: Flow, owned */
};

/* What one subscription hears of one object. */
struct _Flow
{
  Item   *exported;
  gboolean is_joined;       /* both were ready at the same time once */
  guint64 last;             /* that arrived */
  guint64 n_lost;           /* that may be missing: it was told so */
  GQueue  owed;             /* serials that must arrive, in order */
};

/* That somebody was given it. */
typedef struct
{
  Peer       *peer;   /* NULL: its process has ended */
  const char *name;
  gint64      since;
} Work;

typedef struct
{
  Item *exported;
  guint n_unmarked;   /* that were not said to be repeated */
} Run;

struct _Request
{
  guint64     argument;
  Peer       *caller;       /* NULL: its process has ended */
  const char *name;
  gboolean    is_other;
  gboolean    wants_answer;
  guint       n_answers;
  guint       n_runs;
  GArray     *runs;         /* of Run */
  GArray     *works;        /* of Work */
};

Item *oracle_add_item (World      *world,
                       Peer       *peer,
                       const char *name,
                       gboolean    is_export,
                       gboolean    is_other);
void  item_free       (gpointer    data);
void  oracle_ready    (World *world, Item *item);
void  oracle_heard    (World *world, Item *item, gboolean is_heard);
void  oracle_refused  (World *world, Item *item, const GError *error);
/* It is given up, or dead. */
void  oracle_over     (World *world, Item *item);
/* @item emits @serial now. */
void  oracle_emitted  (World *world, Item *item, guint64 serial);
void  oracle_arrived  (World *world, Item *item, guint id, guint64 serial);
void  oracle_gap      (World *world, Peer *peer, const HarkGap *gap);
/* A connection of @peer ends. */
void  oracle_cut      (World *world, Peer *peer);
/* And it knows. */
void  oracle_lost     (World *world, Peer *peer);
/* What it works on its broker has been told. */
void  oracle_in_touch (World *world, Peer *peer);
void  oracle_died     (World *world, Peer *peer);

Request *oracle_add_request (World *world, Peer *caller, const char *name, gboolean is_other, gboolean wants_answer);
void     request_free       (gpointer data);
void     oracle_called      (World *world, Item *item, guint64 argument, gboolean is_other, gboolean is_redelivered);
void     oracle_cancelled   (World *world, Request *request);
void     oracle_answered    (World *world, Request *request, guint64 result, const GError *error);
void     oracle_flushed     (World *world, Peer *peer, guint64 number);
/* A peer that speaks well, and whose connection is whole, was closed. */
void     oracle_shut_out    (World *world, Peer *peer, const GError *reason);

/* Whoever is ready is heard. */
void  oracle_check        (World *world);
/* Nothing moves any more: nothing may be missing. */
void  oracle_check_rest   (World *world);
void  oracle_check_kept   (World *world);
