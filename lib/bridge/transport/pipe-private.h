/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What two loops of one process have in the place of a socket. */

#include "bridge/transport/transport-private.h"

G_BEGIN_DECLS

/* HarkPipe is one of its two ends.
 * @owner, @other_owner: (transfer full): outlets of the objects on whose loops the ends live, which may end
 * before; see hark_seat_dup_outlet().
 * @other: (out) (transfer full). Returns: (transfer full). Thread: any. */
HarkPipe *hark_pipe_new    (HarkAnchor                *owner,
                            HarkAnchor                *other_owner,
                            HarkPipe                 **other);

/* From here on it moves the bytes of @stream, as a transport does. Thread: its owner's loop, as
 * below. */
void      hark_pipe_attach (HarkPipe                  *self,
                            HarkByteStream            *stream,
                            const HarkTransportFuncs  *funcs,
                            gpointer                   user);
void      hark_pipe_wake   (HarkPipe                  *self);
/* Hands over what the stream has, and closes. Thread: any, of one that was never attached. */
void      hark_pipe_free   (HarkPipe                  *self);

G_END_DECLS
