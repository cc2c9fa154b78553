/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The thin layer between a stream and a socket. */

#include "bridge/protocol/byte-stream-private.h"
#include "bridge/transport/watch-private.h"

G_BEGIN_DECLS

typedef struct _HarkTransport HarkTransport;

/* Both are the last thing that the transport does: it may be freed in them. */
typedef struct
{
  /* The stream's reader has more. Returns: whether to go on reading */
  gboolean (*received) (gpointer user);
  /* The connection is over. */
  void     (*lost)     (gpointer      user,
                        const GError *reason);
} HarkTransportFuncs;

/* All on the loop of @owner, which outlives it.
 * @tls: (nullable): around @socket, after the handshake
 * @stream: outlives it, too, unless hark_transport_free() comes first */
HarkTransport *hark_transport_new  (GSocket                  *socket,
                                    GTlsConnection           *tls,
                                    HarkObject               *owner,
                                    HarkByteStream               *stream,
                                    const HarkTransportFuncs *funcs,
                                    gpointer                  user);

typedef struct _HarkPipe HarkPipe;

/* The same within a process. @pipe: (transfer full): an end of it, whose owner's loop this is. */
HarkTransport *hark_transport_new_inside (HarkPipe                 *pipe,
                                          HarkByteStream           *stream,
                                          const HarkTransportFuncs *funcs,
                                          gpointer                  user);

/* Writes what can be written at once, and closes. */
void           hark_transport_free (HarkTransport            *self);

/* No more bytes are read in a second; who sends more waits. 0: as many as come. Within a process it is as
 * many as come. */
void           hark_transport_set_rate (HarkTransport        *self,
                                        gsize                 rate);

/* Writes what the stream has, behind all calls that are queued on the loop now,
 * so that a burst of them is one write. */
void           hark_transport_wake (HarkTransport            *self);

G_END_DECLS
