/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A broker and its peers in one thread, without sockets: bytes move when the
 * test says so, in pieces cut at random, and whatever a peer is told is a line
 * in its log. */

#include "maker-private.h"

#include "bridge/router/broker-protocol-private.h"
#include "bridge/peer/peer-protocol-private.h"

typedef struct _Network Network;

typedef struct
{
  Network          *network;
  const char       *name;
  HarkPeerProtocol *peer;          /* NULL: the test writes the bytes itself */
  HarkLink         *link;
  guint             connection;
  GByteArray       *to_broker;
  GByteArray       *to_peer;
  GString          *log;
  gboolean          is_answering;  /* calls at once, with one more */
  gboolean          is_stuck;      /* its bytes do not move */
  char             *closed;        /* why the broker closed it */
  guint64           last_call;     /* the last that was reported */
  gboolean          is_listing;    /* what it is answered are names */
  gint64            patience;      /* how long it waits for answers; 0: for ever */
} Node;

struct _Network
{
  HarkLimits          limits;
  HarkBrokerProtocol *broker;
  guint               n_brokers;
  gint64              now;
  GRand              *random;
  GPtrArray          *nodes;
  GString            *dropped;  /* what the broker told of it, a line each */
};

Network *network_new  (const HarkLimits *limits);  /* NULL: the default */
void     network_free (Network          *self);

/* A peer that has said hello. */
Node *network_join (Network    *self,
                    const char *name);
/* A connection whose bytes the test writes. */
Node *network_connect (Network *self);

/* Moves bytes until none are left. */
void network_run (Network *self);
/* Moves a few. */
void network_step (Network *self);

/* The broker is killed, and another one is started: it knows nobody. */
void network_kill_broker (Network *self);
/* Time goes by. */
void network_tick (Network *self,
                   gint64   duration);

/* The connection is gone, and what was on its way. */
void node_cut       (Node *self);
/* There is a new one. */
void node_reconnect (Node *self);
/* What was said does not matter. */
void node_forget      (Node *self);
void node_assert_lost (Node *self);

/* The process is gone, and the kernel says so. */
void node_kill   (Node *self);
/* Its connection ends for the broker, who does not know why. */
void node_vanish (Node *self);

/* Writes a frame, whatever it means. @body: (nullable): floating. */
void node_write (Node            *self,
                 HarkMessageKind  kind,
                 guint8           flags,
                 guint64          id,
                 guint32          topic,
                 GVariant        *body);
void node_write_hello (Node *self);

/* That the log says exactly this since the last look. */
void node_assert (Node       *self,
                  const char *log);

/* --- what a user does, with numbers of the test's own --- */

#define EXPORT(node, number, info, name) \
  (node)->link->funcs->export_object ((node)->link, number, info, name, FALSE)
#define EXPORT_GROUP(node, number, info, name) \
  (node)->link->funcs->export_object ((node)->link, number, info, name, TRUE)
#define UNEXPORT(node, number) (node)->link->funcs->unexport ((node)->link, number)
#define SUBSCRIBE(node, number, event, name) (node)->link->funcs->subscribe ((node)->link, number, event, name, HARK_DELIVERY_GAP)
#define UNSUBSCRIBE(node, number) (node)->link->funcs->unsubscribe ((node)->link, number)
#define WATCH(node, number, pattern) (node)->link->funcs->watch ((node)->link, number, pattern)
#define FLUSH(node, number) (node)->link->funcs->flush ((node)->link, number)

void node_publish (Node       *self,
                   guint64     number,
                   const char *product,
                   guint64     serial);
void node_publish_newer (Node       *self,
                         guint64     number,
                         const char *product,
                         guint64     serial,
                         guint32     colour);
void node_call    (Node               *self,
                   guint64             number,
                   const HarkSlotInfo *slot,
                   const char         *name,
                   guint64             argument);
void node_answer  (Node               *self,
                   guint64             call,
                   guint64             result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)
