/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a broker does with bytes, without sockets and without a clock: any
 * number of connections, each a number; bytes and time in, bytes out. */

#include <hark/broker-class.h>

#include "bridge/protocol/byte-stream-private.h"
#include "bridge/rules/rules-private.h"

G_BEGIN_DECLS

typedef struct _HarkBrokerProtocol HarkBrokerProtocol;

/* How it tells its owner. Called in the middle of its work: only
 * hark_broker_protocol_get_stream() may be called back. */
typedef struct
{
  /* Its stream has output to take. */
  void (*wake)   (gpointer user,
                  guint    connection);
  /* It said hello. */
  void (*joined) (gpointer    user,
                  guint       connection,
                  const char *name);
  /* It has ended; its stream, with a last word perhaps, goes when this returns. */
  void (*closed) (gpointer      user,
                  guint         connection,
                  const char   *name,
                  const GError *reason);
  /* (nullable): so many events of @publisher do not reach @peer. */
  void (*dropped) (gpointer    user,
                   const char *peer,
                   const char *publisher,
                   const char *topic,
                   guint64     n_dropped);
  /* (nullable): behind `closed`: calls are kept for the process that this was a connection of. If it
   * is known to have ended, hark_broker_protocol_end_absence() lets others have them at once. */
  void (*absent) (gpointer            user,
                  guint               connection,
                  const HarkIdentity *identity);
  /* (nullable): what time it is, for calls that wait here and have a deadline. */
  gint64 (*get_time) (gpointer user);
} HarkBrokerProtocolFuncs;

HarkBrokerProtocol *hark_broker_protocol_new  (const HarkLimits              *limits,
                                               const char                    *name,
                                               const HarkBrokerProtocolFuncs *funcs,
                                               gpointer                       user);
void                hark_broker_protocol_free (HarkBrokerProtocol            *self);

/* Names it, with a random number other than 0, so that peers know that it is the same on their next
 * connection. Before any is opened. Without it no call outlives a connection. */
void hark_broker_protocol_set_session (HarkBrokerProtocol *self,
                                       guint64             session);

/* The process whose connection that was has ended, and does not come back. */
void hark_broker_protocol_end_absence (HarkBrokerProtocol *self,
                                       guint               connection);

/* Somebody has connected. Returns: the connection; one more than the limit is
 * told so and closed soon. */
guint hark_broker_protocol_open (HarkBrokerProtocol *self,
                                 gint64              now);

/* The same for the broker itself: it is not counted and not told of. Once. */
guint hark_broker_protocol_open_own (HarkBrokerProtocol *self,
                                     gint64              now);

/* Says who it is, once and before its first byte; the rules hold for it from then
 * on, and a session that it resumes must have been of the same identity. One that they do
 * not admit is told so and closed soon. A connection without
 * an identity is the program's own, and may do everything. */
void hark_broker_protocol_identify (HarkBrokerProtocol *self,
                                    guint               connection,
                                    HarkIdentity       *identity);

/* Returns: (nullable): borrowed */
const HarkIdentity *hark_broker_protocol_get_identity (HarkBrokerProtocol *self,
                                                       guint               connection);

/* Connections that have what these rules do not allow are closed, with the reason. */
void hark_broker_protocol_set_rules (HarkBrokerProtocol *self,
                                     HarkRules          *rules);

/* Some hold for new connections only, or for what comes next. */
void hark_broker_protocol_set_limits (HarkBrokerProtocol *self,
                                      const HarkLimits   *limits);

/* The stream of an open connection. Its reader may be filled directly, and then
 * hark_broker_protocol_process() called. Returns: (nullable): it is closed. */
HarkByteStream *hark_broker_protocol_get_stream (HarkBrokerProtocol *self,
                                             guint               connection);

void hark_broker_protocol_process (HarkBrokerProtocol *self,
                                   guint               connection);

/* hark_frame_reader_feed() and hark_broker_protocol_process(). */
void hark_broker_protocol_feed (HarkBrokerProtocol *self,
                                guint               connection,
                                const guint8       *bytes,
                                gsize               size);

/* It has gone away, or shall. It is told the reason if it still listens. */
void hark_broker_protocol_close (HarkBrokerProtocol *self,
                                 guint               connection,
                                 const GError       *reason);

/* Closes who has been silent for too long, or has not read. To be called when the time has come
 * that it returned last, and some time after anything has begun to wait for a connection.
 * Returns: when to call this again, or %G_MAXINT64. */
gint64 hark_broker_protocol_tick (HarkBrokerProtocol *self,
                                  gint64              now);

/* --- survey.c: what it has to tell of itself --- */

/* (transfer full) (array length=n): those that have said hello, oldest first. */
HarkBrokerConnection **hark_broker_protocol_list_peers (HarkBrokerProtocol *self,
                                                        gint64              now,
                                                        gsize              *n);
/* (transfer full) (array length=n): @pattern: of class, name and member; checked. */
HarkBrokerTopic **hark_broker_protocol_list_topics (HarkBrokerProtocol *self,
                                                    const char         *pattern,
                                                    gsize              *n);
/* (transfer full): @age: since when it listens */
HarkBrokerStats *hark_broker_protocol_get_stats (HarkBrokerProtocol *self,
                                                 gint64              age);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkBrokerProtocol, hark_broker_protocol_free)

G_END_DECLS
