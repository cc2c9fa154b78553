/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bridge/rules/identity-private.h"
#include "bridge/transport/listening-private.h"
#include "bridge/transport/transport-private.h"

G_BEGIN_DECLS

/* A connection to a broker, from accepting on: first it is found out who it is,
 * which may take a handshake, and then its bytes are moved. */
typedef struct _HarkVisitor HarkVisitor;

typedef struct
{
  /* Who it is; (nullable). Returns: (nullable): the stream to move its bytes; %NULL: it has been freed */
  HarkByteStream *(*identified) (gpointer      user,
                                 HarkIdentity *identity);
  /* As the transport's. */
  gboolean        (*received)   (gpointer      user);
  void            (*lost)       (gpointer      user,
                                 const GError *reason);
} HarkVisitorFuncs;

/* All on the loop of @owner, which outlives it. Nothing is called before hark_visitor_begin(). */
/* @socket: (nullable) */
HarkVisitor *hark_visitor_new      (GSocket                *socket,
                                    HarkObject             *owner,
                                    const HarkVisitorFuncs *funcs,
                                    gpointer                user);
/* @at: where it came in. It may be freed when this returns. */
void         hark_visitor_begin    (HarkVisitor            *self,
                                    const HarkListening    *at);
/* The same within the process: it is the program itself, which has no identity. @pipe: (transfer full). */
void         hark_visitor_begin_inside (HarkVisitor       *self,
                                        HarkPipe          *pipe);
/* Writes what can be written at once, and closes. */
void         hark_visitor_free     (HarkVisitor            *self);

/* As the transport's; nothing happens before it is known who it is. */
void         hark_visitor_wake     (HarkVisitor            *self);
void         hark_visitor_set_rate (HarkVisitor            *self,
                                    gsize                   rate);

G_END_DECLS
