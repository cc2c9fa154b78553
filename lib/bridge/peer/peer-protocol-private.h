/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a peer does with bytes, without a socket and without a clock: one link of
 * a bus to a broker. It outlives connections: what was published, asked for or
 * exported between two of them goes to the next. */

#include "bridge/protocol/byte-stream-private.h"
#include "bus/crossing/link-private.h"

G_BEGIN_DECLS

typedef struct _HarkPeerProtocol HarkPeerProtocol;

/* Events that were published and will not come: a limit forced it. */
typedef struct
{
  const char *publisher;    /* the name of the peer */
  const char *class_name;
  const char *name;         /* of the exported object */
  const char *event;
  guint64     n_lost;
} HarkGap;

typedef struct
{
  guint64 n_resent;     /* events that went out once more */
  guint64 n_discarded;  /* events that came once more */
  guint64 n_lost;       /* events that did not come */
} HarkPeerFigures;

/* How it tells its owner, besides the reports to the bus. Called in the middle
 * of its work: the link's functions may be called back. */
typedef struct
{
  /* The stream has output to take. */
  void (*wake)      (gpointer user);
  /* The broker said hello, on this connection: the link can be used, from the first
   * time on and also while there is no connection. */
  void (*connected) (gpointer    user,
                     const char *broker);
  /* The connection is over. The stream may hold a last word. */
  void (*lost)      (gpointer      user,
                     const GError *reason);
  /* (nullable): @gap is borrowed. */
  void (*gap)       (gpointer       user,
                     const HarkGap *gap);
} HarkPeerProtocolFuncs;

HarkPeerProtocol *hark_peer_protocol_new  (const HarkLimits            *limits,
                                           const char                  *name,
                                           const HarkPeerProtocolFuncs *funcs,
                                           gpointer                     user,
                                           const HarkLinkReports       *reports,
                                           gpointer                     report_to);
void              hark_peer_protocol_free (HarkPeerProtocol            *self);

/* Names the session that connections resume, with a random number other than 0. Before any
 * byte is taken. Without it nothing is resumed. */
void hark_peer_protocol_set_session (HarkPeerProtocol *self,
                                     guint64           session);

HarkLink   *hark_peer_protocol_get_link   (HarkPeerProtocol *self);
HarkByteStream *hark_peer_protocol_get_stream (HarkPeerProtocol *self);

/* Handles what is in the stream's reader. */
void hark_peer_protocol_process (HarkPeerProtocol *self);

void hark_peer_protocol_feed (HarkPeerProtocol *self,
                              const guint8     *bytes,
                              gsize             size);

/* The connection is gone, or shall go. `lost` is told unless it was before. */
void hark_peer_protocol_close (HarkPeerProtocol *self,
                               const GError     *reason);

/* There is a new connection in place of the one that was lost: an empty stream, which
 * begins with a hello. */
void hark_peer_protocol_resume (HarkPeerProtocol *self);

/* To be called when the time has come that it returned last, and some time after bytes
 * went in or out. Returns: when to call it again, or %G_MAXINT64. */
gint64 hark_peer_protocol_tick (HarkPeerProtocol *self,
                                gint64            now);

/* How long to wait for the next attempt to connect, after @n_retries in vain.
 * @chance: from 0 to 1, so that those who lost one broker do not come back at one time */
gint64 hark_peer_protocol_get_retry_delay (HarkPeerProtocol *self,
                                           guint             n_retries,
                                           double            chance);

/* Counts in @figures, which outlive it, instead of its own. */
void hark_peer_protocol_count_in (HarkPeerProtocol *self,
                                  HarkPeerFigures  *figures);

const HarkPeerFigures *hark_peer_protocol_get_figures (HarkPeerProtocol *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkPeerProtocol, hark_peer_protocol_free)

G_END_DECLS
