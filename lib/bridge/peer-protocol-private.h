/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a peer does with bytes, without a socket: one link of a bus to a broker. */

#include "bridge/byte-stream-private.h"
#include "bus/link-private.h"

G_BEGIN_DECLS

typedef struct _HarkPeerProtocol HarkPeerProtocol;

/* How it tells its owner, besides the reports to the bus. Called in the middle
 * of its work: the link's functions may be called back. */
typedef struct
{
  /* The stream has output to take. */
  void (*wake)      (gpointer user);
  /* The broker said hello: the link can be used. */
  void (*connected) (gpointer    user,
                     const char *broker);
  /* It is over. The stream may hold a last word. */
  void (*lost)      (gpointer      user,
                     const GError *reason);
} HarkPeerProtocolFuncs;

HarkPeerProtocol *hark_peer_protocol_new  (const HarkLimits            *limits,
                                           const char                  *name,
                                           const HarkPeerProtocolFuncs *funcs,
                                           gpointer                     user,
                                           const HarkLinkReports       *reports,
                                           gpointer                     report_to);
void              hark_peer_protocol_free (HarkPeerProtocol            *self);

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HarkPeerProtocol, hark_peer_protocol_free)

G_END_DECLS
