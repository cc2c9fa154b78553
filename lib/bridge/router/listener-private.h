/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What interest.c and forward.c share of those who hear an event. */

#include "bridge/router/router-private.h"

G_BEGIN_DECLS

/* A connection that hears an event, for one subscription of its or several. */
struct _HarkListener
{
  HarkBrokerPeer *peer;
  guint32         topic;          /* the broker's number, for this connection */
  guint           n_subscribers;
  guint           n_blocking;     /* of these: its publisher is to wait for it */
  guint           n_ending;       /* of these: its connection ends before it falls behind */
  gboolean        is_blocking;    /* the exporter was told so */
  gboolean        has_begun;      /* the exporter has said from where on */
  gboolean        is_lagging;     /* it does not get the newest now */
  guint64         last;           /* number of the last event that it got; once it has begun */
  HarkInterest   *asked;          /* (nullable): the newest that is not acknowledged */
};

/* It gets no more of them until the exporter was asked for the rest, and has answered. */
void hark_listener_fall_behind (HarkOfferEvent *event,
                                HarkListener   *listener);

G_END_DECLS
